"""The notes on programs and compilations under figures that involve them (R38)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    distinct,
    exists,
    func,
    not_,
    or_,
    select,
)

from portrayals.language.syntax import Asked, Query, Term, Word, leaves
from portrayals.notation.plurals import counted
from portrayals.services.catalogue.kinds_of_coder import in_words
from portrayals.tables import annotation, answer, ballot, coder, unit, unit_ballot, wave
from portrayals.tables.coding import completeness
from portrayals.tables.literals import number, word
from portrayals.vocabulary import BASES, STATES, CoderKind

#: With this a note begins that figures rest on a compilation.
COMPILED: Final = "Compiled from published descriptions"
#: The fields that ask who coded, or how, whether that settled anything or not.
_OF_CODINGS: Final = frozenset({"basis", "coder", "source", "wave"})


def of_coder(connection: Connection, key: str) -> Iterator[str]:
    """Beside the figures of one coder: who that is, where it is no person."""
    yield f"Codings of {key} alone, not findings."
    row = connection.execute(select(coder).where(coder.c.key == key)).one()
    if row.kind == "program":
        yield f"{key} is a program: {in_words(row)}."
    elif row.kind == "compilation":
        yield f"{COMPILED}."


def of_programs_asked(connection: Connection, option: str, where: Asked) -> Iterator[str]:
    """Beside units that were chosen by who coded them, or how: the programs among those."""
    asked = tuple(_of_codings(where.query))
    for row in _of_kind(connection, "program") if asked else ():
        if any(_may_be(term, row.key) for term in asked):
            yield f"{option} asks what a program coded: {row.key}, {in_words(row)}."


def _of_codings(query: Query) -> Iterator[Term]:
    terms = (leaf for leaf in leaves(query) if isinstance(leaf, Term))
    return (term for term in terms if term.field in _OF_CODINGS)


def _may_be(term: Term, key: str) -> bool:
    """Whether a term may be true because of what a coder coded."""
    if term.field != "coder":
        return True
    words = (value.text.lower() for value in term.values if isinstance(value, Word))
    return any(word in {"any", "none", key.lower()} for word in words)


def of_compilations(
    connection: Connection,
    variable_ids: Collection[int],
    asked: ColumnElement[bool],
    noun: str,
) -> Iterator[str]:
    """Beside findings: of how many units with votes some are those of a compilation.

    `asked` is the condition that a row of `unit` is asked about; `noun` is what those are called
    where they are not the counted ones.
    """
    compiled = [row.coder_id for row in _of_kind(connection, "compilation")]
    if not compiled or not variable_ids:
        return
    units = (
        select(func.count(distinct(unit_ballot.c.unit_id)))
        .join_from(unit_ballot, unit, unit.c.unit_id == unit_ballot.c.unit_id)
        .join(ballot, ballot.c.ballot_id == unit_ballot.c.ballot_id)
        .where(unit_ballot.c.variable_id.in_(variable_ids), ballot.c.voters > 0, asked)
    )
    votes = exists(_votes(compiled)).correlate(unit_ballot, ballot)
    rest = connection.execute(units.where(ballot.c.adjudicated == 0, votes)).scalar_one()
    if rest:
        total = connection.execute(units).scalar_one()
        of = counted(total, noun) if noun else f"{total:,}"
        yield f"{COMPILED}." if rest == total else f"{COMPILED}: {rest:,} of {of}."


def _votes(coder_ids: Collection[int]) -> Any:
    """The annotations of coders that are among the votes of the ballot of a unit (R11, R18).

    Partial sets vote on a better basis than that of the ballot, beside complete ones.
    """
    places = {word(basis): number(place) for place, basis in enumerate(BASES)}
    basis_of_ballot = case(places, value=ballot.c.basis)
    is_partial = completeness(annotation.c.complete, annotation.c.basis) == 0
    beside = and_(annotation.c.basis < basis_of_ballot, is_partial)
    later, after = annotation.alias("later"), wave.alias("after")
    replaced = (
        exists()
        .where(
            and_(*(later.c[n] == annotation.c[n] for n in ("variable_id", "unit_id", "coder_id"))),
            later.c.wave_id > annotation.c.wave_id,
            after.c.wave_id == later.c.wave_id,
            after.c.purpose == "main",
        )
        .correlate(annotation)
    )
    return (
        select(annotation.c.coder_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(answer, answer.c.answer_id == annotation.c.answer_id)
        .where(
            annotation.c.variable_id == unit_ballot.c.variable_id,
            annotation.c.unit_id == unit_ballot.c.unit_id,
            annotation.c.coder_id.in_(coder_ids),
            wave.c.purpose == "main",
            or_(annotation.c.basis == basis_of_ballot, beside),
            answer.c.state != STATES.index("unavailable"),
            not_(replaced),
        )
    )


def _of_kind(connection: Connection, kind: CoderKind) -> list[Row[Any]]:
    rows = select(coder).where(coder.c.kind == kind).order_by(coder.c.key)
    return list(connection.execute(rows))
