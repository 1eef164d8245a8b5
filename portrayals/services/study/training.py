"""The study to practise on: vignettes, the questions that they answer, and the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook
from portrayals.codebook.to_yaml import to_yaml
from portrayals.errors import InvalidValue
from portrayals.history.transaction import Change
from portrayals.notation.quoting import listed
from portrayals.services.codebooks.apply import apply_book
from portrayals.services.codebooks.read import read_source
from portrayals.services.starter import CATALOGUE, load_catalogue

VIGNETTES: Final = CATALOGUE.with_name("vignettes.yaml")
#: The questions that the vignettes answer.
ANSWERED: Final = (
    *("boundary-act", "client-status", "initiator", "interval"),
    *("therapist-attraction", "protective-act", "client-conduct"),
)


def load_vignettes(change: Change, codebook: str) -> int:
    """Loads the training vignettes, with those questions of a codebook that they answer.

    Returns the number of vignettes. Raises InvalidValue without a codebook, or for one that lacks
    what they answer.
    """
    if codebook == "none":
        raise InvalidValue(
            "the training vignettes have answers to a codebook, and none is wanted",
            hint="leave out --codebook",
        )
    book = read_source(codebook)
    if lacking := [key for key in ANSWERED if book.variable(key) is None]:
        raise InvalidValue(
            f"{book.key} does not ask what the training vignettes answer: {listed(lacking)}",
            hint="leave out --codebook",
        )
    apply_book(change, _questions(book))
    return load_catalogue(change, VIGNETTES)


def _questions(book: Codebook) -> Codebook:
    """The questions that the vignettes answer, word for word, as a codebook of its own.

    Its key and label say what it is for, since it is no version of the whole.
    """
    part = replace(
        book,
        key=f"{book.key}-training",
        label=f"{book.label or book.key} (training)",
        headline=(),
        variables=tuple(each for each in book.variables if each.key in ANSWERED),
    )
    source = f"Some questions of {book.key} {book.version}, by its makers and under its licence."
    return load(to_yaml(part, {"": [source]}))
