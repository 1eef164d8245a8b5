"""Edits: what each field takes, what a rename leaves behind, and what is refused."""

from __future__ import annotations

import pytest
from changed_study import ChangedStudy
from hypothesis import given
from hypothesis import strategies as st

from portrayals.errors import AlreadyThere, AmbiguousKey, InvalidValue, UnknownKey
from portrayals.history.transaction import read, write
from portrayals.notation.keys import fold, slug
from portrayals.services.catalogue.edit import edit as edited
from portrayals.services.catalogue.people import add_portrayal
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.titles import add_title
from portrayals.services.study.undo import undo
from portrayals.tables import claim, coder, episode, identifier, source, title, unit, unit_role


def found(changed: ChangedStudy, written: str) -> str:
    """The key of what is found by what was written."""
    with read(changed.target) as connection:
        return find_unit(connection, written).key


def test_every_field_of_a_title_is_set_and_read_back(changed: ChangedStudy) -> None:
    written = changed.edit(
        "prime",
        *("kind=TV-Miniseries", "year=2004", "end_year=2005", "country=US; CA", "language=en"),
        *("genre=romance", "distributor=Universal", "id+=wikidata:q1", "alias=Prime Time"),
        *("original=Primo", "synopsis=A therapist and her patient.", "note=seen", "stratum=a"),
    )
    (row,) = changed.list("titles", "name:=prime", "kind:tv-miniseries").rows
    assert row["year"] == 2004
    assert row["end_year"] == 2005
    assert row["countries"] == ["United States", "Canada"]
    assert row["languages"] == ["English"]
    assert row["genres"] == ["romance"]
    assert row["distributor"] == "Universal"
    assert row["ids"] == {"imdb": "tt0387514", "wikidata": "Q1"}
    assert row["aliases"] == ["Prime Time"]
    facts = changed.rows()[title.name][(changed.ids(unit, "prime"),)]
    assert (facts["note"], facts["stratum"]) == ("seen", "a")
    assert changed.names("prime", "original") == ["Primo"]
    assert changed.names("prime", "synopsis") == ["A therapist and her patient."]
    assert written.keys == ("prime",)
    assert "year 2005 → 2004" in written.said


def test_every_field_of_a_person_is_set_and_read_back(changed: ChangedStudy) -> None:
    changed.edit(
        "prime/lisa-metzger",
        *("performer=M. Streep", "role+=antagonist", "year=2005", "alias=Dr Metzger"),
    )
    (row,) = changed.list("portrayals", "name:metzger").rows
    assert (row["performer"], row["year"]) == ("M. Streep", 2005)
    assert row["roles"] == ["protagonist", "antagonist"]
    assert changed.keys("portrayals", 'performer:"m. streep"') == ["prime/lisa-metzger"]
    assert changed.keys("portrayals", "performer:meryl") == []
    assert found(changed, "prime/dr metzger") == "prime/lisa-metzger"


def test_an_episode_has_a_name_and_a_date(changed: ChangedStudy) -> None:
    changed.edit("shrinking/S01E02", "name=Fortress of Solitude", "date=2023-1-27")
    (row,) = changed.list("episodes", "name:fortress").rows
    assert (row["code"], row["aired"]) == ("S01E02", "2023-01-27")
    assert changed.names("shrinking/s01e02") == []  # its code was no name of its own
    changed.edit("shrinking/S01E02", "name=Fortress")
    assert changed.names("shrinking/s01e02") == ["Fortress of Solitude"]


def test_the_code_of_an_episode_is_no_field_and_the_way_out_is_told(changed: ChangedStudy) -> None:
    for field in ("code=S01E09", "season=2", "key=s01e09"):
        with pytest.raises(UnknownKey) as refused:
            changed.edit("shrinking/s01e01", field)
        assert "portrayals merge" in str(refused.value.hint)


