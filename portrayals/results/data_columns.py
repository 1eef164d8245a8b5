"""The columns of a file for another program: what is in them, and what their values mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["text", "number", "codes"]


class Value(NamedTuple):
    """A value of a column: its number, its word in text, its label, and whether it is missing."""

    number: int
    word: str
    label: str
    missing: bool = False


class ResponseSet(NamedTuple):
    """What columns belong to that hold the codes of one set."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column under a key that no other column of its table has.

    A cell of `codes` is the word of one of `values`. A cell of `number` is a number, or the word of
    one of `values`, which are then all missing. A cell of `text` is text. Any may be null.
    """

    key: str
    label: str
    kind: Kind = "text"
    values: tuple[Value, ...] = ()
    ordered: bool = False
    group: ResponseSet | None = None

    @property
    def valid(self) -> tuple[Value, ...]:
        """The values that are not missing."""
        return tuple(each for each in self.values if not each.missing)

    @property
    def missing(self) -> tuple[Value, ...]:
        """The values that say why there is no other."""
        return tuple(each for each in self.values if each.missing)

    @property
    def numbers_missing(self) -> tuple[int, ...]:
        """The numbers of the values that are missing."""
        return tuple(each.number for each in self.missing)

    @property
    def whole(self) -> bool:
        """Whether all its numbers are whole."""
        return self.kind == "codes" or (self.kind == "number" and not self.values)


def plain(names: Iterable[str], numbers: Iterable[str] = ()) -> tuple[Column, ...]:
    """Columns of text, some of numbers, that are called what they are."""
    of_numbers = frozenset(numbers)
    return tuple(Column(each, each, "number" if each in of_numbers else "text") for each in names)
