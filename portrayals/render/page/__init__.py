"""Pages to work in, opened from the disk: one HTML file each, with its styles, script and data.

A page loads nothing and runs no script but its own. What it knows is JSON in it; the browser draws
every name and every rule as text. What all of them have stands here: how a question is asked, and
how what was answered is kept in the browser and in a file.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent

#: The script that pages share, file by file, each by its subject.
_SHARED: Final = (
    *("drawing", "codebook", "answers", "store", "saving", "files"),
    *("rules", "questions", "dialogs", "list", "keys", "beginning"),
)


def html(folder: Path, scripts: Sequence[str], data: Mapping[str, object], **values: object) -> str:
    """A page from the parts in a folder: `page.html.jinja`, `style.css` and the scripts named.

    The template has `data`, and `values` beside; Jinja must be there.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader([folder, _HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    parts = [*(_HERE / f"{each}.js" for each in _SHARED), *(folder / f"{s}.js" for s in scripts)]
    style = _joined([_HERE / "style.css", folder / "style.css"])
    # In a function of its own: the page has no global names.
    script = f'"use strict";\n(() => {{\n{_joined(parts)}}})();\n'
    return made.get_template("page.html.jinja").render(
        data=Markup(_inert(data)),  # noqa: S704 - without a < it can end no element
        style=Markup(style),  # noqa: S704 - files of ours
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704 - files of ours
        script_hash=_hash(script),
        **values,
    )


def _inert(data: Mapping[str, object]) -> str:
    """The data as JSON in which no markup can begin."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _joined(files: Sequence[Path]) -> str:
    return "\n".join(each.read_text(encoding="utf-8") for each in files)
