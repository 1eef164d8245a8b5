"""Somebody who makes mistakes all the time: her study, and what came of a command."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from portrayals.cli.program import run

BOOK = """\
codebook: study
version: "1"
variables:
  - {key: dating, label: Dating, level: title, type: boolean}
  - {key: remark, label: Remark, level: title, type: text}
  - {key: outcome, label: Outcome, level: title, type: nominal, codes: [
      {key: harmed, label: Harmed}, {key: mixed, label: Mixed}]}
  - {key: grade, label: Grade, level: title, type: ordinal, codes: [
      {key: "1", label: mild}, {key: "2", label: grave}]}
  - {key: age, label: Age, level: portrayal, type: number, min: 18, max: 99}
  - key: violation
    label: Violation
    level: relationship
    type: multi
    codes:
      - {key: flirting, label: Flirting, properties: {class: harm}}
      - {key: role, label: Role, codes: [{key: gift, label: Gift}, {key: favour, label: Favour}]}
  - {key: pressure, label: Pressure, level: relationship, type: multi, codes: [
      {key: gift, label: Gift}, {key: threat, label: Threat}]}
derived:
  - {key: harm, label: Harm, level: relationship, type: boolean,
     rules: [{when: "violation.class:harm", then: yes}], otherwise: no}
"""
STUDY = (
    ("init", "--codebook", "book.yaml"),
    ("add", "title", "Prime", "--year", "2005", "--id", "imdb:tt0387514"),
    ("add", "title", "HIMYM", "--year", "2005", "--kind", "tv-series"),
    ("add", "title", "Bliss", "--year", "1997"),
    ("add", "title", "Bliss", "--year", "2021"),
    ("add", "episode", "himym", "S07E05"),
    ("add", "portrayal", "prime", "Lisa"),
    ("add", "relationship", "prime/lisa", "Rafi"),
    ("add", "relationship", "prime/lisa", "Ron"),
    ("add", "portrayal", "himym", "Kevin"),
    ("add", "relationship", "himym/kevin", "Robin"),
    ("add", "source", "gabbard", "--citation", "Gabbard, 1999"),
    ("annotate", "prime", "outcome=harmed", "--basis", "watched"),
    ("tag", "prime/lisa/rafi", "flirting", "--basis", "watched"),
)


@dataclass(frozen=True)
class Said:
    """What a command ended with and said."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard error."""
        return self.err.splitlines()


class Mistaken:
    """The program in the folder of the study, run as ana."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> Said:
        status = run([str(word) for word in words])
        said = self._capsys.readouterr()
        return Said(status, said.out, said.err)

    def state(self) -> dict[str, bytes]:
        """Every file of the folder: where the bytes are the same, so are the content, its hash,
        the history and what a check finds."""
        return {each.name: each.read_bytes() for each in Path.cwd().iterdir() if each.is_file()}

    def info(self) -> tuple[str, int]:
        """The hash of the content, and the status of the check: 0 where it is sound."""
        info = json.loads(self("db", "info", "--json").out)
        return info["snapshot"], self("db", "check").status


def make_study(folder: Path) -> None:
    """Makes the study in an empty folder, which is the present one."""
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    for words in STUDY:
        assert run(words) == 0, words


def copy_study(made: Path, folder: Path) -> None:
    """Puts a copy of the study into a folder."""
    shutil.copy(made, folder / made.name)
