"""What `reliability --data` writes is what was compared: R recomputes every figure from it."""

from __future__ import annotations

import csv
import json
import random
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from other_programs import other_program
from teachers import BOOK, School

from portrayals.cli.program import run
from portrayals.errors import AlreadyThere, InvalidValue
from portrayals.history.transaction import write
from portrayals.services.catalogue.people import add_portrayal, add_relationship
from portrayals.services.catalogue.titles import add_title
from portrayals.study import Study

#: What coders may say of each variable; the states of `begun-by` are values of it.
SAID = {
    "length": ("90", "93", "96", "120"),  # those no more than 5 apart agree
    "subject": ("science", "arts", "sport"),
    "standing": ("low", "middling", "high", "cannot-tell"),
    "pupils": ("0", "2.5", "7", "100000"),
    "tenured": ("yes", "no"),
    "act": (*("slap", "slap;help", "help", "none", "harm", "mock;maybe:praise") * 3, "cane"),
    "begun-by": ("teacher", "pupil", "cannot-tell"),
}
LISTED = BOOK.replace("version: 1.0", "version: 1.1").replace(
    "  - key: begun-by\n", "  - key: begun-by\n    states_as_values: [cannot-tell]\n"
)

FIGURES = {
    "units": "units",
    "percent_agreement": "percent_agreement",
    "alpha": "alpha",
    "low": "alpha_low",
    "high": "alpha_high",
    "cohen_kappa": "cohen_kappa",
    "fleiss_kappa": "fleiss_kappa",
    "gwet_ac1": "gwet_ac1",
}

Row = dict[str, Any]


@pytest.fixture(scope="session")
def rscript() -> str:
    """R of the machine. Without it the test is skipped, but in CI it fails."""
    return other_program("Rscript", "r-base-core")


def codings(units: Sequence[str], variable: str, coders: Sequence[str]) -> Iterator[Row]:
    """What coders say of units, mostly the same; some units were coded in a second wave, too."""
    draw = random.Random(variable)
    for unit in units:
        for wave in ("main", "later") if draw.random() < 0.2 else ("main",):
            truth = draw.choice(SAID[variable])
            for coder in coders:
                value = truth if draw.random() < 0.8 else draw.choice(SAID[variable])
                if draw.random() < 0.85:
                    yield {
                        "unit": unit,
                        "variable": variable,
                        "coder": coder,
                        "wave": wave,
                        "value": value,
                    }


def coded(school: School, folder: Path, coders: Sequence[str]) -> None:
    """Forty films with one teacher or two, coded by all coders with gaps."""
    school.apply(LISTED, folder)
    school.wave("later")
    draw, films, teachers, bonds = random.Random(1), [], [], []
    with write(school.target, actor="ana", command="add titles") as made:
        for number in range(40):
            (film,) = add_title(made, f"Film {number}", duplicate=True).keys
            films.append(film)
            for name in ("A", "B") if draw.random() < 0.5 else ("A",):
                (teacher,) = add_portrayal(made, film, f"{name}. Teacher").keys
                teachers.append(teacher)
                bonds += add_relationship(made, teacher, "A pupil").keys
    units = dict.fromkeys(SAID, teachers) | {"length": films, "act": bonds, "begun-by": bonds}
    units["tenured"] = teachers[:12]  # too few for limits
    rows = [each for variable in SAID for each in codings(units[variable], variable, coders)]
    with (folder / "coded.csv").open("w", newline="") as sheet:
        told = csv.DictWriter(sheet, list(rows[0]))
        told.writeheader()
        told.writerows(rows)
    Study(school.target, actor="ana").import_annotations(folder / "coded.csv")


@pytest.fixture
def coded_school(own_school: School, tmp_path: Path, request: pytest.FixtureRequest) -> School:
    """A school that was coded by the coders whom the test names."""
    coded(own_school, tmp_path, request.param)
    return own_school


