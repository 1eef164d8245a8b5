"""Sheets whose first line is a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import read_bytes

from portrayals.errors import InvalidValue


@pytest.mark.parametrize(
    "content",
    [
        "Alpha,2001,yes\nBeta,2002,no\n",
        "Alpha,ana,yes,no\nAlpha,bea,no,no\nBeta,ana,yes,yes\n",
        "Alpha,1,5,3\nBeta,1,4,2\nGamma,2,5,3\n",
    ],
)
def test_a_first_line_that_is_like_the_others_is_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="looks like data, not column names") as refused:
        read_bytes(tmp_path, content)
    assert "write a line above it" in str(refused.value.hint)


@pytest.mark.parametrize(
    "content",
    [
        "Film,1990,2000\nAlpha,3,5\nBeta,4,2\n",
        "Film,1,2,3\nAlpha,1,0,0\nBeta,0,1,1\n",
        "Film,Love,Death\nAlpha,Love,\nBeta,,Death\nGamma,Love,Death\n",
        "film,gun,knife\nAlpha,yes,no\nfilm,gun,knife\nBeta,no,no\n",
        "yes,no\n3,4\n",
        "2001\nyes\n",
    ],
)
def test_names_that_are_numbers_or_marks_or_repeated_as_a_whole_are_names(
    content: str, tmp_path: Path
) -> None:
    assert read_bytes(tmp_path, content).rows


def test_objects_have_names_whatever_their_values(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, '[{"2001": 2002, "yes": "yes"}]', "films.json")
    assert found.columns == ("2001", "yes")
