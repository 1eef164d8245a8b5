"""The page of a handout in a real browser: coded by keyboard alone, for everyone, and safe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from coding import WITHOUT_FILES, Coder, Meant, played, read_answers, written
from handouts import category, couples, handout_of, question, unit, uuid_of, variables_of
from playwright.sync_api import expect
from window import Opening, Seen

from portrayals.results.handout import Handout, HandoutVariable

pytestmark = pytest.mark.browser

SCREENS = [(scheme, width) for scheme in ("light", "dark") for width in (375, 1280)]
HOSTILE = (
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(2)>',
    "<!--<script>alert(3)",
    "{{ 7 * 7 }} ' \" & \\",
    "דליה ברק",
    "نورة الأحمد",
)
Sitting = Callable[..., Coder]


@pytest.fixture
def sit(opened: Opening, tmp_path: Path) -> Sitting:
    """Seats a coder before the page of a handout."""

    def seat(handout: Handout, **options: Any) -> Coder:
        coder = Coder(opened(written(handout, tmp_path), script=WITHOUT_FILES, **options).page)
        coder.begins()
        return coder

    return seat


def small(*variables: HandoutVariable, people: int = 1) -> Handout:
    """Titles, each with one therapist and one client, and these questions."""
    return handout_of(couples(people, each=1), variables=variables)


# --- coded by keyboard alone


@pytest.mark.slow
def test_thirty_units_are_coded_by_keyboard_alone(sit: Sitting) -> None:
    handout = handout_of(couples(10, each=1))
    coder = sit(handout)
    meant: Meant = {}
    for place, (of, script) in enumerate(played(handout, Random(22))):
        assert coder.position == f"{place + 1} of 30"
        for variable, keys, answer in script:
            assert coder.question == variable.label
            coder.types(*keys, "Enter")
            meant[of.uuid, variable.key] = answer
    assert "All units are done" in coder.said
    sent = coder.sends()
    assert read_answers(sent) == meant
    assert len(meant) > 350
    assert sent["done"] == [each.uuid for each in handout.units]
    assert (sent["handout"], sent["basis"], sent["format"]) == (handout.sha256, "watched", 1)
    assert sent["codebook"]["sha256"] == handout.codebook_sha256


COLOURS = question(
    "colours",
    type_="multi",
    codes=(
        category("warm", category("red"), category("orange", label="Orange, like a fruit")),
        category("cold", category("blue"), assignable=False),
        *(category(f"other-{place}") for place in range(8)),
    ),
)
FEELING = question("feeling", codes=(category("glad"), category("sad")))
LENGTH = question("length", type_="number", minimum=0.0, maximum=300.0, measure="minutes")
WORDS = question("summary", type_="text")
LOUD = question("loud", type_="boolean")


def test_a_code_says_what_is_above_it_and_maybe_is_said_of_the_code_under_the_cursor(
    sit: Sitting,
) -> None:
    coder = sit(small(COLOURS))
    coder.types("0", "1", "0", "2", "ArrowDown", "m")
    [answer] = coder.sends()["answers"]
    assert (answer["codes"], answer["doubtful"]) == (["red"], ["orange"])
    coder.types("0", "1")
    assert coder.said.startswith("Red says it already")
    coder.types("0", "2")
    [answer] = coder.sends()["answers"]
    assert "codes" not in answer
    assert answer["doubtful"] == ["orange"]


def test_one_digit_and_enter_pick_a_code_where_there_are_more_than_nine(sit: Sitting) -> None:
    coder = sit(small(COLOURS))
    coder.types("4", "Enter")
    assert coder.sends()["answers"][0]["codes"] == ["blue"]
    coder.types("9", "9")
    assert coder.said == "No code has the number 99."


def test_codes_are_found_by_letters_of_their_words(sit: Sitting) -> None:
    coder = sit(small(COLOURS))
    coder.types("/", *"fru", "Enter")
    assert coder.sends()["answers"][0]["codes"] == ["orange"]
    assert coder.focused == "orange"
    coder.types("/", *"bl", "Escape", "x")
    assert coder.sends()["answers"][0]["codes"] == ["orange", "blue"]


def test_the_last_code_taken_back_withdraws_the_answer_which_is_not_no_answer(sit: Sitting) -> None:
    coder = sit(small(COLOURS, FEELING))
    coder.types("0", "2", "x")
    [answer] = coder.sends()["answers"]
    assert answer["state"] == "withdrawn"
    coder.types("Enter", "1", "w")
    states = {each["variable"]: each["state"] for each in coder.sends()["answers"]}
    assert states == {"colours": "withdrawn", "feeling": "withdrawn"}


def test_numbers_and_texts_are_written_and_a_wrong_number_goes_nowhere(sit: Sitting) -> None:
    coder = sit(small(LENGTH, WORDS, LOUD))
    coder.types(*"301", "Enter")
    assert coder.page.locator("#field-wrong").inner_text() == "The largest number here is 300."
    assert coder.question == "Length"
    coder.types(
        "Backspace", "Backspace", "Backspace", *"90.5", "Enter", *"A nice film, 3 acts", "Enter"
    )
    coder.types("2", "Escape")
    found = {key[1]: answer for key, answer in coder.answers().items()}
    assert found["length"]["number"] == 90.5
    assert found["summary"]["text"] == "A nice film, 3 acts"
    assert found["loud"]["codes"] == ["no"]


def test_evidence_and_notes_are_added_by_keyboard(sit: Sitting) -> None:
    units = list(couples(1, each=1))
    handout = handout_of(units, variables=[COLOURS], episodes={units[0].uuid: ("S07E06", "S07E07")})
    coder = sit(handout)
    coder.types("e")
    assert coder.said == "Evidence belongs to an answer: pick a code first."
    coder.types("0", "2", "e", *"S09E01", "Enter")
    wrong = coder.page.locator("#place-wrong")
    assert wrong.inner_text() == "This title has no episode S09E01."
    coder.types("Control+a", *"7x6", "Tab", *"12:30", "Tab", *"12:05", "Enter")
    assert wrong.inner_text() == "The end comes before the beginning."
    coder.types("Control+a", *"14:05", "Tab", *"Call me.", "Enter", "t", *"Sure.", "Enter")
    [answer] = coder.sends()["answers"]
    assert answer["evidence"] == [
        {"code": "red", "episode": "S07E06", "start": "12:30", "end": "14:05", "quote": "Call me."}
    ]
    assert answer["note"] == "Sure."


def test_a_set_is_complete_by_its_basis_unless_something_else_is_said(sit: Sitting) -> None:
    coder = sit(small(COLOURS, people=2))
    told = coder.page.locator("#completeness")
    coder.types("0", "2")
    assert told.inner_text().startswith("Complete")
    assert "complete" not in coder.sends()["answers"][0]
    coder.types("k")
    assert coder.sends()["answers"][0]["complete"] is False
    coder.types("k", "o", "ArrowDown", "Enter")
    assert told.inner_text().startswith("Partial")
    assert coder.sends()["answers"][0]["basis"] == "watched-in-part"
    coder.types("Enter", "n")
    assert "basis" not in coder.answers()[uuid_of("film-1"), "colours"]


def test_a_question_whose_condition_is_false_is_not_asked_and_an_undetermined_one_is(
    sit: Sitting,
) -> None:
    why = question("why", type_="text", asked_when=["has", "feeling", "nominal", ["glad"], [], {}])
    how = question("how", codes=(category("well"),), asked_when=["fact", 0])
    units = [
        unit("one", "title", None, "One", facts=(False,)),
        unit("two", "title", None, "Two", facts=(None,)),
    ]
    coder = sit(handout_of(units, variables=[FEELING, why, how]))
    assert coder.asked == ["Feeling", "Why"]
    told = coder.page.locator("#not-asked")
    expect(told).to_have_text("1 question not asked: it does not apply.")
    coder.types("1", "Enter", *"Because", "Enter", "PageUp")
    coder.types("PageDown", "PageUp", "2")
    assert coder.asked == ["Feeling"]
    expect(told).to_have_text("2 questions not asked: they do not apply.")
    assert coder.answers()[uuid_of("one"), "why"]["state"] == "withdrawn"
    coder.types("1")
    assert coder.asked == ["Feeling", "Why"]
    assert coder.answers()[uuid_of("one"), "why"]["text"] == "Because"
    coder.types("PageDown")
    assert coder.asked == ["Feeling", "Why", "How"]


def test_open_questions_are_not_passed_in_silence_and_a_skipped_unit_comes_back(
    sit: Sitting,
) -> None:
    coder = sit(small(FEELING, LOUD, people=3))
    coder.types("Enter", "1", "Enter")
    assert coder.position == "1 of 3"
    assert coder.said.startswith("One question is open: Feeling.")
    coder.types("Enter", "s")
    assert coder.position == "3 of 3"
    coder.types("1", "Enter", "1", "Enter")
    assert coder.position == "2 of 3"
    assert "to return to" in coder.people
    assert coder.sends()["return_to"] == [uuid_of("film-1")]
    coder.types("1", "Enter", "1", "Enter")
    sent = coder.sends()
    assert "return_to" not in sent or sent["return_to"] == []
    assert len(sent["done"]) == 3


def test_the_list_of_units_is_searched_and_filtered(sit: Sitting) -> None:
    coder = sit(small(FEELING, people=300))
    coder.types("s", "l")
    told = coder.page.locator("#units-told")
    assert told.inner_text().startswith("300 units; type to see")
    coder.page.locator("#units [value=return]").check()
    assert told.inner_text() == "1 unit"
    coder.page.locator("#units [value=all]").check()
    coder.page.locator("#units-search").focus()
    coder.types(*"film 277", "ArrowDown", "Enter")
    assert coder.position == "277 of 300"
    coder.types("l", *"'s (f")
    assert told.inner_text() == "0 units"


def test_a_person_who_is_missing_is_proposed_and_coded_like_any_other(sit: Sitting) -> None:
    coder = sit(handout_of(couples(2, each=1), variables=variables_of()))
    coder.types("p", *"Sean", "Tab", *"Somebody", "Tab", *"client", "Enter")
    expect(coder.page.locator("#people")).to_have_text("Sean Somebody, clientproposed")
    assert coder.position == "4 of 7"
    coder.types("2", "p", "Shift+Tab", "ArrowDown", "Tab", *"Grace", "Enter")
    expect(coder.page.locator("#people")).to_contain_text("with Grace")
    coder.types("n")
    sent = coder.sends()
    sean, grace = sent["proposals"]
    assert (sean["level"], sean["above"], sean["role"]) == (
        "portrayal",
        uuid_of("film-0"),
        "client",
    )
    assert (grace["level"], grace["above"]) == ("relationship", sean["id"])
    assert {each["unit"] for each in sent["answers"]} == {sean["id"], grace["id"]}


def test_back_goes_to_the_question_before_and_to_the_unit_before(sit: Sitting) -> None:
    coder = sit(small(FEELING, LOUD, people=2))
    coder.types("1", "Enter", "1", "Enter")
    assert (coder.position, coder.question) == ("2 of 2", "Feeling")
    coder.types("b")
    assert (coder.position, coder.question) == ("1 of 2", "Loud")
    coder.types("b")
    assert (coder.question, coder.focused) == ("Feeling", "glad")


# --- for everyone


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_axe_finds_nothing_and_nothing_hangs_over(
    scheme: str, width: int, opened: Opening, tmp_path: Path
) -> None:
    names = [
        unit("film", "title", None, "ה" * 60, year=1999),
        unit("who", "portrayal", "film", HOSTILE[4], performer=HOSTILE[5], roles=("A" * 80,)),
        unit("with", "relationship", "who", "x" * 90),
    ]
    file = written(handout_of(names), tmp_path)
    seen = opened(file, width=width, color_scheme=scheme, script=WITHOUT_FILES)
    coder = Coder(seen.page)
    seen.page.wait_for_selector("#basis[open]")
    found: dict[str, Any] = {"basis": seen.violations}
    coder.begins()
    coder.types("PageDown", "PageDown", "0", "3", "ArrowDown", "m")
    if width < 1000:
        coder.types("?")
    found["question"] = seen.violations
    assert seen.overhang <= 0
    for key, name in (
        ("l", "units"),
        ("h", "keys"),
        ("e", "place"),
        ("t", "note"),
        ("p", "person"),
    ):
        coder.types(key)
        found[name] = seen.violations
        assert seen.overhang <= 0
        coder.types("Escape")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_at_200_percent_the_page_needs_no_scrolling_sideways(sit: Sitting) -> None:
    coder = sit(handout_of(couples(1)), width=640, device_scale_factor=2)
    coder.types("PageDown", "PageDown")
    assert Seen(coder.page).overhang <= 0


def test_the_keyboard_stays_at_the_question_and_is_seen_above_the_bar(sit: Sitting) -> None:
    coder = sit(handout_of(couples(1)))
    coder.types("PageDown", "PageDown", *["ArrowDown"] * 38)
    cursor = coder.page.locator("#codes .cursor").bounding_box()
    bar = coder.page.locator(".bar").bounding_box()
    assert cursor is not None
    assert bar is not None
    assert cursor["y"] + cursor["height"] <= bar["y"]
    coder.types("h", "Escape")
    assert coder.focused == coder.page.locator("#codes .cursor input").get_attribute("value")


def test_rules_are_those_of_the_code_under_the_cursor(sit: Sitting) -> None:
    coder = sit(handout_of(couples(1)))
    rules = coder.page.locator("#rules")
    assert "The credits name no source but the writers" in rules.inner_text()
    coder.types("ArrowDown")
    assert "The credits name an earlier invented work" in rules.inner_text()
    coder.types("?")
    assert not rules.is_visible()


def test_what_is_an_example_of_a_code_and_what_is_none_stand_apart(sit: Sitting) -> None:
    hug = category("hug", examples=("A squeeze",), counterexamples=("A handshake",))
    coder = sit(handout_of(couples(1), variables=[question("act", codes=(hug,))]))
    told = coder.page.locator("#rules dl").first.locator("div").all_inner_texts()
    assert [each.split("\n") for each in told] == [
        ["Example", "A squeeze"],
        ["No example", "A handshake"],
    ]


# --- safe, and of any size


def test_names_and_notes_are_text_whatever_they_contain(opened: Opening, tmp_path: Path) -> None:
    units = [
        each
        for place, name in enumerate(HOSTILE)
        for each in (
            unit(f"film-{place}", "title", None, name, year=2000),
            unit(f"who-{place}", "portrayal", f"film-{place}", name, performer=name, roles=(name,)),
        )
    ]
    wild = question(
        "wild",
        level="portrayal",
        question=HOSTILE[0],
        definition=HOSTILE[1],
        codes=(
            category(
                "a",
                label=HOSTILE[0],
                definition=HOSTILE[2],
                examples=(HOSTILE[1],),
                counterexamples=(HOSTILE[0],),
            ),
        ),
    )
    handout = handout_of(units, variables=[wild])
    seen = opened(written(handout, tmp_path), script=WITHOUT_FILES)
    coder = Coder(seen.page)
    coder.begins()
    for name in HOSTILE:
        assert coder.page.locator("#people .person").inner_text() == name
        assert coder.page.locator("#title bdi").inner_text() == name
        coder.types("1", "t")
        coder.page.keyboard.insert_text(name)
        coder.types("Enter")
        assert coder.page.locator(".note bdi").inner_text() == name
        coder.types("Enter")
    assert {each["note"] for each in coder.sends()["answers"]} == set(HOSTILE)
    coder.types("l")
    assert coder.page.locator("#units-list .name").count() == len(HOSTILE)
    assert coder.page.locator("img, svg").count() == 0
    assert (seen.dialogs, seen.complaints) == ([], [])


def test_the_page_asks_nothing_of_the_network_and_cannot(opened: Opening, tmp_path: Path) -> None:
    file = written(handout_of(couples(3)), tmp_path)
    seen = opened(file, script=WITHOUT_FILES)
    coder = Coder(seen.page)
    coder.begins()
    coder.types("1", "Enter", "1", "Enter", "l", "Escape")
    coder.sends()
    assert [each for each in seen.requests if not each.startswith("blob:")] == [file.as_uri()]
    assert seen.complaints == []
    tried = "fetch('https://example.org').then(() => 'fetched', () => 'refused')"
    assert seen.page.evaluate(tried) == "refused"
    assert "Content Security Policy" in seen.complaints[0]


def test_a_thousand_titles_open_within_a_second_and_five_megabytes(
    opened: Opening, tmp_path: Path
) -> None:
    file = written(handout_of(couples(1000, each=3)), tmp_path)
    assert file.stat().st_size < 5_000_000
    took = []
    for _ in range(3):
        page = opened(file).page
        page.wait_for_selector("#basis[open]")
        assert page.locator("#position").inner_text() == "1 of 5000"
        took.append(page.evaluate("performance.now()"))
    assert min(took) < 1000


# --- coded again


def test_a_unit_is_asked_only_what_the_handout_names_for_it(sit: Sitting) -> None:
    asked = small(
        question("tone", codes=(category("comic"), category("grave"))),
        question("end", codes=(category("good"), category("bad"))),
        question("trust", level="relationship", type_="boolean"),
        people=2,
    )
    named = {"film-0": ("end",), "client-0-0": ("trust",), "film-1": ("tone", "end")}
    units = tuple(replace(each, variables=named.get(each.key, ())) for each in asked.units)
    coder = sit(replace(asked, units=units))
    seen = []
    for _ in range(4):
        seen.append((coder.position, coder.question))
        coder.types("1", "Enter")
    assert seen == [
        ("1 of 3", "End"),
        ("2 of 3", "Trust"),
        ("3 of 3", "Tone"),
        ("3 of 3", "End"),
    ]
    assert {*coder.answers()} == {
        (uuid_of("film-0"), "end"),
        (uuid_of("client-0-0"), "trust"),
        (uuid_of("film-1"), "tone"),
        (uuid_of("film-1"), "end"),
    }
