"""`export`: all that there is of a kind, or that answers a query, row after row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from portrayals.query.select import asked_for, kind_called, units_asked
from portrayals.query.whose import reading_of
from portrayals.results.listing import Row
from portrayals.services.claims.rows import claim_rows, claims_asked
from portrayals.services.exporting import annotated, settled
from portrayals.services.exporting.catalogue import COLUMNS, catalogue
from portrayals.tables import claim
from portrayals.vocabulary import LEVELS

EXPORTED: Final = (*(f"{level}s" for level in LEVELS), "annotations", "claims", "findings")

_CLAIM: Final = (
    *("id", "source", "unit", "stance", "statement", "basis", "codes", "stated_on"),
    *("about", "scope", "locator"),
)


@dataclass
class Export:
    """Rows with these columns, read as they are taken, within the transaction they were asked in.

    `number` is how many things (titles, annotations …) the rows taken so far tell of: in a table
    an annotation with several pieces of evidence takes several lines.
    """

    what: str
    columns: tuple[str, ...]
    _things: Iterator[Row]
    _lines: Callable[[Row], Iterator[Row]]
    number: int = 0

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, to be taken once."""
        for thing in self._things:
            self.number += 1
            yield from self._lines(thing)


def export(connection: Connection, what: str, query: Sequence[str] = (), *, table: bool) -> Export:
    """What there is of a kind, by title name and then key; a query chooses as in `list`.

    In a `table` each value is one cell, and each piece of evidence one line; else values and
    annotations are objects as `list --json` has them.

    Raises UnknownKey for another kind, InvalidQuery for a query that cannot be asked of it.
    """
    kind = kind_called(what, EXPORTED, "exported")
    reading = reading_of(connection)
    asked = asked_for(query)
    match kind:
        case "claims":
            chosen = claims_asked(connection, reading, asked).order_by(claim.c.claim_id)
            return Export(kind, _CLAIM, claim_rows(connection, chosen), _whole)
        case "annotations":
            things = annotated.annotations_asked(connection, reading, asked)
            if table:
                return Export(kind, annotated.LINE, things, annotated.annotation_lines)
            return Export(kind, annotated.OBJECT, things, _whole)
        case "findings":
            things = settled.findings_asked(connection, reading, asked)
            lines = settled.finding_lines if table else _whole
            return Export(kind, settled.COLUMNS, things, lines)
    level = next(level for level in LEVELS if f"{level}s" == kind)
    chosen = units_asked(reading, (level,), asked)
    return Export(kind, COLUMNS[level], catalogue(connection, reading, level, chosen), _whole)


def _whole(thing: Row) -> Iterator[Row]:
    yield thing
