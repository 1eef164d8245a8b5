"""The columns of a sheet of units, and the unit that a row of it wants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.notation.cells import split
from portrayals.notation.episodes import parse_episode
from portrayals.notation.identifiers import SCHEMES, parse_identifier
from portrayals.notation.keys import slug
from portrayals.notation.near import nearest
from portrayals.notation.quoting import quoted
from portrayals.results.sheets import Sheet
from portrayals.services.catalogue.fields import FIELDS, field_name
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.importing.finding import Wanted
from portrayals.services.importing.sheet import Line
from portrayals.vocabulary import PARENT_LEVEL, SCREENED, Level

T = TypeVar("T")

#: Columns that say which unit is meant, or that are told of it and are no field.
_IDENTITY: Final = ("key", "uuid")
_TOLD: Final = frozenset(
    {"title_name", "portrayal_name", "code", "portrayals", "relationships", "findings"}
)
_SCREENING: Final = ("screened", "screening_reason")
#: What a country, a genre … is headed in the sheets of others.
_ALSO: Final = {"title": {"title": "name"}, "episode": {}, "portrayal": {}, "relationship": {}}


class BadField(Exception):
    """A cell of a row that cannot be read."""

    def __init__(self, column: str, value: str, error: PortrayalsError) -> None:
        super().__init__()
        self.column, self.value, self.error = column, value, error


def unit_columns(level: Level, sheet: Sheet) -> dict[str, str]:
    """What each column of a sheet is, by its header; nothing where it is not read.

    Raises InvalidValue for one unknown, for two that are the same, and where one is missing.
    """
    called = {column: _column(level, column) for column in sheet.columns}
    unknown = [column for column, name in called.items() if name is None]
    if unknown:
        known = dict.fromkeys((*_IDENTITY, *_links(level), *FIELDS[level]))
        raise InvalidValue(
            f"{sheet.name} has a column that a sheet of {level}s cannot have: {unknown[0]}",
            candidates=nearest(slug(unknown[0]).replace("-", "_"), known),
            hint=f"there are: {', '.join(known)}; with codes in it: portrayals import table",
        )
    for needed in (*_links(level), *(() if level == "episode" else ("name",))):
        if needed not in called.values():
            raise InvalidValue(
                f"{sheet.name} has no column {needed}",
                hint=f"its columns: {', '.join(sheet.columns)}",
            )
    found: dict[str, str] = {}
    for column, name in called.items():
        if name and name in found.values():
            other = next(each for each in found if found[each] == name)
            raise InvalidValue(
                f"{sheet.name} has two columns for {name}: {other} and {column}",
                hint="leave one of them out",
            )
        found[column] = name or ""
    return found


def _links(level: Level) -> tuple[str, ...]:
    over = PARENT_LEVEL[level]
    links = () if over is None else (over,)
    return (*links, "season", "number") if level == "episode" else links


def _column(level: Level, header: str) -> str | None:
    word = slug(header).replace("-", "_") if header not in _TOLD else header
    own = {*_IDENTITY, *_links(level), *(_SCREENING if level == "title" else ())}
    word = _ALSO[level].get(word, word)
    if word in own or (level == "title" and word.replace("_", "-") in SCHEMES):
        return word
    if word in _TOLD or (word == "title" and level == "relationship"):
        return ""
    try:
        return field_name(level, word)
    except UnknownKey:
        return None


def wanted_unit(line: Line, level: Level, find_above: Callable[[str], UnitRow]) -> Wanted:
    """The unit that a row wants. Raises BadField."""
    cells = line.cells
    facts: dict[str, tuple[str, ...]] = {}
    for name, cell in cells.items():
        if cell and name in FIELDS[level] and name != "key":
            facts[name] = _values(level, name, cell)
    above = None
    over = PARENT_LEVEL[level]
    if over is not None:
        above = _reading(over, cells[over], find_above)
    code = None
    if level == "episode":
        written = f"S{cells['season']}E{cells['number']}"
        code = _reading("number", written, parse_episode)
    name = next(iter(facts.get("name", ())), str(code) if code else "")
    if not name:
        raise BadField("name", "", InvalidValue(f"a {level} needs a name"))
    ids = tuple(map(parse_identifier, facts.pop("id", ()))) + tuple(
        _reading(word, f"{word.replace('_', '-')}:{cell}", parse_identifier)
        for word, cell in cells.items()
        if cell and level == "title" and word.replace("_", "-") in SCHEMES
    )
    screened = (cells.get("screened") or "pending").casefold()
    if screened not in SCREENED:
        error = InvalidValue(
            f"{quoted(screened)} is not a result of screening",
            hint=f"one of {', '.join(SCREENED)}",
        )
        raise BadField("screened", screened, error)
    year = facts.get("year")
    return Wanted(
        line.number,
        level,
        name,
        above,
        key=cells.get("key") or None,
        uuid=cells.get("uuid") or None,
        year=int(year[0]) if year else None,
        code=code,
        ids=tuple(dict.fromkeys(ids)),
        screened=screened,
        screening_reason=cells.get("screening_reason") or None,
        facts=facts,
    )


def _reading(column: str, cell: str, read: Callable[[str], T]) -> T:
    try:
        return read(cell)
    except PortrayalsError as error:
        raise BadField(column, cell, error) from None


def _values(level: Level, name: str, cell: str) -> tuple[str, ...]:
    """The values of a field in a cell. Raises BadField."""
    of = FIELDS[level][name]
    written = split(cell) if of.several else (cell,)
    return tuple(dict.fromkeys(_reading(name, each, of.read) for each in written if each))
