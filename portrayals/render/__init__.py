"""Results drawn: tables, JSON, CSV, Markdown, LaTeX, bars."""
