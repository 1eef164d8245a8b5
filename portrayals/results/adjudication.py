"""Lists of what coders judged differently, how it was decided, and which rules caused it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from portrayals.notation.plurals import counted
from portrayals.results.disagreements import Disagreement
from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Tabular


@dataclass(frozen=True, slots=True)
class Favour:
    """How many decisions are what a coder had answered, `of` those on an answer of theirs."""

    coder: str
    decisions: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share of decisions in favour of the coder, 0 to 100; null if there is none."""
        return 100 * self.decisions / self.of if self.of else None

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return asdict(self) | {"percent": self.percent}


@dataclass(frozen=True, slots=True)
class DecisionSummary(Tabular):
    """How many differences a wave has, how many are decided, why, and in whose favour.

    `causes` counts the decisions by cause, `unstated` among them; `neither` those that are what no
    coder had answered; `later` those that coders answered again since.
    """

    wave: str
    differences: int
    decided: int
    causes: dict[str, int]
    in_favour: tuple[Favour, ...]
    neither: int
    later: int

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        told = asdict(self) | {"in_favour": [each.to_dict() for each in self.in_favour]}
        return {"format": FORMAT, **told}


@dataclass(frozen=True, slots=True)
class Disagreements(Tabular):
    """What coders answered differently in a wave; `decided`: what was decided, too.

    `rows` are those asked for; `summary` is of all of them, whether listed or not. `notes` tell
    what was decided in another wave before this one answered it.
    """

    wave: str
    decided: bool
    rows: tuple[Disagreement, ...]
    summary: DecisionSummary
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "wave": self.wave,
            "rows": self.objects(),
            "summary": self.summary.to_dict(),
            "notes": self.notes,
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each unit and variable, with its answers."""
        return [asdict(row) for row in self.rows]

    def records(self) -> list[dict[str, object]]:
        """The same with a column for each answer."""
        return [
            {"unit": row.unit, "level": row.level, "variable": row.variable}
            | dict.fromkeys(self.letters)
            | {each.letter: each.said for each in row.answers}
            | _decision(row)
            for row in self.rows
        ]

    @property
    def letters(self) -> list[str]:
        """The letters that stand for coders in some row, in their order."""
        return sorted({each.letter for row in self.rows for each in row.answers})

    def remarks(self) -> Sequence[str]:
        """How many there are, how many are decided, and the notes."""
        return self.told, *self.notes

    @property
    def told(self) -> str:
        """How many differences there are and how many are decided, in words."""
        of = self.summary
        if not of.differences:
            return f"Nobody answered differently in wave {of.wave}."
        number = counted(of.differences, "difference")
        return f"{number} in wave {of.wave}, {of.decided:,} of them decided."


def _decision(row: Disagreement) -> dict[str, object]:
    of = row.decision
    return {
        "decision": None if of is None else of.said,
        "cause": None if of is None else of.cause,
        "method": None if of is None else of.method,
        "reason": None if of is None else of.reason,
        "later": None if of is None else of.later,
    }


@dataclass(frozen=True, slots=True)
class RuleInDoubt:
    """A code, or a variable with one value, that coders gave differently, and why.

    `code` is null for a variable. `causes` counts the decisions by cause; `reason` is the reason
    given most, `times` how often: of decisions whose cause was the rule or a missing code, if any.
    """

    variable: str
    code: str | None
    differences: int
    causes: dict[str, int]
    undecided: int
    reason: str | None
    times: int

    @property
    def key(self) -> str:
        """What shows its rule: `portrayals codebook show KEY`."""
        return self.variable if self.code is None else f"{self.variable}:{self.code}"

    @property
    def of_codebook(self) -> int:
        """How many differences the codebook caused: by a rule, or by a code that is missing."""
        return self.causes["rule"] + self.causes["missing-code"]

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Todo(Tabular):
    """Which rules of the codebook caused differences in a wave, of so many `differences`."""

    wave: str
    differences: int
    rows: tuple[RuleInDoubt, ...]

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "wave": self.wave,
            "differences": self.differences,
            "rows": self.objects(),
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each code or variable."""
        return [row.to_dict() for row in self.rows]
