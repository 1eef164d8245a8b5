"""The page of a training: the answers to learn from are shown after each unit, and never before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from coding import WITHOUT_FILES, Coder, written
from handouts import category, couples, handout_of, question, uuid_of, variables_of
from playwright.sync_api import FloatRect, expect
from window import Opening

from portrayals.results.handout import GivenEvidence, Handout, ModelAnswer, ModelAnswers

pytestmark = pytest.mark.browser

FEELING = question(
    "feeling",
    codes=(
        category("glad", definition="Smiles, and means it."),
        category("sad", definition="Weeps, or would."),
    ),
)
LENGTH = question("length", type_="number", minimum=0.0, maximum=300.0)


def of_lea(film: int, variable: str, *codes: str, number: float | None = None) -> ModelAnswer:
    """What lea answered about a film."""
    seen = GivenEvidence(codes[0] if codes else None, None, "12:30", None, "Alas!", None)
    return ModelAnswer(
        *(uuid_of(f"film-{film}"), variable, "coded", codes, (), number, None),
        note="Look at the end.",
        evidence=(seen,) if codes else (),
    )


#: Three films, of which lea has answered the first and the second.
TRAINING = handout_of(
    couples(3, each=1),
    variables=(FEELING, LENGTH),
    model=ModelAnswers(
        "lea",
        "Lea",
        (
            of_lea(0, "feeling", "sad"),
            of_lea(0, "length", number=90),
            of_lea(1, "length", number=9),
        ),
    ),
)


@pytest.fixture
def sit(opened: Opening, tmp_path: Path) -> Callable[[Handout], Coder]:
    """Seats a coder before the page of a handout."""

    def seat(handout: Handout) -> Coder:
        coder = Coder(opened(written(handout, tmp_path), script=WITHOUT_FILES).page)
        coder.begins()
        return coder

    return seat


Sitting = Callable[[Handout], Coder]


def shown(coder: Coder) -> str:
    return coder.page.locator("#model").inner_text()


def comes_to(coder: Coder, position: str) -> None:
    """Waits for a unit: the browser tells of a dialog that is closed only after the key."""
    expect(coder.page.locator("#position")).to_have_text(position)


def test_after_a_unit_both_answers_are_shown_with_evidence_note_and_rule(sit: Sitting) -> None:
    coder = sit(TRAINING)
    coder.types("1", "Enter")
    assert coder.page.locator("#model").count() == 0
    coder.types("9", "0", "Enter")
    told = shown(coder)
    assert told.index("Feeling") < told.index("Length")  # what differs comes first
    for said in ("1 of 2 alike", "Glad", "Sad", "Sad: 12:30 · “Alas!”", "Note: Look at the end."):
        assert said in told
    assert "Smiles, and means it." in told
    assert "Weeps, or would." in told
    coder.types("Enter")
    comes_to(coder, "2 of 3")
    assert coder.page.locator("#model").count() == 0


def test_an_answer_stays_as_it_was_before_the_other_was_seen(sit: Sitting) -> None:
    coder = sit(TRAINING)
    coder.types("1", "Enter", "9", "0", "Enter", "Enter")
    comes_to(coder, "2 of 3")

    def about_first() -> dict[str, object]:
        return {
            key[1]: each for key, each in coder.answers().items() if key[0] == uuid_of("film-0")
        }

    first = about_first()
    coder.types("PageUp")
    comes_to(coder, "1 of 3")
    for key in ("2", "c", "w", "e", "t", "s", "o"):
        coder.types(key)
        assert coder.said == "You have seen the answers of Lea: yours stay as they are."
    assert about_first() == first
    coder.page.reload()
    comes_to(coder, "1 of 3")
    coder.types("2")
    assert about_first() == first


def test_an_earlier_answers_file_does_not_open_what_was_compared(
    sit: Sitting, tmp_path: Path
) -> None:
    coder = sit(TRAINING)
    coder.types("2", "Enter")
    with coder.page.expect_download() as download:
        coder.types("f")
    download.value.save_as(tmp_path / "earlier.json")
    coder.types("b", "1", "Enter", "9", "0", "Enter", "Enter")
    comes_to(coder, "2 of 3")
    coder.page.locator("#answered-file").set_input_files(tmp_path / "earlier.json")
    coder.page.locator("[data-join=there]").click()
    coder.page.wait_for_selector("#join:not([open])", state="attached")
    sent = coder.sends()
    codes = {each["variable"]: each.get("codes") for each in sent["answers"]}
    assert codes["feeling"] == ["glad"]
    assert sent["done"] == [uuid_of("film-0")]


def test_what_has_no_answer_to_learn_from_is_gone_on_from_at_once(sit: Sitting) -> None:
    coder = sit(TRAINING)
    coder.types("1", "Enter", "9", "Enter", "Enter")
    comes_to(coder, "2 of 3")
    coder.types("1", "Enter", "9", "Enter")
    assert "Feeling" not in shown(coder)
    assert "1 of 1 alike" in shown(coder)
    coder.types("Escape")
    comes_to(coder, "3 of 3")
    coder.types("1", "Enter", "9", "Enter")
    assert coder.page.locator("#model").count() == 0
    assert "All units are done" in coder.said
    assert coder.sends()["done"] == [uuid_of(f"film-{film}") for film in range(3)]


#: Of a hundred words or so, as a vignette.
TOLD = "She asks him how he has slept, and writes down what he says. " * 9


def telling(*told: str) -> Handout:
    """A training of so many films that are told on the page, with the codebook of therapists."""
    units = [
        replace(each, synopsis=told[int(each.key[-1])]) if each.level == "title" else each
        for each in couples(len(told), each=1)
    ]
    acts = [each for each in variables_of() if each.key == "boundary-act"]
    return handout_of(units, variables=acts, model=ModelAnswers("lea", "Lea", ()))


def box(coder: Coder, selector: str) -> FloatRect:
    found = coder.page.locator(selector).bounding_box()
    assert found is not None
    return found


@pytest.mark.slow
def test_what_a_title_tells_stays_in_view_while_its_codes_are_gone_through(sit: Sitting) -> None:
    coder = sit(telling(TOLD))
    assert coder.page.locator("#synopsis").inner_text() == TOLD.strip()
    height = coder.page.evaluate("innerHeight")
    for key in ("ArrowDown",) * 70 + ("ArrowUp",) * 60:
        coder.types(key)
        text, code = box(coder, "#synopsis"), box(coder, "#codes .cursor > label")
        assert text["y"] >= 0
        assert text["y"] + text["height"] <= code["y"]
        assert code["y"] + code["height"] <= height


def test_each_title_tells_its_own_and_one_without_a_text_tells_nothing(sit: Sitting) -> None:
    coder = sit(telling("Of the first.", "", "Of the third."))
    shown = []
    for _ in range(3):
        text = coder.page.locator("#synopsis")
        shown.append(text.inner_text() if text.is_visible() else None)
        coder.types("PageDown")
    assert shown == ["Of the first.", None, "Of the third."]


def test_a_text_on_the_page_counts_as_watched_and_the_page_says_so(
    opened: Opening, tmp_path: Path
) -> None:
    def asks(handout: Handout) -> str:
        page = opened(written(handout, tmp_path), script=WITHOUT_FILES).page
        page.wait_for_selector("#basis[open]")
        return page.locator("#basis-of").inner_text()

    said = "A text that stands here in full counts as watched."
    assert said in asks(telling("Of the first."))
    assert said not in asks(TRAINING)
