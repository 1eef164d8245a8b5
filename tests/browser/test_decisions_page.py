"""The page of differences in a real browser: decided by keyboard alone, for everyone, and safe."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from coding import WITHOUT_FILES
from deciding import Lead, written
from handouts import category, question, uuid_of
from sheets import answer, difference, piece, sheet_of
from window import Opening

import portrayals
from portrayals.results.disagreements import Disagreement, Sheet

pytestmark = pytest.mark.browser

SCREENS = [(scheme, width) for scheme in ("light", "dark") for width in (375, 1280)]
HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(2)>',
    "דליה ברק",
    "' \" & \\ {{ 7 * 7 }}",
)

COLOURS = question(
    "colours",
    type_="multi",
    question="Which colours are there?",
    codes=(
        category("warm", category("red", definition="Like blood"), category("orange")),
        category("blue", definition="Like the sky"),
        category("green"),
    ),
)
FEELING = question("feeling", codes=(category("glad"), category("sad")))
LENGTH = question("length", type_="number", minimum=0.0, maximum=300.0, measure="minutes")
WORDS = question("summary", type_="text")
LOUD = question("loud", type_="boolean")
Sitting = Callable[..., Lead]


@pytest.fixture
def sit(opened: Opening, tmp_path: Path) -> Sitting:
    """Seats somebody before the page of a sheet."""

    def seat(sheet: Sheet, **options: Any) -> Lead:
        lead = Lead(opened(written(sheet, tmp_path), script=WITHOUT_FILES, **options).page)
        lead.begins()
        return lead

    return seat


def feelings(number: int) -> list[Disagreement]:
    """Titles of which one coder says glad and the other sad."""
    return [
        difference(f"film-{place}", "feeling", answer("A", "glad"), answer("B", "sad"))
        for place in range(number)
    ]


COLOURED = difference(
    "film",
    "colours",
    answer(
        *("A", "red", "blue"),
        complete=True,
        note="Clear.",
        evidence=(piece(code="red", episode="S01E02", start="12:30", quote="It bleeds."),),
    ),
    answer("B", "red", doubtful=("green",), complete=False, basis="watched-in-part"),
    level="relationship",
    names=("A film (1999)", "Ada", "Ben"),
)


# --- decided by keyboard alone


@pytest.mark.slow
def test_eighty_differences_are_decided_by_keyboard_alone(sit: Sitting) -> None:
    lead = sit(sheet_of([FEELING], *feelings(80)))
    for place in range(80):
        assert lead.position == f"{place + 1} of 80"
        if place % 10:  # an earlier reason is taken up
            lead.types("ab"[place % 2], "1234"[place % 4], "ArrowDown", "Enter", "Enter")
        else:
            lead.decides("ab"[place % 2], "1234"[place % 4], f"Reason {place}")
    assert lead.said.startswith("All differences are decided")
    lead.saved(80)
    sent = lead.saves()
    assert (sent["format"], sent["wave"]) == (1, "main")
    causes = ("rule", "slip", "scene", "missing-code")
    for place, each in enumerate(sent["decisions"]):
        assert each["unit"] == uuid_of(f"film-{place}")
        assert each["codes"] == [("glad", "sad")[place % 2]]
        assert each["cause"] == causes[place % 4]
        assert each["reason"] == f"Reason {place - place % 10}"
        assert (each["method"], each["alone"]) == ("expert", False)


def test_answers_stand_side_by_side_and_what_both_have_in_common_apart(sit: Sitting) -> None:
    lead = sit(sheet_of([COLOURS], COLOURED))
    assert lead.text("#title") == "A film (1999)"
    assert lead.text("#people") == "Ada with Ben"
    assert lead.text(".common") == "Both\nRed"
    first, second = (lead.page.locator(f"article[data-letter={letter}]") for letter in "AB")
    assert first.locator(".own").inner_text() == "Blue"
    assert first.locator(".evidence").inner_text() == "Red: S01E02 · 12:30 · “It bleeds.”"
    assert first.locator(".note").inner_text() == "Note: Clear."
    assert second.locator(".own").inner_text() == "maybe Green"
    assert second.locator(".hint").inner_text() == "Watched parts of it, partial"
    rules = lead.text("#rules")
    assert "Like the sky" in rules
    assert "Like blood" not in rules


def test_another_answer_of_each_type_is_picked_or_written(sit: Sitting) -> None:
    lead = sit(
        sheet_of(
            [COLOURS, FEELING, LENGTH, WORDS, LOUD],
            COLOURED,
            difference("one", "feeling", answer("A", "glad"), answer("B", state="cannot-tell")),
            difference("two", "length", answer("A", number=90.0), answer("B", number=95.0)),
            difference("three", "summary", answer("A", text="So"), answer("B", text="Else")),
            difference("four", "loud", answer("A", "yes"), answer("B", "no")),
            difference("five", "colours", answer("A", "red"), answer("B", "blue")),
        )
    )
    lead.types("e", "5", "m")  # begins at what both have
    lead.decides("Enter", "1", "Both are there")
    lead.types("e", "2")
    lead.decides("Enter", "2", "Tears")
    lead.types("e", *"301", "Enter")
    assert lead.text("#field-wrong") == "The largest number here is 300."
    lead.types("Backspace", "Backspace", *"0.5")
    lead.decides("Enter", "2", "By the clock")
    lead.types("e", *"A nice film, 3 acts")
    lead.decides("Enter", "4", "Better so")
    lead.decides("c", "3", "It is dark")
    lead.decides("n", "1", "Black and white")
    found = {(each["key"], each["variable"]): each for each in lead.decisions()}
    assert found["film", "colours"]["codes"] == ["red"]
    assert found["film", "colours"]["doubtful"] == ["green"]
    assert found["one", "feeling"]["codes"] == ["sad"]
    assert found["two", "length"]["number"] == 30.5
    assert found["three", "summary"]["text"] == "A nice film, 3 acts"
    assert found["four", "loud"]["state"] == "cannot-tell"
    assert found["five", "colours"]["state"] == "none"


def test_a_decision_is_made_once_it_has_answer_cause_and_reason(sit: Sitting) -> None:
    lead = sit(sheet_of([FEELING], *feelings(2)))
    lead.types("1")
    assert lead.said == "Say first which answer is right."
    lead.types("b", "Enter")
    assert lead.said == "Say why they differ: 1 to 4."
    lead.types("2", "Enter")
    assert lead.said == "A decision needs its reason."
    assert lead.focused == "reason"
    lead.types(*"Seen twice", "Enter")
    assert lead.position == "2 of 2"
    [decision] = lead.decisions()
    assert (decision["codes"], decision["cause"]) == (["sad"], "slip")
    assert decision["reason"] == "Seen twice"


def test_a_decision_is_changed_and_taken_back_and_a_skipped_difference_returns(
    sit: Sitting,
) -> None:
    lead = sit(sheet_of([FEELING], *feelings(3)))
    lead.types("s")
    lead.decides("a", "1", "So")
    lead.types("p", "p", "PageDown")
    assert lead.position == "2 of 3"
    lead.types("b", "Escape", "3", "Enter")
    [decision] = lead.decisions()
    assert (decision["codes"], decision["cause"], decision["reason"]) == (["sad"], "scene", "So")
    lead.types("p", "w")
    [decision] = lead.decisions()
    assert decision["state"] == "withdrawn"
    lead.decides("a", "1", "So again")
    lead.decides("a", "1", "And here")
    assert lead.position == "1 of 3"
    assert "to return to" in lead.text("#people")


def test_how_and_with_whom_is_asked_once_and_kept(opened: Opening, tmp_path: Path) -> None:
    file = written(sheet_of([FEELING], *feelings(3)), tmp_path)
    lead = Lead(opened(file, script=WITHOUT_FILES).page)
    lead.page.wait_for_selector("#terms[open]")
    lead.types("Enter")
    assert lead.text("#terms-wrong") == "A discussion takes two: say with whom."
    lead.types(*"ana, ben", "Enter")
    assert lead.text("#terms-shown") == "In discussion with others: ana, ben"
    lead.decides("a", "1", "So")
    lead.types("o", "ArrowDown", "ArrowDown", "Enter")
    assert lead.text("#terms-wrong") == "Who decides alone has nobody with them."
    lead.types("Control+a", "Delete", "Enter")
    lead.decides("a", "1", "So")
    first, second = lead.decisions()
    assert (first["method"], first["with"], first["alone"]) == ("discussion", ["ana", "ben"], False)
    assert (second["method"], second.get("with"), second["alone"]) == ("alone", None, True)


def test_a_third_answer_has_its_letter_and_its_key(sit: Sitting) -> None:
    three = (answer("A", "glad"), answer("B", "sad"), answer("C", "glad"))
    lead = sit(sheet_of([FEELING], difference("film", "feeling", *three)))
    lead.decides("Shift+C", "1", "So")
    assert lead.decisions()[0]["codes"] == ["glad"]


def test_what_was_decided_and_begun_is_there_again_and_goes_on_elsewhere(
    opened: Opening, tmp_path: Path
) -> None:
    file, kept = written(sheet_of([FEELING], *feelings(3)), tmp_path), tmp_path / "kept.json"
    lead = Lead(opened(file, script=WITHOUT_FILES).page)
    lead.begins()
    lead.decides("b", "1", "So")
    lead.types("a", "2")
    lead.saved(1)
    window = lead.page.context
    lead.page.close()
    lead = Lead(window.new_page())
    lead.page.goto(file.as_uri())
    lead.saved(1)
    assert lead.position == "2 of 3"
    assert lead.text("#decided") == "Decision: Glad"
    lead.types("Escape")
    lead.saves(kept)
    other = Lead(opened(file, script=WITHOUT_FILES).page)
    other.begins()
    other.page.locator("#answered-file").set_input_files(kept)
    other.saved(1)
    assert other.decisions()[0]["reason"] == "So"


def test_decisions_on_what_was_answered_otherwise_are_left_out(
    opened: Opening, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    before = written(sheet_of([FEELING], *feelings(2)), tmp_path)
    lead = Lead(opened(before, script=WITHOUT_FILES).page)
    lead.begins()
    lead.decides("b", "1", "So")
    lead.decides("b", "1", "So")
    lead.saves(kept)
    changed = difference("film-0", "feeling", answer("A", "glad"), answer("B", state="cannot-tell"))
    file = written(sheet_of([FEELING], changed, *feelings(2)[1:]), tmp_path)
    other = Lead(opened(file, script=WITHOUT_FILES).page)
    other.begins()
    other.page.locator("#answered-file").set_input_files(kept)
    other.saved(1)
    assert "left out of it: 1 decision of kept.json" in other.text("#trouble")


# --- taken in


@pytest.mark.slow
def test_the_second_codings_of_the_starter_are_decided_in_one_page_and_collected(
    opened: Opening, tmp_path: Path, starter_once: Path
) -> None:
    file, saved = tmp_path / "decide.html", tmp_path / "saved.json"
    ana = portrayals.open(shutil.copy(starter_once, tmp_path), actor="ana")
    sheet = ana.decisions_page(file, wave="second")
    number = len(sheet.disagreements)
    assert number >= 36
    lead = Lead(opened(file, script=WITHOUT_FILES).page)
    lead.begins()
    for place in range(number):
        lead.decides("ab"[place % 2], "1234"[place % 4], f"Read again, {place}")
    lead.saved(number)
    lead.saves(saved)
    done = ana.collect(saved)
    assert (done.new, done.refused) == (number, ())
    assert ana.disagreements(wave="second").rows == ()
    assert ana.collect(saved).same == number


# --- for everyone, and safe


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_axe_finds_nothing_and_nothing_hangs_over(
    scheme: str, width: int, opened: Opening, tmp_path: Path
) -> None:
    long = difference(
        "long",
        "colours",
        answer("A", "red", note="x" * 90),
        answer("B", "blue", note=HOSTILE[2]),
        level="portrayal",
        names=("ה" * 60, "A" * 90),
    )
    file = written(sheet_of([COLOURS], COLOURED, long), tmp_path)
    seen = opened(file, width=width, color_scheme=scheme, script=WITHOUT_FILES)
    lead = Lead(seen.page)
    seen.page.wait_for_selector("#terms[open]")
    found: dict[str, Any] = {"terms": seen.violations}
    lead.begins()
    if width < 1000:
        lead.types("?")
    found["answers"] = seen.violations
    lead.decides("a", "1", "x" * 90)
    lead.types("e")
    found["another answer"] = seen.violations
    lead.types("Enter", "3", "ArrowDown")
    found["reason"] = seen.violations
    assert seen.overhang <= 0
    lead.types("Escape")
    for key, name in (("l", "list"), ("h", "keys")):
        lead.types(key)
        found[name] = seen.violations
        assert seen.overhang <= 0
        lead.types("Escape")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_names_notes_and_reasons_are_text_whatever_they_contain(
    opened: Opening, tmp_path: Path
) -> None:
    wild = question(
        "wild",
        level="portrayal",
        question=HOSTILE[0],
        codes=(category("a", label=HOSTILE[0], definition=HOSTILE[1]), category("b")),
    )
    told = [
        difference(
            f"film-{place}",
            "wild",
            answer("A", "a", note=name, evidence=(piece(quote=name, source=name),)),
            answer("B", "b"),
            level="portrayal",
            names=(name, name),
        )
        for place, name in enumerate(HOSTILE)
    ]
    file = written(sheet_of([wild], *told), tmp_path)
    seen = opened(file, script=WITHOUT_FILES)
    lead = Lead(seen.page)
    lead.begins()
    for name in HOSTILE:
        assert lead.text("#people .person") == lead.text("#title bdi") == name
        assert lead.text(".note bdi") == name
        assert lead.text(".evidence bdi") == f"“{name}” · {name}"
        lead.decides("a", "1", name)
    assert [each["reason"] for each in lead.decisions()] == [*HOSTILE]
    lead.types("l")
    assert lead.page.locator("#units-list .name").count() == len(HOSTILE)
    assert lead.page.locator("img, svg").count() == 0
    assert [each for each in seen.requests if not each.startswith("blob:")] == [file.as_uri()]
    assert (seen.dialogs, seen.complaints) == ([], [])
