"""Answers are rows: an annotation points at its answer, and its images in the history say it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = ("coded", "none", "cannot-tell", "not-applicable", "unavailable")
BASES = ("watched", "watched-in-part", "documented", "unstated", "hearsay")
LETTERS = dict(zip(STATES, "cn?-u", strict=True))
KEY = ("variable_id", "unit_id", "coder_id", "wave_id")
LONGEST = 200
#: What is raised by an image that is no row of its table: it stays as it is, and `db check` tells.
DAMAGED = (ValueError, KeyError, TypeError, AttributeError)
#: So many rows are read, and written, at a time.
BATCH = 10_000

ANNOTATION_VIEW = (
    "CREATE VIEW annotation_view AS SELECT unit.key AS unit, variable.key AS variable, coder.key "
    "AS coder, wave.key AS wave, CASE answer.state WHEN 0 THEN 'coded' WHEN 1 THEN 'none' WHEN 2 "
    "THEN 'cannot-tell' WHEN 3 THEN 'not-applicable' WHEN 4 THEN 'unavailable' ELSE NULL END AS "
    "state, CASE annotation.basis WHEN 0 THEN 'watched' WHEN 1 THEN 'watched-in-part' WHEN 2 THEN "
    "'documented' WHEN 3 THEN 'unstated' WHEN 4 THEN 'hearsay' ELSE NULL END AS basis, code.key "
    "AS code, CASE WHEN (variable.type = 'multi') THEN answer_code.doubtful ELSE NULL END AS "
    "doubtful, answer.number, annotation.text, annotation.note FROM annotation JOIN unit ON "
    "unit.unit_id = annotation.unit_id JOIN variable ON variable.variable_id = "
    "annotation.variable_id JOIN coder ON coder.coder_id = annotation.coder_id JOIN wave ON "
    "wave.wave_id = annotation.wave_id JOIN answer ON answer.answer_id = annotation.answer_id "
    "LEFT OUTER JOIN answer_code ON answer_code.answer_id = answer.answer_id LEFT OUTER JOIN code "
    "ON code.code_id = answer_code.code_id"
)

#: Of an annotation: its key, its state and value, with a row for each code of a set.
SAID = """
SELECT a.variable_id, a.unit_id, a.coder_id, a.wave_id, a.state, a.number, a.code_id,
  c.code_id AS of_set, c.doubtful
FROM annotation a LEFT JOIN annotation_code c ON c.variable_id = a.variable_id
  AND c.unit_id = a.unit_id AND c.coder_id = a.coder_id AND c.wave_id = a.wave_id
ORDER BY a.variable_id, a.unit_id, a.coder_id, a.wave_id
"""

#: Of the image of an annotation, with a row for each code of a set that is kept beside it.
IMAGES = """
SELECT r.change_id, r.position, r.before, c.code_id AS of_set, c.doubtful
FROM change_row r LEFT JOIN image_code c ON c.change_id = r.change_id AND c.row_key = r.row_key
WHERE r.table_name = 'annotation' ORDER BY r.change_id, r.position
"""

#: The images that stay are numbered through again.
RENUMBERED = (
    """CREATE TEMPORARY TABLE numbered AS SELECT change_id, position,
      row_number() OVER (PARTITION BY change_id ORDER BY position) AS place
    FROM change_row WHERE table_name <> 'annotation_code' AND change_id IN
      (SELECT change_id FROM change_row WHERE table_name = 'annotation_code')""",
    "DELETE FROM change_row WHERE table_name = 'annotation_code'",
    "CREATE INDEX numbered_position ON numbered (change_id, position)",
    """UPDATE change_row SET position = (SELECT -place FROM numbered n
      WHERE n.change_id = change_row.change_id AND n.position = change_row.position)
    WHERE change_id IN (SELECT change_id FROM numbered)""",
    "UPDATE change_row SET position = -position WHERE position < 0",
    "DROP TABLE numbered",
)

#: The annotations as they are kept from now on.
KEPT = """
CREATE TEMPORARY TABLE kept AS
SELECT a.variable_id, a.unit_id, a.coder_id, a.wave_id, a.level_id, a.codebook_id, s.answer_id,
  CASE a.basis WHEN 'watched' THEN 0 WHEN 'watched-in-part' THEN 1 WHEN 'documented' THEN 2
    WHEN 'unstated' THEN 3 WHEN 'hearsay' THEN 4 END AS basis, a.text, a.note, a.change_id
FROM annotation a JOIN said s ON s.variable_id = a.variable_id AND s.unit_id = a.unit_id
  AND s.coder_id = a.coder_id AND s.wave_id = a.wave_id
