"""The rows of a sheet as mappings of its columns, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from portrayals.results.sheets import BadRow, Sheet, SheetRow
from portrayals.services.importing.ending import RowProblems

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row by its line in the file, its cells by column."""

    number: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """The cell of a column; of `=TEXT`, the text, which is the same for all rows."""
        return column[1:].strip() if column.startswith("=") else self.cells[column]


@dataclass(slots=True)
class Lines:
    """The rows of a sheet that can be read, in batches; `called` gives a column another name.

    `number` counts the rows met so far, including bad ones; `spoilt` are those, with the cells that
    they seem to have.
    """

    sheet: Sheet
    problems: RowProblems
    called: Callable[[str], str] = str
    number: int = 0
    spoilt: list[SheetRow] = field(default_factory=list)

    def __iter__(self) -> Iterator[list[SheetLine]]:
        for batch in self.bare():
            yield self.named(batch)

    def bare(self) -> Iterator[list[SheetRow]]:
        """The rows as they are: with a million, making a mapping of each costs a second."""
        batch: list[SheetRow] = []
        for row in self.sheet.rows:
            self.number += 1
            if isinstance(row, BadRow):
                self.problems.add(row.line, "", "", row.reason)
                if row.cells:
                    self.spoilt.append(SheetRow(row.line, row.cells))
                continue
            batch.append(row)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def named(self, batch: Sequence[SheetRow]) -> list[SheetLine]:
        """The rows as mappings from column names to cells."""
        names = [self.called(column) for column in self.sheet.columns]
        return [SheetLine(row.line, dict(zip(names, row.cells, strict=True))) for row in batch]
