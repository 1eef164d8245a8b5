"""What is said of the cells of a table: what they mean, and where they are split."""

from __future__ import annotations

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import caseless
from portrayals.notation.quoting import quoted
from portrayals.query.fields_variables import BOOLEANS
from portrayals.services.coding.values import STATES
from portrayals.services.importing.table_columns import TableColumns
from portrayals.services.importing.table_map import TableMap, pair


def meanings(mapping: TableMap, book: Book) -> dict[str, dict[str, str]]:
    """What the cells of each variable mean, by caseless text: `dating:maybe=cannot-tell`.

    `*` is every variable that can have the value; what is said of one variable goes before it.
    Raises InvalidValue.
    """
    of_all: dict[str, dict[str, str]] = {}
    of_one: dict[str, dict[str, str]] = {}
    for each in mapping.value:
        name, value = pair(each, "VARIABLE:CELL=CODE")
        key, colon, cell = name.partition(":")
        if colon and key == "*":
            can = [of.key for of in book.variables.values() if not of.derived and _has(of, value)]
            if not can:
                raise InvalidValue(
                    f"{quoted(value)} is a code of no variable",
                    hint="--value '*:CELL=cannot-tell', or another state or code",
                )
            for variable in can:
                of_all.setdefault(variable, {})[caseless(cell)] = value
        elif colon and key in book.variables:
            of_one.setdefault(key, {})[caseless(cell)] = value
        else:
            raise InvalidValue(
                f"{quoted(each)} does not name a variable",
                candidates=nearest(key, book.variables),
                hint="--value VARIABLE:CELL=CODE",
            )
    return {key: of_all.get(key, {}) | of_one.get(key, {}) for key in {**of_all, **of_one}}


def _has(variable: StoredVariable, value: str) -> bool:
    """Whether a variable can have a state or a code."""
    if value.casefold() in STATES:
        return value.casefold() != "none" or variable.type == "multi"
    return variable.node(BOOLEANS.get(value, value)) is not None


def separators(mapping: TableMap, book: Book, columns: TableColumns) -> dict[str, tuple[str, ...]]:
    """What separates the values in the cells of each column: `;`, or what was said of all codes.

    What was said of one column, by its header, its variable or its field, separates values there
    too. Raises UnknownKey for another name.
    """
    of_all: list[str] = []
    of_one: dict[str, list[str]] = {}
    named = {column: [column] for column in (*columns.variables, *columns.described.values())}
    for column, variable in columns.variables.items():
        named.setdefault(variable.key, []).append(column)
    for field, column in columns.described.items():
        named.setdefault(field, [column])
    for each in mapping.split:
        name = next((name for name in named if each.startswith(f"{name}=")), None)
        other = each.partition("=")[0].strip()
        if name is not None and len(each) > len(name) + 1:
            for column in named[name]:
                of_one.setdefault(column, []).append(each[len(name) + 1 :])
        elif not (other and each[len(other) + 1 :]):
            of_all.append(each)
        elif other not in book.variables:
            raise UnknownKey(
                f"{quoted(other)} is not a column of codes",
                candidates=nearest(other, named),
                hint="--split VARIABLE=SEPARATOR, or --split SEPARATOR for every column",
            )
    usual = dict.fromkeys(columns.variables, tuple(of_all) or (";",))
    # A comma between codes is none between the names of a distributor.
    usual |= dict.fromkeys(columns.described.values(), (";",))
    return {column: (*each, *of_one.get(column, ())) for column, each in usual.items()}
