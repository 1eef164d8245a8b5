"""The note that beneath some units nothing is coded, though they count as partly coded (R12)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Select, and_, func, select

from portrayals.findings.outcome_at_unit import inputs_of, untouched
from portrayals.findings.reading import Reading
from portrayals.findings.unit_ref import is_below, place
from portrayals.notation.plurals import counted
from portrayals.results.count_options import Note
from portrayals.services.statistics.options import CountRequest


def of_uncoded(
    connection: Connection, reading: Reading, choices: CountRequest, units: Select[int]
) -> Iterator[str]:
    """Of how many of the units nobody has coded anything beneath for a variable of a lower level.

    A reader may take "partly coded" for something that somebody has looked at.
    """
    at = place(choices.level)
    for chosen in choices.variables:
        variable = chosen.variable
        if not is_below(variable.level, choices.level):
            continue
        sources = inputs_of(reading.book, variable) if variable.derived else (variable,)
        number = connection.execute(
            select(func.count())
            .select_from(at.unit)
            .where(at.unit.c.unit_id.in_(units))
            .where(and_(*(untouched(reading, source, at) for source in sources)))
            .where(at.has_units_for(variable.level))
        ).scalar_one()
        if number:
            those = counted(number, choices.level)
            coded = f"In {those} nothing is coded for"
            yield Note(
                f"{coded} {variable.key}: still open, as if partly coded.",
                f"{coded} this.",
                counts=True,
            )
