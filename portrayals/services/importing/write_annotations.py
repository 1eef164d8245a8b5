"""Writes the annotations of a file that are new or differ from existing ones, all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    null,
    or_,
    select,
    update,
)

from portrayals.database.staging import staged
from portrayals.findings.cast_ballots import Scope, Voters
from portrayals.findings.outcome_at_unit import inputs_of, named
from portrayals.findings.reading import Reading
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import answers_of
from portrayals.findings.stored_ballots import ballots_of, keep_ballots
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_ref import place
from portrayals.history.record import keep, note_variables
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.query.compile import ask
from portrayals.results.importing import Imported
from portrayals.services.coding.values import MAYBE
from portrayals.services.importing.ending import (
    ImportPolicy,
    refuse_bad_rows,
    settle_changes,
    with_problems,
)
from portrayals.services.importing.staged_annotations import (
    COUNTED,
    Codings,
    of_annotation,
    same_answer,
)
from portrayals.tables import (
    annotation,
    answer,
    answer_code,
    coder,
    evidence,
    unit,
    variable,
    wave,
)
from portrayals.tables.coding import ANNOTATION_KEY, completeness, same_annotation
from portrayals.vocabulary import BASES, STATES


def differing_from_stored(codings: Codings) -> Table:
    """The slots that hold a different answer now, with the line that would change it."""
    i, a = codings.incoming, annotation
    same = and_(
        same_answer(a, i),
        or_(i.c.basis.is_(None), a.c.basis == i.c.basis),
        or_(i.c.complete.is_(None), completeness(a.c.complete, a.c.basis) == i.c.complete),
        or_(i.c.note.is_(None), a.c.note.is_not_distinct_from(i.c.note)),
    )
    columns = (*(i.c[name] for name in ANNOTATION_KEY), i.c.line)
    rows = select(*columns).join_from(i, a, same_annotation(a, i)).where(not_(same))
    return staged(codings.connection, rows, *ANNOTATION_KEY)


def leave(codings: Codings, differing: Table) -> None:
    """Leaves out what would change existing annotations."""
    here = exists().where(same_annotation(differing, codings.incoming))
    codings.connection.execute(delete(codings.incoming).where(here))


def told_changes(codings: Codings, differing: Table, limit: int = 20) -> tuple[str, ...]:
    """The differences in words: unit, coder, variable, before and after."""
    coder_key = _coders(codings.connection)
    rows = codings.connection.execute(
        select(differing, unit.c.key, variable.c.key.label("variable"))
        .join(unit, unit.c.unit_id == differing.c.unit_id)
        .join(variable, variable.c.variable_id == differing.c.variable_id)
        .order_by(differing.c.line)
        .limit(limit)
    ).all()
    return tuple(
        f"line {row.line}: {row.key} {coder_key[row.coder_id]} {row.variable} "
        f"{_described(codings, row)}"
        for row in rows
    )


def _described(codings: Codings, row: Any) -> str:
    """An annotation before and after: its value, else its basis or its note."""
    connection, i = codings.connection, codings.incoming
    now = connection.execute(select(annotation).where(of_annotation(annotation, row))).one()
    then = connection.execute(select(i).where(of_annotation(i, row))).one()
    answers = answers_of(connection, {now.answer_id, then.answer_id})
    value, other = (_words(codings, answers[each.answer_id], each.text) for each in (now, then))
    bases = [None if each is None else BASES[each] for each in (now.basis, then.basis)]
    for one, another in ((value, other), bases, (now.note, then.note)):
        if another is not None and one != another:
            return f"{'nothing' if one is None else one} → {another}"
    return value


def _words(codings: Codings, said: Answer, text: str | None) -> str:
    nodes = {
        node.code_id: node.key
        for each in codings.change.book.variables.values()
        for node in each.nodes
    }
    if said.state != "coded":
        return said.state
    if said.number is not None:
        return f"{said.number:g}"
    if text is not None:
        return quoted(text)
    codes = {each: nodes[each] for each in said.codes}
    codes |= {each: f"{MAYBE}{nodes[each]}" for each in said.doubtful}
    return ";".join(codes[each] for each in sorted(codes))


def _coders(connection: Connection) -> dict[int, str]:
    rows = connection.execute(select(coder.c.coder_id, coder.c.key))
    return {row.coder_id: row.key for row in rows}


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


def store(codings: Codings, differing: Table, counts: WriteCounts) -> None:
    """Writes what is new and what differs, as one statement each."""
    connection, number, i = codings.connection, codings.change.number, codings.incoming
    in_differing = exists().where(same_annotation(differing, annotation))
    if counts.changed:
        keep(connection, number, annotation, in_differing)
        given = {
            name: select(i.c[name]).where(same_annotation(i, annotation)).scalar_subquery()
            for name in ("answer_id", "text", "basis", "complete", "note")
        }
        kept = {name: func.coalesce(given[name], annotation.c[name]) for name in ("basis", "note")}
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
        note_variables(connection, number, _ids(codings, select(i.c.variable_id)))
    if counts.changed:
        has_it = exists().where(
            same_annotation(annotation, evidence),
            answer_code.c.answer_id == annotation.c.answer_id,
            answer_code.c.code_id == evidence.c.code_id,
        )
        connection.execute(
            delete(evidence).where(
                evidence.c.code_id.is_not(None),
                exists().where(same_annotation(differing, evidence)),
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
    evidence: Callable[[], int] | None = None,
) -> Imported:
    """Compares the gathered annotations with existing ones, and writes them; returns the counts.

    Raises InvalidRows for answers to variables that are not asked (R10), and whatever
    `settle_changes` raises. With `skip_bad` those rows are left out.
    """
    connection, problems = codings.connection, codings.problems
    codings.drop(problems.lines)
    kept = 0
    while True:
        manner.step("comparing")
        counts, differing = WriteCounts(), differing_from_stored(codings)
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
        fresh = counts.changed > 0 or _any_new(codings)  # otherwise it would be a change of nothing
        number = codings.change.number if fresh else 0  # its row must outlive the attempt
        with connection.begin_nested() as attempt:
            if fresh:
                store(codings, differing, counts)
            _tell_not_asked(codings)
            if problems.lines - before:
                attempt.rollback()
        if not problems.lines - before:
            break
        refuse_bad_rows(problems, manner, imported.file, imported.rows)
        codings.drop(problems.lines)
    pieces = evidence() if evidence is not None else 0
    if fresh:
        manner.step("counting votes")
        i = codings.incoming
        written = select(i.c.unit_id).join(annotation, same_annotation(annotation, i))
        keep_ballots(
            connection,
            variable_ids=_ids(codings, select(i.c.variable_id)),
            units=written.where(annotation.c.change_id == number),
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
    there = exists().where(same_annotation(annotation, incoming))
    new = select(incoming.c.line).where(not_(there)).limit(1)
    return codings.connection.execute(new).first() is not None


def _number(codings: Codings, rows: Select[int]) -> int:
    return codings.connection.execute(rows).scalar_one()


def _ids(codings: Codings, rows: Select[int]) -> list[int]:
    return list(codings.connection.execute(rows.distinct()).scalars())


def _tell_unstated(codings: Codings) -> None:
    """Says how many annotations were written without a basis."""
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
    number = _number(codings, select(func.count()).select_from(incoming).where(written))
    if number:
        codings.change.notices.append(
            f"{counted(number, 'annotation')} without a basis: unstated. Add how the coders know: "
            "--basis watched, documented …"
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
    scope = Scope(sorted(asking), family)
    judges = select(incoming.c.coder_id, wave.c.wave_id, wave.c.purpose).join(
        wave, wave.c.wave_id == incoming.c.wave_id
    )
    in_question = incoming.c.variable_id.in_([each.variable_id for each in conditional])
    for row in connection.execute(judges.where(in_question).distinct()).all():
        voters = Voters(row.coder_id, None if row.purpose == "main" else row.wave_id)
        own = Reading(book, "majority", ask, ballots_of(connection, voters, scope))
        for each in conditional:
            _tell_not_asked_of(codings, each, own, row)


def _asking(book: Book, variable: StoredVariable) -> set[StoredVariable]:
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


def _tell_not_asked_of(
    codings: Codings, variable: StoredVariable, own: Reading, judge: Row[int, int, str]
) -> None:
    query, text = variable.asked_when, variable.asked_when_text
    if query is None or text is None:
        return
    incoming, at = codings.incoming, place(variable.level)
    wrong = (
        select(incoming.c.line, at.unit.c.key)
        .join(answer, answer.c.answer_id == incoming.c.answer_id)
        .join(at.unit, at.unit.c.unit_id == incoming.c.unit_id)
        .where(
            incoming.c.variable_id == variable.variable_id,
            incoming.c.coder_id == judge.coder_id,
            incoming.c.wave_id == judge.wave_id,
            answer.c.state != STATES.index("not-applicable"),
            not_(own.ask(own, query, text, at)),
        )
    )
    for each in codings.connection.execute(wrong.order_by(incoming.c.line)).all():
        codings.problems.add(
            each.line,
            variable.key,
            each.key,
            f"{variable.key} is asked only where {text}, which is false in the coder's own coding",
        )
