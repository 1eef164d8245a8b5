"""Data that leaves the study: row by row, and as a table with a row for each unit."""
