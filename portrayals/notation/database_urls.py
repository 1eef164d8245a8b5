"""Addresses of databases, told without the password in them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_plus

#: An address within a text, up to a blank or a quotation mark, also with a slash too few. It
#: begins where a word does: tried within one, too, a long word would take the square of its length.
_ADDRESS: Final = re.compile(r"(?<![\w+.-])[\w+.-]*:/[^\s'\"]+")
#: The user and the password, of what stands before the last @: nobody may have escaped one in it.
_USER: Final = re.compile(r"(:/+[^/?@:]*):.*")
_OPTION: Final = re.compile(r"(?<=[?&;])([^=&;]+)=([^&;]*)")
_SECRETS: Final = {"password", "sslpassword"}
_MASK: Final = "***"


def without_password(text: str) -> str:
    """A text with `***` for each password in an address within it.

    A password stands before the @, or as an option behind the question mark. Where it cannot be
    told whether something is one, it is masked.
    """
    return _ADDRESS.sub(lambda found: _masked(found[0]), text)


def _masked(address: str) -> str:
    before, at, after = address.rpartition("@")
    return _OPTION.sub(_masked_option, _USER.sub(rf"\1:{_MASK}", before) + at + after)


def _masked_option(option: re.Match[str]) -> str:
    secret = unquote_plus(option[1]).strip().casefold() in _SECRETS
    return f"{option[1]}={_MASK}" if secret else option[0]
