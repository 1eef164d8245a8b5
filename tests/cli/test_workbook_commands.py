"""A study by post in workbooks, as its lead types it: handed out, filled, collected, compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from filled_workbooks import fill, typed
from openpyxl import load_workbook
from workbooks import xlsx

import portrayals
from portrayals.cli.program import run
from portrayals.results.handout import Handout

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> portrayals.Study:
    """A study of smoking in twenty films, all of them given to two coders."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTRAYALS_CODER", "lea")
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    assert run(["-q", "init", "--codebook", "smoking"]) == 0
    names = [f"Film {number:02}" for number in range(20)]
    Path("films.csv").write_text("\n".join(["name", *names]), encoding="utf-8")
    people = [f"{name},Ann" for name in names]
    Path("people.csv").write_text("\n".join(["title,name", *people]), encoding="utf-8")
    assert run(["-q", "import", "titles", "films.csv"]) == 0
    assert run(["-q", "import", "portrayals", "people.csv"]) == 0
    study = portrayals.open("portrayals.db", actor="lea")
    study.assign("main", ["ana", "ben"], reliability=20, create=True)
    return study


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Runs the program: the status, the result, what is told beside it."""

    def said(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(list(words))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return said


def answers(handout: Handout, other: int) -> list[dict[str, object]]:
    """What somebody saw: everybody smokes cigarettes but one, by which two coders differ."""
    people = [each for each in handout.units if each.level == "portrayal"]
    made: list[dict[str, object]] = []
    for number, unit in enumerate(people):
        smokes = number % 2 == 0 or number == other
        state, codes = ("coded", ["cigarette"]) if smokes else ("none", [])
        made.append({"unit": unit.uuid, "variable": "smoking", "state": state, "codes": codes})
    return made


def test_two_coders_in_workbooks_agree_as_they_would_in_pages(
    lead: portrayals.Study, said: Typed, tmp_path: Path
) -> None:
    figures: list[list[object]] = []
    for suffix in ("html", "xlsx"):
        given = {
            coder: lead.handout(coder, "main", f"{coder}.{suffix}") for coder in ("ana", "ben")
        }
        for other, (coder, handout) in enumerate(given.items()):
            coded = answers(handout, 2 * other + 1)
            if suffix == "xlsx":
                file = fill(tmp_path / f"{coder}.xlsx", handout, coded, "watched")
            else:
                file = tmp_path / f"{coder}.json"
                file.write_text(json.dumps(saved(handout, coded)), encoding="utf-8")
            assert said("coding", "collect", str(file))[0] == 0
        figures.append(json.loads(said("reliability", "--json")[1])["rows"])
        rows = [(row["unit"], row["coder"], row["value"]) for row in lead.list("annotations").rows]
        figures.append(sorted(rows, key=str))
        lead.undo(last=2)
        assert not lead.list("annotations").rows
    assert figures[:2] == figures[2:]
    assert figures[0]
    assert len(figures[1]) == 40


def saved(handout: Handout, coded: list[dict[str, object]]) -> dict[str, object]:
    """What a page saves."""
    book = {"version": handout.codebook_version, "sha256": handout.codebook_sha256}
    return {
        "format": 1,
        "handout": handout.sha256,
        "coder": handout.coder,
        "wave": handout.wave,
        "codebook": {"key": handout.codebook, **book},
        "saved_at": "2025-11-30T14:02:11Z",
        "basis": "watched",
        "answers": coded,
    }


@pytest.mark.usefixtures("lead")
def test_a_workbook_is_handed_out_and_collected_under_any_name(said: Typed, tmp_path: Path) -> None:
    status, out, _ = said("coding", "handout", "ana", "--wave", "main", "-o", "ana-main.xlsx")
    assert (status, out.split()[:5]) == (0, ["ana-main.xlsx", "20", "titles,", "20", "characters"])
    typed(tmp_path / "ana-main.xlsx", {"Characters!E2": "yes", "Titles!D2": "Yes"})
    Path("ana-main.xlsx").rename("ana")
    status, out, err = said("coding", "collect", "ana")
    assert (status, out.splitlines()[1].split()[:4]) == (0, ["ana", "ana", "main", "2"])
    unstated, after = err.splitlines()
    assert unstated.startswith("2 answers of ana have no basis, ")
    assert after == "Next: portrayals reliability --wave main"
    assert said("coding", "collect", "ana")[1].rstrip().endswith("nothing new")


def test_wrong_cells_are_told_with_the_file_and_nothing_is_taken(
    lead: portrayals.Study, said: Typed, tmp_path: Path
) -> None:
    said("coding", "handout", "ana", "--wave", "main", "-o", "ana-main.xlsx")
    typed(tmp_path / "ana-main.xlsx", {"Characters!E2": "yes", "Characters!J2": "In compny"})
    status, out, err = said("coding", "collect", "ana-main.xlsx")
    assert (status, out.split()[-2:]) == (1, ["not", "taken"])
    assert err.splitlines() == [
        'ana-main.xlsx!Characters!J2  "In compny" is not a code of context (In company?)',
        "Nothing of ana-main.xlsx was taken. Ask the coder to correct it and to send it again, or "
        "leave out what is wrong: --skip-bad",
    ]
    [file] = json.loads(said("coding", "collect", "ana-main.xlsx", "--json")[1])["files"]
    assert [(each["cell"], each["unit"]) for each in file["refused"]] == [
        ("Characters!J2", "film-00/ann")
    ]
    with pytest.raises(portrayals.errors.InvalidRows, match="1 answer cannot be taken"):
        lead.collect("ana-main.xlsx")
    assert lead.collect("ana-main.xlsx", skip_bad=True).new == 1


@pytest.mark.usefixtures("lead")
def test_a_damaged_workbook_is_refused_without_the_advice_to_save_it_as_text(
    said: Typed,
) -> None:
    said("coding", "handout", "ana", "--wave", "main", "-o", "ana-main.xlsx")
    Path("cut.xlsx").write_bytes(Path("ana-main.xlsx").read_bytes()[:3000])
    status, _, err = said("coding", "collect", "cut.xlsx")
    assert (status, "cut.xlsx cannot be read" in err, "CSV" in err) == (1, True, False)
    assert "save it again as .xlsx" in err


@pytest.mark.usefixtures("lead")
def test_a_copy_of_a_sheet_and_a_workbook_of_somebody_else_are_refused_with_what_to_do(
    said: Typed, tmp_path: Path
) -> None:
    said("coding", "handout", "ana", "--wave", "main", "-o", "ana-main.xlsx")
    rows = load_workbook("ana-main.xlsx")["Titles"].iter_rows(values_only=True)
    lines = [";".join(str(cell or "") for cell in row) for row in rows]
    Path("ana.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    status, _, err = said("coding", "collect", "ana.csv")
    assert (status, "ana.csv is a copy of one sheet of a workbook" in err) == (1, True)
    assert "the whole workbook, CODER-WAVE.xlsx" in err
    xlsx(tmp_path / "other.xlsx", {"Titles": [["Key", "Tone"], ["film-00", "grave"]]})
    status, _, err = said("coding", "collect", "other.xlsx")
    assert (status, "other.xlsx is a workbook, but not the one" in err) == (1, True)
    assert "portrayals import annotations" in err


@pytest.mark.slow
def test_the_shipped_codebook_of_therapists_is_handed_out_as_a_page_only(
    tmp_path: Path, said: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTRAYALS_CODER", "lea")
    said("-q", "init", "--starter")
    said("-y", "coding", "assign", "--wave", "main", "--coder", "ana", "--create")
    status, _, err = said("coding", "handout", "ana", "--wave", "main", "-o", "ana.xlsx")
    assert status == 1
    assert "its sheet Relationships would have 178 columns, and the limit is 40" in err
    assert "the HTML page has no such limit: -o ana-main.html" in err
    assert not Path("ana.xlsx").exists()
    with portrayals.open("portrayals.db", actor="lea") as study:
        assert study.handout("ana", "main", "ana.html").form == "page"
