"""Takes in what coders send back: their answers, and the people whom they propose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select, union, update

from portrayals.errors import InvalidRows, InvalidValue, UnknownKey, WouldChange
from portrayals.history.locks import locked
from portrayals.history.record import keep, row_key, written_in
from portrayals.history.transaction import Change
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import listed
from portrayals.results.collecting import Collected
from portrayals.services.catalogue.units import COLUMNS, UnitRow, unit_row
from portrayals.services.coding.decided_before import told_decided_before
from portrayals.services.handouts.answers import WITHDRAWN, AnswersFile, PageAnswer
from portrayals.services.handouts.proposals import keep_proposals
from portrayals.services.handouts.write_answers import Whose, write_answers
from portrayals.tables import (
    annotation,
    assignment,
    change_row,
    codebook,
    coder,
    handout,
    unit,
    unit_name,
    variable,
    wave,
)

#: How far the clock of a coder may be ahead.
_AHEAD: Final = timedelta(days=1)


def collect(
    change: Change, file: AnswersFile, *, skip_bad: bool = False, force: bool = False
) -> Collected:
    """Takes the answers of a file, which replace the coder's earlier ones in its wave.

    Raises UnknownKey for a handout of another study, InvalidValue where it is not the coder's, is
    of another codebook or was saved in the future, WaveLocked, WouldChange for a file older than
    what was collected, unless `force` says so, and InvalidRows where an answer cannot be taken,
    unless `skip_bad` does.
    """
    connection = change.connection
    given = _handout(connection, file)
    _refuse_future(file)
    if not force:
        _refuse_older(connection, file, given)
    people = keep_proposals(change, given.handout_id, file)
    withdrawn = _withdrawn(connection, file, given)
    settled = [each for each in file.answers if each.unit not in people.waiting] + withdrawn
    units = _units(connection, settled) | people.units
    whose = Whose(given.coder_id, given.wave_id, file.basis)
    taken = write_answers(change, whose, settled, units, assigned=_assigned(connection, given))
    fresh = taken.new or taken.changed
    collected = Collected(
        file.name,
        file.coder,
        file.wave,
        new=taken.new,
        same=taken.same,
        changed=taken.changed,
        withdrawn=taken.withdrawn,
        refused=(*file.refused, *people.refused, *taken.refused),
        proposed=people.pending,
        against=_learnt_from(connection, given, units) if given.purpose == "training" else None,
        notices=(
            *people.notices,
            *_told_withdrawn(file, withdrawn),
            *(_told_of_new(change, file) if fresh else ()),
        ),
    )
    if collected.refused and not skip_bad:
        raise _refused(collected)
    if given.saved_at != file.saved_at or fresh or taken.withdrawn:
        keep(connection, change.number, handout, handout.c.handout_id == given.handout_id)
        connection.execute(
            update(handout)
            .where(handout.c.handout_id == given.handout_id)
            .values(saved_at=file.saved_at, change_id=change.number)
        )
    return collected


def _refused(collected: Collected) -> InvalidRows:
    """The error for a file of which answers cannot be taken."""
    number = len(collected.refused)
    return InvalidRows(
        f"{collected.file}: {counted(number, 'answer')} cannot be taken; nothing was taken",
        [each.told for each in collected.refused],
        [asdict(each) for each in collected.refused],
        hint="ask the coder to correct them and to send the file again, or leave them out: "
        "--skip-bad",
    )


def _handout(connection: Connection, file: AnswersFile) -> Any:
    """The handout that a file answers, still to be coded as it was given out."""
    rows = (
        select(
            *(handout.c[name] for name in ("handout_id", "wave_id", "coder_id", "saved_at")),
            *(handout.c.codebook_id, wave.c.key, wave.c.purpose, wave.c.locked_at),
            codebook.c.sha256,
            coder.c.key.label("coder"),
            wave.c.codebook_id.label("current_id"),
            codebook.c.version,
        )
        .join(wave, wave.c.wave_id == handout.c.wave_id)
        .join(coder, coder.c.coder_id == handout.c.coder_id)
        .join(codebook, codebook.c.codebook_id == handout.c.codebook_id)
        .where(handout.c.sha256 == file.handout)
    )
    given: Any = connection.execute(rows).one_or_none()
    if given is None:
        raise UnknownKey(
            f"{file.name} answers a handout that was not given out in this study: {file.coder}, "
            f"wave {file.wave}",
            hint="is this the study that made the handout? Another one: --db FILE",
        )
    if (given.coder, given.key) != (file.coder, file.wave):
        raise InvalidValue(
            f"{file.name} says it is by {file.coder}, wave {file.wave}, but its handout was for "
            f"{given.coder}, wave {given.key}",
            hint="ask the coder for the file as they saved it",
        )
    if given.locked_at is not None:
        raise locked(given, f"so nothing of {file.name} can be taken", "code in an open wave")
    if given.sha256 != file.codebook_sha256:
        raise InvalidValue(
            f"{file.name} was coded by another text of {file.codebook} than its handout",
            hint="ask the coder for the file as they saved it",
        )
    if given.codebook_id != given.current_id:
        raise InvalidValue(
            f"{file.name} was coded by {file.codebook}, and wave {file.wave} has another version "
            "of the codebook by now",
            hint="put that version into use again (portrayals codebook apply FILE), collect, and "
            "then apply the new one",
        )
    return given


def _learnt_from(connection: Connection, given: Any, units: Mapping[str, UnitRow]) -> str | None:
    """The one coder who has answers about units in a wave of training without being given them to
    code: others learn from them. None if there are several, or nobody.
    """
    learners = select(assignment.c.coder_id).where(assignment.c.wave_id == given.wave_id)
    rows = (
        select(coder.c.key)
        .join(annotation, annotation.c.coder_id == coder.c.coder_id)
        .where(annotation.c.unit_id.in_({each.unit_id for each in units.values()}))
        .where(annotation.c.wave_id == given.wave_id, coder.c.coder_id.not_in(learners))
    )
    found = connection.execute(rows.distinct().limit(2)).scalars().all()
    return found[0] if len(found) == 1 else None


def _withdrawn(connection: Connection, file: AnswersFile, given: Any) -> list[PageAnswer]:
    """The questions left blank in a workbook that were answered when it was collected before.

    What the coder answered elsewhere stays. The changes that collected it are in the history of its
    handout: each of them wrote it.
    """
    if not file.blank:
        return []
    this = handout.c.handout_id == given.handout_id
    key = select(row_key(handout)).where(this).scalar_subquery()
    of_handout = (change_row.c.table_name == handout.name, change_row.c.row_key == key)
    collections = union(
        select(handout.c.change_id).where(this),
        select(change_row.c.change_id).where(*of_handout),
    )
    rows = (
        select(unit.c.uuid, variable.c.key)
        .join(annotation, annotation.c.unit_id == unit.c.unit_id)
        .join(variable, variable.c.variable_id == annotation.c.variable_id)
        .where(annotation.c.coder_id == given.coder_id, annotation.c.wave_id == given.wave_id)
        .where(annotation.c.change_id.in_(collections))
    )
    answered = {(row.uuid, row.key) for row in connection.execute(rows)}
    return [each for each in file.blank if (each.unit, each.variable) in answered]


def _told_withdrawn(file: AnswersFile, withdrawn: Sequence[PageAnswer]) -> Iterator[str]:
    if withdrawn:
        cells = listed([each.cell or "" for each in withdrawn])
        yield (
            f"{counted(len(withdrawn), 'answer')} of {file.name} collected before and blank now: "
            f"withdrawn. {cells}"
        )


def _told_of_new(change: Change, file: AnswersFile) -> Iterator[str]:
    """What new answers lack, and what was decided before them."""
    unstated = [each for each in file.answers if (each.basis or file.basis) == "unstated"]
    number = sum(each.state != WITHDRAWN for each in unstated)
    if number:
        have = counted(number, f"answer of {file.name} has", f"answers of {file.name} have")
        yield (
            f"{have} no basis, and agreement compares them only with others that have none. Ask "
            f"{file.coder} to state it (in a workbook: on the first sheet), and collect the file "
            "again."
        )
    decided = told_decided_before(change.connection, *written_in(annotation, change.number))
    if decided is not None:
        yield decided


def _refuse_future(file: AnswersFile) -> None:
    """Refuses a file of a wrong clock, after which every later one would be older."""
    latest = (datetime.now(UTC) + _AHEAD).strftime("%Y-%m-%dT%H:%M:%SZ")
    if file.saved_at > latest:
        raise InvalidValue(
            f"{file.name} was saved at {_told(file.saved_at)}, which is in the future",
            hint=f"ask {file.coder} to set the clock of their computer, and to save the file again",
        )


def _assigned(connection: Connection, given: Any) -> frozenset[int]:
    """The ids of the titles that a coder was given in a wave."""
    rows = (
        select(unit.c.title_id)
        .join(assignment, assignment.c.unit_id == unit.c.unit_id)
        .where(assignment.c.coder_id == given.coder_id, assignment.c.wave_id == given.wave_id)
    )
    return frozenset(connection.execute(rows).scalars())


def _refuse_older(connection: Connection, file: AnswersFile, given: Any) -> None:
    """Refuses a file that was saved before the one that was last collected."""
    of_coder = (handout.c.coder_id == given.coder_id, handout.c.wave_id == given.wave_id)
    last = connection.execute(select(func.max(handout.c.saved_at)).where(*of_coder)).scalar()
    if last is not None and file.saved_at < last:
        raise WouldChange(
            f"{file.name} was saved at {_told(file.saved_at)}, before the answers of {file.coder} "
            f"that were last collected ({_told(last)})",
            hint="collect the later file; to go back to this one: --force",
        )


def _told(moment: str) -> str:
    return f"{moment[:10]} {moment[11:16]} UTC"


def _units(connection: Connection, answers: Sequence[PageAnswer]) -> dict[str, UnitRow]:
    """The units of answers by UUID; one that was merged since by its key, which is an alias now."""
    rows = select(*COLUMNS, unit.c.uuid).where(unit.c.uuid.in_({each.unit for each in answers}))
    found = {row.uuid: unit_row(row) for row in connection.execute(rows)}
    lost = {each.key: each.unit for each in answers if each.unit not in found and each.key}
    if lost:
        former = and_(unit_name.c.unit_id == unit.c.unit_id, unit_name.c.kind == "alias")
        renamed = select(*COLUMNS, unit_name.c.name.label("former")).join(unit_name, former)
        for row in connection.execute(renamed.where(unit_name.c.name.in_([*lost]))):
            found[lost[row.former]] = unit_row(row)
    return found
