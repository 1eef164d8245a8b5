"""Units that two coders coded, and how far they agree."""

from __future__ import annotations

from typing import Any

from teachers import School

from portrayals.results.reliability import Reliability, ReliabilityRow
from portrayals.study import Study


def reliability(school: School, *variables: str, **options: Any) -> Reliability:
    return Study(school.target).reliability(*variables, **options)


def row(school: School, spec: str, **options: Any) -> ReliabilityRow:
    """The row of `VARIABLE:CODE`, or of a variable."""
    variable, _, code = spec.partition(":")
    rows = reliability(school, variable, **options).rows
    return next(each for each in rows if each.code == (code or None))


def both(school: School, ana: str, bea: str, **mark: Any) -> str:
    """A new relationship, in a title of its own, that two coders coded."""
    bond = school.bond()
    school.annotate(bond, ana, **mark)
    school.annotate(bond, bea, actor="bea", **mark)
    return bond
