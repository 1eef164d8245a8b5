"""What a coder is handed out: all that they need, and nothing that anybody coded."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table, func, insert, select, update
from study import Study, copied

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.history.transaction import Change, new_uuid, read, write
from portrayals.results.handout import Handout, HandoutCode
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.catalogue.people import add_episodes
from portrayals.services.catalogue.titles import screen
from portrayals.services.handouts.content import handout_of
from portrayals.services.handouts.hand_out import hand_out
from portrayals.services.study.info import describe, set_policy
from portrayals.services.study.undo import undo
from portrayals.services.waves.assign import AssignOptions, assign
from portrayals.services.waves.lock import lock_wave
from portrayals.tables import change as changes
from portrayals.tables import coder, handout, proposal, title, unit, viewing, wave

BOOK = """\
codebook: loves
version: "1"
label: Loves on screen
headline: kissed
levels: {portrayal: lover, general: all}
variables:
  - {key: tone, label: Tone, question: How is it told?, level: title, type: nominal,
     codes: [{key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: age, label: Age, level: portrayal, type: number, min: 0, max: 120, unit: years}
  - {key: old, label: Old, level: portrayal, type: boolean, active: no}
  - key: act
    label: Act
    definition: What one does.
    include: Whatever is seen.
    exclude: Dreams.
    level: relationship
    type: multi
    codes:
      - key: romantic
        label: Romantic
        codes:
          - {key: kiss, label: Kiss, definition: They kiss., include: On the mouth.,
             exclude: Aunts., examples: [A first kiss., A last kiss.],
             counterexamples: [A kiss on the hand.],
             properties: {class: harm, standards: [A, B]}}
          - {key: wink, label: Wink, active: no}
      - {key: gift, label: Gift}
  - {key: how-long, label: How long, level: relationship, type: ordinal,
     asked_when: "act:any", codes: [{key: days}, {key: years}]}
derived:
  - {key: kissed, label: Kissed, level: relationship, type: boolean,
     rules: [{when: "act:kiss", then: yes}], otherwise: no}
"""


class Loves(Study):
    """A study of two films and a series, of which ana has a film and the series to code.

    `begun` is how many changes made it.
    """

    begun = 0

    def fill(self, folder: Path) -> Loves:
        self.apply(BOOK, folder)
        self.coder("ben", "eve")
        self.title("Prime", year="2005", countries=["US"], synopsis="They part in the end.")
        self.portrayal("prime", "Rita", performer="Uma Thurman", roles=["client", "painter"])
        self.relationship("prime/rita", "David", performer="Bryan Greenberg", year="2006")
        self.portrayal("prime", "Lisa")
        self.relationship("prime/lisa", None)
        self.title("Alma", year="2019", end_year="2021", kind="tv-series")
        self.title("Zeno", year="2001")
        self.portrayal("zeno", "Zeno")
        self.relationship("zeno/zeno", "Ada")
        with write(self.target, actor="ana", command="add episode") as change:
            add_episodes(change, "alma", "S01E10")
            add_episodes(change, "alma", "S01E02")
            describe(change, ["title=Loves", "population=Films"])
        self.assign("ana", where='name:"Prime" OR name:"Alma"')
        return self

    def assign(self, *coders: str, to: str = "main", **options: Any) -> None:
        with write(self.target, actor="ana", command="assign") as change:
            assign(change, to, coders, AssignOptions(**options))

    def given_to(self, who: str = "ana", within: str = "main") -> Handout:
        with read(self.target) as connection:
            return handout_of(connection, who, within)

    def hand_out(self, *coders: str, within: str = "main") -> list[Handout]:
        with write(self.target, actor="ana", command="coding handout") as change:
            found = hand_out(change, coders, within, lambda each: (f"{each.name}.html", 1))
            return [row.handout for row in found.rows]

    def count(self, table: Table = handout) -> int:
        """How many rows a table has."""
        with read(self.target) as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()


def filled(folder: Path) -> Loves:
    return Loves(str(folder / "study.db")).fill(folder)


@pytest.fixture
def study(tmp_path: Path) -> Loves:
    return copied(filled, tmp_path)


def test_it_says_who_codes_what_by_which_codebook(study: Loves) -> None:
    found = study.given_to()
    assert found.name == "ana-main"
    assert (found.study, found.wave, found.purpose, found.coder) == ("Loves", "main", "main", "ana")
    assert (found.codebook, found.codebook_version) == ("loves", "1")
    assert found.codebook_label == "Loves on screen"
    assert found.level_names["portrayal"] == "lover"
    with read(study.target) as connection:
        told = connection.exec_driver_sql("SELECT sha256 FROM codebook").scalar_one()
    assert found.codebook_sha256 == told


def test_it_has_the_titles_by_name_and_people_beneath_them(study: Loves) -> None:
    found = study.given_to()
    assert [each.key for each in found.units] == [
        *("alma", "prime", "prime/rita", "prime/rita/david", "prime/lisa", "prime/lisa/general"),
    ]
    alma, prime, rita, david, *_ = found.units
    assert (alma.kind, alma.year, alma.end_year, alma.above) == ("tv-series", 2019, 2021, None)
    assert (rita.above, rita.performer, rita.roles) == (
        prime.uuid,
        "Uma Thurman",
        ("client", "painter"),
    )
    assert (david.level, david.above, david.year, david.kind) == (
        *("relationship", rita.uuid, 2006, None),
    )
    assert found.episodes == {alma.uuid: ("S01E02", "S01E10")}


def test_it_has_what_is_coded_with_the_rules_in_words(study: Loves) -> None:
    found = study.given_to()
    assert [each.key for each in found.variables] == ["tone", "age", "act", "how-long"]
    tone, age, act, how_long = found.variables
    assert (tone.question, tone.level) == ("How is it told?", "title")
    assert (age.minimum, age.maximum, age.measure) == (0, 120, "years")
    assert (act.definition, act.include, act.exclude) == (
        *("What one does.", "Whatever is seen.", "Dreams."),
    )
    romantic, gift = act.codes
    assert not romantic.assignable
    assert gift.codes == ()
    assert romantic.codes == (
        HandoutCode(
            key="kiss",
            label="Kiss",
            definition="They kiss.",
            include="On the mouth.",
            exclude="Aunts.",
            examples=("A first kiss.", "A last kiss."),
            counterexamples=("A kiss on the hand.",),
            assignable=True,
            properties={"class": ("harm",), "standards": ("A", "B")},
            codes=(),
        ),
    )
    assert how_long.asked_when == ["asks", "act", "multi", "any"]
    assert tone.asked_when is None


def test_episodes_are_units_only_where_they_are_coded(study: Loves, tmp_path: Path) -> None:
    study.apply(
        BOOK.replace('"1"', '"2"', 1).replace(
            "  - {key: age,",
            "  - {key: pace, label: Pace, level: episode, type: boolean}\n  - {key: age,",
        ),
        tmp_path,
    )
    keys = [each.key for each in study.given_to().units]
    assert keys[:3] == ["alma", "alma/s01e02", "alma/s01e10"]


def test_who_is_added_to_a_title_belongs_to_it(study: Loves) -> None:
    before = study.given_to()
    study.portrayal("alma", "Alma")
    after = study.given_to()
    assert "alma/alma" in [each.key for each in after.units]
    assert after.sha256 != before.sha256


def test_a_title_that_does_not_count_any_more_is_left_out(study: Loves) -> None:
    study.screen("prime", "out")
    assert [each.key for each in study.given_to().units] == ["alma"]


def test_a_handout_is_recorded_once_and_can_be_taken_back(study: Loves) -> None:
    [first] = study.hand_out("ana")
    [again] = study.hand_out("ana", "ana")
    assert first == again
    assert study.count() == 1
    with read(study.target) as connection:
        [row] = connection.execute(select(handout)).all()
        last = connection.execute(
            select(changes.c.command).order_by(changes.c.change_id.desc())
        ).first()
    assert row.sha256 == first.sha256
    assert last == ("coding handout",)
    study.portrayal("alma", "Alma")
    study.hand_out("ana")
    assert study.count() == 2
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert study.count() == 1


def test_if_a_file_cannot_be_written_nothing_is_recorded(study: Loves) -> None:
    def fail(_: Handout) -> tuple[str, int]:
        raise InvalidValue("no room")

    with (
        pytest.raises(InvalidValue, match="no room"),
        write(study.target, actor="ana", command="coding handout") as change,
    ):
        hand_out(change, ["ana"], "main", fail)
    assert study.count() == 0


@pytest.mark.parametrize(
    ("who", "within", "says", "hint"),
    [
        ("ben", "main", "nothing is assigned to ben in main", "--wave main --coder ben"),
        ("robot", "main", "robot is a program, and only a person gets a handout", "list coders"),
        ("guides", "main", "guides is a compilation", "list coders"),
        ("anna", "main", 'there is no coder "anna"', "list coders"),
        ("ana", "mian", '"mian" is not a wave', "waves: main"),
        ("ana", "shut", "wave shut has been locked", "portrayals coding unlock shut"),
    ],
)
def test_what_nobody_gets_is_refused(
    study: Loves, who: str, within: str, says: str, hint: str
) -> None:
    study.assign("ana", to="shut")
    with write(study.target, actor="ana", command="staff") as change:
        add_coder(change, "robot", options=CoderOptions("model-m", "1"))
        add_coder(change, "guides", options=CoderOptions(compilation="Read in guides."))
        lock_wave(change, "shut")
    with pytest.raises(PortrayalsError, match=says) as refused:
        study.hand_out(who, within=within)
    assert hint in (refused.value.hint or "")
    assert study.count() == 0


def test_of_several_coders_none_gets_one_where_one_is_refused(study: Loves) -> None:
    with pytest.raises(UnknownKey):
        study.hand_out("ana", "nobody")
    assert study.count() == 0


#: What somebody may do that a coder is to know nothing of, when they code in `main`.
Deed = Callable[[Loves, int], object]

UNITS = ("prime", "alma", "zeno")
PAIRS = ("prime/rita/david", "prime/lisa/general", "zeno/zeno/ada")


def as_change(work: Callable[[Change, int], object]) -> Deed:
    """A deed that is one change of eve's, the lead."""

    def deed(study: Loves, number: int) -> None:
        with write(study.target, actor="eve", command="a change") as change:
            work(change, number)

    return deed


def tell(change: Change, number: int) -> None:
    note = update(title).values(note=f"Note {number}.", synopsis=f"It ends in {number}.")
    of = select(unit.c.unit_id).where(unit.c.key == UNITS[number % 2]).scalar_subquery()
    change.connection.execute(note.where(title.c.title_id == of))


def see(change: Change, number: int) -> None:
    of = select(unit.c.unit_id).where(unit.c.key == "prime").scalar_subquery()
    seen = insert(viewing).values(coder_id=1 + number % 3, title_id=of, change_id=change.number)
    change.connection.execute(seen)


def propose(change: Change, number: int) -> None:
    """Ben was handed something out, and proposed somebody."""
    connection = change.connection
    given = insert(handout).values(
        wave_id=1,
        coder_id=select(coder.c.coder_id).where(coder.c.key == "ben").scalar_subquery(),
        codebook_id=1,
        sha256=f"{number:x}".rjust(64, "0"),
        change_id=change.number,
    )
    known = select(handout.c.handout_id).where(handout.c.sha256 == f"{number:x}".rjust(64, "0"))
    first = connection.execute(known).scalar_one_or_none()
    connection.execute(
        insert(proposal).values(
            uuid=new_uuid(),
            handout_id=first
            or connection.execute(given.returning(handout.c.handout_id)).scalar_one(),
            level="portrayal",
            above_unit_id=select(unit.c.unit_id).where(unit.c.key == "prime").scalar_subquery(),
            name=f"Somebody {number}",
            answers="[]",
            decision="pending",
            change_id=change.number,
        )
    )


def assign_elsewhere(study: Loves, number: int) -> None:
    """Somebody else gets titles in the same wave, and ana in another."""
    study.title(f"New {number}", year="2010")
    study.assign("ben", "eve", reliability="1")
    study.assign("ana", to=f"later-{study.count(wave)}", purpose="recode")


def take_last_back(study: Loves, _: int) -> None:
    """Undoes the last deed, if there was one."""
    if study.count(changes) > study.begun:
        with write(study.target, actor="eve", command="undo") as change:
            undo(change, anyone=True)


DEEDS: dict[str, Deed] = {
    "ana codes a title": lambda s, n: s.annotate(UNITS[n % 2], "tone=comic", note=f"n {n}"),
    "ben codes a title": lambda s, n: s.annotate(UNITS[n % 3], "tone=grave", actor="ben"),
    "ana tags with evidence": lambda s, n: s.tag(
        PAIRS[n % 3], "kiss", "maybe:gift", quote=f"Oh {n}!", source=f"Letter {n}"
    ),
    "ben tags an episode": lambda s, n: s.tag(PAIRS[n % 2], "gift", actor="ben", at=f"{n}:00"),
    "eve tells an age": lambda s, n: s.annotate("prime/rita", f"age={n}", actor="eve"),
    "somebody claims": lambda s, n: s.says("review", PAIRS[n % 3], "act=kiss", statement=f"{n}"),
    "the lead screens": as_change(lambda c, n: screen(c, UNITS[n % 2], "in", f"reason {n}")),
    "the lead notes": as_change(tell),
    "the lead settles otherwise": as_change(
        lambda c, n: set_policy(c, ("unanimous", "any", "majority")[n % 3])
    ),
    "the lead describes": as_change(lambda c, n: describe(c, [f"population=P {n}", f"seed={n}"])),
    "somebody watches": as_change(see),
    "ben proposes": as_change(propose),
    "others are assigned": assign_elsewhere,
    "somebody comes": lambda s, n: s.coder(f"new-{s.count(coder)}-{n}"),
    "another title changes": as_change(lambda c, n: edit(c, "zeno", [f"year={1950 + n}"])),
    "the last is undone": take_last_back,
}


@pytest.fixture(scope="module")
def assigned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assigned")
    Loves(str(folder / "study.db")).fill(folder)
    return folder / "study.db"


def written(study: Loves) -> bytes:
    """All that ana is handed out, as the page holds it."""
    return json.dumps(study.given_to().to_dict(), ensure_ascii=False).encode()


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 59)), max_size=6))
def test_two_studies_that_differ_in_what_people_coded_give_the_same_handout(
    assigned: Path, deeds: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory(prefix="portrayals-") as folder:
        study = Loves.at(shutil.copy(assigned, folder))
        study.begun = study.count(changes)
        before = written(study)
        for name, number in deeds:
            DEEDS[name](study, number)
        assert written(study) == before


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_every_such_deed_changes_the_study(assigned: Path, tmp_path: Path, name: str) -> None:
    study = Loves.at(shutil.copy(assigned, tmp_path))
    if name == "the last is undone":
        DEEDS["somebody comes"](study, 1)
    before = content(study)
    DEEDS[name](study, 3)
    assert content(study) != before


def content(study: Loves) -> list[str]:
    with closing(sqlite3.connect(study.target)) as connection:
        return list(connection.iterdump())


def test_nothing_in_it_tells_how_many_rows_there_are(study: Loves) -> None:
    told = json.dumps(study.given_to().to_dict())
    assert "unit_id" not in told
    assert "They part in the end" not in told


@pytest.mark.postgresql
def test_both_engines_hand_out_the_same_but_for_uuids(
    study: Loves, empty_postgresql_url: str, tmp_path: Path
) -> None:
    other = Loves(empty_postgresql_url).fill(tmp_path)
    study.portrayal("alma", "Alma")
    other.portrayal("alma", "Alma")
    assert without_uuids(study) == without_uuids(other)
    other.hand_out("ana")
    assert other.count() == 1


def without_uuids(study: Loves) -> str:
    found = study.given_to()
    told = json.dumps({**found.to_dict(), "handout": ""}, ensure_ascii=False)
    for each in found.units:
        told = told.replace(each.uuid, each.key)
    return told
