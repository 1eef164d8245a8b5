"""The Python API: one study, whose methods are the commands and whose arguments their options."""

from __future__ import annotations

from portrayals.results.shown import Shown
from portrayals.study.cataloguing import Cataloguing
from portrayals.study.coding import CodingMethods
from portrayals.study.counting import Counting
from portrayals.study.display import AsDrawn
from portrayals.study.looking import Looking

Shown.display = AsDrawn()


class Study(Looking, Counting, Cataloguing, CodingMethods):
    """A study in a database. Each method is one look at it, or one change of its history.

    Results are frozen. What `--json` prints is their `to_dict()`; `print`, the prompt and a
    notebook show what the terminal shows. Lists and statistics have `to_pandas()` and
    `to_polars()`, and statistics `chart()`, where the packages for them are installed. Every error
    is a `PortrayalsError` with `message`, `code`, `hint` and `candidates`. A query is written as on
    the command line.
    """
