"""The pages of a handout and of decisions in Firefox, opened from the disk."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import deciding
import pytest
from bidi import Firefox
from coding import Meant, played, read_answers, written
from handouts import category, couples, handout_of, question
from sheets import answer as given
from sheets import difference, sheet_of
from window import RUN_AXE, axe, violations_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Starting = Callable[[], Firefox]


@pytest.fixture
def firefox(firefox_program: str, tmp_path: Path) -> Iterator[Starting]:
    """Starts Firefox with a profile that stays the same."""
    started: list[Firefox] = []

    def start() -> Firefox:
        started.append(Firefox(firefox_program, tmp_path / "profile", tmp_path / "downloads"))
        return started[-1]

    yield start
    for each in started:
        each.kill()


def text(browser: Firefox, element: str) -> str:
    """What an element of the page says."""
    said: str = browser.evaluate(f"document.getElementById('{element}').textContent")
    return said


def until(true: Callable[[], Any]) -> Any:
    """What is true at last, within ten seconds."""
    deadline = time.monotonic() + 10
    while not (found := true()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
    return found


def until_saved(browser: Firefox, answers: int) -> None:
    """Waits until the page says that so many answers are saved."""
    until(lambda: text(browser, "saved").startswith(f"{answers} answers saved"))


def sent(browser: Firefox, folder: Path, name: str = "ana-main.answers.json") -> dict[str, Any]:
    """The file that the page saves."""
    browser.types("f")
    file = folder / "downloads" / name
    until(
        lambda: (
            file.exists() and file.stat().st_size and not file.with_suffix(".json.part").exists()
        )
    )
    read: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return read


def test_thirty_units_are_coded_by_keyboard_alone(firefox: Starting, tmp_path: Path) -> None:
    handout = handout_of(couples(10, each=1))
    browser = firefox()
    browser.opens(written(handout, tmp_path))
    until(lambda: browser.evaluate("document.getElementById('basis').open"))
    browser.types("Enter")
    meant: Meant = {}
    for unit, script in played(handout, Random(7)):
        for variable, keys, answer in script:
            assert (
                browser.evaluate("document.querySelector('legend .label').textContent")
                == variable.label
            )
            browser.types(*keys, "Enter")
            meant[unit.uuid, variable.key] = answer
    assert "All units are done" in text(browser, "said")
    assert read_answers(sent(browser, tmp_path)) == meant


def violations(browser: Firefox) -> list[str]:
    """What axe finds against the page as it is now."""
    browser.evaluate(axe())
    return violations_in(json.loads(browser.evaluate(f"{RUN_AXE}.then(JSON.stringify)")))


def test_axe_finds_nothing_in_firefox_either(firefox: Starting, tmp_path: Path) -> None:
    browser = firefox()
    browser.opens(written(handout_of(couples(1)), tmp_path))
    until(lambda: browser.evaluate("document.getElementById('basis').open"))
    found = {"basis": violations(browser)}
    browser.types("Enter", "PageDown", "PageDown", "0", "3", "ArrowDown", "m")
    found["question"] = violations(browser)
    for key, name in (
        ("l", "units"),
        ("h", "keys"),
        ("e", "place"),
        ("t", "note"),
        ("p", "person"),
    ):
        browser.types(key)
        assert browser.evaluate("document.querySelectorAll('dialog[open]').length") == 1, name
        found[name] = violations(browser)
        browser.types("Escape")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_differences_are_decided_by_keyboard_and_axe_finds_nothing(
    firefox: Starting, tmp_path: Path
) -> None:
    feeling = question("feeling", codes=(category("glad"), category("sad")))
    told = [
        difference(f"film-{place}", "feeling", given("A", "glad"), given("B", "sad"))
        for place in range(12)
    ]
    browser = firefox()
    browser.opens(deciding.written(sheet_of([feeling], *told), tmp_path))
    until(lambda: browser.evaluate("document.getElementById('terms').open"))
    assert violations(browser) == []
    browser.types("ArrowDown", "Enter")
    for place in range(12):
        assert text(browser, "position") == f"{place + 1} of 12"
        browser.types("ab"[place % 2], "1234"[place % 4], *"So")
        if place < 2:
            assert violations(browser) == []
        browser.types("Enter")
    assert "All differences are decided" in text(browser, "said")
    decisions = sent(browser, tmp_path, "decide.decisions.json")["decisions"]
    assert [each["codes"] for each in decisions] == [["glad"], ["sad"]] * 6


def test_a_killed_firefox_loses_no_answer_that_was_called_saved(
    firefox: Starting, tmp_path: Path
) -> None:
    feeling = question("feeling", codes=(category("glad"), category("sad")))
    file = written(handout_of(couples(40, each=1), variables=[feeling]), tmp_path)
    browser = firefox()
    browser.opens(file)
    until(lambda: browser.evaluate("document.getElementById('basis').open"))
    browser.types("Enter")
    for number in (2, 4, 6):
        browser.types("1", "Enter", "2", "Enter")
        until_saved(browser, number)
        browser.kill()
        browser = firefox()
        browser.opens(file)
        until_saved(browser, number)
        assert text(browser, "position") == f"{number + 1} of 40"


def test_a_thousand_titles_open_within_a_second(firefox: Starting, tmp_path: Path) -> None:
    browser = firefox()
    browser.opens(written(handout_of(couples(1000, each=3)), tmp_path))
    until(lambda: browser.evaluate("document.getElementById('basis').open"))
    assert text(browser, "position") == "1 of 5000"
    timing = "performance.getEntriesByType('navigation')[0].duration"
    assert browser.evaluate(timing) < 1000
