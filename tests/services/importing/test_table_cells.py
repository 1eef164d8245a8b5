"""The cells of a table by others: labels and keys, marks between codes, what is said of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sheet_study import SheetStudy, told

from portrayals.errors import InvalidRows, InvalidValue, PortrayalsError, UnknownKey
from portrayals.services.importing.table_map import TableMap, read_map, written_map

Write = Callable[..., Path]

BOOK = """\
codebook: cells
version: "1"
variables:
  - {key: rated, level: title, type: nominal, codes: [
      {key: "18", label: "18+"}, {key: "18-2", label: "18"}, {key: "18-3", label: "<18"}]}
  - {key: grade, level: title, type: ordinal, codes: [
      {key: a-minus, label: A-}, {key: a, label: A}, {key: a-plus, label: A+}]}
  - {key: mood, level: title, type: nominal, codes: [
      {key: gay, label: "Heiter — fröhlich"}, {key: dark, label: "Don't know"}]}
  - {key: same, level: title, type: nominal, codes: [
      {key: one, label: Alike}, {key: two, label: ALIKE}, {key: three, label: alike}]}
  - {key: style, level: title, type: multi, codes: [
      {key: comedy, label: Comedy}, {key: drama, label: Drama}, {key: noir, label: "Film, noir"}]}
  - {key: tags, level: title, type: multi, codes: [{key: gun}, {key: car}, {key: maybe-x}]}
  - {key: scenes, level: title, type: multi, codes: [
      {key: gun}, {key: car}, {key: chase, label: gun;car}]}
  - {key: seen, level: title, type: boolean}
  - {key: age, level: title, type: number, min: 0, max: 2000}
  - {key: remark, level: title, type: text}
