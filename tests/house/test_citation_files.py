"""What the checkout says of how to cite it and of its licences agrees with the program."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import portrayals
from portrayals.codebook.head import head_of
from portrayals.services.report.cite import PROGRAM, cite_without_study

CHECKOUT = Path(__file__).parents[2]
ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


def text(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return dict(tomllib.loads(text("pyproject.toml"))["project"])


@pytest.fixture(scope="module")
def citation() -> dict[str, Any]:
    return dict(yaml.safe_load(text("CITATION.cff")))


def test_the_citation_file_is_of_this_version_and_its_licence(
    citation: dict[str, Any], project: dict[str, Any]
) -> None:
    assert citation["cff-version"] == "1.2.0"
    assert citation["title"] == project["name"]
    assert citation["version"] == portrayals.__version__
    assert citation["abstract"] == project["description"]
    assert citation["keywords"] == project["keywords"]
    assert citation["authors"] == project["authors"]
    assert citation["license"] == project["license"].split(" AND ")[0]


def test_its_references_are_the_catalogue_and_the_codebook_as_included(
    citation: dict[str, Any],
) -> None:
    included = cite_without_study().references[1:]
    assert [
        (
            each["title"],
            each["version"],
            each.get("date-released"),
            each["authors"],
            each["license"],
        )
        for each in citation["references"]
    ] == [
        (of.work.title, of.work.version, of.work.date, [{"name": of.work.author}], of.licence)
        for of in included
    ]


def test_the_program_cites_itself_as_the_project_and_its_licence_have_it(
    project: dict[str, Any],
) -> None:
    work = PROGRAM.work
    assert [{"name": work.author}] == project["authors"]
    assert f"Copyright (c) {work.date} {work.author}\n" in text("LICENSE")
    assert text("LICENSE").startswith(f"{PROGRAM.licence} License\n")


def test_a_deposit_has_the_same_version_and_licences(project: dict[str, Any]) -> None:
    deposit = json.loads(text(".zenodo.json"))
    assert deposit["version"] == portrayals.__version__
    assert [{"name": each["name"]} for each in deposit["creators"]] == project["authors"]
    assert deposit["license"] == PROGRAM.licence
    assert ADDRESS in deposit["notes"]


def test_the_licence_of_the_data_is_named_with_its_address(project: dict[str, Any]) -> None:
    assert project["license"] == "MIT AND CC-BY-4.0"
    assert project["license-files"] == ["LICENSE", "LICENSE-DATA"]
    licence = text("LICENSE-DATA")
    assert re.search(rf"^ +{ADDRESS} ", licence, re.MULTILINE)
    folders = re.findall(r"^ +portrayals/(\w+)$", licence, re.MULTILINE)
    data = {path.parent.name for path in (CHECKOUT / "portrayals").rglob("*.yaml")}
    assert set(folders) == data


def test_whatever_is_included_names_that_licence_itself() -> None:
    for path in (CHECKOUT / "portrayals" / "codebooks").glob("*.yaml"):
        assert head_of(path.read_text(encoding="utf-8")).licence == "CC-BY-4.0", path.name
    assert {each.licence for each in cite_without_study().references[1:]} == {"CC-BY-4.0"}
