"""A hash of the content: equal for equal content, on both engines, however it was written.

Each row is hashed by keys and values, never by row ids, UUIDs or times, and the hashes are added
up: the order of the rows does not matter, so nothing is sorted or held in memory. Annotations are
added up coder by coder and hashed without the coder's name: a deposit under pseudonyms has the same
snapshot as the study itself. The hash protects against accidents, not forgery.

The history, the ballots and the digests of handouts are left out, and so are the rows of variables
and codes, which follow from the codebook documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, case, func, or_, select

from portrayals.tables import (
    adjudication,
    adjudication_with,
    annotation,
    answer,
    answer_code,
    assignment,
    claim,
    claim_code,
    code,
    codebook,
    coder,
    episode,
    evidence,
    handout,
    identifier,
    level,
    proposal,
    source,
    study,
    title,
    title_term,
    unit,
    unit_name,
    unit_role,
    variable,
    viewing,
    wave,
)
from portrayals.tables.coding import same_annotation
from portrayals.tables.literals import word, word_at
from portrayals.vocabulary import BASES, STATES

#: How many rows are fetched at a time.
_AT_ONCE: Final = 10_000

_Rows = Select[*tuple[Any, ...]]

_above = unit.alias("above")
_of_episode = unit.alias("of_episode")
_about = claim.alias("about")
_over = unit.alias("over")
_made = unit.alias("made")
_over_proposal = proposal.alias("over_proposal")
_about_source = source.alias("about_source")


def snapshot(connection: Connection) -> str:
    """The hash of the content, 64 hexadecimal digits."""
    common = 0
    for name, rows in _COMMON.items():
        for row in _stream(connection, rows):
            common += _hash([name, tuple(row)])
    # Joining these few names to millions of rows would cost more than all the hashing.
    variables = _names(connection, select(variable.c.variable_id, variable.c.key))
    codes = _names(connection, select(code.c.code_id, code.c.key))
    waves = _names(connection, select(wave.c.wave_id, wave.c.key))
    books = _names(connection, select(codebook.c.codebook_id, codebook.c.sha256))
    judged: defaultdict[int, int] = defaultdict(int)
    for name, rows in _JUDGED.items():
        for owner, of, coded, within, under, *values in _stream(connection, rows):
            place = (variables.get(of), codes.get(coded), waves.get(within), books.get(under))
            judged[owner] += _hash([name, place, values])
    for name, rows in _LOOKED_AT.items():
        for owner, *values in _stream(connection, rows):
            judged[owner] += _hash([name, values])
    kinds = _names(connection, select(coder.c.coder_id, coder.c.kind))
    about = _told_of_coders(connection)
    coders = sorted(
        f"{kinds.get(owner)} {total:x}{about.get(owner, '')}" for owner, total in judged.items()
    )
    return sha256("\n".join([f"{common:x}", *coders]).encode()).hexdigest()


def _stream(connection: Connection, rows: _Rows) -> Iterator[Any]:
    found = connection.execute(rows, execution_options={"yield_per": _AT_ONCE})
    return chain.from_iterable(found.partitions())


def _names(connection: Connection, rows: Select[int, str]) -> dict[int, str]:
    return dict(connection.execute(rows).all())


def _told_of_coders(connection: Connection) -> dict[int, str]:
    """The descriptions of programs and compilations; nothing about people, not even names."""
    told = (coder.c.model, coder.c.model_version, coder.c.instruction_sha256, coder.c.method)
    rows = select(coder.c.coder_id, *told).where(or_(*(each.is_not(None) for each in told)))
    return {owner: f" {_hash(values):x}" for owner, *values in connection.execute(rows)}


def _hash(values: list[Any]) -> int:
    # The one quick and unambiguous way of writing values that is the same everywhere.
    return int.from_bytes(sha256(ascii(values).encode()).digest(), "big")


def _common(of: FromClause, *values: Any) -> _Rows:
    """Rows of the study as a whole."""
    return select(*values).select_from(of)


def _codes(name: str, of_type: ColumnElement[bool]) -> FromClause:
    """The codes of answers to variables of some types."""
    rows = select(answer_code).join(variable, variable.c.variable_id == answer_code.c.variable_id)
    return rows.where(of_type).subquery(name)


_in_set = _codes("in_set", variable.c.type == word("multi"))
_single = _codes("single", variable.c.type != word("multi"))


def _judged(
    *values: Any,
    part: FromClause | None = None,
    owner: Any = annotation.c.coder_id,
    coded: Any = _single.c.code_id,
) -> _Rows:
    """Annotations, or parts of them: whose, and for which variable, code, wave, codebook, unit."""
    of: FromClause = annotation.join(unit, unit.c.unit_id == annotation.c.unit_id)
    if part is _in_set:
        of = of.join(part, part.c.answer_id == annotation.c.answer_id)
    elif part is not None:
        of = of.join(part, same_annotation(part, annotation))
    if part is evidence:
        of = of.outerjoin(_of_episode, _of_episode.c.unit_id == evidence.c.episode_id)
        of = of.outerjoin(source, source.c.source_id == evidence.c.source_id)
    if coded is _single.c.code_id:
        of = of.join(answer, answer.c.answer_id == annotation.c.answer_id)
        of = of.outerjoin(_single, _single.c.answer_id == answer.c.answer_id)
    named = (annotation.c.variable_id, coded, annotation.c.wave_id, annotation.c.codebook_id)
    return select(owner, *named, unit.c.key, *values).select_from(of)


def _place(of: Any, *order: Any) -> Any:
    """The position of a row among those of its unit, whatever gaps their numbers have."""
    return func.row_number().over(partition_by=list(of), order_by=list(order))


_at = unit.c.unit_id
_titled = title.join(unit, _at == title.c.title_id)
_claimed = claim.join(source, source.c.source_id == claim.c.source_id).outerjoin(
    unit, _at == claim.c.unit_id
)
_claim = (source.c.key, unit.c.key, claim.c.stance, claim.c.statement)

#: Selects of what belongs to the study as a whole, by name.
_COMMON: Final[dict[str, _Rows]] = {
    "study": _common(
        study.outerjoin(codebook, codebook.c.codebook_id == study.c.codebook_id),
        *(codebook.c.key, codebook.c.version, study.c.policy),
        *(study.c.title, study.c.creator, study.c.licence, study.c.description),
        *(study.c.population, study.c.frame, study.c.frame_size, study.c.sampling),
        *(study.c.seed, study.c.context, study.c.training_hours),
    ),
    "codebook": _common(codebook, codebook.c.key, codebook.c.version, codebook.c.sha256),
    "wave": _common(
        wave.join(codebook, codebook.c.codebook_id == wave.c.codebook_id),
        *(wave.c.key, wave.c.purpose, codebook.c.key, codebook.c.version),
        case((wave.c.locked_at.is_(None), 0), else_=1),
    ),
    "unit": _common(
        unit.join(level, level.c.level_id == unit.c.level_id).outerjoin(
            _above, _above.c.unit_id == unit.c.parent_id
        ),
        *(unit.c.key, level.c.key, _above.c.key, unit.c.name, unit.c.performer, unit.c.year),
    ),
    "title": _common(
        _titled,
        *(unit.c.key, title.c.kind, title.c.end_year, title.c.synopsis, title.c.note),
        *(title.c.stratum, title.c.screened, title.c.screening_reason),
    ),
    "episode": _common(
        episode.join(unit, _at == episode.c.episode_id),
        *(unit.c.key, episode.c.season, episode.c.number, episode.c.aired),
    ),
    # The other names repeat what unit and title say.
    "name": _common(
        unit_name.join(unit, _at == unit_name.c.unit_id),
        *(unit.c.key, unit_name.c.kind, unit_name.c.name),
    ).where(unit_name.c.kind.in_(("alias", "original"))),
    "role": _common(
        unit_role.join(unit, _at == unit_role.c.unit_id),
        *(unit.c.key, unit_role.c.role),
        _place([unit_role.c.unit_id], unit_role.c.position),
    ),
    "identifier": _common(
        identifier.join(unit, _at == identifier.c.title_id),
        *(unit.c.key, identifier.c.scheme, identifier.c.value),
    ),
    "term": _common(
        title_term.join(unit, _at == title_term.c.title_id),
        *(unit.c.key, title_term.c.field, title_term.c.value),
        _place([title_term.c.title_id, title_term.c.field], title_term.c.position),
    ),
    "source": _common(source, source.c.key, source.c.citation, source.c.address, source.c.dated),
    # A study in which nothing of this is said is the same as before there was a place for it.
    "source-accessed": _common(source, source.c.key, source.c.accessed).where(
        source.c.accessed.is_not(None)
    ),
    "claim": _common(
        _claimed.outerjoin(_about, _about.c.claim_id == claim.c.about_claim_id).outerjoin(
            _about_source, _about_source.c.source_id == _about.c.source_id
        ),
        *(*_claim, claim.c.scope, claim.c.basis, claim.c.stated_on, claim.c.locator),
        *(_about_source.c.key, _about.c.statement),
    ),
    "claim-checked": _common(_claimed, *(*_claim, claim.c.checked, claim.c.checked_source)).where(
        claim.c.checked.is_not(None)
    ),
    "claim-code": _common(
        _claimed.join(claim_code, claim_code.c.claim_id == claim.c.claim_id)
        .join(variable, variable.c.variable_id == claim_code.c.variable_id)
        .join(code, code.c.code_id == claim_code.c.code_id),
        *(*_claim, variable.c.key, code.c.key),
    ),
}

#: Selects of what coders judged.
_JUDGED: Final[dict[str, _Rows]] = {
    "annotation": _judged(
        *(word_at(answer.c.state, STATES), word_at(annotation.c.basis, BASES)),
        *(answer.c.number, annotation.c.text, annotation.c.note),
    ),
    "annotation-code": _judged(_in_set.c.doubtful, part=_in_set, coded=_in_set.c.code_id),
    # Separately, and only where it was stated: it adds nothing for sets that do not state it.
    "complete": _judged(annotation.c.complete).where(annotation.c.complete.is_not(None)),
    "evidence": _judged(
        *(_of_episode.c.key, source.c.key, evidence.c.start_ms, evidence.c.end_ms),
        *(evidence.c.quote, evidence.c.description),
        part=evidence,
        coded=evidence.c.code_id,
    ),
    "adjudication": _judged(adjudication.c.method, adjudication.c.reason, part=adjudication),
    "decision": _judged(part=adjudication, owner=adjudication.c.decided_by),
    # Separately, and only where it was said: decisions of before have no cause.
    "cause": _judged(adjudication.c.cause, part=adjudication).where(
        adjudication.c.cause.is_not(None)
    ),
    "decided-with": _judged(part=adjudication_with, owner=adjudication_with.c.with_coder_id),
}

#: Selects of what coders were assigned, looked at, or proposed; the coder comes first.
_LOOKED_AT: Final[dict[str, _Rows]] = {
    "assignment": select(
        assignment.c.coder_id, wave.c.key, unit.c.key, assignment.c.purpose, assignment.c.seed
    )
    .join(wave, wave.c.wave_id == assignment.c.wave_id)
    .join(unit, _at == assignment.c.unit_id),
    "proposal": select(
        *(handout.c.coder_id, wave.c.key, proposal.c.level, _over.c.key, _over_proposal.c.name),
        *(proposal.c.name, proposal.c.performer, proposal.c.role, proposal.c.note),
        *(proposal.c.answers, proposal.c.decision, proposal.c.reason, _made.c.key),
    )
    .select_from(proposal)
    .join(handout, handout.c.handout_id == proposal.c.handout_id)
    .join(wave, wave.c.wave_id == handout.c.wave_id)
    .outerjoin(_over, _over.c.unit_id == proposal.c.above_unit_id)
    .outerjoin(_over_proposal, _over_proposal.c.proposal_id == proposal.c.above_proposal_id)
    .outerjoin(_made, _made.c.unit_id == proposal.c.unit_id),
    "viewing": select(viewing.c.coder_id, unit.c.key, _of_episode.c.key)
    .join(unit, _at == viewing.c.title_id)
    .outerjoin(_of_episode, _of_episode.c.unit_id == viewing.c.episode_id),
}
