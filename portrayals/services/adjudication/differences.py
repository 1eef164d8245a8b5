"""What coders answered differently in a wave, and what was decided about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, func, select, union

from portrayals.errors import InvalidValue, NoCodebook
from portrayals.findings.ballots import Coding, ballot_of, is_complete
from portrayals.findings.cast_ballots import EVERYTHING, Scope
from portrayals.findings.meanings import read_meanings
from portrayals.findings.settle import Answer, Ballot, Meaning, settle
from portrayals.findings.stored_answers import answers_of
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.services.coding.annotations import wave_or_latest
from portrayals.tables import (
    adjudication,
    adjudication_with,
    annotation,
    coder,
    title,
    unit,
    wave,
)
from portrayals.tables.coding import ANNOTATION_KEY, same_annotation
from portrayals.vocabulary import BASES, COUNTED_OUT, Basis, Cause, DecisionMethod

#: Whose answers are compared and decided on: all who vote (R38).
VOTERS: Final = ("person", "compilation")


@dataclass(frozen=True, slots=True)
class Given:
    """What a coder answered in a wave; `complete` is None for anything but a set (R6)."""

    key: tuple[int, ...]
    coder: str
    coder_uuid: str
    wave: str
    answer: Answer
    text: str | None
    basis: Basis
    complete: bool | None
    codebook_id: int
    note: str | None
    change_id: int

    @property
    def coder_id(self) -> int:
        """The row of the coder."""
        return self.key[ANNOTATION_KEY.index("coder_id")]

    @property
    def wave_id(self) -> int:
        """The row of the wave."""
        return self.key[ANNOTATION_KEY.index("wave_id")]

    @property
    def value(self) -> tuple[object, ...]:
        """What is answered, to compare it with another answer."""
        return self.answer, self.text


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: the consensus coder's answer, why and how it was made, by whom and with whom."""

    given: Given
    reason: str
    cause: Cause | None
    method: DecisionMethod
    by: str
    at: str
    together: tuple[str, ...]
    change_id: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One unit and variable with different answers, or decided when they were different.

    `wave_id` is the main wave in which a decision is written. There are fewer than two `answers`
    only where coders withdrew theirs after it, or it was on what was coded again.
    """

    variable: StoredVariable
    unit_id: int
    wave_id: int
    answers: tuple[Given, ...]
    decided: Decided | None

    @property
    def later(self) -> int:
        """How many of the answers were given after the decision (R17)."""
        decided = self.decided
        return 0 if decided is None else sum(e.change_id > decided.change_id for e in self.answers)


def wave_compared(connection: Connection, key: str | None) -> Row[Any]:
    """The wave whose answers are compared: the named one, or the latest main wave.

    Raises UnknownKey for an unknown one, InvalidValue for one of training, and NoCodebook if there
    is none.
    """
    found = wave_or_latest(connection, key)
    if found is None:
        raise NoCodebook("nothing was coded")
    if found.purpose == "training":
        raise InvalidValue(
            f"wave {found.key} is for practice, and nothing of it is decided",
            hint="compare the coders: portrayals reliability --wave " + found.key,
        )
    return found


def differences(
    connection: Connection, book: Book, of: Row[Any], scope: Scope = EVERYTHING
) -> list[Difference]:
    """What was answered differently in a wave, ordered by variable and unit, decided or not.

    In a main wave the coders are compared with each other, by the rule that says what is disputed
    (R18, R21); of partial sets alone it counts what was recorded (R31). In a wave of recoding its
    answers are compared with those of the same coder in the main waves, or, of one who gave none,
    with everybody's. Titles that do not count are left out (R1).
    """
    again = of.purpose == "recode"
    variables = {
        each.variable_id: each
        for each in book.variables.values()
        if not each.derived and not each.retired and _within(scope, each)
    }
    decisions = _decisions(connection, scope, variables)
    meanings: Mapping[int, Meaning] = read_meanings(connection, variables)
    given: dict[tuple[int, ...], list[Given]] = {
        key[:2]: [] for key in decisions if key[2] == of.wave_id
    }
    for each in _answers(connection, of, scope, variables):
        given.setdefault(each.key[:2], []).append(each)
    found: list[Difference] = []
    for (variable_id, unit_id), answers in sorted(given.items()):
        variable, meaning = variables[variable_id], meanings[variable_id]
        mains = [each.wave_id for each in answers if each.wave_id != of.wave_id]
        if again and not mains:
            continue
        wave_id = max(mains) if again else of.wave_id
        decided = decisions.get((variable_id, unit_id, wave_id))
        groups = list(_with_oneself(answers, of.wave_id)) if again else [answers]
        differing = [each for each in groups if _differ(each, variable, meaning)]
        if not differing and decided is not None and not again:
            differing = groups  # they have come to agree since, or withdrawn what they said
        if differing:
            once = dict.fromkeys(each for group in differing for each in group)
            found.append(Difference(variable, unit_id, wave_id, tuple(once), decided))
    return found


def _within(scope: Scope, variable: StoredVariable) -> bool:
    return scope.variable_ids is None or variable.variable_id in scope.variable_ids


def _with_oneself(answers: Sequence[Given], again: int) -> Iterator[list[Given]]:
    """Each coder's answer in a wave of recoding, after their latest one before, else everybody's.

    `answers` are in the order of the waves.
    """
    before = {each.coder_id: each for each in answers if each.wave_id != again}
    for each in answers:
        if each.wave_id == again:
            own = before.get(each.coder_id)
            yield [*(before.values() if own is None else [own]), each]


def _differ(answers: Sequence[Given], variable: StoredVariable, meaning: Meaning) -> bool:
    """Whether answers, each as that of somebody else, are disputed."""
    codings = (
        Coding(
            adjudicated=False,
            basis=each.basis,
            answer=each.answer,
            codebook_id=each.codebook_id,
            partial=each.complete is False,
        )
        for each in answers
    )
    ballot = ballot_of(variable.variable_id, codings)
    return settle(_as_recorded(ballot), meaning).disputed


def _as_recorded(ballot: Ballot) -> Ballot:
    """R31: of partial sets alone, what one does not hold counts as not recorded."""
    sets = [each for each in ballot.votes if each.answer.state in {"coded", "none"}]
    if not all(each.partial for each in sets):
        return ballot
    return ballot._replace(votes=tuple(each._replace(partial=False) for each in ballot.votes))


def _answers(
    connection: Connection, of: Row[Any], scope: Scope, variables: Mapping[int, StoredVariable]
) -> Iterator[Given]:
    """The answers of those who vote where several may differ, in the order of their waves."""
    counted = select(title.c.title_id).where(title.c.screened.not_in(COUNTED_OUT))
    limits = (
        annotation.c.variable_id.in_(variables),
        coder.c.kind.in_(VOTERS),
        *(Scope(units=scope.units).of(annotation)),
    )
    asked = select(annotation.c.variable_id, annotation.c.unit_id).join(
        coder, coder.c.coder_id == annotation.c.coder_id
    )
    asked = asked.where(annotation.c.wave_id == of.wave_id, *limits)
    within = [of.wave_id]
    if of.purpose == "recode":
        main = select(wave.c.wave_id).where(wave.c.purpose == "main")
        within += connection.execute(main).scalars()
        wanted = asked.distinct().subquery()
    else:
        each = (annotation.c.variable_id, annotation.c.unit_id)
        several = func.min(annotation.c.answer_id) != func.max(annotation.c.answer_id)
        had = select(adjudication.c.variable_id, adjudication.c.unit_id)
        had = had.where(adjudication.c.wave_id == of.wave_id, *scope.of(adjudication))
        wanted = union(asked.group_by(*each).having(several), had).subquery()
    rows = (
        _given()
        .join(
            wanted,
            and_(*(wanted.c[name] == annotation.c[name] for name in ("variable_id", "unit_id"))),
        )
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .where(annotation.c.wave_id.in_(within), unit.c.title_id.in_(counted), *limits)
        # What was coded again comes after what was coded before.
        .order_by(annotation.c.variable_id, annotation.c.unit_id)
        .order_by(annotation.c.wave_id == of.wave_id, annotation.c.wave_id, annotation.c.coder_id)
    )
    yield from _read(connection, rows, variables)


def _given() -> Select[Any]:
    """Annotations, with whose they are."""
    return (
        select(
            annotation,
            coder.c.key.label("coder"),
            coder.c.uuid.label("coder_uuid"),
            wave.c.key.label("wave"),
        )
        .select_from(annotation)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
    )


def _read(
    connection: Connection, rows: Select[Any], variables: Mapping[int, StoredVariable]
) -> Iterator[Given]:
    found = connection.execute(rows).all()
    said = answers_of(connection, {row.answer_id for row in found})
    for row in found:
        answer = said[row.answer_id]
        is_set = variables[row.variable_id].type == "multi" and answer.state in {"coded", "none"}
        yield Given(
            key=tuple(getattr(row, name) for name in ANNOTATION_KEY),
            coder=row.coder,
            coder_uuid=row.coder_uuid,
            wave=row.wave,
            answer=answer,
            text=row.text,
            basis=BASES[row.basis],
            complete=is_complete(row.complete, row.basis) if is_set else None,
            codebook_id=row.codebook_id,
            note=row.note,
            change_id=row.change_id,
        )


def _decisions(
    connection: Connection, scope: Scope, variables: Mapping[int, StoredVariable]
) -> dict[tuple[int, ...], Decided]:
    """What was decided, by variable, unit and wave."""
    by = coder.alias("by")
    rows = (
        _given()
        .join(adjudication, same_annotation(adjudication, annotation))
        .join(by, by.c.coder_id == adjudication.c.decided_by)
        .where(annotation.c.variable_id.in_(variables), *scope.of(annotation))
    )
    columns = (adjudication.c[name] for name in (*ANNOTATION_KEY, "method", "reason", "cause"))
    told = rows.with_only_columns(*columns, adjudication.c.decided_at, by.c.key.label("by"))
    told = told.add_columns(adjudication.c.change_id)
    how = {tuple(row[:4]): row for row in connection.execute(told)}
    who = select(*(adjudication_with.c[name] for name in ANNOTATION_KEY), coder.c.key)
    who = who.join(coder, coder.c.coder_id == adjudication_with.c.with_coder_id)
    together: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for *key, name in connection.execute(who.where(*scope.of(adjudication_with))):
        together[tuple(key)].append(name)
    found: dict[tuple[int, ...], Decided] = {}
    for given in _read(connection, rows, variables):
        row = how[given.key]
        found[given.key[0], given.key[1], given.wave_id] = Decided(
            given,
            reason=row.reason,
            cause=row.cause,
            method=row.method,
            by=row.by,
            at=row.decided_at,
            together=tuple(sorted(together[given.key])),
            change_id=row.change_id,
        )
    return found
