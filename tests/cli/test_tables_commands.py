"""`crosstab` and `cooccur` as they are typed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portrayals.cli.program import run

Run = Callable[..., tuple[int, str, str]]

#: The starter is coded from documents, which deny nothing: read as reported it has shares (R6).
REPORTED = ("--silence", "no")


@pytest.fixture
def typed(
    starter_once: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs the program on the starter catalogue: the status, the result, what is told beside it."""
    monkeypatch.chdir(tmp_path)
    for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(starter_once, tmp_path / "portrayals.db")

    def typed(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(list(words))
        said = capsys.readouterr()
        return status, said.out, said.err

    return typed


def test_a_table_is_printed_with_its_tests_and_caveats(typed: Run) -> None:
    status, out, err = typed("crosstab", "violation", "kind", *REPORTED)
    assert (status, err) == (0, "")
    assert out.startswith("At least one boundary violation by Kind: ")
    assert "Rao-Scott" in out
    assert "Ignoring that units share a title: " in out
    assert "A convenience sample" in out


def test_its_sentence_and_provenance_stand_below_it(typed: Run) -> None:
    permuted = ("crosstab", "violation", "kind", "--test", "permutation", *REPORTED)
    _, out, _ = typed(*permuted, "--sentence", "--provenance")
    below = out.partition("To quote: ")[2]
    assert "This convenience sample" in below
    assert "Counted from: program" in below
    assert "seed 1" in below


def test_json_has_the_keys_of_every_statistic_and_its_own(typed: Run) -> None:
    crossed = ("crosstab", "boundary-act:dating", "violation:yes", "--strata", "kind")
    _, out, _ = typed(*crossed, *REPORTED, "--json")
    told = json.loads(out)
    assert {"command", "level", "n", "states", "rows", "notes", "provenance"} <= set(told)
    assert {"columns", "counts", "tests", "effects"} <= set(told)
    assert told["strata"] == "kind"
    assert "mantel-haenszel-odds-ratio" in {each["name"] for each in told["effects"]}
    assert "NaN" not in out


def test_pairs_are_printed_and_written(typed: Run, tmp_path: Path) -> None:
    status, out, _ = typed("cooccur", "boundary-act", "--level", "title", *REPORTED)
    assert status == 0
    assert out.startswith("Boundary act, codes that occur together: ")
    assert typed("cooccur", "boundary-act", *REPORTED, "-o", "pairs.csv")[0] == 0
    lines = (tmp_path / "pairs.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("code,label,other,other_label,count,")
    assert len(lines) > 10


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("crosstab", "violation"), 2),
        (("crosstab", "violation", "kind", "--test", "z"), 2),
        (("crosstab", "violation", "kin"), 1),
        (("crosstab", "kind", "decade", "--strata", "country"), 1),
        (("crosstab", "violation", "kind", "--interval", "exact"), 1),
        (("cooccur", "violation"), 1),
    ],
)
def test_what_cannot_be_counted_is_refused(typed: Run, words: tuple[str, ...], status: int) -> None:
    told = typed(*words)
    assert (told[0], told[1]) == (status, "")
    assert "Traceback" not in told[2]
