"""The Python API: a study, whose methods are the commands and their arguments the options."""

from __future__ import annotations

from portrayals.results.shown import Shown
from portrayals.results.tabular import Charted
from portrayals.study.adjudicating import AdjudicatingMethods
from portrayals.study.arguments import checked
from portrayals.study.cataloguing import Cataloguing
from portrayals.study.coding import CodingMethods
from portrayals.study.collecting import CollectingMethods
from portrayals.study.counting import Counting
from portrayals.study.display import AsDrawn
from portrayals.study.exporting import Exporting
from portrayals.study.looking import Looking
from portrayals.study.texts import TextMethods
from portrayals.study.waves import WaveMethods

Shown.display = AsDrawn()
Charted.chart = checked(Charted.chart, VConcatChart=object)  # type: ignore[method-assign]


class Study(
    Looking,
    Counting,
    Exporting,
    Cataloguing,
    CodingMethods,
    WaveMethods,
    CollectingMethods,
    AdjudicatingMethods,
    TextMethods,
):
    """A study in a database. Each method reads it, or makes one change that its history records.

    Results are frozen. Their `to_dict()` is what `--json` prints; `print`, the prompt and a
    notebook show what the terminal shows. Lists and statistics have `to_pandas()` and
    `to_polars()`, and statistics have `chart()`, if the packages for them are installed. Every
    error is a `PortrayalsError` with `message`, `code`, `hint` and `candidates`. Queries are
    written as on the command line.
    """
