"""The answers in a workbook that a coder sends back, as those of a page. Pure.

The workbook has its own handout inside, so that its sheets are read by what they were when they
were written. What cannot be read is refused cell by cell; the caller decides about the rest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from portrayals.errors import InvalidValue
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import caseless
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import listed, quoted
from portrayals.notation.times import parse_time, parse_time_range
from portrayals.results.handout import Handout, HandoutUnit, handout_from
from portrayals.results.handout_sheets import (
    BASIS,
    BASIS_CHOICES,
    BASIS_OF_ALL,
    DATA,
    DATA_MARK,
    EVIDENCE,
    EVIDENCE_COLUMNS,
    KEY,
    NEVER_SAVED,
    NOTE,
    PEOPLE,
    PEOPLE_COLUMNS,
    README,
    SHEETS_FORMAT,
    AskedColumn,
    CodingSheet,
    coding_sheets,
    people_may_be_new,
    subjects,
)
from portrayals.results.sheets import WholeBook
from portrayals.services.handouts.answer_words import AnswerWords, Said, Unreadable
from portrayals.services.handouts.answers import (
    WITHDRAWN,
    AnswersFile,
    PageAnswer,
    PageEvidence,
    PageProposal,
)
from portrayals.services.handouts.returned_sheets import Returned, ReturnedRow
from portrayals.services.handouts.saved_files import in_utc

_SUBJECT, _EPISODE, _FROM, _TO, _QUOTE = EVIDENCE_COLUMNS[1:]
_NEW, _BENEATH, _NAME, _PERFORMER, _ROLE = PEOPLE_COLUMNS[:-1]
#: Makes the ids of new people, so that a workbook sent again proposes nobody twice.
_PROPOSED: Final = UUID("5f0d3c52-4a0b-4d0e-9b0f-6a4f3f1c7d21")
_BELOW: Final = {"title": "portrayal", "portrayal": "relationship"}


def workbook_answers(book: WholeBook) -> AnswersFile:
    """The answers in a workbook. Raises InvalidValue for one that is not a handout's."""
    given = _handout(book)
    reading = _Reading(Returned(book), given, coding_sheets(given))
    reading.read()
    return AnswersFile(
        name=book.name,
        handout=given.sha256,
        coder=given.coder,
        wave=given.wave,
        codebook=f"{given.codebook} {given.codebook_version}",
        codebook_sha256=given.codebook_sha256,
        saved_at=_saved_at(book),
        basis=reading.basis,
        answers=tuple(reading.answers.values()),
        proposals=tuple(reading.proposals.values()),
        blank=tuple(reading.blank),
        refused=tuple(reading.returned.refused),
    )


def _handout(book: WholeBook) -> Handout:
    data = book.sheets.get(DATA)
    cells = [] if data is None else [row[0] for row in data.rows if row]
    if cells[:1] != [DATA_MARK]:
        raise InvalidValue(
            f"{book.name} is a workbook, but not the one that was handed out",
            hint="ask the coder for the whole workbook, not for a copy of its sheets; a table of "
            "your own: portrayals import annotations",
        )
    if cells[1] != str(SHEETS_FORMAT):
        raise InvalidValue(
            f"{book.name} was handed out by another version of the program",
            hint="update the program",
        )
    try:
        return handout_from(json.loads("".join(cells[2:])))
    except (KeyError, TypeError, ValueError):
        raise InvalidValue(
            f"{book.name} has lost part of its handout",
            hint="ask the coder to copy their answers into the workbook as they got it, and to "
            "send that",
        ) from None


def _saved_at(book: WholeBook) -> str:
    """When it was saved as it says itself, else when the file was written."""
    try:
        moment = datetime.fromisoformat(book.saved or "")
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or in_utc(moment) == NEVER_SAVED:
        moment = datetime.fromisoformat(book.changed)
    return in_utc(moment)


class _Slot(NamedTuple):
    """A question about a unit."""

    unit: str
    variable: str


