"""The findings of many units at once: for each, the state and codes of every variable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    func,
    not_,
    or_,
    select,
)

from portrayals.findings.outcome import Outcome, is_yes
from portrayals.findings.outcome_at_unit import derived_value, is_asked, read_derived
from portrayals.findings.outcomes import NO_GROUP, found_at
from portrayals.findings.reading import Reading
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.findings.unit_ref import LEVEL_ID, childless, is_below, place
from portrayals.tables import title, unit
from portrayals.tables.literals import number, word
from portrayals.vocabulary import Level

#: How many variables one statement asks about: engines limit the columns of a result.
_TOGETHER: Final = 500

#: For more units than this, derived variables are queried one by one: given several, SQLite
#: evaluates each rule of each, needed or not, which then takes longer than building the statements.
_FEW: Final = 50


@dataclass(slots=True)
class FoundOfUnit:
    """One variable of one unit: the states found (beneath it, if it is coded there) and the codes.

    `doubted`: nobody can tell whether there is any code, because only `maybe:` was given (R6).
    """

    states: set[Outcome] = field(default_factory=set)
    nodes: dict[int, Node] = field(default_factory=dict)
    none: bool = False
    doubted: bool = False
    number: float | None = None

    def take(self, code_id: int, outcome: int, nodes: Mapping[int, Node]) -> None:
        """Adds a row of `told_at_nodes`."""
        if code_id == NONE_ID:
            self.none = self.none or outcome == Outcome.YES
            self.doubted = self.doubted or outcome != Outcome.YES
        elif code_id in nodes:
            self.nodes[code_id] = nodes[code_id]

    def state(self, *, lonely: bool) -> str:
        """`coded`, `none`, or why there is no value; `lonely`: a portrayal has no relationships."""
        known = {Outcome.NO, Outcome.YES, Outcome.NOT_APPLICABLE}
        if self.states == {Outcome.NOT_CODED} or not self.states:
            return "not-coded"
        if not self.states <= known or lonely:
            return "incomplete" if len(self.states) > 1 or lonely else next(iter(self.states)).word
        if self.states == {Outcome.NOT_APPLICABLE}:
            return "not-applicable"
        if self.nodes or self.number is not None:
            return "coded"
        if self.none:
            return "none"
        return "cannot-tell" if self.doubted else "unsettled"

    def codes(self) -> tuple[Node, ...]:
        """The codes found, without parents of other codes found, in the codebook's order.

        Of codes that were merged or split, what they became stands for them where it is found too.
        """
        parents = {node.parent_id for node in self.nodes.values()}
        ends = (
            node
            for node in self.nodes.values()
            if node.code_id not in parents and self.nodes.keys().isdisjoint(node.became)
        )
        return tuple(sorted(ends, key=lambda node: node.position))


def some_units(unit_ids: Sequence[int]) -> CTE:
    """The units with these ids, in the form of counted units."""
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
    """The findings by unit id and variable, for variables coded at the level or beneath."""
    chosen = [
        variable
        for variable in (reading.book.variables.values() if variables is None else variables)
        if variable.level == level or is_below(variable.level, level)
    ]
    found = {unit_id: {each.key: FoundOfUnit() for each in chosen} for unit_id in unit_ids}
    if not unit_ids:
        return found
    own = [each for each in chosen if each.derived and each.level == level]
    together = _TOGETHER if len(unit_ids) <= _FEW else 1
    for first in range(0, len(own), together):
        _add_derived(connection, reading, own[first : first + together], level, found)
    for variable in chosen:
        if variable.derived and variable.level != level:
            _add_beneath(connection, reading, variable, level, found)
    coded = [each for each in chosen if not each.derived]
    for first in range(0, len(coded), _TOGETHER):
        _add_coded(connection, reading, coded[first : first + _TOGETHER], level, found)
    return found


def _add_derived(
    connection: Connection,
    reading: Reading,
    variables: Sequence[StoredVariable],
    level: Level,
    found: dict[int, dict[str, FoundOfUnit]],
) -> None:
    """Adds the values of derived variables of the units' own level."""
    at = place(level)
    values = [
        derived_value(reading, each, at).label(f"value_{number}")
        for number, each in enumerate(variables)
    ]
    rows = select(at.unit.c.unit_id, *values).where(at.unit.c.unit_id.in_(tuple(found)))
    for unit_id, *values_there in connection.execute(rows):
        for variable, value in zip(variables, values_there, strict=True):
            of_unit = found[unit_id][variable.key]
            state, key = read_derived(value)
            of_unit.states.add(state)
            of_unit.nodes |= {each.code_id: each for each in variable.nodes if each.key == key}


def _add_beneath(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    level: Level,
    found: dict[int, dict[str, FoundOfUnit]],
) -> None:
    """Adds the values of a derived variable for the units beneath."""
    own = found_at(connection, reading, variable, level, some_units(tuple(found)), rolled=False)
    states = select(own.units.c.unit_id, own.units.c.unnamed).distinct()
    for unit_id, state in connection.execute(states):
        found[unit_id][variable.key].states.add(Outcome(state))
    if own.nodes is not None:
        nodes = {node.code_id: node for node in variable.nodes}
        for unit_id, code_id, outcome in connection.execute(told_at_nodes(own.nodes)):
            found[unit_id][variable.key].take(code_id, outcome, nodes)


