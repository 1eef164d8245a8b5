"""A researcher draws intervals, prints what stands under them, and repeats them by their line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from portrayals.cli.program import run
from portrayals.counts.population import population
from portrayals.history.transaction import read
from portrayals.language.parse import parse
from portrayals.language.syntax import Asked
from portrayals.query.whose import reading_of
from portrayals.tables import unit

Run = Callable[..., str]

DRAWN = ("--interval", "bootstrap")
GROUPS = ("--where", "kind:tv", "--versus", "kind:film")
#: The starter is coded from documents, which deny nothing: read as reported it has shares (R6).
REPORTED = ("--silence", "no")
VIOLATION = ("stats", "violation", *REPORTED)
COMMANDS = [
    VIOLATION,
    ("stats", "boundary-act:dating,role", "--by", "kind", "--depth", "2", *REPORTED),
    (*VIOLATION, "--level", "title", "--where", "kind:film OR kind:tv"),
    ("trend", "boundary-act:dating", "--per", "year", *REPORTED),
    ("compare", "violation", *GROUPS, *REPORTED),
    ("compare", "boundary-act:dating", *GROUPS, "--level", "title", *REPORTED),
    ("crosstab", "violation", "kind", "--adjust", "bh", *REPORTED),
    ("crosstab", "violation:yes", "boundary-act:dating", "--strata", "kind", *REPORTED),
    ("crosstab", "violation", "kind", "--level", "title", "--confidence", "90", *REPORTED),
    ("cooccur", "boundary-act:dating,role,sexual-contact", *REPORTED),
]


@pytest.fixture
def typed(
    starter_once: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs the program on it; what it prints."""
    monkeypatch.setenv("PORTRAYALS_DB", str(starter_once))

    def typed(*words: str) -> str:
        capsys.readouterr()
        status = run(list(words))
        printed, said = capsys.readouterr()
        assert status == 0, said
        return printed

    return typed


def figures(told: dict[str, Any]) -> list[Any]:
    """Rows and effects: everything that has an interval."""
    return [told["rows"], told.get("effects"), told.get("total")]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_one_seed_has_one_answer_and_it_stands_in_the_json(typed: Run, words: list[str]) -> None:
    first, again = (json.loads(typed(*words, *DRAWN, "--seed", "3", "--json")) for _ in range(2))
    assert first == again
    assert first["interval"] == "bootstrap"
    assert first["provenance"]["seed"] == 3
    assert first["provenance"]["resamples"] == 2000
    plain = json.loads(typed(*words, "--json"))
    assert figures(plain) != figures(first)
    assert [row.get("count") for row in plain["rows"]] == [r.get("count") for r in first["rows"]]
    assert plain.get("tests") == first.get("tests")
    assert plain.get("test") == first.get("test")


def test_another_seed_has_another_answer_near_by(typed: Run) -> None:
    first, other = (
        json.loads(typed(*VIOLATION, *DRAWN, "--seed", seed, "--json"))["rows"][0] for seed in "34"
    )
    assert ends(first) != ends(other)
    assert ends(first) == pytest.approx(ends(other), abs=2)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_line_in_the_provenance_repeats_the_figures(typed: Run, words: list[str]) -> None:
    for drawn in ((), (*DRAWN, "--seed", "3")):
        first = json.loads(typed(*words, *drawn, "--json"))
        program, *line = shlex.split(first["provenance"]["command"])
        assert program == "portrayals"
        again = json.loads(typed(*line, "--json"))
        assert figures(again) == figures(first)
        assert again["provenance"]["command"] == first["provenance"]["command"]


def test_the_line_names_the_level_and_the_policy_that_the_study_chose(typed: Run) -> None:
    told = json.loads(typed("stats", "violation", "--json"))
    line = "portrayals stats violation --level relationship --policy majority"
    assert told["provenance"]["command"] == line
    (coder, *_) = json.loads(typed("list", "coders", "--json"))
    own = json.loads(typed("stats", "violation", "--coder", coder["key"], "--json"))
    line = f"portrayals stats violation --level relationship --coder {coder['key']}"
    assert own["provenance"]["command"] == line
    assert own["provenance"]["policy"] is None


def test_the_snapshot_is_that_of_db_info_and_told_on_request(typed: Run) -> None:
    info = json.loads(typed("db", "info", "--json"))
    plain = json.loads(typed("stats", "violation", "--json"))["provenance"]
    asked = json.loads(typed("stats", "violation", "--json", "--provenance"))["provenance"]
    assert (plain["snapshot"], asked["snapshot"]) == (None, info["snapshot"])
    assert plain | {"snapshot": None} == asked | {"snapshot": None}
    assert plain["change"] == info["changes"]
    assert plain["codebook"] == "therapist-boundaries 1.1"
    printed = typed("stats", "violation", "--provenance")
    assert f"snapshot {info['snapshot']}" in printed
    assert "To repeat it: portrayals stats violation --level relationship" in printed


