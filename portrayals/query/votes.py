"""From annotations to the rows of a tally: who votes (R11, R17, R18) and what at each node.

The same two selects fill `tally` and `tally_code`, check them, and, given a coder or a wave, read
what that coder, or that wave, says. Their parts bear no names, as one statement may hold both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Select,
    SelectBase,
    and_,
    case,
    cast,
    exists,
    func,
    literal_column,
    not_,
    null,
    or_,
    select,
    union_all,
)

from portrayals.query.rivals import agreeing_otherwise
from portrayals.query.versions import lacking_nodes
from portrayals.results.words import BASES
from portrayals.tables import (
    adjudication,
    annotation,
    annotation_code,
    code_implies,
    coder,
    wave,
)
from portrayals.tables.findings import word

#: What one coder says of one node, strongest first: not asked, it is there, in doubt, left open.
#: Not asked is the strongest, else old units would be in n of a new parent only as yeses (R4, R5).
_UNASKED, _YES, _DOUBTFUL, _OPEN = 4, 3, 2, 1
#: Not asked, and to the rest the coder answered with a state.
_UNASKED_CANNOT_TELL, _UNASKED_NOT_APPLICABLE = 5, 6

_KEY: Final = ("variable_id", "unit_id", "coder_id", "wave_id")


@dataclass(frozen=True, slots=True)
class Voters:
    """Whose annotations are looked at: all coders' of the main waves, or one's, or one wave's."""

    coder_id: int | None = None
    wave_id: int | None = None


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _ballots(scope: ColumnElement[bool] | None, voters: Voters) -> CTE:
    """One row a coder: the latest main wave's, with what decides whether it counts."""
    decided = exists().where(*(adjudication.c[name] == annotation.c[name] for name in _KEY))
    voting = and_(annotation.c.state != word("unavailable"), annotation.c.basis != word("hearsay"))
    rank = case(
        {word(basis): position for position, basis in enumerate(BASES)}, value=annotation.c.basis
    )
    rows = (
        select(
            *(annotation.c[name] for name in (*_KEY, "codebook_id", "state", "basis")),
            annotation.c.code_id,
            annotation.c.number,
            case((voting, rank)).label("rank"),
            case((coder.c.kind == word("consensus"), 1), else_=0).label("adjudicated"),
            func.row_number()
            .over(
                partition_by=[annotation.c[name] for name in _KEY[:3]],
                order_by=annotation.c.wave_id.desc(),
            )
            .label("recency"),
        )
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .where(or_(coder.c.kind != word("consensus"), decided))
    )
    if scope is not None:
        rows = rows.where(scope)
    if voters.coder_id is not None:
        rows = rows.where(annotation.c.coder_id == voters.coder_id)
    if voters.wave_id is None:
        rows = rows.where(wave.c.purpose == word("main"))
    else:
        rows = rows.where(annotation.c.wave_id == voters.wave_id)
    latest = rows.cte()
    units = [latest.c.variable_id, latest.c.unit_id]
    compared = (
        select(
            *(column for column in latest.c if column.name != "recency"),
            func.max(latest.c.adjudicated).over(partition_by=units).label("decided"),
            func.min(case((latest.c.adjudicated == 0, latest.c.rank)))
            .over(partition_by=units)
            .label("best"),
        )
        .where(latest.c.recency == 1)
        .cte()
    )
    counts = or_(
        and_(compared.c.decided == 1, compared.c.adjudicated == 1),
        and_(compared.c.decided == 0, compared.c.rank == compared.c.best),
    )
    return select(*compared.c, case((counts, 1), else_=0).label("counts")).cte()


def tally_rows(scope: ColumnElement[bool] | None = None, voters: Voters = Voters()) -> SelectBase:
    """The rows of `tally`, of the annotations that `scope` selects (all without it)."""
    ballot = _ballots(scope, voters)
    counts = ballot.c.counts == 1
    coded = and_(counts, ballot.c.state == word("coded"))
    same = and_(*(annotation_code.c[name] == ballot.c[name] for name in _KEY))
    only_maybes = and_(
        exists().where(same), not_(exists().where(same, annotation_code.c.doubtful == 0))
    )
    hearsay = and_(ballot.c.basis == word("hearsay"), ballot.c.state != word("unavailable"))
    number = case((coded, ballot.c.number))
    return select(
        ballot.c.variable_id,
        ballot.c.unit_id,
        func.max(ballot.c.decided).label("adjudicated"),
        func.min(case((counts, ballot.c.basis))).label("basis"),
        _count(and_(counts, ballot.c.state.in_([word("coded"), word("none")]))).label("answers"),
        _count(and_(counts, ballot.c.state == word("none"))).label("none"),
        _count(and_(coded, only_maybes)).label("doubtful"),
        _count(and_(counts, ballot.c.state == word("cannot-tell"))).label("cannot_tell"),
        _count(and_(counts, ballot.c.state == word("not-applicable"))).label("not_applicable"),
        _count(ballot.c.state == word("unavailable")).label("unavailable"),
        _count(hearsay).label("hearsay"),
        func.min(number).label("number_low"),
        func.max(number).label("number_high"),
        func.avg(cast(number, Float), type_=Float).label("number_mean"),
    ).group_by(ballot.c.variable_id, ballot.c.unit_id)


