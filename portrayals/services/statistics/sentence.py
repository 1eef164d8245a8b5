"""A result as a printable sentence: whole per cents, with its caveats in words.

Codes are worded as in the codebook (`sentence:` of a variable or a code). A sentence has at most
`MOST_WORDS` words, unless its query or its essential caveats are longer; what does not fit is left
to the table and its notes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import repeat
from math import floor
from typing import Final

from portrayals.notation.plurals import counted, joined
from portrayals.results.count_options import FewCoded, Note
from portrayals.results.stats import FEW, NumberRow, StatRow
from portrayals.services.statistics.groups import PERIODS
from portrayals.services.statistics.open_units import misleads
from portrayals.services.statistics.who_coded import COMPILED
from portrayals.services.statistics.wording import group_in_words
from portrayals.vocabulary import Level

MOST_WORDS: Final = 60

#: Of so many groups all are named, of more those of ten units or more.
_MOST_GROUPS: Final = 5


def printable(
    told: Sequence[str],
    notes: Sequence[str],
    *,
    must: Sequence[str] = (),
    convenience: bool = False,
    no_trend: bool = False,
    left_out: Collection[int] = (),
    in_all: bool = False,
) -> str:
    """The first of the sentences `told`, its caveats, and those of the others that still fit.

    `must` are caveats that no figure may be without, as the essential notes are. `left_out` is how
    many units are not counted: a number for each figure. `in_all` says that these are those of all
    groups, also of groups that are not told.
    """
    essential = (
        note
        for note in notes
        if isinstance(note, Note) and note.essential and not isinstance(note, FewCoded)
    )
    beside = (
        _printed(note, in_all=in_all) for note in (*_of_others(notes, left_out), *essential, *must)
    )
    caveats = [
        *filter(None, beside),
        *_of_sample(notes, convenience=convenience, no_trend=no_trend),
    ]
    first, *others = told
    room = MOST_WORDS - sum(map(_words, (first, *caveats)))
    kept = [first]
    for sentence in others:
        if _words(sentence) <= room:
            kept.append(sentence)
            room -= _words(sentence)
    return " ".join((*kept, *caveats))


def _of_others(notes: Sequence[str], left_out: Collection[int]) -> Iterator[str]:
    """How many are not counted; or how few are coded, where that is most of them."""
    few = {note.printed: note for note in notes if isinstance(note, FewCoded)}
    least, most = min(left_out, default=0), max(left_out, default=0)
    if len(few) == 1 or not most:
        yield from few.values()
        return
    if least < most:
        number = f"Another {least:,} to {most:,} are" if least else f"Up to {most:,} others are"
    else:
        number = "Another one is" if most == 1 else f"Another {most:,} are"
    yield Note(f"{number} not counted.", counts=True)


def _printed(note: str, *, in_all: bool) -> str:
    """A note as it is printed; one that counts units does so `in_all`, where groups are told."""
    if not isinstance(note, Note):
        return note
    text = note.printed
    return f"In all, {text[:1].lower()}{text[1:]}" if in_all and note.counts else text


def _words(text: str) -> int:
    """How many words a text has; a number and its sign are one."""
    return len(text.replace(" %", "%").split())


def _of_sample(notes: Sequence[str], *, convenience: bool, no_trend: bool) -> Iterator[str]:
    compiled = any(note.startswith(COMPILED) for note in notes)
    if convenience:
        how = ", coded from published descriptions," if compiled else ""
        trend = " and cannot show a trend" if no_trend else ""
        yield f"This convenience sample{how} represents no other titles{trend}."
    elif compiled:
        yield "They were coded from published descriptions."


def share_told(
    row: StatRow,
    level: Level,
    clause: str,
    confidence: float | None,
    among: str = "",
    *,
    ranged: bool = False,
) -> str:
    """`In 45 of 91 relationships (49 %; 95 % interval 39 to 60), …`, without a full stop.

    Of fewer than ten units no percentage is given, without a `confidence` no interval; the possible
    range where it is wide, or `ranged` asks for it.
    """
    if not row.n and not row.units:
        return f"It is not known whether {clause} in any {level}{among}"
    if row.at_least and not row.known and row.lowest != row.highest:
        return f"It is open whether {clause} in any of {counted(row.units, level)}{among}"
    figures = _figures(row, confidence, ranged=ranged)
    of = row.of
    if 2 < row.known == row.size:
        rest = f" that are known of {row.everyone:,}" if row.everyone > row.size else ""
        of = f"all {row.size:,}{rest}"
    return f"In {of} {_units(row, level)}{among}{figures}, {clause}"


def _units(row: StatRow, level: Level) -> str:
    """`relationships`, or `relationship` behind `1 of 1`."""
    return counted(row.size, level).partition(" ")[2]


def are_unlike(rows: Sequence[StatRow]) -> bool:
    """Whether some rows are shares of n and others "at least", so that only ranges compare.

    A row of which nothing is open is like either.
    """
    return len({row.at_least for row in rows if row.units > row.n}) > 1


def need_ranges(rows: Sequence[StatRow]) -> bool:
    """Whether the possible range stands with each share: else those told compare with none."""
    return are_unlike(rows) or any(misleads(row) for row in rows)


def short_share(row: StatRow, confidence: float | None = None, *, ranged: bool = False) -> str:
    """`14 of 21 (67 %)`, with what `share_told` has beside it."""
    return f"{row.of}{_figures(row, confidence, ranged=ranged)}"


def _figures(row: StatRow, confidence: float | None, *, ranged: bool = False) -> str:
    """What stands in brackets behind k of n; the interval with a `confidence`."""
    figures: list[str] = []
    if row.size < FEW:
        return ""
    if row.at_least and row.lowest is not None and row.highest is not None:
        if row.lowest < row.highest:
            figures.append(f"possible range {_between(row.lowest, row.highest)}")
    elif row.percent is not None:
        figures.append(per_cent(row.percent))
        if misleads(row) or (ranged and row.lowest is not None):
            figures.append(f"possible range {_between(row.lowest, row.highest)}")
        elif confidence is not None and row.low is not None:
            figures.append(f"{confidence:g} % interval {_between(row.low, row.high)}")
    return f" ({'; '.join(figures)})" if figures else ""


def other_codes(rows: Sequence[StatRow]) -> str:
    """How many more codes there are, and how many units have one of them at most."""
    codes = counted(len(rows), "other code")
    if any(row.at_least and row.lowest != row.highest for row in rows):
        return f"{codes} known in no more of them"
    most = max(row.known for row in rows)
    return f"{codes} in {f'at most {most:,}' if most else 'none'} of them"


def in_groups(
    rows_of: Mapping[str, Sequence[StatRow]],
    by: str | None,
    level: Level,
    among: str,
    confidence: float,
) -> Iterator[str]:
    """`The therapist flirts in 2 of 12 relationships in the 1990s and 4 of 16 in the 2000s.`

    A sentence for each clause that has rows; groups that the one before has named are not named.
    Beside a share stands its interval, or its possible range.
    """
    named: list[str | None] = []
    for clause, rows in rows_of.items():
        told, some = groups_told(rows, by)
        groups = [row.group for row in told]
        if not told:
            yield f"In no group is it known of {FEW} {level}s{among} whether {clause}."
            continue
        start = f"{clause[0].upper()}{clause[1:]} in"
        more = _how_many_more(told)
        if groups == named:
            yield f"{start} {joined(_figures_of(told, confidence))}{more}."
            continue
        named = groups
        figures = _figures_of(told, confidence, f" {_units(told[0], level)}{among}")
        in_words = [group_in_words(by, group) for group in groups]
        listed = [f"{figure} {group}" for figure, group in zip(figures, in_words, strict=True)]
        yield f"{start} {joined(listed)}{f' ({some})' if some else ''}{more}."


def groups_told(rows: Sequence[StatRow], by: str | None) -> tuple[list[StatRow], str]:
    """The groups with a unit, of many those with ten; and which those are, in words."""
    told = [row for row in rows if row.size]
    if len(told) <= _MOST_GROUPS:
        return told, ""
    groups = f"{by}s" if by in PERIODS else "groups"
    return [row for row in told if row.size >= FEW], f"{groups} with {FEW} or more"


def _figures_of(rows: Sequence[StatRow], confidence: float, units: str = "") -> list[str]:
    """The figures of groups, as in the table; the `units` are told of the first.

    Of groups of which only so many are known there is no share to quote, and what is left open is
    told once of all. Where one has its possible range beside it, so have the others, or it is said
    that none of their units is open; else each has its interval, which is called one only once.
    """
    unlike, ranged = are_unlike(rows), need_ranges(rows)
    interval = f"; {confidence:g} % interval "
    behind = [units, *repeat("", len(rows) - 1)]
    figures: list[str] = []
    called = False
    for row, of in zip(rows, behind, strict=True):
        told = _figures(row, None if ranged else confidence, ranged=ranged)
        if row.at_least and not unlike:
            told = ""
        elif ranged and told and row.lowest is None:
            told = f"{told[:-1]}; none open)"
        figures.append(f"{row.of}{of}{told.replace(interval, '; ') if called else told}")
        called = called or interval in told
    return figures


def _how_many_more(rows: Sequence[StatRow]) -> str:
    """What is said of groups of which only some cases are known, in place of their ranges."""
    open_ones = any(row.at_least and row.lowest != row.highest for row in rows)
    return "; how many more is open" if open_ones and not are_unlike(rows) else ""


def per_cent(share: float) -> str:
    """A whole per cent that neither denies a case nor claims that all are."""
    if 0 < share < 1:
        return "less than 1 %"
    return "more than 99 %" if 99 < share < 100 else f"{_whole(share)} %"


def _between(low: float | None, high: float | None) -> str:
    return f"{_whole(low or 0)} to {_whole(high or 0)} %"


def _whole(number: float) -> int:
    """The nearest whole number; of two the greater, as people round."""
    return floor(number + 0.5)


def mean_told(row: NumberRow, level: Level, confidence: float, among: str = "") -> str:
    """`Sessions: mean 3.2 in 40 titles (95 % interval 2.1 to 4.3)`, without a full stop."""
    units = f"{counted(row.n, level)}{among}"
    if row.mean is None:
        return f"{row.label} is not known for any {level}{among}"
    unit = f" {row.unit}" if row.unit else ""
    around = ""
    if row.low is not None and row.high is not None:
        around = f" ({confidence:g} % interval {row.low:.1f} to {row.high:.1f})"
    return f"{row.label}: mean {row.mean:.1f}{unit} in {units}{around}"


def most_telling(rows: Sequence[StatRow]) -> tuple[StatRow, ...]:
    """Of groups the two that matter: the one with the highest share, and the one with the lowest.

    Those of fewer than ten units are passed over where two others are left; the first of equals.
    """
    told = [row for row in rows if row.percent is not None and not row.at_least]
    enough = [row for row in told if row.n >= FEW]
    told = enough if len(enough) > 1 else told
    if not told:
        return ()
    highest = max(told, key=lambda row: row.percent or 0)
    lowest = min(told, key=lambda row: row.percent or 0)
    return (highest,) if highest is lowest else (highest, lowest)
