"""A page that was opened in a browser, and all that it did there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

#: What runs axe in a page that has it.
RUN_AXE = "axe.run(document, {resultTypes: ['violations']})"


@cache
def axe() -> str:
    """The script of axe."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations_in(found: Any) -> list[str]:
    """What axe has found against a page, in words."""
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]


@dataclass
class Seen:
    """A page that was opened, and what it asked for, complained of and said."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def violations(self) -> list[str]:
        """What axe finds against the page as it is now."""
        self.page.evaluate(axe())
        return violations_in(self.page.evaluate(RUN_AXE))

    @property
    def overhang(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wide


Opening = Callable[..., Seen]
