"""One change of all units that match a query, by commands that otherwise take a single unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, select

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.history.transaction import Change
from portrayals.language.parse import asks_for_field
from portrayals.notation.did_you_mean import choose
from portrayals.notation.identifiers import looks_like_identifier
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.notation.values import Edit, parse_edit
from portrayals.query.asked import asked_for
from portrayals.query.near import hints
from portrayals.query.select import units_asked
from portrayals.query.whose import reading_of
from portrayals.results.written import Plan, Several, Written
from portrayals.services.catalogue.edit import refuse_new_unlisted, rewrite
from portrayals.services.catalogue.fields import changes, edited, field_name
from portrayals.services.catalogue.resolve import RECORDS, unit_called
from portrayals.services.catalogue.titles import record_screening, screening_result
from portrayals.services.catalogue.units import COLUMNS, UnitRow, unit_row
from portrayals.services.catalogue.write_fields import values_of_all
from portrayals.tables import title
from portrayals.vocabulary import LEVELS, Level

#: How many units a preview names.
_NAMED: Final = 5
_AT_ONCE: Final = 1_000

#: Fields that tell one unit from another.
_OF_ONE: Final = ("name", "key", "id")


def is_query(connection: Connection, written: str, *, or_record: bool = False) -> bool:
    """Whether a text asks for all units that match it, and does not name one.

    A query has a field in it, so that a misspelt key is none, and whatever names a unit names it.
    With `or_record`, `coder:KEY`, `source:KEY` and `claim:NUMBER` name one thing too.
    """
    text = written.strip()
    of_record = or_record and text.partition(":")[0] in RECORDS
    if of_record or looks_like_identifier(text) or not asks_for_field(text):
        return False
    try:
        return unit_called(connection, text) is None
    except UnknownKey:
        return True


def units_matching(connection: Connection, query: str, level: Level) -> list[UnitRow]:
    """The units of a level for which a query is true, by name of their title.

    Raises InvalidQuery if it cannot be asked of that level, and UnknownKey if it matches nothing.
    """
    reading = reading_of(connection)
    asked = asked_for(reading.book, [query])
    rows = units_asked(reading, (level,), asked).with_only_columns(*COLUMNS)
    found = [unit_row(row) for row in connection.execute(rows)]
    if not found and asked is not None:
        command = f"portrayals list {level}s"
        near = hints(connection, reading, (level,), asked, found=False, command=command)
        raise UnknownKey(
            f"no {level} matches {quoted(query)}",
            hint="\n".join(near) or "how to write a query: portrayals help query",
        )
    return found


def several(
    question: str, said: str, becoming: Mapping[str, str], noun: str, *, alone: int = 0
) -> Several:
    """A change of several units: what each becomes, by key, of which a preview shows a few.

    `alone` is how many more match and are so already.
    """
    lines = [f"{key}: {becomes}" for key, becomes in becoming.items()]
    more = len(lines) - _NAMED
    if more > 1:
        lines = [*lines[:_NAMED], f"and {more:,} more; {len(becoming):,} in all"]
    if not becoming:
        said = "Nothing changed: what matches is so already."
    elif alone:
        verb = "was" if alone == 1 else "were"
        said += f" {counted(alone, f'more {noun}')} {verb} so already."
    return Several(Plan(question, tuple(lines)), Written(tuple(becoming), said))


@contextmanager
def about(of: UnitRow) -> Iterator[None]:
    """Errors within name the unit they are about."""
    try:
        yield
    except PortrayalsError as error:
        if of.key not in error.message:
            error.where = error.where or of.key
        raise


def screen_all(change: Change, query: str, status: str, reason: str | None = None) -> Several:
    """Screens every title that matches a query, as `screen` does one: all of them or none.

    A title that has the result already is left alone, unless there is a reason to record.
    """
    chosen = screening_result(status)
    found = units_matching(change.connection, query, "title")
    before: dict[int, str] = {}
    for some in _at_once(found):
        of_these = title.c.title_id.in_([each.unit_id for each in some])
        rows = select(title.c.title_id, title.c.screened).where(of_these)
        before |= {row.title_id: row.screened for row in change.connection.execute(rows)}
    new = [each for each in found if reason or before[each.unit_id] != chosen]
    for some in _at_once(new):
        record_screening(change, some, chosen, reason)
    because = f": {reason}" if reason else ""
    told = f"{counted(len(new), 'title')} {chosen}{because}"
    becoming = {each.key: f"screened {before[each.unit_id]} → {chosen}" for each in new}
    alone = len(found) - len(new)
    return several(f"Screen {told}?", f"Screened {told}.", becoming, "title", alone=alone)


def edit_all(
    change: Change,
    query: str,
    edits: Sequence[str],
    level: str | None = None,
    *,
    as_typed: bool = False,
) -> Several:
    """Edits every unit of a level that matches a query, as `edit` does one: all of them or none.

    Without a level, it is the highest that has all the fields. Raises the same as `edit`, and
    InvalidValue for a field that tells one unit from another.
    """
    parsed = [parse_edit(each) for each in edits]
    if not parsed:
        raise InvalidValue("no edit was given", hint="write FIELD=VALUE")
    of = _level_with(parsed) if level is None else choose(level, LEVELS, "a level")
    for each in parsed:
        name = field_name(of, each.field)
        if name in _OF_ONE:
            raise InvalidValue(
                f"{name} belongs to one {of}, and cannot be the same for all",
                hint=f"edit one at a time: portrayals edit KEY {name}=VALUE",
            )
    found = units_matching(change.connection, query, of)
    becoming: dict[str, str] = {}
    for some in _at_once(found):
        values = values_of_all(change.connection, of, some)
        for unit in some:
            before = values[unit.unit_id]
            with about(unit):
                after = edited(of, before, parsed)
                if not as_typed:
                    refuse_new_unlisted(change.connection, before, after)
                if after != before:
                    rewrite(change, unit, before, after)
                    becoming[unit.key] = ", ".join(changes(before, after))
    told = counted(len(becoming), of)
    alone = len(found) - len(becoming)
    return several(f"Change {told}?", f"Changed {told}.", becoming, of, alone=alone)


def _level_with(edits: Sequence[Edit]) -> Level:
    """The highest level that has the fields; titles if none has."""
    for level in LEVELS:
        try:
            for each in edits:
                field_name(level, each.field)
        except UnknownKey:
            continue
        return level
    return "title"


def _at_once(units: Sequence[UnitRow]) -> Iterator[Sequence[UnitRow]]:
    for first in range(0, len(units), _AT_ONCE):
        yield units[first : first + _AT_ONCE]
