"""A sheet that was coded without a codebook → a draft: what each column is taken for."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portrayals.codebook.columns import MOST_TEXTS
from portrayals.codebook.draft import Draft, Drafted, draft
from portrayals.codebook.load import load
from portrayals.codebook.model import Variable
from portrayals.exchange.sheets import open_sheet
from portrayals.results.sheets import SheetRow


def drafted(headers: Sequence[str], rows: Sequence[Sequence[str]], **chosen: list[str]) -> Draft:
    """The draft of a sheet; its YAML is a sound codebook with the same variables."""
    made = draft(headers, rows, key="study", level="title", source="study.csv", **chosen)
    if made.drafted:
        read = load(made.book.document)
        assert [(v.key, v.label, v.level, v.type) for v in read.variables] == [
            (v.key, v.label, v.level, v.type) for v in made.book.variables
        ]
        assert [[(c.key, c.label) for c in v.codes] for v in read.variables] == [
            [(c.key, c.label) for c in v.codes] for v in made.book.variables
        ]
    return made


def column(*cells: str, header: str = "Tone") -> Drafted:
    """What one column becomes, in a sheet that has nothing else."""
    [only] = drafted([header], [[cell] for cell in cells]).drafted
    return only


def codes(variable: Variable) -> list[tuple[str, str]]:
    return [(code.key, code.label) for code in variable.codes]


@pytest.mark.parametrize(
    "cells",
    [
        ("yes", "no", "YES", "No"),
        ("TRUE", "FALSE", "NULL"),
        ("0", "1", "0", "NA"),
        ("y", "n", "N", "nan"),
        ("True", "False", "#N/A", "n/a"),
    ],
)
def test_two_words_for_yes_and_no_are_a_boolean_and_the_missing_do_not_matter(
    cells: tuple[str, ...],
) -> None:
    found = column(*cells * 3)
    assert found.variable.type == "boolean"
    assert found.guess.doubts == ()


def test_a_maybe_among_yes_and_no_is_told_as_a_state() -> None:
    cells = ["yes"] * 31 + ["no"] * 80 + ["maybe"] * 4 + [""] * 5
    found = column(*cells, header="dating")
    assert found.variable.type == "boolean"
    assert str(found.doubtful).startswith(
        "col 1 dating: no 80, yes 31, maybe 4, empty 5 → boolean?"
    )
    assert found.guess.doubts == ('"maybe" (4 cells): did the coder mean cannot-tell?',)


def test_a_few_cells_that_are_neither_yes_nor_no_are_told() -> None:
    found = column(*["yes"] * 20, *["no"] * 20, "partly")
    assert found.variable.type == "boolean"
    assert found.guess.doubts == ('"partly": neither yes nor no',)
    assert column(*["yes"] * 5, *["no"] * 5, *["partly"] * 5).variable.type == "nominal"


@pytest.mark.parametrize("mark", ["x", "TRUE", "1"])
def test_a_mark_or_nothing_is_a_boolean_whose_blanks_are_asked_about(mark: str) -> None:
    found = column(mark, "", "", mark)
    assert found.variable.type == "boolean"
    assert "does an empty cell mean no" in found.guess.doubts[0]


def test_numbers_are_a_number_and_a_short_scale_may_be_an_ordinal() -> None:
    many = column(*map(str, [3, 1, 4, 15, 92, 65, 35, 89, 7]))
    assert many.variable.type == "number"
    assert (many.variable.minimum, many.guess.doubts, many.guess.advice) == (None, (), ())
    scale = column(*"3142513243")
    assert scale.variable.type == "number"
    assert "ordinal?" in scale.guess.advice[0]


def test_a_few_texts_among_numbers_are_told() -> None:
    found = column(*map(str, range(10, 30)), "several", "several")
    assert found.variable.type == "number"
    assert found.guess.doubts == ("several 2: not a number",)


def test_two_numbers_that_are_not_0_and_1_are_codes_without_a_label() -> None:
    found = column(*"1212221")
    assert found.variable.type == "nominal"
    assert "what do they mean" in found.guess.doubts[0]


def test_few_texts_that_repeat_are_a_nominal_with_the_cells_as_labels() -> None:
    found = column(*["No Talk"] * 3, *["OK"] * 5, *["men_only"] * 2, header="CLEAN_TEST")
    assert found.variable.type == "nominal"
    assert (found.variable.key, found.variable.label) == ("clean-test", "CLEAN_TEST")
    assert codes(found.variable) == [("ok", "OK"), ("no-talk", "No Talk"), ("men-only", "men_only")]
    assert found.guess.doubts == ()


def test_spellings_of_one_code_are_one_and_told() -> None:
    found = column(*["END"] * 5, *["End"] * 2, *["LEFT"] * 3)
    assert codes(found.variable) == [("end", "END"), ("left", "LEFT")]
    assert found.guess.doubts == ('"END", "End": treated as one',)


def test_texts_with_the_same_slug_are_different_codes() -> None:
    found = column(*["C++", "C", "+", "-1", "1"] * 3)
    assert codes(found.variable) == [
        ("c-plus-plus", "C++"),
        ("c", "C"),
        ("plus", "+"),
        ("minus-1", "-1"),
        ("1", "1"),
    ]


def test_signs_that_tell_labels_apart_are_words_in_their_keys() -> None:
    ages = column(*["18+"] * 4, *["18"] * 3, *["<18"] * 2, *["≥65", "≤5", ">99", "50%"] * 2)
    assert codes(ages.variable) == [
        ("18-or-more", "18+"),
        ("18", "18"),
        ("under-18", "<18"),
        ("65-or-more", "≥65"),
        ("5-or-less", "≤5"),
        ("over-99", ">99"),
        ("50-percent", "50%"),
    ]
    grades = column(*["A-"] * 4, *["A"] * 3, *["A+"] * 2)
    assert codes(grades.variable) == [("a-minus", "A-"), ("a", "A"), ("a-plus", "A+")]


def test_no_key_is_the_label_of_another_code() -> None:
    found = column(*["1 / 2"] * 3, *["1-2"] * 2, *["b!"] * 4, *["B"] * 2)
    assert codes(found.variable) == [("b-2", "b!"), ("1-2-2", "1 / 2"), ("1-2", "1-2"), ("b", "B")]


def test_a_last_class_that_is_open_makes_codes_of_numbers() -> None:
    found = column(*"0120120120", "3+", "3+")
    assert found.variable.type == "nominal"
    assert ("3-or-more", "3+") in codes(found.variable)


@pytest.mark.parametrize(
    ("cells", "kind", "told"),
    [
        ([*"0101100", "9", "9"], "boolean", "9 (2 cells)"),
        ([*"0101100", "-9"], "boolean", "-9 (1 cell)"),
        ([*"1212211", "9", "9"], "nominal", "9 (2 cells)"),
        ([*"12345123", "9"], "number", "9 (1 cell)"),
        ([*"12345123", "8", "9"], "number", "8 (1 cell), 9 (1 cell)"),
        (["23", "61", "47", "99", "-9"], "number", "99 (1 cell), -9 (1 cell)"),
        (["95", "61", "47", "20", "99", "99"], "number", "99 (2 cells)"),
        (["5", "12", "40", "999"], "number", "999 (1 cell)"),
        (["5", "12", "40", "-99"], "number", "-99 (1 cell)"),
        (["comic", "grave", "99"] * 3, "nominal", "99 (3 cells)"),
    ],
)
def test_a_number_for_no_answer_is_asked_about(cells: list[str], kind: str, told: str) -> None:
    found = column(*cells)
    assert found.variable.type == kind
    assert f"{told}: missing? Then import with --value VARIABLE:" in str(found.doubtful)
    assert not {code.key for code in found.variable.codes} & {"9", "99", "minus-9"}


@pytest.mark.parametrize(
    "cells",
    [
        ["10", *"987654321"],
        [*"987654321"],
        ["-2", "-1", "0", "1", "2"],
        ["-1", "0", "1", "0"],
        ["97", "98", "96", "99"],
        ["95", "80", "97", "99"],
        ["50", "99", "150"],
        ["District 9", "Nine"] * 3,
        [*map(str, range(2000, 0, -1))],
    ],
)
def test_a_number_like_others_is_not_asked_about(cells: list[str]) -> None:
    assert "missing?" not in str(column(*cells).doubtful)


@pytest.mark.parametrize(
    ("cells", "steps"),
    [
        ([*"3142513243"], "1 to 5"),
        ([*map(str, range(1, 11))] * 2, "1 to 10"),
        ([*"123499"], "1 to 4"),
    ],
)
def test_a_short_scale_may_be_a_rating_or_codes(cells: list[str], steps: str) -> None:
    doubt = f"{steps}: a count, a rating (ordinal) or codes (nominal)?"
    assert doubt in column(*cells).guess.doubts


def test_digits_that_a_number_would_lose_stay_text() -> None:
    long = column(*(f"9780306406157{n:03}" for n in range(3)))
    assert long.variable.type == "text"
    assert "more than 15 digits" in long.guess.doubts[0]
    assert column(*map(str, range(20, 60)), "9780306406157001").variable.type == "text"
    places = column("02138", "00501", "10001")
    assert places.variable.type == "text"
    assert "leading zeros" in places.guess.doubts[0]
    repeated = column(*["01", "02", "10"] * 3)
    assert codes(repeated.variable) == [("01", "01"), ("02", "02"), ("10", "10")]
    some = column("7", "05", "12", "31")
    assert some.variable.type == "number"
    assert some.guess.doubts[0].startswith("05: a number loses its zeros")


def test_decimal_commas_are_numbers_and_doubtful_ones_are_asked_about() -> None:
    ratings = column("3,5", "4,0", "2,25", "10")
    assert ratings.variable.type == "number"
    assert '"3,5": a decimal comma, or several codes (multi)?' in ratings.guess.doubts
    money = column("1,234", "12,500", "990")
    assert money.guess.doubts[0].startswith('"1,234" is 1234 or 1.234? Import with --decimal comma')
    assert column(*["1,2", "2,4", "4", "1", "2"] * 4, "1,2,4").variable.type == "multi"


def test_values_split_by_semicolons_or_commas_that_repeat_are_a_multi() -> None:
    semicolons = column("gift; hug", "hug", "gift", "gift;touch", "touch;hug")
    assert semicolons.variable.type == "multi"
    assert {key for key, _ in codes(semicolons.variable)} == {"gift", "hug", "touch"}
    assert semicolons.guess.doubts == ()
    commas = column("gift, hug", "hug", "gift", "gift,touch", "touch,hug")
    assert commas.variable.type == "multi"
    assert commas.guess.advice == ('import table with --split ","',)
    assert "belong to them" in commas.guess.doubts[0]


def test_values_between_different_marks_are_values_of_one_column() -> None:
    cells = ["gift; hug", "hug", "gift", "gift / touch", "touch,hug", "Gift & hug;touch", "touch"]
    found = column(*cells * 3)
    assert {key for key, _ in codes(found.variable)} == {"gift", "hug", "touch"}
    assert found.guess.counts == '12 cells with several values split at ";", "/", ",", "&"'
    assert found.guess.advice == (
        'import table with --split ";" --split "/" --split "," --split "&"',
    )


def test_a_slash_separates_values_that_also_stand_alone_and_is_asked_about() -> None:
    found = column("comedy/drama", "comedy", "drama", "comedy", "drama/comedy")
    assert codes(found.variable) == [("comedy", "comedy"), ("drama", "drama")]
    assert found.guess.doubts == ('does "/" separate values, or belong to them?',)
    lone = column(*["comedy/drama", "comedy"] * 4)
    assert (lone.variable.type, len(lone.variable.codes)) == ("nominal", 2)


def test_a_mark_within_labels_is_part_of_them_where_another_separates() -> None:
    cells = ["Dating, current client; Gift", "Dating, former client", "Gift", "Dating"]
    found = column(*cells * 3)
    assert [label for _, label in codes(found.variable)] == [
        *("Gift", "Dating, current client", "Dating, former client", "Dating"),
    ]


def test_a_comma_within_labels_splits_nothing() -> None:
    found = column(*["Dating, current client", "Dating, former client"] * 6)
    assert found.variable.type == "nominal"
    assert len(found.variable.codes) == 2


def test_many_texts_are_text_and_those_that_repeat_are_told() -> None:
    notes = [f"A long remark about scene {n}, what was said in it, and by whom" for n in range(30)]
    assert column(*notes, header="Notes").variable.type == "text"
    outcome = [*["harmed"] * 20, *["mixed"] * 10, *(f"other {n}" for n in "abcdefghi")]
    found = column(*outcome)
    assert found.variable.type == "text"
    assert str(found.doubtful).startswith(
        "col 1 Tone: 11 different texts, 9 of them only once → text?"
    )


@pytest.mark.parametrize(
    ("header", "cells", "reason"),
    [
        ("Film", ["Prime", "Bliss", "Shrinking"], "names"),
        ("Of whom", ["Lisa", "Rafi", "Ben", "Ann", "Gus", "Ida"], "names?"),
        ("IMDb", ["tt0387514", "tt0460649", "tt1234567"], "identifiers"),
        ("Page", ["https://example.org/a", "http://example.org/b", "www.example.org"], "addresses"),
        ("Year", ["1990", "1991", "1990"], "years"),
        ("n", ["1", "2", "3", "4"], "numbers the rows"),
        ("Where", ["S01E01", "s1e2", "S10E11"], "episodes"),
        ("Seen on", ["2020-01-31", "31.1.2020", "Sep-63"], "dates"),
        ("genre", ["comedy", "drama", "comedy", "drama"], "import table takes by its header"),
        ("Countries", ["US", "France", "US", "France"], "import table takes by its header"),
        ("Performer", ["Ann", "Eve", "Ann", "Eve"], "a field of the catalogue"),
        ("Coder", ["ana", "bea", "ana", "bea"], "a field of the catalogue"),
        ("Void", ["", "NA", "NULL"], "empty"),
    ],
)
def test_columns_that_identify_a_unit_are_left_out_with_the_reason(
    header: str, cells: list[str], reason: str
) -> None:
    rows = [[cell, tone] for cell, tone in zip(cells, "ababab", strict=False)]
    made = drafted([header, "Tone"], rows)
    [left] = made.left_out
    assert left.header == header
    assert reason in left.reason
    assert f'#   col 1 "{header}": {left.reason}' in made.book.document


@pytest.mark.parametrize("header", ["PERSON", "Waves", "Title"])
def test_a_column_of_yes_and_no_is_a_variable_whatever_it_is_called(header: str) -> None:
    assert column(*"0101001", header=header).variable.type == "boolean"


def test_columns_may_be_skipped_or_chosen() -> None:
    headers, rows = ["genre", "Tone", "Pace"], [["a", "b", "c"]] * 4
    assert [v.label for v in drafted(headers, rows, skip=["Tone"]).book.variables] == ["Pace"]
    made = drafted(headers, rows, only=["genre", "Pace"])
    assert [(v.key, v.label) for v in made.book.variables] == [
        ("genre-coded", "genre"),
        ("pace", "Pace"),
    ]
    assert made.left_out == ()


def test_r7_a_word_for_a_state_is_no_code_and_says_which_state_it_is() -> None:
    cells = [*["comic"] * 9, *["grave"] * 9, *["Unclear", "none", "N.A.", "unknown"] * 2]
    found = column(*cells)
    assert codes(found.variable) == [("comic", "comic"), ("grave", "grave")]
    assert found.guess.doubts == (
        '"Unclear" (2 cells): did the coder mean cannot-tell?',
        '"none" (2 cells): none of the codes, in a multi; in other types make it a code with '
        "a different key",
        '"N.A." (2 cells): did the coder mean not-applicable?',
        '"unknown" (2 cells): did the coder mean cannot-tell?',
    )


def test_a_state_by_its_own_name_is_not_doubtful() -> None:
    found = column(*["yes", "no", "cannot-tell", "Not-applicable"] * 2)
    assert (found.variable.type, found.guess.doubts) == ("boolean", ())


def test_the_draft_counts_in_comments_and_marks_what_is_doubtful() -> None:
    made = drafted(["Tone", "Dating"], [["comic", "yes"], ["grave", "no"]] * 2 + [["comic", "?"]])
    assert made.book.document.splitlines()[2:] == [
        "codebook: study",
        'version: "0.1"',
        "label: Study",
        "",
        "variables:",
        "  # col 1: comic 3, grave 2",
        "  - key: tone",
        "    label: Tone",
        "    level: title",
        "    type: nominal",
        "    codes:",
        "      - {key: comic, label: comic}  # 3",
        "      - {key: grave, label: grave}  # 2",
        "",
        "  # col 2: yes 2, no 2, ? 1",
        '  # Check this first: "?" (1 cell): did the coder mean cannot-tell?',
        "  - key: dating",
        "    label: Dating",
        "    level: title",
        "    type: boolean",
    ]


@pytest.mark.slow
def test_the_room_a_draft_takes_does_not_grow_with_the_rows() -> None:
    def rows(number: int) -> Iterator[list[str]]:
        return ([f"some remark {n}", str(n * 7), f"a{n};b{n % 3}"] for n in range(number))

    def most(number: int) -> int:
        tracemalloc.start()
        made = draft(["Text", "Count", "Set"], rows(number), key="k", level="title", source="s")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert made.rows == number
        assert [v.type for v in made.book.variables] == ["number"]
        assert [each.header for each in made.left_out] == ["Text", "Set"]
        return peak

    most(1000)
    assert most(20_000) < 1.2 * most(4 * MOST_TEXTS)


def test_codes_are_found_in_sets_that_are_hardly_ever_the_same() -> None:
    cells = [
        ";".join(f"code {n}" for n in range(12) if number >> n & 1) for number in range(1, 3000)
    ]
    found = column(*cells)
    assert found.variable.type == "multi"
    assert len(found.variable.codes) == 12


SAMPLED = st.sampled_from(
    [
        "yes",
        "no",
        "1",
        "0",
        "x",
        "",
        "NULL",
        "none",
        "maybe",
        "a;b",
        "b",
        "A",
        "2011",
        "#",
        "“",
        "no-",
        "ʼ",
    ]
)
CELLS = SAMPLED | st.text(max_size=12)


@settings(deadline=None, max_examples=examples(200), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_in_a_sheet_the_draft_is_a_sound_codebook(data: st.DataObject) -> None:
    headers = data.draw(st.lists(CELLS, min_size=1, max_size=4))
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), max_size=12)
    )
    only = data.draw(st.sampled_from([[], headers]))
    drafted(headers, rows, only=only)


#: By sheet: how many variables, and what some columns are taken for.
SHEETS = {
    "media_bob_ross/elements-by-episode.csv": (67, {"apple-frame": "boolean", "person": "boolean"}),
    "media_scooby_doo/scoobydoo.csv": (
        68,
        {
            "caught-fred": "boolean",
            "trap-work-first": "boolean",
            "monster-type": "multi",
            "setting-terrain": "nominal",
            "suspects-amount": "number",
            "if-it-wasnt-for": "text",
        },
    ),
    "media_bechdel_538/movies.csv": (
        12,
        {"clean-test": "nominal", "test": "nominal", "budget": "number"},
    ),
    "media_avengers/avengers.csv": (16, {"gender": "nominal", "current": "boolean"}),
    "media_mad_men/show-data.csv": (13, {"status": "nominal", "show-end": "number"}),
    "clustered_ohio/ohio.csv": (3, {"resp": "boolean", "smoke": "boolean", "age": "number"}),
}


@pytest.mark.cases
@pytest.mark.parametrize("sheet", SHEETS)
def test_real_sheets_are_drafted_as_a_researcher_would(sheet: str, cases: Path) -> None:
    with open_sheet(str(cases / sheet)) as found:
        rows = [row.cells for row in found.rows if isinstance(row, SheetRow)]
        made = drafted(found.columns, rows)
    variables, some = SHEETS[sheet]
    assert len(made.book.variables) == variables
    types = {variable.key: variable.type for variable in made.book.variables}
    assert {key: types[key] for key in some} == some


@pytest.mark.cases
def test_the_nulls_of_a_real_boolean_are_counted_apart(cases: Path) -> None:
    with open_sheet(str(cases / "media_scooby_doo/scoobydoo.csv")) as found:
        rows = [row.cells for row in found.rows if isinstance(row, SheetRow)]
        made = drafted(found.columns, rows, only=["caught_fred"])
    assert "# col 18: FALSE 252, TRUE 132, NULL 218\n" in made.book.document