def _add_coded(
    connection: Connection,
    reading: Reading,
    variables: Sequence[StoredVariable],
    level: Level,
    found: dict[int, dict[str, FoundOfUnit]],
) -> None:
    """Adds the findings of coded variables, at the units and beneath them."""
    unit_ids = tuple(found)
    top, near = _family(level, unit_ids, unit)
    by_id = {each.variable_id: each for each in variables}
    refused = _refused(connection, reading, variables, level, unit_ids)
    known: Counter[tuple[str, int]] = Counter()
    for variable_id, _, of in refused:
        key = by_id[variable_id].key
        found[of][key].states.add(Outcome.NOT_APPLICABLE)
        known[key, of] += 1
    settled = reading.settled()
    of_units, mean_of = settled.of_units, settled.ballot.c.mean
    own_unit = unit.c.unit_id == of_units.c.unit_id
    at = (of_units.c.variable_id, of_units.c.unit_id, top)
    within = (near, of_units.c.variable_id.in_(tuple(by_id)))
    coded = settled.units.join(unit, own_unit)
    states = select(*at, settled.outcome, mean_of).select_from(coded).where(*within)
    for variable_id, unit_id, of, state, mean in connection.execute(states):
        if (variable_id, unit_id, of) in refused:
            continue
        variable = by_id[variable_id]
        of_unit = found[of][variable.key]
        of_unit.states.add(Outcome(state))
        known[variable.key, of] += 1
        if variable.level == level and state == Outcome.YES:
            of_unit.number = mean
    for of, level_id, units in connection.execute(
        select(top, unit.c.level_id, func.count()).where(near).group_by(top, unit.c.level_id)
    ):
        for variable in variables:
            if LEVEL_ID[variable.level] == level_id and known[variable.key, of] < units:
                found[of][variable.key].states.add(Outcome.NOT_CODED)
    named = settled.nodes.join(unit, own_unit)
    code_id, outcome = settled.node.c.code_id, settled.at_node
    there = select(*at, code_id, outcome).select_from(named)
    there = there.where(*within, _is_told(code_id, outcome))
    nodes = {each.code_id: each for variable in variables for each in variable.nodes}
    for variable_id, unit_id, of, node_id, found_there in connection.execute(there):
        if (variable_id, unit_id, of) not in refused:
            found[of][by_id[variable_id].key].take(node_id, found_there, nodes)


def _family(
    level: Level, unit_ids: Sequence[int], row: FromClause
) -> tuple[ColumnElement[int], ColumnElement[bool]]:
    """For a row of `unit`, which of these units it is or lies beneath, and the condition for it."""
    if level == "title":
        return row.c.title_id, row.c.title_id.in_(unit_ids)
    if level == "portrayal":
        beneath = row.c.level_id == LEVEL_ID["relationship"]
        top = case((beneath, row.c.parent_id), else_=row.c.unit_id)
        return top, or_(row.c.unit_id.in_(unit_ids), row.c.parent_id.in_(unit_ids))
    return row.c.unit_id, row.c.unit_id.in_(unit_ids)


def _refused(
    connection: Connection,
    reading: Reading,
    variables: Sequence[StoredVariable],
    level: Level,
    unit_ids: Sequence[int],
) -> set[tuple[int, int, int]]:
    """Variable, unit, and the unit of `unit_ids` above it, if the variable is not asked (R10)."""
    found = set()
    for variable in variables:
        at = place(variable.level)
        wanted = is_asked(reading, variable, at)
        if wanted is not None:
            top, near = _family(level, unit_ids, at.unit)
            of_level = at.unit.c.level_id == LEVEL_ID[variable.level]
            rows = select(at.unit.c.unit_id, top).where(near, of_level, not_(wanted))
            found |= {(variable.variable_id, *row) for row in connection.execute(rows)}
    return found


def told_at_nodes(nodes: FromClause) -> Select[int, int, int]:
    """Unit, code and outcome of what is there; for `none`, also where nobody can tell."""
    columns = (nodes.c.unit_id, nodes.c.code_id, nodes.c.outcome)
    return select(*columns).where(_is_told(nodes.c.code_id, nodes.c.outcome)).distinct()


def _is_told(code_id: ColumnElement[int], outcome: ColumnElement[int]) -> ColumnElement[bool]:
    in_doubt = and_(code_id == number(NONE_ID), outcome == Outcome.CANNOT_TELL.sql)
    return or_(is_yes(outcome), in_doubt)


def lonely_titles(connection: Connection, title_ids: Sequence[int]) -> set[int]:
    """The titles with a portrayal that has no relationships: incomplete beneath it (R12)."""
    at = place("portrayal")
    rows = select(at.unit.c.title_id).where(
        at.unit.c.title_id.in_(title_ids),
        at.unit.c.level_id == LEVEL_ID["portrayal"],
        childless(at),
    )
    return set(connection.execute(rows.distinct()).scalars())
