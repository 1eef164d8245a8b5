"""Which chart a result is drawn as, on which sheet, with how much beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Unpack

from portrayals.errors import InvalidValue
from portrayals.extras import need
from portrayals.notation.did_you_mean import choose
from portrayals.render.charts import cooccur, crosstab, reliability, stats, trend
from portrayals.render.charts.page import Around, Panels, Specification, around, page
from portrayals.render.charts.sheet import NOTES, SHEETS, SIZES, Sheet
from portrayals.render.charts.words import Words
from portrayals.render.compare import told_of
from portrayals.results.compare import Comparison
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.crosstab import Crosstab
from portrayals.results.reliability import Reliability
from portrayals.results.selection import Selection, select_rows, select_table_rows
from portrayals.results.shown import ChartKeywords
from portrayals.results.stats import Statistic
from portrayals.results.trend import Trend
from portrayals.vocabulary import ORDERS

if TYPE_CHECKING:
    from altair import VConcatChart

Drawable = Statistic | Crosstab | Cooccurrence | Reliability

#: How many times smaller letters become, step by step, where a frame is too small for what is
#: drawn; beyond that the whole is.
_SMALLER: Final = (1.25, 1.6, 2.0, 2.5)


def chart(
    result: Drawable,
    *,
    title: str | None = None,
    sort: str = "codebook",
    top: int | None = None,
    min_n: int | None = None,
    size: str = "page",
    notes: str = "short",
) -> Specification:
    """The result as a specification of Vega-Lite, with n on it and all notes in its description.

    Args:
        result: What a counting command found.
        title: The heading; what is counted then stands beneath it.
        sort: `codebook`, or `share`: the rows with the largest share first.
        top: Draw only so many rows, the largest.
        min_n: Draw only rows of at least so many units.
        size: `page`, `slide` (16:9), `column` (85 mm wide) or `square`.
        notes: What stands under the chart: `short` (what its marks mean and two caveats), `full`
            or `none`.

    Returns:
        The specification, as JSON has it.

    Raises:
        InvalidValue: If nothing is left to draw, if a word is none of these, or if such a result
            has no rows to choose from.
    """
    sheet = SHEETS[choose(size, SIZES, "a size")]
    selection = Selection(choose(sort, ORDERS, "an order"), top, min_n)
    drawing = _drawing_of(result, selection, sheet)
    words = drawing.words.titled(title)
    written = words.notes(choose(notes, NOTES, "a choice of notes"))
    made = drawing.on(sheet, words, written)
    about = made["usermeta"]
    for times in _SMALLER:
        if made["usermeta"]["crowded"]:
            made = drawing.on(sheet.larger(times), words, written)
    crowded = {"crowded": about["crowded"]}
    return made | {"description": words.description, "usermeta": made["usermeta"] | crowded}


def bare(result: Drawable, sheet: Sheet) -> Specification:
    """The result as it is drawn on a page that prints its notes itself, all but the marks'."""
    drawing = _drawing_of(replace(result, notes=()), Selection(), sheet)
    return drawing.on(sheet, drawing.words, drawing.words.full)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The words of a chart, and how its panels are drawn between them.

    `left` is how far what is drawn begins from the left.
    """

    words: Words
    draw: Callable[[Around], Panels]
    left: float = 0

    def on(self, sheet: Sheet, words: Words, notes: tuple[str, ...]) -> Specification:
        """The chart on a sheet, with these words and notes."""
        from altair.utils.schemapi import debug_mode

        between = around(sheet, words.heading, words.beneath, notes, left=self.left)
        with debug_mode(False):  # else Altair checks every row and every mark against its schema
            return page(self.draw(between), between)


def _drawing_of(result: Drawable, selection: Selection, sheet: Sheet) -> _Drawing:
    if not result.rows:
        hint = "leave out --where, or see what is coded: stats"
        if isinstance(result, Reliability):
            hint = "have another coder code some of the same units"
        raise InvalidValue("there is nothing to draw", hint=hint)
    match result:
        case Trend():
            _check(selection, "the periods of a trend", "join those of few units: min_n")
            return _Drawing(trend.words(result), lambda a: trend.draw(result, a), sheet.axis)
        case Comparison():
            _check(selection, "the groups of a comparison", "there are two")
            made = stats.panels(result)
            words = stats.words(result, made, tuple(told_of(result)))
            return _Drawing(words, lambda a: stats.draw(made, a))
        case Statistic():
            return _of_stats(result, selection)
        case Crosstab():
            return _of_crosstab(result, selection)
        case Cooccurrence():
            _check(replace(selection, top=None), "pairs of codes", "only top limits them")
            codes, told = cooccur.codes_of(result, sheet, selection.top)
            words = cooccur.words(result, told)
            return _Drawing(words, lambda a: cooccur.draw(result, codes, a))
        case Reliability():
            _check(selection, "the rows of reliability", "name the variables, or give depth")
            of_alpha = reliability.panels(result)
            return _Drawing(reliability.words(result), lambda a: stats.draw(of_alpha, a))


def _check(selection: Selection, rows: str, hint: str) -> None:
    if selection != Selection():
        raise InvalidValue(f"{rows} are always all drawn, in their own order", hint=hint)


def _of_stats(statistic: Statistic, selection: Selection) -> _Drawing:
    rows, shown = select_rows(statistic.rows, selection, statistic.labels)
    _check_left(rows)
    chosen = replace(statistic, rows=rows, shown=(*statistic.shown, *shown))
    made = stats.panels(chosen)
    return _Drawing(stats.words(chosen, made), lambda a: stats.draw(made, a))


def _of_crosstab(table: Crosstab, selection: Selection) -> _Drawing:
    rows, shown = select_table_rows(table.rows, selection)
    _check_left(rows)
    chosen = replace(table, rows=rows)
    return _Drawing(crosstab.words(chosen, shown), lambda a: crosstab.draw(chosen, a))


def _check_left(rows: object) -> None:
    if not rows:
        raise InvalidValue("no row is left to draw", hint="lower min_n")


def altair_chart(result: Drawable, **how: Unpack[ChartKeywords]) -> VConcatChart:
    """The chart as an object of Altair, which a notebook draws, and which can be saved or changed.

    Raises NotInstalled without Altair, InvalidValue where there is nothing to draw.
    """
    need("a chart", "altair")
    from altair import VConcatChart

    made: VConcatChart = VConcatChart.from_dict(json.loads(json.dumps(chart(result, **how))))
    return made
