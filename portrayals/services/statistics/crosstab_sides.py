"""What a table is made of: a variable or a field as rows or as columns, with its categories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, FromClause, select

from portrayals.counts.crosstab_counts import Title, one_of, titles, values_of
from portrayals.counts.population import GROUPS
from portrayals.counts.units_by_title import Category, Side, each_of
from portrayals.errors import InvalidValue
from portrayals.findings.reading import Reading
from portrayals.findings.rollup import found_at_level
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.results.count_options import CountOptions
from portrayals.services.statistics.context import CountContext, begin
from portrayals.services.statistics.groups import grouped
from portrayals.services.statistics.options import ANY, Chosen, CountRequest
from portrayals.services.statistics.share import OPEN


@dataclass(frozen=True, slots=True)
class SideHeading:
    """A category of a side, as stored and as printed; a `retired` one is out of use."""

    stored: Category
    code: str
    label: str
    parent: str | None = None
    depth: int = 0
    retired: bool = False


@dataclass(frozen=True, slots=True)
class AskedSide:
    """Rows or columns: what was found, and the categories in their order.

    `one_by_one` where each category is a question of its own, as those that `overlap` have to be;
    `ordered` where they are all the places of one order.
    """

    key: str
    label: str
    headings: tuple[SideHeading, ...]
    found: Side
    one_by_one: bool
    overlap: bool
    ordered: bool = False

    def titles(self, connection: Connection) -> Iterator[Title]:
        """What was found in each title."""
        together = None if self.one_by_one else [heading.stored for heading in self.headings]
        return titles(connection, self.found, together)

    def titles_left_open(self, connection: Connection) -> Iterator[Title]:
        """What is known in each title, and what is possible, category by category."""
        return titles(connection, self.found, left_open=OPEN)


def is_field(written: str) -> bool:
    """Whether a side is a field that makes groups, rather than a variable."""
    return written in GROUPS


def begin_sides(connection: Connection, written: Sequence[str], how: CountOptions) -> CountContext:
    """Begins to count by sides; fields alone are of titles where no level is named."""
    variables = [each for each in written if not is_field(each)]
    at = how.level if how.level or variables else "title"
    return begin(connection, variables, replace(how, level=at))


def asked_sides(
    connection: Connection,
    reading: Reading,
    written: Sequence[str],
    choices: CountRequest,
    everyone: FromClause,
    counted: FromClause,
) -> Iterator[AskedSide]:
    """Each side as it was written, of the units counted.

    Raises InvalidValue for a variable without codes.
    """
    variables = iter(choices.variables)
    for each in written:
        if is_field(each):
            yield _field(connection, reading, each, choices, everyone, counted)
        else:
            yield variable_side(connection, reading, next(variables), choices, counted)


def _field(
    connection: Connection,
    reading: Reading,
    field: str,
    choices: CountRequest,
    everyone: FromClause,
    counted: FromClause,
) -> AskedSide:
    groups = grouped(connection, reading, everyone, field, choices.level)
    side = values_of(connection, counted, groups.counted)
    values = connection.execute(select(side.nodes.c.category).distinct()).scalars()
    headings = tuple(SideHeading(value, value, value) for value in groups.order(values) if value)
    several = groups.overlapping
    return AskedSide(field, field.capitalize(), headings, side, several, several)


def variable_side(
    connection: Connection,
    reading: Reading,
    chosen: Chosen,
    choices: CountRequest,
    counted: FromClause,
) -> AskedSide:
    """A variable with codes as a side. Raises InvalidValue for a number."""
    variable = chosen.variable
    if variable.type == "number":
        raise InvalidValue(
            f"{variable.key} is a number and cannot form rows or columns",
            hint=f"its mean by group: portrayals stats {variable.key} --by FIELD",
        )
    if chosen.any_code:
        raise InvalidValue(
            f"a table of codes has no row for any of {variable.key}",
            hint=f"count it by groups: portrayals stats {variable.key}:{ANY} --by FIELD",
        )
    beneath = is_below(variable.level, choices.level) and chosen.rule is None
    overlap = variable.type == "multi" or beneath
    one_by_one = overlap or chosen.codes is not None
    headings = tuple(_codes(chosen) if one_by_one else _values(variable))
    codes = [int(heading.stored) for heading in headings]
    found = found_at_level(
        connection, reading, variable, choices.level, counted, chosen.rule, codes=codes
    )
    side = each_of(found) if one_by_one else one_of(connection, found, codes)
    if any(heading.retired for heading in headings):
        used = set(connection.execute(select(side.nodes.c.category).distinct()).scalars())
        headings = tuple(each for each in headings if not each.retired or each.stored in used)
    ordered = variable.type == "ordinal" and not one_by_one
    return AskedSide(variable.key, variable.label, headings, side, one_by_one, overlap, ordered)


def _codes(chosen: Chosen) -> Iterator[SideHeading]:
    """Each code in use, or those asked for; of a set `none` at the end."""
    variable = chosen.variable
    for node in variable.codes:
        if chosen.codes is None or node.key in chosen.codes:
            above = variable.parent(node)
            parent = None if above is None else above.key
            yield SideHeading(node.code_id, node.key, node.label, parent, node.depth)
    if variable.type == "multi" and (chosen.codes is None or "none" in chosen.codes):
        yield SideHeading(NONE_ID, "none", "None of these")


def _values(variable: StoredVariable) -> Iterator[SideHeading]:
    """The codes at the top of the tree, of which a unit has one; those out of use too, but for
    what has become others since."""
    for node in variable.nodes:
        if (node.depth == 0 or variable.derived) and not node.became:
            yield SideHeading(node.code_id, node.key, node.label, retired=node.retired)
