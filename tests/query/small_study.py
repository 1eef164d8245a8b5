"""A small study as plain objects: a codebook, queries, and units with their codings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LEVELS = ("title", "portrayal", "relationship")

# What is asked.


@dataclass(frozen=True)
class Is:
    """`field:word`, or `field:word,word`."""

    name: str
    word: str


@dataclass(frozen=True)
class All:
    items: tuple[Query, ...]


@dataclass(frozen=True)
class Either:
    items: tuple[Query, ...]


@dataclass(frozen=True)
class Denied:
    item: Query


@dataclass(frozen=True)
class SomeUnit:
    item: Query


Query = Is | All | Either | Denied | SomeUnit


def written(query: Query) -> str:
    """The query as a person writes it."""
    match query:
        case Is(name, word):
            return f"{name}:{word}"
        case All(items):
            return f"({' '.join(map(written, items))})"
        case Either(items):
            return f"({' OR '.join(map(written, items))})"
        case Denied(item):
            return f"NOT {written(item)}"
        case SomeUnit(item):
            return f"some({written(item)})"


# The codebook.


@dataclass(frozen=True)
class Variable:
    """A variable; `above` gives each code its parent (or None), `properties` those of the codes.

    `later` are the codes that only the second version of the codebook has.
    """

    key: str
    level: str
    type: str
    above: Mapping[str, str | None] = field(default_factory=dict)
    properties: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    asked_when: Query | None = None
    rules: tuple[tuple[Query, str], ...] = ()
    otherwise: str = ""
    tolerance: float = 0
    rollup: str = ""
    later: frozenset[str] = frozenset()

    def lineage(self, code: str) -> list[str]:
        """A code and all above it."""
        over = self.above[code]
        return [code] if over is None else [code, *self.lineage(over)]

    def below(self, code: str) -> list[str]:
        """The codes below a code, without itself."""
        return [each for each in self.above if code in self.lineage(each)[1:]]

    @property
    def parents(self) -> set[str]:
        """The codes that have others below them."""
        return {over for over in self.above.values() if over is not None}


# The units.


@dataclass(frozen=True)
class Coding:
    """One annotation as it was given, by a version of the codebook; waves count up in time.

    `program`: the coder is one.
    """

    coder: int
    wave: int
    purpose: str
    state: str
    basis: str
    codes: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    number: float | None = None
    version: int = 2
    complete: bool | None = None
    program: bool = False


@dataclass(eq=False)
class Unit:
    """A unit with what lies beneath it; `screened` is its title's."""

    level: str
    screened: str
    above: Unit | None
    beneath: list[Unit] = field(default_factory=list)
    codings: dict[str, list[Coding]] = field(default_factory=dict)

    def at(self, level: str) -> Unit:
        """This unit, or the one of a higher level above it."""
        if self.level == level:
            return self
        assert self.above is not None
        return self.above.at(level)

    def units(self, level: str) -> list[Unit]:
        """The units of a level at or beneath this one."""
        if self.level == level:
            return [self]
        return [unit for each in self.beneath for unit in each.units(level)]


def is_below(level: str, other: str) -> bool:
    return LEVELS.index(level) > LEVELS.index(other)


def named(query: Query) -> Iterator[str]:
    match query:
        case Is(name, _):
            yield name.split(".")[0]
        case Denied(item) | SomeUnit(item):
            yield from named(item)
        case All(items) | Either(items):
            for item in items:
                yield from named(item)
