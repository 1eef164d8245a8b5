"""An option that another command has: the way to the same is told."""

from __future__ import annotations

import pytest

from portrayals.cli.program import run


@pytest.mark.parametrize(
    ("words", "way"),
    [
        (["trend", "violation", "--by", "decade"], "by year: --per year"),
        (["compare", "violation", "--by", "kind"], "--where kind:film --versus kind:tv"),
        (["crosstab", "violation", "--by", "kind"], "portrayals crosstab VARIABLE kind"),
        (["report", "-o", "r.html"], "portrayals report FILE.html"),
        (["compare", "violation", "kind"], "--where kind:film --versus kind:tv"),
        (["--install-completion"], "portrayals completion SHELL (bash, zsh or fish)"),
        (["--show-completion", "zsh"], "portrayals completion SHELL (bash, zsh or fish)"),
        (["edit", "prime", "--year", "2005"], "portrayals edit KEY year=VALUE"),
    ],
)
def test_what_stands_for_an_option_of_another_command_is_told(
    words: list[str], way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    assert way in capsys.readouterr().err


def test_of_an_argument_that_is_missing_the_choices_are_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["list"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "portrayals: Missing argument 'WHAT'",
        "  WHAT: titles, episodes, portrayals, relationships, coders, sources, assignments, "
        "annotations, claims.",
        "  portrayals list --help shows how",
    ]


def test_of_any_other_option_the_nearest_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "--wher", "kind:tv"]) == 2
    assert "--where" in capsys.readouterr().err
