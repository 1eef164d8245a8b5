"""One share as printed: k of n units with its interval, possible range and units not counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from portrayals.analysis import bootstrap
from portrayals.analysis.proportions import ClusterSums, Interval, bounds, design_effect
from portrayals.analysis.proportions import interval as interval_of
from portrayals.counts.code_counts import Group, Kinds, Sums
from portrayals.findings.outcome import KNOWN_NO, KNOWN_YES, NO, YES, Outcome
from portrayals.results.count_options import States
from portrayals.results.stats import StatRow, still_open
from portrayals.services.statistics.options import CountRequest
from portrayals.vocabulary import MISSING

#: Outcomes that a unit could still leave for a yes or a no (R16).
OPEN: Final = (
    Outcome.INCOMPLETE,
    Outcome.CANNOT_TELL,
    Outcome.UNSETTLED,
    Outcome.UNDETERMINED,
)


@dataclass(frozen=True, slots=True)
class ShareHeading:
    """What a share is of, and where that stands in its tree."""

    variable: str
    code: str
    label: str
    parent: str | None = None
    depth: int = 0


def share_row(
    heading: ShareHeading,
    group: Group,
    states: States,
    sums: Sums,
    choices: CountRequest,
    kinds: Kinds,
) -> StatRow:
    """The share of units with a yes; `sums` are those over titles; titles themselves stand alone.

    `states` has the units by outcome: yes, no, and every state of R3. `kinds` are wanted where
    intervals are drawn below the title level.
    """
    k, n = states.get(YES, 0), states.get(YES, 0) + states.get(NO, 0)
    over = cluster_sums(Sums(n, k, n, k, k, n) if choices.level == "title" else sums)
    around = share_interval(over, kinds, choices)
    known = k + _number(states, KNOWN_YES)
    possible = known + _number(states, OPEN)
    units = possible + states.get(NO, 0) + _number(states, KNOWN_NO)
    limits = bounds(known, possible, units) if units > n else None
    return StatRow(
        group=group,
        variable=heading.variable,
        code=heading.code,
        label=heading.label,
        parent=heading.parent,
        depth=heading.depth,
        count=k,
        n=n,
        known=known,
        units=units,
        percent=100 * k / n if n else None,
        low=_percent(around.low if n else None),
        high=_percent(around.high if n else None),
        lowest=_percent(limits[0] if limits else None),
        highest=_percent(limits[1] if limits else None),
        states=out_of_n(states),
        method=None if around.low is None else around.method,
        titles=over.clusters,
        deff=design_effect(over) if choices.by_title else None,
        undecided=still_open(
            out_of_n({each.counted: states.get(each.counted, 0) for each in OPEN})
        ),
    )


def share_interval(sums: ClusterSums, kinds: Kinds, choices: CountRequest) -> Interval:
    """The interval of a share, as it was asked for; titles stand alone, whatever their `kinds`."""
    confidence = choices.confidence / 100
    if choices.interval == "bootstrap":
        if choices.level == "title":
            kinds = {(1, 1): sums.count, (0, 1): sums.n - sums.count}
        return bootstrap.share_interval(kinds, seed=choices.seed, confidence=confidence)
    return interval_of(
        sums,
        level_is_title=choices.level == "title",
        method=choices.interval,
        confidence=confidence,
    )


def _number(states: States, outcomes: Iterable[Outcome]) -> int:
    return sum(states.get(each.counted, 0) for each in outcomes)


def out_of_n(states: States) -> States:
    """Every state of R3 with its number, be it 0; `states` are by outcome."""
    found = dict.fromkeys(MISSING, 0)
    for outcome in Outcome:
        if outcome.word in found:
            found[outcome.word] += states.get(outcome.counted, 0)
    return found


def cluster_sums(sums: Sums) -> ClusterSums:
    """The sums over titles as an interval takes them."""
    return ClusterSums(sums.clusters, sums.count, sums.n, sums.kk, sums.kn, sums.nn)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
