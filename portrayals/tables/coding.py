"""Who judged what, on what basis, with what evidence; and what published sources claim."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    and_,
    case,
    func,
    select,
    tuple_,
)

from portrayals.tables.changes import written_by
from portrayals.tables.literals import number
from portrayals.tables.metadata import (
    CLUSTERED,
    ROWID,
    Real,
    flag,
    identity,
    metadata,
    one_of,
    place_in,
)
from portrayals.vocabulary import (
    BASES,
    CAUSES,
    CODER_KINDS,
    COMPLETE_BASES,
    DECISION_METHODS,
    PURPOSES,
    STANCES,
    STATES,
)


class CoderColumns(TypedColumns):
    coder_id = identity()
    uuid = Column(Text, nullable=False, unique=True)
    key = Column(Text, nullable=False, unique=True)
    kind = Column(Text, nullable=False)
    name = Column(Text)
    model = Column(Text)
    model_version = Column(Text)
    instruction_sha256 = Column(Text)
    method = Column(Text)
    change_id = written_by()


#: For a program its `model`, with its version and the digest of its instruction; for a compilation
#: the `method` by which documents were read and, if it is a published catalogue, as its `model` and
#: version the name and edition of that.
coder = Table("coder", metadata, CoderColumns, one_of("kind", CODER_KINDS), **ROWID)


class SourceColumns(TypedColumns):
    source_id = identity()
    uuid = Column(Text, nullable=False, unique=True)
    key = Column(Text, nullable=False, unique=True)
    citation = Column(Text, nullable=False)
    address = Column(Text)
    dated = Column(Text)
    change_id = written_by()
    accessed = Column(Text)


source = Table("source", metadata, SourceColumns, **ROWID)


class WaveColumns(TypedColumns):
    wave_id = identity()
    key = Column(Text, nullable=False, unique=True)
    purpose = Column(Text, nullable=False)
    codebook_id = Column(Integer, ForeignKey("codebook.codebook_id"), nullable=False)
    locked_at = Column(Text)
    change_id = written_by()


wave = Table("wave", metadata, WaveColumns, one_of("purpose", PURPOSES), **ROWID)


class AssignmentColumns(TypedColumns):
    wave_id = Column(Integer, ForeignKey("wave.wave_id"), primary_key=True, autoincrement=False)
    coder_id = Column(Integer, ForeignKey("coder.coder_id"), primary_key=True, autoincrement=False)
    unit_id = Column(Integer, ForeignKey("unit.unit_id"), primary_key=True, autoincrement=False)
    purpose = Column(Text, nullable=False)
    seed = Column(Integer)
    change_id = written_by()


assignment = Table(
    "assignment",
    metadata,
    AssignmentColumns,
    one_of("purpose", ("coding", "reliability")),
    **CLUSTERED,
)


class HandoutColumns(TypedColumns):
    handout_id = identity()
    wave_id = Column(Integer, ForeignKey("wave.wave_id"), nullable=False)
    coder_id = Column(Integer, ForeignKey("coder.coder_id"), nullable=False)
    codebook_id = Column(Integer, ForeignKey("codebook.codebook_id"), nullable=False)
    sha256 = Column(Text, nullable=False, unique=True)
    saved_at = Column(Text)
    change_id = written_by()


#: What a coder was given to code in a wave, by its digest, which their answers name; `saved_at` is
#: when they saved the answers to it that were last collected.
handout = Table("handout", metadata, HandoutColumns, Index(None, "wave_id", "coder_id"), **ROWID)


class ProposalColumns(TypedColumns):
    proposal_id = identity()
    uuid = Column(Text, nullable=False, unique=True)
    handout_id = Column(Integer, ForeignKey("handout.handout_id"), nullable=False, index=True)
    level = Column(Text, nullable=False)
    above_unit_id = Column(Integer, ForeignKey("unit.unit_id"), index=True)
    above_proposal_id = Column(Integer, ForeignKey("proposal.proposal_id"), index=True)
    name = Column(Text, nullable=False)
    performer = Column(Text)
    role = Column(Text)
    note = Column(Text)
    answers = Column(Text, nullable=False)
    decision = Column(Text, nullable=False)
    reason = Column(Text)
    unit_id = Column(Integer, ForeignKey("unit.unit_id"), index=True)
    change_id = written_by()


#: Somebody whom a coder saw and the handout lacked, beneath a unit or another proposal, with the
#: coder's `answers` about them (JSON); `unit_id` is the unit that was made when it was accepted,
#: `reason` why it was declined.
proposal = Table(
    "proposal",
    metadata,
    ProposalColumns,
    one_of("level", ("portrayal", "relationship")),
    one_of("decision", ("pending", "accepted", "declined")),
    CheckConstraint("(above_unit_id IS NULL) <> (above_proposal_id IS NULL)", name="above"),
    CheckConstraint("level = 'relationship' OR above_proposal_id IS NULL", name="beneath_a_title"),
    CheckConstraint("(decision = 'accepted') = (unit_id IS NOT NULL)", name="accepted"),
    CheckConstraint("name <> ''", name="name"),
    CheckConstraint("decision = 'declined' OR reason IS NULL", name="reason"),
    **ROWID,
)


class ViewingColumns(TypedColumns):
    viewing_id = identity()
    coder_id = Column(Integer, ForeignKey("coder.coder_id"), nullable=False)
    title_id = Column(Integer, ForeignKey("title.title_id"), nullable=False)
    episode_id = Column(Integer, ForeignKey("episode.episode_id"))
    change_id = written_by()


#: Without an episode: the whole title was seen.
viewing = Table(
    "viewing",
    metadata,
    ViewingColumns,
    Index(None, "coder_id", "title_id"),
    Index(None, "title_id", "episode_id"),
    **ROWID,
)


class AnswerColumns(TypedColumns):
    answer_id = identity()
    variable_id = Column(Integer, ForeignKey("variable.variable_id"), nullable=False)
    state = Column(Integer, nullable=False)
    number = Column(Real)
    key = Column(Text, nullable=False, unique=True)
    form = Column(Text)


#: What somebody may say about a variable: a row for each different answer, which never changes.
#: `key` is the answer itself as text, or the digest of a long one, whose text is then in `form`;
#: the rest, and the rows of `answer_code`, say the same for use in SQL. `state` is its index in
#: STATES.
answer = Table(
    "answer",
    metadata,
    AnswerColumns,
    place_in("state", STATES),
    CheckConstraint("state = 0 OR number IS NULL", name="value"),
    UniqueConstraint("variable_id", "answer_id"),
    **ROWID,
)


class AnswerCodeColumns(TypedColumns):
    variable_id = Column(Integer, nullable=False)
    answer_id = Column(Integer, primary_key=True, autoincrement=False)
    code_id = Column(Integer, primary_key=True, autoincrement=False)
    doubtful = Column(Integer, nullable=False)


#: The codes of an answer: nominal, ordinal and boolean answers have one.
answer_code = Table(
    "answer_code",
    metadata,
    AnswerCodeColumns,
    ForeignKeyConstraint(["variable_id", "answer_id"], ["answer.variable_id", "answer.answer_id"]),
    ForeignKeyConstraint(["variable_id", "code_id"], ["code.variable_id", "code.code_id"]),
    flag("doubtful"),
    **CLUSTERED,
)


class AnnotationColumns(TypedColumns):
    variable_id = Column(Integer, primary_key=True, autoincrement=False)
    unit_id = Column(Integer, primary_key=True, autoincrement=False)
    coder_id = Column(Integer, ForeignKey("coder.coder_id"), primary_key=True, autoincrement=False)
    wave_id = Column(Integer, ForeignKey("wave.wave_id"), primary_key=True, autoincrement=False)
    level_id = Column(Integer, nullable=False)
    codebook_id = Column(Integer, ForeignKey("codebook.codebook_id"), nullable=False)
    answer_id = Column(Integer, nullable=False)
    basis = Column(Integer, nullable=False)
    complete = Column(Integer)
    text = Column(Text)
    note = Column(Text)
    change_id = written_by()


#: No row: not coded. `basis` is its index in BASES; whether a set is `complete` follows from it
#: unless stated (R6). Text is stored here and not in its answer, which says `coded`: it settles
#: nothing.
annotation = Table(
    "annotation",
    metadata,
    AnnotationColumns,
    ForeignKeyConstraint(["unit_id", "level_id"], ["unit.unit_id", "unit.level_id"]),
    ForeignKeyConstraint(
        ["variable_id", "level_id"], ["variable.variable_id", "variable.level_id"]
    ),
    ForeignKeyConstraint(["variable_id", "answer_id"], ["answer.variable_id", "answer.answer_id"]),
    place_in("basis", BASES),
    flag("complete"),
    Index(None, "unit_id"),
    **CLUSTERED,
)


def completeness(said: ColumnElement[Any], basis: ColumnElement[Any]) -> ColumnElement[int]:
    """Whether a set is complete: as stated, else by its basis (R6)."""
    by_basis = {number(place): number(each in COMPLETE_BASES) for place, each in enumerate(BASES)}
    return func.coalesce(said, case(by_basis, value=basis))


#: The key of an annotation; each table of its parts has these columns too.
ANNOTATION_KEY: Final = ("variable_id", "unit_id", "coder_id", "wave_id")


def same_annotation(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether rows of two tables (or relations, or their aliases) belong to one annotation."""
    return and_(*(one.c[name] == other.c[name] for name in ANNOTATION_KEY))


