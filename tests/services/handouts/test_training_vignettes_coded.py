"""The vignettes from the first page to the score: three coders, each of whom errs in one way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from played import is_asked

import portrayals
from portrayals.results.handout import Handout, ModelAnswer
from portrayals.study import Study

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
Answer = dict[str, Any]
#: What a coder says where the catalogue says something; None is nothing.
Judges = Callable[[ModelAnswer], Answer | None]


def as_the_catalogue(model: ModelAnswer) -> Answer:
    return {name: asdict(model)[name] for name in ("state", "codes", "doubtful")}


def nothing(_: ModelAnswer) -> None:
    return None


def never_an_act(model: ModelAnswer) -> Answer:
    return {"state": "none"} if model.variable == "boundary-act" else as_the_catalogue(model)


@pytest.fixture(params=ENGINES)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("empty_postgresql_url") if on_server else None
    made = portrayals.init(url or tmp_path / "practice.db", actor="lea", training=True)
    for coder in ("ana", "ben", "eve"):
        made.add_coder(coder)
        made.assign("training", [coder])
    return made


def answered(handout: Handout, judges: Judges) -> dict[tuple[str, str], Answer]:
    """What a coder answers to what the page then asks, by unit and variable."""
    assert handout.model is not None
    models = {(each.unit, each.variable): each for each in handout.model.answers}
    given: dict[tuple[str, str], Answer] = {}
    for unit, of in asked_of(handout, given):
        model = models.get((unit, of))
        if model is not None and (said := judges(model)) is not None:
            given[unit, of] = {"basis": "watched", **said}
    return given


def asked_of(
    handout: Handout, given: Mapping[tuple[str, str], Answer]
) -> Iterator[tuple[str, str]]:
    """The units and variables that the page asks about, as these answers grow."""
    units = {each.uuid: each for each in handout.units}
    for unit in handout.to_code:
        for of in handout.variables:
            own = {key: each for (uuid, key), each in given.items() if uuid == unit.uuid}
            if of.level == unit.level and is_asked(of, unit, units, {unit.uuid: own}):
                yield unit.uuid, of.key


def sent_back(handout: Handout, given: Mapping[tuple[str, str], Answer], file: Path) -> Path:
    """The file of answers that the coder's page saves."""
    book = {"key": handout.codebook, "version": handout.codebook_version}
    saved = {
        "format": 1,
        "handout": handout.sha256,
        "coder": handout.coder,
        "wave": handout.wave,
        "codebook": book | {"sha256": handout.codebook_sha256},
        "saved_at": "2026-11-01T10:00:00Z",
        "basis": "watched",
        "answers": [{"unit": unit, "variable": of, **each} for (unit, of), each in given.items()],
    }
    file.write_text(json.dumps(saved))
    return file


def coded_by(study: Study, coder: str, judges: Judges, folder: Path) -> int:
    """Hands out, has it coded and takes it in; how many answers were new."""
    handout = study.handout(coder, "training", folder / f"{coder}.html", answers_of="catalogue")
    file = sent_back(handout, answered(handout, judges), folder / f"{coder}.answers.json")
    taken = study.collect(file)
    assert taken.refused == ()
    return taken.new


def test_three_coders_score_as_they_err(study: Study, tmp_path: Path) -> None:
    asked = len(study.list_annotations().rows)
    assert coded_by(study, "ana", as_the_catalogue, tmp_path) == asked
    assert coded_by(study, "ben", nothing, tmp_path) == 0
    assert 0 < coded_by(study, "eve", never_an_act, tmp_path) < asked

    scored = study.reliability(wave="training", against="catalogue", per="pair")
    rows = {(row.variable, row.between): row for row in scored.rows if row.code is None}
    assert {pair for _, pair in rows} == {("ana", "catalogue"), ("eve", "catalogue")}
    of_ana = [row for row in scored.rows if row.between == ("ana", "catalogue") and row.units]
    assert {row.variable for row in of_ana} == {variable for variable, _ in rows}
    assert {row.percent_agreement for row in of_ana} == {100}
    of_eve = rows["boundary-act", ("eve", "catalogue")]
    # Of the two whose acts are open, or in doubt alone, there is nothing to compare.
    assert of_eve.units == 22
    assert of_eve.percent_agreement == pytest.approx(100 * 2 / 22)  # two have no act
    assert rows["protective-act", ("eve", "catalogue")].percent_agreement == 100
    assert not any("partial" in note for note in scored.notes)


def test_nothing_that_they_answer_is_counted(study: Study, tmp_path: Path) -> None:
    before = study.stats("boundary-act").to_dict()
    coded_by(study, "eve", never_an_act, tmp_path)
    after = study.stats("boundary-act").to_dict()
    assert {**after, "provenance": None} == {**before, "provenance": None}


def test_every_question_that_the_page_asks_has_an_answer(study: Study, tmp_path: Path) -> None:
    handout = study.handout("ana", "training", tmp_path / "ana.html", answers_of="catalogue")
    assert handout.model is not None
    given = {
        (each.unit, each.variable): {"basis": "watched", **as_the_catalogue(each)}
        for each in handout.model.answers
    }
    assert {*asked_of(handout, given)} == {*given}
    assert len(handout.to_code) == 24


def test_the_page_tells_each_vignette_and_the_command_says_so(study: Study, tmp_path: Path) -> None:
    handout = study.handout("ana", "training", tmp_path / "ana.html", answers_of="catalogue")
    told = {each.key: each.synopsis for each in handout.units if each.level == "title"}
    assert told == {row["key"]: row["synopsis"] for row in study.list_titles().to_dict()}
    page = (tmp_path / "ana.html").read_text()
    assert all(text is not None and json.dumps(text)[1:40] in page for text in told.values())
