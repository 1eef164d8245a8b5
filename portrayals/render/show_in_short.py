"""`show` in brief: who, what they do, where it is seen, and how much more there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from portrayals.notation.cells import words
from portrayals.notation.plurals import counted
from portrayals.notation.state_words import state_in_words
from portrayals.render.cells import cut, harmless, padded, wrapped
from portrayals.render.show import (
    alike,
    beside,
    heading_of,
    is_vote,
    what_is_there,
    who,
)
from portrayals.render.terminal import Screen
from portrayals.results.show import AnnotationShown, FindingShown, UnitInShort, UnitShown

#: The most terminal lines for a synopsis or a piece of evidence.
_LINES: Final = 2
#: Of more codes of a set than these, each has one line.
_FEW_CODES: Final = 5
#: The most lines for values other than the leading ones; the rest are counted.
_LINES_OF_OTHERS: Final = 2
#: How many coders are named, each with how they know.
_MOST_CODERS: Final = 3
#: The usual screenings, which need not be mentioned because they change no figure.
_COUNTED: Final = {"in", "pending"}

Votes = Mapping[str, Sequence[AnnotationShown]]


def in_short(short: UnitInShort, screen: Screen) -> Iterator[str]:
    """The unit and those beneath it, then who coded them, and what else there is."""
    page = _Page(short, screen)
    yield from page.top()
    yield from page.people()
    yield from page.bottom()
    yield from alike(short.unit, screen)


class _Page:
    """A unit and its family on a screen; `without_room` counts the values that did not fit."""

    def __init__(self, short: UnitInShort, screen: Screen) -> None:
        self.short = short
        self.screen = screen
        self.without_room = 0

    def top(self) -> Iterator[str]:
        """The unit in a few lines, with its coding."""
        unit = self.short.unit
        facts = dict(unit.facts)
        heading, _ = heading_of(unit)
        for line in beside(harmless(heading), harmless(unit.key), self.screen):
            yield self.screen.strong(line)
        if unit.aliases:
            yield from self._lines(f"Also: {', '.join(unit.aliases)}", hang="")
        for synopsis in facts.get("synopsis", ()):
            yield from self._lines(synopsis, hang="")
        for word in ("aired", "screened"):
            for value in set(facts.get(word, ())) - _COUNTED:
                yield f"{word.capitalize()}: {value}"
        yield from self._coding(unit, "")

    def people(self) -> Iterator[str]:
        """Those beneath the unit; portrayals are numbered."""
        people = self.short.unit.units
        if people:
            yield ""
        for place, unit in enumerate(people, 1):
            yield from self._person(unit, f"{place}" if unit.level == "portrayal" else "")

    def _person(self, unit: UnitShown, number: str = "") -> Iterator[str]:
        lead, indent = (padded(number, 3), "   ") if number else ("   with ", "     ")
        named = list(beside(lead + harmless(who(unit)), harmless(unit.key), self.screen))
        if len(named) > 1 and not number:  # the key of the other person is above
            end = f"{self.screen.ellipsis}/{harmless(unit.key.rpartition('/')[2])}"
            ended = list(beside(lead + harmless(who(unit)), end, self.screen))
            named = ended if len(ended) == 1 else named
        yield from named
        coding = list(self._coding(unit, indent))
        if not coding and not unit.units:
            coding = [f"{indent}{state_in_words('not-coded')}"]
        yield from coding
        for each in unit.units:
            yield from self._person(each)

    def _coding(self, unit: UnitShown, indent: str) -> Iterator[str]:
        """The leading variables, code by code, then all other values, then the first claim."""
        votes: dict[str, list[AnnotationShown]] = {}
        for each in filter(is_vote, unit.annotations):
            votes.setdefault(each.variable, []).append(each)
        found = {each.variable: each for each in unit.findings}
        leading = [found[each] for each in self.short.leading if each in found]
        yield from self._leading(leading, votes, indent)
        others = (
            self._value(found.get(each), votes.get(each, ()))
            for each in dict.fromkeys([*votes, *found])
            if each not in self.short.leading
        )
        yield from self._others([each for each in others if each], indent)
        if unit.claims:
            first, more = unit.claims[0], len(unit.claims) - 1
            said = f"claim:{first.id} {first.source} {first.stance} “{first.statement}”"
            yield from self._lines(f"{said} +{more}" if more else said, indent, most=1)

    def _leading(self, found: Sequence[FindingShown], votes: Votes, indent: str) -> Iterator[str]:
        """Derived values in one line, and the codes of each set, each with where it is seen."""
        before: list[str] = []
        for finding in found:
            made = votes.get(finding.variable, ())
            codes = {} if finding.derived else self._codes(finding, made)
            if not codes:
                value = self._value(finding, made)
                before += [value] if value else []
                continue
            of_it = f"{finding.label}{_qualified(finding, made)}:"
            yield from self._lines(". ".join([*before, of_it]), indent)
            before = []
            most = _LINES if len(codes) <= _FEW_CODES else 1
            for label, place in zip(codes.values(), _places(codes, made), strict=True):
                told = f"- {label}: {place}" if place else f"- {label}"
                yield from self._lines(told, f"{indent}  ", most=most)
        if before:
            yield from self._lines(". ".join(before), indent)

    def _codes(self, finding: FindingShown, made: Sequence[AnnotationShown]) -> dict[str, str]:
        """The codes found, then those in doubt, each with its label; none if coders disagree."""
        if finding.state == "unsettled":
            return {}
        labels = self.short.labels[finding.variable]
        doubtful = (code for each in made for code in each.doubtful)
        in_doubt = {code: f"perhaps {labels.get(code, code)}" for code in doubtful}
        found = dict(zip(finding.codes, finding.labels, strict=True))
        return found | in_doubt | found

    def _value(self, finding: FindingShown | None, made: Sequence[AnnotationShown]) -> str:
        """`Tone: Romantic`; empty if not coded, not applicable or open."""
        texts = [  # texts are never settled
            each.value
            for each in made
            if isinstance(each.value, str) and not self.short.labels[each.variable]
        ]
        if texts:
            return f"{made[0].label}: {', '.join(texts)}"
        if finding is None:  # only hearsay
            return ""
        values = list(self._codes(finding, made).values())
        if finding.number is not None:
            values = [f"{finding.number:g}"]
        elif not (values or finding.derived or finding.state in {"coded", "not-applicable"}):
            values = [state_in_words(finding.state)]
        return f"{finding.label}: {', '.join(values)}" if values else ""

    def _others(self, values: Sequence[str], indent: str) -> Iterator[str]:
        """As many values as fit."""
        for number in range(len(values), 0, -1):
            lines = list(self._wrapped("; ".join(values[:number]), indent))
            if self.screen.width is None or len(lines) <= _LINES_OF_OTHERS:
                self.without_room += len(values) - number
                yield from lines
                return
        self.without_room += len(values)

    def bottom(self) -> Iterator[str]:
        """Who coded all this and how they know, and what else there is."""
        family = list(self.short.unit.family())
        votes = [each for unit in family for each in unit.annotations if is_vote(each)]
        coders = dict.fromkeys(f"{each.coder} ({each.basis})" for each in votes)
        if len(coders) > _MOST_CODERS:
            coders = {counted(len({each.coder for each in votes}), "coder"): None}
        told = [f"Coded by {', '.join(coders)}."] if coders else []
        left = ", ".join(filter(None, self._left(family)))
        told += [f"With --all: {left}."] if left else []
        if told:
            yield from wrapped(harmless(" ".join(told)), self.screen)

    def _left(self, family: Sequence[UnitShown]) -> Iterator[str]:
        findings = [each for unit in family for each in unit.findings]
        annotations = [each for unit in family for each in unit.annotations]
        not_coded = sum(len(unit.not_coded) for unit in family)
        idle = sum(each.state == "not-applicable" for each in findings)
        pieces = sum(len(each.evidence) for each in annotations)
        notes = sum(each.note is not None for each in annotations)
        yield counted(self.without_room, "more value") if self.without_room else ""
        yield f"{not_coded:,} not coded" if not_coded else ""
        yield f"{idle:,} that {state_in_words('not-applicable', idle)}" if idle else ""
        yield f"{self.short.unasked:,} derived" if self.short.unasked else ""
        yield f"all evidence ({pieces:,})" if pieces else ""
        yield counted(notes, "note") if notes else ""
        claims = sum(len(unit.claims) - 1 for unit in family if unit.claims)
        yield counted(claims, "more claim") if claims else ""
        identifiers = len(dict(self.short.unit.facts).get("id", ()))
        yield counted(identifiers, "identifier") if identifiers else ""

    def _lines(
        self, text: str, indent: str = "", *, hang: str = "  ", most: int = _LINES
    ) -> Iterator[str]:
        """A text cut to a maximum number of lines, if the screen has a width."""
        lines = list(self._wrapped(text, indent, hang))
        width = self.screen.width
        if width is None or len(lines) <= most:
            yield from lines
            return
        yield from lines[: most - 1]
        over = (each.strip() for each in lines[most:])
        yield cut(" ".join([lines[most - 1], *over]), width, self.screen)

    def _wrapped(self, text: str, indent: str, hang: str = "  ") -> Iterator[str]:
        return wrapped(harmless(text), self.screen, first=indent, then=f"{indent}{hang}")


def _qualified(finding: FindingShown, made: Sequence[AnnotationShown]) -> str:
    """Remarks on the codes of a set, in brackets."""
    told = [state_in_words("incomplete")] if finding.state == "incomplete" else []
    answers = {(each.state, tuple(words(each.value)), each.doubtful) for each in made}
    if len(answers) > 1 and not any(each.coder_kind == "consensus" for each in made):
        told.append("coders differ")
    return f" ({', '.join(told)})" if told else ""


def _places(codes: Mapping[str, str], made: Sequence[AnnotationShown]) -> Iterator[str]:
    """For each code, the first place where it is seen; a place for all codes is given once."""
    places = [each for annotation in made for each in annotation.evidence]
    for code in codes:
        first = next((each for each in places if each.code in {code, None}), None)
        if first is not None and first.code is None:
            places = [each for each in places if each.code is not None]
        yield "" if first is None else what_is_there(first) or first.source or ""
