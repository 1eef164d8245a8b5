"""A study that is edited, removed from and merged, and looked over after every change of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, Table, func, insert, select, update
from study import Study

from portrayals.database.engine import engine_for
from portrayals.findings.stored_ballots import wrong_ballots
from portrayals.history.record import PARTS, SAID
from portrayals.history.transaction import Change, new_uuid, read, write
from portrayals.notation.keys import fold
from portrayals.results.written import Plan, Written
from portrayals.services.catalogue.coders_and_sources import add_source
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.merge import merge, plan_merge
from portrayals.services.catalogue.people import add_episodes
from portrayals.services.catalogue.remove import plan_removal, remove
from portrayals.services.study.check import check
from portrayals.tables import (
    annotation,
    answer,
    assignment,
    change,
    change_row,
    claim,
    coder,
    episode,
    handout,
    proposal,
    source,
    title,
    unit,
    unit_name,
    viewing,
    wave,
)

BOOK = """\
codebook: everything
version: "1"
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: pace, label: Pace, level: episode, type: ordinal, codes: [
      {key: slow, label: Slow}, {key: quick, label: Quick}]}
  - {key: age, label: Age, level: portrayal, type: number, tolerance: 1}
  - {key: lead, label: Lead, level: portrayal, type: boolean}
  - {key: act, label: Act, level: relationship, type: multi, codes: [
      {key: flirting, label: Flirting}, {key: dating, label: Dating}, {key: gift, label: Gift}]}
  - {key: remark, label: Remark, level: relationship, type: text}
