"""Engines, transactions, migrations, backups."""
