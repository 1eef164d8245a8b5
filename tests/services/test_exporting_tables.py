"""A wide table has a row for each unit that counts, and columns for all that was found of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from study import Study, copied

from portrayals.errors import InvalidValue, NoCodebook, PortrayalsError, UnknownKey
from portrayals.history.transaction import read
from portrayals.results.data_columns import Column
from portrayals.results.table_options import TableOptions
from portrayals.services.exporting.wide_table import wide_table
from portrayals.vocabulary import Level

BOOK = """\
codebook: shapes
version: "2"
variables:
  - {key: title, label: What it is called, level: title, type: boolean}
  - {key: tone, label: Tone, level: portrayal, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}, {key: dark, label: Grave}]}
  - {key: rank, label: Rank, level: portrayal, type: ordinal, rollup: max, codes: [
      {key: "0", label: none at all}, {key: "3", label: some}]}
  - {key: heat, label: Heat, level: portrayal, type: number}
  - {key: remark, label: Remark, level: portrayal, type: text}
  - {key: act, label: Act, level: portrayal, type: multi, codes: [
      {key: hit, label: Hit}, {key: hug, label: Hug}]}
"""


@pytest.fixture
def shapes(tmp_path: Path) -> Study:
    """Two titles, of which one is screened out, and two people in the other."""
    return copied(in_a_file, tmp_path)


def in_a_file(folder: Path) -> Study:
    return begun(Study(str(folder / "study.db")), folder)


def begun(study: Study, folder: Path) -> Study:
    study.apply(BOOK, folder)
    study.coder("bob", "robot")
    study.title("Zoe", year="2001")
    study.portrayal("zoe", "Ann")
    study.portrayal("zoe", "Bea")
    study.title("Out", year="2001")
    study.portrayal("out", "Cai")
    study.screen("out", "out")
    study.annotate("zoe", "title=yes")
    study.annotate("zoe/ann", "tone=comic", "rank=3", "heat=-12.5", "act=hit", basis="watched")
    study.annotate("zoe/ann", "tone=comic", "rank=0", "act=hit", actor="bob", basis="watched")
    study.annotate("zoe/bea", "act=hug", "tone=dark", basis="documented")
    return study


def table(study: Study, level: Level, *query: str, **how: Any) -> list[dict[str, Any]]:
    with read(study.target) as connection:
        made = wide_table(connection, query, TableOptions(level, **how))
        rows = [dict(row) for row in made.rows]
        assert all(tuple(row) == made.columns for row in rows)
    return rows


def columns(study: Study, level: Level, **how: Any) -> dict[str, Column]:
    with read(study.target) as connection:
        made = wide_table(connection, (), TableOptions(level, **how))
        return {each.key: each for each in made.described}


def notes(study: Study, level: Level, *query: str) -> list[str]:
    with read(study.target) as connection:
        made = wide_table(connection, query, TableOptions(level))
        assert made.number == 0
        made.number = len(list(made.rows))
        return made.notes()


def found(row: dict[str, Any]) -> dict[str, Any]:
    names = ("tone", "rank", "heat", "act.state", "act:hit", "act:hug", "act:none")
    return {name: row[name] for name in names}


def test_a_row_is_a_unit_that_counts_with_what_was_found_of_it(shapes: Study) -> None:
    ann, bea = table(shapes, "portrayal")
    assert (ann["key"], ann["title"], ann["title_year"], ann["title_kind"]) == (
        *("zoe/ann", "zoe", 2001, "film"),
    )
    assert found(ann) == {
        "tone": "comic",
        "rank": "unsettled",
        "heat": -12.5,
        "act.state": "coded",
        "act:hit": "yes",
        "act:hug": "no",
        "act:none": "no",
    }
    assert found(bea) == {
        "tone": "dark",
        "rank": "not-coded",
        "heat": "not-coded",
        "act.state": "incomplete",
        "act:hit": "incomplete",
        "act:hug": "incomplete:yes",
        "act:none": "incomplete:no",
    }


def test_what_is_above_is_told_of_each_and_what_is_beneath_together(shapes: Study) -> None:
    ann, bea = table(shapes, "portrayal")
    assert (ann["title.value"], bea["title.value"]) == ("yes", "yes")
    [zoe] = table(shapes, "title")
    assert (zoe["title"], zoe["tone.state"], zoe["tone:comic"], zoe["rank"]) == (
        *("yes", "coded", "yes", "incomplete"),
    )
    assert "heat" not in zoe


def test_a_query_and_a_reading_choose_rows_and_answers(shapes: Study) -> None:
    assert [row["key"] for row in table(shapes, "portrayal", "tone:comic")] == ["zoe/ann"]
    [ann, _] = table(shapes, "portrayal", coder="bob")
    assert (ann["rank"], ann["heat"]) == ("0", "not-coded")
    [_, bea] = table(shapes, "portrayal", silence="no")
    assert (bea["act:hit"], bea["act:hug"]) == ("no", "yes")


def test_each_coder_has_columns_beside_those_of_the_others(shapes: Study) -> None:
    ann, bea = table(shapes, "portrayal", by="coder")
    assert [name for name in ann if name.startswith("rank")] == ["rank@ana", "rank@bob"]
    assert (ann["rank@ana"], ann["rank@bob"], bea["rank@bob"]) == ("3", "0", "not-coded")
    assert (ann["act:hit@bob"], ann["act.state@ana"]) == ("yes", "coded")
    assert columns(shapes, "portrayal", by="coder")["rank@bob"].label == "Rank (bob)"


def test_numbers_of_codes_are_those_of_the_codebook_and_states_lie_below(shapes: Study) -> None:
    described = columns(shapes, "portrayal")
    assert [(each.number, each.label) for each in described["tone"].valid] == [
        (1, "Comic"),
        (2, "Grave (grave)"),
        (3, "Grave (dark)"),
    ]
    assert [each.number for each in described["rank"].valid] == [0, 3]
    assert described["rank"].ordered
    assert not described["tone"].ordered
    assert [(each.number, each.word) for each in described["title.value"].valid] == [
        (1, "yes"),
        (0, "no"),
    ]
    assert [(each.number, each.word) for each in described["tone"].missing] == [
        (-1, "not-coded"),
        (-2, "cannot-tell"),
        (-3, "not-applicable"),
        (-4, "unavailable"),
        (-5, "unsettled"),
        (-6, "undetermined"),
        (-7, "incomplete"),
        (-8, "no-unit"),
        (-9, "incomplete:comic"),
        (-10, "incomplete:grave"),
        (-11, "incomplete:dark"),
    ]
    assert described["act:hit"].missing[8].label == "yes, partly coded"
    # Below the lowest number that was found, -12.5.
    assert described["heat"].missing[0].number == -101
    assert described["year"].values == ()


def test_what_is_not_in_the_table_is_said(shapes: Study) -> None:
    assert notes(shapes, "portrayal") == [
        "Not in the table: remark, because text is never settled. To have it: portrayals export "
        "annotations FILE"
    ]
    text, ruleless = notes(shapes, "title")
    assert "remark" in text
    assert ruleless.startswith("Not in the table: heat, because the codebook does not say")
    shapes.annotate("zoe/bea", "tone=cannot-tell")
    assert notes(shapes, "portrayal", "tone:comic")[1:] == [
        "Left out: 1 portrayal for which the query is undetermined."
    ]


def test_a_rule_makes_one_value_of_several_where_a_variable_can_have_it(shapes: Study) -> None:
    shapes.annotate("zoe/bea", "heat=2.5", "rank=0", basis="watched")
    shapes.annotate("zoe/ann", "rank=3", actor="bob", basis="watched")
    [zoe] = table(shapes, "title", rollup="mean")
    assert (zoe["heat"], zoe["rank"]) == (-5, "3")  # of the rank, which has no mean: max
    [zoe] = table(shapes, "title", rollup="min")
    assert (zoe["heat"], zoe["rank"]) == (-12.5, "0")
    [zoe] = table(shapes, "title")
    assert "heat" not in zoe
    ann, _ = table(shapes, "portrayal", rollup="mean")
    assert (ann["heat"], ann["rank"]) == (-12.5, "3")


def test_rows_are_counted_before_they_are_read(shapes: Study) -> None:
    with read(shapes.target) as connection:
        made = wide_table(connection, (), TableOptions("portrayal"))
        assert (made.more_than(1), made.more_than(2)) == (2, None)
        assert made.number == 0


def test_nothing_found_is_a_table_without_rows_and_says_what_is_near(shapes: Study) -> None:
    assert table(shapes, "portrayal", "comic") == []
    assert any("tone:comic" in each for each in notes(shapes, "portrayal", "comic"))


@pytest.mark.parametrize(
    ("how", "error"),
    [
        (TableOptions(), InvalidValue),
        (TableOptions("film"), InvalidValue),  # type: ignore[arg-type]
        (TableOptions("title", by="kind"), InvalidValue),  # type: ignore[arg-type]
        (TableOptions("title", by="coder", coder="ana"), InvalidValue),
        (TableOptions("title", rollup="avg"), InvalidValue),  # type: ignore[arg-type]
        (TableOptions("title", coder="nobody"), UnknownKey),
        (TableOptions("title", by="coder", wave="nowhere"), UnknownKey),
    ],
)
def test_what_cannot_be_is_refused(
    shapes: Study, how: TableOptions, error: type[PortrayalsError]
) -> None:
    with read(shapes.target) as connection, pytest.raises(error) as refused:
        wide_table(connection, (), how)
    assert refused.value.hint


def test_a_study_without_a_codebook_has_no_table(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "bare.db"))
    with read(study.target) as connection, pytest.raises(NoCodebook):
        wide_table(connection, (), TableOptions("title"))


@pytest.mark.postgresql
def test_a_server_tells_the_same(shapes: Study, empty_postgresql_url: str, tmp_path: Path) -> None:
    served = begun(Study(empty_postgresql_url), tmp_path)

    def told(study: Study) -> str:
        levels: tuple[Level, ...] = ("title", "portrayal", "relationship", "episode")
        rows = [
            {name: cell for name, cell in row.items() if name != "uuid"}
            for level in levels
            for row in (*table(study, level), *table(study, level, by="coder"))
        ]
        return json.dumps(rows, indent=1)

    assert told(served) == told(shapes)
