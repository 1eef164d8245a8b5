"""What is offered where, of a study with names that are hard to type and of the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest
from once import Once
from study import Study

from portrayals.completion.answers import candidates
from portrayals.completion.of_commands import takes_file
from portrayals.completion.study import MOST
from portrayals.history.transaction import write
from portrayals.services.catalogue.titles import add_title

BOOK = """\
codebook: acts
version: "1.0"
variables:
  - key: tone
    label: Tone
    level: title
    type: nominal
    codes: [{key: light, label: Light}, {key: dark, label: Dark}]
  - key: act
    label: Act
    level: relationship
    type: multi
    codes:
      - {key: dating-current-client, label: "Dating, current", properties: {class: violation}}
      - {key: gift, label: Gift, properties: {class: crossing}}
      - key: harm
        label: Harm
        codes: [{key: harm-body, label: Of the body}, {key: harm-mind, label: Of the mind}]
  - {key: habit, label: Habit, level: portrayal, type: multi, codes: [{key: smokes, label: Smokes}]}
derived:
  - {key: breach, label: Breach, level: relationship, type: boolean,
     rules: [{when: "act.class:violation", then: yes}], otherwise: no}
"""


def _make(folder: Path) -> None:
    study = Study(str(folder / "portrayals.db"))
    study.apply(BOOK, folder)
    study.coder("ana-maria", "bo")
    study.title("50/50", year="2011", genres=["Comedy", "Science fiction"], countries=["France"])
    study.title("Amélie", year="2001", genres=["Comedy"])
    study.title("What's Up, Doc?", year="1972")
    study.title("How I Met Your Mother", year="2005", kind="tv-series", aliases=["HIMYM"])
    study.portrayal("50-50", "Katherine McKay", performer="Anna Kendrick", roles=["therapist"])
    study.relationship("50-50/katherine-mckay", "Adam Lerner")
    study.portrayal("50-50", "Chloé")
    study.tag("50-50/katherine-mckay/adam-lerner", "gift", source="A review")


@pytest.fixture(scope="module")
def acts(once: Once) -> Path:
    """The file of a small study."""
    return once("completion", _make) / "portrayals.db"


@pytest.fixture(autouse=True)
def here(acts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORTRAYALS_DB", str(acts))
    monkeypatch.chdir(tmp_path)


def offered(line: str, typed: str) -> list[str]:
    """The texts offered after a line of simple words."""
    return [each.text for each in candidates(line.split(), typed)[0]]


@pytest.mark.parametrize(
    ("line", "typed", "texts"),
    [
        ("", "sc", ["screen"]),
        ("db", "de", ["describe"]),
        ("add", "tit", ["title"]),
        ("tag", "--bas", ["--basis"]),
        ("untag", "-n", []),
        ("remove", "-n", ["-n"]),
        ("", "--no-p", ["--no-pager"]),
        ("--quiet tag", "--compl", ["--complete"]),
        ("tag x y --basis", "watched", ["watched", "watched-in-part"]),
        ("tag x y", "--basis=hear", ["--basis=hearsay"]),
        ("stats", "--level=rel", ["--level=relationship"]),
        ("stats -f", "ma", ["markdown"]),
        ("reliability", "--metric=lin", ["--metric=linear-kappa"]),
        ("list", "epi", ["episodes"]),
        ("lists", "epi", ["episodes"]),
        ("screen x", "una", ["unavailable"]),
        ("import titles f.csv --on-change", "k", ["keep"]),
        ("help", "quer", ["query"]),
        ("help", "unta", ["untag"]),
        ("help add", "tit", ["title"]),
        ("nonsense", "x", []),
        ("db info", "x", []),
        ("demo --", "--j", []),
        ("init --codebook", "smo", ["smoking"]),
        ("completion", "f", ["fish"]),
    ],
)
def test_commands_options_and_listed_words(line: str, typed: str, texts: list[str]) -> None:
    assert offered(line, typed) == texts


@pytest.mark.parametrize(
    ("line", "typed", "texts"),
    [
        ("tag", "50-", ["50-50/"]),
        ("tag", "Amé", ["Amélie"]),
        ("tag", "AME", ["amelie"]),
        ("tag", "himy", ["HIMYM"]),
        ("tag", "What'", ["What's Up, Doc?"]),
        ("tag", "50/5", ["50/50/"]),
        ("tag", "50-50/", ["50-50/chloe", "50-50/katherine-mckay/"]),
        ("tag", "50/50/ka", ["50/50/katherine-mckay/"]),
        ("tag", "50/k", ["50/katherine-mckay/"]),
        ("tag", "50-50/Chloé", ["50-50/Chloé"]),
        ("tag", "50/50/Katherine Mc", ["50/50/Katherine McKay/"]),
        ("tag", "50-50/kath/", []),
        ("tag", "50-50/katherine/ad", ["50-50/katherine/adam-lerner"]),
        ("tag", "50/50 (2011)/ch", ["50/50 (2011)/chloe"]),
        ("tag", "50/50 (2012)/ch", []),
        ("add portrayal", "50", ["50-50"]),
        ("add relationship", "50-50/k", ["50-50/katherine-mckay"]),
        ("add relationship", "50-50/katherine-mckay/", []),
        ("merge amelie", "how", ["how-i-met-your-mother"]),
        ("show", "ana", ["ana", "ana-maria"]),
        ("show", "smo", ["smokes"]),
        ("remove amelie", "50", ["50-50/"]),
        ("add coder", "an", []),
    ],
)
def test_titles_and_people_segment_by_segment(line: str, typed: str, texts: list[str]) -> None:
    assert offered(line, typed) == texts


CODES = ["dating-current-client", "gift", "harm-body", "harm-mind"]


@pytest.mark.parametrize(
    ("line", "typed", "texts"),
    [
        ("tag 50-50/katherine-mckay/adam-lerner", "", CODES),
        ("tag 50/katherine/adam", "", CODES),
        ("tag 50-50/katherine-mckay", "", [*CODES, "smokes"]),
        ("tag 50-50/katherine-mckay/", "s", ["smokes"]),
        ("tag nobody", "s", ["smokes"]),
        ("tag 50-50", "dat", ["dating-current-client"]),
        ("tag 50-50", "DAT", ["dating-current-client"]),
        ("tag 50-50", "current", ["dating-current-client"]),
        ("tag 50-50", "mind", ["harm-mind"]),
        ("tag 50-50 gift", "g", ["gift"]),
        ("tag 50-50", "may", ["maybe:"]),
        ("tag 50-50", "maybe:g", ["maybe:gift"]),
        ("tag 50-50", "act:g", ["act:gift"]),
        ("tag 50-50", "gift@", []),
        ("tag 50-50", "gift@12:30", []),
        ("untag 50-50", "g", ["gift"]),
        ("annotate 50-50", "t", ["tone="]),
        ("annotate 50-50", "b", []),
        ("annotate 50-50/katherine-mckay/adam-lerner", "", ["act="]),
        ("annotate 50-50", "tone=li", ["tone=light"]),
        ("annotate 50-50", "act=gift,maybe:dat", ["act=gift,maybe:dating-current-client"]),
        ("annotate 50-50", "act=no", ["act=none", "act=not-applicable", "act=not-coded"]),
        ("annotate 50-50", "tone=non", []),
        ("add claim s 50-50", "bre", ["breach="]),
        ("stats", "b", ["breach"]),
        ("stats tone", "act:ha", ["act:harm", "act:harm-body", "act:harm-mind"]),
        ("stats", "act:gift,ha", ["act:gift,harm", "act:gift,harm-body", "act:gift,harm-mind"]),
        ("stats --by", "d", ["decade", "distributor"]),
        ("stats --by", "to", ["tone"]),
        ("crosstab tone", "ki", ["kind"]),
        ("crosstab", "act:gi", ["act:gift"]),
        ("codebook show", "smo", ["smokes"]),
        ("import table f.csv --var", "to", ["tone="]),
        ("import table f.csv --value", "to", ["tone:"]),
    ],
)
def test_codes_and_variables(line: str, typed: str, texts: list[str]) -> None:
    assert offered(line, typed) == texts


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("ki", ["kind:"]),
        ("to", ["tone:"]),
        ("A", ["AND", "alias:", "actor:", "act:"]),
        ("kind:tv", ["kind:tv", "kind:tv-series", "kind:tv-miniseries", "kind:tv-movie"]),
        ("kind:film,sh", ["kind:film,short"]),
        ("kind:film (genre:com", ["kind:film (genre:Comedy"]),
        ("genre:sci", ['genre:"Science fiction"']),
        ('genre:"sci', ['genre:"Science fiction"']),
        ('kind:film genre:"science f', ['kind:film genre:"Science fiction"']),
        ("genre:=com", ["genre:=Comedy"]),
        ("country:f", ["country:France"]),
        ("role:ther", ["role:therapist"]),
        ("tone:d", ["tone:dark"]),
        ("tone:not-c", ["tone:not-coded"]),
        ("act:current", ["act:dating-current-client"]),
        ("act.", ["act.class:"]),
        ("act.class:", ["act.class:crossing", "act.class:violation"]),
        ("tag:smo", ["tag:smokes"]),
        ("coder:an", ["coder:ana", "coder:ana-maria"]),
        ("wave:", ["wave:main"]),
        ("decade:199", ["decade:1990s"]),
        ("disputed:y", ["disputed:yes"]),
        ("year:19", []),
        ("nothing:x", []),
        ('"kind:', []),
    ],
)
def test_the_last_term_of_a_query(query: str, texts: list[str]) -> None:
    assert offered("list titles", query) == texts
    assert offered("stats --where", query) == texts


@pytest.mark.parametrize(
    ("line", "typed", "texts"),
    [
        ("--as", "ana", ["ana", "ana-maria"]),
        ("stats --coder", "b", ["bo"]),
        ("tag 50-50 gift --wave", "", ["main"]),
        ("add title X --genre", "sci", ["Science fiction"]),
        ("add portrayal 50-50 X --role", "t", ["therapist"]),
        ("edit amelie", "ye", ["year="]),
        ("db describe", "lic", ["licence="]),
    ],
)
def test_other_names_of_the_study(line: str, typed: str, texts: list[str]) -> None:
    assert offered(line, typed) == texts


def test_a_source_is_offered_by_its_key_with_its_citation() -> None:
    (source,) = candidates(["tag", "50-50", "gift", "--source"], "")[0]
    assert source.about == "A review"


def test_the_episodes_of_the_show_that_is_coded(starter_once: Path) -> None:
    words = ["--db", str(starter_once), "tag", "how-i-met-your-mother/kevin", "x", "--episode"]
    assert [each.text for each in candidates(words, "s07e0")[0]] == ["S07E04", "S07E05"]


def test_a_candidate_tells_what_it_is() -> None:
    told = {
        each.text: each.about
        for typed in ("50-50", "50-50/k")
        for each in candidates(["show"], typed)[0]
    }
    assert told == {
        "50-50/": "50/50 (2011)",
        "50-50/katherine-mckay/": "Katherine McKay, Anna Kendrick",
    }
    assert candidates(["stats"], "act:gi")[0][0].about == "Gift"
    assert candidates([], "screen")[0][0].about.startswith("Say whether a title belongs")


def test_more_follows_after_a_field_or_a_title_with_people_only() -> None:
    asked = [(["tag"], "50-50"), (["list", "titles"], "ki"), (["tag"], "amelie"), ([], "tag")]
    found = [candidates(words, typed)[0][0] for words, typed in asked]
    assert [each.goes_on for each in found] == [True, True, False, False]


@pytest.mark.parametrize(
    ("line", "is_file"),
    [
        ("stats -o", True),
        ("stats --chart", True),
        ("import titles", True),
        ("export titles", True),
        ("report", True),
        ("codebook apply", True),
        ("init --codebook", True),
        ("reliability --data", True),
        ("--db", True),
        ("tag", False),
        ("stats", False),
    ],
)
def test_files_belong_where_files_are_read_or_written(line: str, *, is_file: bool) -> None:
    asked = candidates(line.split(), "")[1]
    assert takes_file(asked) == is_file


def test_the_first_of_too_many_come_with_the_last(tmp_path: Path) -> None:
    """A shell inserts what all have in common, which is the same for these as for all."""
    study = Study(str(tmp_path / "many.db"))
    with write(study.target, actor="ana", command="add titles") as change:
        for number in range(MOST + 50):
            add_title(change, f"Film {number:03}", duplicate=True)
    found = [each.text for each in candidates(["--db", study.target, "show"], "fi")[0]]
    assert len(found) == MOST + 1
    assert (found[0], found[-1]) == ("film-000", f"film-{MOST + 49:03}")
