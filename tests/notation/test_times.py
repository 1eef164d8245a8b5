from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.errors import InvalidValue
from portrayals.notation.times import (
    LATEST_MS,
    TimeRange,
    format_time,
    parse_time,
    parse_time_range,
)

MINUTE = 60_000
milliseconds = st.integers(0, LATEST_MS - 10 * MINUTE)


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
        ("10m", 10 * MINUTE, None, "00:10:00"),
        ("90s", 90_000, None, "00:01:30"),
        (" 90 S ", 90_000, None, "00:01:30"),
        ("1h2m3s", 62 * MINUTE + 3_000, None, "01:02:03"),
        ("1 h 2 min 3 sec", 62 * MINUTE + 3_000, None, "01:02:03"),
        ("2 hours", 120 * MINUTE, None, "02:00:00"),
        ("90m", 90 * MINUTE, None, "01:30:00"),
        ("1h3s", 60 * MINUTE + 3_000, None, "01:00:03"),
        ("2m3.5s", 2 * MINUTE + 3_500, None, "00:02:03.500"),
        ("10m-11m30s", 10 * MINUTE, 11 * MINUTE + 30_000, "00:10:00-00:11:30"),
        ("10m–12:30", 10 * MINUTE, 12 * MINUTE + 30_000, "00:10:00-00:12:30"),
        ("00:20:57,256", 20 * MINUTE + 57_256, None, "00:20:57.256"),
        ("00:20:57.256", 20 * MINUTE + 57_256, None, "00:20:57.256"),
        (
            "00:20:57,256 --> 00:20:59,001",
            20 * MINUTE + 57_256,
            20 * MINUTE + 59_001,
            "00:20:57.256-00:20:59.001",
        ),
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
        ("9" * 5000 + "s", "not a time"),
        ("999:00:00", "too late"),
        ("1h90m", "has 90 minutes"),
        ("1h90s", "has 90 seconds"),
        ("10m90s", "has 90 seconds"),
        ("10s5m", "not a time"),
        ("10", "not a time"),
        ("10ſ", "not a time"),
        ("h", "not a time"),
        ("00:20:57,2560", "not a time"),
        ("12:30 --> 14:05 --> 15:00", "not a time"),
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


@pytest.mark.parametrize("text", ["10", "90"])
def test_a_number_alone_may_be_minutes_or_seconds(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_time(text)
    assert refused.value.hint == f"Write {text}m for minutes or {text}s for seconds."


@settings(deadline=None)
@given(ms=milliseconds)
def test_a_moment_as_subtitles_or_with_units_is_the_same_moment(ms: int) -> None:
    written = format_time(ms)
    hours, minutes, seconds = written.split(":")
    assert parse_time(f"{int(hours)}h{int(minutes)}m{seconds}s") == ms
    if "." in written:
        assert parse_time(written.replace(".", ",")) == ms


@settings(deadline=None)
@given(text=st.text(st.characters()) | st.text("0123456789:.,-–> hms", max_size=20))
def test_no_text_makes_times_fail_otherwise_than_by_refusal(text: str) -> None:
    with suppress(InvalidValue):
        times = parse_time_range(text)
        assert times.end_ms is None or times.end_ms >= times.start_ms >= 0
