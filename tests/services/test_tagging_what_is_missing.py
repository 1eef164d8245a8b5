"""`tag --create`: what a path names and the catalogue lacks is added in the same change."""

from __future__ import annotations

from pathlib import Path

import pytest
from study import Study

import portrayals
from portrayals.errors import AmbiguousKey, InvalidValue, LikelyDuplicate, PortrayalsError

BOOK = """\
codebook: therapists
version: "1"
levels: {portrayal: therapist, general: clients}
variables:
  - {key: tone, level: title, type: nominal, codes: [{key: comic}, {key: grave}]}
  - {key: scene, level: episode, type: multi, codes: [{key: talk}, {key: row}]}
  - {key: skill, level: portrayal, type: multi, codes: [{key: kind}, {key: deft}]}
  - {key: act, level: relationship, type: multi, codes: [{key: kiss}, {key: gift}, {key: date}]}
"""


@pytest.fixture
def study(tmp_path: Path) -> portrayals.Study:
    made = Study(str(tmp_path / "study.db"))
    made.apply(BOOK, tmp_path)
    return portrayals.open(made.target, actor="ana")


def units(study: portrayals.Study) -> list[str]:
    return [
        str(row["key"])
        for kind in ("titles", "episodes", "portrayals", "relationships")
        for row in study.list(kind).rows
    ]


def test_a_title_a_person_and_a_counterpart_are_one_change(study: portrayals.Study) -> None:
    done = study.tag("Mumford (1999)/Dr. Mumford/Sofie Crisp", ["kiss@1:20:00"], create=True)
    assert done.keys == ("mumford/dr-mumford/sofie-crisp",)
    assert "Added film Mumford (1999), therapist Dr. Mumford, client Sofie Crisp." in done.notices
    shown = study.show("mumford")
    assert (shown.name, shown.year) == ("Mumford", 1999)
    assert study.show("mumford/dr-mumford").roles == ("therapist",)
    assert study.show(done.key).roles == ("client",)
    study.undo()
    assert units(study) == []


def test_what_is_there_already_is_not_added_again(study: portrayals.Study) -> None:
    first = study.tag("Numb (2007)/Dr. Blaine/Hudson", ["kiss"], create=True)
    for written in ("numb/dr/hudson", "Numb/Dr. Blaine/Hudson", "Numb (2007)/dr-blaine/hudson"):
        again = study.tag(written, ["gift"], create=True, basis="watched")
        assert again.keys == first.keys
        assert not any(notice.startswith("Added") for notice in again.notices)
    beside = study.tag("numb/dr/Sara", ["gift"], create=True)
    assert "Added client Sara." in beside.notices
    other = study.tag("Numb/Dr. Prat/Sara", ["gift"], create=True)
    assert "Added therapist Dr. Prat, client Sara." in other.notices
    assert study.tag("numb/Dr. Coe", ["gift"], create=True).key == "numb/dr-coe/general"
    assert len(units(study)) == 1 + 3 + 4


def test_a_title_alone_gets_an_unnamed_person_and_the_relationship_in_general(
    study: portrayals.Study,
) -> None:
    done = study.tag("Free Agents (2011)", ["date"], create=True)
    assert done.key == "free-agents/unnamed-therapist/general"
    assert (
        "Added film Free Agents (2011), an unnamed therapist, the relationship with clients."
        in done.notices
    )
    study.edit("free-agents/unnamed-therapist", "name=Dr. Hu")
    assert study.tag("Free Agents", ["gift"], create=True).key.startswith("free-agents/")
    assert len(units(study)) == 3


def test_a_person_alone_gets_the_relationship_in_general(study: portrayals.Study) -> None:
    done = study.tag("Bliss (1997)/Baltazar", ["date"], create=True)
    assert done.key == "bliss/baltazar/general"
    study.add_portrayal("bliss", "Maria")
    assert study.tag("bliss/maria", ["date"], create=True).key == "bliss/maria/general"
    with pytest.raises(AmbiguousKey):
        study.tag("bliss", ["date"], create=True)


def test_the_only_person_of_a_title_is_used(study: portrayals.Study) -> None:
    study.add_title("Prime", year=2005)
    study.add_portrayal("prime", "Lisa")
    assert study.tag("prime", ["date"], create=True).key == "prime/lisa/general"
    assert study.tag("prime", ["kind"], create=True).key == "prime/lisa"


def test_of_several_people_without_relationships_none_is_chosen(study: portrayals.Study) -> None:
    study.add_title("Prime", year=2005)
    for name in ("Lisa", "Rita"):
        study.add_portrayal("prime", name)
    with pytest.raises(PortrayalsError, match="It has none yet"):
        study.tag("prime", ["date"], create=True)
    assert len(units(study)) == 3


