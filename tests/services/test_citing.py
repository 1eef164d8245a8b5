"""How a study is cited: what it rests on, what was changed since, and what nobody has stated."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from study import Study

import portrayals
from portrayals.cli.program import run
from portrayals.errors import InvalidCodebook
from portrayals.history.transaction import write
from portrayals.results.cite import Citation, Reference
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.report.cite import cite_without_study
from portrayals.services.starter import starter_head
from portrayals.services.study.info import describe

BOOK = """\
codebook: school
version: "1"
label: Teachers at school
{about}
variables:
  - {{key: tone, label: Tone, level: title, type: nominal, codes: [{{key: comic, label: Comic}}]}}
"""
UNIT = "prime/lisa-metzger/rafi-gardet"


@pytest.fixture
def begun(starter_once: Path, tmp_path: Path) -> Study:
    """A study that begins with the starter catalogue."""
    return Study.at(shutil.copy(starter_once, tmp_path))


@pytest.fixture
def own(tmp_path: Path) -> Study:
    """A study that begins with nothing."""
    return Study(str(tmp_path / "own.db"))


def cited(study: Study) -> Citation:
    return portrayals.open(study.target).cite()


def works(citation: Citation) -> dict[str, Reference]:
    return {each.of: each for each in citation.references}


def stated(study: Study, *fields: str) -> None:
    with write(study.target, actor="ana", command="db describe") as change:
        describe(change, fields)


def lacking(citation: Citation) -> list[str]:
    return [each.what for each in citation.missing]


def test_a_study_as_it_was_loaded_is_the_catalogue_itself_with_its_snapshot(begun: Study) -> None:
    found = cited(begun)
    head, info = starter_head(), portrayals.open(begun.target).info()
    assert list(works(found)) == ["program", "catalogue", "codebook"]
    catalogue = works(found)["catalogue"]
    assert (catalogue.work.title, catalogue.work.version) == (head["title"], head["version"])
    assert (catalogue.work.author, catalogue.licence) == (head["creator"], "CC-BY-4.0")
    assert catalogue.work.date == head["date"]
    assert catalogue.text.endswith(f"[Data set]. Snapshot {info.snapshot}.")
    assert found.snapshot == info.snapshot
    assert any("as published: nothing was changed" in each for each in found.notes)
    assert found.missing == ()


def test_a_study_changed_since_is_no_longer_the_catalogue_and_both_are_cited(begun: Study) -> None:
    begun.tag(UNIT, "flirting")
    found = works(cited(begun))
    assert list(found) == ["program", "catalogue", "codebook", "study"]
    assert found["catalogue"].work.note is None
    assert found["study"].work.note == f"Snapshot {portrayals.open(begun.target).info().snapshot}"
    assert any("is not that catalogue as published" in each for each in cited(begun).notes)


def test_what_was_undone_changes_nothing_in_how_it_is_cited(begun: Study) -> None:
    before = cited(begun)
    begun.tag(UNIT, "flirting")
    portrayals.open(begun.target, actor="ana").undo()
    after = cited(begun)
    assert (after.references, after.snapshot) == (before.references, before.snapshot)


def test_title_and_creator_of_the_catalogue_are_not_those_of_a_study_changed_since(
    begun: Study,
) -> None:
    begun.tag(UNIT, "flirting")
    study = works(cited(begun))["study"]
    assert (study.work.title, study.work.author, study.licence) == (None, None, None)
    assert study.work.form == "Data set with codings of Therapists on screen, version 1.0"
    assert lacking(cited(begun)) == ["a title of the study's own", "who made the study"]
    stated(begun, "title=Office hours", "creator=A. Researcher")
    assert works(cited(begun))["study"].text.startswith("A. Researcher. (20")
    assert "Office hours [Data set with codings of" in works(cited(begun))["study"].text
    assert lacking(cited(begun)) == []


def test_the_version_of_the_catalogue_is_that_which_was_loaded(begun: Study) -> None:
    with portrayals.open(begun.target, actor="ana") as study:
        study.edit("catalogue", "model_version=0.9 of 2025-01-31")
    work = works(cited(begun))["catalogue"].work
    assert (work.version, work.date) == ("0.9", "2025-01-31")


def test_a_catalogue_of_which_nobody_knows_who_made_it_has_no_author(begun: Study) -> None:
    with portrayals.open(begun.target, actor="ana") as study:
        study.edit("catalogue", "model=Teachers on screen", "model_version=3")
    assert works(cited(begun))["catalogue"].text == (
        "Teachers on screen (Version 3) [Data set]. (n.d.)."
    )


def test_an_own_study_is_cited_by_what_was_stated_of_it(own: Study) -> None:
    own.title("Zazie")
    found = cited(own)
    assert list(works(found)) == ["program", "study"]
    assert works(found)["study"].text.startswith("[Data set]. (2")
    assert works(found)["study"].text.endswith(f"). Snapshot {found.snapshot}.")
    stated(own, "title=School films", "creator=A. Researcher", "licence=CC0-1.0")
    assert works(cited(own))["study"].text.startswith("A. Researcher. (")
    assert works(cited(own))["study"].licence == "CC0-1.0"


def test_a_catalogue_taken_in_from_a_sheet_keeps_its_edition(own: Study, tmp_path: Path) -> None:
    own.apply(BOOK.format(about=""), tmp_path)
    told = {"kind": "compilation", "method": "Read.", "model": "Guides", "model_version": "2"}
    with write(own.target, actor="ana", command="add coder guides") as change:
        add_coder(change, "guides", told=told)
    own.annotate(own.title("Zazie"), "tone=comic", actor="guides")
    other = Study(str(tmp_path / "other.db"))
    other.apply(BOOK.format(about=""), tmp_path)
    for what in ("titles", "annotations"):
        sheet = str(tmp_path / f"{what}.csv")
        assert run(["--db", own.target, "export", what, sheet]) == 0
        assert run(["--db", other.target, "--as", "ana", "import", what, sheet, "--create"]) == 0
    assert works(cited(other))["catalogue"].text == "Guides (Version 2) [Data set]. (n.d.)."
    assert cited(other).snapshot == cited(own).snapshot


@pytest.mark.postgresql
def test_a_study_on_a_server_is_cited_alike(empty_postgresql_url: str, own: Study) -> None:
    there = Study(empty_postgresql_url)
    for study in (there, own):
        study.title("Zazie")
        portrayals.open(study.target, actor="ana").undo()
        assert cited(study).snapshot is None
        study.title("Zazie")
    assert cited(there).to_dict() == cited(own).to_dict()


def test_its_date_is_the_day_of_its_latest_change(own: Study) -> None:
    own.title("Zazie")
    latest = portrayals.open(own.target).history().entries[0].at[:10]
    found = cited(own)
    assert (found.as_of, works(found)["study"].work.date) == (latest, latest)


def test_a_study_without_content_has_no_snapshot_and_says_so(own: Study) -> None:
    found = cited(own)
    assert list(works(found)) == ["program"]
    assert (found.snapshot, found.as_of) == (None, None)
    assert found.notes[0] == "The study has no content yet, and so no snapshot to cite."


@pytest.mark.parametrize(
    ("about", "said", "missing"),
    [
        ("", "Teachers at school (Version 1) [Codebook]. (n.d.).", True),
        (
            "creator: B. Coder\ndate: 2025-06\nlicence: CC0-1.0",
            "B. Coder. (2025, June). Teachers at school (Version 1) [Codebook].",
            False,
        ),
    ],
)
def test_a_codebook_is_cited_by_the_head_of_its_file(
    own: Study, tmp_path: Path, about: str, said: str, missing: bool
) -> None:
    own.apply(BOOK.format(about=about), tmp_path)
    found = cited(own)
    assert works(found)["codebook"].text == said
    assert bool(lacking(found)) == missing


def test_a_codebook_of_a_day_that_does_not_exist_is_refused(own: Study, tmp_path: Path) -> None:
    with pytest.raises(InvalidCodebook) as refused:
        own.apply(BOOK.format(about="date: 2026-02-30"), tmp_path)
    assert "book.yaml:4" in refused.value.problems[0]


def test_without_a_study_the_program_and_what_it_includes_are_cited() -> None:
    found = cite_without_study()
    assert list(works(found)) == ["program", "catalogue", "codebook"]
    assert found.snapshot is None
    assert found.notes[0].startswith("There is no study here, and so no snapshot.")


@pytest.mark.parametrize(
    "ask",
    [
        lambda study: study.methods().to_dict()["sentences"],
        lambda study: study.list("coders").rows,
    ],
)
def test_methods_and_lists_name_the_same_edition(
    begun: Study, ask: Callable[[portrayals.Study], object]
) -> None:
    work = works(cited(begun))["catalogue"].work
    told = str(ask(portrayals.open(begun.target)))
    assert str(work.title) in told
    assert f"{work.version} of {work.date}" in told
