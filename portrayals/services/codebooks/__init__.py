"""Codebooks: checking, applying, showing, drafting from a sheet, writing to a file."""
