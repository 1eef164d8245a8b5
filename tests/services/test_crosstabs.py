"""`crosstab` on small studies whose tables can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kitchen import Kitchen, empty

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.results.crosstab import Crosstab, TableEffect, TableRow


@pytest.fixture
def kitchen(tmp_path: Path) -> Kitchen:
    return empty(str(tmp_path / "study.db"), tmp_path)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    folder = tmp_path_factory.mktemp("kitchen")
    study = empty(str(folder / "study.db"), folder)
    study.fill()
    return study


def row(table: Crosstab, code: str) -> TableRow:
    return next(each for each in table.rows if each.code == code)


def effect(table: Crosstab, name: str) -> TableEffect:
    return next(each for each in table.effects if each.name == name)


def test_a_table_counts_units_settled_on_both_sides(filled: Kitchen) -> None:
    table = filled.crosstab("temper", "good")
    assert table.columns == ("yes", "no")
    assert [each.counts for each in table.rows] == [(3, 1), (1, 3)]
    assert table.n == 8
    assert table.states is not None
    assert table.states["not-coded"] == 1
    assert table.n + sum(table.states.values()) == 9
    assert table.row.states is not None
    assert table.row.states["not-coded"] == 1
    assert table.column.states is not None
    assert not any(table.column.states.values())


def test_its_percentages_are_of_the_row_and_of_the_column(filled: Kitchen) -> None:
    calm = row(filled.crosstab("temper", "good"), "calm")
    assert (calm.row_n, calm.row_percent) == ((4, 4), (75.0, 25.0))
    assert (calm.column_n, calm.column_percent) == ((4, 4), (75.0, 25.0))


def test_sides_can_change_places(filled: Kitchen) -> None:
    one, other = filled.crosstab("temper", "good"), filled.crosstab("good", "temper")
    assert [each.counts for each in other.rows] == list(
        zip(*(each.counts for each in one.rows), strict=True)
    )
    assert other.tests[0].p == pytest.approx(one.tests[0].p)


def test_a_field_makes_rows_or_columns(filled: Kitchen) -> None:
    table = filled.crosstab("decade", "temper")
    assert [each.code for each in table.rows] == ["1990s", "2000s"]
    assert [each.counts for each in table.rows] == [(3, 2), (1, 2)]
    titles = filled.crosstab("kind", "decade")
    assert titles.level == "title"
    assert [each.counts for each in titles.rows] == [(3, 2)]
    assert titles.tests[0].p is None


def test_units_without_a_value_of_a_field_are_out_of_n_and_counted(kitchen: Kitchen) -> None:
    kitchen.films([("calm", "yes", "")], countries=["US"])
    kitchen.films([("cross", "no", "")])
    table = kitchen.crosstab("temper", "country")
    assert [each.counts for each in table.rows] == [(1,), (0,)]
    assert row(table, "cross").cell_n == (1,)
    by_kind = kitchen.crosstab("temper", "year")
    assert (by_kind.n, by_kind.columns) == (0, ())
    assert by_kind.column.states is not None
    assert by_kind.column.states["no-value"] == 2


def test_codes_of_a_set_have_an_n_of_their_own(filled: Kitchen) -> None:
    # Of the cooks with a temper, one has no dish, and one a sweet that is not known any nearer.
    table = filled.crosstab("dish", "temper")
    sweet, cake, none = row(table, "sweet"), row(table, "cake"), row(table, "none")
    assert (sweet.counts, sweet.cell_n, sweet.column_n) == ((2, 2), (7, 7), (4, 3))
    assert (cake.counts, cake.cell_n, cake.column_n) == ((2, 0), (6, 6), (4, 2))
    assert (none.counts, none.row_n) == ((0, 1), (1, 1))
    assert cake.parent == "sweet"
    for each in table.rows:
        assert each.n + sum(each.states.values()) == 9
    assert (cake.n, cake.states["undetermined"], cake.states["not-coded"]) == (6, 1, 2)


def test_two_sets_are_told_cell_by_cell(filled: Kitchen) -> None:
    table = filled.crosstab("dish:cake,roast", "dish:pie,soup")
    cake, roast = table.rows
    assert (cake.counts, cake.row_n, cake.column_n) == ((0, 1), (2, 2), (1, 3))
    assert cake.cell_n == (7, 7)
    assert (roast.counts, roast.cell_n) == ((0, 1), (7, 8))
    assert {(test.code, test.column) for test in table.tests} == {
        ("cake", "soup"),
        ("cake", "pie"),
        ("roast", "soup"),
        ("roast", "pie"),
    }


@pytest.mark.parametrize("column", ["sweet", "cake", "pie", "soup", "none"])
def test_every_cell_is_what_a_query_of_the_one_counts_of_the_other(
    filled: Kitchen, column: str
) -> None:
    """`dish:pie OR NOT dish:pie` is true of the cooks for whom pie is settled."""
    table = filled.crosstab("dish", f"dish:{column}")
    assert {each.code for each in table.rows} == {"sweet", "cake", "pie", "soup", "roast", "none"}
    for each in table.rows:
        having = filled.row(f"dish:{each.code}", where=f"dish:{column}")
        settled = filled.row(f"dish:{each.code}", where=f"dish:{column} OR NOT dish:{column}")
        assert (each.counts, each.column_n) == ((having.count,), (having.n,))
        assert (each.row_n, each.cell_n) == ((settled.count,), (settled.n,))


def test_values_from_below_overlap(filled: Kitchen) -> None:
    table = filled.crosstab("temper", "decade", level="title")
    assert any("overlap" in note for note in table.notes)
    assert row(table, "calm").counts == (1, 1)
    assert row(table, "cross").counts == (1, 2)


def test_codes_that_are_named_are_tested_by_themselves(filled: Kitchen) -> None:
    table = filled.crosstab("temper:calm", "good")
    (calm,) = table.rows
    assert (calm.counts, calm.column_n, table.n) == ((3, 1), (4, 4), 8)
    assert effect(table, "odds-ratio").value == pytest.approx(9)


def test_at_the_level_of_titles_the_test_is_of_independent_units(kitchen: Kitchen) -> None:
    for number, (place, end) in enumerate([("home", "yes")] * 3 + [("inn", "no")] * 3):
        title = kitchen.title(f"film {number}")
        kitchen.annotate(title, f"place={place}", f"kind-of-end={end}")
    table = kitchen.crosstab("place", "kind-of-end")
    (test,) = table.tests
    assert test.name == "fisher"
    assert "expected" in test.reason
    assert test.naive is None
    assert test.p == pytest.approx(0.1)  # 2 of the 20 tables are as extreme
    asked = kitchen.crosstab("place", "kind-of-end", test="chi2")
    assert asked.tests[0].statistic == pytest.approx(6.0)
    clustered = kitchen.crosstab("place", "kind-of-end", interval="cluster")
    assert clustered.tests[0].name == "rao-scott"


def test_the_same_seed_permutes_alike(filled: Kitchen) -> None:
    def p(seed: int) -> float | None:
        (test,) = filled.crosstab("temper", "good", test="permutation", seed=seed).tests
        assert test.naive is not None
        assert test.naive.seed == seed
        return test.naive.p

    assert p(3) == p(3)


def test_tests_of_many_codes_are_adjusted_for_their_number(filled: Kitchen) -> None:
    holm = filled.crosstab("dish", "good")
    bh = filled.crosstab("dish", "good", adjust="bh")
    number = len(holm.tests)
    assert number > 2
    assert (holm.adjustment, bh.adjustment) == ("holm", "benjamini-hochberg")
    assert any(note.startswith(f"{number} tests") for note in holm.notes)
    for one, other in zip(holm.tests, bh.tests, strict=True):
        if one.p is not None and one.p_adjusted is not None and other.p_adjusted is not None:
            assert one.p <= other.p_adjusted <= one.p_adjusted


def test_a_code_that_no_unit_has_is_told_and_not_tested(kitchen: Kitchen) -> None:
    kitchen.films([("calm", "yes", "soup"), ("cross", "no", "pie")])
    table = kitchen.crosstab("dish", "good")
    assert row(table, "roast").counts == (0, 0)
    assert "roast" not in {test.code for test in table.tests}
    assert any(note.startswith("Not tested: 3") for note in table.notes)


@pytest.mark.slow
def test_strata_pool_the_odds_ratio(kitchen: Kitchen) -> None:
    # Within each decade the odds ratio is 4: (2 x 2) / (1 x 1).
    layer = [("calm", "yes"), ("calm", "yes"), ("calm", "no"), ("cross", "yes")]
    layer += [("cross", "no"), ("cross", "no")]
    for year in ("1980", "1990"):
        for temper, good in layer:
            kitchen.films([(temper, good, "")], year=year)
    kitchen.films([("calm", "no", "")])  # in no stratum
    table = kitchen.crosstab("temper", "good", strata="decade")
    pooled = effect(table, "mantel-haenszel-odds-ratio")
    assert pooled.value == pytest.approx(4)
    test = next(each for each in table.tests if each.strata is not None)
    assert test.strata == 2
    assert test.naive is not None
    assert test.naive.name == "cochran-mantel-haenszel"
    assert any("without a value of decade" in note for note in table.notes)


def test_where_no_unit_is_in_a_stratum_there_is_the_table_and_nothing_pooled(
    kitchen: Kitchen,
) -> None:
    kitchen.films([("cannot-tell", "yes", "cake"), ("", "no", "soup")], [("", "yes", "cake")])
    table = kitchen.crosstab("dish:cake", "good:yes", strata="temper")
    plain = kitchen.crosstab("dish:cake", "good:yes")
    assert (table.rows, table.tests) == (plain.rows, plain.tests)
    assert row(table, "cake").counts == (2,)


def test_a_query_that_names_a_side_is_said(filled: Kitchen) -> None:
    table = filled.crosstab("temper", "decade", where="temper:calm decade:1990s")
    assert "--where selects by temper, which is also counted." in table.notes
    assert "--where selects by decade, which is also counted." in table.notes


def test_a_table_of_nothing_is_a_table(kitchen: Kitchen) -> None:
    table = kitchen.crosstab("temper", "good")
    assert [each.counts for each in table.rows] == [(0, 0), (0, 0)]
    assert (table.n, table.tests[0].p) == (0, None)
    assert kitchen.crosstab("decade", "kind").rows == ()
    assert "nan" not in str(table.to_dict()).lower().split()


def test_a_field_that_no_title_has_makes_a_table_without_rows(filled: Kitchen) -> None:
    for interval in ("auto", "cluster"):
        table = filled.crosstab("distributor", "kind", interval=interval)
        assert (table.rows, table.n, table.tests[0].p) == ((), 0, None)


def test_the_keys_of_its_json(filled: Kitchen) -> None:
    told: Any = filled.crosstab("dish", "temper").to_dict()
    assert told["command"] == "crosstab"
    assert told["columns"] == ["calm", "cross"]
    assert told["counts"] == [each["counts"] for each in told["rows"]]
    for test in told["tests"]:
        assert {"code", "name", "statistic", "df", "p", "p_adjusted", "naive"} <= set(test)
    for each in told["effects"]:
        assert {"name", "value", "low", "high"} <= set(each)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (lambda study: study.crosstab("temper", "temper"), InvalidValue),
        (lambda study: study.crosstab("temper", "wight"), UnknownKey),
        (lambda study: study.crosstab("weight", "place"), InvalidValue),
        (lambda study: study.crosstab("temper", "good", test="z"), InvalidValue),
        (lambda study: study.crosstab("temper", "good", adjust="z"), InvalidValue),
        (lambda study: study.crosstab("temper", "good", interval="wilson"), InvalidValue),
        (lambda study: study.crosstab("temper", "good", strata="genre"), InvalidValue),
        (lambda study: study.crosstab("place", "kind-of-end", strata="decade"), InvalidValue),
        (lambda study: study.crosstab("kind", "role"), InvalidValue),
        (lambda study: study.cooccur("temper"), InvalidValue),
        (lambda study: study.cooccur("weight"), InvalidValue),
        (lambda study: study.cooccur("kind"), UnknownKey),
    ],
)
def test_what_makes_no_table_is_refused_with_a_hint(
    filled: Kitchen, asked: Callable[[Kitchen], object], error: type[PortrayalsError]
) -> None:
    with pytest.raises(error) as refused:
        asked(filled)
    assert refused.value.hint or refused.value.candidates
