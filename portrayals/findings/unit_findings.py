"""What was found of many units at once: for each, the state and codes of every variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    and_,
    cast,
    null,
    or_,
    select,
)

from portrayals.findings import unit_outcomes
from portrayals.findings.outcome_at_unit import UNASKED, WITHOUT_VALUE
from portrayals.findings.outcomes import NO_GROUP, found_at
from portrayals.findings.policies import NO, YES, policy_for, word
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import NONE_ID, Node, StoredVariable
from portrayals.findings.unit_ref import LEVEL_ID, childless, is_below, place
from portrayals.tables import title, unit
from portrayals.vocabulary import Level

#: So many variables are asked of in one statement: engines limit the columns of a result.
_TOGETHER: Final = 500


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
    chosen = [
        variable
        for variable in (reading.book.variables.values() if variables is None else variables)
        if variable.level == level or is_below(variable.level, level)
    ]
    found = {unit_id: {each.key: FoundOfUnit() for each in chosen} for unit_id in unit_ids}
    if not unit_ids:
        return found
    coded, own = _coded(connection, reading, unit_ids), []
    for variable in chosen:
        if not (variable.derived or variable.asked_when or variable.variable_id in coded):
            for of_unit in found.values():
                of_unit[variable.key].states.add("not-coded")
        elif variable.level == level and variable.derived:
            _add_derived(connection, reading, variable, found)
        elif variable.level == level and not _one_yes_suffices(reading, variable):
            own.append(variable)
        else:
            _add(connection, reading, variable, level, found)
    for first in range(0, len(own), _TOGETHER):
        _add_own(connection, reading, own[first : first + _TOGETHER], level, found)
    return found


def _one_yes_suffices(reading: Reading, variable: StoredVariable) -> bool:
    """Whether one yes settles the state of a boolean, too (R20), which `found_at` alone knows."""
    return variable.assent is not None and policy_for(reading.policy, variable.type) == "any"


def _add_derived(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    found: dict[int, dict[str, FoundOfUnit]],
) -> None:
    nodes = {node.key: node for node in variable.nodes}
    for unit_id, value in connection.execute(unit_outcomes.values(reading, variable, tuple(found))):
        of_unit = found[unit_id][variable.key]
        of_unit.states.add(value if value in WITHOUT_VALUE else NO)
        if value in nodes:
            of_unit.nodes[nodes[value].code_id] = nodes[value]


def _add_own(
    connection: Connection,
    reading: Reading,
    variables: Sequence[StoredVariable],
    level: Level,
    found: dict[int, dict[str, FoundOfUnit]],
) -> None:
    """Adds what was found of variables that are coded at the level of the units."""
    unit_ids, unasked = tuple(found), set()
    for unit_id, *told in connection.execute(
        unit_outcomes.states(reading, variables, level, unit_ids)
    ):
        for variable, state in zip(variables, told, strict=True):
            if state == UNASKED:
                unasked.add((variable.variable_id, unit_id))
            known = "not-applicable" if state == UNASKED else state
            found[unit_id][variable.key].states.add(known)
    by_id = {each.variable_id: each for each in variables}
    nodes = {node.code_id: node for each in variables for node in each.nodes}
    named = unit_outcomes.codes(reading, variables, unit_ids)
    there = select(named.c.variable_id, named.c.unit_id, named.c.code_id, named.c.outcome)
    for variable_id, unit_id, code_id, outcome in connection.execute(there.where(_is_told(named))):
        if (variable_id, unit_id) not in unasked:
            found[unit_id][by_id[variable_id].key].take(code_id, outcome, nodes)
    numbers = [each for each in variables if each.type == "number"]
    for variable_id, unit_id, mean in connection.execute(
        unit_outcomes.means(reading, numbers, unit_ids)
    ):
        of_unit = found[unit_id][by_id[variable_id].key]
        if YES in of_unit.states:
            of_unit.number = mean


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
        of_unit = found[row.unit_id][variable.key]
        of_unit.states.add(row.unnamed)
        if valued and variable.level == level and row.unnamed == YES:
            of_unit.number = row.number
    if own.nodes is None:
        return
    nodes = {node.code_id: node for node in variable.nodes}
    for unit_id, code_id, outcome in connection.execute(told_at_nodes(own.nodes)):
        found[unit_id][variable.key].take(code_id, outcome, nodes)


def told_at_nodes(nodes: FromClause) -> Select[int, int, str]:
    """Unit, code and outcome of what is there; of `none` also where nobody can tell."""
    columns = nodes.c
    rows = select(columns.unit_id, columns.code_id, columns.outcome)
    return rows.where(_is_told(nodes)).distinct()


def _is_told(nodes: FromClause) -> ColumnElement[bool]:
    in_doubt = and_(nodes.c.code_id == NONE_ID, nodes.c.outcome == word("cannot-tell"))
    return or_(nodes.c.outcome == word(YES), in_doubt)


def lonely_titles(connection: Connection, title_ids: Sequence[int]) -> set[int]:
    """The titles with a portrayal that has no relationships: incomplete beneath it (R12)."""
    at = place("portrayal")
    rows = select(at.unit.c.title_id).where(
        at.unit.c.title_id.in_(title_ids),
        at.unit.c.level_id == LEVEL_ID["portrayal"],
        childless(at),
    )
    return set(connection.execute(rows.distinct()).scalars())
