"""The stored codebook: variables and nodes with their row ids."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from portrayals.codebook.lineage import Lineage
from portrayals.errors import Damaged
from portrayals.language.parse import parse_rule
from portrayals.language.syntax import Query
from portrayals.notation.keys import fold
from portrayals.notation.plurals import plural
from portrayals.notation.quoting import quoted
from portrayals.tables import code, code_part, codebook, codebook_code, study, variable
from portrayals.vocabulary import LEVELS, Level, Rollup, VariableType


class Node(NamedTuple):
    """A code or a value of a property: anything that settles to yes or no.

    `formerly` are the keys that it had before. Of a code that is out of use, `became` are those in
    use that it was merged or split into; `part_of` is the one that it was merged into.
    """

    code_id: int
    key: str
    label: str
    parent_id: int | None
    position: int
    depth: int
    assignable: bool
    retired: bool
    sentence: str | None = None
    formerly: str | None = None
    became: tuple[int, ...] = ()
    part_of: int | None = None


@dataclass(frozen=True, eq=False)
class StoredVariable:
    """A variable with its codes in the order of the file; `properties` by name, then value."""

    variable_id: int
    key: str
    label: str
    level: Level
    type: VariableType
    question: str | None
    rollup: Rollup | None
    minimum: float | None
    maximum: float | None
    measure: str | None
    tolerance: float
    asked_when_text: str | None
    rules_text: tuple[tuple[str, str], ...]
    otherwise: str | None
    sentence: str | None
    retired: bool
    nodes: tuple[Node, ...]
    properties: dict[str, dict[str, Node]]
    formerly: str | None = None

    @property
    def derived(self) -> bool:
        """Whether it is computed from others rather than coded."""
        return bool(self.rules_text)

    @cached_property
    def codes(self) -> tuple[Node, ...]:
        """The codes in use now, parents first."""
        return tuple(node for node in self.nodes if not node.retired)

    @cached_property
    def asked_when(self) -> Query | None:
        """The query that must not be false for the variable to be asked (R10)."""
        return None if self.asked_when_text is None else parse_rule(self.asked_when_text)

    @cached_property
    def rules(self) -> tuple[tuple[Query, str], ...]:
        """The rules of a derived variable (R27)."""
        return tuple((parse_rule(when), then) for when, then in self.rules_text)

    @property
    def assent(self) -> Node | None:
        """The `yes` of a boolean."""
        return self.node("yes") if self.type == "boolean" else None

    @property
    def denial(self) -> Node | None:
        """The `no` of a boolean."""
        return self.node("no") if self.type == "boolean" else None

    def node(self, word: str) -> Node | None:
        """The code with this key, or else this label, ignoring case."""
        by_key = next((node for node in self.nodes if node.key == word), None)
        if by_key is not None:
            return by_key
        folded = word.casefold()
        same = [n for n in self.nodes if folded in {n.key.casefold(), n.label.casefold()}]
        return same[0] if len(same) == 1 else None

    def parent(self, node: Node) -> Node | None:
        """The code above."""
        return next((above for above in self.nodes if above.code_id == node.parent_id), None)

    def below(self, group: Node) -> list[Node]:
        """The codes in use directly below a code."""
        return [node for node in self.codes if node.parent_id == group.code_id]

    def group_of(self, codes: Collection[str]) -> Node | None:
        """The code in use directly above all of these; null if not all are directly below one."""
        above = {node.parent_id for node in self.codes if node.key in codes}
        return next((node for node in self.codes if above == {node.code_id}), None)


@dataclass(frozen=True)
class Book:
    """The current codebook; empty if none has been applied."""

    codebook_id: int | None
    key: str | None
    version: str | None
    headline: tuple[str, ...]
    level_names: dict[Level, str] = field(default_factory=dict)
    general: str = "in general"
    variables: dict[str, StoredVariable] = field(default_factory=dict)

    def of_level(self, level: Level) -> tuple[StoredVariable, ...]:
        """The variables in use that are coded or derived at a level, in the order of the file."""
        return tuple(v for v in self.variables.values() if v.level == level and not v.retired)

    @property
    def leading(self) -> tuple[StoredVariable, ...]:
        """The variables of the headline that can be counted, the first of them first."""
        named = (self.variables.get(key) for key in self.headline)
        return tuple(v for v in named if v is not None and v.type != "text" and not v.retired)

    def now_called(self, key: str) -> str | None:
        """The key that a variable with this former key has now."""
        every = self.variables.values()
        return next((v.key for v in every if key in (v.formerly or "").split()), None)

    def about(self, word: str) -> tuple[StoredVariable, ...]:
        """The variables in use whose label or question has a word, in the singular or plural."""
        wanted = fold(word).removesuffix("s")
        return tuple(
            each
            for each in self.variables.values()
            if wanted
            and not each.retired
            and any(wanted in fold(text) for text in (each.label, each.question or ""))
        )

    @property
    def counterpart(self) -> str | None:
        """The word for the other person of a relationship: `client` if the general is `clients`."""
        words = self.general.split()
        return self.general[:-1] if len(words) == 1 and self.general.endswith("s") else None

    def name_of(self, level: Level, number: int = 2) -> str:
        """The codebook's name for units of the level, singular or plural."""
        word = self.level_names.get(level, level)
        return word if number == 1 else plural(word)


