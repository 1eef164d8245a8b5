"""A codebook with some of the questions of another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook
from portrayals.codebook.to_yaml import to_yaml


def excerpt(book: Codebook, asked: Collection[str], purpose: str) -> Codebook:
    """The coded variables of these keys, word for word, as a codebook of its own.

    Its key and label name the purpose too, since it is no version of the whole. It has no derived
    variables, which may rest on what it lacks.
    """
    part = replace(
        book,
        key=f"{book.key}-{purpose}",
        label=f"{book.label or book.key} ({purpose})",
        headline=None,
        variables=tuple(each for each in book.variables if each.key in asked and not each.derived),
    )
    source = f"Some questions of {book.key} {book.version}, by its makers and under its licence."
    return load(to_yaml(part, {"": [source]}))
