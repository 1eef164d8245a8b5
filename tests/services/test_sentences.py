"""Sentences to print: in the words of the codebook, whole per cents, caveats in words, short."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from kitchen import Kitchen, empty
from study import Study

import portrayals
from portrayals.errors import UnknownKey
from portrayals.findings.stored_codebook import Book
from portrayals.language.parse import parse
from portrayals.language.syntax import Asked
from portrayals.notation.state_words import not_counted_by_row
from portrayals.render.formats import render
from portrayals.results.count_options import FewCoded, Note
from portrayals.results.stats import NumberRow, StatRow
from portrayals.services.statistics.sentence import (
    MOST_WORDS,
    in_groups,
    mean_told,
    most_telling,
    other_codes,
    per_cent,
    printable,
    share_told,
    short_share,
)
from portrayals.services.statistics.wording import group_in_words, in_words

ROW = StatRow(
    *(None, "act", "dating", "Dating", None, 0, 9, 18, 50.0, 26.8, 73.7),
    *(9, 18, None, None, {}),
)
CLAUSE = "the therapist dates a client"
NO_BOOK = Book(None, None, None, ())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    """Nine cooks; one has no temper, one no dish, and one a sweet that is not known any nearer."""
    folder: Path = tmp_path_factory.mktemp("kitchen")
    study = empty(str(folder / "study.db"), folder)
    study.fill()
    return study


def of(count: int, n: int, group: str | None = None) -> StatRow:
    percent = 100 * count / n if n else None
    return replace(ROW, group=group, count=count, n=n, known=count, units=n, percent=percent)


def test_a_share_is_told_with_its_interval_in_whole_per_cents() -> None:
    told = share_told(ROW, "relationship", CLAUSE, 95)
    assert told == f"In 9 of 18 relationships (50 %; 95 % interval 27 to 74 %), {CLAUSE}"


def test_of_fewer_than_ten_units_no_percentage_is_told() -> None:
    assert share_told(of(3, 9), "title", CLAUSE, 95) == f"In 3 of 9 titles, {CLAUSE}"
    assert "(30 %" in share_told(of(3, 10), "title", CLAUSE, 95)
    assert share_told(of(1, 1), "title", CLAUSE, 95) == f"In 1 of 1 title, {CLAUSE}"


def test_where_much_is_open_the_possible_range_stands_in_place_of_the_interval() -> None:
    row = replace(ROW, units=30, lowest=30.0, highest=70.4)
    told = share_told(row, "title", CLAUSE, 95)
    assert told == f"In 9 of 18 titles (50 %; possible range 30 to 70 %), {CLAUSE}"


def test_where_more_is_known_than_counted_at_least_is_said_and_no_share() -> None:
    row = replace(ROW, count=0, n=0, known=45, units=114, percent=None, lowest=39.47, highest=99.1)
    told = share_told(row, "relationship", CLAUSE, 95)
    start = "In at least 45 of 114 relationships (possible range 39 to 99 %)"
    assert told == f"{start}, {CLAUSE}"


def test_of_nobody_nothing_is_claimed() -> None:
    told = share_told(of(0, 0), "title", CLAUSE, 95, " in films")
    assert told == f"It is not known whether {CLAUSE} in any title in films"


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "0 %"),
        (0.4, "less than 1 %"),
        (1.0, "1 %"),
        (12.5, "13 %"),
        (13.5, "14 %"),
        (99.2, "more than 99 %"),
        (100.0, "100 %"),
    ],
)
def test_a_whole_per_cent_denies_no_case_and_claims_no_other(share: float, told: str) -> None:
    assert per_cent(share) == told


def test_a_mean_has_its_unit_and_interval() -> None:
    figures = (41.25, 9.8, 40.0, 22.0, 71.0, 38.04, 44.5)
    number = NumberRow(None, "age", "Age", "years", *figures, 64, {})
    told = mean_told(number, "portrayal", 95)
    assert told == "Age: mean 41.2 years in 64 portrayals (95 % interval 38.0 to 44.5)"
    nobody = replace(number, mean=None, n=0)
    assert mean_told(nobody, "portrayal", 95) == "Age is not known for any portrayal"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind:tv", " on television"),
        ("kind:film decade:1990s", " in films of the 1990s"),
        ("year:1990..1999", " of 1990 to 1999"),
        ("year:1990..", " from 1990 on"),
        ("year:..1979", " up to 1979"),
        ("year:2005", " of 2005"),
        ("running:1994", " in titles that ran in 1994"),
        ("running:1990s..2000s", " in titles that ran between the 1990s and the 2000s"),
        ("running:1994..", " in titles that ran in 1994 or later"),
        ("running:..1994", " in titles that ran in 1994 or earlier"),
        ("genre:drama", " (only where genre:drama)"),
        ("kind:tv genre:drama", " (only where kind:tv genre:drama)"),
        ("kind:film OR kind:tv", " (only where kind:film OR kind:tv)"),
        ("NOT kind:film", " (only where NOT kind:film)"),
        ("kind:film,tv", " (only where kind:film,tv)"),
        ("kind:any", " (only where kind:any)"),
    ],
)
def test_a_query_is_told_in_words_where_there_are_words_for_it(query: str, told: str) -> None:
    assert in_words(Asked(parse(query), query), NO_BOOK, "relationship") == told


def test_titles_of_a_kind_are_told_as_what_they_are() -> None:
    def of_titles(query: str) -> str:
        return in_words(Asked(parse(query), query), NO_BOOK, "title")

    assert of_titles("kind:film") == " that are films"
    assert of_titles("kind:tv running:1990s") == " on television that ran in the 1990s"


def test_of_groups_the_highest_and_the_lowest_share_matter() -> None:
    groups = [of(5, 10, "a"), of(9, 10, "b"), of(0, 3, "c"), of(2, 10, "d"), of(9, 10, "e")]
    assert [row.group for row in most_telling(groups)] == ["b", "d"]


def test_small_groups_matter_where_there_are_no_two_others() -> None:
    assert [row.group for row in most_telling([of(5, 10, "a"), of(0, 3, "c")])] == ["a", "c"]
    assert [row.group for row in most_telling([of(5, 10, "a"), of(0, 0, "c")])] == ["a"]
    assert most_telling([of(0, 0, "a")]) == ()


def test_groups_that_are_all_alike_are_one() -> None:
    assert [row.group for row in most_telling([of(5, 10, "a"), of(5, 10, "b")])] == ["a"]


def test_a_group_is_told_in_words() -> None:
    assert group_in_words("decade", "1990s") == "in the 1990s"
    assert group_in_words("year", "1994") == "in 1994"
    assert group_in_words("kind", "film") == "in films"
    assert group_in_words("gender", "Female") == "for Female"
    assert group_in_words("decade", None) == "with no decade"
    assert short_share(of(5, 10)) == "5 of 10 (50 %)"


def test_a_sentence_has_at_most_sixty_words_but_never_lacks_its_caveats() -> None:
    long = ["Word " * 22 + "end."] * 5
    text = printable(long, (), must=("By any.",), convenience=True, left_out=[7])
    assert text.startswith(long[0])
    assert text.count("end.") == 2
    assert text.endswith("By any. This convenience sample represents no other titles.")
    assert "Another 7 are not counted." in text
    assert len(text.split()) <= MOST_WORDS


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ([], ""),
        ([0, 0], ""),
        ([1], " Another one is not counted."),
        ([1_200, 1_200], " Another 1,200 are not counted."),
        ([99, 101, 100], " Another 99 to 101 are not counted."),
        ([4, 0], " Up to 4 others are not counted."),
    ],
)
def test_how_many_are_not_counted_is_always_told(left_out: list[int], told: str) -> None:
    assert printable(["So.", "And."], (), left_out=left_out) == f"So. And.{told}"
    long = "Word " * MOST_WORDS
    assert printable([long, "And."], (), left_out=left_out) == f"{long}{told}"


def test_of_groups_the_numbers_are_those_of_all_also_of_groups_that_are_not_told() -> None:
    must = (Note("Of 4 more it is only known that so.", counts=True), "As coded.")
    told = printable(["So."], (), must=must, left_out=[5], in_all=True)
    assert told == (
        "So. In all, another 5 are not counted. In all, of 4 more it is only known that so. "
        "As coded."
    )


def test_where_most_are_not_coded_it_is_told_how_few_are() -> None:
    only = "Only 15 of 114 relationships are coded for"
    few = (FewCoded(f"{only} ending: quote that with k of n.", f"{only} this."),)
    assert printable(["So."], few, left_out=[99]) == (
        "So. Only 15 of 114 relationships are coded for this."
    )


def test_that_nothing_is_coded_of_some_replaces_no_other_count() -> None:
    coded = "In 54 titles nothing is coded for"
    note = Note(f"{coded} ending: still open, as if partly coded.", f"{coded} this.")
    told = "So. Another 9 are not counted. In 54 titles nothing is coded for this."
    assert printable(["So."], (note,), must=(note,), left_out=[9]) == told


def test_a_note_of_a_reader_s_own_words_is_printed_as_it_stands() -> None:
    own = "--where asks what a program coded for ending: a model."
    assert printable(["So."], (own,), must=(own,), left_out=[9], in_all=True) == (
        f"So. In all, another 9 are not counted. {own}"
    )


def test_a_sentence_says_that_titles_were_compiled_and_that_no_trend_can_be_read() -> None:
    compiled = ("Compiled from published descriptions: 7 of 9 units.",)
    assert printable(["So."], compiled) == "So. They were coded from published descriptions."
    told = printable(["So."], compiled, convenience=True, no_trend=True)
    assert told == (
        "So. This convenience sample, coded from published descriptions, represents no other "
        "titles and cannot show a trend."
    )


SENTENCES = """\
codebook: sentences
version: "1.0"
variables:
  - key: act
    level: portrayal
    type: multi
    sentence: "the teacher's acts include {label}"
    codes:
      - {key: praise, label: Praise}
      - {key: strikes, label: Strikes, sentence: the teacher strikes pupils}
      - {key: shouts, label: Shouts, sentence: the teacher shouts at pupils}
      - {key: tv, label: TV use}
  - {key: kind-one, label: Kindness, level: portrayal, type: boolean}
  - {key: strict, level: portrayal, type: boolean, sentence: the teacher is strict}
  - {key: mood, label: Mood, level: portrayal, type: nominal, codes: [{key: gay, label: Gay}]}
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> portrayals.Study:
    """A study of one teacher with a codebook that has sentences."""
    folder: Path = tmp_path_factory.mktemp("sentences")
    study = Study(str(folder / "study.db"))
    study.apply(SENTENCES, folder)
    teacher = study.portrayal(study.title("One", year="1990"), "Ann")
    study.annotate(teacher, "act=strikes,tv", "kind-one=yes", "strict=no", "mood=gay")
    return portrayals.open(study.target)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("act:strikes", "In 1 of 1 portrayal, the teacher strikes pupils."),
        ("act:praise", "In 0 of 1 portrayal, the teacher's acts include praise."),
        ("act:tv", "In 1 of 1 portrayal, the teacher's acts include TV use."),
        ("act:none", 'In 0 of 1 portrayal, coders found no code of "Act".'),
        ("strict", "In 0 of 1 portrayal, the teacher is strict."),
        ("kind-one", 'In 1 of 1 portrayal, coders found "Kindness".'),
        ("kind-one:no", 'In 0 of 1 portrayal, coders found no "Kindness".'),
        ("mood:gay", 'In 1 of 1 portrayal, coders found "Mood: Gay".'),
    ],
)
def test_a_share_is_told_in_the_words_of_the_codebook(
    school: portrayals.Study, asked: str, told: str
) -> None:
    assert school.stats(asked).sentence.startswith(told)


