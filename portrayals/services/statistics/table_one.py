"""`stats --table1`: a statistic with how far coders agree on each of its rows."""

from __future__ import annotations

from sqlalchemy import Connection

from portrayals.findings.stored_codebook import read_book
from portrayals.results.stats import Statistic, StatRow
from portrayals.results.table_one import TableOne
from portrayals.services.reliability.reliability import rows_beside


def table_one(connection: Connection, statistic: Statistic) -> TableOne:
    """The statistic with the agreement on the variables and codes that coders judged (R34).

    Where it tells the codings of one coder there is none.
    """
    if statistic.coder is not None:
        return TableOne(statistic)
    variables = read_book(connection).variables
    codes: dict[str, list[str]] = {}
    for row in statistic.rows:
        codes.setdefault(row.variable, []).append(row.code if isinstance(row, StatRow) else "")
    wanted = {
        variables[key]: of_variable
        for key, of_variable in codes.items()
        if not variables[key].derived
    }
    found = rows_beside(connection, wanted) if wanted else {}
    return TableOne(statistic, tuple(row for rows in found.values() for row in rows))
