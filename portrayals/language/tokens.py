"""The marks and leaves of a query, read from left to right (CLI.md, "Queries"). Pure.

Only double quotation marks quote; an apostrophe is a letter. Inside straight marks, a straight mark
is written twice. The name of a field has a letter in it, so `3:10 to Yuma` names none.

Text that uses any query syntax is a query, in which `and`, `or` and `not` are operators in upper
and lower case. Anything else is plain text, including `Truth or Dare`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from portrayals.errors import InvalidQuery
from portrayals.language.syntax import Range, Term, Text, Word

OPERATORS: Final = frozenset({"AND", "OR", "NOT"})

_NAME: Final = r'[^\s:.,=()"“”„]+'
_FIELD: Final = rf"(?=[^\s:]*?[^\W\d_])(?P<field>{_NAME})(?:\.(?P<property>{_NAME}))?:"

_HEAD: Final = re.compile(_FIELD + "(?P<exact>=?)")
_QUOTATION_MARKS: Final = '"“”„'
_WORD: Final = re.compile(r'[^\s()"“”„]+')
_VALUE: Final = re.compile(r'[^\s,()"“”„]+')
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*+)"|[“”„]([^“”]*)[“”]')
_SOME: Final = re.compile(r"some\s*\(", re.IGNORECASE)
_BLANK: Final = re.compile(r"\s")
#: A word that ends like the beginning of a comparison in other languages.
_COMPARING: Final = re.compile(r"[=<>≤≥≠]$")
#: What makes an argument with spaces a query rather than a phrase.
_STRUCTURE: Final = re.compile(
    rf'[()"“”„]|(?<!\S)(?:{"|".join(sorted(OPERATORS))})(?!\S)|(?<!\S){_FIELD}(?=\S)'
)
#: Control characters that are not spaces, and the remains of bytes that were not UTF-8.
_UNREADABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


class Mark(NamedTuple):
    """An operator, a bracket (`(`, `some(`, `)`) or the `end` of a query."""

    kind: str
    start: int
    end: int


def tokens(query: str, start: int, stop: int, *, capitals: bool) -> Iterator[Text | Term | Mark]:
    """The marks and leaves of `query[start:stop]` in order, ending with the mark `end`.

    If it has spaces but no query syntax, it is one phrase. With `capitals`, only words in capitals
    are operators. Raises `InvalidQuery`.
    """
    if _BLANK.search(query, start, stop) and not is_query(query, start, stop):
        yield Text(query[start:stop], start, stop)
        start = stop
    while start < stop:
        if query[start].isspace():
            start += 1
        else:
            token = _token(query, start, stop, capitals=capitals)
            yield token
            start = token.end
    yield Mark("end", stop, stop)


def is_query(query: str, start: int, stop: int) -> bool:
    """Whether `query[start:stop]` uses any query syntax.

    That is a field, a bracket, a quotation mark, or an operator in capitals.
    """
    return _STRUCTURE.search(query, start, stop) is not None


def is_quoted(query: str, text: Text) -> bool:
    """Whether a text is in quotation marks in its query, and so is meant literally."""
    return query[text.start] in _QUOTATION_MARKS


def operator(word: str, *, capitals: bool) -> str | None:
    """The operator that a word is, in capitals; None for every other word."""
    called = word if capitals else word.upper()
    return called if called in OPERATORS else None


def refuse_unreadable(query: str) -> None:
    """Raise `InvalidQuery` at the first character that is not text."""
    if found := _UNREADABLE.search(query):
        message = f"A character that is not text (U+{ord(found[0]):04X})"
        raise invalid(message, query, *found.span(), "Remove it, or type the query again.")


def invalid(message: str, query: str, start: int, end: int, hint: str) -> InvalidQuery:
    """The error about `query[start:end]`, with the query as one printable line."""
    line = _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", _BLANK.sub(" ", query))
    return InvalidQuery(message, query=line, start=start, end=end, hint=hint)


def _token(query: str, start: int, stop: int, *, capitals: bool) -> Text | Term | Mark:
    """The mark or leaf that begins at `start`."""
    if query[start] in "()":
        return Mark(query[start], start, start + 1)
    if some := _SOME.match(query, start, stop):
        return Mark("some(", *some.span())
    if head := _HEAD.match(query, start, stop):
        return _term(query, head, stop)
    word = _WORD.match(query, start, stop)
    if not word:
        text, end = _quoted(query, start, stop)
    elif joins := operator(word[0], capitals=capitals):
        return Mark(joins, *word.span())
    else:
        text, end = word[0], word.end()
        name, colon, _ = text.partition(":")
        if colon and (not name or any(map(str.isalpha, name))):
            raise invalid(
                "There is no field before the colon",
                query,
                start,
                end,
                "Write field:value or variable.property:value; put text in quotation marks.",
            )
        if _COMPARING.search(text) and end < stop and query[end] in _QUOTATION_MARKS:
            message = f"{text} is not a valid term"
            hint = f'Write a field like this: {text.rstrip("!=<>≤≥≠")}:"…".'
            raise invalid(message, query, start, end, hint)
    _refuse_glued(query, end, stop)
    return Text(text, start, end)


def _term(query: str, head: re.Match[str], stop: int) -> Term:
    """The term whose `field:` or `field:=` was found, with its values."""
    exact = bool(head["exact"])
    values: list[Word | Range] = []
    end = head.end()
    while True:
        if bare := _VALUE.match(query, end, stop):
            values.append(Word(bare[0]) if exact else _word_or_range(bare[0]))
            end = bare.end()
        elif end < stop and query[end] in _QUOTATION_MARKS:
            text, end = _quoted(query, end, stop)
            values.append(Word(text, quoted=True))
        else:
            raise invalid(
                f"{query[head.start() : end]} needs a value",
                query,
                head.start(),
                end,
                "Write the value without a space before it: year:1990. "
                'Put text with a colon in quotation marks: "Alien: Covenant".',
            )
        if not query.startswith(",", end, stop):
            break
        end += 1
    _refuse_glued(query, end, stop)
    return Term(head["field"], head["property"], tuple(values), exact, head.start(), end)


def _word_or_range(text: str) -> Word | Range:
    low, dots, high = text.partition("..")
    if not dots or not (low or high) or high.startswith(".") or ".." in high:
        return Word(text)
    return Range(low or None, high or None)


def _quoted(query: str, start: int, stop: int) -> tuple[str, int]:
    """The text in the quotation marks that open at `start`, and where they end."""
    found = _QUOTED.match(query, start, stop)
    if not found:
        message = "This quotation mark is never closed"
        raise invalid(message, query, start, start + 1, 'Close it with ".')
    straight, typographic = found.groups()
    text: str = typographic if straight is None else straight.replace('""', '"')
    if not text.strip():
        message = "These quotation marks are empty"
        raise invalid(message, query, *found.span(), "Write a word in them, or remove them.")
    return text, found.end()


def _refuse_glued(query: str, position: int, stop: int) -> None:
    """Raise `InvalidQuery` if a word, phrase or term has no space or bracket after it."""
    if position < stop and not (query[position].isspace() or query[position] in "()"):
        raise invalid(
            "A space is missing here",
            query,
            position,
            position + 1,
            'A quotation mark within quoted text is written twice: "7"" disc".',
        )
