"""Units of which only the wider code is known are told beside a figure of the codes below it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from textwrap import dedent

import pytest
from study import Study

import portrayals

BOOK = dedent(
    """\
    codebook: habits-on-screen
    version: 1.0
    variables:
      - key: habit
        level: portrayal
        type: multi
        codes:
          - key: uses
            assignable: yes
            codes:
              - {key: smokes, assignable: yes, codes: [{key: pipe}, {key: cigar}]}
              - {key: drinks}
              - {key: chews}
          - {key: sings}
    """
)
#: The codes of one person each, and whether the others were looked for and not found.
PEOPLE = [
    (["uses"], True),
    (["uses"], False),
    (["uses", "maybe:chews"], True),
    (["smokes"], True),
    (["pipe"], True),
    (["drinks"], True),
    (["chews"], False),
    (["sings"], True),
]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("habits")
    made = Study(str(folder / "study.db"))
    made.apply(BOOK, folder)
    for place, (codes, complete) in enumerate(PEOPLE):
        someone = made.portrayal(made.title(f"Film {place}", year=str(1980 + place)), "Someone")
        made.tag(someone, *codes, complete=complete)
    return made


ASKED = {
    "habit:drinks": ["Of 2 portrayals no more is known than uses, not which code below it."],
    "habit:smokes,drinks": ["Of 2 portrayals no more is known than uses, not which code below it."],
    "habit:pipe": ["Of 1 portrayal no more is known than smokes, not which code below it."],
    "habit:pipe,cigar": ["Of 1 portrayal no more is known than smokes, not which code below it."],
    "habit:pipe,drinks": [],
    "habit:uses": [],
    "habit:any": [],
    "habit": [],
}


@pytest.mark.parametrize("variable", ASKED)
def test_a_figure_of_codes_below_one_tells_of_how_many_units_only_that_is_known(
    study: Study, variable: str
) -> None:
    for command in ("stats", "trend"):
        if command == "trend" and variable == "habit":
            continue
        found = getattr(portrayals.open(study.target), command)(variable)
        assert [note for note in found.notes if "no more is" in note] == ASKED[variable]
        assert "no more" not in found.sentence  # which says that they are not counted
        assert found.sentence == " ".join(found.sentence.split())


def test_of_the_units_of_both_groups_of_a_comparison(study: Study) -> None:
    counting = portrayals.open(study.target)
    for where, versus in permutations(("year:..1980", "year:1981..")):
        found = counting.compare("habit:drinks", where=where, versus=versus)
        assert [note for note in found.notes if "no more is" in note] == ASKED["habit:drinks"]


def test_of_the_units_that_a_query_selects_alone(study: Study) -> None:
    counting = portrayals.open(study.target)
    (only,) = (
        note
        for note in counting.stats("habit:drinks", where="year:1981..").notes
        if "no more is" in note
    )
    assert only == "Of 1 portrayal no more is known than uses, not which code below it."


def test_where_silence_counts_as_no_it_is_told_as_well(study: Study) -> None:
    found = portrayals.open(study.target).stats("habit:drinks", silence="no")
    assert [(row.count, row.n) for row in found.rows] == [(1, 6)]
    assert [note for note in found.notes if "than uses" in note] == ASKED["habit:drinks"]


def test_at_a_level_above_that_of_the_variable_the_units_there_are_told(study: Study) -> None:
    found = portrayals.open(study.target).stats("habit:drinks", level="title")
    told = "Of 2 titles no more is known than uses, not which code below it."
    assert [note for note in found.notes if "than uses" in note] == [told]


def test_it_is_told_in_the_words_of_the_codebook_where_it_has_some(starter_once: Path) -> None:
    found = portrayals.open(str(starter_once)).stats("boundary-act:dating")
    told = "Of 1 relationship no more is known than this: the therapist becomes sexual or romantic."
    assert told in found.notes
