"""`samplesize alpha --pilot`: how many units to code twice, by what was coded twice so far."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from portrayals.analysis.samplesize import units_for_alpha
from portrayals.errors import InvalidValue
from portrayals.notation.plurals import counted
from portrayals.results.reliability import AgreementOptions
from portrayals.results.samplesize import Given, SampleSizeRow, SampleSizes
from portrayals.services.reliability.reliability import reliability


def for_alpha_of_pilot(
    connection: Connection,
    variables: Sequence[str],
    minima: Sequence[float] = (0.667, 0.8),
    *,
    confidence: float = 95,
    population: int | None = None,
) -> SampleSizes:
    """The units that two coders must both code, for codes as common as they found them so far.

    A row for each code that some gave and some did not. Raises InvalidValue where there is none.
    """
    found = reliability(connection, variables, AgreementOptions(per="code"))
    rows = []
    units = 0
    for row in found.rows:
        if row.prevalence is None or not 0 < row.prevalence < 100:
            continue
        units = max(units, row.units)
        for minimum in minima:
            needed = units_for_alpha(
                minimum,
                prevalence=row.prevalence / 100,
                confidence=confidence / 100,
                population=population,
            )
            code = row.variable if row.code is None else f"{row.variable}:{row.code}"
            given: Given = {
                "code": code,
                "found": "unanimous" if row.verdict == "unanimous" else row.alpha,
                "alpha": minimum,
                "prevalence": round(row.prevalence, 1),
            }
            rows.append(SampleSizeRow(given, needed.units, needed.everything))
    if not rows:
        raise InvalidValue(
            "no code was both found and not found among units coded twice",
            hint="first have two coders code the same units; then: portrayals reliability",
        )
    notes = (
        f"Based on what two coders have coded so far, up to {counted(units, 'unit')}.",
        "Units for two coders to code, drawn at random, to show that alpha is no lower.",
        "Bloch and Kraemer's formula (1989), one-sided.",
    )
    return SampleSizes("alpha", confidence, population, tuple(rows), notes)