def test_in_an_empty_study_every_sentence_says_that_there_is_nothing(tmp_path: Path) -> None:
    study = empty(str(tmp_path / "study.db"), tmp_path)
    nothing = portrayals.open(study.target)
    assert nothing.stats("temper", by="decade").sentence == "There are no portrayals."
    assert nothing.stats("good").sentence.startswith("It is not known whether ")
    assert nothing.stats("weight").sentence == "Weight is not known for any title."
    assert nothing.trend("good").sentence.startswith("It is not known whether ")
    assert study.cooccur("dish").sentence == 'No two codes of "Dish" occur together.'
    assert study.crosstab("temper", "good").sentence == "Temper by Good, 0 portrayals."


def test_codes_that_count_as_one_share_what_their_sentences_begin_with(
    school: portrayals.Study,
) -> None:
    sentence = school.trend("act:strikes,shouts,praise").sentence
    assert "the teacher strikes pupils or shouts at pupils or teacher's acts" not in sentence
    assert "the teacher strikes pupils or the teacher shouts at pupils or the teacher's" in sentence
    two = school.trend("act:strikes,shouts").sentence
    assert "the teacher strikes pupils or shouts at pupils" in two


def test_of_several_codes_the_two_that_most_units_have_are_told_and_how_many_are_not(
    school: portrayals.Study,
) -> None:
    assert school.stats("act").sentence == (
        "In 1 of 1 portrayal, the teacher strikes pupils; in 1 of 1 portrayal, the teacher's acts "
        "include TV use; 2 other codes in none of them."
    )


