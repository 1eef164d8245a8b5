"""What `db check` notices of a lone change, column by column, and that no figure slips through.

SECURITY.md tells the same by kind.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lone_changes import LoneChange, columns, drawn, figures, taken_back
from sqlalchemy import Column, Connection, Table, func, select
from whole_study import WholeStudy

from portrayals.database.engine import engine_for, outside_transaction
from portrayals.database.migrate import newest_statements
from portrayals.services.codebooks.rows import node_rows, variable_columns, version_columns
from portrayals.services.study.check import check
from portrayals.services.study.checks import storage
from portrayals.services.study.checks.codebooks import versions
from portrayals.tables import code, code_implies, code_property, codebook, codebook_code, variable

#: So many changes of each column are made, always the same ones; the more, the longer it takes.
DRAWS = int(os.environ.get("PORTRAYALS_LONE_CHANGES", "1"))

Columns = dict[str, str]

IN_THE_TEXT = "the text of the codebook says it"

#: By reason, the columns of which every change is noticed.
ALWAYS: Columns = {
    IN_THE_TEXT: """
        codebook.key codebook.version codebook.document codebook.sha256 codebook.headline
        codebook.level_names codebook.general codebook_code.codebook_id codebook_code.code_id
        variable.key variable.level_id variable.type variable.label variable.question
        variable.position variable.asked_when variable.rollup variable.minimum variable.maximum
        variable.measure variable.tolerance variable.rules variable.otherwise variable.retired
        variable.sentence code.sentence
        code.variable_id code.parent_id code.kind code.key code.label code.position code.depth
        code.assignable code.retired code_implies.code_id code_implies.implied_id
        code_implies.certain code_property.code_id code_property.name code_property.value
        study.codebook_id""",
    "an answer is found by all that it says": """
        answer.answer_id answer.variable_id answer.state answer.number answer.key answer.form
        answer_code.variable_id answer_code.answer_id answer_code.code_id answer_code.doubtful""",
    "the annotations say it": """
        ballot.ballot_id ballot.variable_id ballot.key ballot.form ballot.adjudicated
        ballot.basis ballot.voters ballot.answers ballot.hearsay ballot.disputed ballot.mean
        ballot.majority ballot.unanimous ballot.any ballot_node.ballot_id ballot_node.code_id
        ballot_node.votes ballot_node.majority ballot_node.unanimous ballot_node.any
        unit_ballot.variable_id unit_ballot.unit_id unit_ballot.ballot_id""",
    "its key and the units about it say it": """
        unit.unit_id unit.level_id unit.title_id unit.parent_id title.title_id episode.episode_id
        episode.title_id episode.season episode.number""",
    "search says it": "unit.name unit_name.folded unit_role.folded title_term.folded",
    "other rows refer to it": """
        code.code_id codebook.codebook_id annotation.level_id adjudication.variable_id
        adjudication.unit_id adjudication.coder_id adjudication.wave_id""",
    "the program says it": """
        alembic_version.version_num level.level_id level.key level.parent_level_id
        study.study_id""",
    "the rows of a change are numbered through": "change_row.position",
}

#: By reason, the columns of which some changes are noticed: those that contradict something.
SOMETIMES: Columns = {
    "it must be of its form: a date, an identifier": """
        adjudication.decided_at change.at claim.stated_on episode.aired identifier.scheme
        identifier.value handout.saved_at handout.sha256 proposal.answers source.accessed
        source.dated wave.locked_at""",
    "it must refer to a row that is there, and may refer to another": """
        adjudication.change_id adjudication.decided_by adjudication_with.with_coder_id
        annotation.change_id assignment.change_id
        assignment.coder_id assignment.unit_id assignment.wave_id change.undoes_change_id
        claim.about_claim_id claim.change_id claim.checked_source claim.source_id claim.unit_id
        claim_code.claim_id
        claim_code.code_id claim_code.variable_id codebook.change_id coder.change_id
        evidence.source_id handout.change_id handout.coder_id handout.codebook_id handout.wave_id
        identifier.title_id proposal.above_proposal_id proposal.above_unit_id proposal.change_id
        proposal.handout_id proposal.level proposal.unit_id source.change_id study.change_id
        title_term.title_id unit.change_id unit_role.unit_id variable.change_id viewing.change_id
        viewing.coder_id viewing.episode_id viewing.title_id wave.change_id wave.codebook_id""",
    "it must be there if another row refers to it": """
        change.change_id claim.claim_id coder.coder_id handout.handout_id proposal.proposal_id
        source.key source.source_id variable.variable_id wave.wave_id""",
    "the votes say it, but for what settles nothing: less than the best basis, another wave": """
        annotation.variable_id annotation.unit_id annotation.coder_id annotation.wave_id
        annotation.codebook_id annotation.answer_id annotation.basis annotation.complete coder.kind
        wave.purpose""",
    "an answer in words is of a variable of words, and is given": "annotation.text",
    "it is told of coders of one kind, and must be where they need it": """
        coder.model coder.model_version coder.instruction_sha256 coder.method""",
    "it must fit the annotation, and may be of another that it fits": """
        evidence.variable_id evidence.unit_id evidence.coder_id evidence.wave_id evidence.code_id
        evidence.episode_id adjudication_with.variable_id adjudication_with.unit_id
        adjudication_with.coder_id adjudication_with.wave_id""",
    "search says it, but for case, accents and empty words, and of which unit an alias is": """
        unit.performer title.synopsis unit_name.unit_id unit_name.kind unit_name.name
        unit_role.role title_term.value""",
    "the keys of the units beneath say it": "unit.key",
    "a title that was screened none has no portrayals": "title.screened",
    "the variables of which a change wrote annotations must be noted, others may be": """
        change_variable.change_id change_variable.variable_id""",
    "what is kept must be a row of its table": """
        change_row.change_id change_row.table_name change_row.row_key change_row.before""",
}

#: By reason, the columns of which no change is noticed: nothing else in the file speaks of it.
NEVER: Columns = {
    "facts of titles and people, as a person gave them": """
        unit.year title.kind title.end_year title.note title.stratum title.screening_reason
        title_term.field title_term.position unit_role.position""",
    "what the study says of itself, and how it settles": """
        study.policy study.title study.creator study.licence study.description study.population
        study.frame study.frame_size study.sampling study.seed study.context
        study.training_hours""",
    "words, and places in a film, as a person gave them": """
        annotation.note evidence.start_ms evidence.end_ms evidence.quote evidence.description
        adjudication.method adjudication.reason adjudication.cause
        claim.stance claim.scope claim.basis
        claim.statement claim.locator claim.checked source.citation source.address coder.name
        proposal.name proposal.performer proposal.role proposal.note proposal.decision
        proposal.reason""",
    "who was to code what, and who did what in the history": """
        assignment.purpose assignment.seed change.actor change.command""",
    "names of rows that nothing refers to by them": """
        coder.key wave.key evidence.evidence_id viewing.viewing_id
        unit_name.unit_name_id""",
    "the identity of a row in other copies": """
        claim.uuid code.uuid codebook.uuid coder.uuid evidence.uuid proposal.uuid source.uuid
        study.uuid
        unit.uuid""",
}

#: Where a change that is not noticed may make another figure of `stats`.
COUNTED = {"study.policy", "title.screened"}


def _named(reasons: Columns) -> list[str]:
    return " ".join(reasons.values()).split()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> WholeStudy:
    """The study, of which every test leaves all as it was."""
    folder = tmp_path_factory.mktemp("whole")
    return _whole(str(folder / "study.db"), folder)


def _whole(target: str, folder: Path) -> WholeStudy:
    study = WholeStudy(target)
    study.fill(folder)
    study.deepen()
    study.complete(folder)
    assert study.problems() == ()
    return study


def test_every_column_is_in_the_table_once(whole: WholeStudy) -> None:
    with engine_for(whole.target).connect() as connection:
        there = [str(each) for each in columns(connection)]
    listed = Counter(_named(ALWAYS) + _named(SOMETIMES) + _named(NEVER))
    assert listed == Counter(there)


def test_every_column_says_something_in_the_study(whole: WholeStudy) -> None:
    with engine_for(whole.target).connect() as connection:
        empty = [
            str(each)
            for each in columns(connection)
            if not connection.execute(select(func.count(each))).scalar_one()
        ]
    assert empty == ["answer.form", "ballot.form"]  # those of longer ones than there are


def test_a_document_makes_every_column_of_its_rows_but_ids(whole: WholeStudy) -> None:
    """What is made by one function is written by it, and compared: a column more, too."""
    with engine_for(whole.target).connect() as connection:
        book = versions(connection)[-1].book
    each = book.variables[0]
    node = {"key", "parent_id", *node_rows(each)[0].columns}
    assert version_columns(book).keys() | {"codebook_id", "uuid", "change_id"} == _names(codebook)
    assert variable_columns(each, 0).keys() | {"variable_id", "change_id"} == _names(variable)
    assert node | {"code_id", "uuid", "variable_id"} == _names(code)
    assert _names(code_implies) == {"code_id", "implied_id", "certain"}
    assert _names(code_property) == {"code_id", "name", "value"}
    assert _names(codebook_code) == {"codebook_id", "code_id"}


def _names(table: Table) -> set[str]:
    return set(table.c.keys())


@pytest.mark.slow
def test_lone_changes_are_noticed_as_the_table_says(
    whole: WholeStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "newest_statements", cache(newest_statements))
    with engine_for(whole.target).connect() as connection:
        # As any other program that writes to the file leaves them.
        outside_transaction(connection, "PRAGMA foreign_keys = OFF")
        with connection.begin() as transaction:
            wrong = _wrong_outcomes(connection)
            transaction.rollback()
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.postgresql
def test_what_a_codebook_says_is_compared_on_a_server_too(
    empty_postgresql_url: str, tmp_path: Path
) -> None:
    study = _whole(empty_postgresql_url, tmp_path)
    said = ALWAYS[IN_THE_TEXT].split()
    with engine_for(study.target).connect() as connection, connection.begin() as transaction:
        unnoticed = [
            str(change)
            for column in columns(connection)
            if str(column) in said
            for change in _some(connection, column, 1)
            if not _problems(connection, change)
        ]
        transaction.rollback()
    assert unnoticed == []


def _wrong_outcomes(connection: Connection) -> list[str]:
    """The changes that were noticed or not, or changed a figure, otherwise than the table says."""
    always, never = set(_named(ALWAYS)), set(_named(NEVER))
    connection = connection.execution_options(compiled_cache={})  # more than the engine's holds
    with taken_back(connection):
        before = figures(connection)
    wrong = []
    for column in columns(connection):
        name = str(column)
        for change in _some(connection, column, DRAWS):
            problems = _problems(connection, change)
            if problems and name in never:
                wrong.append(f"noticed: {change}: {problems}")
            if not problems and name in always:
                wrong.append(f"not noticed: {change}")
            if not problems and name not in COUNTED and _figures(connection, change) != before:
                wrong.append(f"not noticed, and another figure: {change}")
    return wrong


def _problems(connection: Connection, change: LoneChange) -> tuple[str, ...]:
    with taken_back(connection):
        assert change.make(connection)
        return check(connection).problems


def _figures(connection: Connection, change: LoneChange) -> dict[str, object]:
    with taken_back(connection):
        assert change.make(connection)
        return figures(connection)


def _some(connection: Connection, column: Column[Any], number: int) -> list[LoneChange]:
    """So many changes of a column that the schema lets stand, if any of those drawn first do."""
    found: list[LoneChange] = []
    for change in islice(drawn(connection, column, Random(str(column))), 20 * number):
        with taken_back(connection):
            if change.make(connection):
                found.append(change)
        if len(found) == number:
            break
    return found
