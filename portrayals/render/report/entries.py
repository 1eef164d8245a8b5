"""Titles as entries of the page: the answers about each person, by whom, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portrayals.notation.cells import text
from portrayals.notation.plurals import counted
from portrayals.render import show
from portrayals.render.listing import years
from portrayals.results.listing import Row
from portrayals.results.report import Report, VariableInFull
from portrayals.results.show import AnnotationShown, EvidenceShown, FindingShown, UnitShown

#: How many codes are shown beside a title's name; the rest are counted.
_MOST_TAGS = 3
_BOOLEAN = {"yes", "no"}


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """A piece of evidence: the codes (empty for all), what is there, and the key of its source."""

    codes: str
    text: str
    source: str | None


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """One variable of a unit: the lines of `show`, each with who says so, and the evidence."""

    variable: str
    label: str
    lines: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    places: tuple[EvidencePlace, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A portrayal or a relationship with its answers, and the relationships beneath it.

    `not_asked` are the variables that do not apply here, which nobody had to answer.
    """

    unit: UnitShown
    who: str
    answers: tuple[AnswerEntry, ...]
    not_asked: tuple[str, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A title. `tags` are the codes of the headline; `found` everything it can be filtered by."""

    unit: UnitShown
    about: str
    tags: tuple[str, ...]
    found: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    answers: tuple[AnswerEntry, ...]
    not_asked: tuple[str, ...]
    people: tuple[Person, ...]


def entries(report: Report) -> tuple[Entry, ...]:
    """The titles of the report, in order."""
    above = {
        variable.key: {code.key: code.parent for code in variable.codes}
        for variable in report.codebook
    }
    return tuple(
        _entry(unit, row, above) for unit, row in zip(report.titles, report.rows, strict=True)
    )


Above = Mapping[str, Mapping[str, str | None]]


def _entry(unit: UnitShown, row: Row, above: Above) -> Entry:
    facts = [
        ("key", unit.key),
        ("also", ", ".join(unit.aliases)),
        *(
            (word.replace("_", " "), ", ".join(values))
            for word, values in unit.facts
            if word not in {"kind", "end_year"}
        ),
    ]
    return Entry(
        unit=unit,
        about=", ".join(filter(None, (years(row), text(row.get("kind"))))),
        tags=tuple(_tags(row)),
        found=tuple(dict.fromkeys(_found(unit, above))),
        facts=tuple((word, text) for word, text in facts if text),
        answers=tuple(_answers(unit)),
        not_asked=tuple(_not_asked(unit)),
        people=tuple(_person(each) for each in unit.units),
    )


def _tags(row: Row) -> Iterator[str]:
    """The codes found, as in a list of titles; none for a yes-or-no question."""
    findings = row.get("findings")
    labels: list[str] = []
    for found in findings.values() if isinstance(findings, dict) else ():
        codes = set(found["codes"])
        if codes and not codes <= _BOOLEAN:
            labels += found["labels"]
        elif not codes and found["state"] == "none":
            labels.append("none")
    yield from labels[:_MOST_TAGS]
    if len(labels) > _MOST_TAGS:
        yield f"+{len(labels) - _MOST_TAGS}"


def _found(unit: UnitShown, above: Above) -> Iterator[str]:
    """Every `VARIABLE:CODE` found for the unit and those beneath, including parent codes."""
    for each in unit.family():
        for finding in each.findings:
            if finding.state != "coded":
                yield f"{finding.variable}:{finding.state}"
            for code in finding.codes:
                at: str | None = code
                while at is not None:
                    yield f"{finding.variable}:{at}"
                    at = above.get(finding.variable, {}).get(at)


def _person(unit: UnitShown) -> Person:
    return Person(
        unit=unit,
        who=show.who(unit),
        answers=tuple(_answers(unit)),
        not_asked=tuple(_not_asked(unit)),
        people=tuple(map(_person, unit.units)),
    )


def _answers(unit: UnitShown) -> Iterator[AnswerEntry]:
    made: dict[str, list[AnnotationShown]] = {}
    for annotation in unit.annotations:
        made.setdefault(annotation.variable, []).append(annotation)
    found = {finding.variable: finding for finding in unit.findings}
    left_out = set(_not_asked(unit))
    for variable in dict.fromkeys([*made, *found]):
        if variable not in left_out:
            yield _answer(variable, found.get(variable), made.get(variable, []))


def _not_asked(unit: UnitShown) -> Iterator[str]:
    answered = {annotation.variable for annotation in unit.annotations}
    for finding in unit.findings:
        if finding.state == "not-applicable" and finding.variable not in answered:
            yield finding.variable


def _answer(
    variable: str, finding: FindingShown | None, made: Sequence[AnnotationShown]
) -> AnswerEntry:
    told = list(show.answers(variable, finding, made))
    return AnswerEntry(
        variable=variable,
        label=next((each.label for each in (finding, *made) if each is not None), variable),
        lines=tuple(_apart(line.strip()) for word, line in told if word != "note"),
        notes=tuple(line for word, line in told if word == "note"),
        places=tuple(_place(codes, each) for codes, each in show.places(made)),
    )


def _apart(line: str) -> tuple[str, str]:
    """The value, and the text after the gap: who said so, or that it is derived."""
    value, _, origin = line.rpartition("   ")
    return (value, origin) if value else (origin, "")


def _place(codes: str, evidence: EvidenceShown) -> EvidencePlace:
    return EvidencePlace(codes, show.what_is_there(evidence), evidence.source)


def choices(
    codebook: Sequence[VariableInFull], titles: Sequence[Entry]
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The filters for titles: a variable's label, and pairs of `VARIABLE:CODE` and words.

    Only findings that occur, with the number of titles; codes in the order of the codebook.
    """
    number: dict[str, int] = {}
    for title in titles:
        for each in title.found:
            number[each] = number.get(each, 0) + 1
    for variable in codebook:
        labels = {code.key: f"{'– ' * code.depth}{code.label}" for code in variable.codes}
        own = [each.partition(":")[2] for each in number if each.startswith(f"{variable.key}:")]
        ordered = [key for key in labels if key in own] + sorted(set(own) - set(labels))
        options = tuple(
            (
                f"{variable.key}:{key}",
                f"{labels.get(key, key)} ({counted(number[f'{variable.key}:{key}'], 'title')})",
            )
            for key in ordered
        )
        if options:
            yield variable.label, options
