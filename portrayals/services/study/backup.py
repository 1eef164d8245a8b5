"""The database as a file: backup, restore, upgrade. Nothing is ever lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from portrayals.database.copies import (
    application_of,
    copy_over,
    copy_to,
    damage_of,
    exchange,
    in_use,
    name_beside,
)
from portrayals.database.engine import (
    UNREADABLE,
    busy,
    engine_for,
    operational,
    reading,
    reason,
)
from portrayals.database.files import check_file, lacking, opened
from portrayals.database.migrate import (
    APPLICATION_ID,
    HEAD,
    is_newest,
    migrating,
    schema_number,
    to_newest,
)
from portrayals.errors import Damaged, NeedsUpgrade, NoDatabase, PortrayalsError
from portrayals.notation.database_urls import is_url
from portrayals.notation.plurals import counted
from portrayals.outputs import new_file
from portrayals.results.written import Plan, Written
from portrayals.tables import annotation, answer, change, unit, variable
from portrayals.tables.catalogue import TITLE
from portrayals.tables.coding import completeness
from portrayals.vocabulary import STATES


def backup(target: str, file: str, *, force: bool) -> Written:
    """Copies the whole database to a file, safely while others write.

    Raises AlreadyThere for an existing file, unless forced.
    """
    if is_url(target):
        raise PortrayalsError(
            "a database on a server must be copied with the server's own program",
            hint=f"pg_dump --format=custom --file={file} DATABASE",
        )
    _refuse_strange(target)
    goal = new_file(file, force=force, used=[target], over_database=True).place
    try:
        copy_to(Path(target), goal, replace=force)
    except UNREADABLE as error:
        raise Damaged(
            reason(error), of=target, hint="find the problem: portrayals db check"
        ) from error
    return Written((file,), f"Copied {target} to {file}: {_content(goal)}.")


def plan_restore(target: str, file: str) -> Plan:
    """What restoring a backup would replace; nothing is changed.

    Raises NoDatabase for a file that is not ours, newer, or damaged.
    """
    _refuse_unsound(target, file)
    path = Path(target)
    lines = [f"{target}: {_content(path) if path.exists() else 'nothing yet'}"]
    lines.append(f"{file}: {_content(Path(file))}")
    if path.exists() or in_use(path):
        lines.append(f"The current database is kept as {_kept_name(path)}.")
    return Plan(f"Replace {target} with {file}?", tuple(lines))


def restore(target: str, file: str) -> Written:
    """Replaces the database with a backup; the old one is kept beside it.

    Whoever has the database open sees the old content until they open it again. Raises NoDatabase
    for a file that is not ours, newer, or damaged.
    """
    _refuse_unsound(target, file)
    path, source = Path(target), Path(file)
    kept: list[Path] = []
    with _naming(kept):
        if path.exists() and application_of(path) is not None:
            copy_over(source, path, lambda: _keep(path, kept))
        else:
            exchange(source, path, name_beside(path, "damaged"), kept)
    said = f"{target} now has the content of {file}: {_content(path)}."
    if kept:
        said = f"{said} The previous database: {kept[0]}"
    return Written((target,), said, _older(target))


def upgrade(target: str) -> Written:
    """Upgrades the schema of an earlier version; a file is first copied beside itself.

    Raises PortrayalsError, naming the copy, if that fails; the file is then unchanged.
    """
    up_to_date = Written((), f"The database is up to date (schema {HEAD}).")
    try:
        opened(target)
    except NeedsUpgrade:
        pass
    else:
        return up_to_date
    engine, kept, more = engine_for(target), list[Path](), ""
    with _naming(kept):
        try:
            with migrating(engine) as connection:
                if is_newest(connection):  # another program has done it while this one waited
                    return up_to_date
                if damage := lacking(connection):
                    raise Damaged(damage)
                if not is_url(target):
                    _keep(Path(target), kept)
                before = schema_number(connection)
                to_newest(connection)
                if before < _PARTIAL_SETS:
                    more = _made_partial(connection)
        except PortrayalsError:
            raise
        except Exception as error:
            if isinstance(error, sqlite3.OperationalError) and busy(error):
                raise operational(str(error), engine) from error
            raise PortrayalsError(
                f"the upgrade failed: {_in_short(error)}",
                hint="the database is unchanged; rename any view or table of yours whose name "
                "portrayals uses",
            ) from error
    said = f"Upgraded the database to schema {HEAD}."
    if kept:
        said = f"{said} The previous database: {kept[0]}"
    said = "\n".join(filter(None, (said, more)))
    return Written(tuple(map(str, kept)), said)


#: Since this schema a set may be partial.
_PARTIAL_SETS: Final = 5


def _made_partial(connection: Connection) -> str:
    """How many sets became partial, because nobody looked for everything (R6)."""
    of_sets = (
        select(func.count())
        .select_from(annotation)
        .join(variable, variable.c.variable_id == annotation.c.variable_id)
        .join(answer, answer.c.answer_id == annotation.c.answer_id)
        .where(variable.c.type == "multi", answer.c.state <= STATES.index("none"))
        .where(completeness(annotation.c.complete, annotation.c.basis) == 0)
    )
    number = connection.execute(of_sets).scalar_one()
    if not number:
        return ""
    sets = counted(number, "set of codes rests", "sets of codes rest")
    return (
        f"{sets} on documents, on a part, or on hearsay, and now say nothing about codes they do "
        "not mention: portrayals help states. To count as before: stats --silence no"
    )


def _keep(path: Path, kept: list[Path]) -> None:
    """Copies a database beside itself before it is changed, and notes the name of the copy."""
    copy = name_beside(path, "backup")
    copy_to(path, copy)
    kept.append(copy)


@contextmanager
def _naming(kept: list[Path]) -> Iterator[None]:
    """Makes an error name the copy that was made before it."""
    try:
        yield
    except PortrayalsError as error:
        if kept:
            error.hint = "; ".join(filter(None, (error.hint, f"a copy of it is {kept[0]}")))
        raise


def damage(target: str) -> str | None:
    """What the engine finds wrong with a file; null if it is sound, or not ours."""
    if is_url(target) or not Path(target).is_file():
        return None
    return damage_of(Path(target))


def _in_short(error: Exception) -> str:
    """What went wrong, without the SQL statement."""
    told = str(error.orig if isinstance(error, DBAPIError) else error)
    return told.strip().partition("\n")[0] or type(error).__name__


def _refuse_strange(target: str) -> None:
    """Refuses a file that is not ours, newer or damaged; an older schema is fine."""
    try:
        check_file(target)
    except NeedsUpgrade:
        return


def _refuse_unsound(target: str, file: str) -> None:
    if is_url(target):
        raise PortrayalsError(
            "a database on a server must be restored with the server's own program",
            hint=f"pg_restore --clean --dbname=DATABASE {file}",
        )
    path, source = Path(target), Path(file)
    if not source.exists():
        raise NoDatabase(f"there is no file {file}", hint="name an existing backup")
    _refuse_strange(file)
    if damage := damage_of(source) or _lacking(file):
        raise Damaged(damage, of=file, hint="try another backup")
    if path.is_dir():
        raise NoDatabase(f"{target} is a folder", hint="name a file in it: --db FILE")
    if not path.exists():
        return
    if path.samefile(source):
        raise NoDatabase(f"{file} is the database itself", hint="name a backup of it")
    if application_of(path) not in (None, APPLICATION_ID):
        raise NoDatabase(f"{target} is not a portrayals database", hint="name another: --db FILE")


def _lacking(file: str) -> str | None:
    """What a backup lacks that a portrayals database needs."""
    try:
        with reading(engine_for(file)) as connection:
            return lacking(connection)
    except NoDatabase as error:  # it has no such table
        return error.message


def _kept_name(path: Path) -> Path:
    opens = path.exists() and application_of(path) is not None
    return name_beside(path, "backup" if opens else "damaged")


def _older(target: str) -> tuple[str, ...]:
    try:
        check_file(target)
    except NeedsUpgrade as error:
        return (f"{error.message}; {error.hint}",)
    return ()


def _content(path: Path) -> str:
    """How much a file contains, in words."""
    titles = select(func.count()).select_from(unit).where(unit.c.level_id == TITLE)
    annotations = select(func.count()).select_from(annotation)
    changes = select(func.count(), func.max(change.c.at))
    try:
        with reading(engine_for(str(path))) as connection:
            counts = [connection.execute(each).scalar_one() for each in (titles, annotations)]
            number, latest = connection.execute(changes).one()
    except PortrayalsError:
        return "unreadable"
    since = f", the latest of {latest[:16].replace('T', ' ')} UTC" if latest else ""
    told = zip((*counts, number), ("title", "annotation", "change"), strict=True)
    return ", ".join(f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in told) + since
