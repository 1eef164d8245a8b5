"""Whether coders agree on what is counted: the note on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, or_, select

from portrayals.counts.coding_effort import answers_given_twice
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.notation.figures import coefficient, limits
from portrayals.notation.plurals import counted
from portrayals.results.reliability import ReliabilityRow
from portrayals.services.reliability.reliability import rows_beside
from portrayals.tables import ballot, unit_ballot, variable


def of_agreement(
    connection: Connection, wanted: Mapping[StoredVariable, Collection[str] | None]
) -> Iterator[str]:
    """How far coders agree on the variables that they judged, of a set on the codes asked for.

    A set as a whole has a coefficient for each code, which take longer to compute than what they
    would stand beside: of it the whole answers that are equal are told, and the command.
    """
    if not wanted:
        return
    whole = {v.variable_id: v.key for v, codes in wanted.items() if v.type == "multi" and not codes}
    alphas = rows_beside(
        connection, {v: codes for v, codes in wanted.items() if v.variable_id not in whole}
    )
    told = [row for rows in alphas.values() for row in rows if row.units]
    if told:
        yield f"Agreement (Krippendorff's alpha): {'; '.join(map(_alpha, told))}."
    rows = connection.execute(answers_given_twice(whole)) if whole else ()
    twice = {row.variable_id: (row.agree, row.units) for row in rows}
    if twice:
        of = (_agree(key, *twice[each]) for each, key in whole.items() if each in twice)
        by_code = " ".join(key for each, key in whole.items() if each in twice)
        yield (
            f"Coders agree on {'; on '.join(of)}, not corrected for chance; by code: portrayals "
            f"reliability {by_code}."
        )
    known = {row.variable for row in told} | {whole[each] for each in twice}
    others = {v.variable_id: v.key for v in wanted if v.key not in known}
    coded = _coded(connection, others) if others else {}
    for in_several, where in ((False, ""), (True, " in one wave")):
        keys = ", ".join(key for each, key in others.items() if coded.get(each) is in_several)
        if keys:
            yield f"Coder agreement on {keys} is unknown: no unit was coded by two coders{where}."


def _alpha(row: ReliabilityRow) -> str:
    name = row.variable if row.code is None else f"{row.variable}:{row.code}"
    units = counted(row.units, "unit")
    if row.verdict == "unanimous" or row.alpha is None:
        return f"{name} unanimous in {units}"
    alpha = coefficient(row.alpha, 2)
    if row.alpha_low is None:
        return f"{name} {alpha} in {units}, too few for limits"
    return f"{name} {alpha} {limits(row.alpha_low, row.alpha_high)}"


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
