"""`undo` as it is typed: what is meant is what was there then, and much is asked about first."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portrayals.cli import undo
from portrayals.cli.program import run
from portrayals.services.study.undo import MOST_UNASKED

Run = Callable[..., tuple[int, str, str]]

MANY = MOST_UNASKED + 1


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with one title, and a sheet of many."""
    folder = tmp_path_factory.mktemp("made")
    file = str(folder / "portrayals.db")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LOGNAME", "ana")
        assert run(["init", file, "--codebook", "none"]) == 0
        assert run(["--db", file, "add", "title", "Casablanca", "--year", "1942"]) == 0
    (folder / "many.csv").write_text("name\n" + "".join(f"Film {n}\n" for n in range(MANY)))
    return folder


@pytest.fixture
def typed(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs the program on a copy: the status, the result, what is told beside it."""
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.chdir(tmp_path)
    for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)

    def typed(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(list(words))
        said = capsys.readouterr()
        return status, said.out, said.err

    return typed


@pytest.fixture
def overtaken(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has a command come in between while `undo` waits for its turn to write."""

    def overtaken(*words: str) -> None:
        record = undo.record

        def late(*given: object, **how: object) -> None:
            assert run(list(words)) == 0
            record(*given, **how)  # type: ignore[arg-type]

        monkeypatch.setattr(undo, "record", late)

    return overtaken


def titles(typed: Run) -> int:
    return len(json.loads(typed("list", "titles", "--json")[1]))


def test_what_came_in_while_it_waited_is_not_undone(
    typed: Run, overtaken: Callable[..., None]
) -> None:
    overtaken("import", "titles", "many.csv")
    status, out, err = typed("undo")
    assert (status, out) == (1, "")
    assert "change 3 (ana, import titles many.csv) came in between; nothing was undone" in err
    assert "to undo the one you chose: portrayals undo 2" in err
    assert titles(typed) == MANY + 1


def test_what_is_named_by_its_number_is_undone_whatever_came_in(
    typed: Run, overtaken: Callable[..., None]
) -> None:
    overtaken("add", "title", "Laura", "--year", "1944")
    assert typed("undo", "2")[0] == 0
    assert titles(typed) == 1


def test_of_several_none_is_undone_where_one_came_in(
    typed: Run, overtaken: Callable[..., None]
) -> None:
    assert typed("add", "title", "Laura", "--year", "1944")[0] == 0
    overtaken("add", "title", "Gilda", "--year", "1946")
    status, _, err = typed("undo", "--last", "2")
    assert status == 1
    assert "change 4 (ana, add title Gilda --year 1946) came in between" in err
    assert "list changes: portrayals history" in err
    assert titles(typed) == 3


@pytest.mark.parametrize("whose", [[], ["--anyone"]])
def test_what_others_do_matters_only_where_theirs_is_meant_too(
    typed: Run, overtaken: Callable[..., None], whose: list[str]
) -> None:
    assert typed("add", "coder", "ben")[0] == 0
    assert typed("add", "title", "Laura", "--year", "1944")[0] == 0
    overtaken("--as", "ben", "add", "title", "Gilda", "--year", "1946")
    status, _, err = typed("undo", *whose)
    assert status == (1 if whose else 0)
    assert ("change 5 (ben, add title Gilda" in err) == bool(whose)
    assert titles(typed) == (3 if whose else 2)


def test_much_is_asked_about_first_and_told_how_much(typed: Run) -> None:
    assert typed("import", "titles", "many.csv")[0] == 0
    status, _, err = typed("undo")
    assert status == 2
    assert "Undo change 3: ana, import titles many.csv: 1,001 rows?" in err
    assert "--yes" in err
    status, out, err = typed("undo", "--dry-run")
    assert (status, out) == (0, "3: ana, import titles many.csv: 1,001 rows\n")
    assert "nothing was changed" in err
    assert titles(typed) == MANY + 1
    assert typed("undo", "--yes")[0] == 0
    assert titles(typed) == 1
    status, _, err = typed("undo", "4")  # redoing is as much
    assert status == 2
    assert "Redo change 3: ana, import titles many.csv: 1,001 rows?" in err


def test_what_cannot_be_undone_is_not_asked_about(typed: Run) -> None:
    assert typed("import", "titles", "many.csv")[0] == 0
    assert typed("edit", "film-7", "year=2007")[0] == 0
    for words in (["undo", "3"], ["undo", "3", "-n"]):
        status, out, err = typed(*words)
        assert (status, out) == (1, "")
        assert "change 4 (ana, edit film-7 year=2007) depends on it" in err
