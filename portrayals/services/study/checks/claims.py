"""What must hold of claims and no constraint can see."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from portrayals.findings.settle import word
from portrayals.tables import claim, claim_code, code, variable


def wrong_claims(connection: Connection) -> Iterator[str]:
    """Claims that come to speak of themselves, and claims that name what is no code."""
    answering = select(claim.c.claim_id, claim.c.about_claim_id).where(
        claim.c.about_claim_id.is_not(None)
    )
    spoken_of = {number: int(about or 0) for number, about in connection.execute(answering)}
    for number in sorted(_in_circles(spoken_of)):
        yield f"claim:{number} speaks, in the end, of itself"
    properties = (
        select(claim_code.c.claim_id, variable.c.key, code.c.key)
        .join(code, code.c.code_id == claim_code.c.code_id)
        .join(variable, variable.c.variable_id == claim_code.c.variable_id)
        .where(code.c.kind == word("property"))
        .order_by(claim_code.c.claim_id, variable.c.key, code.c.key)
    )
    for number, of, key in connection.execute(properties):
        yield f"claim:{number} names {key}, a property of codes of {of}, as if it were a code"


def _in_circles(spoken_of: dict[int, int]) -> set[int]:
    """The claims from which the way from claim to claim comes back to them."""
    seen: set[int] = set()
    circles: set[int] = set()
    for start in spoken_of:
        way: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in seen and at not in way:
            way[at] = None
            at = spoken_of.get(at)
        if at is not None and at in way:
            steps = list(way)
            circles |= set(steps[steps.index(at) :])
        seen |= set(way)
    return circles
