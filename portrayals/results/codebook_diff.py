"""What differs between two versions of a codebook, and what becomes of what was coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from portrayals.notation.plurals import counted
from portrayals.notation.quoting import listed
from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Tabular
from portrayals.vocabulary import Again


@dataclass(frozen=True, slots=True)
class CodebookDifference:
    """One difference, `said` in words; `variable` is null for the codebook as a whole.

    `annotations` is how many it touches: those with the code, or of the variable. `again` is which
    units must be coded again: `all`, those `coded` for the variable, or those `given` the code.
    """

    kind: str
    variable: str | None
    code: str | None
    said: str
    annotations: int
    again: Again | None

    @property
    def name(self) -> str:
        """`VARIABLE:CODE`, or the variable alone."""
        return ":".join(part for part in (self.variable, self.code) if part)

    @property
    def told(self) -> str:
        """The difference on one line."""
        touched = f" ({counted(self.annotations, 'annotation')})" if self.annotations else ""
        return f"{self.name or 'codebook'}  {self.said}{touched}"


@dataclass(frozen=True, slots=True)
class LikelyReplacement:
    """A code, or a variable if `code` is null, that looks like the one that has gone.

    `write` is the line to type in the file, at `line`, if it is.
    """

    variable: str
    code: str | None
    gone: str
    line: int
    write: str


@dataclass(frozen=True, slots=True)
class CodebookDiff(Tabular):
    """The differences from one version to another, variable by variable.

    `again` are the variables of which units must be coded again. `proposed` are lines to type where
    something has gone and something new looks like it.
    """

    codebook: str
    old: str | None
    new: str
    rows: tuple[CodebookDifference, ...]
    again: tuple[str, ...]
    proposed: tuple[LikelyReplacement, ...]
    notes: tuple[str, ...] = ()

    def told_again(self) -> list[str]:
        """What has to be coded again, and what gets its coders a handout of it."""
        if not self.again or self.old is None:
            return []
        since = self.old.rpartition(" ")[2]
        return [
            f"To be coded again in part: {listed(self.again)}. After applying: portrayals coding "
            f"handout CODER --wave NEW-WAVE --changed-since {since}"
        ]

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "command": "codebook diff",
            "codebook": self.codebook,
            "old": self.old,
            "new": self.new,
            "rows": self.objects(),
            "again": list(self.again),
            "proposed": [asdict(each) for each in self.proposed],
            "notes": list(self.notes),
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each difference."""
        return [asdict(row) for row in self.rows]

    def remarks(self) -> Sequence[str]:
        """What must be read beside the rows."""
        return self.notes
