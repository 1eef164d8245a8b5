"""Queries as people type them: the answer that was meant, or a line on what to type."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from study import Study

from portrayals.cli.program import run

BOOK = """\
codebook: films
version: 1
headline: grave
variables:
  - key: act
    level: title
    type: multi
    codes: [{key: dating}, {key: flirting, label: Flirts with a client}]
  - {key: grave, level: title, type: boolean}
  - {key: job, level: title, type: nominal, codes: [{key: doctor}]}
  - {key: place, level: relationship, type: nominal, codes: [{key: office}, {key: street}]}
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("films")
    return make(str(folder / "films.db"), folder)


def make(target: str, folder: Path) -> str:
    """Three titles, one with a person, two of them coded; and a claim."""
    study = Study(target)
    study.apply(BOOK, folder)
    series = study.title("The Sopranos", year="1999", kind="tv", genres=["Comedy", "Drama"])
    truth = study.title("Truth or Dare", year="1991", kind="film", genres=["Documentary"])
    study.title("Prime", year="2005", kind="film", genres=["Comedy"])
    melfi = study.portrayal(series, "Jennifer Melfi", performer="Lorraine Bracco", roles=["doctor"])
    study.relationship(melfi, "Tony Soprano")
    study.tag(series, "dating")
    study.annotate(series, "grave=yes")
    study.tag(truth, "flirting")
    study.annotate(truth, "grave=no")
    study.says("a-reviewer", truth, statement="Much is dared.")
    return study.target


