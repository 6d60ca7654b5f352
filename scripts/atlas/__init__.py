"""One library: read docs/ and data/ into a Book, render it, check it, export it. Never imports mkdocs."""
