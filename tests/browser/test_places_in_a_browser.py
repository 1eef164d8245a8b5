"""The page takes no time as evidence that the study, which reads it later, would refuse."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser

import portrayals
from portrayals.errors import InvalidValue
from portrayals.notation.times import parse_time

pytestmark = pytest.mark.browser

SCRIPT = Path(portrayals.__file__).parent / "render" / "handout" / "places.js"
CHOSEN = ("12:30", "1:02:03", "125:30", "10m", "1h2m3s", "90s", "90 min", "12:30.5", "12:30,500")
REFUSED = ("", "12", "0:75", "1:75:00", "1h75m", "5m90s", "12:30,5", "99999m", "9999999s", "x")
PIECES = ("0", "5", "59", "60", "75", "999", "99999", ":", ":", ".", ",", "h", "m", "s", " ", "min")


def in_study(text: str) -> int | None:
    try:
        return parse_time(text)
    except InvalidValue:
        return None


def test_a_time_is_read_in_the_page_as_in_the_study_or_not_at_all(chromium: Browser) -> None:
    random = Random(22)
    made = ["".join(random.choices(PIECES, k=random.randint(1, 6))).strip() for _ in range(4000)]
    texts = [*CHOSEN, *REFUSED, *made]
    page = chromium.new_page()
    page.add_script_tag(content=SCRIPT.read_text("utf-8"))
    found: list[int | None] = page.evaluate("texts => texts.map(milliseconds)", texts)
    page.close()
    taken = {text: time for text, time in zip(texts, found, strict=True) if time is not None}
    assert {*CHOSEN} <= taken.keys()
    assert taken.keys().isdisjoint(REFUSED)
    assert taken == {text: in_study(text) for text in taken}
