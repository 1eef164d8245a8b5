"""`export`: everything of a kind, or what matches a query, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, Text, cast, exists, null, select

from portrayals.database.staging import staged
from portrayals.findings.outcome import Outcome
from portrayals.findings.outcomes import NO_GROUP, found_at
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_findings import FoundOfUnit, told_at_nodes
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.language.syntax import Asked
from portrayals.query.asked import asked_for
from portrayals.query.batches import batches, keys_of
from portrayals.query.near import hints
from portrayals.query.select import Ids, kind_called, units_asked
from portrayals.query.whose import reading_of
from portrayals.results.listing import Row
from portrayals.results.tabular import value_or_state
from portrayals.services.browse.record_rows import annotations_of, speaks_of
from portrayals.services.browse.unit_rows import described
from portrayals.services.catalogue.kinds_of_coder import COLUMNS, told_in_sheets
from portrayals.services.claims.rows import claim_rows, claims_asked, near_claims
from portrayals.services.coding.values import MAYBE
from portrayals.tables import annotation, claim, title, unit
from portrayals.tables.literals import word
from portrayals.vocabulary import COUNTED_OUT, LEVELS, Level

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


FINDING_COLUMNS: Final = ("unit", "level", "variable", "state", "value")


def findings_asked(connection: Connection, reading: Reading, asked: Asked | None) -> Iterator[Row]:
    """The findings of the units that match a query.

    Titles that are screened out are not counted (R1), and units that nobody has coded are left out.
    Text is never settled, so no text is a finding.
    """
    of_title = select(title.c.title_id).where(title.c.title_id == unit.c.title_id)
    counted = of_title.where(title.c.screened.not_in(COUNTED_OUT)).exists()
    return _findings(connection, reading, units_asked(reading, LEVELS, asked).where(counted))


def _findings(connection: Connection, reading: Reading, chosen: Ids) -> Iterator[Row]:
    settled = {level: _settle(connection, reading, level, chosen) for level in LEVELS}
    for batch in batches(connection, chosen):
        units = keys_of(connection, batch)
        found = {
            each.variable.key: each.of(connection, batch)
            for level in LEVELS
            for each in settled[level]
        }
        for unit_id, (key, level) in units.items():
            for each in settled[level]:
                of_unit = found[each.variable.key].get(unit_id, FoundOfUnit())
                state = of_unit.state(lonely=False)
                if state != "not-coded":
                    yield {
                        "unit": key,
                        "level": level,
                        "variable": each.variable.key,
                        "state": state,
                        "value": _value(each.variable.type, state, of_unit),
                    }


@dataclass(frozen=True, slots=True)
class _Settled:
    """One variable settled for all chosen units, stored by the engine: their states and codes."""

    variable: StoredVariable
    states: Table
    codes: Table | None

    def of(self, connection: Connection, batch: Sequence[int]) -> dict[int, FoundOfUnit]:
        """The findings of the coded units, by unit id."""
        rows = select(self.states).where(self.states.c.unit_id.in_(batch))
        found = {
            row.unit_id: FoundOfUnit(
                states={Outcome(row.unnamed)},
                number=row.number if row.unnamed == Outcome.YES else None,
            )
            for row in connection.execute(rows)
        }
        if self.codes is not None:
            nodes = {node.code_id: node for node in self.variable.nodes}
            named = select(self.codes).where(self.codes.c.unit_id.in_(batch))
            for unit_id, code_id, outcome in connection.execute(named):
                found.setdefault(unit_id, FoundOfUnit()).take(code_id, outcome, nodes)
        return found


def _settle(connection: Connection, reading: Reading, level: Level, chosen: Ids) -> list[_Settled]:
    """Settles each variable of a level, in the codebook's order.

    All units at once: an engine that is asked for only some of them scans all votes each time.
    """
    variables = [each for each in reading.book.of_level(level) if each.type != "text"]
    if not variables:
        return []
    of_level = (
        select(
            unit.c.unit_id,
            unit.c.title_id,
            unit.c.parent_id,
            title.c.screened,
            word(NO_GROUP).label("grp"),
        )
        .join(title, title.c.title_id == unit.c.title_id)
        .where(unit.c.level_id == LEVEL_ID[level], unit.c.unit_id.in_(chosen.order_by(None)))
    )
    counted = staged(connection, of_level, "unit_id")
    return [_settled(connection, reading, variable, counted) for variable in variables]


def _settled(
    connection: Connection, reading: Reading, variable: StoredVariable, counted: Table
) -> _Settled:
    own = found_at(connection, reading, variable, variable.level, counted, rolled=False)
    units = own.units.c
    number = units.number if variable.type == "number" else cast(null(), Text).label("number")
    somebody = units.unnamed != Outcome.NOT_CODED.sql
    states = select(units.unit_id, units.unnamed, number).where(somebody)
    codes = None
    if own.nodes is not None:
        codes = staged(connection, told_at_nodes(own.nodes), "unit_id", "code_id")
    return _Settled(variable, staged(connection, states, "unit_id"), codes)


def _value(variable_type: str, state: str, found: FoundOfUnit) -> object:
    """The value as JSON has it: a list, text, a number, true or false, or null."""
    codes = [node.key for node in found.codes()]
    if state not in {"coded", "none"} and not (state == "incomplete" and codes):
        return None
    if variable_type == "multi":
        return codes
    if variable_type == "number":
        return found.number
    return codes == ["yes"] if variable_type == "boolean" else next(iter(codes), None)


def finding_lines(finding: Row) -> Iterator[Row]:
    """The finding with its value, or the word for its state if it has none."""
    yield finding | {"value": value_or_state(finding["state"], finding["value"])}


EXPORTED: Final = (*(f"{level}s" for level in LEVELS), "annotations", "claims", "findings")

_CLAIM: Final = (
    *("id", "source", "unit", "stance", "statement", "basis", "codes", "stated_on"),
    *("about", "scope", "locator", "checked", "checked_source"),
)


@dataclass
class Export:
    """Rows with these columns, read lazily, within the transaction they were requested in.

    `number` is how many things (titles, annotations …) the rows taken so far cover: in a table an
    annotation with several pieces of evidence takes several lines.
    """

    what: str
    columns: tuple[str, ...]
    _things: Iterator[Row]
    _lines: Callable[[Row], Iterator[Row]]
    _near: Callable[[bool], list[str]]
    number: int = 0

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, which can be iterated once."""
        for thing in self._things:
            self.number += 1
            yield from self._lines(thing)

    def notes(self) -> list[str]:
        """After all rows: suggestions where a part of the query found nothing."""
        return self._near(self.number > 0)


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
            return Export(kind, _CLAIM, claim_rows(connection, chosen), _whole, near)
        case "annotations":
            things = annotations_asked(connection, reading, asked)
            told = COLUMNS if told_in_sheets(connection) else ()
            columns = (*(LINE if table else OBJECT), *told)
            return Export(kind, columns, things, annotation_lines if table else _whole, near)
        case "findings":
            things = findings_asked(connection, reading, asked)
            return Export(kind, FINDING_COLUMNS, things, finding_lines if table else _whole, near)
    chosen = units_asked(reading, levels, asked)
    things = catalogue(connection, reading, levels[0], chosen)
    return Export(kind, CATALOGUE_COLUMNS[levels[0]], things, _whole, near)


def _whole(thing: Row) -> Iterator[Row]:
    yield thing
