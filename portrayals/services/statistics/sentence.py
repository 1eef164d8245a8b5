"""A result as a printable sentence: whole per cents, with its caveats in words.

Codes are worded as in the codebook (`sentence:` of a variable or a code). A sentence has at most
`MOST_WORDS` words, unless its query or its essential caveats are longer; what does not fit is left
to the table and its notes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from math import floor
from typing import Final

from portrayals.codebook.load import LABEL
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.language.syntax import And, Asked, Query, Range, Term, Word
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.count_options import AS_REPORTED
from portrayals.results.stats import AT_LEAST, FEW, NumberRow, StatRow
from portrayals.services.statistics.caveats import CODED_FOR, misleads
from portrayals.services.statistics.groups import PERIODS
from portrayals.services.statistics.options import ANY, MOST_LISTED, CountRequest
from portrayals.services.statistics.who_coded import COMPILED
from portrayals.vocabulary import Level

MOST_WORDS: Final = 60

_FEW_CODED: Final = re.compile(f"Only [0-9,]+ of .*{CODED_FOR}")
#: How a caveat begins that says of how many units something is so.
_COUNTING: Final = re.compile(r"(?:Another|Of|For|Up to|In) (?:[0-9,]+|one) ")
#: Notes of statistics as they are printed among sentences.
_AS_PRINTED: Final = {AS_REPORTED: "What is unmentioned counts as absent."}

#: Of so many groups all are named, of more those of ten units or more.
_MOST_GROUPS: Final = 5

#: What is said of the titles of a kind.
_KINDS: Final = {
    "film": "in films",
    "short": "in short films",
    "tv": "on television",
    "tv-series": "in television series",
    "tv-miniseries": "in television miniseries",
    "tv-movie": "in television films",
    "web-series": "in web series",
}


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

    `must` are caveats that no figure may be without. `left_out` is how many units are not counted:
    a number for each figure. `in_all` says that these are those of all groups, also of groups that
    are not told.
    """
    numbers = [*_of_others(notes, left_out), *map(_as_printed, must)]
    if in_all:
        numbers = [_COUNTING.sub(_of_all_groups, each) for each in numbers]
    caveats = [
        *numbers,
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
    few = [note.partition(CODED_FOR)[0] for note in notes if _FEW_CODED.match(note)]
    if few:
        yield f"{few[0]}{CODED_FOR}this."
        return
    least, most = min(left_out, default=0), max(left_out, default=0)
    if not most:
        return
    if least < most:
        number = f"Another {least:,} to {most:,} are" if least else f"Up to {most:,} others are"
    else:
        number = "Another one is" if most == 1 else f"Another {most:,} are"
    yield f"{number} not counted."


def _as_printed(caveat: str) -> str:
    """A note of a statistic as it is printed among sentences, which name no variables."""
    before, is_of_one, _ = caveat.partition(CODED_FOR)
    return f"{before}{is_of_one}this." if is_of_one else _AS_PRINTED.get(caveat, caveat)


def _of_all_groups(begins: re.Match[str]) -> str:
    return f"In all, {begins[0][0].lower()}{begins[0][1:]}"


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
    row: StatRow, level: Level, clause: str, confidence: float | None, among: str = ""
) -> str:
    """`In 45 of 91 relationships (49 %; 95 % interval 39 to 60), …`, without a full stop.

    Of fewer than ten units no percentage is given, without a `confidence` no interval.
    """
    if not row.n and not row.units:
        return f"It is not known whether {clause} in any {level}{among}"
    if row.at_least and not row.known:
        return f"It is open whether {clause} in any of {counted(row.units, level)}{among}"
    return f"In {row.of} {_units(row, level)}{among}{_figures(row, confidence)}, {clause}"


def _units(row: StatRow, level: Level) -> str:
    """`relationships`, or `relationship` behind `1 of 1`."""
    return counted(row.size, level).partition(" ")[2]


def on_one_base(rows: Sequence[StatRow]) -> list[StatRow]:
    """The rows, of all units that may have it where one row is: else they compare unlike.

    A row of which nothing is open is of all of them as it is.
    """
    if any(row.at_least for row in rows):
        return [replace(row, count=0, n=0) if row.units > row.n else row for row in rows]
    return [*rows]


