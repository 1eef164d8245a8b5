"""Views that show names, for whoever opens the file with another program."""

from __future__ import annotations

from typing import Final

from sqlalchemy import SelectBase, and_, case, func, select
from sqlalchemy.sql.ddl import CreateView

from portrayals.findings.policies import denial_outcome, outcome, study_policies, votes_at, word
from portrayals.tables.catalogue import PORTRAYAL, RELATIONSHIP, title, unit
from portrayals.tables.codebooks import code, variable
from portrayals.tables.coding import annotation, annotation_code, coder, same_annotation, wave
from portrayals.tables.tallies import tally, tally_code

_above = unit.alias("above")
_titled = unit.alias("titled")
_counterpart = unit.alias("counterpart")


def _portrayals() -> SelectBase:
    return (
        select(
            unit.c.key,
            _titled.c.name.label("title"),
            unit.c.name,
            unit.c.performer,
            func.coalesce(unit.c.year, _titled.c.year).label("year"),
            title.c.kind,
            title.c.screened,
        )
        .join(_titled, _titled.c.unit_id == unit.c.title_id)
        .join(title, title.c.title_id == unit.c.title_id)
        .where(unit.c.level_id == PORTRAYAL)
    )


def _relationships() -> SelectBase:
    return (
        select(
            unit.c.key,
            _titled.c.name.label("title"),
            _above.c.name,
            _above.c.performer,
            unit.c.name.label("counterpart"),
            unit.c.performer.label("counterpart_performer"),
            func.coalesce(unit.c.year, _titled.c.year).label("year"),
        )
        .join(_above, _above.c.unit_id == unit.c.parent_id)
        .join(_titled, _titled.c.unit_id == unit.c.title_id)
        .where(unit.c.level_id == RELATIONSHIP)
    )


def _annotations() -> SelectBase:
    """A row for each annotation, of a set for each of its codes."""
    in_set = same_annotation(annotation_code, annotation)
    return (
        select(
            unit.c.key.label("unit"),
            variable.c.key.label("variable"),
            coder.c.key.label("coder"),
            wave.c.key.label("wave"),
            annotation.c.state,
            annotation.c.basis,
            code.c.key.label("code"),
            annotation_code.c.doubtful,
            annotation.c.number,
            annotation.c.text,
            annotation.c.note,
        )
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .join(variable, variable.c.variable_id == annotation.c.variable_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .outerjoin(annotation_code, in_set)
        .outerjoin(
            code, code.c.code_id == func.coalesce(annotation_code.c.code_id, annotation.c.code_id)
        )
    )


def _findings() -> SelectBase:
    settling = study_policies()
    at_node = votes_at(tally_code.c)
    found = outcome(settling.c.policy, tally.c, at_node)
    denied = denial_outcome(settling.c.policy, tally.c, at_node)
    denies = and_(variable.c.type == word("boolean"), code.c.key == word("no"))
    return (
        select(
            unit.c.key.label("unit"),
            variable.c.key.label("variable"),
            code.c.key.label("code"),
            tally_code.c.votes,
            tally.c.answers,
            tally.c.adjudicated,
            case((denies, denied), else_=found).label("outcome"),
        )
        .select_from(tally_code)
        .join(
            tally,
            and_(
                tally.c.variable_id == tally_code.c.variable_id,
                tally.c.unit_id == tally_code.c.unit_id,
            ),
        )
        .join(unit, unit.c.unit_id == tally.c.unit_id)
        .join(variable, variable.c.variable_id == tally.c.variable_id)
        .join(settling, settling.c.variable_id == tally.c.variable_id)
        .join(code, and_(code.c.code_id == tally_code.c.code_id, code.c.kind == word("code")))
    )


VIEWS: Final[dict[str, SelectBase]] = {
    "portrayal_view": _portrayals(),
    "relationship_view": _relationships(),
    "annotation_view": _annotations(),
    "finding_view": _findings(),
}


def create_view(name: str) -> str:
    """The statement that creates the view, the same on both engines."""
    statement = CreateView(VIEWS[name], name).compile(compile_kwargs={"literal_binds": True})
    return " ".join(str(statement).split())
