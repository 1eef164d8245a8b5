"""Identifiers of titles in other catalogues: imdb:tt0460649."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted


@dataclass(frozen=True, slots=True)
class Identifier:
    """The identifier of a title in a catalogue, the `scheme`; `value` is in its normal form."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True)
class _Scheme:
    """How values are written, alone and in a web address (if they appear in one).

    The first group of each pattern is what `normal` turns into the value.
    """

    value: str
    normal: Callable[[str], str]
    example: str
    address: str | None = None


def _same(value: str) -> str:
    return value


_NUMBER = r"0*([1-9][0-9]{0,9})"
_WEB = r"(?:https?://)?(?:www\.|m\.)?"
_END = r"(?:[-/?#].*)?"

_SCHEMES: Final = {
    "imdb": _Scheme(
        rf"tt{_NUMBER}",
        lambda digits: f"tt{digits.zfill(7)}",
        "tt0460649",
        rf"{_WEB}imdb\.com/(?:[a-z-]+/)?title/tt{_NUMBER}{_END}",
    ),
    "tmdb": _Scheme(_NUMBER, _same, "550", rf"{_WEB}themoviedb\.org/movie/{_NUMBER}{_END}"),
    "tmdb-tv": _Scheme(_NUMBER, _same, "1100", rf"{_WEB}themoviedb\.org/tv/{_NUMBER}{_END}"),
    "tvdb": _Scheme(_NUMBER, _same, "75760"),
    "wikidata": _Scheme(
        r"Q([1-9][0-9]{0,11})",
        lambda digits: f"Q{digits}",
        "Q147235",
        rf"{_WEB}wikidata\.org/(?:wiki|entity)/Q([1-9][0-9]{{0,11}}){_END}",
    ),
    "eidr": _Scheme(
        r"(10\.5240/(?:[0-9A-F]{4}-){5}[0-9A-Z])",
        str.upper,
        "10.5240/7791-8534-2C23-9030-8610-5",
        r"(?:https?://)?(?:dx\.)?doi\.org/(10\.5240/(?:[0-9A-F]{4}-){5}[0-9A-Z])",
    ),
}

#: The known catalogues.
SCHEMES: Final = tuple(_SCHEMES)


#: A value that is never a name: `Q2` and `1922` are names of films.
_UNLIKE_A_NAME = re.compile(r"tt[0-9]{7,10}", re.IGNORECASE | re.ASCII)


def parse_identifier(text: str) -> Identifier:
    """The identifier written as `SCHEME:VALUE`, or pasted as the address of the title's page.

    A value alone will do where only one scheme has such values: `tt0460649`. Values are put in
    their normal form: IMDb numbers have at least seven digits and no more zeros than that, other
    numbers no leading zeros. Raises InvalidValue for an unknown scheme, naming the known ones, and
    for a value that does not fit its scheme, or that fits several.
    """
    written = text.strip()
    found = _from_address(written)
    if found:
        return found
    scheme, colon, value = (part.strip() for part in written.partition(":"))
    scheme = scheme.casefold()
    if not colon:
        return _from_value(written)
    if scheme not in _SCHEMES:
        raise _unknown(written)
    match = _from_scheme(scheme, value)
    if match:
        return match
    within = _from_address(value)
    if within and within.scheme == scheme:
        return within
    raise InvalidValue(
        f"{quoted(value)} is not a valid {scheme} identifier.",
        hint=f"Write {scheme}:{_SCHEMES[scheme].example}.",
    )


def looks_like_identifier(text: str) -> bool:
    """Whether `text` is meant as one: a known scheme, a colon and directly a value; or an address.

    It may still be malformed. `Imdb: The Movie` is a name, and so may `Q2` be; `tt0460649` is none.
    """
    written = text.strip()
    scheme, _, value = written.partition(":")
    known = scheme.casefold() in _SCHEMES and value[:1].strip() != ""
    return bool(known or _UNLIKE_A_NAME.fullmatch(written) or _from_address(written))


def _unknown(written: str) -> InvalidValue:
    return InvalidValue(
        f"{quoted(written)} is not an identifier of a known kind.",
        hint=f"Write KIND:VALUE, such as imdb:tt0460649. Known kinds: {', '.join(SCHEMES)}.",
    )


def _from_value(value: str) -> Identifier:
    """The identifier with this value in the only scheme that it fits."""
    fitting = [found for scheme in _SCHEMES if (found := _from_scheme(scheme, value))]
    if not fitting:
        raise _unknown(value)
    if len(fitting) > 1:
        raise InvalidValue(
            f"{quoted(value)} may be an identifier of several kinds.",
            hint=f"Write {' or '.join(map(str, fitting))}.",
        )
    return fitting[0]


def _from_scheme(scheme: str, value: str) -> Identifier | None:
    form = _SCHEMES[scheme]
    match = re.fullmatch(form.value, value, re.IGNORECASE | re.ASCII)
    return Identifier(scheme, form.normal(match[1])) if match else None


def _from_address(text: str) -> Identifier | None:
    for scheme, form in _SCHEMES.items():
        match = form.address and re.fullmatch(form.address, text, re.IGNORECASE | re.ASCII)
        if match:
            return Identifier(scheme, form.normal(match[1]))
    return None
