"""How many units a study needs, as printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Tabular


@dataclass(frozen=True, slots=True)
class SampleSizeRow:
    """The units needed for one set of `given` figures; `everything`: that is all there are."""

    given: dict[str, float]
    units: int
    everything: bool

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        return {**self.given, "units": self.units, "everything": self.everything}


@dataclass(frozen=True, slots=True)
class SampleSizes(Tabular):
    """Units needed for a `proportion` or an `alpha`; percentages are in 0..100."""

    what: str
    confidence: float
    population: int | None
    rows: tuple[SampleSizeRow, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The sizes as `--json` prints them."""
        return {
            "format": FORMAT,
            "command": "samplesize",
            "what": self.what,
            "confidence": self.confidence,
            "population": self.population,
            "rows": self.objects(),
            "notes": list(self.notes),
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each set of figures."""
        return [row.to_dict() for row in self.rows]

    def remarks(self) -> Sequence[str]:
        """How the figures were computed, and what they leave out."""
        return self.notes
