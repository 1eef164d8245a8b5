"""Whatever is typed as a key, a query or a value is an answer or is refused in words."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from examples import examples
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portrayals.errors import PortrayalsError
from portrayals.history.transaction import read, write
from portrayals.results.count_options import CountOptions
from portrayals.services.browse.listing import list_things
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate, tag
from portrayals.services.statistics.stats import stats

briefly = settings(
    deadline=None,
    max_examples=examples(120),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

WORDS = st.sampled_from(
    [
        *(
            "prime",
            "Prime",
            "Shrinking",
            "Grief",
            "rita",
            "ana",
            "bob",
            "main",
            "harm",
            "act",
            "age",
        ),
        *(
            "tone",
            "remark",
            "flirting",
            "romantic",
            "gift",
            "comic",
            "yes",
            "none",
            "any",
            "maybe:",
        ),
        *("imdb:tt0387514", "tt0387514", "S01E01", "12:30", "1:02:03", "9" * 25, "-1", "1e308"),
        *("not-coded", "cannot-tell", "unsettled", "undetermined", "incomplete", "year", "decade"),
        *("1990s", "1870", "2200", "name", "title", "id", "claimed", "disputed", "coder", "wave"),
        *(
            "NOT ",
            " OR ",
            " AND ",
            "some(",
            "(",
            ")",
            '"',
            "'",
            "“",
            "”",
            "/",
            ":",
            ":=",
            "..",
            ",",
        ),
        *(";", "=", "+=", ".", ".class", "-", " ", "\\", "%", "_", "*", "\x00", "\ud800", "ﬁ", "İ"),
        *("x" * 300, "é", "e\u0301", "\u200b", "\u202e", "\U0001f469\u200d\U0001f692"),
    ]
)
TYPED = st.lists(WORDS, max_size=8).map("".join) | st.text(st.characters(), max_size=30)
LISTED = ("titles", "portrayals", "relationships", "episodes", "annotations", "sources", "claims")


@briefly
@given(written=TYPED)
@example("/" * 200)
@example("prime/" * 200)
@example("x" * 60_000)
@example("{00000000-0000-0000-0000-000000000000}")
@example("İ" * 100)
def test_any_text_is_the_key_of_one_thing_or_is_refused(kept_once: Path, written: str) -> None:
    with suppress(PortrayalsError), read(str(kept_once)) as connection:
        found = find_unit(connection, written)
        assert find_unit(connection, found.key) == found


@pytest.mark.slow
@briefly
@given(what=st.sampled_from(LISTED), query=st.lists(TYPED, min_size=1, max_size=3))
@example("titles", ["year:" + "9" * 5000])
@example("titles", [" OR ".join(["tone:comic"] * 400)])
@example("titles", ["name:" + "x" * 60_000])
@example("portrayals", ["age:1e308..1e309"])
def test_any_query_is_answered_or_refused(kept_once: Path, what: str, query: list[str]) -> None:
    with suppress(PortrayalsError), read(str(kept_once)) as opened:
        listing = list_things(opened, what, query)
        assert listing.found <= listing.total


@briefly
@given(variable=TYPED, where=TYPED)
@example("act:" + "flirting," * 3000, "tone:comic")
def test_any_statistic_is_counted_or_refused(kept_once: Path, variable: str, where: str) -> None:
    with suppress(PortrayalsError), read(str(kept_once)) as opened:
        stats(opened, [variable], CountOptions(where=where))
    with suppress(PortrayalsError), read(str(kept_once)) as opened:
        stats(opened, ["tone"], CountOptions(where=where))


@pytest.fixture(scope="module")
def units(kept_once: Path) -> list[str]:
    """A key of every level that is coded."""
    with read(str(kept_once)) as opened:
        return [
            str(list_things(opened, level, []).rows[0]["key"])
            for level in ("titles", "portrayals", "relationships")
        ]


@briefly
@given(
    values=st.lists(TYPED, min_size=1, max_size=2),
    name=st.sampled_from(["tone", "age", "remark", "act", "harm", ""]),
    unit=st.integers(0, 2),
    marks=st.dictionaries(
        st.sampled_from(["wave", "basis", "note", "episode", "at", "quote", "source"]),
        TYPED,
        max_size=2,
    ),
)
def test_any_value_is_recorded_or_refused(
    kept_once: Path,
    units: list[str],
    values: list[str],
    name: str,
    unit: int,
    marks: dict[str, str],
) -> None:
    for record in (annotate, tag):
        said = [f"{name}={each}" if record is annotate and name else each for each in values]
        with (
            suppress(PortrayalsError),
            write(str(kept_once), actor="ana", command="any", keep=False) as change,
        ):
            record(change, units[unit], said, CodingOptions(create=True, **marks))