def in_slots(table: Any, slots: Any) -> ColumnElement[bool]:
    """Whether a row belongs to one of the annotations whose keys `slots` has.

    The engine looks each up, instead of going through a table of millions for a few.
    """
    keys = select(*(slots.c[name] for name in ANNOTATION_KEY))
    return tuple_(*(table.c[name] for name in ANNOTATION_KEY)).in_(keys)


def _annotation_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(ANNOTATION_KEY, [f"annotation.{name}" for name in ANNOTATION_KEY])


class EvidenceColumns(TypedColumns):
    evidence_id = identity()
    uuid = Column(Text, nullable=False, unique=True)
    variable_id = Column(Integer, nullable=False)
    unit_id = Column(Integer, nullable=False)
    coder_id = Column(Integer, nullable=False)
    wave_id = Column(Integer, nullable=False)
    code_id = Column(Integer)
    episode_id = Column(Integer, ForeignKey("episode.episode_id"))
    source_id = Column(Integer, ForeignKey("source.source_id"))
    start_ms = Column(Integer)
    end_ms = Column(Integer)
    quote = Column(Text)
    description = Column(Text)


evidence = Table(
    "evidence",
    metadata,
    EvidenceColumns,
    _annotation_key(),
    ForeignKeyConstraint(["variable_id", "code_id"], ["code.variable_id", "code.code_id"]),
    CheckConstraint("start_ms >= 0 AND end_ms >= start_ms", name="range"),
    CheckConstraint("start_ms IS NOT NULL OR end_ms IS NULL", name="end_needs_start"),
    CheckConstraint(
        "episode_id IS NOT NULL OR source_id IS NOT NULL OR start_ms IS NOT NULL "
        "OR quote IS NOT NULL OR description IS NOT NULL",
        name="says_something",
    ),
    Index(None, *ANNOTATION_KEY, "code_id"),
    Index(None, "episode_id"),
    Index(None, "source_id"),
    **ROWID,
)