def test_of_the_other_codes_it_is_told_how_many_units_have_one_at_most() -> None:
    rows = [of(0, 6), of(0, 6)]
    assert other_codes(rows) == "2 other codes in none of them"
    assert other_codes([*rows, of(2, 6)]) == "3 other codes in at most 2 of them"
    left_open = replace(of(0, 6), known=1, units=9, lowest=11.1, highest=44.4)
    assert other_codes([*rows, left_open]) == "3 other codes known in no more of them"
    settled = replace(left_open, highest=11.1)
    assert other_codes([*rows, settled]) == "3 other codes in at most 1 of them"


def test_a_table_tells_two_rows_and_how_strong_it_is(filled: Kitchen) -> None:
    sentence = filled.crosstab("temper", "good").sentence
    assert sentence.startswith(
        "Temper by Good, 8 portrayals; Calm, 3 of 4 Yes; Cross, 1 of 4 Yes. "
    )
    assert "Odds ratio 9.00" in sentence or "Cramér's V" in sentence
    assert "Another one is not counted." in sentence


def test_a_pair_of_codes_that_comes_together_most_often_is_told(filled: Kitchen) -> None:
    sentence = filled.cooccur("dish").sentence
    assert sentence.startswith('Of "Dish", the codes ')
    assert "occur together most often: in 1 portrayal of 7, " in sentence
    none = filled.cooccur("dish:pie,roast").sentence
    assert none.startswith('No two codes of "Dish" occur together. ')


