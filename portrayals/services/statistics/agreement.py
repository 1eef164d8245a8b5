"""Whether coders agree on what is counted, until a coefficient says so: the note on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, or_, select

from portrayals.counts.coding_effort import answers_given_twice
from portrayals.notation.plurals import counted
from portrayals.tables import ballot, unit_ballot, variable


def of_agreement(connection: Connection, variables: Mapping[int, str]) -> Iterator[str]:
    """How many units that two coders coded have the same answer, and where there are none.

    `variables` are those that coders judged, each id with its key.
    """
    if not variables:
        return
    rows = connection.execute(answers_given_twice(variables))
    twice = {row.variable_id: (row.agree, row.units) for row in rows}
    if twice:
        of = (_agree(key, *twice[each]) for each, key in variables.items() if each in twice)
        yield f"Coders agree on {'; on '.join(of)}, not corrected for chance."
    others = {each: key for each, key in variables.items() if each not in twice}
    coded = _coded(connection, others) if others else {}
    for in_several, where in ((False, ""), (True, " in one wave")):
        keys = ", ".join(key for each, key in others.items() if coded.get(each) is in_several)
        if keys:
            yield f"Coder agreement on {keys} is unknown: no unit was coded by two coders{where}."


def _agree(key: str, agree: int, units: int) -> str:
    share = f"{100 * agree / units:.1f}".removesuffix(".0")
    return f"{key} for {agree:,} of {counted(units, 'unit')} coded twice ({share} %)"


def _coded(connection: Connection, variables: Collection[int]) -> dict[int, bool]:
    """Those of the variables that were coded, and whether several coders settled a unit."""
    of_variable = select(unit_ballot.c.unit_id).where(
        unit_ballot.c.variable_id == variable.c.variable_id
    )
    # Of an adjudicated value only that one is left; there was something to decide between.
    several = of_variable.join(ballot, ballot.c.ballot_id == unit_ballot.c.ballot_id).where(
        or_(ballot.c.voters > 1, ballot.c.adjudicated == 1)
    )
    rows = connection.execute(
        select(variable.c.variable_id, several.exists().label("several")).where(
            variable.c.variable_id.in_(variables), of_variable.exists()
        )
    )
    return {row.variable_id: bool(row.several) for row in rows}
