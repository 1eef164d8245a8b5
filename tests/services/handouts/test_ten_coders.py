"""Ten coders against one lead: whatever comes in, in whatever order, is what each one meant."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pages import PageStudy
from played import Answers, played

from portrayals.database.engine import is_url
from portrayals.history.transaction import read, write
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.study.check import check

CODERS = ("ann", "bea", "cid", "dov", "eve", "fay", "gus", "hal", "ida", "jon")
DAYS = ("2025-12-01T10:00:00Z", "2025-12-02T10:00:00Z")
pytestmark = pytest.mark.slow


def saved(study: PageStudy, coder: str, given: Answers, day: str, gone: Answers) -> dict[str, Any]:
    """A coder's file: what they answered, and what they took back."""
    back = [
        {"unit": unit, "variable": variable, "state": "withdrawn"}
        for unit, variable in gone.keys() - given.keys()
    ]
    return study.saved(coder, *given.values(), *back, saved_at=day)


def meant(study: PageStudy, coder: str, given: Answers) -> dict[tuple[str, str], Any]:
    """What a coder meant, as a list of annotations tells it."""
    types = {each.key: each for each in study.handouts[coder].variables}
    told = {}
    for (_, variable), answer in given.items():
        basis = answer.get("basis", "watched")
        sets = types[variable].type == "multi" and answer["state"] in {"coded", "none"}
        complete = answer.get("complete", basis in {"watched", "unstated"}) if sets else None
        told[answer["key"], variable] = {
            "state": answer["state"],
            "value": worth(answer, types[variable].type),
            "doubtful": sorted(answer.get("doubtful", [])),
            "basis": basis,
            "complete": complete,
            "note": answer.get("note"),
            "evidence": [each["code"] for each in answer.get("evidence", [])],
        }
    return told


def worth(answer: dict[str, Any], type_: str) -> Any:
    if type_ == "multi":
        return sorted(answer.get("codes", [])) if answer["state"] in {"coded", "none"} else None
    if answer["state"] != "coded":
        return None
    if type_ == "boolean":
        return answer["codes"] == ["yes"]
    return answer.get("number", answer.get("text", *answer.get("codes", [None])))


def recorded(study: PageStudy, coder: str) -> dict[tuple[str, str], Any]:
    """What the study has of a coder."""
    return {
        (str(row["unit"]), str(row["variable"])): {
            "state": row["state"],
            "value": sorted(row["value"]) if isinstance(row["value"], list) else row["value"],
            "doubtful": sorted(row["doubtful"]),  # type: ignore[arg-type]
            "basis": row["basis"],
            "complete": row["complete"],
            "note": row["note"],
            "evidence": [each["code"] for each in row["evidence"]],  # type: ignore[attr-defined]
        }
        for row in study.list("annotations").rows
        if row["coder"] == coder
    }


def play(study: PageStudy, folder: Path, seed: int) -> None:
    """Two days of ten coders; each file comes in twice, and the days of a coder in their order.

    The files of the first day are collected one by one, those of the second together.
    """
    random = Random(seed)
    study.fill(folder, *CODERS)
    first = {each: played(random, study.handouts[each]) for each in CODERS}
    second = {each: played(random, study.handouts[each], first[each]) for each in CODERS}
    files = {
        **{(each, 0): saved(study, each, first[each], DAYS[0], {}) for each in CODERS},
        **{(each, 1): saved(study, each, second[each], DAYS[1], first[each]) for each in CODERS},
    }
    for day, given in enumerate((first, second)):
        coming = [files[each, day] for each in random.sample([*CODERS, *CODERS], 2 * len(CODERS))]
        before = study.changes()
        if day:
            study.collect_together(coming)
        else:
            for file in coming:
                study.collect(file)
        assert study.changes() == before + len(CODERS)
        for coder in CODERS:
            assert recorded(study, coder) == meant(study, coder, given[coder])
            again = study.collect(files[coder, day])
            assert (again.new, again.changed, again.withdrawn) == (0, 0, 0)
            assert again.same == len(given[coder])
    with read(study.target) as connection:
        assert check(connection).problems == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_ten_coders_send_back_is_what_each_of_them_meant(tmp_path: Path, seed: int) -> None:
    play(PageStudy(str(tmp_path / "study.db")), tmp_path, seed)


@pytest.mark.postgresql
def test_what_ten_coders_send_back_is_what_each_of_them_meant_on_postgresql(
    tmp_path: Path, empty_postgresql_url: str
) -> None:
    assert is_url(empty_postgresql_url)
    play(PageStudy(empty_postgresql_url), tmp_path, 1)


@pytest.fixture
def large(tmp_path: Path, starter_once: Path) -> PageStudy:
    """The starter catalogue, given to ten coders."""
    study = PageStudy.at(shutil.copy(starter_once, tmp_path))
    study.handouts = {}
    with write(study.target, actor="ana", command="add coder") as change:
        for each in CODERS:
            add_coder(change, each)
    study.hand_out("main", *CODERS, reliability="30%")
    return study


def test_ten_files_are_collected_within_two_seconds(large: PageStudy) -> None:
    random = Random(1)
    files, is_so = [], Answers()
    for each in CODERS:
        is_so |= played(random, large.handouts[each], is_so, alike=6)
        # Four of five are what the others say, too.
        given = played(random, large.handouts[each], is_so, alike=6)
        files.append(large.saved(each, *[*given.values()][-1480:]))
    assert sum(len(file["answers"]) for file in files) > 9_000
    large.collect(files[0] | {"answers": []})  # what is compiled once, for all that follows
    began = time.process_time()
    large.collect_together(files)
    assert time.process_time() - began < 4  # on a core that others use too, half as fast
