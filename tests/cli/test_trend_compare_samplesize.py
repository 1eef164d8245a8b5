"""`trend`, `compare` and `samplesize` as they are typed, on the starter catalogue."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from portrayals.cli.program import run

Run = Callable[..., tuple[int, str, str]]

HEAD = (
    *(
        "format",
        "command",
        "level",
        "where",
        "by",
        "policy",
        "coder",
        "wave",
        "confidence",
        "interval",
    ),
    *("n", "states", "rows", "notes", "provenance"),
)
TWO = "boundary-act:dating-current-client,dating-former-client"
#: The starter is coded from documents, which deny nothing: read as reported it has shares (R6).
REPORTED = ("--silence", "no")
TREND = ("trend", "violation", *REPORTED)
GROUPS = ("--where", "kind:tv", "--versus", "kind:film")
COMPARISON = ("compare", "violation", *GROUPS, *REPORTED)


@pytest.fixture
def typed(
    starter_once: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs the program: the status, the result, what is told beside it."""
    monkeypatch.setenv("PORTRAYALS_DB", str(starter_once))
    monkeypatch.chdir(tmp_path)

    def typed(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(list(words))
        return (status, *capsys.readouterr())

    return typed


def test_a_trend_prints_its_shares_its_tests_and_its_caveats(typed: Run) -> None:
    status, text, _ = typed(*TREND)
    assert status == 0
    first, in_words, heading, *rest = text.splitlines()
    assert first.endswith("  1930s to 2020s (decades of 10 relationships or more)")
    assert in_words == "The therapist violates at least one professional boundary"
    assert heading.startswith("At least one boundary violation")
    assert any(line.split()[:1] == ["1960s"] and "undefined" in line for line in rest)
    assert any(line.startswith("  all") for line in rest)
    assert "Test for trend by title: t = " in text
    assert "Ignoring that units share a title (Cochran-Armitage): z = " in text
    assert "A convenience sample shows no trend" in text


def test_a_trend_of_titles_has_one_test(typed: Run) -> None:
    _, text, _ = typed(*TREND, "--level", "titles")
    assert "Test for trend (Cochran-Armitage): z = " in text
    assert "naive" not in text


def test_a_journalist_gets_a_sentence_to_print_with_its_caveat(typed: Run) -> None:
    words = ("trend", TWO, "--level", "portrayal", "--where", "kind:tv", "--per", "decade")
    words = (*words, *REPORTED)
    status, text, _ = typed(*words, "--sentence", "--provenance")
    assert status == 0
    assert "Dating, current client or Dating, former client" in text
    found = json.loads(typed(*words, "--json")[1])
    _, sentence, repeated, provenance = text.rstrip("\n").rsplit("\n\n", 3)
    assert sentence.startswith("To quote: ")
    start = "To quote: The therapist dates a current client or former client in"
    assert " ".join(sentence.split()).startswith(start)
    told, caveats = " ".join(sentence.split()).removeprefix("To quote: ").split(" In all, another ")
    for row in found["rows"]:
        assert (f"{row['count']} of {row['n']} " in told) == (row["n"] >= 10)
    assert told.endswith("(decades with 10 or more).")
    assert len(told.replace(" %", "%").split()) <= 60  # a number and its sign are one
    assert len(caveats.split()) <= 46  # none of which a figure may be without
    assert repeated.startswith(f"To repeat it: portrayals trend {TWO} --level portrayal")
    assert "codebook therapist-boundaries" in provenance
    assert "query kind:tv" in provenance


def test_beside_json_the_sentence_is_told_and_no_part_of_it(typed: Run) -> None:
    _, text, told = typed(*TREND, "--sentence", "--json")
    assert json.loads(text)["command"] == "trend"
    assert "To quote: " in told


def test_a_trend_in_json_has_the_keys_of_every_statistic_and_its_own(typed: Run) -> None:
    _, text, _ = typed(*TREND, "--json")
    found = json.loads(text)
    assert tuple(found)[: len(HEAD)] == HEAD
    assert {"period", "count", "n", "percent", "low", "high"} <= set(found["rows"][0])
    test = found["test"]
    assert test["name"] == "cochran-armitage"
    assert test["chi2"] == pytest.approx(test["z"] ** 2)
    assert found["clustered"]["df"] > 0
    assert found["n"] == sum(row["n"] for row in found["rows"])
    assert found["by"] == "decade"


def test_a_comparison_in_json_has_the_keys_of_every_statistic_and_its_own(typed: Run) -> None:
    _, text, _ = typed(*COMPARISON, "--json")
    found = json.loads(text)
    assert tuple(found)[: len(HEAD)] == HEAD
    assert [row["group"] for row in found["rows"]] == ["kind:tv", "kind:film"]
    assert found["versus"] == "kind:film"
    assert {"difference", "risk-ratio", "odds-ratio"} == {e["name"] for e in found["effects"]}
    assert len(found["naive"]["effects"]) == 3
    assert found["naive"]["test"]["p"] != found["test"]["p"]
    of_titles = json.loads(typed(*COMPARISON, "--level", "title", "--json")[1])
    assert of_titles["naive"] is None


def test_a_comparison_prints_both_groups_sizes_and_tests(typed: Run) -> None:
    status, text, _ = typed(*COMPARISON, "--sentence")
    assert status == 0
    for line in ("  kind:tv", "  kind:film", "  difference", "  risk ratio", "  odds ratio"):
        assert f"\n{line}" in text
    assert "Test by title: t = " in text
    assert "Ignoring that units share a title: " in text
    assert "against " in text.rsplit("\n\n", 1)[1]


@pytest.mark.parametrize(
    "words",
    [
        TREND,
        COMPARISON,
        ("trend", "violation", "--silence", "no"),
        ("compare", "violation", *GROUPS, "--silence", "no"),
    ],
)
def test_each_format_has_every_row(typed: Run, words: tuple[str, ...]) -> None:
    number = len(json.loads(typed(*words, "--json")[1])["rows"])
    rows = list(csv.DictReader(io.StringIO(typed(*words, "-f", "csv")[1])))
    assert len(rows) == number
    assert {"count", "n", "percent", "states.not-coded", "titles"} <= set(rows[0])
    assert len(typed(*words, "-f", "jsonl")[1].splitlines()) == number
    for form in ("markdown", "latex"):
        text = typed(*words, "-f", form)[1]
        assert "Test" in text
        assert " of " in text


def test_a_file_is_written_in_the_format_of_its_suffix(typed: Run, tmp_path: Path) -> None:
    status, text, told = typed("trend", "violation", "-o", "trend.tsv")
    assert (status, text) == (0, "")
    assert "Wrote trend.tsv." in told
    assert (tmp_path / "trend.tsv").read_text(encoding="utf-8").startswith("period\t")


def test_what_cannot_be_compared_is_refused(typed: Run) -> None:
    status, _, told = typed("compare", "violation", "--where", "kind:tv", "--versus", "year:1900..")
    assert status == 1
    assert "match both queries" in told
    assert typed("compare", "violation", "--where", "kind:tv")[0] == 2
    assert typed("trend", "violation", "--per", "century")[0] == 2


@pytest.mark.parametrize(
    ("minimum", "prevalence", "units"),
    [(".667", "25", 81), (".8", "25", 139), (".667", "5", 330), (".8", "5", 560)],
)
def test_units_for_an_alpha_are_the_published_ones(
    typed: Run, minimum: str, prevalence: str, units: int
) -> None:
    words = ("samplesize", "alpha", "--minimum", minimum, "--prevalence", prevalence)
    status, text, _ = typed(*words, "--json")
    assert status == 0
    (row,) = json.loads(text)["rows"]
    assert row["units"] == units
    assert typed(*words, "-f", "csv")[1].splitlines()[1].split(",")[2] == str(units)


def test_alpha_by_itself_tells_the_four(typed: Run) -> None:
    _, text, _ = typed("samplesize", "alpha")
    assert [line.split()[-1] for line in text.splitlines()[2:6]] == ["81", "330", "139", "560"]


def test_of_fewer_units_than_that_all_are_coded_twice(typed: Run) -> None:
    _, text, _ = typed("samplesize", "alpha", "--alpha", ".8", "--population", "100")
    assert text.count("all 100") == 2


def test_units_for_a_share_grow_with_the_design_effect_and_end_with_the_population(
    typed: Run,
) -> None:
    def units(*options: str) -> list[int]:
        text = typed("samplesize", "proportion", *options, "--json")[1]
        return [row["units"] for row in json.loads(text)["rows"]]

    assert units() == [385]  # 1.96^2 * 0.25 / 0.05^2 = 384.1
    assert units("--half-width", "5", "--half-width", "10") == [385, 97]
    assert units("--deff", "1.6") == [615]
    assert units("--population", "400") == [197]
    assert units("--share", "20", "--confidence", "90") == [174]


@pytest.mark.parametrize(
    "words",
    [
        ("proportion", "--half-width", "0"),
        ("proportion", "--share", "100"),
        ("proportion", "--deff", "nan"),
        ("proportion", "--half-width", "nan"),
        ("proportion", "--confidence", "100"),
        ("proportion", "--population", "0"),
        ("alpha", "--minimum", "1"),
        ("alpha", "--prevalence", "0"),
    ],
)
def test_what_no_number_of_units_gives_is_refused(typed: Run, words: tuple[str, ...]) -> None:
    status, text, told = typed("samplesize", *words)
    assert (status, text) == (1, "")
    assert "Traceback" not in told
    assert len(told.splitlines()) <= 2


def test_samplesize_wants_no_database(
    typed: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTRAYALS_DB", str(tmp_path / "nowhere.db"))
    assert typed("samplesize", "proportion")[0] == 0
