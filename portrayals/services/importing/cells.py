"""From a cell to an answer: how a sheet may write a value of a variable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Final

from portrayals.errors import InvalidValue, PortrayalsError, UnreadCell
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.notation.cells import is_missing, pieces_of
from portrayals.notation.decimals import Decimals, decimal_forms
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import caseless
from portrayals.notation.matching import WholeNames
from portrayals.notation.quoting import quoted
from portrayals.notation.state_words import state_meant
from portrayals.services.coding.annotations import GivenAnswer
from portrayals.services.coding.values import MAYBE, STATES, read_answer

#: How many different cells of a column are cached with their meaning; cells repeat.
_MOST_KEPT: Final = 100_000

#: Yes and no in all their spellings.
MARKS: Final = {
    **dict.fromkeys(("yes", "y", "true", "t", "1", "x", "✓", "✔"), "yes"),
    **dict.fromkeys(("no", "n", "false", "f", "0"), "no"),
}
#: The options that say what a cell means, where it is split, and how numbers are written.
SAY: Final = "--value"
SPLIT: Final = "--split"
DECIMAL: Final = "--decimal"
#: What people write between codes, tried where a cell is none.
_SEPARATORS: Final = (";", ",", "/", "|", "+", "&")
_DOUBTS: Final = frozenset({"maybe", "?", "cannot-tell"})


class NotCoded(Enum):
    """Why a cell holds no answer: nothing is in it, or it says that nobody has coded it."""

    EMPTY = 0
    SAID = 1


@dataclass(slots=True)
class CellReader:
    """Reads the cells of one variable; `meant` says what certain cells mean, by caseless text.

    A cell matches a code by label or key, whatever its case and Unicode form. In a sheet
    `of_others` a label wins over the key of another code, numbers may have a decimal comma, and
    errors name the options that help; elsewhere keys win and may be inactive, so that an export is
    read as it was written. Several codes in a cell of a `multi` are separated by any of
    `separators`.
    """

    variable: StoredVariable
    separators: tuple[str, ...] = (";",)
    meant: Mapping[str, str] = field(default_factory=dict)
    of_others: bool = False
    decimals: Decimals = field(default_factory=Decimals)
    _names: WholeNames[Node] = field(init=False)
    _split_at: re.Pattern[str] = field(init=False)
    _meant_numbers: dict[float, str] = field(default_factory=dict)
    _hidden: dict[str, str] = field(default_factory=dict)
    _known: dict[str, GivenAnswer | NotCoded | PortrayalsError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = WholeNames(self.variable.codes)
        self._split_at = re.compile("|".join(map(re.escape, self.separators)))
        if self.variable.type == "number":
            mark = self.decimals.mark or "."
            self._meant_numbers = {
                float(forms.get(mark) or next(iter(forms.values()))): said
                for cell, said in self.meant.items()
                if (forms := decimal_forms(cell))
            }

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

    def notices(self) -> Iterator[str]:
        """What was assumed of the cells."""
        key = self.variable.key
        for written, code in self._hidden.items():
            yield (
                f"{key}: {quoted(written)} is the label of one code and the key of another, and "
                f"was read as the label: {code}."
            )
        if self.decimals.mark is None and self.decimals.seen == ",":
            yield f"{key}: numbers such as {self.decimals.example} have a decimal comma."

    def _read_or_refuse(self, cell: str) -> GivenAnswer | NotCoded | PortrayalsError:
        try:
            return self._read(cell)
        except PortrayalsError as error:
            return error

    def _read(self, cell: str) -> GivenAnswer | NotCoded:
        said = self._said(cell)
        return self._answer(cell if said is None else said, said=said is not None)

    def _answer(self, text: str, *, said: bool) -> GivenAnswer | NotCoded:
        """What a text is, which a cell was `said` to mean, or else holds."""
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
        if is_missing(text) and not self._names.called(text):
            return NotCoded.EMPTY
        if self.variable.type == "number":
            return self._number(text, said=said)
        pieces = partial(self._pieces, as_key=said)
        return read_answer(self.variable, text, pieces, in_use=self.of_others)

    def _number(self, text: str, *, said: bool) -> GivenAnswer | NotCoded:
        """The answer of a cell with a number, which others write in their own ways."""
        if not self.of_others:
            return read_answer(self.variable, text)
        plain = text if said else self.decimals.plain(text)
        if not said and self._meant_numbers and (forms := decimal_forms(plain)):
            meant = self._meant_numbers.get(float(forms["."]))
            if meant is not None:
                return self._answer(meant, said=True)
        try:
            return read_answer(self.variable, plain)
        except InvalidValue as error:
            key = self.variable.key
            hint, near = f"{SAY} {quoted(f'{key}:{text}=not-coded')}", _state_like(text)
            raise UnreadCell(
                error.message, variable=key, text=text, hint=hint, candidates=near
            ) from None

    def _said(self, cell: str) -> str | None:
        """What a text was said to mean."""
        return self.meant.get(caseless(cell)) if self.meant else None

    def _pieces(self, text: str, *, as_key: bool) -> tuple[str, ...]:
        """The codes of a cell, as keys."""
        parts = [part for each in self._split_at.split(text) if (part := each.strip())]
        if (as_key or not self.of_others) and self._are_keys(parts):
            return tuple(dict.fromkeys(parts))  # even if they are the label of another code
        whole = self._code(text, as_key=as_key)
        if whole is not None:
            return (whole,)
        found = tuple(dict.fromkeys(self._known_code(part, as_key=as_key) for part in parts))
        if not found:
            raise InvalidValue(f"{quoted(text)} is not a code of {self.variable.key}")
        return found

    def _are_keys(self, parts: Sequence[str]) -> bool:
        """Whether these are codes just as an export writes them."""
        keys = {node.key for node in self.variable.nodes}
        return bool(parts) and all(part.removeprefix(MAYBE) in keys for part in parts)

    def _known_code(self, written: str, *, as_key: bool) -> str:
        """The key of a code, or a state. Raises InvalidValue, with the nearest codes."""
        said = self._said(written)
        word = written if said is None else said
        folded = word.casefold()
        found = folded if folded in STATES else self._code(word, as_key=as_key or said is not None)
        if found is not None:
            return found
        key = self.variable.key
        state = _state_like(word)
        if self.variable.type == "boolean":
            raise self._unread(word, f"{quoted(word)} must be yes or no", state)
        if (separator := self._separator_of(word)) is not None:
            raise self._unread(word, f"{quoted(word)} is several codes of {key}", (), separator)
        keys = [node.key for node in self.variable.codes]
        near = state or nearest(word, keys) or _with_a_word_like(word, keys)
        raise self._unread(word, f"{quoted(word)} is not a code of {key}", near)

    def _unread(
        self, text: str, message: str, candidates: Sequence[str], separator: str | None = None
    ) -> UnreadCell:
        """The error for a text that is no code, with the option that helps."""
        key = self.variable.key
        hint = f"its codes: portrayals codebook show {key}"
        if self.of_others and separator is not None:
            hint = f"{SPLIT} {quoted(f'{key}={separator}')}"
        elif self.of_others:
            hint = f"{SAY} {quoted(f'{key}:{text}=CODE')}"
        return UnreadCell(
            message,
            variable=key,
            text=text,
            separator=separator,
            hint=hint,
            candidates=candidates,
        )

    def _separator_of(self, written: str) -> str | None:
        """Where a cell of a `multi` can be split so that every part is a code."""
        if self.variable.type != "multi":
            return None
        for separator in _SEPARATORS:
            parts = pieces_of(written, separator)
            if len(parts) > 1 and all(map(self._names.called, parts)):
                return separator
        return None

    def _code(self, text: str, *, as_key: bool) -> str | None:
        """The key of the code that a text names. Raises InvalidValue if it names several."""
        as_key = as_key or not self.of_others
        found = self._names.called(text, keys_first=as_key)
        maybe = ""
        if not found and text.casefold().startswith(MAYBE):
            maybe, text = MAYBE, text[len(MAYBE) :].strip()
            found = self._names.called(text, keys_first=as_key)
        if not found and self.variable.type == "boolean":
            mark = MARKS.get(text.casefold())
            found = [] if mark is None else self._names.called(mark, keys_first=True)
        if len(found) > 1:
            found = [node for node in found if node.assignable] or found
        if len(found) > 1:
            message = f"{quoted(text)} may be any of several codes of {self.variable.key}"
            raise self._unread(text, message, tuple(node.key for node in found))
        if found:
            if not as_key and self._names.hidden(text) is not None:
                self._hidden[text] = found[0].key
            return f"{maybe}{found[0].key}"
        retired = self.variable.node(text)
        return None if retired is None else f"{maybe}{retired.key}"


def _state_like(written: str) -> tuple[str, ...]:
    """The state that a word probably means, unless it says that no code is there."""
    state = state_meant(written)
    return () if state is None or state == "none" else (state,)


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
    mark = MARKS.get(folded)
    if mark is None:
        raise InvalidValue(
            f"{quoted(cell)} must be yes or no",
            hint="write 1 or 0, yes or no, x; maybe if you cannot tell",
        )
    return mark
