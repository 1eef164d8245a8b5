"""What the database knows of codes that were renamed, merged or split, and what a file may say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from portrayals.codebook.lineage import FormerKeys, paired, renamed_codes
from portrayals.codebook.model import Codebook, Variable
from portrayals.codebook.problems import did_you_mean
from portrayals.errors import InvalidCodebook
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.tables import code, code_part, variable

#: A part and its whole, each by the key of the code.
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StoredLineage:
    """The former keys, and by variable the keys of all its codes and the pairs among them."""

    former: FormerKeys
    keys: dict[str, frozenset[str]]
    pairs: dict[str, tuple[Pair, ...]]

    def variable_now(self, key: str) -> str:
        """The key that a variable of any version has now."""
        return key if key in self.keys else self.former.variables.get(key, key)

    def node_now(self, variable: str, key: str) -> tuple[str, str]:
        """The keys that a code of any version, and its variable, have now."""
        of = self.variable_now(variable)
        return of, key if key in self.keys.get(of, ()) else self.former.of(of).get(key, key)

    def became(self, variable: str, key: str) -> bool:
        """Whether a code of a variable was merged or split."""
        return any(key in pair for pair in self.pairs.get(variable, ()))


def stored_lineage(connection: Connection) -> StoredLineage:
    """What is stored of variables and codes of this version and of those before it."""
    variables: dict[str, str] = {}
    keys: dict[str, set[str]] = {}
    codes: dict[str, dict[str, str]] = {}
    for key, formerly in connection.execute(select(variable.c.key, variable.c.formerly)):
        variables |= dict.fromkeys((formerly or "").split(), key)
        keys[key], codes[key] = set(), {}
    columns = (variable.c.key.label("variable"), code.c.key, code.c.formerly)
    for of, key, formerly in connection.execute(select(*columns).join_from(code, variable)):
        keys[of].add(key)
        codes[of] |= dict.fromkeys((formerly or "").split(), key)
    part, whole = code.alias("part"), code.alias("whole")
    rows = (
        select(variable.c.key, part.c.key.label("part"), whole.c.key.label("whole"))
        .select_from(code_part)
        .join(variable, variable.c.variable_id == code_part.c.variable_id)
        .join(part, part.c.code_id == code_part.c.part_id)
        .join(whole, whole.c.code_id == code_part.c.whole_id)
    )
    pairs: dict[str, list[Pair]] = {}
    for of, key, over in connection.execute(rows.order_by(*code_part.primary_key)):
        pairs.setdefault(of, []).append((key, over))
    return StoredLineage(
        FormerKeys(variables, codes),
        {key: frozenset(known) for key, known in keys.items()},
        {key: tuple(known) for key, known in pairs.items()},
    )


def refuse_unfounded(old: Codebook | None, new: Codebook, known: StoredLineage, name: str) -> None:
    """Raises InvalidCodebook where a file replaces what the version in use does not have.

    What an earlier version carried out may stand in the file, or not.
    """
    if old is None or old.key != new.key:
        return
    problems = [*_of_variables(old, new, known), *_of_codes(old, new, known)]
    if problems:
        raise InvalidCodebook(
            f"{new.key} {new.version} does not follow from {old.version}: "
            f"{counted(len(problems), 'error')}",
            [f"{name}:{line}  {what}" for line, what in sorted(problems)],
            hint="see what differs: portrayals codebook diff FILE",
        )


def _of_variables(old: Codebook, new: Codebook, known: StoredLineage) -> Iterator[tuple[int, str]]:
    before = [each.key for each in old.variables]
    pairs = paired(old, new, known.former)
    for each in new.variables:
        renamed = each.key in pairs and pairs[each.key].key != each.key
        what = f"variable {quoted(each.key)}"
        if each.was and not renamed and known.former.variables.get(each.was) != each.key:
            near = did_you_mean(each.was, before)
            yield (
                each.line,
                f"{what}: was names {quoted(each.was)}, which {old.version} does not have{near}",
            )
        if renamed and each.key in known.keys:
            yield each.line, f"{what}: {_TAKEN}"
        elif each.key not in before and not renamed and each.key in known.former.variables:
            now = known.former.variables[each.key]
            yield each.line, f"{what}: {_former_key(now)}"


def _of_codes(old: Codebook, new: Codebook, known: StoredLineage) -> Iterator[tuple[int, str]]:
    for key, was in paired(old, new, known.former).items():
        now = new.variable(key)
        if now is not None:
            yield from _of_variable(was, now, known, old.version)


def _of_variable(
    old: Variable, new: Variable, known: StoredLineage, version: str
) -> Iterator[tuple[int, str]]:
    before = {each.key for _, each in old.walk()}
    former, pairs = known.former.of(old.key), known.pairs.get(old.key, ())
    stored: Collection[str] = known.keys.get(old.key, ())
    renamed = renamed_codes(old, new, former)
    for _, each in new.walk():
        what = f"code {quoted(each.key)}"
        for was in each.was:
            if was in before or former.get(was) == each.key or (was, each.key) in pairs:
                continue
            near = did_you_mean(was, before)
            lacks = f"which {old.key} does not have in {version}{near}"
            yield each.line, f"{what}: was names {quoted(was)}, {lacks}"
        there = each.key in before or each.key in renamed
        if each.split_into and not there and not any(whole == each.key for _, whole in pairs):
            yield (
                each.line,
                f"{what}: it is split, and {old.key} does not have it in {version}; delete it",
            )
        if each.key in renamed and each.key in stored:
            yield each.line, f"{what}: {_TAKEN}"
        elif not there and each.key in former:
            yield each.line, f"{what}: {_former_key(former[each.key])}"


_TAKEN: Final = "the key is that of one that was retired; choose another key"


def _former_key(now: str) -> str:
    return f"the key is what {now} was called before; choose another key"
