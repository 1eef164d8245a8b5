"""What is written to a file as an import reads it back, however much of it there is."""