"""

Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


class ChangedStudy(Study):
    """A study on which each change is checked: it is sound, and the history can take it back."""

    def __init__(self, target: str) -> None:
        self.target = target

    def fill(self, folder: Path) -> None:
        """Makes it: a film, its duplicate, a series, two coders."""
        Study.__init__(self, self.target)
        self.apply(BOOK, folder)
        self.coder("ben")
        self.title(
            "Prime", year="2005", ids=["imdb:tt0387514"], genres=["drama", "comedy"], synopsis="S."
        )
        self.portrayal("prime", "Lisa Metzger", performer="Meryl Streep", roles=["protagonist"])
        self.relationship("prime/lisa-metzger", "Rafi")
        self.title("Shrinking", year="2023", kind="tv-series")
        self.episodes("shrinking", "S01E01..S01E03")
        self.portrayal("shrinking", "Jimy Laird")
        for name in ("Sean", "Grace", None):
            self.relationship("shrinking/jimy-laird", name)
        self.title("Prime Again", year="2006")
        self.age(days=1)

    def age(self, **time: float) -> None:
        """Makes all changes so much older."""
        with engine_for(self.target).begin() as connection:
            for number, at in connection.execute(select(change.c.change_id, change.c.at)).all():
                before = datetime.fromisoformat(at) - timedelta(**time)
                connection.execute(
                    update(change)
                    .where(change.c.change_id == number)
                    .values(at=before.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
                )

    @property
    def number(self) -> int:
        """The number of the last change."""
        with read(self.target) as connection:
            return connection.execute(select(func.max(change.c.change_id))).scalar_one()

    def change(self, use_case: Callable[[Change], Any], actor: str = "ana") -> Any:
        """Carries out a change, and checks all that must hold after one."""
        before, number = self.rows(), self.number
        with write(self.target, actor=actor, command="a change") as under_way:
            result = use_case(under_way)
        with read(self.target) as connection:
            assert wrong_ballots(connection) == 0
            assert_names_mirror_units(connection)
            assert_keys_nest(connection)
            images = connection.execute(
                select(change_row).where(change_row.c.change_id == self.number)
            ).all()
        if self.number == number:
            assert self.rows() == before
        else:
            assert undone(self.rows(), images, self.number) == before
        return result

    def assert_sound(self) -> None:
        """Asserts that a whole check of the database finds nothing."""
        with read(self.target) as connection:
            assert check(connection).problems == ()

    def edit(self, key: str, *edits: str) -> Written:
        return self.change(lambda under_way: edit(under_way, key, edits))

    def remove(self, *keys: str) -> Written:
        return self.change(lambda under_way: remove(under_way, keys))

    def merge(self, key: str, into: str) -> Written:
        return self.change(lambda under_way: merge(under_way, key, into))

    def plan_removal(self, *keys: str) -> Plan:
        with read(self.target) as connection:
            return plan_removal(connection, keys)

    def plan_merge(self, key: str, into: str) -> Plan:
        with read(self.target) as connection:
            return plan_merge(connection, key, into)

    def episodes(self, of: str, codes: str, **facts: Any) -> None:
        self.change(lambda under_way: add_episodes(under_way, of, codes, **facts))

    def source(self, key: str) -> None:
        self.change(lambda under_way: add_source(under_way, key, citation=key.title()))

    def claim(self, of: str | None, about: int | None = None, by: str = "a-book") -> int:
        """Has a source claim something; the number of the claim."""

        def made(under_way: Change) -> int:
            found = self.ids(source, by)
            rows = insert(claim).values(
                uuid=new_uuid(),
                source_id=found,
                unit_id=None if of is None else self.ids(unit, of),
                about_claim_id=about,
                stance="asserts",
                statement="It is so.",
                change_id=under_way.number,
            )
            return under_way.connection.execute(rows.returning(claim.c.claim_id)).scalar_one()

        return self.change(made)

    def view(self, coder_key: str, of: str, seen: str | None = None) -> None:
        """Records that a coder saw a title, or an episode of it."""
        self.change(
            lambda under_way: under_way.connection.execute(
                insert(viewing).values(
                    coder_id=self.ids(coder, coder_key),
                    title_id=self.ids(unit, of),
                    episode_id=None if seen is None else self.ids(unit, seen),
                    change_id=under_way.number,
                )
            )
        )

    def assign(self, coder_key: str, *units: str) -> None:
        """Assigns units to a coder."""
        self.change(
            lambda under_way: under_way.connection.execute(
                insert(assignment),
                [
                    {
                        "wave_id": self.ids(wave, "main"),
                        "coder_id": self.ids(coder, coder_key),
                        "unit_id": self.ids(unit, each),
                        "purpose": "coding",
                        "change_id": under_way.number,
                    }
                    for each in units
                ],
            )
        )

    def propose(self, name: str, beneath: str | None = None, **facts: Any) -> int:
        """A proposal of ben's beneath a unit, or another proposal (`above_proposal_id`); its id."""

        def made(under_way: Change) -> int:
            connection = under_way.connection
            known = connection.execute(select(handout.c.handout_id)).scalars().first()
            given = insert(handout).values(
                wave_id=self.ids(wave, "main"),
                coder_id=self.ids(coder, "ben"),
                codebook_id=1,
                sha256="ab" * 32,
                change_id=under_way.number,
            )
            rows = insert(proposal).values(
                uuid=new_uuid(),
                handout_id=known
                or connection.execute(given.returning(handout.c.handout_id)).scalar_one(),
                above_unit_id=None if beneath is None else self.ids(unit, beneath),
                name=name,
                answers="[]",
                change_id=under_way.number,
                **{"level": "portrayal", "decision": "pending"} | facts,
            )
            return connection.execute(rows.returning(proposal.c.proposal_id)).scalar_one()

        return self.change(made)

    def ids(self, table: Table, key: str) -> int:
        """The id of the row of that key."""
        (identity,) = table.primary_key
        with read(self.target) as connection:
            return connection.execute(select(identity).where(table.c.key == key)).scalar_one()

    def names(self, key: str, kind: str = "alias") -> list[str]:
        """The names of one kind of a unit."""
        wanted = select(unit_name.c.name).where(
            unit_name.c.unit_id == self.ids(unit, key), unit_name.c.kind == kind
        )
        with read(self.target) as connection:
            return sorted(connection.execute(wanted).scalars())

    def units(self) -> list[str]:
        """The keys of all units."""
        with read(self.target) as connection:
            return list(connection.execute(select(unit.c.key).order_by(unit.c.key)).scalars())

    def all(self, table: Table) -> list[dict[str, Any]]:
        """All rows of a table."""
        return list(self.rows()[table.name].values())

    def rows_of(self, table: Table) -> list[dict[str, Any]]:
        """All rows of a table that the history is not of."""
        with read(self.target) as connection:
            return [dict(row._mapping) for row in connection.execute(select(*table.c))]

    def rows(self) -> Rows:
        """All rows that the history is of, by table and key."""
        with read(self.target) as connection:
            return {
                table.name: {
                    tuple(row[place] for place in key): dict(zip(names, row, strict=True))
                    for row in connection.execute(everything)
                }
                for table, names, key, everything in historic()
            }


