"""Consistent copies of a SQLite file, even while others read and write it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from portrayals.database.engine import BUSY_MS, TRY_MS, UNREADABLE, busy, connect, patiently, reason
from portrayals.errors import AlreadyThere, Busy, NoAccess, NoDatabase
from portrayals.outputs import BESIDE_DATABASE

_WAITED_IN_VAIN: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
#: The SQLite errors that mean the content of a file is wrong; all others mean it was not read.
_DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_Journal = Literal["DELETE", "WAL"]


def copy_to(
    source: Path, goal: Path, *, journal: _Journal = "DELETE", replace: bool = False
) -> None:
    """Copies a database to a file, completely or not at all.

    A backup is a single file (journal DELETE); a working database lets readers continue (WAL).
    Raises AlreadyThere for an existing file, unless it is to be replaced, and for one in use;
    PortrayalsError or sqlite3.DatabaseError for a source that is not a database.
    """
    with _told(goal), unfinished(goal) as whole:
        _make(source, whole, journal)
        if replace:
            _refuse_in_use(goal)
            whole.replace(goal.resolve())
        else:
            put(whole, goal)


def copy_over(source: Path, target: Path, first: Callable[[], object]) -> None:
    """Replaces a database that others may have open with a copy, completely or not at all.

    What `first` sees of the target, before anything is changed, is what is replaced: nobody else
    can write from then on. Others see the old content until they read again. Raises the same as
    `copy_to`.
    """
    with _told(target), closing(connect(source)) as one, closing(connect(target)) as other:
        patiently(other, "PRAGMA journal_mode = WAL")  # in which `first` can read beside it
        size = _asked(other, "PRAGMA page_size")
        if _asked(one, "PRAGMA page_size") == size:
            _copy_in_turn(one, other, first)
            return
        # In WAL mode, the page size of a database cannot change.
        with unfinished(target) as resized:
            one.execute(f"PRAGMA page_size = {size}")
            one.execute("VACUUM INTO ?", (str(resized),))
            with closing(connect(resized)) as same:
                _copy_in_turn(same, other, first)


def exchange(source: Path, target: Path, aside: Path, kept: list[Path]) -> None:
    """Puts a copy where there is no file, or a file that does not open.

    The copy is made first. The existing file, with everything SQLite left beside it, gets a second
    name, noted in `kept`, before the copy takes its own: at every moment there is a file. Raises
    the same as `copy_to`.
    """
    file = target.resolve()
    with _told(target), unfinished(target) as whole:
        _make(source, whole, "WAL")
        there = [each for each in ("", *BESIDE_DATABASE) if _with(file, each).exists()]
        for suffix in there:
            _name_too(_with(file, suffix), _with(aside, suffix))
            kept.append(_with(aside, suffix))
        for suffix in BESIDE_DATABASE:
            _with(file, suffix).unlink(missing_ok=True)
        if "" in there:
            whole.replace(file)
        else:
            put(whole, target)


@contextmanager
def unfinished(goal: Path) -> Iterator[Path]:
    """Where to write an incomplete file: in a hidden folder beside it, removed at the end."""
    goal = goal.resolve()
    with tempfile.TemporaryDirectory(dir=goal.parent, prefix=".portrayals-") as folder:
        yield Path(folder) / goal.name


def put(whole: Path, goal: Path) -> None:
    """Gives a finished file its real name. Raises AlreadyThere if that is taken."""
    _refuse_in_use(goal)
    try:
        _name_too(whole, goal.resolve())
    except FileExistsError:
        raise AlreadyThere(
            f"{goal} already exists", hint="name another file, or move this one"
        ) from None
    whole.unlink()


def in_use(path: Path) -> bool:
    """Whether journals lie beside a file, which SQLite would apply to whatever is there."""
    return any(_with(path.resolve(), suffix).exists() for suffix in BESIDE_DATABASE)


def _refuse_in_use(goal: Path) -> None:
    if in_use(goal):
        raise AlreadyThere(
            f"{goal} is a database in use, or files of one remain next to it",
            hint=f"name another file; or close the database and move {goal}-wal and similar files",
        )


def _name_too(file: Path, name: Path) -> None:
    """Gives a file a second name, if need be by copying it. The name must be free."""
    try:
        name.hardlink_to(file)
    except FileExistsError:
        raise
    except OSError:
        with unfinished(name) as copy:
            shutil.copy2(file, copy)
            if name.exists():
                raise FileExistsError(f"{name} exists") from None
            copy.rename(name)


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _make(source: Path, whole: Path, journal: _Journal) -> None:
    with closing(connect(source)) as one, closing(sqlite3.connect(whole)) as other:
        _copy(one, other)
        other.execute(f"PRAGMA journal_mode = {journal}")


def _copy_in_turn(
    one: sqlite3.Connection, other: sqlite3.Connection, first: Callable[[], object]
) -> None:
    # The first step keeps others from writing, and the last one commits: there must be two.
    half = _asked(one, "PRAGMA page_count") // 2
    if half == 0:
        raise NoDatabase("the backup is empty", hint="try another one")
    # A single long wait retries rarely, and newcomers go first: see `patiently`.
    other.execute(f"PRAGMA busy_timeout = {TRY_MS}")
    _copy(one, other, pages=half, first=first)


class _Busy(Exception):
    """Somebody else writes."""


def _copy(
    one: sqlite3.Connection,
    other: sqlite3.Connection,
    *,
    pages: int = -1,
    first: Callable[[], object] = lambda: None,
) -> None:
    """Copies a number of pages in each step, and calls `first` after the first step."""
    until = time.monotonic() + BUSY_MS / 1000
    begun = False

    def step(status: int, _remaining: int, _total: int) -> None:
        nonlocal begun
        if status & 0xFF in _WAITED_IN_VAIN:  # Python would retry some of these forever
            raise _Busy
        if status in {sqlite3.SQLITE_OK, sqlite3.SQLITE_DONE} and not begun:
            begun = True
            first()

    while True:
        try:
            one.backup(other, pages=pages, progress=step)
        except _Busy:
            if begun or time.monotonic() > until:
                raise _somebody_writes() from None
        else:
            return


def name_beside(path: Path, word: str) -> Path:
    """A free name beside a file: `study.backup-20261122-194000.db`."""
    stamp = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    name, number = path.with_name(f"{path.stem}.{word}-{stamp}{path.suffix}"), 2
    while name.exists():
        name = path.with_name(f"{path.stem}.{word}-{stamp}-{number}{path.suffix}")
        number += 1
    return name


def application_of(path: Path) -> int | None:
    """The application id of a file; null if it does not open as a database.

    Raises NoAccess or Busy for a file that could not be read, which may be fine.
    """
    try:
        with closing(connect(path)) as connection:
            application = _asked(connection, "PRAGMA application_id")
            _asked(connection, "SELECT count(*) FROM sqlite_master")
    except UNREADABLE as error:
        _refuse_unseen(path, error)
        return None
    return int(application)


def damage_of(path: Path) -> str | None:
    """The first problem SQLite finds in a file, null if there is none.

    Raises NoAccess or Busy for a file that could not be read.
    """
    try:
        with closing(connect(path)) as connection:
            said = str(_asked(connection, "PRAGMA integrity_check(1)"))
            astray = connection.execute("PRAGMA foreign_key_check").fetchone()
    except UNREADABLE as error:
        _refuse_unseen(path, error)
        return reason(error)
    if said != "ok":
        return " ".join(said.split())
    return None if astray is None else f"a row of {astray[0]} refers to a missing {astray[2]}"


def _refuse_unseen(path: Path, error: sqlite3.DatabaseError | UnicodeDecodeError) -> None:
    """Raises the error that kept SQLite from reading a file, if it is not the file itself."""
    if isinstance(error, UnicodeDecodeError):  # of a name in its schema
        return
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
        return
    if busy(error):
        raise _somebody_writes() from error
    raise NoAccess(
        f"{path} cannot be read: {error}",
        hint="nothing was changed; check its permissions and the free disk space",
    ) from error


def _somebody_writes() -> Busy:
    return Busy("another program is writing to the database", hint="try again in a moment")


def _asked(connection: sqlite3.Connection, statement: str) -> Any:
    return connection.execute(statement).fetchone()[0]


@contextmanager
def _told(goal: Path) -> Iterator[None]:
    """Turns system errors into messages that a person can act on."""
    try:
        yield
    except OSError as error:
        raise NoAccess(
            f"{goal} cannot be written: {error.strerror or error}",
            hint="nothing was changed; check that its folder exists, its permissions and the free "
            "disk space",
        ) from error
    except sqlite3.OperationalError as error:
        if busy(error):
            raise _somebody_writes() from error
        raise NoAccess(
            f"{goal} cannot be written: {error}",
            hint="nothing was changed; check the file, its permissions and the free disk space",
        ) from error
