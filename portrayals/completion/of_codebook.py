"""Variables and codes, as each command has them written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from portrayals.completion import study
from portrayals.completion.candidate import (
    Asked,
    Candidate,
    Source,
    select_alike,
    with_prefix,
    without,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

_MAYBE: Final = "maybe:"
#: What can be said of a whole variable instead of a code.
_STATES: Final = ("cannot-tell", "not-applicable", "unavailable", "not-coded")


def codes_to_tag(connection: Connection, asked: Asked) -> list[Candidate]:
    """A code of a set that the unit may have, or one that is below it: `CODE`, `VARIABLE:CODE`.

    After an `@` a place begins, which nothing matches.
    """
    maybe, typed = without(_MAYBE, asked.typed)
    unit = study.find_unit(connection, asked.wanted.given[0])
    sets = {
        each.variable_id: each
        for each in study.variables(connection)
        if each.type == "multi" and not each.derived and _may_have(unit, each)
    }
    known = [
        each for each in study.codes(connection) if each.assignable and each.variable_id in sets
    ]
    if ":" in typed:
        found = [
            Candidate(f"{sets[each.variable_id].key}:{each.key}", each.label) for each in known
        ]
    else:
        found = _called(known)
    doubt = (
        [Candidate(_MAYBE, "in doubt", goes_on=True)] if typed and _MAYBE.startswith(typed) else []
    )
    return [*with_prefix(maybe, select_alike(typed, found)), *doubt]


def values_to_assign(*, derived: bool) -> Source:
    """Finds `VARIABLE=`, then one of its values; `derived` says whether it may be derived."""

    def found(connection: Connection, asked: Asked) -> list[Candidate]:
        name, equals, value = asked.typed.partition("=")
        known = [each for each in study.variables(connection) if derived or not each.derived]
        if equals:
            return _listed(connection, _named(known, name), f"{name}=", value, _STATES)
        given = asked.wanted.given
        unit = study.find_unit(connection, given[-1]) if len(given) == 1 else None
        usual = [each for each in known if _may_have(unit, each)]
        return select_alike(name, _going_on(usual, "="))

    return found


def figures_to_count(connection: Connection, asked: Asked) -> list[Candidate]:
    """A variable, or some of its codes: `VARIABLE:CODE,CODE`."""
    name, colon, value = asked.typed.partition(":")
    known = study.variables(connection)
    if colon:
        return _listed(connection, _named(known, name), f"{name}:", value, ("any",))
    return select_alike(name, _called(known))


def sides_to_cross(connection: Connection, asked: Asked) -> list[Candidate]:
    """A variable, some of its codes, or a field that makes groups."""
    return (
        figures_to_count(connection, asked)
        if ":" in asked.typed
        else groups_to_make(connection, asked)
    )


def groups_to_make(connection: Connection, asked: Asked) -> list[Candidate]:
    """A field that makes groups, or a variable with codes."""
    known = [each for each in study.variables(connection) if each.type not in {"number", "text"}]
    return select_alike(asked.typed, [*map(Candidate, asked.fields["groups"]), *_called(known)])


def variables(connection: Connection, asked: Asked) -> list[Candidate]:
    """A variable."""
    return select_alike(asked.typed, _called(study.variables(connection)))


def variables_before(sign: str) -> Source:
    """Finds a variable, and puts a sign after it."""

    def found(connection: Connection, asked: Asked) -> list[Candidate]:
        return select_alike(asked.typed, _going_on(study.variables(connection), sign))

    return found


def words_to_look_up(connection: Connection, asked: Asked) -> list[Candidate]:
    """A variable, a code, or `VARIABLE:CODE`."""
    if ":" in asked.typed:
        return figures_to_count(connection, asked)
    known = [*_called(study.variables(connection)), *_called(study.codes(connection))]
    return select_alike(asked.typed, {each.text: each for each in reversed(known)}.values())


def _may_have(unit: study.Unit | None, variable: study.Variable) -> bool:
    """Whether a variable is coded for a unit or for one below it; for any, if it is unknown."""
    if unit is None or unit.level == study.TITLE:
        return True
    below = {study.PORTRAYAL: {study.PORTRAYAL, study.RELATIONSHIP}}
    return variable.level in below.get(unit.level, {unit.level})


def _listed(
    connection: Connection,
    variable: study.Variable | None,
    before: str,
    value: str,
    words: Sequence[str],
) -> list[Candidate]:
    """The last of several values of a variable, separated by commas."""
    if variable is None:
        return []
    earlier, comma, last = value.rpartition(",")
    maybe, typed = without(_MAYBE, last)
    known = [each for each in study.codes(connection) if each.variable_id == variable.variable_id]
    none = ["none"] if variable.type == "multi" else []
    alone = map(Candidate, () if earlier or maybe else (*none, *words))
    return with_prefix(
        f"{before}{earlier}{comma}{maybe}", select_alike(typed, [*_called(known), *alone])
    )


def _named(known: Iterable[study.Variable], key: str) -> study.Variable | None:
    return next((each for each in known if each.key == key), None)


def _called(known: Iterable[study.Variable | study.Code]) -> list[Candidate]:
    return [Candidate(each.key, each.label) for each in known]


def _going_on(known: Iterable[study.Variable], sign: str) -> list[Candidate]:
    return [Candidate(f"{each.key}{sign}", each.label, goes_on=True) for each in known]
