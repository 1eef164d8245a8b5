"""`methods`: what was done and how it was counted, as a paper says it.

It goes by what Lombard, Snyder-Duch and Bracken (2002, Human Communication Research 28:587-604) ask
of a report: the sample, the coders and their training, the part that was coded twice and how it was
drawn, the coefficients, and how disagreements were resolved. Each sentence is made from facts of
the database, and without them it is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from portrayals.notation.plurals import counted, either, in_words, joined, was
from portrayals.results.methods import Methods, NotStated, Sentence
from portrayals.services.report.coding_sentences import (
    agreement,
    codebook,
    coding,
    disagreements,
)
from portrayals.services.report.facts import Facts, facts_of
from portrayals.tables.study import CONTEXTS, SAMPLINGS
from portrayals.vocabulary import COUNTED_OUT, Screened

#: A sentence and the command that shows its facts.
Said = Iterator[tuple[str, str]]

_DESCRIPTION: Final = "portrayals db describe"
_SAMPLINGS: Final = {
    "census": "The study was a census and took all titles of the frame.",
    "random": "Titles were drawn from the frame at random",
    "stratified": "Titles were drawn from the frame at random within strata",
    "systematic": "Titles were drawn from the frame systematically",
    "convenience": "The titles were a convenience sample: shares describe these titles, and do not "
    "estimate any wider population.",
}
_CONTEXTS: Final = {
    "whole-title": "Each unit was coded in the context of the whole title.",
    "listed-episodes": "Each unit was coded in the context of the episodes that are listed.",
}
_LEFT_OUT: Final = {"out": "screened out", "unavailable": "unavailable"}
_REASONS: Final = 5


def methods(connection: Connection, target: str, wave: str | None = None) -> Methods:
    """The methods of a study, of one wave of coding or of all that count.

    `target` is the name that its database was given by. Raises UnknownKey for an unknown wave, and
    InvalidValue for one whose purpose is not main.
    """
    return methods_told(facts_of(connection, target, wave))


def methods_told(facts: Facts) -> Methods:
    """The sentences that these facts bear, and what they lack."""
    told = (
        ("Sample", _sample(facts)),
        ("Units", _units(facts)),
        ("Codebook", codebook(facts)),
        ("Coding", coding(facts)),
        ("Agreement", agreement(facts)),
        ("Disagreements", disagreements(facts)),
        ("Counting", _counting(facts)),
        ("Software", _software(facts)),
    )
    return Methods(
        wave=facts.wave,
        sentences=tuple(
            Sentence(topic, text, command) for topic, said in told for text, command in said
        ),
        missing=tuple(NotStated(*each) for each in _missing(facts)),
    )


def _quoted(value: object) -> str:
    return f"“{str(value).rstrip('.')}”"


def _sample(facts: Facts) -> Said:
    said = facts.said
    if said["population"]:
        yield f"The population was {_quoted(said['population'])}.", _DESCRIPTION
    size = said["frame_size"]
    titles = "" if size is None else f" of {size:,} {'title' if size == 1 else 'titles'}"
    if said["frame"]:
        yield (
            f"The sampling frame was {_quoted(said['frame'])}{titles and f', a list{titles}'}.",
            (_DESCRIPTION),
        )
    elif titles:
        yield f"The sampling frame was a list{titles}.", _DESCRIPTION
    if said["sampling"]:
        text = _SAMPLINGS[str(said["sampling"])]
        seed = "" if said["seed"] is None else f" (seed {said['seed']})"
        yield text if text.endswith(".") else f"{text}{seed}.", _DESCRIPTION
    yield from _screening(facts)


def _screening(facts: Facts) -> Said:
    effort = facts.effort
    if not effort.titles():
        return
    left_out = [
        f"{in_words(number)} {was(number)} {_LEFT_OUT[way]}{_reasons(facts, way)}"
        for way in COUNTED_OUT
        if (number := effort.titles(way))
    ]
    if left_out:
        yield (
            f"Of {counted(effort.titles(), 'title')} in the catalogue, {joined(left_out)}.",
            "portrayals list titles screened:out,unavailable",
        )
    else:
        titles = counted(effort.titles(), "title")
        yield f"The catalogue held {titles}, none of them screened out.", "portrayals list titles"
    if pending := effort.titles("pending"):
        many = "which was counted" if pending == 1 else "which were counted"
        yield (
            f"Nobody had screened {in_words(pending)} of the titles, {many} all the same.",
            "portrayals list titles screened:pending",
        )
    if nobody := effort.titles("none"):
        yield (
            f"In {in_words(nobody)} of the titles nobody of the kind studied was portrayed; "
            f"{'it was' if nobody == 1 else 'they were'} counted as such.",
            "portrayals list titles screened:none",
        )


def _reasons(facts: Facts, way: Screened) -> str:
    """The reasons for a screening in brackets, each with its titles where there are several."""
    given = [each for each in facts.effort.screening if each.screened == way and each.reason]
    if not given:
        return ""
    alone = len(given) == 1 and given[0].titles == facts.effort.titles(way)
    told = [
        f"“{each.reason}”" if alone else f"“{each.reason}”, {each.titles:,}"
        for each in given[:_REASONS]
    ]
    more = "; and others" if len(given) > _REASONS else ""
    return f" ({'; '.join(told)}{more})"


def _units(facts: Facts) -> Said:
    book = facts.book
    levels = {each.level for each in book.variables.values() if not each.retired}
    units = [
        f"{each.units:,} {book.name_of(each.level, each.units)}"
        for each in facts.effort.coders_of
        if each.level in levels
    ]
    if units:
        yield f"The units of analysis were {joined(units)}.", "portrayals stats"
    if facts.said["context"]:
        yield _CONTEXTS[str(facts.said["context"])], _DESCRIPTION


def _counting(facts: Facts) -> Said:
    if facts.effort.coded:
        yield (
            "The n of a share is the number of units whose answer is known, with or without the "
            "code; each table states how many other units there were, and why. The possible range "
            "runs from the lowest to the highest share that the open units allow.",
            "portrayals stats",
        )
        below = {each.level for each in facts.effort.coders_of}
        if "title" in below:
            yield (
                "Shares of titles had Wilson intervals at the 95 % level.",
                "portrayals stats --notes",
            )
        if below - {"title"}:
            yield (
                "For units within titles, 95 % intervals were linearised with titles as clusters, "
                "on the logit scale, using t with one degree of freedom fewer than the number "
                "of titles; where all units or none have the code, they were Wilson intervals with "
                "the number of titles as n. Units of a single title had none.",
                "portrayals stats --notes",
            )
    if facts.claims:
        yield (
            f"What published sources claim ({counted(facts.claims, 'claim')}) was recorded "
            "separately and is not counted.",
            "portrayals list claims",
        )


def _software(facts: Facts) -> Said:
    yield f"Figures were computed with portrayals {facts.info.program}.", "portrayals db info"
    yield f"The content of the database has the hash {facts.info.snapshot}.", "portrayals db info"


def _missing(facts: Facts) -> Iterator[tuple[str, str]]:
    """What nobody has stated, with the command that states it."""
    said = facts.said
    for field, what, value in (
        ("population", "the population", "TEXT"),
        ("frame", "the sampling frame", "TEXT"),
        ("frame_size", "how many titles the frame has", "N"),
        ("sampling", f"how titles were sampled ({either(SAMPLINGS)})", "WORD"),
        ("context", f"the context in which units are coded ({either(CONTEXTS)})", "WORD"),
        ("training_hours", "hours of training", "HOURS"),
    ):
        if said[field] in {None, ""}:
            yield what, f"{_DESCRIPTION} {field}={value}"
    for wave in facts.of_purpose("main"):
        if wave.handed_out is False:
            yield (
                f"that coders worked independently in wave {wave.row.wave}",
                f"portrayals coding handout CODER --wave {wave.row.wave}",
            )
    if facts.effort.coders and not any(e.comparison == "agreement" for e in facts.agreement):
        yield (
            "how far coders agree",
            "portrayals coding assign --wave WAVE --coder KEY --coder KEY --reliability 30%",
        )
    if undecided := sum(each.decided is None for each in facts.differences):
        yield (
            f"what was decided in {counted(undecided, 'case')} in which coders differ",
            "portrayals coding adjudicate",
        )
