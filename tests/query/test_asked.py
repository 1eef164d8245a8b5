"""What was typed, and what it means for a study: slips, other words, the rules of codebooks."""

from __future__ import annotations

from textwrap import dedent

import pytest

from portrayals.codebook.load import load
from portrayals.errors import InvalidQuery
from portrayals.findings.stored_codebook import Book
from portrayals.language.parse import to_text
from portrayals.query.asked import asked_for
from portrayals.query.check_codebook import book_of, query_problems

HEAD = dedent(
    """\
    codebook: study
    version: 1
    variables:
      - {key: minutes, level: title, type: number, min: 0}
      - {key: tone, level: title, type: ordinal, codes: [{key: light}, {key: dark}]}
      - {key: setting, level: title, type: nominal, codes: [{key: office}, {key: street}]}
      - {key: happy, level: title, type: boolean}
      - key: act
        level: relationship
        type: multi
        codes:
          - {key: dating, properties: {severity: 3}}
          - {key: office, label: Works together, properties: {severity: 0}}
    """
)
DERIVED = """\
derived:
  - key: verdict
    level: title
    type: boolean
    rules: [{{when: {when}, then: "yes"}}]
    otherwise: "no"
"""


@pytest.fixture(scope="module")
def book() -> Book:
    return book_of(load(HEAD, name="study.yaml"))


def refusal(book: Book, *arguments: str) -> InvalidQuery:
    with pytest.raises(InvalidQuery) as caught:
        asked_for(book, arguments)
    assert caught.value.query == " ".join(arguments)
    return caught.value


def meant(book: Book, *arguments: str) -> str:
    asked = asked_for(book, arguments)
    assert asked is not None
    return to_text(asked.query)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("year=2010", "year:2010"),
        ("Year == 2010", "year:2010"),
        ("year>2010", "year:2011.."),
        ("year > 2010", "year:2011.."),
        ("year>=2010", "year:2010.."),
        ("year=>2010", "year:2010.."),
        ("year<2010", "year:..2009"),
        ("year≤2010", "year:..2010"),
        ("year!=2010", "NOT year:2010"),
        ("decade<1990s", "decade:..1990s NOT decade:1990s"),
        ("kind=film", "kind:film"),
        ("kind: film", "kind:film"),
        ("kind : film", "kind:film"),
        ("kind=", "kind:VALUE"),
        ("setting<>office", "NOT setting:office"),
        ("minutes>90", "minutes:90.. NOT minutes:90"),
        ("tone>=dark", "tone:dark.."),
        ("act.severity>=3", "act.severity:3.."),
        ("tag=dating", "tag:dating"),
        ("old films of year=2010", "year:2010"),
        ("kind:film year > 2010", "year:2011.."),
        ("(year=2010)", "year:2010"),
    ],
)
def test_a_comparison_of_another_language_is_refused_with_the_line_to_type(
    book: Book, typed: str, line: str
) -> None:
    error = refusal(book, typed)
    assert f"{error.hint};".startswith(f"write {line};")
    assert error.query[error.start : error.end] in typed.strip("()")


def test_it_is_one_also_in_words_of_its_own(book: Book) -> None:
    assert refusal(book, "year", ">", "2010").hint == 'write year:2011..; as text: "year > 2010"'


@pytest.mark.parametrize("typed", ["kind>film", "name < x", "setting>=office", "act.severe>3"])
def test_what_has_no_order_is_told_to_have_none(book: Book, typed: str) -> None:
    error = refusal(book, typed)
    assert error.message.endswith("has no order")
    assert ".." not in str(error.hint)


def test_text_in_quotation_marks_compares_nothing(book: Book) -> None:
    for typed in ('"year=2010"', '"kind: film"', 'kind:film "||"'):
        assert meant(book, typed) == typed
    assert refusal(book, "year=2010").hint == 'write year:2010; as text: "year=2010"'
    assert refusal(book, 'name = "Old Christine"').hint == 'write name:"Old Christine"'


@pytest.mark.parametrize(
    "typed",
    ["E=mc2", "Mission: Impossible", "9 > 8", "=", "<x>", "Ally & Larry", "a && b", "x=year"],
)
def test_what_compares_no_field_is_text(book: Book, typed: str) -> None:
    assert meant(book, typed) == f'"{typed}"'


@pytest.mark.parametrize(
    ("sign", "line"), [("&&", "leave it out"), ("&", "leave it out"), ("||", "write OR"),
                       ("|", "write OR"), ("!", "write NOT")],
)  # fmt: skip
def test_signs_between_terms_are_refused(book: Book, sign: str, line: str) -> None:
    for arguments in ([f"kind:film {sign} year:2010"], ["kind:film", sign, "year:2010"]):
        error = refusal(book, *arguments)
        assert error.query[error.start : error.end] == sign
        assert str(error.hint).startswith(line)


class TestTag:
    def test_it_is_a_code_of_any_variable(self, book: Book) -> None:
        assert meant(book, "tag:dating") == "act:dating"
        assert meant(book, "NOT tag:office") == "NOT (setting:office OR act:office)"
        assert meant(book, "tag:office,dark") == "setting:office OR act:office OR tone:dark"
        assert meant(book, 'some(tag:"works together")') == "some(act:office)"

    def test_a_code_of_none_is_refused_with_those_near(self, book: Book) -> None:
        error = refusal(book, "tag:datin")
        assert error.candidates == ("dating",)
        assert error.hint

    @pytest.mark.parametrize("typed", ["tag:none", "tag:light..dark", "tag:yes"])
    def test_states_ranges_and_answers_are_no_codes(self, book: Book, typed: str) -> None:
        assert refusal(book, typed).hint

    def test_a_variable_of_that_name_comes_first(self) -> None:
        own = HEAD + "  - {key: tag, level: title, type: nominal, codes: [{key: a}, {key: b}]}\n"
        assert meant(book_of(load(own, name="study.yaml")), "tag:a") == "tag:a"


def problems(when: str) -> tuple[str, ...]:
    """What is wrong with a codebook of which one rule has this query."""
    return query_problems(load(HEAD + DERIVED.format(when=when), name="study"), "study")


class TestCodebooks:
    """A rule is stored, and must never come to mean another thing."""

    @pytest.mark.parametrize(
        "when",
        ["happy:yes or tone:dark", "happy:yes And tone:dark", "not happy:yes", "happy:yes or"],
    )
    def test_what_could_be_read_in_two_ways_is_refused(self, when: str) -> None:
        (problem,) = problems(when)
        assert "capitals" in problem or "needs something after it" in problem

    def test_one_that_is_stored_already_means_what_it_meant(self) -> None:
        text = HEAD + DERIVED.format(when="happy:yes or tone:dark")
        verdict = book_of(load(text, name="study")).variables["verdict"]
        assert [to_text(when) for when, _ in verdict.rules] == ['happy:yes "or" tone:dark']

    def test_in_capitals_and_in_quotation_marks_it_is_sound(self) -> None:
        assert problems("happy:yes OR NOT tone:dark") == ()
        assert problems("'happy:yes \"and\" tone:dark'") == ()

    def test_a_slip_is_refused_with_the_line_to_type(self) -> None:
        (problem,) = problems("minutes>90")
        assert problem.endswith('write minutes:90.. NOT minutes:90; as text: "minutes>90"')
