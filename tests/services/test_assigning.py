"""Who codes which titles: what is assigned, what is refused, and how far everybody is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from study import Study, copied

from portrayals.errors import (
    InvalidQuery,
    InvalidValue,
    NoCodebook,
    NoUnits,
    PortrayalsError,
    UnknownKey,
)
from portrayals.history.transaction import read, write
from portrayals.results.waves import CoderProgress
from portrayals.results.written import Written
from portrayals.services.catalogue.coders_and_sources import add_coder, add_wave
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.study.undo import undo
from portrayals.services.waves.assign import AssignOptions, assign
from portrayals.services.waves.progress import progress, waves
from portrayals.study import Study as OpenStudy
from portrayals.tables import assignment, coder, unit, wave

BOOK = """\
codebook: loves
version: "1"
headline: act
levels: {portrayal: lover}
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [{key: comic}, {key: grave}]}
  - {key: act, label: Act, level: relationship, type: multi, codes: [{key: kiss}, {key: gift}]}
"""

#: Who has which titles for which purpose, in a wave.
Given = dict[str, list[tuple[str, str]]]


class Drawing(Study):
    """A study of twelve titles, four of them from the 1990s, and two coders."""

    def fill(self, folder: Path) -> Drawing:
        self.apply(BOOK, folder)
        self.coder("ben", "eve")
        for number in range(12):
            title = self.title(f"T{number:02}", year="1995" if number < 4 else "2005")
            lover = self.portrayal(title, "A")
            self.relationship(lover, "B")
        return self

    def assign(self, *coders: str, to: str = "main", **options: Any) -> tuple[Written, list[str]]:
        """Assigns; what is said, and the notices."""
        with write(self.target, actor="ana", command="assign") as change:
            written = assign(change, to, coders, AssignOptions(**options))
            return written, change.notices

    def given(self, within: str = "main") -> Given:
        """What is assigned in a wave, by coder."""
        rows = (
            select(coder.c.key, unit.c.key, assignment.c.purpose)
            .select_from(assignment)
            .join(coder, coder.c.coder_id == assignment.c.coder_id)
            .join(unit, unit.c.unit_id == assignment.c.unit_id)
            .join(wave, wave.c.wave_id == assignment.c.wave_id)
            .where(wave.c.key == within)
        )
        found: Given = {}
        with read(self.target) as connection:
            for who, title, purpose in connection.execute(rows):
                found.setdefault(who, []).append((title, purpose))
        return {who: sorted(titles) for who, titles in found.items()}


def filled(folder: Path) -> Drawing:
    return Drawing(str(folder / "study.db")).fill(folder)


@pytest.fixture
def study(tmp_path: Path) -> Drawing:
    return copied(filled, tmp_path)


def titles(given: Given, who: str, purpose: str) -> list[str]:
    return [title for title, own in given[who] if own == purpose]


def test_some_titles_go_to_both_in_proportion_and_each_other_one_to_one(study: Drawing) -> None:
    written, _ = study.assign("ana", "ben", reliability="50%", by="decade", seed=7)
    assert written.said == (
        "main: 12 titles to ana and ben, 6 of them to both, drawn by decade (seed 7)."
    )
    given = study.given()
    both = titles(given, "ana", "reliability")
    assert both == titles(given, "ben", "reliability")
    assert sum(title in {"t00", "t01", "t02", "t03"} for title in both) == 2
    alone = titles(given, "ana", "coding"), titles(given, "ben", "coding")
    assert [*map(len, alone)] == [3, 3]
    assert sorted([*both, *alone[0], *alone[1]]) == [f"t{number:02}" for number in range(12)]


def test_of_three_coders_all_is_said(study: Drawing) -> None:
    written, _ = study.assign("eve", "ana", "ben", reliability="3")
    assert written.said == "main: 12 titles to ana, ben and eve, 3 of them to all, drawn (seed 1)."


def test_one_coder_gets_all_without_a_draw(study: Drawing) -> None:
    written, notices = study.assign("ana")
    assert (written.said, notices) == ("main: 12 titles to ana.", [])
    with read(study.target) as connection:
        assert set(connection.execute(select(assignment.c.seed)).scalars()) == {None}


def test_what_the_overlap_can_show_is_told_in_units_of_the_headline(study: Drawing) -> None:
    _, [told] = study.assign("ana", "ben", reliability="6")
    assert told == (
        "The overlap has 6 relationships, too few to show an alpha of at least 0.8, which takes "
        "139 for a code that 25 % of them have and 560 for 5 %: portrayals samplesize alpha"
    )


def test_the_overlap_of_other_coders_is_another(study: Drawing) -> None:
    study.assign("ana", "ben", reliability="6")
    study.title("Later", year="1999")
    study.relationship(study.portrayal("later", "Ann"), "Bob")
    _, notices = study.assign("ana", "eve", reliability="1")
    assert notices[-1].startswith("The overlap has 1 relationship, too few")


@pytest.mark.parametrize("seed", [-5, 2**31])
def test_a_seed_that_no_database_keeps_is_refused(study: Drawing, seed: int) -> None:
    with pytest.raises(InvalidValue, match="a seed cannot be"):
        study.assign("ana", "ben", seed=seed)


@pytest.mark.slow
def test_an_overlap_may_be_large_enough_for_a_common_code(study: Drawing) -> None:
    for number in range(133):
        study.relationship("t00/a", f"C{number}")
    _, [told] = study.assign("ana", "ben", reliability="100%")
    assert told.startswith("The overlap has 145 relationships, enough to show an alpha of at least")
    assert "but not 5 %, which takes 560" in told


def test_without_an_overlap_agreement_cannot_be_measured(study: Drawing) -> None:
    _, [told] = study.assign("ana", "ben")
    assert told == "No title is coded by two, so agreement cannot be measured: --reliability 30%"


def test_titles_that_do_not_count_go_to_nobody(study: Drawing) -> None:
    study.screen("t05", "out")
    study.screen("t06", "unavailable")
    written, _ = study.assign("ana")
    assert written.said == "main: 10 titles to ana."
    assert {"t05", "t06"}.isdisjoint(title for title, _ in study.given()["ana"])


def test_a_query_says_which_titles(study: Drawing) -> None:
    written, _ = study.assign("ana", where="decade:1990s")
    assert written.said == "main: 4 titles to ana."
    with pytest.raises(NoUnits):
        study.assign("ana", where="decade:1950s")


def test_titles_for_which_the_query_is_open_are_left_out_and_told(study: Drawing) -> None:
    study.annotate("t00", "tone=comic")
    written, notices = study.assign("ana", where="tone:comic")
    assert written.said == "main: 1 title to ana."
    assert notices == ["Left out: 11 titles for which --where is undetermined."]


@pytest.mark.parametrize(
    ("field", "edits"),
    [
        ("country", ("country=France;Italy", "country=France")),
        ("stratum", ("stratum=known", "stratum=unknown")),
    ],
)
def test_a_title_is_in_one_stratum_whatever_it_has(
    study: Drawing, field: str, edits: tuple[str, str]
) -> None:
    for number in range(12):
        with write(study.target, actor="ana", command="edit") as change:
            edit(change, f"t{number:02}", [edits[number % 2]])
    study.assign("ana", "ben", reliability="50%", by=field)
    got = Counter(int(title[1:]) % 2 for title in titles(study.given(), "ana", "reliability"))
    assert got == {0: 3, 1: 3}


def test_a_study_that_grows_keeps_what_was_drawn(study: Drawing) -> None:
    study.assign("ana", "ben", reliability="50%", seed=7)
    before = study.given()
    for number in range(4):
        study.title(f"Later {number}", year="2015")
    written, [stay, _] = study.assign("ana", "ben", reliability="50%", seed=8)
    assert written.said == "main: 4 titles to ana and ben, 2 of them to both, drawn (seed 8)."
    assert stay == "12 other titles stay as they were assigned before."
    after = study.given()
    assert all(set(before[who]) < set(after[who]) for who in ("ana", "ben"))


def test_a_study_that_grows_title_by_title_gives_nobody_more_than_one_more(study: Drawing) -> None:
    study.assign("ana", "ben")
    for number in range(5):
        study.title(f"Later {number}", year="2015")
        written, _ = study.assign("ana", "ben", seed=number)
        assert written.said == (
            f"main: 1 title to {('ana', 'ben')[number % 2]}, drawn (seed {number})."
        )
    assert {who: len(titles) for who, titles in study.given().items()} == {"ana": 9, "ben": 8}


def test_nothing_is_drawn_twice(study: Drawing) -> None:
    study.assign("ana", "ben", seed=7)
    before = study.given()
    with pytest.raises(InvalidValue, match="all 12 titles are assigned in main already") as refused:
        study.assign("ana", "eve", seed=8)
    assert "portrayals undo CHANGE" in (refused.value.hint or "")
    assert study.given() == before


def test_a_draw_can_be_taken_back_and_made_anew(study: Drawing) -> None:
    study.assign("ana", "ben", seed=7)
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert study.given() == {}
    study.assign("ana", "eve", seed=8)
    assert set(study.given()) == {"ana", "eve"}


def test_a_wave_is_made_on_the_way_and_told(study: Drawing) -> None:
    _, notices = study.assign("ana", to="pilot", purpose="training", where="decade:1990s")
    assert notices == ["New wave pilot (training), with codebook loves 1."]
    with read(study.target) as connection:
        found = waves(connection).rows
    assert [(row.wave, row.purpose, row.coders, row.titles) for row in found] == [
        ("main", "main", (), 0),
        ("pilot", "training", ("ana",), 4),
    ]
    assert len(study.given("pilot")["ana"]) == 4


def test_in_training_each_coder_gets_all_that_they_lack_whoever_else_has_it(
    study: Drawing,
) -> None:
    first, _ = study.assign("ana", to="pilot", purpose="training", where="decade:1990s")
    later, notices = study.assign("ana", "ben", to="pilot")
    assert first.said == "pilot: 4 titles to ana."
    assert (later.said, notices) == ("pilot: 8 titles to ana and 12 titles to ben.", [])
    given = study.given("pilot")
    assert given["ana"] == given["ben"]
    with read(study.target) as connection:
        assert set(connection.execute(select(assignment.c.seed)).scalars()) == {None}
    with pytest.raises(InvalidValue, match="all 4 titles are assigned in pilot already"):
        study.assign("ben", to="pilot", where="decade:1990s")


def test_in_training_too_a_share_for_all_is_drawn_where_it_is_asked_for(study: Drawing) -> None:
    study.assign("ana", "ben", to="pilot", purpose="training", reliability="2")
    given = study.given("pilot")
    assert len(titles(given, "ana", "reliability")) == 2
    assert len(titles(given, "ana", "coding")) == 5


@pytest.mark.parametrize(
    ("coders", "options", "says", "hint"),
    [
        ((), {}, "nobody is named who is to code", "--coder KEY"),
        (("anna",), {}, '"anna" is not a coder', "portrayals add coder anna     or repeat with"),
        (("robot",), {}, "robot is a program, and only a person", "portrayals list coders"),
        (("ana",), {"reliability": "30%"}, "agreement takes two", "name the others too"),
        (("ana", "ben"), {"reliability": "13"}, "13 titles cannot be coded twice", "smaller"),
        (("ana",), {"purpose": "recode"}, "wave main is for main, not for recode", "--wave recode"),
        (("ana",), {"by": "role"}, '"role" is not a field', "decade, year"),
        (("ana",), {"where": "yaer:1990"}, "yaer", None),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_assigned(
    study: Drawing, coders: tuple[str, ...], options: dict[str, Any], says: str, hint: str | None
) -> None:
    with write(study.target, actor="ana", command="add coder robot") as change:
        add_coder(change, "robot", options=CoderOptions("model-m", "1"))
    with pytest.raises(PortrayalsError, match=says) as refused:
        study.assign(*coders, **options)
    assert (hint or "") in (refused.value.hint or "")
    assert study.given() == {}


def test_unknown_coders_are_added_where_that_is_asked(study: Drawing) -> None:
    with write(study.target, actor="ana", command="assign") as change:
        assign(change, "main", ["ana", "kim"], AssignOptions(create=True))
        assert change.made == ["coder kim"]
    assert len(study.given()["kim"]) == 6


def test_without_a_codebook_nothing_is_assigned(tmp_path: Path) -> None:
    bare = Drawing(str(tmp_path / "bare.db"))
    with pytest.raises(NoCodebook):
        bare.assign("ana")


def test_of_titles_given_to_both_all_beneath_them_is_compared(study: Drawing) -> None:
    """R31: where titles were assigned for reliability, their people are the only ones."""
    study.assign("ana", "ben", reliability="2")
    both = titles(study.given(), "ana", "reliability")
    for number in range(12):
        for who in ("ana", "ben"):
            study.annotate(f"t{number:02}/a/b", "act=kiss", actor=who, basis="watched")
    later = study.relationship(f"{both[0]}/a", "C")
    for who in ("ana", "ben"):
        study.annotate(later, "act=gift", actor=who, basis="watched")
    [row] = [each for each in OpenStudy(study.target).reliability("act").rows if not each.code]
    assert row.units == 3


def test_progress_counts_the_units_of_each_coder(study: Drawing) -> None:
    study.assign("ana", "ben", reliability="100%", where="decade:1990s")
    study.annotate("t00", "tone=comic")
    study.annotate("t00/a/b", "act=cannot-tell")
    study.annotate("t09", "tone=comic")  # not hers
    study.annotate("t01", "tone=grave", actor="ben")
    study.relationship("t01/a", "C")
    study.screen("t03", "out")
    with read(study.target) as connection:
        found = progress(connection, "main")
        assert found.rows == (
            CoderProgress("main", "ana", titles=3, units=7, coded=2, cannot_tell=1),
            CoderProgress("main", "ben", titles=3, units=7, coded=1, cannot_tell=0),
        )
        assert [row.open for row in found.rows] == [5, 6]
        assert progress(connection).rows == found.rows
        with pytest.raises(UnknownKey):
            progress(connection, "mian")


def test_where_nothing_is_assigned_there_is_no_progress(study: Drawing) -> None:
    study.annotate("t00", "tone=comic")
    with read(study.target) as connection:
        assert progress(connection).rows == ()


@pytest.mark.postgresql
def test_both_engines_draw_the_same(
    study: Drawing, empty_postgresql_url: str, tmp_path: Path
) -> None:
    other = Drawing(empty_postgresql_url).fill(tmp_path)
    for each in (study, other):
        each.screen("t11", "out")
        each.assign("ana", "ben", reliability="50%", by="decade", seed=7)
        each.assign("ana", "eve", to="pilot", by="country", reliability="3", seed=3)
        each.annotate("t00", "tone=comic")
    assert study.given() == other.given()
    assert study.given("pilot") == other.given("pilot")
    with read(study.target) as one, read(other.target) as two:
        assert progress(one) == progress(two)
        assert waves(one) == waves(two)


def test_a_wave_tells_the_versions_by_which_it_was_coded(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.apply(BOOK, tmp_path)
    study.title("T0")
    study.annotate("t0", "tone=comic")
    study.apply(BOOK.replace('"1"', '"2"').replace("label: Tone", "label: Mood"), tmp_path)

    def versions() -> list[str]:
        with read(study.target) as connection:
            return [each.codebook_version for each in waves(connection).rows]

    with write(study.target, actor="ana", command="add wave") as change:
        add_wave(change, "later", "main")
    assert versions() == ["1", "2"]
    study.title("T1")
    study.annotate("t1", "tone=comic", wave="main")
    assert versions() == ["1, 2", "2"]


def test_who_codes_which_title_is_listed(study: Drawing) -> None:
    study.assign("ana", "eve", reliability="50%", where="decade:1990s")
    study.assign("ben", to="later", where="decade:1990s")
    study.annotate("t00", "tone=comic", actor="ben", wave="later")
    study.tag("t00/a/b", "kiss", actor="ben", wave="later")
    rows = study.list("assignments").rows
    assert Counter(row["coder"] for row in rows) == {"ana": 3, "eve": 3, "ben": 4}
    assert [row["wave"] for row in rows] == ["main"] * 6 + ["later"] * 4
    assert rows[6] == {
        "title": "t00",
        "name": "T00",
        "year": 1995,
        "wave": "later",
        "coder": "ben",
        "purpose": "coding",
        "annotations": 2,
    }
    assert {row["annotations"] for row in rows[:6]} == {0}
    both = [row["title"] for row in rows if row["purpose"] == "reliability"]
    assert sorted(Counter(both).values()) == [2, 2]
    assert [row["wave"] for row in study.list("assignments", "ben").rows] == ["later"] * 4
    assert len(study.list("assignments", "T01").rows) == 2 + 1 - (both.count("t01") == 0)
    study.title("Eve and Adam")
    study.assign("ben", to="last")
    assert {row["coder"] for row in study.list("assignments", "eve").rows} == {"eve"}
    assert [row["title"] for row in study.list("assignments", "eve and").rows] == ["eve-and-adam"]
    nobody = study.list("assignments", "evee")
    assert (nobody.rows, nobody.notes) == ((), ("Similar: eve",))
    with pytest.raises(InvalidQuery, match="only be searched by words"):
        study.list("assignments", "year:1995")
