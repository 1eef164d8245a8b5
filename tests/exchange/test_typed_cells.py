"""Numbers, dates and truth values as the text of a cell."""

from __future__ import annotations

import datetime as dt

import pytest

from portrayals.exchange.typed_cells import cell_of


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (2005.0, "2005"),
        (0.0, "0"),
        (-0.0, "0"),
        (0, "0"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        (9780306406157.0, "9780306406157"),
        (1e20, "1e+20"),
        (float("nan"), ""),
        (None, ""),
        (True, "true"),
        (False, "false"),
        (dt.date(2011, 10, 1), "2011-10-01"),
        (dt.datetime(2011, 10, 1), "2011-10-01"),  # noqa: DTZ001
        (dt.datetime(2011, 10, 1, 12, 30), "2011-10-01 12:30:00"),  # noqa: DTZ001
        (dt.time(1, 2, 3), "01:02:03"),
        (dt.timedelta(hours=30, minutes=5), "30:05:00"),
        (dt.timedelta(seconds=-61), "-0:01:01"),
        ("  00123 ", "00123"),
        ("'=1+1", "=1+1"),
        (["gift", "touch"], "gift;touch"),
    ],
)
def test_a_value_is_written_as_people_see_it(value: object, cell: str) -> None:
    assert cell_of(value) == cell
