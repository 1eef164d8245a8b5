"""What the cells of a question say: a code, a state, a number, a text or a set of codes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from portrayals.errors import InvalidValue
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.matching import WholeNames
from portrayals.notation.quoting import quoted
from portrayals.notation.state_words import state_meant
from portrayals.notation.values import parse_number
from portrayals.results.handout import HandoutCode
from portrayals.results.handout_sheets import AskedColumn, Choice
from portrayals.services.importing.cells import MARKS


class Said(NamedTuple):
    """The value of an answer, or its state."""

    state: str = "coded"
    codes: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    number: float | None = None
    text: str | None = None


class Unreadable(Exception):
    """Why the cell of a column cannot be read, and what may be meant."""

    def __init__(self, column: AskedColumn, reason: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.column = column.name
        self.reason = reason
        self.candidates = candidates


@dataclass(slots=True)
class AnswerWords:
    """Reads cells by what their columns offer; the names of choices are looked up often."""

    _names: dict[tuple[Choice, ...], WholeNames[Choice]] = field(default_factory=dict)

    def read(self, columns: Sequence[AskedColumn], written: Sequence[str]) -> Said:
        """The answer in the cells of a variable, one of which is filled. Raises Unreadable."""
        if columns[-1].is_of_set:
            return self._set(columns, written)
        return self._one(columns[0], written[0])

    def _one(self, column: AskedColumn, written: str) -> Said:
        """The answer to a question with one value."""
        of = column.variable
        chosen = self.chosen(column.choices, written)
        if chosen is not None:
            return Said(chosen.key) if chosen.is_state else Said(codes=(chosen.key,))
        if of.type == "text":
            return Said(text=written)
        if of.type == "boolean" and written.casefold() in MARKS:
            return Said(codes=(MARKS[written.casefold()],))
        if of.type == "number":
            try:
                return Said(number=parse_number(written.replace(",", ".")))
            except InvalidValue as error:
                raise _unreadable(column, error.message.removesuffix("."), written) from None
        raise _unreadable(column, f"{quoted(written)} is not a code of {of.key}", written)

    def _set(self, columns: Sequence[AskedColumn], written: Sequence[str]) -> Said:
        """The answer to a question with any number of codes: a column each, then the state."""
        whole, state = columns[-1], self._state(columns[-1], written[-1])
        of_codes = zip(columns[:-1], written[:-1], strict=True)
        marks = [(each.code, self._mark(each, cell, whole)) for each, cell in of_codes if cell]
        if state is not None and marks:
            key = whole.variable.key
            raise Unreadable(whole, f"{key} cannot be {state.label} and have codes too")
        if state is not None:
            return Said(state.key)
        above = _above(whole.variable.codes)
        sure, doubtful = (
            [code.key for code, mark in marks if code is not None and mark == which]
            for which in ("yes", "maybe")
        )
        implied = {code for each in sure for code in above[each]}  # as a page drops them
        return Said(
            codes=tuple(each for each in sure if each not in implied),
            doubtful=tuple(each for each in doubtful if each not in implied),
        )

    def _mark(self, column: AskedColumn, written: str, whole: AskedColumn) -> str:
        """Yes or maybe, however it is written."""
        chosen = self.chosen(column.choices, written)
        mark = MARKS.get(written.casefold()) if chosen is None else chosen.key
        if mark in {"yes", "maybe"}:
            return mark
        why = f"{quoted(written)} is neither yes nor maybe"
        if mark == "no":
            why += f"; leave it blank, or if nothing is there choose none in {quoted(whole.name)}"
        raise _unreadable(column, why, written)

    def _state(self, column: AskedColumn, written: str) -> Choice | None:
        chosen = self.chosen(column.choices, written) if written else None
        if written and chosen is None:
            why = f"{quoted(written)} is not a state of {column.variable.key}"
            raise _unreadable(column, why, written)
        return chosen

    def chosen(self, choices: tuple[Choice, ...], written: str) -> Choice | None:
        """The one choice that is meant, by its words or its key."""
        if choices not in self._names:
            self._names[choices] = WholeNames(choices)
        found = self._names[choices].called(written)
        return found[0] if len(found) == 1 else None


def _unreadable(column: AskedColumn, reason: str, written: str) -> Unreadable:
    """The error for a cell, with what its list offers that is nearly the same."""
    state = state_meant(written)
    meant = [each.label for each in column.choices if each.is_state and each.key == state]
    near = meant or nearest(written, [each.label for each in column.choices])
    return Unreadable(column, reason, near)


def _above(codes: Sequence[HandoutCode], over: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """For each code those above it."""
    found: dict[str, tuple[str, ...]] = {}
    for each in codes:
        found |= {each.key: over, **_above(each.codes, (*over, each.key))}
    return found
