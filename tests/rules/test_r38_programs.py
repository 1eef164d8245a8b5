"""Coders who are no people: NUMBERS R38."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select
from staff import GUIDES, ROBOT, add, basis_taken_in, notes, problems, row_of, taken_in
from study import Study
from teachers import BOOK, School

import portrayals
from portrayals.errors import AlreadyThere, InvalidRows, InvalidValue, PortrayalsError, UnknownKey
from portrayals.history.snapshot import snapshot
from portrayals.history.transaction import read, write
from portrayals.render.formats import render
from portrayals.render.write_rows import write_rows
from portrayals.services.browse.listing import list_things
from portrayals.services.exporting.export import export
from portrayals.services.reliability.reliability import reliability
from portrayals.services.report.facts import effort_of
from portrayals.services.report.report import report
from portrayals.services.study.undo import undo
from portrayals.tables import unit

# Who a coder is.


def test_r38_of_a_program_its_model_its_version_and_the_hash_of_its_instruction_are_kept(
    own_school: School, tmp_path: Path
) -> None:
    told = tmp_path / "prompt.txt"
    told.write_bytes(b"Code what you read.\n")
    add(own_school, "robot", name="The robot", **ROBOT, instruction=str(told))
    assert row_of(own_school, "robot") | {"uuid": ""} == {
        "key": "robot",
        "uuid": "",
        "name": "The robot",
        "kind": "program",
        "model": "model-m",
        "model_version": "2024-08-06",
        "instruction_sha256": sha256(b"Code what you read.\n").hexdigest(),
        "method": None,
        "annotations": 0,
    }
    assert b"Code what you read" not in Path(own_school.target).read_bytes()


def test_r38_whoever_is_said_to_be_nothing_else_is_a_person(school: School) -> None:
    assert row_of(school, "bea")["kind"] == "person"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"program": "model-m"}, "needs its version"),
        ({"program": "model-m", "model_version": " "}, "needs its version"),
        ({"program": " ", "model_version": "1"}, "needs its model"),
        ({"model_version": "1"}, "--model-version belongs to a program"),
        ({"instruction": "prompt.txt"}, "--instruction belongs to a program"),
        ({**GUIDES, "model_version": "1"}, "--model-version belongs to a program"),
        ({**GUIDES, **ROBOT}, "not both"),
        ({"compilation": " "}, "needs its method"),
    ],
)
def test_r38_what_does_not_go_together_is_refused(
    school: School, told: dict[str, str], why: str
) -> None:
    with pytest.raises(InvalidValue, match=why) as refused:
        add(school, "wrong", **told)
    assert refused.value.hint
    assert "wrong" not in school.keys("coders")


def test_r38_an_instruction_that_cannot_be_read_is_refused(school: School) -> None:
    with pytest.raises(UnknownKey, match=r"instruction nowhere\.txt cannot be read"):
        add(school, "wrong", **ROBOT, instruction="nowhere.txt")


def test_r38_a_key_that_is_taken_makes_no_program(staffed: School) -> None:
    with pytest.raises(AlreadyThere):
        add(staffed, "bea", **ROBOT)
    assert row_of(staffed, "bea")["kind"] == "person"


# Programs do not vote.


def test_r38_a_program_settles_nothing(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, robot="act=slap")
    assert staffed.outcomes(bond, "act", "slap", "help") == ["not-coded"] * 2
    assert staffed.truth(bond, "act:slap") == "undetermined"


@pytest.mark.parametrize("policy", ["majority", "unanimous", "any"])
def test_r38_a_program_changes_no_finding(staffed: School, policy: str) -> None:
    bond = staffed.bond()
    staffed.votes(bond, ana="act=slap", robot="act=help")
    assert staffed.outcomes(bond, "act", "slap", "help", policy=policy) == ["yes", "no"]
    assert staffed.keys("relationships", "disputed:yes") == []


def test_r38_a_program_does_not_outdo_a_worse_basis(staffed: School) -> None:
    bond = staffed.bond()
    staffed.annotate(bond, "act=slap", basis="documented")
    staffed.annotate(bond, "act=help", actor="robot", basis="watched")
    assert staffed.outcomes(bond, "act", "slap", "help") == ["incomplete"] * 2
    assert staffed.outcomes(bond, "act", "slap", "help", silence="no") == ["yes", "no"]


def test_r38_a_program_gives_no_majority_to_one_of_two(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, ana="act=slap", bea="act=help", robot="act=slap")
    assert staffed.outcome(bond, "act:slap") == "unsettled"


def test_r38_nor_in_one_wave(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, robot="act=slap", ana="act=help")
    assert staffed.outcomes(bond, "act", "slap", "help", wave="main") == ["no", "yes"]


def test_r38_a_program_is_read_by_its_name(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, ana="act=slap", robot="act=help")
    assert staffed.outcomes(bond, "act", "slap", "help", coder="robot") == ["no", "yes"]
    assert staffed.outcomes(bond, "act", "slap", "help", coder="ana") == ["yes", "no"]


def test_r38_whether_a_question_is_asked_of_a_program_is_by_its_own_answers(
    staffed: School,
) -> None:
    bond, other = staffed.bond(), staffed.bond()
    staffed.votes(bond, ana="act=slap", robot="act=help")
    with pytest.raises(InvalidValue, match="asked only where"):
        staffed.annotate(bond, "punished=yes", actor="robot")
    staffed.votes(other, ana="act=help", robot="act=slap")
    staffed.annotate(other, "punished=yes", actor="robot")


def test_r38_a_program_is_not_among_those_who_coded_a_unit(staffed: School) -> None:
    bond, other = staffed.bond(), staffed.bond()
    staffed.votes(bond, ana="act=slap", robot="act=slap")
    staffed.votes(other, robot="act=slap")
    with read(staffed.target) as connection:
        effort = effort_of(connection)
    [of_bonds] = [each for each in effort.coders_of if each.level == "relationship"]
    assert (of_bonds.nobody, of_bonds.one, of_bonds.several) == (1, 1, 0)
    assert effort.coders == 1
    with read(staffed.target) as connection:
        assert reliability(connection).rows == ()
    assert [each.annotations for each in effort.coded] == [1]


def test_r38_a_program_agrees_with_nobody(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, ana="act=slap", robot="act=slap")
    assert any(
        note.startswith("Coder agreement on act is unknown") for note in notes(staffed, "act")
    )


def test_r38_one_person_beside_a_program_is_shown_as_the_one_who_settled_it(
    staffed: School,
) -> None:
    bond = staffed.bond()
    staffed.votes(bond, ana="act=slap", robot="act=help")
    shown = staffed.show(bond)
    by = {each.coder: each.coder_kind for each in shown.annotations}
    assert by == {"ana": "person", "robot": "program"}


# Whoever becomes something else.


def test_r38_a_coder_who_becomes_a_program_has_no_votes_any_more(own_school: School) -> None:
    bond = own_school.bond()
    own_school.votes(bond, ana="act=slap", bea="act=help")
    study = portrayals.open(own_school.target, actor="ana")
    study.edit("bea", "kind=program", "model=model-m", "model_version=1")
    assert own_school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]
    with write(own_school.target, actor="ana", command="undo") as change:
        undo(change)
    assert own_school.outcome(bond, "act:slap") == "unsettled"
    assert row_of(own_school, "bea")["model"] is None
    assert problems(own_school) == ()


def test_r38_its_version_is_edited_and_taken_back(staffed: School) -> None:
    study = portrayals.open(staffed.target, actor="ana")
    study.edit("robot", "model_version=2")
    assert row_of(staffed, "robot")["model_version"] == "2"
    study.undo()
    assert row_of(staffed, "robot")["model_version"] == "2024-08-06"


@pytest.mark.parametrize(
    ("key", "edits", "why"),
    [
        ("robot", ["model="], "a program needs its model"),
        ("robot", ["kind=person"], "a person has no model"),
        ("robot", ["method=read"], "a program has no method"),
        ("robot", ["instruction_sha256=abc"], "not a SHA-256"),
        ("guides", ["method="], "a compilation needs its method"),
        ("bea", ["model=model-m"], "a person has no model"),
        ("bea", ["kind=consensus"], "is not a kind of coder"),
    ],
)
def test_r38_an_edit_leaves_no_half_a_coder(
    staffed: School, key: str, edits: list[str], why: str
) -> None:
    before = row_of(staffed, key)
    with pytest.raises(InvalidValue, match=why):
        portrayals.open(staffed.target, actor="ana").edit(key, *edits)
    assert row_of(staffed, key) == before


def test_r38_the_consensus_stays_what_it_is(own_school: School) -> None:
    own_school.decide(own_school.bond(), "act=help")
    with pytest.raises(InvalidValue, match="cannot be changed"):
        portrayals.open(own_school.target, actor="ana").edit("consensus", "kind=person")


# What is said of them.


def test_r38_figures_of_a_program_name_it_with_its_model_and_version(staffed: School) -> None:
    staffed.votes(staffed.bond(), robot="act=slap", ana="act=slap")
    said = "robot is a program: model-m, version 2024-08-06."
    assert said in notes(staffed, "act", coder="robot")
    assert not any("model-m" in each for each in notes(staffed, "act"))
    assert not any("program" in each for each in notes(staffed, "act", coder="ana"))


@pytest.mark.parametrize(
    ("where", "named"),
    [
        ("coder:robot", True),
        ("NOT coder:Robot", True),
        ("coder:any", True),
        ("basis:watched", True),
        ("coder:ana", False),
        ("act:slap", False),
    ],
)
def test_r38_units_that_a_program_helped_to_choose_name_it(
    staffed: School, where: str, named: bool
) -> None:
    bond, other = staffed.bond(), staffed.bond()
    staffed.annotate(bond, "act=slap", actor="robot", basis="watched")
    staffed.annotate(bond, "act=slap", basis="watched")
    staffed.votes(other, ana="act=help")
    said = "--where asks what a program coded: robot, model-m, version 2024-08-06."
    assert (said in notes(staffed, "act", where=where)) == named


def test_r38_every_command_that_counts_names_the_program(staffed: School) -> None:
    for value in ("slap", "help"):
        staffed.votes(staffed.bond(), robot=f"act={value}")
    study = portrayals.open(staffed.target)
    found = (
        study.trend("act:slap", coder="robot"),
        study.compare("act:slap", where="act:slap", versus="act:help", coder="robot"),
        study.crosstab("act", "harmful", coder="robot"),
        study.cooccur("act", coder="robot"),
    )
    for each in found:
        assert "robot is a program: model-m, version 2024-08-06." in each.notes, each.command


def test_r38_a_report_tells_of_programs_and_compilations(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, robot="act=slap", guides="act=slap")
    with read(staffed.target) as connection:
        said = dict(report(connection, staffed.target).methods.paragraphs())["Coding"]
    assert "coded the titles" not in said
    assert (
        "A compilation, guides, gave 1 annotation, made from published descriptions: “Coded from "
        "episode guides, by one reader”." in said
    )
    assert "a program, robot (model-m, version 2024-08-06), made 1 annotation; its" in said


# Sheets.


def test_r38_coders_that_an_import_makes_are_the_program_that_it_names(
    own_school: School, tmp_path: Path
) -> None:
    bond = own_school.bond()
    line = f"{bond},act,slap,robot,watched"
    taken_in(own_school, tmp_path, line, create=True, **ROBOT)
    row = row_of(own_school, "robot")
    assert (row["kind"], row["model"], row["annotations"]) == ("program", "model-m", 1)
    assert own_school.outcome(bond, "act:slap") == "not-coded"
    again = taken_in(own_school, tmp_path, line, **ROBOT)
    assert (again.added, again.same) == (0, 1)


def test_r38_without_a_program_they_are_people(own_school: School, tmp_path: Path) -> None:
    bond = own_school.bond()
    taken_in(own_school, tmp_path, f"{bond},act,slap,dora,watched", create=True)
    assert row_of(own_school, "dora")["kind"] == "person"
    assert own_school.outcome(bond, "act:slap") == "yes"


@pytest.mark.parametrize("by", ["bea", "", "guides", "other"])
def test_r38_what_a_program_said_is_put_down_to_nobody_else(
    staffed: School, tmp_path: Path, by: str
) -> None:
    add(staffed, "other", program="model-m", model_version="2025-01-01")
    with pytest.raises(InvalidRows, match="1 of 1 row cannot be read") as refused:
        taken_in(staffed, tmp_path, f"{staffed.bond()},act,slap,{by},", create=True, **ROBOT)
    assert "not the program of this file" in str(refused.value.to_dict())
    assert staffed.list("annotations").rows == ()


def test_r38_a_version_of_no_program_is_refused_before_anything_is_read(
    own_school: School, tmp_path: Path
) -> None:
    with pytest.raises(PortrayalsError, match="belongs to a program"):
        taken_in(own_school, tmp_path, "nothing,at,all,,", create=True, model_version="1")


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("by", ["export", "list"])
def test_r38_annotations_that_go_out_make_the_same_coders_elsewhere(
    staffed: School, tmp_path: Path, form: Literal["csv", "json"], by: str
) -> None:
    portrayals.open(staffed.target, actor="ana").edit("robot", f"instruction_sha256={'a' * 64}")
    bond = staffed.bond()
    staffed.votes(bond, robot="act=slap", guides="act=help", ana="act=help")
    sheet = tmp_path / f"told.{form}"
    with (
        sheet.open("w", encoding="utf-8", newline="") as page,
        read(staffed.target) as connection,
    ):
        if by == "list":
            page.write(render(list_things(connection, "annotations", []), form))
        else:
            found = export(connection, "annotations", table=form == "csv")
            write_rows(page, form, found.columns, found.rows)
    (tmp_path / "other").mkdir()
    other = School.made(tmp_path / "other")
    assert other.bond() == bond
    with read(staffed.target) as connection:
        uuids = connection.execute(select(unit.c.key, unit.c.uuid)).all()
    with closing(sqlite3.connect(other.target)) as same, same:  # the same units, as if imported
        same.executemany(
            "UPDATE unit SET uuid = ?2 WHERE key = ?1", [tuple(each) for each in uuids]
        )
    taking = portrayals.open(other.target, actor="ana")
    taking.import_annotations(str(sheet), create=True)
    told, there = (
        [row_of(school, key) | {"uuid": ""} for key in ("robot", "guides", "ana")]
        for school in (staffed, other)
    )
    assert there == told
    assert other.outcomes(bond, "act", "slap", "help") == ["no", "yes"]


def test_r38_of_what_was_decided_an_export_tells_no_coder(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, robot="act=slap")
    staffed.decide(bond, "act=help")
    with read(staffed.target) as connection:
        rows = list(export(connection, "annotations", table=True).rows)
    kinds = {row["coder"]: (row["coder_kind"], row["model"]) for row in rows}
    assert kinds == {"robot": ("program", "model-m"), "consensus": (None, None)}


def test_r38_where_all_are_people_an_export_tells_no_more_of_them(own_school: School) -> None:
    own_school.votes(own_school.bond(), ana="act=slap")
    with read(own_school.target) as connection:
        assert "coder_kind" not in export(connection, "annotations", table=True).columns


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("program,,", "a program needs its model"),
        (",model-m,1", "the kind of coder is not given"),
        ("robot,model-m,1", "is not a kind of coder"),
        ("person,model-m,1", "a person has no model"),
        ("program,model-m,2", "robot is a program (model-m, version 2024-08-06), not"),
    ],
)
def test_r38_a_sheet_tells_no_half_a_coder_and_no_other_one(
    staffed: School, tmp_path: Path, cells: str, why: str
) -> None:
    sheet = tmp_path / "sheet.csv"
    head = "unit,variable,value,coder,coder_kind,model,model_version"
    sheet.write_text(f"{head}\n{staffed.bond()},act,slap,robot,{cells}\n", encoding="utf-8")
    with pytest.raises(InvalidRows) as refused:
        portrayals.open(staffed.target, actor="ana").import_annotations(str(sheet), create=True)
    assert why in str(refused.value.problems[0]["reason"])


# What is kept, and what is checked.


def test_r38_what_is_told_of_a_coder_who_judged_is_content(staffed: School) -> None:
    def hashed() -> str:
        with read(staffed.target) as connection:
            return snapshot(connection)

    staffed.votes(staffed.bond(), robot="act=slap", guides="act=slap")
    study = portrayals.open(staffed.target, actor="ana")
    before = [hashed()]
    digest = "a" * 64
    for key, edit in (
        ("robot", "model=model-n"),
        ("robot", "model_version=2"),
        ("robot", f"instruction_sha256={digest}"),
        ("guides", "method=Read in reviews."),
    ):
        study.edit(key, edit)
        before.append(hashed())
    assert len(set(before)) == 5
    for _ in range(4):
        study.undo()
    assert hashed() == before[0]


@pytest.mark.postgresql
def test_r38_a_server_says_of_programs_and_compilations_what_a_file_says(
    own_school: School, empty_postgresql_url: str, tmp_path: Path
) -> None:
    made = Study(empty_postgresql_url)
    made.apply(BOOK, tmp_path)
    made.coder("bea", "cai")
    told = []
    for school in (own_school, School(empty_postgresql_url)):
        add(school, "robot", **ROBOT)
        add(school, "guides", **GUIDES)
        bonds = [school.bond() for _ in range(3)]
        school.votes(bonds[0], ana="act=slap", bea="act=help", robot="act=slap")
        school.votes(bonds[1], robot="act=slap")
        school.votes(bonds[2], guides="act=slap")
        basis = basis_taken_in(school, tmp_path)
        portrayals.open(school.target, actor="ana").edit(
            "cai", "kind=program", "model=model-m", "model_version=1"
        )
        with read(school.target) as connection:
            effort, hashed = effort_of(connection), snapshot(connection)
        by_robot = school.stats("act", coder="robot")
        found = school.stats("act", where="basis:unstated OR coder:any")
        told.append((found.rows, found.notes, by_robot.rows, by_robot.notes, basis, effort, hashed))
        assert problems(school) == ()
    assert told[0] == told[1]
