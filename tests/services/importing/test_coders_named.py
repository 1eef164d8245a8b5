"""Coders as sheets name them: by key or name, and never two people as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sheet_study import SheetStudy, told

from portrayals.errors import InvalidRows
from portrayals.history.transaction import write
from portrayals.results.importing import Imported
from portrayals.services.catalogue.coders_and_sources import add_coder

Write = Callable[..., Path]
Take = Callable[..., Imported]


@pytest.fixture(params=["table", "annotations"])
def take(request: pytest.FixtureRequest, study: SheetStudy, sheet: Write) -> Take:
    """Takes in one film for each name, coded by that person, from either kind of sheet."""

    def taken(*names: str, **manner: Any) -> Imported:
        films = [f"Film {number}" for number, _ in enumerate(names)]
        rows = zip(films, names, strict=True)
        if request.param == "table":
            file = sheet("Film,Who,seen", *(f"{film},{name},yes" for film, name in rows))
            return study.take_table(file, coder_column="Who", **manner)
        file = sheet(
            "unit,coder,variable,value", *(f"{film},{name},seen,yes" for film, name in rows)
        )
        return study.take("annotations", file, **manner)

    return taken


@pytest.fixture
def films(study: SheetStudy) -> SheetStudy:
    """The study with the films that are coded."""
    for number in range(4):
        study.title(f"Film {number}")
    return study


def named(study: SheetStudy, key: str, name: str | None) -> None:
    """Adds a coder."""
    with write(study.target, actor="ana", command="add coder") as change:
        add_coder(change, key, name)


def coders(study: SheetStudy) -> list[str]:
    return [who for _, who in sorted(study.said("unit", "coder"))]


def test_a_name_becomes_a_key_and_finds_its_coder_again(films: SheetStudy, take: Take) -> None:
    names = ("Anna", "Coder 1", "A. Meier", "René")
    assert take(*names, create=True).made == {"coders": 4}
    assert coders(films) == ["anna", "coder-1", "a-meier", "rene"]
    again = ("ANNA", "coder  1", "a. meier", "Rene\N{COMBINING ACUTE ACCENT}")
    assert take(*again, on_change="refuse").same == 4
    assert take("anna", "coder-1", "a-meier", "rene", on_change="refuse").same == 4


def test_the_keys_made_from_names_are_told(films: SheetStudy, sheet: Write) -> None:
    file = sheet("Film,Who,seen", "Film 0,Coder 1,yes", "Film 1,bo,yes")
    done = films.take_table(file, coder_column="Who", create=True)
    assert done.made == {"coders": 2}
    assert "New coders: Coder 1 is coder-1." in done.notices


@pytest.mark.usefixtures("films")
def test_how_unknown_coders_are_created_is_told(take: Take) -> None:
    with pytest.raises(InvalidRows) as error:
        take("zoe", "Coder 1")
    assert "or say that these coders are new: --create" in str(error.value.hint).splitlines()


@pytest.mark.parametrize("pair", [("René", "Rene"), ("Rene", "René"), ("A. Meier", "A Meier")])
def test_two_names_of_one_key_are_not_one_coder(
    films: SheetStudy, take: Take, pair: tuple[str, str]
) -> None:
    [(line, column, reason)] = told(films.refused(lambda: take(*pair, create=True)))
    assert (line, column) in {(3, "Who"), (3, "coder")}
    assert f"there is another coder of that key ({pair[0]})" in reason
    take(pair[0], create=True)
    [problem] = films.refused(lambda: take(pair[1]))
    assert "is not a coder" in problem["reason"]
    named(films, "other", pair[1])
    assert take(*pair).same == 1
    assert coders(films) == ["rene" if "R" in pair[0] else "a-meier", "other"]


def test_a_key_of_ones_own_choice_is_found_whatever_its_case(films: SheetStudy, take: Take) -> None:
    named(films, "kk", "Karin Koch")
    take("KK", "karin koch", "Kk", "kk")
    assert coders(films) == ["kk"] * 4


def test_a_name_that_two_coders_have_is_asked_about(films: SheetStudy, take: Take) -> None:
    named(films, "kim-1", "Kim")
    named(films, "kim-2", "Kim")
    [problem] = films.refused(lambda: take("kim", create=True))
    assert problem["candidates"] == ("kim-1", "kim-2")


def test_a_key_names_its_coder_even_where_it_is_anothers_name(
    films: SheetStudy, take: Take
) -> None:
    named(films, "kim", "Jo")
    named(films, "jo", "Kim")
    take("kim", "jo")
    assert coders(films) == ["kim", "jo"]


@pytest.mark.parametrize("name", ["-", "none", "Consensus"])
def test_what_can_be_nobodys_name_is_refused(films: SheetStudy, take: Take, name: str) -> None:
    assert len(films.refused(lambda: take(name, create=True))) == 1
