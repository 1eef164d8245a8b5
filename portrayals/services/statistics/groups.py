"""`--by`: the counted units, in the groups that a field or a variable makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Select, case, select, union

from portrayals.counts.code_counts import Group
from portrayals.counts.population import GROUPS, SEVERAL, grouped_by_field, ungrouped
from portrayals.database.staging import staged
from portrayals.errors import InvalidValue, UnknownKey
from portrayals.findings.outcome import Outcome, outcome_word
from portrayals.findings.outcomes import found_at
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.plurals import with_article
from portrayals.notation.quoting import quoted
from portrayals.tables import code
from portrayals.tables.literals import word
from portrayals.vocabulary import Level

#: How many years a period has, by the field that makes groups of it.
PERIODS: Final = {"year": 1, "decade": 10}
#: Between the first period and the last of several that are counted as one.
TO: Final = "–"


def last_year(period: str) -> int:
    """The last year of `1994`, of `1990s` or of `1970s–1990s`."""
    year = period.rpartition(TO)[2]
    last = int(year.removesuffix("s"))
    return last + PERIODS["decade"] - 1 if year.endswith("s") else last


def is_within(year: int, period: str) -> bool:
    """Whether a year lies in `1994`, in the `1990s` or in the `1970s–1990s`."""
    first = int(period.partition(TO)[0].removesuffix("s"))
    return first <= year <= last_year(period)


@dataclass(frozen=True, slots=True)
class Grouping:
    """The counted units by group; `labels` is the order of groups, if they have one."""

    counted: FromClause
    by: str | None
    labels: tuple[str, ...] = ()
    overlapping: bool = False

    @property
    def single(self) -> bool:
        """Whether all units are in one group without a name."""
        return self.by is None

    def order(self, groups: Iterable[Group]) -> list[Group]:
        """The groups in the order of the codebook or the alphabet, those without a value last."""
        ranks = {label: rank for rank, label in enumerate(self.labels)}
        given = list(groups)
        return sorted(given, key=lambda g: (g is None, ranks.get(g or "", len(ranks)), g or ""))


def grouped(
    connection: Connection, reading: Reading, everyone: FromClause, by: str | None, level: Level
) -> Grouping:
    """The units of a population in the groups that `by` makes; all in one without it.

    Raises UnknownKey for anything that is neither a field nor a variable.
    """
    if by is None:
        return Grouping(_kept(connection, ungrouped(everyone)), None)
    if by in GROUPS:
        if by == "role" and level not in {"portrayal", "relationship"}:
            raise InvalidValue("titles and episodes have no role", hint="count portrayals: --level")
        if by == "season" and level != "episode":
            raise InvalidValue(
                f"{with_article(level)} has no season", hint="count episodes: --level episode"
            )
        rows = grouped_by_field(everyone, by, level)
        return Grouping(_kept(connection, rows), by, overlapping=by in SEVERAL)
    variable = reading.book.variables.get(by)
    if variable is None:
        raise UnknownKey(
            f"{quoted(by)} is neither a variable nor a field that can form groups",
            hint="fields: " + ", ".join(GROUPS),
            candidates=nearest(by, [*reading.book.variables, *GROUPS]),
        )
    if variable.type in {"number", "text"}:
        raise InvalidValue(
            f"{by} has type {variable.type}, which cannot form groups",
            hint="group by a variable with codes",
        )
    counted = _by_variable(connection, reading, everyone, variable, level)
    several = variable.type == "multi" or is_below(variable.level, level)
    labels = tuple(node.label for node in variable.codes if node.depth == 0)
    return Grouping(counted, by, labels, several)


def _kept(connection: Connection, rows: Select[*tuple[Any, ...]]) -> FromClause:
    return staged(connection, rows, "unit_id", "grp")


def _by_variable(
    connection: Connection,
    reading: Reading,
    everyone: FromClause,
    variable: StoredVariable,
    level: Level,
) -> FromClause:
    """Groups for the codes at the top of a tree; other units are grouped by state."""
    all_units = _kept(connection, ungrouped(everyone))
    at_top = [node.code_id for node in variable.nodes if node.depth == 0]
    found = found_at(connection, reading, variable, level, all_units, codes=at_top)
    if found.nodes is None:
        return all_units
    nodes = found.nodes
    identity = (all_units.c.unit_id, all_units.c.title_id, all_units.c.parent_id)
    screened = all_units.c.screened
    members = (
        select(*identity, screened, code.c.label.label("grp"))
        .join(nodes, nodes.c.unit_id == all_units.c.unit_id)
        .join(code, code.c.code_id == nodes.c.code_id)
        .where(nodes.c.outcome == Outcome.YES.sql)
    )
    in_one = select(nodes.c.unit_id).where(nodes.c.outcome == Outcome.YES.sql)
    without = "none" if variable.type == "multi" else "unsettled"
    unnamed = found.units.c.unnamed
    state = case((unnamed == Outcome.NO.sql, word(without)), else_=outcome_word(unnamed))
    others = (
        select(*identity, screened, state.label("grp"))
        .join(found.units, found.units.c.unit_id == all_units.c.unit_id)
        .where(all_units.c.unit_id.not_in(in_one))
    )
    rows = union(members, others).subquery()
    return _kept(connection, select(*rows.c))
