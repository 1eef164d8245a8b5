"""A column of a sheet, counted as it is read: how often each text occurs in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from portrayals.notation.cells import is_missing, pieces_of
from portrayals.notation.decimals import decimal_forms

#: How many different texts of a column are kept; a variable with more has no codes.
MOST_TEXTS: Final = 500
#: How much of a text is kept; no code is as long.
LONGEST_TEXT: Final = 200

#: Words of a boolean.
YES: Final = frozenset({"yes", "y", "true", "1", "x", "✓", "✔"})
NO: Final = frozenset({"no", "n", "false", "0"})

#: The separators by which a cell may be split into values, most reliable first.
SEPARATORS: Final = (";", "|", ",")

Form = Literal["number", "year", "date", "episode code", "identifier"]

#: A whole number with more digits is stored inexactly as a number: it identifies something.
MOST_DIGITS: Final = 15
_YEAR: Final = r"(?:18[7-9]|19[0-9]|20[0-9]|21[0-9])[0-9]"
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_TIME: Final = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?Z?)?"
_FORMS: Final[Mapping[Form, re.Pattern[str]]] = {
    "year": re.compile(
        rf"{_YEAR}(?: ?[-‐‑‒–—−] ?(?:{_YEAR}|present|now|ongoing|current)?)?", re.IGNORECASE
    ),
    "date": re.compile(
        rf"(?:[0-9]{{4}}-[0-9]{{1,2}}(?:-[0-9]{{1,2}})?|[0-9]{{1,2}}([./-])[0-9]{{1,2}}\1[0-9]{{2,4}}"
        rf"|{_MONTH}[- ](?:[0-9]{{1,2}}, ?)?[0-9]{{2,4}}"
        rf"|[0-9]{{1,2}}\.?[- ]{_MONTH}(?:[-, ]+[0-9]{{2,4}})?){_TIME}",
        re.IGNORECASE,
    ),
    "episode code": re.compile(r"s[0-9]{1,4}\s?e[0-9]{1,5}", re.IGNORECASE),
    "identifier": re.compile(
        r"(?:tt|nm|co|Q)[0-9]{3,}|[a-z]+://\S+|www\.\S+"
        r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        re.IGNORECASE,
    ),
}


def has_form(text: str, form: Form) -> bool:
    """Whether a text has this form."""
    if form == "number":
        return bool(decimal_forms(text)) and not has_many_digits(text)
    return _FORMS[form].fullmatch(text) is not None


def has_many_digits(text: str) -> bool:
    """Whether a text is a whole number that is too long to be stored as one."""
    return text.isdecimal() and len(text) > MOST_DIGITS


def has_leading_zero(text: str) -> bool:
    """Whether a text is a whole number with a zero before it, which a number would lose."""
    return text.isdecimal() and len(text) > 1 and text[0] == "0"


def decided(counts: Mapping[str, int]) -> int:
    """How many cells say yes or no."""
    return sum(number for text, number in counts.items() if text.casefold() in YES | NO)


@dataclass(slots=True)
class Column:
    """The `number`th column of a sheet (the first is 1), which `take` is given cell by cell.

    `texts` counts at most MOST_TEXTS different texts; for cells with other texts, only the
    `beyond…` fields are kept, so that memory does not grow with the number of rows.
    """

    number: int
    header: str
    texts: dict[str, int] = field(default_factory=dict)
    cells_when_full: int = 0
    beyond: int = 0
    beyond_form: dict[Form, int] = field(default_factory=dict)
    beyond_pieces: dict[str, dict[str, int]] = field(default_factory=dict)
    _next: int | None = None
    _begun: bool = False

    def take(self, cell: str) -> None:
        """Count one cell."""
        if not self._begun:
            self._begun = True
            self._next = int(cell) if cell in {"0", "1"} else None
        if self._next is not None:
            self._next = self._next + 1 if cell == str(self._next) else None
        text = cell[:LONGEST_TEXT]
        if text in self.texts:
            self.texts[text] += 1
        elif len(self.texts) < MOST_TEXTS:
            self.texts[text] = 1
        elif is_missing(text):
            self.texts[text] = 1  # a few words more
        else:
            self._take_beyond(text)

    def _take_beyond(self, text: str) -> None:
        if not self.beyond:
            self.cells_when_full = self.filled()
            self.beyond_form = {"number": 0, **dict.fromkeys(_FORMS, 0)}
            self.beyond_pieces = {separator: {} for separator in SEPARATORS}
        self.beyond += 1
        for form, number in [*self.beyond_form.items()]:
            if has_form(text, form):
                self.beyond_form[form] = number + 1
            elif form != "number":
                del self.beyond_form[form]  # all or nothing
        for separator, counts in [*self.beyond_pieces.items()]:
            for piece in pieces_of(text, separator):
                counts[piece] = counts.get(piece, 0) + 1
            if len(counts) > MOST_TEXTS:
                del self.beyond_pieces[separator]

    @property
    def counts_rows(self) -> bool:
        """Whether the cells are 1, 2, 3 … (or 0, 1, 2 …) down the sheet."""
        return self._next is not None

    def missing(self) -> dict[str, int]:
        """How many cells are empty, by how that is written ("" if it is not)."""
        return {text: n for text, n in self.texts.items() if is_missing(text)}

    def values(self) -> dict[str, int]:
        """How often each kept text occurs, without empty cells."""
        return {text: n for text, n in self.texts.items() if not is_missing(text)}

    def filled(self) -> int:
        """How many cells are not empty."""
        return sum(self.values().values()) + self.beyond

    def written_as(self, form: Form) -> int:
        """How many cells have a form.

        If the column has more texts than are kept, that is exact for numbers; for other forms it is
        too low unless all those cells have it.
        """
        kept = sum(n for text, n in self.values().items() if has_form(text, form))
        return kept + self.beyond_form.get(form, 0)

    def distinctness(self) -> float:
        """The number of different texts per cell, from 0 to 1: 1 if none repeats.

        If the column has more than are kept, it is that of the cells read until then.
        """
        cells = self.cells_when_full if self.beyond else self.filled()
        return len(self.values()) / cells if cells else 0.0

    def pieces(self, separator: str) -> dict[str, int]:
        """How often each value occurs when cells are split; empty if there are too many."""
        if self.beyond and separator not in self.beyond_pieces:
            return {}
        total = dict(self.beyond_pieces.get(separator, {}))
        for text, number in self.values().items():
            for piece in dict.fromkeys(pieces_of(text, separator)):
                total[piece] = total.get(piece, 0) + number
        return total if len(total) <= MOST_TEXTS else {}


def columns_of(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[int, list[Column]]:
    """The columns of a sheet, counted, and how many rows it has. Rows have a cell for each
    header."""
    columns = [Column(place, header) for place, header in enumerate(headers, start=1)]
    number = 0
    for row in rows:
        number += 1
        for column, cell in zip(columns, row, strict=False):
            column.take(cell)
    return number, columns


def most_frequent(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The texts with their counts, most frequent first, else in order of appearance."""
    return iter(sorted(counts.items(), key=lambda each: -each[1]))