def test_rows_with_states_of_their_own_are_told_together() -> None:
    rows = [{"not-coded": 1, "cannot-tell": 0}, {"not-coded": 1, "cannot-tell": 1_200}]
    assert not_counted_by_row(rows) == "not counted: 1 not coded, 0–1,200 cannot tell"
    assert not_counted_by_row([{"not-coded": 0}]) == not_counted_by_row([]) == ""


GROUPS = [of(2, 12, "1990s"), of(4, 16, "2000s")]
MANY = [*(of(1, 3, f"19{decade}0s") for decade in range(4, 8)), *GROUPS, of(5, 9, "2010s")]
KNOWN = [replace(row, count=0, n=0, percent=None, lowest=row.percent) for row in GROUPS]


def grouped(rows: list[StatRow], by: str = "decade", among: str = "", **more: list[StatRow]) -> str:
    return " ".join(in_groups({CLAUSE: rows, **more}, by, "relationship", among, 95))


def test_beside_each_share_of_groups_stands_its_interval_or_its_possible_range() -> None:
    first, second = (replace(each, low=4.5, high=40.2) for each in GROUPS)
    ranged = replace(of(3, 10, "2010s"), units=12, lowest=25.0, highest=50.0)
    told = "in 2 of 12 relationships (17 %; 95 % interval 5 to 40 %) in the 1990s and"
    assert f"{told} 4 of 16 (25 %; 5 to 40 %) in the 2000s." in grouped([first, second])
    last = replace(second, group="2020s")
    assert grouped([first, ranged, last]).endswith(
        "2 of 12 relationships (17 %; none open) in the 1990s, 3 of 10 "
        "(30 %; possible range 25 to 50 %) in the 2010s and 4 of 16 (25 %; none open) in the 2020s."
    )


