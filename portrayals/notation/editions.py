"""Which edition of a catalogue something is: its version, with the day of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_DATED: Final = re.compile(r"(?P<version>.+) of (?P<date>\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Edition:
    """A version, and its date in ISO form where it is known."""

    version: str
    date: str | None = None

    def __str__(self) -> str:
        """`1.0 of 2026-11-30`, as it is stored and printed."""
        return self.version if self.date is None else f"{self.version} of {self.date}"


def parse_edition(text: str) -> Edition:
    """The edition so written; a text without a date is a version."""
    found = _DATED.fullmatch(text)
    return Edition(text) if found is None else Edition(found["version"], found["date"])
