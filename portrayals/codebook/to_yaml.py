"""A codebook written out as the YAML that `load` reads back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from portrayals.codebook.model import IN_GENERAL, Code, Codebook, Variable
from portrayals.codebook.yaml_text import as_item, double_quoted, indented, scalar, scalar_outside

#: The comments above each variable; under "" those at the top of the file.
Above = Mapping[str, Sequence[str]]
#: The comment beside each code, by variable and code.
Beside = Mapping[tuple[str, str], str]

_WIDTH: Final = 100

#: The codes of a boolean that lists none.
_YES_AND_NO: Final = (("yes", "Yes"), ("no", "No"))


def to_yaml(book: Codebook, above: Above | None = None, beside: Beside | None = None) -> str:
    """The YAML of a codebook, with comments; `load` turns it into the same codebook.

    It is made from the model alone: comments in the text that the codebook was read from, and
    anything `load` does not keep (licence, creator, description, tier), are not in it.
    """
    return "".join(f"{line}\n" for line in _book(book, above or {}, beside or {}))


def _book(book: Codebook, above: Above, beside: Beside) -> Iterator[str]:
    yield from _comments(above.get("", ()))
    yield f"codebook: {scalar(book.key)}"
    yield f"version: {double_quoted(book.version)}"
    yield from _text("label", book.label)
    if len(book.headline) > 1:
        yield from _texts("headline", book.headline)
    else:
        yield from _text("headline", "".join(book.headline))
    levels = dict(book.level_names) | (
        {"general": book.general} if book.general != IN_GENERAL else {}
    )
    if levels:
        yield "levels:"
        for level, name in levels.items():
            yield from indented(_text(level, name))
    for heading, derived in (("variables", False), ("derived", True)):
        variables = [each for each in book.variables if each.derived == derived]
        if variables:
            yield ""
            yield f"{heading}:"
        for place, variable in enumerate(variables):
            if place:
                yield ""
            yield from indented(_comments(above.get(variable.key, ())))
            yield from indented(as_item(_variable(variable, beside)))


def _variable(variable: Variable, beside: Beside) -> Iterator[str]:
    yield f"key: {scalar(variable.key)}"
    yield from _text("label", variable.label)
    yield f"level: {variable.level}"
    yield f"type: {variable.type}"
    for name in ("question", "definition", "include", "exclude", "sentence"):
        yield from _text(name, getattr(variable, name))
    yield from _text("asked_when", variable.asked_when or "")
    yield from _text("rollup", variable.rollup or "")
    yield from _texts("states_as_values", variable.states_as_values)
    for name, number in (("min", variable.minimum), ("max", variable.maximum)):
        if number is not None:
            yield f"{name}: {_number(number)}"
    yield from _text("unit", variable.unit)
    if variable.tolerance:
        yield f"tolerance: {_number(variable.tolerance)}"
    if not variable.active:
        yield "active: no"
    yield from _text("was", variable.was)
    implied = tuple(Code(key, label, active=variable.active) for key, label in _YES_AND_NO)
    codes = variable.codes
    if variable.type != "boolean" or [_bare(code) for code in codes] != [*map(_bare, implied)]:
        yield from _codes(variable.key, codes, variable.active, beside)
    if variable.derived:
        yield "rules:"
        for rule in variable.rules:
            yield f"  - {{when: {double_quoted(rule.when)}, then: {scalar(rule.then)}}}"
        yield f"otherwise: {scalar(variable.otherwise or '')}"


def _bare(code: Code) -> tuple[object, ...]:
    """The content of a code, wherever it is in a file."""
    said = (code.key, code.label, code.definition, code.include, code.exclude)
    replaces = (code.was, code.split_into)
    return (
        *said,
        code.examples,
        code.counterexamples,
        *replaces,
        code.sentence,
        code.properties,
        code.assignable,
        code.active,
        code.codes,
    )


def _codes(variable: str, codes: Sequence[Code], active: bool, beside: Beside) -> Iterator[str]:
    if codes:
        yield "codes:"
    for code in codes:
        remark = beside.get((variable, code.key), "")
        lines = [*_code(variable, code, active, beside)]
        short = f"- {{key: {scalar(code.key)}, label: {scalar(code.label)}}}"
        lines = [short] if len(lines) == 2 and len(short) <= _WIDTH else [*as_item(lines)]
        if remark:
            lines[0] += f"  # {remark}"
        yield from indented(lines)


def _code(variable: str, code: Code, active: bool, beside: Beside) -> Iterator[str]:
    """The lines of a code; `active` is whether the code or variable above it is active."""
    yield f"key: {scalar(code.key)}"
    yield from _text("label", code.label)
    for name in ("definition", "include", "exclude"):
        yield from _text(name, getattr(code, name))
    yield from _texts("examples", code.examples)
    yield from _texts("counterexamples", code.counterexamples)
    yield from _text("sentence", code.sentence)
    properties: dict[str, list[str]] = {}
    for name, value in code.properties:
        properties.setdefault(name, []).append(value)
    if properties:
        yield "properties:"
        for name, values in properties.items():
            yield from indented(
                _text(scalar(name), values[0]) if len(values) == 1 else _texts(scalar(name), values)
            )
    if code.assignable == bool(code.codes):
        yield f"assignable: {'true' if code.assignable else 'false'}"
    if code.active != active:
        yield f"active: {'yes' if code.active else 'no'}"
    yield from _texts("was", code.was)
    yield from _texts("split_into", code.split_into)
    yield from _codes(variable, code.codes, code.active, beside)


def _text(name: str, text: str) -> Iterator[str]:
    """A key and its text: long texts folded, texts of several lines as a block."""
    line = f"{name}: {scalar_outside(text)}"
    if not text:
        return
    lines = text.split("\n")
    spelled = all(c.isprintable() or c == "\n" for c in text)
    if len(lines) > 1 and spelled:
        yield f"{name}: |-"
        yield from (f"  {each}" if each else "" for each in lines)
    elif len(line) > _WIDTH and spelled and "  " not in text:
        yield f"{name}: >-"
        yield from indented(_folded(text))
    else:
        yield line


def _folded(text: str) -> Iterator[str]:
    """The words of a text in lines that YAML joins with one space."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= _WIDTH - 10:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _texts(name: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield f"{name}:"
        yield from (f"  - {scalar(text)}" for text in texts)


def _number(number: float) -> str:
    """The shortest text that is exactly this number."""
    return repr(number).removesuffix(".0")


def _comments(lines: Sequence[str]) -> Iterator[str]:
    return (f"# {line}".rstrip() for line in lines)
