"""What `show` found: a unit with everything attached, or a record as words and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from portrayals.notation.cells import text, words
from portrayals.notation.state_words import state_in_words
from portrayals.render.cells import cell_width, harmless, padded, wrapped
from portrayals.render.claims import thread_lines
from portrayals.render.grid import Grid
from portrayals.render.terminal import Screen
from portrayals.results.show import (
    AnnotationShown,
    EvidenceShown,
    FindingShown,
    RecordShown,
    UnitInShort,
    UnitShown,
)

#: The column for keys on the right, if there is no screen width.
_PAGE: Final = 80
#: The facts in the heading of a title, in this order; others have lines of their own.
_HEADLINE_FACTS: Final = ("kind", "country")
_YEARS: Final = ("year", "end_year")
_IDENTIFIERS: Final = {"id", "ids", "identifier", "identifiers"}


Shown = UnitShown | UnitInShort | RecordShown


def lines(shown: Shown, screen: Screen) -> Iterator[str]:
    """A thing with everything attached to it, for the terminal."""
    match shown:
        case UnitShown():
            return _unit(shown, screen)
        case UnitInShort():
            from portrayals.render.show_in_short import in_short

            return in_short(shown, screen)
        case RecordShown():
            return _record(shown, screen)


def grids(shown: Shown) -> Iterator[Grid]:
    """A row for each finding of each unit, or for each fact, for a paper."""
    match shown:
        case UnitShown():
            yield _findings(shown)
        case UnitInShort():
            yield _findings(shown.unit)
        case RecordShown():
            told = tuple((word, text(value)) for word, value in shown.facts)
            yield Grid(("Field", "Value"), told, heading=f"{shown.what} {shown.key}")


def _record(shown: RecordShown, screen: Screen) -> Iterator[str]:
    """A heading and one aligned pair a line."""
    yield screen.strong(harmless(f"{shown.what} {shown.key}"))
    yield from pairs([(word, text(value)) for word, value in shown.facts], screen)


def pairs(facts: list[tuple[str, str]], screen: Screen, indent: str = "  ") -> Iterator[str]:
    """Words in one column and their values, wrapped, in the next; empty ones left out."""
    told = [(harmless(word), value) for word, value in facts if value != ""]
    width = max((cell_width(word) for word, _ in told), default=0)
    for word, value in told:
        lead = f"{indent}{padded(word, width)}  "
        for line in value.splitlines():
            yield from wrapped(harmless(line), screen, first=lead, then=" " * len(lead))
            lead = " " * len(lead)


def _unit(shown: UnitShown, screen: Screen) -> Iterator[str]:
    """A title, episode, portrayal or relationship with its findings and the units beneath."""
    heading, ids = heading_of(shown)
    for line in wrapped(harmless(heading + (f"   {ids}" if ids else "")), screen, then="  "):
        yield screen.strong(line)
    told = {*_HEADLINE_FACTS, *_IDENTIFIERS, "genre", *_YEARS} if shown.level == "title" else set()
    facts = [
        (word.replace("_", " "), ", ".join(values))
        for word, values in shown.facts
        if word not in told
    ]
    names = [("key", shown.key), ("also", ", ".join(shown.aliases))]
    yield from pairs([*names, *facts], screen, indent="")
    yield from _coding(shown, screen, "")
    episodes = [unit for unit in shown.units if unit.level == "episode"]
    people = [unit for unit in shown.units if unit.level != "episode"]
    if episodes:
        codes = ", ".join(_last(unit.key).upper() for unit in episodes)
        yield ""
        yield from wrapped(f"Episodes: {harmless(codes)}", screen, then="  ")
    if people:
        yield ""
    for place, unit in enumerate(people, 1):
        number = f"{place}" if unit.level == "portrayal" else ""
        yield from _person(unit, screen, number)
    yield from _claims(shown, screen)
    yield from alike(shown, screen)


def alike(shown: UnitShown, screen: Screen) -> Iterator[str]:
    """A note that a variable or code has the same name, and how to see it."""
    for each in shown.named_alike:
        what = "a code" if ":" in each else "a variable"
        yield from wrapped(f"There is also {what} with that name: portrayals show {each}", screen)


def heading_of(shown: UnitShown) -> tuple[str, str]:
    """`Prime (2005, film, United States; comedy, drama)` and the identifiers beside it."""
    facts = {word: values for word, values in shown.facts if values}
    ids = "  ".join(each for word in _IDENTIFIERS for each in facts.get(word, ()))
    if shown.level != "title":
        return who(shown), ids
    first_year = () if shown.year is None else (str(shown.year),)
    last_year = tuple(year for year in facts.get("end_year", ()) if year not in first_year)
    years = "–".join((*first_year, *last_year))
    others = [each for word in _HEADLINE_FACTS for each in facts.get(word, ())]
    told = ", ".join([*([years] if years else []), *others])
    genres = ", ".join(facts.get("genre", ()))
    inside = "; ".join(part for part in (told, genres) if part)
    return f"{shown.name} ({inside})" if inside else shown.name, ids


def who(unit: UnitShown) -> str:
    """`Lisa Metzger — Meryl Streep; clinical social worker`."""
    about = "; ".join(part for part in (unit.performer or "", ", ".join(unit.roles)) if part)
    return f"{unit.name} — {about}" if about else unit.name


def _person(unit: UnitShown, screen: Screen, number: str) -> Iterator[str]:
    """A portrayal or relationship, its key on the right, its coding and relationships below."""
    indent = "   "
    lead = padded(number, 3) if number else f"{indent}with "
    yield from beside(lead + harmless(who(unit)), harmless(unit.key), screen)
    inner = indent if number else f"{indent}  "
    yield from _coding(unit, screen, inner)
    yield from thread_lines(unit.claims, unit.key, screen, inner)
    for below in unit.units:
        yield from _person(below, screen, "")


def beside(left: str, right: str, screen: Screen) -> Iterator[str]:
    """Both on one line if they fit, the second at the right edge; else on two lines."""
    width = screen.width or _PAGE
    gap = width - cell_width(left) - cell_width(right)
    if gap >= 2:
        yield left + " " * gap + right
    elif screen.width is None:
        yield f"{left}  {right}"
    else:
        yield from wrapped(left, screen, then=" " * 8)
        yield " " * max(0, width - cell_width(right)) + right


def _coding(unit: UnitShown, screen: Screen, indent: str) -> Iterator[str]:
    """The findings with who found them and where, derived ones, and what nobody has coded."""
    facts: list[tuple[str, str]] = []
    by_variable: dict[str, list[AnnotationShown]] = {}
    for annotation in unit.annotations:
        by_variable.setdefault(annotation.variable, []).append(annotation)
    found = {finding.variable: finding for finding in unit.findings}
    for variable in dict.fromkeys([*by_variable, *found]):
        made = by_variable.get(variable, [])
        facts += answers(variable, found.get(variable), made)
        facts += _evidence(made)
    if unit.not_coded:
        facts.append(("not coded", ", ".join(unit.not_coded)))
    yield from pairs(facts, screen, indent=indent)


def answers(
    variable: str, finding: FindingShown | None, made: Sequence[AnnotationShown]
) -> Iterator[tuple[str, str]]:
    """One coder's answer on one line; for several coders the settled value, then each answer.

    Codings for training, recodings and codings by programs come below, because they settle nothing
    (R11, R38).
    """
    votes = [each for each in made if is_vote(each)]
    if len(votes) == 1 and (finding is None or not finding.derived):
        yield variable, f"{_answer(votes[0])}   {_by(votes[0])}"
    elif finding is not None:
        coders = len({each.coder for each in votes})
        origin = "   derived" if finding.derived else f"   settled from {coders} coders"
        yield variable, _settled(finding) + (origin if votes or finding.derived else "")
    elif made:
        yield variable, state_in_words("not-coded")
    if len(votes) > 1:
        yield from (("", f"  {_by(each)}: {_answer(each)}") for each in votes)
    for each in made:
        if not is_vote(each):
            program = ", program" if each.coder_kind == "program" else ""
            wave = f", wave {each.wave} ({each.purpose})" if each.purpose != "main" else ""
            yield "", f"  {_by(each)}{program}{wave}, not counted: {_answer(each)}"
    for each in made:
        if each.note:
            yield "note", each.note


def is_vote(annotation: AnnotationShown) -> bool:
    """Whether it counts in settling (R11, R38)."""
    return annotation.purpose == "main" and annotation.coder_kind != "program"


def _by(annotation: AnnotationShown) -> str:
    partial = ", partial" if annotation.complete is False else ""
    return f"{annotation.coder}, {annotation.basis}{partial}"


def _answer(annotation: AnnotationShown) -> str:
    doubts = [f"maybe:{code}" for code in annotation.doubtful]
    if annotation.state != "coded":
        return ", ".join([state_in_words(annotation.state), *doubts])
    return ", ".join([*words(annotation.value), *doubts])


def _settled(finding: FindingShown) -> str:
    if finding.state == "incomplete" and finding.codes:
        return f"known: {', '.join(finding.codes)}"
    if finding.state != "coded":
        return state_in_words(finding.state)
    if finding.number is not None:
        return f"{finding.number:g}"
    return ", ".join(finding.codes)


def _evidence(made: list[AnnotationShown]) -> Iterator[tuple[str, str]]:
    word = "evidence"
    for codes, each in places(made):
        yield word, f"{codes}: {_place(each)}" if codes else _place(each)
        word = ""


def places(made: Sequence[AnnotationShown]) -> Iterator[tuple[str, EvidenceShown]]:
    """Each place once, with its codes unless it is for all."""
    found: dict[str, tuple[EvidenceShown, list[str]]] = {}
    for annotation in made:
        for each in annotation.evidence:
            _, codes = found.setdefault(_place(each), (each, []))
            if each.code and each.code not in codes:
                codes.append(each.code)
    everything = {code for each in made for code in words(each.value)}
    for each, codes in found.values():
        yield "" if set(codes) == everything else ", ".join(codes), each


def _place(evidence: EvidenceShown) -> str:
    return " ".join(filter(None, (what_is_there(evidence), evidence.address or evidence.source)))


def what_is_there(evidence: EvidenceShown) -> str:
    """The episode, the time and the words of a place, without its source."""
    times = "–".join(time for time in (evidence.start, evidence.end) if time)
    quote = f"“{evidence.quote}”" if evidence.quote else None
    return " ".join(filter(None, (evidence.episode, times, quote, evidence.description)))


def _claims(shown: UnitShown, screen: Screen) -> Iterator[str]:
    if shown.claims:
        yield "Claims:"
        yield from thread_lines(shown.claims, shown.key, screen, "  ")
    elif shown.level == "title" and not any(each.claims for each in shown.family()):
        yield "No claims recorded."


def _last(key: str) -> str:
    return key.rpartition("/")[2]


def _findings(shown: UnitShown) -> Grid:
    """A row for each finding of each unit, for a paper."""
    rows = tuple(
        (unit.name, unit.level, each.label, _settled(each))
        for unit in shown.family()
        for each in unit.findings
    )
    heading, ids = heading_of(shown)
    return Grid(("Name", "Level", "Variable", "Finding"), rows, heading=f"{heading} {ids}".strip())
