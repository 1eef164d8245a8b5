"""`samplesize`: how many units an interval of a share, or a test of agreement, needs."""

from __future__ import annotations

from collections.abc import Sequence

from portrayals.analysis.samplesize import units_for_alpha, units_for_proportion
from portrayals.results.samplesize import Given, SampleSizeRow, SampleSizes


def for_proportion(
    half_widths: Sequence[float] = (5.0,),
    *,
    share: float = 50,
    confidence: float = 95,
    population: int | None = None,
    deff: float = 1,
) -> SampleSizes:
    """The units for an interval that reaches so far either way; all but `deff` in per cent.

    Raises InvalidValue for what is out of range.
    """
    rows = []
    for half_width in half_widths:
        needed = units_for_proportion(
            half_width / 100,
            share=share / 100,
            confidence=confidence / 100,
            deff=deff,
            population=population,
        )
        given: Given = {"half_width": half_width, "share": share, "deff": deff}
        rows.append(SampleSizeRow(given, needed.units, needed.everything))
    notes = ["Units in n, drawn at random; units not coded or not settled do not count."]
    if deff == 1:
        notes.append("Units of one title are alike: if a title has several, give --deff.")
    return SampleSizes("proportion", confidence, population, tuple(rows), tuple(notes))


def for_alpha(
    minima: Sequence[float] = (0.667, 0.8),
    *,
    prevalences: Sequence[float] = (25.0, 5.0),
    confidence: float = 95,
    population: int | None = None,
) -> SampleSizes:
    """The units that two coders must both code, for each alpha and prevalence (in per cent).

    Raises InvalidValue for what is out of range.
    """
    rows = []
    for minimum in minima:
        for prevalence in prevalences:
            needed = units_for_alpha(
                minimum,
                prevalence=prevalence / 100,
                confidence=confidence / 100,
                population=population,
            )
            given: Given = {"alpha": minimum, "prevalence": prevalence}
            rows.append(SampleSizeRow(given, needed.units, needed.everything))
    notes = (
        "Units for two coders to code, drawn at random, to show that alpha is no lower.",
        "The prevalence is that of the rarest code of interest.",
        "Bloch and Kraemer's formula (1989), one-sided.",
    )
    return SampleSizes("alpha", confidence, population, tuple(rows), notes)
