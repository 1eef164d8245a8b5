"""How often the limits of agreement hold the truth: `python -m benchmarks.coverage`.

For each design of a grid, studies are drawn at random and given to the program's own limits of
alpha. The true alpha is that of a very large study drawn in the same way. It prints a table of
docs/reliability.md; the exit status is 1 where a goal is not met.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from statistics import fmean, median
from typing import Final, cast

from benchmarks.report import row
from portrayals.analysis.agreement import Alpha, Coincidences, coincidences, nominal
from portrayals.analysis.agreement_limits import Limits, bootstrap_limits, limits
from portrayals.notation.figures import coefficient

SEED: Final = 34
REPEATS: Final = 2000

#: The alpha of a study of so many titles is taken for the true one.
VERY_MANY_TITLES: Final = 200_000

#: In so many per cent of the studies that are shown limits these have to hold the truth.
GOAL: Final = 93.0

#: What the coders of a unit wrote, sorted: alpha does not ask who wrote which.
Unit = tuple[int, ...]

#: What a coder writes who misses what is there, given the shares of the values and what is there.
Missed = Callable[[Random, Sequence[float], int], int]

MakeLimits = Callable[[Alpha, Iterable[tuple[Coincidences, int]]], Limits]

INTERVALS: Final[Mapping[str, MakeLimits]] = {"jackknife": limits, "bootstrap": bootstrap_limits}


def any_value(draw: Random, shares: Sequence[float], _there: int) -> int:
    """Any value, as often as it occurs."""
    return draw.choices(range(len(shares)), shares)[0]


def no(_draw: Random, _shares: Sequence[float], _there: int) -> int:
    """The first value: what is missed is not noticed."""
    return 0


def next_place(draw: Random, shares: Sequence[float], there: int) -> int:
    """The place above or below in an order, at its ends perhaps the same."""
    return min(max(there + draw.choice((-1, 1)), 0), len(shares) - 1)


IN_WORDS: Final[Mapping[Missed, str]] = {
    no: "what is missed is a no",
    next_place: "misses are one place off",
}


@dataclass(frozen=True, slots=True)
class Design:
    """How studies are drawn: titles with units, and coders who see what is there or miss it.

    `shares` are those of the values, 0 onwards. The number of units of a title is geometric, with
    the mean `units`; a unit has the value of one before it in the title so often that the values of
    two correlate by `alike`. All coders of a title see what is there with the same probability,
    which is normal over titles about `clear` by `uneven`, and kept between 0 and 1. Two coders code
    every unit, a third the share `third`.
    """

    titles: int
    shares: tuple[float, ...]
    clear: float
    units: float = 2
    uneven: float = 0.15
    alike: float = 0.3
    third: float = 0
    missed: Missed = any_value
    ordinal: bool = False

    @property
    def alpha(self) -> Alpha:
        """The coefficient whose limits are made."""
        return Alpha(None if self.ordinal else nominal)

    def __str__(self) -> str:
        per_cent = ", ".join(f"{100 * share:.0f}" for share in self.shares)
        values = f"yes {per_cent.split(', ')[1]} %" if len(self.shares) == 2 else f"{per_cent} %"
        parts = (
            f"{self.titles} titles",
            "1 unit each" if self.units == 1 else f"about {self.units:g} units each",
            "3 coders" if self.third else "2 coders",
            f"{values} in an order" if self.ordinal else values,
            f"the third codes {100 * self.third:.0f} %" if 0 < self.third < 1 else "",
            IN_WORDS.get(self.missed, ""),
            "difficulty differs widely" if self.uneven >= 0.3 else "",
            "units very alike" if self.alike >= 0.5 else "",
        )
        return "; ".join(filter(None, parts))

    def title(self, draw: Random) -> tuple[Unit, ...]:
        """What the coders wrote of each unit of one title, sorted."""
        sees = min(max(draw.gauss(self.clear, self.uneven), 0), 1)
        return tuple(sorted(self._written(draw, there, sees) for there in self._there(draw)))

    def _there(self, draw: Random) -> list[int]:
        """The value of each unit of a title, by Pólya's urn."""
        found = [any_value(draw, self.shares, 0)]
        while draw.random() < 1 - 1 / self.units:
            before = len(found) * self.alike
            again = draw.random() < before / (before + 1 - self.alike)
            found.append(draw.choice(found) if again else any_value(draw, self.shares, 0))
        return found

    def _written(self, draw: Random, there: int, sees: float) -> Unit:
        """What the coders of a unit wrote, each of whom sees what is there so often."""
        coders = 2 + (draw.random() < self.third)
        return tuple(
            sorted(
                there if draw.random() < sees else self.missed(draw, self.shares, there)
                for _ in range(coders)
            )
        )

    def study(self, draw: Random) -> list[tuple[Coincidences, int]]:
        """The titles of one study; those that are alike are counted."""
        drawn = Counter(self.title(draw) for _ in range(self.titles))
        return [(_of_title(units), times) for units, times in drawn.items()]

    def true_alpha(self, draw: Random) -> float:
        """The alpha of a study of very many titles, in which every value occurs."""
        units = Counter(unit for _ in range(VERY_MANY_TITLES) for unit in self.title(draw))
        return cast("float", self.alpha(_coincidences(units)))


