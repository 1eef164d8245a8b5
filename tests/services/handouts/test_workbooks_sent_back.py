"""A workbook that comes back says what a page would say, or which cell is wrong, and why."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from filled_workbooks import fill, handed_out, sent_back, typed
from pages import PageStudy, answer
from played import played
from study import copied
from workbooks import ods

from portrayals.errors import InvalidRows, InvalidValue, WouldChange
from portrayals.history.transaction import write
from portrayals.results.collecting import Collected
from portrayals.results.handout import Handout
from portrayals.services.handouts.collect import collect
from portrayals.services.handouts.hand_out import hand_out
from portrayals.services.study.undo import undo

RAFI = "prime/lisa-metzger/rafi"
SEAN = "shrinking/jimmy-laird/sean"
LISA = "prime/lisa-metzger"


class WorkbookStudy(PageStudy):
    """The same study, in which coders have workbooks."""

    def give(self, wave: str, *coders: str) -> None:
        """Gives out the workbooks of coders as the study is now."""

        def kept(given: Handout) -> tuple[str, int]:
            self.handouts[given.coder] = given
            return given.name, 0

        with write(self.target, actor="ana", command="hand out") as change:
            hand_out(change, coders, wave, kept, form="workbook")

    def take(self, path: Path, saved_at: str | None = None, **options: bool) -> Collected:
        """Collects a workbook, by ana, as if it was saved at another time."""
        file = sent_back(path)
        file = replace(file, saved_at=saved_at or file.saved_at)
        with write(self.target, actor="ana", command=f"coding collect {path.name}") as change:
            return collect(change, file, **options)


def filled(folder: Path) -> WorkbookStudy:
    made = WorkbookStudy(str(folder / "study.db"))
    made.fill(folder, "ben")
    return made


@pytest.fixture
def study(tmp_path: Path) -> WorkbookStudy:
    return copied(filled, tmp_path)


@pytest.fixture
def book(study: WorkbookStudy, tmp_path: Path) -> Path:
    return handed_out(study.handouts["ben"], tmp_path)


def told(path: Path) -> list[str]:
    return [each.told for each in sent_back(path).refused]


def meant(rows: Mapping[tuple[str, str], dict[str, object]], coder: str) -> dict[Any, Any]:
    """What a coder said, without whose it is."""
    names = ("unit", "variable", "state", "value", "doubtful", "basis", "complete", "note")
    places = ("code", "episode", "start", "end", "quote")
    return {
        slot: {name: row[name] for name in names}
        | {"evidence": [{name: piece[name] for name in places} for piece in row["evidence"]]}  # type: ignore[attr-defined]
        for slot, row in rows.items()
        if row["coder"] == coder
    }


def by_unit(random: Random, answers: Mapping[Any, dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers as a workbook can have them.

    Those about one unit have one basis and one note; a set is complete by its basis; evidence of a
    single value is that of the whole answer.
    """
    bases, notes = (None, "documented", "hearsay"), (None, "seen twice")
    units = {
        unit: {"basis": random.choice(bases), "note": random.choice(notes)} for unit, _ in answers
    }
    made = []
    for (unit, variable), each in answers.items():
        evidence = each.get("evidence", [])
        if variable != "act":
            evidence = [{**piece, "code": None} for piece in evidence]
        own = {**each, **units[unit], "complete": None, "evidence": evidence}
        made.append({name: value for name, value in own.items() if value is not None})
    return made


