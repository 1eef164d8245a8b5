"""A term about a variable: its codes, its states, the properties of its codes (R24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import ColumnElement, and_, case, not_, null, or_, select, true

from portrayals.errors import InvalidValue
from portrayals.findings.outcome import Outcome, by_outcome, is_incomplete
from portrayals.findings.outcome_at_unit import (
    UNNAMED,
    has_childless,
    has_none,
    has_value,
    is_rolled_incomplete,
    is_unsettled,
    outcome_at,
    so,
)
from portrayals.findings.reading import Reading, Truth
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.findings.unit_ref import UnitRef, is_below, screened_none, some_of, value_of
from portrayals.language.syntax import Range, Term, Word
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.notation.values import parse_number

_STATES: Final = {
    each.word: each
    for each in (
        Outcome.NOT_CODED,
        Outcome.CANNOT_TELL,
        Outcome.NOT_APPLICABLE,
        Outcome.UNAVAILABLE,
    )
}
#: Other ways to write yes and no.
BOOLEANS = {"true": "yes", "1": "yes", "y": "yes", "false": "no", "0": "no", "n": "no"}


def variable_truth(reading: Reading, variable: StoredVariable, term: Term, at: UnitRef) -> Truth:
    """The truth of `variable:values` or `variable.property:values`; one matching value suffices.

    Raises InvalidValue for a value that the variable cannot have.
    """
    if term.property is not None:
        return or_(
            *(_property(reading, variable, term.property, value, at) for value in term.values)
        )
    return or_(*(_value(reading, variable, value, at) for value in term.values))


def nodes_named(variable: StoredVariable, term: Term) -> Iterator[Node]:
    """The codes that a term of a variable names, and the values of a property, but no states."""
    for value in term.values:
        if term.property is not None:
            if not (isinstance(value, Word) and value.text == "none"):
                yield from _carried(variable, term.property, value)
        elif isinstance(value, Word):
            if (node := _code(variable, value.text)) is not None:
                yield node
        elif variable.type == "ordinal":
            yield from _codes_within(variable, value)


def _code(variable: StoredVariable, written: str) -> Node | None:
    """The code that a word names; a boolean's yes and no have other words too."""
    return variable.node(BOOLEANS.get(written, written) if variable.type == "boolean" else written)


def _value(reading: Reading, variable: StoredVariable, value: Word | Range, at: UnitRef) -> Truth:
    if isinstance(value, Range):
        return _range(reading, variable, value, at)
    stated = _stated(reading, variable, value.text, at)
    if stated is not None:
        return stated
    if variable.type == "number":
        number = parse_number(value.text)
        return _number(reading, variable, number, number, at)
    if variable.type == "text":
        raise InvalidValue(
            f"{variable.key} is text: it is never settled, and cannot be queried by value",
            hint=f"query a state: {variable.key}:not-coded",
        )
    node = _code(variable, value.text)
    if node is None:
        raise unknown_code(variable, value.text)
    return so(outcome_at(reading, variable, node.code_id, at))


def unknown_code(variable: StoredVariable, written: str) -> InvalidValue:
    """The error for a code that a variable does not have."""
    keys = [node.key for node in variable.codes]
    renamed = [node.key for node in variable.nodes if written in (node.formerly or "").split()]
    if renamed:
        return InvalidValue(
            f"{written} of {variable.key} is called {renamed[0]} now",
            hint=f"what it says: portrayals codebook show {renamed[0]}",
        )
    near = nearest(written, keys)
    whichever = f"     any of them: {variable.key}:any" if variable.type == "multi" else ""
    return InvalidValue(
        f"{quoted(written)} is not a code of {variable.key}",
        hint=f"its codes: portrayals codebook show {variable.key}{whichever}",
        candidates=near,
    )


def _stated(reading: Reading, variable: StoredVariable, text: str, at: UnitRef) -> Truth | None:
    """The truth of a word that asks for a state or for any value; None for other words."""
    if text == "any":
        return has_value(reading, variable, at)
    if text == "none":
        if variable.type != "multi":
            raise InvalidValue(
                f"{variable.key} has no `none`; only a variable with several codes has",
                hint=f"query one of its codes, or {variable.key}:not-coded",
            )
        if is_below(variable.level, at.level):
            return _none_beneath(reading, variable, at)
        return has_none(reading, variable, at)
    if text in {"incomplete", "no-unit"}:
        return _rolled(reading, variable, text, at)
    if text == "unsettled":
        return is_unsettled(reading, variable, at)
    if text == "undetermined":
        return _is_undetermined(reading, variable, at)
    if text in _STATES:
        return outcome_at(reading, variable, UNNAMED, at) == _STATES[text].sql
    return None


def _is_undetermined(reading: Reading, variable: StoredVariable, at: UnitRef) -> Truth:
    if variable.derived:
        return outcome_at(reading, variable, UNNAMED, at) == Outcome.UNDETERMINED.sql
    found = (outcome_at(reading, variable, node.code_id, at) for node in variable.codes)
    return or_(*(each == Outcome.UNDETERMINED.sql for each in found), not_(true()))


def _rolled(reading: Reading, variable: StoredVariable, state: str, at: UnitRef) -> Truth:
    """Whether a unit is incomplete (R6, R12), or has no unit beneath it."""
    if not is_below(variable.level, at.level):
        if state == "no-unit":
            return not_(true())
        return is_incomplete(outcome_at(reading, variable, UNNAMED, at))
    if state == "incomplete":
        return is_rolled_incomplete(reading, variable, at)
    under, is_under = at.beneath(variable.level)
    some = some_of(select(under.unit.c.unit_id).where(is_under))
    return not_(or_(some, has_childless(variable, at)))


