"""Journey (h): what cannot be is refused in a line with the way on, and nothing has changed."""

from __future__ import annotations

import json
import shlex

import pytest
from mistaken import Mistaken

LONG = "x" * 60_000
MANY = " OR ".join(["year:1999"] * 3000)
ENDLESS = "9" * 25

#: What is typed, the first line of the answer, and what a line below it says.
CODES = [
    ("tag prime/lisa/rafi flirtng", '"flirtng" is not a code', "did you mean flirting?"),
    ("tag prime/lisa/rafi zzzz", '"zzzz" is not a code', "portrayals codebook show"),
    (
        "tag prime/lisa/rafi role",
        "role is a group of violation; choose among its codes",
        "did you mean gift, favour?",
    ),
    (
        "tag prime/lisa/rafi gift",
        '"gift" is a code of several variables',
        "portrayals tag prime/lisa/rafi violation:gift, portrayals tag prime/lisa/rafi pressure:",
    ),
    ("tag prime/lisa/rafi violation:gft", '"gft" is not a code of violation', "mean gift?"),
    ("tag prime/lisa/rafi sin:gift", '"sin:gift" is not a code', "portrayals codebook show"),
    (
        "tag prime/lisa/rafi harmed",
        '"harmed" is a value of outcome, which has one value',
        "portrayals annotate prime/lisa/rafi outcome=harmed",
    ),
    ("tag prime/lisa/rafi ''", '"" is not a code', "portrayals codebook show"),
    (
        "tag himym flirting nonsense",
        '"nonsense" is not a code',
        "portrayals codebook show",
    ),
    ("tag prime flirting", "prime is a title; violation is coded for relationships. Which?", "ron"),
    ("untag prime/lisa/ron flirting", "prime/lisa/ron is not coded flirting by ana", "show prime"),
    ("annotate prime/lisa/rafi harm=yes", "harm is computed from other variables and", "show harm"),
    ("annotate prime outcome=hamred", '"hamred" is not a code of outcome', "mean harmed?"),
    ("annotate prime outcom=harmed", '"outcom" is not a variable', "did you mean outcome?"),
    ("annotate prime grade=3", '"3" is not a code of grade', "portrayals codebook show grade"),
    ("annotate prime outcome", '"outcome" assigns nothing.', "Write VARIABLE=VALUE"),
    ("annotate prime outcome=", '"outcome" has no value.', "not-coded to withdraw"),
]
VALUES = [
    (
        "annotate prime 'outcome=harmed;mixed'",
        "outcome takes one value, but several are given: harmed; mixed",
        "choose one of them",
    ),
    (
        "annotate prime outcome=harmed outcome=mixed",
        "outcome is given twice",
        "give its codes together: VARIABLE=A;B",
    ),
    (
        "annotate prime/lisa/rafi violation=none,flirting",
        "none cannot be combined with codes",
        "violation=none, or violation=CODE;CODE",
    ),
    ("annotate prime dating=perhaps", '"perhaps" is not a code of dating', "codebook show dating"),
    ("annotate prime/lisa age=12", "12 is out of range for age: 18 to 99", "age=cannot-tell"),
    ("annotate prime/lisa age=1e9", "1e9 is out of range for age: 18 to 99", "give one within"),
    ("annotate prime/lisa age=old", '"old" is not a number.', "Write digits"),
    ("annotate prime/lisa age=nan", '"nan" is not a number.', "Write digits"),
    ("annotate prime/lisa age=1,5", '"1,5" is not a number.', "Use a decimal point"),
    ("annotate prime/lisa age=1e400", '"1e400" is too large.', "larger unit"),
]
PLACES = [
    (
        "tag prime/lisa/rafi flirting --at 14:05-12:30",
        "The end, 00:12:30, comes before the start, 00:14:05.",
        "Write the earlier time first",
    ),
    ("tag prime/lisa/rafi flirting --at 12:99", '"12:99" has 99 seconds.', "from 00 to 59"),
    ("tag prime/lisa/rafi flirting --at noon", '"noon" is not a time.', "12:30, or hours too"),
    (
        "tag prime/lisa/rafi flirting --at -1:30",
        '"-1:30" is not a time: it cannot be negative.',
        "",
    ),
    ("tag prime/lisa/rafi flirting --at ''", '"" is not a time.', "12:30, or hours too"),
    (
        "tag himym/kevin/robin flirting --episode S09E99",
        "HIMYM has no episode S09E99",
        "portrayals add episode himym S09E99) or repeat with --create",
    ),
    (
        "tag himym/kevin/robin flirting --episode 9",
        '"9" is not an episode.',
        "Write season and episode",
    ),
    (
        "tag himym/kevin/robin flirting --episode ''",
        '"" is not an episode.',
        "Write season and episo",
    ),
    ("tag prime/lisa/rafi flirting --quote ''", "the quotation is empty", "WORDS"),
    ("tag prime/lisa/rafi flirting --source ''", "the source is empty", "--source TEXT"),
    ("tag prime/lisa/rafi flirting --wave w9", '"w9" is not a wave', "waves: main"),
    (
        "untag prime/lisa/rafi flirting --at 9:00",
        "there is no such evidence",
        "portrayals show prime/lisa/rafi",
    ),
    ("add episode himym S09E10..S09E01", "S09E10..S09E01 runs backwards.", "Write S09E01..S09E10"),
    ("add episode himym S01E01..S02E03", "S01E01..S02E03 spans several seasons.", "by seas"),
    ("add episode himym S07E05", "HIMYM already has S07E05", "portrayals show himym"),
    ("add episode himym S08E01 --aired 2010-02-30", '"2010-02-30" does not exist in the', "Write"),
    ("show himym/S09E99", 'himym has nothing called "S09E99"', "portrayals show himym"),
]
FACTS = [
    ("add title New --year 19x9", '"19x9" is not a valid year for a film or show.', "1870 to 2200"),
    ("add title New --year 3000", '"3000" is not a valid year for a film or show.', "1870 to 2200"),
    ("add title New --year ''", '"" is not a valid year for a film or show.', "1870 to 2200"),
    (
        "add title New --year 1999 --end-year 1990",
        "it cannot end in 1990, before it starts in 1999",
        "--year 1990 --end-year 1999",
    ),
    ("add title New --kind movie", '"movie" is not a kind of title', "did you mean tv-movie?"),
    (
        "add title New --id imdb:nm1",
        '"nm1" is not a valid imdb identifier.',
        "Write imdb:tt0460649.",
    ),
    (
        "add title New --id imbd:tt1",
        '"imbd:tt1" is not an identifier of a known kind.',
        "Known kinds: imdb",
    ),
    ("add title New --id imdb:tt0387514", "imdb:tt0387514 is already Prime", "show prime"),
    ("add title Prime --year 2005", "Prime (2005) already exists: prime", "--duplicate"),
    ("add title '  '", "a name is needed", "portrayals add title 'NAME'"),
    ("add portrayal prime ''", "a name is needed", "prime 'NAME'"),
    (
        "add portrayal prime lisa",
        "Prime already has lisa: prime/lisa",
        "portrayals show prime/lisa",
    ),
    ("add coder ''", '"" is not a key: use lower-case letters, digits and hyphens', "coder-a"),
    (
        "add coder 'a b'",
        '"a b" is not a key: use lower-case letters, digits and hyphens',
        "write a-b",
    ),
    ("add coder none", '"none" is reserved', "choose another key"),
    ("add source x --citation y --date then", '"then" is not a date.', "Write year, month and day"),
    ("add claim nobody --statement x", 'there is no source "nobody"', "portrayals list sources"),
    ("edit prime year=abc", '"abc" is not a valid year for a film or show.', "1870 to 2200"),
    ("edit prime yeer=1999", '"yeer" is not a field of a title', "did you mean year?"),
    ("edit prime name=", "a title needs a name", "write name=VALUE"),
    ("edit prime ids+=imdb:x", '"x" is not a valid imdb identifier.', "Write imdb:tt0460649."),
    ("edit prime key=bliss", "bliss is already a key", "portrayals merge prime bliss"),
    ("screen prime maybe", '"maybe" is not a result of screening', "in, none, out, unavailable"),
    ("db describe titel=x", 'a study has no field "titel"', "did you mean title?"),
]
KEYS = [
    ("show HIMYN", 'nothing is called "HIMYN"', "did you mean HIMYM"),
    (
        "show Bliss",
        '"Bliss" matches several: Bliss (1997), Bliss (2021)',
        "bliss, bliss-2021",
    ),
    ("show prime/nobody", 'prime has nothing called "nobody"', "did you mean prime/lisa?"),
    ("show /", 'nothing is called "/"', "portrayals list titles"),
    ("show ''", "no key was given", "portrayals list titles"),
    ("show imdb:xyz", '"xyz" is not a valid imdb identifier.', "Write imdb:tt0460649."),
    ("show imdb:tt9999999", "no title has the identifier imdb:tt9999999", "id:any"),
    (f"show {LONG}", "the text to search for is too long", "search for a part of it"),
    (f"show claim:{ENDLESS}", f'there is no claim "{ENDLESS}"', "portrayals list claims"),
    ("tag primo flirting", 'nothing is called "primo"', "did you mean Prime"),
    ("--as anna tag prime/lisa/rafi flirting", '"anna" is not a coder', "did you mean ana?"),
    ("remove primo --yes", 'nothing is called "primo"', "did you mean Prime"),
    ("merge bliss bliss --yes", "both names refer to bliss", "name its duplicate"),
    (f"undo {ENDLESS}", f"there is no change {ENDLESS}", "portrayals history"),
    ("undo 999", "there is no change 999", "portrayals history"),
    ("history nosuch", 'nothing is called "nosuch"', "portrayals list titles"),
]
QUERIES = [
    ("list titles yeer:1999", '"yeer" is neither a variable of the codebook nor a field', "^^^^"),
    ("list titles outcome:hamred", '"hamred" is not a code of outcome', "did you mean harmed?"),
    ("list titles outcome.class:x", 'the codes of outcome have no property "class"', "^^^^"),
    ("list titles year:2005..1990", "the range 2005..1990 runs backwards", "1990..2005"),
    ("list titles running:2005..1990", "the range 2005..1990 runs backwards", "1990..2005"),
    ("list titles season:9..2", "the range 9..2 runs backwards", "2..9"),
    ("list titles year:abc", '"abc" is not a valid year for a film or show.', "^^^^"),
    ("list titles year:", "year: needs a value", "year:1990"),
    ("list titles '(a'", "This bracket is never closed", "Close it with )"),
    ("list titles NOT", "NOT needs something after it", '"NOT"'),
    (f"list titles name:{LONG}", "the text to search for is too long", "search for a part of it"),
    (f"list titles '{MANY}'", "the query has too many parts for SQLite", "split it"),
    ("list films", '"films" is not something that can be listed', "one of titles, episodes"),
    ("list titles --sort yeer", 'units cannot be sorted by "yeer"', "by name, year"),
    ("list titles --fields nam", '"nam" is not a field of titles', "there are: key"),
    ("stats outcom", '"outcom" is not a variable', "did you mean outcome?"),
    ("stats outcome:hamred", '"hamred" is not a code of outcome', "did you mean harmed?"),
    ("stats outcome --where yeer:1", '"yeer" is neither a variable of the codebook', "^^^^"),
    ("stats outcome --by nosuch", '"nosuch" is neither a variable nor a field', "fields: kind"),
    ("stats outcome --coder zoe", '"zoe" is not a coder', "portrayals list coders"),
    ("stats outcome --wave w9", '"w9" is not a wave', "waves: main"),
    (
        "export table t.csv",
        "a table needs a level",
        "--level LEVEL (title, episode, portrayal or relationship)",
    ),
    (
        "export titles t.odt",
        "cannot tell the format from the name t.odt",
        "or add --format FORMAT (csv, tsv,",
    ),
    (
        "codebook export book.odt",
        "cannot tell the format from the name book.odt",
        "or add --format FORMAT (yaml, markdown, csv or tsv)",
    ),
    (
        "edit prime screened=in",
        '"screened" is not a field of a title',
        "portrayals screen TITLE STATUS (in, none, out or unavailable)",
    ),
    ("export nosuch x.csv", '"nosuch" is not something that can be exported', "one of titles"),
]
USAGE = [
    (
        "annotate prime/lisa age=20 --basis guess",
        "'guess' is not one of 'watched'",
        "annotate --help",
    ),
    (
        "remove prime",
        "this needs confirmation: Remove prime",
        "preview it with --dry-run, or: portrayals remove prime --yes",
    ),
]


