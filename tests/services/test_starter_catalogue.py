"""The starter catalogue as shipped: it loads, and every value of it can be looked up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from study import Study

from portrayals.errors import InvalidText
from portrayals.history.transaction import read, write
from portrayals.services.starter import CATALOGUE, load_catalogue
from portrayals.services.study.check import check
from portrayals.services.study.check_text import check_text

Block = Mapping[str, Any]


@pytest.fixture(scope="module")
def catalogue() -> Block:
    content: Block = yaml.load(CATALOGUE.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - as text
    return content


KINDS = ("titles", "portrayals", "relationships")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study that begins with it."""
    study = Study(str(tmp_path_factory.mktemp("starter") / "study.db"), "therapist-boundaries")
    with write(study.target, actor="ana", command="init") as change:
        load_catalogue(change, CATALOGUE)
    return study


@pytest.fixture(scope="module")
def loaded(begun: Study) -> Mapping[str, Sequence[str]]:
    """The keys of its titles, portrayals and relationships."""
    return {what: begun.keys(what) for what in KINDS}


def test_evidence_is_shown_in_the_order_in_which_the_catalogue_has_it(
    begun: Study, catalogue: Block
) -> None:
    of = {each["key"]: each for each in catalogue["titles"]}["50-50"]["portrayals"][0]
    [pair] = of["relationships"]
    written = pair["annotations"]["boundary-act"]["evidence"]
    every = begun.show("50-50/katherine-mckay/adam-lerner").annotations
    [shown] = (each for each in every if each.variable == "boundary-act")
    of_dating = [each.description for each in shown.evidence if each.code == "dating-client"]
    assert of_dating == [each["describes"] for each in written if each["code"] == "dating-client"]
    assert of_dating != sorted(of_dating)


def beneath(block: Block, name: str) -> Iterator[tuple[str, Block]]:
    """A title, portrayal or relationship, and what lies beneath it, by what each is called."""
    yield name, block
    for each in (*block.get("portrayals", ()), *block.get("relationships", ())):
        yield from beneath(each, f"{name} / {each['name']}")


def coded(catalogue: Block) -> Iterator[tuple[str, Block]]:
    for title in catalogue["titles"]:
        for name, block in beneath(title, title["key"]):
            for variable, annotation in block.get("annotations", {}).items():
                yield f"{name}: {variable}", annotation


def keys(blocks: Sequence[Block]) -> list[str]:
    return [each["key"] for each in blocks]


def test_it_loads_with_all_its_titles(
    catalogue: Block, loaded: Mapping[str, Sequence[str]]
) -> None:
    assert len(loaded["titles"]) == 69
    assert sorted(loaded["titles"]) == sorted(keys(catalogue["titles"]))


def test_every_portrayal_and_relationship_is_keyed_by_what_lies_above_it(
    catalogue: Block, loaded: Mapping[str, Sequence[str]]
) -> None:
    for what, above in (("portrayals", "titles"), ("relationships", "portrayals")):
        assert {key.rpartition("/")[0] for key in loaded[what]} <= set(loaded[above])
    told = [name for title in catalogue["titles"] for name, _ in beneath(title, title["key"])]
    assert sum(len(each) for each in loaded.values()) == len(told)


@pytest.mark.parametrize("what", ["sources", "titles", "claims"])
def test_blocks_stand_in_the_order_of_their_keys_and_once(catalogue: Block, what: str) -> None:
    given = keys(catalogue[what])
    assert given == sorted(set(given))


def test_a_source_says_in_words_what_it_is_and_where_and_stands_once(catalogue: Block) -> None:
    told = Counter(each["citation"] for each in catalogue["sources"])
    assert all(told)
    assert max(told.values()) == 1
    addresses = Counter(
        each["url"]
        for each in catalogue["sources"]
        if not each["key"].startswith("goodtherapy-comment")  # all on one page
    )
    assert max(addresses.values()) == 1


