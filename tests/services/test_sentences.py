"""Sentences to print of tables and pairs: whom n leaves out, as every figure tells it."""

from __future__ import annotations

from pathlib import Path

import pytest
from kitchen import Kitchen, empty

from portrayals.render.format_names import Format
from portrayals.render.formats import render
from portrayals.results.count_options import not_counted_by_row


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    """Nine cooks; one has no temper, one no dish, and one a sweet that is not known any nearer."""
    folder: Path = tmp_path_factory.mktemp("kitchen")
    study = empty(str(folder / "study.db"), folder)
    study.fill()
    return study


def test_a_table_says_whom_n_leaves_out(filled: Kitchen) -> None:
    sentence = filled.crosstab("temper", "good").sentence
    assert sentence.startswith("Temper by Good, 8 portrayals; left out of n: 1 not-coded; Calm, 3")


def test_of_codes_one_by_one_it_says_the_fewest_and_the_most(filled: Kitchen) -> None:
    sentence = filled.crosstab("dish:cake,soup", "temper").sentence
    assert "; left out of n: 2 not-coded, 0–1 undetermined. " in sentence


def test_of_columns_one_by_one_it_says_how_many_are_not_settled_there(filled: Kitchen) -> None:
    one = filled.crosstab("temper", "dish:cake").sentence
    assert "6 portrayals; left out of n: 1 not-coded, 2 not settled in the column; " in one
    several = filled.crosstab("temper", "dish:cake,soup").sentence
    assert "; left out of n: 1 not-coded, 1–2 not settled in the column. " in several
    nobody = filled.crosstab("good", "dish:soup").sentence
    assert "8 portrayals; left out of n: 1 not settled in the column; " in nobody


def test_a_pair_of_codes_says_whom_n_leaves_out(filled: Kitchen) -> None:
    sentence = filled.cooccur("dish").sentence
    assert "of 7 portrayals settled at both; left out of n: 1 not-coded, " in sentence
    assert ", 1 not settled at one of them. " in sentence
    none = filled.cooccur("dish:pie,roast").sentence
    assert none.startswith("No two codes of Dish come together; left out of n: 1 not-coded. ")


def test_where_all_are_in_n_nothing_is_said(filled: Kitchen) -> None:
    sentence = filled.crosstab("good", "temper", where="temper:any").sentence
    assert "left out of n" not in sentence


@pytest.mark.parametrize("form", ["table", "markdown", "latex"])
def test_a_printed_table_says_it_beneath_in_every_form(filled: Kitchen, form: Format) -> None:
    assert "Left out of n: 1 not-coded." in render(filled.crosstab("temper", "good"), form)
    assert "Left out of every n: 1 not-coded." in render(filled.cooccur("dish"), form)


def test_rows_with_states_of_their_own_are_told_together() -> None:
    rows = [{"not-coded": 1, "cannot-tell": 0}, {"not-coded": 1, "cannot-tell": 1_200}]
    assert not_counted_by_row(rows) == "left out of n: 1 not-coded, 0–1,200 cannot-tell"
    assert not_counted_by_row([{"not-coded": 0}]) == not_counted_by_row([]) == ""
