"""How an interval treats the units of one title: as independent, or as clustered (R35)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from portrayals.results.stats import NumberRow, StatRow
from portrayals.services.statistics.options import CountRequest

#: A design effect above this is reported in a note (R35).
LARGE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Spread:
    """A share or a mean of n units in so many titles, its design effect, and what its interval is.

    `has_interval` says whether there is one. A mean has no interval of independent units.
    """

    n: int
    titles: int
    deff: float | None
    has_interval: bool
    is_share: bool = True


def spread_of(row: StatRow | NumberRow) -> Spread:
    """The spread of a row."""
    return Spread(row.n, row.titles, row.deff, row.low is not None, isinstance(row, StatRow))


def of_one_title(choices: CountRequest, spreads: Iterable[Spread]) -> Iterator[str]:
    """The notes: what was treated as independent, what has no interval, and how similar units
    are."""
    known = [each for each in spreads if each.n]
    shares = [each for each in known if each.is_share]
    below = choices.level != "title"
    independent = below and choices.interval in ("wilson", "exact")
    if independent and any(each.has_interval and each.n > each.titles for each in shares):
        yield (
            f"Intervals ({choices.interval}) treat units of one title as independent; if they "
            "are alike, the intervals are too narrow."
        )
    alone = [each for each in known if each.titles == 1 and not each.has_interval]
    if (choices.by_title or choices.drawn) and any(each.is_share for each in alone):
        assumed = " that treats its units as independent" if below else ""
        yield (
            "A share of units from a single title has no interval; --interval wilson gives "
            f"one{assumed}."
        )
    if below and any(not each.is_share for each in alone):
        yield "A mean of units from a single title has no interval."
    large = [each.deff for each in known if each.deff is not None and each.deff > LARGE]
    if large:
        yield (
            f"Units of one title are alike (design effect {_range(large)}): that many times "
            "fewer independent units would tell as much."
        )


def _range(numbers: list[float]) -> str:
    return f"{numbers[0]:.1f}" if len(numbers) == 1 else f"up to {max(numbers):.1f}"
