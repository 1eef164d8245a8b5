"""The head of a codebook document: what it says about itself, apart from what can be coded."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.codebook.document import Scalar, read
from portrayals.codebook.keys import label_of
from portrayals.codebook.problems import Problems
from portrayals.notation.years import parse_date


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a codebook, its version, and who made it, when and under which licence."""

    key: str
    version: str
    label: str
    creator: str | None
    date: str | None
    licence: str | None


def head_of(document: str) -> Head:
    """The head of a document that `load` has found valid."""
    top = read(document, Problems("codebook"))
    entries = {} if top is None else top.entries
    texts = {name: each.text.strip() for name, each in entries.items() if isinstance(each, Scalar)}
    key = texts.get("codebook", "")
    return Head(
        key=key,
        version=texts.get("version", ""),
        label=" ".join(texts.get("label", "").split()) or label_of(key),
        creator=texts.get("creator") or None,
        date=parse_date(texts["date"]) if texts.get("date") else None,
        licence=texts.get("licence") or None,
    )