def test_coders_sources_and_claims_are_edited_too(changed: ChangedStudy) -> None:
    changed.source("a-book")
    number = changed.claim("prime")
    assert changed.edit("ben", "name=Ben B.").keys == ("ben",)
    changed.edit("a-book", "citation=Somebody 2001", "url=https://example.org", "dated=2001-2")
    changed.edit(f"claim:{number}", "stance=DENIES", "locator=p. 4")
    assert [row["name"] for row in changed.all(coder)] == [None, "Ben B."]
    (book,) = changed.all(source)
    assert (book["citation"], book["address"]) == ("Somebody 2001", "https://example.org")
    assert book["dated"] == "2001-02"
    (stated,) = changed.all(claim)
    assert (stated["stance"], stated["locator"]) == ("denies", "p. 4")
    changed.edit("source:a-book", "address=", "dated=")
    assert changed.all(source)[0]["address"] is None


def test_values_are_added_and_taken_by_how_names_compare(changed: ChangedStudy) -> None:
    changed.edit("prime", "genre+=Comedy;thriller", "genre-=DRAMA", "genre+=noir")
    (row,) = changed.list("titles", "genre:noir").rows
    assert row["genres"] == ["comedy", "thriller", "noir"]


def test_an_empty_value_empties_a_field(changed: ChangedStudy) -> None:
    changed.edit("prime", "year=", "genre=", "synopsis=", "id=")
    (row,) = changed.list("titles", "id:none", "name:=prime").rows
    assert (row["year"], row["genres"], row["ids"]) == (None, [], {})
    assert changed.names("prime", "synopsis") == []


def test_what_is_taken_must_be_there(changed: ChangedStudy) -> None:
    for key, edit, has in (
        ("prime/lisa-metzger", "role-=villain", "protagonist"),
        ("prime", "alias-=Primus", "nothing"),
        ("prime", "id-=imdb:tt0000001", "imdb:tt0387514"),
    ):
        with pytest.raises(InvalidValue, match="cannot be removed") as refused:
            changed.edit(key, edit)
        assert has in str(refused.value.hint)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ("year=05", "not a valid year"),
        ("year+=2004", "holds one value"),
        ("year-=2005", "holds one value"),
        ("kind=movie", "not a kind"),
        ("id=imdb:x", "not a valid imdb identifier"),
        ("name=", "needs a name"),
        ("kind=", "needs a kind"),
        ("key=", "needs a key"),
        ("key=Big Key", "is not a key"),
        ("end_year=1990", "cannot end in 1990"),
        ("synopsis=a\0b", "is not text"),
        ("synopsis=\udcff", "is not text"),
        ("nonsense", "changes nothing"),
        ("genre+=", "does not say what"),
    ],
)
def test_a_value_that_cannot_be_is_refused(changed: ChangedStudy, edit: str, message: str) -> None:
    before = changed.rows()
    with pytest.raises(InvalidValue, match=message):
        changed.edit("prime", edit)
    assert changed.rows() == before


@pytest.mark.parametrize(
    ("edits", "field"),
    [
        (["year=2001", "year=2002"], "year"),
        (["year=2001", "name=P", "year=2001"], "year"),
        (["year=", "year=2002"], "year"),
        (["genre=noir", "genres=comedy"], "genre"),
        (["genre+=noir", "genre=comedy"], "genre"),
        (["genre-=drama", "genre="], "genre"),
    ],
)
def test_an_edit_that_would_be_lost_under_a_later_one_is_refused(
    changed: ChangedStudy, edits: list[str], field: str
) -> None:
    before = changed.rows()
    with pytest.raises(InvalidValue, match=f"{field} is given twice") as refused:
        changed.edit("prime", *edits)
    assert str(refused.value.hint).startswith("give")
    assert changed.rows() == before


def test_what_is_set_may_be_added_to_at_once(changed: ChangedStudy) -> None:
    changed.edit("prime", "genre=noir", "genre+=comedy", "genre+=satire", "genre-=noir")
    (row,) = changed.list("titles", "name:=prime").rows
    assert row["genres"] == ["comedy", "satire"]


def test_years_out_of_order_are_refused_whichever_was_edited(changed: ChangedStudy) -> None:
    changed.edit("shrinking", "end_year=2025")
    with pytest.raises(InvalidValue, match="cannot end in 2025, before it starts in 2026"):
        changed.edit("shrinking", "year=2026")
    changed.edit("shrinking", "year=2026", "end_year=2027")


