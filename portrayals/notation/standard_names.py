"""One spelling for each country (ISO 3166) and language (ISO 639), whatever people type.

The names are those of Unicode's CLDR, as English speakers say them: South Korea, not Korea,
Republic of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import composed, fold

#: The fields of a title that hold such names, and what several of them are called.
STANDARD: Final = {"country": "countries", "language": "languages"}

#: Names of our own: what CLDR words awkwardly, countries that films have and ISO 3166 has lost, and
#: the four of the United Kingdom.
_OUR_COUNTRIES: Final = {
    "HK": "Hong Kong",
    "MO": "Macao",
    "MM": "Myanmar",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "PS": "Palestine",
    "GBENG": "England",
    "GBNIR": "Northern Ireland",
    "GBSCT": "Scotland",
    "GBWLS": "Wales",
    "SUHH": "Soviet Union",
    "YUCS": "Yugoslavia",
    "CSHH": "Czechoslovakia",
    "CSXX": "Serbia and Montenegro",
    "DEDE": "West Germany",
    "DDDE": "East Germany",
}
_OUR_LANGUAGES: Final = {"cmn": "Mandarin", "nl_BE": "Flemish", "bfi": "British Sign Language"}

#: Other names in use, of the past, of ISO's lists and of everyday speech.
_ALSO: Final[dict[str, dict[str, Sequence[str]]]] = {
    "country": {
        "BO": ("Bolivia, Plurinational State of",),
        "BN": ("Brunei Darussalam",),
        "CD": ("DRC", "Congo, Democratic Republic of the", "DR Congo"),
        "CI": ("Ivory Coast",),
        "CN": ("People's Republic of China", "PRC"),
        "CV": ("Cabo Verde",),
        "CZ": ("Czech Republic",),
        "CSHH": ("CSSR", "CSK"),
        "DDDE": ("DDR", "DD", "GDR", "German Democratic Republic"),
        "DEDE": ("BRD", "FRG"),
        "GB": ("Great Britain", "Britain", "UK", "United Kingdom of Great Britain"),
        "IE": ("Republic of Ireland", "Eire"),
        "IR": ("Islamic Republic of Iran", "Iran, Islamic Republic of"),
        "KP": ("Korea, North", "DPRK", "Korea, Democratic People's Republic of"),
        "KR": ("Korea, South", "Republic of Korea", "Korea, Republic of"),
        "LA": ("Lao People's Democratic Republic",),
        "MK": ("Macedonia",),
        "MM": ("Burma",),
        "MO": ("Macau",),
        "NL": ("Holland",),
        "PS": ("Palestinian Territories", "Palestine, State of"),
        "RU": ("Russian Federation",),
        "SUHH": ("USSR", "SU", "SUN", "Union of Soviet Socialist Republics"),
        "SY": ("Syrian Arab Republic",),
        "SZ": ("Swaziland",),
        "TR": ("Turkey",),
        "TW": ("Republic of China", "Taiwan, Province of China"),
        "TZ": ("Tanzania, United Republic of",),
        "US": ("United States of America",),
        "VA": ("Vatican",),
        "VE": ("Venezuela, Bolivarian Republic of",),
        "VN": ("Viet Nam",),
        "AE": ("UAE",),
        "YUCS": ("YU", "YUG"),
        "CSXX": ("SCG",),
    },
    "language": {
        "cmn": ("Mandarin Chinese",),
        "es": ("Castilian",),
        "fa": ("Farsi",),
        "ase": ("ASL",),
        "bfi": ("BSL",),
        "zxx": ("silent",),
    },
}
#: What CLDR lists among territories and languages and is neither.
_NEITHER: Final = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "und"})


def standard_name(field: str, text: str) -> str:
    """The one spelling of a country or a language; an unknown one as it was typed."""
    known = _code(field, text)
    return composed(text) if known is None else _names(field)[known]


def is_standard(field: str, name: str) -> bool:
    """Whether this is the name or the code of a country or a language that is known."""
    return _code(field, name) is not None


def spellings(field: str, text: str) -> tuple[str, ...]:
    """All that is folded to the same country or language as `text`; none if it is unknown."""
    wanted = _code(field, text)
    return tuple(each for each, code in _codes(field).items() if code == wanted and wanted)


def near_names(field: str, text: str) -> tuple[str, ...]:
    """The names of known countries or languages that are most like an unknown one."""
    codes = _codes(field)
    near = nearest(text, [each for each in codes if len(each) > 3], limit=6)
    return tuple(dict.fromkeys(_names(field)[codes[each]] for each in near))[:3]


def _code(field: str, text: str) -> str | None:
    wanted = fold(text)
    codes = _codes(field)
    return codes.get(wanted) or codes.get(wanted.replace(".", "").removeprefix("the "))


@cache
def _codes(field: str) -> Mapping[str, str]:
    """The code of each country or language by all that it is called, folded."""
    codes: dict[str, str] = {}
    for name, code in (*_aliases(field), *((code, code) for code in _names(field))):
        codes.setdefault(fold(name), code)
    codes |= {fold(name): code for code, name in _cldr(field).items()}
    codes |= {fold(name): code for code, name in _names(field).items()}
    return codes | {fold(each): code for code, also in _ALSO[field].items() for each in also}


def _aliases(field: str) -> Iterator[tuple[str, str]]:
    """The codes of three letters and of former days, and the codes that stand for them."""
    from babel.core import get_global

    names = _names(field)
    if field == "country":
        for each, now in get_global("territory_aliases").items():
            if len(now) == 1 and each.isalpha():
                yield each, now[0]
    else:
        for each, code in get_global("language_aliases").items():
            if code in names and each.isalpha() and each not in names:
                yield each, code


@cache
def _names(field: str) -> Mapping[str, str]:
    """The one spelling of each country or language by its code."""
    ours = _OUR_COUNTRIES if field == "country" else _OUR_LANGUAGES
    return {**_cldr(field), **ours}


@cache
def _cldr(field: str) -> Mapping[str, str]:
    from babel.localedata import load

    words = "territories" if field == "country" else "languages"
    return {
        code: name
        for code, name in load("en")[words].items()
        if code.isalpha() and len(code) <= 3 and code not in _NEITHER
    }
