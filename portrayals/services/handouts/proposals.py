"""The people whom coders propose: kept with what was answered about them, until it is decided."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.plurals import counted
from portrayals.results.collecting import RefusedAnswer
from portrayals.services.catalogue.fields import refuse_unstorable
from portrayals.services.catalogue.units import COLUMNS, UnitRow, unit_row
from portrayals.services.handouts.answers import AnswersFile, PageAnswer, PageProposal
from portrayals.services.handouts.write_answers import given_answer
from portrayals.tables import proposal, unit
from portrayals.vocabulary import Level

_ABOVE: Final[dict[str, Level]] = {"portrayal": "title", "relationship": "portrayal"}
#: Why somebody is declined whom the coder no longer proposes, but with whom another was declined.
_TAKEN_BACK: Final = "taken back by the coder"


@dataclass(slots=True)
class KeptPeople:
    """What became of the people whom a file proposes.

    `units` are those accepted before, by the id that answers give; answers about `waiting` ids are
    kept or left out here. `pending` counts those nobody has decided about.
    """

    units: dict[str, UnitRow] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    pending: int = 0
    refused: tuple[RefusedAnswer, ...] = ()
    notices: tuple[str, ...] = ()


def keep_proposals(change: Change, handout_id: int, file: AnswersFile) -> KeptPeople:
    """Keeps the people whom a file proposes, with the answers about them.

    Who was proposed before and is not any more is dropped, unless it was decided. Answers that
    cannot be taken, and people beneath nobody, are among the refused.
    """
    keeping = _Keeping(change, handout_id, file)
    # A relationship may be beneath somebody who is proposed by the same coder.
    for each in sorted(file.proposals, key=lambda each: each.level):
        keeping.keep(each)
    keeping.drop_others()
    kept = keeping.kept
    kept.refused, kept.notices = tuple(keeping.refused), tuple(keeping.notices)
    return kept


@dataclass(slots=True)
class _Keeping:
    change: Change
    handout_id: int
    file: AnswersFile
    kept: KeptPeople = field(default_factory=KeptPeople)
    refused: list[RefusedAnswer] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    known: dict[str, Row[Any]] = field(init=False)
    elsewhere: set[str] = field(init=False)
    answers: dict[str, list[PageAnswer]] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = select(proposal).where(proposal.c.handout_id == self.handout_id)
        self.known = {row.uuid: row for row in self.change.connection.execute(rows)}
        ids = {each.id for each in self.file.proposals}
        others = select(proposal.c.uuid).where(
            proposal.c.uuid.in_(ids), proposal.c.handout_id != self.handout_id
        )
        self.elsewhere = {*self.change.connection.execute(others).scalars()}
        for answer in self.file.answers:
            if answer.unit in ids:
                self.answers.setdefault(answer.unit, []).append(answer)

    def keep(self, of: PageProposal) -> None:
        """Keeps somebody as they are told now, or says what was decided about them."""
        before = self.known.get(of.id)
        if before is not None:
            self._ids[of.id] = before.proposal_id
        if before is not None and _is_decided(before):
            self._decided(of, before)
            return
        self.kept.waiting.add(of.id)
        try:
            values = self._values(of)
        except PortrayalsError as error:
            self.refused.append(RefusedAnswer(of.name, of.level, error.message))
            return
        self.kept.pending += 1
        connection = self.change.connection
        if before is None:
            made = insert(proposal).values(
                uuid=of.id,
                handout_id=self.handout_id,
                level=of.level,
                change_id=self.change.number,
                **values,
            )
            self._ids[of.id] = connection.execute(
                made.returning(proposal.c.proposal_id)
            ).scalar_one()
        elif any(before._mapping[name] != value for name, value in values.items()):
            this = proposal.c.proposal_id == before.proposal_id
            keep(connection, self.change.number, proposal, this)
            connection.execute(
                update(proposal).where(this).values(change_id=self.change.number, **values)
            )

    def drop_others(self) -> None:
        """Drops people whom the coder does not propose any more, and those with them.

        A decision about somebody outlives them: then they are kept, as taken back.
        """
        proposed = {each.id for each in self.file.proposals}
        waiting = [row for row in self.known.values() if row.decision == "pending"]
        gone = {row.proposal_id for row in waiting if row.uuid not in proposed}
        gone |= {row.proposal_id for row in waiting if row.above_proposal_id in gone}
        if gone:
            decided = [row for row in self.known.values() if row.decision != "pending"]
            held = {row.above_proposal_id for row in decided} & gone
            connection, these = self.change.connection, proposal.c.proposal_id.in_(gone)
            keep(connection, self.change.number, proposal, these)
            connection.execute(
                update(proposal)
                .where(proposal.c.proposal_id.in_(held))
                .values(decision="declined", reason=_TAKEN_BACK, change_id=self.change.number)
            )
            these = proposal.c.proposal_id.in_(gone - held)
            beneath = proposal.c.above_proposal_id.is_not(None)
            connection.execute(delete(proposal).where(these, beneath))
            connection.execute(delete(proposal).where(these))
            people = counted(len(gone), "person", "people")
            are = "is" if len(gone) == 1 else "are"
            self.notices.append(
                f"{people} whom {self.file.coder} proposed before {are} no longer proposed."
            )

    def _decided(self, of: PageProposal, before: Row[Any]) -> None:
        if before.decision == "declined":
            self.kept.waiting.add(of.id)
            number = len(self.answers.get(of.id, ()))
            if number:
                self.notices.append(
                    f"{of.name} was declined: {counted(number, 'answer')} about them left out."
                )
            return
        rows = select(*COLUMNS).where(unit.c.unit_id == before.unit_id)
        self.kept.units[of.id] = unit_row(self.change.connection.execute(rows).one())

    def _values(self, of: PageProposal) -> dict[str, object]:
        """The columns of a proposal. Raises PortrayalsError if it cannot be kept."""
        refuse_unstorable("name", of.name)
        if of.id in self.elsewhere:
            raise InvalidValue("is somebody who was proposed in another handout")
        given = self.answers.get(of.id, [])
        for answer in given:
            try:
                given_answer(self.change, answer)
            except PortrayalsError as error:
                told = RefusedAnswer(of.name, answer.variable, error.message, error.candidates)
                self.refused.append(told)
        basis = self.file.basis
        written = [{**answer.written, "basis": answer.basis or basis} for answer in given]
        return {
            **self._above(of),
            "name": of.name,
            "performer": of.performer,
            "role": of.role,
            "note": of.note,
            "answers": json.dumps(written, ensure_ascii=False, sort_keys=True),
            "decision": "pending",
            "reason": None,
        }

    def _above(self, of: PageProposal) -> dict[str, int | None]:
        """Whom or what somebody is beneath: a unit, or somebody proposed."""
        if of.above in self.kept.units:
            return {"above_unit_id": self.kept.units[of.above].unit_id, "above_proposal_id": None}
        if of.above in self._ids:
            return {"above_unit_id": None, "above_proposal_id": self._ids[of.above]}
        rows = select(*COLUMNS).where(unit.c.uuid == of.above)
        found = self.change.connection.execute(rows).one_or_none()
        if found is None or unit_row(found).level != _ABOVE[of.level]:
            raise InvalidValue(f"is proposed beneath a {_ABOVE[of.level]} that is not here")
        return {"above_unit_id": found.unit_id, "above_proposal_id": None}


def _is_decided(row: Row[Any]) -> bool:
    """Whether the lead has decided about somebody, whom the coder may propose again."""
    decided: bool = row.decision != "pending" and row.reason != _TAKEN_BACK
    return decided
