"""Sets of codes that several rows of a file make together (R6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    Table,
    Text,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    union,
)

from portrayals.database.staging import fill, stage, staged
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import answers_of
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.notation.plurals import counted
from portrayals.services.coding.annotations import minimal_set
from portrayals.services.importing.cells import NotCoded
from portrayals.tables import annotation, unit, variable
from portrayals.tables.coding import ANNOTATION_KEY, completeness, same_annotation
from portrayals.vocabulary import BASES

if TYPE_CHECKING:
    from portrayals.services.importing.staged_annotations import Codings

#: Beside the values of NotCoded: why a row that cannot be read has no answer.
UNREAD: Final = 2


@dataclass(frozen=True, slots=True)
class SetsOfRows:
    """The slots whose sets are made of several rows: `parts` has their rows, by line.

    `joined` are those that could be made.
    """

    parts: Table
    joined: Table

    def spoil(self, codings: Codings) -> None:
        """Makes problems of all rows of a set of which one row is a problem."""
        connection, parts, problems = codings.connection, self.parts, codings.problems
        bad = stage(connection, Column("line", Integer, primary_key=True, autoincrement=False))
        fill(connection, bad, [(line,) for line in sorted(problems.lines)])
        hit = parts.alias()
        first = (
            select(
                *(hit.c[name] for name in ANNOTATION_KEY),
                func.min(hit.c.line).label("first"),
            )
            .join(bad, bad.c.line == hit.c.line)
            .group_by(*(hit.c[name] for name in ANNOTATION_KEY))
        )
        spoiled = staged(connection, first, *ANNOTATION_KEY)
        rows = (
            select(parts.c.line, spoiled.c.first, unit.c.key, variable.c.key.label("variable"))
            .join_from(parts, spoiled, same_annotation(parts, spoiled))
            .join(unit, unit.c.unit_id == parts.c.unit_id)
            .join(variable, variable.c.variable_id == parts.c.variable_id)
            .where(parts.c.line.not_in(select(bad.c.line)))
        )
        for row in connection.execute(rows.order_by(parts.c.line)).all():
            reason = f"is of one set of {row.key} with line {row.first}, which is left out"
            problems.add(row.line, row.variable, "", reason)

    def notices(self, codings: Codings) -> Iterator[str]:
        """How many sets are made of how many rows, and what they say of other codes (R6)."""
        parts, incoming = self.parts, codings.incoming
        complete = completeness(annotation.c.complete, annotation.c.basis) == 1
        of_set = incoming.c.line.distinct()
        rows = (
            select(func.count(), func.count(of_set), func.count(of_set).filter(complete))
            .join_from(parts, incoming, same_annotation(parts, incoming))
            .join(annotation, same_annotation(annotation, incoming))
        )
        number, sets, whole = codings.connection.execute(rows).one()
        of = "" if codings.long is None else f" of {codings.long.key}"
        if not sets:
            return
        made = f"{counted(number, 'row')}{of} {'makes' if number == 1 else 'make'} "
        made += f"{counted(sets, 'set')}, one for each unit and coder"
        if not whole:
            yield f"{made}. They are partial: nothing is said of codes that no row has."
            return
        some = "" if whole == sets else f", {whole:,} of them complete"
        yield (
            f"{made}{some}. In a complete set, codes that no row has count as looked for and not "
            "found; only these known? --basis watched-in-part, documented …"
        )


def join_sets(codings: Codings, placed: Select[Any], *, repeated: bool) -> SetsOfRows:
    """Makes one set of the rows of a slot, in the place of its first row.

    Rows that cannot be parts of one set are left as they are.
    """
    connection, incoming, gaps = codings.connection, codings.incoming, codings.gaps
    variables = {each.variable_id: each for each in _joinable(codings)}
    answered = exists().where(same_annotation(incoming, gaps))
    said = and_(gaps.c.why == NotCoded.SAID.value, answered)
    broken = select(*_slot_of(gaps)).where(
        gaps.c.variable_id.in_(variables), or_(gaps.c.why == UNREAD, said)
    )
    any_set = repeated or codings.long or connection.execute(broken.limit(1)).first()
    # Stored with a key: of a select, all rows would be gone through for each slot.
    own = placed.subquery()
    every = staged(
        connection,
        select(own).where(own.c.variable_id.in_(variables if any_set else ())),
        *ANNOTATION_KEY,
        "line",
    )
    differing = staged(
        connection,
        select(*_slot_of(every))
        .join(incoming, same_annotation(every, incoming))
        .where(every.c.answer_id != incoming.c.answer_id)
        .distinct(),
        *ANNOTATION_KEY,
    )
    told = select(*_slot_of(differing))
    if codings.long is not None:
        told = select(*_slot_of(incoming)).where(incoming.c.variable_id.in_(variables))
    slots = staged(connection, union(told, broken), *ANNOTATION_KEY)
    rows = (
        select(each.c.line, *_slot_of(each)).join(slots, same_annotation(each, slots))
        for each in (every, gaps)
    )
    parts = staged(connection, union(*rows), "line", *ANNOTATION_KEY)
    return SetsOfRows(parts, _joined(codings, every, differing, variables))


def _joinable(codings: Codings) -> list[StoredVariable]:
    """The variables whose rows may make a set together."""
    if codings.long is not None:
        return [codings.long]
    return [each for each in codings.change.book.variables.values() if each.type == "multi"]


def _slot_of(table: Any) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in ANNOTATION_KEY]


def _joined(
    codings: Codings, every: Any, differing: Table, variables: Mapping[int, StoredVariable]
) -> Table:
    """The sets by slot, which now are those of the file."""
    connection, incoming = codings.connection, codings.incoming
    made = stage(
        connection,
        *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ANNOTATION_KEY),
        *(Column(name, Integer) for name in ("line", "place", "basis", "complete")),
        Column("note", Text),
    )
    rows = select(every).join(differing, same_annotation(every, differing))
    used = select(rows.subquery().c.answer_id).distinct()
    answers = answers_of(connection, connection.execute(used).scalars().all())
    ordered = connection.execute(rows.order_by(*_slot_of(every), every.c.line))
    places: dict[tuple[int, Answer], int] = {}
    batch: list[tuple[object, ...]] = []
    for slot, grouped in groupby(ordered, attrgetter(*ANNOTATION_KEY)):
        group = [*grouped]
        said = _together(variables[slot[0]], [answers[row.answer_id] for row in group])
        if said is None:
            continue
        key = slot[0], said
        if key not in places:
            places[key] = codings.answers.add(*key)
        known_by = (_agreed(codings, group, name) for name in ("basis", "complete"))
        notes = dict.fromkeys(row.note for row in group if row.note is not None)
        batch.append((*slot, group[0].line, places[key], *known_by, "; ".join(notes) or None))
    fill(connection, made, batch)
    ids = codings.answers.keep()
    connection.execute(delete(incoming).where(exists().where(same_annotation(made, incoming))))
    names = (*ANNOTATION_KEY, "line", "answer_id", "basis", "complete", "note")
    columns = [ids.c.answer_id if name == "answer_id" else made.c[name] for name in names]
    connection.execute(
        insert(incoming).from_select(
            names, select(*columns).join_from(made, ids, ids.c.place == made.c.place)
        )
    )
    return made


def _together(of: StoredVariable, parts: Sequence[Answer]) -> Answer | None:
    """The set that has all the codes of its parts; None if one of them has no codes."""
    if any(part.state != "coded" for part in parts):
        return None
    sure = {code_id for part in parts for code_id in part.codes}
    least = minimal_set(of, [node for node in of.nodes if node.code_id in sure])
    unsure = {code_id for part in parts for code_id in part.doubtful} - sure
    return Answer("coded", tuple(sorted(node.code_id for node in least)), tuple(sorted(unsure)))


def _agreed(codings: Codings, group: Sequence[Any], name: str) -> int | None:
    """What the rows of a set say of how it is known; a problem if they differ."""
    told = [(row.line, getattr(row, name)) for row in group if getattr(row, name) is not None]
    for line, value in told[1:]:
        if value != told[0][1]:
            words = BASES if name == "basis" else ("no", "yes")
            reason = f"one set is {words[told[0][1]]} in line {told[0][0]} and {words[value]} here"
            codings.problems.add(line, name, words[value], reason)
    return told[0][1] if told else None
