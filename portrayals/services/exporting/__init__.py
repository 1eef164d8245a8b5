"""`export`: rows that an import reads back, however many there are."""
