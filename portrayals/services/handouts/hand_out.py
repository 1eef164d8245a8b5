"""Hands out: what each coder gets, written to a file and recorded in the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import insert, select

from portrayals.errors import InvalidValue
from portrayals.history.transaction import Change
from portrayals.results.handout import Handout, HandoutForm
from portrayals.results.waves import HandedOut, HandoutFiles
from portrayals.services.coding.annotations import wave_called
from portrayals.services.handouts.content import handout_of
from portrayals.tables import coder, handout, study
from portrayals.vocabulary import LEVELS, Level


def hand_out(
    change: Change,
    coders: Sequence[str],
    wave: str,
    write: Callable[[Handout], tuple[str, int]],
    form: HandoutForm = "page",
) -> HandoutFiles:
    """Writes the handout of each coder by `write`, which returns its path and size in bytes.

    A handout that was given before is not recorded twice. Raises the same as `handout_of`.
    """
    if not coders:
        raise InvalidValue("no coder is named", hint="portrayals coding handout CODER --wave WAVE")
    given = (handout_of(change.connection, key, wave) for key in dict.fromkeys(coders))
    made = [replace(each, form=form) for each in given]
    for each in made:
        _record(change, each)
    nouns: dict[Level, tuple[str, str]] = {
        level: (change.book.name_of(level, 1), change.book.name_of(level))
        for level in LEVELS
        if level != "episode"
    }
    return HandoutFiles(tuple(HandedOut(*write(each), each, nouns) for each in made))


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