def _none_beneath(reading: Reading, variable: StoredVariable, at: UnitRef) -> Truth:
    """Whether a title or portrayal is itself `none` for a set of the units beneath (R13, R25).

    False if one has a code, undetermined if one beneath is open or there is none to look at.
    """
    under, is_under = at.beneath(variable.level)
    found = outcome_at(reading, variable, NONE_ID, under)
    truth = has_none(reading, variable, under)

    def some(condition: ColumnElement[bool]) -> Truth:
        return some_of(select(under.unit.c.unit_id).where(is_under, condition))

    applies = found != Outcome.NOT_APPLICABLE.sql
    is_none = some(found == Outcome.YES.sql)
    others_open = or_(some(and_(found != Outcome.YES.sql, applies)), has_childless(variable, at))
    nobody = (
        screened_none(at) if at.level == "title" and variable.level != "episode" else not_(true())
    )
    empty = not_(some_of(select(under.unit.c.unit_id).where(is_under)))
    return case(
        (some(and_(applies, not_(truth))), not_(true())),
        (and_(is_none, not_(others_open)), true()),
        (and_(empty, nobody, not_(has_childless(variable, at))), true()),
        (and_(not_(empty), not_(some(applies)), not_(has_childless(variable, at))), not_(true())),
        else_=null(),
    )


def _range(reading: Reading, variable: StoredVariable, value: Range, at: UnitRef) -> Truth:
    if variable.type == "number":
        low = None if value.low is None else parse_number(value.low)
        high = None if value.high is None else parse_number(value.high)
        return _number(reading, variable, low, high, at)
    if variable.type != "ordinal":
        raise InvalidValue(
            f"{variable.key} has no order, so it has no range",
            hint=f"name its codes: {variable.key}:A,B",
        )
    within = _codes_within(variable, value)
    return or_(*(so(outcome_at(reading, variable, node.code_id, at)) for node in within))


def _codes_within(variable: StoredVariable, value: Range) -> tuple[Node, ...]:
    """The codes of an ordinal that lie in a range, its ends included."""
    keys = [node.key for node in variable.codes]
    ends = []
    for end in (value.low, value.high):
        node = None if end is None else variable.node(end)
        if end is not None and node is None:
            raise unknown_code(variable, end)
        ends.append(node)
    low_end, high_end = ends
    first = 0 if low_end is None else keys.index(low_end.key)
    last = len(keys) - 1 if high_end is None else keys.index(high_end.key)
    within = variable.codes[first : last + 1]
    if not within:
        raise InvalidValue(f"the range runs backwards: the order is {', '.join(keys)}")
    return within


def _number(
    reading: Reading, variable: StoredVariable, low: float | None, high: float | None, at: UnitRef
) -> Truth:
    """Whether a settled number lies in a range, ends included."""
    settled = reading.settled()
    value = settled.ballot.c.mean
    ends = [value >= low] if low is not None else []
    if high is not None:
        ends.append(value <= high)
    outside = or_(*(not_(end) for end in ends))
    inside = (
        select(case((outside, not_(true())), else_=true()))
        .select_from(settled.units)
        .where(settled.are(variable.variable_id, at.id_of(variable.level)))
    )
    return by_outcome(
        outcome_at(reading, variable, UNNAMED, at),
        {Outcome.YES: value_of(inside), Outcome.NOT_APPLICABLE: not_(true())},
        null(),
    )


def _property(
    reading: Reading, variable: StoredVariable, name: str, value: Word | Range, at: UnitRef
) -> Truth:
    carried = _carried(variable, name, value)
    found = [so(outcome_at(reading, variable, node.code_id, at)) for node in carried]
    # Where no code lies in the range, nobody assigned one: as for a node that nobody named.
    truth = or_(*found) if found else so(outcome_at(reading, variable, UNNAMED, at))
    return not_(truth) if isinstance(value, Word) and value.text == "none" else truth


def _carried(variable: StoredVariable, name: str, value: Word | Range) -> list[Node]:
    """The values of a property that a word or a range names; all of them for `any` and `none`."""
    nodes = variable.properties.get(name)
    if nodes is None:
        near = nearest(name, variable.properties)
        raise InvalidValue(
            f"the codes of {variable.key} have no property {quoted(name)}",
            hint="their properties: " + (", ".join(variable.properties) or "none"),
            candidates=[f"{variable.key}.{each}" for each in near],
        )
    if isinstance(value, Range):
        chosen = _within(value, nodes)
    elif value.text in {"any", "none"}:
        chosen = list(nodes)
    elif value.text in nodes:
        chosen = [value.text]
    else:
        raise InvalidValue(
            f"no code of {variable.key} has the {name} {quoted(value.text)}",
            candidates=nearest(value.text, nodes),
            hint=f"it is one of {', '.join(nodes)}" if len(nodes) < 12 else None,
        )
    return [nodes[each] for each in chosen]


def _within(value: Range, nodes: Mapping[str, Node]) -> list[str]:
    """The values of a property that lie in a range of numbers."""
    low = None if value.low is None else parse_number(value.low)
    high = None if value.high is None else parse_number(value.high)
    chosen = []
    for each in nodes:
        try:
            number = parse_number(each)
        except InvalidValue:
            continue
        if (low is None or number >= low) and (high is None or number <= high):
            chosen.append(each)
    return chosen
