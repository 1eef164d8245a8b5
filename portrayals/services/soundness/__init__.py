"""What can be wrong in a database, a subject a module: each yields one line a problem."""
