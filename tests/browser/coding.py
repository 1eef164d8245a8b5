"""A coder at the page of a handout, who has nothing but a keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from portrayals.render.handout import page
from portrayals.results.handout import Handout, HandoutCode, HandoutUnit, HandoutVariable
from portrayals.services.handouts.decide import decide

#: A browser that cannot write files, as most cannot: the answers file is a download.
WITHOUT_FILES = "delete window.showSaveFilePicker"
#: What is taken for the file that a coder has chosen, and what has been written to it.
WITH_FILES = """
window.written = [];
window.showSaveFilePicker = async () => ({
  queryPermission: async () => "prompt",
  requestPermission: async () => "granted",
  createWritable: async () => {
    let text = "";
    const close = async () => { window.written.push(text); };
    return { write: async (more) => { text += more; }, close };
  },
});
"""


def written(handout: Handout, folder: Path) -> Path:
    """The page of a handout as a file."""
    file = folder / f"{handout.name}.html"
    file.write_text(page(handout), encoding="utf-8")
    return file


@dataclass
class Coder:
    """One who presses keys, and reads what the page says."""

    page: Page

    def types(self, *keys: str) -> None:
        """Presses keys one by one, by their names."""
        for key in keys:
            self.page.keyboard.press(key)

    def begins(self) -> None:
        """Says on what basis, as the page asks at first: it was watched."""
        self.page.wait_for_selector("#basis[open]")
        self.types("Enter")

    @property
    def question(self) -> str:
        """The label of the question that is open."""
        return self.page.locator("#question legend .label").inner_text()

    @property
    def people(self) -> str:
        """Who or what is being coded."""
        return self.page.locator("#people").inner_text()

    @property
    def position(self) -> str:
        """`12 of 74`."""
        return self.page.locator("#position").inner_text()

    @property
    def asked(self) -> list[str]:
        """The labels of the questions of the unit."""
        return self.page.locator("#asked .name").all_inner_texts()

    @property
    def said(self) -> str:
        """What the page said last."""
        return self.page.locator("#said").inner_text()

    @property
    def focused(self) -> str:
        """What the keyboard acts on: the value of a code, or the id of another element."""
        found: str = self.page.evaluate(
            "document.activeElement.type?.match(/checkbox|radio/)"
            " ? document.activeElement.value : document.activeElement.id"
        )
        return found

    def saved(self, answers: int) -> None:
        """Waits until the page says that so many answers are saved."""
        noun = "answer" if answers == 1 else "answers"
        expect(self.page.locator("#saved")).to_have_text(re.compile(f"^{answers} {noun} saved "))

    def sends(self) -> dict[str, Any]:
        """Saves the answers file, which is read."""
        with self.page.expect_download() as download:
            self.types("f")
        read: dict[str, Any] = json.loads(Path(download.value.path()).read_text("utf-8"))
        return read

    def answers(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The answers of the file, by unit and variable."""
        return {(each["unit"], each["variable"]): each for each in self.sends()["answers"]}


def coder_in(context: BrowserContext, file: Path, *, script: str = WITHOUT_FILES) -> Coder:
    """A coder who opens a page in a window of their own."""
    context.add_init_script(script)
    opened = context.new_page()
    opened.goto(file.as_uri())
    return Coder(opened)


#: What was meant, by unit and variable: the state, and codes (as sets) or a number.
Meant = dict[tuple[str, str], dict[str, Any]]
_Script = list[tuple[HandoutVariable, list[str], dict[str, Any]]]


def played(handout: Handout, chance: Random) -> Iterator[tuple[HandoutUnit, _Script]]:
    """For each unit the questions that are asked, the keys pressed at each, and what they mean."""
    for unit in handout.units:
        script: _Script = []
        here: dict[str, dict[str, Any]] = {}
        for variable in handout.variables:
            if variable.level != unit.level:
                continue
            if not _is_asked(variable, unit, here):
                here[variable.key] = {"state": "not-applicable"}
                continue
            keys, answer = _means(variable, chance)
            here[variable.key] = answer
            script.append((variable, keys, answer))
        yield unit, script


def read_answers(sent: dict[str, Any]) -> Meant:
    """The answers of a file in the form in which they were meant."""
    return {(each["unit"], each["variable"]): _as_meant(each) for each in sent["answers"]}


def _lines(codes: tuple[HandoutCode, ...], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Each code that can be assigned, in the order of its numbers, after those above it."""
    return [
        path
        for code in codes
        for path in (
            *([(*above, code.key)] if code.assignable else []),
            *_lines(code.codes, (*above, code.key)),
        )
    ]


def _means(variable: HandoutVariable, chance: Random) -> tuple[list[str], dict[str, Any]]:
    """What a coder answers, and the keys for it."""
    if variable.type == "number":
        number = chance.randint(0, 400)
        return list(str(number)), {"state": "coded", "number": number}
    if chance.random() < 0.15:
        return ["c"], {"state": "cannot-tell"}
    if variable.type == "multi" and chance.random() < 0.3:
        return ["n"], {"state": "none"}
    paths = [("yes",), ("no",)] if variable.type == "boolean" else _lines(variable.codes)
    most = 3 if variable.type == "multi" else 1
    picked = chance.sample(range(len(paths)), k=min(chance.randint(1, most), len(paths)))
    keys = [digit for each in picked for digit in str(each + 1).zfill(len(str(len(paths))))]
    codes = {paths[each][-1] for each in picked}
    codes -= {above for each in picked for above in paths[each][:-1]}
    doubtful: set[str] = set()
    if len(picked) == 1 and most > 1 and chance.random() < 0.3:
        keys.append("m")
        codes, doubtful = set(), codes
    return keys, {"state": "coded", "codes": codes, "doubtful": doubtful}


def _is_asked(
    variable: HandoutVariable, unit: HandoutUnit, here: dict[str, dict[str, Any]]
) -> bool:
    """Whether a question is asked where these are the answers, all of what was watched."""
    if variable.asked_when is None:
        return True
    answers = {key: {**answer, "basis": "watched"} for key, answer in here.items()}
    return decide(variable.asked_when, answers, unit.facts) is not False


def _as_meant(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer of the file in the form in which it was meant."""
    if "number" in answer or answer["state"] != "coded":
        return {key: answer[key] for key in ("state", "number") if key in answer}
    sets = {key: set(answer.get(key, ())) for key in ("codes", "doubtful")}
    return {"state": "coded", **sets}
