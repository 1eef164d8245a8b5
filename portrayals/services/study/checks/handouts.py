"""Checks what was handed out, and whom coders proposed, which no constraint enforces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.kinds_of_coder import SHA256
from portrayals.tables import coder, handout, proposal, unit, wave
from portrayals.vocabulary import Level

#: What can be proposed, and the level above it.
_LEVELS: Final[dict[str, tuple[Level, Level]]] = {
    "portrayal": ("portrayal", "title"),
    "relationship": ("relationship", "portrayal"),
}


def wrong_handouts(connection: Connection) -> Iterator[str]:
    """Handouts without a valid digest or not for a person, and proposals in the wrong place."""
    rows = (
        select(handout.c.sha256, coder.c.key, coder.c.kind, wave.c.key.label("wave"))
        .join(coder, coder.c.coder_id == handout.c.coder_id)
        .join(wave, wave.c.wave_id == handout.c.wave_id)
    )
    for row in connection.execute(rows.order_by(handout.c.handout_id)):
        of = f"the handout of {row.key} in {row.wave}"
        if SHA256.fullmatch(row.sha256) is None:
            yield f"{of} has the SHA-256 {quoted(row.sha256)}, which is not valid"
        if row.kind != "person":
            yield f"{of} is for a {row.kind}, and only people get one"
    yield from _wrong_proposals(connection)


def _wrong_proposals(connection: Connection) -> Iterator[str]:
    above, made, over = unit.alias("above"), unit.alias("made"), proposal.alias("over")
    rows = (
        select(proposal.c.name, proposal.c.level, proposal.c.answers)
        .add_columns(above.c.level_id.label("above"), made.c.level_id.label("made"))
        .add_columns(over.c.level.label("over"))
        .outerjoin(above, above.c.unit_id == proposal.c.above_unit_id)
        .outerjoin(made, made.c.unit_id == proposal.c.unit_id)
        .outerjoin(over, over.c.proposal_id == proposal.c.above_proposal_id)
    )
    for row in connection.execute(rows.order_by(proposal.c.proposal_id)):
        of = f"the proposal {quoted(row.name)}"
        level, beneath = _LEVELS[row.level]
        if row.made not in {None, LEVEL_ID[level]}:
            yield f"{of} is of a {level}, but became something else"
        if row.over != beneath and row.above != LEVEL_ID[beneath]:
            yield f"{of} is of a {level}, but is not beneath a {beneath}"
        if not _is_list(row.answers):
            yield f"{of} has answers that are not a list"


def _is_list(written: str) -> bool:
    try:
        return isinstance(json.loads(written), list)
    except json.JSONDecodeError:
        return False
