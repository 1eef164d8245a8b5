"""Who acts: a coder named by --as must be there, also where nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from portrayals.cli.program import run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A study of Ana's with one title."""
    file = str(tmp_path_factory.mktemp("made") / "portrayals.db")
    assert run(["--as", "anabel", "init", file, "--codebook", "smoking"]) == 0
    assert run(["--as", "anabel", "--db", file, "add", "title", "Casablanca"]) == 0
    return file


LOOKS = [
    *("list titles", "list coders", "show casablanca", "history", "claims"),
    *("stats smoking --level portrayal", "crosstab smoking lead", "trend smoking"),
    *("cooccur smoking", "compare smoking --where kind:film --versus kind:tv"),
    *("export titles -", "report out.html", "codebook list", "codebook show", "codebook export -"),
    *("db info", "db describe", "db policy", "db check"),
    *(
        "remove casablanca -n",
        "merge casablanca casablanca -n",
        "undo -n",
        "codebook apply smoking",
    ),
]


@pytest.mark.parametrize("look", LOOKS)
def test_who_is_not_there_does_not_look_either(
    made: str,
    look: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--db", made, "--as", "anabell", *look.split()]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        'portrayals: "anabell" is not a coder\n'
        "  did you mean anabel?\n"
        "  to create one: portrayals add coder anabell\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_who_is_there_looks(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", made, "--as", "anabel", "list", "titles", "--json"]) == 0
    assert "casablanca" in capsys.readouterr().out


def test_a_name_in_the_environment_may_be_of_another_study(
    made: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTRAYALS_CODER", "ben")
    assert run(["--db", made, "list", "titles", "--json"]) == 0
    assert "casablanca" in capsys.readouterr().out
    assert run(["--db", made, "add", "title", "Laura"]) == 1
