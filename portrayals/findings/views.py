"""Views that show names, for people who open the file with another program."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, SelectBase, and_, case, func, null, select
from sqlalchemy.sql.ddl import CreateView

from portrayals.findings.outcome import is_no, is_yes, outcome_word
from portrayals.tables.ballots import ballot, ballot_node, unit_ballot
from portrayals.tables.catalogue import (
    PORTRAYAL,
    RELATIONSHIP,
    TITLE,
    identifier,
    title,
    title_term,
    unit,
)
from portrayals.tables.codebooks import code, variable
from portrayals.tables.coding import annotation, answer, answer_code, coder, completeness, wave
from portrayals.tables.literals import number, word, word_at
from portrayals.tables.study import study
from portrayals.vocabulary import BASES, POLICIES, STATES

_above = unit.alias("above")
_titled = unit.alias("titled")
_counterpart = unit.alias("counterpart")


def _titles() -> SelectBase:
    """A row for each title, with each kind of content as one text."""
    term = (
        select(title_term.c.value)
        .where(title_term.c.title_id == unit.c.unit_id, title_term.c.field == word("country"))
        .order_by(title_term.c.position)
        .correlate(unit)
        .subquery("term")
    )
    written = (identifier.c.scheme + word(":") + identifier.c.value).label("written")
    known = (
        select(written)
        .where(identifier.c.title_id == unit.c.unit_id)
        .order_by(identifier.c.scheme, identifier.c.value)
        .correlate(unit)
        .subquery("known")
    )
    return (
        select(
            unit.c.key,
            unit.c.name.label("title"),
            unit.c.year,
            title.c.end_year,
            title.c.kind,
            _joined(term.c.value).label("countries"),
            _joined(known.c.written).label("ids"),
            title.c.screened,
            _number(PORTRAYAL).label("portrayals"),
            _number(RELATIONSHIP).label("relationships"),
        )
        .join(title, title.c.title_id == unit.c.unit_id)
        .where(unit.c.level_id == TITLE)
    )


def _joined(values: ColumnElement[str]) -> ColumnElement[str]:
    return select(func.aggregate_strings(values, "; ")).scalar_subquery()


def _number(level_id: int) -> ColumnElement[int]:
    """The number of units of a level in a title."""
    beneath = unit.alias("beneath")
    of_title = and_(beneath.c.title_id == unit.c.unit_id, beneath.c.level_id == level_id)
    return (
        select(func.count()).select_from(beneath).where(of_title).correlate(unit).scalar_subquery()
    )


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
            func.coalesce(unit.c.year, _above.c.year, _titled.c.year).label("year"),
        )
        .join(_above, _above.c.unit_id == unit.c.parent_id)
        .join(_titled, _titled.c.unit_id == unit.c.title_id)
        .where(unit.c.level_id == RELATIONSHIP)
    )


def _annotations() -> SelectBase:
    """A row for each annotation; for a set, one for each of its codes."""
    of_set = variable.c.type == word("multi")
    doubtful = case((of_set, answer_code.c.doubtful), else_=null())
    is_set = and_(of_set, answer.c.state <= number(STATES.index("none")))
    complete = completeness(annotation.c.complete, annotation.c.basis)
    return (
        select(
            unit.c.key.label("unit"),
            variable.c.key.label("variable"),
            coder.c.key.label("coder"),
            wave.c.key.label("wave"),
            word_at(answer.c.state, STATES).label("state"),
            word_at(annotation.c.basis, BASES).label("basis"),
            case((is_set, complete), else_=null()).label("complete"),
            code.c.key.label("code"),
            doubtful.label("doubtful"),
            answer.c.number,
            annotation.c.text,
            annotation.c.note,
        )
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .join(variable, variable.c.variable_id == annotation.c.variable_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(answer, answer.c.answer_id == annotation.c.answer_id)
        .outerjoin(answer_code, answer_code.c.answer_id == answer.c.answer_id)
        .outerjoin(code, code.c.code_id == answer_code.c.code_id)
    )


def _findings() -> SelectBase:
    """A row for each code that a ballot says something about, with its outcome under the policy of
    the study, and what is known of it even where the unit is incomplete."""
    by_policy = {word(policy): ballot_node.c[policy] for policy in POLICIES}
    outcome: ColumnElement[int] = case(by_policy, value=study.c.policy)
    return (
        select(
            unit.c.key.label("unit"),
            variable.c.key.label("variable"),
            code.c.key.label("code"),
            ballot_node.c.votes,
            ballot.c.answers,
            ballot.c.adjudicated,
            outcome_word(outcome).label("outcome"),
            case((is_yes(outcome), word("yes")), (is_no(outcome), word("no")), else_=null()).label(
                "known"
            ),
        )
        .select_from(unit_ballot)
        .join(ballot, ballot.c.ballot_id == unit_ballot.c.ballot_id)
        .join(ballot_node, ballot_node.c.ballot_id == ballot.c.ballot_id)
        .join(unit, unit.c.unit_id == unit_ballot.c.unit_id)
        .join(variable, variable.c.variable_id == unit_ballot.c.variable_id)
        .join(code, and_(code.c.code_id == ballot_node.c.code_id, code.c.kind == word("code")))
        .join(study, study.c.study_id == number(1))
    )


VIEWS: Final[dict[str, SelectBase]] = {
    "title_view": _titles(),
    "portrayal_view": _portrayals(),
    "relationship_view": _relationships(),
    "annotation_view": _annotations(),
    "finding_view": _findings(),
}


#: The function that concatenates texts, by engine.
_AGGREGATE: Final = {"sqlite": "group_concat(", "postgresql": "string_agg("}


def create_view(name: str, engine: str) -> str:
    """The statement that creates the view on an engine."""
    statement = CreateView(VIEWS[name], name).compile(compile_kwargs={"literal_binds": True})
    return " ".join(str(statement).split()).replace("aggregate_strings(", _AGGREGATE[engine])