@pytest.mark.parametrize("seed", range(6))
def test_a_workbook_says_what_a_page_with_the_same_answers_says(
    study: WorkbookStudy, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    given = study.handouts["ben"]
    answers = by_unit(random, played(random, given))
    page = replace(given, form="page")
    with write(study.target, actor="ana", command="hand out") as change:
        hand_out(change, ["ben"], "main", lambda _: ("", 0))
    study.handouts["ben"] = page
    study.collect(study.saved("ben", *answers, basis="watched-in-part"))
    of_page = meant(study.answers(), "ben")
    path = fill(handed_out(given, tmp_path), given, answers, "watched-in-part")
    assert sent_back(path).refused == ()
    done = study.take(path)
    assert (done.new, done.changed, done.same) == (0, 0, len(answers))
    assert meant(study.answers(), "ben") == of_page
    assert len(of_page) == len(answers) > 4


def test_what_is_typed_differently_is_understood_where_it_can_mean_one_thing_only(
    book: Path,
) -> None:
    typed(
        book,
        {
            "Titles!D2": "GRAVE",
            "Therapists!D2": "43,5",
            "Therapists!D3": "Cannot-tell",
            "Relationships!F2": "x",
            "Relationships!E2": "Yes",
            "Relationships!H2": "MAYBE",
            "Relationships!L2": True,
            "Relationships!J3": "None",
            "Therapists!E2": "=1+1; n/a",
        },
    )
    file = sent_back(book)
    said = {(each.key, each.variable): each for each in file.answers}
    assert file.refused == ()
    assert said["prime", "tone"].codes == ("grave",)
    assert said[LISA, "age"].number == 43.5
    assert said["shrinking/jimmy-laird", "age"].state == "cannot-tell"
    assert (said[RAFI, "act"].codes, said[RAFI, "act"].doubtful) == (("flirting",), ("gift",))
    assert said[RAFI, "stays"].codes == ("yes",)
    assert said[SEAN, "act"].state == "none"
    assert said[LISA, "age"].cell == "Therapists!D2"
    assert len(file.blank) == 12 - len(file.answers)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"Titles!D2": "grvae"}, ['Titles!D2  "grvae" is not a code of tone (Grave?)']),
        ({"Titles!D2": "?"}, ['Titles!D2  "?" is not a code of tone (cannot tell?)']),
        ({"Therapists!D2": "old"}, ['Therapists!D2  "old" is not a number']),
        (
            {"Relationships!E2": "no"},
            [
                'Relationships!E2  "no" is neither yes nor maybe; leave it blank, or if nothing is '
                'there choose none in "Act: none or cannot tell"'
            ],
        ),
        (
            {"Relationships!F2": "mayb"},
            ['Relationships!F2  "mayb" is neither yes nor maybe (maybe?)'],
        ),
        ({"Relationships!K2": "nothing"}, ['Relationships!K2  "nothing" is not a code of warmth']),
        ({"Relationships!J2": "nothing"}, ['Relationships!J2  "nothing" is not a state of act']),
        (
            {"Relationships!F2": "yes", "Relationships!J2": "none"},
            ["Relationships!J2  act cannot be none and have codes too"],
        ),
        ({"Titles!F2": "seen"}, ['Titles!F2  "seen" is not a basis']),
        ({"Read me!B11": "heard"}, ['Read me!B11  "heard" is not a basis (hearsay?)']),
        (
            {"Titles!A2": "prim"},
            [
                'Titles!A2  "prim" is no key of this sheet (prime?)',
                "Titles  1 row is missing (deleted, or left out by a filter?): prime",
            ],
        ),
        (
            {"Titles!A3": "prime"},
            [
                "Titles!A3  prime has row 2, and this one again",
                "Titles  1 row is missing (deleted, or left out by a filter?): shrinking",
            ],
        ),
        (
            {"Titles!A3": None, "Titles!D3": "Grave"},
            [
                "Titles!A3  the key is missing",
                "Titles  1 row is missing (deleted, or left out by a filter?): shrinking",
            ],
        ),
        (
            {"Titles!D1": "Mood"},
            ['Titles!D1  the column is called "Mood"; when it was handed out it was Tone'],
        ),
        ({"Titles!D1": None}, ["Titles  the column Tone is missing"]),
        (
            {"Titles!G1": "Mine", "Titles!G2": "5"},
            ['Titles!G1  "Mine" was no column of the handout'],
        ),
        ({"Titles!B1": "Film"}, []),
        ({"Titles!E2": "why"}, ["Titles!E2  a note on no answer: nothing is coded in this row"]),
        ({"Evidence!A2": "prime"}, ["Evidence!B2  it is of nothing"]),
        (
            {"Evidence!A2": "prme", "Evidence!B2": "Tone"},
            ['Evidence!A2  "prme" is no key of this workbook (prime?)'],
        ),
        (
            {"Evidence!A2": "prime", "Evidence!B2": "Tones", "Evidence!F2": "!"},
            ['Evidence!B2  "Tones" is no question or code (Tone?)'],
        ),
        (
            {"Evidence!A2": "prime", "Evidence!B2": "Tone", "Evidence!F2": "!"},
            ["Evidence!B2  Tone is not answered for prime"],
        ),
        (
            {"Titles!D2": "Grave", "Evidence!A2": "prime", "Evidence!B2": "Tone"},
            ["Evidence!F2  it says neither where nor what"],
        ),
        (
            {
                "Titles!D2": "Grave", "Evidence!A2": "prime", "Evidence!B2": "Tone",
                "Evidence!D2": "soon",
            },
            ['Evidence!D2  "soon" is not a time'],
        ),
        (
            {
                "Relationships!F2": "yes", "Evidence!A2": RAFI, "Evidence!B2": "Act: Gift",
                "Evidence!F2": "!",
            },
            ["Evidence!B2  Act: Gift is not among the codes given"],
        ),
        ({"New people!C2": "Rita"}, ["New people!B2  it is blank"]),
        ({"New people!B2": "prime"}, ["New people!C2  the name is missing"]),
        (
            {"New people!B2": "prim", "New people!C2": "Rita"},
            ['New people!B2  "prim" is neither a title nor a person of this workbook (prime, '
                f"{LISA}?)"],
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_by_cell(
    book: Path, cells: dict[str, object], says: list[str]
) -> None:
    assert told(typed(book, cells)) == says


def test_a_sheet_that_is_deleted_is_told_and_takes_nothing_back(
    study: WorkbookStudy, book: Path
) -> None:
    study.take(typed(book, {"Titles!D2": "Grave", "Therapists!D2": 40}))
    workbook = openpyxl.load_workbook(book)
    for name in ("Titles", "Evidence", "Read me"):
        del workbook[name]
    workbook.save(book)
    assert told(book) == [
        f"{name}  the sheet is missing" for name in ("Read me", "Titles", "Evidence")
    ]
    with pytest.raises(InvalidRows):
        study.take(book)
    assert study.take(book, skip_bad=True).withdrawn == 0
    assert set(study.answers()) == {("prime", "tone"), (LISA, "age")}


def test_what_a_spreadsheet_made_of_a_cell_is_told_and_not_taken(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook["Titles"]["D2"] = "=1/0"
    workbook["Therapists"]["D2"].number_format = "yyyy-mm-dd"
    workbook["Therapists"]["D2"] = 45_000
    workbook["Relationships"].merge_cells("K2:K3")
    workbook["Relationships"]["K2"] = "Warm"
    workbook.save(book)
    assert told(book) == [
        "Titles!D2  is a formula without a result",
        'Therapists!D2  is a date or time to the spreadsheet, "2023-03-15"',
        "Relationships!K2  is one of several cells that are merged",
        "Relationships!K3  is one of several cells that are merged",
    ]
    unread = {("prime", "tone"), (LISA, "age"), (RAFI, "warmth"), (SEAN, "warmth")}
    assert not unread & {(each.key, each.variable) for each in sent_back(book).blank}


def test_rows_in_another_order_and_columns_moved_are_read_as_well(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Titles"]
    sheet["D2"] = "Grave"
    cells = [[sheet.cell(row, place).value for place in (4, 1, 2, 3, 5, 6)] for row in (1, 3, 2)]
    for row, values in enumerate(cells, 1):
        for place, value in enumerate(values, 1):
            sheet.cell(row, place).value = value
    sheet.insert_rows(1)
    workbook.save(book)
    file = sent_back(book)
    assert file.refused == ()
    assert [(each.key, each.codes, each.cell) for each in file.answers] == [
        ("prime", ("grave",), "Titles!A4")
    ]


def test_an_answer_that_was_collected_and_is_blank_now_is_withdrawn_and_told(
    study: WorkbookStudy, book: Path
) -> None:
    study.annotate(LISA, "remark=said elsewhere", actor="ben")
    first = study.take(typed(book, {"Titles!D2": "Grave", "Therapists!D2": 40}))
    assert (first.new, first.withdrawn) == (2, 0)
    then = study.take(typed(book, {"Titles!D2": None}))
    assert (then.same, then.withdrawn) == (1, 1)
    assert then.notices == (
        f"1 answer of {book} collected before and blank now: withdrawn. Titles!D2",
    )
    assert set(study.answers()) == {(LISA, "age"), (LISA, "remark")}
    before = study.changes()
    again = study.take(book)
    assert (again.new, again.changed, again.withdrawn, again.same) == (0, 0, 0, 1)
    assert study.changes() == before
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert set(study.answers()) == {("prime", "tone"), (LISA, "age"), (LISA, "remark")}
    assert study.take(book, force=True).withdrawn == 1


def test_what_was_saved_twice_within_a_second_is_withdrawn_like_any_other(
    study: WorkbookStudy, book: Path
) -> None:
    for cells in ({"Titles!D2": "Grave"}, {"Therapists!D2": 40}):
        study.take(typed(book, cells), saved_at="2025-11-30T14:02:11Z")
    typed(book, {"Therapists!D2": None})
    assert study.take(book, saved_at="2025-11-30T14:02:12Z").withdrawn == 1


def test_answers_that_a_page_gave_are_not_withdrawn_by_a_workbook(
    study: WorkbookStudy, book: Path
) -> None:
    PageStudy.give(study, "main", "ben")
    study.collect(study.saved("ben", answer(study, "prime", "tone", "grave")))
    assert study.take(typed(book, {"Therapists!D2": 40})).new == 1
    assert study.take(typed(book, {"Therapists!D2": 41})).changed == 1
    assert set(study.answers()) == {("prime", "tone"), (LISA, "age")}


def test_an_answer_where_a_question_is_not_asked_is_refused_at_its_cell(
    study: WorkbookStudy, book: Path
) -> None:
    typed(book, {"Relationships!J2": "none", "Relationships!K2": "Warm"})
    with pytest.raises(InvalidRows) as refused:
        study.take(book)
    [problem] = refused.value.problems
    assert (problem["cell"], problem["variable"]) == ("Relationships!K2", "warmth")


def test_people_who_are_missing_are_proposed_once(study: WorkbookStudy, book: Path) -> None:
    typed(
        book,
        {
            "New people!B2": "prime",
            "New people!C2": "Rita",
            "New people!E2": "friend",
            "New people!B3": "new-1",
            "New people!C3": "Her client",
            "New people!B4": LISA,
            "New people!C4": "A neighbour",
            "New people!F4": "twice",
        },
    )
    assert (study.take(book).proposed, study.take(book).proposed) == (3, 3)
    file = sent_back(book)
    assert [(each.level, each.name, each.role, each.note) for each in file.proposals] == [
        ("portrayal", "Rita", "friend", None),
        ("relationship", "Her client", None, None),
        ("relationship", "A neighbour", None, "twice"),
    ]
    assert file.proposals[1].above == file.proposals[0].id


def test_when_it_was_saved_is_what_the_workbook_says_else_when_the_file_was_written(
    book: Path,
) -> None:
    os.utime(book, (1_700_000_000, 1_700_000_000))
    assert sent_back(book).saved_at == "2023-11-14T22:13:20Z"
    saved = openpyxl.load_workbook(typed(book, {})).properties.modified
    os.utime(book, (1_700_000_000, 1_700_000_000))
    assert sent_back(book).saved_at == f"{saved:%Y-%m-%dT%H:%M:%SZ}"


def test_an_older_workbook_than_was_collected_is_refused(study: WorkbookStudy, book: Path) -> None:
    old = book.with_name("old.xlsx")
    old.write_bytes(book.read_bytes())
    os.utime(old, (1_700_000_000, 1_700_000_000))
    study.take(typed(book, {"Titles!D2": "Grave"}))
    with pytest.raises(WouldChange, match="before the answers of ben that were last collected"):
        study.take(old)


def test_a_copy_in_the_form_of_libreoffice_is_read_as_well(book: Path) -> None:
    typed(book, {"Titles!D2": "Grave", "Therapists!D2": 40})
    workbook = openpyxl.load_workbook(book)
    sheets = {each.title: list(each.iter_rows(values_only=True)) for each in workbook}
    file = sent_back(ods(book.with_suffix(".ods"), sheets))
    assert file.refused == ()
    assert file.answers == sent_back(book).answers


def test_a_workbook_whose_handout_was_altered_or_is_not_there_is_refused(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    data = workbook["portrayals"]
    data["A3"] = data["A3"].value.replace("Lisa", "Lise")
    workbook.save(book)
    with pytest.raises(InvalidValue, match="has lost part of its handout"):
        sent_back(book)
    data["A2"] = "2"
    workbook.save(book)
    with pytest.raises(InvalidValue, match="another version of the program"):
        sent_back(book)
    del workbook["portrayals"]
    workbook.save(book)
    with pytest.raises(InvalidValue, match="is a workbook, but not the one that was handed out"):
        sent_back(book)


@pytest.mark.postgresql
def test_a_server_takes_workbooks_and_what_is_blank_now_as_well(
    tmp_path: Path, empty_postgresql_url: str
) -> None:
    study = WorkbookStudy(empty_postgresql_url)
    study.fill(tmp_path, "ben")
    book = handed_out(study.handouts["ben"], tmp_path)
    assert study.take(typed(book, {"Titles!D2": "Grave", "Therapists!D2": 40})).new == 2
    assert study.take(typed(book, {"Titles!D2": None})).withdrawn == 1
    assert set(study.answers()) == {(LISA, "age")}
