"""The page: a template filled with a report, every text in it escaped."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portrayals.notation.plurals import counted
from portrayals.render.cells import harmless
from portrayals.render.claims import in_words, told_of, totals
from portrayals.render.report.entries import choices, entries
from portrayals.render.report.links import link_to, link_within, place
from portrayals.render.report.pictures import COLOURS, picture
from portrayals.render.report.tables import caveats, key_figure, shared_caveats, tables
from portrayals.results.report import Report

_HERE: Final = Path(__file__).parent

#: How titles are screened, as it is read.
_SCREENED: Final = {
    "pending": "not screened yet",
    "in": "in the study",
    "none": "looked through, nobody portrayed",
    "out": "screened out",
    "unavailable": "unavailable",
}


def page(report: Report) -> str:
    """The report as HTML that loads nothing, from anywhere."""
    titles = entries(report)
    script = _part("script.js")
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            report=report,
            titles=titles,
            choices=tuple(choices(report.codebook, titles)),
            sources={row["key"] for row in report.sources},
            screened=_SCREENED,
            style=Markup(_style()),  # noqa: S704 - a file of ours
            script=Markup(script),  # noqa: S704 - a file of ours
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        )
    )


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    made.globals |= {
        "caveats": caveats,
        "counted": counted,
        "id_of": place,
        "key_figure": key_figure,
        "link_to": link_to,
        "link_within": link_within,
        "picture": picture,
        "shared_caveats": shared_caveats,
        "tables": tables,
        "told_of": told_of,
        "totals": totals,
        "verdict": in_words,
    }
    return made


def _printable(value: object) -> object:
    """A text without what turns the direction of writing or cannot be seen; others as they are."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return harmless(value)
    return value


def _style() -> str:
    """The styles; the colours of charts become those of the page."""
    rules = "".join(
        f'.chart [{what}="{colour}"]{{{what}:var(--{name})}}\n'
        for name, colour in COLOURS.items()
        for what in ("fill", "stroke")
    )
    return _part("style.css") + rules


def _part(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
