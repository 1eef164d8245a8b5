"""`--chart FILE.html` in a real browser: the picture is drawn, and nothing is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from study import Study
from window import Opening

from portrayals.cli.program import run

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def smokers(tmp_path_factory: pytest.TempPathFactory) -> str:
    study = Study(str(tmp_path_factory.mktemp("made") / "portrayals.db"), "smoking")
    for year, name in (("1942", "Rick"), ("1955", NAME), ("1961", "Ilsa")):
        film = study.title(name, year=year, genres=[NAME])
        study.tag(study.portrayal(film, name), "cigarette", "cigar", basis="watched")
    return study.target


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (["stats", "smoking"], ["3 of 3", "Cigarette"]),
        (["stats", "smokes", "--by", "genre"], [NAME]),
        (["trend", "smokes"], ["1940s", "1 of 1"]),
        (["cooccur", "smoking"], ["Cigarette"]),
        (["crosstab", "smokes", "decade"], ["1940s"]),
    ],
    ids=lambda each: " ".join(each[:2]),
)
def test_a_chart_is_drawn_and_asks_for_nothing(
    words: list[str], texts: list[str], smokers: str, opened: Opening, tmp_path: Path
) -> None:
    file = tmp_path / "figure.html"
    assert run(["--db", smokers, *words, "--chart", str(file)]) == 0
    seen = opened(file)
    seen.page.wait_for_selector("#chart svg text")
    drawn = seen.page.locator("#chart svg").text_content() or ""
    assert all(text in drawn for text in texts)
    box = seen.page.locator("#chart svg").bounding_box()
    assert box is not None
    assert box["width"] > 500
    assert box["height"] > 50
    assert seen.page.locator("#chart svg path, #chart svg rect").count() > 3
    seen.page.wait_for_load_state("networkidle")
    assert seen.requests == [file.as_uri()]
    assert (seen.complaints, seen.dialogs) == ([], [])
