"""A YAML text as entries that know their lines. Every scalar stays text.

Entries are built from the parser's events rather than by `yaml.compose`, which recurses: a
file of nothing but brackets overflows the stack of the C parser and ends the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from portrayals.notation.quoting import quoted

if TYPE_CHECKING:
    import yaml

#: Deeper than any codebook within the limit for codes.
DEEPEST: Final = 64
_TOO_DEEP: Final = f"nested more than {DEEPEST} deep; make it flatter"
#: How many entries the aliases of one file may repeat; beyond it they are a bomb.
REPEATED: Final = 1_000_000

#: Characters not allowed in YAML (YAML 1.1, section 5.1), including lone surrogates.
_NOT_TEXT: Final = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)

#: What no database stores: NUL and lone surrogates.
_NO_TEXT_AT_ALL: Final = re.compile("[\0\ud800-\udfff]")

#: The line breaks of YAML (YAML 1.1, section 5.4).
_LINE_END: Final = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text, as written."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their values; `key_lines` has the line of each key."""

    line: int
    entries: dict[str, Entry] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


Entry = Scalar | Items | Mapping


class Reported(Protocol):
    """Takes what is wrong with a text."""

    def add(self, line: int, message: str) -> None:
        """Records that something is wrong on a line (the first line is 1)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text should be: how messages call it, how it begins, and its keys at the top.

    With `escapes`, texts in quotation marks may have any character in its escaped form.
    """

    noun: str
    begins: str
    keys: str
    escapes: bool = False


CODEBOOK: Final = Kind(
    "codebook",
    "a codebook begins with codebook: KEY",
    "a codebook has keys there: codebook, version, variables",
)


def read(text: str, problems: Reported, kind: Kind = CODEBOOK) -> Mapping | None:
    """The mapping in a YAML text; None if it is not one, and `problems` say why.

    A part repeated by an alias is the same object everywhere.
    """
    try:
        _check_characters(text, problems)
        document = _Document(problems, kind)
        for event in _events(text):
            document.take(event)
    except _UnreadableError as unreadable:
        problems.add(unreadable.line, unreadable.message)
        return None
    match document.root:
        case Mapping():
            return document.root
        case None | Scalar(text=""):
            problems.add(1, f"the file is empty; {kind.begins}")
        case other:
            what = "a list" if isinstance(other, Items) else "a text"
            problems.add(other.line, f"{what} is at the top level; {kind.keys}")
    return None


