"""The only function that writes an annotation, and everything that must hold when it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from portrayals.errors import InvalidValue, NoCodebook, UnknownKey
from portrayals.findings.ballots import is_complete, said_beside
from portrayals.findings.cast_ballots import Scope, Voters
from portrayals.findings.reading import Reading
from portrayals.findings.settle import Answer as Said
from portrayals.findings.stored_answers import answers_of, keep_answers
from portrayals.findings.stored_ballots import ballots_of
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.findings.unit_ref import LEVEL_ID, UnitRef
from portrayals.history.locks import locked
from portrayals.history.record import keep, note_variables
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.quoting import quoted
from portrayals.query.compile import ask
from portrayals.services.catalogue.kinds_of_coder import (
    is_compilation,
    refuse_basis_of_compilation,
)
from portrayals.services.catalogue.units import UnitRow
from portrayals.tables import annotation, evidence, unit, wave
from portrayals.vocabulary import BASES, COMPILED_BASES, Basis, State


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What to write: a state, and with `coded` a value of the variable's type."""

    state: State
    codes: tuple[Node, ...] = ()
    doubtful: tuple[Node, ...] = ()
    number: float | None = None
    text: str | None = None

    @property
    def said(self) -> Said:
        """The answer as stored, in whatever order the codes were named."""
        sure, unsure = (
            tuple(sorted(node.code_id for node in nodes)) for nodes in (self.codes, self.doubtful)
        )
        return Said(self.state, sure, unsure, self.number)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an annotation goes: one variable, unit, coder and wave."""

    variable: StoredVariable
    unit: UnitRow
    coder_id: int
    wave_id: int

    def key(self) -> dict[str, int]:
        """The four columns that identify the annotation."""
        return {
            "variable_id": self.variable.variable_id,
            "unit_id": self.unit.unit_id,
            "coder_id": self.coder_id,
            "wave_id": self.wave_id,
        }

    def of(self, table: Any) -> Any:
        """The condition that a row belongs to the annotation."""
        return and_(*(table.c[name] == value for name, value in self.key().items()))


def open_wave(connection: Connection, key: str | None) -> Row[Any]:
    """The wave to code in: the named one, or the latest main wave. Raises for a locked one."""
    found = wave_or_latest(connection, key)
    if found is None:
        raise NoCodebook("nothing can be coded")
    if found.locked_at is not None:
        raise locked(found, "so nothing more can be coded in it", "code in an open wave: --wave")
    return found


def wave_or_latest(connection: Connection, key: str | None) -> Row[Any] | None:
    """The wave of that key, or without one the latest main wave, if there is any.

    Raises UnknownKey, with the nearest keys.
    """
    if key is not None:
        return wave_called(connection, key)
    main = select(wave).where(wave.c.purpose == "main").order_by(wave.c.wave_id.desc())
    return connection.execute(main.limit(1)).one_or_none()


def wave_called(connection: Connection, key: str) -> Row[Any]:
    """The wave of that key. Raises UnknownKey, with the nearest keys."""
    found = connection.execute(select(wave).where(wave.c.key == key)).one_or_none()
    if found is None:
        known = connection.execute(select(wave.c.key)).scalars().all()
        raise UnknownKey(
            f"{quoted(key)} is not a wave",
            hint=f"waves: {', '.join(known)}" if known else "there is none without a codebook",
            candidates=nearest(key, known),
        )
    return found


def check_basis(basis: str) -> str:
    """The basis with this name. Raises InvalidValue for any other word."""
    return choose(basis, BASES, "a basis")


def refuse_basis(connection: Connection, coder_id: int, basis: str) -> None:
    """Raises InvalidValue for a basis that a coder cannot have: for a compilation, a better one."""
    if basis not in COMPILED_BASES and is_compilation(connection, coder_id):
        refuse_basis_of_compilation(basis)


def basis_unless_given(connection: Connection, coder_id: int) -> Basis:
    """The basis of an annotation if nobody says how the coder knows."""
    return "documented" if is_compilation(connection, coder_id) else "unstated"


def answer_row(slot: Slot, answer: GivenAnswer, codebook_id: int) -> dict[str, object]:
    """The columns of `annotation` that an answer fills, except the id of the stored answer."""
    return slot.key() | {
        "level_id": LEVEL_ID[slot.variable.level],
        "codebook_id": codebook_id,
        "text": answer.text,
    }


def write_annotation(
    change: Change,
    slot: Slot,
    answer: GivenAnswer,
    *,
    basis: str | None,
    note: str | None,
    complete: bool | None = None,
) -> bool:
    """Writes an answer, replacing the previous one; the caller updates the ballots. Returns whether
    it is a complete set.

    A basis or note that is not given stays as it was; if there was none, the basis is unstated, or
    documented for a compilation. Whether a set is complete follows from a given basis, unless
    stated (R6). Raises InvalidValue for a basis that no compilation can have (R38). Evidence stays,
    except for codes that the answer no longer has. The caller checks whether the variable is asked
    at all (`refuse_if_not_asked`).
    """
    connection = change.connection
    before = connection.execute(select(annotation).where(slot.of(annotation))).one_or_none()
    codebook_id = connection.execute(
        select(wave.c.codebook_id).where(wave.c.wave_id == slot.wave_id)
    ).scalar_one()
    [answer_id] = keep_answers(connection, [(slot.variable.variable_id, answer.said)])
    is_set = slot.variable.type == "multi" and answer.state in {"coded", "none"}
    if basis is None:
        coder_id = slot.coder_id
        basis = basis_unless_given(connection, coder_id) if before is None else BASES[before.basis]
    else:
        refuse_basis(connection, slot.coder_id, basis)
    known_by = BASES.index(basis)
    said = before.complete if before is not None and before.basis == known_by else None
    if complete is not None:
        said = said_beside(complete, known_by)
    said = said if is_set else None
    values = answer_row(slot, answer, codebook_id) | {
        "answer_id": answer_id,
        "basis": known_by,
        "complete": said,
        "note": note if note is not None or before is None else before.note,
        "change_id": change.number,
    }
    if before is None:
        connection.execute(insert(annotation).values(**values))
        note_variables(connection, change.number, [slot.variable.variable_id])
    else:
        keep(connection, change.number, annotation, slot.of(annotation))
        connection.execute(update(annotation).where(slot.of(annotation)).values(**values))
    kept = [node.code_id for node in (*answer.codes, *answer.doubtful)]
    for node in slot.variable.nodes:
        if node.part_of in kept and node.code_id not in kept:
            seen = update(evidence).where(slot.of(evidence), evidence.c.code_id == node.code_id)
            connection.execute(seen.values(code_id=node.part_of))
    connection.execute(
        delete(evidence).where(
            slot.of(evidence), evidence.c.code_id.is_not(None), evidence.c.code_id.not_in(kept)
        )
    )
    return is_set and is_complete(said, known_by)


def is_partial_now(connection: Connection, slot: Slot) -> bool:
    """Whether there already is a set, and it is partial (R6)."""
    rows = select(annotation.c.complete, annotation.c.basis).where(slot.of(annotation))
    before = connection.execute(rows).one_or_none()
    return before is not None and not is_complete(before.complete, before.basis)


def withdraw(change: Change, slot: Slot) -> bool:
    """Withdraws an annotation with its evidence; returns whether there was one."""
    connection = change.connection
    if not connection.execute(select(annotation.c.answer_id).where(slot.of(annotation))).first():
        return False
    keep(connection, change.number, annotation, slot.of(annotation))
    for table in (evidence, annotation):
        connection.execute(delete(table).where(slot.of(table)))
    return True


def current_set(connection: Connection, slot: Slot) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids of the codes of the current set: definite ones, and those in doubt.

    A code that was merged into another since is that one.
    """
    now = {node.code_id: node.part_of for node in slot.variable.nodes}
    ids = connection.execute(select(annotation.c.answer_id).where(slot.of(annotation))).scalars()
    for said in answers_of(connection, ids.all()).values():
        sure, unsure = (
            tuple(dict.fromkeys(now[each] or each for each in codes))
            for codes in (said.codes, said.doubtful)
        )
        return sure, unsure
    return (), ()


