"""constraints.txt names one release of each package that pyproject.toml asks for, and no more."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
COMMENT, *LINES = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
RELEASES = {
    canonicalize_name(name): release for name, _, release in (x.partition("==") for x in LINES)
}


def asked_for() -> list[Requirement]:
    """What pyproject.toml asks for, in whatever extra, besides extras of its own."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    everything = [project["dependencies"], *project["optional-dependencies"].values()]
    found = [Requirement(each) for group in everything for each in group]
    return [each for each in found if each.name != project["name"]]


def test_it_holds_names_and_releases_in_order_and_nothing_of_one_machine() -> None:
    assert COMMENT.startswith("# ")
    assert [line for line in LINES if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert list(RELEASES) == sorted(RELEASES)
    assert not {"pip", "setuptools", "portrayals"} & RELEASES.keys()


def test_it_has_a_release_that_is_allowed_of_each_package_asked_for() -> None:
    refused = [
        str(each)
        for each in asked_for()
        if RELEASES.get(canonicalize_name(each.name), "0") not in each.specifier
    ]
    assert refused == []