def test_only_as_much_is_added_as_the_code_is_about(study: portrayals.Study) -> None:
    assert study.tag("Mumford (1999)", ["kind"], create=True).key == "mumford/unnamed-therapist"
    assert study.annotate("Bliss (1997)", "tone=comic", create=True).key == "bliss"
    with pytest.raises(PortrayalsError, match="is a relationship"):
        study.tag("Frasier/Frasier/Lilith", ["kind"], create=True)
    assert "frasier" not in units(study)


def test_an_episode_makes_a_new_title_a_series_and_is_added_too(study: portrayals.Study) -> None:
    study.tag("Wanderlust/Angela/Joy", ["kiss@S01E03@10:00", "gift@S01E04"], create=True)
    assert {"wanderlust/s01e03", "wanderlust/s01e04"} <= {*units(study)}
    [row] = study.list("titles").rows
    assert row["kind"] == "tv-series"
    talk = study.tag("wanderlust/S01E05", ["talk"], create=True)
    assert (talk.key, talk.notices[0]) == ("wanderlust/s01e05", "Added episode S01E05.")
    with pytest.raises(PortrayalsError):
        study.tag("wanderlust/S01E06", ["kiss"], create=True)


def test_each_code_has_its_own_place_or_that_of_the_whole_tag(study: portrayals.Study) -> None:
    done = study.tag(
        "Wanderlust/Angela/Joy",
        ["kiss@S01E03", "gift@10:00", "date"],
        episode="S01E01",
        at="5:00",
        create=True,
    )
    [unit] = study.list("annotations").rows
    seen = {row["code"]: (row["episode"], row["start"]) for row in unit["evidence"]}
    assert seen == {
        "kiss": ("S01E03", "00:05:00"),
        "gift": ("S01E01", "00:10:00"),
        "date": ("S01E01", "00:05:00"),
    }
    assert "evidence S01E03 00:05:00 (kiss), S01E01 00:10:00 (gift)" in done.said
    study.untag("wanderlust/angela/joy", ["kiss@S01E03", "gift@S01E01"])
    [unit] = study.list("annotations").rows
    assert [row["code"] for row in unit["evidence"]] == ["date"]
    assert unit["value"] == ["kiss", "gift", "date"]


def test_without_create_nothing_is_added(study: portrayals.Study) -> None:
    with pytest.raises(PortrayalsError, match="nothing is called"):
        study.tag("Mumford (1999)/Dr. Mumford/Sofie", ["kiss"])
    assert units(study) == []


@pytest.mark.parametrize(
    ("unit", "code"), [("A (1999)/B/C", "hug"), ("A (1999)/B/C/D", "kiss"), ("A/B/C", "kiss@noon")]
)
def test_a_wrong_line_adds_nothing(study: portrayals.Study, unit: str, code: str) -> None:
    with pytest.raises(PortrayalsError):
        study.tag(unit, [code], create=True)
    assert units(study) == []


def test_a_title_that_begins_like_another_is_a_new_one(study: portrayals.Study) -> None:
    study.add_title("Numb Skull", year=1990)
    assert study.tag("Numb (2007)/Dr. Blaine", ["kind"], create=True).key == "numb/dr-blaine"
    assert study.tag("Numb (1999)/Ann", ["kind"], create=True).key == "numb-1999/ann"


def test_a_title_nearly_of_the_name_is_refused_with_what_to_write(study: portrayals.Study) -> None:
    study.add_title("The Prince of Tides", year=1991)
    with pytest.raises(LikelyDuplicate) as refused:
        study.tag("Prince of Tides, The (1991)/Susan/Tom", ["kiss"], create=True) and study.tag(
            "The Prince of Tide (1991)/Susan/Tom", ["kiss"], create=True
        )
    assert refused.value.candidates == ("the-prince-of-tides",)
    assert "--duplicate" in (refused.value.hint or "")


LINES = """\
# what I saw
"Mumford (1999)/Dr. Mumford/Sofie Crisp" kiss@1:20:00 gift

"Dr. O'Neil/Ann/Bob" date
mumford/dr/sofie date
"""


def test_lines_are_one_change(study: portrayals.Study) -> None:
    done = study.tag_lines(LINES.splitlines(), create=True, basis="watched")
    assert done.keys == (
        "mumford/dr-mumford/sofie-crisp",
        "dr-o-neil/ann/bob",
        "mumford/dr-mumford/sofie-crisp",
    )
    assert "act = kiss, gift, date" in done.said
    study.undo()
    assert units(study) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("mumford/dr hug", '"hug" is not a code'),
        ("Dr. O'Neil kiss", "a quotation mark is not closed"),
        ("mumford", "no code was given"),
    ],
)
def test_a_wrong_line_is_told_and_none_is_recorded(
    study: portrayals.Study, line: str, told: str
) -> None:
    with pytest.raises(PortrayalsError, match=told) as refused:
        study.tag_lines([*LINES.splitlines(), line], create=True)
    assert refused.value.where == "lines, line 6"
    assert units(study) == []
    with pytest.raises(InvalidValue, match="has no line that tags"):
        study.tag_lines(["", "# nothing"])
