"""What was found of a variable at a place: the outcome at a node, the state, the derived value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from graphlib import TopologicalSorter
from typing import Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Label,
    and_,
    case,
    func,
    not_,
    null,
    or_,
    select,
    true,
)

from portrayals.findings.outcome import (
    Outcome,
    OutcomeColumn,
    by_outcome,
    is_incomplete,
    is_settled,
    is_yes,
)
from portrayals.findings.reading import Reading, Truth
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_ref import (
    UnitRef,
    childless,
    is_below,
    screened_none,
    some_of,
    value_of,
)
from portrayals.language.syntax import Query, Term, leaves
from portrayals.tables.literals import number, word

#: The outcome at a node that nobody named: `no`, or the state that the unit is in.
UNNAMED: Final = -1

#: What a derived variable can be other than one of its codes.
WITHOUT_VALUE: Final = (Outcome.UNDETERMINED, Outcome.NOT_CODED)

#: The prefix of a derived value that rests on something incomplete (R27).
INCOMPLETE_MARK: Final = "~"

#: The values of derived variables of which several codes are possible.
OPEN_VALUES: Final = (Outcome.UNDETERMINED.word, f"{INCOMPLETE_MARK}{Outcome.UNDETERMINED.word}")


def so(found: OutcomeColumn) -> Truth:
    """The truth of "it is there": undetermined where the outcome is neither yes nor no (R24)."""
    no = not_(true())
    truths = {Outcome.YES: true(), Outcome.NO: no, Outcome.NOT_APPLICABLE: no}
    return by_outcome(found, truths | _known(true(), no), null())


def _known(yes: Truth, no: Truth) -> dict[Outcome, Truth]:
    """The truth values of what is known about an incomplete unit (R24)."""
    return {Outcome.INCOMPLETE_YES: yes, Outcome.INCOMPLETE_NO: no}


def outcome_at(
    reading: Reading, variable: StoredVariable, node_id: int, at: UnitRef
) -> OutcomeColumn:
    """The outcome at one node for the unit at the variable's level, at or above a place (R15)."""
    if variable.key in reading.values:
        return derived_outcome(variable, reading.values[variable.key], _key(variable, node_id))
    if variable.level != at.level:
        over, is_over = at.above(variable.level)
        found = outcome_at(reading.above(over.level), variable, node_id, over)
        return value_of(select(found).where(is_over))
    if variable.derived:
        value = derived_value(reading, variable, at)
        return derived_outcome(variable, value, _key(variable, node_id))
    return asked(reading, variable, at, _settled(reading, variable, node_id, at))


def _key(variable: StoredVariable, node_id: int) -> str | None:
    return next((node.key for node in variable.nodes if node.code_id == node_id), None)


def _settled(
    reading: Reading, variable: StoredVariable, node_id: int, at: UnitRef
) -> OutcomeColumn:
    unit_id = at.id_of(variable.level)
    known = reading.known.get((variable.variable_id, node_id, unit_id))
    if known is not None:
        return known
    settled = reading.settled()
    # Joined, not a subquery in the row: the subqueries are nested deeply enough.
    source, found = settled.units, settled.outcome
    if node_id != UNNAMED:
        named = and_(settled.of_ballot, settled.node.c.code_id == number(node_id))
        source = source.outerjoin(settled.node, named)
        found = func.coalesce(settled.at_node, found)
    of_unit = settled.are(variable.variable_id, unit_id)
    row = value_of(select(found).select_from(source).where(of_unit))
    known = func.coalesce(row, Outcome.NOT_CODED.sql)
    reading.known[variable.variable_id, node_id, unit_id] = known
    return known


def is_asked(reading: Reading, variable: StoredVariable, at: UnitRef) -> Truth | None:
    """The truth of `asked_when` (R10); None for a variable that is always asked."""
    if variable.asked_when is None or variable.asked_when_text is None:
        return None
    by = reading.of_asking()
    return reading.ask(by, variable.asked_when, variable.asked_when_text, at)


def asked(
    reading: Reading, variable: StoredVariable, at: UnitRef, found: OutcomeColumn
) -> OutcomeColumn:
    """Not applicable where `asked_when` is false for the findings, else as found (R10)."""
    wanted = is_asked(reading, variable, at)
    return (
        found if wanted is None else case((not_(wanted), Outcome.NOT_APPLICABLE.sql), else_=found)
    )


