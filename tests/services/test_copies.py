"""Backups, restores and upgrades: whole or not at all, and nothing is ever lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from kept_study import KeptStudy
from sqlalchemy import Connection, text

import portrayals
from portrayals.database import copies as file_copies
from portrayals.database import engine
from portrayals.database.files import check_file
from portrayals.errors import AlreadyThere, NeedsUpgrade, NoDatabase, PortrayalsError
from portrayals.history.transaction import read, write
from portrayals.services.study import backup as copies
from portrayals.services.study.backup import backup, plan_restore, restore, upgrade


def pragma(path: Path | str, word: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"PRAGMA {word}").fetchone()[0]


def files(folder: Path) -> set[str]:
    """The names in a folder, without what SQLite keeps beside a file in use."""
    return {each.name for each in folder.iterdir() if not each.name.endswith(("-wal", "-shm"))}


def before_it_is_put(happens: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Has something happen when a copy is whole and has not its name yet."""
    put = file_copies.put

    def put_after_it(whole: Path, goal: Path) -> None:
        happens()
        put(whole, goal)

    monkeypatch.setattr(file_copies, "put", put_after_it)


def log_of_an_earlier_one(path: Path) -> None:
    """The log that a database leaves which is removed while somebody has it open."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE earlier (a)")
        log = path.with_name(f"{path.name}-wal").read_bytes()
    path.unlink()
    path.with_name(f"{path.name}-wal").write_bytes(log)


@pytest.fixture
def copy(kept: KeptStudy, tmp_path: Path) -> KeptStudy:
    """A backup, after which the study went on."""
    backup(kept.target, str(tmp_path / "copy.db"), force=False)
    kept.title("Bliss", year="1997")
    return KeptStudy.at(tmp_path / "copy.db")


def test_a_backup_holds_all_that_the_database_does(kept: KeptStudy, tmp_path: Path) -> None:
    written = backup(kept.target, str(tmp_path / "copy.db"), force=False)
    assert written.keys == (str(tmp_path / "copy.db"),)
    assert "2 titles, 7 annotations" in written.said
    copied = KeptStudy.at(tmp_path / "copy.db")
    assert copied.snapshot() == kept.snapshot()
    assert copied.problems() == ()


def test_a_backup_is_one_file_by_itself(kept: KeptStudy, tmp_path: Path) -> None:
    backup(kept.target, str(tmp_path / "copy.db"), force=False)
    assert pragma(tmp_path / "copy.db", "journal_mode") == "delete"
    assert files(tmp_path) == {"study.db", "copy.db"}


def test_a_backup_has_what_is_not_yet_in_the_file_itself(kept: KeptStudy, tmp_path: Path) -> None:
    with closing(sqlite3.connect(kept.target)) as reader:
        reader.execute("PRAGMA wal_autocheckpoint = 0")
        reader.execute("SELECT count(*) FROM unit").fetchone()
        kept.title("Bliss", year="1997")  # lies in the file beside, as somebody reads
        backup(kept.target, str(tmp_path / "copy.db"), force=False)
    assert "bliss" in KeptStudy.at(tmp_path / "copy.db").keys("titles")


def test_a_backup_is_made_while_somebody_writes(kept: KeptStudy, tmp_path: Path) -> None:
    with write(kept.target, actor="ana", command="long") as change:
        change.connection.execute(text("UPDATE unit SET year = 1900 WHERE level_id = 1"))
        backup(kept.target, str(tmp_path / "copy.db"), force=False)
    assert (
        KeptStudy.at(tmp_path / "copy.db").ask("SELECT count(*) FROM unit WHERE year = 1900") == 0
    )


def test_a_file_that_is_there_is_overwritten_by_force_only(
    kept: KeptStudy, copy: KeptStudy
) -> None:
    before = Path(copy.target).read_bytes()
    with pytest.raises(AlreadyThere, match="already exists"):
        backup(kept.target, copy.target, force=False)
    assert Path(copy.target).read_bytes() == before
    backup(kept.target, copy.target, force=True)
    assert copy.snapshot() == kept.snapshot()


def test_a_backup_never_goes_over_the_database_a_folder_or_a_database_in_use(
    kept: KeptStudy, copy: KeptStudy, tmp_path: Path
) -> None:
    for file in (kept.target, str(tmp_path)):
        with pytest.raises(AlreadyThere):
            backup(kept.target, file, force=True)
    with closing(sqlite3.connect(copy.target)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE scratch (a)")
        with pytest.raises(AlreadyThere, match="in use"):
            backup(kept.target, copy.target, force=True)


def test_a_backup_never_goes_over_a_file_that_is_made_meanwhile(
    kept: KeptStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = tmp_path / "copy.db"
    before_it_is_put(lambda: goal.write_text("notes"), monkeypatch)
    with pytest.raises(AlreadyThere, match="already exists"):
        backup(kept.target, str(goal), force=False)
    assert goal.read_text() == "notes"


def test_nothing_is_put_beside_what_an_earlier_database_left(
    kept: KeptStudy, copy: KeptStudy, tmp_path: Path
) -> None:
    """SQLite takes such a log for that of whatever has the name now, and shows what was before."""
    log_of_an_earlier_one(tmp_path / "new.db")
    for force in (False, True):
        with pytest.raises(AlreadyThere, match="remain next to it"):
            backup(kept.target, str(tmp_path / "new.db"), force=force)
    with pytest.raises(AlreadyThere, match="remain next to it"):
        portrayals.init(str(tmp_path / "new.db"), codebook="none")
    assert files(tmp_path) == {"study.db", "copy.db"}
    restore(str(tmp_path / "new.db"), copy.target)
    assert KeptStudy.at(tmp_path / "new.db").snapshot() == copy.snapshot()
    assert list(tmp_path.glob("new.damaged-*.db-wal"))


def test_a_backup_into_a_folder_that_is_not_there_says_so(kept: KeptStudy, tmp_path: Path) -> None:
    with pytest.raises(PortrayalsError, match="cannot write"):
        backup(kept.target, str(tmp_path / "nowhere" / "copy.db"), force=False)


def test_a_backup_that_fails_leaves_the_old_one(
    kept: KeptStudy, copy: KeptStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Path(copy.target).read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PortrayalsError, match="No space left"):
        backup(kept.target, copy.target, force=True)
    assert Path(copy.target).read_bytes() == before
    assert files(Path(kept.target).parent) == {"study.db", "copy.db"}


def test_only_a_database_of_ours_is_backed_up(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    for name in ("notes.txt", "nothing.db"):
        with pytest.raises(NoDatabase):
            backup(str(tmp_path / name), str(tmp_path / "copy.db"), force=False)


def test_restoring_gives_back_what_was(kept: KeptStudy, copy: KeptStudy, tmp_path: Path) -> None:
    later = kept.snapshot()
    written = restore(kept.target, copy.target)
    assert written.keys == (kept.target,)
    assert kept.snapshot() == copy.snapshot()
    assert kept.problems() == ()
    assert pragma(kept.target, "journal_mode") == "wal"
    (left,) = files(tmp_path) - {"study.db", "copy.db"}
    assert left.startswith("study.backup-")
    assert left in written.said
    assert KeptStudy.at(tmp_path / left).snapshot() == later


def test_a_reader_sees_one_state_while_the_database_is_restored(
    kept: KeptStudy, copy: KeptStudy
) -> None:
    titles = text("SELECT count(*) FROM title")
    with read(kept.target) as connection:
        assert connection.execute(titles).scalar_one() == 3
        restore(kept.target, copy.target)
        assert connection.execute(titles).scalar_one() == 3
    assert kept.ask("SELECT count(*) FROM title") == 2


def test_nobody_writes_between_what_is_kept_and_what_is_put_there(
    kept: KeptStudy, copy: KeptStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, keep = [], copies.copy_to

    def keep_and_write(source: Path, goal: Path) -> None:
        keep(source, goal)
        with closing(sqlite3.connect(source, isolation_level=None, timeout=0)) as other:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            tried.append(other.execute("SELECT count(*) FROM title").fetchone()[0])

    monkeypatch.setattr(copies, "copy_to", keep_and_write)
    restore(kept.target, copy.target)
    kept.damage("PRAGMA user_version = 0")
    upgrade(kept.target)
    assert tried == [3, 2]  # who reads does not wait


def test_a_database_in_one_file_by_itself_is_restored_over_too(
    kept: KeptStudy, copy: KeptStudy
) -> None:
    """A backup that was worked on has no log, beside which one can read while another writes."""
    before = copy.snapshot()
    written = restore(copy.target, kept.target)
    assert copy.snapshot() == kept.snapshot()
    assert pragma(copy.target, "journal_mode") == "wal"
    assert KeptStudy.at(written.said.rpartition(": ")[2]).snapshot() == before


def test_a_backup_with_pages_of_another_size_is_restored(kept: KeptStudy, copy: KeptStudy) -> None:
    before = copy.snapshot()
    with closing(sqlite3.connect(copy.target)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("VACUUM")
    restore(kept.target, copy.target)
    assert kept.snapshot() == before
    assert kept.problems() == ()


def test_a_restore_that_fails_names_what_it_kept(
    kept: KeptStudy, copy: KeptStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept.snapshot()

    def keep_and_fail(*_: object, first: Callable[[], None], **__: object) -> None:
        first()
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(file_copies, "_copy_in_turn", lambda *each: keep_and_fail(first=each[2]))
    with pytest.raises(PortrayalsError, match="disk is full") as caught:
        restore(kept.target, copy.target)
    (left,) = files(tmp_path) - {"study.db", "copy.db"}
    assert left in str(caught.value.hint)
    assert kept.snapshot() == KeptStudy.at(tmp_path / left).snapshot() == before


def test_the_database_is_restored_again_and_goes_on(kept: KeptStudy, copy: KeptStudy) -> None:
    for _ in range(2):
        restore(kept.target, copy.target)
    kept.title("Bliss", year="2021")
    assert kept.problems() == ()
    assert len(files(Path(kept.target).parent)) == 4  # two kept, each under a name of its own


def test_somebody_who_does_not_stop_writing_is_not_waited_for_for_ever(
    kept: KeptStudy, copy: KeptStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_copies, "BUSY_MS", 50)
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    before = kept.snapshot()
    with write(kept.target, actor="ana", command="long") as change:
        change.connection.execute(text("UPDATE unit SET year = year"))
        with pytest.raises(PortrayalsError, match="another program is writing"):
            restore(kept.target, copy.target)
    assert kept.snapshot() == before
    for journal in ("WAL", "DELETE"):
        kept.damage("PRAGMA user_version = 0")
        with closing(sqlite3.connect(kept.target, isolation_level=None)) as other:
            other.execute(f"PRAGMA journal_mode = {journal}")
            other.execute("BEGIN IMMEDIATE")
            for act in (upgrade, lambda target: restore(target, copy.target)):
                with pytest.raises(PortrayalsError, match="another program is writing"):
                    act(kept.target)
    assert not list(Path(kept.target).parent.glob("*.backup-*"))


def test_a_database_that_another_program_keeps_to_itself_is_not_taken_for_damaged(
    kept: KeptStudy, copy: KeptStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_copies, "BUSY_MS", 50)
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with closing(sqlite3.connect(copy.target, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PortrayalsError, match="another program") as caught:
            check_file(copy.target)
        assert not isinstance(caught.value, NoDatabase)
        with pytest.raises(PortrayalsError, match="another program"):
            restore(copy.target, kept.target)
    assert len(files(Path(kept.target).parent)) == 2


def test_the_plan_says_what_would_be_replaced_and_does_nothing(
    kept: KeptStudy, copy: KeptStudy, tmp_path: Path
) -> None:
    plan = plan_restore(kept.target, copy.target)
    assert plan.question == f"Replace {kept.target} with {copy.target}?"
    assert "3 titles, 7 annotations" in plan.lines[0]
    assert "2 titles, 7 annotations" in plan.lines[1]
    assert "study.backup-" in plan.lines[2]
    assert files(tmp_path) == {"study.db", "copy.db"}


def test_a_database_that_is_gone_is_restored(kept: KeptStudy, copy: KeptStudy) -> None:
    Path(kept.target).unlink()
    assert "nothing yet" in plan_restore(kept.target, copy.target).lines[0]
    restore(kept.target, copy.target)
    assert kept.snapshot() == copy.snapshot()
    assert pragma(kept.target, "journal_mode") == "wal"


@pytest.mark.parametrize("bytes_lost", [16, 4096])
def test_a_database_that_no_longer_opens_is_set_aside_and_restored(
    kept: KeptStudy, copy: KeptStudy, tmp_path: Path, bytes_lost: int
) -> None:
    with Path(kept.target).open("r+b") as file:
        file.write(b"\x07" * bytes_lost)
    damaged = Path(kept.target).read_bytes()
    assert "unreadable" in plan_restore(kept.target, copy.target).lines[0]
    restore(kept.target, copy.target)
    assert kept.snapshot() == copy.snapshot()
    (left,) = files(tmp_path) - {"study.db", "copy.db"}
    assert left.startswith("study.damaged-")
    assert (tmp_path / left).read_bytes() == damaged


def damaged(study: KeptStudy) -> bytes:
    """Overwrites where a file begins; returns what it then holds."""
    with Path(study.target).open("r+b") as file:
        file.write(b"\x07" * 100)
    return Path(study.target).read_bytes()


def test_a_database_that_no_longer_opens_stays_where_it_is_until_the_copy_is_whole(
    kept: KeptStudy, copy: KeptStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = damaged(kept)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(file_copies, "_make", full)
    with pytest.raises(PortrayalsError, match="disk is full"):
        restore(kept.target, copy.target)
    assert Path(kept.target).read_bytes() == before
    assert files(tmp_path) == {"study.db", "copy.db"}
    monkeypatch.undo()

    def killed(_: Path, goal: Path) -> None:
        assert goal.read_bytes() == before
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(PortrayalsError, match="Input/output error") as caught:
        restore(kept.target, copy.target)
    (left,) = files(tmp_path) - {"study.db", "copy.db"}
    assert left in str(caught.value.hint)
    assert (tmp_path / left).read_bytes() == Path(kept.target).read_bytes() == before


def test_a_file_system_without_second_names_will_do(
    kept: KeptStudy, copy: KeptStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    before = damaged(kept)
    restore(kept.target, copy.target)
    assert kept.snapshot() == copy.snapshot()
    (left,) = files(tmp_path) - {"study.db", "copy.db"}
    assert (tmp_path / left).read_bytes() == before
    before_it_is_put(lambda: (tmp_path / "more.db").write_text("notes"), monkeypatch)
    with pytest.raises(AlreadyThere):
        backup(kept.target, str(tmp_path / "more.db"), force=False)
    assert (tmp_path / "more.db").read_text() == "notes"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("disk I/O error", sqlite3.SQLITE_IOERR),
        ("database or disk is full", sqlite3.SQLITE_FULL),
        ("unable to open database file", sqlite3.SQLITE_CANTOPEN),
        ("attempt to write a readonly database", sqlite3.SQLITE_READONLY),
    ],
)
def test_a_file_that_cannot_be_looked_at_is_not_damaged(
    kept: KeptStudy, copy: KeptStudy, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    there = files(Path(kept.target).parent)

    def not_seen(_connection: object, _statement: str) -> None:
        error = sqlite3.OperationalError(name)
        error.sqlite_errorcode = code | 0x100  # the cause, which is in the upper byte
        raise error

    monkeypatch.setattr(file_copies, "_asked", not_seen)
    for ask in (file_copies.application_of, file_copies.damage_of):
        with pytest.raises(PortrayalsError, match=f"study.db cannot be read: {name}") as caught:
            ask(Path(kept.target))
        assert not isinstance(caught.value, NoDatabase)
    with pytest.raises(PortrayalsError, match=f"copy.db cannot be read: {name}"):
        restore(kept.target, copy.target)
    assert files(Path(kept.target).parent) == there


def test_a_damaged_page_is_restored_over(kept: KeptStudy, copy: KeptStudy) -> None:
    pages = int(str(pragma(kept.target, "page_count")))
    with Path(kept.target).open("r+b") as file:
        file.seek(4096 * (pages // 2))
        file.write(b"\xff" * 4096)
    restore(kept.target, copy.target)
    assert kept.problems() == ()


def test_a_damaged_or_strange_file_is_not_restored(
    kept: KeptStudy, copy: KeptStudy, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE a (b)")
    with closing(sqlite3.connect(copy.target)) as connection:
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'annotation'"
        ).fetchone()[0]
    with Path(copy.target).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    before, there = kept.snapshot(), files(tmp_path)
    for name in ("notes.txt", "other.db", "copy.db", "nothing.db", "study.db", "."):
        with pytest.raises(NoDatabase):
            plan_restore(kept.target, str(tmp_path / name))
        with pytest.raises(NoDatabase):
            restore(kept.target, str(tmp_path / name))
    assert kept.snapshot() == before
    assert files(tmp_path) == there


def test_rows_that_refer_to_nothing_are_damage(kept: KeptStudy, copy: KeptStudy) -> None:
    copy.damage("DELETE FROM source")
    with pytest.raises(NoDatabase, match=r"a row of .* refers to a missing source"):
        restore(kept.target, copy.target)


@pytest.mark.parametrize(
    "damage", ["DELETE FROM study", "DELETE FROM alembic_version", "DROP TABLE alembic_version"]
)
def test_a_backup_without_what_every_study_has_is_not_restored(
    kept: KeptStudy, copy: KeptStudy, damage: str
) -> None:
    before = kept.snapshot()
    copy.damage(damage)
    with pytest.raises(NoDatabase, match=r"copy\.db is damaged"):
        restore(kept.target, copy.target)
    assert kept.snapshot() == before


def test_another_program_s_database_is_not_restored_over(copy: KeptStudy, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE a (b)")
    with pytest.raises(NoDatabase, match="not a portrayals database"):
        restore(str(tmp_path / "other.db"), copy.target)


def test_a_backup_of_an_earlier_program_is_restored_and_the_upgrade_named(
    kept: KeptStudy, copy: KeptStudy
) -> None:
    copy.damage("PRAGMA user_version = 0")
    written = restore(kept.target, copy.target)
    assert "db upgrade" in written.notices[0]
    with pytest.raises(NeedsUpgrade), read(kept.target):
        pass


def test_a_database_that_is_up_to_date_is_left_as_it_is(kept: KeptStudy, tmp_path: Path) -> None:
    before = Path(kept.target).read_bytes()
    written = upgrade(kept.target)
    assert "up to date" in written.said
    assert written.keys == ()
    assert Path(kept.target).read_bytes() == before
    assert files(tmp_path) == {"study.db"}


def test_an_upgrade_copies_the_file_first_and_then_the_file_is_used(
    kept: KeptStudy, tmp_path: Path
) -> None:
    before = kept.snapshot()
    kept.damage("PRAGMA user_version = 0")
    with pytest.raises(NeedsUpgrade), read(kept.target):
        pass
    written = upgrade(kept.target)
    (left,) = files(tmp_path) - {"study.db"}
    assert left.startswith("study.backup-")
    assert written.keys == (str(tmp_path / left),)
    assert pragma(tmp_path / left, "user_version") == 0
    assert kept.snapshot() == before
    assert kept.problems() == ()
    kept.title("Bliss", year="1997")


def test_an_upgrade_runs_the_migrations(kept: KeptStudy) -> None:
    """From a revision that never was there is no way on."""
    kept.damage("PRAGMA user_version = 0", "UPDATE alembic_version SET version_num = '0000'")
    before = kept.ask_raw("SELECT count(*) FROM unit")
    with pytest.raises(PortrayalsError, match=r"the upgrade failed: .*'0000'") as caught:
        upgrade(kept.target)
    assert "\n" not in caught.value.message
    assert "study.backup-" in str(caught.value.hint)
    assert pragma(kept.target, "user_version") == 0
    assert kept.ask_raw("SELECT count(*) FROM unit") == before


def test_an_upgrade_that_fails_leaves_the_file_and_names_the_copy(
    kept: KeptStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.damage("PRAGMA user_version = 0")

    def fail(connection: Connection) -> None:
        connection.execute(text("DROP VIEW finding_view"))
        raise RuntimeError("the migration broke a reference in unit")

    monkeypatch.setattr(copies, "to_newest", fail)
    with pytest.raises(PortrayalsError, match="broke a reference in unit") as caught:
        upgrade(kept.target)
    (left,) = files(tmp_path) - {"study.db"}
    assert left in str(caught.value.hint)
    monkeypatch.undo()
    upgrade(kept.target)
    assert kept.problems() == ()


def test_a_newer_database_is_neither_upgraded_nor_backed_up(
    kept: KeptStudy, tmp_path: Path
) -> None:
    kept.damage("PRAGMA user_version = 99")
    with pytest.raises(NoDatabase, match="newer version"):
        upgrade(kept.target)
    with pytest.raises(NoDatabase, match="newer version"):
        backup(kept.target, str(tmp_path / "copy.db"), force=False)


def test_on_a_server_the_server_s_own_program_is_named() -> None:
    target = "postgresql://me:secret@host/study"
    with pytest.raises(PortrayalsError) as caught:
        backup(target, "copy.dump", force=False)
    assert "pg_dump" in str(caught.value.hint)
    for refused in (plan_restore, restore):
        with pytest.raises(PortrayalsError) as caught:
            refused(target, "copy.dump")
        assert "pg_restore" in str(caught.value.hint)
        assert "secret" not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.postgresql
def test_a_server_is_upgraded(empty_postgresql_url: str) -> None:
    study = KeptStudy(empty_postgresql_url)
    assert "up to date" in upgrade(study.target).said
    with write(study.target, actor="ana", command="damage") as change:
        change.connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(PortrayalsError, match="the upgrade failed"):
        upgrade(study.target)  # there never was a revision 0000
