"""Answers of a file that cannot be taken: not asked of their units (R10), or out of use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Row, exists, not_, select

from portrayals.database.staging import staged
from portrayals.findings.cast_ballots import Scope, Voters
from portrayals.findings.outcome_at_unit import inputs_of, named
from portrayals.findings.reading import Reading
from portrayals.findings.stored_ballots import ballots_of
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_ref import place
from portrayals.query.compile import ask
from portrayals.services.coding.values import inactive
from portrayals.services.importing.staged_annotations import Codings
from portrayals.tables import annotation, answer, answer_code, unit, wave
from portrayals.tables.coding import same_annotation
from portrayals.vocabulary import STATES


def tell_not_asked(codings: Codings) -> None:
    """A problem for each answer to a variable that its coder's own answers rule out (R10)."""
    book, incoming, connection = codings.change.book, codings.incoming, codings.connection
    present = set(codings.variable_ids())
    conditional = [
        each
        for each in book.variables.values()
        if each.variable_id in present and each.asked_when is not None
    ]
    if not conditional:
        return
    asking = {each.variable_id for name in conditional for each in deciding(book, name)}
    of_titles = staged(
        connection,
        select(unit.c.title_id).join(incoming, incoming.c.unit_id == unit.c.unit_id).distinct(),
        "title_id",
    )
    family = select(unit.c.unit_id).where(unit.c.title_id.in_(select(of_titles.c.title_id)))
    scope = Scope(sorted(asking), family)
    judges = select(incoming.c.coder_id, wave.c.wave_id, wave.c.purpose).join(
        wave, wave.c.wave_id == incoming.c.wave_id
    )
    in_question = incoming.c.variable_id.in_([each.variable_id for each in conditional])
    for row in connection.execute(judges.where(in_question).distinct()).all():
        voters = Voters(row.coder_id, None if row.purpose == "main" else row.wave_id)
        own = Reading(book, "majority", ask, ballots_of(connection, voters, scope))
        for asked_alike in _by_condition(conditional):
            _tell_not_asked_of(codings, asked_alike, own, row)


def deciding(book: Book, variable: StoredVariable) -> set[StoredVariable]:
    """The coded variables that decide whether one is asked, and those that decide about them."""
    found: set[StoredVariable] = set()
    waiting = [variable]
    while waiting:
        query = waiting.pop().asked_when
        for name in () if query is None else named(query):
            source = book.variables.get(name)
            if source is None:
                continue
            sources = inputs_of(book, source) if source.derived else (source,)
            new = set(sources) - found
            found |= new
            waiting += new
    return found


def _by_condition(variables: Iterable[StoredVariable]) -> Iterable[Sequence[StoredVariable]]:
    """The variables that are asked of the same units, together."""
    found: dict[tuple[str, str | None], list[StoredVariable]] = {}
    for each in variables:
        found.setdefault((each.level, each.asked_when_text), []).append(each)
    return found.values()


def _tell_not_asked_of(
    codings: Codings, asked_alike: Sequence[StoredVariable], own: Reading, judge: Row[int, int, str]
) -> None:
    query, text = asked_alike[0].asked_when, asked_alike[0].asked_when_text
    if query is None or text is None:
        return
    keys = {each.variable_id: each.key for each in asked_alike}
    incoming, at = codings.incoming, place(asked_alike[0].level)
    wrong = (
        select(incoming.c.line, incoming.c.variable_id, at.unit.c.key)
        .join(answer, answer.c.answer_id == incoming.c.answer_id)
        .join(at.unit, at.unit.c.unit_id == incoming.c.unit_id)
        .where(
            incoming.c.variable_id.in_([*keys]),
            incoming.c.coder_id == judge.coder_id,
            incoming.c.wave_id == judge.wave_id,
            answer.c.state != STATES.index("not-applicable"),
            not_(own.ask(own, query, text, at)),
        )
    )
    ordered = wrong.order_by(incoming.c.line, incoming.c.variable_id)
    for each in codings.connection.execute(ordered).all():
        key = keys[each.variable_id]
        reason = f"{key} is asked only where {text}, which is false in the coder's own coding"
        codings.problems.add(each.line, key, each.key, reason)


def tell_inactive(codings: Codings) -> None:
    """A problem for each answer with an inactive code, except where it is there already.

    An export of annotations has such codes: what was coded with them stays.
    """
    book, incoming = codings.change.book, codings.incoming
    retired = {
        node.code_id: (variable, node)
        for variable in book.variables.values()
        for node in variable.nodes
        if node.retired
    }
    if not retired:
        return
    there = exists().where(
        same_annotation(annotation, incoming), annotation.c.answer_id == incoming.c.answer_id
    )
    rows = (
        select(incoming.c.line, answer_code.c.code_id)
        .join(answer_code, answer_code.c.answer_id == incoming.c.answer_id)
        .where(answer_code.c.code_id.in_(retired), ~there)
    )
    for row in codings.connection.execute(rows.order_by(incoming.c.line)).all():
        variable, node = retired[row.code_id]
        codings.problems.refused(row.line, variable.key, node.key, inactive(variable, node))
