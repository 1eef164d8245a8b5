"""The training vignettes as shipped: what each tells, and what its answers rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import portrayals
from portrayals.codebook.model import Code, Variable
from portrayals.errors import InvalidValue
from portrayals.history.transaction import read
from portrayals.services.codebooks.read import current_document, read_source
from portrayals.services.starter import CATALOGUE
from portrayals.services.study.check import check
from portrayals.services.study.create import create
from portrayals.services.study.training import ANSWERED, VIGNETTES
from portrayals.study import Study

Block = Mapping[str, Any]

#: What a note says of a vignette: which of the three kinds it is, and whom it is drawn from.
NOTE = re.compile(r"(Easy|Two acts|Seen differently)\. After (\S+) of the starter catalogue\.")
#: Parts of the keys of codes that give nothing away.
EVERYDAY = {"and", "client", "current", "former", "in", "no", "of", "out", "to"}


def titles_in(file: Path) -> Sequence[Block]:
    titles: Sequence[Block] = yaml.load(file.read_text(), Loader=yaml.CBaseLoader)["titles"]  # noqa: S506
    return titles


@cache
def vignettes() -> Sequence[Block]:
    return titles_in(VIGNETTES)


each_vignette = pytest.mark.parametrize("vignette", vignettes(), ids=lambda each: str(each["key"]))


def answers(vignette: Block) -> Mapping[str, Block]:
    """The answers, by variable, about the one relationship of a vignette."""
    [therapist] = vignette["portrayals"]
    [relationship] = therapist["relationships"]
    given: Mapping[str, Block] = relationship["annotations"]
    return given


def codes(answer: Block) -> set[str]:
    """The codes of a set, those in doubt as `maybe:CODE`; of another answer none."""
    return set() if isinstance(answer["value"], str) else set(answer["value"])


def bare(answer: Block) -> set[str]:
    """The codes of a set, in doubt or not."""
    return {code.removeprefix("maybe:") for code in codes(answer)}


def kind_and_source(vignette: Block) -> tuple[str, str]:
    """Which of the three kinds it is, and the relationship it is drawn from."""
    found = NOTE.fullmatch(vignette["notes"])
    assert found is not None, vignette["notes"]
    return found[1], found[2]


def names(blocks: Sequence[Block]) -> Iterator[str]:
    """The names of all people and their performers."""
    for block in blocks:
        for each in (*block.get("portrayals", ()), *block.get("relationships", ())):
            yield each["name"]
            yield each.get("performer", "")
            yield from names([each])


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return portrayals.init(
        tmp_path_factory.mktemp("training") / "practice.db", actor="ana", training=True
    )


@pytest.fixture(scope="module")
def starter(starter_once: Path) -> Study:
    return portrayals.open(starter_once, read_only=True)


def test_there_are_eight_of_each_kind_in_order() -> None:
    kinds = [kind_and_source(each)[0] for each in vignettes()]
    assert kinds == ["Easy"] * 8 + ["Two acts"] * 8 + ["Seen differently"] * 8
    acts = [len(bare(answers(each)["boundary-act"])) for each in vignettes()]
    assert {*acts[:8]} == {0, 1}
    assert {*acts[8:16]} == {2}


@each_vignette
def test_it_is_told_in_90_to_150_words(vignette: Block) -> None:
    assert 90 <= len(vignette["synopsis"].split()) <= 150


@each_vignette
def test_each_answer_has_a_reason_and_each_code_the_words_that_bear_it(vignette: Block) -> None:
    for variable, answer in answers(vignette).items():
        assert answer["note"].endswith("."), variable
        places = answer.get("evidence", ())
        assert {each["code"] for each in places if "code" in each} == bare(answer), variable
        assert all(each["quote"] in vignette["synopsis"] for each in places), variable


@each_vignette
def test_it_names_no_act_that_it_is_to_be_given(vignette: Block) -> None:
    told = set(re.findall(r"\w+", vignette["synopsis"].casefold() + vignette["name"].casefold()))
    for code in bare(answers(vignette)["boundary-act"]):
        assert not told & {*code.split("-")} - EVERYDAY, code


def test_nobody_in_them_has_the_name_of_anybody_on_screen() -> None:
    taken = {
        part for name in names(titles_in(CATALOGUE)) for part in re.findall(r"[A-Z]\w\w+", name)
    }
    own = {
        part
        for vignette in vignettes()
        for text in (vignette["synopsis"], vignette["name"], *names([vignette]))
        for part in re.findall(r"[A-Z]\w\w+", text)
    }
    calendar = {"January", "March", "May"}
    assert own & taken - calendar - {"She", "The"} == set()


def test_the_acts_are_the_catalogues_own(starter: Study) -> None:
    rows: Sequence[Block] = starter.list_annotations().to_dict()
    recorded = {
        row["unit"]: {*row["value"], *(f"maybe:{code}" for code in row["doubtful"])}
        for row in rows
        if (row["variable"], row["wave"], row["state"]) == ("boundary-act", "main", "coded")
    }
    for vignette in vignettes():
        acts = codes(answers(vignette)["boundary-act"])
        assert acts <= recorded.get(kind_and_source(vignette)[1], set()), vignette["key"]


def test_the_last_eight_are_of_those_whose_acts_the_second_coding_saw_differently(
    starter: Study,
) -> None:
    rows = starter.disagreements(wave="second").rows
    differing = {row.unit for row in rows if row.variable == "boundary-act"}
    drawn = {kind_and_source(each)[1] for each in vignettes()[16:]}
    assert len(drawn) == 8
    assert drawn <= differing


def test_a_study_of_them_is_sound_and_counts_nothing(study: Study) -> None:
    with read(str(study.target)) as connection:
        assert check(connection).problems == ()
    found: Block = study.stats("boundary-act").to_dict()
    assert (found["n"], found["states"]["not-coded"]) == (0, 24)
    assert study.list_relationships("boundary-act:any").rows == ()


def test_each_question_is_answered_somewhere_and_no_other() -> None:
    assert {variable for each in vignettes() for variable in answers(each)} == {*ANSWERED}


def test_it_asks_what_the_codebook_asks_in_the_same_words(study: Study) -> None:
    whole = read_source("therapist-boundaries")
    with read(str(study.target)) as connection:
        part = current_document(connection)
    assert part is not None
    assert (part.key, part.version) == ("therapist-boundaries-training", whole.version)
    assert [each.key for each in part.variables] == [
        each.key for each in whole.variables if each.key in ANSWERED
    ]
    for each in part.variables:
        same = whole.variable(each.key)
        assert same is not None
        assert without_lines(each) == without_lines(same)


def without_lines(of: Variable) -> Variable:
    """The same, wherever it stands in its file."""

    def moved(code: Code) -> Code:
        return replace(code, line=0, codes=tuple(map(moved, code.codes)))

    return replace(of, line=0, codes=tuple(map(moved, of.codes)))


def test_each_of_its_units_is_the_same_in_every_study(study: Study, tmp_path: Path) -> None:
    other = portrayals.init(tmp_path / "practice.db", actor="ben", training=True)
    for what in ("titles", "portrayals", "relationships"):
        mine: Sequence[Block] = study.list(what).to_dict()
        theirs: Sequence[Block] = other.list(what).to_dict()
        assert [each["uuid"] for each in mine] == [each["uuid"] for each in theirs]


def test_its_coder_and_its_notice_say_that_no_clinician_has_judged_the_answers(
    study: Study, tmp_path: Path
) -> None:
    said = create(str(tmp_path / "p.db"), actor="ana", command="init", training=True).said
    assert said.endswith("No clinician has judged the answers to the vignettes.")
    coders: Sequence[Block] = study.list("coders").to_dict()
    [judge] = [each for each in coders if each["key"] == "catalogue"]
    assert judge["kind"] == "compilation"
    assert "no clinician has judged" in judge["name"]
    assert "no clinician has judged" in judge["method"]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"codebook": "none"}, "answers to a codebook, and none is wanted"),
        ({"codebook": "smoking"}, "smoking-on-screen does not ask what .* boundary-act, client-"),
        ({"starter": True}, "are two studies"),
    ],
)
def test_what_it_cannot_be_made_with_is_refused_and_nothing_is_made(
    tmp_path: Path, other: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(InvalidValue, match=said):
        portrayals.init(tmp_path / "practice.db", actor="ana", training=True, **other)
    assert [*tmp_path.iterdir()] == []
