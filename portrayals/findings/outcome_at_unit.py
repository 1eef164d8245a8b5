"""What was found of a variable at a place: the outcome at a node, the state, the derived value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    func,
    not_,
    null,
    or_,
    select,
    true,
)

from portrayals.findings.policies import (
    NO,
    YES,
    Outcome,
    number_outcome,
    outcome,
    policy_for,
    votes_at,
    word,
)
from portrayals.findings.reading import Reading, Truth
from portrayals.findings.stored_codebook import NONE_ID, Book, StoredVariable
from portrayals.findings.unit_ref import Place, is_below, screened_none, some_of, value_of
from portrayals.language.syntax import Query, Term, leaves

#: The outcome at a node that nobody named: `no`, or the state that the unit is in.
UNNAMED: Final = -1

#: Of a unit that was not to be asked, which has the outcome not-applicable at every node.
UNASKED: Final = "unasked"

#: What a derived variable can be instead of one of its codes.
WITHOUT_VALUE: Final = ("undetermined", "not-coded")


def so(found: Outcome) -> Truth:
    """The truth of "it is there": undetermined where the outcome is neither yes nor no (R24)."""
    return case(
        {YES: true(), NO: not_(true()), "not-applicable": not_(true())}, value=found, else_=null()
    )


def outcome_at(
    reading: Reading,
    variable: StoredVariable,
    node_id: int,
    at: Place,
    unasked: str = "not-applicable",
) -> Outcome:
    """The outcome at one node for the unit of the variable's level at, or above, a place (R15)."""
    if variable.level != at.level:
        over, is_over = at.above(variable.level)
        found = select(outcome_at(reading, variable, node_id, over, unasked)).where(is_over)
        return value_of(found)
    if variable.derived:
        return derived_outcome(derived_value(reading, variable, at), _key(variable, node_id))
    return asked(reading, variable, at, _tallied(reading, variable, node_id, at), unasked)


def _key(variable: StoredVariable, node_id: int) -> str | None:
    return next((node.key for node in variable.nodes if node.code_id == node_id), None)


def _tallied(reading: Reading, variable: StoredVariable, node_id: int, at: Place) -> Outcome:
    policy = policy_for(reading.policy, variable.type)
    if node_id == UNNAMED and policy == "any" and variable.assent is not None:
        node_id = variable.assent.code_id  # one yes settles the state too (R20)
    if variable.type in {"number", "text"}:
        unit = reading.tally.alias()
        row = select(number_outcome(policy, unit.c, variable.tolerance)).where(
            unit.c.variable_id == variable.variable_id, unit.c.unit_id == at.id_of(variable.level)
        )
    elif node_id in {NONE_ID, UNNAMED}:
        told = reading.answered(policy)
        found = told.c.none if node_id == NONE_ID else told.c.unnamed
        row = select(found).where(
            told.c.variable_id == variable.variable_id, told.c.unit_id == at.id_of(variable.level)
        )
    else:
        denied = variable.denial is not None and node_id == variable.denial.code_id
        node = (reading.denied if denied else reading.settled)(policy)
        row = select(node.c.outcome).where(
            node.c.variable_id == variable.variable_id,
            node.c.unit_id == at.id_of(variable.level),
            node.c.code_id == node_id,
        )
    return func.coalesce(value_of(row), word("not-coded"))


def asked(
    reading: Reading,
    variable: StoredVariable,
    at: Place,
    found: Outcome,
    unasked: str = "not-applicable",
) -> Outcome:
    """`unasked` where `asked_when` is false of the findings, else as found (R10)."""
    if variable.asked_when is None or variable.asked_when_text is None:
        return found
    wanted = reading.ask(reading, variable.asked_when, variable.asked_when_text, at)
    return case((not_(wanted), word(unasked)), else_=found)


def derived_outcome(value: Outcome, key: str | None) -> Outcome:
    """The outcome at one code of a derived variable, given its value."""
    named = {state: word(state) for state in WITHOUT_VALUE}
    if key is not None:
        named[key] = word(YES)
    return case(named, value=value, else_=word(NO))


