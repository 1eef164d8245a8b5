"""What must hold of annotations and claims and no constraint can see, as selects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Table,
    and_,
    case,
    exists,
    not_,
    or_,
    select,
)

from portrayals.database.staging import fill, stage
from portrayals.services.study.checks.codebooks import Version, node_ids, versions
from portrayals.tables import (
    adjudication,
    annotation,
    annotation_code,
    claim,
    claim_code,
    code,
    codebook,
    coder,
    episode,
    evidence,
    unit,
    variable,
    wave,
)
from portrayals.tables.coding import same_annotation
from portrayals.tables.literals import word
from portrayals.tables.metadata import Real

_Condition = ColumnElement[bool]


def wrong_coding(connection: Connection) -> Iterator[str]:
    """Annotations that do not say what their variable asks, and evidence that is not theirs."""
    for says, condition in (*_RULES, *_rules_of_codebooks(connection)):
        rows = (
            select(unit.c.key, variable.c.key, coder.c.key, wave.c.key)
            .add_columns(codebook.c.key, codebook.c.version)
            .select_from(annotation)
            .join(unit, unit.c.unit_id == annotation.c.unit_id)
            .join(variable, variable.c.variable_id == annotation.c.variable_id)
            .join(coder, coder.c.coder_id == annotation.c.coder_id)
            .join(wave, wave.c.wave_id == annotation.c.wave_id)
            .outerjoin(codebook, codebook.c.codebook_id == annotation.c.codebook_id)
            .where(condition)
            .order_by(unit.c.key, variable.c.key, coder.c.key, wave.c.key)
        )
        for of, name, by, within, book, version in connection.execute(rows):
            yield f"{of}: {name} by {by} in {within} {says.format(f'{book} {version}')}"


def _within(part: Any, *conditions: _Condition) -> _Condition:
    return exists(
        select(part.c.unit_id)
        .where(same_annotation(part, annotation), *conditions)
        .correlate_except(part)
    )


def _rules_of_codebooks(connection: Connection) -> Iterator[tuple[str, _Condition]]:
    """What must hold of an annotation by the version of the codebook that it was made under."""
    read = versions(connection)
    asked, answers = _asked(connection, read), _answers(connection, read)
    same_version = annotation.c.codebook_id == asked.c.codebook_id
    of_variable = and_(same_version, asked.c.variable_id == annotation.c.variable_id)
    of_read = annotation.c.codebook_id.in_([each.codebook_id for each in read])

    def is_no_answer(assigned: Any) -> _Condition:
        here = (answers.c.codebook_id == annotation.c.codebook_id, answers.c.code_id == assigned)
        is_answer = exists(select(answers.c.code_id).where(*here).correlate_except(answers))
        return and_(assigned.is_not(None), not_(is_answer))

    yield (
        "is of a variable that codebook {} does not have",
        and_(of_read, not_(exists().where(of_variable))),
    )
    yield (
        "assigns what codebook {} has for no answer",
        and_(
            of_read,
            or_(
                is_no_answer(annotation.c.code_id),
                _within(annotation_code, is_no_answer(annotation_code.c.code_id)),
            ),
        ),
    )
    number = annotation.c.number
    beyond = or_(number < asked.c.minimum, number > asked.c.maximum)
    yield (
        "has a number out of the range that codebook {} gives",
        exists().where(of_variable, beyond),
    )


def _asked(connection: Connection, read: Iterable[Version]) -> Table:
    """The variables of each version, with the limits of their numbers."""
    table = stage(
        connection,
        *(
            Column(name, Integer, primary_key=True, autoincrement=False)
            for name in ("codebook_id", "variable_id")
        ),
        *(Column(name, Real) for name in ("minimum", "maximum")),
    )
    known = select(variable.c.key, variable.c.variable_id)
    ids = dict(connection.execute(known).all())
    rows = (
        (version.codebook_id, ids[each.key], each.minimum, each.maximum)
        for version in read
        for each in version.book.variables
        if each.key in ids
    )
    fill(connection, table, rows)
    return table


def _answers(connection: Connection, read: Iterable[Version]) -> Table:
    """The codes of each version that can be assigned."""
    table = stage(
        connection,
        *(
            Column(name, Integer, primary_key=True, autoincrement=False)
            for name in ("codebook_id", "code_id")
        ),
    )
    ids = node_ids(connection)
    rows = (
        (version.codebook_id, ids[each.key, one.key])
        for version in read
        for each in version.book.variables
        for _, one in each.walk()
        if one.assignable and (each.key, one.key) in ids
    )
    fill(connection, table, rows)
    return table


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
