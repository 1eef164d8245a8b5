"""Draws who codes which title: seeded, in proportion to strata, the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from types import MappingProxyType

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted


@dataclass(frozen=True, slots=True)
class Drawn:
    """The titles that all coders get, and those that one coder gets alone."""

    overlap: tuple[str, ...]
    alone: Mapping[str, tuple[str, ...]]


def draw(
    strata: Mapping[str, str],
    coders: Sequence[str],
    *,
    overlap: int,
    seed: int,
    before: Mapping[str, int] = MappingProxyType({}),
) -> Drawn:
    """Gives `overlap` of the titles to all coders, and each of the others to one of them.

    `strata` has the stratum of each title by its key. The overlap is proportional to the strata;
    the other titles are dealt in turn, so that nobody gets more than one more than another, in
    total or in a stratum. Who had fewest titles `before` is dealt to first. The order in which
    titles and coders are named makes no difference.
    """
    random = Random(seed)  # noqa: S311 - titles are drawn, not secrets
    shuffled = {stratum: sorted(_of(strata, stratum)) for stratum in sorted(set(strata.values()))}
    for titles in shuffled.values():
        random.shuffle(titles)
    shares = apportioned({stratum: len(titles) for stratum, titles in shuffled.items()}, overlap)
    both = [key for each, titles in shuffled.items() for key in titles[: shares[each]]]
    rest = [key for each, titles in shuffled.items() for key in titles[shares[each] :]]
    dealt = sorted(coders, key=lambda each: (before.get(each, 0), each))
    return Drawn(tuple(both), {key: tuple(rest[at :: len(dealt)]) for at, key in enumerate(dealt)})


def _of(strata: Mapping[str, str], stratum: str) -> list[str]:
    return [key for key, own in strata.items() if own == stratum]


def apportioned(sizes: Mapping[str, int], number: int) -> dict[str, int]:
    """So many in proportion to the sizes, by largest remainder; of equal ones the larger first."""
    total = sum(sizes.values())
    exact = {each: Fraction(size * number, total) for each, size in sizes.items()}
    shares = {each: int(quota) for each, quota in exact.items()}
    most = sorted(sizes, key=lambda each: (shares[each] - exact[each], -sizes[each], each))
    for each in most[: number - sum(shares.values())]:
        shares[each] += 1
    return shares


def overlap_of(written: str, titles: int) -> int:
    """How many of so many titles `30%`, `.3` or `21` means; a share is rounded, and at least one.

    Raises InvalidValue for anything that is no such share or number.
    """
    text = written.replace(" ", "")
    try:
        if text.isdecimal():
            number = int(text)
        else:
            share = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
            if not 0 <= share <= 1:
                raise ValueError
            number = int(share * titles + Fraction(1, 2)) or int(share > 0)
    except (ValueError, ZeroDivisionError):
        raise InvalidValue(
            f"{quoted(written)} is not a share of the titles",
            hint="write a percentage, a share or a number of titles: 30%, .3 or 21",
        ) from None
    if number > titles:
        raise InvalidValue(
            f"{number:,} titles cannot be coded twice where only {titles:,} are drawn from",
            hint="give a smaller number, or a share: --reliability 30%",
        )
    return number