def test_an_unknown_field_names_the_nearest_and_those_there_are(changed: ChangedStudy) -> None:
    with pytest.raises(UnknownKey, match='"genr" is not a field of a title') as refused:
        changed.edit("prime", "genr=drama")
    assert refused.value.candidates[0] == "genre"
    assert "distributor" in str(refused.value.hint)
    with pytest.raises(UnknownKey) as refused:
        changed.edit("prime/lisa-metzger", "genre=drama")
    assert "performer" in str(refused.value.hint)
    with pytest.raises(UnknownKey) as refused:
        changed.edit("prime", "screened=in")
    assert "portrayals screen" in str(refused.value.hint)


def test_the_plurals_of_a_listing_are_fields_too(changed: ChangedStudy) -> None:
    changed.edit("prime", "genres=noir", "countries=US", "end-year=2006", "kind=tv")
    assert changed.keys("titles", "genre:noir country:us") == ["prime"]


def test_no_edit_at_all_is_refused(changed: ChangedStudy) -> None:
    with pytest.raises(InvalidValue, match="no edit was given"):
        changed.edit("prime")


def test_edits_are_all_or_nothing_and_one_change(changed: ChangedStudy) -> None:
    number, before = changed.number, changed.rows()
    with pytest.raises(UnknownKey):
        changed.edit("prime", "year=2004", "yaer=2003")
    assert (changed.number, changed.rows()) == (number, before)
    changed.edit("prime", "year=2004", "genre+=noir", "name=Prime Time")
    assert changed.number == number + 1


def test_an_edit_that_changes_nothing_says_so_and_is_no_change(changed: ChangedStudy) -> None:
    number = changed.number
    for key, edits in (
        ("prime", ["year=2005", "genre+=Drama", "name= Prime ", "key=prime"]),
        ("prime/lisa-metzger", ["role=protagonist"]),
        ("ben", ["name="]),
    ):
        written = changed.edit(key, *edits)
        assert written.keys == (key,)
        assert written.said.startswith("Nothing changed")
    assert changed.number == number


def test_an_identifier_of_another_title_is_refused(changed: ChangedStudy) -> None:
    with pytest.raises(AlreadyThere, match="imdb:tt0387514 is already Prime") as refused:
        changed.edit("prime-again", "id+=imdb:tt387514")
    assert refused.value.candidates == ("prime",)
    assert len(changed.all(identifier)) == 1


def test_a_renamed_unit_keeps_its_key_and_its_old_name(changed: ChangedStudy) -> None:
    written = changed.edit("shrinking/jimy-laird", "name=Jimmy Laird")
    assert written.keys == ("shrinking/jimy-laird",)
    assert "The key stays shrinking/jimy-laird" in written.said
    assert written.said.endswith("portrayals edit shrinking/jimy-laird key=jimmy-laird")
    assert "name Jimy Laird → Jimmy Laird. The old name still finds it." in written.said
    assert changed.names("shrinking/jimy-laird") == ["Jimy Laird"]
    assert changed.keys("portrayals", "name:jimmy") == ["shrinking/jimy-laird"]
    for written_so in ("shrinking/Jimmy Laird", "shrinking/Jimy Laird", "shrinking/jimy-laird"):
        assert found(changed, written_so) == "shrinking/jimy-laird"


def test_renaming_to_and_fro_leaves_the_other_name_alone_as_alias(changed: ChangedStudy) -> None:
    changed.edit("prime", "name=Primo")
    changed.edit("prime", "name=Prime")
    assert changed.names("prime") == ["Primo"]
    changed.edit("prime", "name=PRIME")  # the same name, as names compare
    assert changed.names("prime") == ["Primo"]
    assert changed.names("prime", "name") == ["PRIME"]


def check_a_slip(study: ChangedStudy) -> None:
    """A name and a key mended within the hour are gone, until an undo brings them back."""
    study.title("Mumfrod", year="1999")
    study.portrayal("mumfrod", "Dr. Mumford")
    written = study.edit("mumfrod", "name=Mumford", "alias+=The Doctor")
    assert "Mumfrod is not kept as an alias: you added it within the last hour." in written.said
    assert study.names("mumfrod") == ["The Doctor"]
    written = study.edit("mumfrod", "key=mumford")
    assert "mumfrod is not kept as an alias" in written.said
    assert "still works" not in written.said
    for key in ("mumfrod", "mumfrod/dr-mumford"):
        with pytest.raises(UnknownKey):
            found(study, key)
    assert found(study, "mumford/dr-mumford") == "mumford/dr-mumford"
    for before in (["The Doctor"], []):
        with write(study.target, actor="ana", command="undo") as change:
            undo(change)
        assert study.names("mumfrod") == before
    assert found(study, "Mumfrod/Dr. Mumford") == "mumfrod/dr-mumford"
    assert study.names("mumfrod", "name") == ["Mumfrod"]


