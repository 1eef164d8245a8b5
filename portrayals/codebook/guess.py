"""The variable that a column of a sheet seems to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain
from typing import Final

from portrayals.codebook.columns import (
    MOST_DIGITS,
    NO,
    SEPARATORS,
    YES,
    Column,
    decided,
    has_form,
    has_leading_zero,
    has_many_digits,
    most_frequent,
)
from portrayals.notation.cells import pieces_of
from portrayals.notation.decimals import decimal_forms
from portrayals.notation.keys import alike
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.notation.state_words import state_meant
from portrayals.vocabulary import VariableType

#: More different texts than this are not codes.
MOST_CODES: Final = 60
_LONGEST_CODE: Final = 60
#: How many different integers at most may be the steps of a scale, and the largest of them.
_MOST_STEPS: Final = 7
_LAST_STEP: Final = 10

#: Numbers that statistics programs are told to take for missing answers.
_NINES: Final = frozenset({9.0, 99.0, 999.0, 9999.0})
_BELOW: Final = {-each for each in _NINES | {1, 7, 8, 77, 88, 97, 98, 777, 888, 997, 998}}
_AMONG_WORDS: Final = _NINES | {-each for each in _NINES}
#: The first or last of a few classes: `3+`, `<18`.
_OPEN: Final = re.compile(r"[0-9]+ ?\+|[<>≤≥]=? ?[0-9]+")
_FEW: Final = 12
#: What people write between values.
_MARK: Final = re.compile(r"[;|,/+&]")
#: Several whole numbers in a cell, which no decimal comma separates: `1, 3` and `1,2,4`.
_LISTED: Final = re.compile(r"[0-9]{1,2}(?:, +[0-9]{1,2})+|[0-9]{1,2}(?:,[0-9]{1,2}){2,}")


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
    states = {text: state for text in values if (state := state_meant(text))}
    rest = {text: n for text, n in values.items() if text not in states}
    missing = missing_numbers(rest, whole=not column.beyond)
    usual = {text: n for text, n in rest.items() if text not in missing}
    told = (*_states_told(states, values), *_missing_told(missing))
    if 0 < decided(usual) == sum(usual.values()) + column.beyond:
        return _boolean(column, usual, told)
    cells = sum(rest.values()) + column.beyond
    numbers = {text: n for text, n in rest.items() if has_form(text, "number")}
    numeric = sum(numbers.values()) + column.beyond_form.get("number", 0)
    different = len(numbers) - len(missing)
    always_one = len(numbers) == 1 and numeric == cells
    if numeric >= 0.8 * cells and (different > 2 or always_one) and not _are_codes(rest):
        others = {text: n for text, n in rest.items() if text not in numbers}
        return _number(column, numbers, others, missing, told)
    if decided(rest) >= 0.9 * cells > 0:
        return _boolean(column, usual, told)
    for separator in SEPARATORS:
        if pieces := _split(column, rest, separator):
            return _multi(column, rest, pieces, _Cut.of(separator, pieces), told)
    cut = _Cut.of(None, rest)
    if cut.marks(rest) and not column.beyond:
        return _multi(column, rest, rest, cut, told)
    return _nominal_or_text(column, usual, told)


def missing_numbers(counts: Mapping[str, int], *, whole: bool) -> dict[str, int]:
    """The texts that may stand for a missing answer: 9 or 99 far above the rest, -9 below zero.

    Among words, every such number. `whole` says that these are all texts of the column.
    """
    values = {text: number_in(text) for text in counts if has_form(text, "number")}
    numbers = {*values.values()}
    if len(values) < len(counts):
        found = numbers if numbers <= _AMONG_WORDS else set()
    else:
        below, above = numbers & _BELOW, {each for each in numbers if each >= 0}
        alone = len(above) > 1 and below | above == numbers
        found = {each for each in below if alone and (each < -1 or max(above) > 1)}
        if whole and len(above) > 1:
            found |= _far_above(above, {value: counts[text] for text, value in values.items()})
    return {text: counts[text] for text, value in values.items() if value in found}


def _far_above(numbers: Set[float], counts: Mapping[float, int]) -> set[float]:
    """The nines above all other numbers, and the eights and sevens with them: `9`, `98` `99`."""
    top = max(numbers)
    if top not in _NINES:
        return set()
    for family in ({top}, {top, top - 1}, {top, top * 8 / 9}, {top, top - 1, top - 2}):
        rest = [each for each in numbers if each not in family]
        if len(rest) > 1 and family <= numbers and max(rest) <= min(family) - 2:
            return family if counts[top] > 1 or max(rest) <= 0.9 * top else set()
    return set()


def _are_codes(counts: Mapping[str, int]) -> bool:
    """Whether digits are no numbers: too many, zeros before them, several separated, or `3+`."""
    if any(map(has_many_digits, counts)) or any(map(_LISTED.fullmatch, counts)):
        return True
    if len(counts) <= _FEW and any(map(_OPEN.fullmatch, counts)):
        return True
    return any(map(has_leading_zero, counts)) and len({*map(len, counts)}) == 1


def number_in(text: str) -> float:
    """The number that a text is; with a comma that may be either, the one with a decimal point."""
    return float(next(iter(decimal_forms(text).values())))


def _missing_told(missing: Mapping[str, int]) -> tuple[str, ...]:
    if not missing:
        return ()
    told = ", ".join(f"{text} ({counted(n, 'cell')})" for text, n in missing.items())
    which = next(iter(missing)) if len(missing) == 1 else "NUMBER"
    return (f"{told}: missing? Then import with --value VARIABLE:{which}=not-coded",)


def _states_told(states: Mapping[str, str], values: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        f"{quoted(text)} ({counted(values[text], 'cell')}): {_meaning(state)}"
        for text, state in states.items()
        if text.casefold() != state or state == "none"  # which only a multi has
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
    missing: Mapping[str, int],
    told: tuple[str, ...],
) -> Guess:
    values = {text: number_in(text) for text in numbers}
    low, high = min(values.values()), max(values.values())
    how_many = counted(len(numbers), "different number")
    span = f", {low:g} to {high:g}" if low < high else ""
    doubts = [*told, *_marks_told(numbers)]
    if others:
        doubts.append(f"{_listed(others)}: not a number")
    if any(map(has_leading_zero, numbers)):
        zero = next(filter(has_leading_zero, numbers))
        doubts.append(f"{zero}: a number loses its zeros; if they matter, make it text")
    advice = []
    usual = {value for text, value in values.items() if text not in missing}
    if len(numbers) == 1:
        doubts.append("always the same")
    elif all(has_form(text, "year") for text in numbers) and not column.beyond:
        doubts.append("years?")
    elif _are_steps(usual) and not column.beyond:
        doubts.append(
            f"{min(usual):g} to {max(usual):g}: a count, a rating (ordinal) or codes (nominal)?"
        )
        advice.append("ordinal? Then list its codes, lowest first")
    said = "hundreds of different numbers" if column.beyond else f"{how_many}{span}"
    counts = _joined(said, *_missing(column))
    return Guess("number", counts, (), tuple(doubts), tuple(advice))


def _are_steps(numbers: Set[float]) -> bool:
    """Whether numbers may be the steps of a scale, such as 1 to 5, -2 to 2 or 1 to 10."""
    if not all(each.is_integer() and abs(each) <= _LAST_STEP for each in numbers):
        return False
    whole = max(numbers) - min(numbers) + 1 == len(numbers) and min(numbers) in {0, 1}
    return len(numbers) <= _MOST_STEPS or whole


def _marks_told(numbers: Mapping[str, int]) -> Iterator[str]:
    """What is doubtful about commas in numbers."""
    commas = [text for text in numbers if "," in text]
    either = next((text for text in commas if len(decimal_forms(text)) > 1), None)
    decimal = next((text for text in commas if [*decimal_forms(text)] == [","]), None)
    if either is not None:
        both = " or ".join(decimal_forms(either).values())
        yield f"{quoted(either)} is {both}? Import with --decimal comma or --decimal point"
    elif decimal is not None:
        yield f"{quoted(decimal)}: a decimal comma, or several codes (multi)?"


def _split(column: Column, rest: Mapping[str, int], separator: str) -> dict[str, int] | None:
    """The values of the cells with their counts, if splitting finds any.

    They must repeat from cell to cell. A comma may belong to a label, so there must be fewer values
    than cell texts, or most values must also occur alone.
    """
    if not any(separator in text for text in rest):
        return None
    pieces = {t: n for t, n in column.pieces(separator).items() if not state_meant(t)}
    if not 0 < len(pieces) <= MOST_CODES or max(map(len, pieces)) > _LONGEST_CODE:
        return None
    if sum(pieces.values()) < 1.5 * len(pieces):
        return None
    alone = sum(1 for piece in pieces if piece in rest)
    if separator == "," and len(pieces) >= len(rest) and alone < 0.5 * len(pieces):
        return None
    return pieces


@dataclass(frozen=True, slots=True)
class _Cut:
    """How cells are split: at `first`, if there is one, and at any mark that parts known values."""

    first: str | None
    known: frozenset[str]

    @classmethod
    def of(cls, first: str | None, pieces: Iterable[str]) -> _Cut:
        """That of cells which `first` splits into these pieces."""
        return cls(first, frozenset(alike(piece) for piece in pieces if not _MARK.search(piece)))

    def values(self, text: str) -> list[str]:
        """The values of a cell."""
        pieces = pieces_of(text, self.first) if self.first else [text]
        return [part for piece in pieces for part in self.parts(piece)]

    def parts(self, piece: str) -> list[str]:
        """The values of a piece of a cell, which itself is one unless all its parts are known."""
        parts = [part for each in _MARK.split(piece) if (part := each.strip())]
        several = len(parts) > 1 and all(alike(part) in self.known for part in parts)
        return parts if several else [piece]

    def marks(self, pieces: Iterable[str]) -> list[str]:
        """The marks that split cells, in the order in which they are met."""
        further = (_MARK.findall(piece) for piece in pieces if len(self.parts(piece)) > 1)
        return [*dict.fromkeys(chain([self.first] if self.first else [], *further))]


def _multi(
    column: Column,
    rest: Mapping[str, int],
    pieces: Mapping[str, int],
    cut: _Cut,
    told: tuple[str, ...],
) -> Guess:
    counts: Counter[str] = Counter()
    for piece, number in pieces.items():
        counts.update(dict.fromkeys(cut.parts(piece), number))
    codes = _spelled(counts)
    doubts = [*told, *_variants(codes)]
    several = twice = 0
    for text, number in rest.items():
        found = cut.values(text)
        several += number * (len(found) > 1)
        twice += number * (len({*map(alike, found)}) < len(found))
    if twice:
        doubts.append(f"{counted(twice, 'cell')} repeat a value: a set keeps it once")
    marks = cut.marks(pieces)
    if cut.first not in {";", "|"}:
        doubts.append(f"does {quoted(marks[0])} separate values, or belong to them?")
    splits = " ".join(f"--split {quoted(mark)}" for mark in marks)
    advice = [f"import table with {splits}"] * (marks != [";"])
    at = ", ".join(map(quoted, marks))
    said = f"{counted(several, 'cell')} with several values split at {at}"
    return Guess("multi", _joined(said, *_missing(column)), codes, tuple(doubts), tuple(advice))


def _nominal_or_text(column: Column, rest: Mapping[str, int], told: tuple[str, ...]) -> Guess:
    digits = (*_digits_told(rest),)
    codes = _spelled(rest)
    once = sum(1 for code in codes if code.number == 1)
    longest = max(map(len, rest), default=0)
    fit = 0 < len(codes) <= MOST_CODES and longest <= _LONGEST_CODE and not column.beyond
    if fit and once < len(codes) and (2 * once <= len(codes) or len(codes) <= 5):
        doubts = [*told, *digits, *_variants(codes)]
        if 2 * once > len(codes):
            doubts.append(f"{counted(once, 'text')} only once")
        if len(codes) == 1:
            doubts.append("always the same")
        elif all(has_form(text, "number") and not has_leading_zero(text) for text in rest):
            doubts.append("numbers: what do they mean? Give them labels")
        return Guess("nominal", _counts(column), codes, tuple(doubts))
    if column.beyond:
        counts = _joined("hundreds of different texts", *_missing(column))
        return Guess("text", counts, (), digits)
    some = f", {once} of them only once" if once else ""
    counts = _joined(f"{counted(len(codes), 'different text')}{some}", *_missing(column))
    nominal = longest <= _LONGEST_CODE and 2 * once < sum(rest.values())
    return Guess("text", counts, (), (*digits, *["many repeat: nominal?"] * nominal))


def _digits_told(texts: Iterable[str]) -> Iterator[str]:
    """Why digits are not taken for numbers."""
    texts = [*texts]
    if any(map(has_many_digits, texts)):
        yield f"more than {MOST_DIGITS} digits: kept as they are, because a number would be rounded"
    elif any(map(has_leading_zero, texts)):
        yield "leading zeros: codes, because a number would lose them"


def _spelled(counts: Mapping[str, int]) -> tuple[Spelled, ...]:
    """The codes, most frequent first; spellings that differ in case, accents or hyphens are one."""
    groups: dict[str, dict[str, int]] = {}
    for text, number in counts.items():
        groups.setdefault(alike(text), {})[text] = number
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
