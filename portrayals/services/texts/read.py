"""Reads a text, one file or a folder with a file for each title, into blocks with their lines.

In a folder, the files at its top are read together as if they were one, `titles/` has a title in
each file, and `codebooks/` the codebooks that the others name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Final

from portrayals.codebook.document import Kind, Mapping, read
from portrayals.errors import NoAccess, UnknownKey
from portrayals.notation.quoting import quoted
from portrayals.services.texts.block import Block
from portrayals.services.texts.problems import Place, Problems
from portrayals.services.texts.words import LISTS, TOP, UNIT

WHOLE: Final = Kind(
    "catalogue",
    "a catalogue begins with titles: or sources:",
    "a catalogue has fields there: sources, titles",
    escapes=True,
)
_TITLE: Final = Kind(
    "title", "a title begins with key: KEY", "a title has fields there: key, name", escapes=True
)
TITLES: Final = "titles"
CODEBOOKS: Final = "codebooks"


@dataclass(slots=True)
class Text:
    """A text that was read: its files at the top, its titles, and the folder of its codebooks."""

    name: str
    problems: Problems
    tops: list[Block] = field(default_factory=list)
    alone: list[Block] = field(default_factory=list)
    codebooks: Path | None = None

    def top(self, name: str) -> Block | None:
        """The file at the top that has a field."""
        return next((each for each in self.tops if name in each), None)

    def blocks(self, name: str, noun: str, known: Collection[str]) -> Iterator[Block]:
        """The blocks of a list at the top."""
        for each in self.tops:
            yield from each.blocks(name, noun, known)

    def titles(self) -> Iterator[Block]:
        """The titles, from the list at the top and from files of their own."""
        yield from self.blocks(TITLES, "title", UNIT["title"])
        yield from self.alone

    def place(self) -> Place:
        """Where something is wrong with the text as a whole."""
        return self.tops[0].at() if self.tops else Place(self.name, 1, self.problems)


@dataclass(frozen=True, slots=True)
class _File:
    """Takes what is wrong with the YAML of a file."""

    name: str
    problems: Problems

    def add(self, line: int, message: str) -> None:
        twice = " is given twice " in message
        Place(self.name, line, self.problems).wrong("given-twice" if twice else "not-yaml", message)


def read_text(path: str | PathLike[str]) -> Text:
    """The text in a file or a folder; what is wrong is among its problems.

    Raises UnknownKey for a path that is not there, and NoAccess for one that cannot be read.
    """
    where = Path(path)
    text = Text(str(where), Problems(str(where)))
    try:
        if not where.is_dir():
            text.tops += _blocks(where, str(where), text.problems, WHOLE, "catalogue", TOP)
            return text
        for file in _files(where):
            text.tops += _blocks(file, str(file), text.problems, WHOLE, "catalogue", TOP)
        for file in _files(where / TITLES):
            name, known = str(file), UNIT["title"]
            text.alone += _blocks(file, name, text.problems, _TITLE, "title", known)
    except FileNotFoundError:
        raise UnknownKey(
            f"there is no file or folder {quoted(str(where))}",
            hint="name the file of a catalogue, or the folder that portrayals export text wrote",
        ) from None
    except OSError as error:
        raise NoAccess(
            f"{where} cannot be read: {error.strerror}", hint="check its permissions"
        ) from None
    if not text.tops and not text.alone:
        raise UnknownKey(
            f"there is no catalogue in {where}: no file in it ends in .yaml",
            hint="name the file of a catalogue, or the folder that portrayals export text wrote",
        )
    text.codebooks = where / CODEBOOKS
    _refuse_twice(text)
    return text


def _files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.glob("*.yaml") if each.is_file())


def _blocks(
    file: Path, name: str, problems: Problems, kind: Kind, noun: str, known: Collection[str]
) -> list[Block]:
    """The block of a file; none if it cannot be read."""
    try:
        written = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        Place(name, line, problems).wrong("not-yaml", "this is not text in UTF-8; save it as such")
        return []
    top = read(written, _File(name, problems), kind)
    return [Block(top, name, problems, noun, known)] if isinstance(top, Mapping) else []


def _refuse_twice(text: Text) -> None:
    """A field at the top stands in one file; a list may go on in another."""
    given: dict[str, Block] = {}
    for each in text.tops:
        for name in each.mapping.entries.keys() - set(LISTS):
            if name in given:
                each.at(name).wrong("given-twice", f"{name} is given in {given[name].file} too")
            given.setdefault(name, each)
