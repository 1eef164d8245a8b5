"""The note that of some units only the wider code is known, not which of the codes below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Select, func, select

from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_ref import place
from portrayals.language.syntax import Term, Word
from portrayals.notation.plurals import counted
from portrayals.results.count_options import Note
from portrayals.services.statistics.options import CountRequest
from portrayals.services.statistics.wording import worded


def of_wider_codes(
    connection: Connection, reading: Reading, choices: CountRequest, units: Select[int]
) -> Iterator[str]:
    """Of how many of the units the code above the counted ones is all that is known.

    They are yes in a figure of that code, and open in one of the codes below it. A sentence says of
    them only that they are not counted.
    """
    at = place(choices.level)
    for chosen in choices.variables:
        variable = chosen.variable
        if chosen.codes is None or chosen.rule is not None:
            continue
        wider = variable.group_of(chosen.codes)
        if wider is None:
            continue
        below = [node.key for node in variable.below(wider)]
        has_it, has_counted, has_below = (
            reading.ask(reading, _term(variable, keys), "", at)
            for keys in ([wider.key], chosen.codes, below)
        )
        number = connection.execute(
            select(func.count())
            .select_from(at.unit)
            .where(at.unit.c.unit_id.in_(units), has_it)
            .where(has_counted.is_(None), has_below.is_(None))
        ).scalar_one()
        if number:
            clause = worded(variable, [wider.key])
            known = f"this: {clause}" if clause else f"{wider.key}, not which code below it"
            of = counted(number, choices.level)
            yield Note(f"Of {of} no more is known than {known}.", "")


def _term(variable: StoredVariable, codes: Sequence[str]) -> Term:
    return Term(variable.key, None, tuple(Word(key, quoted=True) for key in codes), True, 0, 0)
