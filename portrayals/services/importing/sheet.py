"""The rows of a sheet as mappings of its columns, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from portrayals.results.sheets import BadRow, Sheet
from portrayals.services.importing.problems import Problems

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A row by its line in the file, its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Lines:
    """The rows of a sheet that can be read, in batches; `called` gives a column another name.

    `number` counts the rows met so far, the bad ones too.
    """

    sheet: Sheet
    problems: Problems
    called: Callable[[str], str] = str
    number: int = 0

    def __iter__(self) -> Iterator[list[Line]]:
        names = [self.called(column) for column in self.sheet.columns]
        batch: list[Line] = []
        for row in self.sheet.rows:
            self.number += 1
            if isinstance(row, BadRow):
                self.problems.add(row.line, "", "", row.reason)
                continue
            batch.append(Line(row.line, dict(zip(names, row.cells, strict=True))))
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