"""


@pytest.fixture
def films(study: SheetStudy, tmp_path: Path) -> SheetStudy:
    study.apply(BOOK, tmp_path)
    return study


def read(study: SheetStudy, sheet: Write, column: str, *cells: str, **options: Any) -> list[str]:
    """What the cells of a column become, in order."""
    rows = [f'Film {n},"{cell}"' for n, cell in enumerate(cells)]
    study.take_table(sheet(f"Film,{column}", *rows), **options)
    values = {unit: value for unit, _, _, value in study.said()}
    return [values.get(f"film-{n}", "") for n in range(len(cells))]


def refused(study: SheetStudy, sheet: Write, column: str, *cells: str, **options: Any) -> Any:
    return study.refused(lambda: read(study, sheet, column, *cells, **options))


def test_a_label_is_read_before_the_key_of_another_code(films: SheetStudy, sheet: Write) -> None:
    assert read(films, sheet, "rated", "18+", "18", "<18", "18-3") == ["18", "18-2", "18-3", "18-3"]
    assert read(films, sheet, "grade", "A-", "A", "a+", "a-minus") == [
        *("a-minus", "a", "a-plus", "a-minus")
    ]


def test_a_label_that_hides_a_key_is_told(films: SheetStudy, sheet: Write) -> None:
    notices: list[str] = []
    take = films.change

    def listening(use_case: Callable[[Any], Any]) -> Any:
        def noting(change: Any) -> Any:
            done = use_case(change)
            notices.extend(change.notices)
            return done

        return take(noting)

    films.change = listening  # type: ignore[method-assign]
    read(films, sheet, "rated", "18")
    assert any('"18" is the label of one code and the key of another' in n for n in notices)


def test_an_export_is_read_by_its_keys(films: SheetStudy, sheet: Write) -> None:
    read(films, sheet, "rated", "18+", "18")
    before = films.said()
    again = films.take("annotations", sheet("unit,variable,value", "film-0,rated,18"))
    assert (again.changed, again.same) == (0, 1)
    assert films.said() == before


def test_no_cell_is_the_place_of_a_code(films: SheetStudy, sheet: Write) -> None:
    [bad] = refused(films, sheet, "mood", "1")
    assert bad["reason"] == '"1" is not a code of mood'


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (unicodedata.normalize("NFD", "HEITER — FRÖHLICH"), "gay"),
        ("heiter - fröhlich", "gay"),
        ("Heiter  —  frohlich", "gay"),
        ("Don’t know", "dark"),
        ("\uff24\uff41\uff52\uff4b", "dark"),
    ],
)
def test_forms_of_one_word_are_one(films: SheetStudy, sheet: Write, cell: str, code: str) -> None:
    assert read(films, sheet, "mood", cell) == [code]


def test_a_cell_that_may_be_two_codes_is_refused_with_both(films: SheetStudy, sheet: Write) -> None:
    assert read(films, sheet, "same", "Alike", "ALIKE", "alike") == ["one", "two", "three"]
    [bad] = refused(films, sheet, "same", "aLIKE")
    assert bad["candidates"] == ("one", "two", "three")
    assert bad["hint"] == '--value "same:aLIKE=CODE"'


def test_a_cell_that_another_mark_splits_into_codes_says_which(
    films: SheetStudy, sheet: Write
) -> None:
    [bad] = refused(films, sheet, "style", "Comedy, Drama")
    assert bad["hint"] == '--split "style=,"'
    assert bad["unread"] == {"variable": "style", "text": "Comedy, Drama", "separator": ","}
    assert refused(films, sheet, "style", "Drama/Comedy/")[0]["hint"] == '--split "style=/"'
    assert refused(films, sheet, "style", "Comedy, Dramma")[0]["unread"]["separator"] is None
    several = ["Comedy, Drama", "Film, noir"]
    assert read(films, sheet, "style", *several, split=["style=,"]) == ["comedy;drama", "noir"]


@pytest.mark.parametrize(
    ("column", "cell", "state"),
    [
        *(("seen", "Unclear", "cannot-tell"), ("mood", "maybe", "cannot-tell")),
        *(("style", "Not applicable", "not-applicable"), ("age", "?", "cannot-tell")),
        ("grade", "TBD", "not-coded"),
    ],
)
def test_a_word_for_a_state_is_refused_with_the_state_it_may_mean(
    films: SheetStudy, sheet: Write, column: str, cell: str, state: str
) -> None:
    [bad] = refused(films, sheet, column, cell)
    assert bad["candidates"] == (state,)


def test_one_text_in_several_columns_has_one_hint(films: SheetStudy, sheet: Write) -> None:
    file = sheet("Film,Seen,Mood,Tags", "A,maybe,Maybe,bun", "B,?,dark,gun", "C,?,dark,gun")
    with pytest.raises(InvalidRows) as error:
        films.take_table(file)
    assert str(error.value.hint).splitlines()[1:] == [
        'or say what a cell value means: --value "*:maybe=CODE" --value "tags:bun=CODE" --value '
        '"seen:?=CODE"'
    ]


@pytest.mark.parametrize(
    "split", [("style=/", ";"), (";", "/"), ("Style=/", "style=;"), ("style=/", "tags=+", ";")]
)
def test_codes_are_split_by_several_marks_and_by_column(
    films: SheetStudy, sheet: Write, split: tuple[str, ...]
) -> None:
    cells = "comedy/drama" if "style=;" not in split else "comedy/drama;noir"
    films.take_table(sheet("Film,Style", f"Prime,{cells}"), split=split)
    assert films.said()[0][3].startswith("comedy;drama")


def test_a_mark_of_one_column_is_one_more_there(films: SheetStudy, sheet: Write) -> None:
    cells = ["comedy/drama", "comedy;drama", "Film, noir / drama"]
    assert read(films, sheet, "style", *cells, split=["style=/"]) == [
        *("comedy;drama", "comedy;drama", "drama;noir"),
    ]


def test_a_mark_of_one_column_is_not_that_of_another(films: SheetStudy, sheet: Write) -> None:
    file = sheet("Film,Style,Tags", "Prime,comedy/drama,gun;car")
    films.take_table(file, split=("style=/",))
    assert [row[3] for row in films.said()] == ["comedy;drama", "gun;car"]
    with pytest.raises(UnknownKey, match='"stle" is not a column of codes') as error:
        films.take_table(file, split=("stle=/",))
    assert error.value.candidates == ("Style", "style")


def test_what_is_said_of_every_variable_holds_where_nothing_else_is_said(
    films: SheetStudy, sheet: Write
) -> None:
    file = sheet("Film,Seen,Mood,Style,Age,Remark", "A,?,?,comedy,?,fine", "B,yes,dark,?,3,?")
    films.take_table(file, value=("*:?=cannot-tell", "mood:?=dark"))
    assert {row[:2]: row[3] for row in films.said("unit", "variable", "coder", "value")} == {
        ("a", "seen"): "cannot-tell",
        ("a", "mood"): "dark",
        ("a", "style"): "comedy",
        ("a", "age"): "cannot-tell",
        ("a", "remark"): "fine",
        ("b", "seen"): "yes",
        ("b", "mood"): "dark",
        ("b", "style"): "cannot-tell",
        ("b", "age"): "3",
        ("b", "remark"): "cannot-tell",
    }


def test_what_is_said_of_a_cell_holds_for_each_form_of_its_word(
    films: SheetStudy, sheet: Write
) -> None:
    cells = [unicodedata.normalize("NFD", "TRÜB"), "trüb", " Trüb "]
    assert read(films, sheet, "mood", *cells, value=("mood:Trüb=dark",)) == ["dark"] * 3


def test_a_code_said_of_every_variable_is_that_of_those_that_have_it(
    films: SheetStudy, sheet: Write
) -> None:
    file = sheet("Film,Style,Tags", "A,k,car", "B,comedy,k")
    problems = films.refused(lambda: films.take_table(file, value=("*:k=drama",)))
    assert told(problems) == [(3, "Tags", '"k" is not a code of tags')]
    with pytest.raises(InvalidValue, match="a code of no variable"):
        films.take_table(file, value=("*:k=none-such",))


@pytest.mark.parametrize("cell", ["99", "99.0", "99,0", " 99 "])
def test_a_number_that_stands_for_no_answer_can_be_said(
    films: SheetStudy, sheet: Write, cell: str
) -> None:
    assert read(films, sheet, "age", cell, "3", value=("age:99=not-coded",)) == ["", "3"]


def test_a_number_that_cannot_be_read_can_be_said(films: SheetStudy, sheet: Write) -> None:
    problems = refused(films, sheet, "age", "unknown", "2001")
    assert [each["hint"] for each in problems] == [
        '--value "age:unknown=not-coded"',
        '--value "age:2001=not-coded"',
    ]


@pytest.mark.parametrize(("decimal", "value"), [("comma", "1.999"), ("point", "")])
def test_a_number_that_means_something_is_told_apart_by_the_decimal_mark(
    films: SheetStudy, sheet: Write, decimal: str, value: str
) -> None:
    said = {"value": ("age:1999=not-coded", "age:0=1", "age:1=0")}
    cells = ("1,999", "1999", "0", "01")
    assert read(films, sheet, "age", *cells, decimal=decimal, **said) == [value, "", "1", "0"]
    [problem] = refused(films, sheet, "age", "1,999", **said)
    assert problem["reason"] == '"1,999" may be 1999 or 1.999'


def test_the_codes_of_an_export_are_keys_even_if_together_they_are_a_label(
    films: SheetStudy, sheet: Write, tmp_path: Path
) -> None:
    assert read(films, sheet, "scenes", "gun;car", "chase", "car; gun") == [
        *("chase", "chase", "gun;car")
    ]
    export = tmp_path / "export.csv"
    export.write_text(films.written("annotations"), encoding="utf-8")
    assert films.take("annotations", export, on_change="refuse").same == 3


def test_numbers_with_a_decimal_comma_are_read(films: SheetStudy, sheet: Write) -> None:
    assert read(films, sheet, "age", "3,5", "1.234,5", "90") == ["3.5", "1234.5", "90"]
    [bad] = refused(films, sheet, "age", "1,234")
    assert (bad["reason"], bad["hint"]) == (
        '"1,234" may be 1234 or 1.234',
        "--decimal comma or --decimal point",
    )
    assert read(films, sheet, "age", "1,234", decimal="point") == ["1234"]
    assert read(films, sheet, "age", "1,234", decimal="comma") == ["1.234"]


def test_a_column_of_a_code_is_found_by_its_label_first(
    films: SheetStudy, sheet: Write, tmp_path: Path
) -> None:
    films.apply(BOOK.replace("type: nominal", "type: multi", 1).replace("cells", "other"), tmp_path)
    films.take_table(sheet("Film,18+,18,<18", "A,1,0,0", "B,0,1,0", "C,0,0,1"))
    assert [row[3] for row in films.said()] == ["18", "18-2", "18-3"]


def test_a_map_keeps_meanings_and_more_can_be_said(films: SheetStudy, sheet: Write) -> None:
    kept = read_map(written_map(TableMap(value=["seen:ja=yes"], split=["/"], decimal=",")), "m")
    both = TableMap(level="title", name="Film", value=["seen:nein=no"]).over(kept)
    films.take_table(sheet("Film,Seen,Style", "A,ja,comedy/drama", "B,nein,drama"), both)
    assert [row[3] for row in films.said()] == ["comedy;drama", "yes", "drama", "no"]
    with pytest.raises(PortrayalsError, match="split must be a list"):
        read_map('{"split": "/"}', "m")


def test_years_of_a_title_are_its_first_and_last(films: SheetStudy, sheet: Write) -> None:
    file = sheet("Film,Y,Seen", "House,2004–2012,yes", "Bones,2005-,yes", "Castle,2009–present,no")
    films.take_table(file, year="Y")
    assert [
        (row["name"], row["year"], row["end_year"], row["kind"])
        for row in films.described("titles")
    ] == [
        ("Bones", 2005, None, "tv-series"),
        ("Castle", 2009, None, "tv-series"),
        ("House", 2004, 2012, "tv-series"),
    ]
    ends = sheet("Film,Y,E,Seen", "Luther,2010-2019,2018,yes", "Lie,2011-2009,,no")
    problems = films.refused(lambda: films.take_table(ends, year="Y", end_year="E"))
    assert told(problems) == [
        (2, "E", "2018 is not the last year of 2010-2019"),
        (3, "Y", '"2011-2009" ends before it begins'),
    ]


def test_a_person_has_one_year(films: SheetStudy, sheet: Write, tmp_path: Path) -> None:
    films.apply(BOOK.replace("level: title", "level: portrayal").replace("cells", "p"), tmp_path)
    file = sheet("Film,Who,Y,Seen", "Prime,Lisa,2004-2012,yes")
    people = {"level": "portrayal", "title": "Film", "name": "Who", "year": "Y"}
    [bad] = films.refused(lambda: films.take_table(file, **people))
    assert bad["reason"] == '"2004-2012" is more than one year'
    assert bad["hint"].startswith("Write 2004")
