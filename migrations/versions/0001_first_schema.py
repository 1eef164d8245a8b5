"""The first schema: tables, the levels, the search index of each engine, the views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LEVELS = ((1, "title", None), (2, "episode", 1), (3, "portrayal", 1), (4, "relationship", 3))

SEARCH = {
    "sqlite": (
        (
            "CREATE VIRTUAL TABLE unit_search USING fts5(folded, content='unit_name', "
            "content_rowid='unit_name_id', tokenize='unicode61')"
        ),
        (
            "CREATE TRIGGER unit_name_inserted AFTER INSERT ON unit_name BEGIN INSERT INTO "
            "unit_search(rowid, folded) VALUES (new.unit_name_id, new.folded); END"
        ),
        (
            "CREATE TRIGGER unit_name_deleted AFTER DELETE ON unit_name BEGIN INSERT INTO "
            "unit_search(unit_search, rowid, folded) VALUES ('delete', old.unit_name_id, "
            "old.folded); END"
        ),
        (
            "CREATE TRIGGER unit_name_updated AFTER UPDATE ON unit_name BEGIN INSERT INTO "
            "unit_search(unit_search, rowid, folded) VALUES ('delete', old.unit_name_id, "
            "old.folded); INSERT INTO unit_search(rowid, folded) VALUES (new.unit_name_id, "
            "new.folded); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE INDEX ix_unit_name_search ON unit_name USING gin (to_tsvector('simple', "
            "regexp_replace(folded, '[^[:alnum:]]+', ' ', 'g')))"
        ),
    ),
}

VIEWS = (
    (
        "CREATE VIEW portrayal_view AS SELECT unit.key, titled.name AS title, unit.name, "
        "unit.performer, coalesce(unit.year, titled.year) AS year, title.kind, title.screened "
        "FROM unit JOIN unit AS titled ON titled.unit_id = unit.title_id JOIN title ON "
        "title.title_id = unit.title_id WHERE unit.level_id = 3"
    ),
    (
        "CREATE VIEW relationship_view AS SELECT unit.key, titled.name AS title, above.name, "
        "above.performer, unit.name AS counterpart, unit.performer AS counterpart_performer, "
        "coalesce(unit.year, titled.year) AS year FROM unit JOIN unit AS above ON "
        "above.unit_id = unit.parent_id JOIN unit AS titled ON titled.unit_id = unit.title_id "
        "WHERE unit.level_id = 4"
    ),
    (
        "CREATE VIEW annotation_view AS SELECT unit.key AS unit, variable.key AS variable, "
        "coder.key AS coder, wave.key AS wave, annotation.state, annotation.basis, code.key "
        "AS code, annotation_code.doubtful, annotation.number, annotation.text, "
        "annotation.note FROM annotation JOIN unit ON unit.unit_id = annotation.unit_id JOIN "
        "variable ON variable.variable_id = annotation.variable_id JOIN coder ON "
        "coder.coder_id = annotation.coder_id JOIN wave ON wave.wave_id = annotation.wave_id "
        "LEFT OUTER JOIN annotation_code ON annotation_code.variable_id = "
        "annotation.variable_id AND annotation_code.unit_id = annotation.unit_id AND "
        "annotation_code.coder_id = annotation.coder_id AND annotation_code.wave_id = "
        "annotation.wave_id LEFT OUTER JOIN code ON code.code_id = "
        "coalesce(annotation_code.code_id, annotation.code_id)"
    ),
    (
        "CREATE VIEW finding_view AS SELECT unit.key AS unit, variable.key AS variable, "
        "code.key AS code, tally_code.votes, tally.answers, tally.adjudicated, CASE WHEN "
        "(variable.type = 'boolean' AND code.key = 'no') THEN CASE CASE WHEN (tally.answers "
        "IS NULL) THEN 'not-coded' WHEN (settling.policy = 'any' AND (tally.answers - "
        "tally_code.unasked) - tally_code.votes > 0) THEN 'yes' WHEN ((tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) = 0) THEN CASE WHEN "
        "(tally_code.unasked + tally_code.unasked_cannot_tell + "
        "tally_code.unasked_not_applicable > 0) THEN 'not-coded' WHEN (tally.hearsay > 0) "
        "THEN 'unsettled' WHEN (tally.unavailable > 0) THEN 'unavailable' ELSE 'not-coded' "
        "END WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.answers - "
        "tally_code.unasked) - tally_code.doubtful = (tally.answers - tally_code.unasked) + "
        "(tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) ELSE 2 * ((tally.answers - tally_code.unasked) - "
        "tally_code.doubtful) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) END THEN CASE WHEN CASE WHEN (settling.policy = "
        "'unanimous') THEN (tally.answers - tally_code.unasked) - tally_code.votes = "
        "(tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * ((tally.answers "
        "- tally_code.unasked) - tally_code.votes) > (tally.answers - tally_code.unasked) - "
        "tally_code.doubtful END THEN 'yes' WHEN CASE WHEN (settling.policy = 'unanimous') "
        "THEN coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - "
        "tally_code.doubtful) - ((tally.answers - tally_code.unasked) - tally_code.votes)) - "
        "tally_code.open) = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 "
        "* coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - "
        "tally_code.doubtful) - ((tally.answers - tally_code.unasked) - tally_code.votes)) - "
        "tally_code.open) > (tally.answers - tally_code.unasked) - tally_code.doubtful END "
        "THEN 'no' WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally_code.open = "
        "(tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * tally_code.open "
        "> (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'undetermined' "
        "ELSE 'unsettled' END WHEN CASE WHEN (settling.policy = 'unanimous') THEN "
        "tally.not_applicable - tally_code.unasked_not_applicable = (tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * "
        "(tally.not_applicable - tally_code.unasked_not_applicable) > (tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) END THEN 'not-applicable' "
        "WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + tally_code.doubtful = (tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * "
        "((tally.cannot_tell - tally_code.unasked_cannot_tell) + tally_code.doubtful) > "
        "(tally.answers - tally_code.unasked) + (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) END THEN 'cannot-tell' ELSE 'unsettled' END WHEN "
        "'yes' THEN 'no' WHEN 'no' THEN 'yes' ELSE CASE WHEN (tally.answers IS NULL) THEN "
        "'not-coded' WHEN (settling.policy = 'any' AND (tally.answers - tally_code.unasked) - "
        "tally_code.votes > 0) THEN 'yes' WHEN ((tally.answers - tally_code.unasked) + "
        "(tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) = 0) THEN CASE WHEN (tally_code.unasked + "
        "tally_code.unasked_cannot_tell + tally_code.unasked_not_applicable > 0) THEN "
        "'not-coded' WHEN (tally.hearsay > 0) THEN 'unsettled' WHEN (tally.unavailable > 0) "
        "THEN 'unavailable' ELSE 'not-coded' END WHEN CASE WHEN (settling.policy = "
        "'unanimous') THEN (tally.answers - tally_code.unasked) - tally_code.doubtful = "
        "(tally.answers - tally_code.unasked) + (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) ELSE 2 * ((tally.answers - tally_code.unasked) - "
        "tally_code.doubtful) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) END THEN CASE WHEN CASE WHEN (settling.policy = "
        "'unanimous') THEN (tally.answers - tally_code.unasked) - tally_code.votes = "
        "(tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * ((tally.answers "
        "- tally_code.unasked) - tally_code.votes) > (tally.answers - tally_code.unasked) - "
        "tally_code.doubtful END THEN 'yes' WHEN CASE WHEN (settling.policy = 'unanimous') "
        "THEN coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - "
        "tally_code.doubtful) - ((tally.answers - tally_code.unasked) - tally_code.votes)) - "
        "tally_code.open) = (tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 "
        "* coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - "
        "tally_code.doubtful) - ((tally.answers - tally_code.unasked) - tally_code.votes)) - "
        "tally_code.open) > (tally.answers - tally_code.unasked) - tally_code.doubtful END "
        "THEN 'no' WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally_code.open = "
        "(tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * tally_code.open "
        "> (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'undetermined' "
        "ELSE 'unsettled' END WHEN CASE WHEN (settling.policy = 'unanimous') THEN "
        "tally.not_applicable - tally_code.unasked_not_applicable = (tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * "
        "(tally.not_applicable - tally_code.unasked_not_applicable) > (tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) END THEN 'not-applicable' "
        "WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + tally_code.doubtful = (tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * "
        "((tally.cannot_tell - tally_code.unasked_cannot_tell) + tally_code.doubtful) > "
        "(tally.answers - tally_code.unasked) + (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) END THEN 'cannot-tell' ELSE 'unsettled' END END "
        "ELSE CASE WHEN (tally.answers IS NULL) THEN 'not-coded' WHEN (settling.policy = "
        "'any' AND tally_code.votes > 0) THEN 'yes' WHEN ((tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) = 0) THEN CASE WHEN "
        "(tally_code.unasked + tally_code.unasked_cannot_tell + "
        "tally_code.unasked_not_applicable > 0) THEN 'not-coded' WHEN (tally.hearsay > 0) "
        "THEN 'unsettled' WHEN (tally.unavailable > 0) THEN 'unavailable' ELSE 'not-coded' "
        "END WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.answers - "
        "tally_code.unasked) - tally_code.doubtful = (tally.answers - tally_code.unasked) + "
        "(tally.cannot_tell - tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) ELSE 2 * ((tally.answers - tally_code.unasked) - "
        "tally_code.doubtful) > (tally.answers - tally_code.unasked) + (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) END THEN CASE WHEN CASE WHEN (settling.policy = "
        "'unanimous') THEN tally_code.votes = (tally.answers - tally_code.unasked) - "
        "tally_code.doubtful ELSE 2 * tally_code.votes > (tally.answers - tally_code.unasked) "
        "- tally_code.doubtful END THEN 'yes' WHEN CASE WHEN (settling.policy = 'unanimous') "
        "THEN coalesce(tally_code.against, (((tally.answers - tally_code.unasked) - "
        "tally_code.doubtful) - tally_code.votes) - tally_code.open) = (tally.answers - "
        "tally_code.unasked) - tally_code.doubtful ELSE 2 * coalesce(tally_code.against, "
        "(((tally.answers - tally_code.unasked) - tally_code.doubtful) - tally_code.votes) - "
        "tally_code.open) > (tally.answers - tally_code.unasked) - tally_code.doubtful END "
        "THEN 'no' WHEN CASE WHEN (settling.policy = 'unanimous') THEN tally_code.open = "
        "(tally.answers - tally_code.unasked) - tally_code.doubtful ELSE 2 * tally_code.open "
        "> (tally.answers - tally_code.unasked) - tally_code.doubtful END THEN 'undetermined' "
        "ELSE 'unsettled' END WHEN CASE WHEN (settling.policy = 'unanimous') THEN "
        "tally.not_applicable - tally_code.unasked_not_applicable = (tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * "
        "(tally.not_applicable - tally_code.unasked_not_applicable) > (tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) END THEN 'not-applicable' "
        "WHEN CASE WHEN (settling.policy = 'unanimous') THEN (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + tally_code.doubtful = (tally.answers - "
        "tally_code.unasked) + (tally.cannot_tell - tally_code.unasked_cannot_tell) + "
        "(tally.not_applicable - tally_code.unasked_not_applicable) ELSE 2 * "
        "((tally.cannot_tell - tally_code.unasked_cannot_tell) + tally_code.doubtful) > "
        "(tally.answers - tally_code.unasked) + (tally.cannot_tell - "
        "tally_code.unasked_cannot_tell) + (tally.not_applicable - "
        "tally_code.unasked_not_applicable) END THEN 'cannot-tell' ELSE 'unsettled' END END "
        "AS outcome FROM tally_code JOIN tally ON tally.variable_id = tally_code.variable_id "
        "AND tally.unit_id = tally_code.unit_id JOIN unit ON unit.unit_id = tally.unit_id "
        "JOIN variable ON variable.variable_id = tally.variable_id JOIN (SELECT "
        "variable.variable_id AS variable_id, CASE WHEN (study.policy = 'any' AND "
        "(variable.type NOT IN ('multi', 'boolean'))) THEN 'majority' ELSE study.policy END "
        "AS policy FROM variable JOIN study ON study.study_id = 1) AS settling ON "
        "settling.variable_id = tally.variable_id JOIN code ON code.code_id = "
        "tally_code.code_id AND code.kind = 'code'"
    ),
)


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("change_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("undoes_change_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["undoes_change_id"], ["change.change_id"], name=op.f("fk_change_undoes_change_id")
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_change")),
        sa.UniqueConstraint("undoes_change_id", name=op.f("uq_change_undoes_change_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "level",
        sa.Column("level_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("parent_level_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_level_id"], ["level.level_id"], name=op.f("fk_level_parent_level_id")
        ),
        sa.PrimaryKeyConstraint("level_id", name=op.f("pk_level")),
        sa.UniqueConstraint("key", name=op.f("uq_level_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "change_row",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_change_row_change_id")
        ),
        sa.PrimaryKeyConstraint("change_id", "position", name=op.f("pk_change_row")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_change_row_table_name_row_key"),
        "change_row",
        ["table_name", "row_key"],
        unique=False,
    )
    op.create_table(
        "codebook",
        sa.Column("codebook_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("level_names", sa.Text(), nullable=False),
        sa.Column("general", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_codebook_change_id")
        ),
        sa.PrimaryKeyConstraint("codebook_id", name=op.f("pk_codebook")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_codebook_key_version")),
        sa.UniqueConstraint("sha256", name=op.f("uq_codebook_sha256")),
        sa.UniqueConstraint("uuid", name=op.f("uq_codebook_uuid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "coder",
        sa.Column("coder_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('person', 'program', 'consensus')", name=op.f("ck_coder_kind")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_coder_change_id")
        ),
        sa.PrimaryKeyConstraint("coder_id", name=op.f("pk_coder")),
        sa.UniqueConstraint("key", name=op.f("uq_coder_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_coder_uuid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "source",
        sa.Column("source_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("dated", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_source_change_id")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source")),
        sa.UniqueConstraint("key", name=op.f("uq_source_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_source_uuid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "unit",
        sa.Column("unit_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "parent_level_id",
            sa.Integer(),
            sa.Computed("CASE level_id WHEN 1 THEN NULL WHEN 4 THEN 3 ELSE 1 END", persisted=True),
            nullable=True,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("performer", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_unit_name")),
        sa.CheckConstraint(
            "(level_id = 1) = (parent_id IS NULL) AND (level_id = 1) = (title_id = unit_id)",
            name=op.f("ck_unit_title_is_root"),
        ),
        sa.CheckConstraint("level_id > 2 OR performer IS NULL", name=op.f("ck_unit_people")),
        sa.CheckConstraint("year BETWEEN 1870 AND 2200", name=op.f("ck_unit_year")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_unit_change_id")
        ),
        sa.ForeignKeyConstraint(["level_id"], ["level.level_id"], name=op.f("fk_unit_level_id")),
        sa.ForeignKeyConstraint(
            ["title_id", "parent_id", "parent_level_id"],
            ["unit.title_id", "unit.unit_id", "unit.level_id"],
            name=op.f("fk_unit_title_id_parent_id_parent_level_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["title_id"],
            ["unit.unit_id"],
            name=op.f("fk_unit_title_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit")),
        sa.UniqueConstraint("key", name=op.f("uq_unit_key")),
        sa.UniqueConstraint(
            "title_id", "unit_id", "level_id", name=op.f("uq_unit_title_id_unit_id_level_id")
        ),
        sa.UniqueConstraint("unit_id", "level_id", name=op.f("uq_unit_unit_id_level_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_unit_uuid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_unit_level_id_title_id"), "unit", ["level_id", "title_id"], unique=False
    )
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_table(
        "variable",
        sa.Column("variable_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked_when", sa.Text(), nullable=True),
        sa.Column("rollup", sa.Text(), nullable=True),
        sa.Column("minimum", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=True),
        sa.Column("maximum", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("tolerance", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=False),
        sa.Column("rules", sa.Text(), nullable=True),
        sa.Column("otherwise", sa.Text(), nullable=True),
        sa.Column("retired", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "rollup IN ('max', 'min', 'median', 'mean', 'sum', 'count')",
            name=op.f("ck_variable_rollup"),
        ),
        sa.CheckConstraint(
            "type IN ('multi', 'nominal', 'ordinal', 'boolean', 'number', 'text')",
            name=op.f("ck_variable_type"),
        ),
        sa.CheckConstraint(
            "(rules IS NULL) = (otherwise IS NULL)", name=op.f("ck_variable_derived")
        ),
        sa.CheckConstraint("retired IN (0, 1)", name=op.f("ck_variable_retired")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_variable_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["level_id"], ["level.level_id"], name=op.f("fk_variable_level_id")
        ),
        sa.PrimaryKeyConstraint("variable_id", name=op.f("pk_variable")),
        sa.UniqueConstraint("key", name=op.f("uq_variable_key")),
        sa.UniqueConstraint(
            "variable_id", "level_id", name=op.f("uq_variable_variable_id_level_id")
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "claim",
        sa.Column("claim_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("about_claim_id", sa.Integer(), nullable=True),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("stated_on", sa.Text(), nullable=True),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "stance IN ('asserts', 'denies', 'qualifies')", name=op.f("ck_claim_stance")
        ),
        sa.ForeignKeyConstraint(
            ["about_claim_id"], ["claim.claim_id"], name=op.f("fk_claim_about_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_claim_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.source_id"], name=op.f("fk_claim_source_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"], name=op.f("fk_claim_unit_id")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim")),
        sa.UniqueConstraint("uuid", name=op.f("uq_claim_uuid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_claim_unit_id"), "claim", ["unit_id"], unique=False)
    op.create_table(
        "code",
        sa.Column("code_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("variable_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("assignable", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind = 'code' OR assignable = 0", name=op.f("ck_code_properties_are_not_assigned")
        ),
        sa.CheckConstraint("kind IN ('code', 'property')", name=op.f("ck_code_kind")),
        sa.CheckConstraint("assignable IN (0, 1)", name=op.f("ck_code_assignable")),
        sa.CheckConstraint("retired IN (0, 1)", name=op.f("ck_code_retired")),
        sa.ForeignKeyConstraint(
            ["variable_id", "parent_id"],
            ["code.variable_id", "code.code_id"],
            name=op.f("fk_code_variable_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["variable_id"], ["variable.variable_id"], name=op.f("fk_code_variable_id")
        ),
        sa.PrimaryKeyConstraint("code_id", name=op.f("pk_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_code_uuid")),
        sa.UniqueConstraint("variable_id", "code_id", name=op.f("uq_code_variable_id_code_id")),
        sa.UniqueConstraint("variable_id", "key", name=op.f("uq_code_variable_id_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "episode",
        sa.Column("episode_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level_id", sa.Integer(), sa.Computed("2", persisted=True), nullable=True),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("aired", sa.Text(), nullable=True),
        sa.CheckConstraint("season >= 0 AND number >= 0", name=op.f("ck_episode_numbers")),
        sa.ForeignKeyConstraint(
            ["title_id", "episode_id", "level_id"],
            ["unit.title_id", "unit.unit_id", "unit.level_id"],
            name=op.f("fk_episode_title_id_episode_id_level_id"),
        ),
        sa.PrimaryKeyConstraint("episode_id", name=op.f("pk_episode")),
        sa.UniqueConstraint(
            "title_id", "season", "number", name=op.f("uq_episode_title_id_season_number")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "study",
        sa.Column("study_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("creator", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("population", sa.Text(), nullable=True),
        sa.Column("frame", sa.Text(), nullable=True),
        sa.Column("frame_size", sa.Integer(), nullable=True),
        sa.Column("sampling", sa.Text(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column(
            "training_hours", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=True
        ),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "context IN ('whole-title', 'listed-episodes')", name=op.f("ck_study_context")
        ),
        sa.CheckConstraint(
            "policy IN ('majority', 'unanimous', 'any')", name=op.f("ck_study_policy")
        ),
        sa.CheckConstraint(
            "sampling IN ('census', 'random', 'stratified', 'systematic', 'convenience')",
            name=op.f("ck_study_sampling"),
        ),
        sa.CheckConstraint("frame_size >= 0", name=op.f("ck_study_frame_size")),
        sa.CheckConstraint("study_id = 1", name=op.f("ck_study_one_row")),
        sa.CheckConstraint("training_hours >= 0", name=op.f("ck_study_training_hours")),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_study_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebook.codebook_id"], name=op.f("fk_study_codebook_id")
        ),
        sa.PrimaryKeyConstraint("study_id", name=op.f("pk_study")),
        sa.UniqueConstraint("uuid", name=op.f("uq_study_uuid")),
        sqlite_strict=True,
    )
    op.create_table(
        "tally",
        sa.Column("variable_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("adjudicated", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("none", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Integer(), nullable=False),
        sa.Column("cannot_tell", sa.Integer(), nullable=False),
        sa.Column("not_applicable", sa.Integer(), nullable=False),
        sa.Column("unavailable", sa.Integer(), nullable=False),
        sa.Column("hearsay", sa.Integer(), nullable=False),
        sa.Column("number_low", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=True),
        sa.Column("number_high", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=True),
        sa.Column("number_mean", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=True),
        sa.CheckConstraint("adjudicated IN (0, 1)", name=op.f("ck_tally_adjudicated")),
        sa.CheckConstraint(
            "none >= 0 AND doubtful >= 0 AND none + doubtful <= answers",
            name=op.f("ck_tally_answers"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"], name=op.f("fk_tally_unit_id")),
        sa.ForeignKeyConstraint(
            ["variable_id"], ["variable.variable_id"], name=op.f("fk_tally_variable_id")
        ),
        sa.PrimaryKeyConstraint("variable_id", "unit_id", name=op.f("pk_tally")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_tally_unit_id"), "tally", ["unit_id"], unique=False)
    op.create_table(
        "title",
        sa.Column("title_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level_id", sa.Integer(), sa.Computed("1", persisted=True), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.Column("synopsis", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("stratum", sa.Text(), nullable=True),
        sa.Column("screened", sa.Text(), nullable=False),
        sa.Column("screening_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('film', 'short', 'tv', 'tv-series', 'tv-miniseries', 'tv-movie', 'web-series')",
            name=op.f("ck_title_kind"),
        ),
        sa.CheckConstraint(
            "screened IN ('pending', 'in', 'none', 'out', 'unavailable')",
            name=op.f("ck_title_screened"),
        ),
        sa.CheckConstraint("end_year BETWEEN 1870 AND 2200", name=op.f("ck_title_end_year")),
        sa.ForeignKeyConstraint(
            ["title_id", "level_id"],
            ["unit.unit_id", "unit.level_id"],
            name=op.f("fk_title_title_id_level_id"),
        ),
        sa.PrimaryKeyConstraint("title_id", name=op.f("pk_title")),
        sqlite_strict=True,
    )
    op.create_table(
        "unit_name",
        sa.Column("unit_name_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('name', 'alias', 'original', 'performer', 'synopsis')",
            name=op.f("ck_unit_name_kind"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"], name=op.f("fk_unit_name_unit_id")),
        sa.PrimaryKeyConstraint("unit_name_id", name=op.f("pk_unit_name")),
        sa.UniqueConstraint("unit_id", "kind", "name", name=op.f("uq_unit_name_unit_id_kind_name")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_unit_name_folded"), "unit_name", ["folded"], unique=False)
    op.create_table(
        "unit_role",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"], name=op.f("fk_unit_role_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "position", name=op.f("pk_unit_role")),
        sa.UniqueConstraint("unit_id", "role", name=op.f("uq_unit_role_unit_id_role")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wave",
        sa.Column("wave_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('training', 'main', 'recode')", name=op.f("ck_wave_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_wave_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebook.codebook_id"], name=op.f("fk_wave_codebook_id")
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_wave")),
        sa.UniqueConstraint("key", name=op.f("uq_wave_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "annotation",
        sa.Column("variable_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.REAL().with_variant(sa.Double(), "postgresql"), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "basis IN ('watched', 'watched-in-part', 'documented', 'unstated', 'hearsay')",
            name=op.f("ck_annotation_basis"),
        ),
        sa.CheckConstraint(
            "state = 'coded' OR (code_id IS NULL AND number IS NULL AND text IS NULL)",
            name=op.f("ck_annotation_value"),
        ),
        sa.CheckConstraint(
            "state IN ('coded', 'none', 'cannot-tell', 'not-applicable', 'unavailable')",
            name=op.f("ck_annotation_state"),
        ),
        sa.CheckConstraint(
            "(code_id IS NULL AND number IS NULL) OR (code_id IS NULL AND text IS NULL) OR (number IS NULL AND text IS NULL)",
            name=op.f("ck_annotation_one_value"),
        ),
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
            ["variable_id", "code_id"],
            ["code.variable_id", "code.code_id"],
            name=op.f("fk_annotation_variable_id_code_id"),
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "level_id"],
            ["variable.variable_id", "variable.level_id"],
            name=op.f("fk_annotation_variable_id_level_id"),
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.wave_id"], name=op.f("fk_annotation_wave_id")),
        sa.PrimaryKeyConstraint(
            "variable_id", "unit_id", "coder_id", "wave_id", name=op.f("pk_annotation")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_annotation_change_id"), "annotation", ["change_id"], unique=False)
    op.create_index(op.f("ix_annotation_unit_id"), "annotation", ["unit_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("wave_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('coding', 'reliability')", name=op.f("ck_assignment_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_assignment_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["coder.coder_id"], name=op.f("fk_assignment_coder_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"], name=op.f("fk_assignment_unit_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.wave_id"], name=op.f("fk_assignment_wave_id")),
        sa.PrimaryKeyConstraint("wave_id", "coder_id", "unit_id", name=op.f("pk_assignment")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_code",
        sa.Column("claim_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("variable_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.claim_id"], name=op.f("fk_claim_code_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "code_id"],
            ["code.variable_id", "code.code_id"],
            name=op.f("fk_claim_code_variable_id_code_id"),
        ),
        sa.PrimaryKeyConstraint("claim_id", "variable_id", "code_id", name=op.f("pk_claim_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "code_implies",
        sa.Column("code_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("implied_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("certain", sa.Integer(), nullable=False),
        sa.CheckConstraint("certain IN (0, 1)", name=op.f("ck_code_implies_certain")),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.code_id"], name=op.f("fk_code_implies_code_id")
        ),
        sa.ForeignKeyConstraint(
            ["implied_id"], ["code.code_id"], name=op.f("fk_code_implies_implied_id")
        ),
        sa.PrimaryKeyConstraint("code_id", "implied_id", name=op.f("pk_code_implies")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_code_implies_implied_id_code_id"),
        "code_implies",
        ["implied_id", "code_id"],
        unique=False,
    )
    op.create_table(
        "code_property",
        sa.Column("code_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.code_id"], name=op.f("fk_code_property_code_id")
        ),
        sa.PrimaryKeyConstraint("code_id", "name", "value", name=op.f("pk_code_property")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "codebook_code",
        sa.Column("codebook_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.code_id"], name=op.f("fk_codebook_code_code_id")
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebook.codebook_id"], name=op.f("fk_codebook_code_codebook_id")
        ),
        sa.PrimaryKeyConstraint("codebook_id", "code_id", name=op.f("pk_codebook_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "identifier",
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["title_id"], ["title.title_id"], name=op.f("fk_identifier_title_id")
        ),
        sa.PrimaryKeyConstraint("scheme", "value", name=op.f("pk_identifier")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_identifier_title_id"), "identifier", ["title_id"], unique=False)
    op.create_table(
        "tally_code",
        sa.Column("variable_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("unasked", sa.Integer(), nullable=False),
        sa.Column("unasked_cannot_tell", sa.Integer(), nullable=False),
        sa.Column("unasked_not_applicable", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "votes >= 0 AND doubtful >= 0 AND open >= 0 AND against >= 0 AND unasked >= 0 AND unasked_cannot_tell >= 0 AND unasked_not_applicable >= 0",
            name=op.f("ck_tally_code_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "code_id"],
            ["code.variable_id", "code.code_id"],
            name=op.f("fk_tally_code_variable_id_code_id"),
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "unit_id"],
            ["tally.variable_id", "tally.unit_id"],
            name=op.f("fk_tally_code_variable_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("variable_id", "unit_id", "code_id", name=op.f("pk_tally_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_tally_code_variable_id_code_id_unit_id"),
        "tally_code",
        ["variable_id", "code_id", "unit_id"],
        unique=False,
    )
    op.create_table(
        "title_term",
        sa.Column("title_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "field IN ('genre', 'country', 'language', 'distributor')",
            name=op.f("ck_title_term_field"),
        ),
        sa.ForeignKeyConstraint(
            ["title_id"], ["title.title_id"], name=op.f("fk_title_term_title_id")
        ),
        sa.PrimaryKeyConstraint("title_id", "field", "value", name=op.f("pk_title_term")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_title_term_field_folded_title_id"),
        "title_term",
        ["field", "folded", "title_id"],
        unique=False,
    )
    op.create_table(
        "viewing",
        sa.Column("viewing_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_viewing_change_id")
        ),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.coder_id"], name=op.f("fk_viewing_coder_id")),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.episode_id"], name=op.f("fk_viewing_episode_id")
        ),
        sa.ForeignKeyConstraint(["title_id"], ["title.title_id"], name=op.f("fk_viewing_title_id")),
        sa.PrimaryKeyConstraint("viewing_id", name=op.f("pk_viewing")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_viewing_coder_id_title_id"), "viewing", ["coder_id", "title_id"], unique=False
    )
    op.create_index(
        op.f("ix_viewing_title_id_episode_id"), "viewing", ["title_id", "episode_id"], unique=False
    )
    op.create_table(
        "adjudication",
        sa.Column("variable_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "method IN ('discussion', 'expert', 'alone')", name=op.f("ck_adjudication_method")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.change_id"], name=op.f("fk_adjudication_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["coder.coder_id"], name=op.f("fk_adjudication_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "unit_id", "coder_id", "wave_id"],
            [
                "annotation.variable_id",
                "annotation.unit_id",
                "annotation.coder_id",
                "annotation.wave_id",
            ],
            name=op.f("fk_adjudication_variable_id_unit_id_coder_id_wave_id"),
        ),
        sa.PrimaryKeyConstraint(
            "variable_id", "unit_id", "coder_id", "wave_id", name=op.f("pk_adjudication")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "annotation_code",
        sa.Column("variable_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("doubtful", sa.Integer(), nullable=False),
        sa.CheckConstraint("doubtful IN (0, 1)", name=op.f("ck_annotation_code_doubtful")),
        sa.ForeignKeyConstraint(
            ["variable_id", "code_id"],
            ["code.variable_id", "code.code_id"],
            name=op.f("fk_annotation_code_variable_id_code_id"),
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "unit_id", "coder_id", "wave_id"],
            [
                "annotation.variable_id",
                "annotation.unit_id",
                "annotation.coder_id",
                "annotation.wave_id",
            ],
            name=op.f("fk_annotation_code_variable_id_unit_id_coder_id_wave_id"),
        ),
        sa.PrimaryKeyConstraint(
            "variable_id",
            "unit_id",
            "coder_id",
            "wave_id",
            "code_id",
            name=op.f("pk_annotation_code"),
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evidence",
        sa.Column("evidence_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("variable_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("episode_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "episode_id IS NOT NULL OR source_id IS NOT NULL OR start_ms IS NOT NULL OR quote IS NOT NULL OR description IS NOT NULL",
            name=op.f("ck_evidence_says_something"),
        ),
        sa.CheckConstraint("start_ms >= 0 AND end_ms >= start_ms", name=op.f("ck_evidence_range")),
        sa.CheckConstraint(
            "start_ms IS NOT NULL OR end_ms IS NULL", name=op.f("ck_evidence_end_needs_start")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.episode_id"], name=op.f("fk_evidence_episode_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.source_id"], name=op.f("fk_evidence_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "code_id"],
            ["code.variable_id", "code.code_id"],
            name=op.f("fk_evidence_variable_id_code_id"),
        ),
        sa.ForeignKeyConstraint(
            ["variable_id", "unit_id", "coder_id", "wave_id"],
            [
                "annotation.variable_id",
                "annotation.unit_id",
                "annotation.coder_id",
                "annotation.wave_id",
            ],
            name=op.f("fk_evidence_variable_id_unit_id_coder_id_wave_id"),
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("uuid", name=op.f("uq_evidence_uuid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_evidence_episode_id"), "evidence", ["episode_id"], unique=False)
    op.create_index(op.f("ix_evidence_source_id"), "evidence", ["source_id"], unique=False)
    op.create_index(
        op.f("ix_evidence_variable_id_unit_id_coder_id_wave_id_code_id"),
        "evidence",
        ["variable_id", "unit_id", "coder_id", "wave_id", "code_id"],
        unique=False,
    )
    op.bulk_insert(
        sa.table("level", sa.column("level_id"), sa.column("key"), sa.column("parent_level_id")),
        [{"level_id": i, "key": key, "parent_level_id": above} for i, key, above in LEVELS],
    )
    for statement in (*SEARCH[op.get_bind().dialect.name], *VIEWS):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("there is nothing before the first schema: restore a backup instead")
