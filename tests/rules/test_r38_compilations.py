"""A catalogue's own reading of documents: NUMBERS R38."""

from __future__ import annotations

from pathlib import Path

import pytest
from staff import basis_taken_in, notes, row_of, taken_in
from teachers import School

import portrayals
from portrayals.errors import InvalidRows, InvalidValue, PortrayalsError
from portrayals.history.transaction import write
from portrayals.services.starter import load_catalogue


def compiled(said: tuple[str, ...]) -> list[str]:
    return [each for each in said if each.startswith("Compiled from published descriptions")]


def test_r38_of_a_compilation_its_method_is_kept(staffed: School) -> None:
    row = row_of(staffed, "guides")
    assert (row["kind"], row["method"], row["model"]) == (
        "compilation",
        "Coded from episode guides, by one reader.",
        None,
    )


def test_r38_a_published_catalogue_is_a_compilation_with_a_name_and_a_version(
    staffed: School,
) -> None:
    study = portrayals.open(staffed.target, actor="ana")
    with pytest.raises(InvalidValue, match="needs its name and its version"):
        study.edit("guides", "model=Guides to school films")
    study.edit("guides", "model=Guides to school films", "model_version=2 of 2025-01-31")
    row = row_of(staffed, "guides")
    assert (row["model"], row["model_version"]) == ("Guides to school films", "2 of 2025-01-31")
    with pytest.raises(InvalidValue, match="a person has no"):
        study.edit("guides", "kind=person", "method=")


def test_r38_whoever_has_watched_becomes_no_compilation(own_school: School) -> None:
    bond = own_school.bond()
    own_school.annotate(bond, "act=slap", actor="bea", basis="watched")
    study = portrayals.open(own_school.target, actor="ana")
    with pytest.raises(InvalidValue, match="1 annotation that a compilation cannot have"):
        study.edit("bea", "kind=compilation", "method=read")


def test_r38_a_compilation_votes(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, guides="act=slap")
    assert staffed.outcomes(bond, "act", "slap", "help") == ["incomplete"] * 2
    assert staffed.outcomes(bond, "act", "slap", "help", silence="no") == ["yes", "no"]
    assert staffed.truth(bond, "act:slap") == "true"
    assert staffed.truth(bond, "act:help") == "undetermined"


def test_r38_a_partial_vote_of_a_compilation_beside_a_complete_set_is_told(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, guides="act=slap")
    staffed.annotate(bond, "act=help")  # on an unstated basis, which is worse, and complete
    assert staffed.outcome(bond, "act:slap") == "unsettled"
    assert compiled(notes(staffed, "act")) == ["Compiled from published descriptions."]


def test_r38_undo_makes_no_compilation_of_whoever_has_watched(staffed: School) -> None:
    bond, study = staffed.bond(), portrayals.open(staffed.target, actor="ana")
    staffed.votes(bond, guides="act=slap")
    study.edit("guides", "kind=person", "method=")
    staffed.annotate(bond, "act=slap", actor="guides", basis="watched")
    with pytest.raises(PortrayalsError):
        study.undo()
    assert row_of(staffed, "guides")["kind"] == "person"


def test_r38_figures_that_rest_on_a_compilation_say_so_and_of_how_many_units(
    staffed: School,
) -> None:
    bonds = [staffed.bond() for _ in range(4)]
    staffed.votes(bonds[0], guides="act=slap")
    staffed.annotate(bonds[1], "act=help", basis="documented")
    staffed.votes(bonds[1], guides="act=slap")
    staffed.annotate(bonds[2], "act=help", basis="watched")
    staffed.votes(bonds[2], guides="act=slap")
    staffed.votes(bonds[3], ana="act=help")
    said = "Compiled from published descriptions: 2 of 4"
    assert compiled(notes(staffed, "act")) == [f"{said}."]
    assert compiled(notes(staffed, "harmful")) == [f"{said}."]
    assert compiled(notes(staffed, "act", level="title")) == [f"{said} relationships."]
    assert compiled(notes(staffed, "begun-by")) == []
    assert compiled(notes(staffed, "act", coder="ana")) == []
    alone = compiled(notes(staffed, "act", coder="guides"))
    assert alone == ["Compiled from published descriptions."]


