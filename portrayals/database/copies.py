"""Copies of a SQLite file, whole and as of one moment, even while others read and write it."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from portrayals.database.engine import BUSY_MS, UNREADABLE, busy, reason
from portrayals.errors import PortrayalsError

#: What SQLite keeps beside a file that is in use.
_BESIDE: Final = ("-wal", "-shm", "-journal")

_BUSY: Final = "another program is writing to the database"
_LATER: Final = "try again in a moment"
_WAITED_IN_VAIN: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def copy_to(source: Path, goal: Path, *, journal: Literal["DELETE", "WAL"] = "DELETE") -> None:
    """Copies a database to a file, which is there whole or not at all; an old one is replaced.

    A backup is a file by itself (journal DELETE); a database to work on lets its readers go on
    (WAL). Raises PortrayalsError, sqlite3.DatabaseError for a source that is no database.
    """
    with (
        _told(goal),
        tempfile.TemporaryDirectory(dir=goal.parent, prefix=".portrayals-") as folder,
    ):
        unfinished = Path(folder) / goal.name
        with closing(_open(source)) as one, closing(sqlite3.connect(unfinished)) as other:
            one.backup(other)
            other.execute(f"PRAGMA journal_mode = {journal}")
        unfinished.replace(goal)


def copy_over(source: Path, target: Path) -> None:
    """Puts a copy in the place of a database that others may have open; whole or not at all.

    They see the old content until they look again. Raises as `copy_to`.
    """
    with _told(target), closing(_open(source)) as one, closing(_open(target)) as other:
        one.backup(other, progress=_give_up)


def _give_up(status: int, _remaining: int, _total: int) -> None:
    # Without this, Python would try again for ever.
    if status in _WAITED_IN_VAIN:
        raise PortrayalsError(_BUSY, hint=_LATER)


def set_aside(path: Path, aside: Path) -> None:
    """Renames a file that no longer opens, with what SQLite left beside it."""
    with _told(aside):
        for suffix in ("", *_BESIDE):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))


def in_use(path: Path) -> bool:
    """Whether changes lie beside a file, which replacing the file alone would mix up with it."""
    beside = [path.with_name(path.name + suffix) for suffix in _BESIDE]
    return any(part.exists() for part in beside)


def name_beside(path: Path, word: str) -> Path:
    """A free name beside a file: `study.backup-20261122-194000.db`."""
    stamp = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    name, number = path.with_name(f"{path.stem}.{word}-{stamp}{path.suffix}"), 2
    while name.exists():
        name = path.with_name(f"{path.stem}.{word}-{stamp}-{number}{path.suffix}")
        number += 1
    return name


def application_of(path: Path) -> int | None:
    """The number of the program that made a file; null where it does not open as a database."""
    try:
        with closing(_open(path)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except UNREADABLE as error:
        if busy(error):
            raise PortrayalsError(_BUSY, hint=_LATER) from error
        return None
    return int(application)


def damage_of(path: Path) -> str | None:
    """The first thing wrong with a file as SQLite sees it, null where it is sound."""
    try:
        with closing(_open(path)) as connection:
            said = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            astray = connection.execute("PRAGMA foreign_key_check").fetchone()
    except UNREADABLE as error:
        if busy(error):
            raise PortrayalsError(_BUSY, hint=_LATER) from error
        return reason(error)
    if said != "ok":
        return " ".join(said.split())
    return None if astray is None else f"a row of {astray[0]} refers to a {astray[2]} not there"


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=BUSY_MS / 1000,
    )


@contextmanager
def _told(goal: Path) -> Iterator[None]:
    """Turns what the system says into what a person can act on."""
    try:
        yield
    except OSError as error:
        raise PortrayalsError(
            f"{goal} cannot be written: {error.strerror or error}",
            hint="nothing was changed; check that its folder is there and has room",
        ) from error
    except sqlite3.OperationalError as error:
        raise PortrayalsError(
            f"{goal} cannot be written: {error}",
            hint="nothing was changed; check the file, its permissions and the room on the disk",
        ) from error
