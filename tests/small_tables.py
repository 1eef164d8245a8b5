"""A small statistic of several variables, to be told as the table of a paper."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from portrayals.results.reliability import ReliabilityRow
from portrayals.results.stats import NumberRow, Statistic, StatRow

LABELS = {"act": "Boundary act", "broken": "Broken", "tone": "Tone", "age": "Age"}


def share(
    code: str,
    count: int,
    n: int,
    *,
    variable: str = "act",
    label: str | None = None,
    low: float | None = None,
    high: float | None = None,
    states: dict[str, int] | None = None,
    **facts: Any,
) -> StatRow:
    """A row of k of n; what is known, and of how many, is the same unless it is said."""
    row = StatRow(
        group=None,
        variable=variable,
        code=code,
        label=label or code.capitalize(),
        parent=None,
        depth=0,
        count=count,
        n=n,
        percent=100 * count / n if n else None,
        low=low,
        high=high,
        known=count,
        units=n,
        lowest=None,
        highest=None,
        states={"not-coded": 3, "cannot-tell": 0} if states is None else states,
        method=None if low is None else "wilson",
    )
    return replace(row, **facts)


def number(n: int, **facts: Any) -> NumberRow:
    """The ages of so many."""
    row = NumberRow(
        group=None,
        variable="age",
        label="Age",
        unit="years",
        mean=41.25,
        sd=9.8,
        median=40.0,
        min=22.0,
        max=71.0,
        low=38.9,
        high=43.6,
        n=n,
        states={"not-coded": 121 - n},
    )
    return replace(row, **facts)


def agreement(variable: str, code: str | None = None, **facts: Any) -> ReliabilityRow:
    """How far two coders agree on a variable or code: alpha .84 from .71 to .93."""
    known: dict[str, Any] = dict.fromkeys(each.name for each in fields(ReliabilityRow))
    told = {
        "variable": variable,
        "label": LABELS[variable],
        "code": code,
        "depth": 0,
        "metric": "nominal",
        "units": 40,
        "coders": 2,
        "titles": 30,
        "disagreeing_titles": 6,
        "alpha": 0.84,
        "alpha_low": 0.71,
        "alpha_high": 0.93,
        "verdict": "reliable-not-shown",
        "metrics": {},
    }
    return ReliabilityRow(**(known | told | facts))


def statistic(*rows: StatRow | NumberRow, **facts: Any) -> Statistic:
    """A statistic of relationships with these rows and one caveat."""
    whole = Statistic(
        command="stats",
        level="relationship",
        where=None,
        by=None,
        policy="majority",
        coder=None,
        wave=None,
        confidence=95.0,
        interval="auto",
        n=None,
        states=None,
        rows=rows,
        notes=("A convenience sample.",),
        provenance={},
        labels=LABELS,
        names={"portrayal": "therapist"},
    )
    return replace(whole, **facts)


ROMANCE = share("romance", 41, 118, low=26.8, high=43.7)
DATING = share("dating", 9, 118, low=4.1, high=13.9, depth=1)
YES = share("yes", 45, 118, variable="broken", low=30.0, high=47.0)
NO = share("no", 73, 118, variable="broken", low=53.0, high=70.0)
#: What is known of 20 of 125 units, though none of them is settled.
KNOWN = share(
    "romance",
    0,
    0,
    known=20,
    units=125,
    lowest=16.0,
    highest=96.0,
    states={"incomplete": 120, "cannot-tell": 5, "not-coded": 2},
)
#: The same, though one of two settled units has it.
PARTLY_KNOWN = replace(
    KNOWN,
    count=1,
    n=2,
    percent=50.0,
    low=1.0,
    high=99.0,
    states={"incomplete": 118, "cannot-tell": 5, "not-coded": 2},
)
