"""Somebody who decides in a page of differences, with nothing but a keyboard."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from portrayals.render.decisions import page
from portrayals.results.disagreements import Sheet


def written(sheet: Sheet, folder: Path) -> Path:
    """The page of a sheet as a file, `decide.html`."""
    file = folder / "decide.html"
    file.write_text(page(sheet, "decide"), encoding="utf-8")
    return file


@dataclass
class Lead:
    """One who presses keys, and reads what the page says."""

    page: Page

    def types(self, *keys: str) -> None:
        """Presses keys one by one, by their names."""
        for key in keys:
            self.page.keyboard.press(key)

    def begins(self) -> None:
        """Says how it is decided, as the page asks at first: as an expert."""
        self.page.wait_for_selector("#terms[open]")
        self.types("ArrowDown", "Enter")

    def decides(self, answer: str, cause: str, reason: str) -> None:
        """Presses the key of an answer and of a cause, and writes the reason."""
        self.types(answer, cause)
        self.page.keyboard.insert_text(reason)
        self.types("Enter")

    def text(self, selector: str) -> str:
        """What a part of the page says."""
        return self.page.locator(selector).inner_text()

    @property
    def position(self) -> str:
        """`12 of 36`."""
        return self.text("#position")

    @property
    def said(self) -> str:
        """What the page said last."""
        return self.text("#said")

    @property
    def focused(self) -> str:
        """What the keyboard acts on: the value of a choice, or the id of another element."""
        found: str = self.page.evaluate(
            "document.activeElement.type?.match(/checkbox|radio/)"
            " ? document.activeElement.value : document.activeElement.id"
        )
        return found

    def saved(self, decisions: int) -> None:
        """Waits until the page says that so many decisions are saved."""
        noun = "decision" if decisions == 1 else "decisions"
        expect(self.page.locator("#saved")).to_have_text(re.compile(f"^{decisions} {noun} saved "))

    def saves(self, to: Path | None = None) -> dict[str, Any]:
        """Saves the decisions file, which is read, and kept where `to` says."""
        if self.focused == "reason":
            self.types("Escape")
        with self.page.expect_download() as download:
            self.types("f")
        assert download.value.suggested_filename == "decide.decisions.json"
        if to is not None:
            download.value.save_as(to)
        read: dict[str, Any] = json.loads(Path(download.value.path()).read_text("utf-8"))
        return read

    def decisions(self) -> list[dict[str, Any]]:
        """The decisions of the file."""
        found: list[dict[str, Any]] = self.saves()["decisions"]
        return found
