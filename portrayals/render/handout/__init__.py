"""A handout as one HTML page that a coder opens from the disk and codes in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from portrayals.extras import need
from portrayals.render.page import html
from portrayals.results.handout import Handout
from portrayals.vocabulary import BASES

#: The script, file by file, each by its subject, after what pages share.
_SCRIPTS: Final = (
    *("handout", "decide", "asked", "places", "work", "answers_file"),
    *("model_answers", "answering", "noting", "proposing", "moving", "commands", "main"),
)

#: How a coder says on what basis a unit is coded.
BASES_IN_WORDS: Final = {
    "watched": "I watched it",
    "watched-in-part": "I watched parts of it",
    "documented": "From published descriptions",
    "unstated": "I do not say",
    "hearsay": "From hearsay",
}


def page(handout: Handout) -> str:
    """The handout as HTML. Raises NotInstalled if Jinja is missing."""
    need("a handout", "jinja2")
    return html(
        Path(__file__).parent,
        _SCRIPTS,
        handout.to_dict(),
        handout=handout,
        bases=[(basis, BASES_IN_WORDS[basis]) for basis in BASES],
    )
