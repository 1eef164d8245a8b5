"""Every mistake in a catalogue is told by line, in words, and all of them at once."""

from __future__ import annotations

import random
import re
from pathlib import Path
from textwrap import dedent

import pytest
from study import Study

from portrayals.errors import InvalidText
from portrayals.history.transaction import write
from portrayals.services.study.check_text import check_text
from portrayals.services.texts.load import load_text
from portrayals.services.texts.read import read_text

GOOD = dedent(
    """\
    codebook: therapist-boundaries
    coder: {key: reader, name: A reader, method: Read in reviews.}
    evidence: required
    sources:
    - {key: article, citation: "An article, 1988", url: "https://example.org/article"}
    - {key: review, citation: "A review, 1987", url: "https://example.org/review"}
    titles:
    - key: house-of-games
      name: House of Games
      kind: film
      year: 1987
      countries: [United States]
      annotations:
        based-on: {value: original, evidence: [{source: review, describes: A screenplay.}]}
      portrayals:
      - name: Margaret Ford
        roles: [therapist]
        annotations:
          gender: {value: female, evidence: [{source: review, describes: She is a woman.}]}
        relationships:
        - name: Billy Hahn
          annotations:
            boundary-act:
              value: [accepts-gift, "maybe:dating"]
              evidence:
              - {code: accepts-gift, source: review, describes: She takes what he gives.}
              - {code: dating, source: article, describes: It is left open.}
    claims:
    - {source: article, unit: house-of-games/margaret-ford, statement: She is deceived.}
    """
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A study with a codebook alone, for all the texts that are tried."""
    return Study(str(tmp_path_factory.mktemp("texts") / "s.db"), "therapist-boundaries").target


def problems(target: str, folder: Path, text: str) -> list[tuple[int, str, str]]:
    """The line, code and words of each error and notice."""
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    read = read_text(file)
    try:
        with write(target, actor="ana", command="check", keep=False) as change:
            load_text(change, read, new=True)
    except InvalidText as refused:
        return [
            (int(str(each["line"])), str(each["code"]), str(each["message"]))
            for each in refused.problems
        ]
    return [(each.line, each.code, each.message) for each in read.problems.notices()]


def line_of(text: str, words: str) -> int:
    """The line on which words stand."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_a_title_that_follows_the_rules_has_no_errors(empty: str, tmp_path: Path) -> None:
    assert problems(empty, tmp_path, GOOD) == []


#: What was, what becomes of it, the code of the error, and its words.
MISTAKES = [
    ("{value: original, evidence: [{source: review, describes: A screenplay.}]}", "original",
     "no-evidence", "based-on: original has no evidence with a source"),
    ("code: accepts-gift, source", "source", "no-evidence",
     "boundary-act: accepts-gift has no evidence"),
    ("{code: dating,", "{code: flirting,", "evidence-for-no-code",
     "flirting is not among the values of boundary-act: accepts-gift, maybe:dating"),
    ("year: 1987", "director: Mamet", "unknown-field", '"director" is not a field of a title'),
    ("key: house-of-games", "kye: house-of-games", "unknown-field", '"kye" is not a field'),
    ("key: house-of-games", "kye: house-of-games", "missing", "lacks its key: key: house-of-"),
    ("name: House of Games", "", "missing", "title house-of-games lacks its name"),
    ("countries: [United States]", "countries: [Untied States]", "unlisted-name",
     '"Untied States" is in no list of countries'),
    ("year: 1987", "year: 19x7", "invalid-value", 'year: "19x7" is not a valid year'),
    ("year: 1987", "end_year: 1988", "invalid-value", "a film has no end year"),
    ("kind: film", "kind: movie", "invalid-value", 'kind: "movie" is not a kind of title'),
    ("based-on:", "tone:", "wrong-level", "tone is coded for relationships, and house-of-games"),
    ("gender:", "gendr:", "unknown-key", '"gendr" is not a variable'),
    ("value: female", "value: femal", "invalid-value", 'gender: "femal" is not a code of gender'),
    ("[accepts-gift, ", "[acepts-gift, ", "invalid-value", '"acepts-gift" is not a code of'),
    ("[accepts-gift, ", "[none, accepts-gift, ", "invalid-value", "none cannot be combined"),
    ("[{source: review, describes: She is", "[{source: reviw, describes: She is", "unknown-key",
     '"reviw" is not a source'),
    ("[{source: review, describes: She is", "[{source: review, episode: S01E01, describes: She is",
     "unknown-key", "S01E01 is not an episode of house-of-games"),
    ("countries: [United States]", "episodes: [{code: S01E01}]", "invalid-value",
     "House of Games is a film, which has no episodes"),
    ("countries: [United States]", "ids: [imdb:x1]", "invalid-value", 'ids: "x1" is not'),
    ("  year: 1987", "  year: 1987\\n  year: 1988", "given-twice", 'the key "year" is given twice'),
    ("- {key: review,", "- {key: article,", "given-twice", "source article is given twice"),
    ("  year: 1987", "\\tyear: 1987", "not-yaml", "a tab"),
    ("unit: house-of-games/margaret-ford", "unit: house-of-games/ford", "unknown-key",
     '"house-of-games/ford" is not a unit of this text'),
    ("codebook: therapist-boundaries", "codebook: therapist-boundary", "unknown-key",
     'there is no codebook "therapist-boundary"'),
    ("evidence: required", "evidence: requird", "invalid-value", '"requird"'),
    ("evidence: required", "basis: watched", "invalid-value", "never watched"),
    ("roles: [therapist]", "roles: {a: therapist}", "wrong-form", "roles is a list of texts"),
    ("  portrayals:", "  portrayals: nobody\\n  x:", "wrong-form", "portrayals is a list"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "code", "told"), MISTAKES)
def test_a_mistake_is_told_on_its_line(
    empty: str, tmp_path: Path, was: str, becomes: str, code: str, told: str
) -> None:
    written = becomes.replace("\\n", "\n").replace("\\t", "\t")
    assert was in GOOD
    text = GOOD.replace(was, written, 1)
    found = [(line, words) for line, of, words in problems(empty, tmp_path, text) if of == code]
    assert any(told in words for _, words in found), found
    at = line_of(GOOD, was)
    assert any(at - 2 <= line <= at + 1 for line, words in found if told in words)


def test_a_key_used_twice_is_told_where_it_stands_again(empty: str, tmp_path: Path) -> None:
    again = GOOD.replace("claims:", "- {key: house-of-games, name: Again, kind: film}\nclaims:")
    [(line, code, told), *_] = problems(empty, tmp_path, again)
    assert (line, code) == (line_of(again, "name: Again"), "given-twice")
    assert "title house-of-games is given twice (first in " in told


@pytest.mark.parametrize(
    ("was", "becomes", "named", "code"),
    [
        ("org/review", "org/article", "article", "same-address"),
        ("- {key: article,", "- {key: z,", "z", "out-of-order"),
        ("claims:", "- {key: zz, name: Zz, kind: film}\nclaims:", "article", "no-portrayals"),
    ],
)
def test_what_is_right_and_worth_a_look_is_a_notice(
    empty: str, tmp_path: Path, was: str, becomes: str, named: str, code: str
) -> None:
    text = GOOD.replace(was, becomes, 1).replace("source: article", f"source: {named}")
    assert [each for _, each, _ in problems(empty, tmp_path, text)] == [code]


def test_all_mistakes_are_told_at_once_and_in_the_order_of_the_lines(
    empty: str, tmp_path: Path
) -> None:
    text = GOOD.replace("kind: film", "kind: movie").replace("female", "femal")
    text = text.replace("source: article, describes", "source: artcle, describes")
    lines = [line for line, _, _ in problems(empty, tmp_path, text)]
    assert lines == sorted(line_of(text, words) for words in ("movie", "femal", "artcle"))


def test_a_check_needs_no_study_and_leaves_none(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD, encoding="utf-8")
    checked = check_text(tmp_path / "mine.yaml")
    assert (checked.contents["titles"], checked.contents["annotations"]) == (1, 3)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.yaml"]


def test_an_answer_to_what_is_not_asked_is_a_notice(empty: str, tmp_path: Path) -> None:
    asked = "initiator: {value: client, evidence: [{source: review, describes: He asks.}]}"
    text = GOOD.replace("boundary-act:\n", f"{asked}\n{' ' * 8}boundary-act:\n")
    assert problems(empty, tmp_path, text) == []
    unasked = text.replace('[accepts-gift, "maybe:dating"]', f"none\n{' ' * 10}complete: yes")
    unasked = unasked.replace("{code: accepts-gift, ", "{").replace("{code: dating, ", "{")
    [(line, code, told)] = problems(empty, tmp_path, unasked)
    assert (line, code) == (line_of(unasked, "initiator:"), "not-asked")
    assert told == "initiator is asked only where boundary-act:sexual-romantic, which is false here"


#: All that a text may say beside what is in GOOD.
FULL = GOOD.replace("evidence: required", "evidence: optional\nunlisted: [X]\nwave: main") + dedent(
    """\
    - {key: a, source: review, unit: house-of-games, codes: {boundary-act: [dating]},
       stance: denies, date: "2001", statement: She never does.}
    - {about: a, source: article, stance: qualifies, checked: X, checked_source: review,
       statement: Once.}
    waves:
    - key: main
      purpose: main
      assignments: [{coder: ana, unit: house-of-games, purpose: coding, seed: 3}]
    - {key: again, purpose: recode, locked: "2026-01-01T00:00:00Z"}
    coders:
    - {key: ana}
    - {key: consensus}
    - {key: robot, model: M, model_version: "1"}
    codings:
    - unit: house-of-games/margaret-ford
      annotations:
        profession:
        - {wave: again, value: psychologist}
        - coder: consensus
          value: psychiatrist
          decision: {by: ana, with: [reader], at: "2026-01-01", method: expert, reason: So.}
    """
)
#: What somebody may type in place of anything else.
WORDS = (
    *("none", "maybe:dating", "[]", "{}", "[a]", "{a: b}", "~", "9999999999", "-1", "S01E01", "x"),
    *("article", "house-of-games", "ana", "consensus", "2026-13-01", "tv-series", "title", "1:99"),
    *("cannot-tell", "yes", "*a", "&a x", "again", "robot", "[none]", "[dating, dating]", '""'),
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_wrong_is_told_and_is_no_fault_of_the_program(
    empty: str, tmp_path: Path, seed: int
) -> None:
    assert problems(empty, tmp_path, FULL) == []
    chance = random.Random(seed)
    for _ in range(8):
        lines = FULL.splitlines()
        for _ in range(chance.choice((1, 1, 2, 4))):
            spoil(lines, chance)
        problems(empty, tmp_path, "\n".join(lines))  # raises nothing but what it tells


def spoil(lines: list[str], chance: random.Random) -> None:
    """Does to a text what a slip of the hand does: a line lost, doubled, moved, or mistyped."""
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, chance.choice(lines))
        case 2:
            lines[at] = " " * chance.randrange(5) + lines[at].strip()
        case 3:
            words = list(re.finditer(r"[\w:/.-]+", lines[at]))
            if words:
                gone = chance.choice(words)
                before, after = lines[at][: gone.start()], lines[at][gone.end() :]
                lines[at] = f"{before}{chance.choice(WORDS)}{after}"
        case _:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
