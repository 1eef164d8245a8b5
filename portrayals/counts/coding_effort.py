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
    func,
    select,
    true,
)

from portrayals.counts.recorded import is_in_overlap
from portrayals.tables import annotation, answer, coder, title, unit, wave
from portrayals.tables.coding import completeness
from portrayals.tables.literals import word_at
from portrayals.vocabulary import BASES, COUNTED_OUT, STATES


def screenings() -> Select[str, str, int]:
    """How titles were screened, and why: a row for each screening and reason, with its titles."""
    return (
        select(title.c.screened, title.c.screening_reason, func.count().label("titles"))
        .group_by(title.c.screened, title.c.screening_reason)
        .order_by(title.c.screened, func.count().desc(), title.c.screening_reason)
    )


def of_wave(key: str | None) -> ColumnElement[bool]:
    """Whether a row is of the wave of that key; of none, of a wave of purpose main."""
    return wave.c.purpose == "main" if key is None else wave.c.key == key


def annotations_by_basis(wave_key: str | None = None) -> Select[str, str, int]:
    """How many annotations of a wave, or of all, rest on each basis, by the purpose of the wave."""
    basis = word_at(annotation.c.basis, BASES)
    within = true() if wave_key is None else of_wave(wave_key)
    return (
        select(wave.c.purpose, basis.label("basis"), func.count().label("annotations"))
        .select_from(_by_people())
        .where(within)
        .group_by(wave.c.purpose, annotation.c.basis)
        .order_by(wave.c.purpose, func.count().desc(), basis)
    )


def coders(wave_key: str | None = None) -> Select[Any]:
    """How many coders there are whose annotations are votes."""
    return (
        select(func.count(func.distinct(annotation.c.coder_id)))
        .select_from(_by_people())
        .where(of_wave(wave_key))
    )


def coders_of_units(wave_key: str | None = None) -> Select[Any]:
    """The number of units by level and number of coders (2 stands for several)."""
    voices = (
        select(
            annotation.c.unit_id, func.count(func.distinct(annotation.c.coder_id)).label("coders")
        )
        .select_from(_by_people())
        .where(of_wave(wave_key))
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


def answers_given_twice(variables: Collection[int]) -> Select[Any]:
    """Of sets, by their ids, the units that several coders coded, and those where they agree.

    Counted are the values that they gave on one basis and by one version of the codebook, both
    complete or both partial, of units assigned for reliability where some were (R31, R32). They
    agree where all codes are the same, doubts included.
    """
    one, two = annotation.alias("one"), annotation.alias("two")
    same = ("variable_id", "unit_id", "wave_id", "basis", "codebook_id")
    pairs = (
        select(
            one.c.variable_id,
            one.c.unit_id,
            case((one.c.answer_id != two.c.answer_id, 1), else_=0).label("differ"),
        )
        .select_from(
            one.join(two, and_(*(one.c[name] == two.c[name] for name in same)))
            .join(wave, wave.c.wave_id == one.c.wave_id)
            .join(unit, unit.c.unit_id == one.c.unit_id)
            .join(title, title.c.title_id == unit.c.title_id)
        )
        .where(
            wave.c.purpose == "main",
            one.c.coder_id < two.c.coder_id,
            one.c.variable_id.in_(variables),
            completeness(one.c.complete, one.c.basis) == completeness(two.c.complete, two.c.basis),
            _give_values(one, two),
            is_in_overlap(one),
            title.c.screened.not_in(COUNTED_OUT),
            one.c.coder_id.not_in(_silent()),
            two.c.coder_id.not_in(_silent()),
        )
        .subquery()
    )
    each = (pairs.c.variable_id, pairs.c.unit_id)
    by_unit = select(*each, func.max(pairs.c.differ).label("differ")).group_by(*each).subquery()
    return select(
        by_unit.c.variable_id,
        func.count().label("units"),
        func.sum(1 - by_unit.c.differ).label("agree"),
    ).group_by(by_unit.c.variable_id)


def _give_values(*annotations: FromClause) -> ColumnElement[bool]:
    """Whether all give a value (including none), and not another state."""
    values = select(answer.c.answer_id).where(answer.c.state <= STATES.index("none"))
    return and_(*(each.c.answer_id.in_(values) for each in annotations))


def coders_told(wave_key: str | None = None) -> Select[Any]:
    """Programs and compilations that coded in a wave, or in those of purpose main, each with its
    description and its number of annotations there."""
    names = ("key", "name", "kind", "model", "model_version", "instruction_sha256", "method")
    told = [coder.c[name] for name in names]
    return (
        select(*told, func.count().label("annotations"))
        .select_from(annotation)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .where(of_wave(wave_key), coder.c.kind.in_(("program", "compilation")))
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
