"""The schema, one file for each subject: Core tables, no ORM."""

from portrayals.tables.ballots import ballot, ballot_node, unit_ballot
from portrayals.tables.catalogue import (
    episode,
    identifier,
    level,
    title,
    title_term,
    unit,
    unit_name,
    unit_role,
)
from portrayals.tables.changes import change, change_row, change_variable
from portrayals.tables.codebooks import (
    code,
    code_implies,
    code_property,
    codebook,
    codebook_code,
    variable,
)
from portrayals.tables.coding import (
    adjudication,
    annotation,
    answer,
    answer_code,
    assignment,
    claim,
    claim_code,
    coder,
    evidence,
    handout,
    proposal,
    source,
    viewing,
    wave,
)
from portrayals.tables.metadata import metadata
from portrayals.tables.study import study

__all__ = [
    "adjudication",
    "annotation",
    "answer",
    "answer_code",
    "assignment",
    "ballot",
    "ballot_node",
    "change",
    "change_row",
    "change_variable",
    "claim",
    "claim_code",
    "code",
    "code_implies",
    "code_property",
    "codebook",
    "codebook_code",
    "coder",
    "episode",
    "evidence",
    "handout",
    "identifier",
    "level",
    "metadata",
    "proposal",
    "source",
    "study",
    "title",
    "title_term",
    "unit",
    "unit_ballot",
    "unit_name",
    "unit_role",
    "variable",
    "viewing",
    "wave",
]
