"""Objects in somebody else's SQLite file that would run by themselves, and are not ours.

Reading a view in the place of a table runs what its author wrote, which may never end; writing to a
table runs its triggers. Both are checked before we run any statement on the file. Views and tables
with names of their own do no harm: none of our statements names them.
"""

from __future__ import annotations

import sqlite3
import time
from hashlib import sha256
from typing import Final

from portrayals.errors import NoDatabase
from portrayals.notation.quoting import quoted

#: The tables of the newest schema and of those before it; a test holds them against the migrations.
TABLES: Final = frozenset(
    (
        *("adjudication", "adjudication_with", "alembic_version", "annotation"),
        *("annotation_code", "answer", "answer_code", "assignment", "ballot", "ballot_node"),
        *(
            "change",
            "change_row",
            "change_variable",
            "claim",
            "claim_code",
            "code",
            "code_implies",
            "code_property",
        ),
        *("codebook", "codebook_code", "coder", "episode", "evidence", "handout", "identifier"),
        *("level", "proposal", "source", "study", "tally", "tally_code", "title", "title_term"),
        *(
            "unit",
            "unit_ballot",
            "unit_name",
            "unit_role",
            "unit_search",
            "unit_search_config",
            "unit_search_data",
        ),
        *("unit_search_docsize", "unit_search_idx", "variable", "viewing", "wave"),
    )
)
#: Our triggers, of the newest schema and of those before it: names, and each statement as the
#: beginning of its hash.
TRIGGERS: Final = frozenset(
    (
        ("unit_name_deleted", "23d5367435145b48"),
        ("unit_name_deleted", "f448624e4fc42ad8"),
        ("unit_name_inserted", "09ef91b92a0b9fdb"),
        ("unit_name_inserted", "5f27c3f25da48472"),
        ("unit_name_updated", "847c8df6b8bed62f"),
        ("unit_name_updated", "d000522dbe2ec808"),
    )
)
_SEARCH: Final = "unit_search"

#: How long a check may take, in seconds, and after how many SQLite steps the clock is read.
_SECONDS: Final = 10
_STEPS: Final = 10_000


def refuse_foreign_tables(connection: sqlite3.Connection, path: str) -> None:
    """Raises NoDatabase if a view, or a table that computes its rows, has one of our names."""
    until = time.monotonic() + _SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        # What SQLite makes of the statements in the schema, however they are written.
        made = connection.execute("PRAGMA main.table_list").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_INTERRUPT:
            return  # whatever is asked next reports the problem
        raise NoDatabase(
            f"{path} takes more than {_SECONDS} seconds to list its contents",
            hint="it was not made by portrayals, or was tampered with: do not use it",
        ) from None
    finally:
        connection.set_progress_handler(None, 0)
    for _, name, kind, *_ in made:
        ours = name.casefold()
        if ours in TABLES and (kind == "view" or (kind == "virtual") != (ours == _SEARCH)):
            raise NoDatabase(
                f"{path} has something else instead of the table {quoted(name)}, which would run "
                "when read",
                hint="it was not made by portrayals, or was tampered with: do not use it; restore "
                "a backup (portrayals db restore FILE), or get another copy",
            )


def refuse_foreign_triggers(connection: sqlite3.Connection) -> None:
    """Raises NoDatabase if a trigger is not ours, because it would run on writes."""
    made = connection.execute(
        "SELECT name, tbl_name, coalesce(sql, '') FROM sqlite_master WHERE type = 'trigger'"
    )
    for name, table, statement in made:
        if (name, digest(statement)) not in TRIGGERS:
            raise NoDatabase(
                f"the database has a foreign trigger, {quoted(name)} on {quoted(table)}, which "
                "would run on every change",
                hint="nothing was written; list everything foreign: portrayals db check; if you "
                "know what the trigger does, remove it with another program (DROP TRIGGER)",
            )


def digest(statement: str) -> str:
    """The beginning of a hash of a statement, ignoring white space."""
    return sha256(" ".join(statement.split()).encode()).hexdigest()[:16]