def test_r38_what_was_decided_rests_on_the_decision(staffed: School) -> None:
    bond = staffed.bond()
    staffed.votes(bond, guides="act=slap")
    staffed.decide(bond, "act=help")
    staffed.annotate(bond, "act=help", actor="consensus", basis="documented")
    assert compiled(notes(staffed, "act")) == []


def test_r38_what_a_compilation_coded_for_training_or_replaced_is_no_vote(staffed: School) -> None:
    staffed.wave("trial", "training")
    staffed.wave("again")
    bond = staffed.bond()
    staffed.annotate(bond, "act=slap", basis="documented")
    staffed.annotate(bond, "act=slap", actor="guides", wave="trial")
    assert compiled(notes(staffed, "act")) == []
    staffed.annotate(bond, "act=slap", actor="guides", wave="main")
    staffed.annotate(bond, "act=unavailable", actor="guides", wave="again")
    assert compiled(notes(staffed, "act")) == []


def test_r38_units_that_are_not_counted_are_not_among_those_compiled(staffed: School) -> None:
    bond, film = staffed.bond(), staffed.film()
    out = staffed.bond(staffed.teacher(film))
    staffed.votes(bond, guides="act=slap")
    staffed.votes(out, guides="act=slap")
    staffed.screen(film, "out")
    said = ["Compiled from published descriptions."]
    assert compiled(notes(staffed, "act")) == said


@pytest.mark.parametrize("basis", ["watched", "watched-in-part", "unstated"])
def test_r38_a_compilation_has_watched_nothing(staffed: School, basis: str) -> None:
    bond = staffed.bond()
    for code in (staffed.tag, staffed.annotate):
        given = "slap" if code == staffed.tag else "act=slap"
        with pytest.raises(InvalidValue, match=f"documented, never {basis}"):
            code(bond, given, actor="guides", basis=basis)
    assert staffed.list("annotations").rows == ()


def test_r38_without_a_basis_a_compilation_is_documented(staffed: School) -> None:
    bond, other = staffed.bond(), staffed.bond()
    staffed.annotate(bond, "act=slap", actor="guides")
    staffed.annotate(other, "act=slap", actor="guides", basis="hearsay")
    staffed.tag(other, "help", actor="guides")
    bases = {row["unit"]: row["basis"] for row in staffed.list("annotations").rows}
    assert bases == {bond: "documented", other: "hearsay"}


@pytest.mark.parametrize("basis", ["watched", "watched-in-part", "unstated"])
def test_r38_an_import_refuses_what_a_compilation_watched(
    staffed: School, tmp_path: Path, basis: str
) -> None:
    with pytest.raises(InvalidRows) as refused:
        taken_in(staffed, tmp_path, f"{staffed.bond()},act,slap,guides,{basis}")
    [bad] = refused.value.problems
    assert (bad["column"], bad["value"]) == ("basis", basis)


def test_r38_without_a_basis_what_is_imported_of_a_compilation_is_documented(
    staffed: School, tmp_path: Path
) -> None:
    assert basis_taken_in(staffed, tmp_path) == ["unstated", "documented"]


def test_r38_the_coder_of_a_catalogue_with_a_method_is_a_compilation(
    own_school: School, tmp_path: Path
) -> None:
    file = tmp_path / "catalogue.yaml"
    text = (
        "title: Schools\ncoder: {key: catalogue, name: C, method: Read in guides.}\n"
        "titles:\n- {key: x, name: X, kind: film, portrayals: [{key: t, name: T, "
        "relationships: [{key: p, name: P, annotations: {act: {value: slap%s}}}]}]}\n"
    )
    file.write_text(text % ", basis: watched", encoding="utf-8")
    with (
        pytest.raises(PortrayalsError, match="never watched"),
        write(own_school.target, actor="ana", command="load") as change,
    ):
        load_catalogue(change, file)
    file.write_text(text % "", encoding="utf-8")
    with write(own_school.target, actor="ana", command="load") as change:
        load_catalogue(change, file)
    assert row_of(own_school, "catalogue")["method"] == "Read in guides."
    assert [row["basis"] for row in own_school.list("annotations").rows] == ["documented"]
