"""A codebook that several variables lead: each overview tells all of them, the first first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import update
from study import Study

from portrayals.cli.program import run
from portrayals.database.engine import engine_for
from portrayals.errors import InvalidCodebook
from portrayals.findings.stored_codebook import read_book
from portrayals.history.transaction import read, write
from portrayals.render.formats import render
from portrayals.render.report.page import page
from portrayals.services.browse.show import show_in_short
from portrayals.services.codebooks.show import outline_codebook
from portrayals.services.coding.choices import variables_at
from portrayals.services.report.report import report
from portrayals.services.study.check import check
from portrayals.services.study.undo import undo
from portrayals.tables import codebook

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]

HEADLINE = "headline: [any-act, harm]\n"
BOOK = f"""\
codebook: study
version: "1"
{HEADLINE}variables:
  - {{key: remark, level: portrayal, type: text}}
  - {{key: loud, level: episode, type: boolean}}
  - {{key: old, level: portrayal, type: boolean, active: no}}
  - {{key: mood, level: title, type: nominal, codes: [{{key: dark}}]}}
  - {{key: tone, level: relationship, type: multi, codes: [{{key: grave}}]}}
  - {{key: act, level: relationship, type: multi, codes: [
       {{key: kiss, properties: {{class: harm}}}}, {{key: gift}}]}}
derived:
  - {{key: any-act, label: Any act, level: relationship, type: boolean,
     sentence: "somebody acts", rules: [{{when: "act:kiss,gift", then: yes}}], otherwise: no}}
  - {{key: harm, label: Any harm, level: relationship, type: boolean,
     sentence: "somebody does harm", rules: [{{when: "act.class:harm", then: yes}}], otherwise: no}}
"""
PAIR = "prime/lisa/rafi"


def led_by(headline: str, version: str = "2") -> str:
    """The codebook with another headline."""
    return BOOK.replace(HEADLINE, headline).replace('"1"', f'"{version}"')


@pytest.fixture(params=ENGINES)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    """Three pairs of one film: a kiss, a gift and nothing."""
    on_server = request.param == "postgresql"
    target = request.getfixturevalue("empty_postgresql_url") if on_server else tmp_path / "s.db"
    study = Study(str(target))
    study.apply(BOOK, tmp_path)
    study.title("Prime")
    study.portrayal("prime", "Lisa")
    for name, code in (("Rafi", "kiss"), ("Tom", "gift"), ("Una", "none")):
        study.annotate(study.relationship("prime/lisa", name), f"act={code}", basis="watched")
    return study


def test_the_overview_counts_each_and_once_what_they_are_computed_from(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    found = study.stats()
    assert [(row.variable, row.code, row.count) for row in found.rows] == [
        ("any-act", "yes", 2),
        ("harm", "yes", 1),
        ("act", "kiss", 1),
        ("act", "gift", 1),
        ("act", "none", 1),
    ]
    assert found.sentence.index("somebody acts") < found.sentence.index("somebody does harm")
    assert run(["--db", study.target, "stats", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == found.to_dict()["rows"]


def test_the_overview_in_groups_has_a_block_for_each(study: Study) -> None:
    blocks = [
        line for line in render(study.stats(by="kind")).splitlines() if line.startswith("Any")
    ]
    assert [line.split(":")[0] for line in blocks] == ["Any act, Yes", "Any harm, Yes"]


def test_no_room_is_too_small_for_a_sentence_of_each(study: Study) -> None:
    found = study.stats(
        where="name:" + " OR name:".join("abcdefghijklmnopqrstuvw") + " OR kind:film"
    )
    assert len(found.sentence.split()) > 60
    assert "somebody acts" in found.sentence
    assert "somebody does harm" in found.sentence


def test_a_unit_in_short_tells_each_in_one_line(study: Study) -> None:
    with read(study.target) as connection:
        short = show_in_short(connection, PAIR)
    assert "Any act: Yes. Any harm: Yes. Act:" in render(short).splitlines()


def test_a_list_of_titles_has_the_findings_of_each_and_shows_what_is_behind_them(
    study: Study,
) -> None:
    listed = study.list("titles", detail=False)
    findings = listed.rows[0]["findings"]
    assert isinstance(findings, dict)
    assert list(findings) == ["any-act", "harm", "act"]
    assert render(listed).splitlines()[0].endswith("Act")


@pytest.mark.slow
def test_the_report_has_a_figure_for_each_at_each_level(study: Study) -> None:
    with read(study.target) as connection:
        found = report(connection, study.target)
    assert found.to_dict()["headline"] == ["any-act", "harm"]
    assert [each.command.split()[2] for each in found.key_figures] == [
        *["any-act:yes"] * 3,
        *["harm:yes"] * 3,
    ]
    assert [each.heading for each in found.figures][-2:] == [
        "Any act, by decade",
        "Any harm, by decade",
    ]
    for label in ("Any act", "Any harm"):
        cards = page(found).partition(f"<h3>{label}</h3>")[2].partition("</ul>")[0]
        assert [cards.count(f"of {level}s") for level in ("relationship", "title")] == [1, 1]


def test_what_they_are_computed_from_is_coded_first(study: Study) -> None:
    with read(study.target) as connection:
        assert variables_at(read_book(connection), "relationship")[0].key == "act"


def test_the_codebook_shows_its_headline(study: Study) -> None:
    with read(study.target) as connection:
        shown = outline_codebook(connection)
    for each in (shown, shown.whole):
        assert render(each).splitlines()[1] == "Headline: any-act, harm"
        assert each.to_dict()["headline"] == ("any-act", "harm")
    assert "Headline: any-act, harm" in render(shown, "markdown")


def test_another_version_has_another_headline_until_it_is_taken_back(
    study: Study, tmp_path: Path
) -> None:
    study.apply(led_by("headline: harm\n"), tmp_path)
    assert [row.variable for row in study.stats().rows][:2] == ["harm", "act"]
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert [row.variable for row in study.stats().rows][:2] == ["any-act", "harm"]
    with read(study.target) as connection:
        assert check(connection).problems == ()


@pytest.mark.parametrize(
    ("headline", "problem"),
    [
        ("[harm, remark]", "5  remark: text is never counted, so it cannot lead; take it out of"),
        ("old", "7  old: it is not active, so it cannot lead; take it out of headline"),
        (
            "[mood, loud, harm]",
            "15  harm: coded for relationships, it cannot be counted beside loud, which is coded "
            "for episodes; take one of them out of headline",
        ),
    ],
)
def test_what_no_overview_can_count_is_refused(
    headline: str, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "book.yaml"
    file.write_text(led_by(f"headline: {headline}\n"), encoding="utf-8")
    assert run(["codebook", "check", str(file)]) != 0
    assert f"book.yaml:{problem}" in capsys.readouterr().err
    study = Study(str(tmp_path / "study.db"))
    with pytest.raises(InvalidCodebook):
        study.apply(file.read_text(encoding="utf-8"), tmp_path)


def test_a_study_led_by_text_since_before_that_was_refused_begins_with_what_can_be_counted(
    study: Study,
) -> None:
    with engine_for(study.target).begin() as connection:
        connection.execute(update(codebook).values(headline="remark"))
    assert {row.variable for row in study.stats().rows} == {"loud"}
