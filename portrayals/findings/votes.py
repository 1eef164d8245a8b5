"""From annotations to the rows of a tally: who votes (R11, R17, R18) and what at each node.

The same count fills `tally` and `tally_code`, checks them, and, given a coder or a wave, reads what
that coder, or that wave, says. Its steps are kept in keyed temporary tables, so that each row of
millions is looked at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    Table,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    not_,
    null,
    or_,
    select,
    update,
)

from portrayals.database.staging import stage, staged
from portrayals.findings.policies import word
from portrayals.findings.votes_at_nodes import said_rows
from portrayals.tables import adjudication, annotation, annotation_code, coder, wave
from portrayals.tables.coding import ANNOTATION_KEY, same_annotation
from portrayals.tables.metadata import Real
from portrayals.vocabulary import BASES


@dataclass(frozen=True, slots=True)
class Voters:
    """Whose annotations are looked at: all coders' of the main waves, or one's, or one wave's."""

    coder_id: int | None = None
    wave_id: int | None = None


def counted_votes(
    connection: Connection, scope: ColumnElement[bool] | None = None, voters: Voters = Voters()
) -> tuple[Select[Any], Select[Any]]:
    """The rows of `tally` and of `tally_code`, of the annotations that `scope` selects, or all."""
    ballots = _ballots(connection, scope, voters)
    _choose(connection, ballots)
    return _tally_rows(ballots), said_rows(connection, ballots)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _ballots(connection: Connection, scope: ColumnElement[bool] | None, voters: Voters) -> Table:
    """One row a coder: the latest main wave's. What votes counts, until `_choose` has looked."""
    decided = exists().where(same_annotation(adjudication, annotation))
    rank = case(
        {word(basis): place for place, basis in enumerate(BASES) if basis != "hearsay"},
        value=annotation.c.basis,
    )
    voting = case((annotation.c.state != word("unavailable"), rank))
    consensus = coder.c.kind == word("consensus")
    columns = {
        **{name: annotation.c[name] for name in (*ANNOTATION_KEY, "codebook_id", "state", "basis")},
        "code_id": annotation.c.code_id,
        "number": annotation.c.number,
        "rank": voting,
        "adjudicated": case((consensus, 1), else_=0),
        "counts": case((or_(consensus, voting.is_not(None)), 1), else_=0),
    }
    rows = (
        select(*(value.label(name) for name, value in columns.items()))
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .where(or_(not_(consensus), decided))
    )
    if scope is not None:
        rows = rows.where(scope)
    if voters.coder_id is not None:
        rows = rows.where(annotation.c.coder_id == voters.coder_id)
    if voters.wave_id is None:
        rows = rows.where(wave.c.purpose == word("main"), not_(_coded_later()))
    else:
        rows = rows.where(annotation.c.wave_id == voters.wave_id)
    ballots = stage(
        connection,
        *(
            Column(name, Integer, primary_key=True, autoincrement=False)
            for name in ANNOTATION_KEY[:3]
        ),
        Column("wave_id", Integer),
        Column("codebook_id", Integer),
        Column("state", Text),
        Column("basis", Text),
        Column("code_id", Integer),
        Column("number", Real),
        *(Column(name, Integer) for name in ("rank", "adjudicated", "counts")),
    )
    connection.execute(insert(ballots).from_select(list(columns), rows))
    return ballots


def _coded_later() -> ColumnElement[bool]:
    """Whether the coder has coded the same again, in a later main wave (R11)."""
    again, later = annotation.alias(), wave.alias()
    decided = exists().where(same_annotation(adjudication, again))
    judge = coder.alias()
    return exists(
        select(again.c.wave_id)
        .join(later, later.c.wave_id == again.c.wave_id)
        .join(judge, judge.c.coder_id == again.c.coder_id)
        .where(
            *(again.c[name] == annotation.c[name] for name in ANNOTATION_KEY[:3]),
            again.c.wave_id > annotation.c.wave_id,
            later.c.purpose == word("main"),
            or_(judge.c.kind != word("consensus"), decided),
        )
        .correlate(annotation)
    )


def _choose(connection: Connection, ballots: Table) -> None:
    """Where there is a decision only it counts (R17), else only the best basis (R18)."""
    unit = (ballots.c.variable_id, ballots.c.unit_id)
    others = case((ballots.c.adjudicated == 0, ballots.c.rank))
    decided, best = func.max(ballots.c.adjudicated), func.min(others)
    contended = staged(
        connection,
        select(*unit, decided.label("decided"), best.label("best"))
        .group_by(*unit)
        .having(or_(decided == 1, best < func.max(others))),
        "variable_id",
        "unit_id",
    )
    if not connection.execute(select(literal(1)).select_from(contended).limit(1)).first():
        return
    same = and_(
        contended.c.variable_id == ballots.c.variable_id, contended.c.unit_id == ballots.c.unit_id
    )
    counts = case(
        (contended.c.decided == 1, ballots.c.adjudicated),
        (ballots.c.rank == contended.c.best, 1),
        else_=0,
    )
    connection.execute(
        update(ballots)
        .where(exists().where(same))
        .values(counts=select(counts).where(same).scalar_subquery())
    )


def _tally_rows(ballots: Table) -> Select[Any]:
    counts = ballots.c.counts == 1
    coded = and_(counts, ballots.c.state == word("coded"))
    in_set = same_annotation(annotation_code, ballots)
    only_maybes = and_(
        exists().where(in_set, annotation_code.c.doubtful == 1),
        not_(exists().where(in_set, annotation_code.c.doubtful == 0)),
    )
    hearsay = and_(ballots.c.basis == word("hearsay"), ballots.c.state != word("unavailable"))
    number = case((coded, ballots.c.number))
    return select(
        ballots.c.variable_id,
        ballots.c.unit_id,
        func.max(ballots.c.adjudicated).label("adjudicated"),
        func.min(case((counts, ballots.c.basis), else_=cast(null(), Text))).label("basis"),
        _count(and_(counts, ballots.c.state.in_([word("coded"), word("none")]))).label("answers"),
        _count(and_(counts, ballots.c.state == word("none"))).label("none"),
        _count(and_(coded, only_maybes)).label("doubtful"),
        _count(and_(counts, ballots.c.state == word("cannot-tell"))).label("cannot_tell"),
        _count(and_(counts, ballots.c.state == word("not-applicable"))).label("not_applicable"),
        _count(ballots.c.state == word("unavailable")).label("unavailable"),
        _count(hearsay).label("hearsay"),
        func.min(number).label("number_low"),
        func.max(number).label("number_high"),
        func.avg(cast(number, Float), type_=Float).label("number_mean"),
    ).group_by(ballots.c.variable_id, ballots.c.unit_id)
