"""What a coder must code again because rules have changed since a version of the codebook.

Only the coder's own annotations decide about it: what others coded leaves no trace in a handout.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, not_, select

from portrayals.codebook.coded_again import coded_again
from portrayals.codebook.compare import compare
from portrayals.database.staging import insert_new
from portrayals.errors import InvalidValue, NoCodebook, UnknownKey
from portrayals.findings.cast_ballots import Scope, Voters
from portrayals.findings.reading import Reading
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import answers_of
from portrayals.findings.stored_ballots import ballots_of
from portrayals.findings.stored_codebook import Book, StoredVariable, read_book
from portrayals.findings.unit_ref import LEVEL_ID, place
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.query.compile import ask
from portrayals.services.codebooks.lineage import stored_lineage
from portrayals.services.codebooks.read import load_kept
from portrayals.services.handouts.conditions import conditions_of, is_open
from portrayals.services.importing.refused_answers import deciding
from portrayals.services.waves.assign import wave_to_assign
from portrayals.tables import annotation, assignment, codebook, unit, wave
from portrayals.vocabulary import Again

#: By unit, the keys of the variables that must be coded again.
Touched = Mapping[int, Collection[str]]

#: Engines limit how many ids one statement names.
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule that changed: of which variable, for which of its units, and for which code."""

    variable: StoredVariable
    again: Again
    code_id: int | None


@dataclass(frozen=True, slots=True)
class _Coded:
    """What a coder said last of each variable and unit in the main waves (R11).

    `rules` are those that changed after each version but the one in use; `last` has the version and
    the answer by variable and unit.
    """

    rules: Mapping[int, Sequence[_Rule]]
    last: Mapping[tuple[int, int], Row[Any]]
    answers: Mapping[int, Answer]


def touched_since(connection: Connection, coder_id: int, version: str) -> Touched:
    """The variables of each unit that rules changed since a version touch, for one coder.

    What was coded by the version in use is not among them, nor what the coder's own answers rule
    out. Raises UnknownKey for an unknown version.
    """
    book = read_book(connection)
    last = _last(connection, coder_id)
    answers = answers_of(connection, {row.answer_id for row in last.values()})
    coded = _Coded(_rules(connection, book, version), last, answers)
    found: dict[int, set[str]] = {}
    for variable, unit_id in (*_by_rule(coded), *_of_new_questions(connection, coded)):
        found.setdefault(unit_id, set()).add(variable.key)
    return _asked(connection, book, coder_id, found)