@dataclass(slots=True)
class _Reading:
    """Reads the sheets of a workbook one after the other.

    `unread` are the questions whose cells cannot be read: they are neither answered nor `blank`.
    """

    returned: Returned
    handout: Handout
    sheets: Sequence[CodingSheet]
    basis: str = "unstated"
    answers: dict[_Slot, PageAnswer] = field(default_factory=dict)
    blank: list[PageAnswer] = field(default_factory=list)
    proposals: dict[str, PageProposal] = field(default_factory=dict)
    unread: set[_Slot] = field(default_factory=set)
    words: AnswerWords = field(default_factory=AnswerWords)

    def read(self) -> None:
        """Reads what a coder may have filled."""
        self._read_basis()
        for sheet in self.sheets:
            self._read_sheet(sheet)
        self._read_evidence()
        if people_may_be_new(self.sheets):
            self._read_people()

    def _read_basis(self) -> None:
        found = self.returned.find(README, BASIS_OF_ALL)
        if found is not None:
            beside = {BASIS_OF_ALL: found.columns[BASIS_OF_ALL] + 1}
            row = ReturnedRow(replace(found, columns=beside), found.head)
            self.basis = self._basis(row, BASIS_OF_ALL, "") or "unstated"

    def _basis(self, row: ReturnedRow, column: str, unit: str) -> str | None:
        """The basis in a cell; None if it is blank or refused."""
        written = row[column]
        if not row.sound(column, unit=unit) or not written:
            return None
        chosen = self.words.chosen(BASIS_CHOICES, written)
        if chosen is None:
            near = nearest(written, [each.label for each in BASIS_CHOICES])
            row.refuse(column, f"{quoted(written)} is not a basis", unit=unit, candidates=near)
            return None
        return chosen.key

    def _read_sheet(self, sheet: CodingSheet) -> None:
        table = self.returned.table(sheet.name, sheet.columns, sheet.naming)
        if table is None:
            return
        units = {each.key: each for each in sheet.units}
        seen: dict[str, ReturnedRow] = {}
        filled = [each.name for each in sheet.asked] + [NOTE, BASIS]
        for row in table.rows():
            key = row[KEY]
            if not key and not row.is_filled(filled):
                continue
            if not row.sound(KEY):
                continue
            if key not in units:
                why = f"{quoted(key)} is no key of this sheet" if key else "the key is missing"
                row.refuse(KEY, why, candidates=nearest(key, units) if key else ())
            elif key in seen:
                first = seen[key].number + 1
                row.refuse(KEY, f"{key} has row {first}, and this one again", unit=key)
            else:
                seen[key] = row
                self._read_row(sheet, row, units[key])
        gone = [key for key in units if key not in seen]
        if gone:
            rows = counted(len(gone), "row")
            are = "is" if len(gone) == 1 else "are"
            why = f"{rows} {are} missing (deleted, or left out by a filter?): {listed(gone)}"
            self.returned.refuse(sheet.name, why)

    def _read_row(self, sheet: CodingSheet, row: ReturnedRow, unit: HandoutUnit) -> None:
        before = len(self.returned.refused)
        basis, note = self._basis(row, BASIS, unit.key), row[NOTE]
        row.sound(NOTE, unit=unit.key)
        whole = len(self.returned.refused) == before and {NOTE, BASIS} <= {*row.table.columns}
        answered = False
        for variable, _ in sheet.variables:
            slot = _Slot(unit.uuid, variable.key)
            columns = [each for each in sheet.asked if each.variable is variable]
            read = self._read_answer(columns, row, unit)
            if read is None or not whole:
                self.unread.add(slot)
            elif read.state == WITHDRAWN:
                self.blank.append(read)
            else:
                answered = True
                self.answers[slot] = read._replace(basis=basis, note=note or None)
        if note and not answered and len(self.returned.refused) == before:
            row.refuse(NOTE, "a note on no answer: nothing is coded in this row", unit=unit.key)

    def _read_answer(
        self, columns: Sequence[AskedColumn], row: ReturnedRow, unit: HandoutUnit
    ) -> PageAnswer | None:
        """What the columns of a variable say of a unit; None if it cannot be read."""
        names = [each.name for each in columns]
        key = columns[0].variable.key
        if not {*names} <= {*row.table.columns}:
            return None
        if not row.sound(*names, unit=unit.key, variable=key):
            return None
        first = next((name for name in names if row[name]), None)
        said = Said(WITHDRAWN)
        if first is not None:
            try:
                said = self.words.read(columns, [row[name] for name in names])
            except Unreadable as wrong:
                near = wrong.candidates
                row.refuse(wrong.column, wrong.reason, unit=unit.key, variable=key, candidates=near)
                return None
        return PageAnswer(
            *(unit.uuid, unit.key, key, *said),
            basis=None,
            complete=None,
            note=None,
            evidence=(),
            written={},
            cell=row.cell(first or names[0]),
        )

    def _read_evidence(self) -> None:
        table = self.returned.table(EVIDENCE, EVIDENCE_COLUMNS)
        if table is None or len(table.columns) < len(EVIDENCE_COLUMNS):
            return
        units = {each.key: each for sheet in self.sheets for each in sheet.units}
        named = {caseless(name): column for name, column in subjects(self.sheets).items()}
        for row in table.rows():
            if not row.sound(*EVIDENCE_COLUMNS):
                continue
            key, written = row[KEY], row[_SUBJECT]
            column = named.get(caseless(written))
            if key not in units:
                why = f"{quoted(key)} is no key of this workbook" if key else "the key is missing"
                row.refuse(KEY, why, candidates=nearest(key, units) if key else ())
            elif column is None:
                why = f"{quoted(written)} is no question or code" if written else "it is of nothing"
                near = nearest(written, subjects(self.sheets)) if written else ()
                row.refuse(_SUBJECT, why, unit=key, candidates=near)
            else:
                self._read_place(row, units[key], column)

    def _read_place(self, row: ReturnedRow, unit: HandoutUnit, column: AskedColumn) -> None:
        """Adds the evidence of a row to the answer that it is for."""
        of, told = column.variable, {"unit": unit.key, "variable": column.variable.key}
        slot = _Slot(unit.uuid, of.key)
        if slot in self.unread:
            return
        answer = self.answers.get(slot)
        if answer is None:
            row.refuse(_SUBJECT, f"{column.subject} is not answered for {unit.key}", **told)
            return
        code = None if column.code is None else column.code.key
        if code is not None and code not in {*answer.codes, *answer.doubtful}:
            row.refuse(_SUBJECT, f"{column.subject} is not among the codes given", **told)
            return
        for each, read in (
            (_FROM, parse_time if row[_TO] else parse_time_range),
            (_TO, parse_time),
        ):
            try:
                _ = row[each] and read(row[each])
            except InvalidValue as error:
                row.refuse(each, error.message.removesuffix("."), **told)
                return
        where = [row[each] or None for each in (_EPISODE, _FROM, _TO, _QUOTE)]
        if not any(where):
            row.refuse(_QUOTE, "it says neither where nor what", **told)
            return
        piece = PageEvidence(code, *where)
        self.answers[slot] = answer._replace(evidence=(*answer.evidence, piece))

    def _read_people(self) -> None:
        table = self.returned.table(PEOPLE, PEOPLE_COLUMNS)
        if table is None or len(table.columns) < len(PEOPLE_COLUMNS):
            return
        rows = [row for row in table.rows() if row.is_filled(PEOPLE_COLUMNS[1:])]
        people = {row[_NEW]: row for row in reversed(rows)}
        units = {each.key: each for each in self.handout.units}
        titles = {key for key, each in units.items() if each.level == "title"}
        for row in rows:
            number, above = row[_NEW], row[_BENEATH]
            if not row.sound(*PEOPLE_COLUMNS):
                continue
            if not number:
                row.refuse(_NEW, "the number of the row is missing, such as new-1")
            elif people[number] is not row:
                row.refuse(
                    _NEW, f"{number} has row {people[number].number + 1}, and this one again"
                )
            elif not row[_NAME]:
                row.refuse(_NAME, "the name is missing")
            elif above in units and units[above].level in _BELOW:
                self._propose(row, _BELOW[units[above].level], units[above].uuid)
            elif above in people and people[above][_BENEATH] in titles:
                self._propose(row, "relationship", self._id(above))
            else:
                why = f"{quoted(above)} is neither a title nor a person of this workbook"
                near = nearest(above, [key for key in units if units[key].level in _BELOW])
                row.refuse(_BENEATH, why if above else "it is blank", candidates=near)

    def _propose(self, row: ReturnedRow, level: str, above: str) -> None:
        own = self._id(row[_NEW])
        others = (row[each] or None for each in (_PERFORMER, _ROLE, NOTE))
        self.proposals[own] = PageProposal(own, level, above, row[_NAME], *others)

    def _id(self, number: str) -> str:
        return f"p-{uuid5(_PROPOSED, f'{self.handout.sha256} {number}')}"
