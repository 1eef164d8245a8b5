"""A file with flipped bits is used or refused in plain words, and what matters is noticed."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from stored import stored_study

from portrayals.cli.program import run
from portrayals.tables import code, codebook, variable

COPIES = int(os.environ.get("PORTRAYALS_FLIPS", "100"))

RAFI = "prime/lisa-metzger/rafi"

#: What is asked of every copy after the check. The last ones write.
COMMANDS = (
    ("db", "info", "--json"),
    ("list", "titles", "--json"),
    ("list", "relationships", "act=flirting"),
    ("list", "annotations"),
    ("list", "claims"),
    ("show", "prime"),
    ("show", RAFI),
    ("stats",),
    ("stats", "act", "--by", "genre"),
    ("stats", "age"),
    ("history",),
    ("history", RAFI),
    ("codebook", "show"),
    ("db", "backup", "copy.db", "--force"),
    ("export", "annotations", "annotations.csv"),
    ("list", "titles", "prime"),
    ("add", "title", "Bliss", "--year", "1997"),
    ("tag", RAFI, "dating"),
    ("undo", "--last", "2"),
    ("undo", "--last", "2", "--anyone"),
)

#: Columns in which no change may pass unnoticed: who answered what of which unit, how the units
#: and the codes lie beneath each other, all that the codebooks say, and what the ballots say.
FIRM = {
    "annotation": {"variable_id", "unit_id", "coder_id", "wave_id", "level_id", "answer_id"},
    "code": set(code.c.keys()) - {"uuid"},
    "codebook": set(codebook.c.keys()) - {"uuid", "change_id"},
    "episode": {"episode_id", "title_id", "season", "number"},
    "evidence": {"evidence_id", "variable_id", "unit_id", "coder_id", "wave_id"},
    "change_row": {"change_id", "position", "table_name", "row_key"},
    "study": {"study_id", "policy"},
    "title": {"title_id"},
    "unit": {"unit_id", "level_id", "parent_id", "title_id"},
    "unit_name": {"unit_name_id", "unit_id", "kind", "folded"},
    "variable": set(variable.c.keys()) - {"change_id"},
}
WHOLE = {
    *("alembic_version", "code_implies", "code_property", "codebook_code", "level"),
    *("answer", "answer_code", "ballot", "ballot_node", "unit_ballot"),
}

Rows = dict[str, list[dict[str, object]]]


def told(folder: Path, *words: str) -> tuple[int, str]:
    """The exit status of the program, and what it said on both streams."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        status = run(["--db", str(folder / "study.db"), "--as", "ana", "--yes", *words])
    return status, said.getvalue()


def content(path: Path) -> tuple[list[tuple[object, ...]], Rows]:
    """What a file has been told to hold, but for white space, and the rows that it holds, as
    bytes."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        told = connection.execute(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY name"
        )
        schema = [(*named, b" ".join(sql.split())) for *named, sql in told]
        rows: Rows = {}
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ):
            cursor = connection.execute(f'SELECT * FROM "{name.decode()}"')  # noqa: S608 - our own
            columns = [each[0] for each in cursor.description]
            rows[name.decode()] = [dict(zip(columns, row, strict=True)) for row in cursor]
    return schema, rows


def changed_cells(before: Rows, after: Rows) -> list[tuple[str, str]]:
    """The table and column of every value that is another one; a row gone is the column `*`."""
    changed = []
    for table, rows in before.items():
        if len(rows) != len(after[table]):
            changed.append((table, "*"))
            continue
        for one, other in zip(rows, after[table], strict=True):
            changed += [(table, name) for name in one if one[name] != other[name]]
    return changed


def is_firm(table: str, column: str) -> bool:
    """Whether a change there makes a structure, or a ballot, that disagrees with the rest."""
    return column == "*" or table in WHOLE or column in FIRM.get(table, ())


def outcome(sound: Path, folder: Path, commands: Sequence[Sequence[str]]) -> str:
    """What became of a copy with flipped bits; begins with `WRONG` where that may not be."""
    status, said = told(folder, "db", "check", "--json")
    found = "refused" if "error" in said else "noticed"
    if status == 0:
        before, after = content(sound), content(folder / "study.db")
        if before[0] != after[0]:
            return "WRONG: the schema is another one, and the check did not notice"
        cells = changed_cells(before[1], after[1])
        if firm := [f"{table}.{column}" for table, column in cells if is_firm(table, column)]:
            return f"WRONG: the check did not notice {', '.join(firm)}"
        found = "a lone value" if cells else "harmless"
    answers = [("db check", status, said)]
    answers += [(" ".join(words), *told(folder, *words)) for words in commands]
    for words, status, said in answers:
        if status not in {0, 1, 2, 3} or "Traceback" in said or "went wrong inside" in said:
            return f"WRONG: {found}, and {words} said: {said.strip()}"
    return found


def flipped(content: bytes, draw: random.Random) -> bytes:
    """The bytes of a file, with one bit or several turned over."""
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 1, 8, 64))):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


@pytest.mark.slow
def test_flipped_bits_never_cause_a_traceback_and_the_check_notices_what_matters(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    sound = stored_study(tmp_path / "sound.db", page_size=512)  # the smaller, the less is empty
    with closing(sqlite3.connect(sound, isolation_level=None)) as connection:
        connection.execute("VACUUM")  # an upgrade leaves pages that nothing is in
    folder = tmp_path / "copy"
    outcomes: Counter[str] = Counter()
    wrong = []
    for number in range(COPIES):
        folder.mkdir()
        monkeypatch.chdir(folder)
        (folder / "study.db").write_bytes(flipped(sound.read_bytes(), random.Random(number)))
        found = outcome(sound, folder, COMMANDS[number % 4 :: 4])
        outcomes[found.partition(":")[0]] += 1
        if found.startswith("WRONG"):
            wrong.append(f"copy {number}: {found}")
        shutil.rmtree(folder)
    record_property("outcomes", dict(outcomes))
    assert not wrong, "\n".join(wrong)
    assert outcomes["noticed"] > COPIES / 10, outcomes
