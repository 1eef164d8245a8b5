"""A cell of any text is an answer or is refused in words, and what is joined is split again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.errors import PortrayalsError
from portrayals.findings.stored_codebook import StoredVariable, read_book
from portrayals.history.transaction import read
from portrayals.notation.cells import is_missing, join, split
from portrayals.services.coding.annotations import GivenAnswer
from portrayals.services.importing.cells import CellReader, NotCoded, read_mark

WORDS = st.sampled_from(
    ["love", "maybe:", "none", ";", "yes", "1", "cannot-tell", "NULL", " ", "Death, or loss", "-"]
)
CELLS = st.text() | st.lists(WORDS, max_size=4).map("".join)


@pytest.fixture(scope="module")
def variables(sheets_once: Path) -> list[StoredVariable]:
    """Those that are coded, one of each type."""
    with read(str(sheets_once)) as connection:
        return [each for each in read_book(connection).variables.values() if not each.derived]


@pytest.mark.slow
@settings(deadline=None, max_examples=examples(150))
@given(cell=CELLS, separator=st.sampled_from([";", ",", "|", "; "]))
def test_any_text_is_an_answer_or_is_refused_in_words_the_same_each_time(
    variables: list[StoredVariable], cell: str, separator: str
) -> None:
    for variable in variables:
        reader = CellReader(variable, (separator,))
        seen: list[GivenAnswer | NotCoded | str] = []
        for _ in range(2):
            try:
                seen.append(reader.read(cell))
            except PortrayalsError as error:
                seen.append(error.message)
        assert seen[0] == seen[1]
        answer = seen[0]
        if isinstance(answer, GivenAnswer) and variable.type == "multi":
            assert (answer.state == "coded") is bool(answer.codes or answer.doubtful)
        if is_missing(cell) and variable.type != "text":
            assert seen[0] is NotCoded.EMPTY
    with suppress(PortrayalsError):
        assert read_mark(cell) in {"yes", "no", "maybe", "not-coded", None}


@settings(deadline=None)
@given(values=st.lists(st.text(min_size=1).map(str.strip).filter(bool)))
def test_what_is_joined_in_a_cell_is_split_again(values: list[str]) -> None:
    assert split(join(values)) == tuple(values)