@cache
def historic() -> list[tuple[Table, list[str], list[int], Select[Any]]]:
    """The tables that the history is of: each root, then its parts.

    With the names of the columns, the places of the key among them, and the select of all rows,
    which is kept as it is asked before and after every change.
    """
    tables = [
        each for root, parts in PARTS.items() for each in (root, *(part for part, _ in parts))
    ]
    return [(table, *_everything(table)) for table in tables]


def _everything(table: Table) -> tuple[list[str], list[int], Select[Any]]:
    """What the history keeps of a table: of an annotation the answer itself, not its number."""
    columns = [each.label(each.name) for each in table.c if each is not annotation.c.answer_id]
    rows = select(*columns)
    if table is annotation:
        said = (column.label(name) for name, column in SAID.items())
        rows = rows.join(answer, answer.c.answer_id == annotation.c.answer_id).add_columns(*said)
    names = rows.selected_columns.keys()
    return names, [names.index(column.name) for column in table.primary_key], rows


def undone(after: Rows, images: Any, number: int) -> Rows:
    """The rows without what a change wrote, and with the images it kept: what was before it."""
    left = {name: dict(rows) for name, rows in after.items()}
    for root, parts in PARTS.items():
        written = {key for key, row in after[root.name].items() if row["change_id"] == number}
        for key in written:
            del left[root.name][key]
        for part, columns in parts:
            for key, row in after[part.name].items():
                if tuple(row[name] for name in columns) in written:
                    del left[part.name][key]
    for image in images:
        row: Mapping[str, Any] = json.loads(image.before)
        key = tuple(json.loads(image.row_key))
        assert key not in left[image.table_name], f"{image.table_name} {key} is kept and there"
        left[image.table_name][key] = dict(row)
    return left


def assert_names_mirror_units(connection: Connection) -> None:
    """Every name, performer and synopsis is found by search, folded, and nothing else is."""
    said = {
        (row.unit_id, kind, name, fold(name))
        for row in connection.execute(
            select(unit.c.unit_id, unit.c.name, unit.c.performer, title.c.synopsis).outerjoin(
                title, title.c.title_id == unit.c.unit_id
            )
        )
        for kind, name in zip(("name", "performer", "synopsis"), row[1:], strict=True)
        if name is not None
    }
    known = connection.execute(
        select(*(unit_name.c[name] for name in ("unit_id", "kind", "name", "folded")))
    ).all()
    assert {tuple(row) for row in known if row.kind not in {"alias", "original"}} == said
    assert [row for row in known if fold(row.name) != row.folded] == []


def assert_keys_nest(connection: Connection) -> None:
    """A key begins with the key above it; an episode is of the title that its unit is of."""
    above = unit.alias()
    rows = connection.execute(
        select(unit.c.key, unit.c.title_id, above.c.key, above.c.title_id).join(
            above, above.c.unit_id == unit.c.parent_id
        )
    )
    for key, of, upper, upper_of in rows:
        assert key.rpartition("/")[0] == upper
        assert of == upper_of
    apart = select(episode.c.episode_id).join(unit, unit.c.unit_id == episode.c.episode_id)
    assert connection.execute(apart.where(unit.c.title_id != episode.c.title_id)).all() == []
