"""What the page of a handout has called saved is not lost, whatever happens to the browser."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

import pytest
from coding import WITH_FILES, WITHOUT_FILES, Coder, coder_in, written
from handouts import category, couples, handout_of, question, uuid_of
from playwright.sync_api import Browser, BrowserContext, Error, Playwright, expect

from portrayals.results.handout import Handout

pytestmark = pytest.mark.browser

FEELING = question("feeling", codes=tuple(category(each) for each in ("glad", "sad", "calm")))
#: Fifty altogether: the more of them one page goes through, the longer it takes to be opened.
KILLINGS = (11, 12, 13, 14)


def handout(titles: int = 30, *, coder: str = "ana") -> Handout:
    """One question about each of some titles."""
    return handout_of(couples(titles, each=1), variables=[FEELING], coder=coder)


@contextmanager
def browser_of(
    driver: Playwright, program: str, profile: Path
) -> Iterator[tuple[subprocess.Popen[bytes], BrowserContext]]:
    """A browser with a profile that outlives it, and the process to kill."""
    (profile / "DevToolsActivePort").unlink(missing_ok=True)
    process = subprocess.Popen(
        [
            *(program, "--headless", "--no-sandbox", "--no-first-run", "--disable-gpu"),
            *(f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"),
        ],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        browser = driver.chromium.connect_over_cdp(f"http://127.0.0.1:{port_of(profile)}")
        yield process, browser.contexts[0]
        browser.close()
    finally:
        kill(process)
        process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a browser and all its processes at once."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def port_of(profile: Path) -> str:
    """The port on which a browser listens that has just been started."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        told = profile / "DevToolsActivePort"
        if told.exists() and (lines := told.read_text().splitlines()):
            return lines[0]
        time.sleep(0.02)
    raise TimeoutError("the browser has not told where it listens")


def claimed(coder: Coder) -> int:
    """How many answers the page calls saved; 0 while it saves."""
    found = re.match(r"(\d+) answers? saved", coder.page.locator("#saved").inner_text())
    return int(found[1]) if found else 0


@pytest.mark.slow
@pytest.mark.parametrize("killings", KILLINGS, ids=lambda number: f"{number} times")
def test_a_browser_that_is_killed_loses_no_answer_that_was_called_saved(
    killings: int, tmp_path: Path, driver: Playwright, chromium_program: str
) -> None:
    chance = Random(killings)
    made = handout(40 * killings)
    file = written(made, tmp_path)
    order = [each.uuid for each in made.units if each.level == "title"]
    meant = {unit: chance.randint(1, 3) for unit in order}
    saved = 0
    for killing in range(killings + 1):
        with browser_of(driver, chromium_program, tmp_path / "profile") as (process, context):
            coder = coder_in(context, file, script=WITH_FILES)
            expect(coder.page.locator("#saved")).not_to_be_empty()
            if coder.page.locator("#basis[open]").count():
                coder.begins()
            held = answers_held(coder)
            assert held.keys() >= set(order[:saved])
            assert held == {unit: FEELING.codes[meant[unit] - 1].key for unit in held}
            if killing == killings:
                break
            saved = max(saved, len(held))
            timer = Timer(chance.uniform(0.05, 0.8), kill, [process])
            timer.start()
            try:
                coder.types("l", "Escape")
                coder.page.keyboard.press("PageUp")
                for unit in order[len(held) :]:
                    go_to(coder, unit, order)
                    coder.types(str(meant[unit]))
                    saved = max(saved, claimed(coder))
            except Error:
                pass
            timer.join()
    assert saved > killings


def go_to(coder: Coder, unit: str, order: list[str]) -> None:
    """Moves to a unit that is near."""
    wanted = order.index(unit) + 1
    while (here := int(coder.position.split()[0])) != wanted:
        coder.types("PageDown" if here < wanted else "PageUp")


def answers_held(coder: Coder) -> dict[str, str]:
    """The answers that the page holds, by unit."""
    coder.types("f")
    expect(coder.page.locator("#where")).to_contain_text("and in ana-main.answers.json")
    sent = json.loads(coder.page.evaluate("written.at(-1)"))
    return {each["unit"]: each["codes"][0] for each in sent["answers"]}


