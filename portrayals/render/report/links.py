"""Where a link of the page may lead: to a place in it, or to a page of the web."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

#: The identifier of a document, as `10.1037/0003-066X.57.12.1060`, with or without `doi:` before.
_DOI: Final = re.compile(r"(?:doi:\s*)?(10\.[0-9]{4,9}/[!-~]+)", re.IGNORECASE)
_PRINTED: Final = re.compile(r"[^\s\x00-\x1f\x7f<>\"\\^`{|}]+")


def link_to(address: str | None) -> str | None:
    """The address if it leads to the web (http, https, a DOI), else null: it is text then."""
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
    """The id of a thing on the page: its kind and its key, without blanks."""
    return f"{kind}-{'_'.join(str(key).split())}"


def link_within(kind: str, key: object) -> str:
    """The link to a thing on the page."""
    return f"#{quote(place(kind, key))}"
