"""What became of codes from one version of a codebook to the next, and what answers say by it.

A code that was merged into another is part of it, and a code is a whole of those that it was split
into. Both are pairs of a part and its whole, of which one is in use and the other is gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from portrayals.codebook.model import Codebook, Variable

#: A code, by its key or by the id of its row.
C = TypeVar("C")
#: By former key, the key that a variable or code has now.
Former = Mapping[str, str]
NONE_SO_FAR: Final[Former] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FormerKeys:
    """What variables were called before, and the codes of each variable, by its key now."""

    variables: Former = field(default_factory=dict)
    codes: Mapping[str, Former] = field(default_factory=dict)

    def of(self, variable: str) -> Former:
        """The former keys of the codes of a variable."""
        return self.codes.get(variable, NONE_SO_FAR)


NONE_FORMER: Final = FormerKeys()


def paired(
    old: Codebook | None, new: Codebook, former: FormerKeys = NONE_FORMER
) -> dict[str, Variable]:
    """By key of a variable, what it was in an earlier version, which may have had another key."""
    if old is None:
        return {}
    said = {each.key: (each.was,) for each in new.variables if each.was}
    before, after = ({each.key: each for each in book.variables} for book in (old, new))
    renamed = _renamed(before, after, said, former.variables)
    return {key: before[renamed.get(key, key)] for key in after if renamed.get(key, key) in before}


def renamed_codes(old: Variable, new: Variable, former: Former = NONE_SO_FAR) -> dict[str, str]:
    """By key of a code that has a new one, the key that it had."""
    said = {code.key: code.was for _, code in new.walk()}
    before, after = ([code.key for _, code in each.walk()] for each in (old, new))
    return _renamed(before, after, said, former)


def _renamed(
    before: Collection[str],
    after: Collection[str],
    said: Mapping[str, tuple[str, ...]],
    former: Former,
) -> dict[str, str]:
    gone = dict.fromkeys(key for key in before if key not in after)
    found = {}
    for key in after:
        was = said.get(key, ())
        # A version that is put back into use does not say what its codes were called later.
        one = was[0] if len(was) == 1 and was[0] in gone else former.get(key)
        if key not in before and one in gone:
            found[key] = one
            del gone[one]
    return found


def merged_codes(old: Variable, new: Variable) -> dict[str, str]:
    """By key of a code that is merged into another, the key of that one."""
    renamed = set(renamed_codes(old, new).values())
    before = {code.key for _, code in old.walk()}
    return {
        key: code.key
        for _, code in new.walk()
        for key in code.was
        if key in before and key not in renamed
    }


def parts_of(old: Variable, new: Variable) -> list[tuple[str, str]]:
    """The parts and wholes that a new version makes of codes: those merged, and those split."""
    split = ((part, code.key) for _, code in new.walk() for part in code.split_into)
    return [*merged_codes(old, new).items(), *split]


@dataclass(frozen=True)
class Lineage(Generic[C]):
    """The `pairs` of parts and wholes of a variable, and its codes that are `in_use`."""

    pairs: Collection[tuple[C, C]]
    in_use: Collection[C]

    @property
    def gone(self) -> dict[C, None]:
        """The codes of the pairs that are no longer in use."""
        return {code: None for pair in self.pairs for code in pair if code not in self.in_use}

    def parts(self, code: C) -> list[C]:
        """What a code is the whole of, through codes that are gone."""
        return self._reached(code, [(whole, part) for part, whole in self.pairs])

    def wholes(self, code: C) -> list[C]:
        """What a code is part of, through codes that are gone."""
        return self._reached(code, self.pairs)

    def _reached(self, start: C, steps: Iterable[tuple[C, C]]) -> list[C]:
        ways: dict[C, list[C]] = {}
        for one, next_ in steps:
            ways.setdefault(one, []).append(next_)
        found: dict[C, None] = {}
        waiting = [*ways.get(start, ())]
        while waiting:
            code = waiting.pop(0)
            if code in found or code == start:
                continue
            found[code] = None
            if code not in self.in_use:
                waiting += ways.get(code, ())
        return [*found]

    def split_into(self, code: C) -> list[C]:
        """The codes in use that one which is gone may be, by its own split or that of its whole."""
        own = [each for each in self.parts(code) if each in self.in_use]
        return own or [each for whole in self.wholes(code) for each in self._parts_of_gone(whole)]

    def _parts_of_gone(self, code: C) -> list[C]:
        if code in self.in_use:
            return []
        return [each for each in self.parts(code) if each in self.in_use]

    def merged_into(self, code: C) -> list[C]:
        """The codes in use that one which is gone is part of."""
        return [each for each in self.wholes(code) if each in self.in_use]

    def implied(self, tree: Mapping[C, Mapping[C, int]]) -> dict[tuple[C, C], int]:
        """What assigning a code says about others: 1 yes, 0 left open. `tree` says the same of the
        codes of the file, each of itself.

        A code that was merged says what its whole says. One that was split leaves its parts open,
        as a parent does that is assigned alone (R9), except for what is true of all of them. What
        is gone follows from its parts, and is left open by its whole.
        """
        said: dict[tuple[C, C], int] = {}
        for code, nodes in tree.items():
            said |= {(code, node): certain for node, certain in nodes.items()}
            if code in self.in_use:
                said |= {(code, whole): 1 for whole in self.wholes(code)}
                left = [node for node, certain in nodes.items() if node == code or not certain]
                for node in left:
                    for gone in (*self.parts(node), *(self.wholes(node) if node != code else ())):
                        said.setdefault((code, gone), 0)
        for code in self.gone:
            said[code, code] = 1
            for whole in self.wholes(code):
                said[code, whole] = 1
            for whole in self.merged_into(code):
                said |= {(code, node): 1 for node, certain in tree[whole].items() if certain}
            parts = self.split_into(code)
            sure = [{node for node, certain in tree[part].items() if certain} for part in parts]
            for node in set.intersection(*sure) if sure else ():
                said[code, node] = 1
            for part in parts:
                for node in tree[part]:
                    said.setdefault((code, node), 0)
        return said

    def had(self, there: Collection[C]) -> set[C]:
        """The codes that a version had which had those `there` (R5): who was asked for a whole was
        asked for its parts, and who was asked for all parts was asked for the whole."""
        parts: dict[C, set[C]] = {}
        for part, whole in self.pairs:
            parts.setdefault(whole, set()).add(part)
        had, before = set(there), -1
        while len(had) != before:
            before = len(had)
            for whole, each in parts.items():
                if whole in had:
                    had |= each
                elif each <= had:
                    had.add(whole)
        return had
