"""The program as a reader of somebody's sheet runs it, and the shares it prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from portrayals.cli.program import run

Row = dict[str, Any]


class Program:
    """Runs commands in a folder of its own; an unwanted status fails with what was said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str | Path, status: int = 0) -> tuple[str, str]:
        """What a command says on standard output and on standard error."""
        ended = run([str(word) for word in words])
        said = self._capsys.readouterr()
        assert ended == status, said.err
        return said.out, said.err

    def read(self, *words: str | Path) -> Any:
        """What a command prints as JSON."""
        return json.loads(self(*words, "--json")[0])

    def begin(self, codebook: str) -> None:
        """Makes a database with a codebook given as text."""
        Path("book.yaml").write_text(codebook, encoding="utf-8")
        Path("portrayals.db").unlink(missing_ok=True)
        self("init", "--codebook", "book.yaml")

    def rows(self, *words: str | Path) -> list[Row]:
        """The rows of `stats`."""
        rows: list[Row] = self.read("stats", *words)["rows"]
        return rows

    def row(self, variable: str, code: str, *words: str | Path) -> Row:
        """The row of one code."""
        (row,) = [row for row in self.rows(variable, *words) if row["code"] == code]
        return row


def counts(row: Row) -> tuple[int, int]:
    """k and n."""
    return row["count"], row["n"]


def share(row: Row) -> float:
    """k of n as a proportion, to the six digits of the published answers."""
    return round(float(row["percent"]) / 100, 6)


def interval(row: Row) -> tuple[float, float]:
    """The interval's bounds as proportions, to six digits."""
    return round(row["low"] / 100, 6), round(row["high"] / 100, 6)


def text_variables(level: str, headers: Sequence[str]) -> str:
    """A codebook of a text variable for each header, which is its label."""
    variables = [
        f"  - {{key: column-{number}, label: {json.dumps(header)}, level: {level}, type: text}}"
        for number, header in enumerate(headers)
    ]
    return "\n".join(["codebook: sheet", "version: 1", "variables:", *variables, ""])
