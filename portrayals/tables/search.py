"""The index of words in names, which differs between engines. It covers only `unit_name`."""

from __future__ import annotations

from typing import Final

#: SQLite: a full-text table over `unit_name.folded`, kept by triggers.
SQLITE: Final = (
    "CREATE VIRTUAL TABLE unit_search USING fts5("
    "folded, content='unit_name', content_rowid='unit_name_id', tokenize='unicode61')",
    "CREATE TRIGGER unit_name_inserted AFTER INSERT ON unit_name BEGIN "
    "INSERT INTO unit_search(rowid, folded) VALUES (new.unit_name_id, new.folded); END",
    "CREATE TRIGGER unit_name_deleted AFTER DELETE ON unit_name BEGIN "
    "INSERT INTO unit_search(unit_search, rowid, folded) "
    "VALUES ('delete', old.unit_name_id, old.folded); END",
    "CREATE TRIGGER unit_name_updated AFTER UPDATE ON unit_name BEGIN "
    "INSERT INTO unit_search(unit_search, rowid, folded) "
    "VALUES ('delete', old.unit_name_id, old.folded); "
    "INSERT INTO unit_search(rowid, folded) VALUES (new.unit_name_id, new.folded); END",
)

#: PostgreSQL: the same words; its own parser would take `50/50` for a path.
POSTGRESQL_WORDS: Final = "to_tsvector('simple', regexp_replace(folded, '[^[:alnum:]]+', ' ', 'g'))"

#: PostgreSQL: an expression index over the same column.
POSTGRESQL: Final = (
    f"CREATE INDEX ix_unit_name_search ON unit_name USING gin ({POSTGRESQL_WORDS})",
)
