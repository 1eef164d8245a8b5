"""Coders and sources: those who judge, and what they cite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import Connection, insert, select

from portrayals.errors import AlreadyThere, InvalidValue
from portrayals.history.transaction import Change, new_uuid
from portrayals.notation.keys import slug
from portrayals.notation.quoting import quoted
from portrayals.notation.years import parse_date
from portrayals.results.written import Written
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.catalogue.resolve import find_record
from portrayals.tables import coder, source, study, wave
from portrayals.tables.coding import PURPOSES
from portrayals.vocabulary import CONSENSUS, RESERVED


def add_coder(
    change: Change,
    key: str,
    name: str | None = None,
    *,
    kind: Literal["person", "consensus"] = "person",
    options: CoderOptions = CoderOptions(),
    told: Mapping[str, str | None] | None = None,
) -> Written:
    """Adds a coder, who is a person unless the options say otherwise (R38).

    `told` are the columns of a coder described in a sheet, instead of the options.

    Raises AlreadyThere for a key that is taken, and InvalidValue for a malformed key and for
    options that contradict each other.
    """
    _refuse_unlike_a_key(key)
    if key == CONSENSUS != kind:
        raise InvalidValue(
            f"{quoted(key)} is reserved for adjudicated answers and cannot code",
            hint="choose another key",
        )
    if change.connection.execute(select(coder.c.coder_id).where(coder.c.key == key)).first():
        raise AlreadyThere(f"coder {key} already exists", hint="list them: portrayals list coders")
    columns = {"kind": kind} if kind == CONSENSUS else dict(told or options.columns())
    change.connection.execute(
        insert(coder).values(
            uuid=new_uuid(), key=key, name=name, change_id=change.number, **columns
        )
    )
    added = "coder" if columns["kind"] in {"person", CONSENSUS} else columns["kind"]
    return Written((key,), f"Added {added} {key}{f' ({name})' if name else ''}.")


def add_source(
    change: Change,
    key: str,
    *,
    citation: str,
    address: str | None = None,
    dated: str | None = None,
    accessed: str | None = None,
) -> Written:
    """Adds a source. Raises AlreadyThere for a key that is taken."""
    _refuse_unlike_a_key(key)
    if change.connection.execute(select(source.c.source_id).where(source.c.key == key)).first():
        raise AlreadyThere(
            f"source {key} already exists", hint="list them: portrayals list sources"
        )
    if not citation.strip():
        raise InvalidValue("a source needs a citation", hint="--citation 'AUTHOR, TITLE, YEAR'")
    change.connection.execute(
        insert(source).values(
            uuid=new_uuid(),
            key=key,
            citation=citation.strip(),
            address=address,
            dated=None if dated is None else parse_date(dated),
            accessed=None if accessed is None else parse_date(accessed),
            change_id=change.number,
        )
    )
    return Written((key,), f"Added source {key}: {citation.strip()}.")


def refuse_check(connection: Connection, checked: str | None, where: str | None) -> None:
    """Raises InvalidValue if the source of a check is named without what was found there.

    Raises UnknownKey if there is no such source.
    """
    if where is None:
        return
    find_record(connection, "source", where)
    if checked is None:
        raise InvalidValue(
            f"what was found in {where} is not said", hint="say it: checked='WHAT IT SAYS'"
        )


def _refuse_unlike_a_key(key: str) -> None:
    if key != slug(key):
        raise InvalidValue(
            f"{quoted(key)} is not a key: use lower-case letters, digits and hyphens",
            hint=f"write {slug(key)}" if any(map(str.isalnum, key)) else "write a word: coder-a",
        )
    if key in RESERVED:
        raise InvalidValue(f"{quoted(key)} is reserved", hint="choose another key")


def add_wave(change: Change, key: str, purpose: str) -> int:
    """Adds a wave under the current codebook; its id. Raises InvalidValue for another purpose."""
    if purpose not in PURPOSES:
        raise InvalidValue(f"{quoted(purpose)} is not a purpose of a wave", candidates=PURPOSES)
    _refuse_unlike_a_key(key)
    codebook_id = select(study.c.codebook_id).scalar_subquery()
    made = insert(wave).values(
        key=key, purpose=purpose, codebook_id=codebook_id, change_id=change.number
    )
    return change.connection.execute(made.returning(wave.c.wave_id)).scalar_one()
