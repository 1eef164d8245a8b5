"""The included catalogue, and the second coding of some of it: texts that a study begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from portrayals.codebook.document import Scalar, read
from portrayals.codebook.problems import Problems
from portrayals.history.transaction import Change
from portrayals.services.texts.load import load_text
from portrayals.services.texts.read import WHOLE, read_text

CATALOGUE: Final = Path(__file__).parents[1] / "starter" / "therapists.yaml"
SECOND: Final = CATALOGUE.with_name("second-coding.yaml")


def load_starter(change: Change) -> int:
    """Loads the included catalogue; returns how many titles there were."""
    titles = load_catalogue(change, CATALOGUE)
    load_catalogue(change, SECOND)
    return titles


def starter_head() -> dict[str, str]:
    """What the included catalogue says about itself, read without its sources and titles."""
    head, _, _ = CATALOGUE.read_text(encoding="utf-8").partition("\nsources:\n")
    top = read(head, Problems(CATALOGUE.name), WHOLE)
    entries = {} if top is None else top.entries
    return {name: each.text for name, each in entries.items() if isinstance(each, Scalar)}


def load_catalogue(change: Change, path: Path, codebook: str | None = None) -> int:
    """Loads a catalogue, one file or a folder, into a new study; returns the number of titles.

    `codebook` is that of a catalogue which names none. Raises InvalidText with every error by line.
    """
    return load_text(change, read_text(path), new=True, codebook=codebook).added.get("titles", 0)