def tally_code_rows(
    scope: ColumnElement[bool] | None = None, voters: Voters = Voters()
) -> SelectBase:
    """The rows of `tally_code`: at each node named or left open, what the voters say (R6, R9)."""
    ballots = _ballots(scope, voters)
    voter = (
        select(*(ballots.c[name] for name in (*_KEY, "codebook_id", "state", "code_id")))
        .where(ballots.c.counts == 1, ballots.c.state != word("unavailable"))
        .cte()
    )
    lacking = lacking_nodes()
    said = union_all(
        _assigned(voter), _doubted(voter), _chosen(voter), _not_asked(voter, lacking)
    ).subquery("said")
    nobody: ColumnElement[int | None] = cast(null(), Integer)
    by_coder = select(
        said.c.variable_id,
        said.c.unit_id,
        said.c.code_id,
        func.max(said.c.says).label("says"),
        nobody.label("against"),
    ).group_by(said.c.variable_id, said.c.unit_id, said.c.coder_id, said.c.code_id)
    told = union_all(by_coder, agreeing_otherwise(voter, lacking)).subquery()
    return select(
        told.c.variable_id,
        told.c.unit_id,
        told.c.code_id,
        _count(told.c.says == _YES).label("votes"),
        _count(told.c.says == _DOUBTFUL).label("doubtful"),
        _count(told.c.says == _OPEN).label("open"),
        func.max(told.c.against).label("against"),
        _count(told.c.says == _UNASKED).label("unasked"),
        _count(told.c.says == _UNASKED_CANNOT_TELL).label("unasked_cannot_tell"),
        _count(told.c.says == _UNASKED_NOT_APPLICABLE).label("unasked_not_applicable"),
    ).group_by(told.c.variable_id, told.c.unit_id, told.c.code_id)


def _says(voter: CTE, says: ColumnElement[int], of: FromClause) -> Select[*tuple[Any, ...]]:
    """Rows of `said`: what a voter says of each node that a code implies."""
    return select(
        voter.c.variable_id,
        voter.c.unit_id,
        voter.c.coder_id,
        code_implies.c.implied_id.label("code_id"),
        says.label("says"),
    ).select_from(of)


def _certain_or_open() -> ColumnElement[int]:
    return case((code_implies.c.certain == 1, _YES), else_=_OPEN)


def _set_of(voter: CTE, rows: FromClause) -> ColumnElement[bool]:
    return and_(*(rows.c[name] == voter.c[name] for name in _KEY))


def _set_and_implied(voter: CTE, *conditions: ColumnElement[bool]) -> FromClause:
    return voter.join(annotation_code, and_(_set_of(voter, annotation_code), *conditions)).join(
        code_implies, code_implies.c.code_id == annotation_code.c.code_id
    )


def _assigned(voter: CTE) -> SelectBase:
    """From a set: yes for what a code implies; open below a parent, unless maybes lie there."""
    maybe, below = annotation_code.alias("maybe"), code_implies.alias("below")
    narrowed = (
        exists()
        .select_from(maybe.join(below, below.c.code_id == maybe.c.code_id))
        .where(
            _set_of(voter, maybe),
            maybe.c.doubtful == 1,
            maybe.c.code_id != annotation_code.c.code_id,
            below.c.implied_id == annotation_code.c.code_id,
            below.c.certain == 1,
        )
        .correlate(voter, annotation_code)
    )
    definite = _set_and_implied(voter, annotation_code.c.doubtful == 0)
    return _says(voter, _certain_or_open(), definite).where(
        or_(code_implies.c.certain == 1, not_(narrowed))
    )


def _doubted(voter: CTE) -> SelectBase:
    """From a set: in doubt about a maybe, what lies below it, and what it would imply (R6)."""
    maybes = _set_and_implied(voter, annotation_code.c.doubtful == 1)
    return _says(voter, literal_column(str(_DOUBTFUL), Integer), maybes)


def _chosen(voter: CTE) -> SelectBase:
    """From a single value: as from a set of one."""
    implied = voter.join(code_implies, code_implies.c.code_id == voter.c.code_id)
    return _says(voter, _certain_or_open(), implied)


def _not_asked(voter: CTE, lacking: CTE) -> SelectBase:
    """Whoever was not asked of a node says nothing there, whatever the answer to the rest (R5)."""
    same = and_(
        lacking.c.codebook_id == voter.c.codebook_id,
        lacking.c.variable_id == voter.c.variable_id,
    )
    unasked = {
        word("cannot-tell"): _UNASKED_CANNOT_TELL,
        word("not-applicable"): _UNASKED_NOT_APPLICABLE,
    }
    return select(
        voter.c.variable_id,
        voter.c.unit_id,
        voter.c.coder_id,
        lacking.c.code_id,
        case(unasked, value=voter.c.state, else_=_UNASKED).label("says"),
    ).select_from(voter.join(lacking, same))
