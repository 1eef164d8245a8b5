from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.errors import InvalidValue
from portrayals.notation.times import TimeRange, format_time, parse_time, parse_time_range

MINUTE = 60_000
milliseconds = st.integers(0, 999 * 60 * MINUTE)


@pytest.mark.parametrize(
    ("text", "start", "end", "normal"),
    [
        ("12:30", 12 * MINUTE + 30_000, None, "00:12:30"),
        ("1:02:03", 62 * MINUTE + 3_000, None, "01:02:03"),
        ("12:30-14:05", 12 * MINUTE + 30_000, 14 * MINUTE + 5_000, "00:12:30-00:14:05"),
        (" 12:30 – 14:05 ", 12 * MINUTE + 30_000, 14 * MINUTE + 5_000, "00:12:30-00:14:05"),
        ("00:12:30.500", 12 * MINUTE + 30_500, None, "00:12:30.500"),
        ("0:00.5", 500, None, "00:00:00.500"),
        ("0:00-0:00", 0, 0, "00:00:00-00:00:00"),
        ("95:10", 95 * MINUTE + 10_000, None, "01:35:10"),
        ("59:59-1:00:00", 59 * MINUTE + 59_000, 60 * MINUTE, "00:59:59-01:00:00"),
        ("100:00:00", 6000 * MINUTE, None, "100:00:00"),
    ],
)
def test_a_time_is_a_moment_or_a_stretch(
    text: str, start: int, end: int | None, normal: str
) -> None:
    assert parse_time_range(text) == TimeRange(start, end)
    assert str(TimeRange(start, end)) == normal


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("12:75", "has 75 seconds"),
        ("1:61:00", "has 61 minutes"),
        ("14:05-12:30", "The end, 00:12:30, comes before the start, 00:14:05"),
        ("-12:30", "cannot be negative"),
        ("-12:30-14:05", "cannot be negative"),
        ("−12:30", "cannot be negative"),
        ("", "not a time"),
        ("12", "not a time"),
        ("12:5", "not a time"),
        ("12:30-", "not a time"),
        ("12:30-14:05-15:00", "not a time"),
        ("12:30.5000", "not a time"),
        ("12:30,5", "not a time"),
        ("1:2:3:4", "not a time"),
        ("١٢:٣٠", "not a time"),
        ("9" * 5000 + ":00", "not a time"),
        ("12:30\n-\x00", "not a time"),
        ("1" + " " * 50_000 + "1", "not a time"),
    ],
)
def test_what_is_no_time_is_refused_and_why(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says) as refused:
        parse_time_range(text)
    assert refused.value.hint
    assert len(refused.value.message) < 150


@pytest.mark.parametrize(("start", "end"), [(-1, None), (-2, -1), (5, 4), (0, -1)])
def test_a_range_that_cannot_be_is_refused_however_it_is_made(start: int, end: int | None) -> None:
    with pytest.raises(InvalidValue):
        TimeRange(start, end)


@settings(deadline=None)
@given(start=milliseconds, length=st.none() | st.integers(0, 10 * MINUTE))
def test_a_range_written_is_read_as_itself(start: int, length: int | None) -> None:
    times = TimeRange(start, None if length is None else start + length)
    assert parse_time_range(str(times)) == times


@settings(deadline=None)
@given(ms=milliseconds)
def test_a_moment_written_is_read_as_itself(ms: int) -> None:
    assert parse_time(format_time(ms)) == ms


@settings(deadline=None)
@given(text=st.text(st.characters()) | st.text("0123456789:.-– ", max_size=20))
def test_no_text_makes_times_fail_otherwise_than_by_refusal(text: str) -> None:
    with suppress(InvalidValue):
        times = parse_time_range(text)
        assert times.end_ms is None or times.end_ms >= times.start_ms >= 0