def _last(connection: Connection, coder_id: int) -> dict[tuple[int, int], Row[Any]]:
    columns = ("variable_id", "unit_id", "codebook_id", "answer_id")
    rows: Select[*tuple[Any, ...]] = (
        select(*(annotation.c[name] for name in columns), unit.c.title_id)
        .join(unit, unit.c.unit_id == annotation.c.unit_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .where(annotation.c.coder_id == coder_id, wave.c.purpose == "main")
        .order_by(annotation.c.wave_id)
    )
    return {(row.variable_id, row.unit_id): row for row in connection.execute(rows)}


def _rules(connection: Connection, book: Book, version: str) -> dict[int, list[_Rule]]:
    """By the id of each version from the named one to that before the one in use, what changed."""
    if book.codebook_id is None:
        raise NoCodebook("there is nothing to code")
    rows = select(codebook).where(codebook.c.key == book.key).order_by(codebook.c.codebook_id)
    versions = [row for row in connection.execute(rows) if row.codebook_id <= book.codebook_id]
    names = [row.version for row in versions]
    if version not in names:
        raise UnknownKey(
            f"{quoted(version)} is not a version of {book.key} in this study",
            hint="list them: portrayals codebook list",
            candidates=nearest(version, names),
        )
    since = versions[names.index(version) :]
    books = [load_kept(row.document) for row in since]
    known = stored_lineage(connection)
    found: dict[int, list[_Rule]] = {}
    later: list[_Rule] = []
    for row, old, new in reversed([*zip(since, books, books[1:], strict=False)]):
        for each in compare(old, new, known.former):
            again = coded_again(each, new)
            key, code = known.node_now(each.variable or "", each.code or "")
            variable = book.variables.get(key)
            if again is not None and variable is not None and not variable.retired:
                node = variable.node(code) if each.code else None
                later = [*later, _Rule(variable, again, None if node is None else node.code_id)]
        found[row.codebook_id] = later
    return found


def _by_rule(coded: _Coded) -> Iterator[tuple[StoredVariable, int]]:
    """The variables and units that were coded by a rule which has changed since."""
    for (variable_id, unit_id), row in coded.last.items():
        said = coded.answers[row.answer_id]
        for rule in coded.rules.get(row.codebook_id, ()):
            given = rule.again != "given" or rule.code_id in {*said.codes, *said.doubtful}
            if rule.variable.variable_id == variable_id and given:
                yield rule.variable, unit_id


def _of_new_questions(
    connection: Connection, coded: _Coded
) -> Iterator[tuple[StoredVariable, int]]:
    """Of what nobody was asked before, the units of the titles that were coded by then."""
    titles: dict[StoredVariable, set[int]] = {}
    for row in coded.last.values():
        for rule in coded.rules.get(row.codebook_id, ()):
            if rule.again == "all":
                titles.setdefault(rule.variable, set()).add(row.title_id)
    for variable, ids in titles.items():
        of_level = unit.c.level_id == LEVEL_ID[variable.level]
        for some in _batches(ids):
            rows = select(unit.c.unit_id).where(of_level, unit.c.title_id.in_(some))
            for unit_id in connection.execute(rows).scalars():
                if (variable.variable_id, unit_id) not in coded.last:
                    yield variable, unit_id


def _asked(
    connection: Connection, book: Book, coder_id: int, found: Mapping[int, set[str]]
) -> Touched:
    """Without what the coder's own answers rule out (R10), but where these are given again too."""
    conditions = conditions_of(connection, book).of
    for key in sorted({key for keys in found.values() for key in keys} & conditions.keys()):
        variable = book.variables[key]
        query, text = variable.asked_when, variable.asked_when_text
        if query is None or text is None or is_open(conditions[key]):
            continue
        inputs = deciding(book, variable)
        for some in _batches([unit_id for unit_id, keys in found.items() if key in keys]):
            family = select(unit.c.unit_id).where(unit.c.title_id.in_(_titles_of(some)))
            scope = Scope(sorted(each.variable_id for each in inputs), family)
            own = Reading(book, "majority", ask, ballots_of(connection, Voters(coder_id), scope))
            at = place(variable.level)
            not_asked = not_(own.ask(own, query, text, at))
            rows = select(at.unit.c.unit_id, at.unit.c.parent_id, at.unit.c.title_id).where(
                at.unit.c.unit_id.in_(some), not_asked
            )
            names = {each.key for each in inputs}
            for row in connection.execute(rows).all():
                if not any(names & found.get(each, set()) for each in row if each is not None):
                    found[row.unit_id].discard(key)
    return {unit_id: keys for unit_id, keys in found.items() if keys}


def _titles_of(unit_ids: Sequence[int]) -> Select[int]:
    return select(unit.c.title_id).where(unit.c.unit_id.in_(unit_ids))


def _batches(ids: Collection[int]) -> Iterator[Sequence[int]]:
    ordered = sorted(ids)
    for first in range(0, len(ordered), _AT_ONCE):
        yield ordered[first : first + _AT_ONCE]


def assign_again(change: Change, coder_id: int, wave_key: str, touched: Touched) -> None:
    """Assigns the titles of touched units to the coder, in a wave that is made if need be.

    Its answers count instead of earlier ones, because it comes later (R11), and agree or not with
    those of the same wave alone (R31). A title that was coded to measure agreement is so again.
    Raises InvalidValue for a wave that is not a later one.
    """
    connection = change.connection
    of = wave_to_assign(change, change.book, wave_key, None)
    earlier = (
        select(annotation.c.wave_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .where(
            annotation.c.coder_id == coder_id,
            wave.c.purpose == "main",
            annotation.c.codebook_id != change.book.codebook_id,
            annotation.c.wave_id >= of.wave_id,
        )
    )
    if of.purpose != "main" or connection.execute(earlier.limit(1)).first() is not None:
        why = "its purpose is not main" if of.purpose != "main" else "it holds earlier answers"
        raise InvalidValue(
            f"{wave_key} cannot take what is coded again: {why}",
            hint="name a new wave, whose answers count instead of the earlier ones: --wave "
            f"{wave_key}-again",
        )
    for some in _batches([*touched]):
        titles = connection.execute(_titles_of(some).distinct()).scalars().all()
        before = select(assignment.c.unit_id).where(
            assignment.c.coder_id == coder_id, assignment.c.purpose == "reliability"
        )
        overlap = set(connection.execute(before).scalars())
        rows = [
            {
                "wave_id": of.wave_id,
                "coder_id": coder_id,
                "unit_id": each,
                "purpose": "reliability" if each in overlap else "coding",
                "change_id": change.number,
            }
            for each in sorted(titles)
        ]
        connection.execute(insert_new(connection, assignment), rows)
