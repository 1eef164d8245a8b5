"""The possible outcomes at a node for a unit: it is there, it is not, or why that is not known."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, case

from portrayals.tables.literals import number, word_at

OutcomeColumn = ColumnElement[int]
_T = TypeVar("_T")


class Outcome(IntEnum):
    """Yes and no are settled; the others are the states of R3. Those to INCOMPLETE_NO are stored.

    For an incomplete unit it may be known that something is there, or that it is not (R6, R16); for
    an undetermined one, that it is not. `NO_VALUE` is the state of a unit without a value for a
    field, which no coding could give it.
    """

    NO = 0
    YES = 1
    UNDETERMINED = 2
    UNSETTLED = 3
    CANNOT_TELL = 4
    NOT_APPLICABLE = 5
    UNAVAILABLE = 6
    NOT_CODED = 7
    INCOMPLETE = 8
    INCOMPLETE_YES = 9
    INCOMPLETE_NO = 10
    NO_UNIT = 11
    NO_VALUE = 12
    UNDETERMINED_NO = 13

    @property
    def word(self) -> str:
        """The outcome in words."""
        state = self.name if self in _OWN_WORD else self.name.rpartition("_")[0]
        return state.lower().replace("_", "-")

    @property
    def counted(self) -> str:
        """The number under which units with this outcome are counted."""
        return self.name.lower().replace("_", "-")

    @property
    def sql(self) -> OutcomeColumn:
        """The outcome as SQL."""
        return number(self)


#: What is known about a unit although it is not settled.
KNOWN_YES: Final = (Outcome.INCOMPLETE_YES,)
KNOWN_NO: Final = (Outcome.INCOMPLETE_NO, Outcome.UNDETERMINED_NO)

#: All other outcomes are printed as the state they are a case of.
_OWN_WORD: Final = frozenset(Outcome) - {*KNOWN_YES, *KNOWN_NO}

#: The numbers under which units are counted.
YES: Final = Outcome.YES.counted
NO: Final = Outcome.NO.counted


def is_settled(found: OutcomeColumn) -> ColumnElement[bool]:
    """Whether a unit with this outcome is in n (R2)."""
    return found <= Outcome.YES.sql


def is_yes(found: OutcomeColumn) -> ColumnElement[bool]:
    """Whether something is known to be there, whether the unit is settled or not (R16)."""
    return found.in_([each.sql for each in (Outcome.YES, *KNOWN_YES)])


def is_no(found: OutcomeColumn) -> ColumnElement[bool]:
    """Whether something is known not to be there, whether the unit is settled or not (R16)."""
    return found.in_([each.sql for each in (Outcome.NO, *KNOWN_NO)])


def is_incomplete(found: OutcomeColumn) -> ColumnElement[bool]:
    """Whether a unit is incomplete, whatever is known about it."""
    states = (Outcome.INCOMPLETE, Outcome.INCOMPLETE_YES, Outcome.INCOMPLETE_NO)
    return found.in_([each.sql for each in states])


def by_outcome(
    found: OutcomeColumn, told: Mapping[Outcome, ColumnElement[_T]], otherwise: ColumnElement[Any]
) -> ColumnElement[_T]:
    """A CASE over outcomes: some values for some outcomes, and one for all others."""
    return case(*((each.sql, value) for each, value in told.items()), value=found, else_=otherwise)


def outcome_word(found: OutcomeColumn) -> ColumnElement[str]:
    """The outcome in words; null where there is none."""
    return word_at(found, (each.word for each in Outcome))


def reversed_outcome(found: Outcome) -> Outcome:
    """Yes for no and no for yes; a state stays."""
    return _REVERSED.get(found, found)


_REVERSED: Final = {
    Outcome.YES: Outcome.NO,
    Outcome.NO: Outcome.YES,
    Outcome.INCOMPLETE_YES: Outcome.INCOMPLETE_NO,
    Outcome.INCOMPLETE_NO: Outcome.INCOMPLETE_YES,
}
