"""A new title of a sheet that is nearly one that is there is doubted, unless somebody says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sheet_study import SheetStudy

Write = Callable[..., Path]

OF_TITLES = {"level": "title", "name": "Film", "year": "Year"}


@pytest.fixture
def films(study: SheetStudy, sheet: Write) -> SheetStudy:
    """A study with one film of 1996 and one without a year."""
    study.take_table(sheet("Film,Year,tone", "Mr. Ohm,1996,comic", "Red!,,comic"), **OF_TITLES)
    return study


@pytest.mark.parametrize("row", ["Mr Ohm,1996", "MR-OHM,1997", "mr. ohm?,", "Red,1950"])
def test_a_title_that_is_nearly_one_that_is_there_is_refused(
    films: SheetStudy, sheet: Write, row: str
) -> None:
    file = sheet("Film,Year,tone", f"{row},comic", "Blue,1950,comic")
    [bad] = films.refused(lambda: films.take_table(file, **OF_TITLES))
    assert bad["line"] == 2
    assert "is there already" in str(bad["reason"])
    assert "--yes" in str(bad["reason"])
    assert bad["doubtful"]
    [bad] = films.refused(lambda: films.take("titles", sheet("name,year", row)))
    assert bad["doubtful"]


def test_who_says_so_gets_it_as_another_title_and_is_told(films: SheetStudy, sheet: Write) -> None:
    done = films.take_table(
        sheet("Film,Year,tone", "Mr Ohm,1996,comic"), as_typed=True, **OF_TITLES
    )
    assert done.made == {"titles": 1}
    assert "Mr Ohm was added beside mr-ohm." in films.notices


@pytest.mark.parametrize("row", ["Mr Ohm,1998", "Mrs Ohm,1996", "Blue,1950", "Mr. Ohm,1996"])
def test_another_year_or_other_letters_make_another_title(
    films: SheetStudy, sheet: Write, row: str
) -> None:
    films.take_table(sheet("Film,Year,tone", f"{row},comic"), **OF_TITLES)
    assert not [note for note in films.notices if "beside" in note]


@pytest.mark.parametrize("batch", [1, 500])
def test_a_sheet_that_lists_two_gets_two_and_is_told(
    study: SheetStudy, sheet: Write, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portrayals.services.importing.sheet._BATCH", batch)
    rows = [f"{name},comic" for name in ("Mr. Ohm,1996", "Mr Ohm,1996", "Mr Ohm!,1950", "!!!,")]
    rows.append("???,,comic")
    assert study.take_table(sheet("Film,Year,tone", *rows), **OF_TITLES).made == {"titles": 5}
    assert [note for note in study.notices if "two titles" in note] == [
        "Mr Ohm in line 3 and Mr. Ohm in line 2 are two titles; if they are one, write one name in "
        "both."
    ]
    assert study.take_table(sheet("Film,Year,tone", *rows), **OF_TITLES).made == {}
    assert not [note for note in study.notices if "two titles" in note]


def test_of_many_such_pairs_the_first_are_told(study: SheetStudy, sheet: Write) -> None:
    rows = [f"Film {place}{mark},1990,comic" for place in range(7) for mark in ("", "!")]
    study.take_table(sheet("Film,Year,tone", *rows), **OF_TITLES)
    assert sum("are two titles" in note for note in study.notices) == 5
    assert sum("More new titles" in note for note in study.notices) == 1


def test_a_key_or_an_identifier_says_which_title_it_is(films: SheetStudy, sheet: Write) -> None:
    films.take("titles", sheet("key,name,year", "ohm-two,Mr Ohm,1996"))
    with_id = sheet("Film,Year,IMDb,tone", "Mr. Ohm!,1997,tt0460649,comic")
    done = films.take_table(with_id, ids=("imdb=IMDb",), **OF_TITLES)
    assert done.made == {"titles": 1}
