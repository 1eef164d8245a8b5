"""`add claim`, `list claims`, `claims` and `show` at 80 columns, as they are typed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portrayals.cli.program import run

Run = Callable[..., tuple[int, str, str]]

STATEMENT = "He smokes in every scene that he is in, and nobody in the film ever says a word of it."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of smoking with one film, one person in it, coded, and two sources."""
    file = str(tmp_path_factory.mktemp("made") / "portrayals.db")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LOGNAME", "ana")
        assert run(["init", file, "--codebook", "smoking"]) == 0
        for words in (
            ["add", "title", "Casablanca", "--year", "1942"],
            ["add", "portrayal", "casablanca", "Rick"],
            ["tag", "casablanca/rick", "cigarette", "--basis", "watched"],
            ["add", "source", "an-article", "--citation", "An article, 2011"],
            ["add", "source", "a-reader", "--citation", "A comment on it, 2012"],
        ):
            assert run(["--db", file, *words]) == 0
    return Path(file)


@pytest.fixture
def typed(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs the program on a copy: the status, the result, what is told beside it."""
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.chdir(tmp_path)
    for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(made, tmp_path / "portrayals.db")

    def typed(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(list(words))
        said = capsys.readouterr()
        return status, said.out, said.err

    return typed


@pytest.fixture
def claimed(typed: Run) -> Run:
    """One claim is made, and another about it."""
    first = typed(
        *("add", "claim", "an-article", "casablanca/rick", "smoking=cigarette;pipe"),
        *("--statement", STATEMENT, "--date", "2011-11-04", "--basis", "walked-out"),
    )
    assert first == (0, "claim:1\n", first[2])
    assert first[2].startswith("Added claim 1: an-article asserts, of casablanca/rick: He smokes")
    second = typed(
        *("add", "claim", "a-reader", "--about", "1", "--stance", "denies"),
        *("--statement", "Not in the last one.", "--locator", "comment 3", "--json"),
    )
    assert second[0] == 0
    assert json.loads(second[1])["keys"] == ["claim:2"]
    return typed


def test_the_fact_check_is_printed_whole(claimed: Run) -> None:
    assert claimed("claims") == (
        0,
        " Claim  Verdict       Source      Unit\n     1  in part       an-article  "
        f"casablanca/rick\n        asserts: “{STATEMENT}” (2011-11-04)\n        basis: "
        "walked-out\n        smoking:cigarette (found), smoking:pipe (not found)\n     2  not "
        "testable  a-reader\n        denies claim:1: “Not in the last one.”\n        it names no "
        "codes\n\n2 claims: 0 supported, 0 contradicted, 1 in part, 0 contradicted in part, 0 "
        "open, 1 not testable.\nClaims are not codings and enter no statistic. They are compared "
        "with what coders found, under the policy majority.\nNot testable, "
        "and counted separately: 1 names no codes.\n",
        "",
    )
    assert claimed("claim")[1] == claimed("claims")[1]


def test_the_fact_check_takes_a_query_a_policy_a_coder_and_a_format(claimed: Run) -> None:
    status, out, _ = claimed(
        "claims", "source:an-article", "year:1942", "--policy", "any", "--json"
    )
    told = json.loads(out)
    assert (status, told["policy"], told["query"]) == (0, "any", "source:an-article year:1942")
    assert [row["verdict"] for row in told["rows"]] == ["in-part"]
    status, out, err = claimed("claims", "--coder", "ana", "-f", "csv")
    assert len(out.splitlines()) == 3
    assert "the answers of ana" in err
    assert claimed("claims", "-o", "claims.tex")[2].startswith("Wrote claims.tex")
    assert claimed("claims", "casablanca", "1999")[0] == 0


def test_one_line_asks_which_claims_of_a_source_hold(claimed: Run) -> None:
    totals = (
        "1 of 2 claims: 0 supported, 0 contradicted, 1 in part, 0 contradicted in part, 0 open, "
        "0 not testable. Shown: "
    )
    of_article = ("claims", "source:an-article")
    out = claimed(*of_article, "--verdict", "supported")[1]
    assert out == f"{totals}0 of 1 (supported).\n"
    out = claimed(*of_article, "--verdict", "supported", "--verdict", "in part,open")[1]
    assert f"{totals}1 of 1 (supported, in part, open).\n" in out
    assert "     1  in part  an-article" in out
    status, out, err = claimed("claims", "--verdict", "opne")
    assert (status, out) == (1, "")
    assert "did you mean open?" in err


def test_a_claim_is_listed_shown_edited_and_removed_by_its_number(claimed: Run) -> None:
    status, out, err = claimed("list", "claims", "--sort", "source")
    assert [line.split()[0] for line in out.splitlines()] == ["Claim", "2", "1"]
    assert (status, err) == (0, "2 claims.\n")
    assert claimed("list", "claims", "--fields", "id,locator", "-f", "csv")[1] == (
        "id,locator\n1,\n2,comment 3\n"
    )
    assert "answers    claim:2 of a-reader denies" in claimed("show", "claim:1")[1]
    assert claimed("edit", "claim:1", "stance=qualifies")[0] == 0
    assert "1 claim that qualifies is read as asserting." in claimed("claims")[1]
    assert claimed("remove", "claim:1", "--yes")[0] == 1
    assert claimed("remove", "claim:2", "claim:1", "--yes")[0] == 0
    assert claimed("claims") == (0, "No claims recorded.\n", "")
    assert "add claim" in claimed("history")[1]


def test_show_has_the_claims_beside_the_codes(claimed: Run) -> None:
    out = claimed("show", "casablanca", "--all")[1]
    assert "No claims recorded." not in out
    assert (
        "   claim:1  an-article asserts: smoking:cigarette, smoking:pipe\n"
        f"     “{STATEMENT}” (2011-11-04; basis: walked-out)\n"
        "     claim:2  a-reader denies\n"
        "       “Not in the last one.” (comment 3)\n"
    ) in out
    assert f"   claim:1 an-article asserts “{STATEMENT}” +1\n" in claimed("show", "casablanca")[1]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["artcle", "--statement", "x"], 1, "did you mean an-article?"),
        (["an-article", "casablanka", "--statement", "x"], 1, "did you mean Casablanca"),
        (
            ["an-article", "casablanca", "smokng=pipe", "--statement", "x"],
            1,
            "did you mean smoking",
        ),
        (["an-article", "smoking=pip", "--statement", "x"], 1, "did you mean pipe?"),
        (["an-article", "casablanca", "pipe", "--statement", "x"], 1, "write VARIABLE=CODE"),
        (["an-article", "--about", "7", "--statement", "x"], 1, 'there is no claim "7"'),
        (["an-article", "--date", "yesterday", "--statement", "x"], 1, "is not a date"),
        (["an-article", "--stance", "doubts", "--statement", "x"], 2, "--stance"),
        (["an-article"], 2, "--statement"),
        ([], 2, "SOURCE"),
    ],
)
def test_what_cannot_be_claimed_is_told_with_what_to_do(
    typed: Run, words: list[str], status: int, told: str
) -> None:
    found, out, err = typed("add", "claim", *words)
    assert (found, out) == (status, "")
    assert told in err
    assert len(err.splitlines()) >= 2
    assert typed("claims")[1] == "No claims recorded.\n"


def test_the_source_that_claims_most_can_be_asked_alone(claimed: Run) -> None:
    def sources(*query: str) -> list[str]:
        return [line for line in claimed("claims", *query)[1].splitlines() if "sources" in line]

    assert sources() == []
    claimed("add", "claim", "a-reader", "--statement", "Nor in the one before.")
    of_two = "They come from 2 sources. Only the 2 by a-reader: portrayals claims"
    assert sources() == [f"{of_two} source:a-reader"]
    assert sources("source:a-reader") == []
    claimed("add", "claim", "a-reader", "casablanca", "--statement", "Nor here.")
    claimed("add", "claim", "a-reader", "casablanca", "--statement", "Nor there.")
    assert sources("casablanca") == [f"{of_two} casablanca source:a-reader"]
    assert sources("casablanca OR kind:film") == []  # behind OR it would be a part of that
    assert claimed("claims", "casablanca", "source:a-reader")[1].count("asserts: ") == 2


def test_what_a_check_of_a_claim_found_stands_beside_it_and_changes_no_verdict(
    claimed: Run,
) -> None:
    assert claimed("add", "source", "the-film", "--citation", "x", "--accessed", "May 2020")[0] > 0
    claimed("add", "source", "the-film", "--citation", "The film", "--accessed", "2020-05")
    before = claimed("claims", "--json")[1]
    claimed("edit", "claim:1", "checked=He lights four.", "checked_source=the-film")
    told = json.loads(claimed("claims", "--json")[1])
    assert told["rows"][0] == json.loads(before)["rows"][0] | {
        "checked": "He lights four.",
        "checked_source": "the-film",
    }
    assert told["verdicts"] == json.loads(before)["verdicts"]
    assert "        checked: He lights four. (the-film)\n" in claimed("claims")[1]
    assert "     checked: He lights four. (the-film)\n" in claimed("show", "casablanca", "--all")[1]
    assert "accessed" in claimed("show", "the-film")[1]
    err = claimed("remove", "the-film", "--yes")[2]
    assert "source the-film is used by 1 check of a claim" in err
    assert claimed("edit", "claim:1", "checked=")[2].startswith("portrayals: what was found in")
    assert "did you mean the-film?" in claimed("edit", "claim:1", "checked_source=the-flm")[2]
    assert "checked elsewhere" not in claimed("claims")[1]
    claimed("edit", "claim:2", "checked=He lights none.", "checked_source=the-film")
    _, out, _ = claimed("claims")
    assert "     2  not testable, checked elsewhere  a-reader" in out
    assert ", 1 not testable (1 checked elsewhere).\n" in out
    claimed("edit", "claim:2", "checked=", "checked_source=")
    claimed("edit", "claim:1", "checked=", "checked_source=")
    assert claimed("remove", "the-film", "--yes")[0] == 0


def test_a_claim_can_be_added_with_its_check(claimed: Run) -> None:
    added = ("add", "claim", "a-reader", "--statement", "He smokes a pipe.")
    assert claimed(*added, "--checked-source", "an-article")[0] == 1
    claimed(*added, "--checked", "It says cigars.", "--checked-source", "an-article")
    assert claimed("list", "claims", "--fields", "checked,checked_source", "-f", "csv")[1] == (
        "checked,checked_source\n,\n,\nIt says cigars.,an-article\n"
    )
