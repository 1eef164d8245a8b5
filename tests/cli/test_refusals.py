"""What goes wrong is told on standard error: what, where, what to do; and the status says which."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portrayals.cli import program
from portrayals.cli.count_options import level_of
from portrayals.cli.program import asks_for_json, run
from portrayals.cli.session import Session
from portrayals.errors import AmbiguousKey, Declined, InvalidQuery, NeedsUpgrade, UnknownKey
from portrayals.results.written import Plan, Written


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a database, in a home without one."""
    for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Makes the program meet this error wherever it would do something."""

    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(program, "_run", fail)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["lst", "titles"], 'No such command "lst". Did you mean list?'),
        (["add", "titel", "x"], 'No such command "titel". Did you mean title?'),
        (["cooking"], 'No such command "cooking".'),
        (["--nope"], "--nope"),
        (["show"], "KEY"),
        (["show", "x", "--jsn"], "--jsn"),
        (["stats", "--level", "film"], "film"),
        (["list", "titles", "--limit", "many"], "many"),
        (["show", "x", "--db"], "--db needs a value"),
        (["add", "relationship", "x"], "--general"),
        (["add", "relationship", "x", "y", "--general"], "--general"),
        (["init", "a.db", "--db", "b.db"], "one place"),
        (["init", "a.db", "--home"], "one place"),
    ],
)
def test_what_cannot_be_read_is_status_2_and_shows_the_way(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    first, *rest = said.err.splitlines()
    assert first.startswith("portrayals: ")
    assert told in first
    assert rest[-1].endswith("--help shows how")


def test_a_group_alone_shows_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add"]) == 2
    assert "relationship" in capsys.readouterr().err


def test_without_a_database_the_way_to_one_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "prime"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("portrayals: there is no portrayals.db in this folder or above it\n")
    assert "portrayals init" in said.err


def test_with_json_the_refusal_is_one_object_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["show", "prime", "--json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    told = json.loads(said.err)
    assert list(told) == ["error", "code", "where", "hint", "candidates"]
    assert told["code"] == "no-database"


def test_two_formats_at_once_are_refused_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "x", "--json", "-f", "csv"]) == 2
    told = json.loads(capsys.readouterr().err)
    assert "--format csv" in told["error"]
    assert told["code"] == "usage"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["list", "titles", "--json"], True),
        (["list", "titles", "-f", "json"], True),
        (["list", "titles", "-fjson"], True),
        (["list", "titles", "--format=json"], True),
        (["list", "titles", "-f", "csv", "json"], False),
    ],
)
def test_json_is_seen_however_it_is_asked_for(words: list[str], asked: bool) -> None:
    assert asks_for_json(words) is asked


def test_near_names_and_the_hint_stand_below_the_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, UnknownKey('nothing is called "himyn"', candidates=["himym"], hint="look"))
    assert run(["show", "himyn"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        'portrayals: nothing is called "himyn"',
        "  did you mean himym?",
        "  look",
    ]


def test_what_may_be_several_things_is_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, AmbiguousKey("which Bliss?", candidates=["bliss-1997", "bliss-2021"]))
    run(["show", "bliss"])
    assert "  one of: bliss-1997, bliss-2021\n" in capsys.readouterr().err


def test_a_query_is_shown_with_its_place_pointed_at(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, InvalidQuery("no field", query="yaer:1990", start=0, end=4))
    run(["list", "titles", "yaer:1990"])
    assert capsys.readouterr().err.splitlines()[1:] == ["  yaer:1990", "  ^^^^"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (UnknownKey("x"), 1, "unknown-key"),
        (Declined("x"), 2, "declined"),
        (NeedsUpgrade("x"), 3, "needs-upgrade"),
        (KeyboardInterrupt(), 130, None),
        (OSError(28, "No space left on device", "x.csv"), 1, "no-access"),
        (RuntimeError("slip"), 1, "program-fault"),
        (RecursionError(), 1, "program-fault"),
    ],
)
def test_each_kind_of_failure_has_its_status_and_no_traceback(
    error: BaseException,
    status: int,
    code: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    raising(monkeypatch, error)
    assert run(["show", "x"]) == status
    assert "Traceback" not in capsys.readouterr().err
    assert run(["show", "x", "--json"]) == status
    told = capsys.readouterr().err.strip()
    assert (json.loads(told)["code"] if told else None) == code


def test_a_slip_of_ours_is_owned_up_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, ZeroDivisionError("division by zero"))
    run(["stats"])
    said = capsys.readouterr().err
    assert said.startswith("portrayals: internal error: ZeroDivisionError")
    assert "--debug" in said


def test_debug_shows_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object, session: Session) -> int:
        session.debug = True
        raise UnknownKey("x")

    monkeypatch.setattr(program, "_run", fail)
    run(["show", "x"])
    assert "Traceback" in capsys.readouterr().err


def test_an_argument_that_is_not_text_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "pri\udcffme"]) == 1
    assert "argument 2 is not text in UTF-8" in capsys.readouterr().err


def test_a_message_cannot_command_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, UnknownKey("nothing is called \x1b[2J", candidates=["a\x1b]0;b"]))
    run(["show", "x"])
    assert "\x1b" not in capsys.readouterr().err


def test_no_file_is_overwritten_unless_told_to(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (nowhere / "a.csv").write_text("mine")
    assert run(["list", "titles", "-o", "a.csv"]) == 1
    assert "a.csv already exists\n  to overwrite it: --force" in capsys.readouterr().err
    assert (nowhere / "a.csv").read_text() == "mine"


def test_a_file_that_says_no_format_is_refused_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "titles", "-o", "a.doc"]) == 1
    assert "--format" in capsys.readouterr().err


PLAN = Plan("Remove 1 title with 2 people?", ("prime", "prime/rita"))


def test_a_change_that_asks_is_refused_where_there_is_nobody_to_ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(Declined, match="needs confirmation") as refusal:
        Session().approved(PLAN, dry_run=False, json=False)
    assert "--yes" in (refusal.value.hint or "")
    assert "prime/rita" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answer", "approved"),
    [("y\n", True), ("Yes\n", True), ("n\n", False), ("\n", False), ("", False)],
)
def test_only_yes_is_yes(
    answer: str,
    approved: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin.readline", lambda: answer, raising=False)
    if approved:
        assert Session().approved(PLAN, dry_run=False, json=False)
    else:
        with pytest.raises(Declined, match="nothing was changed"):
            Session().approved(PLAN, dry_run=False, json=False)
    asked = capsys.readouterr()
    assert asked.err.endswith("Remove 1 title with 2 people? [y/N] ")
    assert asked.out == ""


def test_a_dry_run_shows_the_plan_as_its_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert not Session(yes=True).approved(PLAN, dry_run=True, json=False)
    assert capsys.readouterr().out == "prime\nprime/rita\n"
    assert not Session().approved(PLAN, dry_run=True, json=True)
    assert json.loads(capsys.readouterr().out) == PLAN.to_dict()


WRITTEN = Written(("prime/rita",), "Added Rita.", ("prime has one person; taken.",))


def test_a_write_prints_its_key_and_tells_the_rest_beside(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = str(nowhere / "portrayals.db")
    Session().tell(WRITTEN, notices=["You are coder ana."], json=False, target=here)
    said = capsys.readouterr()
    assert said.out == "prime/rita\n"
    assert said.err == "You are coder ana.\nprime has one person; taken.\nAdded Rita.\n"


def test_quiet_drops_the_sentence_and_keeps_the_notices(capsys: pytest.CaptureFixture[str]) -> None:
    Session(quiet=True).tell(WRITTEN, notices=[], json=False)
    assert capsys.readouterr() == ("prime/rita\n", "prime has one person; taken.\n")


def test_a_write_to_another_database_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    Session().tell(WRITTEN, notices=[], json=False, target="postgresql://ana:pw@host/study")
    assert capsys.readouterr().err.endswith("in postgresql://ana:***@host/study\n")


def test_a_write_as_json_has_the_notices_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    Session().tell(WRITTEN, notices=["first"], json=True)
    said = capsys.readouterr()
    assert json.loads(said.out)["notices"] == ["first", "prime has one person; taken."]
    assert said.err == ""


@pytest.mark.parametrize("word", ["relationship", "relationships", "Relationships"])
def test_a_level_may_be_named_in_either_number(word: str) -> None:
    assert level_of(word) == "relationship"


@pytest.mark.parametrize(
    "words",
    [
        ["ADDRESS"],
        ["codebook", "check", "ADDRESS"],
        ["codebook", "check", "ADDRESS", "--debug"],
        ["db", "restore", "ADDRESS", "--json", "--db", "x.db"],
        ["init", "--codebook", "ADDRESS"],
    ],
)
def test_an_address_in_the_wrong_place_is_told_without_its_password(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    address = "postgresql://ana:s3cret@host/study"
    assert run([address if word == "ADDRESS" else word for word in words]) in {1, 2}
    said = capsys.readouterr()
    assert "postgresql://ana:***@host/study" in said.err
    assert "s3cret" not in said.out + said.err