def _coincidences(units: Mapping[Unit, int]) -> Coincidences:
    return coincidences((tuple(enumerate(unit)), times) for unit, times in units.items())


@lru_cache(maxsize=50_000)
def _of_title(units: tuple[Unit, ...]) -> Coincidences:
    return _coincidences(Counter(units))


def _yes(share: float) -> tuple[float, float]:
    return 1 - share, share


_ORDER: Final = (0.4, 0.3, 0.2, 0.1)

#: A design goes by its place.
GRID: Final = (
    # Two coders and yes or no.
    Design(12, _yes(0.3), 0.9),
    Design(15, _yes(0.5), 0.9, units=1),
    Design(20, _yes(0.3), 0.9),
    Design(20, _yes(0.1), 0.98, uneven=0.05),
    Design(30, _yes(0.3), 0.85, units=1),
    Design(30, _yes(0.3), 0.98, uneven=0.05),
    Design(40, _yes(0.05), 0.95),
    Design(40, _yes(0.1), 0.98, uneven=0.05),
    Design(40, _yes(0.5), 0.75, units=3),
    Design(69, _yes(0.05), 0.98, units=3, uneven=0.05),
    Design(80, _yes(0.05), 0.9, units=1),
    Design(80, _yes(0.1), 0.8),
    Design(80, _yes(0.3), 0.9),
    Design(80, _yes(0.5), 0.97, uneven=0.05),
    # Three coders.
    Design(15, _yes(0.3), 0.9, units=3, third=1),
    Design(20, _yes(0.5), 0.75, units=1, third=1),
    Design(30, _yes(0.1), 0.95, units=3, third=1),
    Design(50, _yes(0.1), 0.9, third=1),
    Design(40, _yes(0.3), 0.85, third=1 / 3),
    # Misses of another kind, codes and places of an order.
    Design(40, _yes(0.2), 0.8, missed=no),
    Design(20, (0.15, 0.2, 0.25, 0.4), 0.9, units=3, third=1),
    Design(30, (0.05, 0.05, 0.1, 0.8), 0.9),
    Design(20, _ORDER, 0.75, missed=next_place, ordinal=True),
    Design(40, _ORDER, 0.8, units=1, third=1, ordinal=True),
    # Titles that are unlike each other.
    Design(30, _yes(0.3), 0.85, uneven=0.4),
    Design(30, _yes(0.3), 0.85, units=3, alike=0.7),
    Design(15, _yes(0.3), 0.85, units=3, uneven=0.4, alike=0.7),
    Design(30, _yes(0.1), 0.85, units=3, alike=0.7, third=1),
    Design(80, _yes(0.05), 0.85, units=3, alike=0.7, third=1),
    Design(20, _yes(0.3), 0.9, units=8, uneven=0.3),
    Design(40, _yes(0.1), 0.9, units=8, uneven=0.3, alike=0.5),
    Design(20, (0.05, 0.05, 0.1, 0.8), 0.85, units=3, alike=0.7, third=1),
    Design(20, _yes(0.1), 0.9, units=3, uneven=0.3, third=1),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What limits were shown in studies of one design, and its true alpha."""

    truth: float
    studies: Sequence[Limits]

    @property
    def shown(self) -> list[tuple[float, float | None]]:
        """The limits wherever there are any, of which the upper may be missing."""
        return [(each.low, each.high) for each in self.studies if each.low is not None]

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where nothing is shown."""
        covered = self.covered(self.shown)
        return None if covered is None else covered >= GOAL

    def covered(self, shown: Sequence[tuple[float, float | None]]) -> float | None:
        """In how many per cent of these the truth lies within the limits there are."""
        return _per_cent(
            [low <= self.truth and (high is None or self.truth <= high) for low, high in shown]
        )

    def cells(self) -> tuple[str, ...]:
        """What stands in its row, after the design."""
        shown, studies = self.shown, len(self.studies)
        both = [each for each in shown if each[1] is not None]
        alone = [each for each in shown if each[1] is None]
        lower = [(low, None) for low, _ in shown]
        parts = [(f"{100 * len(some) / studies:.1f}", some) for some in (both, alone)]
        return (
            coefficient(self.truth),
            f"{fmean(each.disagree for each in self.studies):.1f}",
            *(cell for often, some in parts for cell in (often, _figure(self.covered(some)))),
            f"{100 - 100 * len(shown) / studies:.1f}",
            _figure(self.covered(shown)),
            _figure(self.covered(lower)),
            coefficient(median(low for low, _ in shown)) if shown else "",
            {None: "", True: "yes", False: "no"}[self.met],
        )


HEADER: Final = (
    *("No.", "Design", "True alpha", "Titles that disagree", "Both limits", "cover"),
    *("Lower alone", "covers", "Nothing", "All shown cover", "All lower limits cover"),
    *("Median lower limit", "Met"),
)


def _per_cent(held: Sequence[bool]) -> float | None:
    return 100 * sum(held) / len(held) if held else None


def _figure(per_cent: float | None) -> str:
    return "" if per_cent is None else f"{per_cent:.1f}"


def measured(design: Design, draw: Random, repeats: int, make: MakeLimits = limits) -> Coverage:
    """Draws so many studies, and makes the limits of each."""
    truth = design.true_alpha(draw)
    return Coverage(truth, [make(design.alpha, design.study(draw)) for _ in range(repeats)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the rows asked for as they are measured; 1 where a goal is not met."""
    asked = _parser().parse_args(arguments)
    places = {str(place): design for place, design in enumerate(GRID, 1)}
    chosen = asked.only.split(",") if asked.only else list(places)
    unknown = set(chosen) - set(places)
    if unknown:
        sys.exit(f"no design {', '.join(sorted(unknown))}: there are 1 to {len(GRID)}")
    print(row(HEADER), row("---" for _ in HEADER), sep="\n")
    met = []
    for place in chosen:
        draw = Random(f"{asked.seed} {place}")  # noqa: S311 - studies are drawn, not secrets
        found = measured(places[place], draw, asked.repeats, INTERVALS[asked.interval])
        print(row((place, str(places[place]), *found.cells())), flush=True)
        met.append(found.met)
    return int(False in met)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument("--repeats", type=int, default=REPEATS, help="studies of each design")
    parser.add_argument("--only", metavar="DESIGN", help="some of the designs: 3,7")
    parser.add_argument("--interval", choices=INTERVALS, default="jackknife")
    parser.add_argument("--seed", type=int, default=SEED)
    return parser


if __name__ == "__main__":
    sys.exit(main())
