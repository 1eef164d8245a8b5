"""A report says what the commands say, whatever the codebook, and counts what was done."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from reported import reported
from sqlalchemy import event, select
from study import Study, starter_on_server

import portrayals
from portrayals.cli.program import run
from portrayals.errors import InvalidValue
from portrayals.history.transaction import read, write
from portrayals.render.formats import to_json
from portrayals.results.report import Report
from portrayals.services.browse.listing import list_things
from portrayals.services.browse.show import show
from portrayals.services.catalogue.titles import screen
from portrayals.services.codebooks.read import shipped
from portrayals.services.report.report import report
from portrayals.services.study.info import describe
from portrayals.tables import annotation, answer, answer_code, variable, wave
from portrayals.vocabulary import STATES


@pytest.fixture(scope="session")
def starter(starter_once: Path) -> str:
    return str(starter_once)


@pytest.fixture(scope="session")
def found(starter: str) -> Report:
    return reported(starter)


@pytest.mark.slow
def test_every_figure_is_what_its_command_prints(
    starter: str, found: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    for figure in found.counted:
        assert run(["--db", starter, *shlex.split(figure.command)[1:], "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert printed == json.loads(to_json(figure.result.to_dict())), figure.command


def test_the_headline_leads_at_its_level_and_at_those_above(found: Report) -> None:
    assert found.headline == ("sexual-or-romantic-act", "violation")
    assert [figure.command for figure in found.key_figures] == [
        f"portrayals stats {variable}:yes --level {level} --policy majority"
        for variable in found.headline
        for level in ("relationship", "portrayal", "title")
    ]
    at = "--level relationship --policy majority"
    drawn = [figure.command for figure in found.figures]
    assert drawn[0] == f"portrayals stats {at}"
    assert drawn[-2:] == [f"portrayals trend {variable} {at}" for variable in found.headline]


def test_every_variable_that_is_coded_or_derived_is_counted_somewhere(
    starter: str, found: Report
) -> None:
    with read(starter) as connection:
        coded = set(
            connection.execute(
                select(variable.c.key)
                .join(annotation, annotation.c.variable_id == variable.c.variable_id)
                .join(wave, wave.c.wave_id == annotation.c.wave_id)
                .where(wave.c.purpose == "main", variable.c.type != "text")
            ).scalars()
        )
    derived = {each.key for each in found.codebook if each.derived}
    counted = {row.variable for figure in found.counted for row in figure.result.rows}
    assert coded | derived <= counted


@pytest.mark.slow
def test_titles_are_those_of_the_list_and_of_show(starter: str, found: Report) -> None:
    with read(starter) as connection:
        listed = [row["key"] for row in list_things(connection, "titles", ()).rows]
        assert [unit.key for unit in found.titles] == listed
        assert [row["key"] for row in found.rows] == listed
        for unit in found.titles[::8]:
            assert show(connection, unit.key) == unit


def test_claims_and_sources_are_all_there(starter: str, found: Report) -> None:
    assert found.claims == portrayals.open(starter).claims()
    assert found.claims.total == len(found.claims.claims) == 60
    cited = {claim.source for claim in found.claims.claims}
    assert cited <= {row["key"] for row in found.sources}


def test_answers_given_twice_are_compared_as_one_would_by_hand(starter: str, found: Report) -> None:
    with read(starter) as connection:
        codes: dict[int, set[int]] = {}
        for row in connection.execute(select(answer_code).where(answer_code.c.doubtful == 0)):
            codes.setdefault(row.answer_id, set()).add(row.code_id)
        answers: dict[tuple[str, int], list[object]] = {}
        for row in connection.execute(
            select(annotation, answer.c.state, answer.c.number, variable.c.key)
            .join(answer, answer.c.answer_id == annotation.c.answer_id)
            .join(variable, variable.c.variable_id == annotation.c.variable_id)
            .where(variable.c.type != "text")
        ):
            said = frozenset(codes.get(row.answer_id, ()))
            if said or row.state == STATES.index("none") or row.number is not None:
                answers.setdefault((row.key, row.unit_id), []).append((said, row.number))
    twice = {key: each for key, each in answers.items() if len(each) == 2}
    by_hand = {
        name: (
            sum(key == name for key, _ in twice),
            sum(key == name and one == two for (key, _), (one, two) in twice.items()),
        )
        for name, _ in twice
    }
    [again] = found.agreement
    assert (again.comparison, again.wave) == ("stability", "second")
    whole = {row.variable: row for row in again.rows if row.code is None and row.units}
    assert {
        key: (row.units, round((row.percent_agreement or 0) * row.units / 100))
        for key, row in whole.items()
    } == by_hand


def test_to_dict_is_json(found: Report) -> None:
    assert '"repeat": "portrayals trend sexual-or-romantic-act' in to_json(found.to_dict())


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Two smokers and a passer-by, seen by two coders; one title is out, one unavailable."""
    made = Study(str(tmp_path / "portrayals.db"), "smoking")
    made.coder("bert")
    first = made.title("First", year="1950")
    made.title("Second", year="1960")
    for name, status, reason in (
        ("Third", "out", "no characters"),
        ("Fourth", "out", "no characters"),
        ("Fifth", "unavailable", None),
    ):
        key = made.title(name, year="1970")
        with write(made.target, actor="ana", command="screen") as change:
            screen(change, key, status, reason)
    one, two, _ = (made.portrayal(first, name) for name in ("Ann", "Bob", "Cat"))
    made.tag(one, "cigarette")
    made.tag(one, "cigarette", actor="bert")
    made.tag(two, "cigarette")
    made.tag(two, "cigarette", "cigar", actor="bert")
    return made


