"""Writes the annotations of a file that are new or differ from existing ones, all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    null,
    select,
    union,
    update,
)

from portrayals.database.engine import savepoint
from portrayals.database.staging import staged
from portrayals.findings.stored_ballots import keep_ballots
from portrayals.history.record import keep, note_variables
from portrayals.notation.plurals import counted
from portrayals.results.importing import Imported
from portrayals.services.importing.compare_annotations import differences_from_stored, told_changes
from portrayals.services.importing.ending import (
    ImportPolicy,
    refuse_bad_rows,
    settle_changes,
    with_problems,
)
from portrayals.services.importing.refused_answers import tell_inactive, tell_not_asked
from portrayals.services.importing.staged_annotations import (
    COUNTED,
    Codings,
)
from portrayals.services.importing.taken_back import leave_empty, taken_back, withdraw_all
from portrayals.tables import (
    annotation,
    answer,
    answer_code,
    coder,
    evidence,
    variable,
    wave,
)
from portrayals.tables.coding import ANNOTATION_KEY, completeness, in_slots, same_annotation
from portrayals.vocabulary import BASES, STATES


def leave(codings: Codings, differing: Table, withdrawn: Table) -> None:
    """Leaves out what would change or withdraw existing annotations."""
    connection = codings.connection
    connection.execute(delete(codings.incoming).where(in_slots(codings.incoming, differing)))
    for slots in (withdrawn, codings.gaps):
        connection.execute(delete(slots))


def _is_set(answer_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether an answer gives a set of codes, even an empty one."""
    given, of = answer.alias(), variable.alias()
    return (
        exists()
        .where(
            given.c.answer_id == answer_id,
            given.c.state <= STATES.index("none"),
            of.c.variable_id == given.c.variable_id,
            of.c.type == "multi",
        )
        .correlate_except(given, of)
    )


def _said_beside(
    said: ColumnElement[Any], basis: ColumnElement[Any], otherwise: ColumnElement[Any]
) -> ColumnElement[int]:
    """What to store of what a file says about a set: nothing if the basis implies the same (R6)."""
    return case(
        (said.is_(None), otherwise), (said == completeness(null(), basis), null()), else_=said
    )


