"""From a cell to an answer: what a sheet may write for a value of a variable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted
from portrayals.query.book import StoredVariable
from portrayals.services.annotations import Answer
from portrayals.services.answers import MAYBE, STATES, read_answer

#: What programs write into an empty cell.
MISSING_WORDS: Final = frozenset({"null", "na", "n/a", "#n/a", "nan", "\\n"})

#: Yes and no in all their spellings.
_MARKS: Final = {
    **dict.fromkeys(("yes", "y", "true", "t", "1", "x", "✓", "✔"), "yes"),
    **dict.fromkeys(("no", "n", "false", "f", "0"), "no"),
}


@dataclass(slots=True)
class CellReader:
    """Reads the cells of one variable; `meant` says what certain cells stand for.

    A cell matches a code by key, label or number (its place among the codes), ignoring case.
    Several codes in a cell of a `multi` are separated by `separator`.
    """

    variable: StoredVariable
    separator: str = ";"
    meant: Mapping[str, str] = field(default_factory=dict)
    _known: dict[str, Answer | None] = field(default_factory=dict)

    def read(self, cell: str) -> Answer | None:
        """The answer, or None where the cell says that nobody has coded it.

        Raises InvalidValue for what is no value of the variable.
        """
        try:
            return self._known[cell]
        except KeyError:
            answer = self._read(cell)
            if self.variable.type not in {"number", "text"} and len(self._known) < 100_000:
                self._known[cell] = answer
            return answer

    def _read(self, cell: str) -> Answer | None:
        text = self.meant.get(cell.casefold(), cell)
        folded = text.casefold()
        if not text or folded == "not-coded":
            return None
        if folded in STATES:
            return read_answer(self.variable, folded)
        if self.variable.type in {"number", "text"}:
            empty = self.variable.type == "number" and folded in MISSING_WORDS
            return None if empty else read_answer(self.variable, text)
        if folded in MISSING_WORDS and self.variable.node(text) is None:
            return None
        return read_answer(self.variable, text, self._pieces)

    def _pieces(self, text: str) -> tuple[str, ...]:
        """The codes of a cell, by their keys where they are written otherwise."""
        whole = self._code(text)
        if whole is not None:
            return (whole,)
        parts = [part.strip() for part in text.split(self.separator)]
        pieces = (self.meant.get(part.casefold(), part) for part in parts if part)
        return tuple(dict.fromkeys(self._code(each) or each for each in pieces))

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


def read_mark(cell: str) -> str | None:
    """A cell of a column that stands for one code: `yes`, `no`, `maybe`, or None where empty.

    Raises InvalidValue for anything else.
    """
    folded = cell.casefold()
    if not cell or folded in MISSING_WORDS or folded == "not-coded":
        return None
    if folded in {"maybe", "?", "cannot-tell"}:
        return "maybe"
    mark = _MARKS.get(folded)
    if mark is None:
        raise InvalidValue(
            f"{quoted(cell)} is neither yes nor no",
            hint="write 1 or 0, yes or no, x; maybe where you cannot tell",
        )
    return mark
