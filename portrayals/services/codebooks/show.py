"""`codebook list` and `codebook show`: versions, an outline, the whole tree, one thing in full."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from portrayals.codebook.model import Code, Codebook, Variable
from portrayals.codebook.tree import ancestors
from portrayals.errors import NoCodebook, UnknownKey
from portrayals.findings.stored_codebook import read_book
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import fold
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.database import (
    CodebookLine,
    CodebookList,
    CodebookListed,
    CodebookOutline,
    CodebookShown,
    VariableInOutline,
)
from portrayals.results.report import CodeInFull, VariableInFull
from portrayals.services.codebooks.read import current_document, load_kept, shipped
from portrayals.tables import annotation, codebook, study
from portrayals.vocabulary import LEVELS, Level


def list_codebooks(connection: Connection) -> CodebookList:
    """The versions in the database, the newest last, and the codebooks that are shipped."""
    current = connection.execute(select(study.c.codebook_id)).scalar_one()
    used = (
        select(func.count())
        .where(annotation.c.codebook_id == codebook.c.codebook_id)
        .scalar_subquery()
    )
    versions = []
    for row in connection.execute(
        select(codebook, used.label("annotations")).order_by(codebook.c.codebook_id)
    ):
        coded = [v for v in load_kept(row.document).variables if not v.derived]
        versions.append(
            CodebookListed(
                key=row.key,
                version=row.version,
                current=row.codebook_id == current,
                variables=len(coded),
                codes=sum(1 for v in coded if v.type != "boolean" for _ in v.walk()),
                annotations=row.annotations,
            )
        )
    return CodebookList(tuple(versions), shipped())


def level_called(connection: Connection, word: str) -> Level | None:
    """The level that the codebook calls by this word, in either number; None if there is none."""
    book, wanted = read_book(connection), fold(word)
    for level in book.level_names:
        if wanted in {fold(book.name_of(level, number)) for number in (1, 2)}:
            return level
    return None


def show_codebook(connection: Connection, word: str | None = None) -> CodebookShown:
    """The whole tree; or a variable with its codes; or a code in full; or where a word stands.

    Of a code that several variables have, `VARIABLE:CODE` names one. Raises UnknownKey where the
    word stands nowhere.
    """
    book = current_document(connection)
    if book is None:
        raise NoCodebook
    if word is None:
        heading = f"{book.label or book.key}, version {book.version}"
        tree = tuple(line for v in book.variables for line in _tree(v))
        return CodebookShown(heading, tree, headline=book.headline)
    name = word.strip()
    variable = book.variable(name)
    if variable is not None:
        return _variable(variable)
    codes = [(v, c) for v in book.variables for _, c in v.walk()]
    owners = [(v, c) for v, c in codes if name in {c.key, f"{v.key}:{c.key}"}]
    if len(owners) == 1:
        return _code(*owners[0])
    lines = tuple(_found(book, name))
    if not lines:
        keys = [key for v in book.variables for key in (v.key, *(c.key for _, c in v.walk()))]
        raise UnknownKey(
            f"nothing in the codebook is called {quoted(name)}",
            hint="show all of it: portrayals codebook show",
            candidates=nearest(name, keys),
        )
    if len(lines) == 1 and lines[0].key != name:  # it says more than where it is
        return show_codebook(connection, lines[0].key)
    return CodebookShown(f"{quoted(name)} is found in {counted(len(lines), 'place')}", lines)


def outline_codebook(connection: Connection) -> CodebookOutline:
    """The variables of the current codebook, level by level, those that are derived last."""
    book = current_document(connection)
    if book is None:
        raise NoCodebook
    variables = sorted(book.variables, key=lambda v: (v.derived, LEVELS.index(v.level)))
    sizes = {v.key: _size(v) for v in variables}
    return CodebookOutline(
        show_codebook(connection),
        tuple(VariableInOutline(v.key, v.label, _of(book, v), _values(v)) for v in variables),
        max(sizes, key=lambda key: sizes[key], default=None),
    )


def _of(book: Codebook, variable: Variable) -> str:
    """`each therapist (portrayal)`, or `derived, each relationship`."""
    level = variable.level
    name = book.level_names.get(level, level)
    of = f"each {name}" if name == level else f"each {name} ({level})"
    return f"derived, {of}" if variable.derived else of


def _size(variable: Variable) -> int:
    return sum(1 for _ in variable.walk())


def _values(variable: Variable) -> str:
    """`any of 118 codes`; of what has no codes its type."""
    several = counted(_size(variable), "code")
    return {
        "multi": f"any of {several}",
        "nominal": f"one of {several}",
        "ordinal": f"one of {several}, in order",
        "boolean": "yes or no",
        "number": f"number, in {counted(2, variable.unit)[2:]}" if variable.unit else "number",
        "text": "text",
    }[variable.type]


def _about(variable: Variable) -> str:
    kinds = {
        "multi": "any number of",
        "nominal": "one of",
        "ordinal": "one of, in order",
        "boolean": "yes or no",
        "number": f"a number{f', in {variable.unit}' if variable.unit else ''}",
        "text": "text",
    }
    derived = ", derived" if variable.derived else ""
    return f"{variable.level}, {kinds[variable.type]}{derived}"


def _tree(variable: Variable) -> Iterator[CodebookLine]:
    yield CodebookLine(0, variable.key, variable.label, _about(variable))
    if variable.type != "boolean":
        for depth, code in variable.walk():
            yield CodebookLine(depth + 1, code.key, code.label, _properties(code))


def _properties(code: Code) -> str:
    """The properties of a code, lists joined; standards are left to the code itself."""
    return ", ".join(
        value if name == "class" else f"{name} {value}"
        for name, value in code.properties
        if name in {"class", "severity"}
    )


def codebook_in_full(connection: Connection) -> tuple[VariableInFull, ...]:
    """Every variable of the current codebook with all its codes; none where there is none."""
    book = current_document(connection)
    return () if book is None else tuple(map(_in_full, book.variables))


def _in_full(variable: Variable) -> VariableInFull:
    paths = ancestors(variable)
    codes = tuple(
        CodeInFull(
            code.key, code.label, depth, next(iter(paths[code.key][1:]), None), _of_code(code)
        )
        for depth, code in variable.walk()
    )
    return VariableInFull(
        key=variable.key,
        label=variable.label,
        about=_about(variable),
        derived=variable.derived,
        details=_of_variable(variable),
        codes=codes if variable.type != "boolean" else (),
    )


def _of_variable(variable: Variable) -> tuple[tuple[str, str], ...]:
    """What the codebook says of a variable, as pairs of a word and its text."""
    details = [
        ("question", variable.question),
        ("definition", variable.definition),
        ("include", variable.include),
        ("exclude", variable.exclude),
        ("sentence", variable.sentence),
        ("asked when", variable.asked_when or ""),
        ("rolled up by", variable.rollup or ""),
        ("was", variable.was),
    ]
    details += [(f"{rule.then} if", rule.when) for rule in variable.rules]
    if variable.derived:
        details.append(("otherwise", variable.otherwise or ""))
    return tuple((word, text) for word, text in details if text)


def _variable(variable: Variable) -> CodebookShown:
    return CodebookShown(
        f"{variable.key}  {variable.label}   {_about(variable)}",
        tuple(_tree(variable))[1:],
        _of_variable(variable),
    )


def _of_code(code: Code) -> tuple[tuple[str, str], ...]:
    """What the codebook says of a code, as pairs of a word and its text."""
    values: dict[str, list[str]] = {}
    for name, value in code.properties:
        values.setdefault(name, []).append(value)
    details = [
        ("definition", code.definition),
        ("include", code.include),
        ("exclude", code.exclude),
        ("examples", "; ".join(code.examples)),
        ("counterexamples", "; ".join(code.counterexamples)),
        ("sentence", code.sentence),
        *((name, ", ".join(each)) for name, each in values.items()),
        ("assigned", "" if code.assignable else "no: choose among its codes"),
        ("switched on", "" if code.active else "no"),
        ("was", ", ".join(code.was)),
        ("split into", ", ".join(code.split_into)),
    ]
    return tuple((word, text) for word, text in details if text)


def _code(variable: Variable, code: Code) -> CodebookShown:
    path = ancestors(variable)[code.key]
    of = " ▸ ".join((variable.key, *reversed(path[1:])))
    below = tuple(
        CodebookLine(depth, each.key, each.label, _properties(each))
        for depth, each in code.walk()
        if depth
    )
    return CodebookShown(f"{code.key}  {code.label}   {of}", below, _of_code(code))


def _found(book: Codebook, word: str) -> Iterator[CodebookLine]:
    """The variables and codes whose key, label or wording has a word."""
    wanted = fold(word).removesuffix("s")  # of a plural, the singular
    for variable in book.variables:
        told = f"{variable.key} {variable.label} {variable.question} {variable.definition}"
        if wanted in fold(told):
            yield CodebookLine(0, variable.key, variable.label, _about(variable))
        for _, code in variable.walk():
            text = f"{code.key} {code.label} {code.definition} {code.include}"
            if wanted in fold(text):
                yield CodebookLine(1, code.key, code.label, variable.key)