@dataclass(slots=True)
class WriteCounts:
    """What happened to the annotations of a file."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0


def store(codings: Codings, differing: Table, counts: WriteCounts) -> None:
    """Writes what is new and what differs, as one statement each."""
    connection, number, i = codings.connection, codings.change.number, codings.incoming
    in_differing = in_slots(annotation, differing)
    if counts.changed:
        keep(connection, number, annotation, in_differing)
        given = {
            name: select(i.c[name])
            .where(same_annotation(i, annotation))
            .correlate(annotation)
            .scalar_subquery()
            for name in ("answer_id", "text", "basis", "complete", "note")
        }
        unsaid = ("basis",) if codings.whole else ("basis", "note")
        kept = {name: func.coalesce(given[name], annotation.c[name]) for name in unsaid}
        basis = kept["basis"]
        follows = case((basis == annotation.c.basis, annotation.c.complete), else_=null())
        said = _said_beside(given["complete"], basis, follows)
        is_set = _is_set(given["answer_id"])
        complete = {"complete": case((is_set, said), else_=null())}
        of_wave = select(wave.c.codebook_id).where(wave.c.wave_id == annotation.c.wave_id)
        new = (
            given
            | kept
            | complete
            | {"codebook_id": of_wave.scalar_subquery(), "change_id": number}
        )
        connection.execute(update(annotation).where(in_differing).values(**new))
    new_basis = func.coalesce(i.c.basis, _unless_given(i))
    columns = {
        **{name: i.c[name] for name in (*ANNOTATION_KEY, "answer_id", "text", "note")},
        "level_id": variable.c.level_id,
        "codebook_id": wave.c.codebook_id,
        "basis": new_basis,
        "complete": case(
            (_is_set(i.c.answer_id), _said_beside(i.c.complete, new_basis, null())), else_=null()
        ),
        "change_id": literal(number),
    }
    added = (
        select(*columns.values())
        .select_from(i)
        .join(variable, variable.c.variable_id == i.c.variable_id)
        .join(wave, wave.c.wave_id == i.c.wave_id)
        .where(not_(exists().where(same_annotation(annotation, i))))
        .order_by(*(i.c[name] for name in ANNOTATION_KEY))
    )
    into = insert(annotation).from_select(list(columns), added)
    counts.added = connection.execute(into, execution_options=COUNTED).rowcount
    if counts.added:
        note_variables(connection, number, codings.variable_ids())
    if counts.changed:
        has_it = exists().where(
            same_annotation(annotation, evidence),
            answer_code.c.answer_id == annotation.c.answer_id,
            answer_code.c.code_id == evidence.c.code_id,
        )
        connection.execute(
            delete(evidence).where(
                evidence.c.code_id.is_not(None),
                in_slots(evidence, differing),
                not_(has_it),
            )
        )


def _unless_given(incoming: Table) -> ColumnElement[int]:
    """The basis of new annotations if nobody says how the coder knows (R38)."""
    compiled = select(coder.c.coder_id).where(coder.c.kind == "compilation")
    return case(
        (incoming.c.coder_id.in_(compiled), literal(BASES.index("documented"))),
        else_=literal(BASES.index("unstated")),
    )


def write_codings(
    codings: Codings,
    manner: ImportPolicy,
    imported: Imported,
    *,
    evidence: Callable[[], int],
) -> Imported:
    """Compares the gathered annotations with existing ones, and writes them; returns the counts.

    Raises InvalidRows for answers with inactive codes or to variables that are not asked (R10), and
    whatever `settle_changes` raises. With `skip_bad` those rows are left out.
    """
    connection, problems, notices = codings.connection, codings.problems, codings.change.notices
    tell_inactive(codings)
    refuse_bad_rows(problems, manner, imported.file, imported.rows)
    codings.drop_bad()
    kept = empty = 0
    while True:
        manner.step("comparing")
        counts, differing, back = (
            WriteCounts(),
            differences_from_stored(codings),
            taken_back(codings),
        )
        if not (manner.look or manner.takes_empty):
            empty += leave_empty(codings, back)
        told = told_changes(codings, differing, back)
        if not manner.takes_empty:
            empty += leave_empty(codings, back)
        counts.changed = _number(codings, differing)
        counts.withdrawn = _number(codings, back)
        asked = replace(
            imported,
            changed=imported.changed + counts.changed + counts.withdrawn,
            changes=(*imported.changes, *told),
        )
        if not settle_changes(manner, asked):
            kept += counts.changed + counts.withdrawn
            counts = WriteCounts()
            leave(codings, differing, back)
        total = _number(codings, codings.incoming)
        manner.step("writing")
        before = set(problems.lines)
        # Otherwise it would be a change of nothing.
        fresh = counts.changed > 0 or counts.withdrawn > 0 or _any_new(codings)
        number = codings.change.number if fresh else 0  # its row must outlive the attempt
        with savepoint(connection) as attempt:
            if counts.withdrawn:
                withdraw_all(codings, back)
            if fresh:
                store(codings, differing, counts)
            tell_not_asked(codings)
            if problems.lines - before:
                attempt.rollback()
        if not problems.lines - before:
            break
        refuse_bad_rows(problems, manner, imported.file, imported.rows)
        codings.drop_bad()
    pieces = evidence()
    if fresh:
        manner.step("counting votes")
        _count_votes(codings, back, number)
        _tell_unstated(codings)
    if codings.sets is not None:
        notices += codings.sets.notices(codings)
    if empty:
        notices.append(
            f"{counted(empty, 'cell')} {'is' if empty == 1 else 'are'} empty where there is an "
            "annotation, which stays. To withdraw it where a cell is empty: --on-change update"
        )
    made = imported.made | ({"evidence": pieces} if pieces else {})
    done = replace(
        asked,
        added=imported.added + counts.added,
        changed=imported.changed + counts.changed,
        withdrawn=imported.withdrawn + counts.withdrawn,
        same=imported.same + total - counts.added - counts.changed,
        kept=imported.kept + kept,
        made=made,
    )
    return with_problems(done, problems)


def _count_votes(codings: Codings, withdrawn: Table, number: int) -> None:
    """Counts the votes of the units whose annotations a change wrote or withdrew."""
    connection, i = codings.connection, codings.incoming
    lost = connection.execute(select(withdrawn.c.variable_id).distinct()).scalars()
    written = select(i.c.unit_id).join(annotation, same_annotation(annotation, i))
    written = written.where(annotation.c.change_id == number)
    units = staged(connection, union(written, select(withdrawn.c.unit_id)), "unit_id")
    keep_ballots(
        connection,
        variable_ids=sorted({*codings.variable_ids(), *lost}),
        units=select(units.c.unit_id),
    )


def _any_new(codings: Codings) -> bool:
    incoming = codings.incoming
    there = exists().where(same_annotation(annotation, incoming))
    new = select(incoming.c.line).where(not_(there)).limit(1)
    return codings.connection.execute(new).first() is not None


def _number(codings: Codings, rows: Table | Select[Any]) -> int:
    counting = select(func.count()).select_from(
        rows if isinstance(rows, Table) else rows.subquery()
    )
    return codings.connection.execute(counting).scalar_one()


def _tell_unstated(codings: Codings) -> None:
    """Says how many annotations were written without a basis."""
    if codings.whole:  # its coders have said so
        return
    incoming, judges = codings.incoming, codings.judges
    unstated = BASES.index("unstated")
    unsaid = select(judges.c.judge_id).where(func.coalesce(judges.c.basis, unstated) == unstated)
    if codings.connection.execute(unsaid.limit(1)).first() is None:
        return
    written = exists().where(
        same_annotation(annotation, incoming),
        annotation.c.change_id == codings.change.number,
        annotation.c.basis == unstated,
    )
    number = _number(codings, select(incoming.c.line).where(written))
    if number:
        codings.change.notices.append(
            f"{counted(number, 'annotation')} without a basis: unstated. Add how the coders know: "
            "--basis watched, documented …"
        )
