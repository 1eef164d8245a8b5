"""`export`: everything of a kind, or what matches a query, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, exists

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
from portrayals.services.browse.unit_rows import described
from portrayals.services.catalogue.kinds_of_coder import COLUMNS, told_in_sheets
from portrayals.services.claims.rows import claim_rows, claims_asked, near_claims
from portrayals.services.coding.values import MAYBE
from portrayals.services.exporting.findings import FINDING_COLUMNS, finding_lines, findings_asked
from portrayals.tables import annotation, claim, unit
from portrayals.vocabulary import LEVELS, Level

#: The keys that only an object has: in a table the value shows the state and the doubts.
_OF_AN_OBJECT: Final = {"label", "state", "doubtful", "evidence"}
_WHAT: Final = ("unit", "level", "variable", "coder", "wave", "purpose")
_HOW: Final = ("basis", "complete", "note", "codebook_version", "unit_uuid")
_EVIDENCE: Final = (
    *("code", "episode", "start", "end", "quote", "describes"),
    *("source", "citation", "address", "dated", "accessed"),
)

#: The columns of a table, which has a line for each piece of evidence.
LINE: Final = (*_WHAT, "value", *_HOW, *_EVIDENCE)
#: The keys of an annotation as an object, as in `list annotations --json`.
OBJECT: Final = (
    *("unit", "level", "variable", "label", "coder", "wave", "purpose"),
    *("state", "value", "doubtful"),
    *(*_HOW, "evidence"),
)


def annotations_asked(
    connection: Connection, reading: Reading, asked: Asked | None
) -> Iterator[Row]:
    """The annotations that a query is about, of the units that match it."""
    annotated = exists().where(annotation.c.unit_id == unit.c.unit_id)
    chosen = units_asked(reading, LEVELS, asked).where(annotated)
    return _annotations(connection, chosen, asked, set(reading.book.variables))


def _annotations(
    connection: Connection, chosen: Ids, asked: Asked | None, variables: set[str]
) -> Iterator[Row]:
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


_PERSON: Final = ("name", "performer", "roles", "year", "aliases")

CATALOGUE_COLUMNS: Final[dict[Level, tuple[str, ...]]] = {
    "title": (
        *("key", "uuid", "name", "kind", "year", "end_year", "countries", "languages", "genres"),
        *("distributor", "ids", "aliases", "original", "synopsis", "note", "screened"),
        *("screening_reason", "stratum"),
    ),
    "episode": (
        "key",
        "uuid",
        "title",
        "title_uuid",
        "season",
        "number",
        "name",
        "aired",
        "aliases",
    ),
    "portrayal": ("key", "uuid", "title", "title_uuid", *_PERSON),
    "relationship": ("key", "uuid", "portrayal", "portrayal_uuid", *_PERSON),
}


def catalogue(connection: Connection, reading: Reading, level: Level, chosen: Ids) -> Iterator[Row]:
    """The units of a level, in order; lists as lists, identifiers by scheme."""
    for batch in batches(connection, chosen):
        for row in described(connection, reading, level, batch, shown=()):
            yield {name: row[name] for name in CATALOGUE_COLUMNS[level]}


_NUMBERS: Final = ("year", "end_year", "season", "number")

EXPORTED: Final = (*(f"{level}s" for level in LEVELS), "annotations", "claims", "findings")
TABLE: Final = "table"

_CLAIM: Final = (
    *("id", "source", "unit", "stance", "statement", "basis", "codes", "stated_on"),
    *("about", "scope", "locator", "checked", "checked_source"),
)


@dataclass
class Export:
    """Rows with these columns, read lazily, within the transaction they were requested in.

    `number` is how many things (titles, annotations …) the rows taken so far cover: in a table an
    annotation with several pieces of evidence takes several lines. `described` says what is in the
    columns, `heading` what the rows are, and `cluster` in which column the title of each stands.
    """

    what: str
    columns: tuple[str, ...]
    _things: Iterator[Row]
    _lines: Callable[[Row], Iterator[Row]]
    _near: Callable[[bool], list[str]]
    described: tuple[Column, ...] = ()
    heading: str = ""
    cluster: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        self.described = self.described or plain(self.columns, _NUMBERS)

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, which can be iterated once."""
        for thing in self._things:
            self.number += 1
            yield from self._lines(thing)

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

    match kind:
        case "claims":
            chosen = claims_asked(connection, reading, asked).order_by(claim.c.claim_id)
            return Export(kind, _CLAIM, claim_rows(connection, chosen), whole, near)
        case "annotations":
            things = annotations_asked(connection, reading, asked)
            told = COLUMNS if told_in_sheets(connection) else ()
            columns = (*(LINE if table else OBJECT), *told)
            return Export(kind, columns, things, annotation_lines if table else whole, near)
        case "findings":
            things = findings_asked(connection, reading, asked)
            return Export(kind, FINDING_COLUMNS, things, finding_lines if table else whole, near)
    chosen = units_asked(reading, levels, asked)
    things = catalogue(connection, reading, levels[0], chosen)
    return Export(kind, CATALOGUE_COLUMNS[levels[0]], things, whole, near)


def whole(thing: Row) -> Iterator[Row]:
    """The thing as one row."""
    yield thing
