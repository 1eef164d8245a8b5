"""What was found of a variable for each unit counted, at whatever level it was coded (R12 to R15).

Two relations say it all. `Found.units` has one row a unit: the outcome at every node that nobody
named, which is `no` where the unit has a settled value, else its state. `Found.nodes` has one row
for each node that somebody named: its own outcome, beside that of the unit. A count is the first
with the second put over it, so a table of codes costs as much as there are codings, not as much as
there are codes times units.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from portrayals.database.staging import staged
from portrayals.query.book import NONE_ID, StoredVariable
from portrayals.query.findings import WITHOUT_VALUE, asked, derived_value
from portrayals.query.place import LEVEL_ID, Place, another_unit, is_below
from portrayals.query.reading import Reading
from portrayals.results.words import Level
from portrayals.tables import code, unit
from portrayals.tables.findings import (
    NO,
    YES,
    Outcome,
    Votes,
    denial_outcome,
    number_outcome,
    policy_for,
    votes_at,
    word,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Outcomes by unit, and by unit and node. Both have unit_id, title_id, grp and `unnamed`.

    `nodes` adds code_id and `outcome`; of a number, `units` adds `number` and is all there is.
    """

    units: FromClause
    nodes: FromClause | None


def found_at(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    level: Level,
    counted: FromClause,
    *,
    rolled: bool = True,
) -> Found:
    """The outcomes of a variable for units of a level at, above or below its own.

    From below they are rolled up as the set of what is found there, unless `rolled` says no: then
    each row is of one unit beneath, which a rule may roll up (`rollup`).
    """
    judged = _judged(variable, level, counted)
    own = _own(connection, reading, variable, judged)
    if rolled and is_below(variable.level, level):
        return rolled_up(connection, variable, level, counted, own)
    return own


@dataclass(frozen=True, slots=True)
class _Judged:
    """The units counted, each beside the units (`at`) that the variable is coded for."""

    rows: FromClause
    counted: FromClause
    at: Place

    def identity(self) -> tuple[ColumnElement[object], ...]:
        return (
            self.counted.c.unit_id,
            self.counted.c.title_id,
            self.counted.c.grp,
            self.at.unit.c.unit_id.label("judged_id"),
        )


def _judged(variable: StoredVariable, level: Level, counted: FromClause) -> _Judged:
    of = another_unit()
    at = Place(variable.level, of)
    if variable.level == level:
        same: ColumnElement[bool] = of.c.unit_id == counted.c.unit_id
    elif is_below(variable.level, level):
        above: ColumnElement[int] = of.c.title_id if level == "title" else of.c.parent_id
        same = and_(above == counted.c.unit_id, of.c.level_id == LEVEL_ID[variable.level])
    else:
        same = of.c.unit_id == counted.c["title_id" if variable.level == "title" else "parent_id"]
    return _Judged(counted.join(of, same), counted, at)


def _own(
    connection: Connection, reading: Reading, variable: StoredVariable, judged: _Judged
) -> Found:
    if variable.derived:
        return _derived(connection, reading, variable, judged)
    policy = policy_for(reading.policy, variable.type)
    ballot = reading.ballot(policy)
    votes, node = ballot.unit, ballot.node
    same = and_(
        votes.c.variable_id == variable.variable_id,
        votes.c.unit_id == judged.at.unit.c.unit_id,
    )

    def told(found: Outcome) -> Outcome:
        return asked(reading, variable, judged.at, found)

    if variable.type in {"number", "text"}:
        value = told(number_outcome(policy, votes.c, variable.tolerance))
        units = select(
            *judged.identity(), value.label("unnamed"), votes.c.number_mean.label("number")
        ).select_from(judged.rows.outerjoin(votes, same))
        return Found(units.cte(), None)
    of_unit = and_(node.c.variable_id == votes.c.variable_id, node.c.unit_id == votes.c.unit_id)
    state = ballot.unnamed
    if policy == "any" and variable.assent is not None:
        one_yes = exists().where(
            of_unit, node.c.code_id == variable.assent.code_id, node.c.votes > 0
        )
        state = case((one_yes.correlate(votes), word(NO)), else_=state)
    unnamed = told(state).label("unnamed")
    units = select(*judged.identity(), unnamed).select_from(judged.rows.outerjoin(votes, same))
    named = judged.rows.join(votes, same).join(node, of_unit)
    at_node = ballot.outcome
    if variable.denial is not None:
        denied = denial_outcome(policy, votes.c, votes_at(node.c))
        at_node = case((node.c.code_id == variable.denial.code_id, denied), else_=at_node)
    at_nodes = select(
        *judged.identity(), unnamed, node.c.code_id, told(at_node).label("outcome")
    ).select_from(named)
    if policy == "any" and variable.denial is not None:
        # One yes denies the `no` that nobody voted for, whatever state the others are in.
        silent = and_(node.c.code_id == variable.denial.code_id, of_unit)
        of_denial = (
            select(
                *judged.identity(),
                unnamed,
                literal_column(str(variable.denial.code_id), Integer).label("code_id"),
                told(denial_outcome(policy, votes.c, Votes())).label("outcome"),
            )
            .select_from(judged.rows.join(votes, same).outerjoin(node, silent))
            .where(node.c.code_id.is_(None))
        )
        return Found(units.cte(), union_all(at_nodes, of_denial).cte())
    if variable.type != "multi":
        return Found(units.cte(), at_nodes.cte())
    found_or_not = or_(votes.c.none > 0, votes.c.doubtful > 0)
    of_none = (
        select(
            *judged.identity(),
            unnamed,
            literal_column(str(NONE_ID), Integer).label("code_id"),
            told(ballot.none).label("outcome"),
        )
        .select_from(judged.rows.join(votes, same))
        .where(true() if policy == "any" else found_or_not)
    )
    return Found(units.cte(), union_all(at_nodes, of_none).cte())


