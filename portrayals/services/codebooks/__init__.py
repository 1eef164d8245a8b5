"""Codebooks: checked, applied, shown, drafted from a sheet, written to a file."""
