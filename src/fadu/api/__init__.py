"""The office for programs: the same questions and the same acts as on its pages, as JSON (OpenAPI 3.1)."""
