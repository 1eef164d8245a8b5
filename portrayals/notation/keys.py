"""Names and keys: how names are compared, and how a key is made from a name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted
from portrayals.notation.years import FIRST_YEAR, LAST_YEAR
from portrayals.vocabulary import CONSENSUS, RESERVED

#: The maximum length of a slug; it is cut at a hyphen if the second half has one.
LONGEST_SLUG: Final = 80

# Marks that a reader leaves out when typing a name: the accents of Latin, Greek and Cyrillic,
# the points of Hebrew and the vowel signs of Arabic. The marks of other scripts (vowel signs of
# Devanagari, tones of Thai, the voicing of kana) spell the word and stay.
_OPTIONAL_MARKS: Final = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)

#: The characters of Chinese, Japanese and Korean, which are written without spaces between words:
#: ideographs, kana, syllables of Hangul. Ranges as they stand in the brackets of a pattern.
UNSPACED: Final = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003fffd"
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")


#: Signs that people type for one another: quotation marks, dashes, and the sign for "and".
_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("&﹠＆", " and "),
    }
)

#: Hyphens and underscores between words: those at the end of `A-` are not.
_JOINS: Final = re.compile(r"(?<=\w)[-_]+(?=\w)|_")

#: The articles that catalogues put after a name: those that end no other name.
_ARTICLES: Final = frozenset(
    {
        *("the", "a", "an", "le", "la", "les", "l'", "un", "une", "der", "die", "das", "ein"),
        *("eine", "el", "los", "las", "una", "il", "lo", "gli", "het", "een"),
    }
)


def fold(text: str) -> str:
    """`text` as names are searched and compared: without case, accents or extra spaces.

    Quotation marks are straight, dashes hyphens, `&` is `and`, and an article at the end comes
    first: `Prince of Tides, The` folds to `the prince of tides`. Folding twice changes nothing.
    """
    if text.isascii():  # nothing to decompose, and a sheet has many of these
        plain = text.casefold().replace("&", " and ").replace("`", "'")
        return _article_first(" ".join(plain.split()))
    return _article_first(_plain(_plain(text.translate(_ALIKE)).translate(_ALIKE)))


def _article_first(folded: str) -> str:
    name, _, last = folded.rpartition(", ")
    while name and last in _ARTICLES:
        folded = _joined(last, name)
        name, _, last = folded.rpartition(", ")
    return folded


def article_first(name: str) -> str:
    """The name with an article at its end put first; a name without one as it is."""
    head, _, last = name.rpartition(", ")
    return _joined(last, head) if head and fold(last) in _ARTICLES else name


def _joined(article: str, name: str) -> str:
    blank = "" if fold(article) == "l'" else " "
    return f"{article}{blank}{name}"


def composed(text: str) -> str:
    """`text` as a name is stored: composed (NFC), every run of spaces reduced to one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def caseless(text: str) -> str:
    """`text` as a word is recognised: composed (NFC), without case or extra spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    return composed(composed(text).casefold())


def letters(text: str) -> str:
    """The letters and digits of a folded text: what names have alike but for marks and spaces."""
    return "".join(filter(str.isalnum, text))


def alike(text: str) -> str:
    """`text` as spellings of one word agree: folded, hyphens and underscores in it as spaces."""
    return " ".join(_JOINS.sub(" ", fold(text)).split()) or text


def _plain(text: str) -> str:
    """NFKD, without optional marks and invisible characters, case-folded, composed again (NFC)."""
    if text.isascii():
        return " ".join(text.casefold().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not _is_dropped(c))
    # Case folding can leave a character that decomposes again.
    decomposed = unicodedata.normalize("NFKD", bare.casefold())
    return " ".join(unicodedata.normalize("NFC", decomposed).split())


def words(folded: str) -> list[str]:
    """The words by which a folded text is searched.

    Each character of Chinese, Japanese and Korean is one, because their texts do not say where a
    word ends.
    """
    return re.findall(r"\w+", _UNSPACED.sub(r" \g<0> ", folded))


def has_word(folded: str, wanted: str) -> bool:
    """Whether a folded text has the wanted one where a word of it begins, but for the first."""
    return f" {wanted}" in folded or (_UNSPACED.match(wanted) is not None and wanted in folded)


def slug(name: str) -> str:
    """The key made from `name`: its letters and digits of any script, joined by hyphens.

    They are without case and accents; marks that spell a word stay with their letter. At most
    LONGEST_SLUG characters; `title` if nothing is left. A slug is its own slug.
    """
    kept: list[str] = []
    for c in _plain(name):
        belongs = c.isalnum() or (unicodedata.category(c)[0] == "M" and kept and kept[-1] != "-")
        if belongs:
            kept.append(c)
        elif kept and kept[-1] != "-":
            kept.append("-")
    return _shortened("".join(kept).strip("-")) or "title"


def coder_key(name: str) -> str:
    """The key of a coder, made from a person's name, such as a login name.

    Raises InvalidValue if nothing is left, and for a reserved word.
    """
    key = slug(name)
    if not any(map(str.isalnum, _plain(name))) or key in {*RESERVED, CONSENSUS}:
        raise InvalidValue(
            f"{quoted(name)} cannot be a coder's key",
            hint="say who you are: --as KEY, or PORTRAYALS_CODER=KEY (portrayals list coders)",
        )
    return key


def name_with_year(text: str) -> tuple[str, int | None]:
    """The name and year of `Bliss (1997)`; the whole text and None if it has no year at the end."""
    text = text.strip()
    name, year = text[:-6].rstrip(), text[-5:-1]
    bracketed = text[-6:-5] == "(" and text[-1:] == ")" and year.isascii() and year.isdigit()
    if name and bracketed and FIRST_YEAR <= int(year) <= LAST_YEAR:
        return name, int(year)
    return text, None


def title_and_year(text: str, year: int | None) -> tuple[str, int | None]:
    """The name and year of a title to be made from `Bliss (1997)`, or from a name and `year`.

    Raises InvalidValue if both say a year, and not the same.
    """
    name, own = name_with_year(text)
    if own is not None and year not in {None, own}:
        raise InvalidValue(
            f"{quoted(text)} is of {own}, but the year is said to be {year}",
            hint=f"write one of the two years; if ({own}) belongs to the name: {text} ({year})",
        )
    return name, own or year


@lru_cache(maxsize=4096)  # the names use few letters
def _is_dropped(c: str) -> bool:
    category = unicodedata.category(c)
    if category == "Cf":
        return True
    return category[0] == "M" and any(low <= ord(c) <= high for low, high in _OPTIONAL_MARKS)


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_SLUG:
        return text
    # One more character than fits: a hyphen just there is as good a place as any.
    at = text.rfind("-", LONGEST_SLUG // 2, LONGEST_SLUG + 1)
    return text[: at if at > 0 else LONGEST_SLUG]
