"""What became of the answers that coders sent back, file by file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from portrayals.results.adjudication import DecisionSummary
from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Tabular


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """An answer that cannot be taken: its unit and variable as the file has them, and why.

    `cell` is where it stands in a workbook, such as `Characters!F17`; a whole sheet may be refused.
    """

    unit: str
    variable: str
    reason: str
    candidates: Sequence[str] = ()
    cell: str | None = None

    @property
    def told(self) -> str:
        """One line about it."""
        return "  ".join((*([self.cell] if self.cell else [self.unit, self.variable]), self._why))

    def told_of(self, file: str) -> str:
        """The same with the name of the file in front."""
        return f"{file}{'!' if self.cell else '  '}{self.told}"

    @property
    def _why(self) -> str:
        near = f" ({', '.join(self.candidates[:3])}?)" if self.candidates else ""
        return f"{self.reason}{near}"


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one file: how many answers are new, the same, changed, taken back.

    `taken` is false where nothing was, because answers were refused, or because of `trouble`, which
    says why no answer was looked at. `proposed` are the people whom the file proposes and nobody
    has decided about. `against` is the coder whose answers those of a wave of training are compared
    with, if it is clear who that is. `summary` is there for a file of decisions: how the wave is
    decided by now.
    """

    file: str
    coder: str = ""
    wave: str = ""
    new: int = 0
    same: int = 0
    changed: int = 0
    withdrawn: int = 0
    refused: tuple[RefusedAnswer, ...] = ()
    proposed: int = 0
    taken: bool = True
    trouble: str | None = None
    against: str | None = None
    summary: DecisionSummary | None = None
    notices: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The file as `--json` prints it, one of several there."""
        return {"format": FORMAT, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Collection(Tabular):
    """What became of several files; `dry_run`: nothing was kept."""

    files: tuple[Collected, ...]
    dry_run: bool = False

    @property
    def failed(self) -> int:
        """How many files were not taken."""
        return sum(not each.taken for each in self.files)

    def to_dict(self) -> dict[str, object]:
        """The outcome as `--json` prints it."""
        return {"format": FORMAT, "dry_run": self.dry_run, "files": self.objects()}

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each file."""
        return [asdict(each) for each in self.files]
