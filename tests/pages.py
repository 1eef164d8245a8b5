"""A study whose coders have handouts, and what their pages save."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from study import Study

from portrayals.history.transaction import read, write, write_several
from portrayals.results.collecting import Collected
from portrayals.results.handout import Handout
from portrayals.services.catalogue.people import add_episodes
from portrayals.services.handouts.answers import AnswersFile, answers_in
from portrayals.services.handouts.collect import collect
from portrayals.services.handouts.hand_out import hand_out
from portrayals.services.waves.assign import AssignOptions, assign
from portrayals.tables import change as changes
from portrayals.tables import unit

BOOK = """\
codebook: romance
version: "1"
levels: {portrayal: therapist, general: clients}
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: age, label: Age, level: portrayal, type: number, min: 0, max: 120}
  - {key: remark, label: Remark, level: portrayal, type: text}
  - key: act
    label: Act
    level: relationship
    type: multi
    codes:
      - key: romantic
        label: Romantic
        assignable: yes
        codes:
          - {key: flirting, label: Flirting, properties: {class: harm}}
          - {key: dating, label: Dating, properties: {class: harm}}
      - {key: gift, label: Gift}
      - key: place
        label: Place
        codes:
          - {key: ride, label: Ride}
  - {key: warmth, label: Warmth, level: relationship, type: ordinal, asked_when: "act:any", codes: [
      {key: cold, label: Cold}, {key: warm, label: Warm}, {key: hot, label: Hot}]}
  - {key: stays, label: Stays, level: relationship, type: boolean, asked_when: "act:romantic"}
"""
SAVED = "2025-11-30T14:02:11Z"


class PageStudy(Study):
    """A study of two titles; what is handed out is by coder."""

    handouts: dict[str, Handout]

    def fill(self, folder: Path, *coders: str) -> None:
        """Makes the study, and gives each coder all of it."""
        self.apply(BOOK, folder)
        self.coder(*coders)
        self.title("Prime", year="2005")
        self.title("Shrinking", year="2023", kind="tv-series")
        self.portrayal("prime", "Lisa Metzger")
        self.relationship("prime/lisa-metzger", "Rafi")
        self.portrayal("shrinking", "Jimmy Laird")
        self.relationship("shrinking/jimmy-laird", "Sean")
        with write(self.target, actor="ana", command="add episode") as change:
            add_episodes(change, "shrinking", "S01E01..S01E02")
        self.handouts = {}
        self.hand_out("main", *coders)

    def hand_out(self, wave: str, *coders: str, reliability: str = "100%") -> None:
        """Assigns all titles to coders, of several all to each, and gives out their handouts."""
        share = reliability if len(coders) > 1 else None
        with write(self.target, actor="ana", command="assign") as change:
            assign(change, wave, coders, AssignOptions(reliability=share))
        self.give(wave, *coders)

    def give(self, wave: str, *coders: str) -> None:
        """Gives out the handouts of coders as the study is now."""

        def kept(given: Handout) -> tuple[str, int]:
            self.handouts[given.coder] = given
            return given.name, 0

        with write(self.target, actor="ana", command="hand out") as change:
            hand_out(change, coders, wave, kept)

    def uuid(self, key: str) -> str:
        """The UUID of a unit."""
        with read(self.target) as connection:
            return connection.execute(select(unit.c.uuid).where(unit.c.key == key)).scalar_one()

    def saved(self, coder: str, *answers: Mapping[str, Any], **other: Any) -> dict[str, Any]:
        """What a coder's page saves."""
        of = self.handouts[coder]
        return {
            "format": 1,
            "handout": of.sha256,
            "coder": coder,
            "wave": of.wave,
            "codebook": {
                "key": of.codebook,
                "version": of.codebook_version,
                "sha256": of.codebook_sha256,
            },
            "saved_at": SAVED,
            "basis": "watched",
            "answers": [*answers],
            "proposals": [],
            "return_to": [],
            "done": [],
        } | other

    def collect(self, saved: Mapping[str, Any], **options: bool) -> Collected:
        """Collects what a page saved, by ana."""
        with write(self.target, actor="ana", command="coding collect") as change:
            return collect(change, sent_back(saved), **options)

    def collect_together(self, files: Iterable[Mapping[str, Any]]) -> list[Collected]:
        """Collects what several pages saved in one transaction, by ana."""

        def collected(saved: Mapping[str, Any]) -> Collected:
            with one_change("coding collect") as change:
                return collect(change, sent_back(saved))

        with write_several(self.target, actor="ana") as one_change:
            return [collected(saved) for saved in files]

    def changes(self) -> int:
        """How many changes the history has."""
        with read(self.target) as connection:
            return connection.execute(select(func.count()).select_from(changes)).scalar_one()

    def answers(self, *query: str) -> dict[tuple[str, str], dict[str, object]]:
        """The annotations of the study, by unit and variable."""
        rows = self.list("annotations", *query).rows
        return {(str(row["unit"]), str(row["variable"])): dict(row) for row in rows}


def sent_back(saved: Mapping[str, Any]) -> AnswersFile:
    """The file of what a page saved."""
    return answers_in(json.dumps(saved).encode(), "ben-main.answers.json")


def answer(study: PageStudy, key: str, variable: str, *codes: str, **more: Any) -> dict[str, Any]:
    """An answer as a page writes it; without codes or more, that it is coded none."""
    state = "coded" if codes or {"number", "text", "doubtful"} & more.keys() else "none"
    written = {"unit": study.uuid(key), "key": key, "variable": variable, "state": state}
    given = {"codes": [*codes]} if codes else {}
    return written | given | more | {"at": SAVED}
