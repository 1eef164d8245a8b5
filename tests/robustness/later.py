"""The program as a later version of it will be, with one migration more.

    python later.py FOLDER WORD...

runs `portrayals WORD...` with the migrations in FOLDER, as `later_migrations` makes them.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from portrayals.database import migrate

NEXT = f"{migrate.SCHEMA_NUMBER + 1:04}"

#: A column is added and every row of the largest table is written.
LATER = '''
"""Units have a rating; of what was annotated the note says so."""

from alembic import op

revision = "NEXT"
down_revision = "HEAD"


def upgrade() -> None:
    op.execute("ALTER TABLE unit ADD COLUMN rating INTEGER")
    op.execute("UPDATE unit SET rating = year % 10")
    op.execute("UPDATE annotation SET note = coalesce(note, '') || ' (kept)'")
'''


def later_migrations(folder: Path) -> Path:
    """The migrations that there are, and one more; returns where they are."""
    copy = folder / "migrations"
    shutil.copytree(migrate.migrations(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    later = LATER.replace("NEXT", NEXT).replace("HEAD", migrate.HEAD)
    (copy / "versions" / f"{NEXT}_later.py").write_text(later, encoding="utf-8")
    return copy


def run() -> None:
    """Runs the command line, as the later program."""
    _, folder, *words = sys.argv
    migrate.HEAD, migrate.SCHEMA_NUMBER = NEXT, int(NEXT)  # before others import them
    migrate.migrations = lambda: Path(folder)
    sys.argv = ["portrayals", *words]
    from portrayals.cli import main

    main()


if __name__ == "__main__":
    run()
