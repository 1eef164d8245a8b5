"""Drafts a codebook, for editing by hand, from a sheet that was coded without one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from portrayals.codebook.columns import Column, Form, columns_of, decided
from portrayals.codebook.guess import Guess, Spelled, guess
from portrayals.codebook.keys import FIELDS, code_problem, label_of, variable_problem
from portrayals.codebook.model import Code, Codebook, Variable
from portrayals.codebook.to_yaml import to_yaml
from portrayals.notation.described import field_headed
from portrayals.notation.keys import LONGEST_SLUG, caseless, slug
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.vocabulary import Level

_NAMES: Final = frozenset(
    {
        *("title", "titles", "film", "films", "movie", "movies", "show", "shows", "series"),
        *("actor", "actress", "character", "person"),
    }
)
_IDS: Final = frozenset(
    {
        *("id", "ids", "imdb-id", "uuid", "guid", "key", "url", "link"),
        *("index", "rownames", "row", "nr", "no"),
    }
)
_FIELDS: Final = FIELDS | {f"{field}s" for field in FIELDS} | {"aliases", "countries"}
_FORMS: Final[tuple[tuple[Form, str], ...]] = (
    ("episode code", "codes of episodes"),
    ("date", "dates"),
    ("identifier", "identifiers or addresses"),
)
EMPTY: Final = "empty"
#: Fewer texts than this may differ by chance.
_FEWEST_NAMES: Final = 5
_LONGEST_NAME: Final = 60


def why_no_variable(column: Column, rows: int) -> str | None:
    """What a column holds that describes a unit and is not coded; None if it is a variable."""
    key = slug(column.header)
    words = key.split("-")
    filled = column.filled()
    if not filled:
        return EMPTY
    if column.counts_rows and rows > 2:
        return "it numbers the rows"
    for form, meaning in _FORMS:
        if column.written_as(form) == filled:
            return meaning
    if "year" in words and column.written_as("year") >= 0.9 * filled:
        return "years of a title or person"
    if key in _IDS or words[-1] in {"id", "uuid", "url"}:
        return "identifiers, judging by its header"
    if key in _FIELDS and decided(column.values()) < filled:
        return "a field of the catalogue or the coding"
    if column.written_as("number") > 0.5 * filled or decided(column.values()) == filled:
        return None
    if "name" in words or words[-1] == "title" or key in _NAMES:
        return "names, judging by its header"
    lengths = sum(map(len, column.values())) / len(column.values())
    if (
        column.distinctness() >= 0.9
        and filled >= max(_FEWEST_NAMES, 0.9 * rows)
        and lengths <= _LONGEST_NAME
        and guess(column).type == "text"
    ):
        return "nearly all its texts differ: names?"
    return None


#: Signs that a key cannot have, in words.
_SIGNS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(sign), words)
    for sign, words in (
        (r"^\s*(?:>=|=>|≥)\s*(.+)$", r"\1 or more"),
        (r"^\s*(?:<=|=<|≤)\s*(.+)$", r"\1 or less"),
        (r"^\s*>\s*(?=\w)", "over "),
        (r"^\s*<\s*(?=\w)", "under "),
        (r"(?<=[0-9])\s*\+\s*$", " or more"),
        (r"^\s*[-−](?=[0-9])", "minus "),
        (r"(?<=\w)\s*[-−–]\s*$", " minus"),
        (r"\+", " plus "),
        (r"%", " percent "),
    )
)

#: A version before any that is used for coding.
FIRST_VERSION: Final = "0.1"


@dataclass(frozen=True, slots=True)
class Drafted:
    """One column that became a variable."""

    column: int
    header: str
    variable: Variable
    guess: Guess

    @property
    def doubtful(self) -> str | None:
        """Why to look at it first, on one line; None if nothing is doubtful."""
        if not self.guess.doubts:
            return None
        reasons = "; ".join(self.guess.doubts)
        header = self.header if self.header.isprintable() else quoted(self.header)
        return (
            f"col {self.column} {header}: {self.guess.counts} → {self.variable.type}? ({reasons})"
        )

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        codes = len(self.variable.codes)
        return {
            "column": self.column,
            "header": self.header,
            "variable": self.variable.key,
            "type": self.variable.type,
            "codes": codes,
            "counts": self.guess.counts,
            "doubts": list(self.guess.doubts),
        }


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One column that is not a variable, and why."""

    column: int
    header: str
    reason: str

    def to_dict(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"column": self.column, "header": self.header, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Draft:
    """A codebook to look through. `book.document` is its YAML, with the counts."""

    book: Codebook
    rows: int
    drafted: tuple[Drafted, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def doubtful(self) -> tuple[str, ...]:
        """A line for each variable that should be looked at first."""
        return tuple(line for each in self.drafted if (line := each.doubtful))


def draft(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    key: str,
    level: Level,
    source: str,
    skip: Collection[str] = (),
    only: Collection[str] = (),
    labels: Mapping[str, str] = MappingProxyType({}),
) -> Draft:
    """The draft of a codebook for the columns of a sheet.

    `skip` and `only` are headers; a column in `only` is a variable whatever it holds, unless it is
    empty. `labels` are labels of variables, by header, where the file has any beside the headers.
    `source` is the name of the sheet in comments. Memory does not grow with the number of
    rows.
    """
    number, columns = columns_of(headers, rows)
    drafted: list[Drafted] = []
    left_out: list[LeftOut] = []
    taken: set[str] = set()
    for column in columns:
        if column.header in skip or (only and column.header not in only):
            continue
        reason = why_no_variable(column, number)
        if reason and reason != EMPTY and (known := field_headed(column.header, level)):
            reason = f"a field of the catalogue ({known}), which import table takes by its header"
        if reason and (not only or not column.filled()):
            left_out.append(LeftOut(column.number, column.header, reason))
            continue
        guessed = guess(column)
        label = labels.get(column.header, column.header)
        variable = _variable(column, guessed, level, label, taken)
        taken.add(variable.key)
        drafted.append(Drafted(column.number, column.header, variable, guessed))
    book = Codebook(
        key=key,
        version=FIRST_VERSION,
        document="",
        label=label_of(key),
        variables=tuple(each.variable for each in drafted),
    )
    above = {each.variable.key: _above(each) for each in drafted}
    above[""] = _top(source, number, left_out)
    beside = {
        (each.variable.key, code.key): _spellings(spelled)
        for each in drafted
        for code, spelled in zip(each.variable.codes, each.guess.codes, strict=False)
    }
    document = to_yaml(book, above, beside)
    return Draft(replace(book, document=document), number, tuple(drafted), tuple(left_out))


def _variable(
    column: Column, guessed: Guess, level: Level, label: str, taken: Collection[str]
) -> Variable:
    key = _key(column.header, f"column-{column.number}", taken)
    codes = [
        Code(key="yes", label="Yes"),
        Code(key="no", label="No"),
    ] * (guessed.type == "boolean")
    keys = _code_keys([spelled.text for spelled in guessed.codes])
    codes += [
        Code(key=code, label=_label(spelled.text) or label_of(code))
        for code, spelled in zip(keys, guessed.codes, strict=True)
    ]
    return Variable(
        key=key,
        label=_label(label) or label_of(key),
        level=level,
        type=guessed.type,
        codes=tuple(codes),
    )


def _code_keys(texts: Sequence[str]) -> list[str]:
    """A key for each label; a label that is a key keeps it, so that none is that of another."""
    keys: dict[int, str] = {}
    own = [place for place, text in enumerate(texts) if slug(text) == caseless(text)]
    for place in dict.fromkeys([*own, *range(len(texts))]):
        words = _in_words(texts[place])
        keys[place] = _key(words, f"value-{place + 1}", {*keys.values()}, code=True)
    return [keys[place] for place in range(len(texts))]


def _in_words(text: str) -> str:
    """The text with the signs that alone tell it from others as words: `18+`, `<18`, `A-`."""
    for sign, words in _SIGNS:
        text = sign.sub(words, text)
    return text


def _key(text: str, otherwise: str, taken: Collection[str], *, code: bool = False) -> str:
    """The key made from a text: allowed there, and not taken."""
    key = slug(text) if any(c.isalnum() for c in text) else otherwise
    if (code_problem if code else variable_problem)(key):
        key = _with_ending(key, "coded")
    number, first = 1, key
    while key in taken:
        number += 1
        key = _with_ending(first, str(number))
    return key


def _with_ending(key: str, ending: str) -> str:
    return f"{key[: LONGEST_SLUG - len(ending) - 1].rstrip('-')}-{ending}"


def _label(text: str) -> str:
    """The text on one line, without characters that YAML does not allow."""
    kept = (c for c in text if unicodedata.category(c) not in {"Cs", "Cn"})
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in kept).split())


def _top(source: str, rows: int, left_out: Sequence[LeftOut]) -> list[str]:
    lines = [
        f"Drafted from {quoted(source)}: {counted(rows, 'row')}. Correct it, and define each code.",
        "The numbers are cells with each value; an empty cell is not coded.",
    ]
    if left_out:
        lines += ["Not used as variables (to use one anyway: --only HEADER):"]
        lines += [f"  col {each.column} {quoted(each.header)}: {each.reason}" for each in left_out]
    return lines


def _above(drafted: Drafted) -> list[str]:
    doubts = [f"Check this first: {doubt}" for doubt in drafted.guess.doubts]
    return [f"col {drafted.column}: {drafted.guess.counts}", *doubts, *drafted.guess.advice]


def _spellings(spelled: Spelled) -> str:
    if len(spelled.spellings) == 1:
        return str(spelled.number)
    each = ", ".join(f"{quoted(text)} {number}" for text, number in spelled.spellings[:5])
    return f"{spelled.number}: {each}"
