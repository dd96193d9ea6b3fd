"""Documents that carry their data: extracts of registers, the evidence catalogue, the yearly table. Each is PDF/A-3a with CSV or JSON inside."""
