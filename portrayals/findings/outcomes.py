"""What was found for a variable at each counted unit, whatever level it was coded at (R12 to R15).

Two relations hold everything. `Found.units` has one row per unit: the outcome at every node that
nobody named, which is `no` where the unit has a settled value, else its state. `Found.nodes` has
one row for each node that somebody named: its own outcome, beside that of the unit. A count is the
first corrected by the second, so the cost of a table of codes grows with the number of codings, not
with codes times units.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Table,
    and_,
    case,
    cast,
    exists,
    func,
    not_,
    null,
    select,
    true,
    union_all,
)

from portrayals.database.staging import staged
from portrayals.findings.outcome import (
    Outcome,
    OutcomeColumn,
    is_incomplete,
    is_no,
    is_settled,
    is_yes,
)
from portrayals.findings.outcome_at_unit import (
    INCOMPLETE_MARK,
    OPEN_VALUES,
    asked,
    derived_outcome,
    derived_value,
    is_asked,
    possible_codes,
)
from portrayals.findings.reading import Reading
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_ref import LEVEL_ID, UnitRef, another_unit, is_below
from portrayals.tables import code, unit
from portrayals.tables.literals import ZERO, number, word
from portrayals.vocabulary import Level

#: The group of a unit that has none: text, as the other groups, for engines join no nulls.
NO_GROUP: Final = ""

#: The columns that identify a counted unit and the unit it is judged by.
_KEY: Final = ("judged_id", "unit_id", "grp")


@dataclass(frozen=True, slots=True)
class Found:
    """Outcomes by unit, and by unit and node. Both have unit_id, title_id, grp and `unnamed`.

    `nodes` adds code_id and `outcome`; for a number, `units` adds `number` and there is nothing
    else. Where the ballot of a unit says what was found, `units` has ballot_id, null for a ballot
    without nodes, and `of_ballots` are the nodes by ballot, which are fewer.
    """

    units: FromClause
    nodes: FromClause | None
    of_ballots: FromClause | None = None


def found_at(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    level: Level,
    counted: FromClause,
    *,
    rolled: bool = True,
    codes: Collection[int] | None = None,
) -> Found:
    """The outcomes of a variable for units of a level at, above or below its own.

    From below they are rolled up as the set of what is found there, unless `rolled` is false: then
    each row is one unit beneath, which a rule may roll up (`rollup`). With `codes` there are only
    these nodes, because in a large study the others would take most of the time.
    """
    judged = _judged(variable, level, counted)
    own = _own(connection, reading, variable, judged, codes)
    if rolled and is_below(variable.level, level):
        return rolled_up(connection, variable, level, counted, own)
    return own


@dataclass(frozen=True, slots=True)
class _Judged:
    """The units counted, each beside the units (`at`) that the variable is coded for."""

    rows: FromClause
    counted: FromClause
    at: UnitRef

    def identity(self) -> tuple[ColumnElement[object], ...]:
        return (
            self.counted.c.title_id,
            self.counted.c.unit_id,
            self.counted.c.grp,
            self.at.unit.c.unit_id.label("judged_id"),
        )


def _judged(variable: StoredVariable, level: Level, counted: FromClause) -> _Judged:
    of = another_unit()
    at = UnitRef(variable.level, of)
    if variable.level == level:
        same: ColumnElement[bool] = of.c.unit_id == counted.c.unit_id
    elif is_below(variable.level, level):
        above: ColumnElement[int] = of.c.title_id if level == "title" else of.c.parent_id
        same = and_(above == counted.c.unit_id, of.c.level_id == LEVEL_ID[variable.level])
    else:
        same = of.c.unit_id == counted.c["title_id" if variable.level == "title" else "parent_id"]
    return _Judged(counted.join(of, same), counted, at)


def _own(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    judged: _Judged,
    codes: Collection[int] | None,
) -> Found:
    if variable.derived:
        return _derived(connection, reading, variable, judged, codes)
    settled = reading.settled()
    everyone = judged.rows.outerjoin(
        settled.units, settled.are(variable.variable_id, judged.at.unit.c.unit_id)
    )
    state = func.coalesce(settled.outcome, Outcome.NOT_CODED.sql)
    if variable.type in {"number", "text"}:
        value = asked(reading, variable, judged.at, state).label("unnamed")
        rows = select(*judged.identity(), value, settled.ballot.c.mean.label("number"))
        return Found(rows.select_from(everyone).cte(), None)
    wanted = is_asked(reading, variable, judged.at)
    flag = [] if wanted is None else [cast(wanted, Integer).label("asked")]
    # Materialised, so that conditions on a unit are computed once, not again at each node; ordered
    # by title, as it is read.
    rows = select(*judged.identity(), state.label("unnamed"), settled.ballot.c.ballot_id, *flag)
    kept = staged(connection, rows.select_from(everyone), "title_id", *_KEY)
    node, outcome = settled.node, settled.at_node.label("outcome")
    told: FromClause = kept
    if flag:
        refused = kept.c.asked == ZERO
        unnamed = case((refused, Outcome.NOT_APPLICABLE.sql), else_=kept.c.unnamed)
        ballot_id = case((refused, null()), else_=kept.c.ballot_id)
        identity = (kept.c[each.name] for each in judged.identity())
        told = select(*identity, unnamed.label("unnamed"), ballot_id.label("ballot_id")).cte()
    at_nodes = (
        select(*told.c, node.c.code_id, outcome)
        .join_from(told, node, node.c.ballot_id == told.c.ballot_id)
        .where(_among(node.c.code_id, codes))
    )
    of_ballots = select(node.c.ballot_id, node.c.code_id, outcome)
    return Found(told, at_nodes.cte(), of_ballots.where(_among(node.c.code_id, codes)).cte())


def _among(code_id: ColumnElement[int], codes: Collection[int] | None) -> ColumnElement[bool]:
    # The sum keeps the engine from looking up each code at each unit: it reads the rows there are.
    return true() if codes is None else (code_id + 0).in_(sorted(codes))


def _derived(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    judged: _Judged,
    codes: Collection[int] | None,
) -> Found:
    value = derived_value(reading, variable, judged.at).label("value")
    rows = select(*judged.identity(), value).select_from(judged.rows)
    valued = staged(connection, rows, *_KEY)
    identity = (valued.c.unit_id, valued.c.title_id, valued.c.grp, valued.c.judged_id)
    unnamed = derived_outcome(variable, valued.c.value, None).label("unnamed")
    units = select(*identity, unnamed)
    same_unit = and_(
        valued.c.judged_id == judged.at.unit.c.unit_id,
        valued.c.unit_id == judged.counted.c.unit_id,
        valued.c.grp == judged.counted.c.grp,
    )
    several = possible_codes(reading, variable, judged.at).label("possible")
    rows = select(*judged.identity(), valued.c.value, several).select_from(
        judged.rows.join(valued, same_unit)
    )
    are_open = staged(connection, rows.where(valued.c.value.in_(list(OPEN_VALUES))), *_KEY)
    return Found(units.cte(), _derived_nodes(variable, valued, are_open, codes))


def _derived_nodes(
    variable: StoredVariable, valued: Table, are_open: Table, codes: Collection[int] | None
) -> FromClause:
    """The code of each unit that has one, or is known to have it; for open units each code, with
    whether they can have it (R16)."""
    of_variable = and_(
        code.c.variable_id == variable.variable_id,
        code.c.kind == word("code"),
        _among(code.c.code_id, codes),
    )

    def told(rows: Table) -> tuple[ColumnElement[object], ...]:
        identity = (rows.c[name] for name in ("unit_id", "title_id", "grp", "judged_id"))
        unnamed = derived_outcome(variable, rows.c.value, None).label("unnamed")
        return *identity, unnamed, code.c.code_id

    known = derived_outcome(variable, valued.c.value, None) == Outcome.INCOMPLETE_NO.sql
    has = case((known, Outcome.INCOMPLETE_YES.sql), else_=Outcome.YES.sql)
    key_of = func.replace(valued.c.value, word(INCOMPLETE_MARK), word(""))
    there = select(*told(valued), has.label("outcome")).select_from(
        valued.join(code, and_(of_variable, code.c.key == key_of))
    )
    incomplete = derived_outcome(variable, are_open.c.value, None) == Outcome.INCOMPLETE.sql
    cannot = case((incomplete, Outcome.INCOMPLETE_NO.sql), else_=Outcome.UNDETERMINED_NO.sql)
    # Their codes are between commas, so removing one that is there changes the text. A rule whose
    # own value is undetermined leaves all codes open.
    possible = are_open.c.possible
    of_code, of_all = word(",") + code.c.key + word(","), word(f",{Outcome.UNDETERMINED.word},")
    missing = and_(
        *(func.replace(possible, each, word("")) == possible for each in (of_code, of_all))
    )
    may_be = case((missing, cannot), else_=derived_outcome(variable, are_open.c.value, None))
    at_each = select(*told(are_open), may_be.label("outcome")).select_from(
        are_open.join(code, of_variable)
    )
    return union_all(there, at_each).cte()


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def rolled_up(
    connection: Connection,
    variable: StoredVariable,
    level: Level,
    counted: FromClause,
    own: Found,
) -> Found:
    """From the units beneath to the units counted (R12, R13): the set of what is found beneath."""
    below = beneath(connection, variable, level, counted, own)
    unnamed = rolled_outcome(variable, below).label("unnamed")
    identity = (below.c.unit_id, below.c.title_id, below.c.grp)
    units = select(*identity, unnamed).cte()
    if own.nodes is None:
        return Found(units, None)
    nodes, na = own.nodes, Outcome.NOT_APPLICABLE.sql
    by_node = select(
        nodes.c.unit_id,
        nodes.c.grp,
        nodes.c.code_id,
        _sum(is_yes(nodes.c.outcome)).label("yes"),
        (_sum(is_no(nodes.c.outcome)) - _sum(is_no(nodes.c.unnamed))).label("no"),
        (_sum(is_settled(nodes.c.outcome)) - _sum(nodes.c.unnamed == Outcome.NO.sql)).label(
            "settled"
        ),
        (_sum(nodes.c.outcome == na) - _sum(nodes.c.unnamed == na)).label("na"),
    ).group_by(nodes.c.unit_id, nodes.c.grp, nodes.c.code_id)
    named = staged(connection, by_node, "unit_id", "grp", "code_id")
    same = and_(named.c.unit_id == below.c.unit_id, named.c.grp == below.c.grp)
    settled = below.c.settled + named.c.settled
    not_applicable = below.c.na + named.c.na
    of_none = named.c.code_id == NONE_ID
    without = below.c.no + named.c.no
    # Nothing found at all is `none`; any other code is there if one unit beneath has it.
    there = case((of_none, without == 0), else_=named.c.yes > 0)
    complete = and_(below.c.lonely == 0, settled + not_applicable == below.c.units, settled > 0)
    nobody_has = and_(below.c.lonely == 0, without + not_applicable == below.c.units)
    at_nodes = select(
        *identity,
        unnamed,
        named.c.code_id,
        case(
            (and_(complete, there), Outcome.YES.sql),
            (complete, Outcome.NO.sql),
            (and_(below.c.lonely == 0, not_applicable == below.c.units), na),
            # R16: what one unit beneath has is known, whatever the others have.
            (and_(not_(of_none), there), Outcome.INCOMPLETE_YES.sql),
            (and_(of_none, not_(there)), Outcome.INCOMPLETE_NO.sql),
            (and_(not_(of_none), nobody_has), Outcome.INCOMPLETE_NO.sql),
            else_=Outcome.INCOMPLETE.sql,
        ).label("outcome"),
    ).select_from(below.join(named, same))
    if variable.type != "multi":
        return Found(units, at_nodes.cte())
    nobody = select(
        *identity,
        Outcome.NO.sql.label("unnamed"),
        number(NONE_ID).label("code_id"),
        Outcome.YES.sql.label("outcome"),
    ).where(below.c.units == 0, below.c.lonely == 0, below.c.screened == word("none"))
    # A code beneath, with no `none` beside it, is known even for an incomplete unit.
    none_named = exists().where(same, of_none)
    known = select(
        *identity,
        unnamed,
        number(NONE_ID).label("code_id"),
        Outcome.INCOMPLETE_NO.sql.label("outcome"),
    ).where(is_incomplete(rolled_outcome(variable, below)), below.c.no > 0, ~none_named)
    return Found(units, union_all(at_nodes, nobody, known).cte())


def beneath(
    connection: Connection,
    variable: StoredVariable,
    level: Level,
    counted: FromClause,
    own: Found,
) -> FromClause:
    """For each counted unit: how many units lie beneath it, and in which states."""
    units = own.units
    by_unit = select(
        units.c.unit_id,
        units.c.grp,
        func.count().label("units"),
        _sum(is_settled(units.c.unnamed)).label("settled"),
        _sum(units.c.unnamed == Outcome.NOT_APPLICABLE.sql).label("na"),
        _sum(is_no(units.c.unnamed)).label("no"),
    ).group_by(units.c.unit_id, units.c.grp)
    per_unit = staged(connection, by_unit, "unit_id", "grp")
    same = and_(
        per_unit.c.unit_id == counted.c.unit_id,
        per_unit.c.grp == counted.c.grp,
    )
    lonely = ZERO
    if variable.level == "relationship" and level == "title":
        person, child = unit.alias(), unit.alias()
        has_child = exists().where(child.c.parent_id == person.c.unit_id)
        of_title = and_(
            person.c.title_id == counted.c.unit_id,
            person.c.level_id == LEVEL_ID["portrayal"],
            ~has_child,
        )
        lonely = case((exists().where(of_title), 1), else_=0)
    # Only titles are screened; a portrayal exists whatever the screening of its title.
    screened = counted.c.screened if level == "title" else word("in")
    rows = select(
        counted.c.unit_id,
        counted.c.title_id,
        counted.c.grp,
        screened.label("screened"),
        func.coalesce(per_unit.c.units, 0).label("units"),
        func.coalesce(per_unit.c.settled, 0).label("settled"),
        func.coalesce(per_unit.c.na, 0).label("na"),
        func.coalesce(per_unit.c.no, 0).label("no"),
        lonely.label("lonely"),
    ).select_from(counted.outerjoin(per_unit, same))
    return staged(connection, rows, "unit_id", "grp")


def rolled_outcome(variable: StoredVariable, below: FromClause) -> OutcomeColumn:
    """The outcome of a higher unit at a node that nobody named beneath it (R12, R13)."""
    nobody = Outcome.NO if variable.type == "multi" else Outcome.NOT_APPLICABLE
    return case(
        (and_(below.c.units == 0, below.c.lonely == 1), Outcome.INCOMPLETE.sql),
        (and_(below.c.units == 0, below.c.screened == word("none")), nobody.sql),
        (below.c.units == 0, Outcome.NO_UNIT.sql),
        (below.c.lonely == 1, Outcome.INCOMPLETE.sql),
        (below.c.na == below.c.units, Outcome.NOT_APPLICABLE.sql),
        (below.c.settled + below.c.na == below.c.units, Outcome.NO.sql),
        (below.c.no + below.c.na == below.c.units, Outcome.INCOMPLETE_NO.sql),
        else_=Outcome.INCOMPLETE.sql,
    )
