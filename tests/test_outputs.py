"""Files that are written: never over what is in use, whole or not at all, never through a link."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TextIO

import pytest

from portrayals.errors import AlreadyThere, InvalidValue, NoAccess
from portrayals.outputs import new_file, new_folder, refuse_beside_database


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database in use, its companions, another database, and a sheet."""
    monkeypatch.chdir(tmp_path)
    for name in ("s.db", "other.db"):
        with closing(sqlite3.connect(name)) as connection:
            connection.execute("CREATE TABLE a (b)")
    for name in ("s.db-wal", "s.db-shm", "sheet.csv"):
        Path(name).write_text(name)
    return tmp_path


def write(path: str, content: str = "new", *, force: bool = True) -> None:
    """Writes a file as a command does that works on s.db and reads sheet.csv."""
    new_file(path, force=force, used=["s.db", "sheet.csv"]).write(content)


def contents(folder: Path) -> dict[str, bytes]:
    """What each file and folder within a folder holds."""
    return {each.name: each.read_bytes() if each.is_file() else b"" for each in folder.iterdir()}


@pytest.mark.parametrize(
    "used", ["s.db", "s.db-wal", "s.db-shm", "s.db-journal", "sheet.csv", "other.db"]
)
@pytest.mark.parametrize("named", ["itself", "by another way", "a link", "a hard link"])
def test_what_is_in_use_is_written_over_under_no_name(used: str, named: str, folder: Path) -> None:
    path = f"../{folder.name}/./{used}" if named == "by another way" else used
    if named == "a link":
        path = "x.csv"
        Path(path).symlink_to(used)
    elif named == "a hard link" and Path(used).exists():
        path = "x.csv"
        Path(path).hardlink_to(used)
    before = contents(folder)
    with pytest.raises((AlreadyThere, InvalidValue)) as refused:
        write(path)
    assert refused.value.hint
    assert contents(folder) == before


def test_nobody_takes_a_name_under_which_sqlite_deletes() -> None:
    with pytest.raises(AlreadyThere, match=r"other\.db-wal belongs to the database"):
        write("other.db-wal", force=False)
    with pytest.raises(AlreadyThere, match="belongs to the database"):
        refuse_beside_database(Path("other.db-journal"))
    write("nothing.db-wal", force=False)
    assert Path("nothing.db-wal").read_text() == "new"


def test_a_damaged_database_in_use_is_not_written_over_either() -> None:
    Path("s.db").write_bytes(b"rubbish")
    for name in ("s.db", "s.db-wal"):
        with pytest.raises(AlreadyThere, match="already read or written by this command"):
            write(name)


def test_a_database_goes_over_another_where_that_is_meant() -> None:
    new_file("other.db", force=True, used=["s.db"], over_database=True).write(b"copy")
    assert Path("other.db").read_bytes() == b"copy"
    with pytest.raises(AlreadyThere):
        new_file("s.db", force=True, used=["s.db"], over_database=True)


def test_two_outputs_of_one_command_are_two_files() -> None:
    first = new_file("c.html", force=True)
    for again in ("./c.html", Path("c.html").absolute()):
        with pytest.raises(AlreadyThere, match="already read or written by this command"):
            new_file(again, force=True, used=[first.place])


def test_an_open_file_is_known_by_its_number() -> None:
    with Path("answers.csv").open("w") as stream, pytest.raises(AlreadyThere, match="already"):
        new_file("answers.csv", force=True, used=[stream.fileno()])
    new_file("answers.csv", force=True, used=[9999]).write("no such number is no hindrance")


def test_a_link_is_followed_and_stays_a_link() -> None:
    Path("away").mkdir()
    Path("away/real.csv").write_text("old")
    Path("x.csv").symlink_to("away/real.csv")
    with pytest.raises(AlreadyThere, match=r"x\.csv already exists"):
        write("x.csv", force=False)
    write("x.csv")
    assert Path("x.csv").readlink() == Path("away/real.csv")
    assert Path("away/real.csv").read_text() == "new"


def test_a_link_to_nothing_is_refused() -> None:
    Path("x.csv").symlink_to("nowhere.csv")
    Path("round.csv").symlink_to("round.csv")
    for name in ("x.csv", "round.csv"):
        with pytest.raises(InvalidValue, match="which does not exist") as refused:
            write(name)
        assert refused.value.hint == "name that file directly"
    assert not Path("nowhere.csv").exists()


def test_what_is_unfinished_has_a_name_that_nobody_can_guess(folder: Path) -> None:
    Path("victim.txt").write_text("precious")
    Path(".out.csv.part").symlink_to("victim.txt")
    with new_file("out.csv", force=False).opened() as stream:
        hidden = [each for each in folder.iterdir() if each.name.startswith(".portrayals-")]
        assert [stat.S_IMODE(each.stat().st_mode) for each in hidden] == [0o700]
        assert not Path("out.csv").exists()
        stream.write("whole")
    assert Path("victim.txt").read_text() == "precious"
    assert Path("out.csv").read_text() == "whole"
    assert not Path("out.csv").is_symlink()
    assert not [each for each in folder.iterdir() if each.name.startswith(".portrayals-")]


