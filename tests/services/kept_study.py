"""A study with something of everything that a snapshot, a copy and a check have to do with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Table, insert, select, text
from study import Study

from portrayals.findings.stored_ballots import keep_ballots
from portrayals.history.record import note_variables
from portrayals.history.snapshot import snapshot
from portrayals.history.transaction import Change, new_uuid, read, write
from portrayals.services.catalogue.coders_and_sources import add_source
from portrayals.services.catalogue.people import add_episodes
from portrayals.services.study.check import check
from portrayals.tables import (
    adjudication,
    annotation,
    assignment,
    claim,
    claim_code,
    code,
    coder,
    source,
    unit,
    variable,
    viewing,
    wave,
)

BOOK = """\
codebook: romance
version: "1"
headline: harm
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: age, label: Age, level: portrayal, type: number, min: 0, max: 120, tolerance: 1}
  - {key: remark, label: Remark, level: portrayal, type: text}
  - key: act
    label: Act
    level: relationship
    type: multi
    codes:
      - key: romantic
        label: Romantic
        codes:
          - {key: flirting, label: Flirting, properties: {class: harm}}
          - {key: dating, label: Dating, properties: {class: harm}}
      - {key: gift, label: Gift, properties: {class: custom}}
derived:
  - {key: harm, label: Harm, level: relationship, type: boolean,
     rules: [{when: "act.class:harm", then: yes}], otherwise: no}
"""


class KeptStudy(Study):
    """A study that can be damaged, looked over and hashed."""

    def fill(self, folder: Path, titles: Iterable[str] = ("Prime", "Shrinking")) -> None:
        """Titles in the order given, and what two coders say of Prime; Bob judges after Ana."""
        self.apply(BOOK, folder)
        self.coder("bob")
        facts = {
            "Prime": {"year": "2005", "genres": ["drama", "comedy"], "ids": ["imdb:tt0387514"]},
            "Shrinking": {"year": "2023", "kind": "tv-series", "aliases": ["Grief"]},
        }
        for name in titles:
            self.title(name, synopsis=f"About {name}.", **facts[name])
        with write(self.target, actor="ana", command="fill") as change:
            add_episodes(change, "shrinking", "S01E01..S01E02")
            add_source(change, "review", citation="A review")
        self.portrayal("prime", "Lisa Metzger", performer="Meryl Streep", roles=["lead", "mother"])
        self.relationship("prime/lisa-metzger", "Rafi")
        self.portrayal("shrinking", "Jimmy Laird")
        self.relationship("shrinking/jimmy-laird", None)
        self.judge()

    def judge(self) -> None:
        """What two coders say of the titles."""
        self.annotate("prime", "tone=comic", note="light")
        self.annotate("prime/lisa-metzger", "age=52.5", "remark=wry")
        self.tag("prime/lisa-metzger/rafi", "flirting", at="12:30", quote="Oh?", source="review")
        self.tag("prime/lisa-metzger/rafi", "gift", actor="bob", basis="watched")
        self.tag("shrinking/jimmy-laird/general", "dating", episode="S01E02")

    def snapshot(self) -> str:
        with read(self.target) as connection:
            return snapshot(connection)

    def problems(self) -> tuple[str, ...]:
        with read(self.target) as connection:
            return check(connection).problems

    def damage(self, *statements: str, schema: bool = False) -> None:
        """Does to the file what no command does, past every constraint."""
        with closing(sqlite3.connect(self.target)) as connection, connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            if schema:
                connection.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                connection.execute(statement)

    def ask(self, statement: str) -> object:
        """The one value that a statement comes to."""
        with read(self.target) as connection:
            return connection.execute(text(statement)).scalar_one()

    def ask_raw(self, statement: str) -> object:
        """The same of a file that is not up to date."""
        with closing(sqlite3.connect(self.target)) as connection:
            return connection.execute(statement).fetchone()[0]

    def deepen(self) -> None:
        """Adds what no command writes yet: claims, assignments, viewings, an adjudication."""
        with write(self.target, actor="ana", command="deepen") as change:
            ids: dict[Table, dict[str, int]] = {
                table: dict(change.connection.execute(rows).all())
                for table, rows in (
                    (unit, select(unit.c.key, unit.c.unit_id)),
                    (coder, select(coder.c.key, coder.c.coder_id)),
                    (source, select(source.c.key, source.c.source_id)),
                    (variable, select(variable.c.key, variable.c.variable_id)),
                    (code, select(code.c.key, code.c.code_id)),
                    (wave, select(wave.c.key, wave.c.wave_id)),
                )
            }
            by = {"change_id": change.number}
            first = change.connection.execute(
                insert(claim)
                .values(
                    uuid=new_uuid(),
                    source_id=ids[source]["review"],
                    unit_id=ids[unit]["prime/lisa-metzger/rafi"],
                    stance="asserts",
                    statement="She flirts.",
                    **by,
                )
                .returning(claim.c.claim_id)
            ).scalar_one()
            change.connection.execute(
                insert(claim).values(
                    uuid=new_uuid(),
                    source_id=ids[source]["review"],
                    about_claim_id=first,
                    stance="denies",
                    statement="She does not.",
                    checked="Rewound: she does.",
                    checked_source="review",
                    **by,
                )
            )
            change.connection.execute(
                insert(claim_code).values(
                    claim_id=first, variable_id=ids[variable]["act"], code_id=ids[code]["flirting"]
                )
            )
            change.connection.execute(
                insert(assignment).values(
                    wave_id=ids[wave]["main"],
                    coder_id=ids[coder]["bob"],
                    unit_id=ids[unit]["prime"],
                    purpose="reliability",
                    seed=7,
                    **by,
                )
            )
            change.connection.execute(
                insert(viewing).values(
                    coder_id=ids[coder]["bob"],
                    title_id=ids[unit]["shrinking"],
                    episode_id=ids[unit]["shrinking/s01e02"],
                    **by,
                )
            )
            self._adjudicate(change, ids[coder]["bob"])

    def _adjudicate(self, change: Change, decided_by: int) -> None:
        connection = change.connection
        consensus = connection.execute(
            insert(coder)
            .values(uuid=new_uuid(), key="consensus", kind="consensus", change_id=change.number)
            .returning(coder.c.coder_id)
        ).scalar_one()
        one = connection.execute(
            select(annotation).join(variable).where(variable.c.key == "tone")
        ).mappings()
        row = dict(one.one()) | {"coder_id": consensus, "change_id": change.number}
        connection.execute(insert(annotation).values(**row))
        note_variables(connection, change.number, [row["variable_id"]])
        key = {column.name: row[column.name] for column in annotation.primary_key}
        connection.execute(
            insert(adjudication).values(
                **key,
                decided_by=decided_by,
                decided_at="2026-01-01T00:00:00Z",
                method="discussion",
                reason="It is funny.",
                change_id=change.number,
            )
        )
        keep_ballots(connection)
