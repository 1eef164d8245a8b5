"""What was found of many units at once: for each, the state and codes of every variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import CTE, Connection, FromClause, Select, Text, and_, cast, null, or_, select

from portrayals.query.book import NONE_ID, Node, StoredVariable
from portrayals.query.outcomes import found_at
from portrayals.query.place import LEVEL_ID, childless, is_below, place
from portrayals.query.population import NO_GROUP
from portrayals.query.reading import Reading
from portrayals.results.words import Level
from portrayals.tables import title, unit
from portrayals.tables.findings import NO, YES, word


@dataclass(slots=True)
class FoundOfUnit:
    """One variable of one unit: the states found (beneath it, if it is coded there), the codes.

    `doubted`: nobody can tell whether there is any code, as all that was given is `maybe:` (R6).
    """

    states: set[str] = field(default_factory=set)
    nodes: dict[int, Node] = field(default_factory=dict)
    none: bool = False
    doubted: bool = False
    number: float | None = None

    def take(self, code_id: int, outcome: str, nodes: Mapping[int, Node]) -> None:
        """Adds a row of `told_at_nodes`."""
        if code_id == NONE_ID:
            self.none = self.none or outcome == YES
            self.doubted = self.doubted or outcome != YES
        elif code_id in nodes:
            self.nodes[code_id] = nodes[code_id]

    def state(self, *, lonely: bool) -> str:
        """`coded`, `none`, or why there is no value; `lonely`: a portrayal lacks relationships."""
        settled = {NO, YES, "not-applicable"}
        if self.states == {"not-coded"} or not self.states:
            return "not-coded"
        if not self.states <= settled or lonely:
            return "incomplete" if len(self.states) > 1 or lonely else next(iter(self.states))
        if self.states == {"not-applicable"}:
            return "not-applicable"
        if self.nodes or self.number is not None:
            return "coded"
        if self.none:
            return "none"
        return "cannot-tell" if self.doubted else "unsettled"

    def codes(self) -> tuple[Node, ...]:
        """The codes found, without the parents of others among them, in the codebook's order."""
        parents = {node.parent_id for node in self.nodes.values()}
        ends = (node for node in self.nodes.values() if node.code_id not in parents)
        return tuple(sorted(ends, key=lambda node: node.position))


def some_units(unit_ids: Sequence[int]) -> CTE:
    """The units of these ids, as what is counted."""
    return (
        select(
            unit.c.unit_id,
            unit.c.title_id,
            unit.c.parent_id,
            title.c.screened,
            word(NO_GROUP).label("grp"),
        )
        .join(title, title.c.title_id == unit.c.title_id)
        .where(unit.c.unit_id.in_(unit_ids))
        .cte()
    )


def findings_of(
    connection: Connection,
    reading: Reading,
    level: Level,
    unit_ids: Sequence[int],
    variables: Sequence[StoredVariable] | None = None,
) -> dict[int, dict[str, FoundOfUnit]]:
    """By unit id and variable, what was found, of the variables coded at the level or beneath."""
    found: dict[int, dict[str, FoundOfUnit]] = {unit_id: {} for unit_id in unit_ids}
    if not unit_ids:
        return found
    chosen = tuple(reading.book.variables.values()) if variables is None else variables
    coded = _coded(connection, reading, unit_ids)
    for variable in chosen:
        if variable.level != level and not is_below(variable.level, level):
            continue
        if variable.derived or variable.asked_when or variable.variable_id in coded:
            _add(connection, reading, variable, level, found)
        else:
            for of_unit in found.values():
                of_unit[variable.key] = FoundOfUnit({"not-coded"})
    return found


def _coded(connection: Connection, reading: Reading, unit_ids: Sequence[int]) -> set[int]:
    """The variables that are coded anywhere in the titles of some units."""
    of_titles = select(unit.c.title_id).where(unit.c.unit_id.in_(unit_ids))
    family = select(unit.c.unit_id).where(unit.c.title_id.in_(of_titles))
    rows = select(reading.tally.c.variable_id).where(reading.tally.c.unit_id.in_(family))
    return set(connection.execute(rows.distinct()).scalars())


def _add(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    level: Level,
    found: dict[int, dict[str, FoundOfUnit]],
) -> None:
    own = found_at(connection, reading, variable, level, some_units(tuple(found)), rolled=False)
    valued = variable.type == "number"
    number = own.units.c.number if valued else cast(null(), Text).label("number")
    states = select(own.units.c.unit_id, own.units.c.unnamed, number).distinct()
    for row in connection.execute(states):
        of_unit = found[row.unit_id].setdefault(variable.key, FoundOfUnit())
        of_unit.states.add(row.unnamed)
        if valued and variable.level == level and row.unnamed == YES:
            of_unit.number = row.number
    if own.nodes is None:
        return
    nodes = {node.code_id: node for node in variable.nodes}
    for unit_id, code_id, outcome in connection.execute(told_at_nodes(own.nodes)):
        found[unit_id].setdefault(variable.key, FoundOfUnit()).take(code_id, outcome, nodes)


def told_at_nodes(nodes: FromClause) -> Select[int, int, str]:
    """Unit, code and outcome of what is there; of `none` also where nobody can tell."""
    columns = nodes.c
    in_doubt = and_(columns.code_id == NONE_ID, columns.outcome == word("cannot-tell"))
    return (
        select(columns.unit_id, columns.code_id, columns.outcome)
        .where(or_(columns.outcome == word(YES), in_doubt))
        .distinct()
    )


def lonely_titles(connection: Connection, title_ids: Sequence[int]) -> set[int]:
    """The titles with a portrayal that has no relationships: incomplete beneath it (R12)."""
    at = place("portrayal")
    rows = select(at.unit.c.title_id).where(
        at.unit.c.title_id.in_(title_ids),
        at.unit.c.level_id == LEVEL_ID["portrayal"],
        childless(at),
    )
    return set(connection.execute(rows.distinct()).scalars())
