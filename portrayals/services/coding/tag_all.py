"""Codes given to all units that match a query."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from portrayals.errors import InvalidValue
from portrayals.history.transaction import Change
from portrayals.notation.places import parse_code_at
from portrayals.notation.plurals import counted
from portrayals.results.written import Several
from portrayals.services.catalogue.several import about, several, units_matching
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import tag
from portrayals.services.coding.values import level_of_code


def tag_all(
    change: Change, query: str, codes: Sequence[str], mark: CodingOptions = CodingOptions()
) -> Several:
    """Adds codes to every unit of their level that matches a query: to all of them or none.

    Raises the same as `tag`, and UnknownKey if the query matches nothing.
    """
    if not codes:
        raise InvalidValue("no code was given", hint="portrayals tag QUERY CODE…")
    level = level_of_code(change, parse_code_at(codes[0]).code, shlex.quote(query))
    becoming: dict[str, str] = {}
    for each in units_matching(change.connection, query, level):
        with about(each):
            done = tag(change, each.key, codes, mark)
        becoming[each.key] = "; ".join(map(str.strip, done.said.splitlines()))
    change.notices[:] = dict.fromkeys(change.notices)
    told = f"{counted(len(becoming), level)} {', '.join(codes)}"
    return several(f"Tag {told}?", f"Tagged {told}.", becoming, level)
