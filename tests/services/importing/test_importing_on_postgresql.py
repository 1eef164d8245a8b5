"""Imports on a real server: staged, compared and written there as in a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sheet_study import SheetStudy, told

from portrayals.services.exporting.export import LINE
from portrayals.services.importing.table_map import TableMap

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

TITLES = [
    "key,name,year,ids,genres,aliases,original,synopsis,screened",
    'amelie,Amélie,2001,imdb:tt0211915,drama;comedy,"a;b\\;c",Le Destin,"One,\ntwo\tthree \\N",in',
    "prime,Prime,2005,,,,,,",
]
TABLE = [
    "Film,Year,IMDb,Who,themes,tone,minutes,remark,cause,Seen",
    'Amelie,,tt0211915,ana,love;maybe:death,comic,122.5,"=1\\;\ttab",yes,yes',
    'Prime,2005,,ben,none,cannot-tell,,"\\N",,',
    "New One,1999,,ben,money,grave,0.25,,,no",
]
ANNOTATIONS = [
    "unit,variable,value,coder,start,quote,source,note",
    "prime,tone,comic,ana,1:00,« Oui »,guide,a",
    "prime,tone,comic,ana,2:00,\\,guide,a",
    "imdb:tt0211915,tone,grave,ben,,,,",
    "New One,seen,no,ana,,,,",
]
#: The cells of an annotation that are the same in two studies, each of which made its titles.
CELLS = [name for name in LINE if name != "unit_uuid"]
MAPPING = TableMap(level="title", name="Film", year="Year", ids=("imdb=IMDb",), coder_column="Who")


def test_sheets_are_taken_as_they_are_in_a_file(
    study: SheetStudy, empty_postgresql_url: str, tmp_path: Path, sheet: Callable[..., Path]
) -> None:
    served = SheetStudy.made(empty_postgresql_url, tmp_path)
    titles, table = sheet(*TITLES, name="titles.csv"), sheet(*TABLE, name="table.csv")
    annotations = sheet(*ANNOTATIONS, name="annotations.csv")
    changed = sheet(*ANNOTATIONS[:1], "prime,tone,grave,ana,3:00,,,", name="changed.csv")
    bad = sheet(*TABLE, "Prime,,,ana,lvoe,comic,,,,", "Prime,,,ana,,,,,yes,no", name="bad.csv")
    outcomes: list[list[dict[str, Any]]] = []
    for each in (study, served):
        done = [
            each.take("titles", titles),
            each.take_table(table, MAPPING),
            each.take("annotations", annotations),
            each.take("annotations", changed),
            each.take("annotations", annotations, on_change="keep"),
            each.take_table(bad, MAPPING, skip_bad=True),
            each.take("titles", titles, on_change="refuse"),
        ]
        refused = each.refused(partial(each.take_table, bad, MAPPING))
        outcomes.append([*(one.to_dict() for one in done), {"told": told(refused)}])
        number = each.number
        assert each.take_table(table, MAPPING, on_change="refuse").added == 0
        assert each.number == number
    for here, there in zip(*outcomes, strict=True):
        assert here == there
    added = [(one["added"], one["changed"], one["kept"]) for one in outcomes[0][:5]]
    assert added == [(2, 0, 0), (13, 0, 0), (3, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert served.written("findings") == study.written("findings")
    assert served.said(*CELLS) == study.said(*CELLS)
    assert [row["name"] for row in served.described("titles")] == ["Amélie", "New One", "Prime"]


def test_an_export_comes_back_on_a_server_to_the_byte(
    study: SheetStudy, empty_postgresql_url: str, tmp_path: Path, sheet: Callable[..., Path]
) -> None:
    study.take("titles", sheet(*TITLES))
    study.take_table(sheet(*TABLE), MAPPING)
    study.take("annotations", sheet(*ANNOTATIONS))
    served = SheetStudy.made(empty_postgresql_url, tmp_path)
    for what in ("titles", "annotations"):
        file = tmp_path / f"{what}.csv"
        file.write_text(study.written(what), encoding="utf-8", newline="")
        served.take(what, file)
        assert served.written(what) == study.written(what)


LONG = [
    "Film,Who,themes,tone,start,quote",
    'Prime,ana,love,comic,"00:20:57,256",« Oui »',
    "Bliss,ben,none,grave,,",
    "Prime,ana,maybe:death,comic,1:00,",
    "Bliss,ana,love,,2:00,a",
    "Prime,ana,love,comic,1:30,",
    "New One,Bo Ek,money,,,",
]
PARTS = [
    "unit,coder,variable,value,start,note",
    "prime,ben,themes,love,1:00,a",
    "bliss,ben,tone,not-coded,,",
    "prime,ben,themes,death,2:00,b",
    "bliss,ana,themes,,,",
]


def test_sets_of_rows_and_what_is_taken_back_are_as_in_a_file(
    study: SheetStudy, empty_postgresql_url: str, tmp_path: Path, sheet: Callable[..., Path]
) -> None:
    served = SheetStudy.made(empty_postgresql_url, tmp_path)
    long, parts = sheet(*LONG, name="long.csv"), sheet(*PARTS, name="parts.csv")
    bad = sheet(*LONG, "Prime,ana,lvoe,comic,,", "Bliss,ben,none,grave,noon,", name="bad.csv")
    gone = sheet(LONG[0], "Prime,ana,,not-coded,,", "Bliss,ben,love,grave,,", name="gone.csv")
    outcomes: list[list[dict[str, Any]]] = []
    for each in (study, served):
        mapping = TableMap(level="title", name="Film", coder_column="Who", long="themes")
        done = [
            each.take_table(bad, mapping, skip_bad=True, create=True),
            each.take_table(long, mapping, on_change="refuse", create=True),
            each.take("annotations", parts, look=True, on_change=None),
            each.take("annotations", parts, keep_empty=True),
            each.take_table(gone, mapping, on_change="keep"),
            each.take_table(gone, mapping, look=True),
            each.take_table(gone, mapping),
        ]
        outcomes.append([one.to_dict() for one in done])
    for here, there in zip(*outcomes, strict=True):
        assert here == there
    counts = [(one["added"], one["withdrawn"], one["skipped"]) for one in outcomes[0]]
    assert counts == [(2, 0, 6), (4, 0, 0), (1, 1, 0), (1, 1, 0), (1, 0, 0), (0, 2, 0), (0, 2, 0)]
    assert served.written("findings") == study.written("findings")
    assert served.said(*CELLS) == study.said(*CELLS)
