"""What must hold of units, annotations and claims and no constraint can see, as selects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    not_,
    or_,
    select,
)

from portrayals.findings.policies import word
from portrayals.services.study.checks.codebooks import Version, versions
from portrayals.tables import (
    adjudication,
    annotation,
    annotation_code,
    claim,
    claim_code,
    code,
    coder,
    episode,
    evidence,
    level,
    title,
    unit,
    variable,
    wave,
)
from portrayals.tables.catalogue import EPISODE, TITLE
from portrayals.tables.coding import same_annotation

_above = unit.alias("above")
_unit_level = level.alias("unit_level")

_Condition = ColumnElement[bool]


def wrong_units(connection: Connection) -> Iterator[str]:
    """Titles and episodes without their row, and units beneath one of the wrong level or title."""
    for says, of, condition in (
        (
            "is a title without a row in `title`",
            unit.outerjoin(title, title.c.title_id == unit.c.unit_id),
            and_(unit.c.level_id == TITLE, title.c.title_id.is_(None)),
        ),
        (
            "is an episode without a row in `episode`",
            unit.outerjoin(episode, episode.c.episode_id == unit.c.unit_id),
            and_(unit.c.level_id == EPISODE, episode.c.episode_id.is_(None)),
        ),
        (
            "lies beneath a unit of the wrong level",
            unit.join(_unit_level, _unit_level.c.level_id == unit.c.level_id).join(
                _above, _above.c.unit_id == unit.c.parent_id
            ),
            _above.c.level_id != _unit_level.c.parent_level_id,
        ),
        (
            "lies beneath a unit of another title",
            unit.join(_above, _above.c.unit_id == unit.c.parent_id),
            _above.c.title_id != unit.c.title_id,
        ),
    ):
        rows = select(unit.c.key).select_from(of).where(condition).order_by(unit.c.key)
        for key in connection.execute(rows).scalars():
            yield f"{key} {says}"


def wrong_coding(connection: Connection) -> Iterator[str]:
    """Annotations that do not say what their variable asks, and evidence that is not theirs."""
    for says, condition in _RULES:
        yield from _told(connection, says, condition)
    for version in versions(connection):
        says = f"assigns what codebook {version.name} has for no answer"
        yield from _told(connection, says, _unassignable(version))
        if ranges := _out_of_range(version):
            says = f"has a number out of the range that codebook {version.name} gives"
            yield from _told(connection, says, or_(*ranges))


def _told(connection: Connection, says: str, condition: _Condition) -> Iterator[str]:
    rows = (
        select(unit.c.key, variable.c.key, coder.c.key, wave.c.key)
        .select_from(annotation)
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .join(variable, variable.c.variable_id == annotation.c.variable_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .where(condition)
        .order_by(unit.c.key, variable.c.key, coder.c.key, wave.c.key)
    )
    for unit_key, variable_key, coder_key, wave_key in connection.execute(rows):
        yield f"{unit_key}: {variable_key} by {coder_key} in {wave_key} {says}"


def _within(part: Any, *conditions: _Condition) -> _Condition:
    return exists(
        select(part.c.unit_id)
        .where(same_annotation(part, annotation), *conditions)
        .correlate_except(part)
    )


def _unassignable(version: Version) -> _Condition:
    """That an annotation under a version assigns a group, or a value of a property."""
    refused = [
        version.ids[each.key, one.key]
        for each in version.book.variables
        for _, one in each.walk()
        if not one.assignable and (each.key, one.key) in version.ids
    ]

    def is_refused(assigned: Any) -> _Condition:
        properties = select(code.c.code_id).where(code.c.kind == word("property"))
        return or_(assigned.in_(refused), assigned.in_(properties))

    return and_(
        annotation.c.codebook_id == version.codebook_id,
        or_(
            is_refused(annotation.c.code_id),
            _within(annotation_code, is_refused(annotation_code.c.code_id)),
        ),
    )


def _out_of_range(version: Version) -> list[_Condition]:
    """For each variable with limits, that its number under a version lies beyond them."""
    ranges: list[_Condition] = []
    for each in version.book.variables:
        number = annotation.c.number
        beyond = [] if each.minimum is None else [number < each.minimum]
        beyond += [] if each.maximum is None else [number > each.maximum]
        if beyond:
            of_version = annotation.c.codebook_id == version.codebook_id
            ranges.append(and_(of_version, variable.c.key == each.key, or_(*beyond)))
    return ranges


_multi: Final = variable.c.type == word("multi")
_coded: Final = annotation.c.state == word("coded")
_has_codes: Final = _within(annotation_code)
_value: Final = case(
    (variable.c.type == word("number"), annotation.c.number.is_not(None)),
    (variable.c.type == word("text"), annotation.c.text.is_not(None)),
    else_=annotation.c.code_id.is_not(None),
)
_any_value: Final = or_(
    annotation.c.code_id.is_not(None),
    annotation.c.number.is_not(None),
    annotation.c.text.is_not(None),
)
_of_another_title: Final = exists(
    select(evidence.c.unit_id)
    .join(episode, episode.c.episode_id == evidence.c.episode_id)
    .where(same_annotation(evidence, annotation), episode.c.title_id != unit.c.title_id)
    .correlate(annotation, unit)
)
_of_no_code_of_it: Final = _within(
    evidence,
    evidence.c.code_id.is_not(None),
    evidence.c.code_id.is_distinct_from(annotation.c.code_id),
    not_(
        exists(
            select(annotation_code.c.code_id)
            .where(
                same_annotation(annotation_code, annotation),
                annotation_code.c.code_id == evidence.c.code_id,
            )
            .correlate(annotation, evidence)
        )
    ),
)

#: What is said of an annotation, and where it is so (SCHEMA: what no CHECK can see).
_RULES: Final[tuple[tuple[str, _Condition], ...]] = (
    ("is coded, but has no code", and_(_multi, _coded, not_(_has_codes))),
    ("has codes, but is not coded", and_(_multi, not_(_coded), _has_codes)),
    ("has a single value, but takes a set of codes", and_(_multi, _any_value)),
    ("has a set of codes, but takes a single value", and_(not_(_multi), _has_codes)),
    ("is coded, but has no value of its type", and_(not_(_multi), _coded, not_(_value))),
    (
        "is none, which only a set of codes can be",
        and_(not_(_multi), annotation.c.state == word("none")),
    ),
    ("is of a derived variable, which is never coded", variable.c.rules.is_not(None)),
    ("has evidence of a code that it does not have", _of_no_code_of_it),
    ("has evidence in an episode of another title", _of_another_title),
    (
        "is adjudicated, but not by the consensus coder",
        and_(coder.c.kind != word("consensus"), _within(adjudication)),
    ),
)


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
