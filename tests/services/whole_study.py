"""A study in which every column of every table says something, somewhere."""

from __future__ import annotations

from pathlib import Path

from kept_study import BOOK, KeptStudy
from sqlalchemy import insert, select, update

from portrayals.history.transaction import new_uuid, write
from portrayals.services.adjudication.adjudicate import adjudicate
from portrayals.services.adjudication.decision import Terms
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source, add_wave
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.catalogue.titles import screen
from portrayals.services.study.info import describe
from portrayals.services.study.undo import undo
from portrayals.tables import coder, handout, proposal, study, unit, viewing, wave

#: The second version has a variable and a code that the third drops, and others that it renames and
#: merges.
SECOND = (
    BOOK.replace('version: "1"', 'version: "2"')
    .replace(
        "  - {key: remark,",
        "  - {key: old, label: Old, level: title, type: boolean}\n"
        "  - {key: spell, level: relationship, type: ordinal, codes: [{key: days}]}\n"
        "  - {key: remark,",
    )
    .replace(
        "{key: gift,",
        "{key: kiss, label: Kiss, properties: {class: harm}}\n      - {key: embrace}\n"
        "      - {key: squeeze}\n      - {key: telephone}\n      - {key: gift,",
    )
)

THIRD = """\
codebook: romance
version: "3"
headline: harm
levels: {title: film, episode: episode, portrayal: lover, relationship: couple, general: all}
variables:
  - {key: tone, label: Tone, question: How is it told?, level: title, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}, {key: dry, label: Dry}]}
  - {key: age, label: Age, level: portrayal, type: number, min: 0, max: 120, tolerance: 1,
     unit: years, rollup: mean}
  - {key: lead, label: Lead, level: portrayal, type: boolean, sentence: this person leads}
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
          - {key: hug, label: Hug, was: [embrace, squeeze]}
      - {key: gift, label: Gift, sentence: one gives a gift, properties: {class: custom}}
      - {key: call, label: Call, active: no, was: telephone}
  - {key: how-long, label: How long, was: spell, level: relationship, type: ordinal, rollup: max,
     asked_when: "act:any", codes: [{key: days}, {key: months}, {key: years}]}
derived:
  - {key: harm, label: Harm, level: relationship, type: boolean,
     rules: [{when: "act.class:harm", then: yes}], otherwise: no}
  - {key: kind-of-love, label: Kind of love, level: relationship, type: nominal,
     codes: [{key: light}, {key: heavy}],
     rules: [{when: "harm:yes how-long:years", then: heavy}, {when: "act:gift", then: light}],
     otherwise: undetermined}
"""

RAFI, JIMMY = "prime/lisa-metzger/rafi", "shrinking/jimmy-laird/general"