def short_share(row: StatRow) -> str:
    """`14 of 21 (67 %)`."""
    return f"{row.of}{_figures(row, None)}"


def group_in_words(by: str | None, group: str | None) -> str:
    """`in the 1990s`, `in films`, `for female`."""
    if group is None:
        return f"with no {by}"
    if by == "decade":
        return f"in the {group}"
    if by == "year":
        return f"in {group}"
    return _KINDS.get(group, f"for {group}") if by == "kind" else f"for {group}"


def _figures(row: StatRow, confidence: float | None) -> str:
    """What stands in brackets behind k of n; the interval with a `confidence`."""
    figures: list[str] = []
    if row.size < FEW:
        return ""
    if row.at_least and row.lowest is not None and row.highest is not None:
        figures.append(f"possible range {_between(row.lowest, row.highest)}")
    elif row.percent is not None:
        figures.append(per_cent(row.percent))
        if misleads(row):
            figures.append(f"possible range {_between(row.lowest, row.highest)}")
        elif confidence is not None and row.low is not None:
            figures.append(f"{confidence:g} % interval {_between(row.low, row.high)}")
    return f" ({'; '.join(figures)})" if figures else ""


def in_groups(
    rows_of: Mapping[str, Sequence[StatRow]], by: str | None, level: Level, among: str
) -> Iterator[str]:
    """`The therapist flirts in 2 of 12 relationships in the 1990s and 4 of 16 in the 2000s.`

    A sentence for each clause that has rows; groups that the one before has named are not named.
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
            yield f"{start} {_joined(_with_ranges(_figures_of(told), told))}{more}."
            continue
        named = groups
        figures = _with_ranges(_figures_of(told, f" {_units(told[0], level)}{among}"), told)
        in_words = [group_in_words(by, group) for group in groups]
        listed = [f"{figure} {group}" for figure, group in zip(figures, in_words, strict=True)]
        yield f"{start} {_joined(listed)}{f' ({some})' if some else ''}{more}."


def groups_told(rows: Sequence[StatRow], by: str | None) -> tuple[list[StatRow], str]:
    """The groups with a unit, of many those with ten; and which those are, in words."""
    told = [row for row in rows if row.size]
    if len(told) <= _MOST_GROUPS:
        return on_one_base(told), ""
    groups = f"{by}s" if by in PERIODS else "groups"
    return on_one_base([row for row in told if row.size >= FEW]), f"{groups} with {FEW} or more"


def _figures_of(rows: Sequence[StatRow], units: str = "") -> list[str]:
    """The figures of groups; `units`, and that it is known at least, are told of the first."""
    first, *others = rows
    said = AT_LEAST if first.at_least else ""
    return [f"{first.of}{units}", *(row.of.removeprefix(said) for row in others)]


def _with_ranges(figures: Sequence[str], rows: Sequence[StatRow]) -> list[str]:
    """The figures, each with the possible range of a share that would mislead without it."""
    return [
        f"{figure} (possible range {_between(row.lowest, row.highest)})"
        if misleads(row) and not row.at_least and row.size >= FEW
        else figure
        for figure, row in zip(figures, rows, strict=True)
    ]


def _how_many_more(rows: Sequence[StatRow]) -> str:
    """What is said of groups of which only some cases are known, in place of their ranges."""
    return "; how many more is open" if any(row.at_least for row in rows) else ""


def _joined(parts: Sequence[str]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


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


def clause_of(variable: StoredVariable, codes: Sequence[str]) -> str:
    """What is so of a unit that has one of these codes, or any: a clause without a full stop."""
    if not codes or codes == [ANY]:
        topmost = [node.key for node in variable.codes if node.depth == 0]
        codes = topmost if len(topmost) <= MOST_LISTED else [ANY]
    clauses = [_clause(variable, variable.node(code), code) for code in codes]
    words = [each.split() for each in clauses]
    alike = [*takewhile(lambda same: len(set(same)) == 1, zip(*words, strict=False))]
    shared = len(alike) if len(alike) > 1 else 0  # an article alone is no subject
    first, *others = words
    return " or ".join((" ".join(first), *(" ".join(other[shared:]) for other in others)))


def _clause(variable: StoredVariable, node: Node | None, code: str) -> str:
    if node is None:  # any code of a set, or none
        number = "at least one" if code == ANY else "no"
        return f"coders found {number} code of {quoted(variable.label)}"
    if node.sentence:
        return node.sentence
    if variable.type == "boolean":
        if code == "yes":
            return variable.sentence or f"coders found {quoted(variable.label)}"
        return f"coders found no {quoted(variable.label)}"
    if variable.sentence:
        return variable.sentence.replace(LABEL, _lowered(node.label))
    return f"coders found {quoted(f'{variable.label}: {node.label}')}"


def _lowered(label: str) -> str:
    """A label within a sentence: a capital that begins a usual word is none there."""
    first, second = label[:1], label[1:2]
    return label if second.isupper() or not second.isalpha() else first.lower() + label[1:]


def among(choices: CountRequest, book: Book) -> str:
    """Which units are counted, as it stands behind their number: ` of therapists on television`."""
    where = "" if choices.where is None else in_words(choices.where, book, choices.level)
    return f"{of_whom(choices.level, book)}{where}"


def of_whom(level: Level, book: Book) -> str:
    """` of therapists` behind portrayals, by the codebook's own word; nothing without one."""
    named = level == "portrayal" and level in book.level_names
    return f" of {book.name_of(level)}" if named else ""