"""


def form_of(
    variable_id: int, state: str, number: float | None, codes: list[tuple[int, int]]
) -> str:
    """An answer as the program writes it down: `12|c3,7?9`."""
    sure, unsure = (
        ",".join(str(code_id) for code_id, doubtful in sorted(codes) if doubtful == kind)
        for kind in (0, 1)
    )
    in_doubt = f"?{unsure}" if unsure else ""
    given = "" if number is None else f"={float(number) + 0.0!r}"
    return f"{variable_id}|{LETTERS[state]}{sure}{in_doubt}{given}"


def named(form: str) -> dict[str, str | None]:
    """A form as it is found: itself, or the digest of a long one."""
    if len(form) <= LONGEST:
        return {"key": form, "form": None}
    return {"key": f"blake2b:{blake2b(form.encode(), digest_size=32).hexdigest()}", "form": form}


def codes_of(code_id: int | None, rows: list[Any]) -> list[tuple[int, int]]:
    """The codes of an answer, each with whether it is in doubt."""
    single = [] if code_id is None else [(code_id, 0)]
    return single + [(row.of_set, row.doubtful) for row in rows if row.of_set is not None]


def stream(statement: str, *of: str) -> Iterator[tuple[Any, list[Any]]]:
    """The rows of a statement, those together that are alike in some columns."""
    rows = op.get_bind().execute(sa.text(statement), execution_options={"yield_per": BATCH})
    for key, alike in groupby(rows, lambda row: tuple(getattr(row, name) for name in of)):
        yield key, list(alike)


def write(table: str, rows: list[dict[str, Any]]) -> None:
    """Adds rows, all of the same columns."""
    if rows:
        into = sa.table(table, *map(sa.column, rows[0]))
        op.get_bind().execute(sa.insert(into), rows)


def upgrade() -> None:
    """Makes the answers, and has annotations and the history point at them."""
    op.execute("DROP VIEW annotation_view")
    make_tables()
    keep_answers()
    noted = rewrite_images()
    rewrite_annotations()
    written = sa.text("SELECT DISTINCT change_id, variable_id FROM annotation")
    noted |= {(row.change_id, row.variable_id) for row in op.get_bind().execute(written)}
    write("change_variable", [{"change_id": by, "variable_id": of} for by, of in sorted(noted)])
    op.get_bind().exec_driver_sql(ANNOTATION_VIEW)


def make_tables() -> None:
    op.create_table(
        "change_variable",
        sa.Column("change_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("variable_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_change_variable_change_id")
        ),
        sa.PrimaryKeyConstraint("change_id", "variable_id", name=op.f("pk_change_variable")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer",
        sa.Column("answer_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("variable_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("number", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.CheckConstraint("state BETWEEN 0 AND 4", name=op.f("ck_answer_state")),
        sa.CheckConstraint("state = 0 OR number IS NULL", name=op.f("ck_answer_value")),
        sa.ForeignKeyConstraint(
            ["variable_id"], ["variable.variable_id"], name=op.f("fk_answer_variable_id")
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer")),
        sa.UniqueConstraint("key", name=op.f("uq_answer_key")),
        sa.UniqueConstraint(
            "variable_id", "answer_id", name=op.f("uq_answer_variable_id_answer_id")
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "answer_code",
        sa.Column("variable_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("doubtful", sa.Integer(), nullable=False),
        sa.CheckConstraint("doubtful IN (0, 1)", name=op.f("ck_answer_code_doubtful")),
        sa.ForeignKeyConstraint(
            ["variable_id", "answer_id"],
            ["answer.variable_id", "answer.answer_id"],
            name=op.f("fk_answer_code_variable_id_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "code_id"],
            ["code.variable_id", "code.code_id"],
            name=op.f("fk_answer_code_variable_id_code_id"),
        ),
        sa.PrimaryKeyConstraint("answer_id", "code_id", name=op.f("pk_answer_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    for statement in (
        """CREATE TEMPORARY TABLE said (variable_id INTEGER, unit_id INTEGER, coder_id INTEGER,
        wave_id INTEGER, answer_id INTEGER, PRIMARY KEY (variable_id, unit_id, coder_id, wave_id))""",
        """CREATE TEMPORARY TABLE image_code (change_id INTEGER, row_key TEXT, code_id INTEGER,
        doubtful INTEGER, PRIMARY KEY (change_id, row_key, code_id))""",
        """CREATE TEMPORARY TABLE image (change_id INTEGER, position INTEGER, before TEXT,
        PRIMARY KEY (change_id, position))""",
    ):
        op.execute(statement)


def keep_answers() -> None:
    """Fills the answers, and notes beside the key of each annotation which one is its own."""
    ids: dict[str, int] = {}
    annotations = stream(SAID, *KEY)
    while batch := list(islice(annotations, BATCH)):
        said: list[dict[str, Any]] = []
        answers: list[dict[str, Any]] = []
        given: list[dict[str, Any]] = []
        for key, rows in batch:
            variable_id, row = key[0], rows[0]
            codes = codes_of(row.code_id, rows)
            form = form_of(variable_id, row.state, row.number, codes)
            if form not in ids:
                ids[form] = answer_id = len(ids) + 1
                same = {"variable_id": variable_id, "answer_id": answer_id}
                number = None if row.number is None else row.number + 0.0
                state = STATES.index(row.state)
                answers.append({**same, "state": state, "number": number, **named(form)})
                given += [{**same, "code_id": code_id, "doubtful": d} for code_id, d in codes]
            said.append(dict(zip((*KEY, "answer_id"), (*key, ids[form]), strict=True)))
        for table, made in (("answer", answers), ("answer_code", given), ("said", said)):
            write(table, made)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('answer', 'answer_id'), "
            "coalesce(max(answer_id), 0) + 1, false) FROM answer"
        )


def rewrite_images() -> set[tuple[int, int]]:
    """Has each image of an annotation say the answer, with the codes that were kept beside it.

    Returns the changes and variables of the annotations.
    """
    images = stream(
        "SELECT change_id, row_key, before FROM change_row WHERE table_name = 'annotation_code'",
        "change_id",
        "row_key",
    )
    while batch := list(islice(images, BATCH)):
        codes = []
        for (change_id, row_key), [row] in batch:
            of = f"{row_key.rpartition(',')[0]}]"  # the key of the annotation comes first
            with suppress(*DAMAGED):
                part = json.loads(row.before)
                code = {"code_id": int(part["code_id"]), "doubtful": int(part["doubtful"])}
                codes.append({"change_id": change_id, "row_key": of, **code})
        write("image_code", codes)
    noted: set[tuple[int, int]] = set()
    images = stream(IMAGES, "change_id", "position")
    while batch := list(islice(images, BATCH)):
        rewritten = []
        for (change_id, position), rows in batch:
            with suppress(*DAMAGED):
                image = with_answer(json.loads(rows[0].before), rows)
                before = json.dumps(image, ensure_ascii=False)
                noted.add((int(image["change_id"]), int(image["variable_id"])))
                rewritten.append({"change_id": change_id, "position": position, "before": before})
        write("image", rewritten)
    op.execute(
        """UPDATE change_row SET before = (SELECT before FROM image i WHERE
        i.change_id = change_row.change_id AND i.position = change_row.position)
        WHERE (change_id, position) IN (SELECT change_id, position FROM image)"""
    )
    for statement in (*RENUMBERED, "DROP TABLE image", "DROP TABLE image_code"):
        op.execute(statement)
    return noted


def with_answer(image: dict[str, Any], rows: list[Any]) -> dict[str, Any]:
    """The image of an annotation with its answer in the place of its value."""
    state, number, single = (image.pop(name) for name in ("state", "number", "code_id"))
    form = form_of(image["variable_id"], state, number, codes_of(single, rows))
    key, whole = named(form).values()
    return image | {"answer": key, "answer_form": whole, "basis": BASES.index(image["basis"])}


def rewrite_annotations() -> None:
    """Writes the annotations anew, each with its answer and without its value."""
    op.execute(KEPT)
    op.drop_table("annotation_code")
    referring = ("evidence", "adjudication")
    names = {table: op.f(f"fk_{table}_{'_'.join(KEY)}") for table in referring}
    on_server = op.get_bind().dialect.name == "postgresql"  # SQLite finds the new one by its name
    for table in referring if on_server else ():
        op.drop_constraint(names[table], table)
    op.drop_table("annotation")
    make_annotation()
    op.execute("INSERT INTO annotation SELECT * FROM kept")
    op.create_index(op.f("ix_annotation_unit_id"), "annotation", ["unit_id"], unique=False)
    for table in referring if on_server else ():
        op.create_foreign_key(names[table], table, "annotation", KEY, KEY)
    for table in ("kept", "said"):
        op.drop_table(table)


def make_annotation() -> None:
    op.create_table(
        "annotation",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in KEY),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("basis BETWEEN 0 AND 4", name=op.f("ck_annotation_basis")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_annotation_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebook.codebook_id"], name=op.f("fk_annotation_codebook_id")
        ),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["coder.coder_id"], name=op.f("fk_annotation_coder_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "level_id"],
            ["unit.unit_id", "unit.level_id"],
            name=op.f("fk_annotation_unit_id_level_id"),
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "answer_id"],
            ["answer.variable_id", "answer.answer_id"],
            name=op.f("fk_annotation_variable_id_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "level_id"],
            ["variable.variable_id", "variable.level_id"],
            name=op.f("fk_annotation_variable_id_level_id"),
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.wave_id"], name=op.f("fk_annotation_wave_id")),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_annotation")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    raise RuntimeError("an annotation does not hold its value any more: restore a backup instead")
