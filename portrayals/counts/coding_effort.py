"""Counts of the coding work: screening, coders, answers given twice."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    not_,
    or_,
    select,
)

from portrayals.tables import annotation, answer, coder, title, unit, variable, wave
from portrayals.tables.coding import completeness
from portrayals.tables.literals import word, word_at
from portrayals.vocabulary import BASES, COUNTED_OUT, STATES


def screenings() -> Select[str, str, int]:
    """How titles were screened, and why: a row for each screening and reason, with its titles."""
    return (
        select(title.c.screened, title.c.screening_reason, func.count().label("titles"))
        .group_by(title.c.screened, title.c.screening_reason)
        .order_by(title.c.screened, func.count().desc(), title.c.screening_reason)
    )


def annotations_by_basis() -> Select[str, str, int]:
    """How many annotations rest on each basis, by the purpose of their waves."""
    basis = word_at(annotation.c.basis, BASES)
    return (
        select(wave.c.purpose, basis.label("basis"), func.count().label("annotations"))
        .select_from(_by_people())
        .group_by(wave.c.purpose, annotation.c.basis)
        .order_by(wave.c.purpose, func.count().desc(), basis)
    )


def coders() -> Select[Any]:
    """How many coders there are whose annotations are votes."""
    return (
        select(func.count(func.distinct(annotation.c.coder_id)))
        .select_from(_by_people())
        .where(wave.c.purpose == "main")
    )


def coders_of_units() -> Select[Any]:
    """The number of units by level and number of coders (2 stands for several)."""
    voices = (
        select(
            annotation.c.unit_id, func.count(func.distinct(annotation.c.coder_id)).label("coders")
        )
        .select_from(_by_people())
        .where(wave.c.purpose == "main")
        .group_by(annotation.c.unit_id)
        .subquery()
    )
    number = case((voices.c.coders > 1, 2), (voices.c.coders == 1, 1), else_=0).label("coders")
    of_unit = (
        select(unit.c.level_id, number)
        .select_from(
            unit.join(title, title.c.title_id == unit.c.title_id).outerjoin(
                voices, voices.c.unit_id == unit.c.unit_id
            )
        )
        .where(title.c.screened.not_in(COUNTED_OUT))
        .subquery()
    )
    return select(*of_unit.c, func.count().label("units")).group_by(*of_unit.c)


def answers_given_twice(variables: Collection[int] | None = None) -> Select[Any]:
    """By variable and kind of repeat: the units with two answers, and those whose answers agree.

    With ids of variables, only values that several coders gave on one basis and under one version
    of the codebook, in sets that are both complete or both partial (R31, R32); without, all
    variables in use.

    `coders`: several coders in one wave of purpose main. `recode`: one coder, in a wave of purpose
    main and in one of purpose recode. Answers agree if their states do, and their codes (all of a
    set, including doubts) or their numbers, within the variable's tolerance.
    """
    one, two = annotation.alias("one"), annotation.alias("two")
    first, second = wave.alias("first"), wave.alias("second")
    by_others = and_(
        second.c.purpose == "main", one.c.wave_id == two.c.wave_id, one.c.coder_id < two.c.coder_id
    )
    by_the_same = and_(second.c.purpose == "recode", one.c.coder_id == two.c.coder_id)
    wanted = or_(by_others, by_the_same), variable.c.retired == 0
    again: ColumnElement[str] = case(
        (second.c.purpose == "main", word("coders")), else_=word("recode")
    )
    if variables is not None:
        alike = (getattr(one.c, name) == getattr(two.c, name) for name in ("basis", "codebook_id"))
        both_complete = completeness(one.c.complete, one.c.basis) == completeness(
            two.c.complete, two.c.basis
        )
        of_sets = or_(variable.c.type != "multi", both_complete)
        again = word("coders")  # no more to sort by
        wanted = (
            by_others,
            one.c.variable_id.in_(variables),
            *alike,
            of_sets,
            _give_values(one, two),
        )
    pairs = (
        select(
            one.c.variable_id,
            again.label("again"),
            one.c.unit_id,
            case((_differ(one, two), 1), else_=0).label("differ"),
        )
        .select_from(
            one.join(
                two,
                and_(two.c.variable_id == one.c.variable_id, two.c.unit_id == one.c.unit_id),
            )
            .join(first, first.c.wave_id == one.c.wave_id)
            .join(second, second.c.wave_id == two.c.wave_id)
            .join(variable, variable.c.variable_id == one.c.variable_id)
            .join(unit, unit.c.unit_id == one.c.unit_id)
            .join(title, title.c.title_id == unit.c.title_id)
        )
        .where(
            first.c.purpose == "main",
            *wanted,
            variable.c.type != "text",
            title.c.screened.not_in(COUNTED_OUT),
            one.c.coder_id.not_in(_silent()),
            two.c.coder_id.not_in(_silent()),
        )
        .subquery()
    )
    each = (pairs.c.variable_id, pairs.c.unit_id, pairs.c.again)
    by_unit = select(*each, func.max(pairs.c.differ).label("differ")).group_by(*each).subquery()
    return (
        select(
            variable.c.variable_id,
            variable.c.key,
            variable.c.label,
            variable.c.level_id,
            by_unit.c.again,
            func.count().label("units"),
            func.sum(1 - by_unit.c.differ).label("agree"),
        )
        .join(by_unit, by_unit.c.variable_id == variable.c.variable_id)
        .group_by(
            variable.c.variable_id,
            variable.c.key,
            variable.c.label,
            variable.c.level_id,
            variable.c.position,
            by_unit.c.again,
        )
        .order_by(by_unit.c.again, variable.c.position, variable.c.key)
    )


def _give_values(*annotations: FromClause) -> ColumnElement[bool]:
    """Whether all give a value (including none), and not another state."""
    values = select(answer.c.answer_id).where(answer.c.state <= STATES.index("none"))
    return and_(*(each.c.answer_id.in_(values) for each in annotations))


def coders_told() -> Select[Any]:
    """Programs and compilations that coded in a wave of purpose main, each with its description and
    its number of annotations there."""
    names = ("key", "name", "kind", "model", "model_version", "instruction_sha256", "method")
    told = [coder.c[name] for name in names]
    return (
        select(*told, func.count().label("annotations"))
        .select_from(annotation)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .where(wave.c.purpose == "main", coder.c.kind.in_(("program", "compilation")))
        .group_by(*told)
        .order_by(coder.c.kind, coder.c.key)
    )


#: Coders without an answer of their own: the consensus decides, and programs do not vote (R38).
_SILENT: Final = ("consensus", "program")


def _silent() -> Select[Any]:
    return select(coder.c.coder_id).where(coder.c.kind.in_(_SILENT))


def _by_people() -> FromClause:
    """Annotations with their waves, without adjudications and programs."""
    return annotation.join(wave, wave.c.wave_id == annotation.c.wave_id).join(
        coder, and_(coder.c.coder_id == annotation.c.coder_id, coder.c.kind.not_in(_SILENT))
    )


def _differ(one: FromClause, two: FromClause) -> ColumnElement[bool]:
    """Whether two annotations give different answers, and not just numbers within the tolerance."""
    first, second = answer.alias(), answer.alias()
    near = exists().where(
        first.c.answer_id == one.c.answer_id,
        second.c.answer_id == two.c.answer_id,
        func.abs(first.c.number - second.c.number) <= variable.c.tolerance,
    )
    return and_(one.c.answer_id != two.c.answer_id, not_(near.correlate_except(first, second)))
