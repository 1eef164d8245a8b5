"""Hands out: what each coder gets, written to a file and recorded in the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import func, insert, select

from portrayals.errors import InvalidValue
from portrayals.history.transaction import Change
from portrayals.results.handout import Handout
from portrayals.results.waves import HandedOut, HandoutFiles
from portrayals.services.coding.annotations import wave_called
from portrayals.services.handouts.changed_since import assign_again, touched_since
from portrayals.services.handouts.content import handout_of, person_handed_to
from portrayals.tables import assignment, coder, handout, study, unit, wave
from portrayals.vocabulary import LEVELS, HandoutForm, Level


def hand_out(
    change: Change,
    coders: Sequence[str],
    wave: str,
    write: Callable[[Handout], tuple[str, int]],
    *,
    form: HandoutForm = "page",
    changed_since: str | None = None,
    answers_of: str | None = None,
) -> HandoutFiles:
    """Writes the handout of each coder by `write`, which returns its path and size in bytes.

    With `changed_since`, a version of the codebook, it has what the coder coded by that version or
    a later one and must code again, because a rule has changed; who has nothing to code again gets
    none. In a wave of training, each has the answers of the coder `answers_of` to learn from. A
    handout that was given before is not recorded twice. Raises the same as `handout_of` and
    `touched_since`, and InvalidValue where nobody has to code anything again.
    """
    if not coders:
        raise InvalidValue("no coder is named", hint="portrayals coding handout CODER --wave WAVE")
    keys = list(dict.fromkeys(coders))
    if changed_since is None:
        given = [handout_of(change.connection, key, wave, answers_of=answers_of) for key in keys]
    else:
        given = _again(change, keys, wave, changed_since, answers_of)
    made = [replace(each, form=form) for each in given]
    for each in made:
        _record(change, each)
        if answers_of is not None and (both := _coded_for_findings(change, each)):
            change.notices.append(
                f"{each.coder} also codes {both:,} of these titles in waves that count, where they "
                f"are then not coded independently of {answers_of}."
            )
    nouns: dict[Level, tuple[str, str]] = {
        level: (change.book.name_of(level, 1), change.book.name_of(level))
        for level in LEVELS
        if level != "episode"
    }
    return HandoutFiles(tuple(HandedOut(*write(each), each, nouns) for each in made))


def _again(
    change: Change, keys: Sequence[str], wave: str, version: str, answers_of: str | None
) -> list[Handout]:
    """The handouts of what is coded again, of the coders who have something of it."""
    made = []
    for key in keys:
        who = person_handed_to(change.connection, key)
        touched = touched_since(change.connection, who.coder_id, version)
        if touched:
            assign_again(change, who.coder_id, wave, touched)
            made.append(handout_of(change.connection, key, wave, touched, answers_of))
        else:
            change.notices.append(
                f"Nothing that {key} has coded since {version} has to be coded again."
            )
    if not made:
        raise InvalidValue(
            f"nothing that {' or '.join(keys)} coded since {version} has to be coded again",
            hint=f"see what has changed: portrayals codebook diff FILE --against {version}",
        )
    return made


def _coded_for_findings(change: Change, given: Handout) -> int:
    """How many titles of a handout its coder has in waves of purpose main, too."""
    rows = (
        select(func.count(assignment.c.unit_id.distinct()))
        .join(wave, wave.c.wave_id == assignment.c.wave_id)
        .join(coder, coder.c.coder_id == assignment.c.coder_id)
        .join(unit, unit.c.unit_id == assignment.c.unit_id)
        .where(wave.c.purpose == "main", coder.c.key == given.coder)
    )
    titles = [each.uuid for each in given.units if each.level == "title"]
    return change.connection.execute(rows.where(unit.c.uuid.in_(titles))).scalar_one()


def _record(change: Change, given: Handout) -> None:
    connection = change.connection
    known = select(handout.c.handout_id).where(handout.c.sha256 == given.sha256)
    if connection.execute(known).first() is not None:
        return
    connection.execute(
        insert(handout).values(
            wave_id=wave_called(connection, given.wave).wave_id,
            coder_id=select(coder.c.coder_id).where(coder.c.key == given.coder).scalar_subquery(),
            codebook_id=select(study.c.codebook_id).scalar_subquery(),
            sha256=given.sha256,
            change_id=change.number,
        )
    )
