"""Search finds Chinese, Japanese and Korean by any characters of a name."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: What is written without spaces between words.
UNSPACED = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003fffd"

TRIGGERS = ("unit_name_inserted", "unit_name_deleted", "unit_name_updated")


def apart(text: str) -> str:
    """SQLite: a text with spaces around each of these characters."""
    first = "substr(rest, 1, 1)"
    return (
        f"CASE WHEN {text} GLOB '*[{UNSPACED}]*' THEN ("
        f"WITH RECURSIVE apart(rest, done) AS (SELECT {text}, '' UNION ALL "
        f"SELECT substr(rest, 2), done || CASE WHEN {first} GLOB '[{UNSPACED}]' "
        f"THEN ' ' || {first} || ' ' ELSE {first} END FROM apart WHERE rest <> '') "
        f"SELECT done FROM apart WHERE rest = '') ELSE {text} END"
    )


def kept_by_triggers(new: str, old: str) -> tuple[str, ...]:
    """SQLite: triggers that write the words of a name, new and old, to the index."""
    index = f"INSERT INTO unit_search(rowid, folded) VALUES (new.unit_name_id, {new}); "
    forget = (
        "INSERT INTO unit_search(unit_search, rowid, folded) "
        f"VALUES ('delete', old.unit_name_id, {old}); "
    )
    return (
        f"CREATE TRIGGER unit_name_inserted AFTER INSERT ON unit_name BEGIN {index}END",
        f"CREATE TRIGGER unit_name_deleted AFTER DELETE ON unit_name BEGIN {forget}END",
        f"CREATE TRIGGER unit_name_updated AFTER UPDATE ON unit_name BEGIN {forget}{index}END",
    )


def upgrade() -> None:
    """Makes the index anew."""
    if op.get_bind().dialect.name == "sqlite":
        _replace_table(
            "content=''",
            apart("folded"),
            kept_by_triggers(apart("new.folded"), apart("old.folded")),
        )
    else:
        _replace_index(
            "regexp_replace(regexp_replace(folded, '[^[:alnum:]]+', ' ', 'g'), "
            f"'([{UNSPACED}])', ' \\1 ', 'g')"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _replace_table(
            "content='unit_name', content_rowid='unit_name_id'",
            "folded",
            kept_by_triggers("new.folded", "old.folded"),
        )
    else:
        _replace_index("regexp_replace(folded, '[^[:alnum:]]+', ' ', 'g')")


def _replace_table(content: str, words: str, triggers: tuple[str, ...]) -> None:
    for trigger in TRIGGERS:
        op.execute(f"DROP TRIGGER {trigger}")
    op.execute("DROP TABLE unit_search")
    for statement in (
        f"CREATE VIRTUAL TABLE unit_search USING fts5(folded, {content}, tokenize='unicode61')",
        f"INSERT INTO unit_search(rowid, folded) SELECT unit_name_id, {words} FROM unit_name",
        "INSERT INTO unit_search(unit_search) VALUES ('optimize')",
        *triggers,
    ):
        op.execute(statement)


def _replace_index(words: str) -> None:
    op.execute("DROP INDEX ix_unit_name_search")
    op.execute(
        f"CREATE INDEX ix_unit_name_search ON unit_name USING gin (to_tsvector('simple', {words}))"
    )
