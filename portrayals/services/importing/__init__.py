"""`import`: titles, people, episodes, annotations and wide tables, taken in from a sheet."""
