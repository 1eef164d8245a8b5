"""Sets may be partial; a program and a compilation are coders, with what is to be told of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OUTCOMES = '"majority" BETWEEN 0 AND 10 AND "unanimous" BETWEEN 0 AND 10 AND "any" BETWEEN 0 AND 10'
POLICIES = ("majority", "unanimous", "any")
KEY = ("variable_id", "unit_id", "coder_id", "wave_id")
#: What an annotation points at, each by its table and columns.
REFERENCES = (
    ("change", ("change_id",)),
    ("codebook", ("codebook_id",)),
    ("coder", ("coder_id",)),
    ("unit", ("unit_id", "level_id")),
    ("answer", ("variable_id", "answer_id")),
    ("variable", ("variable_id", "level_id")),
    ("wave", ("wave_id",)),
)

RELATIONSHIP_VIEW = (
    "CREATE VIEW relationship_view AS SELECT unit.key, titled.name AS title, above.name, "
    "above.performer, unit.name AS counterpart, unit.performer AS counterpart_performer, "
    "coalesce(unit.year, above.year, titled.year) AS year FROM unit JOIN unit AS above ON "
    "above.unit_id = unit.parent_id JOIN unit AS titled ON titled.unit_id = unit.title_id "
    "WHERE unit.level_id = 4"
)

ANNOTATION_VIEW = (
    "CREATE VIEW annotation_view AS SELECT unit.key AS unit, variable.key AS variable, coder.key "
    "AS coder, wave.key AS wave, CASE answer.state WHEN 0 THEN 'coded' WHEN 1 THEN 'none' WHEN 2 "
    "THEN 'cannot-tell' WHEN 3 THEN 'not-applicable' WHEN 4 THEN 'unavailable' ELSE NULL END AS "
    "state, CASE annotation.basis WHEN 0 THEN 'watched' WHEN 1 THEN 'watched-in-part' WHEN 2 THEN "
    "'documented' WHEN 3 THEN 'unstated' WHEN 4 THEN 'hearsay' ELSE NULL END AS basis, CASE WHEN "
    "(variable.type = 'multi' AND answer.state <= 1) THEN coalesce(annotation.complete, CASE "
    "annotation.basis WHEN 0 THEN 1 WHEN 1 THEN 0 WHEN 2 THEN 0 WHEN 3 THEN 1 WHEN 4 THEN 0 END) "
    "ELSE NULL END AS complete, code.key "
    "AS code, CASE WHEN (variable.type = 'multi') THEN answer_code.doubtful ELSE NULL END AS "
    "doubtful, answer.number, annotation.text, annotation.note FROM annotation JOIN unit ON "
    "unit.unit_id = annotation.unit_id JOIN variable ON variable.variable_id = "
    "annotation.variable_id JOIN coder ON coder.coder_id = annotation.coder_id JOIN wave ON "
    "wave.wave_id = annotation.wave_id JOIN answer ON answer.answer_id = annotation.answer_id "
    "LEFT OUTER JOIN answer_code ON answer_code.answer_id = answer.answer_id LEFT OUTER JOIN code "
    "ON code.code_id = answer_code.code_id"
)

FINDING_VIEW = (
    "CREATE VIEW finding_view AS SELECT unit.key AS unit, variable.key AS variable, code.key "
    "AS code, ballot_node.votes, ballot.answers, ballot.adjudicated, CASE CASE study.policy "
    "WHEN 'majority' THEN ballot_node.majority WHEN 'unanimous' THEN ballot_node.unanimous "
    "WHEN 'any' THEN ballot_node.\"any\" END WHEN 0 THEN 'no' WHEN 1 THEN 'yes' WHEN 2 THEN "
    "'undetermined' WHEN 3 THEN 'unsettled' WHEN 4 THEN 'cannot-tell' WHEN 5 THEN "
    "'not-applicable' WHEN 6 THEN 'unavailable' WHEN 7 THEN 'not-coded' WHEN 8 THEN "
    "'incomplete' WHEN 9 THEN 'incomplete' WHEN 10 THEN 'incomplete' WHEN 11 THEN 'no-unit' "
    "WHEN 12 THEN 'no-value' WHEN 13 THEN 'undetermined' ELSE NULL END AS outcome, CASE WHEN "
    "(CASE study.policy WHEN 'majority' THEN ballot_node.majority WHEN 'unanimous' THEN "
    "ballot_node.unanimous WHEN 'any' THEN ballot_node.\"any\" END IN (1, 9)) THEN 'yes' WHEN "
    "(CASE study.policy WHEN 'majority' THEN ballot_node.majority WHEN 'unanimous' THEN "
    "ballot_node.unanimous WHEN 'any' THEN ballot_node.\"any\" END IN (0, 10, 13)) THEN 'no' "
    "ELSE NULL END AS known FROM unit_ballot JOIN ballot ON ballot.ballot_id = "
    "unit_ballot.ballot_id JOIN ballot_node ON ballot_node.ballot_id = ballot.ballot_id JOIN "
    "unit ON unit.unit_id = unit_ballot.unit_id JOIN variable ON variable.variable_id = "
    "unit_ballot.variable_id JOIN code ON code.code_id = ballot_node.code_id AND code.kind = "
    "'code' JOIN study ON study.study_id = 1"
)


def upgrade() -> None:
    """Adds what is told of sets and coders; the ballots are made anew at the newest schema."""
    for view in ("relationship_view", "annotation_view", "finding_view"):
        op.execute(f"DROP VIEW {view}")
    completeness()
    more_kinds_of_coder()
    more_outcomes()
    for view in (RELATIONSHIP_VIEW, ANNOTATION_VIEW, FINDING_VIEW):
        op.get_bind().exec_driver_sql(view)


def completeness() -> None:
    """An annotation says whether its set is complete, where that was said."""
    said = sa.CheckConstraint("complete IN (0, 1)", name=op.f("ck_annotation_complete"))
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("annotation", sa.Column("complete", sa.Integer(), said, nullable=True))
        return
    # SQLite adds no constraint: the table is written anew, and others find it by its name.
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM annotation")
    op.drop_table("annotation")
    op.create_table(
        "annotation",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in KEY),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("basis BETWEEN 0 AND 4", name=op.f("ck_annotation_basis")),
        said,
        *(
            sa.ForeignKeyConstraint(
                columns,
                [f"{table}.{name}" for name in columns],
                name=op.f(f"fk_annotation_{'_'.join(columns)}"),
            )
            for table, columns in REFERENCES
        ),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_annotation")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(
        """INSERT INTO annotation (variable_id, unit_id, coder_id, wave_id, level_id, codebook_id,
          answer_id, basis, text, note, change_id)
        SELECT variable_id, unit_id, coder_id, wave_id, level_id, codebook_id,
          answer_id, basis, text, note, change_id FROM kept"""
    )
    op.execute("DROP TABLE kept")
    op.create_index(op.f("ix_annotation_unit_id"), "annotation", ["unit_id"], unique=False)


def more_kinds_of_coder() -> None:
    """A coder is a person, a program, a compilation or the consensus."""
    told = ("model", "model_version", "instruction_sha256", "method")
    kinds = "kind IN ('person', 'program', 'compilation', 'consensus')"
    if op.get_bind().dialect.name == "postgresql":
        for name in told:
            op.add_column("coder", sa.Column(name, sa.Text(), nullable=True))
        op.drop_constraint(op.f("ck_coder_kind"), "coder")
        op.create_check_constraint(op.f("ck_coder_kind"), "coder", kinds)
        return
    # SQLite changes no constraint: the table is written anew, and others find it by its name.
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM coder")
    numbered = "SELECT seq FROM sqlite_sequence WHERE name = 'coder'"
    last = op.get_bind().exec_driver_sql(numbered).scalar()
    op.drop_table("coder")
    op.create_table(
        "coder",
        sa.Column("coder_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in told),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(kinds, name=op.f("ck_coder_kind")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_coder_change_id")
        ),
        sa.PrimaryKeyConstraint("coder_id", name=op.f("pk_coder")),
        sa.UniqueConstraint("key", name=op.f("uq_coder_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_coder_uuid")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.execute(
        """INSERT INTO coder (coder_id, uuid, key, kind, name, change_id)
        SELECT coder_id, uuid, key, kind, name, change_id FROM kept"""
    )
    op.execute("DROP TABLE kept")
    if last is not None:  # no number is given twice, not even that of a coder who is gone
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'coder'")
        counter = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
        op.bulk_insert(counter, [{"name": "coder", "seq": last}])


def more_outcomes() -> None:
    """What a ballot comes to may be known of a unit that is not complete."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("ballot", "ballot_node"):
            op.drop_constraint(op.f(f"ck_{table}_outcomes"), table)
            op.create_check_constraint(op.f(f"ck_{table}_outcomes"), table, OUTCOMES)
        return
    op.execute("DELETE FROM unit_ballot")
    for table in ("ballot_node", "ballot"):
        op.drop_table(table)
    make_ballots()


def make_ballots() -> None:
    """The tables of ballots, empty."""
    op.create_table(
        "ballot",
        sa.Column("ballot_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("variable_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        *(
            sa.Column(
                name, sa.Text() if name == "basis" else sa.Integer(), nullable=name == "basis"
            )
            for name in ("adjudicated", "basis", "voters", "answers", "hearsay", "disputed")
        ),
        sa.Column("mean", sa.REAL(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in POLICIES),
        *(
            sa.CheckConstraint(f"{name} IN (0, 1)", name=op.f(f"ck_ballot_{name}"))
            for name in ("adjudicated", "hearsay", "disputed")
        ),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_ballot_outcomes")),
        sa.ForeignKeyConstraint(
            ["variable_id"], ["variable.variable_id"], name=op.f("fk_ballot_variable_id")
        ),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("key", name=op.f("uq_ballot_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "ballot_node",
        sa.Column("ballot_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in POLICIES),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_ballot_node_outcomes")),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.ballot_id"], name=op.f("fk_ballot_node_ballot_id")
        ),
        sa.PrimaryKeyConstraint("ballot_id", "code_id", name=op.f("pk_ballot_node")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    raise RuntimeError("a partial set would be read as a complete one: restore a backup instead")
