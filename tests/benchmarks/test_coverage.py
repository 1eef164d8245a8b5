"""The harness by which the coverage of NUMBERS R34 is published finds what it should."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from benchmarks import coverage
from benchmarks.coverage import GRID, HEADER, Coverage, Design, main, measured
from benchmarks.report import row
from portrayals.analysis.agreement_limits import Limits, Method

#: Two coders who miss nothing.
CLEAR = Design(30, (0.5, 0.5), clear=1, uneven=0)


@pytest.fixture(autouse=True)
def fewer_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the true alpha is known in a moment, to two places."""
    monkeypatch.setattr(coverage, "VERY_MANY_TITLES", 20_000)


def shown(low: float | None, high: float | None, method: Method = "jackknife") -> Limits:
    return Limits(low, high, method, titles=20, disagree=5, held={})


def table(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    main(["--repeats", "10", *arguments])
    return capsys.readouterr().out.splitlines()


def test_where_nobody_differs_only_lower_limits_are_shown_and_all_hold() -> None:
    found = measured(CLEAR, Random(1), 20)
    assert found.truth == 1
    assert {each.method for each in found.studies} == {"lower-limit"}
    assert found.covered(found.shown) == 100


def test_with_twelve_titles_nothing_is_shown_and_no_goal_is_missed() -> None:
    found = measured(replace(CLEAR, titles=12, clear=0.8), Random(1), 20)
    assert (found.shown, found.met) == ([], None)


@pytest.mark.parametrize("clear", [0, 0.7, 0.9])
def test_alpha_is_the_square_of_what_coders_see_where_they_miss_at_random(clear: float) -> None:
    for design in (
        Design(30, (0.7, 0.3), clear, uneven=0),
        Design(30, (0.2, 0.3, 0.5), clear, units=3, third=0.5, uneven=0, ordinal=True),
    ):
        assert design.true_alpha(Random(1)) == pytest.approx(clear**2, abs=0.02)


def test_coders_who_are_off_by_one_place_agree_better_than_those_who_guess() -> None:
    guess = Design(30, (0.4, 0.3, 0.2, 0.1), 0.7, ordinal=True)
    near = replace(guess, missed=coverage.next_place)
    assert near.true_alpha(Random(1)) > guess.true_alpha(Random(1)) + 0.1


def test_titles_have_as_many_units_as_designed_and_these_are_as_much_alike() -> None:
    draw = Random(1)
    design = replace(CLEAR, units=3, alike=0.4)
    titles = [design.title(draw) for _ in range(20_000)]
    assert sum(map(len, titles)) / len(titles) == pytest.approx(3, abs=0.1)
    twos = [units for units in titles if len(units) == 2]
    alike = sum(one == other for one, other in twos) / len(twos)
    assert alike == pytest.approx(0.5 + 0.5 * 0.4, abs=0.03)


def test_the_third_coder_codes_the_share_of_the_units_that_is_designed() -> None:
    draw, design = Random(1), replace(CLEAR, third=0.25)
    units = [unit for _ in range(5000) for unit in design.title(draw)]
    assert {len(unit) for unit in units} == {2, 3}
    assert sum(len(unit) == 3 for unit in units) / len(units) == pytest.approx(0.25, abs=0.02)


def test_where_what_is_missed_is_a_no_yes_is_written_less_often() -> None:
    draw, design = Random(1), replace(CLEAR, clear=0.6, missed=coverage.no)
    written = [value for _ in range(5000) for unit in design.title(draw) for value in unit]
    assert sum(written) / len(written) == pytest.approx(0.5 * 0.6, abs=0.02)


def test_limits_are_held_against_the_truth_on_both_sides() -> None:
    both = [shown(0.4, 0.6), shown(0.1, 0.4), shown(0.6, 0.7), shown(0.5, 0.5)]
    alone = [shown(0.3, None, "lower-limit"), shown(0.6, None, "lower-limit")]
    found = Coverage(0.5, [*both, *alone, *[shown(None, None, "too-few")] * 2])
    assert found.cells() == (
        *(".500", "5.0", "50.0", "50.0", "25.0", "50.0", "25.0"),
        *("50.0", "66.7", ".450", "no"),
    )


def test_a_seed_prints_the_same_table_and_a_design_alone_its_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = table(capsys, "--only", "2,3")
    assert [line.count("|") for line in first] == [14] * 4
    assert table(capsys, "--only", "2,3") == first
    assert table(capsys, "--only", "3")[2:] == first[3:]
    assert table(capsys, "--only", "3", "--seed", "1")[2:] != first[3:]


def test_other_limits_are_tried_on_the_same_studies(capsys: pytest.CaptureFixture[str]) -> None:
    by_title, resampled = (
        table(capsys, "--only", "3", "--repeats", "2", "--interval", each)[-1].split(" | ")
        for each in ("jackknife", "bootstrap")
    )
    assert by_title[:3] == resampled[:3]
    assert resampled[6] == "0.0"  # both limits or none


def test_a_goal_that_is_missed_is_told_by_the_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["--repeats", "10", "--only", "1,2"]
    assert main(asked) == 0
    monkeypatch.setattr(coverage, "GOAL", 101)
    assert main(asked) == 1


def test_what_is_published_is_of_these_designs() -> None:
    page = Path(__file__).parents[2] / "docs" / "reliability.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    start = lines.index(row(HEADER)) + 2
    published = [line.split(" | ")[:2] for line in lines[start : start + len(GRID)]]
    assert published == [[f"| {place}", str(design)] for place, design in enumerate(GRID, 1)]
    assert not lines[start + len(GRID)]


def test_a_design_that_is_not_there_is_refused() -> None:
    with pytest.raises(SystemExit, match="no design 99: there are 1 to"):
        main(["--only", "1,99"])
