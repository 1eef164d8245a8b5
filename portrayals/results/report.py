"""A report: everything its page says, as results of the commands, before it becomes HTML."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from portrayals.results.cite import Citation
from portrayals.results.claims import FactCheck
from portrayals.results.database import DatabaseInfo, Description
from portrayals.results.envelope import FORMAT
from portrayals.results.listing import Row
from portrayals.results.methods import Methods
from portrayals.results.reliability import Reliability
from portrayals.results.show import UnitShown
from portrayals.results.stats import Statistic
from portrayals.results.trend import Trend
from portrayals.vocabulary import CoderKind, Level, Screened

#: Who gave the second answer: another coder, or the same one in a wave of purpose recode.
Again = Literal["coders", "recode"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted result, and whether it is also drawn."""

    heading: str
    result: Statistic | Trend
    drawn: bool = False

    @property
    def command(self) -> str:
        """The command that repeats the figure."""
        return str(self.result.provenance["command"])

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"heading": self.heading, "repeat": self.command, "result": self.result.to_dict()}


@dataclass(frozen=True, slots=True)
class Screening:
    """How many titles were screened in one way, for one reason (null if none was given)."""

    screened: Screened
    reason: str | None
    titles: int


@dataclass(frozen=True, slots=True)
class CodersOf:
    """How many units of a level, in counted titles, were coded by nobody, by one or by several."""

    level: Level
    nobody: int
    one: int
    several: int

    @property
    def units(self) -> int:
        """All of them."""
        return self.nobody + self.one + self.several


@dataclass(frozen=True, slots=True)
class Coded:
    """How many annotations rest on one basis, in waves of one purpose."""

    purpose: str
    basis: str
    annotations: int


@dataclass(frozen=True, slots=True)
class CoderTold:
    """A program or a compilation that coded in a wave of purpose main, with its description."""

    key: str
    name: str | None
    kind: CoderKind
    model: str | None
    model_version: str | None
    instruction_sha256: str | None
    method: str | None
    annotations: int


@dataclass(frozen=True, slots=True)
class Effort:
    """What was done: how titles were screened, how many coders coded units, how often twice.

    `coders` counts coders with an annotation in a wave of purpose main, except the consensus and
    programs; `told` are programs and compilations.
    """

    screening: tuple[Screening, ...]
    coders_of: tuple[CodersOf, ...]
    coded: tuple[Coded, ...]
    coders: int
    told: tuple[CoderTold, ...] = ()

    def titles(self, *screened: Screened) -> int:
        """How many titles were screened in any of these ways; all, if none is named."""
        return sum(
            each.titles for each in self.screening if each.screened in screened or not screened
        )


@dataclass(frozen=True, slots=True)
class CodeInFull:
    """A code with its definition and properties, as pairs of a word and its text."""

    key: str
    label: str
    depth: int
    parent: str | None
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VariableInFull:
    """A variable with all its codes; `about` says its level and type in words."""

    key: str
    label: str
    about: str
    derived: bool
    details: tuple[tuple[str, str], ...]
    codes: tuple[CodeInFull, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The content of the report of a study.

    `agreement` is that between coders, then the stability of each wave of recoding, where anything
    was coded twice. `key_figures` are each variable of the headline that is a yes or no, at its
    level and those above; `figures` are drawn, `others` are all other coded variables. `titles` and
    `rows` (as in `list titles`, with the headline's findings) are in the same order. `methods` are
    the sentences for a paper, and `citation` are its references. Without a codebook nothing is
    counted.
    """

    title: str
    info: DatabaseInfo
    description: Description
    policy: str
    overview: tuple[str, ...]
    headline: tuple[str, ...]
    key_figures: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    others: tuple[Figure, ...]
    effort: Effort
    agreement: tuple[Reliability, ...]
    claims: FactCheck
    titles: tuple[UnitShown, ...]
    rows: tuple[Row, ...]
    codebook: tuple[VariableInFull, ...]
    sources: tuple[Row, ...]
    methods: Methods
    citation: Citation

    def __repr__(self) -> str:
        """Short: a notebook would print the whole study under the cell that wrote the page."""
        return f"Report({self.title!r}, {len(self.titles)} titles)"

    @property
    def counted(self) -> tuple[Figure, ...]:
        """Every figure, in the order of the page."""
        return (*self.key_figures, *self.figures, *self.others)

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "format": FORMAT,
            "title": self.title,
            "info": self.info.to_dict(),
            "description": self.description.to_dict(),
            "policy": self.policy,
            "overview": list(self.overview),
            "headline": list(self.headline),
            "key_figures": [each.to_dict() for each in self.key_figures],
            "figures": [each.to_dict() for each in self.figures],
            "others": [each.to_dict() for each in self.others],
            "effort": asdict(self.effort),
            "claims": self.claims.to_dict(),
            "titles": [each.to_dict() for each in self.titles],
            "codebook": [asdict(each) for each in self.codebook],
            "sources": list(self.sources),
            "methods": [
                {"topic": topic, "said": said} for topic, said in self.methods.paragraphs()
            ],
            "references": list(self.citation.objects()),
        }