def test_the_study_is_sound_to_begin_with(mistaken: Mistaken) -> None:
    before = mistaken.state()
    assert mistaken.info()[1] == 0
    assert mistaken.state() == before


def test_a_limit_beyond_all_measure_is_no_limit(mistaken: Mistaken) -> None:
    assert mistaken("list", "titles", "--limit", ENDLESS) == mistaken("list", "titles")
    assert mistaken("history", "--limit", ENDLESS) == mistaken("history")


def about(row: tuple[str, str, str]) -> str:
    return row[0][:50]


@pytest.mark.parametrize(
    ("typed", "first", "below"),
    [*CODES, *VALUES, *PLACES, *FACTS, *KEYS, *QUERIES],
    ids=map(about, [*CODES, *VALUES, *PLACES, *FACTS, *KEYS, *QUERIES]),
)
def test_a_bad_request_is_told_with_the_way_on_and_changes_nothing(
    mistaken: Mistaken, typed: str, first: str, below: str
) -> None:
    before = mistaken.state()
    said = mistaken(*shlex.split(typed))
    assert said.status == 1
    assert said.out == ""
    assert said.lines[0].startswith(f"portrayals: {first}")
    assert len(said.lines) > 1, "it says what to do next"
    assert below in "\n".join(said.lines[1:])
    assert mistaken.state() == before


