"""Wide tables: whose rows and columns are told in many ways, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sheet_study import SheetStudy

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.exchange.sheets import open_sheet
from portrayals.history.transaction import Change
from portrayals.render.importing import plan_lines
from portrayals.render.terminal import Screen
from portrayals.services.importing.ending import ImportPolicy
from portrayals.services.importing.table import import_table
from portrayals.services.importing.table_map import TableMap, read_map, written_map

Write = Callable[..., Path]

MEANT = ("themes:l=love", "themes:DEAD=death")
CODES = ("themes:love=a", "themes:death=b", "themes:money=c")


def values(study: SheetStudy, coder: str = "ana") -> dict[tuple[str, str], str]:
    """Values by unit and variable."""
    return {(u, v): value for u, v, c, value in study.said() if c == coder}


@pytest.mark.parametrize(
    ("header", "row", "options"),
    [
        ("Film,themes", "Prime,love;death", {}),
        ("Film,Themes", 'Prime,"Death, or loss; LOVE"', {}),
        ("Film,T", "Prime,love|death", {"var": ("themes=T",), "split": ("|",)}),
        ("Film,T", "Prime,L+dead", {"var": ("themes=T",), "split": ("+",), "value": MEANT}),
        ("Film,love,death,money", "Prime,1,1,0", {}),
        ('Film,Love,Money,"Death, or loss"', "Prime,TRUE,FALSE,true", {}),
        ("Film,love,death,money", "Prime,x,x,", {}),
        ("Film,love,death,money", "Prime,x,x,NULL", {}),
        ("Film,a,b,c", "Prime,y,✓,n", {"var": CODES}),
        ("Film,love,death,money", "Prime,2,2,0", {"value": ("themes:2=yes",)}),
    ],
)
def test_a_set_is_one_cell_or_a_column_a_code(
    study: SheetStudy, sheet: Write, header: str, row: str, options: dict[str, Any]
) -> None:
    done = study.take_table(sheet(header, row), **options)
    assert done.made == {"titles": 1}
    assert values(study) == {("prime", "themes"): "love;death"}


def test_where_a_row_is_a_title_its_name_is_the_title(study: SheetStudy, sheet: Write) -> None:
    study.take_table(sheet("Film,themes", "Prime,love"), name=None, title="Film")
    assert values(study) == {("prime", "themes"): "love"}
    with pytest.raises(InvalidValue, match="--name and --title are both"):
        study.take_table(sheet("Film,themes", "Prime,love"), name="Film", title="Film")


def test_marks_may_say_none_or_maybe_and_not_half_a_set(study: SheetStudy, sheet: Write) -> None:
    head = "Film,love,death,money"
    study.take_table(sheet(head, "A,0,0,0", "B,?,1,maybe", "C,,,", "D,NULL,NULL,NULL"))
    assert values(study) == {
        ("a", "themes"): "none",
        ("b", "themes"): "death;maybe:love;maybe:money",
    }
    assert study.units() == ["a", "b", "c", "d"]
    problems = study.refused(lambda: study.take_table(sheet(head, "E,1,0,", "F,1,2,0")))
    assert [(each["line"], each["column"]) for each in problems] == [(2, "money"), (3, "death")]


def test_codes_without_a_column_are_told(study: SheetStudy, sheet: Write) -> None:
    notices: list[str] = []
    study.change(lambda change: notices.extend(take_with_notices(change, sheet)))
    assert "Codes without a column count as not found: themes:money." in notices
    assert "Columns not used: Colour." in notices
    assert any("an empty cell counts as not found" in each for each in notices)


def take_with_notices(change: Change, sheet: Write) -> list[str]:
    file = sheet("Film,love,death,Colour", "Prime,x,,red", "Tom &amp; Ann,,x,")
    with open_sheet(str(file)) as opened:
        import_table(change, opened, TableMap(level="title", name="Film"), ImportPolicy())
    assert any("HTML" in each for each in change.notices)
    return list(change.notices)


def test_cells_are_keys_labels_and_states(study: SheetStudy, sheet: Write) -> None:
    file = sheet(
        "Film,Year,tone,Seen,stars,minutes,remark",
        'A,2001,"Grave; or sad",1,HIGH,90,"=x"',
        "B,NULL,COMIC,no,low,NA,NA",
        "C,,cannot-tell,T,High,1e2,",
        "D,2004,not-coded,N/A,unavailable,not-applicable,none so far",
    )
    study.take_table(file, year="Year")
    assert values(study) == {
        ("a", "tone"): "grave",
        ("a", "seen"): "yes",
        ("a", "stars"): "high",
        ("a", "minutes"): "90",
        ("a", "remark"): "'=x",
        ("b", "tone"): "comic",
        ("b", "seen"): "no",
        ("b", "stars"): "low",
        ("b", "remark"): "NA",
        ("c", "tone"): "cannot-tell",
        ("c", "seen"): "yes",
        ("c", "stars"): "high",
        ("c", "minutes"): "100",
        ("d", "stars"): "unavailable",
        ("d", "minutes"): "not-applicable",
        ("d", "remark"): "none so far",
    }
    assert [row["year"] for row in study.described("titles")] == [2001, None, None, 2004]


def test_one_sheet_a_coder_or_a_column_for_whom(study: SheetStudy, sheet: Write) -> None:
    mine = sheet("Film,tone", "Prime,comic")
    study.take_table(mine, coder="ben", basis="watched", wave="main")
    study.take_table(mine)
    both = sheet("Film,Who,seen", "Prime,ana,yes", "Prime,BEN ,no")
    study.take_table(both, coder_column="Who")
    assert values(study) == {("prime", "tone"): "comic", ("prime", "seen"): "yes"}
    assert values(study, "ben") == {("prime", "tone"): "comic", ("prime", "seen"): "no"}
    assert ("ben", "watched") in study.said("coder", "basis")
    with pytest.raises(PortrayalsError, match="1 of 1"):
        study.take_table(sheet("Film,Who,seen", "Prime,cleo,yes"), coder_column="Who")
    done = study.take_table(
        sheet("Film,Who,seen", "Prime,cleo,yes"), coder_column="Who", create=True
    )
    assert done.made == {"coders": 1}


def test_rows_have_one_coder_by_an_option_or_by_a_column(study: SheetStudy, sheet: Write) -> None:
    both = sheet("Film,Who,seen", "Prime,ana,yes", "Prime,ben,no")
    with pytest.raises(InvalidValue, match="--coder ben is the coder of all rows"):
        study.take_table(both, coder="ben", coder_column="Who")
    by_row = TableMap(level="title", name="Film", coder_column="Who")
    assert TableMap(coder="ben").over(by_row).coder_column is None
    assert TableMap(coder_column="Who").over(TableMap(coder="ben")).coder is None
    assert TableMap(name="Film").over(by_row) == by_row


def test_what_is_the_same_for_all_rows_is_no_column(study: SheetStudy, sheet: Write) -> None:
    file = sheet("S,E,pace", "1,1,slow", "1,2,quick")
    of = {"level": "episode", "season": "S", "number": "E", "title": "=Show", "name": None}
    study.take_table(file, ids=("imdb==tt0386676",), coder_column="=ben", **of)
    assert [row["ids"] for row in study.described("titles")] == [{"imdb": "tt0386676"}]
    assert {who for (who,) in study.said("coder")} == {"ben"}


def test_people_relationships_and_episodes_are_made_and_found(
    study: SheetStudy, sheet: Write
) -> None:
    people = sheet("Film,Person,Actor,Age", "Prime,Lisa,Meryl Streep,56", "Prime,Rita,,70")
    mapping: dict[str, Any] = {
        "level": "portrayal",
        "title": "Film",
        "name": "Person",
        "performer": "Actor",
    }
    assert study.take_table(people, **mapping).made == {"titles": 1, "portrayals": 2}
    assert study.take_table(people, **mapping).made == {}
    mapping = {"level": "relationship", "title": "=Prime", "portrayal": "Person", "name": "With"}
    ties = sheet("Person,With,Act", "Lisa,Rafi,gift", "Lisa,,none", "Rita,clients,gift")
    assert study.take_table(ties, **mapping).made == {"relationships": 3}
    shows = sheet("S,E,Pace", "1,1,slow", "1,2,quick")
    of: dict[str, Any] = {
        "level": "episode",
        "title": "=The  Show",
        "name": None,
        "season": "S",
        "number": "E",
    }
    assert study.take_table(shows, **of).made == {"titles": 1, "episodes": 2}
    codes = sheet("Code,Pace,Name", "S01E02,quick,Two", "S01E03,slow,Three")
    of = {"level": "episode", "title": "=the show", "episode": "Code", "name": "Name"}
    done = study.take_table(codes, **of)
    assert (done.made, done.same, done.added) == ({"episodes": 1}, 1, 1)
    assert study.units() == [
        *("prime", "prime/lisa", "prime/lisa/general", "prime/lisa/rafi"),
        *("prime/rita", "prime/rita/general"),
        *("the-show", "the-show/s01e01", "the-show/s01e02", "the-show/s01e03"),
    ]
    assert values(study)["prime/rita/general", "act"] == "gift"
    [general, _, _] = study.described("relationships")
    assert general["name"] == "clients"
    assert study.described("titles")[1]["kind"] == "tv-series"


def test_a_title_with_another_identifier_is_another_though_its_name_and_year_are_the_same(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("Prime", year="2005", ids=["imdb:tt0387514"])
    file = sheet("Film,Year,IMDb,tone", "Prime,2005,tt0000001,comic", "Prime,2005,tt0000002,grave")
    done = study.take_table(file, year="Year", ids=("imdb=IMDb",))
    assert done.made == {"titles": 2}
    assert sorted(values(study).values()) == ["comic", "grave"]
    assert ("prime", "tone") not in values(study)


def test_an_identifier_finds_a_title_before_its_name_and_another_year_is_another(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("Prime", year="2005", ids=["imdb:tt0387514"])
    study.title("Bliss", year="1997")
    study.title("Bliss", year="2021")
    file = sheet(
        "Film,Year,IMDb,tone",
        "Prime Time,2005,tt387514,comic",
        "Prime,1999,,grave",
        "Bliss,1997,tt0000001,grave",
    )
    done = study.take_table(file, year="Year", ids=("imdb=IMDb",))
    assert done.made == {"titles": 1}
    assert values(study) == {
        ("prime", "tone"): "comic",
        ("prime-1999", "tone"): "grave",
        ("bliss-1997" if "bliss-1997" in study.units() else "bliss", "tone"): "grave",
    }
    [problem] = study.refused(lambda: study.take_table(sheet("Film,seen", "Bliss,yes")))
    assert (problem["column"], len(problem["candidates"])) == ("Film", 2)
    file = sheet("Film,IMDb,seen", "Prime,tt12x,yes")
    [problem] = study.refused(lambda: study.take_table(file, ids=("imdb=IMDb",)))
    assert (problem["line"], problem["column"]) == (2, "IMDb")


def test_a_bad_row_makes_nothing_at_any_level(study: SheetStudy, sheet: Write) -> None:
    file = sheet("Film,Person,Age", "Prime,Lisa,56", "Bliss,,30", "Mumford,Ann,old", "Prime,Bo,1")
    done = study.take_table(file, level="portrayal", title="Film", name="Person", skip_bad=True)
    assert (done.made, done.added, done.skipped) == ({"titles": 1, "portrayals": 2}, 2, 2)
    assert study.units() == ["prime", "prime/bo", "prime/lisa"]


def test_a_table_that_is_taken_again_is_compared(study: SheetStudy, sheet: Write) -> None:
    study.take_table(sheet("Film,themes,tone", "A,love;death,comic", "B,none,grave"))
    number = study.number
    again = study.take_table(sheet("Film,themes,tone", "B,none,grave", "A,death;love,Comic"))
    assert (again.same, study.number) == (4, number)
    file = sheet("Film,themes,tone", "A,love;maybe:death,comic", "B,money,grave", "C,,comic")
    done = study.take_table(file)
    assert (done.changed, done.added, done.same) == (2, 1, 2)
    assert done.changes == (
        "line 2: a ana themes love;death → love;maybe:death",
        "line 3: b ana themes none → money",
    )
    assert values(study)["a", "themes"] == "love;maybe:death"


def test_a_dry_run_changes_nothing_and_fits_the_screen(study: SheetStudy, sheet: Write) -> None:
    themes = ";".join(("love", "death", "money"))
    rows = [f"Film {n},{themes},{'comic' if n % 3 else 'cosmic'},x" for n in range(9)]
    before, number = study.rows(), study.number
    with pytest.raises(Undone):
        study.change(lambda change: look(change, sheet("Film,themes,tone,Colour", *rows)))
    assert (study.rows(), study.number) == (before, number)


class Undone(Exception):
    """Ends a look."""


def look(change: Change, file: Path) -> None:
    with open_sheet(str(file)) as opened:
        found = import_table(
            change, opened, TableMap(level="title", name="Film"), ImportPolicy(look=True)
        )
    lines = list(plan_lines(found, Screen(width=80)))
    # The name of the file is as long as it is.
    assert max(len(line) for line in lines if str(file) not in line) <= 80
    assert lines[0].split()[:3] == ["Column", "Becomes", "Cells"]
    assert any("cosmic (cannot be read) 3" in line for line in lines)
    assert [use.becomes for use in found.columns] == [
        *("title name", "themes (multi)", "tone (nominal)", "not used")
    ]
    assert [use.filled for use in found.columns] == [9, 9, 9, 9]
    assert found.columns[2].values == "comic 6, cosmic (cannot be read) 3"
    assert (found.added, found.skipped) == (12, 3)
    raise Undone


REFUSED: dict[str, tuple[str, dict[str, Any], str, tuple[str, ...]]] = {
    "no level": ("Film,tone", {"level": None}, "needs a level", ()),
    "an odd level": ("Film,tone", {"level": "scene"}, "is not a level", ()),
    "no name": ("Film,tone", {"name": None}, "is identified by name", ()),
    "no title": ("Film,tone", {"level": "portrayal"}, "is identified by title, name", ()),
    "an unknown column": ("Film,tone", {"year": "Flim"}, 'no column "Flim"', ("Film",)),
    "an unknown variable": ("Film,T", {"var": ("tine=T",)}, '"tine" is not a variable', ("tone",)),
    "a derived one": ("Film,T", {"var": ("sad=T",)}, '"sad" is not a variable', ()),
    "another level's": ("Film,T", {"var": ("act=T",)}, "act is coded for relationships", ()),
    "an unknown code": ("Film,T", {"var": ("themes:lov=T",)}, '"lov" is not a code', ("love",)),
    "no pair": ("Film,T", {"var": ("themes",)}, "is not VARIABLE=COLUMN", ()),
    "an odd scheme": ("Film,T", {"ids": ("imbd=T",)}, "not a kind of identifier", ()),
    "an odd value": ("Film,T", {"value": ("tine:1=comic",)}, "does not name a variable", ("tone",)),
    "an odd basis": ("Film,T", {"basis": "gues"}, "is not a basis", ()),
    "an odd wave": ("Film,T", {"wave": "mian"}, "is not a wave", ("main",)),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_the_options_cannot_mean_is_told(study: SheetStudy, sheet: Write, reason: str) -> None:
    header, options, part, near = REFUSED[reason]
    before = study.rows()
    with pytest.raises((InvalidValue, UnknownKey)) as refusal:
        study.take_table(sheet(header, "Prime,comic"), **options)
    assert part in refusal.value.message
    assert set(near) <= set(refusal.value.candidates)
    assert study.rows() == before


def test_a_column_named_twice_is_told_apart(study: SheetStudy, sheet: Write) -> None:
    file = sheet("Film,tone,tone", "Prime,comic,grave")
    study.take_table(file, var=("tone=tone (2)",))
    assert values(study) == {("prime", "tone"): "grave"}


@pytest.mark.parametrize(
    ("header", "var"),
    [
        ("Film,tone,The tone", ()),
        ("Film,A,B", ("tone=A", "tone=B")),
        ("Film,A,B", ("tone=A", "stars=A")),
        ("Film,themes,love", ()),
        ("Film,A,B", ("themes:love=A", "themes:love=B")),
    ],
)
def test_two_columns_of_one_variable_and_two_variables_of_one_column_are_refused(
    study: SheetStudy, sheet: Write, header: str, var: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidValue, match=r"several columns give|two variables"):
        study.take_table(sheet(header, "Prime,1,1"), var=var)


def test_a_map_says_again_what_was_said() -> None:
    whole = TableMap(level="title", name="Film", ids=("imdb=I",), var=("tone==x=T",), split=(", ",))
    assert read_map(written_map(whole), "m") == whole
    assert TableMap(name="Titel", var=("a=b",)).over(whole) == TableMap(
        level="title", name="Titel", ids=("imdb=I",), var=("a=b",), split=(", ",)
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", '"x"', "{}x", '{"nme": "x"}', '{"name": 1}', '{"var": "a=b"}'),
        *('{"var": [1]}', "[" * 100_000, '{"name": "\\ud800"}', '{"name": "a\\u0000"}'),
    ],
)
def test_what_is_no_map_is_refused(study: SheetStudy, sheet: Write, text: str) -> None:
    with pytest.raises(PortrayalsError):
        study.take_table(sheet("Film,tone", "Prime,comic"), read_map(text, "films.map"))
