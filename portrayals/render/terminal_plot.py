"""Shares as lines of characters: ├──●──┤, or |--o--| where only ASCII can be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: Possible ends of the scale, in per cent; the smallest that holds everything is used.
_ENDS: Final = (5, 10, 20, 30, 40, 50, 60, 80, 100)


def sparkline(values: Sequence[float | None], *, unicode: bool) -> str:
    """One character for each value, from zero to the largest; a dot where there is none."""
    steps, gap = ("▁▂▃▄▅▆▇█", "·") if unicode else ("_.-~=+*#", " ")
    most = max((value for value in values if value is not None), default=0) or 1
    return "".join(
        gap if value is None else steps[round(value / most * (len(steps) - 1))] for value in values
    )


def scale_end(highest: float) -> int:
    """A round end of the scale, at or above the highest value to draw."""
    return next((end for end in _ENDS if end >= highest), _ENDS[-1])


def scale(end: int, width: int) -> str:
    """The heading above the lines: zero on the left, the end of the scale on the right."""
    return f"0{f'{end} %':>{width - 1}}"


def interval_line(
    value: float | None,
    low: float | None,
    high: float | None,
    lowest: float | None = None,
    highest: float | None = None,
    *,
    end: int,
    width: int,
    unicode: bool,
) -> str:
    """A share on a scale from 0 to `end` that is `width` cells long.

    The share is a dot on the line of its interval, with the possible range dotted behind it.
    Without a share, what is known is a bar from zero, and what is possible beyond it is dotted.
    """
    left, right, line, dot, dotted, bar = "├┤─●┄━" if unicode else "||-o.="
    cells = [" "] * width

    def place(per_cent: float) -> int:
        return min(width - 1, max(0, round(per_cent / end * (width - 1))))

    if lowest is not None and highest is not None:
        first, last = place(lowest), place(highest)
        cells[first : last + 1] = dotted * (last + 1 - first)
        if value is None and lowest:
            cells[: first + 1] = bar * (first + 1)
    if low is not None and high is not None:
        first, last = place(low), place(high)
        cells[first : last + 1] = line * (last + 1 - first)
        cells[first], cells[last] = left, right
    if value is not None:
        cells[place(value)] = dot
    return "".join(cells).rstrip()