class WholeStudy(KeptStudy):
    """The kept study, with every column filled."""

    def complete(self, folder: Path) -> None:
        """Fills what the kept study leaves empty."""
        self.apply(SECOND, folder)
        self.apply(THIRD, folder)
        self._catalogue(folder)
        self._judge_again()
        self._propose()
        self.annotate("prime", "tone=dry", actor="robot", basis="watched")
        self.annotate("nobody", "tone=grave", actor="guides")
        self.says(
            "review", RAFI, "act=gift", stance="qualifies", scope="one scene", basis="not-seen",
            date="2012-05", locator="p. 3",
        )  # fmt: skip
        with write(self.target, actor="ana", command="taken back") as change:
            edit(change, "bliss", ["synopsis=Sweet."])
        with write(self.target, actor="ana", command="undo") as change:
            undo(change)

    def _catalogue(self, folder: Path) -> None:
        self.title("Bliss", year="1997", end_year="1998", countries=["Canada"], distributor="Sony")
        self.title("Nobody", year="2001")
        self.title("Elsewhere", year="2002")
        self.portrayal("bliss", "Baltazar Vincenza", year="1997", performer="Terence Stamp")
        self.relationship("bliss/baltazar-vincenza", "Maria", performer="Sheryl Lee", year="1998")
        with write(self.target, actor="ana", command="complete") as change:
            edit(change, "bliss", ["original=Bliss!", "stratum=old", "note=seen twice"])
            edit(change, "shrinking/s01e02", ["aired=2023-02-03"])
            screen(change, "nobody", "none", "nobody loves")
            screen(change, "elsewhere", "out")
            add_coder(change, "eve", "Eve A.")
            instruction = folder / "instruction.txt"
            instruction.write_text("Say how it is told.", encoding="utf-8")
            options = CoderOptions("model-m", "2024-08-06", str(instruction))
            add_coder(change, "robot", options=options)
            add_coder(change, "guides", options=CoderOptions(compilation="Read in guides."))
            add_source(
                change,
                "site",
                citation="A site",
                address="https://example.org",
                dated="2011",
                accessed="2012-01-02",
            )
            words = ("title", "creator", "licence", "description", "population", "frame")
            numbers = ("frame_size=9", "seed=4", "training_hours=2.5")
            chosen = ("sampling=random", "context=whole-title")
            describe(change, [*(f"{word}=Some {word}" for word in words), *numbers, *chosen])
            for row in change.connection.execute(
                select(unit.c.unit_id).where(unit.c.key == "bliss")
            ):
                seen = {"coder_id": 1, "title_id": row.unit_id, "change_id": change.number}
                change.connection.execute(insert(viewing).values(**seen))

    def _judge_again(self) -> None:
        """Coders who differ, doubt, do not know, or judge a second time."""
        self.annotate("prime", "tone=grave", actor="bob")
        for who, value in (("ana", "comic"), ("bob", "grave"), ("eve", "dry")):
            self.annotate("bliss", f"tone={value}", actor=who)
        self.annotate("prime/lisa-metzger", "age=53", "lead=yes", actor="bob")
        self.annotate("prime/lisa-metzger", "lead=yes")
        self.annotate("prime/lisa-metzger", "lead=no", actor="eve")
        self.annotate("bliss/baltazar-vincenza", "age=60", "lead=cannot-tell", basis="hearsay")
        self.annotate("bliss/baltazar-vincenza", "age=unavailable", actor="bob")
        self.annotate("shrinking/jimmy-laird", "age=44", "lead=not-applicable", basis="documented")
        maria = "bliss/baltazar-vincenza/maria"
        self.tag(maria, "hug", "maybe:gift", "maybe:dating")
        self.tag(maria, "maybe:gift", actor="bob")
        self.annotate(maria, "act=romantic", actor="eve", basis="watched")
        self.annotate(maria, "how-long=years")
        self.annotate(JIMMY, "act=none", actor="bob", basis="documented", complete=True)
        self.annotate(JIMMY, "how-long=months")
        self.tag(
            JIMMY, "hug", actor="eve", episode="S01E01", at="1:00-2:00", quote="Come!",
            source="site", description="They hug.",
        )  # fmt: skip
        with write(self.target, actor="bob", command="decide") as change:
            terms = Terms("It is told in one breath.", cause="scene", together=("ana",))
            adjudicate(change, "bliss", ["tone=grave"], terms)
        with write(self.target, actor="ana", command="again") as change:
            add_wave(change, "again", "recode")
        self.annotate("prime", "tone=grave", wave="again")
        with write(self.target, actor="ana", command="lock") as change:
            locked = {"locked_at": "2026-01-01T00:00:00Z", "change_id": change.number}
            change.connection.execute(update(wave).where(wave.c.key == "again").values(**locked))

    def _propose(self) -> None:
        """A handout, and whom its coder proposed: a person who was added, and one beneath."""
        person = self.portrayal("bliss", "Dr. Vincent", performer="Spalding Gray")
        with write(self.target, actor="ana", command="proposed") as change:
            connection = change.connection
            ids = dict(connection.execute(select(unit.c.key, unit.c.unit_id)).all())
            given = insert(handout).values(
                wave_id=select(wave.c.wave_id).where(wave.c.key == "main").scalar_subquery(),
                coder_id=select(coder.c.coder_id).where(coder.c.key == "bob").scalar_subquery(),
                codebook_id=select(study.c.codebook_id).scalar_subquery(),
                sha256="ab" * 32,
                saved_at="2026-11-30T14:02:11Z",
                change_id=change.number,
            )
            number = connection.execute(given.returning(handout.c.handout_id)).scalar_one()
            common = {"handout_id": number, "answers": "[]", "change_id": change.number}
            made = insert(proposal).returning(proposal.c.proposal_id)
            first = connection.execute(
                made.values(
                    uuid=new_uuid(), level="portrayal", above_unit_id=ids["bliss"],
                    name="Dr. Vincent", performer="Spalding Gray", role="therapist",
                    note="in one scene", decision="accepted", unit_id=ids[person], **common,
                )
            ).scalar_one()  # fmt: skip
            connection.execute(
                made.values(
                    uuid=new_uuid(), level="relationship", above_proposal_id=first,
                    name="Maria", decision="declined", reason="seen in a dream", **common,
                )
            )  # fmt: skip
