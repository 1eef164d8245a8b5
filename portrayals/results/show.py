"""What `show` found: one thing with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from portrayals.results.claims import ClaimShown
from portrayals.results.envelope import FORMAT
from portrayals.results.tabular import Tabular, flat
from portrayals.vocabulary import CoderKind


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    code: str | None
    episode: str | None
    start: str | None
    end: str | None
    quote: str | None
    description: str | None
    source: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class AnnotationShown:
    """One coder's annotation, as it was made.

    Only annotations in waves of purpose main are votes, except those of programs. `complete` says
    whether a set denies the codes that are not in it; null for other types.
    """

    variable: str
    label: str
    coder: str
    coder_kind: CoderKind
    wave: str
    purpose: str
    state: str
    value: object
    doubtful: tuple[str, ...]
    basis: str
    complete: bool | None
    note: str | None
    evidence: tuple[EvidenceShown, ...]


@dataclass(frozen=True, slots=True)
class FindingShown:
    """The settled value of one variable for one unit.

    `codes` are those found if `state` is coded, and those known if it is incomplete.
    """

    variable: str
    label: str
    derived: bool
    state: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    number: float | None = None


_OF_A_UNIT: Final = ("key", "level", "name", "performer", "roles", "year")


@dataclass(frozen=True, slots=True)
class UnitShown(Tabular):
    """A unit with its findings, annotations and the units beneath it.

    `facts` are pairs of a word and its values (country, genre …) for a title; `not_coded` are the
    variables at this unit's level that nobody has coded. `claims` are those about this unit, each
    followed by the claims about it; a title also has those about its episodes. `named_alike` are
    variables and codes with the same name as the requested unit, as `show` accepts them.
    """

    key: str
    uuid: str
    level: str
    name: str
    performer: str | None
    roles: tuple[str, ...]
    year: int | None
    aliases: tuple[str, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    findings: tuple[FindingShown, ...]
    annotations: tuple[AnnotationShown, ...]
    not_coded: tuple[str, ...]
    units: tuple[UnitShown, ...]
    claims: tuple[ClaimShown, ...] = ()
    named_alike: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"format": FORMAT, **asdict(self)}

    def family(self) -> Iterator[UnitShown]:
        """The unit and all beneath it, parents first."""
        yield self
        for unit in self.units:
            yield from unit.family()

    def records(self) -> list[dict[str, object]]:
        """A row for each unit of the family, with its findings."""
        return flat(
            {
                **{name: getattr(unit, name) for name in _OF_A_UNIT},
                "findings": {each.variable: asdict(each) for each in unit.findings},
            }
            for unit in self.family()
        )


@dataclass(frozen=True, slots=True)
class UnitInShort(Tabular):
    """A unit in brief, and how much more there is to show.

    `unit` lacks the derived variables except the headline; there are `unasked` of them, each
    counted once for each unit that could have it. `leading` are the variables that the study leads
    with, and `labels` the labels of the codes, by variable and code.
    """

    unit: UnitShown
    leading: tuple[str, ...]
    labels: dict[str, dict[str, str]]
    unasked: int

    def to_dict(self) -> dict[str, object]:
        """What is shown of the unit, as `--json` would print it."""
        return self.unit.to_dict()

    def records(self) -> list[dict[str, object]]:
        """A row for each unit of the family, with its findings."""
        return self.unit.records()


@dataclass(frozen=True, slots=True)
class RecordShown(Tabular):
    """A coder, a source or another thing without units: a word and its value, line by line."""

    what: str
    key: str
    facts: tuple[tuple[str, object], ...]

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"format": FORMAT, "what": self.what, "key": self.key, **dict(self.facts)}
