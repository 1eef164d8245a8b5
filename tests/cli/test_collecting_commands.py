"""`coding collect` and `coding proposals`, as a lead types them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pages import PageStudy, answer
from sqlalchemy.engine.default import DefaultDialect

import portrayals
from portrayals.cli.program import run
from portrayals.history.transaction import read, write
from portrayals.services.study.check import check

RAFI = "prime/lisa-metzger/rafi"
SEAN = "shrinking/jimmy-laird/sean"
RITA = "p-5c3d6a0e-0f0e-4c53-9a53-0c8f1d4ad001"

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PageStudy:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
        monkeypatch.delenv(name, raising=False)
    made = PageStudy(str(tmp_path / "portrayals.db"))
    made.fill(tmp_path, "ben", "cleo", "dora")
    return made


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Runs the program: the status, the result, what is told beside it."""

    def typed(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(list(words))
        said = capsys.readouterr()
        return status, said.out, said.err

    return typed


def sent(saved: Mapping[str, Any]) -> str:
    """What a page saved, as a file in the folder; its name."""
    name = f"{saved['coder']}-{saved['wave']}.answers.json"
    Path(name).write_text(json.dumps(saved), encoding="utf-8")
    return name


@pytest.fixture
def second_fails(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Has the driver raise an error while it writes the answers of the second file."""

    def failing(error: BaseException) -> None:
        number, execute = count(1), DefaultDialect.do_execute

        def executed(dialect: Any, cursor: Any, statement: str, *more: Any) -> None:
            execute(dialect, cursor, statement, *more)
            if statement.startswith("INSERT INTO annotation") and next(number) == 2:
                if isinstance(error, sqlite3.OperationalError):
                    cursor.connection.rollback()  # as SQLite does by itself
                raise error

        monkeypatch.setattr(DefaultDialect, "do_execute", executed)

    return failing


def three_files(study: PageStudy) -> list[str]:
    return [
        sent(study.saved(coder, answer(study, RAFI, "act", "gift")))
        for coder in ("ben", "cleo", "dora")
    ]


def coders(study: PageStudy) -> list[object]:
    """Whose answers the study has; it is sound, and so are the votes."""
    with read(study.target) as connection:
        assert check(connection).problems == ()
    return [row["coder"] for row in study.list("annotations").rows]


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (KeyboardInterrupt(), 130, ""),
        (
            sqlite3.OperationalError("database or disk is full"),
            1,
            "portrayals: the disk is full\n  nothing was written; free some space and try again\n",
        ),
    ],
)
def test_what_stops_the_program_leaves_nothing_of_any_file(
    error: BaseException,
    status: int,
    told: str,
    study: PageStudy,
    typed: Typed,
    second_fails: Callable[[BaseException], None],
) -> None:
    second_fails(error)
    before = study.changes()
    ended, table, said = typed("coding", "collect", *three_files(study))
    assert (ended, table) == (status, "")
    assert told in said
    assert (coders(study), study.changes()) == ([], before)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            sqlite3.IntegrityError("FOREIGN KEY constraint failed"),
            "the database refused the change: FOREIGN KEY constraint failed",
        ),
        (
            sqlite3.DataError("value out of range"),
            "the database cannot store this: value out of range",
        ),
        (
            UnicodeEncodeError("utf-8", "a\ud800", 1, 2, "surrogates not allowed"),
            "holds half a character",
        ),
    ],
)
def test_what_the_database_cannot_store_of_a_file_is_no_matter_of_the_others(
    error: Exception,
    told: str,
    study: PageStudy,
    typed: Typed,
    second_fails: Callable[[BaseException], None],
) -> None:
    second_fails(error)
    before = study.changes()
    status, table, said = typed("coding", "collect", *three_files(study))
    assert status == 1
    assert [line.split()[-1] for line in table.splitlines()[1:]] == ["0", "taken", "0"]
    assert told in said
    assert (coders(study), study.changes()) == (["ben", "dora"], before + 2)


@pytest.mark.postgresql
def test_a_server_takes_the_files_beside_one_that_is_refused(
    tmp_path: Path, empty_postgresql_url: str, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    study = PageStudy(empty_postgresql_url)
    study.fill(tmp_path, "ben", "cleo", "dora")
    files = three_files(study)
    sent(study.saved("cleo", answer(study, RAFI, "act", "datign")))
    for options, taken in ((["-n"], []), ([], ["ben", "dora"])):
        words = ("--db", empty_postgresql_url, "coding", "collect", *files, *options)
        status, table, _ = typed(*words)
        assert status == 1
        assert [line.split()[-1] for line in table.splitlines()[1:]] == ["0", "taken", "0"]
        assert coders(study) == taken


def test_a_file_that_is_none_waits_for_nobody(study: PageStudy, typed: Typed) -> None:
    Path("none.json").write_text("{", encoding="utf-8")
    with write(study.target, actor="ana", command="slow"):
        status, _, told = typed("coding", "collect", "none.json")
    assert (status, "not JSON" in told) == (1, True)


def test_a_notice_of_several_files_is_told_once(study: PageStudy, typed: Typed) -> None:
    files = three_files(study)
    assert typed("coding", "collect", *files[:2])[0] == 0
    decision = ("act=ride", "--reason", "seen again", "--method", "expert")
    sent(study.saved("cleo", answer(study, RAFI, "act", "dating"), saved_at="2025-12-01T09:00:00Z"))
    assert typed("coding", "collect", files[1])[0] == 0
    assert typed("coding", "adjudicate", RAFI, *decision)[0] == 0
    for coder, day in (("ben", 2), ("cleo", 3)):
        moment = f"2025-12-0{day}T09:00:00Z"
        sent(study.saved(coder, answer(study, RAFI, "act", "flirting"), saved_at=moment))
    status, _, told = typed("coding", "collect", *files[:2])
    assert (status, told.count("Decided before, and the decision stands: ")) == (0, 1)


def test_each_file_is_a_change_that_is_undone_alone(study: PageStudy, typed: Typed) -> None:
    assert typed("coding", "collect", *three_files(study))[0] == 0
    last = study.changes()
    assert typed("undo", str(last - 1), "-y")[0] == 0
    assert coders(study) == ["ben", "dora"]


def test_a_file_that_would_not_be_taken_is_none_to_compare_the_next_with(
    study: PageStudy, typed: Typed
) -> None:
    given, wrong = answer(study, RAFI, "act", "gift"), answer(study, SEAN, "act", "datign")
    old = study.saved("ben", given, wrong, saved_at="2025-11-30T14:00:00Z")
    new = study.saved("ben", given, saved_at="2025-11-30T15:00:00Z")
    names = [Path(sent(saved)).rename(name).name for saved, name in ((old, "a"), (new, "b"))]
    for options in (["-n"], []):
        _, table, _ = typed("coding", "collect", *names, *options)
        assert [line.split()[3:5] for line in table.splitlines()[1:]] == [
            ["1", "0"] if options else ["0", "0"],
            ["1", "0"],
        ]
    assert coders(study) == ["ben"]


def test_two_files_become_a_table_and_the_next_command(study: PageStudy, typed: Typed) -> None:
    files = [
        sent(study.saved("ben", *(answer(study, key, "act", "gift") for key in (RAFI, SEAN)))),
        sent(study.saved("cleo", answer(study, RAFI, "act"))),
    ]
    assert typed("coding", "collect", *files, "-n") == (
        0,
        " File                    Coder  Wave  New  Same  Changed  Withdrawn  Refused  Proposed  "
        "State\n"
        " ben-main.answers.json   ben    main    2     0        0          0        0         0\n"
        " cleo-main.answers.json  cleo   main    1     0        0          0        0         0\n",
        "Dry run: nothing was changed.\n",
    )
    assert study.answers() == {}
    status, _, told = typed("coding", "collect", *files)
    assert (status, told) == (0, "Next: portrayals reliability --wave main\n")
    assert len(study.list("annotations").rows) == 3
    status, table, told = typed("coding", "collect", *files)
    assert (status, told) == (0, "")
    assert [line.endswith("nothing new") for line in table.splitlines()] == [False, True, True]
    _, history, _ = typed("history")
    assert "coding collect ben-main.answers.json" in history


def test_the_line_to_type_after_training_compares_with_whom_it_was_learnt_from(
    study: PageStudy, typed: Typed
) -> None:
    assigned = ("assign", "--wave", "practice", "--purpose", "training", "--coder", "ben")
    assert typed("-y", "coding", *assigned)[0] == 0
    study.annotate(RAFI, "act=gift", actor="dora", wave="practice")
    study.give("practice", "ben")
    file = sent(study.saved("ben", answer(study, RAFI, "act", "gift")))
    _, _, told = typed("coding", "collect", file)
    assert told.splitlines()[-1] == "Next: portrayals reliability --wave practice --against dora"


def test_of_several_files_of_a_coder_the_one_saved_last_has_the_last_word(
    study: PageStudy, typed: Typed
) -> None:
    new = study.saved("ben", answer(study, RAFI, "act", "gift"), saved_at="2025-11-30T15:00:00Z")
    old = study.saved("ben", answer(study, RAFI, "act"), saved_at="2025-11-30T14:00:00Z")
    names = [Path(sent(saved)).rename(name).name for saved, name in ((new, "b"), (old, "a"))]
    status, table, _ = typed("coding", "collect", *names)
    assert [line.split()[0] for line in table.splitlines()[1:]] == names
    assert status == 0
    assert study.answers()[RAFI, "act"]["value"] == ["gift"]


def test_a_file_with_a_wrong_answer_is_left_and_the_others_are_taken(
    study: PageStudy, typed: Typed
) -> None:
    wrong = answer(study, RAFI, "act", "datign")
    files = [
        sent(study.saved("ben", wrong, answer(study, SEAN, "act", "gift"))),
        sent(study.saved("cleo", answer(study, RAFI, "act", "gift"))),
        "none.json",
    ]
    status, table, told = typed("coding", "collect", *files)
    assert status == 1
    assert [line.split()[-1] for line in table.splitlines()[1:]] == ["taken", "0", "taken"]
    first = f'{files[0]}  {RAFI}  act  "datign" is not a code of act (dating?)'
    assert first in told.splitlines()
    assert "portrayals: none.json cannot be read: no such file or directory" in told
    assert "--skip-bad" in told
    assert {row["coder"] for row in study.list("annotations").rows} == {"cleo"}
    status, table, _ = typed("coding", "collect", files[0], "-n")
    assert (status, table.splitlines()[1].split()[3:]) == (
        1,
        ["1", "0", "0", "0", "1", "0", "not", "taken"],
    )
    status, table, told = typed("coding", "collect", files[0], "--skip-bad")
    assert (status, told.splitlines()[0]) == (0, first)
    assert {row["coder"] for row in study.list("annotations").rows} == {"ben", "cleo"}


def test_json_has_what_became_of_each_file(study: PageStudy, typed: Typed) -> None:
    wrong = sent(study.saved("ben", answer(study, RAFI, "act", "datign")))
    status, printed, _ = typed("coding", "collect", wrong, "--json")
    [file] = json.loads(printed)["files"]
    assert (status, file["taken"], file["coder"]) == (1, False, "ben")
    assert file["refused"] == [
        {
            "unit": RAFI,
            "variable": "act",
            "reason": '"datign" is not a code of act',
            "candidates": ["dating"],
            "cell": None,
        }
    ]


def test_people_proposed_are_listed_accepted_and_declined(study: PageStudy, typed: Typed) -> None:
    people = [
        {"id": RITA, "level": "portrayal", "above": study.uuid("prime"), "name": "Rita"},
        {"id": RITA[:-1] + "2", "level": "portrayal", "above": study.uuid("prime"), "name": "Zoe"},
    ]
    about = {"unit": RITA, "variable": "age", "state": "coded", "number": 50}
    file = sent(study.saved("ben", about, proposals=people))
    _, _, told = typed("coding", "collect", file)
    assert told == "People are proposed: portrayals coding proposals\n"
    status, table, told = typed("coding", "proposals")
    assert (status, told) == (0, "")
    assert table == (
        " ID  Coder  Wave  Proposed  Beneath  Answers  Perhaps\n"
        "  1  ben    main  Rita      prime          1\n"
        "  2  ben    main  Zoe       prime          0\n"
    )
    assert typed("coding", "proposals", "accept")[0] == 1
    assert (
        typed("coding", "proposals", "accept", "--all", "--same-as", "prime/lisa-metzger")[0] == 1
    )
    assert typed("coding", "proposals", "accept", "1") == (
        *(0, "prime/rita\n", "Rita, proposed by ben: 1 answer taken.\n"),
    )
    typed("coding", "proposals", "decline", "--all", "--reason", "a nurse")
    _, table, _ = typed("coding", "proposals", "--all")
    assert [line.split()[-1] for line in table.splitlines()[1:]] == ["prime/rita", "nurse"]
    assert typed("coding", "proposals") == (0, "", "Nobody is proposed.\n")


def test_python_does_the_same(study: PageStudy) -> None:
    rita = {"id": RITA, "level": "portrayal", "above": study.uuid("prime"), "name": "Rita"}
    file = sent(study.saved("ben", answer(study, RAFI, "act", "gift"), proposals=[rita]))
    lead = portrayals.open(study.target, actor="ana")
    done = lead.collect(Path(file))
    assert (done.new, done.proposed, done.to_dict()["file"]) == (1, 1, file)
    assert [row.name for row in lead.proposals().rows] == ["Rita"]
    assert lead.accept_proposal(1).key == "prime/rita"
    with pytest.raises(portrayals.errors.InvalidValue):
        lead.decline_proposal(1, reason="a nurse")
    assert [row.unit for row in lead.proposals(everyone=True).rows] == ["prime/rita"]