def test_a_slip_of_this_hour_leaves_no_alias(changed: ChangedStudy) -> None:
    check_a_slip(changed)


@pytest.mark.postgresql
def test_a_slip_of_this_hour_leaves_no_alias_on_postgresql(
    changed_on_postgresql: ChangedStudy,
) -> None:
    check_a_slip(changed_on_postgresql)


def test_a_name_and_key_of_an_hour_ago_live_on(changed: ChangedStudy) -> None:
    changed.title("Mumfrod", aliases=["Mumfort"])
    changed.edit("mumfrod", "name=Mumfort")
    assert changed.names("mumfrod") == []
    changed.age(minutes=59)
    changed.edit("mumfrod", "year=1999")
    changed.edit("mumfrod", "name=Mumforde")
    assert changed.names("mumfrod") == []
    changed.age(minutes=2)  # since the title was added, not since it was renamed
    changed.edit("mumfrod", "name=Mumford")
    assert changed.names("mumfrod") == ["Mumforde"]
    changed.edit("mumfrod", "key=mumford")
    assert changed.names("mumford") == ["Mumforde", "mumfrod"]


@pytest.mark.parametrize("command", ["import titles films.csv", "init --starter"])
def test_a_name_that_came_from_elsewhere_lives_on(changed: ChangedStudy, command: str) -> None:
    with write(changed.target, actor="ana", command=command) as change:
        add_title(change, "Mumfrod")
    changed.edit("mumfrod", "name=Mumford")
    assert changed.names("mumfrod") == ["Mumfrod"]


def test_what_somebody_else_added_lives_on(changed: ChangedStudy) -> None:
    changed.title("Mumfrod")
    changed.change(lambda under_way: edited(under_way, "mumfrod", ["name=Mumford"]), actor="ben")
    assert changed.names("mumfrod") == ["Mumfrod"]
    changed.title("Blis")
    changed.change(lambda under_way: add_portrayal(under_way, "blis", "Baldwin"), actor="ben")
    changed.edit("blis", "key=bliss")  # ben may have noted the key of his portrayal
    assert changed.names("bliss/baldwin") == ["blis/baldwin"]


def test_a_name_of_another_person_there_is_refused(changed: ChangedStudy) -> None:
    with pytest.raises(AlreadyThere, match="sean already exists") as refused:
        changed.edit("shrinking/jimy-laird/grace", "name=sean")
    assert "portrayals merge shrinking/jimy-laird/grace shrinking/jimy-laird/sean" in str(
        refused.value.hint
    )
    changed.edit("prime-again", "name=Prime")  # titles may be called alike
    assert found(changed, "Prime (2006)") == "prime-again"


def test_a_new_key_goes_down_to_all_beneath_and_the_old_ones_live_on(changed: ChangedStudy) -> None:
    old = [key for key in changed.units() if key.startswith("shrinking")]
    written = changed.edit("shrinking", "key=shrink", "genre=comedy")
    assert written.keys == ("shrink",)
    assert "old key shrinking still works" in written.said
    assert [key for key in changed.units() if key.startswith("shrink")] == [
        key.replace("shrinking", "shrink", 1) for key in old
    ]
    for key in old:
        assert found(changed, key) == key.replace("shrinking", "shrink", 1)
        assert key in changed.names(key.replace("shrinking", "shrink", 1))


def test_a_person_and_a_relationship_get_new_keys_in_their_place(changed: ChangedStudy) -> None:
    changed.edit("shrinking/jimy-laird", "name=Jimmy Laird", "key=jimmy-laird")
    changed.edit("shrinking/jimmy-laird/sean", "key=shrinking/jimmy-laird/sean-s")
    assert "shrinking/jimmy-laird/sean-s" in changed.units()
    assert "shrinking/jimmy-laird/general" in changed.units()
    assert found(changed, "shrinking/jimy-laird/sean") == "shrinking/jimmy-laird/sean-s"
    assert changed.names("shrinking/jimmy-laird") == ["Jimy Laird", "shrinking/jimy-laird"]


