"""What must hold for annotations and claims but no constraint can enforce, as selects."""

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
    func,
    not_,
    or_,
    select,
    true,
)

from portrayals.database.staging import fill, stage, staged
from portrayals.findings.cast_ballots import STREAMED
from portrayals.findings.forms import form_of_answer, key_and_form
from portrayals.findings.stored_answers import answers_of
from portrayals.notation.quoting import quoted
from portrayals.services.study.checks.codebooks import Version, node_ids, versions
from portrayals.tables import (
    adjudication,
    adjudication_with,
    annotation,
    answer,
    answer_code,
    claim,
    claim_code,
    code,
    codebook,
    coder,
    episode,
    evidence,
    source,
    unit,
    variable,
    wave,
)
from portrayals.tables.coding import same_annotation
from portrayals.tables.literals import ZERO, word
from portrayals.tables.literals import number as numeral
from portrayals.tables.metadata import Real
from portrayals.vocabulary import BASES, COMPILED_BASES, STATES

_Condition = ColumnElement[bool]


def wrong_coding(connection: Connection) -> Iterator[str]:
    """Annotations that do not fit their variable, and evidence that does not belong to them."""
    yield from _wrong_answers(connection)
    rows = (
        select(unit.c.key, variable.c.key, coder.c.key, wave.c.key)
        .add_columns(codebook.c.key, codebook.c.version)
        .select_from(annotation)
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .join(variable, variable.c.variable_id == annotation.c.variable_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .outerjoin(codebook, codebook.c.codebook_id == annotation.c.codebook_id)
    )
    rules = (*_RULES, *_rules_of_codebooks(connection))
    some_wrong = rows.where(or_(*(condition for _, condition in rules))).limit(1)
    if connection.execute(some_wrong).first() is None:  # all are scanned once for all rules
        return
    for says, condition in rules:
        wrong = rows.where(condition).order_by(unit.c.key, variable.c.key, coder.c.key, wave.c.key)
        for of, name, by, within, book, version in connection.execute(wrong):
            yield f"{of}: {name} by {by} in {within} {says.format(f'{book} {version}')}"


def _wrong_answers(connection: Connection) -> Iterator[str]:
    """Answers stored under a form that does not match their content."""
    known = (answer.c.answer_id, answer.c.variable_id, answer.c.key, answer.c.form)
    rows = select(*known).order_by(answer.c.answer_id)
    stream = connection.execute(rows, execution_options=STREAMED)
    for some in stream.partitions():
        said = answers_of(connection, {row.answer_id for row in some})
        for answer_id, of, key, form in some:
            told = key_and_form(form_of_answer(of, said[answer_id]))
            if told != {"key": key, "form": form}:
                yield f"answer {answer_id} is kept as {quoted(form or key)}, but has another value"


def _within(part: Any, *conditions: _Condition) -> _Condition:
    return exists(
        select(part.c.unit_id)
        .where(same_annotation(part, annotation), *conditions)
        .correlate_except(part)
    )


def _rules_of_codebooks(connection: Connection) -> Iterator[tuple[str, _Condition]]:
    """What must hold for an annotation under the codebook version it was made with."""
    read = versions(connection)
    asked, answers = _asked(connection, read), _answers(connection, read)
    same_version = annotation.c.codebook_id == asked.c.codebook_id
    of_variable = and_(same_version, asked.c.variable_id == annotation.c.variable_id)
    of_read = annotation.c.codebook_id.in_([each.codebook_id for each in read])
    here = and_(
        answers.c.codebook_id == codebook.c.codebook_id, answers.c.code_id == answer_code.c.code_id
    )
    given = select(codebook.c.codebook_id, answer_code.c.answer_id).join(answer_code, true())
    strange = staged(
        connection,
        given.where(not_(exists().where(here))).distinct(),
        *("codebook_id", "answer_id"),
    )
    is_strange = exists().where(
        strange.c.codebook_id == annotation.c.codebook_id,
        strange.c.answer_id == annotation.c.answer_id,
    )
    yield (
        "is for a variable that codebook {} does not have",
        and_(of_read, not_(exists().where(of_variable))),
    )
    yield (
        "assigns something that is not an answer in codebook {}",
        and_(of_read, is_strange),
    )
    beyond = or_(answer.c.number < asked.c.minimum, answer.c.number > asked.c.maximum)
    yield (
        "has a number outside the range of codebook {}",
        exists().where(answer.c.answer_id == annotation.c.answer_id, of_variable, beyond),
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


def _says(*conditions: _Condition) -> _Condition:
    """Whether the answer of an annotation is one of these few."""
    such = select(answer.c.answer_id).join(variable, variable.c.variable_id == answer.c.variable_id)
    return annotation.c.answer_id.in_(such.where(*conditions))


_type: Final = variable.c.type
_multi: Final = _type == word("multi")
_text: Final = _type == word("text")
_of_one_code: Final = _type.in_((word("nominal"), word("ordinal"), word("boolean")))
_coded: Final = answer.c.state == numeral(STATES.index("coded"))
_number: Final = answer.c.number.is_not(None)
_has_text: Final = annotation.c.text.is_not(None)
_codes: Final = (
    select(func.count())
    .where(answer_code.c.answer_id == answer.c.answer_id)
    .correlate(answer)
    .scalar_subquery()
)
_doubts: Final = (
    select(func.coalesce(func.sum(answer_code.c.doubtful), ZERO))
    .where(answer_code.c.answer_id == answer.c.answer_id)
    .correlate(answer)
    .scalar_subquery()
)
_most: Final = case((_of_one_code, numeral(1)), else_=ZERO)
_lacks_value: Final = or_(
    and_(_of_one_code, _codes == ZERO), and_(_type == word("number"), not_(_number))
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
    not_(
        exists(
            select(answer_code.c.code_id)
            .where(
                answer_code.c.answer_id == annotation.c.answer_id,
                answer_code.c.code_id == evidence.c.code_id,
            )
            .correlate(annotation, evidence)
        )
    ),
)

_decider: Final = coder.alias("decider")
_no_person: Final = select(_decider.c.coder_id).where(_decider.c.kind != word("person"))
_compiled: Final = [numeral(BASES.index(each)) for each in COMPILED_BASES]

#: What is reported about an annotation, and when (SCHEMA: what no CHECK can see).
_RULES: Final[tuple[tuple[str, _Condition], ...]] = (
    ("is coded, but has no code", _says(_multi, _coded, _codes == ZERO)),
    ("has codes, but is not coded", _says(not_(_coded), _codes > ZERO)),
    (
        "has a single value, but takes a set of codes",
        and_(_multi, or_(_has_text, _says(_multi, _number))),
    ),
    (
        "has a set of codes, but takes a single value",
        _says(not_(_multi), or_(_codes > _most, _doubts > ZERO)),
    ),
    (
        "is coded, but has no value of its type",
        or_(_says(_coded, _lacks_value), and_(not_(_has_text), _says(_text, _coded))),
    ),
    (
        "has a value of another type",
        or_(
            and_(not_(_multi), _has_text, not_(_says(_text, _coded))),
            _says(not_(_multi), _type != word("number"), _number),
        ),
    ),
    (
        "is none, but is not a set of codes",
        _says(not_(_multi), answer.c.state == numeral(STATES.index("none"))),
    ),
    ("is for a derived variable, which is never coded", variable.c.rules.is_not(None)),
    ("has evidence for a code that it does not have", _of_no_code_of_it),
    ("has evidence in an episode of another title", _of_another_title),
    (
        "is adjudicated, but not by the consensus coder",
        and_(coder.c.kind != word("consensus"), _within(adjudication)),
    ),
    (
        "was decided by somebody who is not a person, or with one",
        or_(
            _within(adjudication, adjudication.c.decided_by.in_(_no_person)),
            _within(adjudication_with, adjudication_with.c.with_coder_id.in_(_no_person)),
        ),
    ),
    (
        "is by a compilation, but its basis is not documented",
        and_(coder.c.kind == word("compilation"), annotation.c.basis.not_in(_compiled)),
    ),
)


def wrong_claims(connection: Connection) -> Iterator[str]:
    """Claims that are indirectly about themselves, or name a code or a source that is none."""
    answering = select(claim.c.claim_id, claim.c.about_claim_id).where(
        claim.c.about_claim_id.is_not(None)
    )
    spoken_of = {number: int(about or 0) for number, about in connection.execute(answering)}
    for number in sorted(_in_circles(spoken_of)):
        yield f"claim:{number} refers, through other claims, to itself"
    properties = (
        select(claim_code.c.claim_id, variable.c.key, code.c.key)
        .join(code, code.c.code_id == claim_code.c.code_id)
        .join(variable, variable.c.variable_id == claim_code.c.variable_id)
        .where(code.c.kind == word("property"))
        .order_by(claim_code.c.claim_id, variable.c.key, code.c.key)
    )
    for number, of, key in connection.execute(properties):
        yield f"claim:{number} names {key}, a property of codes of {of}, as if it were a code"
    checked = (
        select(claim.c.claim_id, claim.c.checked_source)
        .where(claim.c.checked_source.not_in(select(source.c.key)))
        .order_by(claim.c.claim_id)
    )
    for number, key in connection.execute(checked):
        yield f"claim:{number} was checked in {key}, which is no source"


def _in_circles(spoken_of: dict[int, int]) -> set[int]:
    """The claims from which following references leads back to them."""
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
