"""What is loaded to answer, and how the program ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import portrayals
from portrayals.cli import INTERRUPTED, main

HEAVY = [
    *("sqlalchemy", "alembic", "rich", "yaml", "lark", "rapidfuzz", "babel", "pydantic", "numpy"),
    *("altair", "vl_convert", "scipy", "pandas", "docx", "lxml", "xlsxwriter"),
]
LISTING = """
import ast, sys
from portrayals.cli import main
for words in map(ast.literal_eval, sys.argv[1:]):
    sys.argv = ["portrayals", *words]
    try:
        main()
    except SystemExit as end:
        assert not end.code, words
print(*sys.modules, file=sys.stderr)
"""


def loaded(*commands: list[str]) -> set[str]:
    """The modules that are loaded when the program has answered all of these, in one process."""
    done = subprocess.run(
        [sys.executable, "-c", LISTING, *map(repr, commands)],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["--version"], ["--help"], []])
def test_the_version_and_the_top_of_the_help_load_next_to_nothing(words: list[str]) -> None:
    assert not loaded(words) & {*HEAVY, "typer", "json", "portrayals.cli.session"}


def test_what_python_loads_before_the_program_can_end_in_order_is_nearly_nothing() -> None:
    """Ctrl-C before `main` is Python's own to answer, with a traceback."""
    before = "import os, sys; before = {*sys.modules}; import portrayals.cli; "
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"{before} print(*sorted({{*sys.modules}} - before))"],
        env={"PYTHONPATH": str(Path(portrayals.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["__future__", "gc", "portrayals", "portrayals.cli"]


@pytest.mark.parametrize("words", [["stats", "--help"], ["help", "query"]])
def test_the_help_of_a_command_loads_no_heavy_part_and_no_other_command(words: list[str]) -> None:
    modules = loaded(words)
    assert not modules & set(HEAVY)
    assert "portrayals.cli.add" not in modules


#: What no reading command may load: each would double its start-up, or worse.
TOO_HEAVY = {
    *("sqlalchemy.orm", "alembic", "pydantic", "numpy", "pandas", "scipy", "rich", "psycopg"),
    *("docx", "lxml", "xlsxwriter"),
}
READING = [
    "stats",
    "stats violation --table1",
    "list titles",
    "list coders",
    "show 50/50",
    "codebook list",
    "db info",
    "history",
]


@pytest.mark.slow
def test_a_reading_command_loads_nothing_heavy_besides_the_database(starter_once: Path) -> None:
    modules = loaded(*(["--db", str(starter_once), *words.split()] for words in READING))
    assert not modules & TOO_HEAVY
    assert {"sqlalchemy", "sqlite3"} <= modules


class Interrupted:
    """A module that Ctrl-C finds while it is loaded."""

    def __getattr__(self, name: str) -> object:
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("module", "words"),
    [("program", ["list", "titles"]), ("top", ["--version"]), ("streams", ["--help"])],
)
def test_ctrl_c_while_modules_are_loaded_ends_with_130(
    module: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, f"portrayals.cli.{module}", Interrupted())
    monkeypatch.setattr(sys, "argv", ["portrayals", *words])
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)  # as it was, afterwards
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == INTERRUPTED == 130


DROPPED = """
import sys
from portrayals.cli import obey_interrupt
class Lock:
    def __del__(self):
        raise KeyboardInterrupt
sys.unraisablehook = obey_interrupt
Lock()
print("went on")
"""


def test_ctrl_c_that_python_would_drop_ends_the_program_all_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DROPPED], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", "")


def test_python_can_run_the_package() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "portrayals", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("portrayals ")


@pytest.mark.parametrize("words", ["--help", "help query", "list --help"])
def test_a_closed_pipe_is_silent(words: str, tmp_path: Path) -> None:
    command = f'set -o pipefail; "{sys.executable}" -m portrayals {words} 2>errors | true'
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert (tmp_path / "errors").read_text() == ""
