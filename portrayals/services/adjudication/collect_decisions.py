"""Takes in what was decided in a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Final

from sqlalchemy import Connection

from portrayals.errors import InvalidRows, InvalidValue
from portrayals.history.transaction import Change
from portrayals.notation.plurals import counted
from portrayals.results.collecting import Collected, RefusedAnswer
from portrayals.results.disagreements import Disagreement, OneDecision
from portrayals.services.adjudication.decide import decide
from portrayals.services.adjudication.decision import Decision
from portrayals.services.adjudication.decisions_file import DecisionsFile, PageDecision
from portrayals.services.adjudication.disagreements import disagreements
from portrayals.services.adjudication.sheet import book_in_force
from portrayals.services.handouts.answers import WITHDRAWN
from portrayals.vocabulary import CONSENSUS

_CHANGED: Final = "its coders answer otherwise than the page showed: decide it anew"


def collect_decisions(
    change: Change, file: DecisionsFile, *, skip_bad: bool = False, force: bool = False
) -> Collected:
    """Records what was decided in a page, as decided by whoever acts.

    Decisions are refused on what was answered otherwise since, and, unless `force`, on what was
    decided otherwise later. Raises UnknownKey for an unknown wave, WaveLocked, InvalidValue for
    another codebook than the one in force, and InvalidRows where a decision cannot be taken, unless
    `skip_bad`.
    """
    connection = change.connection
    _refuse_another_codebook(connection, file)
    rows = disagreements(connection, wave=file.wave, decided=True).rows
    now = {(row.uuid, row.variable): row for row in rows}
    refused: list[RefusedAnswer] = []
    fresh: list[Decision] = []
    gone = 0
    for each in file.decisions:
        of = each.decision
        row = now.get((of.unit, of.variable))
        why = _refusal(each, row, force=force)
        if why is not None:
            refused.append(RefusedAnswer(each.key, of.variable, why))
        elif of.state == WITHDRAWN and row is not None and row.decision is None:
            gone += 1  # it was taken back before
        else:
            fresh.append(of)
    taken = decide(change, fresh, file.wave)
    refused += _named(file, taken.refused)
    collected = Collected(
        file.name,
        CONSENSUS,
        file.wave,
        new=taken.new,
        same=taken.same + gone,
        changed=taken.changed,
        withdrawn=taken.withdrawn,
        refused=tuple(refused),
        summary=disagreements(connection, wave=file.wave).summary,
    )
    if refused and not skip_bad:
        raise InvalidRows(
            f"{file.name}: {counted(len(refused), 'decision')} cannot be taken; nothing was taken",
            [each.told for each in refused],
            [asdict(each) for each in refused],
            hint="leave them out (--skip-bad), and decide them in a new page: portrayals coding "
            "adjudicate -o FILE.html",
        )
    return collected


def _refuse_another_codebook(connection: Connection, file: DecisionsFile) -> None:
    current = book_in_force(connection)
    if current.sha256 != file.codebook_sha256:
        raise InvalidValue(
            f"{file.name} was decided by {file.codebook}, and the study has another text of the "
            f"codebook by now (version {current.version})",
            hint="put that one into use again (portrayals codebook apply FILE), collect, and then "
            "apply the new one",
        )


def _refusal(each: PageDecision, row: Disagreement | None, *, force: bool) -> str | None:
    """Why a decision is not taken, as far as it was overtaken by something later."""
    if row is None:
        return None  # `decide` says why nothing can be decided there
    if row.digest != each.shown:
        return _CHANGED
    later = row.decision
    if later is None or force or later.at <= each.at or _is_same(each.decision, later):
        return None
    return f"was decided otherwise at {later.at}, later than in the page: --force takes the page's"


def _is_same(decision: Decision, other: OneDecision) -> bool:
    terms = decision.terms
    told = (decision.state, {*decision.codes}, {*decision.doubtful}, decision.number, decision.text)
    then = (other.state, {*other.codes}, {*other.doubtful}, other.number, other.text)
    how = (terms.reason, terms.cause, terms.method, {*terms.together})
    return told == then and how == (other.reason, other.cause, other.method, {*other.together})


def _named(file: DecisionsFile, refused: tuple[RefusedAnswer, ...]) -> list[RefusedAnswer]:
    """The same with the keys of the units for their UUIDs."""
    keys: Mapping[str, str] = {each.decision.unit: each.key for each in file.decisions}
    return [replace(each, unit=keys[each.unit]) for each in refused]
