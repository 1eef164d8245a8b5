"""Databases as earlier schemas kept them: stored as text, made files for each test."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import portrayals
from portrayals.database.engine import engine_for
from portrayals.database.migrate import upgrade

DATA = Path(__file__).parents[1] / "data"
FIRST_SCHEMA, THIRD_SCHEMA = DATA / "first-schema.sql", DATA / "third-schema.sql"

#: The program as a user starts it, from whatever folder.
PROGRAM = (sys.executable, "-m", "portrayals")
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(Path(portrayals.__file__).parents[1]),
    "PORTRAYALS_CODER": "ana",
}


def first_schema(path: Path, *, page_size: int = 4096) -> Path:
    """Makes the database of the first schema at a path."""
    return stored(path, FIRST_SCHEMA, page_size=page_size)


def stored(path: Path, text: Path, *, page_size: int = 4096) -> Path:
    """Makes a stored database at a path, in the journal mode that databases are used in."""
    with closing(sqlite3.connect(path)) as connection:
        statements = text.read_text(encoding="utf-8")
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.executescript(f"BEGIN;\n{statements}COMMIT;")
        connection.execute("PRAGMA journal_mode = WAL")
    return path


def stored_study(path: Path, *, page_size: int = 4096) -> Path:
    """The same, brought up to date."""
    upgrade(engine_for(str(first_schema(path, page_size=page_size))))
    return path