class _UnreadableError(Exception):
    """Reading cannot go on after this line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def _check_characters(text: str, problems: Reported) -> None:
    wrong = [
        (number, found.group())
        for number, line in enumerate(_LINE_END.split(text), start=1)
        if (found := _NOT_TEXT.search(line))
    ]
    for number, character in wrong[:-1]:
        problems.add(number, _not_text(character))
    if wrong:
        number, character = wrong[-1]
        raise _UnreadableError(number, _not_text(character))


def _not_text(character: str) -> str:
    return f"U+{ord(character):04X} is not a text character; delete it, and save as UTF-8"


def _events(text: str) -> Iterator[yaml.Event]:
    """The events of a YAML text. Raises _UnreadableError if it is not YAML."""
    import yaml

    try:
        yield from yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(text, error) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        # The parser in pure Python converts escapes and version numbers without a check.
        raise _UnreadableError(1, "a character escape or a %YAML line is not valid YAML") from None


def _not_yaml(text: str, error: yaml.MarkedYAMLError) -> _UnreadableError:
    problem, mark = error.problem or "it does not end", error.problem_mark
    if "end of stream" in problem:
        mark = error.context_mark or mark
    number, column = (mark.line, mark.column) if mark else (0, 0)
    lines = _LINE_END.split(text)
    number = min(number, len(lines) - 1)
    begins = lines[number][column : column + 1]
    if begins == "\t":
        message = "a tab; indent YAML with spaces only"
    elif problem.startswith("mapping values are not allowed"):
        message = "a colon in a text; put the text in quotation marks"
    elif problem.startswith("found character"):
        message = f"a text cannot begin with {begins}; put it in quotation marks"
    elif problem.startswith("exceeded maximum"):
        # Brackets on one line are read ahead of their events: libyaml from 0.2.6 may reach its own
        # limit, of a thousand, before ours is asked. Ours is passed on the same line.
        message = _TOO_DEEP
    elif "end of stream" in problem:
        message = "something opened here is never closed; look for a missing quotation mark"
    else:
        message = f"not YAML: {problem}; check the indentation, brackets and quotation marks"
    return _UnreadableError(number + 1, message)


@dataclass(slots=True)
class _Open:
    """An open list or mapping; `key` waits for its value."""

    entry: Items | Mapping
    anchor: str | None
    before: int
    key: Entry | None = None


class _Document:
    """Takes the events of one document one by one; `root` is then its content."""

    def __init__(self, problems: Reported, kind: Kind) -> None:
        self.root: Entry | None = None
        self._problems = problems
        self._kind = kind
        self._open: list[_Open] = []
        # By anchor: the entry and how many entries it is when written out.
        self._anchors: dict[str, tuple[Entry, int]] = {}
        self._documents = 0
        self._entries = 0
        self._repeated = 0

    def take(self, event: yaml.Event) -> None:
        """Add an event. Raises _UnreadableError if reading must end."""
        import yaml

        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.ScalarEvent():
                self._check_tag(line, event.tag)
                wrong = _NO_TEXT_AT_ALL if self._kind.escapes else _NOT_TEXT
                if found := wrong.search(event.value):
                    self._problems.add(line, _not_text(found.group()))
                self._entries += 1
                scalar = Scalar(line, event.value)
                if event.anchor is not None:
                    self._anchors[event.anchor] = (scalar, 1)
                self._attach(scalar)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._check_tag(line, event.tag)
                if len(self._open) == DEEPEST:
                    raise _UnreadableError(line, _TOO_DEEP)
                items = isinstance(event, yaml.SequenceStartEvent)
                entry = Items(line) if items else Mapping(line)
                self._open.append(_Open(entry, event.anchor, self._entries))
                self._entries += 1
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                closed = self._open.pop()
                if closed.anchor is not None:
                    size = self._entries - closed.before
                    self._anchors[closed.anchor] = (closed.entry, size)
                self._attach(closed.entry)
            case yaml.AliasEvent():
                self._attach(self._aliased(line, event.anchor or ""))
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise _UnreadableError(
                        line,
                        f"a second document begins here (---); a file holds one {self._kind.noun}",
                    )

    def _check_tag(self, line: int, tag: str | None) -> None:
        if tag is not None:
            self._problems.add(line, f"the tag {quoted(tag)}; everything is text here, delete it")

    def _aliased(self, line: int, anchor: str) -> Entry:
        if any(anchor == still_open.anchor for still_open in self._open):
            raise _UnreadableError(line, f"*{anchor} is within &{anchor} and so contains itself")
        if anchor not in self._anchors:
            raise _UnreadableError(
                line, f"*{anchor} repeats nothing; there is no &{anchor} above it"
            )
        entry, size = self._anchors[anchor]
        self._entries += size
        self._repeated += size
        if self._repeated > REPEATED:
            raise _UnreadableError(
                line, f"the aliases repeat more than {REPEATED:,} entries; write fewer of them"
            )
        return entry

    def _attach(self, entry: Entry) -> None:
        if not self._open:
            self.root = entry
            return
        above = self._open[-1]
        if isinstance(above.entry, Items):
            above.entry.entries.append(entry)
        elif above.key is None:
            above.key = entry
        else:
            key, above.key = above.key, None
            self._put(above.entry, key, entry)

    def _put(self, mapping: Mapping, key: Entry, entry: Entry) -> None:
        if not isinstance(key, Scalar):
            self._problems.add(key.line, "a list or mapping is used as a key; a key is a word")
        elif key.text in mapping.entries:
            first = mapping.key_lines[key.text]
            self._problems.add(
                key.line,
                f"the key {quoted(key.text)} is given twice (first on line {first}); delete one",
            )
        else:
            mapping.entries[key.text] = entry
            mapping.key_lines[key.text] = key.line