def test_screening_and_coders_are_counted(study: Study) -> None:
    effort = reported(study.target).effort
    assert [(each.screened, each.reason, each.titles) for each in effort.screening] == [
        ("pending", None, 2),
        ("out", "no characters", 2),
        ("unavailable", None, 1),
    ]
    assert effort.titles() == 5
    assert effort.titles("out", "unavailable") == 3
    levels = {each.level: (each.nobody, each.one, each.several) for each in effort.coders_of}
    assert levels == {"title": (2, 0, 0), "portrayal": (1, 0, 2)}
    assert effort.coders == 2


def test_two_coders_agree_where_all_codes_of_a_set_are_the_same(study: Study) -> None:
    [found] = reported(study.target).agreement
    whole = found.rows[0]
    assert (found.comparison, whole.variable, whole.code) == ("agreement", "smoking", None)
    assert (whole.units, whole.percent_agreement) == (2, 50)


def test_numbers_agree_within_the_tolerance_of_their_variable(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "portrayals.db"))
    study.apply(
        """
codebook: lengths
version: "1.0"
variables:
  - {key: minutes, label: Minutes, level: title, type: number, tolerance: 5}
""",
        tmp_path,
    )
    study.coder("bert")
    for name, minutes in (("Near", "104"), ("Far", "106")):
        film = study.title(name)
        study.annotate(film, "minutes=100")
        study.annotate(film, f"minutes={minutes}", actor="bert")
    [lengths] = reported(study.target).agreement[0].rows
    assert (lengths.units, lengths.percent_agreement, lengths.holsti) == (2, 50, 0.5)


def test_the_methods_tell_apart_what_was_viewed_and_what_was_read(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "portrayals.db"), "smoking")
    film = study.title("First", year="1950")
    for name, basis in (("Ann", "documented"), ("Bob", "documented"), ("Cat", "watched")):
        study.tag(study.portrayal(film, name), "cigarette", basis=basis)
        coding = dict(reported(study.target).methods.paragraphs())["Coding"]
        if basis == "documented":
            assert "All annotations rested on published descriptions." in coding
    assert (
        "Of the annotations, 2 rested on published descriptions and 1 rested on viewing." in coding
    )


def test_what_the_study_does_not_say_is_named_beside_the_methods(study: Study) -> None:
    def missing() -> list[str]:
        return [each.what for each in reported(study.target).methods.missing]

    assert {"the population", "hours of training"} <= {*missing()}
    with write(study.target, actor="ana", command="db describe") as change:
        describe(change, ["population=All films.", "training=12"])
    assert not {"the population", "hours of training"} & {*missing()}


def test_a_policy_is_followed_by_every_figure_and_named_in_its_command(study: Study) -> None:
    with read(study.target) as connection:
        found = report(connection, study.target, policy="unanimous")
    assert found.policy == "unanimous"
    assert all(each.command.endswith("--policy unanimous") for each in found.counted)
    assert all(each.result.policy == "unanimous" for each in found.counted)
    assert found.claims.policy == "unanimous"
    with read(study.target) as connection, pytest.raises(InvalidValue):
        report(connection, study.target, policy="whim")


@pytest.mark.slow
@pytest.mark.parametrize("codebook", [*shipped(), "none"])
def test_an_empty_study_has_a_report_with_any_codebook(codebook: str, tmp_path: Path) -> None:
    found = reported(Study(str(tmp_path / "portrayals.db"), codebook).target)
    assert found.titles == ()
    assert bool(found.figures) == (codebook != "none")
    assert found.effort.screening == ()


TYPES = {
    "nominal": "codes: [{key: a, label: A}, {key: b, label: B}]",
    "ordinal": "codes: [{key: a, label: A}, {key: b, label: B}]",
    "multi": "codes: [{key: a, label: A}, {key: b, label: B}]",
    "boolean": "question: Well?",
    "number": "unit: s",
    "text": "question: Well?",
}


@pytest.mark.parametrize("level", ["title", "episode", "portrayal", "relationship"])
@pytest.mark.parametrize("kind", TYPES)
def test_a_codebook_of_any_type_at_any_level_has_a_report(
    kind: str, level: str, tmp_path: Path
) -> None:
    study = Study(str(tmp_path / "portrayals.db"))
    study.apply(
        f"""
codebook: one
version: "1.0"
variables:
  - {{key: only, label: Only, level: {level}, type: {kind}, {TYPES[kind]}}}
""",
        tmp_path,
    )
    study.title("A film", year="1990")
    found = reported(study.target)
    assert bool(found.figures) == (kind != "text")
    assert [each.key for each in found.codebook] == ["only"]


def test_reading_does_not_take_a_statement_for_each_title(study: Study) -> None:
    def statements() -> int:
        number = 0

        def more(*_: object) -> None:
            nonlocal number
            number += 1

        with read(study.target) as connection:
            event.listen(connection, "before_cursor_execute", more)
            report(connection, study.target)
        return number

    before = statements()
    for name in ("Sixth", "Seventh", "Eighth"):
        study.tag(study.portrayal(study.title(name, year="1950"), "Dan"), "cigarette")
    assert statements() == before


@pytest.mark.postgresql
@pytest.mark.slow
def test_a_postgresql_server_has_the_same_report(found: Report, empty_postgresql_url: str) -> None:
    starter_on_server(empty_postgresql_url)
    there = reported(empty_postgresql_url)
    assert there.effort == found.effort
    assert [each.key for each in there.titles] == [each.key for each in found.titles]
    assert there.methods == found.methods
