"""A live study of therapists takes over the second edition of its codebook, and the whole of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from study import Study

from portrayals.history.transaction import read, write
from portrayals.results.codebook_diff import CodebookDiff
from portrayals.services.codebooks.apply import apply_codebook
from portrayals.services.codebooks.diff import codebook_diff
from portrayals.services.codebooks.read import read_source
from portrayals.services.codebooks.show import list_codebooks
from portrayals.services.exporting.export import export
from portrayals.services.starter import CATALOGUE
from portrayals.services.study.check import check
from portrayals.services.study.create import create

FIRST = "therapist-boundaries-1.0.1"
NOW = "therapist-boundaries"
CORE = "therapist-boundaries-core"


def by_the_first_edition(folder: Path) -> Path:
    """The starter catalogue as it is coded without the groups that only the second edition has."""
    text = re.sub(r"(dating|sexual-contact)-client\b(?!-)", r"\1", CATALOGUE.read_text("utf-8"))
    catalogue = folder / "catalogue.yaml"
    catalogue.write_text(text.replace(f"codebook: {NOW}", f"codebook: {FIRST}"), "utf-8")
    return catalogue


def begun(target: str, folder: Path) -> Study:
    """A study with the first edition and the starter, in which ana has also watched something."""
    create(target, actor="ana", command="init", starter=by_the_first_edition(folder))
    study = Study.at(target)
    therapist = study.portrayal(study.title("An Invented Film"), "Ada Brook")
    study.annotate(therapist, "gender=female", "seductive-dress=no", basis="watched")
    for name, act in (("Tom Hill", "bartering"), ("Una Reed", "none")):
        client = study.relationship(therapist, name)
        study.annotate(client, f"boundary-act={act}", "client-gender=male", basis="watched")
    return study


def apply(study: Study, source: str) -> None:
    with write(study.target, actor="ana", command=f"codebook apply {source}") as change:
        apply_codebook(change, source)


def findings(study: Study) -> set[tuple[str, ...]]:
    """What is found, of every unit and variable."""
    with read(study.target) as connection:
        rows = export(connection, "findings", table=True).rows
        return {tuple(map(str, row.values())) for row in rows}


def of(variables: Sequence[str], found: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {row for row in found if row[2] in variables}


def annotations_by_version(study: Study) -> dict[str, int]:
    with read(study.target) as connection:
        versions = list_codebooks(connection).versions
    return {each.version: each.annotations for each in versions}


def takes_over_the_second_edition(study: Study) -> None:
    before, coded = findings(study), annotations_by_version(study)
    apply(study, NOW)
    after = findings(study)
    new = {each.key for each in read_source(NOW).variables}
    new -= {each.key for each in read_source(FIRST).variables}
    assert annotations_by_version(study) == {**coded, "1.1": 0}
    assert before - after == of(["seductive-dress"], before)  # which is no longer asked
    assert of(["seductive-dress"], before)
    assert {row[2] for row in after - before} <= new
    with read(study.target) as connection:
        assert check(connection).problems == ()


@pytest.mark.slow
def test_a_study_takes_over_the_second_edition_and_finds_what_it_found(tmp_path: Path) -> None:
    takes_over_the_second_edition(begun(str(tmp_path / "study.db"), tmp_path))


@pytest.mark.postgresql
def test_a_study_on_a_server_takes_over_the_second_edition(
    empty_postgresql_url: str, tmp_path: Path
) -> None:
    takes_over_the_second_edition(begun(empty_postgresql_url, tmp_path))


def edition(study: Study) -> CodebookDiff:
    with read(study.target) as connection:
        return codebook_diff(connection, NOW)


def test_what_the_second_edition_changes_has_to_be_coded_only_where_it_is_new(
    tmp_path: Path,
) -> None:
    target = str(tmp_path / "study.db")
    create(target, actor="ana", command="init", codebook=FIRST)
    diff = edition(Study.at(target))
    again = {row.variable: row.again for row in diff.rows if row.again}
    new = ("orchowski-type", "circumstances", "misuse-of-office", "duty-to-warn")
    assert again == dict.fromkeys(new, "all")
    assert not {"drop-code", "drop-variable", "retype"} & {row.kind for row in diff.rows}
    assert diff.proposed == ()


@pytest.mark.slow
def test_what_was_coded_by_the_core_stands_in_the_whole(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"), CORE)
    therapist = study.portrayal(study.title("An Invented Film"), "Ada Brook")
    study.annotate(therapist, "gender=female", "profession=psychologist", basis="watched")
    client = study.relationship(therapist, "Tom Hill")
    study.annotate(client, "boundary-act=sexual-romantic;place", "client-gender=male")
    study.annotate(client, "client-status=former", "interval=2-to-5-years", "tone=comic")
    before = findings(study)
    apply(study, NOW)
    assert before - findings(study) == set()
    for query, true in (
        ("boundary-act:sexual-romantic", True),
        ("sexual-or-romantic-act:yes", True),
        ("dyad:woman-with-man", True),
        ("boundary-act:dating", False),  # a kind of it, and the core does not ask which
        ("NOT boundary-act:dating", False),
        ("NOT boundary-act:role", True),  # looked for and not found
        ("boundary-act:abandonment", False),  # the core does not ask
        ("NOT boundary-act:abandonment", False),
    ):
        assert study.keys("relationships", *query.split()) == [client] * true, query
