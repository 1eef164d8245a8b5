"""A handout as a workbook: what a coder sees and may change, within what Excel takes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from handouts import category, couples, handout_of, question, unit

from portrayals.errors import InvalidValue
from portrayals.render.handout.conditions import in_words
from portrayals.render.handout.content import content
from portrayals.results.handout import Condition, Handout, HandoutVariable

ACT = question(
    "act",
    type_="multi",
    level="relationship",
    codes=(
        category("love", category("kiss"), category("date"), label="Love"),
        category("gift", definition="Anything given.", include="Flowers."),
    ),
    question="What do they do?",
)
WARMTH = question(
    "warmth",
    level="relationship",
    type_="ordinal",
    codes=(category("cold"), category("warm")),
    asked_when=["asks", "act", "multi", "any"],
)
AGE = question("age", level="portrayal", type_="number", minimum=0, maximum=120, measure="years")
TONE = question("tone", codes=(category("comic"), category("grave")))


VARIABLES = (TONE, AGE, ACT, WARMTH)


def given(*units: Any, variables: tuple[HandoutVariable, ...] = VARIABLES) -> Handout:
    made = handout_of(units or couples(2), variables=variables)
    return replace(made, form="workbook", level_names={"portrayal": "therapist"})


def opened(handout: Handout) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content(handout)))


def parts(handout: Handout) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content(handout))) as package:
        for name in package.namelist():
            yield name, package.read(name).decode()


def test_a_sheet_for_each_level_has_a_row_for_each_unit_and_a_column_for_each_question() -> None:
    book = opened(given())
    names = ["Read me", "Titles", "Therapists", "Relationships", "Evidence", "New people"]
    assert book.sheetnames == [*names, "Codebook", "Lists", "portrayals"]
    rows = list(book["Relationships"].iter_rows(values_only=True))
    assert rows[0] == (
        *("Key", "Title", "Therapist", "With", "Act: Love", "Act: Kiss", "Act: Date", "Act: Gift"),
        *("Act: none or cannot tell", "Warmth", "Note", "Basis"),
    )
    assert rows[1][:4] == ("client-0-0", "A film 1", "Therapist 1 (Somebody Known)", "Client 1.1")
    assert [row[0] for row in rows[1:]] == [f"client-{a}-{b}" for a in "01" for b in "01"]
    assert book["Relationships"].freeze_panes == "E2"
    assert [book[name].sheet_state for name in ("Lists", "portrayals")] == ["hidden", "veryHidden"]


def test_only_what_a_coder_answers_can_be_changed_and_no_password_is_needed_for_the_rest() -> None:
    book = opened(given())
    for sheet in book:
        assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    row = book["Relationships"][2]
    assert [cell.protection.locked for cell in row] == [True] * 4 + [False] * 8
    assert not book["Evidence"].column_dimensions["C"].protection.locked
    assert book["Evidence"]["A1"].protection.locked
    assert [cell.protection.locked for cell in book["New people"][2]] == [True] + [False] * 5


def test_what_a_column_asks_its_rules_and_when_it_is_asked_stand_in_the_note_on_its_name() -> None:
    head = opened(given())["Relationships"][1]
    notes = {cell.value: cell.comment.text for cell in head if cell.comment}
    assert notes["Act: Gift"] == "What do they do?\nAnything given.\nInclude: Flowers."
    assert notes["Warmth"] == "Only where Act has a code; else leave it blank."
    assert "A number from 0 to 120 (years)." in (opened(given())["Therapists"]["D1"].comment.text)


def test_every_list_is_a_range_of_filled_cells_and_no_cell_is_a_formula() -> None:
    handout = given()
    book = opened(handout)
    seen = 0
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            seen += 1
            name, _, area = rule.formula1.partition("!")
            assert name == "Lists"
            cells = [cell for row in book[name][area.replace("$", "")] for cell in row]
            assert cells
            assert all(isinstance(cell.value, str) and len(cell.value) <= 255 for cell in cells)
            assert max(len(rule.errorTitle), len(rule.error)) <= 225
        assert len(sheet.title) <= 31
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not isinstance(cell.value, str) or len(cell.value) <= 32_767
    assert seen == 15
    sheets = [text for name, text in parts(handout) if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 9
    assert not any(re.search(r"<f[ >]", text) for text in sheets)


@pytest.mark.parametrize("name", ["=1+1", "+CMD", "@SUM(A1)", "-3"])
def test_a_name_that_looks_like_a_formula_is_text(name: str) -> None:
    film = unit("film", "title", None, name)
    cell = opened(given(film, variables=(TONE,)))["Titles"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", name != "-3")


def test_a_handout_of_any_size_is_inside_in_pieces_that_excel_takes() -> None:
    handout = given(*couples(150, name="A _x0041_ 'film' ünd 映画"))
    cells = [row[0] for row in opened(handout)["portrayals"].iter_rows(values_only=True)]
    assert len(cells) > 4
    assert max(map(len, cells)) <= 32_767
    assert all(cell.isascii() and " " not in cell and "_x" not in cell for cell in cells[1:])


def test_the_same_handout_gives_the_same_workbook_byte_for_byte() -> None:
    assert content(given()) == content(given())
    told = "".join(text for name, text in parts(given()) if name == "docProps/custom.xml")
    assert all(each in told for each in ("main", "ana", "therapist-boundaries", given().sha256))


def test_a_page_and_a_workbook_are_two_handouts() -> None:
    assert given().sha256 != replace(given(), form="page").sha256


def test_a_codebook_with_too_many_columns_is_refused_with_the_sheet_and_the_page_named() -> None:
    shipped = replace(handout_of(couples(1)), form="workbook")
    with pytest.raises(
        InvalidValue, match="its sheet Relationships would have 178 columns"
    ) as told:
        content(shipped)
    assert told.value.hint == "the HTML page has no such limit: -o ana-main.html"


def test_the_core_of_that_codebook_fits() -> None:
    core = replace(handout_of(couples(1), codebook="therapist-boundaries-core"), form="workbook")
    assert len(opened(core)["Relationships"][1]) == 40


def test_forty_columns_are_taken_and_one_more_is_not() -> None:
    many = tuple(question(f"q{number}") for number in range(35))
    assert len(opened(given(variables=many))["Titles"][1]) == 40
    with pytest.raises(InvalidValue, match="41 columns"):
        content(given(variables=(*many, question("more"))))


def test_training_and_nothing_to_code_are_refused() -> None:
    with pytest.raises(InvalidValue, match="not for training"):
        content(replace(given(), purpose="training"))
    with pytest.raises(InvalidValue, match="nothing is asked of what is assigned to ana"):
        content(given(unit("film", "title", None, "A film"), variables=(AGE,)))


def test_what_a_changed_rule_touches_of_each_unit_is_for_a_page() -> None:
    units = tuple(replace(each, variables=("age",)) for each in given().units)
    with pytest.raises(InvalidValue, match="asks the same of all units"):
        content(replace(given(), units=units))


def test_names_that_are_the_same_have_their_keys_and_sheets_have_names_that_excel_takes() -> None:
    twice = tuple(
        question(key, label="Title", codes=(category("a", label="Cannot tell"),)) for key in "ab"
    )
    handout = replace(given(variables=twice), level_names={"title": "film/series: [all of them]"})
    sheet = opened(handout).worksheets[1]
    assert sheet.title == "Film series   all of them s"
    assert [cell.value for cell in sheet[1]][3:5] == ["Title", "Title [b]"]
    offered = [row[1] for row in opened(handout)["Lists"].iter_rows(max_row=2, values_only=True)]
    assert offered == ["Cannot tell [a]", "cannot tell"]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (["asks", "act", "multi", "any"], "Act has a code"),
        (["asks", "tone", "nominal", "any"], "Tone has an answer"),
        (["asks", "act", "multi", "none"], "Act is none"),
        (["has", "act", "multi", ["love", "kiss"], [], {"love": ["kiss"]}], "Act is Love"),
        (["has", "act", "multi", ["kiss", "date", "gift"], [], {}], "Act is Kiss, Date or Gift"),
        (["between", "age", 18, None], "Age is 18 or more"),
        (["between", "age", None, 18], "Age is 18 or less"),
        (["between", "age", 12, 18], "Age is from 12 to 18"),
        (["between", "age", 18, 18], "Age is 18"),
        (["not", ["asks", "act", "multi", "none"]], "it is not so that Act is none"),
        (["fact", 0], "the codebook asks it"),
        (
            ["and", ["or", ["between", "age", 18, None], ["asks", "act", "multi", "none"]],
             ["has", "tone", "nominal", ["grave"], [], {}]],
            "(Age is 18 or more or Act is none) and Tone is Grave",
        ),
        (
            ["and", ["not", ["ruled-out", ["asks", "act", "multi", "any"]]],
             ["has", "warmth", "ordinal", ["cold"], [], {}]],
            "Warmth is Cold",
        ),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_words(condition: Condition, words: str) -> None:
    assert in_words(condition, VARIABLES) == words
