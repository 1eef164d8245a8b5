"""`--chart FILE`: a picture beside the table, never over a file unasked."""

from __future__ import annotations

import json
import re
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
            ["screen", "casablanca", "in"],
            ["add", "title", "Metropolis", "--year", "1927"],
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


@pytest.mark.slow
def test_a_chart_has_its_title_and_its_notes_in_the_picture_or_in_its_description(
    made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figure.svg"
    words = ["stats", "smoking", "--chart-title", "Who smokes?", "--chart-notes", "none"]
    assert run(["--db", made, *words, "--size", "square", "--chart", str(file)]) == 0
    described, _, drawn = file.read_text(encoding="utf-8").partition("</desc>")
    notes = [line for line in described.splitlines() if "not been screened yet" in line]
    assert len(notes) == 1
    assert "screened" not in drawn
    assert "Who smokes?" in drawn
    assert "lettering is small" not in capsys.readouterr().err


@pytest.mark.slow
def test_that_a_chart_is_too_full_is_said(
    starter_once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["stats", "boundary-act", "--size", "slide", "--chart", str(tmp_path / "figure.svg")]
    assert run(["--db", str(starter_once), *words]) == 0
    assert "The text is small because the chart is crowded: see --top" in capsys.readouterr().err


@pytest.mark.slow
def test_rows_of_a_table_and_its_chart_are_chosen_alike(
    starter_once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figure.svg"
    words = ["stats", "boundary-act", "--depth", "1", "--sort", "share", "--top", "3"]
    assert run(["--db", str(starter_once), *words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    known = [row["known"] for row in found["rows"]]
    assert (len(known), known) == (3, sorted(known, reverse=True))
    assert found["notes"][0] == "The 3 largest of 16; 13 more not shown."
    assert "--sort share --top 3" in found["provenance"]["command"]
    assert run(["--db", str(starter_once), *words, "--chart", str(file)]) == 0
    table, drawn = capsys.readouterr().out, file.read_text(encoding="utf-8").partition("</desc>")[2]
    for row in found["rows"]:
        assert row["label"] in table
        assert row["label"] in drawn
    assert "Abandonment" not in table + drawn


@pytest.mark.slow
def test_a_journalist_gets_a_picture_for_a_slide(
    starter_once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "dating.png"
    asked = "boundary-act:dating-current-client,dating-former-client"
    of = ["--level", "portrayal", "--where", "kind:tv", "--per", "decade", "--silence", "no"]
    to = ["--size", "slide", "--chart", str(file), "--chart-title", "Therapists who date a client"]
    assert run(["--db", str(starter_once), "trend", asked, *of, "--min-n", "5", *to]) == 0
    out, err = capsys.readouterr()
    periods = [line.split()[0] for line in out.splitlines() if line.strip()[:2].isdigit()]
    assert periods == ["1970s–2000s", "2010s", "2020s"]
    assert "Decades with fewer than 5 units are joined: 1970s–2000s." in out
    assert err == f"Wrote {file}.\n"
    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ["stats", "boundary-act", "--depth", "1"],
        ["trend", "violation"],
        ["compare", "violation", "--where", "kind:tv", "--versus", "kind:film"],
        ["crosstab", "violation", "kind"],
        ["cooccur", "boundary-act"],
    ],
    ids=lambda words: words[0],
)
def test_r6_where_nothing_is_settled_what_is_known_is_drawn(
    words: list[str], starter_once: Path, tmp_path: Path
) -> None:
    file = tmp_path / "figure.svg"
    assert run(["--db", str(starter_once), *words, "--chart", str(file)]) == 0
    drawn = file.read_text(encoding="utf-8").partition("</desc>")[2]
    assert "relationships" in drawn
    assert re.search("at least [1-9]", drawn) or "known to have both" in drawn
    assert "undefined" not in drawn


@pytest.mark.parametrize(
    "option",
    [
        ["stats", "smoking", "--size", "slide"],
        ["trend", "smokes", "--chart-title", "Smoking"],
        ["cooccur", "smoking", "--chart-notes", "full"],
        ["cooccur", "smoking", "--top", "3"],
        ["crosstab", "smokes", "decade", "--sort", "share"],
        ["crosstab", "smokes", "decade", "--min-n", "3"],
    ],
    ids=lambda words: words[-2],
)
def test_an_option_of_a_chart_wants_one(
    option: list[str], made: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--db", made, *option]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{option[-2]}: this option needs a chart: add --chart FILE.png" in err


def test_where_no_row_has_so_many_units_the_largest_number_is_told(
    made: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--db", made, "stats", "smoking", "--min-n", "2"]) == 1
    assert "no row has 2 units or more" in (err := capsys.readouterr().err)
    assert "--min-n 1" in err


@pytest.mark.parametrize(
    ("name", "told"), [("there.png", "already exists"), ("figure.gif", "end it in .png, .svg")]
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
