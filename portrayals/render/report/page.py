"""The page: a template filled with a report, with every text escaped."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from portrayals.notation.plurals import counted
from portrayals.render.cells import harmless
from portrayals.render.charts.drawing import Drawable, bare
from portrayals.render.charts.files import drawn
from portrayals.render.charts.page import FAINT, GRID, INK, OPEN, STRONG
from portrayals.render.charts.sheet import PHONE, SHEETS, Sheet
from portrayals.render.claims import told_of, totals, verdict_of
from portrayals.render.reliability import heading as agreement_heading
from portrayals.render.report.entries import choices, entries
from portrayals.render.report.tables import (
    agreement_tables,
    by_variable,
    caveats,
    key_figure,
    shared_caveats,
    tables,
)
from portrayals.results.report import Figure, Report
from portrayals.vocabulary import COUNTED_OUT

#: The identifier of a document, such as `10.1037/0003-066X.57.12.1060`, with or without `doi:`.
_DOI: Final = re.compile(r"(?:doi:\s*)?(10\.[0-9]{4,9}/[!-~]+)", re.IGNORECASE)
_PRINTED: Final = re.compile(r"[^\s\x00-\x1f\x7f<>\"\\^`{|}]+")


def link_to(address: str | None) -> str | None:
    """The address if it is a web address (http, https, a DOI), else null: then it stays text."""
    if not address or not address.isprintable():
        return None
    written = address.strip()
    if doi := _DOI.fullmatch(written):
        return f"https://doi.org/{quote(doi[1], safe='/:;().-_')}"
    if not _PRINTED.fullmatch(written):
        return None
    try:
        parts = urlsplit(written)
    except ValueError:
        return None
    return written if parts.scheme in {"http", "https"} and parts.hostname else None


def place(kind: str, key: object) -> str:
    """The id of a thing on the page: its kind and its key, without spaces."""
    return f"{kind}-{'_'.join(str(key).split())}"


def link_within(kind: str, key: object) -> str:
    """The link to a thing on the page."""
    return f"#{quote(place(kind, key))}"


#: The colours of a chart, by purpose: the page uses others in dark mode.
COLOURS: Final[Mapping[str, str]] = {
    "ink": INK,
    "faint": FAINT,
    "accent": STRONG,
    "open": OPEN,
    "rule": GRID,
    "paper": "white",
}


def pictures(figure: Figure) -> tuple[Markup, Markup] | None:
    """The chart of a figure, as wide as the page and as narrow as a phone; null if not drawn.

    The caveats are not on it, because the page prints them. For a screen reader it is one picture,
    named after the figure, whose numbers are in the table.
    """
    if not figure.drawn or not figure.result.rows:
        return None
    return pictures_of(figure.result, figure.heading)


def pictures_of(result: Drawable, heading: str) -> tuple[Markup, Markup]:
    """The chart of a result, as wide as the page and as narrow as a phone."""
    return _picture(result, heading, SHEETS["page"]), _picture(result, heading, PHONE)


def _picture(result: Drawable, heading: str, sheet: Sheet) -> Markup:
    specification = bare(result, sheet)
    specification["background"] = None
    specification["config"] |= {"aria": False, "mark": {"aria": False}}  # one picture, not many
    svg = drawn(specification, "svg").decode()
    label = escape(f"Chart: {heading}. Its figures are in the table below.")
    return Markup(svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1))  # noqa: S704 - drawn by us: labels in it are text already


_HERE: Final = Path(__file__).parent

#: The screenings in words.
_SCREENED: Final = {
    "pending": "not screened yet",
    "in": "in the study",
    "none": "looked through, nobody portrayed",
    "out": "screened out",
    "unavailable": "unavailable",
}


def page(report: Report) -> str:
    """The report as HTML that loads nothing from elsewhere."""
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
            counted_out=COUNTED_OUT,
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
        "agreement_heading": agreement_heading,
        "agreement_tables": agreement_tables,
        "by_variable": by_variable,
        "caveats": caveats,
        "counted": counted,
        "id_of": place,
        "key_figure": key_figure,
        "link_to": link_to,
        "link_within": link_within,
        "pictures": pictures,
        "pictures_of": pictures_of,
        "shared_caveats": shared_caveats,
        "tables": tables,
        "told_of": told_of,
        "totals": totals,
        "verdict_of": verdict_of,
    }
    return made


def _printable(value: object) -> object:
    """A text without invisible characters and direction marks; other values unchanged."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return harmless(value)
    return value


def _style() -> str:
    """The styles; the colours of charts are replaced by those of the page."""
    rules = "".join(
        f'.chart [{what}="{colour}"]{{{what}:var(--{name})}}\n'
        for name, colour in COLOURS.items()
        for what in ("fill", "stroke")
    )
    return _part("style.css") + rules


def _part(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
