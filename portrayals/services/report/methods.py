"""The methods section: what the study says about itself, what was done, how it was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from portrayals.findings.stored_codebook import Book
from portrayals.notation.figures import coefficient
from portrayals.notation.plurals import counted
from portrayals.results.database import DatabaseInfo, Description
from portrayals.results.reliability import AgreementVerdict, Reliability
from portrayals.results.report import Coded, Effort

_NOT_STATED = "not stated"

_SETTLES = {
    "majority": "more than half of the coders must agree, so one coder alone settles a value and "
    "two must agree",
    "unanimous": "all coders must agree",
    "any": "one coder's yes or code is enough; variables of other types need more than half of the "
    "coders",
}
_RESTS = {
    "watched": "on viewing",
    "watched-in-part": "on viewing in part",
    "documented": "on published descriptions",
    "hearsay": "on hearsay",
    "unstated": "on no stated basis",
}
_COMPARED = {"agreement": "Agreement between coders", "stability": "Stability of each coder"}
_VERDICTS: dict[AgreementVerdict, str] = {
    "reliable": "reliable",
    "reliable-not-shown": "reliable by alpha but not by its lower limit",
    "tentative": "tentative",
    "tentative-not-shown": "tentative by alpha but not by its lower limit",
    "not-reliable": "not reliable",
    "unanimous": "without any disagreement",
    "too-few": "with too few titles to judge",
    "not-paired": "without two comparable codings",
    "nobody-coded-twice": "never coded twice",
}


def methods(
    book: Book,
    policy: str,
    info: DatabaseInfo,
    description: Description,
    effort: Effort,
    agreement: Sequence[Reliability],
) -> tuple[tuple[str, str], ...]:
    """Pairs of a topic and its text for a paper; anything nobody stated is given as not stated."""
    said = dict(description.fields)
    told = (
        ("Sample", _sample(said)),
        ("Screening", _screening(effort)),
        ("Units", _units(book, said, effort)),
        ("Coding", _coding(book, said, effort)),
        ("Agreement", _agreement(agreement)),
        ("Settling", _settling(policy)),
        ("Counting", _counting()),
        ("To repeat", _repeating(info)),
    )
    return tuple((topic, " ".join(sentences)) for topic, sentences in told)


def _stated(value: object) -> str:
    return _NOT_STATED if value is None or value == "" else str(value)


def _quoted(value: object) -> str:
    return _NOT_STATED if not value else f"“{str(value).rstrip('.')}”"


def _sample(said: dict[str, object]) -> Iterator[str]:
    yield f"Population: {_quoted(said['population'])}."
    yield f"Sampling frame: {_quoted(said['frame'])}; size: {_stated(said['frame_size'])}."
    yield f"Sampling: {_stated(said['sampling'])}; seed: {_stated(said['seed'])}."
    if said["sampling"] == "convenience":
        yield "The shares describe these titles and do not estimate any wider population."


def _screening(effort: Effort) -> Iterator[str]:
    out, lacking = effort.titles("out"), effort.titles("unavailable")
    yield (
        f"Of {counted(effort.titles(), 'title')} in the catalogue, {out:,} {_was(out)} screened "
        f"out and {lacking:,} {_was(lacking)} unavailable."
    )
    if pending := effort.titles("pending"):
        yield f"{counted(pending, 'title')} not yet screened {_is(pending)} counted."
    if nobody := effort.titles("none"):
        yield f"{counted(nobody, 'title')} in which nobody is portrayed {_is(nobody)} counted."


def _units(book: Book, said: dict[str, object], effort: Effort) -> Iterator[str]:
    counts = ", ".join(
        f"{each.units:,} {book.name_of(each.level, each.units)}" for each in effort.coders_of
    )
    yield f"Units: {counts or 'none yet'}."
    yield f"Context unit: {_stated(said['context'])}."


def _coding(book: Book, said: dict[str, object], effort: Effort) -> Iterator[str]:
    if book.key is None:
        yield "There is no codebook yet."
    else:
        in_use = [each for each in book.variables.values() if not each.retired]
        derived = sum(each.derived for each in in_use)
        coded = counted(len(in_use) - derived, "variable")
        yield f"Codebook: {book.key}, version {book.version}: {coded} coded, {derived} derived."
    votes = [each for each in effort.coded if each.purpose == "main"]
    number = sum(each.annotations for each in votes)
    yield f"{counted(effort.coders, 'coder')} made {counted(number, 'annotation')}."
    if votes:
        yield _basis(votes)
    yield from _no_people(effort)
    yield f"Hours of training: {_stated(said['training_hours'])}."


def _basis(votes: Sequence[Coded]) -> str:
    """The bases of the annotations, the most common first."""
    if len(votes) == 1:
        return f"All rest {_RESTS[votes[0].basis]}."
    each = [f"{counted(vote.annotations, 'rests', 'rest')} {_RESTS[vote.basis]}" for vote in votes]
    return f"Of these, {', '.join(each)}."


def _no_people(effort: Effort) -> Iterator[str]:
    """The description of coders who are not people (R38)."""
    for each in effort.told:
        number = counted(each.annotations, "annotation")
        if each.kind == "compilation":
            yield (
                f"{number} by {each.key} {_is(each.annotations)} compiled from published "
                f"descriptions: {_quoted(each.method)}."
            )
            continue
        hashed = f", instruction with SHA-256 {each.instruction_sha256}"
        yield (
            f"In addition, a program, {each.key} ({each.model}, version "
            f"{each.model_version}{hashed if each.instruction_sha256 else ''}), made {number}, "
            "which settle nothing and enter none of these figures."
        )


def _agreement(found: Sequence[Reliability]) -> Iterator[str]:
    for each in found:
        what = _COMPARED[each.comparison]
        if each.wave is not None:
            what = f"{what} in wave {each.wave}"
        verdicts = Counter(row.verdict for row in each.rows if row.verdict is not None)
        told = ", ".join(f"{n:,} {_VERDICTS[verdict]}" for verdict, n in verdicts.items())
        number = counted(verdicts.total(), "variable or code", "variables and codes")
        low, high = coefficient(each.thresholds[0]), coefficient(each.thresholds[-1])
        yield (
            f"{what} was measured with Krippendorff's alpha for {number}: {told}. An alpha of "
            f"{high} or more is reliable and one of {low} or more tentative, in each case only if "
            f"the lower limit of its {each.confidence:g} % interval by title also reaches that "
            "value."
        )
    if not any(each.comparison == "agreement" for each in found):
        yield "No unit was coded by two coders, so agreement between coders is unknown."


def _settling(policy: str) -> Iterator[str]:
    yield (
        f"Where several coders judged a unit, the answer was settled by the policy {policy}: "
        f"{_SETTLES[policy]}."
    )
    yield (
        "For each unit and variable, only the best basis counts: watched, watched in part, "
        "documented, unstated; hearsay never settles a value."
    )


def _counting() -> Iterator[str]:
    yield (
        "The n of a share is the number of units whose answer is known, with or without the "
        "code; other units are not counted in n, and each table states how many there are and "
        "why. The possible range runs from the lowest to the highest share that the open units "
        "allow."
    )
    yield (
        "Confidence intervals are at the 95 % level. Shares of titles have Wilson intervals. For "
        "units within titles, intervals are linearised with titles as clusters, on the logit "
        "scale, using t with one degree of freedom fewer than the number of titles; where all "
        "units or none have the code, they are Wilson intervals with the number of titles as n. "
        "Units of a single title have no interval."
    )
    yield "Claims made in published sources were recorded separately and are not counted."


def _repeating(info: DatabaseInfo) -> Iterator[str]:
    yield f"Computed with portrayals {info.program}."
    yield f"The content of the database has the hash {info.snapshot} (portrayals db info)."
    yield "Each figure gives the command that reproduces it."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
