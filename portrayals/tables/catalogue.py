"""What can be coded: titles, episodes, portrayals and relationships, all of them units."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from portrayals.tables.changes import written_by
from portrayals.tables.metadata import CLUSTERED, ROWID, identity, metadata, one_of
from portrayals.vocabulary import KINDS, SCREENED

TITLE, EPISODE, PORTRAYAL, RELATIONSHIP = 1, 2, 3, 4

YEAR = "BETWEEN 1870 AND 2200"


class LevelColumns(TypedColumns):
    level_id = Column(Integer, primary_key=True, autoincrement=False)
    key = Column(Text, nullable=False, unique=True)
    parent_level_id = Column(Integer, ForeignKey("level.level_id"))


level = Table("level", metadata, LevelColumns, sqlite_strict=True)


class UnitColumns(TypedColumns):
    unit_id = identity()
    uuid = Column(Text, nullable=False, unique=True)
    key = Column(Text, nullable=False, unique=True)
    level_id = Column(Integer, ForeignKey("level.level_id"), nullable=False)
    title_id = Column(Integer, nullable=False)
    parent_id = Column(Integer, index=True)
    parent_level_id = Column(
        Integer,
        Computed("CASE level_id WHEN 1 THEN NULL WHEN 4 THEN 3 ELSE 1 END", persisted=True),
    )
    name = Column(Text, nullable=False)
    performer = Column(Text)
    year = Column(Integer)
    change_id = written_by()


unit = Table(
    "unit",
    metadata,
    UnitColumns,
    UniqueConstraint("unit_id", "level_id"),
    UniqueConstraint("title_id", "unit_id", "level_id"),
    ForeignKeyConstraint(["title_id"], ["unit.unit_id"], deferrable=True, initially="DEFERRED"),
    ForeignKeyConstraint(
        ["title_id", "parent_id", "parent_level_id"],
        ["unit.title_id", "unit.unit_id", "unit.level_id"],
        deferrable=True,
        initially="DEFERRED",
    ),
    CheckConstraint(
        "(level_id = 1) = (parent_id IS NULL) AND (level_id = 1) = (title_id = unit_id)",
        name="title_is_root",
    ),
    CheckConstraint("level_id > 2 OR performer IS NULL", name="people"),
    CheckConstraint(f"year {YEAR}", name="year"),
    CheckConstraint("name <> ''", name="name"),
    Index(None, "level_id", "title_id"),
    **ROWID,
)


class TitleColumns(TypedColumns):
    title_id = Column(Integer, primary_key=True, autoincrement=False)
    level_id = Column(Integer, Computed("1", persisted=True))
    kind = Column(Text, nullable=False)
    end_year = Column(Integer)
    synopsis = Column(Text)
    note = Column(Text)
    stratum = Column(Text)
    screened = Column(Text, nullable=False)
    screening_reason = Column(Text)


#: The first year of a title is the year of its unit, as with a portrayal (NUMBERS R37).
title = Table(
    "title",
    metadata,
    TitleColumns,
    ForeignKeyConstraint(["title_id", "level_id"], ["unit.unit_id", "unit.level_id"]),
    CheckConstraint(f"end_year {YEAR}", name="end_year"),
    one_of("kind", tuple(KINDS)),
    one_of("screened", SCREENED),
    sqlite_strict=True,
)


class EpisodeColumns(TypedColumns):
    episode_id = Column(Integer, primary_key=True, autoincrement=False)
    level_id = Column(Integer, Computed("2", persisted=True))
    title_id = Column(Integer, nullable=False)
    season = Column(Integer, nullable=False)
    number = Column(Integer, nullable=False)
    aired = Column(Text)


episode = Table(
    "episode",
    metadata,
    EpisodeColumns,
    ForeignKeyConstraint(
        ["title_id", "episode_id", "level_id"],
        ["unit.title_id", "unit.unit_id", "unit.level_id"],
    ),
    UniqueConstraint("title_id", "season", "number"),
    CheckConstraint("season >= 0 AND number >= 0", name="numbers"),
    sqlite_strict=True,
)

NAME_KINDS = ("name", "alias", "original", "performer", "synopsis")


class UnitNameColumns(TypedColumns):
    unit_name_id = identity()
    unit_id = Column(Integer, ForeignKey("unit.unit_id"), nullable=False)
    kind = Column(Text, nullable=False)
    name = Column(Text, nullable=False)
    folded = Column(Text, nullable=False, index=True)


unit_name = Table(
    "unit_name",
    metadata,
    UnitNameColumns,
    UniqueConstraint("unit_id", "kind", "name"),
    one_of("kind", NAME_KINDS),
    **ROWID,
)


class UnitRoleColumns(TypedColumns):
    unit_id = Column(Integer, ForeignKey("unit.unit_id"), primary_key=True, autoincrement=False)
    position = Column(Integer, primary_key=True, autoincrement=False)
    role = Column(Text, nullable=False)
    folded = Column(Text, nullable=False)


unit_role = Table(
    "unit_role", metadata, UnitRoleColumns, UniqueConstraint("unit_id", "role"), **CLUSTERED
)


class IdentifierColumns(TypedColumns):
    scheme = Column(Text, primary_key=True)
    value = Column(Text, primary_key=True)
    title_id = Column(Integer, ForeignKey("title.title_id"), nullable=False, index=True)


identifier = Table("identifier", metadata, IdentifierColumns, **CLUSTERED)

TERM_FIELDS = ("genre", "country", "language", "distributor")


class TitleTermColumns(TypedColumns):
    title_id = Column(Integer, ForeignKey("title.title_id"), primary_key=True, autoincrement=False)
    field = Column(Text, primary_key=True)
    value = Column(Text, primary_key=True)
    position = Column(Integer, nullable=False)
    folded = Column(Text, nullable=False)


title_term = Table(
    "title_term",
    metadata,
    TitleTermColumns,
    one_of("field", TERM_FIELDS),
    Index(None, "field", "folded", "title_id"),
    **CLUSTERED,
)
