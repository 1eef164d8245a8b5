"""The modules of the package, each read and parsed once for all the checks of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import portrayals

HOUSE = Path(portrayals.__file__).parent


@dataclass(frozen=True)
class Source:
    """A module: where it stands (`query/parse.py`), its text, and what Python reads in it."""

    place: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """`query/parse.py` → `query.parse`; a room's `__init__.py` is the room; ours is ''."""
        parts = Path(self.place).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")


@cache
def sources() -> tuple[Source, ...]:
    """Every module of the package, in the order of their places."""
    found = []
    for path in sorted(HOUSE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Source(path.relative_to(HOUSE).as_posix(), text, ast.parse(text)))
    return tuple(found)