def derived_value(reading: Reading, variable: StoredVariable, at: Place) -> Outcome:
    """The key of a derived variable's code, `undetermined` or `not-coded` (R27).

    The first rule that is true gives the value, unless a rule before it is undetermined and would
    give another.
    """
    truths = [reading.ask(reading, when, text, at) for when, text in _rules(variable)]
    tested = (
        select(*(truth.label(f"rule_{place}") for place, truth in enumerate(truths)))
        .correlate_except()
        .subquery()
    )
    columns = [tested.c[f"rule_{place}"] for place in range(len(truths))]
    values = [then for _, then in variable.rules_text]

    def unless_open(value: str, before: int) -> Outcome:
        rivals = [c.is_(None) for c, v in zip(columns[:before], values, strict=False) if v != value]
        return (
            case((or_(*rivals), word("undetermined")), else_=word(value)) if rivals else word(value)
        )

    chosen = case(
        *(
            (column, unless_open(value, place))
            for place, (column, value) in enumerate(zip(columns, values, strict=True))
        ),
        else_=unless_open(variable.otherwise or "undetermined", len(values)),
    )
    settled = value_of(select(chosen).select_from(tested))
    nobody = [untouched(reading, source, at) for source in inputs_of(reading.book, variable)]
    return case((and_(*nobody), word("not-coded")), else_=settled) if nobody else settled


def _rules(variable: StoredVariable) -> Iterator[tuple[Query, str]]:
    for (when, _), (text, _) in zip(variable.rules, variable.rules_text, strict=True):
        yield when, text


def untouched(reading: Reading, source: StoredVariable, at: Place) -> ColumnElement[bool]:
    """Whether an input of a derived variable is not coded, anywhere beneath if it lies there."""
    if not is_below(source.level, at.level):
        return outcome_at(reading, source, UNNAMED, at) == word("not-coded")
    under, is_under = at.beneath(source.level)
    touched = outcome_at(reading, source, UNNAMED, under) != word("not-coded")
    somewhere = some_of(select(under.unit.c.unit_id).where(is_under, touched))
    if at.level == "title" and source.level != "episode":
        return not_(or_(somewhere, screened_none(at)))
    return not_(somewhere)


def inputs_of(book: Book, variable: StoredVariable) -> tuple[StoredVariable, ...]:
    """The coded variables that a derived one is computed from, through others if need be."""
    found: dict[str, StoredVariable] = {}
    for when, _ in variable.rules:
        for name in named(when):
            source = book.variables.get(name)
            if source is not None and source.derived:
                found |= {each.key: each for each in inputs_of(book, source)}
            elif source is not None:
                found[source.key] = source
    return tuple(found.values())


def named(query: Query) -> Iterator[str]:
    """The field of each term of a query."""
    return (leaf.field for leaf in leaves(query) if isinstance(leaf, Term))


def has_value(reading: Reading, variable: StoredVariable, at: Place) -> Truth:
    """The truth of `variable:any`: some code of a set, or a value at all (R6, R7)."""
    if variable.type == "multi":
        of_none = outcome_at(reading, variable, NONE_ID, at)
        found = {NO: true(), YES: not_(true()), "not-applicable": not_(true())}
        return case(found, value=of_none, else_=null())
    given = outcome_at(reading, variable, UNNAMED, at)
    valued = {YES: true(), NO: true(), "not-applicable": not_(true())}
    return case(valued, value=given, else_=null())


def is_unsettled(reading: Reading, variable: StoredVariable, at: Place) -> Truth:
    """Whether the votes leave anything of the variable open; always true or false."""
    if variable.derived:
        return outcome_at(reading, variable, UNNAMED, at) == word("unsettled")
    if variable.assent is not None:
        return outcome_at(reading, variable, variable.assent.code_id, at) == word("unsettled")
    unit, node = reading.tally.alias(), reading.tally_code.alias()
    policy = policy_for(reading.policy, variable.type)
    at_node = outcome(policy, unit.c, votes_at(node.c))
    same = and_(node.c.variable_id == unit.c.variable_id, node.c.unit_id == unit.c.unit_id)
    some_node = some_of(
        select(node.c.code_id)
        .select_from(unit.join(node, same))
        .where(
            unit.c.variable_id == variable.variable_id,
            unit.c.unit_id == at.id_of(variable.level),
            at_node == word("unsettled"),
        )
    )
    return or_(outcome_at(reading, variable, UNNAMED, at) == word("unsettled"), some_node)
