"""What `db check` looks at, a file for each part of the database."""
