"""Writes the annotations of a file: what is new, what differs, and the evidence, all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Row, Select, and_, exists, func, not_, select

from portrayals.database.staging import staged
from portrayals.findings.settled import inputs_of, named
from portrayals.findings.settlement import Reading
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.tally import refresh, tally_of
from portrayals.findings.unit_ref import place
from portrayals.findings.votes import Voters
from portrayals.notation.plurals import counted
from portrayals.query.compile import ask
from portrayals.results.importing import Imported
from portrayals.services.importing.comparing import (
    differing_from_stored,
    leave,
    told_changes,
)
from portrayals.services.importing.outcome import (
    Manner,
    refuse_bad_rows,
    settle_changes,
    with_problems,
)
from portrayals.services.importing.staged_annotations import Codings, same_slot
from portrayals.services.importing.storing import Counts, store
from portrayals.tables import annotation, unit, wave


def write_codings(
    codings: Codings,
    manner: Manner,
    imported: Imported,
    *,
    evidence: Callable[[], int] | None = None,
) -> Imported:
    """Compares what was gathered with what is there, and writes it; what became of it.

    Raises InvalidRows for answers to what was not to be asked (R10), and what `settle_changes`
    raises. With `skip_bad` those rows are left out.
    """
    connection, problems = codings.connection, codings.problems
    codings.drop(problems.lines)
    kept = 0
    while True:
        manner.step("comparing")
        counts, differing = Counts(), differing_from_stored(codings)
        counts.changed = _number(codings, select(func.count()).select_from(differing))
        told = told_changes(codings, differing) if counts.changed else ()
        asked = replace(
            imported, changed=imported.changed + counts.changed, changes=(*imported.changes, *told)
        )
        if not settle_changes(manner, asked):
            kept, counts.changed = kept + counts.changed, 0
            leave(codings, differing)
        total = _number(codings, select(func.count()).select_from(codings.incoming))
        manner.step("writing")
        before = set(problems.lines)
        fresh = counts.changed > 0 or _any_new(codings)  # else it would be a change of nothing
        number = codings.change.number if fresh else 0  # its row must outlive the attempt
        with connection.begin_nested() as attempt:
            if fresh:
                store(codings, differing, counts, total)
            _tell_not_asked(codings)
            if problems.lines - before:
                attempt.rollback()
        if not problems.lines - before:
            break
        refuse_bad_rows(problems, manner, imported.file, imported.rows)
        codings.drop(problems.lines)
    pieces = evidence() if evidence is not None else 0
    if fresh:
        manner.step("counting the votes")
        written = annotation.c.change_id == number
        refresh(
            connection,
            variable_ids=_ids(codings, select(codings.incoming.c.variable_id)),
            units=select(annotation.c.unit_id).where(written),
        )
        _tell_unstated(codings)
    made = imported.made | ({"evidence": pieces} if pieces else {})
    done = replace(
        asked,
        added=imported.added + counts.added,
        changed=imported.changed + counts.changed,
        same=imported.same + total - counts.added - counts.changed,
        kept=imported.kept + kept,
        made=made,
    )
    return with_problems(done, problems)


def _any_new(codings: Codings) -> bool:
    incoming = codings.incoming
    there = exists().where(same_slot(annotation, incoming))
    new = select(incoming.c.line).where(not_(there)).limit(1)
    return codings.connection.execute(new).first() is not None


def _number(codings: Codings, rows: Select[int]) -> int:
    return codings.connection.execute(rows).scalar_one()


def _ids(codings: Codings, rows: Select[int]) -> list[int]:
    return list(codings.connection.execute(rows.distinct()).scalars())


def _tell_unstated(codings: Codings) -> None:
    """Says how many annotations were written of which nobody said how it is known."""
    incoming, judges = codings.incoming, codings.judges
    unsaid = select(judges.c.judge_id).where(
        func.coalesce(judges.c.basis, "unstated") == "unstated"
    )
    if codings.connection.execute(unsaid.limit(1)).first() is None:
        return
    written = exists().where(
        same_slot(annotation, incoming),
        annotation.c.change_id == codings.change.number,
        annotation.c.basis == "unstated",
    )
    number = _number(codings, select(func.count()).select_from(incoming).where(written))
    if number:
        codings.change.notices.append(
            f"{counted(number, 'annotation')} without a basis: unstated. "
            "Say how the coders know: --basis watched, documented …"
        )


def _tell_not_asked(codings: Codings) -> None:
    """A problem for each answer to a variable that its coder's own answers rule out (R10)."""
    book, incoming, connection = codings.change.book, codings.incoming, codings.connection
    present = set(_ids(codings, select(incoming.c.variable_id)))
    conditional = [
        each
        for each in book.variables.values()
        if each.variable_id in present and each.asked_when is not None
    ]
    if not conditional:
        return
    asking = {each.variable_id for name in conditional for each in _asking(book, name)}
    of_titles = staged(
        connection,
        select(unit.c.title_id).join(incoming, incoming.c.unit_id == unit.c.unit_id).distinct(),
        "title_id",
    )
    family = select(unit.c.unit_id).where(unit.c.title_id.in_(select(of_titles.c.title_id)))
    scope = and_(annotation.c.variable_id.in_(asking), annotation.c.unit_id.in_(family))
    judges = select(incoming.c.coder_id, wave.c.wave_id, wave.c.purpose).join(
        wave, wave.c.wave_id == incoming.c.wave_id
    )
    in_question = incoming.c.variable_id.in_([each.variable_id for each in conditional])
    for row in connection.execute(judges.where(in_question).distinct()).all():
        voters = Voters(row.coder_id, None if row.purpose == "main" else row.wave_id)
        own = Reading(book, "majority", ask, *tally_of(connection, voters, scope))
        for variable in conditional:
            _tell_not_asked_of(codings, variable, own, row)


def _asking(book: Book, variable: StoredVariable) -> set[StoredVariable]:
    """The coded variables that decide whether one is asked, and those that decide of them."""
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


def _tell_not_asked_of(
    codings: Codings, variable: StoredVariable, own: Reading, judge: Row[int, int, str]
) -> None:
    query, text = variable.asked_when, variable.asked_when_text
    if query is None or text is None:
        return
    incoming, said = codings.incoming, codings.answers
    at = place(variable.level)
    wrong = (
        select(incoming.c.line, at.unit.c.key)
        .join(said, said.c.answer_id == incoming.c.answer_id)
        .join(at.unit, at.unit.c.unit_id == incoming.c.unit_id)
        .where(
            incoming.c.variable_id == variable.variable_id,
            incoming.c.coder_id == judge.coder_id,
            incoming.c.wave_id == judge.wave_id,
            said.c.state != "not-applicable",
            not_(own.ask(own, query, text, at)),
        )
    )
    for each in codings.connection.execute(wrong.order_by(incoming.c.line)).all():
        codings.problems.add(
            each.line,
            variable.key,
            each.key,
            f"{variable.key} is asked only where {text}, which is not so by the coder's own coding",
        )
