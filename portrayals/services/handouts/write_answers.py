"""Writes the answers of a coder's page, all at once, as they were meant."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import delete, exists, func, not_, select, update

from portrayals.database.staging import staged
from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.cells import text as short
from portrayals.results.collecting import RefusedAnswer
from portrayals.results.importing import BadCell, Imported
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.coding.annotations import GivenAnswer
from portrayals.services.coding.values import MAYBE, find_variable, read_answer
from portrayals.services.handouts.answers import WITHDRAWN, PageAnswer
from portrayals.services.importing.cells import NotCoded
from portrayals.services.importing.ending import ImportPolicy, RowProblems
from portrayals.services.importing.evidence import PLACE, Pointer, Pointing
from portrayals.services.importing.staged_annotations import Codings
from portrayals.services.importing.write_annotations import write_codings
from portrayals.tables import annotation, evidence
from portrayals.tables.coding import ANNOTATION_KEY, in_slots, same_annotation
from portrayals.vocabulary import COMPLETE_BASES


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose answers they are, and the basis of those that state none."""

    coder_id: int
    wave_id: int
    basis: str


@dataclass(frozen=True, slots=True)
class Taken:
    """How many answers were new, the same, changed or taken back, and those that were refused."""

    new: int = 0
    same: int = 0
    changed: int = 0
    withdrawn: int = 0
    refused: tuple[RefusedAnswer, ...] = ()