def derived_outcome(
    variable: StoredVariable, value: ColumnElement[str], key: str | None
) -> OutcomeColumn:
    """The outcome at one code of a derived variable, given its value; for None, at no code."""
    named = {state.word: state.sql for state in WITHOUT_VALUE}
    named |= {f"{INCOMPLETE_MARK}{node.key}": Outcome.INCOMPLETE_NO.sql for node in variable.nodes}
    named[OPEN_VALUES[1]] = Outcome.INCOMPLETE.sql
    if key is not None:
        named[key] = Outcome.YES.sql
        named[f"{INCOMPLETE_MARK}{key}"] = Outcome.INCOMPLETE_YES.sql
    return case(named, value=value, else_=Outcome.NO.sql)


class DerivedValue(NamedTuple):
    """The result of a derived variable: its state, and its code where that is known.

    The state applies at all other codes.
    """

    state: Outcome
    key: str | None


def read_derived(value: str) -> DerivedValue:
    """Reads the value that `derived_value` returns."""
    without = {state.word: state for state in WITHOUT_VALUE}
    if value in without:
        return DerivedValue(without[value], None)
    if value == OPEN_VALUES[1]:
        return DerivedValue(Outcome.INCOMPLETE, None)
    if value.startswith(INCOMPLETE_MARK):
        return DerivedValue(Outcome.INCOMPLETE_NO, value.removeprefix(INCOMPLETE_MARK))
    return DerivedValue(Outcome.NO, value)


def derived_value(reading: Reading, variable: StoredVariable, at: UnitRef) -> ColumnElement[str]:
    """The key of a derived variable's code, `undetermined` or `not-coded` (R27); where it rests on
    what is incomplete, a value for `read_derived`."""
    known = reading.values.get(variable.key)
    if known is not None:
        return known
    return _worked_out(reading, variable, at, _value_by_rules)


def possible_codes(reading: Reading, variable: StoredVariable, at: UnitRef) -> ColumnElement[str]:
    """The keys of the codes that a derived variable may have (R16), a comma around each: those of
    the rules that are not false, up to the first that is true."""
    return _worked_out(reading, variable, at, _possible_by_rules)


def _worked_out(
    reading: Reading,
    variable: StoredVariable,
    at: UnitRef,
    by_rules: Callable[[Reading, StoredVariable, UnitRef], ColumnElement[str]],
) -> ColumnElement[str]:
    """The value that the rules of a derived variable give.

    The derived variables it uses, of the same unit or those above it, are computed first, each
    once: written out wherever a rule names them, the SQL would grow with every one that names
    another twice.
    """
    before: FromClause | None = None
    values = dict(reading.values)
    for together in _used_before(reading, variable):
        told = replace(reading, values=values)
        columns = () if before is None else tuple(before.c)
        rows = select(
            *columns, *(_value_above(told, each, at).label(each.key) for each in together)
        )
        before = rows.correlate_except(*(() if before is None else (before,))).subquery()
        values |= {column.name: column for column in before.c}
    value = by_rules(replace(reading, values=values), variable, at)
    return value if before is None else value_of(select(value).select_from(before))


def _value_above(reading: Reading, variable: StoredVariable, at: UnitRef) -> ColumnElement[str]:
    """The value of a derived variable for the unit of a place, or for one above it."""
    if variable.level == at.level:
        return _value_by_rules(reading, variable, at)
    over, is_over = at.above(variable.level)
    value = _value_by_rules(reading.above(over.level), variable, over)
    return value_of(select(value).where(is_over))


def _used_before(reading: Reading, variable: StoredVariable) -> list[list[StoredVariable]]:
    """The derived variables at its own level and above that one uses, directly or through others:
    first those that use no others, then those that use these, and so on."""
    uses: dict[str, set[str]] = {}
    waiting = [variable]
    while waiting:
        user = waiting.pop()
        if user.key in uses:
            continue
        uses[user.key] = set()
        for when, _ in user.rules:
            for source in _variables(reading.book, when):
                here = source.level == variable.level or is_below(variable.level, source.level)
                if source.derived and here and source.key not in reading.values:
                    uses[user.key].add(source.key)
                    waiting.append(source)
    order = TopologicalSorter(uses)
    order.prepare()
    layers = []
    while order.is_active():
        ready = sorted(order.get_ready())
        order.done(*ready)
        layers.append([reading.book.variables[key] for key in ready])
    return layers[:-1]  # the last is the variable itself


def _variables(book: Book, query: Query) -> Iterator[StoredVariable]:
    """The variables that a query names."""
    return (book.variables[name] for name in named(query) if name in book.variables)