def test_groups_are_told_in_one_sentence_with_what_they_are_called() -> None:
    start = "The therapist dates a client in"
    one = "2 of 12 relationships (17 %; 95 % interval 27 to 74 %) in the 1990s"
    both = f"{one} and 4 of 16 (25 %; 27 to 74 %) in the 2000s"
    assert grouped(GROUPS) == f"{start} {both}."
    assert grouped(MANY) == f"{start} {both} (decades with 10 or more)."
    assert grouped(KNOWN) == (
        f"{start} at least 2 of 12 relationships in the 1990s and at least 4 of 16 in the 2000s; "
        "how many more is open."
    )
    assert grouped([of(2, 9, "1990s"), GROUPS[1]]).endswith(
        "in 2 of 9 relationships in the 1990s and "
        "4 of 16 (25 %; 95 % interval 27 to 74 %) in the 2000s."
    )
    three = [*GROUPS, of(0, 1, "2010s")]
    assert grouped(three, among=" on television").endswith(
        "in 2 of 12 relationships on television (17 %; 95 % interval 27 to 74 %) in the 1990s, "
        "4 of 16 (25 %; 27 to 74 %) in the 2000s and 0 of 1 in the 2010s."
    )
    kinds = [of(1, 1, "film"), *MANY]
    assert "(groups with 10 or more)" in grouped(kinds, "kind")


def test_beside_a_group_known_at_least_others_stand_as_in_the_table_and_ranges_compare() -> None:
    mixed = [
        replace(GROUPS[0], units=13, lowest=15.4, highest=19.0),
        replace(GROUPS[1], known=6, units=20, lowest=30.0, highest=50.0),
        of(1, 10, "2010s"),
    ]
    assert grouped(mixed).endswith(
        "in 2 of 12 relationships (17 %; possible range 15 to 19 %) in the 1990s, at least 6 of 20 "
        "(possible range 30 to 50 %) in the 2000s and 1 of 10 (10 %; none open) in the 2010s."
    )


def test_where_all_that_are_counted_have_it_nothing_is_said_to_be_open() -> None:
    full = replace(of(0, 0, "1990s"), known=12, units=12, lowest=100.0, highest=100.0)
    told = grouped([full, replace(full, group="2000s")])
    assert told.endswith("in 12 of 12 relationships in the 1990s and 12 of 12 in the 2000s.")
    assert share_told(full, "title", CLAUSE, 95) == f"In all 12 titles, {CLAUSE}"


def test_a_group_of_which_nothing_is_open_is_told_as_it_is() -> None:
    nobody = of(0, 9, "1990s")
    open_one = replace(of(0, 0, "2000s"), known=6, units=20, lowest=30.0)
    assert grouped([nobody, open_one]).endswith(
        "0 of 9 relationships in the 1990s and at least 6 of 20 in the 2000s; how many more is "
        "open."
    )


def test_groups_of_a_second_code_are_named_once() -> None:
    again = [of(1, 12, "1990s"), of(3, 16, "2000s")]
    assert grouped(GROUPS, more=again).endswith(
        ". More in 1 of 12 (8 %; 95 % interval 27 to 74 %) and 3 of 16 (19 %; 27 to 74 %)."
    )
    others = [of(1, 12, "1990s"), of(3, 16, "2010s")]
    assert grouped(GROUPS, more=others).endswith(
        ". More in 1 of 12 relationships (8 %; 95 % interval 27 to 74 %) in the 1990s "
        "and 3 of 16 (19 %; 27 to 74 %) in the 2010s."
    )


