"""Effects with bootstrap intervals from resampled titles (NUMBERS R34, R35)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from portrayals.analysis.bootstrap import Resamples
from portrayals.analysis.comparing import TwoShares
from portrayals.analysis.effect_sizes import Effect, corrected_v, odds_ratio, risk_ratio
from portrayals.analysis.stratified import pooled_odds_ratio

Cells = Sequence[float]

#: Ends of an interval that differ by less than this, absolutely or relatively, differ only by
#: rounding.
_ROUNDING: Final = 1e-12


def resampled_effect(
    effect: Effect,
    drawn: Resamples,
    value: Callable[[Cells], float | None],
    confidence: float = 0.95,
) -> Effect | None:
    """The effect with the percentile interval of its `value` in the resamples.

    Null if there is nothing to resample: the effect is undefined, or is the same in all resamples.
    The remark says in how many resamples it is undefined; above 5 % there is no interval (R34).
    """
    if effect.value is None:
        return None
    found = drawn.interval(value, confidence)
    if found.low is not None and found.high is not None:
        if found.high - found.low <= _ROUNDING * max(1.0, abs(found.high)):
            return None
    elif not found.undefined:
        return None
    remark = effect.remark
    if found.undefined:
        told = f"undefined in {found.undefined:,} of {found.resamples:,} resamples, left out"
        if found.low is None:
            told = f"{told.removesuffix(', left out')}, too many for an interval"
        remark = f"{remark}; {told}" if remark else told
    return replace(effect, low=found.low, high=found.high, remark=remark)


def compare_resampled(
    found: TwoShares, drawn: Resamples, confidence: float = 0.95
) -> tuple[Effect | None, ...]:
    """The three effects of two groups, from the first with and without, then the second.

    With an empty cell nothing is resampled: it would stay empty, and the interval of the difference
    would be too narrow.
    """
    effects = (found.difference, found.risk_ratio, found.odds_ratio)
    if 0 in drawn.sample:
        return (None,) * len(effects)
    values = (difference_of, risk_ratio_of, odds_ratio_of)
    return tuple(
        resampled_effect(effect, drawn, value, confidence)
        for effect, value in zip(effects, values, strict=True)
    )


def difference_of(cells: Cells) -> float | None:
    """The difference of two shares, given the first group with and without, then the second."""
    a, b, c, d = cells
    return a / (a + b) - c / (c + d) if a + b and c + d else None


def risk_ratio_of(cells: Cells) -> float | None:
    """The ratio of two shares, corrected if a share is 0 in a resample."""
    a, b, c, d = cells
    return risk_ratio(((a, b), (c, d))).value


def odds_ratio_of(cells: Cells) -> float | None:
    """The odds ratio of a 2 x 2 table, row by row, corrected if a resample has an empty cell."""
    a, b, c, d = cells
    return odds_ratio(((a, b), (c, d))).value


def pooled_odds_ratio_of(cells: Cells) -> float | None:
    """The odds ratio of the 2 x 2 tables of several strata, one after the other."""
    tables = (cells[place : place + 4] for place in range(0, len(cells), 4))
    return pooled_odds_ratio([((a, b), (c, d)) for a, b, c, d in tables])


def v_of(table: Sequence[Cells], deff: float) -> Callable[[Cells], float | None]:
    """Cramér's V, corrected twice, of resamples of a table, which come row by row.

    A resample contains the part of chi-square that is due to sampling twice, once from the
    population and once from the sample; subtracted only once, V would be too high. `deff` is the
    mean design effect of the sample. The shape includes rows and columns that only a resample
    lacks.
    """
    width = len(table[0])
    shape = sum(map(any, table)), sum(map(any, zip(*table, strict=True)))

    def value(cells: Cells) -> float | None:
        lines = [cells[place : place + width] for place in range(0, len(cells), width)]
        rows, columns = [sum(line) for line in lines], [sum(c) for c in zip(*lines, strict=True)]
        if sum(map(bool, rows)) < 2 or sum(map(bool, columns)) < 2:
            return None
        n = sum(rows)
        parts = (
            cell * cell / (row * column)
            for line, row in zip(lines, rows, strict=True)
            for cell, column in zip(line, columns, strict=True)
            if cell
        )
        return corrected_v(shape, (n * sum(parts) - n) / deff, n / deff, times=2)

    return value
