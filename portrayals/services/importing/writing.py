"""Writes the annotations of a file: what is new, what differs, and the evidence, all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Select, func, not_, select

from portrayals.notation.plurals import counted
from portrayals.query.book import StoredVariable
from portrayals.query.place import place
from portrayals.query.reading import Reading
from portrayals.query.syntax import Query
from portrayals.query.truth import ask
from portrayals.query.votes import Voters
from portrayals.results.importing import Imported
from portrayals.services.importing.codings import Codings
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
from portrayals.tables import wave


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
    while True:
        manner.step("comparing")
        counts, differing = Counts(), differing_from_stored(codings)
        counts.changed = _number(codings, select(func.count()).select_from(differing))
        total = _number(codings, select(func.count()).select_from(codings.incoming))
        told = told_changes(codings, differing) if counts.changed else ()
        asked = replace(
            imported, changed=imported.changed + counts.changed, changes=(*imported.changes, *told)
        )
        if not settle_changes(manner, asked):
            counts.kept, counts.changed = counts.changed, 0
            leave(codings, differing)
        manner.step("writing")
        before = set(problems.lines)
        with connection.begin_nested() as attempt:
            store(codings, differing, counts)
            pieces = evidence() if evidence is not None else 0
            _tell_not_asked(codings)
            if problems.lines - before:
                attempt.rollback()
        if not problems.lines - before:
            break
        refuse_bad_rows(problems, manner, imported.file, imported.rows)
        codings.drop(problems.lines - before)
    manner.step("counting the votes")
    incoming = codings.incoming
    refresh(
        connection,
        variable_ids=_ids(codings, select(incoming.c.variable_id)),
        units=select(incoming.c.unit_id),
    )
    _tell_unstated(codings)
    made = imported.made | ({"evidence": pieces} if pieces else {})
    done = replace(
        asked,
        added=imported.added + counts.added,
        changed=imported.changed + counts.changed,
        same=imported.same + total - counts.added - counts.changed - counts.kept,
        kept=imported.kept + counts.kept,
        made=made,
    )
    return with_problems(done, problems)


def _number(codings: Codings, rows: Select[int]) -> int:
    return codings.connection.execute(rows).scalar_one()


def _ids(codings: Codings, rows: Select[int]) -> list[int]:
    return list(codings.connection.execute(rows.distinct()).scalars())


def _tell_unstated(codings: Codings) -> None:
    """Says how many of the annotations of the file state no basis."""
    incoming = codings.incoming
    rows = select(func.count()).select_from(incoming).where(incoming.c.basis.is_(None))
    number = _number(codings, rows)
    if number:
        codings.change.notices.append(
            f"{counted(number, 'annotation')} without a basis: unstated, unless one was there; "
            "say how the coders know: --basis watched, documented …"
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
    incoming, book = codings.incoming, codings.change.book
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
            .join(at.unit, at.unit.c.unit_id == incoming.c.unit_id)
            .where(
                of_variable,
                incoming.c.coder_id == row.coder_id,
                incoming.c.wave_id == row.wave_id,
                incoming.c.state != "not-applicable",
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
