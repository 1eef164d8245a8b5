"""What stands around a chart in words: of whom it speaks, and who was left out."""

from __future__ import annotations

from collections.abc import Iterable

from portrayals.notation.state_words import not_counted_by_row
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.count_options import Counted, States
from portrayals.results.crosstab import Crosstab
from portrayals.results.stats import Statistic


def scope(statistic: Statistic | Counted) -> str:
    """In which groups, of which units, by whose judgement; empty where of all, settled."""
    by = statistic.by if isinstance(statistic, Statistic) else None
    told = (
        by and f"by {by}",
        statistic.where and f"only where {statistic.where}",
        statistic.coder and f"as {statistic.coder} coded",
        statistic.wave and f"in wave {statistic.wave}",
    )
    words = "; ".join(filter(None, told))
    return words[:1].upper() + words[1:]


def found(result: Crosstab | Cooccurrence) -> str:
    """Its sentence without the caveats that end it, which stand under a chart as notes."""
    return result.sentence.removesuffix(" ".join(result.notes)).rstrip()


def left_out(states: Iterable[States]) -> str:
    """The units that are not in n, by name: of each state the fewest and the most in a row."""
    told = not_counted_by_row(states)
    return f"{told[0].upper()}{told[1:]}." if told else ""
