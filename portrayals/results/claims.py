"""Claims as shown, and as compared with what coders found (NUMBERS R29, R30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal, get_args

from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Tabular, flat

#: What the findings say of a claim, or of one code that it names.
Verdict = Literal[
    "supported", "contradicted", "in-part", "contradicted-in-part", "open", "not-testable"
]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """What a source says about a unit (a key of any level) or the claim `about`, if about either.

    `codes` are written `VARIABLE:CODE`; `checked` is what somebody found who checked the claim, in
    the source with the key `checked_source`. Claims about other claims are listed below them;
    `depth` is how far below the first one.
    """

    id: int
    source: str
    unit: str | None
    stance: str
    statement: str
    basis: str | None
    codes: list[str]
    stated_on: str | None
    about: int | None
    scope: str | None
    locator: str | None
    checked: str | None = None
    checked_source: str | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CodeChecked:
    """One code that a claim names; `found` is null where it is undetermined or cannot be asked.

    `alone` says that it is supported by nothing but the claim's own source.
    """

    variable: str
    code: str
    found: bool | None
    verdict: Verdict
    alone: bool = False


@dataclass(frozen=True, slots=True)
class ClaimChecked:
    """A claim beside the findings; `reason` says why one is not testable.

    What was found when it was `checked` elsewhere, at `checked_source`, enters no verdict.
    """

    id: int
    source: str
    unit: str | None
    stance: str
    statement: str
    basis: str | None
    stated_on: str | None
    about: int | None
    verdict: Verdict
    reason: str | None
    codes: tuple[CodeChecked, ...]
    checked: str | None = None
    checked_source: str | None = None

    @property
    def alone(self) -> bool:
        """Whether what it says is supported by nothing but its own source."""
        found = [each for each in self.codes if each.verdict == "supported"]
        return self.verdict == "supported" and all(each.alone for each in found)

    @property
    def checked_elsewhere(self) -> bool:
        """Whether somebody compared with other texts what cannot be tested here."""
        return self.verdict == "not-testable" and self.checked is not None

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        return asdict(self) | {"alone": self.alone}


@dataclass(frozen=True, slots=True)
class FactCheck(Tabular):
    """Claims beside the findings: those that the query chose of `total`.

    Where some verdicts were asked for (`verdict`), `claims` are those that have one of them, and
    `others` the rest of what the query chose. `n` counts the testable ones of both, `verdicts` the
    claims of each verdict; `notes` are the caveats.
    """

    query: str | None
    policy: str | None
    coder: str | None
    total: int
    claims: tuple[ClaimChecked, ...]
    notes: tuple[str, ...]
    verdict: tuple[Verdict, ...] = ()
    others: tuple[ClaimChecked, ...] = ()

    @property
    def chosen(self) -> int:
        """How many claims the query chose, of whatever verdict."""
        return len(self.claims) + len(self.others)

    @property
    def verdicts(self) -> dict[Verdict, int]:
        """How many claims have each verdict."""
        found = [claim.verdict for claim in (*self.claims, *self.others)]
        return {verdict: found.count(verdict) for verdict in VERDICTS}

    @property
    def alone(self) -> int:
        """How many are supported by nothing but their own source."""
        return sum(claim.alone for claim in (*self.claims, *self.others))

    @property
    def checked_elsewhere(self) -> int:
        """How many that are not testable were compared with other texts."""
        return sum(claim.checked_elsewhere for claim in (*self.claims, *self.others))

    @property
    def n(self) -> int:
        """How many claims are testable."""
        return self.chosen - self.verdicts["not-testable"]

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "command": "claims",
            "query": self.query,
            "verdict": list(self.verdict),
            "policy": self.policy,
            "coder": self.coder,
            "n": self.n,
            "verdicts": self.verdicts,
            "rows": self.objects(),
            "notes": list(self.notes),
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each claim."""
        return [claim.to_dict() for claim in self.claims]

    def records(self) -> list[dict[str, object]]:
        """A row for each claim; its codes, and what was found of each, in one order."""
        return flat(
            {
                **claim.to_dict(),
                "codes": [f"{each.variable}:{each.code}" for each in claim.codes],
                "codes.found": [each.found for each in claim.codes],
                "codes.verdict": [each.verdict for each in claim.codes],
                "codes.alone": [each.alone for each in claim.codes],
            }
            for claim in self.claims
        )

    def remarks(self) -> Sequence[str]:
        """The caveats."""
        return self.notes
