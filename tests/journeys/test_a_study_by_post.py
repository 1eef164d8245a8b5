"""Forty titles, three coders who never meet: from who codes what to the methods of the paper.

The coders are programs that stand in for people: each reads its page, answers what is true, and
errs in its own way. So all that the study should find is known beforehand.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest

import portrayals
from portrayals import Study

pytestmark = pytest.mark.slow

CODERS = ("ana", "ben", "eve")
#: How often each errs.
ERRS = {"ana": 0.05, "ben": 0.1, "eve": 0.15}
BOOK = """\
codebook: school
version: "{version}"
levels: {{portrayal: teacher}}
variables:
  - {{key: tone, label: Tone, level: title, type: nominal, codes: [
      {{key: comic, label: Comic}}, {{key: mixed, label: Mixed}}, {{key: grave, label: Grave}}]}}
  - key: act
    label: Act
    level: portrayal
    type: multi
    codes:
      - {{key: shouts, label: Shouts, definition: "{rule}"}}
      - {{key: smokes, label: Smokes}}
"""
UNCLEAR, CLEAR = "Is loud.", "Raises the voice in anger."
Answer = frozenset[str]
Answers = dict[tuple[str, str], Answer]


def truth(unit: str, variable: str) -> Answer:
    """What is to be seen: the tone of a title, and what a person does, which may be nothing."""
    random = Random(f"{unit} {variable}")
    if variable == "tone":
        return frozenset({random.choice(["comic", "mixed", "grave"])})
    return frozenset(code for code in ("shouts", "smokes") if random.random() < 0.4)


def judged(coder: str, unit: str, variable: str, *, clear: bool) -> Answer:
    """What a coder says: mostly the truth. While the rule is unclear, ben never finds shouting."""
    true, random = truth(unit, variable), Random(f"{coder} {unit} {variable}")
    if random.random() < ERRS[coder]:
        if variable == "tone":
            return frozenset({random.choice(sorted({"comic", "mixed", "grave"} - true))})
        return true ^ {"smokes"}
    return true if clear or coder != "ben" else true - {"shouts"}


def fill_in(page: Path, *, clear: bool) -> Answers:
    """Answers a page as its coder would, and saves the file that the page saves."""
    read = re.search(
        r'type="application/json" id="handout">(.*?)</script>', page.read_text("utf-8")
    )
    assert read is not None
    handout = json.loads(read[1])
    given: Answers = {}
    answers: list[dict[str, Any]] = []
    for unit in handout["units"]:
        for variable in handout["variables"]:
            asked = unit["variables"] is None or variable["key"] in unit["variables"]
            if variable["level"] != unit["level"] or not asked:
                continue
            key = variable["key"]
            codes = given[unit["key"], key] = judged(
                handout["coder"], unit["key"], key, clear=clear
            )
            answers.append(
                {"unit": unit["uuid"], "variable": key, "state": "coded" if codes else "none"}
                | {"codes": sorted(codes), "at": "2026-11-01T10:00:00Z"}
            )
    book = {"key": handout["codebook"], "version": handout["codebook_version"]}
    saved = {
        **{name: handout[name] for name in ("format", "handout", "coder", "wave")},
        "codebook": book | {"sha256": handout["codebook_sha256"]},
        "saved_at": "2026-11-01T10:00:00Z",
        "basis": "watched",
        "answers": answers,
    }
    page.with_suffix(".answers.json").write_text(json.dumps(saved))
    return given


class ByPost:
    """A study of forty titles, and what its coders meant."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book(UNCLEAR, "1.0")
        self.study: Study = portrayals.init(
            folder / "study.db", codebook=str(folder / "school.yaml"), actor="lea"
        )
        self.meant: dict[str, Answers] = {}
        for number in range(40):
            title = self.study.add_title(f"Film {number}", year=1980 + number)
            self.study.add_portrayal(title.key, "Teacher")
        for coder in CODERS:
            self.study.add_coder(coder)

    def book(self, rule: str, version: str) -> str:
        """A version of the codebook, as a file."""
        file = self.folder / "school.yaml"
        file.write_text(BOOK.format(rule=rule, version=version))
        return str(file)

    def code(self, wave: str, *, clear: bool, **how: Any) -> dict[str, Answers]:
        """Hands out, has all of it coded, and collects it; what each coder meant."""
        meant = {}
        for coder in CODERS:
            page = self.folder / f"{coder}-{wave}.html"
            self.study.handout(coder, wave, page, **how)
            meant[coder] = fill_in(page, clear=clear)
            done = self.study.collect(page.with_suffix(".answers.json"))
            assert (done.new, done.refused) == (len(meant[coder]), ())
        return meant

    def differing(self) -> Iterator[tuple[str, str]]:
        """The units and variables of which coders meant different things."""
        asked = Counter(key for answers in self.meant.values() for key in answers)
        for key in asked:
            if len({answers[key] for answers in self.meant.values() if key in answers}) > 1:
                yield key


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ByPost:
    """The study when all is in, of which nothing is decided yet."""
    by_post = ByPost(tmp_path_factory.mktemp("by-post"))
    by_post.study.assign("main", CODERS, reliability="30%", by="decade", seed=7)
    by_post.meant = by_post.code("main", clear=False)
    return by_post


