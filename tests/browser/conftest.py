"""Chromium without a window, and pages opened in it that keep account of what they do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from window import Opening, Seen

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the machine. Without one the test is skipped, but in CI it fails."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium, and CI must have one: see .ci/run")
        pytest.skip(f"no browser to try it in: install one of {', '.join(NAMES)}")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Opening]:
    """Opens a file in a window of its own; options as Playwright has them, and `width`."""
    contexts = []

    def opening(file: Path, *, width: int = 1280, **options: Any) -> Seen:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
        )
        contexts.append(context)
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
