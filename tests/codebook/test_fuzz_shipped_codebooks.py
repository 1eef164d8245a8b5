"""The codebooks that are shipped, with some of their text replaced, load or are refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import portrayals
from portrayals.codebook.load import load
from portrayals.errors import InvalidCodebook
from portrayals.query.check_codebook import query_problems

SHIPPED = sorted((Path(portrayals.__file__).parent / "codebooks").glob("*.yaml"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in SHIPPED}
PIECES = st.sampled_from(
    [
        *(
            "",
            "\n",
            "  ",
            "    ",
            "\t",
            "- ",
            ": ",
            "key:",
            "*x",
            "&x ",
            "{",
            "}",
            "[",
            "]",
            "|",
            ">",
        ),
        *(
            "codes:",
            "rules:",
            "when:",
            "asked_when:",
            "some(",
            "NOT ",
            " OR ",
            "level: title",
            "multi",
        ),
        *(
            "derived:",
            "type: number",
            "min: 1e999",
            "properties: {class: x}",
            "#",
            "'",
            '"',
            "\x00",
        ),
        *("severity:9..", ".class:", "none", "yes", "1:30", "!!python/object:os", "<<: *x", "---"),
    ]
) | st.text(st.characters(), max_size=4)


def problems_of(text: str) -> Sequence[str]:
    """What is wrong with a codebook, of its text or else of its queries."""
    try:
        return query_problems(load(text), "codebook")
    except InvalidCodebook as error:
        return error.problems


def test_a_query_on_several_lines_is_told_on_one() -> None:
    text = TEXTS["therapist-boundaries"]
    folded = "boundary-act:sexual-contact-former-client,dating-former-client\n"
    assert folded in text
    (problem,) = problems_of(text.replace(folded, f"nowhere:{folded}", 1))
    assert problem.isprintable()


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
@settings(
    deadline=None,
    max_examples=examples(50),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(drawn=st.data())
def test_a_mutilated_codebook_loads_or_is_refused_with_a_line_for_each_problem(
    name: str, drawn: st.DataObject
) -> None:
    text = TEXTS[name]
    lines = text.splitlines(keepends=True)
    for _ in range(drawn.draw(st.integers(1, 4))):
        way = drawn.draw(st.sampled_from(["replace", "drop", "double", "indent"]))
        at = drawn.draw(st.integers(0, len(lines) - 1))
        if way == "replace":
            column = drawn.draw(st.integers(0, len(lines[at])))
            length = drawn.draw(st.integers(0, 10))
            piece = drawn.draw(PIECES)
            lines[at] = lines[at][:column] + piece + lines[at][column + length :]
        elif way == "drop":
            lines[at] = ""
        elif way == "double":
            lines[at] *= 2
        else:
            lines[at] = "  " + lines[at]
    for problem in problems_of("".join(lines)):
        assert problem.startswith("codebook")
        assert problem.isprintable()
