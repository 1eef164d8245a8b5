"""A report in a real browser: for everyone, on any screen, and asking nothing of the network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from once import Once
from playwright.sync_api import expect
from reported import HOSTILE, hostile_study, page_of
from window import Opening, Seen

from portrayals.render.cells import harmless

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 3_000_000
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
SCREENS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]


@pytest.fixture(scope="module")
def starter(once: Once, starter_once: Path) -> Path:
    def make(folder: Path) -> None:
        (folder / "report.html").write_text(page_of(str(starter_once)), encoding="utf-8")

    return once("starter-report", make) / "report.html"


@pytest.fixture(scope="module")
def hostile(once: Once) -> Path:
    def make(folder: Path) -> None:
        (folder / "report.html").write_text(page_of(hostile_study(folder)), encoding="utf-8")

    return once("hostile-report", make) / "report.html"


def titles(seen: Seen) -> list[str]:
    """The names of the titles that can be seen."""
    return [
        each.inner_text()
        for each in seen.page.locator("details.title > summary .name").all()
        if each.is_visible()
    ]


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_axe_finds_nothing_and_nothing_hangs_over(
    scheme: str, width: int, hostile: Path, opened: Opening
) -> None:
    seen = opened(hostile, width=width, color_scheme=scheme)
    assert seen.violations == []
    assert seen.overhang <= 0
    seen.page.evaluate(OPEN_ALL)
    assert seen.violations == []
    assert seen.overhang <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_starter(scheme: str, starter: Path, opened: Opening) -> None:
    seen = opened(starter, color_scheme=scheme)
    assert seen.violations == []
    seen.page.set_viewport_size({"width": 320, "height": 900})
    seen.page.evaluate(OPEN_ALL)
    assert seen.overhang <= 0


def test_a_page_asks_for_nothing_complains_of_nothing_and_is_small(
    starter: Path, opened: Opening
) -> None:
    seen = opened(starter)
    seen.page.evaluate(OPEN_ALL)
    seen.page.wait_for_load_state("networkidle")
    assert seen.requests == [starter.as_uri()]
    assert seen.complaints == []
    assert starter.stat().st_size < MOST


def test_what_is_hostile_is_shown_as_text_and_runs_nowhere(hostile: Path, opened: Opening) -> None:
    seen = opened(hostile)
    seen.page.evaluate(OPEN_ALL)
    seen.page.wait_for_load_state("networkidle")
    assert {harmless(name) for name in HOSTILE} <= set(titles(seen))
    assert seen.page.title() == "A study of portrayals"
    assert seen.page.locator("main img, main script, main iframe").count() == 0
    assert seen.requests == [hostile.as_uri()]
    assert (seen.dialogs, seen.complaints) == ([], [])


def test_what_is_put_in_the_page_later_cannot_run(hostile: Path, opened: Opening) -> None:
    seen = opened(hostile)
    seen.page.evaluate(
        """() => {
          const added = document.createElement("script");
          added.textContent = "alert(1)";
          document.body.append(added);
        }"""
    )
    assert seen.dialogs == []
    assert any("Content Security Policy" in each for each in seen.complaints)


def test_the_page_works_without_javascript(hostile: Path, opened: Opening) -> None:
    seen = opened(hostile, java_script_enabled=False)
    assert seen.page.locator("#filter").is_hidden()
    assert len(titles(seen)) == len(HOSTILE) + 1
    first = seen.page.locator("details.title").first
    first.locator("summary").click()
    assert first.locator("dl").first.is_visible()
    assert seen.page.locator("figure svg text").first.is_visible()


def test_titles_are_filtered_by_keyboard_and_their_number_is_announced(
    hostile: Path, opened: Opening
) -> None:
    seen = opened(hostile)
    page = seen.page
    left = page.locator("#filter-left")
    page.locator("#filter-words").focus()
    page.keyboard.type("ÉVIL")
    assert [name.startswith("evil") for name in titles(seen)] == [True]
    assert left.inner_text() == f"1 of {len(HOSTILE) + 1} titles"
    assert left.get_attribute("aria-live") == "polite"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "filter-finding"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "open-all"
    page.keyboard.press("Enter")
    assert page.locator("details.title[open]").count() == len(HOSTILE) + 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(left).to_have_text(re.compile("^6"))
    page.locator("#filter-finding").select_option("smoking:cigarette")
    assert len(titles(seen)) == 1 + len(HOSTILE) - 1


def test_the_first_stop_of_the_keyboard_skips_to_the_findings(
    hostile: Path, opened: Opening
) -> None:
    page = opened(hostile).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box() is not None
    page.keyboard.press("Enter")
    assert page.url.endswith("#headline")


def test_a_link_to_a_title_opens_it(hostile: Path, opened: Opening) -> None:
    page = opened(hostile).page
    page.locator("#claims a[href^='#title-']").first.click()
    page.wait_for_selector("details.title[open]")
    assert page.locator("details.title[open]").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_what_is_closed_is_printed(
    script: bool, hostile: Path, opened: Opening, tmp_path: Path
) -> None:
    page = opened(hostile, java_script_enabled=script).page
    closed = page.locator("details.title dl").first
    assert not closed.is_visible()
    page.emulate_media(media="print")
    assert closed.bounding_box() is not None
    assert page.locator("nav").is_hidden()
    assert page.locator("#filter").is_hidden()
    assert page.pdf(path=tmp_path / "report.pdf").startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_every_interval_is_in_sight_and_in_letters_that_can_be_read(
    scheme: str, starter: Path, opened: Opening
) -> None:
    seen = opened(starter, width=375, color_scheme=scheme)
    for wide in seen.page.locator(".wide-chart").all():
        assert not wide.is_visible()
    for chart in seen.page.locator(".narrow-chart svg").all():
        assert chart.is_visible()
        box = chart.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375
        letters = chart.locator("text").first.evaluate(
            "each => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a"
        )
        assert letters >= 10


def test_on_a_wide_screen_and_on_paper_a_chart_is_wide(starter: Path, opened: Opening) -> None:
    page = opened(starter).page
    assert page.locator(".wide-chart").first.is_visible()
    assert not page.locator(".narrow-chart").first.is_visible()
    narrow = opened(starter, width=375).page
    narrow.emulate_media(media="print")
    assert narrow.locator(".wide-chart").first.is_visible()
    assert not narrow.locator(".narrow-chart").first.is_visible()


def test_a_chart_takes_the_colours_of_the_page(hostile: Path, opened: Opening) -> None:
    def ink(scheme: str) -> str:
        page = opened(hostile, color_scheme=scheme).page
        text = page.locator("figure svg text").first
        colour: str = text.evaluate("each => getComputedStyle(each).fill")
        return colour

    assert ink("light") == "rgb(29, 33, 38)"
    assert ink("dark") == "rgb(228, 231, 234)"
