"""Chromium without a window, and pages opened in it that keep account of what they do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from window import Opening, Seen


def program_of(*names: str) -> str:
    """A browser of the machine. Without one the test is skipped, but in CI it fails."""
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(f"there is no {names[0]}, and CI must have one: see .ci/run")
        pytest.skip(f"no browser to try it in: install {' or '.join(names)}")
    return program


@pytest.fixture(scope="session")
def chromium_program() -> str:
    """Where Chromium is."""
    return program_of("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def firefox_program() -> str:
    """Where Firefox is."""
    return program_of("firefox-esr", "firefox")


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers; a process has one at a time."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(driver: Playwright, chromium_program: str) -> Iterator[Browser]:
    """Chromium, started once."""
    browser = driver.chromium.launch(executable_path=chromium_program)
    yield browser
    browser.close()


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Opening]:
    """Opens a file in a window of its own.

    Options are those of Playwright, `width`, and a `script` that runs before any of the page.
    """
    contexts = []

    def opening(
        file: Path, *, width: int = 1280, script: str | None = None, **options: Any
    ) -> Seen:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        seen = Seen(page)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                seen.complaints.append(said.text) if said.type in {"error", "warning"} else None
            ),
        )

        def dismiss(dialog: Any) -> None:
            seen.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismiss)
        page.goto(file.as_uri())
        return seen

    yield opening
    for context in contexts:
        context.close()
