"""P values adjusted for the number of tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Adjustment = Literal["holm", "benjamini-hochberg"]


def adjusted(
    p_values: Sequence[float | None], method: Adjustment = "holm"
) -> tuple[float | None, ...]:
    """The adjusted p values, in the same order; undefined ones stay undefined and are not counted.

    `holm` bounds the chance of any false finding (Holm 1979, Scandinavian Journal of Statistics 6),
    `benjamini-hochberg` the expected share of false among all findings (1995, Journal of the Royal
    Statistical Society B 57).
    """
    order = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    tests = len(order)
    found: list[float | None] = [None] * len(p_values)
    if method == "holm":
        reached = 0.0
        for rank, (p, i) in enumerate(order):
            reached = max(reached, min(1.0, (tests - rank) * p))
            found[i] = reached
    else:
        reached = 1.0
        for rank, (p, i) in reversed(list(enumerate(order, start=1))):
            reached = min(reached, p * tests / rank)
            found[i] = reached
    return tuple(found)
