"""A codebook for readers: Markdown for the appendix of a paper, rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from portrayals.codebook.model import Code, Codebook, Variable
from portrayals.codebook.tree import ancestors
from portrayals.notation.markdown import escaped

_ANSWER: Final = {
    "multi": "any number of codes",
    "nominal": "one code",
    "ordinal": "one code, in order",
    "boolean": "yes or no",
    "number": "a number",
    "text": "text",
}


def to_markdown(book: Codebook) -> str:
    """The codebook as a readable tree: a section for each variable, a list item for each code."""
    return "".join(f"{line}\n" for line in _book(book))


def columns_of(book: Codebook) -> tuple[str, ...]:
    """The columns of `rows_of`: what every code may have, then one for each property."""
    properties = {
        name for v in book.variables for _, code in v.walk() for name, _ in code.properties
    }
    return (*_COLUMNS, *(f"properties.{name}" for name in sorted(properties)))


_COLUMNS: Final = (
    *("variable", "variable_label", "level", "type", "derived", "question"),
    *("code", "parent", "depth", "label", "definition", "include", "exclude"),
    *("examples", "counterexamples"),
    *("assignable", "active"),
)


def rows_of(book: Codebook) -> Iterator[dict[str, object]]:
    """One row for each code, in file order, with the keys of `columns_of`.

    A variable without codes has one row, in which `label` and what follows are its own.
    """
    empty: dict[str, object] = dict.fromkeys(columns_of(book))
    for variable in book.variables:
        about = {
            "variable": variable.key,
            "variable_label": variable.label,
            "level": variable.level,
            "type": variable.type,
            "derived": variable.derived,
            "question": variable.question or None,
        }
        paths = ancestors(variable)
        if not variable.codes:
            yield empty | about | _wording(variable) | {"active": variable.active}
        for depth, code in variable.walk():
            parent = paths[code.key][1] if depth else None
            yield (
                empty
                | about
                | {"code": code.key, "parent": parent, "depth": depth}
                | _wording(code)
                | {"examples": list(code.examples) or None}
                | {"counterexamples": list(code.counterexamples) or None}
                | {"assignable": code.assignable, "active": code.active}
                | {f"properties.{name}": values for name, values in _properties(code).items()}
            )


def _wording(of: Variable | Code) -> dict[str, object]:
    said = {name: getattr(of, name) or None for name in ("definition", "include", "exclude")}
    return {"label": of.label, **said}


def _properties(code: Code) -> dict[str, list[str]]:
    properties: dict[str, list[str]] = {}
    for name, value in code.properties:
        properties.setdefault(name, []).append(value)
    return properties


def _book(book: Codebook) -> Iterator[str]:
    yield f"# {_escaped(book.label or book.key)}"
    yield ""
    yield f"Codebook `{book.key}`, version {_escaped(book.version)}."
    for variable in book.variables:
        yield ""
        yield f"## {_escaped(variable.label)}"
        yield ""
        named = book.level_names.get(variable.level)
        level = f"{variable.level} ({_escaped(named)})" if named else variable.level
        kind = _ANSWER[variable.type]
        if variable.type == "number" and variable.unit:
            kind += f", in {_escaped(variable.unit)}"
        derived = "; derived, never coded" if variable.derived else ""
        off = "" if variable.active else "; not asked"
        yield f"`{variable.key}`: for each {level}, {kind}{derived}{off}."
        if variable.question:
            yield ""
            yield f"*{_escaped(variable.question)}*"
        if facts := [*_facts(variable)]:
            yield ""
            yield from (f"- {word}: {text}" for word, text in facts)
        if variable.codes and variable.type != "boolean":
            yield ""
            for depth, code in variable.walk():
                yield from _code(depth, code)


def _facts(variable: Variable) -> Iterator[tuple[str, str]]:
    for word in ("definition", "include", "exclude"):
        if text := getattr(variable, word):
            yield word.capitalize(), _escaped(text)
    if variable.asked_when:
        yield "Asked when", _verbatim(variable.asked_when)
    limits = [
        f"{word} {number:g}"
        for word, number in (("at least", variable.minimum), ("at most", variable.maximum))
        if number is not None
    ]
    if limits:
        yield "Values", " and ".join(limits)
    if variable.tolerance:
        yield "Agree within", f"{variable.tolerance:g}"
    if variable.rollup:
        yield "Of a higher level", f"{variable.rollup} of the values beneath"
    for rule in variable.rules:
        yield f"{_escaped(rule.then)} if", _verbatim(rule.when)
    if variable.otherwise:
        yield "Otherwise", _escaped(variable.otherwise)


def _code(depth: int, code: Code) -> Iterator[str]:
    step = "  " * depth
    definition = f": {_escaped(code.definition)}" if code.definition else ""
    remarks = [
        *(["a group, not coded itself"] if not code.assignable else []),
        *(["switched off"] if not code.active else []),
    ]
    aside = f" ({'; '.join(remarks)})" if remarks else ""
    yield f"{step}- **{_escaped(code.label)}** `{code.key}`{aside}{definition}"
    facts = [
        ("Include", code.include),
        ("Exclude", code.exclude),
        ("Examples", "; ".join(code.examples)),
        ("Counterexamples", "; ".join(code.counterexamples)),
        *((name, ", ".join(values)) for name, values in _properties(code).items()),
    ]
    for word, text in facts:
        if text:
            yield f"{step}  - *{_escaped(word)}:* {_escaped(text)}"


def _escaped(text: str) -> str:
    """The text on one line of Markdown, with nothing in it read as markup."""
    return escaped(" ".join(text.split()))


def _verbatim(query: str) -> str:
    """A query as code, in more backticks than it has in a row."""
    line = " ".join(query.split())
    ticks = "`"
    while ticks in line:
        ticks += "`"
    return f"`{line}`" if ticks == "`" else f"{ticks} {line} {ticks}"
