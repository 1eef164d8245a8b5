"""A result as a printable sentence: whole per cents, with its caveats in words.

Codes are worded as in the codebook (`sentence:` of a variable or a code). A sentence has at most
`MOST_WORDS` words, unless its query or its essential caveats are longer; what does not fit is left
to the table and its notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import ceil, floor
from typing import Final

from portrayals.codebook.load import LABEL
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.language.syntax import And, Asked, Query, Range, Term, Word
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.stats import FEW, NumberRow, StatRow
from portrayals.services.statistics.caveats import misleads
from portrayals.services.statistics.options import ANY, Chosen, CountRequest
from portrayals.services.statistics.who_coded import COMPILED
from portrayals.vocabulary import Level

MOST_WORDS: Final = 60

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
    of: tuple[int, int] = (0, 0),
    level: Level = "title",
) -> str:
    """The first of the sentences `told`, its caveats, and those of the others that still fit.

    `must` are caveats that no figure may be without. `of` is how many units of a level are counted,
    and how many there are: those that are not counted are told last, and where it fits.
    """
    caveats = [*must, *_of_sample(notes, convenience=convenience, no_trend=no_trend)]
    first, *others = told
    room = MOST_WORDS - sum(map(_words, (first, *caveats)))
    kept = [first]
    for sentence in others:
        if _words(sentence) <= room:
            kept.append(sentence)
            room -= _words(sentence)
    caveats += [caveat for caveat in _of_others(*of, level) if _words(caveat) <= room]
    return " ".join((*kept, *caveats))


def _of_others(number: int, everyone: int, level: Level) -> Iterator[str]:
    others = everyone - number
    if others:
        are = "is" if others == 1 else "are"
        yield f"{others:,} of {counted(everyone, level)} {are} not counted."


def _words(text: str) -> int:
    """How many words a text has; a number and its sign are one."""
    return len(text.replace(" %", "%").split())


def _of_sample(notes: Sequence[str], *, convenience: bool, no_trend: bool) -> Iterator[str]:
    compiled = any(note.startswith(COMPILED) for note in notes)
    if convenience:
        how = " coded from published descriptions" if compiled else ""
        trend = " and show no trend" if no_trend else ""
        yield f"The titles are a convenience sample{how}: they represent no others{trend}."
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
    units = f"{row.of} {counted(row.units if row.at_least else row.n, level).partition(' ')[2]}"
    return f"In {units}{among}{_figures(row, confidence)}, {clause}"


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
    figures = []
    if row.at_least and row.lowest is not None and row.highest is not None:
        figures.append(f"possible range {floor(row.lowest)} to {ceil(row.highest)} %")
    elif row.n >= FEW and row.percent is not None:
        figures.append(per_cent(row.percent))
        if misleads(row):
            figures.append(f"possible range {_between(row.lowest, row.highest)}")
        elif confidence is not None and row.low is not None:
            figures.append(f"{confidence:g} % interval {_between(row.low, row.high)}")
    return f" ({'; '.join(figures)})" if figures else ""


def by_group(rows: Sequence[StatRow], by: str) -> Iterator[str]:
    """`By decade: 1990s 2 of 12, 2000s 4 of 16.`; of many groups those with ten units or more.

    Where the figures are what is known at least, that is said once. Nothing of a single group.
    """
    known = any(row.at_least for row in rows)
    sizes = [(row, row.known, row.units) if known else (row, row.count, row.n) for row in rows]
    told = [(row, count, size) for row, count, size in sizes if size]
    some = ""
    if len(told) > _MOST_GROUPS:
        told = [(row, count, size) for row, count, size in told if size >= FEW]
        some = f" (those with {FEW} or more)"
    if len(told) > 1:
        least = ", at least" if known else ""
        figures = ", ".join(f"{row.group} {count:,} of {size:,}" for row, count, size in told)
        yield f"By {by}{some}{least}: {figures}."


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


def clause_of(chosen: Chosen, codes: Sequence[str]) -> str:
    """What is so of a unit that has one of these codes, or any: a clause without a full stop."""
    variable = chosen.variable
    clauses = [_clause(variable, variable.node(code), code) for code in codes or (ANY,)]
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


def among(choices: CountRequest) -> str:
    """Which units are counted, as it stands behind their number: ` on television`."""
    return "" if choices.where is None else in_words(choices.where)


def in_words(asked: Asked) -> str:
    """A query behind the units that it chooses: in words, or as it was written."""
    query = asked.query
    items = query.items if isinstance(query, And) else (query,)
    words = [_term_in_words(item) for item in items]
    if all(words):
        return "".join(f" {word}" for word in words)
    return f" (only where {asked.text})"


def _term_in_words(query: Query) -> str | None:
    match query:
        case Term(field="kind", values=(Word(text=kind),)):
            return _KINDS.get(kind.lower())
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
