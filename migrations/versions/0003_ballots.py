"""Votes are counted by ballot: tables of ballots in the place of the tallies of each unit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OUTCOMES = '"majority" BETWEEN 0 AND 7 AND "unanimous" BETWEEN 0 AND 7 AND "any" BETWEEN 0 AND 7'

FINDING_VIEW = (
    "CREATE VIEW finding_view AS SELECT unit.key AS unit, variable.key AS variable, code.key AS "
    "code, ballot_node.votes, ballot.answers, ballot.adjudicated, CASE CASE study.policy WHEN "
    "'majority' THEN ballot_node.majority WHEN 'unanimous' THEN ballot_node.unanimous WHEN 'any' "
    "THEN ballot_node.\"any\" END WHEN 0 THEN 'no' WHEN 1 THEN 'yes' WHEN 2 THEN 'undetermined' "
    "WHEN 3 THEN 'unsettled' WHEN 4 THEN 'cannot-tell' WHEN 5 THEN 'not-applicable' WHEN 6 THEN "
    "'unavailable' WHEN 7 THEN 'not-coded' WHEN 8 THEN 'incomplete' WHEN 9 THEN 'no-unit' WHEN 10 "
    "THEN 'no-value' ELSE NULL END AS outcome FROM unit_ballot JOIN ballot ON ballot.ballot_id = "
    "unit_ballot.ballot_id JOIN ballot_node ON ballot_node.ballot_id = ballot.ballot_id JOIN unit "
    "ON unit.unit_id = unit_ballot.unit_id JOIN variable ON variable.variable_id = "
    "unit_ballot.variable_id JOIN code ON code.code_id = ballot_node.code_id AND code.kind = "
    "'code' JOIN study ON study.study_id = 1"
)


TITLE_VIEW = (
    "CREATE VIEW title_view AS SELECT unit.key, unit.name AS title, unit.year, "
    "title.end_year, title.kind, (SELECT aggregate_strings(term.value, '; ') AS "
    "aggregate_strings_1 FROM (SELECT title_term.value AS value FROM title_term WHERE "
    "title_term.title_id = unit.unit_id AND title_term.field = 'country' ORDER BY "
    "title_term.position) AS term) AS countries, (SELECT aggregate_strings(known.written, '; "
    "') AS aggregate_strings_2 FROM (SELECT identifier.scheme || ':' || identifier.value AS "
    "written FROM identifier WHERE identifier.title_id = unit.unit_id ORDER BY "
    "identifier.scheme, identifier.value) AS known) AS ids, title.screened, (SELECT count(*) "
    "AS count_1 FROM unit AS beneath WHERE beneath.title_id = unit.unit_id AND "
    "beneath.level_id = 3) AS portrayals, (SELECT count(*) AS count_2 FROM unit AS beneath "
    "WHERE beneath.title_id = unit.unit_id AND beneath.level_id = 4) AS relationships FROM "
    "unit JOIN title ON title.title_id = unit.unit_id WHERE unit.level_id = 1"
)

#: What puts texts together, by the engine.
AGGREGATE = {"sqlite": "group_concat(", "postgresql": "string_agg("}


def upgrade() -> None:
    """Makes the tables; the ballots in them are made when the newest schema is reached."""
    op.execute("DROP VIEW finding_view")
    op.drop_table("tally_code")
    op.drop_table("tally")
    op.create_table(
        "ballot",
        sa.Column("ballot_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("variable_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("adjudicated", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("hearsay", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.Integer(), nullable=False),
        sa.Column("mean", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=True),
        sa.Column("majority", sa.Integer(), nullable=False),
        sa.Column("unanimous", sa.Integer(), nullable=False),
        sa.Column("any", sa.Integer(), nullable=False),
        sa.CheckConstraint("adjudicated IN (0, 1)", name=op.f("ck_ballot_adjudicated")),
        sa.CheckConstraint("hearsay IN (0, 1)", name=op.f("ck_ballot_hearsay")),
        sa.CheckConstraint("disputed IN (0, 1)", name=op.f("ck_ballot_disputed")),
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
        sa.Column("majority", sa.Integer(), nullable=False),
        sa.Column("unanimous", sa.Integer(), nullable=False),
        sa.Column("any", sa.Integer(), nullable=False),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_ballot_node_outcomes")),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.ballot_id"], name=op.f("fk_ballot_node_ballot_id")
        ),
        sa.PrimaryKeyConstraint("ballot_id", "code_id", name=op.f("pk_ballot_node")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unit_ballot",
        sa.Column("variable_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"], name=op.f("fk_unit_ballot_unit_id")),
        sa.ForeignKeyConstraint(
            ["variable_id"], ["variable.variable_id"], name=op.f("fk_unit_ballot_variable_id")
        ),
        sa.PrimaryKeyConstraint("variable_id", "unit_id", name=op.f("pk_unit_ballot")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_unit_ballot_unit_id"), "unit_ballot", ["unit_id"], unique=False)
    aggregate = AGGREGATE[op.get_bind().dialect.name]
    for view in (FINDING_VIEW, TITLE_VIEW.replace("aggregate_strings(", aggregate)):
        op.get_bind().exec_driver_sql(view)


def downgrade() -> None:
    raise RuntimeError("the tallies are not counted any more: restore a backup instead")
