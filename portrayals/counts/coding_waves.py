"""Counts of how coding was organised: what was drawn for whom, handed out, and decided after."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, case, exists, func, select

from portrayals.counts.coding_effort import of_wave
from portrayals.tables import (
    annotation,
    assignment,
    change,
    codebook,
    coder,
    handout,
    title,
    unit,
    wave,
)
from portrayals.vocabulary import COUNTED_OUT


def draws() -> Select[str, str, int, str, int, int]:
    """The draws of each wave: what for, by which seed and command, and of how many titles that
    count for how many coders."""
    drawn = (assignment.c.wave_id, assignment.c.purpose, assignment.c.change_id, assignment.c.seed)
    return (
        select(
            wave.c.key.label("wave"),
            *(assignment.c.purpose, assignment.c.seed, change.c.command),
            func.count(title.c.title_id.distinct()).label("titles"),
            func.count(assignment.c.coder_id.distinct()).label("coders"),
        )
        .select_from(assignment)
        .join(wave, wave.c.wave_id == assignment.c.wave_id)
        .join(change, change.c.change_id == assignment.c.change_id)
        .join(unit, unit.c.unit_id == assignment.c.unit_id)
        .join(title, title.c.title_id == unit.c.title_id)
        .where(title.c.screened.not_in(COUNTED_OUT))
        .group_by(wave.c.key, change.c.command, *drawn)
        .order_by(*drawn)
    )


def waves_by_origin() -> Select[str, Any]:
    """The waves in which people coded, and whether all of it came from what was handed out (1).

    Handed out is a title that is assigned to the coder, by a handout whose answers were collected.
    """
    given = exists().where(
        handout.c.wave_id == annotation.c.wave_id,
        handout.c.coder_id == annotation.c.coder_id,
        handout.c.saved_at.is_not(None),
    )
    of = unit.alias("assigned")
    assigned = exists(
        select(assignment.c.unit_id)
        .join(of, of.c.unit_id == assignment.c.unit_id)
        .where(
            assignment.c.wave_id == annotation.c.wave_id,
            assignment.c.coder_id == annotation.c.coder_id,
            of.c.title_id == unit.c.title_id,
        )
    )
    return (
        select(wave.c.key, func.min(case((and_(given, assigned), 1), else_=0)).label("handed_out"))
        .select_from(annotation)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .where(coder.c.kind == "person")
        .group_by(wave.c.key)
    )


def versions_followed(wave_key: str | None) -> Select[str, str, int]:
    """How many annotations of people and compilations follow each version of the codebook."""
    return (
        select(codebook.c.key, codebook.c.version, func.count().label("annotations"))
        .select_from(annotation)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(codebook, codebook.c.codebook_id == annotation.c.codebook_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .where(coder.c.kind.in_(("person", "compilation")), of_wave(wave_key))
        .group_by(codebook.c.codebook_id, codebook.c.key, codebook.c.version)
        .order_by(codebook.c.codebook_id)
    )


def coded_by_two_versions(wave_key: str | None) -> Select[Any]:
    """The units that a coder coded in main waves by different versions of the codebook."""
    one, two = annotation.alias("one"), annotation.alias("two")
    again = (
        one.c.variable_id == two.c.variable_id,
        one.c.unit_id == two.c.unit_id,
        one.c.coder_id == two.c.coder_id,
        one.c.wave_id < two.c.wave_id,
        one.c.codebook_id != two.c.codebook_id,
    )
    first = wave.alias("first_wave")
    return (
        select(one.c.unit_id)
        .join(two, and_(*again))
        .join(first, and_(first.c.wave_id == one.c.wave_id, first.c.purpose == "main"))
        .join(wave, and_(wave.c.wave_id == two.c.wave_id, of_wave(wave_key)))
        .distinct()
    )


def versions_now(variable_id: int, wave_key: str | None) -> Select[Any]:
    """Whose annotation of a variable follows which version of the codebook."""
    columns = ("unit_id", "coder_id", "wave_id", "codebook_id")
    return (
        select(*(annotation.c[name] for name in columns))
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .where(annotation.c.variable_id == variable_id, of_wave(wave_key))
    )
