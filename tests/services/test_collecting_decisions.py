"""What was decided in a page is taken in, unless something has overtaken it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from study import Study, copied

import portrayals
from portrayals.errors import InvalidRows, InvalidValue, NoAccess, UnknownKey, WaveLocked
from portrayals.history.transaction import read, write
from portrayals.results.collecting import Collected
from portrayals.results.disagreements import Sheet
from portrayals.services.adjudication.collect_decisions import collect_decisions
from portrayals.services.adjudication.decisions_file import decisions_in, read_saved
from portrayals.services.adjudication.sheet import sheet_of
from portrayals.services.waves.lock import lock_wave
from portrayals.tables import change as changes

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
LATER = "2999-01-01T00:00:00Z"
BOOK = """\
codebook: loves
version: "1"
levels: {portrayal: lover}
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [{key: comic}, {key: grave}]}
  - {key: length, label: Length, level: title, type: number}
  - key: act
    label: Act
    level: portrayal
    type: multi
    codes: [{key: kiss}, {key: gift}, {key: slap}]
"""


class Deciding(Study):
    """A study of three titles, of which ana and ben differ; lea decides."""

    def fill(self, folder: Path) -> Deciding:
        self.apply(BOOK, folder)
        self.coder("ben", "lea")
        for number in range(3):
            title = self.title(f"T{number}")
            self.portrayal(title, "Ada")
            self.votes(title, "tone=comic", "tone=grave")
        return self

    def votes(self, key: str, ana: str, ben: str) -> None:
        """Has ana and ben answer as who watched it."""
        for actor, value in (("ana", ana), ("ben", ben)):
            self.annotate(key, value, actor=actor, basis="watched")

    def sheet(self) -> Sheet:
        with read(self.target) as connection:
            return sheet_of(connection)

    def collect(self, saved: dict[str, Any], **options: Any) -> Collected:
        """Takes in what a page saved, as lea."""
        with write(self.target, actor="lea", command="collect") as change:
            file = decisions_in(json.dumps(saved).encode(), "decide.decisions.json")
            return collect_decisions(change, file, **options)

    def found(self, unit: str, variable: str) -> Any:
        """What was decided."""
        rows = portrayals.open(self.target).disagreements(decided=True).rows
        return next(e.decision for e in rows if (e.unit, e.variable) == (unit, variable))

    def changes(self) -> int:
        with read(self.target) as connection:
            return connection.execute(select(func.count()).select_from(changes)).scalar_one()


def filled(folder: Path) -> Deciding:
    return Deciding(str(folder / "study.db")).fill(folder)


@pytest.fixture(params=ENGINES)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Deciding:
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("empty_postgresql_url") if on_server else None
    return Deciding(url).fill(tmp_path) if url else copied(filled, tmp_path)


def saved(sheet: Sheet, *decisions: dict[str, Any]) -> dict[str, Any]:
    """A decisions file as the page writes it, with what `decisions` say for each difference."""
    shown = {(each.unit, each.variable): each for each in sheet.disagreements}
    filed = []
    for each in decisions:
        of = shown[each["key"], each["variable"]]
        whole = {"unit": of.uuid, "state": "coded", "at": LATER, "shown": of.digest} | each
        if whole["state"] != "withdrawn":
            how = {"reason": "Seen again", "cause": "slip", "method": "expert", "alone": False}
            whole = how | whole
        filed.append(whole)
    return {
        "format": 1,
        "sheet": sheet.to_dict()["sheet"],
        "study": sheet.study,
        "wave": sheet.wave,
        "codebook": {"key": sheet.codebook, "version": "1", "sha256": sheet.codebook_sha256},
        "saved_at": LATER,
        "decisions": filed,
    }


def tone(key: str, code: str = "comic", **more: Any) -> dict[str, Any]:
    """A decision on the tone of a title."""
    return {"key": key, "variable": "tone", "codes": [code], **more}


def counts(done: Collected) -> tuple[int, int, int, int, int]:
    return done.new, done.same, done.changed, done.withdrawn, len(done.refused)


def test_decisions_are_taken_as_those_of_who_collects_them(study: Deciding) -> None:
    both = ["ana", "ben"]
    file = saved(
        study.sheet(), tone("t0"), tone("t1", "grave", method="discussion", **{"with": both})
    )
    done = study.collect(file)
    assert counts(done) == (2, 0, 0, 0, 0)
    assert done.summary is not None
    assert (done.summary.decided, done.summary.causes["slip"]) == (2, 2)
    decision = study.found("t1", "tone")
    assert (decision.said, decision.by, decision.together) == ("grave", "lea", ("ana", "ben"))
    assert (decision.method, decision.cause, decision.reason) == (
        "discussion",
        "slip",
        "Seen again",
    )


def test_each_kind_of_answer_is_taken(study: Deciding) -> None:
    study.votes("t0", "length=90", "length=95")
    study.votes("t0/ada", "act=kiss", "act=gift")
    study.votes("t1/ada", "act=kiss", "act=none")
    decisions: tuple[dict[str, Any], ...] = (
        {"key": "t0", "variable": "length", "number": 92.5},
        {"key": "t0/ada", "variable": "act", "codes": ["kiss"], "doubtful": ["slap"]},
        {"key": "t1/ada", "variable": "act", "state": "none"},
        {"key": "t0", "variable": "tone", "state": "cannot-tell"},
    )
    assert counts(study.collect(saved(study.sheet(), *decisions))) == (4, 0, 0, 0, 0)
    found = [study.found(each["key"], each["variable"]).said for each in decisions]
    assert found == ["92.5", "kiss, maybe:slap", "none", "cannot-tell"]


def test_the_same_file_again_changes_nothing_and_a_later_one_what_it_says(study: Deciding) -> None:
    sheet = study.sheet()
    file = saved(sheet, tone("t0"), tone("t1"))
    study.collect(file)
    assert counts(study.collect(file)) == (0, 2, 0, 0, 0)
    other = saved(sheet, tone("t0", "grave"), {**tone("t1"), "codes": [], "state": "withdrawn"})
    assert counts(study.collect(other)) == (0, 0, 1, 1, 0)
    assert study.found("t0", "tone").said == "grave"
    assert counts(study.collect(other)) == (0, 2, 0, 0, 0)


def test_what_was_answered_otherwise_since_is_refused_by_unit_and_variable(study: Deciding) -> None:
    file = saved(study.sheet(), tone("t0"), tone("t1"))
    study.annotate("t0", "tone=cannot-tell", actor="ben", basis="watched")
    with pytest.raises(InvalidRows, match="1 decision cannot be taken") as refused:
        study.collect(file)
    assert refused.value.where == (
        "t0  tone  its coders answer otherwise than the page showed: decide it anew"
    )
    assert counts(study.collect(file, skip_bad=True)) == (1, 0, 0, 0, 1)


def test_a_note_or_a_new_name_of_the_unit_overtakes_no_decision(study: Deciding) -> None:
    file = saved(study.sheet(), tone("t0"))
    study.annotate("t0", "tone=grave", actor="ben", basis="watched", note="Very.")
    portrayals.open(study.target, actor="ana").edit("t0", "name=Another")
    assert counts(study.collect(file)) == (1, 0, 0, 0, 0)


def test_a_decision_made_later_stays_unless_the_page_is_forced_upon_it(study: Deciding) -> None:
    file = saved(study.sheet(), tone("t0", at="2020-01-01T00:00:00Z"))
    portrayals.open(study.target, actor="lea").adjudicate("t0", "tone=grave", reason="Seen")
    with pytest.raises(InvalidRows) as refused:
        study.collect(file)
    assert (refused.value.where or "").startswith("t0  tone  was decided otherwise at")
    assert study.found("t0", "tone").said == "grave"
    assert counts(study.collect(file, force=True)) == (0, 0, 1, 0, 0)


def test_what_no_longer_differs_or_is_gone_is_refused_by_its_key(study: Deciding) -> None:
    file = saved(study.sheet(), tone("t0"), tone("t1"))
    study.annotate("t0", "tone=comic", actor="ben", basis="watched")
    portrayals.open(study.target, actor="ana").remove("t1")
    done = study.collect(file, skip_bad=True)
    assert [(each.unit, each.variable) for each in done.refused] == [("t1", "tone"), ("t0", "tone")]


def test_who_coded_it_and_a_stranger_decide_nothing_alone(study: Deciding) -> None:
    sheet = study.sheet()
    nobody = saved(sheet, tone("t0", method="discussion", **{"with": ["zoe"]}))
    done = study.collect(nobody, skip_bad=True)
    assert '"zoe" is not a coder' in done.refused[0].reason
    alone = saved(sheet, tone("t0", method="alone", alone=True))
    assert counts(study.collect(alone)) == (1, 0, 0, 0, 0)


def test_another_codebook_a_locked_wave_and_another_study_are_refused(
    study: Deciding, tmp_path: Path
) -> None:
    file = saved(study.sheet(), tone("t0"))
    with pytest.raises(UnknownKey, match='"second" is not a wave'):
        study.collect(file | {"wave": "second"})
    with write(study.target, actor="ana", command="lock") as change:
        lock_wave(change, "main")
    with pytest.raises(WaveLocked, match="so nothing of it can be decided"):
        study.collect(file)
    study.apply(BOOK.replace('version: "1"', 'version: "2"'), tmp_path)
    with pytest.raises(InvalidValue, match=r"was decided by loves 1, .* \(version 2\)"):
        study.collect(file)


def test_a_page_is_made_of_what_is_open_without_names_of_coders(study: Deciding) -> None:
    study.collect(saved(study.sheet(), tone("t0")))
    sheet = study.sheet()
    assert [each.unit for each in sheet.disagreements] == ["t1", "t2"]
    told = json.dumps(sheet.to_dict())
    assert not any(f'"{name}"' in told for name in ("ana", "ben", "lea"))
    study.collect(saved(sheet, tone("t1"), tone("t2")))
    with pytest.raises(InvalidValue, match="there is nothing to decide"):
        study.sheet()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"format": 2}, "it has the format 2, and this version reads 1"),
        ({"wave": None}, "it has no wave"),
        ({"more": 1}, 'it has "more", which is unknown'),
        ({"decisions": [{"unit": "u"}]}, "u None has no variable"),
        (
            {"decisions": [{"unit": "u", "variable": "v", "cause": "luck"}]},
            'u v has the cause "luck"',
        ),
        ({"decisions": [{"unit": "u", "variable": "v"}] * 2}, "u v has no key"),
    ],
)
def test_a_file_that_no_page_wrote_is_refused(broken: dict[str, Any], told: str) -> None:
    sheet = Sheet("S", "main", "loves", "1", "0" * 64, (), ())
    with pytest.raises(InvalidValue) as refused:
        decisions_in(json.dumps(saved(sheet) | broken).encode(), "d.json")
    assert told in refused.value.message
    assert "collect the file as the page saved it" in (refused.value.hint or "")


def test_a_file_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    sheet = Sheet("S", "main", "loves", "1", "0" * 64, (), ())
    file = tmp_path / "renamed.answers.json"
    file.write_text(json.dumps(saved(sheet)), encoding="utf-8")
    assert read_saved(str(file), None).wave == "main"
    assert read_saved(str(file), None).name == str(file)
    with pytest.raises(NoAccess):
        read_saved(str(tmp_path / "none.json"), None)
