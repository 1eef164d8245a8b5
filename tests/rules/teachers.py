"""A codebook about teachers on screen, and questions asked of one unit at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, insert, select
from study import Study

from portrayals.counts.population import population
from portrayals.findings.stored_ballots import keep_ballots
from portrayals.history.transaction import read, write
from portrayals.language.parse import parse
from portrayals.language.syntax import Asked
from portrayals.query.whose import reading_of
from portrayals.results.count_options import States
from portrayals.results.stats import NumberRow, StatRow
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.people import add_episodes
from portrayals.services.coding.tag import annotate
from portrayals.services.study.info import set_policy
from portrayals.tables import adjudication, annotation, assignment, coder, study, unit, wave
from portrayals.vocabulary import Level

BOOK = dedent(
    """\
    codebook: teachers-on-screen
    version: 1.0
    headline: harmful
    levels: {portrayal: teacher, general: pupils}
    variables:
      - {key: made-by, level: title, type: nominal, codes: [{key: studio}, {key: state}]}
      - {key: shown-at-school, level: title, type: boolean}
      - {key: length, level: title, type: number, min: 0, tolerance: 5, unit: minute}
      - {key: in-class, level: episode, type: boolean}
      - key: subject
        level: portrayal
        type: nominal
        codes: [{key: science}, {key: arts}, {key: sport}]
      - key: standing
        level: portrayal
        type: ordinal
        codes: [{key: low}, {key: middling}, {key: high}]
      - {key: pupils, level: portrayal, type: number, min: 0}
      - {key: tenured, level: portrayal, type: boolean}
      - {key: remark, level: portrayal, type: text}
      - key: act
        level: relationship
        type: multi
        codes:
          - key: harm
            assignable: yes
            codes:
              - key: violence
                assignable: yes
                codes:
                  - {key: slap, properties: {class: grave, severity: 4, laws: [penal, school]}}
                  - {key: cane, properties: {class: grave, severity: 5, laws: [penal]}}
              - key: scorn
                assignable: yes
                codes:
                  - {key: mock, properties: {class: light, severity: 2}}
                  - {key: ignore}
          - {key: praise, properties: {class: kind}}
          - {key: help}
      - key: begun-by
        level: relationship
        type: nominal
        codes: [{key: teacher}, {key: pupil}, {key: parent}]
      - key: hurt
        level: relationship
        type: ordinal
        rollup: max
        codes: [{key: slight, properties: {mark: no}}, {key: bad}, {key: worst}]
      - {key: punished, level: relationship, type: boolean, asked_when: "act:harm"}
    derived:
      - key: harmful
        level: relationship
        type: boolean
        rules: [{when: "act:harm", then: yes}]
        otherwise: no
      - key: gravity
        level: relationship
        type: nominal
        codes: [{key: cruel}, {key: harsh}, {key: mild}]
        rules:
          - {when: "act:cane", then: cruel}
          - {when: "act:slap", then: harsh}
          - {when: "act:scorn", then: harsh}
        otherwise: mild
      - key: doubtful-help
        level: relationship
        type: boolean
        rules:
          - {when: "gravity:mild act:help", then: yes}
          - {when: "act:ignore", then: undetermined}
        otherwise: no
      - key: any-harm
        level: title
        type: boolean
        rules: [{when: "act:harm", then: yes}]
        otherwise: no
    """
)


class School(Study):
    """A study with that codebook and the coders ana, bea and cai."""

    def __init__(self, target: str) -> None:
        self.target = target
        self._made: dict[str, tuple[Level, str]] = {}

    @classmethod
    def made(cls, folder: Path, book: str = BOOK) -> School:
        """A new study in a folder."""
        new = Study(str(folder / "study.db"))
        new.apply(book, folder)
        new.coder("bea", "cai")
        return cls(new.target)

    def film(self, **facts: Any) -> str:
        """A new title with nobody in it."""
        return self._new("title", lambda name: self.title(name, **facts))

    def episode(self, film: str, aired: str | None = None) -> str:
        """A new episode of a title."""

        def made(name: str) -> str:
            code = f"S01E{len(self._made):02}"
            with write(self.target, actor="ana", command="add episode") as change:
                edit(change, film, ["kind=tv-series"])
                return add_episodes(change, film, code, name=name, aired=aired).keys[0]

        return self._new("episode", made)

    def teacher(self, film: str | None = None, **facts: Any) -> str:
        """A new portrayal, in a new title or in one that is there."""
        above = film or self.film()
        return self._new("portrayal", lambda name: self.portrayal(above, name, **facts))

    def bond(self, teacher: str | None = None, **facts: Any) -> str:
        """A new relationship, of a new portrayal or of one that is there."""
        above = teacher or self.teacher()
        return self._new("relationship", lambda name: self.relationship(above, name, **facts))

    def _new(self, level: Level, make: Callable[[str], str]) -> str:
        name = f"{level}{len(self._made)}"
        key = make(name)
        self._made[key] = level, name
        return key

    def units(self, level: Level) -> list[str]:
        """The units of a level that were made here, first ones first."""
        return [key for key, (of, _) in self._made.items() if of == level]

    def votes(self, unit_key: str, **values: str) -> None:
        """Annotates a unit as several coders: `ana="act=slap"`."""
        for actor, value in values.items():
            self.annotate(unit_key, value, actor=actor)

    def coded(self, *values: str, teacher: str | None = None) -> str:
        """A new relationship that ana has coded."""
        bond = self.bond(teacher)
        self.annotate(bond, *values)
        return bond

    def outcomes(self, unit_key: str, variable_key: str, *codes: str, **options: Any) -> list[str]:
        """At each code `yes` or `no` if the unit is in n of its row, else the state it is in."""
        level, name = self._made[unit_key]
        found = self.stats(variable_key, level=level, where=f"name:={name}", **options)
        rows = {row.code: row for row in found.rows if isinstance(row, StatRow)}
        return [_outcome(rows[code]) for code in codes]

    def outcome(self, unit_key: str, spec: str, **options: Any) -> str:
        """The outcome at `VARIABLE:CODE`."""
        variable_key, _, code = spec.partition(":")
        return self.outcomes(unit_key, variable_key, code, **options)[0]

    def number(self, unit_key: str, variable_key: str, **options: Any) -> float | str:
        """A settled number, else the state that the unit is counted in."""
        level, name = self._made[unit_key]
        found = self.stats(variable_key, level=level, where=f"name:={name}", **options)
        (row,) = found.rows
        assert isinstance(row, NumberRow)
        return _state(row.states, row.n) or row.mean or 0.0

    def truth(self, unit_key: str, query: str) -> str:
        """`true`, `false` or `undetermined`."""
        level, name = self._made[unit_key]
        text = f"name:={name} ({query})"
        with read(self.target) as connection:
            asked = population(reading_of(connection), level, Asked(parse(text), text)).subquery()
            truths = set(connection.execute(select(asked.c.truth)).scalars())
        if None in truths:
            return "undetermined"
        return "true" if 1 in truths else "false"

    def policy(self, policy: str) -> None:
        """Makes the study settle by a policy."""
        with write(self.target, actor="ana", command="db policy") as change:
            set_policy(change, policy)

    def wave(self, key: str, purpose: str = "main") -> None:
        """Adds a wave, coded by the current codebook."""
        with write(self.target, actor="ana", command="add wave") as change:
            current = select(study.c.codebook_id).scalar_subquery()
            change.connection.execute(
                insert(wave).values(
                    key=key, purpose=purpose, codebook_id=current, change_id=change.number
                )
            )

    def assign(self, unit_key: str, purpose: str = "reliability") -> None:
        """Assigns a unit to ana, in the first wave."""
        with write(self.target, actor="ana", command="assign") as change:
            change.connection.execute(
                insert(assignment).values(
                    wave_id=select(func.min(wave.c.wave_id)).scalar_subquery(),
                    coder_id=select(coder.c.coder_id).where(coder.c.key == "ana").scalar_subquery(),
                    unit_id=select(unit.c.unit_id).where(unit.c.key == unit_key).scalar_subquery(),
                    purpose=purpose,
                    change_id=change.number,
                )
            )

    def decide(self, unit_key: str, value: str) -> None:
        """Adjudicates: an annotation by the consensus coder, and the decision that it holds."""
        with write(self.target, actor="ana", command="add coder consensus") as change:
            known = select(coder.c.coder_id).where(coder.c.key == "consensus")
            if change.connection.execute(known).first() is None:
                add_coder(change, "consensus", kind="consensus")
        with write(self.target, actor="consensus", command="adjudicate") as change:
            annotate(change, unit_key, [value])
            slot = select(
                annotation.c.variable_id,
                annotation.c.unit_id,
                annotation.c.coder_id,
                annotation.c.wave_id,
            ).where(annotation.c.coder_id == change.coder_id, _of_unit(annotation, unit_key))
            change.connection.execute(
                insert(adjudication).values(
                    **change.connection.execute(slot).mappings().one(),
                    decided_by=change.coder_id,
                    decided_at="2020-02-02T02:02:02Z",
                    method="discussion",
                    reason="seen again together",
                    change_id=change.number,
                )
            )
            keep_ballots(change.connection)

    def withdraw_decision(self, unit_key: str) -> None:
        """Takes a decision back; what the consensus coder wrote stays."""
        with write(self.target, actor="ana", command="withdraw") as change:
            change.connection.execute(delete(adjudication).where(_of_unit(adjudication, unit_key)))
            keep_ballots(change.connection)


def _of_unit(rows: Table, unit_key: str) -> ColumnElement[bool]:
    return rows.c.unit_id.in_(select(unit.c.unit_id).where(unit.c.key == unit_key))


def _outcome(row: StatRow) -> str:
    return _state(row.states, row.n) or ("yes" if row.count else "no")


def _state(states: States, n: int) -> str | None:
    """The state that one unit is counted in, none if it is in n; it is counted once (R3)."""
    assert n + sum(states.values()) == 1
    return next((state for state, number in states.items() if number), None)
