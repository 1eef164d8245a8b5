"""The methods of a study: each sentence rests on facts, and goes or changes with them."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pages import PageStudy, answer
from study import Study

from portrayals.cli.program import run
from portrayals.errors import InvalidValue, UnknownKey
from portrayals.history.transaction import read, write
from portrayals.results.methods import Methods
from portrayals.services.adjudication.decide import decide
from portrayals.services.adjudication.decision import Decision, Terms
from portrayals.services.catalogue.coders_and_sources import add_coder, add_wave
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.report.methods import methods
from portrayals.services.study.info import describe
from portrayals.services.waves.assign import AssignOptions, assign

BOOK = """\
codebook: school
version: "{version}"
levels: {{portrayal: teacher}}
variables:
  - {{key: tone, label: Tone, level: title, type: nominal, codes: [
      {{key: comic, label: Comic}}, {{key: grave, label: Grave}}]}}
  - {{key: act, label: Act, level: portrayal, type: multi, codes: [
      {{key: smokes, label: Smokes}}, {{key: shouts, label: Shouts}}]}}
derived:
  - {{key: loud, label: Loud, level: portrayal, type: boolean,
     rules: [{{when: "act:shouts", then: yes}}], otherwise: no}}
"""
DESCRIBED = (
    *("population=School films", "frame=A film guide", "frame_size=340", "sampling=random"),
    *("seed=11", "context=whole-title", "training_hours=12"),
)


class School(PageStudy):
    """A study by post, with something of all that a methods section tells."""

    handouts: dict[str, Any]

    def fill(self, folder: Path, *_: str) -> School:  # type: ignore[override]
        self.handouts = {}
        self.apply(BOOK.format(version="1"), folder)
        self.coder("ben", "cai", "lea")
        with write(self.target, actor="lea", command="describe and staff") as change:
            describe(change, DESCRIBED)
            add_coder(change, "robot", options=CoderOptions("model-m", "1"))
            add_coder(change, "guides", options=CoderOptions(compilation="Read in guides."))
            add_wave(change, "practice", "training")
            add_wave(change, "again", "recode")
        for place in range(12):
            key = self.title(f"Film {place}", year=str(1980 + 3 * place))
            if place < 11:
                self.portrayal(key, "Teacher")
        for key, way in (("film-9", "out"), ("film-10", "unavailable"), ("film-11", "none")):
            self.screen(key, way)
        command = "coding assign --wave main --coder ben --coder cai --by decade --seed 7"
        with write(self.target, actor="lea", command=command) as change:
            options = AssignOptions(reliability="8", by="decade", seed=7)
            assign(change, "main", ["ben", "cai"], options)
        self.give("main", "ben", "cai")
        for number, coder in enumerate(("ben", "cai")):
            self.collect(self.saved(coder, *self._answers(coder, Random(number))))
        self.annotate("film-0", "tone=comic", actor="ben", wave="practice")
        self.annotate("film-0", "tone=comic", actor="ben", wave="again", basis="watched")
        self.annotate("film-0", "tone=comic", actor="robot")
        self.annotate("film-1", "tone=comic", actor="guides", basis="documented")
        self.says("review", "film-0/teacher", "act=smokes")
        self._decide()
        self.apply(BOOK.format(version="2"), folder)
        unit, value = self._coded_by_ben()
        self.annotate(unit, value, actor="ben", basis="watched")
        return self

    def _answers(self, coder: str, random: Random) -> list[dict[str, Any]]:
        said = {"title": ("tone", ("comic", "grave")), "portrayal": ("act", ("smokes", "shouts"))}
        return [
            answer(self, each.key, variable, random.choice(codes))
            for each in self.handouts[coder].units
            for variable, codes in [said[each.level]]
        ]

    def _decide(self) -> None:
        with write(self.target, actor="lea", command="decide") as change:
            found = [
                (row["unit"], row["variable"])
                for row in self.list("annotations").rows
                if row["coder"] == "ben" and row["wave"] == "main"
            ]
            for unit, variable in found:
                code = "comic" if variable == "tone" else "smokes"
                terms = Terms("seen again", cause="rule", method="expert")
                one = Decision(str(unit), str(variable), "coded", terms, codes=(code,))
                if decide(change, [one]).new:
                    return

    def _coded_by_ben(self) -> tuple[str, str]:
        """A title that ben coded, and the other value than he gave."""
        for row in self.list("annotations").rows:
            if (row["coder"], row["wave"], row["variable"]) == ("ben", "main", "tone"):
                other = "grave" if row["value"] == "comic" else "comic"
                return str(row["unit"]), f"tone={other}"
        raise AssertionError


def told(study: Study, wave: str | None = None) -> Methods:
    with read(study.target) as connection:
        return methods(connection, study.target, wave)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    School(str(folder / "study.db")).fill(folder)
    return folder / "study.db"


#: What is altered in the database, and how the sentences begin that then change or vanish.
FACTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "population": ("UPDATE study SET population = 'Films'", ("The population",)),
    "frame": ("UPDATE study SET frame = NULL", ("The sampling frame",)),
    "size of the frame": ("UPDATE study SET frame_size = 341", ("The sampling frame",)),
    "sampling": ("UPDATE study SET sampling = 'convenience'", ("Titles were drawn",)),
    "seed of the sample": ("UPDATE study SET seed = 12", ("Titles were drawn",)),
    "context": ("UPDATE study SET context = NULL", ("Each unit",)),
    "training": ("UPDATE study SET training_hours = 3", ("Coders were trained",)),
    "policy": ("UPDATE study SET policy = 'any'", ("Where several",)),
    "a title left out": (
        "UPDATE title SET screened = 'in' WHERE screened = 'out'",
        ("Of 12 titles", "The units", "Agreement"),
    ),
    "titles not screened": (
        "UPDATE title SET screened = 'in' WHERE screened = 'pending'",
        ("Nobody",),
    ),
    "a title of nobody": ("UPDATE title SET screened = 'in' WHERE screened = 'none'", ("In one",)),
    "version": (
        "UPDATE codebook SET version = '3' WHERE version = '2'",
        ("The codebook", "Of the annotations, 34 followed"),
    ),
    "a variable": ("UPDATE variable SET retired = 1 WHERE key = 'loud'", ("The codebook",)),
    "images of answers": (
        "DELETE FROM change_row WHERE table_name = 'annotation'",
        ("After", "Agreement", "Alpha", "In wave again", "The one variable"),
    ),
    "who is a person": (
        "UPDATE coder SET kind = 'program' WHERE coder_id = "
        "(SELECT coder_id FROM coder WHERE key = 'cai')",
        (
            "Of the annotations, 34 followed",
            "Two coders",
            "Of the annotations, 34 rested",
            "Agreement",
            "Krippendorff",
            "Alpha",
            "Each of 3",
            "Coders answered",
        ),
    ),
    "practice": (
        "DELETE FROM annotation WHERE wave_id = (SELECT wave_id FROM wave WHERE key = 'practice')",
        ("Coders practised",),
    ),
    "recoding": (
        "DELETE FROM annotation WHERE wave_id = (SELECT wave_id FROM wave WHERE key = 'again')",
        ("In wave again", "The one variable"),
    ),
    "the draw": ("UPDATE assignment SET seed = 8", ("Of these, 8", "The other 2")),
    "what it was by": (
        "UPDATE change SET command = replace(command, '--by decade', '')",
        ("Of these, 8",),
    ),
    "what is assigned": (
        "DELETE FROM assignment WHERE purpose = 'coding'",
        ("For coding", "Of these, 8", "The other 2", "Coders worked"),
    ),
    "what is shared": (
        "UPDATE assignment SET purpose = 'coding'",
        ("Of these, 8", "The other 2", "Agreement"),
    ),
    "what was collected": (
        "UPDATE handout SET saved_at = NULL WHERE coder_id = "
        "(SELECT coder_id FROM coder WHERE key = 'ben')",
        ("Coders worked",),
    ),
    "basis": (
        "UPDATE annotation SET basis = 0",
        ("Of the annotations, 34 rested", "Alpha", "For each unit"),
    ),
    "program": ("UPDATE coder SET model_version = '2' WHERE key = 'robot'", ("In addition",)),
    "compilation": ("UPDATE coder SET method = 'Heard.' WHERE key = 'guides'", ("A compilation",)),
    "what one coder said": (
        "DELETE FROM annotation WHERE coder_id = (SELECT coder_id FROM coder WHERE key = 'cai')",
        (
            "Of the annotations, 34 followed",
            "Two coders",
            "Of the annotations, 34 rested",
            "Agreement",
            "Krippendorff",
            "Alpha",
            "Each of 3",
            "Coders answered",
        ),
    ),
    "how it was decided": ("UPDATE adjudication SET method = 'discussion'", ("Of these, one",)),
    "cause": ("UPDATE adjudication SET cause = 'slip'", ("The cause",)),
    "claims": ("DELETE FROM claim", ("What published",)),
    "all coding": (
        "DELETE FROM annotation",
        (
            "Of the annotations, 34 followed",
            "After",
            "Two coders",
            "Coders practised",
            "Coders worked",
            "Of the annotations, 34 rested",
            "A compilation",
            "In addition",
            "Agreement",
            "Krippendorff",
            "Alpha",
            "Each of 3",
            "In wave again",
            "The one variable",
            "An alpha",
            "Coders answered",
            "Of these, one",
            "The cause",
            "Where several",
            "For each unit",
            "The n",
            "Shares",
            "For units within",
        ),
    ),
}


def altered(made: Path, folder: Path, statement: str) -> Study:
    """A copy of a study in which a statement was carried out, whatever it breaks."""
    copy = shutil.copy(made, folder)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(statement)
    return Study.at(copy)


def texts(study: Study) -> list[str]:
    return [each.text for each in told(study).sentences if "has the hash" not in each.text]


@pytest.mark.parametrize("fact", FACTS)
def test_sentences_change_with_their_facts(made: Path, tmp_path: Path, fact: str) -> None:
    statement, beginnings = FACTS[fact]
    left = texts(altered(made, tmp_path, statement))
    changed = [each for each in texts(Study.at(made)) if each not in left]
    assert len(changed) == len(beginnings)
    for each, beginning in zip(changed, beginnings, strict=True):
        assert each.startswith(beginning)


@pytest.mark.slow
def test_every_sentence_rests_on_one_of_these_facts(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resting = {beginning for _, beginnings in FACTS.values() for beginning in beginnings}
    before = texts(Study.at(made))
    others = [each for each in before if not any(each.startswith(one) for one in resting)]
    monkeypatch.setattr("portrayals.services.study.info.__version__", "9.9")
    assert others == [each for each in before if each not in texts(Study.at(made))]


@pytest.mark.slow
def test_each_sentence_has_a_command_that_shows_its_facts(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in {each.command for each in told(Study.at(made)).sentences}:
        program, *words = shlex.split(command)
        assert program == "portrayals"
        assert run(["--db", str(made), *words]) == 0, command
        assert capsys.readouterr().out


def test_nothing_that_nobody_stated_is_in_a_sentence(tmp_path: Path) -> None:
    found = told(Study(str(tmp_path / "study.db")))
    assert {each.topic for each in found.sentences} == {"Software"}
    assert [each.command for each in found.missing if "training" in each.command] == [
        "portrayals db describe training_hours=HOURS"
    ]
    assert not any("not stated" in each.text for each in found.sentences)


def test_a_line_that_states_something_can_be_typed_and_its_words_are_told_beside_it(
    tmp_path: Path,
) -> None:
    missing = {each.command: each.what for each in told(Study(str(tmp_path / "study.db"))).missing}
    assert not any("|" in command for command in missing)
    assert missing["portrayals db describe context=WORD"] == (
        "the context in which units are coded (whole-title or listed-episodes)"
    )
    assert missing["portrayals db describe sampling=WORD"] == (
        "how titles were sampled (census, random, stratified, systematic or convenience)"
    )


@pytest.mark.slow
def test_independent_is_said_only_of_what_was_handed_out_and_collected(tmp_path: Path) -> None:
    study = School(str(tmp_path / "study.db")).fill(tmp_path)
    assert any("independently" in each for each in texts(study))
    other = study.title("A late film")
    study.annotate(other, "tone=comic", actor="ben", basis="watched")
    assert not any("independently" in each for each in texts(study))
    [lacking] = [each for each in told(study).missing if "independently" in each.what]
    assert lacking.what == "that coders worked independently in wave main"


def test_a_study_of_the_starter_tells_of_no_coders_nor_their_independence(
    starter_once: Path,
) -> None:
    found = texts(Study.at(starter_once))
    named = "A compilation, catalogue (Therapists on screen, version "
    assert any(each.startswith(named) and "), gave 1,315 " in each for each in found)
    assert not any("coded the titles" in each or "independently" in each for each in found)


def test_of_one_wave_only_its_coding_is_told(made: Path, tmp_path: Path) -> None:
    study = Study.at(shutil.copy(made, tmp_path))
    with write(study.target, actor="lea", command="wave") as change:
        add_wave(change, "later", "main")
    study.annotate("film-2", "tone=grave", actor="lea", wave="later", basis="watched")
    both = [each.text for each in told(study).sentences]
    assert any("For coding in wave main, 10 titles were" in each for each in both)
    assert any(each.startswith("Three coders coded the titles") for each in both)
    later = [each.text for each in told(study, "later").sentences]
    assert "One coder coded the titles and made 1 annotation." in later
    assert not any("assigned" in each for each in later)


@pytest.mark.parametrize(
    ("wave", "error", "said"),
    [
        ("mian", UnknownKey, '"mian" is not a wave'),
        ("practice", InvalidValue, "wave practice is for training"),
    ],
)
def test_a_wave_that_counts_nothing_has_no_methods(
    made: Path, wave: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        told(Study.at(made), wave)


@pytest.mark.postgresql
def test_both_engines_tell_the_same(made: Path, empty_postgresql_url: str, tmp_path: Path) -> None:
    other = School(empty_postgresql_url).fill(tmp_path)
    assert told(other) == told(Study.at(made))
