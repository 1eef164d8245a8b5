"""Writes the annotations of a file: what is new, what differs, and the evidence, all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Select, exists, func, not_, select

from portrayals.notation.plurals import counted
from portrayals.query.book import StoredVariable
from portrayals.query.place import place
from portrayals.query.reading import Reading
from portrayals.query.syntax import Query
from portrayals.query.truth import ask
from portrayals.query.votes import Voters
from portrayals.results.importing import Imported
from portrayals.services.importing.codings import Codings, same_slot
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
from portrayals.services.importing.storing import Counts, store
from portrayals.services.tallying import refresh, tally_of
from portrayals.tables import annotation, wave


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
    book = codings.change.book
    present = set(_ids(codings, select(codings.incoming.c.variable_id)))
    for variable in book.variables.values():
        query, text = variable.asked_when, variable.asked_when_text
        if variable.variable_id in present and query is not None and text is not None:
            _tell_not_asked_of(codings, variable, query, text)


def _tell_not_asked_of(codings: Codings, variable: StoredVariable, query: Query, text: str) -> None:
    incoming, said, book = codings.incoming, codings.answers, codings.change.book
    of_variable = incoming.c.variable_id == variable.variable_id
    judges = select(incoming.c.coder_id, wave.c.wave_id, wave.c.purpose).join(
        wave, wave.c.wave_id == incoming.c.wave_id
    )
    at = place(variable.level)
    for row in codings.connection.execute(judges.where(of_variable).distinct()).all():
        voters = Voters(row.coder_id, None if row.purpose == "main" else row.wave_id)
        own = Reading(book, "majority", ask, *tally_of(codings.connection, voters))
        wanted = own.ask(own, query, text, at)
        wrong = (
            select(incoming.c.line, at.unit.c.key)
            .join(said, said.c.answer_id == incoming.c.answer_id)
            .join(at.unit, at.unit.c.unit_id == incoming.c.unit_id)
            .where(
                of_variable,
                incoming.c.coder_id == row.coder_id,
                incoming.c.wave_id == row.wave_id,
                said.c.state != "not-applicable",
                not_(wanted),
            )
        )
        for each in codings.connection.execute(wrong.order_by(incoming.c.line)).all():
            codings.problems.add(
                each.line,
                variable.key,
                each.key,
                f"{variable.key} is asked only where {text}, which is not so by the coder's own "
                "coding",
            )
