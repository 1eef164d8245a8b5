"""`--chart FILE`: a picture beside the table, never over a file unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from portrayals.cli.program import run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A study of smoking with one film and one smoker in it."""
    file = str(tmp_path_factory.mktemp("made") / "portrayals.db")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LOGNAME", "ana")
        assert run(["init", file, "--codebook", "smoking"]) == 0
        for words in (
            ["add", "title", "Casablanca", "--year", "1942"],
            ["add", "portrayal", "casablanca", "Rick"],
            ["tag", "casablanca/rick", "cigarette", "--basis", "watched"],
        ):
            assert run(["--db", file, *words]) == 0
    return file


@pytest.mark.slow
def test_a_chart_is_drawn_beside_the_table_and_told_of(
    made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figure.svg"
    assert run(["--db", made, "stats", "smoking", "--chart", str(file)]) == 0
    out, err = capsys.readouterr()
    assert "1 of 1" in out
    assert f"Wrote {file}." in err
    assert "1 of 1" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "told"), [("there.png", "already there"), ("figure.gif", "end it in .png, .svg")]
)
def test_a_chart_that_cannot_be_written_is_refused_before_anything_is_counted(
    name: str, told: str, made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there.png").write_text("mine")
    assert run(["--db", made, "stats", "smoking", "--chart", str(tmp_path / name)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert (tmp_path / "there.png").read_text() == "mine"
