"""A mapping of a text with the lines of its fields, each read as what it should be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from portrayals.codebook.document import Entry, Items, Mapping, Scalar
from portrayals.errors import PortrayalsError
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.plurals import with_article
from portrayals.notation.quoting import quoted
from portrayals.services.texts.problems import Place, Problems

T = TypeVar("T")


class Block:
    """Reads a mapping; what is wrong goes to the problems of its text, and reading continues.

    `noun` is what the block describes, and `known` the fields that it may have, unless any.
    """

    def __init__(
        self,
        mapping: Mapping,
        file: str,
        problems: Problems,
        noun: str,
        known: Collection[str] | None,
    ) -> None:
        self.mapping = mapping
        self.file = file
        self.problems = problems
        self.noun = noun
        for name in mapping.entries:
            if known is not None and name not in known:
                self.at(name).wrong(
                    "unknown-field",
                    f"{quoted(name)} is not a field of {with_article(noun)}",
                    nearest(name, known),
                )

    def __contains__(self, name: str) -> bool:
        return name in self.mapping.entries

    @property
    def line(self) -> int:
        """The line where it begins."""
        return self.mapping.line

    def at(self, name: str | None = None) -> Place:
        """The line of a field, or of the whole where there is no such field."""
        line = self.line if name is None else self.mapping.key_lines.get(name, self.line)
        return Place(self.file, line, self.problems)

    def place(self, entry: Entry) -> Place:
        """The line of an entry within it."""
        return Place(self.file, entry.line, self.problems)

    def text(self, name: str) -> str | None:
        """The text of a field as it is; None if there is none, or nothing in it."""
        match self.mapping.entries.get(name):
            case None | Scalar(text=""):
                return None
            case Scalar(text=text):
                return text
        self.at(name).wrong("wrong-form", f"{name} is one text, not a list")
        return None

    def needed(self, name: str, example: str) -> str | None:
        """The text of a field that must be there."""
        found = self.text(name)
        if found is None and not isinstance(self.mapping.entries.get(name), Items | Mapping):
            self.at(name).wrong("missing", f"{self._named()} lacks its {name}: {example}")
        return found

    def _named(self) -> str:
        key = next((self.mapping.entries.get(each) for each in ("key", "name")), None)
        return f"{self.noun} {key.text}" if isinstance(key, Scalar) else f"this {self.noun}"

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list, each once; one text is a list of one."""
        entry = self.mapping.entries.get(name)
        entries = entry.entries if isinstance(entry, Items) else [] if entry is None else [entry]
        found: dict[str, None] = {}
        for each in entries:
            if isinstance(each, Scalar):
                if each.text:
                    found[each.text] = None
            else:
                self.place(each).wrong("wrong-form", f"{name} is a list of texts: [A, B]")
        return tuple(found)

    def read(self, name: str, how: Callable[[str], T]) -> T | None:
        """The field as `how` reads it; None if there is none, or it cannot be read."""
        text = self.text(name)
        return None if text is None else self._read(name, text, how)

    def read_all(self, name: str, how: Callable[[str], str]) -> tuple[str, ...]:
        """The texts of a list, each as `how` reads it."""
        read = (self._read(name, each, how) for each in self.texts(name))
        return tuple(dict.fromkeys(each for each in read if each is not None))

    def _read(self, name: str, text: str, how: Callable[[str], T]) -> T | None:
        try:
            return how(text)
        except PortrayalsError as error:
            self.at(name).refused(error, f"{name}: ")
            return None

    def block(self, name: str, noun: str, known: Collection[str] | None) -> Block | None:
        """The mapping of a field."""
        match self.mapping.entries.get(name):
            case None | Scalar(text=""):
                return None
            case Mapping() as mapping:
                return Block(mapping, self.file, self.problems, noun, known)
        self.at(name).wrong("wrong-form", f"{name} has fields of its own: {{FIELD: …}}")
        return None

    def blocks(self, name: str, noun: str, known: Collection[str]) -> Iterator[Block]:
        """Each mapping of a list."""
        match self.mapping.entries.get(name):
            case None | Scalar(text=""):
                return
            case Items(entries=entries):
                for entry in entries:
                    if isinstance(entry, Mapping):
                        yield Block(entry, self.file, self.problems, noun, known)
                    else:
                        self.place(entry).wrong(
                            "wrong-form", f"{with_article(noun)} has fields of its own: - key: …"
                        )
            case _:
                self.at(name).wrong(
                    "wrong-form", f"{name} is a list; begin each {noun} with a hyphen"
                )
