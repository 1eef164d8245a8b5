"""What a new codebook changes in the old one: the plan shown before it is applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final, Literal

from portrayals.codebook.lineage import (
    NONE_FORMER,
    NONE_SO_FAR,
    Former,
    FormerKeys,
    merged_codes,
    paired,
    renamed_codes,
)
from portrayals.codebook.model import Code, Codebook, Variable
from portrayals.codebook.tree import ancestors

Kind = Literal[
    "codebook-changed",  # its key, version, label, headline or the names of its levels
    "add-variable",  # with all its codes, which are not listed one by one
    "drop-variable",  # likewise
    "rename-variable",
    "retype",  # type or level
    "relabel",
    "reword",  # question, definition, include, exclude, examples, sentence
    "setting-changed",  # rollup, min, max, unit, tolerance, states_as_values
    "active-changed",
    "rule-changed",  # asked_when, rules, otherwise; coded or derived
    "reorder",  # the same codes in another order, which is what an ordinal means
    "add-code",
    "add-group",  # between codes and the group they were in
    "drop-code",
    "rename-code",
    "merge-code",  # into another, of which it is a part from now on
    "split-code",  # into others, which are parts of it
    "move-code",  # below another parent
    "assignable-changed",
    "properties-changed",
]


#: A word of a query that may be a key.
_WORD: Final = re.compile(r"[\w-]+")

_WORDING: Final = ("question", "definition", "include", "exclude", "sentence")
_WORDING_OF_CODE: Final = (
    *("definition", "include", "exclude"),
    *("examples", "counterexamples", "sentence"),
)


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """One change. `variable` is None for the codebook itself, `code` for a whole variable.

    `detail` is for reading: `OLD → NEW`, or the names of what was reworded.
    """

    kind: Kind
    variable: str | None
    code: str | None
    detail: str


def compare(
    old: Codebook | None, new: Codebook, former: FormerKeys = NONE_FORMER
) -> tuple[CodebookChange, ...]:
    """Every change from one codebook to another, in the order of the new file.

    What is dropped comes last, codes at the end of their variable, in the order of the old.
    Without an old codebook every variable is added. `former` keys are those that variables and
    codes had in versions that may be put back into use.
    """
    return tuple(_of_codebook(old, new, former))


def _of_codebook(
    old: Codebook | None, new: Codebook, former: FormerKeys
) -> Iterator[CodebookChange]:
    if old is not None:
        facts = (
            ("codebook", old.key, new.key),
            ("version", old.version, new.version),
            ("label", old.label, new.label),
            ("headline", old.headline, new.headline),
            ("levels", _level_names(old), _level_names(new)),
        )
        if detail := _differences(facts):
            yield CodebookChange("codebook-changed", None, None, detail)
    before = {} if old is None else {variable.key: variable for variable in old.variables}
    pairs = paired(old, new, former)
    now_called = _now_called(new, pairs, former)
    for variable in new.variables:
        if variable.key in pairs:
            was = before.pop(pairs[variable.key].key)
            yield from _of_variable(was, variable, former.of(was.key), now_called)
        else:
            yield CodebookChange("add-variable", variable.key, None, _described(variable))
    for variable in before.values():
        yield CodebookChange("drop-variable", variable.key, None, _described(variable))


def _now_called(new: Codebook, pairs: Mapping[str, Variable], former: FormerKeys) -> Former:
    """What variables and codes that are renamed are called in the new version."""
    found = {}
    for variable in new.variables:
        if variable.key in pairs:
            was = pairs[variable.key]
            found[was.key] = variable.key
            renamed = renamed_codes(was, variable, former.of(was.key))
            found |= {key: new_key for new_key, key in renamed.items()}
    return found


def _of_variable(
    old: Variable, new: Variable, former: Former, now_called: Former
) -> Iterator[CodebookChange]:
    kinds: tuple[tuple[Kind, str], ...] = (
        ("rename-variable", _difference(old.key, new.key)),
        ("retype", _differences((("type", old.type, new.type), ("level", old.level, new.level)))),
        ("relabel", _difference(old.label, new.label)),
        ("reword", _reworded(old, new, _WORDING)),
        ("setting-changed", _differences(_settings(old, new))),
        ("active-changed", _difference(old.active, new.active)),
        ("rule-changed", _differences(_rules(old, new, now_called))),
        ("reorder", _reordered(old, new, former)),
    )
    for kind, detail in kinds:
        if detail:
            yield CodebookChange(kind, new.key, None, detail)
    yield from _of_codes(old, new, former)


def _groups(code: Code, above: str | None, known: Set[str]) -> bool:
    """Whether a new code stands between codes and a group that were all `known` before."""
    within = [each.key for _, each in code.walk()][1:]
    return above in known and bool(within) and set(within) <= known


def _of_codes(old: Variable, new: Variable, former: Former) -> Iterator[CodebookChange]:
    renamed = renamed_codes(old, new, former)
    now_called = {key: new_key for new_key, key in renamed.items()}
    before = {code.key: code for _, code in old.walk()}
    above_before, above = _parents(old, now_called), _parents(new)
    merged = merged_codes(old, new)
    known = {code.key for _, code in new.walk() if renamed.get(code.key, code.key) in before}
    for _, code in new.walk():
        was = before.pop(renamed.get(code.key, code.key), None)
        if was is None:
            kind: Kind = "add-group" if _groups(code, above[code.key], known) else "add-code"
            yield CodebookChange(kind, new.key, code.key, _under(code, above[code.key]))
        else:
            switched = (was.active, code.active) != (old.active, new.active)
            above_it = above_before[code.key], above[code.key]
            yield from _of_code(was, code, new.key, *above_it, switched=switched)
        for key, whole in merged.items():
            if whole == code.key:
                yield CodebookChange("merge-code", new.key, key, whole)
                del before[key]
    for code in before.values():
        yield CodebookChange("drop-code", new.key, code.key, _under(code, above_before[code.key]))


def _of_code(
    was: Code,
    code: Code,
    variable: str,
    above_before: str | None,
    above: str | None,
    *,
    switched: bool,
) -> Iterator[CodebookChange]:
    """`switched` is whether the code may be switched on or off apart from its variable."""
    split = ", ".join(code.split_into if code.split_into != was.split_into else ())
    on_or_off = _difference(was.active, code.active) if switched and not split else ""
    kinds: tuple[tuple[Kind, str], ...] = (
        ("rename-code", _difference(was.key, code.key)),
        ("split-code", split),
        ("move-code", _difference(above_before, above)),
        ("relabel", _difference(was.label, code.label)),
        ("reword", _reworded(was, code, _WORDING_OF_CODE)),
        ("assignable-changed", _difference(was.assignable, code.assignable)),
        ("active-changed", on_or_off),
        ("properties-changed", _differences(_properties(was, code))),
    )
    for kind, detail in kinds:
        if detail:
            yield CodebookChange(kind, variable, code.key, detail)


def _properties(was: Code, code: Code) -> Iterator[tuple[str, object, object]]:
    for name in dict.fromkeys(name for each in (was, code) for name, _ in each.properties):
        before, after = (
            tuple(value for of, value in each.properties if of == name) for each in (was, code)
        )
        yield name, before, after


def _settings(old: Variable, new: Variable) -> tuple[tuple[str, object, object], ...]:
    return (
        ("rollup", old.rollup, new.rollup),
        ("min", old.minimum, new.minimum),
        ("max", old.maximum, new.maximum),
        ("unit", old.unit, new.unit),
        ("tolerance", old.tolerance, new.tolerance),
        ("states_as_values", old.states_as_values, new.states_as_values),
    )


def _rules(
    old: Variable, new: Variable, now_called: Former
) -> tuple[tuple[str, object, object], ...]:
    """The rules; one that differs only by the new name of what it asks is the same."""
    asked_when = old.asked_when
    if asked_when is not None and _as_called(asked_when, now_called) == new.asked_when:
        asked_when = new.asked_when
    rules = tuple((_as_called(when, now_called), then) for when, then in _pairs(old))
    return (
        ("asked_when", asked_when, new.asked_when),
        ("rules", rules if rules == _pairs(new) else _pairs(old), _pairs(new)),
        ("otherwise", old.otherwise, new.otherwise),
    )


def _as_called(query: str, now_called: Former) -> str:
    """A query with the new names of what has been renamed."""
    return _WORD.sub(lambda word: now_called.get(word[0], word[0]), query)


def _pairs(variable: Variable) -> tuple[tuple[str, str], ...]:
    """The rules without line numbers, which change with every line above them."""
    return tuple((rule.when, rule.then) for rule in variable.rules)


def _level_names(codebook: Codebook) -> tuple[tuple[str, str], ...]:
    return (*sorted(codebook.level_names.items()), ("general", codebook.general))


def _described(variable: Variable) -> str:
    number = sum(1 for _ in variable.walk())
    codes = f", {number} code{'s' * (number != 1)}" if number else ""
    return f"{variable.level}, {variable.type}{codes}"


def _under(code: Code, parent: str | None) -> str:
    return code.label if parent is None else f"{code.label}, under {parent}"


def _parents(variable: Variable, now_called: Former = NONE_SO_FAR) -> dict[str, str | None]:
    """By code the one above it, each by the key that it has now."""
    paths = ([now_called.get(key, key) for key in path] for path in ancestors(variable).values())
    return {path[0]: path[1] if path[1:] else None for path in paths}


def _reordered(old: Variable, new: Variable, former: Former) -> str:
    """The new order of the codes that stay under their parents, if it is different."""
    now_called = {key: new_key for new_key, key in renamed_codes(old, new, former).items()}
    above_before, above = _parents(old, now_called), _parents(new)
    stay = {key for key, parent in above.items() if above_before.get(key, "") == parent}
    before = _by_parent(above_before, stay)
    after = _by_parent(above, stay)
    return "; ".join(" < ".join(keys) for parent, keys in after.items() if keys != before[parent])


def _by_parent(parents: dict[str, str | None], stay: set[str]) -> dict[str | None, list[str]]:
    siblings: dict[str | None, list[str]] = {}
    for key, parent in parents.items():
        if key in stay:
            siblings.setdefault(parent, []).append(key)
    return siblings


def _reworded(old: Variable | Code, new: Variable | Code, names: tuple[str, ...]) -> str:
    return ", ".join(name for name in names if getattr(old, name) != getattr(new, name))


def _differences(facts: Iterable[tuple[str, object, object]]) -> str:
    told = ((name, _difference(before, after)) for name, before, after in facts)
    return "; ".join(f"{name} {difference}" for name, difference in told if difference)


def _difference(before: object, after: object) -> str:
    return "" if before == after else f"{_word(before)} → {_word(after)}"


def _word(value: object) -> str:
    match value:
        case None | "" | ():
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case tuple():
            return ", ".join(each if isinstance(each, str) else ": ".join(each) for each in value)
        case _:
            return str(value)
