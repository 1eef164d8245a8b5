"""`export`: everything of a kind, or what matches a query, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Select, and_, exists, func, select

from portrayals.findings.reading import Reading
from portrayals.language.syntax import Asked
from portrayals.query.asked import asked_for
from portrayals.query.batches import batches, keys_of
from portrayals.query.near import hints
from portrayals.query.select import Ids, kind_called, units_asked
from portrayals.query.whose import reading_of
from portrayals.results.data_columns import Column, plain
from portrayals.results.listing import Row
from portrayals.results.tabular import value_or_state
from portrayals.services.browse.record_rows import annotations_of, speaks_of
from portrayals.services.browse.unit_rows import described as described_units
from portrayals.services.catalogue.fields import CATALOGUE_COLUMNS
from portrayals.services.catalogue.kinds_of_coder import COLUMNS, told_in_sheets
from portrayals.services.claims.rows import claim_rows, claims_asked, near_claims
from portrayals.services.coding.values import MAYBE
from portrayals.services.exporting.findings import (
    FINDING_COLUMNS,
    finding_lines,
    findings,
    findings_asked,
    most_findings,
)
from portrayals.services.exporting.record_columns import described
from portrayals.tables import annotation, claim, evidence, unit
from portrayals.tables.coding import ANNOTATION_KEY
from portrayals.vocabulary import LEVELS, Level

#: The keys that only an object has: in a table the value shows the doubts.
_OF_AN_OBJECT: Final = {"label", "doubtful", "evidence"}
_WHAT: Final = ("unit", "level", "variable", "coder", "wave", "purpose")
_HOW: Final = ("basis", "complete", "note", "codebook_version", "unit_uuid")
_EVIDENCE: Final = (
    *("code", "episode", "start", "end", "quote", "describes"),
    *("source", "citation", "address", "dated", "accessed"),
)

#: The columns of a table, which has a line for each piece of evidence.
LINE: Final = (*_WHAT, "state", "value", *_HOW, *_EVIDENCE)
#: The keys of an annotation as an object, as in `list annotations --json`.
OBJECT: Final = (
    *("unit", "level", "variable", "label", "coder", "wave", "purpose"),
    *("state", "value", "doubtful"),
    *(*_HOW, "evidence"),
)


def _annotations(
    connection: Connection, chosen: Ids, asked: Asked | None, variables: set[str]
) -> Iterator[Row]:
    """The annotations of some units that a query is about."""
    for batch in batches(connection, chosen):
        keys = keys_of(connection, batch).values()
        of_unit: dict[object, list[Row]] = {key: [] for key, _ in keys}
        for row in annotations_of(connection, batch):
            if asked is None or speaks_of(row, asked.query, variables):
                of_unit[row["unit"]].append(row)
        for rows in of_unit.values():
            yield from rows


def annotation_lines(annotated: Row) -> Iterator[Row]:
    """A line for each piece of evidence, or one line if there is none."""
    value: Any = annotated["value"]
    doubtful: Any = annotated["doubtful"]
    evidence: Any = annotated["evidence"]
    if isinstance(value, list):
        value = [*value, *(f"{MAYBE}{code}" for code in doubtful)]
    line = {name: annotated[name] for name in annotated if name not in _OF_AN_OBJECT}
    line["value"] = value_or_state(annotated["state"], value)
    for piece in evidence or [dict.fromkeys(_EVIDENCE)]:
        yield line | {name: piece[name] for name in _EVIDENCE}


def catalogue(connection: Connection, reading: Reading, level: Level, chosen: Ids) -> Iterator[Row]:
    """The units of a level, in order; lists as lists, identifiers by scheme."""
    for batch in batches(connection, chosen):
        for row in described_units(connection, reading, level, batch, shown=()):
            yield {name: row[name] for name in CATALOGUE_COLUMNS[level]}


_NUMBERS: Final = ("year", "end_year", "season", "number")

EXPORTED: Final = (*(f"{level}s" for level in LEVELS), "annotations", "claims", "findings")
TABLE: Final = "table"

_CLAIM: Final = (
    *("id", "source", "unit", "stance", "statement", "basis", "codes", "stated_on"),
    *("about", "scope", "locator", "checked", "checked_source"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """What the database counts of the rows of an export: how many there are, or are at most."""

    most: Callable[[], int]
    exact: bool = True


def size_of(connection: Connection, rows: FromClause | Ids, *, exact: bool = True) -> Size:
    """As many rows as a select has."""

    def number() -> int:
        counted = rows.order_by(None).subquery() if isinstance(rows, Select) else rows
        return connection.execute(select(func.count()).select_from(counted)).scalar_one()

    return Size(number, exact)


@dataclass
class Export:
    """Rows with these columns, read lazily, within the transaction they were requested in.

    `number` is how many things (titles, annotations …), each a `noun`, the rows taken so far cover,
    and `lines` how many rows these are: in a table an annotation with several pieces of evidence
    takes several. `described` says what is in the columns, `heading` what the rows are, and
    `cluster` in which column the title of each stands.
    """

    what: str
    columns: tuple[str, ...]
    _things: Callable[[], Iterator[Row]]
    _lines: Callable[[Row], Iterator[Row]]
    _near: Callable[[bool], list[str]]
    _size: Size
    described: tuple[Column, ...] = ()
    heading: str = ""
    cluster: str = ""
    noun: str = ""
    number: int = 0
    lines: int = 0

    def __post_init__(self) -> None:
        self.described = self.described or plain(self.columns, _NUMBERS)
        self.noun = self.noun or self.what.removesuffix("s")

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, which can be iterated once."""
        for thing in self._things():
            self.number += 1
            for line in self._lines(thing):
                self.lines += 1
                yield line

    def more_than(self, most: int) -> int | None:
        """How many rows there are, if they are more than so many.

        The database counts them. Only where it cannot, and there may be too many, all are read.
        """
        number = self._size.most()
        if number > most and not self._size.exact:
            number = sum(1 for thing in self._things() for _ in self._lines(thing))
        return number if number > most else None

    def notes(self) -> list[str]:
        """After all rows: suggestions where a part of the query found nothing."""
        return self._near(self.number > 0)