def _value_by_rules(reading: Reading, variable: StoredVariable, at: UnitRef) -> ColumnElement[str]:
    """The first rule that is true gives the value, unless a rule before it is undetermined and
    would give another; a value computed from something incomplete is incomplete (R27)."""
    truths = _truths(reading, variable, at)
    partly = [_is_partly_coded(reading, source, at) for source in _rests_on(reading, variable, at)]
    tested = select(*truths, *([or_(*partly).label("partly")] if partly else []))
    tested_by = tested.correlate_except().subquery()
    columns = [tested_by.c[each.name] for each in truths]
    values = [then for _, then in variable.rules_text]

    def unless_open(value: str, before: int) -> ColumnElement[str]:
        rivals = [c.is_(None) for c, v in zip(columns[:before], values, strict=False) if v != value]
        return (
            case((or_(*rivals), word("undetermined")), else_=word(value)) if rivals else word(value)
        )

    chosen: ColumnElement[str] = case(
        *(
            (column, unless_open(value, place))
            for place, (column, value) in enumerate(zip(columns, values, strict=True))
        ),
        else_=unless_open(variable.otherwise or "undetermined", len(values)),
    )
    if partly:
        chosen = case((tested_by.c.partly, word(INCOMPLETE_MARK)), else_=word("")) + chosen
    settled = value_of(select(chosen).select_from(tested_by))
    nobody = [untouched(reading, source, at) for source in inputs_of(reading.book, variable)]
    return case((and_(*nobody), word("not-coded")), else_=settled) if nobody else settled


def _possible_by_rules(
    reading: Reading, variable: StoredVariable, at: UnitRef
) -> ColumnElement[str]:
    truths = _truths(reading, variable, at)
    tested = select(*truths).correlate_except().subquery()
    rules = [tested.c[each.name] for each in truths]
    values = [*(then for _, then in variable.rules_text), variable.otherwise or "undetermined"]
    first_true = case(
        *((rule, number(place)) for place, rule in enumerate(rules)), else_=number(len(rules))
    )
    listed: ColumnElement[str] = word(",")
    for value in dict.fromkeys(values):
        places = [place for place, each in enumerate(values) if each == value]
        open_before = (
            and_(rules[place].is_(None), first_true > place)
            for place in places
            if place < len(rules)
        )
        may_be = or_(first_true.in_([number(place) for place in places]), *open_before)
        listed = listed + case((may_be, word(f"{value},")), else_=word(""))
    return value_of(select(listed).select_from(tested))


def _truths(reading: Reading, variable: StoredVariable, at: UnitRef) -> list[Label[bool]]:
    """The truth of each rule of a derived variable."""
    return [
        reading.ask(reading, when, text, at).label(f"rule_{place}")
        for place, (when, text) in enumerate(_rules(variable))
    ]


def _rests_on(
    reading: Reading, variable: StoredVariable, at: UnitRef
) -> tuple[StoredVariable, ...]:
    """The variables that make a derived one incomplete where they are, each once: those that its
    rules name, and instead of a derived one of the same unit what that rests on."""
    found: dict[str, StoredVariable] = {}
    waiting, seen = [variable], {variable.key}
    while waiting:
        for when, _ in waiting.pop().rules:
            for source in _variables(reading.book, when):
                if not source.derived or source.level != at.level:
                    found[source.key] = source
                elif source.key not in seen:
                    seen.add(source.key)
                    waiting.append(source)
    return tuple(found.values())


def _is_partly_coded(reading: Reading, source: StoredVariable, at: UnitRef) -> Truth:
    """Whether a variable is incomplete for the unit of a place (R6, R12); always true or false."""
    if is_below(source.level, at.level):
        return is_rolled_incomplete(reading, source, at)
    return is_incomplete(outcome_at(reading, source, UNNAMED, at))


def is_rolled_incomplete(reading: Reading, variable: StoredVariable, at: UnitRef) -> Truth:
    """Whether a unit beneath is not in n, or a portrayal has no relationships (R12)."""
    under, is_under = at.beneath(variable.level)
    found = outcome_at(reading, variable, UNNAMED, under)
    complete = or_(is_settled(found), found == Outcome.NOT_APPLICABLE.sql)
    some = some_of(select(under.unit.c.unit_id).where(is_under, not_(complete)))
    return or_(some, has_childless(variable, at))


def has_childless(variable: StoredVariable, at: UnitRef) -> Truth:
    """Whether a title has a portrayal without relationships, if the variable is about those."""
    if variable.level != "relationship" or at.level != "title":
        return not_(true())
    alone, is_alone = at.beneath("portrayal")
    return some_of(select(alone.unit.c.unit_id).where(is_alone, childless(alone)))


