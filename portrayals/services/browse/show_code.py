"""`show CODE`: what the codebook says about a variable or a code, and where it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import slug
from portrayals.query.asked import asked_in, codes_called
from portrayals.query.fields_variables import unknown_code
from portrayals.query.select import units_asked
from portrayals.services.browse.unit_rows import described

if TYPE_CHECKING:
    from portrayals.results.listing import Row
    from portrayals.results.show_code import CodeShown


@dataclass(frozen=True, slots=True)
class CodeNamed:
    """A variable, or one of its codes."""

    variable: StoredVariable
    code: Node | None = None

    def __str__(self) -> str:
        """As it is written: `VARIABLE`, `VARIABLE:CODE`."""
        return self.variable.key if self.code is None else f"{self.variable.key}:{self.code.key}"


def codes_named(book: Book, written: str) -> tuple[CodeNamed, ...]:
    """The variables and codes in use named by `VARIABLE`, `VARIABLE:CODE` or a key or label.

    Raises InvalidValue if the variable before the colon does not have the code.
    """
    name, colon, code = (part.strip() for part in written.partition(":"))
    variable = book.variables.get(name)
    if variable is not None and not variable.retired:
        return (CodeNamed(variable, _code(variable, code) if colon else None),)
    called = codes_called(book, written.strip()) or codes_called(book, slug(written))
    found = ((book.variables[key], node) for key, node in called)
    return tuple(CodeNamed(variable, variable.node(node)) for variable, node in found)


def _code(variable: StoredVariable, written: str) -> Node:
    node = variable.node(written)
    if node is None or node.retired:
        raise unknown_code(variable, written)
    return node


def codes_near(book: Book, written: str) -> tuple[str, ...]:
    """The variables and codes in use that are spelled most like it."""
    in_use = [each for each in book.variables.values() if not each.retired]
    codes = (node.key for each in in_use if each.type != "boolean" for node in each.codes)
    return nearest(written, (*(each.key for each in in_use), *codes))


def show_code(
    connection: Connection, reading: Reading, named: CodeNamed, *, most: int | None = None
) -> CodeShown:
    """The codebook's entry and how many units have it; for a code, up to `most` titles.

    The titles are those that `list titles VARIABLE:CODE` lists.
    """
    from portrayals.results.show_code import CodeShown
    from portrayals.services.codebooks.show import show_codebook
    from portrayals.services.statistics.stats import stats

    variable, code = named.variable, named.code
    is_counted = variable.type != "text"
    # For a whole variable only the states of its units are needed, so only the first codes are
    # counted.
    counted = stats(connection, [str(named)], depth=None if code else 1) if is_counted else None
    titles, found = ((), 0) if code is None else _titles(connection, reading, str(named), most)
    above = None if code is None else variable.parent(code)
    return CodeShown(
        key=str(named),
        variable=variable.key,
        code=None if code is None else code.key,
        label=variable.label if code is None else code.label,
        level=variable.level,
        parent=None if above is None else above.key,
        entry=show_codebook(connection, str(named)),
        counted=counted,
        titles=titles,
        titles_found=found,
    )


def _titles(
    connection: Connection, reading: Reading, term: str, most: int | None
) -> tuple[tuple[Row, ...], int]:
    rows = units_asked(reading, ("title",), asked_in(reading.book, term))
    found = select(func.count()).select_from(rows.order_by(None).subquery())
    ids = connection.execute(rows.limit(most)).scalars().all()
    told = described(connection, reading, "title", ids, ())
    titles = tuple({name: row[name] for name in ("key", "name", "year")} for row in told)
    return titles, connection.execute(found).scalar_one()
