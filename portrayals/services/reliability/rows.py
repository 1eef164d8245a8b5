"""From what is compared to the rows of `reliability`: coefficients, limits, what may be said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from portrayals.analysis import agreement
from portrayals.analysis.agreement import Alpha, Coincidences, margins
from portrayals.analysis.agreement_limits import ENOUGH, FEWEST_TITLES, Limits
from portrayals.notation.figures import coefficient
from portrayals.notation.plurals import counted
from portrayals.results.reliability import AgreementVerdict, ReliabilityRow
from portrayals.services.reliability.measures import Measure, Metric, told
from portrayals.services.reliability.tallies import Tally, Units

#: How the limits of alpha over titles are made, given how many titles have the same coincidences.
MakeLimits = Callable[[Alpha, Sequence[tuple[Coincidences, int]]], Limits]

#: From so much agreement a coefficient below the lowest threshold is explained.
_HIGH: Final = 80.0


@dataclass(frozen=True)
class Telling:
    """How rows are told: the coefficients added, the limits, the thresholds from the lowest."""

    metrics: Mapping[str, Metric]
    limits: MakeLimits
    thresholds: tuple[float, ...]


def row_of(
    measure: Measure,
    units: Units,
    telling: Telling,
    between: tuple[str, ...] | None = None,
    *,
    twice: bool,
) -> tuple[ReliabilityRow, int | None]:
    """The row of one measure, over the comparable codings of all units.

    Beside it how many resamples had no coefficient, where limits are made of resamples. `twice`
    says whether anything was coded twice, be it comparable or not.
    """
    found = units.tally(measure)
    sums = found.sums
    _, pairs, all_rated = sums
    given = margins(pairs)
    alpha = measure.alpha(pairs)
    made = telling.limits(measure.alpha, found.titles)
    n, binary = sum(given.values()), measure.scale == "binary"
    percent = agreement.percent_agreement(all_rated, measure.alike)
    whole = measure.scale == "set"
    verdict = None if whole else _verdict(found, alpha, made, telling.thresholds, twice=twice)
    coders = {coder for rating, _ in sums[0] if len(rating) > 1 for coder, _ in rating}
    row = ReliabilityRow(
        variable=measure.variable.key,
        label=measure.variable.label,
        code=None if measure.code is None else measure.code.key,
        code_label=None if measure.code is None else measure.code.label,
        depth=0 if measure.code is None else measure.code.depth,
        between=between,
        metric=measure.metric,
        units=all_rated.units,
        coders=len(coders),
        values=round(n),
        titles=made.titles,
        disagreeing_titles=made.disagree,
        percent_agreement=percent,
        holsti=found.holsti,
        alpha=alpha,
        alpha_low=made.low,
        alpha_high=made.high,
        method=None if made.method == "too-few" else made.method,
        cohen_kappa=agreement.cohen_kappa(all_rated),
        fleiss_kappa=agreement.fleiss_kappa(all_rated) if all_rated.units else None,
        gwet_ac1=agreement.gwet_ac(all_rated),
        prevalence=100 * given.get(True, 0) / n if binary and n else None,
        positive_agreement=_specific(pairs, given, True) if binary else None,
        negative_agreement=_specific(pairs, given, False) if binary else None,
        differ_on_state=units.differ_on_state,
        verdict=verdict,
        remark=_remark(verdict, measure, made, telling.thresholds, percent, alpha, given),
        metrics=told(telling.metrics, measure, sums),
    )
    return row, made.undefined


def _specific(pairs: Coincidences, given: Mapping[Any, float], value: bool) -> float | None:
    """The share of a value's coincidences that are with itself, in per cent.

    Spitzer & Fleiss (1974), British Journal of Psychiatry 125.
    """
    number = given.get(value, 0)
    return 100 * pairs.get((value, value), 0) / number if number else None


def _verdict(
    found: Tally,
    alpha: float | None,
    made: Limits,
    thresholds: tuple[float, ...],
    *,
    twice: bool,
) -> AgreementVerdict:
    if not twice:
        return "nobody-coded-twice"
    if not found.sums[2].units:
        return "not-paired"
    if not made.disagree:
        return "unanimous"
    if alpha is None or made.low is None or made.too_few:
        return "too-few"
    reached = [each for each in thresholds if alpha >= each]
    if not reached:
        return "not-reliable"
    shown = made.low >= reached[-1]
    if reached[-1] == thresholds[-1]:
        return "reliable" if shown else "reliable-not-shown"
    return "tentative" if shown else "tentative-not-shown"


def _remark(
    verdict: AgreementVerdict | None,
    measure: Measure,
    made: Limits,
    thresholds: tuple[float, ...],
    percent: float | None,
    alpha: float | None,
    given: Mapping[Any, float],
) -> str | None:
    nothing_shown = made.low is None or made.too_few
    if verdict in (None, "too-few", "unanimous") and nothing_shown and made.titles:
        return _what_would_help(measure, made)
    if (
        percent is not None
        and alpha is not None
        and percent >= _HIGH
        and alpha < thresholds[0]
        and made.disagree
        # Where values are more or less far apart, alpha is not what chance leaves of agreement.
        and measure.metric == "nominal"
    ):
        n, commonest = sum(given.values()), max(given.values())
        by_chance = sum(number * (number - 1) for number in given.values()) / (n * (n - 1))
        return (
            f"{percent:.0f} % agree, but because {100 * commonest / n:.0f} % of the values are the "
            f"same, chance alone gives {100 * by_chance:.0f} %"
        )
    if verdict is not None and verdict.endswith("not-shown"):
        reached = [each for each in thresholds if alpha is not None and alpha >= each]
        return f"the lower limit {coefficient(made.low)} misses {coefficient(reached[-1])}"
    return None


def _what_would_help(measure: Measure, made: Limits) -> str:
    """What is wanting for an interval (R34)."""
    wanting = []
    if made.titles < FEWEST_TITLES:
        more = FEWEST_TITLES - made.titles
        wanting.append(f"{counted(more, 'more title')} coded twice")
    if made.holding_second < ENOUGH:
        more = ENOUGH - made.holding_second
        if measure.scale == "binary":
            rare = min((True, False), key=lambda value: made.held.get(value, 0))
            of = "with" if rare else "without"
            what = "it" if measure.code is None else "the code"
            wanting.append(f"{counted(more, 'more title')} {of} {what}")
        else:
            wanting.append(f"{counted(more, 'more title')} with a second value")
    return "needs " + " and ".join(wanting) if wanting else "too few for more"
