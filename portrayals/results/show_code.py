"""What `show CODE` found: the codebook's entry, figures, and titles."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from portrayals.results.database import CodebookShown
from portrayals.results.envelope import FORMAT
from portrayals.results.listing import Row
from portrayals.results.stats import Statistic, StatRow
from portrayals.results.tabular import Tabular, flat


@dataclass(frozen=True, slots=True)
class CodeShown(Tabular):
    """A variable or one of its codes: what the codebook says about it, and how often it was found.

    `key` is its full name. `code` and `parent` (the code above) are null for a variable. `entry` is
    what `codebook show` prints, and `counted` what `stats` counts: null for text, which enters no
    statistic. `titles` are the first of the `titles_found` in which a code was found.
    """

    key: str
    variable: str
    code: str | None
    label: str
    level: str
    parent: str | None
    entry: CodebookShown
    counted: Statistic | None
    titles: tuple[Row, ...]
    titles_found: int

    @property
    def row(self) -> StatRow | None:
        """The figures of a code."""
        rows = () if self.counted is None or self.code is None else self.counted.rows
        return next((each for each in rows if isinstance(each, StatRow)), None)

    def _figures(self) -> dict[str, object] | None:
        if self.row is not None:
            return self.row.to_dict()
        if self.counted is None:
            return None
        return {"n": self.counted.n, "states": self.counted.states}

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "what": "variable" if self.code is None else "code",
            "key": self.key,
            "variable": self.variable,
            "code": self.code,
            "label": self.label,
            "level": self.level,
            "parent": self.parent,
            "details": dict(self.entry.details),
            "codes": [asdict(line) for line in self.entry.lines],
            "found": self._figures(),
            "notes": [] if self.counted is None else list(self.counted.notes),
            "titles": list(self.titles),
            "titles_found": self.titles_found,
        }

    def records(self) -> list[dict[str, object]]:
        """A row for each title in which it was found."""
        return flat(self.titles)
