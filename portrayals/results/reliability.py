"""How far coders agree (CLI.md, JSON of reliability)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Charted

#: What is compared: coders with each other; a coder with an earlier self; each with a standard.
#: The two latter are never called agreement.
Comparison = Literal["agreement", "stability", "validity"]

#: What a coefficient allows to be said (NUMBERS R34). With `-not-shown` the lower limit misses the
#: threshold that the coefficient itself reaches; the last four are degenerate cases.
AgreementVerdict = Literal[
    "reliable",
    "reliable-not-shown",
    "tentative",
    "tentative-not-shown",
    "not-reliable",
    "unanimous",
    "too-few",
    "not-paired",
    "nobody-coded-twice",
]

#: Krippendorff (2018), Content Analysis, 4th edition, 12.5: .800, and .667 for tentative findings.
THRESHOLDS: Final = (0.667, 0.8)


@dataclass(frozen=True, slots=True)
class AgreementOptions:
    """What `reliability` is asked with, as it is written.

    `coder` are those compared, all where none is named; `against` is the coder whose word is taken
    for right. `confidence` is a percentage, `depth` how many steps of the tree of codes are told.
    With `matrix` the pairs of values that differ are told, with their units.
    """

    per: str = "variable"
    wave: str | None = None
    basis: str | None = None
    coder: tuple[str, ...] = ()
    against: str | None = None
    metric: tuple[str, ...] = ()
    depth: int | None = None
    interval: str = "jackknife"
    confidence: float = 95
    seed: int = 1
    thresholds: tuple[float, ...] = THRESHOLDS
    matrix: bool = False


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """How far coders agree on a variable, or on a code of it as yes or no.

    `units` hold a pair of `values`; they are of `titles`, in `disagreeing_titles` of which a pair
    differs. `percent_agreement` is the mean share of pairs that agree, `holsti` and the
    coefficients run to 1. `alpha` is by the distance named by `metric`, from `alpha_low` to
    `alpha_high` by `method`. Of a code `prevalence` is the share of values that say yes, positive
    and negative agreement the shares of yes and no that meet their like; all four in per cent.
    `differ_on_state` is the share of pairs of which one could not tell, or says that it does not
    apply, and the other not. Null where undefined, or not of rows of this kind; a whole set has no
    verdict (R33).
    """

    variable: str
    label: str
    code: str | None
    code_label: str | None
    depth: int
    between: tuple[str, ...] | None
    metric: str
    units: int
    coders: int
    values: int
    titles: int
    disagreeing_titles: int
    percent_agreement: float | None
    holsti: float | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    method: str | None
    cohen_kappa: float | None
    fleiss_kappa: float | None
    gwet_ac1: float | None
    prevalence: float | None
    positive_agreement: float | None
    negative_agreement: float | None
    differ_on_state: float | None
    verdict: AgreementVerdict | None
    remark: str | None
    metrics: dict[str, float | None] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return told | {"between": None if self.between is None else list(self.between)}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A coder's value against that of another, and the `units` of which they said so.

    Of sets they are the codes that the other has not, by their keys; `of_state`: one of the two is
    a state and no value.
    """

    variable: str
    coder: str
    value: str
    other_coder: str
    other_value: str
    of_state: bool
    units: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The cell as `--json` prints it."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return told | {"pairs": len(self.units), "units": list(self.units)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability(Charted):
    """The agreement of coders, their stability, or their validity: a row for what is compared.

    `changed` is how many answers were changed since they were first collected, which count here as
    they were at first. `undefined` counts the resamples without a coefficient, by row. `matrix`
    has the pairs of values that differ, where it was asked for, the most frequent first.
    """

    comparison: Comparison
    per: str
    wave: str | None
    basis: str | None
    coder: tuple[str, ...]
    against: str | None
    confidence: float
    interval: str
    thresholds: tuple[float, ...]
    seed: int | None
    rows: tuple[ReliabilityRow, ...]
    undefined: tuple[int, ...] = ()
    changed: int = 0
    matrix: tuple[MatrixCell, ...] | None = None
    notes: tuple[str, ...] = ()
    provenance: dict[str, object] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """The rows and what they rest on, as `--json` prints them."""
        return {
            "format": FORMAT,
            "command": "reliability",
            "comparison": self.comparison,
            "per": self.per,
            "wave": self.wave,
            "basis": self.basis,
            "coder": list(self.coder),
            "against": self.against,
            "confidence": self.confidence,
            "interval": self.interval,
            "thresholds": list(self.thresholds),
            "changed": self.changed,
            "rows": self.objects(),
            **self._matrix(),
            "resampling": {
                "method": self.interval,
                "unit": "title",
                "seed": self.seed,
                "undefined": list(self.undefined),
            },
            "notes": list(self.notes),
            "provenance": self.provenance,
        }

    def _matrix(self) -> dict[str, object]:
        return {} if self.matrix is None else {"matrix": [cell.to_dict() for cell in self.matrix]}

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each variable or code."""
        return [row.to_dict() for row in self.rows]

    def remarks(self) -> Sequence[str]:
        """The caveats."""
        return self.notes