@pytest.fixture
def typed(target: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the program on the study: the status, the result, what is told beside it."""

    def typed(*words: str) -> tuple[int, str, str]:
        status = run(["--db", target, *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return typed


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["kind:tv or year:2005"], ["prime", "the-sopranos"]),
        (["kind:tv", "or", "year:2005"], ["prime", "the-sopranos"]),
        (["kind:film and genre:comedy"], ["prime"]),
        (["kind:film not genre:comedy"], ["truth-or-dare"]),
        (["not act:dating"], ["truth-or-dare"]),
        (["Truth or Dare"], ["truth-or-dare"]),
        (["Truth", "or", "Dare"], ["truth-or-dare"]),
        (["kind:film", "Truth or Dare"], ["truth-or-dare"]),
        (["title:sopranos"], ["the-sopranos"]),
        (["actor:bracco"], ["the-sopranos"]),
        (["tag:dating OR tag:flirting"], ["the-sopranos", "truth-or-dare"]),
    ],
)
def test_a_list_holds_what_was_meant(typed: Run, words: list[str], keys: list[str]) -> None:
    status, out, _ = typed("list", "titles", "--json", *words)
    assert status == 0
    assert [each["key"] for each in json.loads(out)] == keys


def test_title_asks_of_the_title_at_every_level(typed: Run) -> None:
    for what in ("portrayals", "relationships"):
        assert len(json.loads(typed("list", what, "--json", "title:sopranos")[1])) == 1
        assert json.loads(typed("list", what, "--json", "title:prime")[1]) == []


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("year=2010", "year:2010"),
        ("year>2010", "year:2011.."),
        ("year:1990-1999", "year:1990..1999"),
        ("year:1990–99", "year:1990..1999"),
        ("year:>=1990", "year:1990.."),
        ("year:1990-", "year:1990.."),
        ("year:1990s", "decade:1990s"),
        ("decade:1980s-1990s", "decade:1980s..1990s"),
        ("season:1-3", "season:1..3"),
        ("kind=film", "kind:film"),
        ("kind:film || kind:tv", "OR"),
        ("-genre:drama", "NOT genre:drama"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_line_to_type(
    typed: Run, query: str, line: str
) -> None:
    for words in (["list", "titles", "--", query], ["stats", "grave", "--where", query]):
        status, out, err = typed(*words)
        assert (status, out) == (1, "")
        assert f"\n  write {line}" in err


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("dating", '"dating" is a code: portrayals list titles act:dating'),
        (
            "Flirts with a client",
            '"Flirts with a client" is a code: portrayals list titles act:flirting',
        ),
        (
            "dating OR flirting",
            "\"flirting\" is a code: portrayals list titles 'act:dating OR act:flirting'",
        ),
        (
            "flirting or dating",
            '"flirting or dating" was searched for as text; in capitals, OR joins',
        ),
        (
            "flirting or dating",
            "\"dating\" is a code: portrayals list titles 'act:flirting or act:dating'",
        ),
        (
            "react actor act flirting",
            "\"flirting\" is a code: portrayals list titles 'react actor act:any act:flirting'",
        ),
        ("grave", '"grave" is a variable: portrayals list titles grave:yes'),
        ("comedy", '"comedy" is a genre: portrayals list titles genre:comedy'),
        ("film", '"film" is a kind: portrayals list titles kind:film'),
        ("1991", '"1991" is a year: portrayals list titles year:1991'),
        ("1990s", '"1990s" is a decade: portrayals list titles decade:1990s'),
        ("doctor", '"doctor" is a role: portrayals list titles role:doctor'),
        ("sopranoes", 'No title matches "sopranoes". Similar: The Sopranos, Tony Soprano'),
        ("genre:comdy", "No title has genre:comdy. Similar: genre:comedy"),
        ("genre:=comdy", "No title has genre:=comdy. Similar: genre:comedy"),
        ("name:Sopranoes", 'No title has name:Sopranoes. Similar: name:"The Sopranos"'),
        ("performer:braco", "No title has performer:braco. Similar: performer:Bracco"),
        ("coder:anna", "No title has coder:anna. Similar: coder:ana"),
        ("id:imdb:tt0000001", "No title has id:imdb:tt0000001."),
        ("year:1900", "The years are 1991 to 2005."),
        (
            "kind:film dating",
            "\"dating\" is a code: portrayals list titles 'kind:film act:dating'",
        ),
    ],
)
def test_where_nothing_is_found_what_is_near_is_told(typed: Run, query: str, told: str) -> None:
    status, out, err = typed("list", "titles", "--json", query)
    assert (status, json.loads(out)) == (0, [])
    assert any(line.startswith(told) for line in err.splitlines()), err


def test_of_the_meanings_of_several_words_those_are_told_that_together_find_something(
    typed: Run,
) -> None:
    """The Sopranos have a doctor and an act of dating, and no client of theirs is doctored."""
    _, _, err = typed("list", "titles", "doctor dating")
    assert "\"doctor\" is a role: portrayals list titles 'role:doctor act:dating'" in err
    assert "\"doctor\" is a code: portrayals list titles 'job:doctor act:dating'" not in err
    assert "\"dating\" is a code: portrayals list titles 'role:doctor act:dating'" in err
    _, _, err = typed("list", "titles", "doctor flirting")
    nothing_together = "\"doctor\" is a code: portrayals list titles 'job:doctor act:flirting'"
    assert nothing_together in err


def test_a_value_that_only_units_of_another_level_have_is_sent_there(typed: Run) -> None:
    for words in (
        ["list", "episodes", "role:doctor"],
        ["list", "titles", "role:=doctor place:any"],
    ):
        _, _, err = typed(*words)
        assert ("role:doctor is true of" in err) == (words[1] == "episodes"), words
    told = "role:doctor is true of portrayals: portrayals list portrayals role:doctor"
    assert told in typed("list", "episodes", "role:doctor")[2]


@pytest.mark.parametrize("query", ["NOT genre:comdy", "genre:comdy,comedy", "kind:film OR dating"])
def test_a_part_that_is_of_nothing_is_told_also_where_something_is_found(
    typed: Run, query: str
) -> None:
    status, out, err = typed("list", "titles", "--json", query)
    assert status == 0
    assert json.loads(out)
    assert (
        "genre:comdy. Similar: genre:comedy" in err
        or "list titles 'kind:film OR act:dating'" in err
    )


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ["list", "titles", "dating", "NOT", "kind:tv", "Dr. Melfi's"],
            """portrayals list titles act:dating NOT kind:tv 'Dr. Melfi'"'"'s'""",
        ),
        (["list", "relationships", "dating", "comedy"], "act:dating genre:comedy"),
        (["list", "titles", "(dating OR kind:tv)", "1991"], "'(act:dating OR kind:tv)' year:1991"),
        (["list", "annotations", "dating"], "portrayals list annotations act:dating"),
        (["list", "claims", "dating"], "portrayals list claims act:dating"),
        (["claims", "source:nobody", "dating"], "portrayals claims source:nobody act:dating"),
    ],
)
def test_the_line_to_type_keeps_the_other_words(typed: Run, words: list[str], line: str) -> None:
    said = "".join(typed(*words)[1:])
    assert '"dating" is a code: ' in said
    assert f"{line}\n" in said


def test_what_is_left_open_is_listed_as_the_sentence_says(typed: Run) -> None:
    told = typed("list", "titles", "act:dating")[2]
    assert "the answer is open (1 not coded for act)" in told
    assert told.endswith(": --open\n")
    status, out, err = typed("list", "titles", "act:dating", "--open", "--json")
    assert (status, len(json.loads(out))) == (0, int(told.partition("For ")[2].split()[0]))
    assert "whether it matches" in err
    status, out, err = typed("list", "titles", "--open")
    assert (status, out) == (1, "")
    assert "--open needs a query" in err


def test_of_an_option_the_term_alone_is_told(typed: Run) -> None:
    err = typed("stats", "grave", "--where", "dating")[2]
    assert '  "dating" is a code: act:dating\n' in err


@pytest.mark.parametrize(
    "query", ["dare", "kind:tv", "genre:comedy,drama", "NOT genre:none", "melfi"]
)
def test_nothing_is_told_where_nothing_is_amiss(typed: Run, query: str) -> None:
    err = typed("list", "titles", query)[2]
    assert "Near" not in err
    assert " is a " not in err


def test_a_word_alone_that_is_like_nothing_is_told_of_once(typed: Run) -> None:
    assert typed("list", "titles", "xyzzy")[2] == "0 of 3 titles.\n"
    assert 'No title matches "xyzzy".\n' in typed("list", "titles", "xyzzy", "kind:tv")[2]


def test_other_lists_and_exports_tell_what_is_near_as_well(typed: Run) -> None:
    for words in (
        "list annotations",
        "list claims",
        "claims",
        "export titles -",
        "export findings -",
    ):
        told = "".join(typed(*words.split(), "genre:comdy")[1:])
        assert "has genre:comdy. Similar: genre:comedy" in told, words
    assert typed("list", "coders", "anna")[2].endswith("Similar: ana\n")


STATISTICS = {
    "stats": ["stats", "grave"],
    "stats by decade": ["stats", "grave", "--by", "decade"],
    "overview": ["stats"],
    "trend": ["trend", "grave"],
    "crosstab": ["crosstab", "grave", "act:dating"],
    "cooccur": ["cooccur", "act"],
    "compare": ["compare", "grave", "--versus", "kind:film"],
}


@pytest.mark.parametrize("words", STATISTICS.values(), ids=STATISTICS)
def test_a_statistic_of_no_unit_is_refused_and_says_which_term_left_none(
    typed: Run, words: list[str]
) -> None:
    status, out, err = typed(*words, "--where", "kind:tv genre:comdy")
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "portrayals: --where leaves none of 3 titles: genre:comdy matches none",
        "  kind:tv genre:comdy",
        "          ^^^^^^^^^^^",
        "  No title has genre:comdy. Similar: genre:comedy",
    ]


def test_so_is_a_comparison_with_no_unit(typed: Run) -> None:
    status, _, err = typed("compare", "grave", "--where", "kind:tv", "--versus", "year:1900")
    assert status == 1
    assert "--versus leaves none of 3 titles: year:1900 matches none" in err


def test_with_json_the_refusal_is_one_object(typed: Run) -> None:
    status, out, err = typed("stats", "grave", "--where", "year:1900", "--json")
    assert (status, out) == (1, "")
    assert json.loads(err) == {
        "error": "--where leaves none of 3 titles: year:1900 matches none",
        "code": "no-units",
        "where": "year:1900\n^^^^^^^^^",
        "hint": "The years are 1991 to 2005.",
        "candidates": [],
    }


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (
            "kind:tv year:1991",
            "kind:tv matches 1, year:1991 matches 1, but no title matches all",
        ),
        ("year:1900 genre:comdy", "year:1900, genre:comdy each match none"),
        ("dating", '"dating" matches none'),
        ("tag:dating kind:film", "act:dating matches 1, kind:film matches 2"),
        ("act:cannot-tell", "act:cannot-tell matches none"),
        ("place:office", "place:office matches none"),
        ("NOT kind:tv,film", "NOT kind:tv,film matches none"),
    ],
)
def test_each_term_is_looked_at_alone(typed: Run, query: str, why: str) -> None:
    status, _, err = typed("stats", "grave", "--where", query)
    assert status == 1
    first, *_, last = err.splitlines()
    assert first.endswith(why) or f"{why}, " in first
    assert last.startswith("  ")


def test_of_how_many_it_is_undetermined_is_told(typed: Run) -> None:
    err = typed("stats", "act", "--where", "place:office")[2]
    assert err.endswith("  For 3 titles the answer is open: portrayals help states\n")


def test_a_statistic_notes_a_value_that_nothing_has(typed: Run) -> None:
    status, out, _ = typed("stats", "grave", "--where", "kind:film NOT genre:comdy")
    assert status == 0
    assert "No title has genre:comdy. Similar: genre:comedy" in out


@pytest.mark.postgresql
def test_postgresql_tells_the_same(
    typed: Run,
    empty_postgresql_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make(empty_postgresql_url, tmp_path_factory.mktemp("films"))
    for query in ("comedy", "sopranoes", "genre:comdy,drama", "performer:braco", "tag:dating", "9"):
        for words in (["list", "titles", query], ["stats", "grave", "--where", f"NOT {query}"]):
            status = run(["--db", empty_postgresql_url, *words])
            said = capsys.readouterr()
            assert (status, said.out, said.err) == typed(*words)


def test_a_study_without_units_has_an_empty_result(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("empty")
    study = Study(str(folder / "empty.db"))
    study.apply(BOOK, folder)
    for words in STATISTICS.values():
        assert run(["--db", study.target, *words, "--where", "kind:tv", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["n"] in {0, None}


@pytest.mark.parametrize(
    "words",
    [
        ("stats", "grave", "kind:film"),
        ("stats", "act", "--where", "year:1991..", "kind:film"),
        ("compare", "kind:film", "--where", "year:1991", "--versus", "year:1999"),
        ("trend", "kind:film"),
    ],
)
def test_a_term_in_the_place_of_a_variable_is_sent_to_where(
    typed: Run, words: tuple[str, ...]
) -> None:
    status, out, err = typed(*words)
    assert status
    assert not out
    assert '"kind" is a field of queries, not a variable' in err
    assert "--where kind:film" in err


def test_a_field_in_the_place_of_a_variable_is_sent_to_by(typed: Run) -> None:
    _, _, err = typed("stats", "kind")
    assert '"kind" is a field of queries, not a variable' in err
    assert "to group by it: --by kind" in err
    assert "--where kind:VALUE" in err
    assert "--by" not in typed("stats", "counterpart")[2]


def test_a_word_in_the_label_of_a_variable_names_it_before_one_spelled_like_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = Study(str(tmp_path / "study.db"))
    book = (
        "codebook: b\nversion: 1\nvariables:\n"
        "  - {key: competence, level: title, type: boolean}\n"
        "  - {key: outcome, label: The consequence, level: title, type: boolean}\n"
        "  - {key: sanction, question: Any Consequences?, level: title, type: boolean}\n"
    )
    study.apply(book, tmp_path)
    assert run(["--db", study.target, "stats", "consequences"])
    assert "did you mean outcome, sanction?" in capsys.readouterr().err
    assert run(["--db", study.target, "stats", "competense"])
    assert "did you mean competence?" in capsys.readouterr().err


def test_what_is_neither_a_variable_nor_a_field_is_searched_for(typed: Run) -> None:
    _, _, err = typed("stats", "planet:mars")
    assert '"planet" is not a variable' in err
    assert "--where" not in err
