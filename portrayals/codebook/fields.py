"""One mapping of a codebook file, with each key read as the type it should have."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from typing import Final, TypeVar

from portrayals.codebook.document import Entry, Items, Mapping, Scalar
from portrayals.codebook.keys import label_of
from portrayals.codebook.problems import Problems, did_you_mean
from portrayals.notation.quoting import quoted

Word = TypeVar("Word", bound=str)

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}


class Fields:
    """Reads a mapping; errors go to `problems`, and reading continues.

    `noun` is what the mapping describes; messages add its key, if it has one.
    """

    def __init__(
        self, mapping: Mapping, noun: str, known: Collection[str], problems: Problems
    ) -> None:
        self.line = mapping.line
        self._mapping = mapping
        self._problems = problems
        key = mapping.entries.get("key")
        self._what = f"{noun} {quoted(key.text)}" if isinstance(key, Scalar) else noun
        for name in mapping.entries:
            if name not in known:
                self.problem(name, f"unknown key {quoted(name)}{did_you_mean(name, known)}")

    def __contains__(self, name: str) -> bool:
        return name in self._mapping.entries

    def problem(self, name: str | None, message: str) -> None:
        """Record a problem with the field, or with the whole if it has no such field."""
        line = self.line if name is None else self._mapping.key_lines.get(name, self.line)
        self._problems.add(line, f"{self._what}: {message}")

    def text(self, name: str) -> str:
        """The text under a key, stripped; empty if there is none."""
        match self._mapping.entries.get(name):
            case None:
                return ""
            case Scalar(text=text):
                return text.strip()
            case _:
                self.problem(name, f"{name} must be a single text; put it in quotation marks")
                return ""

    def required(self, name: str) -> str:
        """The text under a key, which must not be empty."""
        if name not in self:
            self.problem(None, f"{name} is missing; add {name}: …")
        elif not self.text(name) and isinstance(self._mapping.entries[name], Scalar):
            self.problem(name, f"{name} is empty; write it")
        return self.text(name)

    def optional(self, name: str) -> str | None:
        """The text under a key, not empty; None if the key is not given."""
        return (self.required(name) or None) if name in self else None

    def label(self, key: str) -> str:
        """The label on one line; if there is none, one made from the key."""
        return " ".join(self.text("label").split()) or label_of(key)

    def choice(self, name: str, words: Collection[Word]) -> Word | None:
        """One of the words; None if it is missing or something else."""
        text = self.text(name)
        for word in words:
            if word == text:
                return word
        if name not in self:
            self.problem(None, f"{name} is missing; write one of {', '.join(words)}")
        elif isinstance(self._mapping.entries[name], Scalar):
            nearest = did_you_mean(text, words)
            one_of = f"write one of {', '.join(words)}"
            self.problem(name, f"{name} cannot be {quoted(text)}{nearest}; {one_of}")
        return None

    def yes_no(self, name: str, default: bool) -> bool:
        """Yes or no, also written true or false."""
        if name not in self or not isinstance(self._mapping.entries[name], Scalar):
            self.text(name)
            return default
        text = self.text(name)
        if text.casefold() not in _YES_NO:
            self.problem(name, f"{name} must be yes or no, not {quoted(text)}")
        return _YES_NO.get(text.casefold(), default)

    def number(self, name: str) -> float | None:
        """A finite number; None if there is none."""
        if not self.optional(name):
            return None
        text = self.text(name)
        number = float(text) if _NUMBER.fullmatch(text) else math.inf
        if math.isfinite(number):
            return number
        self.problem(name, f"{name} must be a number such as 0 or 2.5, not {quoted(text)}")
        return None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, each once; one text is a list of one."""
        return tuple(dict.fromkeys(text for text, _ in self.lines(name)))

    def lines(self, name: str) -> tuple[tuple[str, int], ...]:
        """The same with the line of each, and as often as it is written."""
        entry = self._mapping.entries.get(name)
        entries: list[Entry] = [] if entry is None else [entry]
        if isinstance(entry, Items):
            entries = entry.entries
        elif isinstance(entry, Scalar) and not entry.text.strip():
            entries = []
        texts = []
        for item in entries:
            if isinstance(item, Scalar) and item.text.strip():
                texts.append((item.text.strip(), item.line))
            else:
                self._problems.add(
                    item.line, f"{self._what}: {name} must be a text or a list of texts, none empty"
                )
        return tuple(texts)

    def mappings(self, name: str, noun: str) -> Iterator[Mapping]:
        """Each mapping of a list."""
        match self._mapping.entries.get(name):
            case None | Scalar(text=""):
                return
            case Items(entries=entries):
                for entry in entries:
                    if isinstance(entry, Mapping):
                        yield entry
                    else:
                        self._problems.add(
                            entry.line,
                            f"{self._what}: a {noun} has keys of its own; write {{KEY: …}}",
                        )
            case _:
                self.problem(name, f"{name} must be a list; begin each {noun} with a hyphen")

    def mapping(self, name: str) -> Mapping | None:
        """The mapping under a key."""
        match self._mapping.entries.get(name):
            case Mapping() as mapping:
                return mapping
            case None | Scalar(text=""):
                return None
            case _:
                self.problem(name, f"{name} has keys of its own; write {name}: {{KEY: …}}")
                return None
