"""Codebooks: versions kept whole, and the stable rows that annotations refer to."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
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
from portrayals.tables.metadata import CLUSTERED, ROWID, Real, flag, identity, metadata, one_of
from portrayals.vocabulary import ROLLUPS, VARIABLE_TYPES


class CodebookColumns(TypedColumns):
    codebook_id = identity()
    uuid = Column(Text, nullable=False, unique=True)
    key = Column(Text, nullable=False)
    version = Column(Text, nullable=False)
    document = Column(Text, nullable=False)
    sha256 = Column(Text, nullable=False, unique=True)
    headline = Column(Text)
    level_names = Column(Text, nullable=False)
    general = Column(Text, nullable=False)
    change_id = written_by()


#: `headline` are the keys of the variables that lead, with spaces between them.
codebook = Table("codebook", metadata, CodebookColumns, UniqueConstraint("key", "version"), **ROWID)


class VariableColumns(TypedColumns):
    variable_id = identity()
    key = Column(Text, nullable=False, unique=True)
    level_id = Column(Integer, ForeignKey("level.level_id"), nullable=False)
    type = Column(Text, nullable=False)
    label = Column(Text, nullable=False)
    question = Column(Text)
    position = Column(Integer, nullable=False)
    asked_when = Column(Text)
    rollup = Column(Text)
    minimum = Column(Real)
    maximum = Column(Real)
    measure = Column(Text)
    tolerance = Column(Real, nullable=False)
    rules = Column(Text)
    otherwise = Column(Text)
    retired = Column(Integer, nullable=False)
    change_id = written_by()
    sentence = Column(Text)
    formerly = Column(Text)


#: `formerly` are the keys that it had before, with spaces between them; codes have the same.
#: `rules` (JSON: pairs of query and value) and `otherwise` belong to derived variables, which are
#: never annotated. `retired` rows are in no current codebook but keep their annotations.
variable = Table(
    "variable",
    metadata,
    VariableColumns,
    UniqueConstraint("variable_id", "level_id"),
    one_of("type", VARIABLE_TYPES),
    CheckConstraint(
        "rollup IN ({})".format(", ".join(f"'{rule}'" for rule in ROLLUPS)), name="rollup"
    ),
    CheckConstraint("(rules IS NULL) = (otherwise IS NULL)", name="derived"),
    flag("retired"),
    **ROWID,
)


class CodeColumns(TypedColumns):
    code_id = identity()
    uuid = Column(Text, nullable=False, unique=True)
    variable_id = Column(Integer, ForeignKey("variable.variable_id"), nullable=False)
    parent_id = Column(Integer)
    kind = Column(Text, nullable=False)
    key = Column(Text, nullable=False)
    label = Column(Text, nullable=False)
    position = Column(Integer, nullable=False)
    depth = Column(Integer, nullable=False)
    assignable = Column(Integer, nullable=False)
    retired = Column(Integer, nullable=False)
    sentence = Column(Text)
    formerly = Column(Text)


#: A row of kind `property` stands for one value of one property (key `class:violation`): a node
#: above the codes that carry it, settled as their ancestors are (NUMBERS R21), never assigned.
code = Table(
    "code",
    metadata,
    CodeColumns,
    UniqueConstraint("variable_id", "code_id"),
    UniqueConstraint("variable_id", "key"),
    ForeignKeyConstraint(["variable_id", "parent_id"], ["code.variable_id", "code.code_id"]),
    one_of("kind", ("code", "property")),
    flag("assignable"),
    flag("retired"),
    CheckConstraint("kind = 'code' OR assignable = 0", name="properties_are_not_assigned"),
    **ROWID,
)


class CodeImpliesColumns(TypedColumns):
    code_id = Column(Integer, ForeignKey("code.code_id"), primary_key=True, autoincrement=False)
    implied_id = Column(Integer, ForeignKey("code.code_id"), primary_key=True, autoincrement=False)
    certain = Column(Integer, nullable=False)


#: What a coder who assigned a code has said about each node: `certain` 1, that it is there (the
#: code itself, its ancestors, its properties); 0, that it is left open (below a parent: NUMBERS
#: R9). Every other node is a no. Derived from the tree; the only way to find subtrees.
code_implies = Table(
    "code_implies",
    metadata,
    CodeImpliesColumns,
    flag("certain"),
    Index(None, "implied_id", "code_id"),
    **CLUSTERED,
)


class CodePartColumns(TypedColumns):
    variable_id = Column(Integer, primary_key=True, autoincrement=False)
    part_id = Column(Integer, primary_key=True, autoincrement=False)
    whole_id = Column(Integer, primary_key=True, autoincrement=False)


#: Codes of which one replaced the other, beside the tree: what was merged is a part of what it was
#: merged into, and what was split a whole of what it was split into. No codebook document says so
#: for the versions after it, so it is kept for good.
code_part = Table(
    "code_part",
    metadata,
    CodePartColumns,
    *(
        ForeignKeyConstraint(["variable_id", name], ["code.variable_id", "code.code_id"])
        for name in ("part_id", "whole_id")
    ),
    CheckConstraint("part_id <> whole_id", name="another"),
    **CLUSTERED,
)


class CodePropertyColumns(TypedColumns):
    code_id = Column(Integer, ForeignKey("code.code_id"), primary_key=True, autoincrement=False)
    name = Column(Text, primary_key=True)
    value = Column(Text, primary_key=True)


code_property = Table("code_property", metadata, CodePropertyColumns, **CLUSTERED)


class CodebookCodeColumns(TypedColumns):
    codebook_id = Column(
        Integer, ForeignKey("codebook.codebook_id"), primary_key=True, autoincrement=False
    )
    code_id = Column(Integer, ForeignKey("code.code_id"), primary_key=True, autoincrement=False)


#: The nodes that a version has switched on: what a coder using it looked for (NUMBERS R5).
codebook_code = Table("codebook_code", metadata, CodebookCodeColumns, **CLUSTERED)
