"""One change of all that match a query: screened, edited, tagged; the same on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from study import Study as Begun

import portrayals
from portrayals.errors import (
    Declined,
    InvalidQuery,
    InvalidValue,
    PortrayalsError,
    ReadOnly,
    UnknownKey,
)
from portrayals.history.transaction import read
from portrayals.services.catalogue.several import is_query
from portrayals.study import Study
from portrayals.tables import title

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
FILMS = {"Prime": 2005, "Mumford": 1999, "Carefree": 1938, "kind:film": 1931}


@pytest.fixture(params=ENGINES)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("empty_postgresql_url") if on_server else None
    begun = Begun(url or str(tmp_path / "study.db"), "therapist-boundaries")
    made = portrayals.open(begun.target, actor="ana")
    for name, year in FILMS.items():
        made.add_title(name, year=year, genres=["drama"])
    made.add_portrayal("prime", "Lisa Metzger", performer="Meryl Streep")
    for client in ("Rafi", "Bob"):
        made.add_relationship("prime/lisa-metzger", client)
    return made


def screened(study: Study) -> dict[str, str]:
    return {row["key"]: row["screened"] for row in study.list_titles().rows}  # type: ignore[misc]


@pytest.mark.slow
def test_all_titles_of_a_query_are_screened_in_one_change(study: Study) -> None:
    before, changes = screened(study), len(study.history().entries)
    done = study.screen("year:..1999", "out", reason="too old", yes=True)
    assert done.keys == ("carefree", "kind-film", "mumford")
    assert done.said == "Screened 3 titles out: too old."
    assert screened(study) == before | dict.fromkeys(done.keys, "out")
    assert len(study.history().entries) == changes + 1
    study.undo()
    assert screened(study) == before


def test_what_is_screened_so_already_is_left_alone(study: Study) -> None:
    study.screen("mumford", "in", reason="of a sample")
    done = study.screen("year:..1999", "in", yes=True)
    assert done.keys == ("carefree", "kind-film")
    assert done.said == "Screened 2 titles in. 1 more title was so already."
    with read(study.target) as connection:
        reasons = connection.execute(select(title.c.screening_reason)).scalars().all()
    assert set(reasons) == {"of a sample", None}
    assert study.screen("year:..1999", "in", yes=True).said.startswith("Nothing changed")


def test_nobody_is_in_any_title_that_is_screened_none(study: Study) -> None:
    with pytest.raises(InvalidValue, match="prime has 1 portrayal"):
        study.screen("year:any", "none", yes=True)
    assert set(screened(study).values()) == {"pending"}


def test_fields_of_all_that_match_change_in_one_change(study: Study) -> None:
    done = study.edit("year:1990..", "genre+=comedy", "country=US", yes=True)
    assert done.keys == ("mumford", "prime")
    assert done.said == "Changed 2 titles."
    for row in study.list_titles("year:1990..").rows:
        assert (row["genres"], row["countries"]) == (["drama", "comedy"], ["United States"])
    study.undo()
    assert study.list_titles("genre:comedy").rows == ()


def test_the_fields_say_which_level_is_meant_unless_somebody_does(study: Study) -> None:
    done = study.edit("title:prime", "performer=Somebody", yes=True)
    assert done.keys == ("prime/lisa-metzger",)
    done = study.edit("title:prime", "performer=Nobody", level="relationship", yes=True)
    assert done.keys == ("prime/lisa-metzger/bob", "prime/lisa-metzger/rafi")


@pytest.mark.parametrize("edit", ["name=Film", "key=film", "id+=imdb:tt0387514"])
def test_what_tells_units_apart_is_not_made_the_same(study: Study, edit: str) -> None:
    with pytest.raises(InvalidValue, match="cannot be the same for all"):
        study.edit("year:any", edit, yes=True)


@pytest.mark.slow
def test_if_one_cannot_be_changed_none_is_and_it_is_named(study: Study) -> None:
    before = study.list_titles().rows
    with pytest.raises(InvalidValue) as refused:
        study.edit("genre:drama", "kind=tv-series", "end_year=2000", yes=True)
    assert refused.value.where == "prime"
    assert study.list_titles().rows == before


def test_codes_go_to_every_unit_of_their_level(study: Study) -> None:
    done = study.tag("title:prime", ["flirting"], basis="documented", yes=True)
    assert done.keys == ("prime/lisa-metzger/bob", "prime/lisa-metzger/rafi")
    assert done.said == "Tagged 2 relationships flirting."
    rows = study.list_relationships("boundary-act:flirting").rows
    assert [row["key"] for row in rows] == list(done.keys)
    study.undo()
    assert study.list_annotations().rows == ()


def test_without_a_yes_it_is_told_what_would_change(study: Study) -> None:
    before = study.info().snapshot
    with pytest.raises(Declined, match=r"Screen 3 titles out\?") as refused:
        study.screen("year:..1999", "out")
    assert str(refused.value.where).splitlines()[0] == "carefree: screened pending → out"
    assert "yes=True" in str(refused.value.hint)
    with pytest.raises(Declined, match=r"Change 2 titles\?"):
        study.edit("year:1990..", "genre=comedy")
    with pytest.raises(Declined, match=r"Tag 2 relationships flirting\?"):
        study.tag("title:prime", ["flirting"])
    assert study.info().snapshot == before
    reader = portrayals.open(study.target, read_only=True)
    with pytest.raises(ReadOnly):
        reader.screen("year:..1999", "out")


def test_a_preview_names_a_few_and_counts_the_rest(study: Study) -> None:
    def told() -> list[str]:
        with pytest.raises(Declined) as refused:
            study.screen("year:1950", "out")
        return str(refused.value.where).splitlines()

    for number in range(6):
        study.add_title(f"Film {number}", year=1950, duplicate=True)
    assert told()[-1] == "film-5: screened pending → out"
    study.add_title("Film 6", year=1950, duplicate=True)
    assert told()[4:] == ["film-4: screened pending → out", "and 2 more; 7 in all"]


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        ("year:1990..", True),
        ("(genre:drama OR genre:comedy)", True),
        ("couch year:1990", True),
        ("kind:film", False),  # the name of a title
        ("KIND:FILM", False),
        ("prime", False),
        ("prme", False),
        ("Prime (2006)", False),
        ("Prime OR Mumford", False),
        ("Mission: Impossible", False),
        ("imdb:tt0387514", False),
        ('"prime"', False),
    ],
)
def test_a_query_has_a_field_and_names_nothing(study: Study, written: str, is_one: bool) -> None:
    with read(study.target) as connection:
        assert is_query(connection, written) is is_one


def test_a_coder_is_no_query_where_records_are_changed(study: Study) -> None:
    with read(study.target) as connection:
        assert is_query(connection, "coder:ana")
        assert not is_query(connection, "coder:ana", or_record=True)
        assert not is_query(connection, "coder:nobody", or_record=True)
    assert study.edit("coder:ana", "name=Ana").keys == ("ana",)


@pytest.mark.parametrize(
    ("query", "error"),
    [("year:1980", UnknownKey), ("yeer:1980", InvalidQuery), ("(year:1980", InvalidQuery)],
)
def test_a_query_of_nothing_is_refused(
    study: Study, query: str, error: type[PortrayalsError]
) -> None:
    with pytest.raises(error):
        study.screen(query, "in", yes=True)


def test_a_misspelt_code_is_refused_before_anything_is_looked_for(study: Study) -> None:
    with pytest.raises(UnknownKey, match="is not a code") as refused:
        study.tag("year:1980", ["flirtng"], yes=True)
    assert "flirting" in refused.value.candidates
