"""A text that is not YAML, or YAML of the wrong kind, is refused at its line."""

from __future__ import annotations

from textwrap import dedent

import pytest
import yaml
from refused import HEAD, of_variable, problems


@pytest.fixture(params=["libyaml", "pure Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML, which word some of their errors differently."""
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CBaseLoader", raising=False)


UNREADABLE = {
    "": "1  the file is empty; a codebook begins with codebook: KEY",
    "# only a comment\n": "1  the file is empty; a codebook begins with codebook: KEY",
    "- codebook: c\n": "1  a list is at the top level; a codebook has keys there: codebook, "
    "version, variables",
    "\nsmoking": "2  a text is at the top level; a codebook has keys there: codebook, version, "
    "variables",
    "codebook: c\n---\ncodebook: d\n": "2  a second document begins here (---); a file holds one "
    "codebook",
    "codebook: c\nvariables:\n\t- key: v\n": "3  a tab; indent YAML with spaces only",
    "codebook: c\nlabel: a: b\n": "2  a colon in a text; put the text in quotation marks",
    "codebook: c\nlabel: @home\n": "2  a text cannot begin with @; put it in quotation marks",
    'codebook: c\nlabel: "open\nversion: 1\n': "2  something opened here is never closed; look "
    "for a missing quotation mark",
    "codebook: c\nlabel: *gone\n": "2  *gone repeats nothing; there is no &gone above it",
    "codebook: c\nlabel: &a\n- *a\n": "3  *a is within &a and so contains itself",
    "codebook: c\nlabel: b\0c\n": "2  U+0000 is not a text character; delete it, and save as UTF-8",
    "codebook: \udcfc\n": "1  U+DCFC is not a text character; delete it, and save as UTF-8",
    "codebook: c\nlabel: " + "[" * 300_000: "2  nested more than 64 deep; make it flatter",
    "label:\n" + " [" * 60 + "\n " + "[" * 9_000: "3  nested more than 64 deep; make it flatter",
    "label:\n" + "- " * 9_000 + "a": "2  nested more than 64 deep; make it flatter",
}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", UNREADABLE, ids=[each[:24] for each in UNREADABLE])
def test_a_text_that_cannot_be_read_is_refused_at_its_line(text: str) -> None:
    assert problems(text) == [UNREADABLE[text]]


@pytest.mark.usefixtures("either_parser")
def test_broken_brackets_are_told_at_their_line() -> None:
    (problem,) = problems("codebook: c\nlabel: [a\nversion: 1\n")
    assert problem.startswith("3  not YAML: ")
    assert problem.endswith("; check the indentation, brackets and quotation marks")


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("end", ["\r", "\r\n", "\u2028"])
def test_lines_are_counted_however_they_end(end: str) -> None:
    assert problems(end.join(["codebook: c", "version: 1", "label: @"])) == [
        "3  a text cannot begin with @; put it in quotation marks"
    ]
    assert problems(end.join(["codebook: c", "version: 1", "label: \a"])) == [
        "3  U+0007 is not a text character; delete it, and save as UTF-8"
    ]


def test_every_line_with_a_control_character_is_told() -> None:
    assert [problem[:9] for problem in problems("a: \x07\nb: c\nd: \x1b\x1b\n")] == [
        "1  U+0007",
        "3  U+001B",
    ]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("escape", [r"\UFFFFFFFF", r"\ud800", r"\0", r"\e"])
def test_an_escape_cannot_smuggle_in_what_is_no_text(escape: str) -> None:
    found = of_variable(f'key: v, level: title, type: text, question: "{escape}"')
    assert len(found) == 1
    assert not problems(f"{HEAD}- {{key: v, level: title, type: text}}\n")


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("times", [9, 3000])
def test_aliases_that_multiply_are_refused_at_once(times: int) -> None:
    lines = ["x0: &x0 [a, b]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, times)]
    assert problems("\n".join(lines)) == [
        "7  the aliases repeat more than 1,000,000 entries; write fewer of them"
    ]


def test_a_key_given_twice_is_refused() -> None:
    text = f"{HEAD}- key: v\n  level: title\n  type: text\n  level: episode\n"
    assert problems(text) == ['7  the key "level" is given twice (first on line 5); delete one']


def test_a_tag_is_refused() -> None:
    assert of_variable("key: v, level: title, type: text, label: !!int 3") == [
        '4  the tag "tag:yaml.org,2002:int"; everything is text here, delete it'
    ]


def test_a_key_that_is_no_word_is_refused() -> None:
    assert of_variable("key: v, level: title, type: text, ? [a] : b") == [
        "4  a list or mapping is used as a key; a key is a word"
    ]


def test_an_error_in_a_repeated_part_is_told_once() -> None:
    text = HEAD + dedent(
        """\
        - {key: v, level: title, type: multi, codes: &codes [{key: a, foo: b}]}
        - {key: w, level: title, type: multi, codes: *codes}
        """
    )
    assert problems(text) == ['4  code "a": unknown key "foo"']
