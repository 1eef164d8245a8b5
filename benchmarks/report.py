"""What was measured, as lines of a Markdown table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured: ours in a unit (`s`, `ms`, `MB`), beside something, with a goal.

    `beside` None: nothing to compare with, and the figure itself is held against the goal.
    """

    what: str
    ours: float
    unit: str
    against: str = ""
    beside: float | None = None
    goal: float | None = None
    at_least: bool = False

    @property
    def figure(self) -> float:
        """The ratio, or where nothing stands beside it, ours."""
        return self.ours if self.beside is None else self.ours / self.beside

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal

    def cells(self) -> tuple[str, ...]:
        """The cells of its row."""
        bare = self.beside is None
        sign = "≥" if self.at_least else "≤"
        return (
            self.what,
            f"{_figure(self.ours)} {self.unit}".rstrip(),
            self.against,
            "" if self.beside is None else f"{_figure(self.beside)} {self.unit}",
            "" if bare else f"{_figure(self.figure)}",
            "" if self.goal is None else f"{sign} {self.goal:g}{self.unit if bare else ''}",
            {None: "", True: "yes", False: "no"}[self.met],
        )


HEADER = ("What", "Ours", "Beside", "Theirs", "Ratio", "Goal", "Met")


def _figure(number: float) -> str:
    return f"{number:.3g}" if number < 1000 else f"{number:,.0f}"


def table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [HEADER, tuple("---" for _ in HEADER), *(line.cells() for line in lines)]
    return "\n".join(map(row, rows))


def row(cells: Iterable[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(cells)} |"
