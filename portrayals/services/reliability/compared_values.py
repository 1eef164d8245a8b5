"""What `reliability` compared, value by value (R31 to R33)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from sqlalchemy import Connection, exists, select

from portrayals.analysis.agreement import Value
from portrayals.counts.recorded import Recorded
from portrayals.errors import InvalidValue
from portrayals.findings.meanings import read_meanings
from portrayals.findings.stored_codebook import StoredVariable, read_book
from portrayals.notation.cells import text
from portrayals.results.compared_values import (
    ComparedCoding,
    ComparedUnit,
    ComparedValues,
    NumberedValue,
)
from portrayals.results.reliability import AgreementOptions, Reliability, ReliabilityRow
from portrayals.services.reliability.compared import CoderPairing, coder_pairing, units_collected
from portrayals.services.reliability.measures import Measure, measures, states_as_values
from portrayals.tables import annotation, codebook, unit
from portrayals.vocabulary import BASES


class _Coded(NamedTuple):
    """The comparable codings of a unit, each with the name of its column."""

    unit: str
    title: str
    codings: Sequence[tuple[str, Recorded]]


#: The number of each possible value of a variable, as it is compared.
_Legend = Mapping[Value, NumberedValue]

_NO_YES: Final[_Legend] = {
    False: NumberedValue(0, "no", "No"),
    True: NumberedValue(1, "yes", "Yes"),
}


def compared_values(
    connection: Connection, found: Reliability, how: AgreementOptions
) -> Iterator[ComparedValues]:
    """The values that each row was computed from, except rows about a whole set.

    Raises InvalidValue where no row has a unit.
    """
    book = read_book(connection)
    rows = [row for row in found.rows if row.code or book.variables[row.variable].type != "multi"]
    if not any(row.units for row in rows):
        raise InvalidValue(
            "no unit has two values to compare, so there are none to write",
            hint="see who coded what: portrayals list annotations",
        )
    pairing = coder_pairing(connection, how)
    states = states_as_values(connection)
    versions = {
        each.codebook_id: each.version for each in connection.execute(select(codebook)).all()
    }
    for key, of_variable in groupby(rows, key=lambda row: row.variable):
        variable = book.variables[key]
        (meaning,) = read_meanings(connection, [variable.variable_id]).values()
        of_states = states.get(key, ())
        by_code = {
            each.code and each.code.key: each
            for each in measures(variable, meaning, of_states, each_code=True, depth=how.depth)
        }
        coded = _coded(connection, variable, pairing)
        for row in of_variable:
            measure = by_code[row.code]
            legend = _legend(measure, of_states)
            units = [*_units(coded, measure, legend, row, pairing, versions)]
            names = sorted({each.name for of_unit in units for each in of_unit.codings})
            yield ComparedValues(
                row, variable.tolerance, tuple(names), tuple(legend.values()), units
            )


def _coded(connection: Connection, variable: StoredVariable, pairing: CoderPairing) -> list[_Coded]:
    """The comparable codings of all units of a variable, by the keys of the units."""
    keys, titles = _keys(connection, variable)
    return sorted(
        (
            _Coded(
                keys[unit_id],
                titles[unit_id],
                [(pairing.name_of(who), recorded) for who, recorded in group],
            )
            for unit_id, of_unit in units_collected(connection, variable, pairing)
            for group in pairing.groups_of(variable, of_unit)
        ),
        key=lambda each: each.unit,
    )


def _keys(
    connection: Connection, variable: StoredVariable
) -> tuple[dict[int, str], dict[int, str]]:
    """The keys of the units that were coded, and those of their titles, by unit."""
    of_variable = annotation.c.variable_id == variable.variable_id
    title = unit.alias()
    rows = (
        select(unit.c.unit_id, unit.c.key, title.c.key)
        .join(title, title.c.unit_id == unit.c.title_id)
        .where(exists().where(annotation.c.unit_id == unit.c.unit_id, of_variable))
    )
    found = connection.execute(rows).all()
    return {each[0]: each[1] for each in found}, {each[0]: each[2] for each in found}


def _legend(measure: Measure, states: Sequence[str]) -> _Legend:
    """Yes is 1 and no 0; codes are numbered in the order of the codebook, states after them."""
    if measure.scale == "interval":
        return {}
    if measure.code is not None:
        return _NO_YES
    variable = measure.variable
    if measure.scale == "binary":
        legend = dict(_NO_YES)
    else:
        ordered = measure.scale == "ordinal"
        legend = {
            place if ordered else node.code_id: NumberedValue(place + 1, node.key, node.label)
            for place, node in enumerate(variable.nodes)
        }
    first = int(max(each.number for each in legend.values())) + 1
    return legend | {
        state: NumberedValue(number, state, "") for number, state in enumerate(states, first)
    }


def _units(
    coded: Sequence[_Coded],
    measure: Measure,
    legend: _Legend,
    row: ReliabilityRow,
    pairing: CoderPairing,
    versions: Mapping[int, str],
) -> Iterator[ComparedUnit]:
    """The units that have a value for a row, with the values of the coders that it compares."""
    for each in coded:
        codings = tuple(
            ComparedCoding(
                name=name,
                coder=pairing.coders[recorded.coder_id],
                wave=pairing.waves[recorded.wave_id],
                basis=BASES[recorded.basis],
                codebook=versions[recorded.codebook_id],
                value=legend.get(value) or NumberedValue(value, text(value), ""),
            )
            for name, recorded in each.codings
            if (row.between is None or name in row.between)
            and (value := measure.value_of(recorded)) is not None
        )
        if codings:
            yield ComparedUnit(each.unit, each.title, codings)
