"""Codebooks: reading, checking, and planning what applying one would change."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, select

from portrayals.codebook.compare import CodebookChange as Difference
from portrayals.codebook.compare import compare
from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook
from portrayals.errors import Damaged, InUse, InvalidCodebook, UnknownKey
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.query.check_codebook import query_problems
from portrayals.results.written import Plan, Written
from portrayals.tables import (
    annotation,
    answer_code,
    code,
    codebook,
    study,
    variable,
)

_SHIPPED = Path(__file__).parents[2] / "codebooks"


def shipped() -> tuple[str, ...]:
    """The names of the included codebooks."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yaml")))


def read_source(source: str) -> Codebook:
    """The checked codebook from a file, or from the name of an included one.

    Raises InvalidCodebook with every problem in its text and its queries.
    """
    path = _SHIPPED / f"{source}.yaml" if source in shipped() else Path(source)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnknownKey(
            f"there is no file {quoted(source)}, and no included codebook has that name",
            hint="give a file, or an included codebook: " + ", ".join(shipped()),
            candidates=nearest(source, shipped()),
        ) from None
    except UnicodeDecodeError as error:
        raise InvalidCodebook(
            f"{path.name} is not text in UTF-8",
            [f"{path.name}  byte {error.start} is not UTF-8"],
            hint="save it as UTF-8 and try again",
        ) from None
    except OSError as error:
        raise UnknownKey(
            f"{source} cannot be read: {error.strerror}",
            hint="name a file, and check its permissions",
        ) from None
    book = load(text, name=path.name)
    problems = query_problems(book, path.name)
    if problems:
        raise InvalidCodebook(f"{path.name} has {counted(len(problems), 'problem')}", problems)
    return book


def check_codebook(source: str) -> Written:
    """Says that a codebook has no errors, and what it contains, or raises InvalidCodebook."""
    book = read_source(source)
    return Written((book.key,), f"{book.key} {book.version} is valid: {contents(book)}.")


def contents(book: Codebook) -> str:
    """How much a codebook contains, in words."""
    coded = [each for each in book.variables if not each.derived]
    codes = sum(1 for each in coded if each.type != "boolean" for _ in each.walk())
    derived = counted(len(book.variables) - len(coded), "derived variable")
    return f"{counted(len(coded), 'variable')}, {counted(codes, 'code')}, {derived}"


def current_document(connection: Connection) -> Codebook | None:
    """The current codebook, read from its document. Raises Damaged if it cannot be read."""
    text = connection.execute(
        select(codebook.c.document).join(study, study.c.codebook_id == codebook.c.codebook_id)
    ).scalar_one_or_none()
    return None if text is None else load_kept(text)


def load_kept(document: str) -> Codebook:
    """The codebook of a stored document, which was valid when it was applied.

    Raises Damaged.
    """
    try:
        return load(document)
    except InvalidCodebook as error:
        raise Damaged(f"a codebook in it cannot be read: {error.problems[0]}") from error


def plan_codebook(connection: Connection, source: str) -> Plan:
    """What applying a codebook would change. Raises InUse if it would drop something coded."""
    new = read_source(source)
    old = current_document(connection)
    differences = compare(old, new)
    refuse_losses(connection, new, differences)
    replacing = "" if old is None else f", replacing {old.key} {old.version}"
    lines = [_line(each) for each in differences]
    if old is not None and old.key != new.key:  # another subject, so all it had goes
        lines = [_line(each) for each in differences if each.kind != "drop-variable"]
        if gone := len(differences) - len(lines):
            lines.append(f"drop variables  {gone} of {old.key}, for which nothing is coded")
    lines = lines or ["nothing changes"]
    return Plan(f"Apply {new.key} {new.version} ({contents(new)}){replacing}?", tuple(lines))


def _line(difference: Difference) -> str:
    named = [part for part in (difference.variable, difference.code) if part]
    where = ":".join(named)
    return f"{difference.kind.replace('-', ' ')}  {where}  {difference.detail}".rstrip()


def refuse_losses(
    connection: Connection, new: Codebook, differences: tuple[Difference, ...]
) -> None:
    """Refuses changes that would take a variable, its type or a code away from annotations."""
    lost = []
    for difference in differences:
        if difference.kind in {"drop-variable", "retype"}:
            of_variable = (
                select(func.count())
                .select_from(annotation)
                .join(variable, variable.c.variable_id == annotation.c.variable_id)
                .where(variable.c.key == difference.variable)
            )
            used = connection.execute(of_variable).scalar_one()
        elif difference.kind == "drop-code":
            used = _uses(connection, difference.variable or "", difference.code or "")
        else:
            continue
        if used:
            lost.append(f"{_line(difference)}: used by {counted(used, 'annotation')}")
    if lost:
        raise InUse(
            f"{new.key} {new.version} would remove what is in use",
            where="\n".join(lost),
            hint="keep it with `active: no`, or remove its annotations first",
        )


def _uses(connection: Connection, variable_key: str, code_key: str) -> int:
    node = (
        select(code.c.code_id)
        .join(variable, variable.c.variable_id == code.c.variable_id)
        .where(variable.c.key == variable_key, code.c.key == code_key)
        .scalar_subquery()
    )
    with_it = select(answer_code.c.answer_id).where(answer_code.c.code_id == node)
    rows = select(func.count()).where(annotation.c.answer_id.in_(with_it))
    return connection.execute(rows).scalar_one()
