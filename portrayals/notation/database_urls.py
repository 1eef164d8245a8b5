"""Addresses of databases: what is one, and how it is told without its password."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_plus

#: An address within a text, up to a space or a quotation mark, even if a slash is missing. It
#: begins where a word does: matching inside words too would take time quadratic in a long word.
_ADDRESS: Final = re.compile(r"(?<![\w+.-])[\w+.-]*:/[^\s'\"]+")
#: The user and the password: everything before the last @, since one in it may be unescaped.
_USER: Final = re.compile(r"(:/+[^/?@:]*):.*")
_OPTION: Final = re.compile(r"(?<=[?&;])([^=&;]+)=([^&;]*)")
_SECRETS: Final = {"password", "sslpassword"}
_MASK: Final = "***"


def without_password(text: str) -> str:
    """A text with `***` for each password in an address within it.

    A password comes before the @, or as an option after the question mark. If it is unclear whether
    something is a password, it is masked.
    """
    return _ADDRESS.sub(lambda found: _masked(found[0]), text)


def _masked(address: str) -> str:
    before, at, after = address.rpartition("@")
    return _OPTION.sub(_masked_option, _USER.sub(rf"\1:{_MASK}", before) + at + after)


def _masked_option(option: re.Match[str]) -> str:
    secret = unquote_plus(option[1]).strip().casefold() in _SECRETS
    return f"{option[1]}={_MASK}" if secret else option[0]


def is_url(target: str) -> bool:
    """Whether `target` is the address of a server rather than a file."""
    return "://" in target