@pytest.mark.parametrize("name", ["x" * 251 + ".csv", "ü" * 125 + ".html"])
def test_a_name_may_be_as_long_as_the_system_allows(name: str) -> None:
    assert len(name.encode()) == 255
    write(name, force=False)
    assert Path(name).read_text() == "new"


def test_a_name_that_is_too_long_is_told() -> None:
    with pytest.raises(NoAccess, match="File name too long"):
        write("x" * 300)


@pytest.fixture
def umask() -> Iterator[None]:
    """Others may not read what is new."""
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_permissions_are_those_of_a_new_file_or_of_the_one_that_was_there() -> None:
    write("x.csv")
    assert stat.S_IMODE(Path("x.csv").stat().st_mode) == 0o640
    Path("x.csv").chmod(0o600)
    write("x.csv")
    assert stat.S_IMODE(Path("x.csv").stat().st_mode) == 0o600


def test_what_fails_leaves_the_old_file_and_nothing_else(folder: Path) -> None:
    write("x.csv", "old")
    before = contents(folder)
    file = new_file("x.csv", force=True)
    for fault, told in (
        (OSError(28, "No space left on device"), NoAccess),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ):
        with pytest.raises(told), file.opened() as stream:
            fail(stream, fault)
    assert contents(folder) == before


def fail(stream: TextIO, fault: BaseException) -> None:
    """Ends in the middle of writing."""
    stream.write("half")
    raise fault


def test_a_file_that_came_while_one_was_written_is_kept(folder: Path) -> None:
    file = new_file("x.csv", force=False)
    Path("x.csv").write_text("somebody else's")
    with pytest.raises(AlreadyThere, match="already exists"):
        file.write("mine")
    assert Path("x.csv").read_text() == "somebody else's"
    assert {each.name for each in folder.iterdir() if each.name.startswith(".")} == set()


def test_what_is_no_file_is_refused() -> None:
    for name, said in (
        (".", "is a folder"),
        ("/dev/null", "is not an ordinary file"),
        ("no/x.csv", r"cannot write no/x\.csv: No such file or directory"),
        ("sheet.csv/x.csv", r"cannot write sheet\.csv/x\.csv"),
    ):
        with pytest.raises((AlreadyThere, NoAccess), match=said):
            write(name)


# Folders.


def fill(path: str, *files: tuple[str, str], force: bool = True) -> int:
    """Fills a folder as a command does that works on s.db and reads sheet.csv."""
    return new_folder(path, force=force, used=["s.db", "sheet.csv"]).fill(files)


def test_a_folder_is_made_and_filled() -> None:
    assert fill("new", ("a.txt", "a"), ("in/b.txt", "b"), force=False) == 2
    assert (Path("new/a.txt").read_text(), Path("new/in/b.txt").read_text()) == ("a", "b")


def test_a_folder_that_is_there_keeps_what_has_another_name(folder: Path) -> None:
    Path("there/in").mkdir(parents=True)
    fill("there/in", ("a.txt", "an empty one needs no force"), force=False)
    for name in ("a.txt", "mine.txt"):
        Path("there", name).write_text("old")
    with pytest.raises(AlreadyThere, match="there exists and has files in it") as refused:
        fill("there", ("a.txt", "new"), force=False)
    assert (refused.value.hint or "").endswith("--force")
    fill("there", ("a.txt", "new"), ("in/a.txt", "new"))
    assert Path("there/mine.txt").read_text() == "old"
    assert Path("there/a.txt").read_text() == Path("there/in/a.txt").read_text() == "new"
    assert not [each for each in folder.iterdir() if each.name.startswith(".portrayals-")]


@pytest.mark.parametrize("name", ["s.db", "sheet.csv", "other.db", "s.db-wal"])
def test_no_file_in_a_folder_goes_over_what_is_in_use(name: str, folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(AlreadyThere):
        fill(".", ("a.txt", "new"), (name, "new"))
    assert contents(folder) == before


def test_a_folder_is_filled_with_all_files_or_with_none(folder: Path) -> None:
    def files() -> Iterator[tuple[str, str]]:
        yield "a.txt", "new"
        raise InvalidValue("there is no second one")

    Path("there").mkdir()
    before = contents(folder)
    for name in ("there", "new"):
        with pytest.raises(InvalidValue, match="no second one"):
            new_folder(name, force=True).fill(files())
    assert contents(folder) == before
    assert not [*Path("there").iterdir()]


def test_what_can_be_no_folder_is_refused_before_anything_is_read() -> None:
    Path("x").symlink_to("nowhere")
    with pytest.raises(InvalidValue, match="which does not exist"):
        new_folder("x", force=True)
    with pytest.raises(AlreadyThere, match="is not a folder"):
        new_folder("sheet.csv", force=True)
    with pytest.raises(NoAccess, match="cannot write nowhere/new"):
        new_folder("nowhere/new", force=True)
