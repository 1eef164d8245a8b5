"""The variable that a column of a sheet seems to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from portrayals.codebook.columns import (
    NO,
    SEPARATORS,
    YES,
    Column,
    decided,
    has_form,
    most_frequent,
    pieces_of,
)
from portrayals.notation.keys import fold
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.vocabulary import VariableType

#: More different texts than this are not codes.
MOST_CODES: Final = 60
_LONGEST_CODE: Final = 60
_JOINS: Final = re.compile(r"(?<=\w)[-_]+(?=\w)|_")
#: How many different integers at most may be the steps of a scale.
_MOST_STEPS: Final = 7

#: Words that are a state rather than a code (NUMBERS R3, R7), with their state.
_STATES: Final = {
    "none": "none",
    **dict.fromkeys(("not applicable", "inapplicable", "n.a."), "not-applicable"),
    **dict.fromkeys(("unavailable", "not available"), "unavailable"),
    **dict.fromkeys(("not coded", "missing", "tbd", "todo", "-", "--", "–", "—", "."), "not-coded"),
    **dict.fromkeys(("unknown", "unclear", "ambiguous", "undecided", "uncodable"), "cannot-tell"),
    **dict.fromkeys(("cannot tell", "can't tell", "maybe", "unsure", "not sure"), "cannot-tell"),
    **dict.fromkeys(("?", "??", "don't know", "undetermined", "unsettled"), "cannot-tell"),
    **dict.fromkeys(("any", "coded", "incomplete", "no unit", "where undetermined"), "not-coded"),
}


@dataclass(frozen=True, slots=True)
class Spelled:
    """A future code: the most frequent of its spellings, and all of them with their counts."""

    text: str
    spellings: tuple[tuple[str, int], ...]

    @property
    def number(self) -> int:
        """How many cells have it."""
        return sum(number for _, number in self.spellings)


@dataclass(frozen=True, slots=True)
class Guess:
    """A future variable. `counts` says what the column contains.

    `doubts` are reasons to look at it first; `advice` is anything else to know about it.
    """

    type: VariableType
    counts: str
    codes: tuple[Spelled, ...] = ()
    doubts: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


def guess(column: Column) -> Guess:
    """The variable that a column which is not empty seems to be."""
    values = column.values()
    states = {text: state for text in values if (state := _state(text))}
    rest = {text: n for text, n in values.items() if text not in states}
    cells = sum(rest.values()) + column.beyond
    numbers = {text: n for text, n in rest.items() if has_form(text, "number")}
    numeric = sum(numbers.values()) + column.beyond_form.get("number", 0)
    yes_or_no = decided(rest)
    told = _states_told(states, values)
    if 0 < yes_or_no == cells:
        return _boolean(column, rest, told)
    always_one = len(numbers) == 1 and numeric == cells
    if numeric >= 0.8 * cells and (len(numbers) > 2 or always_one):
        return _number(column, numbers, {t: n for t, n in rest.items() if t not in numbers}, told)
    if yes_or_no >= 0.9 * cells > 0:
        return _boolean(column, rest, told)
    for separator in SEPARATORS:
        if pieces := _split(column, rest, separator):
            return _multi(column, rest, separator, pieces, told)
    return _nominal_or_text(column, rest, told)


def _state(text: str) -> str | None:
    return _STATES.get(text.casefold()) or _STATES.get(_words(text))


def _words(text: str) -> str:
    """The text for comparing spellings: without case, accents, hyphens and underscores."""
    return " ".join(_JOINS.sub(" ", fold(text)).split()) or text


def _states_told(states: Mapping[str, str], values: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        f"{quoted(text)} ({counted(values[text], 'cell')}): {_meaning(state)}"
        for text, state in states.items()
    )


def _meaning(state: str) -> str:
    if state == "none":
        return "none of the codes, in a multi; in other types make it a code with a different key"
    return f"did the coder mean {state}?"


def _boolean(column: Column, rest: Mapping[str, int], told: tuple[str, ...]) -> Guess:
    words = {text.casefold() for text in rest}
    others = [text for text in rest if text.casefold() not in YES | NO]
    doubts = [*told]
    if others:
        doubts.append(f"{', '.join(map(quoted, others[:5]))}: neither yes nor no")
    blanks = sum(column.missing().values())
    if not words & NO and blanks:
        doubts.append("never no: does an empty cell mean no, or not coded?")
    elif not (words & YES and words & NO):
        doubts.append("always the same")
    advice = ["x and ✓ do not mean yes on import; write yes"] * bool(words & {"x", "✓", "✔"})
    return Guess("boolean", _counts(column), (), tuple(doubts), tuple(advice))


def _number(
    column: Column,
    numbers: Mapping[str, int],
    others: Mapping[str, int],
    told: tuple[str, ...],
) -> Guess:
    values = [float(text) for text in numbers]
    low, high = min(values), max(values)
    how_many = counted(len(numbers), "different number")
    span = f", {low:g} to {high:g}" if low < high else ""
    doubts = [*told]
    if others:
        doubts.append(f"{_listed(others)}: not a number")
    if len(numbers) == 1:
        doubts.append("always the same")
    elif all(has_form(text, "year") for text in numbers) and not column.beyond:
        doubts.append("years?")
    advice = []
    if len(numbers) <= _MOST_STEPS and all(each.is_integer() for each in values):
        advice.append("ordinal? Then list its codes, lowest first")
    said = "hundreds of different numbers" if column.beyond else f"{how_many}{span}"
    counts = _joined(said, *_missing(column))
    return Guess("number", counts, (), tuple(doubts), tuple(advice))


def _split(column: Column, rest: Mapping[str, int], separator: str) -> dict[str, int] | None:
    """The values of the cells with their counts, if splitting finds any.

    They must repeat from cell to cell. A comma may belong to a label, so there must be fewer values
    than cell texts, or most values must also occur alone.
    """
    if not any(separator in text for text in rest):
        return None
    pieces = {t: n for t, n in column.pieces(separator).items() if not _state(t)}
    if not 0 < len(pieces) <= MOST_CODES or max(map(len, pieces)) > _LONGEST_CODE:
        return None
    if sum(pieces.values()) < 1.5 * len(pieces):
        return None
    alone = sum(1 for piece in pieces if piece in rest)
    if separator == "," and len(pieces) >= len(rest) and alone < 0.5 * len(pieces):
        return None
    return pieces


def _multi(
    column: Column,
    rest: Mapping[str, int],
    separator: str,
    pieces: Mapping[str, int],
    told: tuple[str, ...],
) -> Guess:
    codes = _spelled(pieces)
    doubts = [*told, *_variants(codes)]
    several = twice = 0
    for text, number in rest.items():
        found = pieces_of(text, separator)
        several += number * (len(found) > 1)
        twice += number * (len({*map(_words, found)}) < len(found))
    if twice:
        doubts.append(f"{counted(twice, 'cell')} repeat a value: a set keeps it once")
    if separator == ",":
        doubts.append("do the commas separate values, or belong to them?")
    advice = [f"import table with --split {quoted(separator)}"] * (separator != ";")
    said = f"{counted(several, 'cell')} with several values split at {quoted(separator)}"
    counts = _joined(said, *_missing(column))
    return Guess("multi", counts, codes, tuple(doubts), tuple(advice))


def _nominal_or_text(column: Column, rest: Mapping[str, int], told: tuple[str, ...]) -> Guess:
    codes = _spelled(rest)
    once = sum(1 for code in codes if code.number == 1)
    longest = max(map(len, rest), default=0)
    fit = 0 < len(codes) <= MOST_CODES and longest <= _LONGEST_CODE and not column.beyond
    if fit and once < len(codes) and (2 * once <= len(codes) or len(codes) <= 5):
        doubts = [*told, *_variants(codes)]
        if 2 * once > len(codes):
            doubts.append(f"{counted(once, 'text')} only once")
        if len(codes) == 1:
            doubts.append("always the same")
        elif all(has_form(text, "number") for text in rest):
            doubts.append("numbers: what do they mean? Give them labels")
        return Guess("nominal", _counts(column), codes, tuple(doubts))
    if column.beyond:
        return Guess("text", _joined("hundreds of different texts", *_missing(column)))
    some = f", {once} of them only once" if once else ""
    counts = _joined(f"{counted(len(codes), 'different text')}{some}", *_missing(column))
    nominal = longest <= _LONGEST_CODE and 2 * once < sum(rest.values())
    return Guess("text", counts, (), ("many repeat: nominal?",) * nominal)


def _spelled(counts: Mapping[str, int]) -> tuple[Spelled, ...]:
    """The codes, most frequent first; spellings that differ in case, accents or hyphens are one."""
    groups: dict[str, dict[str, int]] = {}
    for text, number in counts.items():
        groups.setdefault(_words(text), {})[text] = number
    ordered = [tuple(most_frequent(group)) for group in groups.values()]
    codes = [Spelled(spellings[0][0], spellings) for spellings in ordered]
    return tuple(sorted(codes, key=lambda code: -code.number))


def _variants(codes: tuple[Spelled, ...]) -> Iterator[str]:
    for code in codes:
        if len(code.spellings) > 1:
            yield f"{', '.join(quoted(text) for text, _ in code.spellings[:5])}: treated as one"


def _counts(column: Column) -> str:
    """What a column contains, most frequent first: `no 80, yes 31, blank 5`."""
    return _joined(_listed(column.values()), *_missing(column))


def _listed(counts: Mapping[str, int], most: int = 6) -> str:
    listed = [*most_frequent(counts)]
    told = [f"{_shown(text)} {number}" for text, number in listed[:most]]
    more = [f"{len(listed) - most} others"] * (len(listed) > most)
    return ", ".join([*told, *more])


def _shown(text: str) -> str:
    plain = text.isprintable() and len(text) <= 30 and not set(text) & set(",\"'#:")
    return text if plain else quoted(text)


def _missing(column: Column) -> Iterator[str]:
    for text, number in most_frequent(column.missing()):
        yield f"{_shown(text) if text else 'empty'} {number}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
