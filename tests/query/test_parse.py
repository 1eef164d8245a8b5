"""The query language: text to a tree, the tree to text, and what is said of what is wrong."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace

import pytest
from examples import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portrayals.errors import InvalidQuery
from portrayals.language.parse import DEEPEST, parse, parse_arguments, parse_rule, quote, to_text
from portrayals.language.syntax import And, Not, Or, Query, Range, Some, Term, Text, Word


def placeless(query: Query) -> Query:
    """The tree without its positions."""
    match query:
        case Text() | Term():
            return replace(query, start=0, end=0)
        case And(items):
            return And(tuple(map(placeless, items)))
        case Or(items):
            return Or(tuple(map(placeless, items)))
        case Not(item):
            return Not(placeless(item))
        case Some(item):
            return Some(placeless(item))


def text(words: str) -> Text:
    return Text(words, 0, 0)


def term(name: str, *values: str | Word | Range, exact: bool = False) -> Term:
    field, _, property_ = name.partition(".")
    words = tuple(Word(value) if isinstance(value, str) else value for value in values)
    return Term(field, property_ or None, words, exact, 0, 0)


def tree(*arguments: str) -> Query | None:
    query = parse_arguments(arguments)
    return query and placeless(query)


def refusal(*arguments: str) -> InvalidQuery:
    with pytest.raises(InvalidQuery) as caught:
        parse_arguments(arguments)
    return caught.value


def pointed_at(error: InvalidQuery) -> str:
    return error.query[error.start : error.end]


A, B, C = term("a", "x"), term("b", "y"), term("c", "z")


class TestPrecedence:
    def test_r24_not_binds_closest_then_side_by_side_then_or(self) -> None:
        assert tree("a:x NOT b:y OR c:z") == Or((And((A, Not(B))), C))
        assert tree("a:x OR b:y c:z") == Or((A, And((B, C))))
        assert tree("NOT a:x b:y") == And((Not(A), B))

    def test_brackets_group(self) -> None:
        assert tree("a:x (b:y OR c:z)") == And((A, Or((B, C))))
        assert tree("NOT (a:x b:y)") == Not(And((A, B)))
        assert tree("((a:x))(b:y)") == And((A, B))

    def test_and_may_be_written(self) -> None:
        assert tree("a:x AND b:y AND NOT c:z") == And((A, B, Not(C)))

    def test_not_not_is_kept(self) -> None:
        assert tree("NOT NOT a:x") == Not(Not(A))

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("a:x and b:y", And((A, B))),
            ("a:x or b:y", Or((A, B))),
            ("a:x not b:y", And((A, Not(B)))),
            ("a:x and not b:y Or c:z", Or((And((A, Not(B))), C))),
            ("not a:x", Not(A)),
            ("not (a:x oR b:y)", Not(Or((A, B)))),
            ("(truth or dare)", Or((text("truth"), text("dare")))),
            ('"old christine" or prime', Or((text("old christine"), text("prime")))),
            ("THIS OR that and those", Or((text("THIS"), And((text("that"), text("those")))))),
            ('a:x "or" b:y', And((A, text("or"), B))),
            ("a:or b:not,and", And((term("a", "or"), term("b", "not", "and")))),
        ],
    )
    def test_in_a_query_operators_are_read_in_any_case(self, typed: str, meant: Query) -> None:
        assert tree(typed) == meant

    def test_operators_are_whole_words(self) -> None:
        assert tree("ORlando") == text("ORlando")
        assert tree("a:x NOTHING") == And((A, text("NOTHING")))

    @pytest.mark.parametrize("opening", ["some(", "some (", "SOME(", "Some  ("])
    def test_r26_some_is_a_scope_however_it_is_written(self, opening: str) -> None:
        assert tree(f"{opening}a:x b:y) c:z") == And((Some(And((A, B))), C))

    def test_r26_some_may_stand_in_some(self) -> None:
        assert tree("some(a:x some(NOT b:y))") == Some(And((A, Some(Not(B)))))

    def test_some_without_bracket_is_a_word(self) -> None:
        assert tree("some a:x") == And((text("some"), A))
        assert tree("awesome(a:x)") == And((text("awesome"), A))

    def test_line_breaks_are_blanks(self) -> None:
        assert tree("a:x\n  OR\tb:y\u00a0c:z") == Or((A, And((B, C))))


class TestTerms:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("name:Prime", term("name", "Prime")),
            ("name:=Prime", term("name", "Prime", exact=True)),
            ("kind:film,short", term("kind", "film", "short")),
            ("act.class:violation", term("act.class", "violation")),
            ("act.severity:4..", term("act.severity", Range("4", None))),
            ("boundary-act:none", term("boundary-act", "none")),
            ("name:'tis", term("name", "'tis")),
            ("name:a:b", term("name", "a:b")),
            ("name:==", term("name", "=", exact=True)),
            ("größe_2:ü", term("größe_2", "ü")),
            ("год:1990", term("год", "1990")),
            ("उम्र:३०", term("उम्र", "३०")),
            ("http://x.org", term("http", "//x.org")),
        ],
    )
    def test_a_field_and_its_value(self, written: str, meant: Term) -> None:
        assert tree(written) == meant

    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ("1990..1999", Range("1990", "1999")),
            ("..1979", Range(None, "1979")),
            ("2000..", Range("2000", None)),
            ("1.5..2.5", Range("1.5", "2.5")),
            ("-5..-1", Range("-5", "-1")),
            ("minor..grave", Range("minor", "grave")),
            ("..", Word("..")),
            ("...", Word("...")),
            ("Wait...", Word("Wait...")),
            ("a...b", Word("a...b")),
            ("1..2..3", Word("1..2..3")),
            ("1.5", Word("1.5")),
            ('"1990..1999"', Word("1990..1999", quoted=True)),
        ],
    )
    def test_two_dots_make_a_range_where_the_whole_value_has_that_form(
        self, written: str, value: Word | Range
    ) -> None:
        assert tree(f"f:{written}") == term("f", value)

    def test_an_exact_value_is_no_range(self) -> None:
        assert tree("name:=1..2") == term("name", "1..2", exact=True)

    def test_values_mix_words_ranges_and_quotes(self) -> None:
        values = ("1972", Range("1990", "1999"), Word("a, b", quoted=True))
        assert tree('year:1972,1990..1999,"a, b"') == term("year", *values)

    @pytest.mark.parametrize("marks", ['"{}"', "“{}”", "„{}“", "”{}”"])
    def test_quotation_marks_hold_a_value_together(self, marks: str) -> None:
        word = Word("Prince of Tides (1991), OR", quoted=True)
        assert tree("name:" + marks.format(word.text)) == term("name", word)
        assert tree(marks.format(word.text)) == text(word.text)

    def test_several_and_exact_values_may_be_quoted(self) -> None:
        both = Word("United States", quoted=True), Word("United Kingdom", quoted=True)
        assert tree('country:"United States","United Kingdom"') == term("country", *both)
        assert tree('name:="50/50"') == term("name", Word("50/50", quoted=True), exact=True)

    def test_a_straight_quotation_mark_is_doubled_within_straight_ones(self) -> None:
        assert tree('"Craig ""Huff"" Huffstodt"') == text('Craig "Huff" Huffstodt')
        assert tree('“Craig "Huff" Huffstodt”') == text('Craig "Huff" Huffstodt')

    def test_a_bracket_ends_a_value(self) -> None:
        assert tree("(a:x)b:y") == And((A, B))

    def test_positions_point_into_the_query(self) -> None:
        query = parse('  a:x OR "two words"')
        assert query == Or((Term("a", None, (Word("x"),), False, 2, 5), Text("two words", 9, 20)))


class TestPhrases:
    @pytest.mark.parametrize(
        "phrase",
        [
            "Prince of Tides",
            "Crazy, Stupid, Love",
            "Mission: Impossible",
            "3:10 to Yuma",
            "12:30 p.m.",
            "Alien : Covenant",
            "what about or and not",
            "Truth or Dare",
            "Pride and Prejudice",
            "or dating",
            "L'amour, c'est d'abord ça",
            "love 😀 :D hate",
            "שלום עולם",
            "Dr. Who Vol. 1:",
        ],
    )
    def test_an_argument_with_blanks_and_nothing_of_the_language_is_a_phrase(
        self, phrase: str
    ) -> None:
        assert tree(f" {phrase} ") == text(phrase)

    @pytest.mark.parametrize(
        "word",
        ["50/50", "d'amour", "Face/Off", "$9.99", "Amélie", "3:10", "Love,", "😀", "*", "<x>",
         "-", "l’amour", "M*A*S*H", "\u202emad", "👩‍👩‍👧", "some", "NOTtrue", "=", ".."],
    )  # fmt: skip
    def test_an_argument_without_blanks_is_a_word(self, word: str) -> None:
        assert tree(word) == text(word)

    @pytest.mark.parametrize("written", ["Crazy Love a:x", "a:x Crazy Love"])
    def test_a_field_makes_words_of_it(self, written: str) -> None:
        found = tree(written)
        assert isinstance(found, And)
        assert set(found.items) == {A, text("Crazy"), text("Love")}

    def test_brackets_quotes_and_operators_make_words_of_it(self) -> None:
        assert tree("(500) Days") == And((text("500"), text("Days")))
        assert tree('Craig "Huff"') == And((text("Craig"), text("Huff")))
        assert tree("TRICK OR TREAT") == Or((text("TRICK"), text("TREAT")))


class TestArguments:
    def test_all_are_asked(self) -> None:
        assert tree("a:x", "b:y") == And((A, B))

    def test_each_is_read_by_itself(self) -> None:
        assert tree("a:x OR b:y", "c:z") == And((Or((A, B)), C))
        assert tree("Prince of Tides", "c:z") == And((text("Prince of Tides"), C))

    def test_an_operator_alone_stands_between_its_neighbours(self) -> None:
        assert tree("a:x", "OR", "b:y", "c:z") == Or((A, And((B, C))))
        assert tree("a:x", "NOT", "b:y OR c:z") == And((A, Not(Or((B, C)))))

    def test_so_does_one_in_small_letters_if_any_holds_something_of_the_language(self) -> None:
        assert tree("a:x", "or", "b:y", "c:z") == Or((A, And((B, C))))
        assert tree("not", "a:x", "And", "b:y") == And((Not(A), B))
        assert tree("Prime", "or", "(a:x)") == Or((text("Prime"), A))

    def test_else_it_is_a_word_among_words(self) -> None:
        assert tree("Truth", "or", "Dare") == And((text("Truth"), text("or"), text("Dare")))
        assert tree("or") == text("or")

    def test_a_phrase_with_an_operator_stays_one_beside_a_field(self) -> None:
        assert tree("a:x", "Truth or Dare") == And((A, text("Truth or Dare")))
        assert tree("a:x", "or b") == And((A, text("or b")))

    @pytest.mark.parametrize("arguments", [(), ("",), (" ", "\t\n")])
    def test_nothing_asked_is_none(self, arguments: tuple[str, ...]) -> None:
        assert parse_arguments(arguments) is None

    def test_positions_point_into_the_arguments_joined_by_blanks(self) -> None:
        arguments = ["", " a:x ", "Prince of Tides"]
        query = parse_arguments(arguments)
        assert isinstance(query, And)
        joined = " ".join(arguments)
        places = [(each.start, each.end) for each in query.items if isinstance(each, Text | Term)]
        assert [joined[start:end] for start, end in places] == ["a:x", "Prince of Tides"]

    def test_a_bracket_does_not_reach_over_arguments(self) -> None:
        assert pointed_at(refusal("a:x) OR (b:y", "c:z")) == ")"
        assert refusal("(a:x", "b:y)").start == 0


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "place", "message"),
        [
            ("x:", "x:", "x: needs a value"),
            ("x:=", "x:=", "x:= needs a value"),
            ("a:x,", "a:x,", "a:x, needs a value"),
            ("a:,x", "a:", "a: needs a value"),
            ("country:France, kind:film", "country:France,", "country:France, needs a value"),
            ("Alien: Covenant kind:film", "Alien:", "Alien: needs a value"),
            ("year:(1990)", "year:", "year: needs a value"),
            (":x", ":x", "There is no field before the colon"),
            ("a.b.c:x", "a.b.c:x", "There is no field before the colon"),
            ('a:x "Prince of', '"', "This quotation mark is never closed"),
            ("a:“x", "“", "This quotation mark is never closed"),
            ('"a"" b', '"', "This quotation mark is never closed"),
            ('a:""', '""', "These quotation marks are empty"),
            ('" "', '" "', "These quotation marks are empty"),
            ('15" x', '"', "A space is missing here"),
            ('"a"b', "b", "A space is missing here"),
            ('"a",b', ",", "A space is missing here"),
            ('a:"x"y', "y", "A space is missing here"),
            ("(a:x", "(", "This bracket is never closed"),
            ("(", "(", "This bracket is never closed"),
            ("b:y some(a:x", "some(", "This bracket is never closed"),
            ("a:x)", ")", "This bracket closes nothing"),
            (")", ")", "This bracket closes nothing"),
            ("a:x ()", ")", "These brackets are empty"),
            ("OR", "OR", "OR needs something before it"),
            ("AND a:x", "AND", "AND needs something before it"),
            ("a:x OR", "OR", "OR needs something after it"),
            ("a:x OR OR b:y", "OR", "OR needs something after it"),
            ("(a:x NOT) b:y", "NOT", "NOT needs something after it"),
            ("a:x or", "or", "or needs something after it"),
            ("Love (and Other Drugs)", "and", "and needs something before it"),
            ('name="Prime"', "name=", "name= is not a valid term"),
            ('a:x b>="c d"', "b>=", "b>= is not a valid term"),
            ("a\x00b", "\ufffd", "A character that is not text (U+0000)"),
            ('"\x1b[31m"', "\ufffd", "A character that is not text (U+001B)"),
            ("name:\udcff", "\ufffd", "A character that is not text (U+DCFF)"),
        ],
    )
    def test_the_place_and_the_reason_are_told(self, query: str, place: str, message: str) -> None:
        error = refusal(query)
        assert (pointed_at(error), error.message) == (place, message)
        assert error.hint

    def test_an_empty_query_is_refused_by_parse(self) -> None:
        for nothing in ("", "  "):
            with pytest.raises(InvalidQuery, match="empty"):
                parse(nothing)

    def test_the_query_shown_is_one_line_of_the_same_length(self) -> None:
        error = refusal("a:x\nOR\t(b:y")
        assert error.query == "a:x OR (b:y"
        assert error.where == "a:x OR (b:y\n       ^"

    def test_the_place_points_into_all_arguments(self) -> None:
        error = refusal("kind:film", "year:")
        assert (error.query, pointed_at(error)) == ("kind:film year:", "year:")

    @pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("some(", ")"), ("NOT ", "")])
    def test_depth_has_a_limit(self, opening: str, closing: str) -> None:
        assert parse(opening * DEEPEST + "a:x" + closing * DEEPEST)
        for depth in (DEEPEST + 1, 10_000):
            error = refusal(opening * depth + "a:x" + closing * depth)
            assert error.start == len(opening) * DEEPEST
            assert "deep" in error.message

    @pytest.mark.parametrize(
        "part",
        ["a:b ", '"x" ', "(a) ", '"', "(", "x OR ", "1:", ":", ".", "a.", "some ", "“", 'a:"b",',
         "1 ", "NOT ", " "],
    )  # fmt: skip
    def test_long_queries_take_time_in_proportion(self, part: str) -> None:
        def seconds(times: int) -> float:
            start = time.process_time()
            with suppress(InvalidQuery):
                parse(part * times)
            return time.process_time() - start

        # The quickest of three: collecting the garbage of other tests is no time of the parser.
        assert min(seconds(20_000) for _ in range(3)) < 1  # quadratic would be minutes

    @given(st.text(max_size=40) | st.text('ab:.,= "“”„()ORNTsome\n', max_size=40))
    @example("some(")
    @settings(deadline=None, max_examples=examples(500))
    def test_any_text_is_read_or_refused_with_its_place(self, written: str) -> None:
        try:
            parse_arguments([written, "x"])
        except InvalidQuery as refused:
            error = refused
        else:
            return
        assert 0 <= error.start <= error.end <= len(error.query) == len(written) + 2
        assert error.hint
        assert f"{error.where}".encode()  # it can be printed


class TestRules:
    """The queries of a codebook, which mean today what they meant when they were stored."""

    def test_operators_are_words_in_capitals_alone(self) -> None:
        assert placeless(parse_rule("a:x or b:y")) == And((A, text("or"), B))
        assert placeless(parse_rule("a:x not And b:y")) == And((A, text("not"), text("And"), B))
        assert placeless(parse_rule("a:x OR NOT b:y AND c:z")) == Or((A, And((Not(B), C))))

    def test_an_empty_one_is_refused(self) -> None:
        with pytest.raises(InvalidQuery, match="empty"):
            parse_rule(" ")


letters = "abcäßяअ1-_😀'’"
names = st.text(letters, min_size=1, max_size=4).filter(lambda n: any(map(str.isalpha, n)))
bare = st.text(letters + ":=;!.", min_size=1, max_size=5)
unquoted = bare.filter(lambda value: ".." not in value and value[0] != "=").map(Word)
anything = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from('"“”„()\n,:= ORa'),
    min_size=1,
    max_size=8,
).filter(lambda value: bool(value.strip()))
quoted = anything.map(lambda value: Word(value, quoted=True))
end = st.text("12a-", min_size=1, max_size=4)
ranges = st.tuples(end | st.none(), end | st.none()).filter(any).map(lambda ends: Range(*ends))
terms = st.builds(
    lambda name, prop, values: Term(name, prop, tuple(values), False, 0, 0),
    names,
    names | st.none(),
    st.lists(unquoted | quoted | ranges, min_size=1, max_size=3),
)
exact_terms = st.builds(
    lambda name, values: Term(name, None, tuple(values), True, 0, 0),
    names,
    st.lists(bare.map(Word) | quoted, min_size=1, max_size=3),
)
leaves: st.SearchStrategy[Query] = terms | exact_terms | anything.map(text)


def larger(queries: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(queries, min_size=2, max_size=3).map(tuple)
    return several.map(And) | several.map(Or) | queries.map(Not) | queries.map(Some)


class TestText:
    @given(st.recursive(leaves, larger, max_leaves=8))
    @settings(deadline=None, max_examples=examples(300))
    def test_what_is_written_is_read_again_as_the_same_tree(self, query: Query) -> None:
        assert placeless(parse(to_text(query))) == query
        assert placeless(parse_rule(to_text(query))) == query

    @given(st.recursive(st.sampled_from([A, B, C]), larger, max_leaves=8))
    @settings(deadline=None, max_examples=examples(100))
    def test_small_letters_make_the_same_tree(self, query: Query) -> None:
        assert placeless(parse(to_text(query).lower())) == query

    def test_only_needed_brackets_are_written(self) -> None:
        for written in ("a:x NOT (b:y OR c:z)", "a:x b:y OR some(c:z OR NOT a:x)", "a:x (b:y c:z)"):
            assert to_text(parse(written)) == written

    def test_a_quoted_value_stands_for_itself(self) -> None:
        assert quote('7" disc') == '"7"" disc"'
        assert tree("name:" + quote("none")) == term("name", Word("none", quoted=True))
