"""Engines, the transaction scope, migrations, backups."""
