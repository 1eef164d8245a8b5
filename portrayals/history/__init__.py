"""What was changed: every write leaves its record here."""