def test_no_source_is_a_copy_of_a_page_at_another_address(catalogue: Block) -> None:
    for each in catalogue["sources"]:
        assert " copy at " not in each["citation"], each["key"]


def test_a_source_that_was_read_says_when_and_the_others_are_few(catalogue: Block) -> None:
    read = [each["accessed"] for each in catalogue["sources"] if "accessed" in each]
    assert all(each == date.fromisoformat(each).isoformat() for each in read)
    assert len(read) > 0.9 * len(catalogue["sources"])


def test_every_therapist_has_a_relationship(catalogue: Block) -> None:
    for title in catalogue["titles"]:
        for portrayal in title["portrayals"]:
            assert portrayal.get("relationships"), f"{title['key']} / {portrayal['name']}"


def test_every_value_and_every_code_of_a_set_has_evidence_with_a_source(catalogue: Block) -> None:
    opened = {
        each["key"] for each in catalogue["sources"] if each.get("url", "").startswith("http")
    }
    for name, annotation in coded(catalogue):
        evidence, value = annotation.get("evidence", ()), annotation["value"]
        assert evidence, name
        assert all(each["source"] in opened and each["describes"] for each in evidence), name
        if not isinstance(value, str):
            codes = {code.removeprefix("maybe:") for code in value}
            assert codes == {each["code"] for each in evidence}, name


def test_every_source_is_used_by_evidence_or_by_a_claim(catalogue: Block) -> None:
    used = {each["source"] for _, a in coded(catalogue) for each in a["evidence"]}
    for each in catalogue["claims"]:
        used |= {each["source"], each.get("checked_source", each["source"])}
    assert not set(keys(catalogue["sources"])) - used


def test_what_a_piece_of_evidence_says_is_told_briefly(catalogue: Block) -> None:
    for name, annotation in coded(catalogue):
        assert all(len(each["describes"]) <= 180 for each in annotation["evidence"]), name


def test_its_page_says_of_how_many_units_each_variable_is_coded(catalogue: Block) -> None:
    page = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"\| `([a-z-]+)` \| \d+ \| (\d+) ", page))
    number = Counter(name.rpartition(": ")[2] for name, _ in coded(catalogue))
    assert {key: int(count) for key, count in told.items()} == number


def test_dates_are_iso(catalogue: Block) -> None:
    aired = [
        episode["aired"]
        for title in catalogue["titles"]
        for episode in title.get("episodes", ())
        if "aired" in episode
    ]
    dated = [each["date"] for each in catalogue["sources"] if "date" in each]
    assert aired
    for each in (*aired, *dated):
        assert each == date.fromisoformat(each).isoformat()


@pytest.mark.slow
def test_nothing_in_it_is_wrong_or_needs_a_look() -> None:
    assert check_text(CATALOGUE).notices == ()


def test_an_error_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    lines = text.splitlines()
    line = next(n for n, each in enumerate(lines, 1) if "value: [dating-former-client," in each)
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("[dating-former-client,", "[dating-nobody,", 1), encoding="utf-8")
    study = Study(str(tmp_path / "empty.db"), "therapist-boundaries")
    with (
        pytest.raises(InvalidText, match=rf"mine\.yaml:{line}  boundary-act: .dating-nobody"),
        write(study.target, actor="ana", command="init") as change,
    ):
        load_catalogue(change, file)
    assert study.keys("titles") == []


def test_a_study_that_begins_with_it_is_sound(starter_once: Path) -> None:
    with read(str(starter_once)) as connection:
        assert check(connection).problems == ()


@pytest.mark.slow
def test_each_of_its_units_is_the_same_in_every_study(begun: Study, starter_once: Path) -> None:
    uuids = [
        {row["key"]: row["uuid"] for what in KINDS for row in study.list(what).rows}
        for study in (begun, Study.at(starter_once))
    ]
    assert uuids[0] == uuids[1]
    assert len(set(uuids[0].values())) == len(uuids[0]) == 69 + 95 + 161
