"""Journey (b): a sheet that was coded without a codebook gets one; the one in use is written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from portrayals.cli.program import run

SHEET = """\
Film,Year,IMDb,Coder,Dating,Acts,Outcome
Prime,2005,tt0387514,ana,yes,gift;hug,harmed
Bliss,1997,tt0118742,ana,no,hug,mixed
Lovesick,1983,tt0085865,ana,Yes,gift,mixed
"Crazy, Stupid",2011,tt1570728,bea,maybe,,harmed
=Mumford,1999,tt0140397,bea,,gift;touch,=cmd
Spellbound,1945,tt0038109,bea,no,touch;hug,harmed
"""

Told = tuple[str, str]
Run = Callable[..., Told]


@pytest.fixture
def portrayals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in a folder of its own; what it says on standard output and error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    Path("films.csv").write_text(SHEET, encoding="utf-8")

    def command(*words: str, status: int = 0) -> Told:
        ended = run(words)
        said = capsys.readouterr()
        assert ended == status, said.err
        return said.out, said.err

    return command


DRAFT = ("codebook", "draft", "films.csv", "--level", "title")
NOTHING = ("-o", "s.yaml", "--only", "Film", "--skip", "Film")


def test_a_sheet_becomes_a_codebook_that_can_be_applied_as_it_is(portrayals: Run) -> None:
    out, err = portrayals(*DRAFT, "-o", "study.yaml")
    assert out == "study.yaml\n"
    lines = err.splitlines()
    assert lines[0] == "Wrote study.yaml: 3 variables, 6 codes. Check these first:"
    assert lines[1].startswith("  col 5 Dating: no 2, yes 1, Yes 1, maybe 1, empty 1 → boolean? (")
    assert '  col 1 "Film": names, judging by its header' in lines
    assert '  col 3 "IMDb": identifiers or addresses' in lines
    assert "films 0.1 is valid" in portrayals("codebook", "check", "study.yaml")[1]
    portrayals("init", "--codebook", "study.yaml")
    portrayals("add", "title", "Prime", "--year", "2005")
    portrayals("annotate", "prime", "dating=yes", "acts=gift,hug")
    assert "gift" in portrayals("codebook", "show", "acts")[0]


def test_the_draft_takes_its_name_and_columns_as_told(portrayals: Run) -> None:
    out, _ = portrayals(
        *DRAFT, "-o", "s.yaml", "--name", "my-study", "--skip", "acts", "--skip", "Film", "--json"
    )
    told = json.loads(out)
    assert (told["path"], told["codebook"], told["version"]) == ("s.yaml", "my-study", "0.1")
    assert told["rows"] == 6
    assert [(each["variable"], each["type"]) for each in told["variables"]] == [
        ("dating", "boolean"),
        ("outcome", "nominal"),
    ]
    assert [each["header"] for each in told["left_out"]] == ["Year", "IMDb", "Coder"]
    out, _ = portrayals(*DRAFT, "-o", "-", "--only", "Acts")
    assert "  - key: acts\n" in out
    assert "dating" not in out


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ([*DRAFT, "-o", "there.yaml"], 1, "there.yaml already exists"),
        ([*DRAFT, "-o", "films.csv", "--force"], 1, "end it in .yaml"),
        ([*DRAFT, "-o", "none/s.yaml"], 1, "cannot write none/s.yaml"),
        ([*DRAFT, "-o", "s.yaml", "--only", "Datin"], 1, 'no column "Datin"'),
        ([*DRAFT, "-o", "s.yaml", "--name", "My Study"], 1, "my-study"),
        ([*DRAFT, "-o", "-", "--json"], 2, "standard output"),
        (
            [*DRAFT, *["-o", "s.yaml", "--only", "Film", "--skip", "Film"]],
            1,
            "looks like a variable",
        ),
        (["codebook", "draft", "films.csv", "-o", "s.yaml"], 2, "--level"),
        (["codebook", "draft", "films.csv", "--level", "scene", "-o", "s.yaml"], 2, "relationship"),
        (["codebook", "draft", "gone.csv", "--level", "title", "-o", "s.yaml"], 1, "gone.csv"),
        (["codebook", "draft", "head.csv", "--level", "title", "-o", "s.yaml"], 1, "head.csv"),
    ],
)
def test_what_cannot_be_drafted_is_refused_and_nothing_is_written(
    portrayals: Run, words: list[str], status: int, told: str
) -> None:
    Path("there.yaml").write_text("mine", encoding="utf-8")
    Path("head.csv").write_text("Tone,Dating\n", encoding="utf-8")
    out, err = portrayals(*words, status=status)
    assert out == ""
    assert told in err
    assert Path("there.yaml").read_text(encoding="utf-8") == "mine"
    assert not Path("s.yaml").exists()
    portrayals(*DRAFT, "-o", "there.yaml", "--force")
    assert "codebook: films" in Path("there.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["smoking", "therapist-boundaries"])
def test_the_yaml_of_the_codebook_in_use_is_taken_back_as_the_same_version(
    portrayals: Run, name: str
) -> None:
    portrayals("init", "--codebook", name)
    out, err = portrayals("codebook", "export", "mine.yaml")
    assert out == "mine.yaml\n"
    assert err.startswith("Wrote mine.yaml: ")
    assert "nothing changes" in portrayals("codebook", "apply", "mine.yaml", "--dry-run")[0]
    assert (
        "is already the current codebook"
        in portrayals("codebook", "apply", "mine.yaml", "--yes")[1]
    )
    assert portrayals("codebook", "export", "-")[0] == Path("mine.yaml").read_text(encoding="utf-8")


def test_the_codebook_is_written_for_readers_and_for_spreadsheets(portrayals: Run) -> None:
    Path("study.yaml").write_text(
        "codebook: study\nversion: 1\nvariables:\n- key: tone\n  level: title\n  type: nominal\n"
        '  codes: [{key: a, label: "=1+1", examples: [x, y]}, {key: "no", label: "#b"}]\n',
        encoding="utf-8",
    )
    portrayals("init", "--codebook", "study.yaml")
    assert portrayals("codebook", "export", "book.md")[0] == "book.md\n"
    assert "- **\\#b** `no`\n" in Path("book.md").read_text(encoding="utf-8")
    out, _ = portrayals("codebook", "export", "-", "--format", "csv")
    first, second = csv.DictReader(io.StringIO(out))
    assert (first["code"], first["label"], first["examples"]) == ("a", "'=1+1", "x;y")
    assert (second["variable"], second["code"], second["label"]) == ("tone", "no", "#b")
    out, _ = portrayals("codebook", "export", "book.tsv", "--json")
    told = {"format": 2, "path": "book.tsv", "codebook": "study", "version": "1"}
    assert json.loads(out) == told
    assert Path("book.tsv").read_text(encoding="utf-8").startswith("variable\tvariable_label\t")


def test_an_export_overwrites_nothing_unasked(portrayals: Run) -> None:
    portrayals("init", "--codebook", "none")
    assert "no codebook yet" in portrayals("codebook", "export", "b.yaml", status=1)[1]
    portrayals("codebook", "apply", "smoking", "--yes")
    portrayals("codebook", "export", "b.yaml")
    assert "--force" in portrayals("codebook", "export", "b.yaml", status=1)[1]
    portrayals("codebook", "export", "b.yaml", "--force")
    assert "end it in .yaml" in portrayals("codebook", "export", "b.docx", status=1)[1]
    database = ("portrayals.db", "--format", "yaml", "--force")
    assert "is a database" in portrayals("codebook", "export", *database, status=1)[1]
    assert "a folder" in portrayals("codebook", "export", ".", "-f", "csv", status=1)[1]
