"""The query language: text to a syntax tree (pure), and the tree to SQL."""
