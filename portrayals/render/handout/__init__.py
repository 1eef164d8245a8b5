"""A handout as one HTML page that a coder opens from the disk: styles, script and data in it.

The page loads nothing and runs no script but its own. What it knows of the handout is JSON in it;
the browser draws every name and every rule as text.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

from portrayals.extras import need
from portrayals.results.handout import Handout
from portrayals.vocabulary import BASES

_HERE: Final = Path(__file__).parent

#: The script, file by file, each by its subject; a later one may use what stands before it.
_SCRIPTS: Final = (
    *("drawing", "handout", "decide", "answers", "places", "store", "work", "files"),
    *("rules", "questions", "dialogs", "units", "proposing", "moving", "keys", "main"),
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
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _part("style.css"), _script()
    return made.get_template("page.html.jinja").render(
        handout=handout,
        bases=[(basis, BASES_IN_WORDS[basis]) for basis in BASES],
        data=Markup(_inert(handout)),  # noqa: S704 - without a < it can end no element
        style=Markup(style),  # noqa: S704 - a file of ours
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704 - files of ours
        script_hash=_hash(script),
    )


def _inert(handout: Handout) -> str:
    """The data as JSON in which no markup can begin."""
    written = json.dumps(handout.to_dict(), ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c")


def _script() -> str:
    """All files of the script, in a function of their own: the page has no global names."""
    parts = "\n".join(_part(f"{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _part(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
