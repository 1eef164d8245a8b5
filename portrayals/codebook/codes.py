"""The codes of one variable: read from the file, and checked against the variable's type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from portrayals.codebook.document import Scalar
from portrayals.codebook.fields import Fields
from portrayals.codebook.keys import code_problem, slug_problem
from portrayals.codebook.model import Code
from portrayals.codebook.problems import Problems, did_you_mean
from portrayals.notation.quoting import quoted
from portrayals.vocabulary import VariableType

#: How deeply codes may be nested.
DEEPEST_CODE: Final = 12

_YES_AND_NO: Final = (("yes", "Yes"), ("no", "No"))

_KEYS: Final = (
    "key",
    "label",
    "definition",
    "include",
    "exclude",
    "examples",
    "counterexamples",
    "sentence",
    "assignable",
    "active",
    "was",
    "split_into",
    "properties",
    "codes",
)


@dataclass(slots=True)
class CodeReader:
    """Reads the codes of one variable.

    A code that does not say whether it is active takes it from above: from its parent, or, at the
    top, from the variable itself (`active`). A code that was split is switched off.
    """

    problems: Problems
    active: bool
    _lines: dict[str, int] = field(default_factory=dict)
    _replacing: list[Fields] = field(default_factory=list)

    def codes(self, variable: Fields, type: VariableType | None) -> tuple[Code, ...]:
        """The codes of a variable of this type; yes and no for a boolean that lists none."""
        codes = self._below(variable, self.active, 1)
        if codes:
            self._check_replaced(codes, type)
        if type in ("number", "text"):
            if "codes" in variable:
                variable.problem("codes", f"type {type} has no codes; delete them")
        elif type == "boolean":
            keys = sorted(code.key for code in codes)
            if codes and (keys != ["no", "yes"] or any(code.codes for code in codes)):
                variable.problem(
                    "codes",
                    "type boolean has the codes yes and no; delete these, or write type: nominal",
                )
            elif not codes:
                codes = tuple(
                    Code(key=key, label=label, active=self.active, line=variable.line)
                    for key, label in _YES_AND_NO
                )
        elif type is not None and not codes:
            variable.problem("codes", f"type {type} needs codes; add codes: [{{key: …}}, …]")
        if type == "ordinal":  # NUMBERS R8
            for code in codes:
                if code.codes:
                    message = "an ordinal has no tree; list its codes on one level, lowest first"
                    self.problems.add(code.line, f"code {quoted(code.key)}: {message}")
        return codes

    def _below(self, above: Fields, active: bool, depth: int) -> tuple[Code, ...]:
        codes = []
        for mapping in above.mappings("codes", "code"):
            if depth > DEEPEST_CODE:
                self.problems.add(
                    mapping.line,
                    f"codes are nested more than {DEEPEST_CODE} deep; make the tree flatter",
                )
                break
            codes.append(self._code(Fields(mapping, "code", _KEYS, self.problems), active, depth))
        return tuple(codes)

    def _code(self, fields: Fields, active: bool, depth: int) -> Code:
        key = fields.required("key")
        if key and (problem := code_problem(key)):
            fields.problem("key", problem)
        elif key in self._lines:
            fields.problem(
                "key",
                f"the key is taken by the code on line {self._lines[key]}; choose another key",
            )
        if key:
            self._lines.setdefault(key, fields.line)
        was, split_into = fields.texts("was"), fields.texts("split_into")
        if was or split_into:
            self._replacing.append(fields)
        if split_into and fields.yes_no("active", False):
            fields.problem("active", "a code that is split is switched off; delete this line")
        active = fields.yes_no("active", active and not split_into)
        codes = self._below(fields, active, depth + 1)
        assignable = fields.yes_no("assignable", not codes)  # NUMBERS R9
        if not codes and not assignable:
            fields.problem(
                "assignable",
                "it has no codes below it, so it must be assignable; delete this line, or write "
                "active: no",
            )
        return Code(
            key=key,
            label=fields.label(key),
            definition=fields.text("definition"),
            include=fields.text("include"),
            exclude=fields.text("exclude"),
            examples=fields.texts("examples"),
            counterexamples=fields.texts("counterexamples"),
            sentence=fields.text("sentence").rstrip("."),
            properties=self._properties(fields),
            assignable=assignable,
            active=active,
            was=was,
            split_into=split_into,
            codes=codes,
            line=fields.line,
        )

    def _check_replaced(self, codes: tuple[Code, ...], type: VariableType | None) -> None:
        """Checks what codes say of those they replace, and of those that replace them."""
        every = {code.key: code for top in codes for _, code in top.walk()}
        claimed: dict[str, int] = {}
        for fields in self._replacing:
            if type == "boolean":
                name = "was" if "was" in fields else "split_into"
                fields.problem(name, f"yes and no always stay; delete {name}")
                continue
            code = every.get(fields.text("key"))
            if code is None:
                continue
            for key in code.was:
                if key == code.key:
                    fields.problem("was", f"was names {quoted(key)} itself; leave it out")
                elif key in every:
                    fields.problem(
                        "was",
                        f"was names {quoted(key)}, which is still a code, on line "
                        f"{every[key].line}; delete one of the two",
                    )
                elif key in claimed:
                    fields.problem(
                        "was",
                        f"was names {quoted(key)}, as line {claimed[key]} does; a code that became "
                        "several stays in the file, with split_into: [KEY, …]",
                    )
                claimed.setdefault(key, fields.line)
            self._check_parts(fields, code, every)

    def _check_parts(self, fields: Fields, code: Code, every: dict[str, Code]) -> None:
        """Checks that a code is split into two or more that are in use."""
        if not code.split_into:
            return
        if len(code.split_into) == 1:
            fields.problem(
                "split_into",
                "a code is split into two or more; if it has another key now, write was: "
                f"{code.key} there and delete this code",
            )
        if code.codes:
            fields.problem(
                "split_into", "a code with codes below it cannot be split; move these first"
            )
        for key in code.split_into:
            part = every.get(key)
            if key == code.key:
                fields.problem("split_into", f"{key} cannot be split into itself; leave it out")
            elif part is None:
                near = did_you_mean(key, [each for each in every if each != code.key])
                fields.problem("split_into", f"{quoted(key)} is not a code here{near}; add it")
            elif part.split_into:
                fields.problem(
                    "split_into",
                    f"{key} is split itself; name here what it is split into: "
                    f"{', '.join(part.split_into)}",
                )
            elif not part.active:
                fields.problem("split_into", f"{key} is switched off; name codes that are in use")

    def _properties(self, fields: Fields) -> tuple[tuple[str, str], ...]:
        mapping = fields.mapping("properties")
        if mapping is None:
            return ()
        properties = Fields(mapping, "properties", mapping.entries, self.problems)
        pairs = []
        for name, entry in mapping.entries.items():
            if problem := slug_problem(name):
                properties.problem(name, problem)
            elif isinstance(entry, Scalar) and not entry.text.strip():
                properties.problem(name, f"{name} has no value; write one or delete the line")
            else:
                pairs += [(name, value) for value in properties.texts(name)]
        return tuple(pairs)