def alike(made: ByPost, variable: str) -> float:
    """The share of pairs of answers that say the same, in per cent."""
    units = {unit for answers in made.meant.values() for unit, key in answers if key == variable}
    pairs = [
        one == other
        for unit in units
        for one, other in combinations(
            [a[unit, variable] for a in made.meant.values() if (unit, variable) in a], 2
        )
    ]
    return 100 * sum(pairs) / len(pairs)


def test_a_study_by_post_finds_decides_and_tells_what_its_coders_meant(made: ByPost) -> None:
    study = made.study
    shared = Counter(
        unit for answers in made.meant.values() for unit, key in answers if key == "tone"
    )
    assert Counter(shared.values()) == {3: 12, 1: 28}
    agreed = {row.variable: row for row in study.reliability(wave="main").rows if row.code is None}
    for variable in ("tone", "act"):
        assert agreed[variable].percent_agreement == pytest.approx(alike(made, variable))

    differing = {*made.differing()}
    assert len(differing) > 8
    found = study.disagreements()
    assert {(row.unit, row.variable) for row in found.rows} == differing
    favour = Counter[str]()
    for unit, variable in differing:
        value = ";".join(sorted(truth(unit, variable))) or "none"
        missed = any(
            (truth(unit, variable) ^ a[unit, variable]) == {"shouts"} for a in made.meant.values()
        )
        study.adjudicate(
            unit,
            f"{variable}={value}",
            reason="loud or angry?" if missed else "seen again",
            cause="rule" if missed else "slip",
        )
        favour.update(
            coder for coder, a in made.meant.items() if a[unit, variable] == truth(unit, variable)
        )
    summary = study.disagreements().summary
    assert (summary.differences, summary.decided) == (len(differing), len(differing))
    assert {each.coder: each.decisions for each in summary.in_favour} == {
        coder: favour[coder] for coder in CODERS
    }
    rule = study.todo().rows[0]
    assert (rule.key, rule.reason) == ("act:shouts", "loud or angry?")

    # What is decided is the truth; what one coder alone judged is what that coder meant.
    one = {key: value for answers in made.meant.values() for key, value in answers.items()}
    settled = one | {key: truth(*key) for key in differing}
    for code in ("shouts", "smokes"):
        [row] = [row for row in study.stats("act").rows if row.code == code]
        assert (row.n, row.count) == (
            40,
            sum(code in value for (_, key), value in settled.items() if key == "act"),
        )

    study.lock_wave("main")
    study.apply_codebook(made.book(CLEAR, "1.1"))
    again = made.code("again", clear=True, changed_since="1.0")
    for coder in CODERS:
        coded = {(unit, key) for unit, key in made.meant[coder] if key == "act"}
        assert set(again[coder]) == coded
    [row] = [row for row in study.reliability("act", wave="again").rows if row.code == "shouts"]
    assert row.percent_agreement == 100

    told = " ".join(each.text for each in study.methods().sentences)
    for said in (
        "40 titles and 40 teachers",
        "Three coders coded the titles and made 192 annotations",
        "12 (30 %) were drawn at random, in proportion to their decade, and assigned to all three",
        "The other 28 titles were dealt at random to one coder each (seed 7)",
        "Coders worked independently in wave main",
        "40 units were coded again",
        "decided by an expert",
    ):
        assert said in told
