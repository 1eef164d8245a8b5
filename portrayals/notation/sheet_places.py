"""The places of cells as spreadsheets write them: `C5`."""

from __future__ import annotations

import re
from typing import Final

_PLACE: Final = re.compile(r"([A-Z]+)([0-9]+)")
_LETTERS: Final = 26


def place_in_words(row: int, column: int) -> str:
    """`C5` for the row 4 and the column 2, both counted from nought."""
    return f"{column_letters(column)}{row + 1}"


def place_of(written: str) -> tuple[int, int]:
    """The row and the column of `C5`, both counted from nought."""
    found = _PLACE.fullmatch(written)
    if found is None:
        raise ValueError(written)
    return int(found[2]) - 1, column_number(found[1]) - 1


def column_number(letters: str) -> int:
    """The number of a column: 1 for A, 28 for AB."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def column_letters(column: int) -> str:
    """The letters of a column counted from nought: A for 0, AB for 27."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
