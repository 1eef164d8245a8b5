"""Every kind of result has a module that draws it."""

from __future__ import annotations

import pytest

from portrayals.render.formats import Renderer, drawing_of
from portrayals.results.claims import FactCheck
from portrayals.results.compare import Comparison
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.crosstab import Crosstab
from portrayals.results.database import (
    Check,
    CodebookList,
    CodebookOutline,
    CodebookShown,
    DatabaseInfo,
    Description,
    History,
)
from portrayals.results.demo import Demo
from portrayals.results.listing import Listing
from portrayals.results.samplesize import SampleSizes
from portrayals.results.show import RecordShown, UnitShown
from portrayals.results.stats import Statistic
from portrayals.results.table_one import TableOne
from portrayals.results.trend import Trend

KINDS = (
    *(Check, CodebookList, CodebookShown, Comparison, Cooccurrence, Crosstab, DatabaseInfo),
    *(Description, FactCheck, History, Listing, RecordShown, SampleSizes, Statistic, Trend),
    *(CodebookOutline, Demo, TableOne, UnitShown),
)
WAYS = [name for name in vars(Renderer) if not name.startswith("_")]


@pytest.mark.parametrize("kind", KINDS)
def test_what_results_hold_render_draws(kind: type) -> None:
    drawn = drawing_of(kind)
    assert WAYS
    assert all(callable(getattr(drawn, way)) for way in WAYS)
    assert drawn.__name__.removeprefix("portrayals.render.") in kind.__module__  # type: ignore[attr-defined]  # a module
