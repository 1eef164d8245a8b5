"""One decision as it is typed: UNIT VARIABLE=VALUE, with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.history.transaction import Change
from portrayals.notation.values import parse_assignment, refuse_twice
from portrayals.results.disagreements import in_words
from portrayals.results.written import Written
from portrayals.services.adjudication.decide import Deciding
from portrayals.services.adjudication.decision import Terms
from portrayals.services.catalogue.resolve import find_unit, need_unit
from portrayals.services.coding.annotations import GivenAnswer
from portrayals.services.coding.tag import denied
from portrayals.services.coding.values import find_variable, read_answer
from portrayals.vocabulary import DecisionMethod

_HOW: Final[Mapping[DecisionMethod, str]] = {
    "discussion": "in discussion",
    "expert": "as an expert",
    "alone": "alone",
}


def adjudicate(
    change: Change,
    written: str,
    assignments: Sequence[str],
    terms: Terms,
    *,
    wave: str | None = None,
) -> Written:
    """Decides what coders answered differently about a unit, in a wave or the latest main wave.

    `=not-coded` takes a decision back. The coders' own answers stay as they are. Raises UnknownKey
    for an unknown unit, variable, wave or coder, InvalidValue where coders do not differ or the
    terms do not fit, and WaveLocked.
    """
    if not assignments:
        raise InvalidValue(
            "nothing is decided", hint="portrayals coding adjudicate UNIT VARIABLE=VALUE"
        )
    pairs = [parse_assignment(each) for each in assignments]
    variables = [find_variable(change, name) for name, _ in pairs]
    refuse_twice([each.key for each in variables], "give its codes together: VARIABLE=A;B")
    units = [
        need_unit(
            change.connection,
            written,
            each.level,
            f"{each.key} is coded for {each.level}s",
            change.notices,
        )
        for each in variables
    ]
    deciding = Deciding.of(change, wave, units)
    how = _HOW[deciding.method(terms)]
    said = []
    for unit, variable, (_, typed) in zip(units, variables, pairs, strict=True):
        given = None if typed == "not-coded" else read_answer(variable, typed)
        outcome = deciding.decide(unit, variable, given, terms)
        what = f"{variable.key} of {unit.key}"
        value = "" if given is None else _in_words(given)
        said.append(
            {
                "new": f"Decided {how}: {what} = {value}.",
                "changed": f"Decided anew, {how}: {what} = {value}.",
                "same": f"It was decided so before: {what} = {value}.",
                "withdrawn": f"Took the decision about {what} back.",
            }[outcome]
        )
        if given is not None and variable.type == "multi" and given.state in {"coded", "none"}:
            complete = deciding.is_complete(deciding.difference(unit, variable)) is not False
            said.append(denied(variable, given, complete=complete, stated=True))
    deciding.count()
    return Written(tuple(dict.fromkeys(each.key for each in units)), "\n".join(said))


def refuse_terms(
    change: Change, written: str, variable: str, terms: Terms, *, wave: str | None = None
) -> None:
    """Raises InvalidValue or UnknownKey where who is to decide about a unit may not."""
    unit = find_unit(change.connection, written)
    deciding = Deciding.of(change, wave, [unit])
    deciding.refuse_terms(deciding.difference(unit, find_variable(change, variable)), terms)


def _in_words(given: GivenAnswer) -> str:
    sure, unsure = (tuple(node.key for node in nodes) for nodes in (given.codes, given.doubtful))
    return in_words(given.state, sure, unsure, given.number, given.text)
