"""Stores the ballots: whoever writes annotations has the ballots of those units rebuilt.

Ballots built from only one coder's or one wave's annotations say what that coder or wave says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    FromClause,
    Integer,
    Select,
    Table,
    bindparam,
    delete,
    func,
    select,
    update,
)

from portrayals.database.staging import fill, insert_new, stage, staged
from portrayals.findings.cast_ballots import (
    EVERYTHING,
    STREAMED,
    Scope,
    Voters,
    ballots_by_unit,
    cast_ballots,
)
from portrayals.findings.forms import form_of, key_and_form, key_of, read_ballot
from portrayals.findings.meanings import read_meanings
from portrayals.findings.settle import Ballot, Findings, settle
from portrayals.tables import ballot, ballot_node, unit, unit_ballot
from portrayals.tables.literals import light
from portrayals.vocabulary import POLICIES

#: Where a connection keeps what `ballots_put_off` has put off.
_DUE: Final = "ballots_due"

#: How many ballots are looked up in one statement.
_BATCH: Final = 500

#: The number of units whose ballots are written at a time.
_UNITS: Final = 50_000

#: PostgreSQL: the number of the advisory lock for building ballots.
_TURN: Final = 0x62616C6C


class Ballots(NamedTuple):
    """The tables of ballots: which one a unit has, how it settles, and at which nodes."""

    of_units: FromClause
    ballot: FromClause
    node: FromClause

    @classmethod
    def of(cls, of_units: Table, whole: Table, node: Table) -> Ballots:
        """The ballots in these tables, for statements to use."""
        asked = ("ballot_id", *POLICIES, "mean", "disputed")
        return cls(light(of_units), light(whole, *asked), light(node))


STORED: Final = Ballots.of(unit_ballot, ballot, ballot_node)


def keep_ballots(
    connection: Connection,
    *,
    variable_ids: Sequence[int] | None = None,
    units: Sequence[int] | Select[int] | None = None,
) -> None:
    """Rebuilds the ballots of some variables and units, or all of them.

    `units` are ids, or a select of ids as `unit_id`. Whoever writes annotations, waves or coders
    calls this in the same transaction. Within `ballots_put_off`, those of some are rebuilt later.
    """
    due: _Due | None = connection.info.get(_DUE)
    if due is not None and variable_ids is not None and units is not None:
        due.add(connection, variable_ids, units)
        return
    if isinstance(units, Select):
        units = select(staged(connection, units.distinct(), "unit_id"))
    scope = Scope(variable_ids, units)
    wait_for_turn(connection, units)
    if scope == EVERYTHING:
        drop_ballots(connection)
    else:
        connection.execute(delete(unit_ballot).where(*scope.of(unit_ballot)))
    for cast in cast_ballots(connection, scope, at_once=_at_once(connection)):
        fill(connection, unit_ballot, cast.rows(_ids(connection, cast.ballots)))


@dataclass(slots=True)
class _Due:
    """The variables and units whose ballots are to be rebuilt."""

    variable_ids: set[int] = field(default_factory=set)
    unit_ids: set[int] = field(default_factory=set)

    def add(
        self,
        connection: Connection,
        variable_ids: Sequence[int],
        units: Sequence[int] | Select[int],
    ) -> None:
        self.variable_ids.update(variable_ids)
        self.unit_ids.update(
            connection.execute(units).scalars() if isinstance(units, Select) else units
        )


@contextmanager
def ballots_put_off(connection: Connection) -> Iterator[None]:
    """SQLite: has the ballots that several changes concern rebuilt once, when all are written.

    Until then the stored ballots are those from before.
    """
    due = connection.info[_DUE] = _Due()
    yield
    del connection.info[_DUE]
    if due.unit_ids:
        units = stage(connection, Column("unit_id", Integer, primary_key=True, autoincrement=False))
        fill(connection, units, ((each,) for each in sorted(due.unit_ids)))
        ids = select(units.c.unit_id)
        keep_ballots(connection, variable_ids=sorted(due.variable_ids), units=ids)


def _at_once(connection: Connection) -> int | None:
    """How many units' ballots are held until they are written, because a study has millions.

    On a server, all of them, so that new ballots are written in one order and two writers of the
    same ballots do not deadlock.
    """
    return None if connection.dialect.name == "postgresql" else _UNITS


def drop_ballots(connection: Connection) -> None:
    """Deletes all ballots, so that codes and variables can be deleted."""
    wait_for_turn(connection, None)
    for table in (unit_ballot, ballot_node, ballot):
        connection.execute(delete(table))


def wait_for_turn(connection: Connection, units: Sequence[int] | Select[int] | None) -> None:
    """PostgreSQL: makes others who write about the same units wait until this transaction ends.

    Only then does each read what the others have written. Whoever rebuilds all ballots (None) has
    them alone. Code that changes or deletes rows that another may wait for calls this first; code
    that only adds annotations leaves it to `keep_ballots`. SQLite has one writer at a time.
    """
    if connection.dialect.name != "postgresql":
        return
    alone = units is None
    lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
    connection.execute(select(lock(_TURN)))
    if units is not None:
        rows = select(unit.c.unit_id).where(unit.c.unit_id.in_(units))
        # In order, so that two writers do not deadlock.
        connection.execute(rows.order_by(unit.c.unit_id).with_for_update(key_share=True)).all()


def _ids(connection: Connection, ballots: Collection[Ballot]) -> dict[Ballot, int]:
    """The ids of ballots; new ones are settled and written."""
    forms = {each: form_of(each) for each in ballots}
    keys = {each: key_of(form) for each, form in forms.items()}
    known = _known(connection, list(keys.values()))
    new = sorted((each for each in ballots if keys[each] not in known), key=keys.__getitem__)
    if new:
        settled = _settle(connection, new)
        rows = [_stored(each, forms[each]) | _columns(each, settled[each]) for each in new]
        adding = insert_new(connection, ballot).returning(ballot.c.key, ballot.c.ballot_id)
        written = {row.key: row.ballot_id for row in connection.execute(adding, rows)}
        nodes = ((written[keys[e]], settled[e]) for e in new if keys[e] in written)
        fill(connection, ballot_node, _node_rows(nodes))
        known |= written
        known |= _known(connection, [keys[each] for each in new if keys[each] not in known])
    return {each: known[keys[each]] for each in ballots}


def _known(connection: Connection, keys: Sequence[str]) -> dict[str, int]:
    """The ids of the ballots that are already stored."""
    known: dict[str, int] = {}
    for first in range(0, len(keys), _BATCH):
        some = ballot.c.key.in_(keys[first : first + _BATCH])
        rows = connection.execute(select(ballot.c.key, ballot.c.ballot_id).where(some))
        known |= {row.key: row.ballot_id for row in rows}
    return known


def _stored(of: Ballot, form: str) -> dict[str, Any]:
    """The columns of `ballot` that identify it."""
    return {"variable_id": of.variable_id, **key_and_form(form)}


#: The form of a row of `ballot`.
_FORM: Final = func.coalesce(ballot.c.form, ballot.c.key)


def _settle(connection: Connection, ballots: Iterable[Ballot]) -> dict[Ballot, Findings]:
    each_once = list(ballots)
    meanings = read_meanings(connection, {each.variable_id for each in each_once})
    return {each: settle(each, meanings[each.variable_id]) for each in each_once}


def _columns(of: Ballot, settled: Findings) -> dict[str, Any]:
    """The columns of `ballot` that follow from it and from how it settles."""
    answered = (vote.times for vote in of.votes if vote.answer.state in {"coded", "none"})
    return {
        "adjudicated": int(of.adjudicated),
        "basis": of.basis,
        "voters": sum(vote.times for vote in of.votes),
        "answers": sum(answered),
        "hearsay": int(of.hearsay),
        "disputed": int(settled.disputed),
        "mean": settled.mean,
        **{policy: int(each) for policy, each in zip(POLICIES, settled.unnamed, strict=True)},
    }


def _node_rows(settled: Iterable[tuple[int, Findings]]) -> Iterator[tuple[int, ...]]:
    """The rows of `ballot_node` for ballots, by their id."""
    for ballot_id, each in settled:
        for code_id, (votes, outcomes) in each.nodes.items():
            yield ballot_id, code_id, votes, *map(int, outcomes)


def settle_again(connection: Connection) -> None:
    """Settles all ballots under the current codebook, and deletes those that no unit has."""
    wait_for_turn(connection, None)
    in_use = select(unit_ballot.c.ballot_id)
    for table in (ballot_node, ballot):
        connection.execute(delete(table).where(table.c.ballot_id.not_in(in_use)))
    stored = connection.execute(select(ballot.c.ballot_id, _FORM)).all()
    try:
        ballots = {ballot_id: read_ballot(form) for ballot_id, form in stored}
    except (ValueError, IndexError):  # damaged: they follow from the annotations
        keep_ballots(connection)
        return
    connection.execute(delete(ballot_node))
    settled = _settle(connection, ballots.values())
    rows = [{"known_id": each} | _columns(of, settled[of]) for each, of in ballots.items()]
    if rows:
        changing = update(ballot).where(ballot.c.ballot_id == bindparam("known_id"))
        connection.execute(changing, rows)
    nodes = ((ballot_id, settled[of]) for ballot_id, of in ballots.items())
    fill(connection, ballot_node, _node_rows(nodes))


def ballots_of(connection: Connection, voters: Voters, scope: Scope = EVERYTHING) -> Ballots:
    """The ballots of one coder or one wave, in temporary tables of this connection."""
    stored = (unit_ballot, ballot, ballot_node)
    of_units, whole, node = (_stage(connection, table) for table in stored)
    names, ids = whole.c.keys(), dict[Ballot, int]()
    for cast in cast_ballots(connection, scope, voters, at_once=_UNITS):
        new = [each for each in cast.ballots if each not in ids]
        ids |= zip(new, count(len(ids)))
        settled = _settle(connection, new)
        rows = ({"ballot_id": ids[each]} | _columns(each, settled[each]) for each in new)
        fill(connection, whole, ([row.get(name) for name in names] for row in rows))
        fill(connection, node, _node_rows((ids[each], settled[each]) for each in new))
        fill(connection, of_units, cast.rows(ids))
    return Ballots.of(of_units, whole, node)


def _stage(connection: Connection, table: Any) -> Table:
    """An empty temporary table with the columns and the key of another."""
    columns = (
        Column(each.name, each.type, primary_key=each.primary_key, autoincrement=False)
        for each in table.c
    )
    return stage(connection, *columns)


def wrong_ballots(connection: Connection) -> int:
    """How many units have a different ballot from what the annotations say, and how many ballots
    settle differently from what is stored."""
    units = sum(1 for _ in _of_another(connection))
    return units + sum(not each for each in _as_stored(connection))


def _of_another(connection: Connection) -> Iterator[tuple[int, int]]:
    """The variables and units whose ballot is not the one that their annotations make."""
    every = connection.execute(select(ballot.c.ballot_id, _FORM)).all()
    forms: dict[int, str] = dict(every)
    said: dict[Ballot, str] = {}
    rows = select(unit_ballot).order_by(unit_ballot.c.variable_id, unit_ballot.c.unit_id)
    stored = iter(connection.execute(rows, execution_options=STREAMED))
    kept = next(stored, None)
    for variable_id, unit_id, each in ballots_by_unit(connection):
        while kept is not None and (kept[0], kept[1]) < (variable_id, unit_id):
            yield kept[0], kept[1]
            kept = next(stored, None)
        if kept is None or (kept[0], kept[1]) > (variable_id, unit_id):
            yield variable_id, unit_id
            continue
        if each not in said:
            said[each] = form_of(each)
        if forms.get(kept[2]) != said[each]:
            yield variable_id, unit_id
        kept = next(stored, None)
    if kept is not None:
        yield from ((row[0], row[1]) for row in (kept, *stored))


def _as_stored(connection: Connection) -> Iterator[bool]:
    """For each ballot, whether it settles as stored."""
    nodes: dict[int, set[tuple[int, ...]]] = {}
    for node in connection.execute(select(ballot_node), execution_options=STREAMED):
        nodes.setdefault(node.ballot_id, set()).add(tuple(node))
    rows = connection.execute(select(ballot)).mappings().all()
    meanings = read_meanings(connection, {row["variable_id"] for row in rows})
    for row in rows:
        try:
            of = read_ballot(row["form"] or row["key"])
            settled = settle(of, meanings[of.variable_id])
        except (ValueError, IndexError, KeyError):
            yield False
            continue
        told = _stored(of, form_of(of)) | _columns(of, settled)
        own = set(_node_rows([(row["ballot_id"], settled)]))
        yield told.items() <= row.items() and own == nodes.get(row["ballot_id"], set())