@pytest.mark.slow
def test_half_a_record_that_a_killed_browser_left_costs_no_answer_later(
    tmp_path: Path, driver: Playwright, chromium_program: str
) -> None:
    file, profile = written(handout(), tmp_path), tmp_path / "profile"
    for saved in range(1, 5):
        with browser_of(driver, chromium_program, profile) as (_, context):
            coder = coder_in(context, file)
            if saved == 1:
                coder.begins()
            else:
                coder.saved(saved - 1)
            coder.types("1", "Enter")
            coder.saved(saved)
        for log in (profile / "Default" / "IndexedDB").glob("*/*.log"):
            with log.open("ab") as end:
                end.write(b"\x19*\xab!J\x00\x01")  # a header of 74 bytes that never came


# --- from session to session, and from place to place


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Makes windows that share nothing, as those of two computers."""
    made: list[BrowserContext] = []

    def another() -> BrowserContext:
        made.append(chromium.new_context())
        return made[-1]

    yield another
    for each in made:
        each.close()


def test_the_coder_goes_on_where_they_were(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    file, window = written(handout(), tmp_path), windows()
    coder = coder_in(window, file)
    coder.begins()
    coder.types("1", "Enter", "2", "Enter", "s", "3")
    coder.saved(3)
    coder.page.close()
    again = coder_in(window, file)
    again.saved(3)
    assert again.position == "4 of 30"
    assert again.focused == "calm"
    assert again.sends()["return_to"] == [uuid_of("film-2")]


def test_two_handouts_in_one_browser_do_not_share_answers(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    window = windows()
    coder = coder_in(window, written(handout(), tmp_path))
    coder.begins()
    coder.types("1")
    coder.saved(1)
    other = coder_in(window, written(handout(coder="ben"), tmp_path))
    other.begins()
    assert other.sends()["answers"] == []


def test_a_second_tab_only_reads_until_the_first_is_closed(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    file, window = written(handout(), tmp_path), windows()
    first = coder_in(window, file)
    first.begins()
    first.types("1")
    first.saved(1)
    second = coder_in(window, file)
    told = second.page.locator("#reading")
    expect(told).to_contain_text("open in another tab")
    second.types("2")
    assert second.said.startswith("This tab only reads")
    assert second.page.locator("#codes input:checked").get_attribute("value") == "glad"
    first.types("3")
    first.saved(1)
    first.page.close()
    expect(told).to_be_hidden()
    expect(second.page.locator("#codes input:checked")).to_have_attribute("value", "calm")
    second.types("2")
    assert [each["codes"] for each in second.sends()["answers"]] == [["sad"]]


def sent_to(folder: Path, coder: Coder, name: str = "ana-main.answers.json") -> Path:
    """The answers file of a coder, kept."""
    file = folder / name
    file.write_text(json.dumps(coder.sends()), encoding="utf-8")
    return file


def opens(coder: Coder, file: Path) -> None:
    """Opens an answers file in the page."""
    coder.page.locator("#answered-file").set_input_files(file)


def test_an_answers_file_suffices_to_go_on_elsewhere(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    people = question("kind", level="portrayal", codes=FEELING.codes)
    made = handout_of(couples(5, each=1), variables=[FEELING, people])
    file = written(made, tmp_path)
    coder = coder_in(windows(), file)
    coder.begins()
    coder.types("1", "e", *"12:30", "Enter", "t", *"Sure", "Enter", "Enter", "2", "w", "s", "2")
    coder.types("p", *"Sean", "Enter")
    expect(coder.page.locator("#people")).to_contain_text("Sean")
    coder.types("3", "Enter")
    before = coder.sends()
    elsewhere = coder_in(windows(), file)
    elsewhere.begins()
    opens(elsewhere, sent_to(tmp_path, coder))
    expect(elsewhere.page.locator("#said")).to_contain_text("taken up")
    after = elsewhere.sends()
    for read in (before, after):
        read.pop("saved_at")
    assert after == before
    assert len(before["answers"]) == 4
    assert len(before["proposals"]) == 1


def test_an_answer_from_a_file_is_shown_and_changed_like_any_other(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    seen = question("seen", type_="multi", codes=FEELING.codes)
    file = written(handout_of(couples(2, each=1), variables=[seen]), tmp_path)
    coder = coder_in(windows(), file)
    coder.begins()
    coder.types("1")
    elsewhere = coder_in(windows(), file)
    complaints: list[str] = []
    elsewhere.page.on("pageerror", lambda each: complaints.append(each.message))
    elsewhere.begins()
    opens(elsewhere, sent_to(tmp_path, coder))
    expect(elsewhere.page.locator("#said")).to_contain_text("taken up")
    expect(elsewhere.page.locator("#codes .picked")).to_have_count(1)
    elsewhere.types("2")
    expect(elsewhere.page.locator("#codes .picked")).to_have_count(2)
    assert complaints == []


def test_somebody_proposed_whom_an_opened_file_lacks_does_not_keep_the_file_from_being_saved(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    people = question("kind", level="portrayal", codes=FEELING.codes)
    made = handout_of(couples(1, each=1), variables=[FEELING, people])
    coder = coder_in(windows(), written(made, tmp_path))
    coder.begins()
    coder.types("1")
    before = sent_to(tmp_path, coder)
    coder.types("p", *"Sean", "Enter")
    expect(coder.page.locator("#people")).to_contain_text("Sean")
    coder.types("2")
    coder.saved(2)
    opens(coder, before)
    coder.page.locator("[data-join=there]").click()
    coder.saved(1)
    sent = coder.sends()
    assert [each["variable"] for each in sent["answers"]] == ["feeling"]
    assert sent["proposals"] == []


def test_a_key_right_after_a_person_is_proposed_answers_the_question_about_that_person(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    people = question("kind", level="portrayal", codes=FEELING.codes)
    made = handout_of(couples(1, each=1), variables=[FEELING, people])
    coder = coder_in(windows(), written(made, tmp_path))
    coder.begins()
    coder.types("p", *"Sean")
    coder.page.evaluate(
        "document.querySelector('#person form').requestSubmit();"
        "const key = new KeyboardEvent('keydown', { key: '2', bubbles: true });"
        "document.activeElement.dispatchEvent(key);"
    )
    coder.saved(1)
    assert coder.people.startswith("Sean")


def test_a_later_handout_takes_up_what_an_earlier_one_has_of_it(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    early = coder_in(windows(), written(handout(3), tmp_path))
    early.begins()
    early.types("1", "Enter", "2", "Enter", "1", "Enter")
    early.saved(3)
    before = sent_to(tmp_path, early)
    late = handout(2)
    coder = coder_in(windows(), written(late, tmp_path))
    coder.begins()
    opens(coder, before)
    coder.saved(2)
    left = {each.uuid for each in late.units}
    sent = coder.sends()
    assert {each["unit"] for each in sent["answers"]} <= left
    assert len(sent["answers"]) == 2
    assert set(sent["done"]) <= left
    expect(coder.page.locator("#trouble")).to_contain_text("left out of it: 1 answer of ")


def test_of_two_states_the_coder_chooses_and_the_later_of_each_answer_is_kept(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    file = written(handout(), tmp_path)
    there = coder_in(windows(), file)
    there.begins()
    there.types("1", "Enter", "1", "Enter", "1")
    sent = there.sends()
    at = {uuid_of("film-0"): "2020-01-01T00:00:00Z", uuid_of("film-1"): "2100-01-01T00:00:00Z"}
    for each in sent["answers"]:
        each["at"] = at.get(each["unit"], each["at"])
    (answers := tmp_path / "there.json").write_text(json.dumps(sent))
    here = coder_in(windows(), file)
    here.begins()
    here.types("2", "Enter", "2")
    here.saved(2)
    opens(here, answers)
    expect(here.page.locator("#join")).to_contain_text("2 answers, last saved")
    here.types("Escape")
    assert codes(here) == ["sad", "sad"]
    opens(here, answers)
    here.page.locator("[data-join=both]").click()
    here.saved(3)
    becomes(here, ["sad", "glad", "glad"])
    assert here.sends()["done"] == [uuid_of("film-0"), uuid_of("film-1")]
    here.types("3")
    here.saved(3)
    opens(here, answers)
    here.page.locator("[data-join=there]").click()
    becomes(here, ["glad", "glad", "glad"])


def becomes(coder: Coder, expected: list[str]) -> None:
    """Waits for answers to be taken up, which "3 answers saved" does not tell from those before."""
    for _ in range(100):
        if codes(coder) == expected:
            return
        coder.page.wait_for_timeout(50)
    assert codes(coder) == expected


def codes(coder: Coder) -> list[str]:
    """The codes of the answers, in the order of the titles."""
    found = {unit: each["codes"][0] for (unit, _), each in coder.answers().items()}
    return [found[uuid_of(f"film-{place}")] for place in range(len(found))]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": 2}, "it is not an answers file of this kind of page"),
        ({"coder": "ben"}, "it is of ben, wave main; this page is of ana, wave main"),
        (
            {"handout": "0" * 64, "codebook": {"sha256": "0" * 64}},
            "it is of another version of the codebook",
        ),
        (
            {"answers": [{"unit": "x", "key": "film", "variable": "feeling"}]},
            "its answer to feeling of film cannot be read",
        ),
    ],
)
def test_a_file_that_does_not_belong_is_refused_in_plain_words(
    change: dict[str, Any], told: str, windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    coder = coder_in(windows(), written(handout(), tmp_path))
    coder.begins()
    coder.types("1")
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(coder.sends() | change))
    opens(coder, wrong)
    expect(coder.page.locator("#trouble")).to_contain_text(f"wrong.json was not opened: {told}")
    wrong.write_text("{")
    opens(coder, wrong)
    expect(coder.page.locator("#trouble")).to_contain_text("not an answers file, or it is damaged")
    assert codes(coder) == ["glad"]


def test_a_browser_that_writes_files_writes_each_change_to_the_one_that_was_chosen(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    coder = coder_in(windows(), written(handout(), tmp_path), script=WITH_FILES)
    coder.begins()
    coder.types("1", "f", "Enter", "2")
    expect(coder.page.locator("#where")).to_contain_text("changes since")
    expect(coder.page.locator("#where")).not_to_contain_text("since")
    texts = coder.page.evaluate("written")
    assert [len(json.loads(each)["answers"]) for each in texts][-1] == 2


def test_what_is_answered_while_the_file_is_being_written_is_written_next(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    slow = WITH_FILES.replace("window.written.push", "await window.slow; window.written.push")
    coder = coder_in(windows(), written(handout(), tmp_path), script=slow)
    coder.begins()
    coder.page.evaluate("() => { window.slow = new Promise((done) => { window.closes = done; }); }")
    coder.types("1", "f", "Enter", "2")
    coder.saved(2)
    coder.page.evaluate("() => window.closes()")
    coder.page.wait_for_timeout(2000)
    last = json.loads(coder.page.evaluate("() => window.written.at(-1)"))
    assert sorted(each["codes"] for each in last["answers"]) == [["glad"], ["sad"]]


def test_a_browser_that_cannot_asks_every_ten_units_and_on_leaving(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    coder = coder_in(windows(), written(handout(), tmp_path))
    coder.begins()
    due = coder.page.locator("#due")
    for _ in range(9):
        coder.types("1", "Enter")
    expect(due).to_be_hidden()
    coder.types("1", "Enter")
    expect(due).to_contain_text("10 units since the answers file was last saved")
    coder.saved(10)
    asked: list[str] = []
    coder.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    coder.page.close(run_before_unload=True)
    coder.page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    coder.sends()
    expect(due).to_be_hidden()
    with coder.page.expect_event("close"):
        coder.page.close(run_before_unload=True)


def test_a_browser_that_keeps_nothing_says_so_and_the_file_has_everything(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    broken = (
        f"{WITHOUT_FILES}; IDBFactory.prototype.open = () => {{ throw new Error('switched off') }}"
    )
    coder = coder_in(windows(), written(handout(), tmp_path), script=broken)
    coder.begins()
    expect(coder.page.locator("#trouble")).to_contain_text(
        "keeps nothing of this page (switched off)"
    )
    coder.types("2")
    assert coder.page.locator("#saved").inner_text() == ""
    assert codes(coder) == ["sad"]


def test_an_answer_that_could_not_be_saved_is_not_called_saved_and_is_saved_with_the_next(
    windows: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    file, window = written(handout(), tmp_path), windows()
    coder = coder_in(window, file)
    coder.begins()
    coder.types("1", "Enter")
    coder.saved(1)
    coder.page.evaluate(
        "() => { const put = IDBObjectStore.prototype.put;"
        " window.mend = () => { IDBObjectStore.prototype.put = put };"
        " IDBObjectStore.prototype.put = () => { throw new Error('the disk is full') } }"
    )
    coder.types("2")
    expect(coder.page.locator("#saved")).to_have_text("Not saved")
    expect(coder.page.locator("#trouble")).to_contain_text("the disk is full")
    coder.page.evaluate("mend()")
    coder.types("Enter", "3")
    coder.saved(3)
    expect(coder.page.locator("#trouble")).to_be_hidden()
    coder.page.close()
    again = coder_in(window, file)
    again.saved(3)
    assert codes(again) == ["glad", "sad", "calm"]
