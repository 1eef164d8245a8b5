"""The study: what its titles are a sample of, its policy and its codebook."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text, TypedColumns

from portrayals.tables.changes import written_by
from portrayals.tables.metadata import Real, metadata, one_of
from portrayals.vocabulary import POLICIES

SAMPLINGS = ("census", "random", "stratified", "systematic", "convenience")
CONTEXTS = ("whole-title", "listed-episodes")


class StudyColumns(TypedColumns):
    study_id = Column(Integer, primary_key=True, autoincrement=False)
    uuid = Column(Text, nullable=False, unique=True)
    policy = Column(Text, nullable=False)
    codebook_id = Column(Integer, ForeignKey("codebook.codebook_id"))
    title = Column(Text)
    creator = Column(Text)
    licence = Column(Text)
    description = Column(Text)
    population = Column(Text)
    frame = Column(Text)
    frame_size = Column(Integer)
    sampling = Column(Text)
    seed = Column(Integer)
    context = Column(Text)
    training_hours = Column(Real)
    change_id = written_by()


study = Table(
    "study",
    metadata,
    StudyColumns,
    CheckConstraint("study_id = 1", name="one_row"),
    CheckConstraint("frame_size >= 0", name="frame_size"),
    CheckConstraint("training_hours >= 0", name="training_hours"),
    one_of("policy", POLICIES),
    one_of("sampling", SAMPLINGS),
    one_of("context", CONTEXTS),
    sqlite_strict=True,
)
