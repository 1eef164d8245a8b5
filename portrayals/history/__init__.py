"""The transaction of a write, the record it leaves, and how it is undone."""
