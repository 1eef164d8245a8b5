"""What `db check` checks, a file for each part of the database."""
