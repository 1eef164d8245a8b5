"""A sheet of disagreements as one HTML page, in which they are decided one after another.

No coder's name is in it: answers have letters, which stand for others in each unit and variable.
"""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path, PurePath
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.extras import need
from portrayals.render.page import html
from portrayals.results.disagreements import Sheet
from portrayals.vocabulary import CAUSES_IN_WORDS

#: The script, file by file, each by its subject, after what pages share.
_SCRIPTS: Final = (
    *("sheet", "work", "decisions_file", "side_by_side", "deciding"),
    *("terms", "moving", "commands", "main"),
)

#: How a decision is made, as who decides says it.
_METHODS: Final = {
    "discussion": "In discussion with others",
    "expert": "As an expert, who coded none of this",
    "alone": "Alone, between my own answers and those of others",
}


def decisions_name(path: str | PathLike[str]) -> str:
    """What a page at a path calls its decisions: `decide` of `decide.html`.

    Raises InvalidValue for the name of another kind of file.
    """
    file = PurePath(path)
    if file.suffix.lower() not in {".html", ".htm"}:
        raise InvalidValue(
            f"a page of decisions is an HTML page, and {fspath(path)} does not end in .html",
            hint="end it in .html",
        )
    return file.stem


def page(sheet: Sheet, name: str) -> str:
    """The sheet as HTML, whose decisions are saved as `NAME.decisions.json`.

    Raises NotInstalled if Jinja is missing.
    """
    need("a page of decisions", "jinja2")
    return html(
        Path(__file__).parent,
        _SCRIPTS,
        sheet.to_dict() | {"name": name},
        sheet=sheet,
        causes=[*CAUSES_IN_WORDS.items()],
        methods=[*_METHODS.items()],
    )
