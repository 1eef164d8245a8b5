"""Whether a share rises or falls with a score, such as the year."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt

from portrayals.analysis.clusters import ClusteredCells, t_test
from portrayals.analysis.contingency_tables import Test
from portrayals.analysis.tail_probabilities import normal_two_sided

_NOTHING = "undefined: fewer than two scores have units, or all or none of the units have it"


def cochran_armitage(counts: Sequence[int], ns: Sequence[int], scores: Sequence[float]) -> Test:
    """The trend of `counts` of `ns` independent units over `scores` (Cochran 1954, Armitage 1955).

    The statistic is z, above 0 where the share rises; chi-square is its square. Its variance is
    that of n units, p (1-p) sum n (s - mean s)^2, without the factor n / (n - 1).
    """
    n, k = sum(ns), sum(counts)
    centred = _centred(ns, scores)
    spread = fsum(units * s * s for units, s in zip(ns, centred, strict=True))
    if k in (0, n) or spread == 0:
        return Test("cochran-armitage", None, None, None, _NOTHING)
    covered = fsum(count * s for count, s in zip(counts, centred, strict=True))
    z = covered / sqrt(k / n * (n - k) / n * spread)
    reason = f"independent units, {sum(map(bool, ns))} periods with units"
    return Test("cochran-armitage", z, 1, normal_two_sided(z), reason)


def clustered_trend(cells: ClusteredCells, scores: Sequence[float]) -> Test:
    """The same trend for units clustered in titles: t with m - 1 degrees of freedom.

    `cells` has two cells for each score, units with and units without. It tests the least-squares
    slope of the share on the score, with linearised variance (Binder 1983, International
    Statistical Review 51; R36).
    """
    counts, others = cells.counts[::2], cells.counts[1::2]
    ns = [count + other for count, other in zip(counts, others, strict=True)]
    n, k = sum(ns), sum(counts)
    centred = _centred(ns, scores)
    spread = fsum(units * s * s for units, s in zip(ns, centred, strict=True))
    if k in (0, n) or spread == 0:
        return Test("t", None, None, None, _NOTHING)
    slope = fsum(count * s for count, s in zip(counts, centred, strict=True)) / spread
    gradient = [s * (answer - k / n - slope * s) / spread for s in centred for answer in (1.0, 0.0)]
    return t_test(cells, slope, gradient, "slope of the share on the period")


def _centred(ns: Sequence[int], scores: Sequence[float]) -> list[float]:
    """The scores minus their mean over units; all 0 if the units have one score."""
    used = [score for units, score in zip(ns, scores, strict=True) if units]
    if len(set(used)) < 2:
        return [0.0] * len(ns)
    # Relative to the first score, so that years lose no digits.
    origin = used[0]
    mean = fsum(units * (s - origin) for units, s in zip(ns, scores, strict=True)) / sum(ns)
    return [s - origin - mean for s in scores]
