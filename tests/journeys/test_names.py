"""Names as people really have them are taken wherever a name is taken, and found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from study import Study

from portrayals.errors import AmbiguousKey, UnknownKey
from portrayals.history.transaction import write
from portrayals.services.catalogue.people import add_episodes

NAMES = {
    "50/50": "50-50",
    "HIMYM": "himym",
    "Face/Off": "face-off",
    "d'amour": "d-amour",
    "Amélie": "amelie",
    "13 Reasons Why": "13-reasons-why",
    "$9.99": "9-99",
    "1984": "1984",
    "8": "8",
    "שטיסל": "שטיסל",
    "🎬": "title",
    "Crazy, Stupid, Love": "crazy-stupid-love",
    "Mission: Impossible": "mission-impossible",
    "千と千尋の神隠し": "千と千尋の神隠し",
    "any": "any",
    "AND": "and",
    "-dash": "dash",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    made = Study(str(tmp_path_factory.mktemp("names") / "study.db"))
    for name in NAMES:
        made.title(name, year="2001")
        made.portrayal(name, f"Dr. {name}", performer=name, roles=[name])
        made.relationship(f"{name}/Dr. {name}", name)
    return made


@pytest.mark.parametrize(("name", "key"), NAMES.items())
def test_a_title_is_found_by_its_name_and_by_its_key(study: Study, name: str, key: str) -> None:
    assert study.show(name).key == key
    assert study.show(key).name == name
    assert study.show(f"{name} (2001)").key == key


@pytest.mark.parametrize(("name", "key"), NAMES.items())
def test_what_is_beneath_a_title_is_found_by_names_too(study: Study, name: str, key: str) -> None:
    found = study.show(f"{name}/Dr. {name}/{name}")
    assert found.level == "relationship"
    assert found.key.startswith(f"{key}/")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_alone_is_searched_for_as_it_stands(study: Study, name: str) -> None:
    if name in {"AND", "-dash"}:
        assert study.keys("titles", f'"{name}"')
    else:
        assert NAMES[name] in study.keys("titles", name)


@pytest.mark.parametrize("name", NAMES)
def test_a_field_takes_any_name_in_quotation_marks(study: Study, name: str) -> None:
    for field in ("name", "performer", "role"):
        assert NAMES[name] in study.keys("titles", f'{field}:="{name}"')


def test_a_title_named_50_50_wins_over_a_portrayal_50_of_a_title_50(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.title("50", year="1999")
    study.portrayal("50", "50")
    study.title("50/50", year="2011")
    assert study.show("50/50").level == "title"


def test_the_head_of_a_path_is_the_longest_that_names_a_title(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    for title in ("50", "50/50"):
        study.title(title)
        study.portrayal(title, "Adam")
    assert study.show("50/50/Adam").key == "50-50/adam"
    assert study.show("50/Adam").key == "50/adam"


def test_a_stroke_at_the_end_of_a_path_changes_nothing(tmp_path: Path) -> None:
    """Completion leaves one where people follow."""
    study = Study(str(tmp_path / "study.db"))
    study.title("50/50")
    study.portrayal("50/50", "Adam")
    for path in ("50-50/", "50/50/", "50/"):
        assert study.show(path).key == "50-50"
    assert study.show("50-50/adam/").key == "50-50/adam"
    with pytest.raises(UnknownKey):
        study.show("/")


def test_two_titles_of_one_name_are_told_apart_by_their_year(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.title("Bliss", year="1997")
    study.title("Bliss", year="2021")
    with pytest.raises(AmbiguousKey) as refused:
        study.show("Bliss")
    assert refused.value.candidates == ("bliss", "bliss-2021")
    assert study.show("Bliss (2021)").key == "bliss-2021"


def test_with_a_counterpart_a_first_name_is_not_that_of_an_episode(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.title("In Treatment", kind="tv-series")
    study.portrayal("in-treatment", "Paul Weston")
    study.relationship("in-treatment/paul", "Laura Hill")
    with write(study.target, actor="ana", command="add episode") as change:
        add_episodes(change, "in-treatment", "S01E05", name="Paul and Gina")
    assert study.show("in-treatment/paul/laura").key == "in-treatment/paul-weston/laura-hill"
    with pytest.raises(AmbiguousKey):
        study.show("in-treatment/paul")