def in_words(asked: Asked, book: Book, level: Level) -> str:
    """A query behind the units that it chooses: in words, or as it was written."""
    return f" {worded(asked, book, level) or f'(only where {asked.text})'}"


def worded(asked: Asked, book: Book, level: Level) -> str | None:
    """A query in words, as they stand behind units: `on television`; None without such words."""
    query = asked.query
    items = query.items if isinstance(query, And) else (query,)
    plain = [_term_in_words(item, level) for item in items]
    clauses = [_clause_of_term(item, book) for item in items]
    if not all(word or clause for word, clause in zip(plain, clauses, strict=True)):
        return None
    which = " and ".join(f"in which {clause}" for clause in clauses if clause)
    return " ".join(filter(None, (*plain, which)))


def _clause_of_term(query: Query, book: Book) -> str | None:
    """What is so of the units that have one code of a variable, as the codebook words it."""
    match query:
        case Term(field=key, property=None, values=(Word(text=code),)) if key in book.variables:
            variable = book.variables[key]
            node = variable.node(code)
            if node is not None or (variable.type == "multi" and code in {ANY, "none"}):
                return _clause(variable, node, code if node is None else node.key)
    return None


def _term_in_words(query: Query, level: Level) -> str | None:
    match query:
        case Term(field="kind", values=(Word(text=kind),)):
            return _of_kind(kind.lower(), level)
        case Term(field="running", values=(value,)):
            within = _years_in_words(value)
            which = "that ran" if level == "title" else "in titles that ran"
            return within and f"{which} {within}"
        case Term(field="decade", values=(Word(text=decade),)):
            return f"of the {decade.rstrip('s')}s"
        case Term(field="year", values=(Word(text=year),)):
            return f"of {year}"
        case Term(field="year", values=(Range(low=str(low), high=str(high)),)):
            return f"of {low} to {high}"
        case Term(field="year", values=(Range(low=str(low), high=None),)):
            return f"from {low} on"
        case Term(field="year", values=(Range(low=None, high=str(high)),)):
            return f"up to {high}"
    return None


def _of_kind(kind: str, level: Level) -> str | None:
    """`in films` of the units below titles; a title itself is one of the films."""
    within = _KINDS.get(kind)
    if within is None or level != "title" or not within.startswith("in "):
        return within
    return f"that are {within.removeprefix('in ')}"


def _years_in_words(value: Word | Range) -> str | None:
    match value:
        case Word(text=text):
            return f"in {_period(text)}"
        case Range(low=str(low), high=str(high)):
            return f"between {_period(low)} and {_period(high)}"
        case Range(low=str(low), high=None):
            return f"in {_period(low)} or later"
        case Range(low=None, high=str(high)):
            return f"in {_period(high)} or earlier"
    return None


def _period(text: str) -> str:
    """`1994`, `the 1990s`."""
    return f"the {text}" if text.endswith("s") else text


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
