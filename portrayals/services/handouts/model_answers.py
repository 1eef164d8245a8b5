"""The answers that a coder in training compares their own with: those of one coder in the wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from portrayals.errors import InvalidValue
from portrayals.results.handout import (
    GivenEvidence,
    HandoutUnit,
    HandoutVariable,
    ModelAnswer,
    ModelAnswers,
)
from portrayals.services.browse.record_rows import annotations_of
from portrayals.services.catalogue.resolve import find_record
from portrayals.tables import coder, unit


def model_answers(
    connection: Connection,
    key: str,
    within: Row[Any],
    *,
    learner: str,
    units: Sequence[HandoutUnit],
    variables: Sequence[HandoutVariable],
) -> ModelAnswers:
    """What a coder answered in a wave of training about units that are handed out to a learner.

    Raises UnknownKey for an unknown coder, and InvalidValue for a wave of another purpose, for a
    learner who is that coder, and where there is no answer.
    """
    if within.purpose != "training":
        raise InvalidValue(
            f"wave {within.key} is not for training, and nobody sees another's answers in it",
            hint="make one: portrayals coding assign --wave practice --purpose training --coder "
            f"{learner}",
        )
    find_record(connection, "coder", key)
    if key == learner:
        raise InvalidValue(
            f"{key} gave the answers that are to be learnt from, and gets no handout with them",
            hint="hand out to the others, or leave out --answers-of",
        )
    name = connection.execute(select(coder.c.name).where(coder.c.key == key)).scalar_one()
    asked = {each.key: each for each in variables}
    uuids = {each.uuid for each in units}
    of_units = select(unit.c.unit_id).where(unit.c.uuid.in_(uuids))
    answers = [
        _answer(row, asked[str(row["variable"])])
        for row in annotations_of(connection, of_units)
        if (row["coder"], row["wave"]) == (key, within.key) and row["variable"] in asked
    ]
    if not answers:
        raise InvalidValue(
            f"{key} has answered nothing of this in wave {within.key}, so there is nothing to "
            "learn from",
            hint=f"answer first: portrayals --as {key} annotate UNIT VARIABLE=VALUE --wave "
            f"{within.key}",
        )
    return ModelAnswers(key, name, tuple(answers))


def _answer(row: Mapping[str, Any], of: HandoutVariable) -> ModelAnswer:
    value = row["value"]
    return ModelAnswer(
        unit=row["unit_uuid"],
        variable=of.key,
        state=row["state"],
        codes=tuple(_codes(value, of)),
        doubtful=tuple(row["doubtful"]),
        number=value if of.type == "number" else None,
        text=value if of.type == "text" else None,
        note=row["note"],
        evidence=tuple(
            GivenEvidence(*(piece[name] for name in GivenEvidence.__slots__))
            for piece in row["evidence"]
        ),
    )


def _codes(value: Any, of: HandoutVariable) -> Iterator[str]:
    """The codes of a value as JSON has it."""
    if value is None or of.type in {"number", "text"}:
        return
    if of.type == "boolean":
        yield "yes" if value else "no"
    elif of.type == "multi":
        yield from value
    else:
        yield value
