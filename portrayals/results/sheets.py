"""Sheets with rows and columns, read from a file one row after the other, or all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class SheetRow(NamedTuple):
    """A row: the line of the file where it begins (1 is the first), and a cell for each column.

    In a JSON array the line is the number of the object. (A named tuple, not a dataclass: there are
    millions of these, and creating it takes two thirds of the time.)
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why; `cells` are those that it seems to have, if any."""

    line: int
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that is being read.

    `name` is its name in messages, `encoding` the encoding of a text. `rows` can be iterated once;
    `notices`, what was assumed, are complete after that. `size` is that of the file and
    `position()` how far it has been read, both in bytes. `labels` are what some files say of a
    column beside its name.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterator[SheetRow | BadRow]
    encoding: str | None
    notices: list[str]
    size: int
    position: Callable[[], int]
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WholeSheet:
    """All cells of a sheet, from its first row and column on, as the text that people see.

    `odd` says of cells, by row and column, why they hold nothing that anybody typed.
    """

    rows: Sequence[Sequence[str]]
    odd: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class WholeBook:
    """All sheets of a workbook, by name, hidden ones too.

    `saved` is when it was last saved, as it says itself, if it does; `changed` when the file was
    last written, in UTC.
    """

    name: str
    sheets: Mapping[str, WholeSheet]
    saved: str | None
    changed: str
