"""What is coded in a real page, by its keys alone, is collected as it stands there."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from pages import PageStudy
from playwright.sync_api import Browser

import portrayals
from portrayals.render.handout import page
from portrayals.services.handouts.answers import answers_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEYS = ("1", "2", "3", "1", "n", "c", "m", "Enter", "Enter")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_page_coded_by_keys_is_collected_whole_and_twice_changes_nothing(
    seed: int, chromium: Browser, tmp_path: Path
) -> None:
    study = PageStudy(str(tmp_path / "study.db"))
    study.fill(tmp_path, "ben")
    file, saved = tmp_path / "ben-main.html", tmp_path / "ben-main.answers.json"
    file.write_text(page(study.handouts["ben"]), encoding="utf-8")
    random = Random(seed)
    context = chromium.new_context(accept_downloads=True)
    context.add_init_script("delete window.showSaveFilePicker")
    opened = context.new_page()
    opened.goto(file.as_uri())
    for _ in range(480):
        opened.keyboard.press(random.choice(KEYS))
    with opened.expect_download() as download:
        opened.keyboard.press("f")
    download.value.save_as(saved)
    context.close()
    sent = answers_in(saved.read_bytes(), saved.name)
    given = {(each.key, each.variable) for each in sent.answers if each.state != "withdrawn"}
    lead = portrayals.open(study.target, actor="ana")
    done = lead.collect(saved)
    assert (done.new, done.refused) == (len(given), ())
    assert set(study.answers()) == given
    assert len(given) > 3
    assert lead.collect(saved).same == len(given)
