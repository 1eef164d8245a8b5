"""The text of a catalogue, and where in it something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portrayals.errors import PortrayalsError


@dataclass(frozen=True, slots=True)
class Text:
    """A file of the starter: its name, its lines, and what it holds, every scalar as text."""

    name: str
    lines: tuple[str, ...]
    content: dict[str, Any]

    @contextmanager
    def telling(self, what: str, key: str) -> Iterator[None]:
        """Adds file, line and key to whatever is found wrong within. Raises PortrayalsError."""
        try:
            yield
        except (PortrayalsError, KeyError) as error:
            told = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise PortrayalsError(
                f"{self.name}, {self._line(key)}{what} {key}: {told}",
                hint=getattr(error, "hint", None),
                candidates=getattr(error, "candidates", ()),
            ) from error

    def _line(self, key: str) -> str:
        for number, line in enumerate(self.lines, 1):
            if line in {f"- key: {key}", f"- unit: {key}"}:
                return f"line {number}, "
        return ""


def read_text(path: Path) -> Text:
    """The text of a file. Raises PortrayalsError, with the line, where it is not YAML."""
    import yaml

    written = path.read_text(encoding="utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        content = yaml.load(written, Loader=loader)  # noqa: S506 - the base loader makes nothing but text, lists and mappings
    except yaml.MarkedYAMLError as error:
        line = 0 if error.problem_mark is None else error.problem_mark.line + 1
        raise PortrayalsError(f"{path.name}, line {line}: {error.problem}") from None
    return Text(path.name, tuple(written.splitlines()), content)
