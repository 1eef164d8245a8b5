"""The rules of a codebook, as the notes and the sheet of a workbook have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portrayals.render.handout.conditions import in_words, range_in_words
from portrayals.results.handout import HandoutCode, HandoutVariable
from portrayals.results.handout_sheets import AskedColumn, CodingSheet

#: The columns of the sheet with all rules.
RULES_COLUMNS = (
    *("Question", "Code", "Asked", "Definition", "Include", "Exclude"),
    *("Examples", "Counterexamples"),
)


def note_on(column: AskedColumn, variables: Sequence[HandoutVariable]) -> str:
    """What there is to know before a cell of a column is filled, line by line."""
    of = column.variable
    own = _lines(of) if column.code is None else (of.question or of.label, *_lines(column.code))
    return "\n".join([*own, *_limits(of), *_asked(of, variables)])


def entries(sheet: CodingSheet, variables: Sequence[HandoutVariable]) -> Iterator[tuple[str, ...]]:
    """The rules of a sheet: a row for each variable, followed by one for each of its codes."""
    for of, name in sheet.variables:
        told = (of.definition, of.include, of.exclude)
        asked = " ".join((of.question or "", *_limits(of), *_asked(of, variables))).strip()
        yield (name, "", asked, *(each or "" for each in told), "", "")
        yield from _codes(of.codes, ())


def _codes(codes: Sequence[HandoutCode], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for each in codes:
        shown = ("; ".join(listed) for listed in (each.examples, each.counterexamples))
        rules = (each.definition, each.include, each.exclude, *shown)
        label = " › ".join((*above, each.label))
        yield ("", label, "", *(rule or "" for rule in rules))
        yield from _codes(each.codes, (*above, each.label))


def _lines(of: HandoutVariable | HandoutCode) -> Iterator[str]:
    if isinstance(of, HandoutVariable) and of.question:
        yield of.question
    if of.definition:
        yield of.definition
    if of.include:
        yield f"Include: {of.include}"
    if of.exclude:
        yield f"Exclude: {of.exclude}"


def _limits(of: HandoutVariable) -> Iterator[str]:
    """The range of a number, and what it is a number of."""
    if of.type == "number":
        limits = range_in_words(of.minimum, of.maximum)
        comma = "," if limits and None in {of.minimum, of.maximum} else ""
        measure = of.measure and f"({of.measure})"
        yield f"{' '.join(filter(None, (f'A number{comma}', limits, measure)))}."


def _asked(of: HandoutVariable, variables: Sequence[HandoutVariable]) -> Iterator[str]:
    if of.asked_when is not None:
        yield f"Only where {in_words(of.asked_when, variables)}; else leave it blank."
