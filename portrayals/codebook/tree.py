"""What follows from the tree of a variable's codes, each rule in one place."""

from __future__ import annotations

from collections.abc import Iterator

from portrayals.codebook.model import Code, Variable


def ancestors(variable: Variable) -> dict[str, tuple[str, ...]]:
    """For each code, in file order: the code itself and those above it, nearest first."""

    def paths(codes: tuple[Code, ...], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for code in codes:
            path = (code.key, *above)
            yield path
            yield from paths(code.codes, path)

    return {path[0]: path for path in paths(variable.codes, ())}


def property_nodes(variable: Variable) -> dict[str, tuple[str, ...]]:
    """For each node `NAME:VALUE`, the codes that carry it, in file order.

    A code carries the values of its own properties; a parent also carries what every possible
    descendant carries, because if assigned alone it is one of them (NUMBERS R9, R21).
    """
    carried, _ = _carried(variable)
    carriers: dict[str, list[str]] = {node: [] for node in _nodes(variable)}
    for key, nodes in carried.items():
        for node in nodes:
            carriers[node].append(key)
    return {node: tuple(keys) for node, keys in carriers.items()}


def possible_nodes(variable: Variable) -> dict[str, tuple[str, ...]]:
    """For each parent, the nodes `NAME:VALUE` that some of its descendants carry and it does not.

    They are undetermined if the parent alone was assigned (NUMBERS R9).
    """
    _, possible = _carried(variable)
    rank = {node: place for place, node in enumerate(_nodes(variable))}
    return {key: tuple(sorted(nodes, key=rank.__getitem__)) for key, nodes in possible.items()}


def _nodes(variable: Variable) -> dict[str, None]:
    return {node: None for _, code in variable.walk() for node in _own(code)}


def _own(code: Code) -> list[str]:
    return [f"{name}:{value}" for name, value in code.properties]


def _carried(variable: Variable) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The nodes that each code carries, and those that each parent may turn out to have."""
    carried: dict[str, set[str]] = {code.key: set(_own(code)) for _, code in variable.walk()}
    possible: dict[str, set[str]] = {}

    def descend(code: Code) -> tuple[set[str], set[str]]:
        """The nodes that all codes at or below this one carry, and those that any does."""
        own = carried[code.key].copy()
        if not code.codes:
            return own, own
        below = [descend(child) for child in code.codes]
        every = set.intersection(*(all_have for all_have, _ in below))
        some = set.union(*(any_has for _, any_has in below))
        carried[code.key] |= every
        possible[code.key] = some - carried[code.key]
        # The parent itself carries what all below it do, so it takes nothing from `every`.
        return every, some | own if code.assignable else some

    for code in variable.codes:
        descend(code)
    return carried, possible
