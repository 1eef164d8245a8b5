"""docs/commands.md is what the program says of itself, and leaves out no command or option."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import reference
import typer

COMMANDS = Path(__file__).parents[2] / "docs" / "commands.md"


def unmentioned(app: Any, page: str) -> Iterator[str]:
    """Each subcommand and option that is not named in the section of its command."""
    for words, command in reference.commands(app):
        name = " ".join(("portrayals", *words))
        section = page.partition(f"## {name}\n")[2].partition("\n## ")[0]
        said = {word.strip(",/[]|()") for word in section.split()}
        for option in command.params:
            if option.param_type_name == "option" and not option.hidden:
                spellings = {*option.opts, *option.secondary_opts}
                yield from (f"{name} {each}" for each in sorted(spellings - said))
        for child, _ in reference.commands(app):
            if child[:-1] == words and child and child[-1] not in said:
                yield " ".join(("portrayals", *child))


def test_the_reference_is_what_the_program_prints() -> None:
    fresh = subprocess.run(
        [sys.executable, reference.__file__], stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    written = COMMANDS.read_text(encoding="utf-8")
    refresh = "python tests/documents/reference.py >docs/commands.md"
    assert written.splitlines() == fresh.stdout.splitlines(), f"to refresh it: {refresh}"


def test_every_command_and_option_is_in_the_reference() -> None:
    from portrayals.cli import app  # here, for the program decides how Typer is loaded

    assert list(unmentioned(app, COMMANDS.read_text(encoding="utf-8"))) == []


@pytest.fixture
def small_app() -> typer.Typer:
    app, add = typer.Typer(add_completion=False), typer.Typer()
    app.add_typer(add, name="add", help="Add to the catalogue.")
    app.command("titles", hidden=True)(lambda: None)
    app.command("show")(lambda: None)

    @add.command()
    def title(name: str, year: int = 0, *, guess: bool = False) -> None:
        """Add a film or show."""

    @add.command()
    def coder(key: str) -> None:
        """Add a coder."""

    return app


@pytest.fixture
def small_page(small_app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setenv("COLUMNS", "80")
    return reference.reference(small_app, lambda: small_app(prog_name="portrayals"))


def test_the_page_has_a_section_for_each_command_that_is_not_hidden(small_page: str) -> None:
    headings = [line for line in small_page.splitlines() if line.startswith("## ")]
    names = ["", " show", " add", " add title", " add coder"]
    assert sorted(headings) == sorted(f"## portrayals{name}" for name in names)
    assert "Usage: portrayals add title" in small_page
    assert "Add a film or show." in small_page
    assert max(len(line) for line in small_page.splitlines()) <= 100


def test_a_whole_page_mentions_everything(small_app: typer.Typer, small_page: str) -> None:
    assert list(unmentioned(small_app, small_page)) == []


@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        ("--year", "portrayals add title --year"),
        ("--no-guess", "portrayals add title --no-guess"),
        ("show", "portrayals show"),
        ("coder", "portrayals add coder"),
    ],
)
def test_what_a_page_leaves_out_is_found(
    small_app: typer.Typer, small_page: str, gone: str, missing: str
) -> None:
    assert missing in list(unmentioned(small_app, small_page.replace(gone, "…")))