def _rules(variable: StoredVariable) -> Iterator[tuple[Query, str]]:
    for (when, _), (text, _) in zip(variable.rules, variable.rules_text, strict=True):
        yield when, text


def untouched(reading: Reading, source: StoredVariable, at: UnitRef) -> ColumnElement[bool]:
    """Whether an input of a derived variable is not coded, anywhere beneath if it lies there."""
    if not is_below(source.level, at.level):
        return outcome_at(reading, source, UNNAMED, at) == Outcome.NOT_CODED.sql
    under, is_under = at.beneath(source.level)
    touched = outcome_at(reading, source, UNNAMED, under) != Outcome.NOT_CODED.sql
    somewhere = some_of(select(under.unit.c.unit_id).where(is_under, touched))
    if at.level == "title" and source.level != "episode":
        people, are_there = at.beneath("portrayal")
        somebody = some_of(select(people.unit.c.unit_id).where(are_there))
        return not_(or_(somewhere, and_(screened_none(at), not_(somebody))))
    return not_(somewhere)


def inputs_of(book: Book, *variables: StoredVariable) -> tuple[StoredVariable, ...]:
    """The coded variables that derived ones are computed from, through others if need be."""
    seen: dict[str, StoredVariable] = {}

    def look(at: StoredVariable) -> None:
        for when, _ in at.rules:
            for source in _variables(book, when):
                if source.key not in seen:
                    seen[source.key] = source
                    look(source)

    for variable in variables:
        look(variable)
    return tuple(each for each in seen.values() if not each.derived)


def named(query: Query) -> Iterator[str]:
    """The field of each term of a query."""
    return (leaf.field for leaf in leaves(query) if isinstance(leaf, Term))


def has_none(reading: Reading, variable: StoredVariable, at: UnitRef) -> Truth:
    """The truth of `variable:none` for a unit of the variable's level, or one above it (R7).

    What `none` denies may have changed since (R5); if a code was found, the answer is not none.
    """
    found = outcome_at(reading, variable, NONE_ID, at)
    if variable.derived:
        return so(found)
    some = _some_node(reading, variable, at, is_yes)
    return case((and_(found == Outcome.NOT_CODED.sql, some), not_(true())), else_=so(found))


def has_value(reading: Reading, variable: StoredVariable, at: UnitRef) -> Truth:
    """The truth of `variable:any`: some code of a set, or a value at all (R6, R7)."""
    yes, no = true(), not_(true())
    if variable.type != "multi":
        found = outcome_at(reading, variable, UNNAMED, at)
        truths = {Outcome.YES: yes, Outcome.NO: yes, Outcome.NOT_APPLICABLE: no}
        return by_outcome(found, truths | _known(yes, yes), null())
    found = outcome_at(reading, variable, NONE_ID, at)
    truths = {Outcome.YES: no, Outcome.NO: yes, Outcome.NOT_APPLICABLE: no}
    if variable.derived or is_below(variable.level, at.level):
        return by_outcome(found, truths | _known(no, yes), null())
    # What `none` denies may have changed since (R5); a code that was found is there nevertheless.
    some = _some_node(reading, variable, at, is_yes)
    later = by_outcome(found, {Outcome.NOT_CODED: case((some, yes), else_=null())}, null())
    return by_outcome(found, truths | _known(no, yes), later)


def _some_node(
    reading: Reading,
    variable: StoredVariable,
    at: UnitRef,
    of: Callable[[OutcomeColumn], ColumnElement[bool]],
) -> Truth:
    """Whether any code that somebody named has such an outcome; always true or false."""
    settled = reading.settled()
    of_unit = settled.are(variable.variable_id, at.id_of(variable.level))
    code_id = settled.node.c.code_id
    rows = select(code_id).select_from(settled.nodes)
    return some_of(rows.where(of_unit, code_id != number(NONE_ID), of(settled.at_node)))


def is_unsettled(reading: Reading, variable: StoredVariable, at: UnitRef) -> Truth:
    """Whether the votes leave anything of the variable open; always true or false."""
    if variable.derived:
        return outcome_at(reading, variable, UNNAMED, at) == Outcome.UNSETTLED.sql
    if variable.assent is not None:
        return outcome_at(reading, variable, variable.assent.code_id, at) == Outcome.UNSETTLED.sql
    some_node = _some_node(reading, variable, at, lambda each: each == Outcome.UNSETTLED.sql)
    state = outcome_at(reading, variable, UNNAMED, at) == Outcome.UNSETTLED.sql
    return or_(state, some_node)