def _derived(
    connection: Connection, reading: Reading, variable: StoredVariable, judged: _Judged
) -> Found:
    value = derived_value(reading, variable, judged.at).label("value")
    rows = select(*judged.identity(), value).select_from(judged.rows)
    valued = staged(connection, rows, "unit_id", "grp", "judged_id")
    identity = (valued.c.unit_id, valued.c.title_id, valued.c.grp, valued.c.judged_id)
    unnamed = case(
        {state: word(state) for state in WITHOUT_VALUE}, value=valued.c.value, else_=word(NO)
    ).label("unnamed")
    units = select(*identity, unnamed)
    of_value = and_(code.c.variable_id == variable.variable_id, code.c.key == valued.c.value)
    nodes = select(*identity, unnamed, code.c.code_id, word(YES).label("outcome")).select_from(
        valued.join(code, of_value)
    )
    return Found(units.cte(), nodes.cte())


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _settled(found: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(found == word(YES), found == word(NO))


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
    nodes, na = own.nodes, word("not-applicable")
    by_node = select(
        nodes.c.unit_id,
        nodes.c.grp,
        nodes.c.code_id,
        _sum(nodes.c.outcome == word(YES)).label("yes"),
        (_sum(_settled(nodes.c.outcome)) - _sum(nodes.c.unnamed == word(NO))).label("settled"),
        (_sum(nodes.c.outcome == na) - _sum(nodes.c.unnamed == na)).label("na"),
    ).group_by(nodes.c.unit_id, nodes.c.grp, nodes.c.code_id)
    named = staged(connection, by_node, "unit_id", "grp", "code_id")
    same = and_(named.c.unit_id == below.c.unit_id, named.c.grp == below.c.grp)
    settled = below.c.settled + named.c.settled
    not_applicable = below.c.na + named.c.na
    # Nothing found at all is `none`; any other code is there if one unit beneath has it.
    there = case((named.c.code_id == NONE_ID, named.c.yes == settled), else_=named.c.yes > 0)
    complete = and_(below.c.lonely == 0, settled + not_applicable == below.c.units, settled > 0)
    at_nodes = select(
        *identity,
        unnamed,
        named.c.code_id,
        case(
            (and_(complete, there), word(YES)),
            (complete, word(NO)),
            (
                and_(below.c.lonely == 0, not_applicable == below.c.units),
                na,
            ),
            else_=word("incomplete"),
        ).label("outcome"),
    ).select_from(below.join(named, same))
    if variable.type != "multi":
        return Found(units, at_nodes.cte())
    nobody = select(
        *identity,
        word(NO).label("unnamed"),
        literal_column(str(NONE_ID), Integer).label("code_id"),
        word(YES).label("outcome"),
    ).where(below.c.units == 0, below.c.lonely == 0, below.c.screened == word("none"))
    return Found(units, union_all(at_nodes, nobody).cte())


def beneath(
    connection: Connection,
    variable: StoredVariable,
    level: Level,
    counted: FromClause,
    own: Found,
) -> FromClause:
    """By unit counted: how many units lie beneath, and in what states they are."""
    units = own.units
    by_unit = select(
        units.c.unit_id,
        units.c.grp,
        func.count().label("units"),
        _sum(_settled(units.c.unnamed)).label("settled"),
        _sum(units.c.unnamed == word("not-applicable")).label("na"),
    ).group_by(units.c.unit_id, units.c.grp)
    per_unit = staged(connection, by_unit, "unit_id", "grp")
    same = and_(
        per_unit.c.unit_id == counted.c.unit_id,
        per_unit.c.grp == counted.c.grp,
    )
    lonely: ColumnElement[int] = literal_column("0", Integer)
    if variable.level == "relationship" and level == "title":
        person, child = unit.alias(), unit.alias()
        has_child = exists().where(child.c.parent_id == person.c.unit_id)
        of_title = and_(
            person.c.title_id == counted.c.unit_id,
            person.c.level_id == LEVEL_ID["portrayal"],
            ~has_child,
        )
        lonely = case((exists().where(of_title), 1), else_=0)
    # Titles are screened; a portrayal is there, whatever its title was said to have.
    screened = counted.c.screened if level == "title" else word("in")
    rows = select(
        counted.c.unit_id,
        counted.c.title_id,
        counted.c.grp,
        screened.label("screened"),
        func.coalesce(per_unit.c.units, 0).label("units"),
        func.coalesce(per_unit.c.settled, 0).label("settled"),
        func.coalesce(per_unit.c.na, 0).label("na"),
        lonely.label("lonely"),
    ).select_from(counted.outerjoin(per_unit, same))
    return staged(connection, rows, "unit_id", "grp")


def rolled_outcome(variable: StoredVariable, below: FromClause) -> Outcome:
    """The outcome of a higher unit at a node that nobody named beneath it (R12, R13)."""
    nobody = NO if variable.type == "multi" else "not-applicable"
    return case(
        (and_(below.c.units == 0, below.c.lonely == 1), word("incomplete")),
        (and_(below.c.units == 0, below.c.screened == word("none")), word(nobody)),
        (below.c.units == 0, word("no-unit")),
        (below.c.lonely == 1, word("incomplete")),
        (below.c.na == below.c.units, word("not-applicable")),
        (below.c.settled + below.c.na == below.c.units, word(NO)),
        else_=word("incomplete"),
    )
