"""What stands around a chart in words: of whom it speaks, what its marks mean, its caveats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from portrayals.notation.state_words import states_by_row
from portrayals.results.compare import Comparison
from portrayals.results.count_options import (
    AS_REPORTED,
    SEE_REPORTED,
    SILENCE_AS_NO,
    Counted,
    States,
)
from portrayals.results.stats import Statistic
from portrayals.vocabulary import NotesShown

#: So many caveats stand under a chart where its notes are short, beside the essential ones.
_MOST_CAVEATS: Final = 2


@dataclass(frozen=True, slots=True)
class Words:
    """The heading, what stands beneath it, and the notes: some of them, and all."""

    heading: str
    beneath: tuple[str, ...]
    short: tuple[str, ...]
    full: tuple[str, ...]

    def titled(self, title: str | None) -> Words:
        """The same under another heading, with what is counted beneath it."""
        if title is None:
            return self
        return replace(self, heading=title, beneath=(self.heading, *self.beneath))

    def notes(self, wanted: NotesShown) -> tuple[str, ...]:
        """What stands under the chart."""
        return {"short": self.short, "full": self.full, "none": ()}[wanted]

    @property
    def description(self) -> str:
        """All that is said, a line each, for those who do not see the chart."""
        return "\n".join((self.heading, *self.beneath, *self.full))


def words_of(
    result: Counted,
    heading: str,
    *,
    key: Iterable[str] = (),
    notes: Iterable[str] = (),
    drawn: Iterable[str] = (),
) -> Words:
    """The words of a chart: `key` says what its marks mean, `notes` are all it has to say.

    `drawn` says which rows the chart leaves out. The caveats of a result are taken to come
    weightiest first.
    """
    beneath = tuple(filter(None, (scope(result), *result.shown, *drawn)))
    beneath = tuple(each.rstrip(".") for each in beneath)
    above = {*result.shown, AS_REPORTED}
    caveats = [note.removesuffix(SEE_REPORTED) for note in result.notes if note not in above]
    short = (
        note
        for place, note in enumerate(caveats)
        if place < _MOST_CAVEATS or note in result.essential
    )
    marks = tuple(filter(None, key))
    said = (note.removesuffix(SEE_REPORTED) for note in (*marks, *notes))
    every = dict.fromkeys(note for note in said if note and note not in above)
    return Words(heading, beneath, (*marks, *short), tuple(every))


def scope(result: Counted) -> str:
    """In which groups, of which units, by whose judgement; empty where of all, settled.

    The groups of a comparison are its lines.
    """
    by = result.by if isinstance(result, Statistic) else None
    where = None if isinstance(result, Comparison) else result.where
    reported = SILENCE_AS_NO[0].lower() + SILENCE_AS_NO[1:]
    told = (
        by and f"by {by}",
        result.among or (where and f"only where {where}"),
        result.coder and f"as {result.coder} coded",
        result.wave and f"in wave {result.wave}",
        reported if AS_REPORTED in result.notes else "",
    )
    words = "; ".join(filter(None, told))
    return words[:1].upper() + words[1:]


def left_out(states: Iterable[States], *, settled: bool) -> str:
    """By state the units that are not in n: of each the fewest and the most in a row.

    Where nothing is `settled`, what is known is of some of them.
    """
    told = states_by_row(states)
    return f"{'Not counted' if settled else 'Not settled'}: {told}." if told else ""
