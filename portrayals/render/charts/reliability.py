"""`reliability` as a dot plot: a line for each variable and code, alpha on its interval."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from portrayals.notation.figures import coefficient
from portrayals.render.charts.lines import ChartLine
from portrayals.render.charts.stats import Panel
from portrayals.render.charts.words import Words
from portrayals.render.reliability import VERDICTS, heading, in_words
from portrayals.results.reliability import Reliability, ReliabilityRow

_HEADS = ("units", "alpha")
_UNIT = "Krippendorff's alpha"


def panels(found: Reliability) -> list[Panel]:
    """One panel; each set has a line of its own above its codes."""
    lines = list(_lines(found))
    low = min((end for line in lines for end in (*line.ends, *line.bounds) if end), default=0.0)
    domain = (min(0.0, low), 1.0)
    return [Panel(heading(found), lines, _HEADS, _UNIT, domain, numbers=True)]


def words(found: Reliability) -> Words:
    """What stands around the panel."""
    key = (
        f"Dot: alpha; thick line: its {found.confidence:g} % interval; thin line: from the lower "
        "limit, if too few titles disagree for both."
    )
    short = (key, *found.notes[:2])
    return Words(heading(found), (), short, (key, *found.notes))


def _lines(found: Reliability) -> Iterator[ChartLine]:
    for (_, between), rows in groupby(found.rows, key=lambda row: (row.variable, row.between)):
        of_variable = list(rows)
        beside = f", {' and '.join(between)}" if between else ""
        if of_variable[0].code is not None:
            yield ChartLine(f"{of_variable[0].label}{beside}", strong=True)
        for row in of_variable:
            yield _line(row, beside if row.code is None else "")


def _line(row: ReliabilityRow, beside: str) -> ChartLine:
    word = in_words(row)
    told = row.alpha is not None and word != VERDICTS["unanimous"]
    both = row.alpha_high is not None
    return ChartLine(
        f"{row.label}{beside}" if row.code is None else str(row.code_label),
        0 if row.code is None else row.depth + 1,
        figures=(f"{row.units:,}", coefficient(row.alpha, 2) if told else word),
        value=row.alpha,
        ends=(row.alpha_low, row.alpha_high) if both else (None, None),
        bounds=(None, None) if both or row.alpha_low is None else (row.alpha_low, row.alpha),
        told={name: value for name, value in row.to_dict().items() if name != "metrics"},
    )
