"""The units that a file names in any way: each name gets a number, and finally its unit."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Table,
    Text,
    and_,
    func,
    insert,
    or_,
    select,
    union_all,
)

from portrayals.database.staging import fill, stage, staged
from portrayals.errors import PortrayalsError, UnknownKey
from portrayals.notation.keys import fold
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.resolve import need_unit
from portrayals.services.importing.find_units import unknown_uuid
from portrayals.services.importing.make_units import make_title, makes_title
from portrayals.services.importing.staged_annotations import Codings
from portrayals.tables import unit, unit_name
from portrayals.vocabulary import LEVELS

#: How many missing units are reported with similar names; the rest without.
_MOST_NEAR: Final = 20


class Names:
    """The names of units as written in a file, each numbered.

    At most `most` are remembered at once; one that is met again later gets another number.
    """

    def __init__(self, connection: Connection, most: int = 20_000) -> None:
        self.connection = connection
        self.most = most
        self.rows = stage(
            connection,
            Column("name_id", Integer, primary_key=True, autoincrement=False),
            Column("unit", Text),
            Column("level_id", Integer),
            Column("uuid", Text),
        )
        self._numbers: dict[tuple[str, int, str | None], int] = {}
        self._before = 0

    def number(self, written: str, level_id: int, uuid: str = "") -> int:
        """The number of a name of a unit of a level, and of its UUID if the row gives it."""
        name = written, level_id, uuid or None
        known = self._numbers.get(name)
        if known is not None:
            return known
        if len(self._numbers) >= self.most:
            self.flush()
        made = self._numbers[name] = self._before + len(self._numbers) + 1
        return made

    def flush(self) -> None:
        """Writes the remembered names to the staging table, and forgets them."""
        numbered = ((number, *name) for name, number in self._numbers.items())
        fill(self.connection, self.rows, numbered)
        self._before += len(self._numbers)
        self._numbers = {}


def find_named(codings: Codings, names: Names, *, create: bool) -> tuple[Table, int]:
    """The units by the numbers of their names, and how many titles were created.

    A UUID says which unit is meant, whatever it is called; a unit without one is found by its name
    in any form. A row that names something that does not exist, or several things, is a problem,
    unless it has nothing to say of it.
    """
    names.flush()
    connection, named = codings.connection, names.rows
    of_level = unit.c.level_id == named.c.level_id
    by_key = and_(unit.c.key == named.c.unit, of_level, named.c.uuid.is_(None))
    by_uuid = and_(unit.c.uuid == named.c.uuid, of_level)
    pair = select(named.c.name_id, unit.c.unit_id)
    found = staged(
        connection,
        union_all(pair.join_from(named, unit, by_key), pair.join_from(named, unit, by_uuid)),
        "name_id",
    )
    _tell_other_studies(codings, named, found)
    lines = codings.named()
    left = (
        select(named.c.unit, named.c.level_id, func.max(lines.c.says).label("says"))
        .join_from(lines, named, named.c.name_id == lines.c.of)
        .outerjoin(found, found.c.name_id == named.c.name_id)
        .where(found.c.unit_id.is_(None), named.c.uuid.is_(None))
        .group_by(named.c.unit, named.c.level_id)
        .order_by(named.c.unit, named.c.level_id)
    )
    made, missing = 0, 0
    taken: list[tuple[object, ...]] = []
    for row in connection.execute(left).all():
        level = LEVELS[row.level_id - 1]
        hopeless = not row.says or (missing > _MOST_NEAR and not create)
        if hopeless and not is_known(connection, row.unit):
            _tell_missing(codings, named, row, None)
            continue
        try:
            of = need_unit(
                connection, row.unit, level, f"it is coded for {level}s", codings.change.notices
            )
        except UnknownKey as error:
            if makes_title(level, row.unit, create=create and bool(row.says)):
                of = make_title(codings.change, row.unit)
                made += 1
            else:
                missing += 1
                told = error if missing <= _MOST_NEAR else None
                _tell_missing(codings, named, row, told)
                continue
        except PortrayalsError as error:
            _tell_missing(codings, named, row, error)
            continue
        taken.append((row.unit, row.level_id, of.unit_id))
    otherwise = stage(
        connection,
        Column("unit", Text, primary_key=True),
        Column("level_id", Integer, primary_key=True, autoincrement=False),
        Column("unit_id", Integer),
    )
    fill(connection, otherwise, taken)
    same = and_(
        otherwise.c.unit == named.c.unit,
        otherwise.c.level_id == named.c.level_id,
        named.c.uuid.is_(None),
    )
    rest = select(named.c.name_id, otherwise.c.unit_id).join_from(named, otherwise, same)
    connection.execute(insert(found).from_select(["name_id", "unit_id"], rest))
    return found, made


def is_known(connection: Connection, written: str) -> bool:
    """Whether a unit can have this name at all, because looking for similar names takes long."""
    begins = fold(written.split("/", maxsplit=1)[0])
    called = or_(unit_name.c.folded == fold(written), unit_name.c.folded == begins)
    by_name = select(unit_name.c.unit_id).where(called).limit(1)
    word = select(unit_name.c.unit_id).where(
        unit_name.c.folded.startswith(f"{begins} ", autoescape=True)
    )
    by_key = select(unit.c.unit_id).where(unit.c.key == written.split("/", maxsplit=1)[0]).limit(1)
    return any(
        connection.execute(rows).first() is not None for rows in (by_key, by_name, word.limit(1))
    )


def _tell_missing(codings: Codings, named: Table, row: Any, error: PortrayalsError | None) -> None:
    """A problem for each row that names the unit."""
    rows = codings.named()
    lines = codings.connection.execute(
        select(rows.c.line)
        .join(named, named.c.name_id == rows.c.of)
        .where(named.c.unit == row.unit, named.c.level_id == row.level_id)
        .where(named.c.uuid.is_(None), rows.c.says == 1)
        .order_by(rows.c.line)
    ).scalars()
    for line in lines.all():
        if error is not None:
            codings.problems.refused(line, "unit", row.unit, error)
        else:
            codings.problems.add(line, "unit", row.unit, f"nothing is called {quoted(row.unit)}")


def _tell_other_studies(codings: Codings, named: Table, found: Table) -> None:
    """A problem for each row whose UUID no unit has, even if another unit has the name."""
    rows = codings.named()
    lost = codings.connection.execute(
        select(rows.c.line, named.c.unit, named.c.level_id, named.c.uuid)
        .join(named, named.c.name_id == rows.c.of)
        .outerjoin(found, found.c.name_id == named.c.name_id)
        .where(named.c.uuid.is_not(None), found.c.unit_id.is_(None), rows.c.says == 1)
        .order_by(rows.c.line)
    )
    for row in lost.all():
        error = unknown_uuid(row.uuid, LEVELS[row.level_id - 1])
        codings.problems.refused(row.line, "unit", row.unit, error)