def printed_by_r(rscript: str, folder: Path) -> dict[str, Row]:
    """The figures that the script prints, by file; null where it prints NA."""
    script = folder / "reliability.R"
    ran = subprocess.run(
        [rscript, "--vanilla", str(script)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    head, *lines = [line.split() for line in ran.stdout.splitlines()]
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    return {
        row["file"]: {name: None if cell == "NA" else cell for name, cell in row.items()}
        for row in rows
    }


@pytest.mark.parametrize(
    ("coded_school", "options"),
    [
        (("ana", "bea"), ()),
        (("ana", "bea", "cai"), ()),
        (("ana", "bea", "cai"), ("--per", "pair", "--confidence", "80")),
        (("ana", "bea", "cai"), ("--against", "cai", "--per", "code", "--metric", "masi")),
    ],
    indirect=["coded_school"],
)
def test_r_recomputes_every_figure_to_its_sixth_digit(
    rscript: str,
    coded_school: School,
    options: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "for reviewers"
    words = ["reliability", *options, "--json", "--data", str(folder)]
    assert run(["--db", coded_school.target, *words]) == 0
    said = capsys.readouterr()
    assert f"files to {folder}: see README.txt in it." in said.err
    ours = [row for row in json.loads(said.out)["rows"] if row["metric"] != "masi"]
    theirs = printed_by_r(rscript, folder)
    assert len(ours) == len(theirs) > 10
    for row in ours:
        name = ".".join(filter(None, (row["variable"], row["code"], *(row["between"] or ()))))
        found = theirs[name]
        assert (found["level"], found["limits"]) == (row["metric"], row["method"] or "too-few")
        told = [found[each] for each in FIGURES]
        expected = [row[each] for each in FIGURES.values()]
        assert [each is None for each in told] == [each is None for each in expected], name
        assert [float(each) for each in told if each] == pytest.approx(
            [each for each in expected if each is not None], abs=6e-7, rel=0
        ), name
    assert {row["metric"] for row in ours} == {"nominal", "ordinal", "interval"}
    assert {row["method"] for row in ours} == {"jackknife", "lower-limit", None}


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values_of(school: School, name: str, folder: Path, **options: Any) -> list[tuple[str, ...]]:
    """The values of each unit, coder by coder, as the wide file has them."""
    Study(school.target).reliability(data=folder, force=True, **options)
    return [tuple(row.values())[2:] for row in rows_of(folder / "wide" / f"{name}.csv")]


def test_of_a_unit_coded_in_two_waves_the_latest_has_a_row_or_that_which_is_named(
    own_school: School, tmp_path: Path
) -> None:
    own_school.wave("later")
    bond = own_school.bond()
    for wave, value in (("main", "pupil"), ("later", "parent")):
        for actor in ("ana", "bea"):
            own_school.annotate(bond, f"begun-by={value}", actor=actor, wave=wave)
    for options, values, wave, value in (
        ({}, ("3", "3"), "later", "parent"),
        ({"wave": "main"}, ("2", "2"), "main", "pupil"),
    ):
        assert values_of(own_school, "begun-by", tmp_path / "values", **options) == [values]
        told = rows_of(tmp_path / "values" / "long" / "begun-by.csv")
        assert [(each["row"], each["coder"], each["wave"], each["value"]) for each in told] == [
            ("1", "ana", wave, value),
            ("1", "bea", wave, value),
        ]
        assert {each["unit_key"] for each in told} == {bond}


def test_what_does_not_pair_is_left_out_and_what_one_coder_said_is_kept(
    own_school: School, tmp_path: Path
) -> None:
    silent, out, both = own_school.bond(), own_school.bond(), own_school.bond()
    own_school.votes(silent, ana="begun-by=cannot-tell", bea="begun-by=not-applicable")
    own_school.votes(out, ana="begun-by=parent", bea="begun-by=parent")
    own_school.screen(out.partition("/")[0], "out")
    own_school.votes(both, ana="begun-by=teacher", bea="begun-by=pupil")
    own_school.annotate(both, "begun-by=pupil")  # changed later
    own_school.coded("begun-by=parent")
    folder = tmp_path / "values"
    assert sorted(values_of(own_school, "begun-by", folder)) == [("1", "2"), ("3", "")]
    assert (folder / "recal2" / "begun-by.csv").read_text() == "1,2\n"


def test_codes_of_a_set_are_yes_or_no_and_those_without_a_row_have_no_file(
    own_school: School, tmp_path: Path
) -> None:
    own_school.votes(own_school.bond(), ana="act=slap", bea="act=cane;maybe:help")
    folder = tmp_path / "values"
    assert values_of(own_school, "act.slap", folder) == [("1", "0")]
    assert values_of(own_school, "act.violence", folder) == [("1", "1")]
    files = {each["file"]: each["level"] for each in rows_of(folder / "files.csv")}
    assert files == dict.fromkeys(
        ("act.harm", "act.violence", "act.slap", "act.cane", "act.help"), "nominal"
    )
    assert {each.name for each in (folder / "wide").iterdir()} == {f"{name}.csv" for name in files}


def test_an_earlier_and_a_later_self_are_told_apart(own_school: School, tmp_path: Path) -> None:
    own_school.wave("again", "recode")
    bond = own_school.coded("begun-by=pupil")
    own_school.annotate(bond, "begun-by=parent", wave="again")
    folder = tmp_path / "values"
    assert values_of(own_school, "begun-by", folder, wave="again") == [("2", "3")]
    assert [*rows_of(folder / "wide" / "begun-by.csv")[0]][2:] == ["earlier", "later"]
    assert {each["coder"] for each in rows_of(folder / "long" / "begun-by.csv")} == {"ana"}
    assert "an earlier self" in (folder / "README.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("variables", [(), ("begun-by",)])
def test_nothing_to_compare_is_refused_and_leaves_no_folder(
    own_school: School, tmp_path: Path, variables: tuple[str, ...]
) -> None:
    own_school.coded("begun-by=pupil")
    with pytest.raises(InvalidValue, match="no unit has two values") as refused:
        Study(own_school.target).reliability(*variables, data=tmp_path / "values")
    assert refused.value.hint
    assert not (tmp_path / "values").exists()


def test_a_folder_that_holds_files_is_filled_only_by_force(
    own_school: School, tmp_path: Path
) -> None:
    own_school.votes(own_school.bond(), ana="begun-by=pupil", bea="begun-by=pupil")
    study, note = Study(own_school.target), tmp_path / "values" / "note.txt"
    note.parent.mkdir()
    note.write_text("mine")
    with pytest.raises(AlreadyThere, match="has files in it") as refused:
        study.reliability(data=note.parent)
    assert (refused.value.hint or "").endswith("force=True")
    study.reliability(data=note.parent, force=True)
    assert note.read_text() == "mine"
    assert "portrayals reliability --data" in (note.parent / "README.txt").read_text("utf-8")
