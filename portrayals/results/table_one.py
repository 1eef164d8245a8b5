"""A statistic told as the one table of a paper; as rows it is what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portrayals.results.stats import Statistic
from portrayals.results.tabular import Tabular


@dataclass(frozen=True, slots=True)
class TableOne(Tabular):
    """A statistic whose variables stand in one table when it is printed."""

    statistic: Statistic

    def to_dict(self) -> dict[str, object]:
        """The statistic as `--json` prints it."""
        return self.statistic.to_dict()

    def objects(self) -> Sequence[dict[str, object]]:
        """The rows of the statistic, as JSON Lines have them."""
        return self.statistic.objects()

    def records(self) -> list[dict[str, object]]:
        """The rows of the statistic."""
        return self.statistic.records()

    def remarks(self) -> Sequence[str]:
        """The caveats."""
        return self.statistic.remarks()