class AdjudicationColumns(TypedColumns):
    variable_id = Column(Integer, primary_key=True, autoincrement=False)
    unit_id = Column(Integer, primary_key=True, autoincrement=False)
    coder_id = Column(Integer, primary_key=True, autoincrement=False)
    wave_id = Column(Integer, primary_key=True, autoincrement=False)
    decided_by = Column(Integer, ForeignKey("coder.coder_id"), nullable=False)
    decided_at = Column(Text, nullable=False)
    method = Column(Text, nullable=False)
    reason = Column(Text, nullable=False)
    change_id = written_by()
    cause = Column(Text, one_of("cause", CAUSES))


#: Its key is that of the consensus coder's annotation, which holds the decision. Decisions of
#: before there were causes have none.
adjudication = Table(
    "adjudication",
    metadata,
    AdjudicationColumns,
    _annotation_key(),
    one_of("method", DECISION_METHODS),
    **CLUSTERED,
)


class AdjudicationWithColumns(TypedColumns):
    variable_id = Column(Integer, primary_key=True, autoincrement=False)
    unit_id = Column(Integer, primary_key=True, autoincrement=False)
    coder_id = Column(Integer, primary_key=True, autoincrement=False)
    wave_id = Column(Integer, primary_key=True, autoincrement=False)
    with_coder_id = Column(
        Integer, ForeignKey("coder.coder_id"), primary_key=True, autoincrement=False
    )


#: Who decided together with the one who `decided_by` names.
adjudication_with = Table(
    "adjudication_with",
    metadata,
    AdjudicationWithColumns,
    ForeignKeyConstraint(ANNOTATION_KEY, [f"adjudication.{name}" for name in ANNOTATION_KEY]),
    **CLUSTERED,
)


class ClaimColumns(TypedColumns):
    claim_id = identity()
    uuid = Column(Text, nullable=False, unique=True)
    source_id = Column(Integer, ForeignKey("source.source_id"), nullable=False)
    unit_id = Column(Integer, ForeignKey("unit.unit_id"), index=True)
    about_claim_id = Column(Integer, ForeignKey("claim.claim_id"))
    stance = Column(Text, nullable=False)
    scope = Column(Text)
    basis = Column(Text)
    statement = Column(Text, nullable=False)
    stated_on = Column(Text)
    locator = Column(Text)
    change_id = written_by()
    checked = Column(Text)
    checked_source = Column(Text)


#: `checked_source` is the key of a source; a key never changes.
claim = Table("claim", metadata, ClaimColumns, one_of("stance", STANCES), **ROWID)


class ClaimCodeColumns(TypedColumns):
    claim_id = Column(Integer, ForeignKey("claim.claim_id"), primary_key=True, autoincrement=False)
    variable_id = Column(Integer, primary_key=True, autoincrement=False)
    code_id = Column(Integer, primary_key=True, autoincrement=False)


claim_code = Table(
    "claim_code",
    metadata,
    ClaimCodeColumns,
    ForeignKeyConstraint(["variable_id", "code_id"], ["code.variable_id", "code.code_id"]),
    **CLUSTERED,
)