@pytest.mark.parametrize(("typed", "first", "below"), USAGE, ids=map(about, USAGE))
def test_what_is_misused_is_told_with_the_way_on_and_changes_nothing(
    mistaken: Mistaken,
    typed: str,
    first: str,
    below: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    before = mistaken.state()
    said = mistaken(*shlex.split(typed))
    assert said.status == 2
    assert said.out == ""
    told = next(at for at, line in enumerate(said.lines) if line.startswith("portrayals: "))
    assert first in said.lines[told]
    assert below in "\n".join(said.lines[told + 1 :])
    assert mistaken.state() == before


def test_what_is_no_text_is_refused_wherever_it_stands(mistaken: Mistaken) -> None:
    before = mistaken.state()
    for words in (["add", "title", "a\ud800b"], ["show", "\ud800"], ["list", "titles", "\udfff"]):
        said = mistaken(*words)
        assert said.status == 1
        assert "is not text in UTF-8" in said.lines[0]
        assert len(said.lines) == 2
    for words in (["add", "title", "a\0b"], ["add", "portrayal", "prime", "a\0b"]):
        said = mistaken(*words)
        assert said.status == 1
        assert said.lines[0] == 'portrayals: the value of name is not text: "a\\x00b"'
        assert "control characters" in said.lines[1]
    assert mistaken.state() == before


@pytest.mark.parametrize(
    "typed", [row[0] for row in (*CODES, *KEYS, *QUERIES) if LONG not in row[0]]
)
def test_with_json_the_same_is_one_object(mistaken: Mistaken, typed: str) -> None:
    plain = mistaken(*shlex.split(typed))
    told = mistaken(*shlex.split(typed), "--json")
    assert (told.status, told.out) == (1, "")
    object_ = json.loads(told.err)
    assert plain.lines[0] == f"portrayals: {object_['error']}"
    assert object_["hint"] or object_["candidates"]
