"""The index of words in names, which differs between engines. It covers only `unit_name`.

Each character of Chinese, Japanese and Korean is indexed as a word of its own, as
`notation.keys.words` reads what is searched for.
"""

from __future__ import annotations

from typing import Final

from portrayals.notation.keys import UNSPACED


def _set_apart(text: str) -> str:
    """SQLite: a text with spaces around each character that counts as a word."""
    first = "substr(rest, 1, 1)"
    return (
        f"CASE WHEN {text} GLOB '*[{UNSPACED}]*' THEN ("
        f"WITH RECURSIVE apart(rest, done) AS (SELECT {text}, '' UNION ALL "
        f"SELECT substr(rest, 2), done || CASE WHEN {first} GLOB '[{UNSPACED}]' "
        f"THEN ' ' || {first} || ' ' ELSE {first} END FROM apart WHERE rest <> '') "
        f"SELECT done FROM apart WHERE rest = '') ELSE {text} END"
    )


#: SQLite: the words of `unit_name.folded`.
SQLITE_WORDS: Final = _set_apart("folded")

_INDEX_NEW: Final = (
    "INSERT INTO unit_search(rowid, folded) "
    f"VALUES (new.unit_name_id, {_set_apart('new.folded')}); "
)
_FORGET_OLD: Final = (
    "INSERT INTO unit_search(unit_search, rowid, folded) "
    f"VALUES ('delete', old.unit_name_id, {_set_apart('old.folded')}); "
)

#: SQLite: a full-text table of the words, without a copy of them, kept by triggers.
SQLITE: Final = (
    "CREATE VIRTUAL TABLE unit_search USING fts5(folded, content='', tokenize='unicode61')",
    f"CREATE TRIGGER unit_name_inserted AFTER INSERT ON unit_name BEGIN {_INDEX_NEW}END",
    f"CREATE TRIGGER unit_name_deleted AFTER DELETE ON unit_name BEGIN {_FORGET_OLD}END",
    "CREATE TRIGGER unit_name_updated AFTER UPDATE ON unit_name BEGIN "
    f"{_FORGET_OLD}{_INDEX_NEW}END",
)

#: PostgreSQL: the same words; its own parser would take `50/50` for a path.
POSTGRESQL_WORDS: Final = (
    "to_tsvector('simple', regexp_replace(regexp_replace(folded, '[^[:alnum:]]+', ' ', 'g'), "
    f"'([{UNSPACED}])', ' \\1 ', 'g'))"
)

#: PostgreSQL: an expression index over the same column.
POSTGRESQL: Final = (
    f"CREATE INDEX ix_unit_name_search ON unit_name USING gin ({POSTGRESQL_WORDS})",
)
