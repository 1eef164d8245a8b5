"""Which judgements are read, according to the options of a reading command."""

from __future__ import annotations

from sqlalchemy import Connection, select

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.findings.cast_ballots import Voters
from portrayals.findings.reading import Reading
from portrayals.findings.stored_ballots import STORED, ballots_of
from portrayals.findings.stored_codebook import read_book
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.quoting import quoted
from portrayals.query.compile import ask
from portrayals.tables import coder, study, wave
from portrayals.vocabulary import POLICIES, SILENCES, Policy


def study_policy(connection: Connection) -> Policy:
    """The study's policy for settling."""
    chosen = connection.execute(select(study.c.policy)).scalar_one()
    return next(policy for policy in POLICIES if policy == chosen)


def check_policy(policy: str) -> Policy:
    """The policy with this name. Raises InvalidValue for any other word."""
    return choose(policy, POLICIES, "a policy")


def reading_of(
    connection: Connection,
    *,
    policy: str | None = None,
    coder_key: str | None = None,
    wave_key: str | None = None,
    silence: str = "open",
) -> Reading:
    """What all coders found under a policy (by default the study's), or what one coder says.

    With `silence` of `no`, codes that partial sets do not mention are a no, except in deciding what
    is asked (R6).

    Raises UnknownKey for an unknown coder or wave, and PortrayalsError for a wave that enters no
    finding (R11).
    """
    if policy is not None and coder_key is not None:
        raise InvalidValue(
            "--policy settles answers of several coders, but --coder names one",
            hint="give only one of them",
        )
    book = read_book(connection)
    chosen = study_policy(connection) if policy is None else check_policy(policy)
    says = choose(silence, SILENCES, "a value of --silence")
    everyone = coder_key is None and wave_key is None
    coder_id = None if coder_key is None else _coder_id(connection, coder_key)
    wave_id = None if wave_key is None else _wave_id(connection, wave_key)
    ballots = STORED if everyone else ballots_of(connection, Voters(coder_id, wave_id))
    if says == "open":
        return Reading(book, chosen, ask, ballots)
    denying = ballots_of(connection, Voters(coder_id, wave_id, says))
    return Reading(book, chosen, ask, denying, asked_by=ballots)


def _coder_id(connection: Connection, key: str) -> int:
    known = {row.key: row.coder_id for row in connection.execute(select(coder))}
    if key not in known:
        raise UnknownKey(
            f"{quoted(key)} is not a coder",
            hint="list them: portrayals list coders",
            candidates=nearest(key, known),
        )
    coder_id: int = known[key]
    return coder_id


def _wave_id(connection: Connection, key: str) -> int:
    waves = {row.key: row for row in connection.execute(select(wave))}
    if key not in waves:
        raise UnknownKey(
            f"{quoted(key)} is not a wave",
            hint=f"waves: {', '.join(waves)}",
            candidates=nearest(key, waves),
        )
    if waves[key].purpose != "main":
        raise InvalidValue(
            f"wave {key} has purpose {waves[key].purpose} and enters no finding",
            hint="only waves with purpose main do",
        )
    wave_id: int = waves[key].wave_id
    return wave_id
