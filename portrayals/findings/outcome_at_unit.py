"""What was found of a variable at a place: the outcome at a node, the state, the derived value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from graphlib import TopologicalSorter
from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, case, func, not_, null, or_, select, true

from portrayals.findings.outcome import Outcome, OutcomeColumn, by_outcome
from portrayals.findings.reading import Reading, Truth
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_ref import Place, is_below, screened_none, some_of, value_of
from portrayals.language.syntax import Query, Term, leaves
from portrayals.tables.literals import number, word

#: The outcome at a node that nobody named: `no`, or the state that the unit is in.
UNNAMED: Final = -1

#: What a derived variable can be instead of one of its codes.
WITHOUT_VALUE: Final = (Outcome.UNDETERMINED, Outcome.NOT_CODED)


def so(found: OutcomeColumn) -> Truth:
    """The truth of "it is there": undetermined where the outcome is neither yes nor no (R24)."""
    no = not_(true())
    truths = {Outcome.YES: true(), Outcome.NO: no, Outcome.NOT_APPLICABLE: no}
    return by_outcome(found, truths, null())


def outcome_at(
    reading: Reading, variable: StoredVariable, node_id: int, at: Place
) -> OutcomeColumn:
    """The outcome at one node for the unit of the variable's level at, or above, a place (R15)."""
    if variable.key in reading.values:
        return derived_outcome(reading.values[variable.key], _key(variable, node_id))
    if variable.level != at.level:
        over, is_over = at.above(variable.level)
        found = outcome_at(reading.above(over.level), variable, node_id, over)
        return value_of(select(found).where(is_over))
    if variable.derived:
        return derived_outcome(derived_value(reading, variable, at), _key(variable, node_id))
    return asked(reading, variable, at, _settled(reading, variable, node_id, at))


def _key(variable: StoredVariable, node_id: int) -> str | None:
    return next((node.key for node in variable.nodes if node.code_id == node_id), None)


def _settled(reading: Reading, variable: StoredVariable, node_id: int, at: Place) -> OutcomeColumn:
    unit_id = at.id_of(variable.level)
    known = reading.known.get((variable.variable_id, node_id, unit_id))
    if known is not None:
        return known
    settled = reading.settled()
    # Joined, and not asked for within the row: questions upon questions are nested deep enough.
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


def is_asked(reading: Reading, variable: StoredVariable, at: Place) -> Truth | None:
    """The truth of `asked_when` (R10); None of a variable that is always asked."""
    if variable.asked_when is None or variable.asked_when_text is None:
        return None
    return reading.ask(reading, variable.asked_when, variable.asked_when_text, at)


def asked(
    reading: Reading, variable: StoredVariable, at: Place, found: OutcomeColumn
) -> OutcomeColumn:
    """Not applicable where `asked_when` is false of the findings, else as found (R10)."""
    wanted = is_asked(reading, variable, at)
    return (
        found if wanted is None else case((not_(wanted), Outcome.NOT_APPLICABLE.sql), else_=found)
    )


def derived_outcome(value: ColumnElement[str], key: str | None) -> OutcomeColumn:
    """The outcome at one code of a derived variable, given its value; at None, where no code is."""
    named = {state.word: state.sql for state in WITHOUT_VALUE}
    if key is not None:
        named[key] = Outcome.YES.sql
    return case(named, value=value, else_=Outcome.NO.sql)


def derived_value(reading: Reading, variable: StoredVariable, at: Place) -> ColumnElement[str]:
    """The key of a derived variable's code, `undetermined` or `not-coded` (R27).

    The derived variables that it uses of the same unit, or of those above it, are worked out before
    it, each once: written out wherever a rule names them, they would grow with every one that names
    another twice.
    """
    known = reading.values.get(variable.key)
    if known is not None:
        return known
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
    value = _value_by_rules(replace(reading, values=values), variable, at)
    return value if before is None else value_of(select(value).select_from(before))


def _value_above(reading: Reading, variable: StoredVariable, at: Place) -> ColumnElement[str]:
    """The value of a derived variable of the unit of a place, or of one above it."""
    if variable.level == at.level:
        return _value_by_rules(reading, variable, at)
    over, is_over = at.above(variable.level)
    value = _value_by_rules(reading.above(over.level), variable, over)
    return value_of(select(value).where(is_over))


def _used_before(reading: Reading, variable: StoredVariable) -> list[list[StoredVariable]]:
    """The derived variables of its own level, and of those above, that one uses, through others if
    need be: those that use none of them, those that use these, and so on."""
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


def _value_by_rules(reading: Reading, variable: StoredVariable, at: Place) -> ColumnElement[str]:
    """The first rule that is true gives the value, unless a rule before it is undetermined and
    would give another."""
    truths = [reading.ask(reading, when, text, at) for when, text in _rules(variable)]
    tested = (
        select(*(truth.label(f"rule_{place}") for place, truth in enumerate(truths)))
        .correlate_except()
        .subquery()
    )
    columns = [tested.c[f"rule_{place}"] for place in range(len(truths))]
    values = [then for _, then in variable.rules_text]

    def unless_open(value: str, before: int) -> ColumnElement[str]:
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
        return outcome_at(reading, source, UNNAMED, at) == Outcome.NOT_CODED.sql
    under, is_under = at.beneath(source.level)
    touched = outcome_at(reading, source, UNNAMED, under) != Outcome.NOT_CODED.sql
    somewhere = some_of(select(under.unit.c.unit_id).where(is_under, touched))
    if at.level == "title" and source.level != "episode":
        return not_(or_(somewhere, screened_none(at)))
    return not_(somewhere)


def inputs_of(book: Book, variable: StoredVariable) -> tuple[StoredVariable, ...]:
    """The coded variables that a derived one is computed from, through others if need be."""
    seen: dict[str, StoredVariable] = {}

    def look(at: StoredVariable) -> None:
        for when, _ in at.rules:
            for source in _variables(book, when):
                if source.key not in seen:
                    seen[source.key] = source
                    look(source)

    look(variable)
    return tuple(each for each in seen.values() if not each.derived)


def named(query: Query) -> Iterator[str]:
    """The field of each term of a query."""
    return (leaf.field for leaf in leaves(query) if isinstance(leaf, Term))


def has_value(reading: Reading, variable: StoredVariable, at: Place) -> Truth:
    """The truth of `variable:any`: some code of a set, or a value at all (R6, R7)."""
    if variable.type == "multi":
        found, of_yes = outcome_at(reading, variable, NONE_ID, at), not_(true())
    else:
        found, of_yes = outcome_at(reading, variable, UNNAMED, at), true()
    truths = {Outcome.YES: of_yes, Outcome.NO: true(), Outcome.NOT_APPLICABLE: not_(true())}
    return by_outcome(found, truths, null())


def is_unsettled(reading: Reading, variable: StoredVariable, at: Place) -> Truth:
    """Whether the votes leave anything of the variable open; always true or false."""
    if variable.derived:
        return outcome_at(reading, variable, UNNAMED, at) == Outcome.UNSETTLED.sql
    if variable.assent is not None:
        return outcome_at(reading, variable, variable.assent.code_id, at) == Outcome.UNSETTLED.sql
    settled = reading.settled()
    some_node = some_of(
        select(settled.node.c.code_id)
        .select_from(settled.nodes)
        .where(
            settled.are(variable.variable_id, at.id_of(variable.level)),
            settled.node.c.code_id != number(NONE_ID),
            settled.at_node == Outcome.UNSETTLED.sql,
        )
    )
    state = outcome_at(reading, variable, UNNAMED, at) == Outcome.UNSETTLED.sql
    return or_(state, some_node)
