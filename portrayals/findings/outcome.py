"""What can be found at a node for a unit: that it is there or not, or why that is not known."""

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

    Of an incomplete unit it may be known that something is there, or that it is not (R6, R16).
    `NO_VALUE` is the state of a unit that has no value of a field, which no coding would give it.
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

    @property
    def word(self) -> str:
        """As it is printed."""
        if self in {Outcome.INCOMPLETE_YES, Outcome.INCOMPLETE_NO}:
            return Outcome.INCOMPLETE.word
        return self.name.lower().replace("_", "-")

    @property
    def sql(self) -> OutcomeColumn:
        """As it stands in a statement."""
        return number(self)


#: As units are counted by them.
YES: Final = Outcome.YES.word
NO: Final = Outcome.NO.word


def is_settled(found: OutcomeColumn) -> ColumnElement[bool]:
    """Whether a unit with this outcome is in n (R2)."""
    return found <= Outcome.YES.sql


def by_outcome(
    found: OutcomeColumn, told: Mapping[Outcome, ColumnElement[_T]], otherwise: ColumnElement[Any]
) -> ColumnElement[_T]:
    """What is told of some outcomes, and otherwise of all others."""
    return case(*((each.sql, value) for each, value in told.items()), value=found, else_=otherwise)


def outcome_word(found: OutcomeColumn) -> ColumnElement[str]:
    """The outcome as it is printed; null where there is none."""
    return word_at(found, (each.word for each in Outcome))


def reversed_outcome(found: Outcome) -> Outcome:
    """Yes for no and no for yes; a state stays."""
    return {Outcome.YES: Outcome.NO, Outcome.NO: Outcome.YES}.get(found, found)
