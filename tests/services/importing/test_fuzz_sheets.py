"""Whatever stands in a sheet, it is taken in or refused in words, and the study stays sound."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portrayals.errors import PortrayalsError
from portrayals.exchange.sheets import open_sheet
from portrayals.history.transaction import Change, write
from portrayals.results.importing import Imported
from portrayals.results.sheets import Sheet
from portrayals.services.importing.annotations import import_annotations
from portrayals.services.importing.ending import ImportPolicy, Undecided
from portrayals.services.importing.table import import_table
from portrayals.services.importing.table_map import TableMap
from portrayals.services.importing.units import import_units

briefly = settings(
    deadline=None,
    max_examples=examples(80),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

Work = Callable[[Change, Sheet, ImportPolicy], Imported]
WORKS: dict[str, Work] = {
    "titles": lambda *given: import_units(given[0], "title", *given[1:]),
    "episodes": lambda *given: import_units(given[0], "episode", *given[1:]),
    "portrayals": lambda *given: import_units(given[0], "portrayal", *given[1:]),
    "relationships": lambda *given: import_units(given[0], "relationship", *given[1:]),
    "annotations": import_annotations,
    "table": lambda change, sheet, manner: import_table(
        change, sheet, TableMap(level="title", name="name", year="year"), manner
    ),
    "long table": lambda change, sheet, manner: import_table(
        change, sheet, TableMap(level="title", name="name", long="themes=Theme"), manner
    ),
}
COLUMNS = st.sampled_from(
    [
        *("name", "year", "end_year", "kind", "countries", "ids", "imdb", "aliases", "screened"),
        *("key", "uuid", "title", "season", "number", "aired", "portrayal", "performer", "roles"),
        *(
            "unit",
            "variable",
            "coder",
            "value",
            "level",
            "wave",
            "basis",
            "note",
            "code",
            "episode",
        ),
        *(
            "start",
            "end",
            "quote",
            "describes",
            "source",
            "citation",
            "address",
            "dated",
            "accessed",
            "Theme",
        ),
        *("state", "doubtful", "evidence", "love", "", "findings"),
    ]
)
CELLS = st.sampled_from(
    [
        *(
            "",
            "Prime",
            "prime",
            "1999",
            "19x9",
            "tv-series",
            "film",
            "US;GB",
            "imdb:tt0387514",
            "tt1",
        ),
        *("in", "S01E01", "1", "99999999999999999999", "-1", "2010-02-30", "ana", "bob", "main"),
        *("12:30", "14:05", "watched", "love", "none", "cannot-tell", "maybe:love", "a;b", "=1+1"),
        *("'=x", "\x0b", "\u2028", "00000000-0000-0000-0000-000000000000", "prime/rita", "NULL"),
        *("x" * 300, "yes", "no", "theme", "not-coded", "coded", "http://a.b/c", "İ", "\u200b"),
    ]
) | st.text(max_size=8)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(COLUMNS, inner, max_size=3),
    max_leaves=6,
)
NEEDED = {
    "titles": ["name"],
    "episodes": ["title", "season", "number"],
    "portrayals": ["title", "name"],
    "relationships": ["portrayal", "name"],
    "annotations": ["unit", "variable", "value"],
    "table": ["name", "year"],
    "long table": ["name", "Theme"],
}


def take(target: Path, sheet: Path, what: str, manner: ImportPolicy) -> None:
    """Takes a sheet in and takes it back; fails for any error that is not one of ours."""
    with (
        suppress(PortrayalsError, Undecided),
        open_sheet(str(sheet)) as opened,
        write(str(target), actor="ana", command="import", keep=False) as change,
    ):
        WORKS[what](change, opened, manner)


MANNERS = st.builds(
    ImportPolicy,
    on_change=st.sampled_from([None, "update", "keep", "refuse"]),
    create=st.booleans(),
    skip_bad=st.booleans(),
    look=st.booleans(),
    keep_empty=st.booleans(),
)


@briefly
@pytest.mark.parametrize("what", WORKS)
@given(drawn=st.data(), manner=MANNERS)
def test_a_csv_of_anything_is_taken_or_refused(
    sheets_once: Path, tmp_path: Path, what: str, drawn: st.DataObject, manner: ImportPolicy
) -> None:
    more = drawn.draw(st.lists(COLUMNS, max_size=4))
    columns = [*NEEDED[what], *more]
    width = len(columns)
    rows = drawn.draw(st.lists(st.lists(CELLS, min_size=1, max_size=width + 1), max_size=4))
    text = "\n".join(",".join(row) for row in [columns, *rows])
    content = text.encode(drawn.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))
    cut = drawn.draw(st.integers(0, len(content)) | st.just(len(content)))
    sheet = tmp_path / "any.csv"
    sheet.write_bytes(content[:cut] + drawn.draw(st.binary(max_size=3) | st.just(b"")))
    take(sheets_once, sheet, what, manner)


@briefly
@pytest.mark.parametrize("what", WORKS)
@given(drawn=st.data(), manner=MANNERS)
def test_json_of_anything_is_taken_or_refused(
    sheets_once: Path, tmp_path: Path, what: str, drawn: st.DataObject, manner: ImportPolicy
) -> None:
    keys = dict.fromkeys(NEEDED[what], CELLS | TREES)
    row = st.fixed_dictionaries(keys, optional=dict.fromkeys(COLUMNS_OF_ANNOTATIONS, TREES))
    rows = drawn.draw(st.lists(row | st.dictionaries(COLUMNS, TREES, max_size=4), max_size=3))
    sheet = tmp_path / drawn.draw(st.sampled_from(["any.json", "any.jsonl"]))
    text = json.dumps(rows) if sheet.suffix == ".json" else "\n".join(map(json.dumps, rows))
    sheet.write_text(text)
    take(sheets_once, sheet, what, manner)


COLUMNS_OF_ANNOTATIONS = ("state", "doubtful", "evidence", "coder", "basis", "wave", "note", "uuid")


@briefly
@given(
    content=st.binary(max_size=200),
    what=st.sampled_from([*WORKS]),
    suffix=st.sampled_from(["csv", "tsv", "json", "jsonl", "txt", "xlsx"]),
)
def test_bytes_of_anything_are_refused_or_taken(
    sheets_once: Path, tmp_path: Path, content: bytes, what: str, suffix: str
) -> None:
    sheet = tmp_path / f"any.{suffix}"
    sheet.write_bytes(content)
    take(sheets_once, sheet, what, ImportPolicy(on_change="update", create=True, skip_bad=True))
