"""Looks for everything that can be wrong in a database, and reports each problem in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from portrayals.database.engine import reason
from portrayals.findings.stored_ballots import wrong_ballots
from portrayals.results.database import Check
from portrayals.services.study.checks.codebooks import wrong_codebooks
from portrayals.services.study.checks.coders import wrong_coders
from portrayals.services.study.checks.coding import wrong_claims, wrong_coding
from portrayals.services.study.checks.dates import wrong_dates
from portrayals.services.study.checks.handouts import wrong_handouts
from portrayals.services.study.checks.names import wrong_names, wrong_search
from portrayals.services.study.checks.not_asked import answers_not_asked
from portrayals.services.study.checks.storage import (
    wrong_constraints,
    wrong_file,
    wrong_history,
    wrong_references,
    wrong_schema,
)
from portrayals.services.study.checks.units import wrong_units

#: How many lines of one kind are printed; the rest are counted.
MOST: Final = 20

_Look = Callable[[Connection], Iterator[str]]


def check(connection: Connection) -> Check:
    """Every problem found, with the key of the unit if there is one; nothing is written.

    If the file or its schema is damaged, nothing else is checked. If nothing is wrong, a remark
    says which answers count as not-applicable.
    """
    checked, problems = [], []
    for name, look in _LOOKS[connection.dialect.name]:
        checked.append(name)
        is_basic = look in (wrong_file, wrong_schema)
        try:
            found = list(_first(look(connection)))
        except (DBAPIError, UnicodeDecodeError) as error:
            found, is_basic = [f"cannot be read: {reason(error)}"], True
        problems += [f"{name}: {each}" for each in found]
        if found and is_basic:
            break
    remarks = () if problems else tuple(answers_not_asked(connection))
    return Check(tuple(checked), tuple(problems), remarks)


def _first(lines: Iterable[str]) -> Iterator[str]:
    rest = iter(lines)
    yield from islice(rest, MOST)
    more = sum(1 for _ in rest)
    if more:
        yield f"… and {more} more"


def _wrong_ballots(connection: Connection) -> Iterator[str]:
    wrong = wrong_ballots(connection)
    if wrong:
        ballots = "1 ballot is" if wrong == 1 else f"{wrong} ballots are"
        yield (
            f"{ballots} out of step with the annotations; to count the votes again, apply the "
            "current codebook again: portrayals codebook apply FILE"
        )


_CONTENT: Final[tuple[tuple[str, _Look], ...]] = (
    ("units", wrong_units),
    ("names", wrong_names),
    ("codebooks", wrong_codebooks),
    ("coders", wrong_coders),
    ("annotations", wrong_coding),
    ("ballots", _wrong_ballots),
    ("claims", wrong_claims),
    ("handouts", wrong_handouts),
    ("dates", wrong_dates),
    ("history", wrong_history),
)

_LOOKS: Final[dict[str, tuple[tuple[str, _Look], ...]]] = {
    "sqlite": (
        ("file", wrong_file),
        ("schema", wrong_schema),
        ("references", wrong_references),
        *_CONTENT,
        ("search", wrong_search),
    ),
    "postgresql": (("schema", wrong_schema), ("constraints", wrong_constraints), *_CONTENT),
}
