"""Sheets of disagreements for tests, made by hand: no study is needed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handouts import uuid_of

from portrayals.results.disagreements import Disagreement, GivenEvidence, OneAnswer, Sheet
from portrayals.results.handout import HandoutVariable


def sheet_of(variables: Iterable[HandoutVariable], *disagreements: Disagreement) -> Sheet:
    """A sheet of these differences."""
    return Sheet(
        study="Therapists on screen",
        wave="main",
        codebook="book",
        codebook_version="1.0",
        codebook_sha256="0" * 64,
        variables=tuple(variables),
        disagreements=disagreements,
    )


def difference(unit: str, variable: str, *answers: OneAnswer, **more: Any) -> Disagreement:
    """What coders answered about a unit, with the letters A, B … in that order."""
    values: dict[str, Any] = {
        "unit": unit,
        "uuid": uuid_of(unit),
        "level": "title",
        "names": (unit.capitalize(),),
    }
    return Disagreement(variable=variable, answers=answers, **(values | more))


def answer(letter: str, *codes: str, **more: Any) -> OneAnswer:
    """An answer of codes, unless `state`, `number` or `text` says otherwise."""
    values: dict[str, Any] = {
        "state": "coded",
        "doubtful": (),
        "number": None,
        "text": None,
        "basis": "watched",
        "complete": None,
        "note": None,
        "evidence": (),
    }
    return OneAnswer(letter=letter, codes=codes, **(values | more))


def piece(**said: str) -> GivenEvidence:
    """Evidence of which only this is said."""
    names = ("code", "episode", "start", "end", "quote", "source", "description")
    return GivenEvidence(**{name: said.get(name) for name in names})
