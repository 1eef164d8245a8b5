"""Files of SPSS, Stata and Parquet, with their labels and declared missing values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import polars as pl
import pyreadstat
import pytest
from reading import read, read_bytes

from portrayals import extras
from portrayals.errors import InvalidValue, NotInstalled
from portrayals.exchange import limits
from portrayals.exchange.sheets import open_sheet


@pytest.fixture
def spss(tmp_path: Path) -> Path:
    path = tmp_path / "films.sav"
    frame = pl.DataFrame(
        {
            "film": ["Alpha", "Beta", "Gamma", "Delta", ""],
            "year": [2001.0, 2002.0, None, 2004.0, None],
            "gun": [1.0, 2.0, 8.0, 9.0, None],
            "seen": [dt.date(2020, 1, 2), None, None, None, None],
        }
    )
    pyreadstat.write_sav(
        frame,
        path,
        column_labels={"gun": "Is there a gun?"},
        variable_value_labels={"gun": {1: "Yes", 2: "No", 8: "refused", 9: "Cannot tell"}},
        missing_ranges={"gun": [{"lo": 8, "hi": 9}]},
    )
    return path


def test_labels_become_cells_and_declared_missing_values_states(spss: Path) -> None:
    found = read(spss)
    assert found.columns == ("film", "year", "gun", "seen")
    assert found.cells == [
        ("Alpha", "2001", "Yes", "2020-01-02"),
        ("Beta", "2002", "No", ""),
        ("Gamma", "", "", ""),
        ("Delta", "2004", "cannot-tell", ""),
    ]
    assert found.lines == [1, 2, 3, 4]
    assert found.notices == (
        '"gun": declared missing in the file: 8 "refused" read as not-coded, 9 "Cannot tell" read '
        "as cannot-tell",
    )


def test_the_label_of_a_variable_is_kept_beside_its_name(spss: Path) -> None:
    with open_sheet(str(spss)) as sheet:
        assert sheet.labels == {"gun": "Is there a gun?"}


def test_the_letters_of_missing_values_in_stata_are_states_too(tmp_path: Path) -> None:
    path = tmp_path / "films.dta"
    frame = pd.DataFrame({"film": ["A", "B", "C"], "gun": pd.Series([1, "a", 2], dtype=object)})
    pyreadstat.write_dta(
        frame,
        path,
        variable_value_labels={"gun": {1: "Yes", 2: "No", "a": "not applicable"}},  # type: ignore[dict-item]
        missing_user_values={"gun": ["a"]},
    )
    assert read(path).cells == [("A", "Yes"), ("B", "not-applicable"), ("C", "No")]


def test_an_old_file_of_stata_is_known_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "films.dta"
    pyreadstat.write_dta(pl.DataFrame({"film": ["A"], "year": [2001]}), path, version=12)
    assert read(path).cells == [("A", "2001")]


def test_two_values_of_one_label_are_told(tmp_path: Path) -> None:
    path = tmp_path / "films.sav"
    frame = pl.DataFrame({"film": ["A", "B", "C"], "tone": [1.0, 2.0, 3.0]})
    labels = {"tone": {1: "Other", 2: "Other", 3: "Grave", 4: "Grave"}}
    pyreadstat.write_sav(frame, path, variable_value_labels=labels)
    assert read(path).notices == ('"tone": several values have the label "Other", read as one',)


def test_parquet_is_read_with_lists_as_several_codes(tmp_path: Path) -> None:
    path = tmp_path / "films.parquet"
    pl.DataFrame(
        {"film": ["A", "B"], "year": [2001.0, None], "acts": [["gift", "touch"], []]}
    ).write_parquet(path)
    found = read(path)
    assert found.columns == ("film", "year", "acts")
    assert found.cells == [("A", "2001", "gift;touch"), ("B", "", "")]


@pytest.mark.parametrize("name", ["films.sav", "films.parquet", "films.dta"])
@pytest.mark.parametrize("kept", [20, 200])
def test_a_damaged_file_is_refused(name: str, kept: int, spss: Path, tmp_path: Path) -> None:
    if name.endswith(".sav"):
        content = spss.read_bytes()
    elif name.endswith(".dta"):
        pyreadstat.write_dta(pl.DataFrame({"film": ["A"]}), tmp_path / name)
        content = (tmp_path / name).read_bytes()
    else:
        pl.DataFrame({"film": ["A"]}).write_parquet(tmp_path / name)
        content = (tmp_path / name).read_bytes()
    with pytest.raises(InvalidValue, match="cannot be read") as refused:
        read_bytes(tmp_path, content[:kept], name)
    assert refused.value.hint


def test_a_table_with_too_many_cells_is_refused(
    spss: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 19)
    with pytest.raises(InvalidValue, match="5 rows of 4 columns, and the limit is 19 cells"):
        read(spss)


@pytest.mark.parametrize(
    ("name", "package"), [("films.sav", "pyreadstat"), ("p.parquet", "polars")]
)
def test_without_the_package_the_command_that_installs_it_is_named(
    name: str, package: str, spss: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pl.DataFrame({"film": ["A"]}).write_parquet(tmp_path / "p.parquet")
    found = extras.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda each: None if each == package else found(each))
    with pytest.raises(NotInstalled) as refused:
        read(spss.parent / name)
    assert refused.value.hint == "pip install 'portrayals[datafiles]'"
