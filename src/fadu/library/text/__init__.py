"""Reading law texts: from one Markdown file to articles, paragraphs (款) and items (项). Pure; no database."""
