"""From a codebook file (YAML) to a checked codebook. All errors are reported at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from portrayals.codebook.codes import CodeReader
from portrayals.codebook.document import Mapping, read
from portrayals.codebook.fields import Fields
from portrayals.codebook.keys import slug_problem, variable_problem
from portrayals.codebook.model import IN_GENERAL, Code, Codebook, Rule, Variable
from portrayals.codebook.problems import Problems, did_you_mean
from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted
from portrayals.notation.years import parse_date
from portrayals.vocabulary import LEVELS, ROLLUPS, VARIABLE_TYPES, Level, Rollup, VariableType

#: States that agreement may treat as values (NUMBERS R32).
STATES_AS_VALUES: Final = ("cannot-tell", "not-applicable", "none")

_GENERAL: Final = "general"
_DERIVED_TYPES: Final[tuple[VariableType, ...]] = ("boolean", "nominal", "ordinal")
#: An ordinal is an order without distances (NUMBERS R8).
_ORDINAL_ROLLUPS: Final[tuple[Rollup, ...]] = ("max", "min", "median")

_ABOUT: Final = ("licence", "creator", "date", "description")
_TOP_KEYS: Final = (
    "codebook",
    "version",
    "label",
    "headline",
    *_ABOUT,
    "levels",
    "variables",
    "derived",
)
_OF_NUMBERS: Final = ("min", "max", "unit", "tolerance")
_SHARED_KEYS: Final = (
    *("key", "label", "level", "type", "question", "definition", "sentence", "rollup", "codes"),
)
#: The placeholder for the label of a code in the sentence of a variable.
LABEL: Final = "{label}"
_VARIABLE_KEYS: Final = (
    *_SHARED_KEYS,
    "include",
    "exclude",
    "asked_when",
    "states_as_values",
    *_OF_NUMBERS,
    "tier",
    "active",
    "was",
)
_DERIVED_KEYS: Final = (*_SHARED_KEYS, "rules", "otherwise")


def load(text: str, *, name: str = "codebook") -> Codebook:
    """The codebook that a YAML text describes; `name` is the name of the file in errors.

    Raises InvalidCodebook with every error found, one line each, `NAME:LINE  …`. The queries of
    `asked_when` and of rules are kept as text and checked elsewhere.
    """
    problems = Problems(name)
    top = read(text, problems)
    codebook = None if top is None else _Reader(problems).codebook(top, text)
    if codebook is None or problems:
        raise problems.error()
    return codebook


@dataclass(slots=True)
class _Reader:
    problems: Problems
    _lines: dict[str, int] = field(default_factory=dict)
    _renamed: list[tuple[Fields, str]] = field(default_factory=list)

    def codebook(self, top: Mapping, document: str) -> Codebook:
        fields = Fields(top, "codebook", _TOP_KEYS, self.problems)
        key = fields.required("codebook")
        if key and (problem := slug_problem(key)):
            fields.problem("codebook", problem)
        for name in _ABOUT:
            fields.text(name)
        self._check_date(fields)
        variables = (
            *(self._variable(each) for each in fields.mappings("variables", "variable")),
            *(self._derived(each) for each in fields.mappings("derived", "derived variable")),
        )
        self._check_was()
        if not variables:
            fields.problem("variables", "there are no variables; add variables: [{key: …}, …]")
        names, general = self._level_names(fields)
        return Codebook(
            key=key,
            version=fields.required("version"),
            document=document,
            label=fields.label(key),
            headline=self._headline(fields),
            level_names=names,
            general=general,
            variables=variables,
        )

    def _headline(self, top: Fields) -> tuple[str, ...]:
        """The variables that lead: the key of one, or a list of keys."""
        listed = top.lines("headline")
        if "headline" in top and not listed:
            top.problem("headline", "headline is empty; give the key of a variable, or delete it")
        keys: list[str] = []
        for key, line in listed:
            if key not in self._lines:
                nearest = did_you_mean(key, self._lines)
                what = f"is not a variable{nearest}; give the key of one"
            elif key in keys:
                what = "is named twice; delete one"
            else:
                keys.append(key)
                continue
            self.problems.add(line, f"codebook: headline {quoted(key)} {what}")
        return tuple(keys)

    def _check_date(self, fields: Fields) -> None:
        try:
            parse_date(fields.text("date") or "2000")
        except InvalidValue as error:
            fields.problem("date", str(error))

    def _level_names(self, top: Fields) -> tuple[dict[Level, str], str]:
        mapping = top.mapping("levels")
        if mapping is None:
            return {}, IN_GENERAL
        fields = Fields(mapping, "levels", (*LEVELS, _GENERAL), self.problems)
        names = {level: fields.required(level) for level in LEVELS if level in fields}
        return names, fields.optional(_GENERAL) or IN_GENERAL

    def _variable(self, mapping: Mapping) -> Variable:
        fields = Fields(mapping, "variable", _VARIABLE_KEYS, self.problems)
        key = self._key(fields)
        type = fields.choice("type", VARIABLE_TYPES)
        if type not in (None, "number"):
            for name in _OF_NUMBERS:
                if name in fields:
                    fields.problem(name, f"{name} is for numbers; type {type} has none, delete it")
        minimum, maximum = fields.number("min"), fields.number("max")
        if minimum is not None and maximum is not None and minimum > maximum:
            fields.problem("max", f"max {maximum:g} is below min {minimum:g}; swap them")
        tolerance = fields.number("tolerance") or 0.0
        if tolerance < 0:
            fields.problem("tolerance", f"tolerance must be 0 or more, not {tolerance:g}")
        fields.text("tier")
        active = fields.yes_no("active", True)
        return Variable(
            key=key,
            label=fields.label(key),
            level=fields.choice("level", LEVELS) or "title",
            type=type or "text",
            question=fields.text("question"),
            definition=fields.text("definition"),
            sentence=self._sentence(fields, type),
            include=fields.text("include"),
            exclude=fields.text("exclude"),
            asked_when=fields.optional("asked_when"),
            rollup=self._rollup(fields, type),
            states_as_values=self._states_as_values(fields),
            minimum=minimum,
            maximum=maximum,
            unit=fields.text("unit"),
            tolerance=tolerance,
            codes=CodeReader(self.problems, active).codes(fields, type),
            active=active,
            was=self._was(fields),
            line=fields.line,
        )

    def _was(self, fields: Fields) -> str:
        """The former key of a variable, which `_check_was` checks when all are read."""
        was = fields.text("was")
        if was:
            self._renamed.append((fields, was))
        return was

    def _check_was(self) -> None:
        first: dict[str, int] = {}
        for fields, was in self._renamed:
            if was in self._lines:
                fields.problem(
                    "was",
                    f"was names {quoted(was)}, which is still a variable, on line "
                    f"{self._lines[was]}; delete one of the two",
                )
            elif was in first:
                fields.problem(
                    "was", f"was names {quoted(was)}, as line {first[was]} does; delete one"
                )
            first.setdefault(was, fields.line)

    def _derived(self, mapping: Mapping) -> Variable:
        fields = Fields(mapping, "derived", _DERIVED_KEYS, self.problems)
        key = self._key(fields)
        type = fields.choice("type", _DERIVED_TYPES)
        codes = CodeReader(self.problems, active=True).codes(fields, type)
        for code in (each for top in codes for _, each in top.walk()):
            if code.was or code.split_into:
                self.problems.add(
                    code.line,
                    f"code {quoted(code.key)}: nobody codes a derived variable, so its codes "
                    "replace none; delete was and split_into",
                )
        answers = _answers(codes)
        rules = tuple(
            self._rule(rule, f"derived {quoted(key)}, rule {number}", answers)
            for number, rule in enumerate(fields.mappings("rules", "rule"), start=1)
        )
        if not rules:
            fields.problem("rules", "there are no rules; add rules: [{when: …, then: …}]")
        return Variable(
            key=key,
            label=fields.label(key),
            level=fields.choice("level", LEVELS) or "title",
            type=type or "text",
            question=fields.text("question"),
            definition=fields.text("definition"),
            sentence=self._sentence(fields, type),
            rollup=self._rollup(fields, type),
            codes=codes,
            rules=rules,
            otherwise=_answer(fields, "otherwise", answers),
            line=fields.line,
        )

    def _rule(self, mapping: Mapping, noun: str, answers: Collection[str]) -> Rule:
        fields = Fields(mapping, noun, ("when", "then"), self.problems)
        when = fields.required("when")
        return Rule(when, _answer(fields, "then", answers), line=fields.line)

    def _sentence(self, fields: Fields, type: VariableType | None) -> str:
        """The clause that says what a unit has; except for a boolean, it must contain a label."""
        sentence = fields.text("sentence").rstrip(".")
        if sentence and type in ("number", "text"):
            fields.problem("sentence", f"type {type} has no codes to say in a sentence; delete it")
        elif sentence and type not in (None, "boolean") and LABEL not in sentence:
            what = f"sentence does not name the code: write {LABEL} where its label belongs"
            fields.problem("sentence", what)
        return sentence

    def _key(self, fields: Fields) -> str:
        key = fields.required("key")
        if key and (problem := variable_problem(key)):
            fields.problem("key", problem)
        elif key in self._lines:
            fields.problem(
                "key",
                f"the key is taken by the variable on line {self._lines[key]}; choose another key",
            )
        if key:
            self._lines.setdefault(key, fields.line)
        return key

    def _rollup(self, fields: Fields, type: VariableType | None) -> Rollup | None:
        if "rollup" not in fields:
            return None
        rollup = fields.choice("rollup", ROLLUPS)
        if type == "ordinal" and rollup is not None and rollup not in _ORDINAL_ROLLUPS:
            one_of = ", ".join(_ORDINAL_ROLLUPS)
            fields.problem(
                "rollup", f"an ordinal has no {rollup}; its rollup must be one of {one_of}"
            )
        elif type not in (None, "ordinal", "number"):  # NUMBERS R14
            fields.problem(
                "rollup", f"rollup is for ordinals and numbers; type {type} has none, delete it"
            )
        return rollup

    def _states_as_values(self, fields: Fields) -> tuple[str, ...]:
        states = fields.texts("states_as_values")
        for state in states:
            if state not in STATES_AS_VALUES:
                one_of = ", ".join(STATES_AS_VALUES)
                fields.problem(
                    "states_as_values",
                    f"states_as_values cannot hold {quoted(state)}; it may hold any of {one_of}",
                )
        return states


def _answers(codes: tuple[Code, ...]) -> dict[str, None]:
    """What a rule may give: undetermined, or a code that can be assigned (NUMBERS R27)."""
    assignable = [c.key for code in codes for _, c in code.walk() if c.assignable]
    return dict.fromkeys(("undetermined", *assignable))


def _answer(fields: Fields, name: str, answers: Collection[str]) -> str:
    answer = fields.required(name)
    if answer and answer not in answers:
        nearest = did_you_mean(answer, answers)
        fields.problem(
            name,
            f"{name} {quoted(answer)} is not a code that can be assigned here{nearest}; "
            "write one of its codes, or undetermined",
        )
    return answer