class Answered(Protocol):
    """An answer to a variable as a file says it."""

    @property
    def variable(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def codes(self) -> Sequence[str]: ...
    @property
    def doubtful(self) -> Sequence[str]: ...
    @property
    def number(self) -> float | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def complete(self) -> bool | None: ...


def given_answer(change: Change, answer: Answered) -> GivenAnswer | None:
    """An answer in the terms of the codebook, None if it was taken back.

    Raises UnknownKey for an unknown variable, and InvalidValue for what it cannot have.
    """
    of = find_variable(change, answer.variable)
    codes = [*answer.codes, *(f"{MAYBE}{each}" for each in answer.doubtful)]
    values = [*codes, answer.number, answer.text]
    if answer.state != "coded" and any(value is not None for value in values):
        raise InvalidValue(f"is {answer.state} and has a value too")
    if answer.complete is not None and of.type != "multi":
        raise InvalidValue(f"{of.key} has one value and is not a set that could be complete")
    if answer.state == WITHDRAWN:
        return None
    if answer.state != "coded":
        return read_answer(of, answer.state)
    return _value(of, answer, codes)


def _value(of: StoredVariable, answer: Answered, codes: Sequence[str]) -> GivenAnswer:
    text, number = answer.text, answer.number
    if (bool(codes), number is not None, text is not None) != (
        of.type not in {"number", "text"},
        of.type == "number",
        of.type == "text",
    ):
        raise InvalidValue(f"lacks the kind of value that {of.key} takes ({of.type})")
    if text is not None:
        return GivenAnswer("coded", text=text)
    if number is not None:
        return read_answer(of, short(number))
    both = {*answer.codes} & {*answer.doubtful}
    if both:
        raise InvalidValue(f"{min(both)} is both sure and in doubt")
    return read_answer(of, ";".join(codes), lambda _: codes)


def write_answers(
    change: Change,
    whose: Whose,
    answers: Sequence[PageAnswer],
    units: Mapping[str, UnitRow],
    *,
    assigned: Container[int] | None = None,
) -> Taken:
    """Records the answers of a coder about units, which replace their earlier ones in the wave.

    An answer that cannot be taken is among the refused; the caller decides about the others.
    `units` are found by what the answers call them; those of titles other than the `assigned`
    are no answers to what was handed out.
    """
    taking = _Taking(change, whose, answers, units, assigned)
    # Of two units that are one now, the answer that stands counts, not the one taken back.
    for line, answer in sorted(enumerate(answers, 1), key=lambda each: _is_withdrawn(each[1])):
        taking.add(line, answer)
    return taking.write()


@dataclass(slots=True)
class _Taking:
    """Answers on their way into the study, each a line by its place."""

    change: Change
    whose: Whose
    answers: Sequence[PageAnswer]
    units: Mapping[str, UnitRow]
    assigned: Container[int] | None
    bad: list[BadCell] = field(default_factory=list)
    codings: Codings = field(init=False)
    pointing: Pointing = field(init=False)
    _pieces: int = 0
    _known: dict[tuple[object, ...], tuple[StoredVariable, GivenAnswer | None]] = field(
        default_factory=dict
    )
    _first: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = RowProblems(self.bad.append)
        self.codings = Codings(self.change, problems, whole=True)
        self.pointing = Pointing(self.codings, create=False)

    def add(self, line: int, answer: PageAnswer) -> None:
        """Stages an answer; what is wrong with it is a problem of its line."""
        of = self.units.get(answer.unit)
        try:
            variable, given = self._read(answer)
            if of is None and given is None:
                return
            if of is None:
                raise InvalidValue("the unit is no longer in the catalogue")
            if self.assigned is not None and of.title_id not in self.assigned:
                raise InvalidValue("the title was not handed out to this coder")
            if variable.level != of.level:
                raise InvalidValue(f"is coded for {variable.level}s, and {of.key} is a {of.level}")
            first = self._first.setdefault((of.unit_id, answer.variable), line)
            if first != line and given is None:
                return
            if first != line:
                other = self._called(self.answers[first - 1])
                both = f"{self._called(answer)} and {other}"
                raise InvalidValue(f"{both} are one unit now, answered twice")
        except PortrayalsError as error:
            self.codings.problems.refused(line, answer.variable, self._called(answer), error)
            return
        basis = answer.basis or self.whose.basis
        complete = answer.complete
        if given is not None and variable.type == "multi" and given.state in {"coded", "none"}:
            complete = basis in COMPLETE_BASES if complete is None else complete
        whose = self.whose
        judge = self.codings.judge(variable, whose.coder_id, whose.wave_id, basis, complete)
        if given is None:
            self.codings.add_gap(line, of.unit_id, judge, NotCoded.SAID)
            return
        self.codings.add(line, of.unit_id, judge, given, answer.note)
        slot = (variable.variable_id, of.unit_id, whose.coder_id, whose.wave_id)
        for each in answer.evidence:
            self.pointing.add(line, variable, slot, of.title_id, Pointer(**each._asdict()))

    def _read(self, answer: PageAnswer) -> tuple[StoredVariable, GivenAnswer | None]:
        known = self._known.get(answer.value)
        if known is None:
            variable = find_variable(self.change, answer.variable)
            known = self._known[answer.value] = variable, given_answer(self.change, answer)
        return known

    def write(self) -> Taken:
        """Writes what can be taken, with its evidence; the counts."""
        codings, connection = self.codings, self.change.connection
        codings.gather(None, once=True)
        self.pointing.check()
        done = write_codings(
            codings,
            ImportPolicy("update", skip_bad=True),
            Imported("annotations", ""),
            evidence=self._point,
        )
        total = connection.execute(select(func.count()).select_from(codings.incoming)).scalar_one()
        fresh = done.added + done.changed + self._pieces
        written = self._written() if fresh else 0
        return Taken(
            new=done.added,
            same=total - written,
            changed=written - done.added,
            withdrawn=done.withdrawn,
            refused=tuple(self._refused(each) for each in self.bad),
        )

    def _written(self) -> int:
        """How many of the answers this change has written."""
        i = self.codings.incoming
        rows = select(func.count()).select_from(i).join(annotation, same_annotation(annotation, i))
        rows = rows.where(annotation.c.change_id == self.change.number)
        return self.change.connection.execute(rows).scalar_one()

    def _point(self) -> int:
        """Writes the evidence and removes what the answers no longer have; how many pieces."""
        gone = self._remove_stale()
        new = self.pointing.write()
        self._pieces = gone + new
        return new

    def _remove_stale(self) -> int:
        connection, i, found = self.change.connection, self.codings.incoming, self.pointing.found
        same = (evidence.c[name].is_not_distinct_from(found.c[name]) for name in PLACE)
        stale = select(evidence.c.evidence_id, *(evidence.c[name] for name in ANNOTATION_KEY))
        stale = stale.where(in_slots(evidence, i))
        stale = stale.where(not_(exists().where(same_annotation(evidence, found), *same)))
        rows = staged(connection, stale, "evidence_id")
        number = connection.execute(select(func.count()).select_from(rows)).scalar_one()
        if number:
            change_id = self.change.number
            concerned = in_slots(annotation, rows)
            keep(connection, change_id, annotation, concerned)
            connection.execute(update(annotation).where(concerned).values(change_id=change_id))
            ids = select(rows.c.evidence_id)
            connection.execute(delete(evidence).where(evidence.c.evidence_id.in_(ids)))
        return number

    def _refused(self, bad: BadCell) -> RefusedAnswer:
        answer = self.answers[bad.line - 1]
        whose = (self._called(answer), answer.variable)
        return RefusedAnswer(*whose, bad.reason, bad.candidates, answer.cell)

    def _called(self, answer: PageAnswer) -> str:
        """The unit in words: by its key when it was handed out, else, once proposed, by its own."""
        of = self.units.get(answer.unit)
        return answer.key or (answer.unit if of is None else of.key)


def _is_withdrawn(answer: PageAnswer) -> bool:
    return answer.state == WITHDRAWN
