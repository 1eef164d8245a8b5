"""`import`: titles, people, episodes, annotations and wide tables from a sheet."""
