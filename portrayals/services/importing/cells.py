"""From a cell to an answer: how a sheet may write a value of a variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.notation.cells import is_missing
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.services.coding.annotations import GivenAnswer
from portrayals.services.coding.values import MAYBE, STATES, read_answer

#: How many different cells of a column are cached with their meaning; cells repeat.
_MOST_KEPT: Final = 100_000

#: Yes and no in all their spellings.
_MARKS: Final = {
    **dict.fromkeys(("yes", "y", "true", "t", "1", "x", "✓", "✔"), "yes"),
    **dict.fromkeys(("no", "n", "false", "f", "0"), "no"),
}
#: The option that says what a cell means.
SAY: Final = "--value"
_DOUBTS: Final = frozenset({"maybe", "?", "cannot-tell"})


class NotCoded(Enum):
    """Why a cell holds no answer: nothing is in it, or it says that nobody has coded it."""

    EMPTY = 0
    SAID = 1


@dataclass(slots=True)
class CellReader:
    """Reads the cells of one variable; `meant` says what certain cells mean.

    If that can be given as an option (`sayable`), errors explain how. A cell matches a code by key,
    label or number (its position among the codes), ignoring case. Several codes in a cell of a
    `multi` are separated by `separator`.
    """

    variable: StoredVariable
    separator: str = ";"
    meant: Mapping[str, str] = field(default_factory=dict)
    sayable: bool = False
    _known: dict[str, GivenAnswer | NotCoded | PortrayalsError] = field(default_factory=dict)

    def read(self, cell: str) -> GivenAnswer | NotCoded:
        """The answer, or why there is none.

        Raises InvalidValue for anything that is not a value of the variable.
        """
        if cell in self._known:
            known = self._known[cell]
        else:
            known = self._read_or_refuse(cell)
            if self.variable.type not in {"number", "text"} and len(self._known) < _MOST_KEPT:
                self._known[cell] = known
        if isinstance(known, PortrayalsError):
            raise known.with_traceback(None)  # else it grows with each row
        return known

    def _read_or_refuse(self, cell: str) -> GivenAnswer | NotCoded | PortrayalsError:
        try:
            return self._read(cell)
        except PortrayalsError as error:
            return error

    def _read(self, cell: str) -> GivenAnswer | NotCoded:
        text = self.meant.get(cell.casefold(), cell)
        # Text may be any words, even `None` and `N/A`: only the key of a state is one.
        folded = text if self.variable.type == "text" else text.casefold()
        if folded == "not-coded":
            return NotCoded.SAID
        if not text:
            return NotCoded.EMPTY
        if folded in STATES:
            return read_answer(self.variable, folded)
        if self.variable.type == "text":
            return read_answer(self.variable, text)
        if is_missing(text) and self.variable.node(text) is None:
            return NotCoded.EMPTY
        return read_answer(self.variable, text, self._pieces)

    def _pieces(self, text: str) -> tuple[str, ...]:
        """The codes of a cell, as keys."""
        whole = self._code(text)
        if whole is not None:
            return (whole,)
        parts = [part.strip() for part in text.split(self.separator)]
        pieces = (self.meant.get(part.casefold(), part) for part in parts if part)
        found = tuple(dict.fromkeys(self._known_code(each) for each in pieces))
        if not found:
            raise InvalidValue(f"{quoted(text)} is not a code of {self.variable.key}")
        return found

    def _known_code(self, written: str) -> str:
        """The key of a code, or a state. Raises InvalidValue, with the nearest codes."""
        folded = written.casefold()
        found = folded if folded in STATES else self._code(written)
        if found is not None:
            return found
        key = self.variable.key
        shown = f"its codes: portrayals codebook show {key}"
        hint = f"{SAY} {quoted(f'{key}:{written}=CODE')}" if self.sayable else shown
        if self.variable.type == "boolean":
            raise InvalidValue(
                f"{quoted(written)} must be yes or no",
                candidates=("cannot-tell",) if folded in _DOUBTS else (),
                hint=hint,
            )
        keys = [node.key for node in self.variable.codes]
        near = nearest(written, keys)
        raise InvalidValue(
            f"{quoted(written)} is not a code of {key}",
            candidates=near or _with_a_word_like(written, keys),
            hint=hint,
        )

    def _code(self, text: str) -> str | None:
        maybe = MAYBE if text.casefold().startswith(MAYBE) else ""
        name = text[len(maybe) :].strip()
        node = self.variable.node(name)
        if node is None and self.variable.type == "boolean":
            key = _MARKS.get(name.casefold())
            node = None if key is None else self.variable.node(key)
        if node is None and self.variable.type != "boolean" and name.isascii() and name.isdigit():
            place = int(name[:9])
            codes = self.variable.codes
            node = codes[place - 1] if 1 <= place <= len(codes) else None
        return None if node is None else f"{maybe}{node.key}"


def _with_a_word_like(written: str, keys: Sequence[str]) -> tuple[str, ...]:
    """The first codes with a word that is nearly what was written."""
    return tuple(key for key in keys if nearest(written, key.split("-")))[:3]


def read_mark(cell: str) -> str | None:
    """A cell of a column for one code: `yes`, `no`, `maybe`, `not-coded`, or None if empty.

    Raises InvalidValue for anything else.
    """
    folded = cell.casefold()
    if is_missing(cell):
        return None
    if folded == "not-coded":
        return folded
    if folded in _DOUBTS:
        return "maybe"
    mark = _MARKS.get(folded)
    if mark is None:
        raise InvalidValue(
            f"{quoted(cell)} must be yes or no",
            hint="write 1 or 0, yes or no, x; maybe if you cannot tell",
        )
    return mark
