"""Edits: what each field takes, what a rename leaves behind, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from changed_study import ChangedStudy
from hypothesis import given
from hypothesis import strategies as st

from portrayals.errors import AlreadyThere, AmbiguousKey, InvalidValue, UnknownKey
from portrayals.notation.keys import fold, slug
from portrayals.services.keys import find_unit
from portrayals.services.scope import read
from portrayals.tables import claim, coder, episode, identifier, source, title, unit, unit_role


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    ChangedStudy(str(folder / "study.db")).fill(folder)
    return folder / "study.db"


@pytest.fixture
def study(made: Path, tmp_path: Path) -> ChangedStudy:
    return ChangedStudy(str(shutil.copy(made, tmp_path)))


def found(study: ChangedStudy, written: str) -> str:
    """The key of what is found by what was written."""
    with read(study.target) as connection:
        return find_unit(connection, written).key


def test_every_field_of_a_title_is_set_and_read_back(study: ChangedStudy) -> None:
    written = study.edit(
        "prime",
        *("kind=TV-Movie", "year=2004", "end_year=2005", "country=US; CA", "language=en"),
        *("genre=romance", "distributor=Universal", "id+=wikidata:q1", "alias=Prime Time"),
        *("original=Primo", "synopsis=A therapist and her patient.", "note=seen", "stratum=a"),
    )
    (row,) = study.list("titles", "name:=prime", "kind:tv-movie").rows
    assert row["year"] == 2004
    assert row["end_year"] == 2005
    assert row["countries"] == ["US", "CA"]
    assert row["languages"] == ["en"]
    assert row["genres"] == ["romance"]
    assert row["distributor"] == "Universal"
    assert row["ids"] == {"imdb": "tt0387514", "wikidata": "Q1"}
    assert row["aliases"] == ["Prime Time"]
    facts = study.rows()[title.name][(study.ids(unit, "prime"),)]
    assert (facts["note"], facts["stratum"]) == ("seen", "a")
    assert study.names("prime", "original") == ["Primo"]
    assert study.names("prime", "synopsis") == ["A therapist and her patient."]
    assert written.keys == ("prime",)
    assert "year 2005 → 2004" in written.said


def test_every_field_of_a_person_is_set_and_read_back(study: ChangedStudy) -> None:
    study.edit(
        "prime/lisa-metzger",
        *("performer=M. Streep", "role+=antagonist", "year=2005", "alias=Dr Metzger"),
    )
    (row,) = study.list("portrayals", "name:metzger").rows
    assert (row["performer"], row["year"]) == ("M. Streep", 2005)
    assert row["roles"] == ["protagonist", "antagonist"]
    assert study.keys("portrayals", 'performer:"m. streep"') == ["prime/lisa-metzger"]
    assert study.keys("portrayals", "performer:meryl") == []
    assert found(study, "prime/dr metzger") == "prime/lisa-metzger"


def test_an_episode_has_a_name_and_a_date(study: ChangedStudy) -> None:
    study.edit("shrinking/S01E02", "name=Fortress of Solitude", "date=2023-1-27")
    (row,) = study.list("episodes", "name:fortress").rows
    assert (row["code"], row["aired"]) == ("S01E02", "2023-01-27")
    assert study.names("shrinking/s01e02") == []  # its code was no name of its own
    study.edit("shrinking/S01E02", "name=Fortress")
    assert study.names("shrinking/s01e02") == ["Fortress of Solitude"]


def test_the_code_of_an_episode_is_no_field_and_the_way_out_is_told(study: ChangedStudy) -> None:
    for field in ("code=S01E09", "season=2", "key=s01e09"):
        with pytest.raises(UnknownKey) as refused:
            study.edit("shrinking/s01e01", field)
        assert "portrayals merge" in str(refused.value.hint)


def test_coders_sources_and_claims_are_edited_too(study: ChangedStudy) -> None:
    study.source("a-book")
    number = study.claim("prime")
    assert study.edit("ben", "name=Ben B.").keys == ("ben",)
    study.edit("a-book", "citation=Somebody 2001", "url=https://example.org", "dated=2001-2")
    study.edit(f"claim:{number}", "stance=DENIES", "locator=p. 4")
    assert [row["name"] for row in study.all(coder)] == [None, "Ben B."]
    (book,) = study.all(source)
    assert (book["citation"], book["address"]) == ("Somebody 2001", "https://example.org")
    assert book["dated"] == "2001-02"
    (stated,) = study.all(claim)
    assert (stated["stance"], stated["locator"]) == ("denies", "p. 4")
    study.edit("source:a-book", "address=", "dated=")
    assert study.all(source)[0]["address"] is None


def test_values_are_added_and_taken_by_how_names_compare(study: ChangedStudy) -> None:
    study.edit("prime", "genre+=Comedy;thriller", "genre-=DRAMA", "genre+=noir")
    (row,) = study.list("titles", "genre:noir").rows
    assert row["genres"] == ["comedy", "thriller", "noir"]


def test_an_empty_value_empties_a_field(study: ChangedStudy) -> None:
    study.edit("prime", "year=", "genre=", "synopsis=", "id=")
    (row,) = study.list("titles", "id:none", "name:=prime").rows
    assert (row["year"], row["genres"], row["ids"]) == (None, [], {})
    assert study.names("prime", "synopsis") == []


def test_what_is_taken_must_be_there(study: ChangedStudy) -> None:
    for key, edit, has in (
        ("prime/lisa-metzger", "role-=villain", "protagonist"),
        ("prime", "alias-=Primus", "nothing"),
        ("prime", "id-=imdb:tt0000001", "imdb:tt0387514"),
    ):
        with pytest.raises(InvalidValue, match="is not there to be taken") as refused:
            study.edit(key, edit)
        assert has in str(refused.value.hint)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ("year=05", "no year"),
        ("year+=2004", "holds one value"),
        ("year-=2005", "holds one value"),
        ("kind=movie", "not a kind"),
        ("id=imdb:x", "no imdb identifier"),
        ("name=", "needs a name"),
        ("kind=", "needs a kind"),
        ("key=", "needs a key"),
        ("key=Big Key", "is no key"),
        ("end_year=1990", "cannot end in 1990"),
        ("synopsis=a\0b", "is not text"),
        ("synopsis=\udcff", "is not text"),
        ("nonsense", "changes nothing"),
        ("genre+=", "does not say what"),
    ],
)
def test_a_value_that_cannot_be_is_refused(study: ChangedStudy, edit: str, message: str) -> None:
    before = study.rows()
    with pytest.raises(InvalidValue, match=message):
        study.edit("prime", edit)
    assert study.rows() == before


def test_years_out_of_order_are_refused_whichever_was_edited(study: ChangedStudy) -> None:
    study.edit("shrinking", "end_year=2025")
    with pytest.raises(InvalidValue, match="cannot end in 2025, before it begins in 2026"):
        study.edit("shrinking", "year=2026")
    study.edit("shrinking", "year=2026", "end_year=2027")


def test_an_unknown_field_names_the_nearest_and_those_there_are(study: ChangedStudy) -> None:
    with pytest.raises(UnknownKey, match='"genr" is not a field of a title') as refused:
        study.edit("prime", "genr=drama")
    assert refused.value.candidates[0] == "genre"
    assert "distributor" in str(refused.value.hint)
    with pytest.raises(UnknownKey) as refused:
        study.edit("prime/lisa-metzger", "genre=drama")
    assert "performer" in str(refused.value.hint)
    with pytest.raises(UnknownKey) as refused:
        study.edit("prime", "screened=in")
    assert "portrayals screen" in str(refused.value.hint)


def test_the_plurals_of_a_listing_are_fields_too(study: ChangedStudy) -> None:
    study.edit("prime", "genres=noir", "countries=US", "end-year=2006")
    assert study.keys("titles", "genre:noir country:us") == ["prime"]


def test_no_edit_at_all_is_refused(study: ChangedStudy) -> None:
    with pytest.raises(InvalidValue, match="no edit was given"):
        study.edit("prime")


def test_edits_are_all_or_nothing_and_one_change(study: ChangedStudy) -> None:
    number, before = study.number, study.rows()
    with pytest.raises(UnknownKey):
        study.edit("prime", "year=2004", "yaer=2003")
    assert (study.number, study.rows()) == (number, before)
    study.edit("prime", "year=2004", "genre+=noir", "name=Prime Time")
    assert study.number == number + 1


def test_an_edit_that_changes_nothing_says_so_and_is_no_change(study: ChangedStudy) -> None:
    number = study.number
    for key, edits in (
        ("prime", ["year=2005", "genre+=Drama", "name= Prime ", "key=prime"]),
        ("prime/lisa-metzger", ["role=protagonist"]),
        ("ben", ["name="]),
    ):
        written = study.edit(key, *edits)
        assert written.keys == (key,)
        assert written.said.startswith("Nothing changed")
    assert study.number == number


def test_an_identifier_of_another_title_is_refused(study: ChangedStudy) -> None:
    with pytest.raises(AlreadyThere, match="imdb:tt0387514 is Prime already") as refused:
        study.edit("prime-again", "id+=imdb:tt387514")
    assert refused.value.candidates == ("prime",)
    assert len(study.all(identifier)) == 1


def test_a_renamed_unit_keeps_its_key_and_its_old_name(study: ChangedStudy) -> None:
    written = study.edit("shrinking/jimy-laird", "name=Jimmy Laird")
    assert written.keys == ("shrinking/jimy-laird",)
    assert "The key stays shrinking/jimy-laird" in written.said
    assert "portrayals edit shrinking/jimy-laird key=jimmy-laird" in written.said
    assert study.names("shrinking/jimy-laird") == ["Jimy Laird"]
    assert study.keys("portrayals", "name:jimmy") == ["shrinking/jimy-laird"]
    for written_so in ("shrinking/Jimmy Laird", "shrinking/Jimy Laird", "shrinking/jimy-laird"):
        assert found(study, written_so) == "shrinking/jimy-laird"


def test_renaming_to_and_fro_leaves_the_other_name_alone_as_alias(study: ChangedStudy) -> None:
    study.edit("prime", "name=Primo")
    study.edit("prime", "name=Prime")
    assert study.names("prime") == ["Primo"]
    study.edit("prime", "name=PRIME")  # the same name, as names compare
    assert study.names("prime") == ["Primo"]
    assert study.names("prime", "name") == ["PRIME"]


def test_a_name_of_another_person_there_is_refused(study: ChangedStudy) -> None:
    with pytest.raises(AlreadyThere, match="sean is there already") as refused:
        study.edit("shrinking/jimy-laird/grace", "name=sean")
    assert "portrayals merge shrinking/jimy-laird/grace shrinking/jimy-laird/sean" in str(
        refused.value.hint
    )
    study.edit("prime-again", "name=Prime")  # titles may be called alike
    assert found(study, "Prime (2006)") == "prime-again"


def test_a_new_key_goes_down_to_all_beneath_and_the_old_ones_live_on(study: ChangedStudy) -> None:
    old = [key for key in study.units() if key.startswith("shrinking")]
    written = study.edit("shrinking", "key=shrink", "genre=comedy")
    assert written.keys == ("shrink",)
    assert "old key shrinking still works" in written.said
    assert [key for key in study.units() if key.startswith("shrink")] == [
        key.replace("shrinking", "shrink", 1) for key in old
    ]
    for key in old:
        assert found(study, key) == key.replace("shrinking", "shrink", 1)
        assert key in study.names(key.replace("shrinking", "shrink", 1))


def test_a_person_and_a_relationship_get_new_keys_in_their_place(study: ChangedStudy) -> None:
    study.edit("shrinking/jimy-laird", "name=Jimmy Laird", "key=jimmy-laird")
    study.edit("shrinking/jimmy-laird/sean", "key=shrinking/jimmy-laird/sean-s")
    assert "shrinking/jimmy-laird/sean-s" in study.units()
    assert "shrinking/jimmy-laird/general" in study.units()
    assert found(study, "shrinking/jimy-laird/sean") == "shrinking/jimmy-laird/sean-s"
    assert study.names("shrinking/jimmy-laird") == ["Jimy Laird", "shrinking/jimy-laird"]


def test_a_key_goes_back_to_what_it_was(study: ChangedStudy) -> None:
    before = study.units()
    study.edit("prime", "key=prime-2005")
    study.edit("prime-2005", "key=prime")
    assert study.units() == before
    assert found(study, "prime-2005/lisa-metzger/rafi") == "prime/lisa-metzger/rafi"


def test_a_key_that_is_taken_or_lives_on_elsewhere_is_refused(study: ChangedStudy) -> None:
    with pytest.raises(AlreadyThere, match="prime is a key already"):
        study.edit("prime-again", "key=prime")
    study.edit("prime", "key=prime-2005")
    with pytest.raises(AlreadyThere, match="prime is an alias of prime-2005") as refused:
        study.edit("prime-again", "key=prime")
    assert "portrayals edit prime-2005 alias-=prime" in str(refused.value.hint)
    study.edit("prime-2005", "alias-=prime")
    study.edit("prime-again", "key=prime")


def test_a_key_changes_in_its_own_part_only(study: ChangedStudy) -> None:
    with pytest.raises(InvalidValue, match="only its own part"):
        study.edit("shrinking/jimy-laird", "key=prime/jimy-laird")
    with pytest.raises(InvalidValue, match="only its own part"):
        study.edit("prime", "key=other/prime")


def test_r13_the_general_relationship_keeps_its_key_and_has_it_alone(study: ChangedStudy) -> None:
    for key, new in (("general", "clients"), ("sean", "general")):
        with pytest.raises(InvalidValue, match="nobody in particular"):
            study.edit(f"shrinking/jimy-laird/{key}", f"key={new}")
    study.edit("shrinking/jimy-laird/general", "name=patients")


def test_units_come_first_and_a_word_before_the_key_decides(study: ChangedStudy) -> None:
    study.source("prime")
    study.edit("prime", "year=2004")
    study.edit("source:prime", "citation=A book called Prime")
    assert study.all(source)[0]["citation"] == "A book called Prime"
    study.coder("shrink-again")
    study.edit("shrinking", "alias=shrink-again")
    with pytest.raises(AmbiguousKey) as refused:
        study.edit("shrink-again", "name=X")
    assert refused.value.candidates == ("shrinking", "coder:shrink-again")
    study.source("ben")
    with pytest.raises(AmbiguousKey) as refused:
        study.edit("ben", "name=X")
    assert refused.value.candidates == ("coder:ben", "source:ben")
    study.edit("coder:ben", "name=Ben")


def test_what_is_not_there_is_unknown_with_the_nearest(study: ChangedStudy) -> None:
    with pytest.raises(UnknownKey) as refused:
        study.edit("coder:bem", "name=B")
    assert refused.value.candidates == ("ben",)
    for key in ("claim:7", "claim:x", "claim:99999999999999999999", "primee", ""):
        with pytest.raises(UnknownKey):
            study.edit(key, "name=X")


def test_roles_keep_their_order(study: ChangedStudy) -> None:
    study.edit("prime/lisa-metzger", "roles=c;a;b", "role-=a", "role+=a")
    roles = sorted(study.all(unit_role), key=lambda row: row["position"])
    assert [row["role"] for row in roles] == ["c", "b", "a"]
    assert len(study.all(episode)) == 3


@given(st.text())
def test_a_key_is_folded_already(name: str) -> None:
    assert fold(f"{slug(name)}/{slug(name)}") == f"{slug(name)}/{slug(name)}"


@pytest.mark.postgresql
def test_keys_and_fields_are_edited_on_postgresql(
    empty_postgresql_url: str, tmp_path: Path
) -> None:
    study = ChangedStudy(empty_postgresql_url)
    study.fill(tmp_path)
    study.edit("shrinking", "key=shrink", "name=Shrink", "genre+=comedy", "end_year=2025")
    study.edit("shrink/jimy-laird", "key=jimmy", "role+=lead")
    study.edit("ben", "name=Ben")
    assert found(study, "shrinking/jimy-laird/sean") == "shrink/jimmy/sean"