@pytest.mark.slow
def test_under_every_drawn_table_it_stands_how_it_was_drawn(typed: Run) -> None:
    for words in COMMANDS:
        printed = typed(*words, *DRAWN, "--seed", "8", "--notes")
        assert "2,000 resamples of titles, seed 8." in printed
        tested = words[0] in {"trend", "compare", "crosstab"}
        assert ("p values are not bootstrapped" in printed) is tested


def test_a_seed_below_nought_is_refused(starter_once: Path) -> None:
    words = ["--db", str(starter_once), "stats", "violation", *DRAWN, "--seed", "-1"]
    assert run(words) == 2


class Plain:
    """The violations of the starter, asked unit by unit, and resampled title by title."""

    def __init__(self, violations: Iterable[tuple[str, bool]], kinds: dict[str, str]) -> None:
        by_title: dict[str, list[int]] = {}
        for key, there in violations:
            film = key.split("/")[0]
            cells = by_title.setdefault(film, [0, 0, 0, 0])
            place = 2 * (kinds[film] == "film") + (not there)
            cells[place] += 1
        self.cells = np.array(list(by_title.values()), dtype=float)

    def interval(self, value: Callable[[Any], Any]) -> list[float]:
        """The percentiles of a value of the totals, television first and then films."""
        titles = len(self.cells)
        drawn = np.random.default_rng(6).integers(0, titles, (20_000, titles))
        found = np.percentile(value(self.cells[drawn].sum(axis=1).T), [2.5, 97.5])
        return [float(end) for end in found]


@pytest.fixture
def plain(typed: Run, starter_once: Path) -> Plain:
    films = {row["key"]: row["kind"] for row in json.loads(typed("list", "titles", "--json"))}
    return Plain(reported(starter_once, "violation:yes"), films)


def reported(path: Path, query: str) -> list[tuple[str, bool]]:
    """The relationships of which the query is true or false where silence says no."""
    with read(str(path)) as connection:
        reading = reading_of(connection, silence="no")
        asked = population(reading, "relationship", Asked(parse(query), query)).subquery()
        rows = select(unit.c.key, asked.c.truth).join(asked, asked.c.unit_id == unit.c.unit_id)
        return [(key, bool(truth)) for key, truth in connection.execute(rows) if truth is not None]


def test_the_line_names_how_silence_was_counted(typed: Run) -> None:
    told = json.loads(typed(*VIOLATION, "--json"))
    assert told["provenance"]["silence"] == "no"
    assert "--silence no" in told["provenance"]["command"]
    told = json.loads(typed("stats", "violation", "--json"))
    assert told["provenance"]["silence"] == "open"
    assert "silence" not in told["provenance"]["command"]


def ends(told: dict[str, Any]) -> list[float]:
    return [told["low"], told["high"]]


def test_r35_a_drawn_share_is_that_of_a_plain_resampling_of_titles(
    typed: Run, plain: Plain
) -> None:
    (yes, _) = json.loads(typed(*VIOLATION, *DRAWN, "--json"))["rows"]
    wanted = plain.interval(lambda t: 100 * (t[0] + t[2]) / t.sum(axis=0))
    assert ends(yes) == pytest.approx(wanted, abs=1.5)
    total = json.loads(typed("trend", "violation", *REPORTED, *DRAWN, "--json"))["total"]
    assert ends(total) == pytest.approx(wanted, abs=1.5)


def test_r36_a_drawn_comparison_is_that_of_a_plain_resampling_of_titles(
    typed: Run, plain: Plain
) -> None:
    told = json.loads(typed("compare", "violation", *GROUPS, *REPORTED, *DRAWN, "--json"))
    difference, risk, odds = told["effects"]
    of_tv, of_films = (lambda t: t[0] / (t[0] + t[1])), (lambda t: t[2] / (t[2] + t[3]))
    wanted = plain.interval(lambda t: 100 * (of_tv(t) - of_films(t)))
    assert ends(difference) == pytest.approx(wanted, abs=2.5)
    assert ends(risk) == pytest.approx(plain.interval(lambda t: of_tv(t) / of_films(t)), abs=0.06)
    wanted = plain.interval(lambda t: t[0] * t[3] / t[1] / t[2])
    assert ends(odds) == pytest.approx(wanted, rel=0.1)
    assert {each["method"] for each in told["effects"]} == {"bootstrap by title"}
    assert {row["method"] for row in told["rows"]} == {"bootstrap"}
    assert ends(told["rows"][0]) == pytest.approx(plain.interval(lambda t: 100 * of_tv(t)), abs=2)
