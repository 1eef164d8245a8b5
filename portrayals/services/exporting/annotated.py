"""Annotations with their evidence: as objects, or as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, exists

from portrayals.findings.settlement import Reading
from portrayals.language.syntax import Asked
from portrayals.query.batches import batches, keys_of
from portrayals.query.select import Ids, units_asked
from portrayals.results.listing import Row
from portrayals.services.browse.record_rows import annotations_of, speaks_of
from portrayals.services.exporting.cells import cell_of
from portrayals.tables import annotation, unit
from portrayals.vocabulary import LEVELS

_WHAT: Final = ("unit", "level", "variable", "coder", "wave", "purpose")
_HOW: Final = ("basis", "note", "codebook_version")
_EVIDENCE: Final = (
    *("code", "episode", "start", "end", "quote", "describes"),
    *("source", "citation", "address", "dated"),
)

#: Of a table, which has a line for each piece of evidence.
LINE: Final = (*_WHAT, "value", *_HOW, *_EVIDENCE)
#: Of an annotation as an object, as `list annotations --json` has it.
OBJECT: Final = (
    *("unit", "level", "variable", "label", "coder", "wave", "purpose"),
    *("state", "value", "doubtful"),
    *(*_HOW, "evidence"),
)


def annotations_asked(
    connection: Connection, reading: Reading, asked: Asked | None
) -> Iterator[Row]:
    """The annotations of the units that a query is true of, those that it speaks of."""
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
    """A line for each piece of evidence, or one where there is none."""
    doubtful: Any = annotated["doubtful"]
    evidence: Any = annotated["evidence"]
    line = {name: annotated[name] for name in (*_WHAT, *_HOW)}
    line["value"] = cell_of(annotated["state"], annotated["value"], doubtful)
    for piece in evidence or [dict.fromkeys(_EVIDENCE)]:
        yield line | {name: piece[name] for name in _EVIDENCE}
