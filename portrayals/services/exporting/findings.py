"""`export findings`: what was found of each coded unit, variable by variable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, Text, cast, func, null, select

from portrayals.database.staging import staged
from portrayals.findings.outcome import Outcome
from portrayals.findings.outcomes import NO_GROUP, found_at
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_findings import FoundOfUnit, told_at_nodes
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.language.syntax import Asked
from portrayals.query.batches import batches, keys_of
from portrayals.query.select import Ids, units_asked
from portrayals.results.listing import Row
from portrayals.results.tabular import value_or_state
from portrayals.tables import title, unit
from portrayals.tables.literals import word
from portrayals.vocabulary import COUNTED_OUT, LEVELS, Level

FINDING_COLUMNS: Final = ("unit", "level", "variable", "state", "value")


def findings_asked(reading: Reading, asked: Asked | None) -> Ids:
    """The units that match a query, without those of titles screened out (R1)."""
    of_title = select(title.c.title_id).where(title.c.title_id == unit.c.title_id)
    counted = of_title.where(title.c.screened.not_in(COUNTED_OUT)).exists()
    return units_asked(reading, LEVELS, asked).where(counted)


def most_findings(connection: Connection, reading: Reading, chosen: Ids) -> int:
    """How many findings some units have if everything is coded."""
    units = select(func.count()).select_from(chosen.order_by(None).subquery())
    return connection.execute(units).scalar_one() * max(
        len(_settled_at(reading, level)) for level in LEVELS
    )


def findings(connection: Connection, reading: Reading, chosen: Ids) -> Iterator[Row]:
    """The findings of some units, without those that nobody has coded.

    Text is never settled, so no text is a finding.
    """
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


def _settled_at(reading: Reading, level: Level) -> list[StoredVariable]:
    return [each for each in reading.book.of_level(level) if each.type != "text"]


def _settle(connection: Connection, reading: Reading, level: Level, chosen: Ids) -> list[_Settled]:
    """Settles each variable of a level, in the codebook's order.

    All units at once: an engine that is asked for only some of them scans all votes each time.
    """
    variables = _settled_at(reading, level)
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