def test_of_groups_that_are_all_small_it_is_said_that_nothing_is_known() -> None:
    small = [of(1, 2, f"19{decade}0s") for decade in range(4, 10)]
    assert grouped(small) == f"In no group is it known of 10 relationships whether {CLAUSE}."


def test_a_group_too_small_to_be_named_makes_no_other_one_at_least() -> None:
    small = replace(of(0, 0, "1930s"), known=1, units=9)
    others = [replace(row, units=row.n + 1) for row in MANY]
    assert "at least" not in grouped([small, *others])
    named = replace(small, units=10, lowest=10.0, highest=20.0)
    assert "at least" in grouped([named, *others])
    assert "at least" not in grouped([replace(named, highest=10.0), *others])  # none is open


def test_a_share_of_a_group_that_would_mislead_has_its_possible_range() -> None:
    wide = replace(of(3, 10, "1990s"), units=12, lowest=25.0, highest=50.0)
    told = grouped([wide, GROUPS[1]])
    assert "in 3 of 10 relationships (30 %; possible range 25 to 50 %) in the 1990s" in told
    few, narrow = replace(wide, n=9), replace(wide, lowest=29.0, highest=33.0)
    assert "possible range" not in grouped([few, GROUPS[1]]) + grouped([narrow, GROUPS[1]])


def test_what_nobody_is_known_to_have_is_open() -> None:
    row = replace(of(0, 0), known=0, units=3, lowest=0.0, highest=100.0)
    told = share_told(row, "title", CLAUSE, 95, " in films")
    assert told == f"It is open whether {CLAUSE} in any of 3 titles in films"
    of_no = replace(row, highest=0.0)
    assert share_told(of_no, "title", CLAUSE, 95) == f"In 0 of 3 titles, {CLAUSE}"


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("act:strikes", " in which the teacher strikes pupils"),
        ("act:strikes kind:film", " in films in which the teacher strikes pupils"),
        (
            "act:tv strict:no",
            ' in which the teacher\'s acts include TV use and in which coders found no "Strict"',
        ),
        ("NOT act:praise", " (only where NOT act:praise)"),
        ("act:strikes,tv", " (only where act:strikes,tv)"),
        ("act:any", ' in which coders found at least one code of "Act"'),
    ],
)
def test_a_code_in_a_query_is_told_in_the_words_of_the_codebook(
    school: portrayals.Study, where: str, told: str
) -> None:
    sentence = school.stats("mood:gay", where=where).sentence
    assert sentence.startswith(f"In 1 of 1 portrayal{told}, coders found")