def read_book(connection: Connection) -> Book:
    """The current codebook of the study; variables and codes out of use are included, and marked.

    A code is out of use if the codebook has dropped it or switched it off (R5). A derived variable
    that was dropped is not included: nobody has coded it, and its rules are out of use. Raises
    Damaged if a row cannot be read.
    """
    told_of = ("codebook_id", "key", "version", "headline", "level_names", "general")
    current = connection.execute(
        select(*(codebook.c[name] for name in told_of)).join(
            study, study.c.codebook_id == codebook.c.codebook_id
        )
    ).one_or_none()
    if current is None:
        return Book(None, None, None, ())
    of_version = codebook_code.c.codebook_id == current.codebook_id
    active = set(connection.execute(select(codebook_code.c.code_id).where(of_version)).scalars())
    coded: dict[int, list[Node]] = {}
    properties: dict[int, dict[str, dict[str, Node]]] = {}
    stored = (name for name in Node._fields if name not in {"became", "part_of"})
    columns: list[Any] = [code.c.variable_id, code.c.kind, *(code.c[name] for name in stored)]
    pairs = [(row.part_id, row.whole_id) for row in connection.execute(select(code_part))]
    lineage = Lineage(pairs, active)
    nodes = connection.execute(select(*columns).order_by(code.c.retired, code.c.position))
    for variable_id, kind, *told in nodes:
        node = Node(*told)
        out_of_use = bool(node.retired) or node.code_id not in active
        node = node._replace(
            assignable=bool(node.assignable),
            retired=out_of_use,
        )
        if node.code_id in lineage.gone:
            merged, split = lineage.merged_into(node.code_id), lineage.split_into(node.code_id)
            node = node._replace(
                became=tuple(merged or split), part_of=merged[0] if merged else None
            )
        if kind == "code":
            coded.setdefault(variable_id, []).append(node)
        elif not node.retired:
            name, _, value = node.key.partition(":")
            properties.setdefault(variable_id, {}).setdefault(name, {})[value] = node
    rows = connection.execute(
        select(variable).order_by(variable.c.retired, variable.c.position)
    ).mappings()
    return Book(
        codebook_id=current.codebook_id,
        key=current.key,
        version=current.version,
        headline=tuple((current.headline or "").split()),
        level_names=_level_names(current.level_names),
        general=current.general,
        variables={
            row["key"]: _variable(dict(row), coded, properties)
            for row in rows
            if not (row["retired"] and row["rules"])
        },
    )


def _variable(
    row: dict[str, Any],
    coded: dict[int, list[Node]],
    properties: dict[int, dict[str, dict[str, Node]]],
) -> StoredVariable:
    variable_id = row["variable_id"]
    return StoredVariable(
        variable_id=variable_id,
        key=row["key"],
        label=row["label"],
        level=LEVELS[row["level_id"] - 1],
        type=row["type"],
        question=row["question"],
        rollup=row["rollup"],
        minimum=row["minimum"],
        maximum=row["maximum"],
        measure=row["measure"],
        tolerance=row["tolerance"],
        asked_when_text=row["asked_when"],
        rules_text=_rules(row["key"], row["rules"] or "[]"),
        otherwise=row["otherwise"],
        sentence=row["sentence"],
        retired=bool(row["retired"]),
        nodes=tuple(coded.get(variable_id, ())),
        properties=properties.get(variable_id, {}),
        formerly=row["formerly"],
    )


def _level_names(written: str) -> dict[Level, str]:
    names = _from_json(written)
    if isinstance(names, dict) and all(isinstance(name, str) for name in names.values()):
        return names
    raise Damaged(f"the codebook's names for levels cannot be read: {quoted(written)}")


def _rules(key: str, written: str) -> tuple[tuple[str, str], ...]:
    rules = _from_json(written)
    if isinstance(rules, list) and all(map(_is_rule, rules)):
        return tuple((when, then) for when, then in rules)
    raise Damaged(f"the rules of {key} cannot be read: {quoted(written)}")


def _is_rule(rule: object) -> bool:
    return isinstance(rule, list) and list(map(type, rule)) == [str, str]


def _from_json(written: str) -> Any:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None
