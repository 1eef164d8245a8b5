"""Figures of the shipped catalogue that are told in two ways, and are the same in both."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import portrayals
from portrayals.history.transaction import read
from portrayals.render.charts.drawing import chart
from portrayals.render.formats import render
from portrayals.render.terminal import Screen
from portrayals.results.stats import StatRow
from portrayals.services.codebooks.show import outline_codebook, show_codebook
from portrayals.vocabulary import Level


@pytest.fixture(scope="module")
def starter(starter_once: Path) -> portrayals.Study:
    return portrayals.open(starter_once, read_only=True)


@pytest.mark.parametrize("variable", ["violation", "severity"])
def test_a_unit_in_two_groups_counts_in_each_as_where_the_group_is_asked_for(
    starter: portrayals.Study, variable: str
) -> None:
    by_genre = starter.stats(variable, by="genre", silence="no").rows
    for genre in ("Comedy", "Crime"):
        of_genre = [row for row in by_genre if row.group == genre]
        alone = starter.stats(variable, where=f'genre:="{genre}"', silence="no").rows
        assert [figures(row) for row in of_genre] == [figures(row) for row in alone]
        assert of_genre


def figures(row: object) -> tuple[object, ...]:
    assert isinstance(row, StatRow)
    return row.code, row.count, row.n, row.known, row.units, row.low, row.high, row.deff


@pytest.mark.parametrize("gender", ["male", "female"])
def test_r08_a_median_is_the_same_however_the_rows_are_sorted(
    starter: portrayals.Study, gender: str
) -> None:
    told = [
        [
            note
            for note in starter.stats(
                "severity", where=f"gender:{gender}", silence="no", sort=order
            ).notes
            if note.startswith("Median")
        ]
        for order in ("codebook", "share")
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 1


def test_what_is_not_shown_is_compared_all_the_same(starter: portrayals.Study) -> None:
    whole = starter.stats("violation", by="decade", silence="no").sentence
    assert starter.stats("violation", by="decade", silence="no", top=2).sentence == whole
    assert "Among groups of 10 or more, the share" in whole


def test_a_sentence_counts_no_unit_twice(starter: portrayals.Study) -> None:
    assert "not counted" not in starter.cooccur("boundary-act").sentence
    assert "not counted" not in starter.crosstab("violation", "kind").sentence
    by_gender = starter.crosstab("violation", "gender").sentence
    assert "at least 27 of 160 " in by_gender
    assert by_gender.count("Another one is not counted.") == 1


def test_r16_at_least_so_many_of_those_coded_says_how_many_there_are(
    starter: portrayals.Study,
) -> None:
    found = starter.stats("outcome-therapist:personal")
    assert found.sentence.startswith("In at least 28 of 41 relationships ")
    assert "Another 120 are not counted." in found.sentence
    reported = starter.stats("outcome-therapist:personal", silence="no").sentence
    assert "Only 41 of 161 relationships are coded for this." in reported
    assert "not counted" not in reported
    heading = "Outcome for the therapist: 161 relationships, 41 counted"
    for form in ("table", "markdown", "latex"):
        text = render(found, form)
        assert heading in text
        assert "Still open: 13 partly coded; not counted: 120 not coded." in text


def test_r16_what_is_known_and_what_is_still_open_are_all_that_are_counted(
    starter: portrayals.Study,
) -> None:
    row = starter.stats("violation").rows[0]
    assert isinstance(row, StatRow)
    assert (row.known, sum(row.left_open.values()), row.units) == (61, 100, 161)
    assert "still open: 4 open, 96 partly coded" in str(starter.show("violation"))


def test_r16_groups_together_say_how_many_are_still_open(starter: portrayals.Study) -> None:
    still_open = "Still open: 4 open, 96 partly coded."  # and 61 of 161 are known to have it
    for found in (
        starter.stats("violation", by="decade"),
        starter.compare("violation", where="kind:film", versus="kind:tv"),
    ):
        assert still_open in render(found)
        assert "Yes: 161 relationships\n" in render(found)
    of_titles = render(starter.trend("boundary-act:dating", level="title"))
    assert "Still open: 44 partly coded." in of_titles
    assert "not counted" not in of_titles
    reported = starter.trend("boundary-act:dating-current-client", level="title", silence="no")
    assert render(reported).splitlines()[1].endswith("client: 69 titles")  # of which "all" is
    assert "possible range, of 161" in render(starter.crosstab("violation", "kind"))
    by_country = render(starter.stats("violation", by="country"))
    assert "Yes: relationships\n" in by_country  # one of two countries counts twice
    assert "Still open: 0–2 open, 0–89 partly coded." in by_country


def test_a_difference_that_would_mislead_is_not_said(starter: portrayals.Study) -> None:
    both = {"where": "kind:film", "versus": "kind:tv"}
    known = starter.compare("violation", level="title", silence="no", **both).sentence
    assert "at least" in known
    assert "difference" not in known
    assert "difference" in starter.compare("violation", silence="no", **both).sentence


def test_groups_of_one_code_are_headed_by_what_is_so_of_them(starter: portrayals.Study) -> None:
    by_kind = starter.stats("boundary-act:dating-client", by="kind", silence="no")
    assert render(by_kind).splitlines()[0] == "The therapist dates a client"
    assert chart(by_kind)["vconcat"][0]["title"]["text"] == ["The therapist dates a client"]
    assert starter.stats("boundary-act:dating-client", silence="no").clause == by_kind.clause
    assert starter.stats("boundary-act").clause == starter.stats("violation", "tone").clause == ""
    assert starter.stats("violation", by="kind").clause.startswith("the therapist violates")
    several = "boundary-act:dating-client,sexual-contact-client"
    assert starter.stats(several, by="kind", silence="no").clause == ""


def test_what_a_query_does_to_a_figure_stands_beside_it(starter: portrayals.Study) -> None:
    """A series of an earlier decade is not listed, though a relationship in it is counted."""
    dating = "boundary-act:dating-client year:2010..2019"
    found = starter.stats("initiator", where=dating)
    own = "1 relationship counts by a year of its own: the title began earlier."
    open_ones = "more relationships are not counted: it is open whether --where holds."
    assert own in found.essential
    assert [note.partition(" ")[2] for note in found.essential if "open whether" in note] == [
        open_ones
    ]
    assert own in " ".join(render(found, screen=Screen(80)).split())
    told = "Another 3 are not counted. It is open whether another 43 belong here. This"
    assert told in found.sentence
    both = {"where": "kind:film initiator:client", "versus": "kind:tv initiator:client"}
    compared = starter.compare("violation", **both).sentence
    of_each = r"open whether another \d+ belong here\. It is open whether another \d+ belong to the"
    assert re.search(of_each, compared)
    nowhere = starter.stats("violation", where="initiator:client").essential
    assert "No unit" not in starter.stats("violation", where="initiator:client").sentence
    assert [note.split(",")[0] for note in nowhere if "coded" in note] == ["No unit is fully coded"]


def test_r06_what_counts_silence_as_no_says_so_on_every_screen(starter: portrayals.Study) -> None:
    found = starter.stats("severity", by="decade", silence="no", policy="any")
    assert [note.split()[0] for note in found.essential] == ["Under", "As", "Many", "A", "Compiled"]


def test_a_code_is_shown_with_the_notes_of_its_figure(starter: portrayals.Study) -> None:
    shown = starter.show("boundary-act:dating")
    assert "Compiled from published descriptions" in str(shown)
    assert shown.to_dict()["notes"]


def test_a_trend_is_told_in_a_sentence_with_each_period(starter: portrayals.Study) -> None:
    found = starter.trend("violation", where="kind:tv", silence="no", min_n=10)
    assert len(found.rows) > 1
    for row in found.rows:
        assert row.of in found.sentence
        assert f"in the {row.group}" in found.sentence


def test_codes_of_different_depth_that_are_asked_for_are_both_told(
    starter: portrayals.Study,
) -> None:
    asked = "boundary-act:dating-current-client,sexual-contact"
    sentence = starter.stats(asked, silence="no").sentence
    assert "the therapist dates a current client" in sentence
    assert "the therapist has sexual contact" in sentence


def test_what_one_place_of_the_codebook_says_is_shown_and_not_only_where(
    starter_once: Path,
) -> None:
    with read(str(starter_once)) as connection:
        shown = show_codebook(connection, "multiple relationship")
        assert shown.heading.startswith("multiple-relationship  Multiple relationship")
        assert "is found in" in show_codebook(connection, "interest").heading


def test_a_codebook_in_short_has_all_its_variables_level_by_level(
    starter: portrayals.Study,
) -> None:
    with read(starter.target) as connection:
        outline = outline_codebook(connection)
    whole = starter.show_codebook()
    assert outline.whole == whole
    in_tree = [line.key for line in whole.lines if line.depth == 0]
    assert sorted(each.key for each in outline.variables) == sorted(in_tree)
    assert list(dict.fromkeys(each.of for each in outline.variables)) == [
        "each title",
        "each therapist (portrayal)",
        "each relationship",
        "derived, each relationship",
    ]
    values = {each.key: each.values for each in outline.variables}
    acts = starter.show_codebook("boundary-act").lines
    assert values["boundary-act"] == f"any of {len(acts)} codes"
    assert values["prominence"] == "one of 4 codes, in order"
    assert values["interval-days"] == "number, in days"
    assert outline.example == "boundary-act"
    assert len(render(outline).splitlines()) <= 80 < 5 * 80 < len(render(whole).splitlines())


@pytest.mark.parametrize(
    ("asked", "level", "told"),
    [
        ("outcome-therapist:any", "title", "In 35 titles nothing is coded for outcome-therapist"),
        ("setting", "title", "In 31 titles nothing is coded for setting"),
        ("outcome-therapist:any", "relationship", ""),
        ("boundary-act", "title", ""),
    ],
)
def test_r12_of_titles_beneath_which_nothing_is_coded_that_is_told(
    starter: portrayals.Study, asked: str, level: Level, told: str
) -> None:
    found = starter.stats(asked, level=level)
    noted = [note for note in found.essential if "nothing is coded" in note]
    assert [note.partition(":")[0] for note in noted] == [told] * bool(told)
    assert ("nothing is coded for this." in found.sentence) == bool(told)


def test_each_code_asked_for_is_told_of_groups_whatever_the_room(
    starter: portrayals.Study,
) -> None:
    asked = "boundary-act:dating-current-client,dating-former-client"
    sentence = starter.stats(asked, by="decade", level="portrayal", where="kind:tv").sentence
    assert "the therapist dates a current client in" in sentence.lower()
    assert "the therapist dates a former client in" in sentence.lower()
    assert "of therapists on television" in sentence


def test_a_trend_of_which_no_two_decades_have_ten_units_says_so(
    starter: portrayals.Study,
) -> None:
    options = {"level": "portrayal", "where": "kind:tv gender:male", "silence": "no"}
    sentence = starter.trend("boundary-act:dating", **options).sentence
    assert "; single decades have too few to be told apart." in sentence


def test_a_list_tells_units_without_one_beneath_from_those_not_coded(
    starter_once: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.db"
    shutil.copy(starter_once, own)
    with portrayals.open(own, actor="ana") as study:
        study.add_portrayal("cheers", "Lilith Sternin")
        listed = study.list_portrayals("boundary-act:not-coded kind:tv")
    [note] = [note for note in listed.notes if "open" in note]
    assert "(1 without a unit for boundary-act)" in note


@pytest.mark.parametrize("typed", ["multiple relationship", "Multiple-Relationship"])
def test_a_code_is_shown_by_its_key_with_blanks_too(starter: portrayals.Study, typed: str) -> None:
    assert starter.show(typed).to_dict()["code"] == "multiple-relationship"
