"""The names of a study on a server, kept in a file of this computer for the Tab key.

Completion must answer at once, and may neither connect to a server nor wait for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, create_engine, func, insert, select
from sqlalchemy.exc import DBAPIError

from portrayals.database.copies import unfinished
from portrayals.history.transaction import read
from portrayals.tables import (
    change,
    claim,
    code,
    code_property,
    coder,
    episode,
    metadata,
    source,
    study,
    title_term,
    unit,
    unit_name,
    unit_role,
    variable,
    wave,
)

#: The tables that `completion.study` reads, and the one that tells studies apart.
_TABLES: Final[Sequence[Table]] = (
    *(study, unit, unit_name, unit_role, episode, title_term),
    *(variable, code, code_property, coder, source, wave, claim),
)
#: Of a study with more units no names are kept: copying them would take seconds.
MOST_UNITS: Final = 50_000
_AT_ONCE: Final = 5_000


def keep_names(target: str, file: Path) -> bool:
    """Brings the file up to date with the study, and says whether it had to.

    It is as before if the study is, or has more than `MOST_UNITS` units.
    """
    with read(target) as connection:
        state = _state(connection)
        if _kept(file) == state:
            return False
        units = connection.execute(select(func.count()).select_from(unit)).scalar_one()
        if units > MOST_UNITS:
            return False
        with unfinished(file) as whole:
            _copy(connection, whole, state)
            whole.chmod(0o600)
            whole.replace(file.resolve())
    return True


def _state(connection: Connection) -> tuple[str, int]:
    """The study and its last change, which tell whether anything in it is new."""
    uuid = connection.execute(select(study.c.uuid)).scalar_one()
    last = connection.execute(select(func.max(change.c.change_id))).scalar_one()
    return uuid, last or 0


def _kept(file: Path) -> tuple[str, int] | None:
    """The state that the file was made of; null for one that is empty or damaged."""
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as connection:
            last = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            uuid = connection.execute(select(study.c.uuid)).scalar_one()
            return uuid, last
    except DBAPIError:
        return None
    finally:
        engine.dispose()


def _copy(connection: Connection, file: Path, state: tuple[str, int]) -> None:
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.begin() as kept:
            metadata.create_all(kept, tables=_TABLES)
            for table in _TABLES:
                written = (column for column in table.c if column.computed is None)
                rows = connection.execute(select(*written)).mappings()
                while batch := rows.fetchmany(_AT_ONCE):
                    kept.execute(insert(table), [dict(row) for row in batch])
            kept.exec_driver_sql(f"PRAGMA user_version = {state[1]}")
    finally:
        engine.dispose()
