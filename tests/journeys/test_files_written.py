"""Whatever a command writes never goes over the study, its sheets, or its other files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from mistaken import Mistaken

import portrayals
from portrayals.cli.application import app
from portrayals.cli.session import Session
from portrayals.errors import AlreadyThere

BAD = "name,year\nGood,1999\nBad,year\n"
#: The parameters of commands that name a file to write.
WRITTEN = {"output", "chart", "errors", "mapping", "path"}
IMPORTED = ("titles", "episodes", "portrayals", "relationships", "annotations", "table")
#: Each command that has one, and what is typed up to the name of the file.
COMMANDS = {
    "list output": "list titles -f csv -o",
    "show output": "show prime -f csv -o",
    "stats output": "stats outcome -f csv -o",
    "stats chart": "stats outcome --chart",
    "crosstab output": "crosstab outcome dating -f csv -o",
    "crosstab chart": "crosstab outcome dating --chart",
    "trend output": "trend dating -f csv -o",
    "trend chart": "trend dating --chart",
    "compare output": "compare dating --where kind:film --versus kind:tv -f csv -o",
    "compare chart": "compare dating --where kind:film --versus kind:tv --chart",
    "cooccur output": "cooccur violation -f csv -o",
    "cooccur chart": "cooccur violation --chart",
    "reliability output": "reliability dating -f csv -o",
    "reliability chart": "reliability dating --chart",
    "samplesize proportion output": "samplesize proportion --half-width 5 -f csv -o",
    "samplesize alpha output": "samplesize alpha -f csv -o",
    "claims output": "claims -f csv -o",
    "history output": "history -f csv -o",
    "demo output": "demo -f csv -o",
    "db info output": "db info -f csv -o",
    "db describe output": "db describe -f csv -o",
    "db check output": "db check -f csv -o",
    "codebook list output": "codebook list -f csv -o",
    "codebook show output": "codebook show -f csv -o",
    "codebook draft output": "codebook draft bad.csv --level title -o",
    "codebook export path": "codebook export -f yaml",
    "export path": "export titles -f csv",
    "coding waves output": "coding waves -f csv -o",
    "coding progress output": "coding progress -f csv -o",
    "coding handout output": "coding handout ana --wave main -o",
    "coding disagreements output": "coding disagreements -f csv -o",
    "coding adjudicate output": "coding adjudicate -o",
    "coding todo output": "coding todo -f csv -o",
    "codebook diff output": "codebook diff smoking -f csv -o",
    "methods output": "methods -f csv -o",
    "cite output": "cite -f csv -o",
    "report path": "report",
    "import table mapping": "import table bad.csv --level title --name name --map",
    **{f"import {what} errors": f"import {what} bad.csv --errors" for what in IMPORTED},
}
#: `init` makes a database, and only where there is no file.
MAKES = {"init path"}


def written(words: tuple[str, ...], command: Any) -> Iterator[str]:
    """Each parameter by which a command, or one below it, is told what to write."""
    if hasattr(command, "list_commands"):
        context = typer.Context(command, info_name=" ".join(words), obj=Session())
        for name in command.list_commands(context):
            yield from written((*words, name), command.get_command(context, name))
    else:
        yield from (f"{' '.join(words)} {each.name}" for each in command.params)


def test_every_command_that_writes_a_file_is_tried_here() -> None:
    found = set(written((), typer.main.get_command(app)))
    assert {each for each in found if each.split()[-1] in WRITTEN} == {*COMMANDS, *MAKES}


@pytest.fixture(autouse=True)
def sheet(mistaken: Mistaken) -> Mistaken:
    """A sheet with a row that cannot be read, beside the study."""
    Path("bad.csv").write_text(BAD)
    return mistaken


@pytest.mark.parametrize("typed", COMMANDS.values(), ids=COMMANDS)
def test_no_command_writes_over_the_study(mistaken: Mistaken, typed: str) -> None:
    pages = ("report", "coding handout", "coding adjudicate")
    suffixes = dict.fromkeys(pages, ".html") | {"codebook": ".yaml"}
    suffix = next((suffixes[each] for each in suffixes if typed.startswith(each)), ".db")
    os.link("portrayals.db", f"link{suffix}")
    before = mistaken.state()
    said = mistaken(*typed.split(), f"link{suffix}", "--force")
    assert said.status == 1
    assert said.lines == [f"portrayals: link{suffix} is a database", "  name another file"]
    assert mistaken.state() == before


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "db backup portrayals.db --force",
            "portrayals.db is already read or written by this command",
        ),
        ("db backup portrayals.db-wal", "belongs to the database"),
        ("export titles portrayals.db-shm --format csv", "belongs to the database"),
        ("init portrayals.db-journal", "portrayals.db-journal belongs to the database"),
        ("import titles bad.csv --errors bad.csv --force", "bad.csv is already read or written by"),
        (
            "import titles bad.csv --errors ./bad.csv --force",
            "bad.csv is already read or written by",
        ),
        ("import table bad.csv --map m.map --errors m.map", "m.map is already read or written by"),
        (
            "stats outcome --chart c.html -o ./c.html -f csv --force",
            "c.html is already read or written",
        ),
        ("export titles link.csv", "link.csv is a link to nothing.csv, which does not exist"),
        ("db backup link.csv", "link.csv is a link to nothing.csv, which does not exist"),
    ],
)
def test_no_file_in_use_is_written_over(mistaken: Mistaken, typed: str, told: str) -> None:
    Path("link.csv").symlink_to("nothing.csv")
    before = mistaken.state()
    said = mistaken(*typed.split())
    assert said.status == 1
    assert told in said.lines[0]
    assert mistaken.state() == before


def test_a_saved_mapping_is_not_written_over_by_the_errors(mistaken: Mistaken) -> None:
    typed = ("import", "table", "bad.csv", "--level", "title", "--name", "name")
    assert mistaken(*typed, "--map", "m.map").status == 0
    before = mistaken.state()
    said = mistaken("import", "table", "bad.csv", "--map", "m.map", "--errors", "m.map", "--force")
    assert "m.map is already read or written by this command" in said.lines[0]
    assert mistaken.state() == before


@pytest.mark.parametrize("more", [(), ("--force",)])
def test_a_dry_run_of_an_import_writes_no_file_at_all(
    mistaken: Mistaken, more: tuple[str, ...]
) -> None:
    Path("remarks.csv").write_text("name,dating\nPrime,perhaps\nBliss (1997),yes\n")
    Path("e.csv").write_text("before")
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    typed = ("import", "table", "remarks.csv", "--level", "title", "--name", "name", "--dry-run")
    errors = "e.csv" if more else "new.csv"
    said = mistaken(*typed, "--map", "m.map", "--errors", errors, "--create", *more)
    assert said.status == 1
    assert "Dry run: nothing was changed." in said.err
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


def test_a_file_that_standard_output_is_stays(mistaken: Mistaken) -> None:
    """As `stats outcome -f csv --chart c.html --force >c.html`."""
    kept = os.dup(1)
    with Path("c.html").open("w") as stream:
        os.dup2(stream.fileno(), 1)
        try:
            said = mistaken("stats", "outcome", "-f", "csv", "--chart", "c.html", "--force")
        finally:
            os.dup2(kept, 1)
            os.close(kept)
    assert said.status == 1
    assert "c.html is already read or written by this command" in said.lines[0]


@pytest.mark.parametrize("name", ["portrayals.db", "./portrayals.db", "link.html", "hard.html"])
def test_a_report_from_python_does_not_go_over_its_study(mistaken: Mistaken, name: str) -> None:
    Path("link.html").symlink_to("portrayals.db")
    os.link("portrayals.db", "hard.html")
    before = mistaken.state()
    with pytest.raises(AlreadyThere, match="is a database"):
        portrayals.open("portrayals.db").report(name, force=True)
    assert mistaken.state() == before


def test_errors_are_listed_once_where_a_change_was_asked_about(
    mistaken: Mistaken, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet is gone through again after the question; its list of errors is no new file."""
    Path("again.csv").write_text("name,year,key,kind\nPrime,2005,prime,short\nBad,year,,\n")
    monkeypatch.setattr(Session, "approved", lambda *_, **__: True)
    said = mistaken("import", "titles", "again.csv", "--skip-bad", "--errors", "e.csv")
    assert said.status == 0, said.err
    assert Path("e.csv").read_text().count("again.csv") == 1