def kind_exported(what: str) -> str:
    """One of EXPORTED, or TABLE, that a noun names. Raises UnknownKey for any other noun."""
    return kind_called(what, (*EXPORTED, TABLE), "exported")


def export(connection: Connection, what: str, query: Sequence[str] = (), *, table: bool) -> Export:
    """Everything of a kind, by title name and then key; a query selects as in `list`.

    In a `table` each value is one cell, and each piece of evidence one line; otherwise values and
    annotations are objects as in `list --json`.

    Raises UnknownKey for an unknown kind, and InvalidQuery for a query that does not apply to it.
    """
    kind = kind_called(what, EXPORTED, "exported")
    reading = reading_of(connection)
    asked = asked_for(reading.book, query)
    levels = tuple(level for level in LEVELS if f"{level}s" == kind) or LEVELS

    def near(found: bool) -> list[str]:
        if kind == "claims":
            return near_claims(connection, reading, asked, found=found)
        return [] if asked is None else hints(connection, reading, levels, asked, found=found)

    tell: Callable[[Row], Iterator[Row]]
    match kind:
        case "claims":
            chosen = claims_asked(connection, reading, asked).order_by(claim.c.claim_id)
            things = partial(claim_rows, connection, chosen)
            return Export(kind, _CLAIM, things, whole, near, size_of(connection, chosen))
        case "annotations":
            annotated = exists().where(annotation.c.unit_id == unit.c.unit_id)
            chosen = units_asked(reading, LEVELS, asked).where(annotated)
            variables = set(reading.book.variables)
            things = partial(_annotations, connection, chosen, asked, variables)
            told = COLUMNS if told_in_sheets(connection) else ()
            columns = (*(LINE if table else OBJECT), *told)
            size = size_of(connection, _lines_of(chosen), exact=asked is None)
            tell = annotation_lines if table else whole
            return Export(kind, columns, things, tell, near, size, described(columns))
        case "findings":
            chosen = findings_asked(reading, asked)
            things = partial(findings, connection, reading, chosen)
            size = Size(partial(most_findings, connection, reading, chosen), exact=False)
            columns = FINDING_COLUMNS
            tell = finding_lines if table else whole
            return Export(kind, columns, things, tell, near, size, described(columns))
    chosen = units_asked(reading, levels, asked)
    columns, size = CATALOGUE_COLUMNS[levels[0]], size_of(connection, chosen)
    things = partial(catalogue, connection, reading, levels[0], chosen)
    return Export(kind, columns, things, whole, near, size)


def _lines_of(units: Ids) -> Select[Any]:
    """A row for each line that the annotations of some units take in a table."""
    same = [evidence.c[name] == annotation.c[name] for name in ANNOTATION_KEY]
    return (
        select(annotation.c.unit_id)
        .outerjoin(evidence, and_(*same))
        .where(annotation.c.unit_id.in_(units.order_by(None)))
    )


def whole(thing: Row) -> Iterator[Row]:
    """The thing as one row."""
    yield thing
