"""Writes decisions between coders, as answers of the consensus coder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import delete, insert, select, update

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.findings.cast_ballots import Scope
from portrayals.findings.stored_ballots import keep_ballots, wait_for_turn
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.history.locks import locked
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.quoting import quoted
from portrayals.results.collecting import RefusedAnswer
from portrayals.services.adjudication.decision import Decision, Terms
from portrayals.services.adjudication.differences import (
    Decided,
    Difference,
    differences,
    wave_compared,
)
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.coding.annotations import (
    GivenAnswer,
    Slot,
    refuse_if_not_asked,
    withdraw,
    write_annotation,
)
from portrayals.services.coding.values import find_variable
from portrayals.services.handouts.write_answers import Taken, given_answer
from portrayals.tables import adjudication, adjudication_with, coder, wave
from portrayals.vocabulary import BASES, CAUSES, CONSENSUS, DECISION_METHODS, DecisionMethod

Outcome = Literal["new", "same", "changed", "withdrawn"]


def decide(change: Change, decisions: Sequence[Decision], wave_key: str | None = None) -> Taken:
    """Records decisions on what differs in a wave, or in the latest main wave.

    Decisions that cannot be taken are among the `refused`, by unit and variable; the caller decides
    about the others. The coders' own answers stay as they are. Raises UnknownKey for an unknown
    wave, and WaveLocked if the one in which decisions are written is locked.
    """
    connection = change.connection
    units: dict[str, UnitRow] = {}
    refused: list[RefusedAnswer] = []
    for each in decisions:
        try:
            units[each.unit] = find_unit(connection, each.unit)
        except PortrayalsError as error:
            refused.append(_refused(each, error))
    deciding = Deciding.of(change, wave_key, [*units.values()])
    done: list[Outcome] = []
    for each in decisions:
        if each.unit not in units:
            continue
        try:
            variable = find_variable(change, each.variable)
            given = given_answer(change, each)
            done.append(deciding.decide(units[each.unit], variable, given, each.terms))
        except PortrayalsError as error:
            refused.append(_refused(each, error))
    deciding.count()
    numbers = {word: done.count(word) for word in ("new", "same", "changed", "withdrawn")}
    return Taken(**numbers, refused=tuple(refused))


def _refused(of: Decision, error: PortrayalsError) -> RefusedAnswer:
    return RefusedAnswer(of.unit, of.variable, error.message, tuple(error.candidates))


@dataclass(slots=True)
class Deciding:
    """Decisions on some units, one after another in one change; `count` ends them."""

    change: Change
    found: dict[tuple[int, int], Difference]
    wave: str
    _touched: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, change: Change, wave_key: str | None, units: Sequence[UnitRow]) -> Deciding:
        """Looks up what differs of these units, in a wave or the latest main wave.

        Raises UnknownKey for an unknown wave, and WaveLocked for a locked one.
        """
        connection = change.connection
        compared = wave_compared(connection, wave_key)
        if compared.purpose == "main" and compared.locked_at is not None:
            raise locked(compared, "so nothing of it can be decided", _UNLOCK)
        ids = [each.unit_id for each in units]
        wait_for_turn(connection, ids)
        found = differences(connection, change.book, compared, Scope(units=ids))
        by_place = {(each.unit_id, each.variable.variable_id): each for each in found}
        return cls(change, by_place, compared.key)

    def decide(
        self, unit: UnitRow, variable: StoredVariable, given: GivenAnswer | None, terms: Terms
    ) -> Outcome:
        """Records what is decided, None to take a decision back; says what became of it.

        Raises InvalidValue where coders do not differ, or the terms do not fit, and UnknownKey for
        an unknown coder.
        """
        cause = None if terms.cause is None else choose(terms.cause, CAUSES, "a cause")
        method, together = self._how(terms)
        difference = self.difference(unit, variable)
        self._refuse_locked(difference)
        if (unit.unit_id, variable.variable_id) in self._touched:
            raise InvalidValue(f"{variable.key} of {unit.key} is decided twice")
        slot = Slot(variable, unit, self._consensus(), difference.wave_id)
        if given is None:
            return self._withdraw(slot, difference)
        self._refuse_own(difference, method, together)
        reason = (terms.reason or "").strip()
        if not reason:
            raise InvalidValue("a decision needs its reason", hint="say why: --reason TEXT")
        before = difference.decided
        if before is not None and _told(before) == (
            *((given.said, given.text), reason, cause, method, tuple(sorted(together))),
        ):
            return "same"
        refuse_if_not_asked(self.change, slot, given, by="by what was decided")
        self._write(slot, given, difference)
        self._sign(slot, [*together.values()], difference.decided is None, method, reason, cause)
        self._touched.add((unit.unit_id, variable.variable_id))
        return "new" if before is None else "changed"

    def difference(self, unit: UnitRow, variable: StoredVariable) -> Difference:
        """What differs there. Raises InvalidValue where nothing does."""
        if variable.level != unit.level:
            raise InvalidValue(
                f"{variable.key} is coded for {variable.level}s, and {unit.key} is a {unit.level}"
            )
        found = self.found.get((unit.unit_id, variable.variable_id))
        if found is None:
            raise InvalidValue(
                f"there is nothing to decide about {variable.key} of {unit.key}: its coders do "
                f"not differ in wave {self.wave}",
                hint="what can be decided: portrayals coding disagreements, with --wave WAVE for "
                "what was coded again in a wave of recoding",
            )
        return found

    @staticmethod
    def is_complete(difference: Difference) -> bool | None:
        """Whether a set that decides it is complete: unless all it decides on are partial (R6)."""
        sets = [each.complete for each in difference.answers if each.complete is not None]
        return any(sets) if sets else None

    def count(self) -> None:
        """Rebuilds the ballots of what was decided."""
        if self._touched:
            units, variables = map(set, zip(*self._touched, strict=True))
            keep_ballots(self.change.connection, variable_ids=[*variables], units=[*units])

    def _refuse_locked(self, difference: Difference) -> None:
        of = wave.c.wave_id == difference.wave_id
        row = self.change.connection.execute(select(wave).where(of)).one()
        if row.locked_at is not None:
            raise locked(row, "so nothing of it can be decided", _UNLOCK)

    def _consensus(self) -> int:
        """The coder whose answers are the decisions, made with the first one."""
        connection = self.change.connection
        known = select(coder.c.coder_id).where(coder.c.kind == CONSENSUS)
        found = connection.execute(known).scalar_one_or_none()
        if found is None:
            add_coder(self.change, CONSENSUS, kind=CONSENSUS)
            found = connection.execute(known).scalar_one()
        return found

    def refuse_terms(self, difference: Difference, terms: Terms) -> None:
        """Raises InvalidValue or UnknownKey where a difference may not be decided on the terms."""
        self._refuse_own(difference, *self._how(terms))

    def method(self, terms: Terms) -> DecisionMethod:
        """How a decision on the terms is made."""
        return self._how(terms)[0]

    def _how(self, terms: Terms) -> tuple[DecisionMethod, dict[str, int]]:
        """The method, and those who decide with the actor, by key."""
        asked = None if terms.method is None else choose(terms.method, DECISION_METHODS, "a method")
        self._person(self.change.actor)
        together = {key: self._person(key) for key in terms.together}
        if self.change.actor in together:
            raise InvalidValue(
                f"{self.change.actor} decides, and is named as another who takes part",
                hint="name only the others: --with CODER; who decides is: --as CODER",
            )
        method: DecisionMethod = asked or (
            "alone" if terms.alone else "discussion" if together else "expert"
        )
        if (terms.alone or method == "alone") and (together or method != "alone"):
            raise InvalidValue(
                "who decides alone has nobody with them, and no other method",
                hint="leave out --alone, or --with and --method",
            )
        if method == "discussion" and not together:
            raise InvalidValue("a discussion takes two", hint="name the other: --with CODER")
        return method, together

    def _refuse_own(
        self, difference: Difference, method: DecisionMethod, together: Collection[str]
    ) -> None:
        """Refuses to let one of the coders decide between themselves and another unsaid."""
        own = any(each.coder == self.change.actor for each in difference.answers)
        if own and method != "alone" and not together:
            raise InvalidValue(
                f"{self.change.actor} is one of the coders who differ",
                hint="decide with another (--with CODER), let another decide (--as CODER), or say "
                "that you decide it alone: --alone",
            )

    def _person(self, key: str) -> int:
        """The row of a coder who may decide. Raises UnknownKey, and InvalidValue for no person."""
        connection = self.change.connection
        if key == self.change.actor:
            row = connection.execute(select(coder).where(coder.c.coder_id == self.change.coder_id))
        else:
            row = connection.execute(select(coder).where(coder.c.key == key))
        found = row.one_or_none()
        if found is None:
            people = select(coder.c.key).where(coder.c.kind == "person").order_by(coder.c.key)
            raise UnknownKey(
                f"{quoted(key)} is not a coder",
                hint=f"to create one: portrayals add coder {key}",
                candidates=nearest(key, connection.execute(people).scalars()),
            )
        if found.kind != "person":
            raise InvalidValue(
                f"{key} is a {found.kind}, and only people decide", hint="name a person: --as CODER"
            )
        coder_id: int = found.coder_id
        return coder_id

    def _write(self, slot: Slot, given: GivenAnswer, difference: Difference) -> None:
        """The answer, on the best basis of what it decides on; partial if all of that is (R6)."""
        basis = min((each.basis for each in difference.answers), key=BASES.index, default=None)
        complete = self.is_complete(difference)
        write_annotation(self.change, slot, given, basis=basis, note=None, complete=complete)

    def _sign(
        self,
        slot: Slot,
        together: Sequence[int],
        new: bool,
        method: DecisionMethod,
        reason: str,
        cause: str | None,
    ) -> None:
        """Writes how the answer was decided, and by whom."""
        connection = self.change.connection
        values = {
            "decided_by": self.change.coder_id,
            "decided_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "method": method,
            "reason": reason,
            "cause": cause,
            "change_id": self.change.number,
        }
        if new:
            connection.execute(insert(adjudication).values(**slot.key(), **values))
        else:
            keep(connection, self.change.number, adjudication, slot.of(adjudication))
            of_it = slot.of(adjudication)
            connection.execute(update(adjudication).where(of_it).values(**values))
            connection.execute(delete(adjudication_with).where(slot.of(adjudication_with)))
        if together:
            rows = [slot.key() | {"with_coder_id": each} for each in together]
            connection.execute(insert(adjudication_with), rows)

    def _withdraw(self, slot: Slot, difference: Difference) -> Outcome:
        if difference.decided is None:
            raise InvalidValue(
                f"{slot.variable.key} of {slot.unit.key} is not decided, so there is nothing to "
                "take back"
            )
        connection = self.change.connection
        keep(connection, self.change.number, adjudication, slot.of(adjudication))
        for table in (adjudication_with, adjudication):
            connection.execute(delete(table).where(slot.of(table)))
        withdraw(self.change, slot)
        self._touched.add((slot.unit.unit_id, slot.variable.variable_id))
        return "withdrawn"


_UNLOCK = "open it first: portrayals coding unlock WAVE"


def _told(before: Decided) -> tuple[object, ...]:
    """A decision, to compare it with another."""
    value = before.given.value
    return value, before.reason, before.cause, before.method, before.together