def minimal_set(variable: StoredVariable, nodes: Sequence[Node]) -> tuple[Node, ...]:
    """A set without parents of other codes in it (R9), in the order of the codebook."""
    parents = {node.code_id: node.parent_id for node in variable.nodes}
    above: set[int] = set()
    for node in nodes:
        over = node.parent_id
        while over is not None and over not in above:
            above.add(over)
            over = parents.get(over)
    chosen = {node.code_id: node for node in nodes if node.code_id not in above}
    return tuple(sorted(chosen.values(), key=lambda node: node.position))


def refuse_if_not_asked(
    change: Change, slot: Slot, answer: GivenAnswer, *, by: str = "in your own coding"
) -> None:
    """Refuses an answer if `asked_when` is false for the coder's own answers (R10).

    `by` says whose answers those are.
    """
    if answer.state == "not-applicable":
        return
    query, text = slot.variable.asked_when, slot.variable.asked_when_text
    if query is None or text is None:
        return
    reading = _own_reading(change, slot)
    row = unit.alias()
    truth = ask(reading, query, text, UnitRef(slot.variable.level, row))
    asked = change.connection.execute(
        select(truth).where(row.c.unit_id == slot.unit.unit_id)
    ).scalar_one()
    if asked is not None and not asked:
        raise InvalidValue(
            f"{slot.variable.key} is asked only where {text}, which is false for {slot.unit.key} "
            f"{by}",
            hint=f"see it: portrayals show {slot.unit.key}",
        )


def _own_reading(change: Change, slot: Slot) -> Reading:
    """What one coder says about the units of one title, in the current wave."""
    of_main = change.connection.execute(
        select(wave.c.purpose).where(wave.c.wave_id == slot.wave_id)
    ).scalar_one()
    voters = Voters(slot.coder_id, None if of_main == "main" else slot.wave_id)
    family = select(unit.c.unit_id).where(unit.c.title_id == slot.unit.title_id)
    own = ballots_of(change.connection, voters, Scope(units=family))
    return Reading(change.book, "majority", ask, own)
