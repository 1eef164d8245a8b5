"""Formats of files, one module each, read into sheets."""
