"""Rows that cannot be read: told with line, column and reason, alike ones gathered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from portrayals.errors import PortrayalsError
from portrayals.results.importing import BadCell

#: With so many bad rows it is the file that is wrong, or the way it is read.
TOO_MANY: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Kind:
    column: str
    value: str
    reason: str


class Problems:
    """What is wrong with the rows of a file, in the order in which it was met.

    `each` is told of every bad cell, also of those that `told` gathers into one.
    """

    def __init__(self, each: Callable[[BadCell], None] | None = None) -> None:
        self.lines: set[int] = set()
        self._each = each
        self._told: dict[_Kind, BadCell] = {}

    def add(
        self,
        line: int,
        column: str,
        value: str,
        reason: str,
        *,
        candidates: Sequence[str] = (),
        hint: str | None = None,
    ) -> None:
        """Records one bad cell. Raises PortrayalsError where there are far too many."""
        bad = BadCell(line, column, value, reason, tuple(candidates), hint)
        if self._each is not None:
            self._each(bad)
        self.lines.add(line)
        kind = _Kind(column, value, reason)
        known = self._told.get(kind)
        self._told[kind] = bad if known is None else replace(known, rows=known.rows + 1)
        if len(self.lines) > TOO_MANY:
            raise PortrayalsError(
                f"more than {TOO_MANY:,} rows cannot be read, the first in line {min(self.lines)}: "
                f"{self.told()[0].reason}",
                hint="look at the file, and at what each column is taken for: --dry-run",
            )

    def refused(self, line: int, column: str, value: str, error: PortrayalsError) -> None:
        """Records a cell that could not be read, for the reason that the error gives."""
        reason = error.message.removesuffix(".")
        self.add(line, column, value, reason, candidates=error.candidates, hint=error.hint)

    def told(self) -> tuple[BadCell, ...]:
        """The bad cells by line, those of one column, value and reason gathered into the first."""
        return tuple(sorted(self._told.values(), key=lambda bad: bad.line))
