"""Whatever text it is given, `load` returns a codebook or raises InvalidCodebook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import yaml
from examples import examples
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from smoking import STUDY

from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook
from portrayals.errors import InvalidCodebook

quickly = settings(
    deadline=None, max_examples=examples(150), suppress_health_check=list(HealthCheck)
)


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True, scope="module")
def parser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test runs with both parsers of PyYAML."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "pure Python":
            patched.delattr(yaml, "CBaseLoader", raising=False)
        yield


def loaded(text: str) -> Codebook | None:
    """The codebook, None where it is refused; any other error is a failed test."""
    try:
        return load(text)
    except InvalidCodebook as error:
        problems = error.problems
    assert problems
    places = []
    for problem in problems:
        place, _, message = problem.partition("  ")
        assert message
        assert problem.isprintable()
        places.append(int(place.removeprefix("codebook:")))
    assert places == sorted(places)
    assert places[0] >= 1
    assert places[-1] <= len(re.split("\r\n|[\r\n\x85\u2028\u2029]", text))
    return None


@quickly
@given(st.text())
@example("\r")
@example("%YAML 1." + "9" * 5000 + "\n---\na")
@example("\udfff")
@example("a: &a\n  b: *a")
@example("*a")
@example("? ? ?")
@example("&a : *a")
def test_any_text(text: str) -> None:
    loaded(text)


@quickly
@given(st.text(alphabet="abc:- \n\t'\"[]{},&*!|>#%@?~\\x0", max_size=60))
def test_any_text_of_the_signs_of_yaml(text: str) -> None:
    loaded(text)


@quickly
@given(
    cuts=st.lists(
        st.tuples(
            st.integers(0, len(STUDY)),
            st.integers(0, 12),
            st.sampled_from(["", *STUDY.split(), "\n", "  ", "\t", "- ", "*x", "&x ", "{", "]"])
            | st.text(max_size=4),
        ),
        max_size=4,
    )
)
def test_a_codebook_with_some_of_it_replaced(cuts: list[tuple[int, int, str]]) -> None:
    text = STUDY
    for start, length, instead in cuts:
        text = text[:start] + instead + text[start + length :]
    codebook = loaded(text)
    assert codebook is None or codebook.document == text


WORDS = [
    *("key", "label", "level", "type", "codes", "rules", "when", "then", "otherwise", "min", "max"),
    *("rollup", "properties", "examples", "active", "assignable", "levels", "headline", "unit"),
    *("title", "multi", "ordinal", "boolean", "number", "nominal", "yes", "no", "1", "-1", "", "a"),
    *("general", "mean", "states_as_values", "tolerance", "asked_when", "question", "undetermined"),
]
ANYTHING = st.recursive(
    st.sampled_from(WORDS) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5)
    ),
    max_leaves=12,
)


@quickly
@given(
    st.fixed_dictionaries(
        {
            "codebook": st.just("c") | ANYTHING,
            "version": st.just("1") | ANYTHING,
            "variables": st.lists(
                st.fixed_dictionaries(
                    {
                        "key": st.sampled_from(["v", "w"]),
                        "level": st.just("title") | ANYTHING,
                        "type": st.sampled_from(WORDS),
                    },
                    optional=dict.fromkeys(WORDS[4:], ANYTHING),
                ),
                max_size=2,
            )
            | ANYTHING,
        },
        optional={"derived": ANYTHING, "levels": ANYTHING, "headline": ANYTHING},
    )
)
def test_the_right_keys_with_anything_under_them(document: dict[str, object]) -> None:
    loaded(json.dumps(document, ensure_ascii=False))