def test_every_code_that_is_asked_for_is_told_of_groups(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.apply(SENTENCES, tmp_path)
    for place, acts in enumerate(("strikes", "strikes,shouts", "praise")):
        teacher = study.portrayal(study.title(f"Film {place}", year=str(1989 + place)), "Ann")
        study.annotate(teacher, f"act={acts}", basis="watched")
    found = portrayals.open(study.target)
    assert found.stats("act:strikes,shouts", by="decade").sentence == (
        "The teacher strikes pupils in 1 of 1 portrayal in the 1980s and 1 of 2 in the 1990s. "
        "The teacher shouts at pupils in 0 of 1 and 1 of 2."
    )
    assert found.trend("act:strikes").sentence == (
        "The teacher strikes pupils in 1 of 1 portrayal in the 1980s and 1 of 2 in the 1990s. "
        "In 2 of 3 portrayals, the teacher strikes pupils."
    )


def test_codes_that_are_asked_for_are_told_in_one_sentence(school: portrayals.Study) -> None:
    assert school.stats("act:praise,strikes").sentence == (
        "In 1 of 1 portrayal, the teacher strikes pupils; in 0 of 1 portrayal, the teacher's acts "
        "include praise."
    )


def test_every_variable_that_is_asked_for_is_told(school: portrayals.Study) -> None:
    among = ' in which the teacher strikes pupils and in which coders found "Mood: Gay"'
    asked = ("act:strikes", "act:tv", "strict", "mood:gay")
    assert school.stats(*asked, where="act:strikes mood:gay").sentence == (
        f"In 1 of 1 portrayal{among}, the teacher strikes pupils. "
        f"In 1 of 1 portrayal{among}, the teacher's acts include TV use. "
        f"In 0 of 1 portrayal{among}, the teacher is strict. "
        f'In 1 of 1 portrayal{among}, coders found "Mood: Gay".'
    )


def in_films_and_series(study: Study, with_it: tuple[int, int], of_each: int) -> portrayals.Study:
    """Teachers of films and of series, of whom so many strike."""
    for kind, striking in zip(("film", "tv"), with_it, strict=True):
        for number in range(of_each):
            teacher = study.portrayal(study.title(f"{kind} {number}", kind=kind), "Ann")
            act = "strikes" if number < striking else "none"
            study.annotate(teacher, f"act={act}", basis="watched")
    return portrayals.open(study.target)


@pytest.mark.parametrize(
    ("with_it", "difference"),
    [
        ((4, 3), ": no clear difference (+10 percentage points; 95 % interval "),
        ((9, 1), ": a difference of +80 percentage points (95 % interval "),
        ((1, 9), ": a difference of -80 percentage points (95 % interval "),
    ],
)
def test_of_two_groups_it_is_told_whether_they_clearly_differ(
    tmp_path: Path, with_it: tuple[int, int], difference: str
) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.apply(SENTENCES, tmp_path)
    found = in_films_and_series(study, with_it, 10)
    compared = found.compare("act:strikes", where="kind:film", versus="kind:tv")
    assert difference in compared.sentence
    assert compared.clause == "the teacher strikes pupils"


def test_where_one_share_has_a_wide_range_the_range_of_each_is_told() -> None:
    narrow = replace(of(2, 12, "1990s"), lowest=15.0, highest=18.0)
    wide = replace(of(4, 16, "2000s"), lowest=20.0, highest=60.0)
    assert grouped([narrow, wide]).endswith(
        "2 of 12 relationships (17 %; possible range 15 to 18 %) in the 1990s and 4 of 16 (25 %; "
        "possible range 20 to 60 %) in the 2000s."
    )
    assert "range" not in grouped([narrow, narrow])


def test_what_is_counted_is_headed_by_the_words_of_the_codebook(school: portrayals.Study) -> None:
    told = render(school.trend("act:strikes")).splitlines()
    assert told[:2] == ["The teacher strikes pupils", "Act, Strikes: 1 portrayal"]
    assert render(school.trend("mood:gay")).startswith("Mood, Gay: 1 portrayal")


def test_where_all_that_are_known_have_it_the_others_are_told() -> None:
    some = replace(of(0, 0), known=7, units=7, lowest=100.0, highest=100.0, states={"not-coded": 2})
    told = share_told(some, "title", CLAUSE, 95, " in films")
    assert told == f"In all 7 that are known of 9 titles in films, {CLAUSE}"


@pytest.mark.parametrize(
    ("level", "where", "apart"),
    [
        ("title", "strict:no", True),
        ("title", "year:1990", False),
        ("portrayal", "strict:no", False),
    ],
)
def test_what_may_be_so_of_another_than_the_one_asked_for_is_told(
    school: portrayals.Study, level: str, where: str, apart: bool
) -> None:
    told = school.stats("act:strikes", where=where, level=level).sentence
    assert told.startswith("In 1 of 1 ")
    assert ("strikes pupils, in one portrayal or another." in told) is apart
    assert ("strikes pupils. " in f"{told} ") is not apart


def test_a_query_typed_after_a_variable_is_given_back_whole(school: portrayals.Study) -> None:
    with pytest.raises(UnknownKey) as error:
        school.stats("mood", "act:strikes", "year:1990..1999")
    assert str(error.value.hint).endswith("--where 'act:strikes year:1990..1999'")