def test_a_key_goes_back_to_what_it_was(changed: ChangedStudy) -> None:
    before = changed.units()
    changed.edit("prime", "key=prime-2005")
    changed.edit("prime-2005", "key=prime")
    assert changed.units() == before
    assert found(changed, "prime-2005/lisa-metzger/rafi") == "prime/lisa-metzger/rafi"


def test_a_key_that_is_taken_or_lives_on_elsewhere_is_refused(changed: ChangedStudy) -> None:
    with pytest.raises(AlreadyThere, match="prime is already a key"):
        changed.edit("prime-again", "key=prime")
    changed.edit("prime", "key=prime-2005")
    with pytest.raises(AlreadyThere, match="prime is an alias of prime-2005") as refused:
        changed.edit("prime-again", "key=prime")
    assert "portrayals edit prime-2005 alias-=prime" in str(refused.value.hint)
    changed.edit("prime-2005", "alias-=prime")
    changed.edit("prime-again", "key=prime")


def test_a_key_changes_in_its_own_part_only(changed: ChangedStudy) -> None:
    with pytest.raises(InvalidValue, match="only its own part"):
        changed.edit("shrinking/jimy-laird", "key=prime/jimy-laird")
    with pytest.raises(InvalidValue, match="only its own part"):
        changed.edit("prime", "key=other/prime")


def test_r13_the_general_relationship_keeps_its_key_and_has_it_alone(changed: ChangedStudy) -> None:
    for key, new in (("general", "clients"), ("sean", "general")):
        with pytest.raises(InvalidValue, match="nobody in particular"):
            changed.edit(f"shrinking/jimy-laird/{key}", f"key={new}")
    changed.edit("shrinking/jimy-laird/general", "name=patients")


def test_units_come_first_and_a_word_before_the_key_decides(changed: ChangedStudy) -> None:
    changed.source("prime")
    changed.edit("prime", "year=2004")
    changed.edit("source:prime", "citation=A book called Prime")
    assert changed.all(source)[0]["citation"] == "A book called Prime"
    changed.coder("shrink-again")
    changed.edit("shrinking", "alias=shrink-again")
    with pytest.raises(AmbiguousKey) as refused:
        changed.edit("shrink-again", "name=X")
    assert refused.value.candidates == ("shrinking", "coder:shrink-again")
    changed.source("ben")
    with pytest.raises(AmbiguousKey) as refused:
        changed.edit("ben", "name=X")
    assert refused.value.candidates == ("coder:ben", "source:ben")
    changed.edit("coder:ben", "name=Ben")


def test_what_is_not_there_is_unknown_with_the_nearest(changed: ChangedStudy) -> None:
    with pytest.raises(UnknownKey) as refused:
        changed.edit("coder:bem", "name=B")
    assert refused.value.candidates == ("ben",)
    for key in ("claim:7", "claim:x", "claim:99999999999999999999", "primee", ""):
        with pytest.raises(UnknownKey):
            changed.edit(key, "name=X")


def test_roles_keep_their_order(changed: ChangedStudy) -> None:
    changed.edit("prime/lisa-metzger", "roles=c;a;b", "role-=a", "role+=a")
    roles = sorted(changed.all(unit_role), key=lambda row: row["position"])
    assert [row["role"] for row in roles] == ["c", "b", "a"]
    assert len(changed.all(episode)) == 3


@given(st.text())
def test_a_key_is_folded_already(name: str) -> None:
    assert fold(f"{slug(name)}/{slug(name)}") == f"{slug(name)}/{slug(name)}"


@pytest.mark.postgresql
def test_keys_and_fields_are_edited_on_postgresql(changed_on_postgresql: ChangedStudy) -> None:
    study = changed_on_postgresql
    study.edit("shrinking", "key=shrink", "name=Shrink", "genre+=comedy", "end_year=2025")
    study.edit("shrink/jimy-laird", "key=jimmy", "role+=lead")
    study.edit("ben", "name=Ben")
    assert found(study, "shrinking/jimy-laird/sean") == "shrink/jimmy/sean"
