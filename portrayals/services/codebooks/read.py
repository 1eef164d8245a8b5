"""Codebooks: reading and checking them, and refusing one that would lose what was coded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select

from portrayals.codebook.compare import compare
from portrayals.codebook.lineage import paired
from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook
from portrayals.errors import AlreadyThere, Damaged, InUse, InvalidCodebook, UnknownKey
from portrayals.findings.unit_ref import is_below
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.query.check_codebook import query_problems
from portrayals.results.written import Written
from portrayals.services.codebooks.lineage import StoredLineage
from portrayals.tables import (
    annotation,
    answer_code,
    code,
    codebook,
    study,
    variable,
)
from portrayals.vocabulary import Level

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
    problems = (*_cannot_lead(book, path.name), *query_problems(book, path.name))
    if problems:
        raise InvalidCodebook(f"{path.name} has {counted(len(problems), 'problem')}", problems)
    return book


def _cannot_lead(book: Codebook, name: str) -> Iterator[str]:
    """What of the headline an overview cannot count, or not beside the others: a line each."""
    heads = [each for each in map(book.variable, book.headline) if each is not None]
    for place, each in enumerate(heads):
        apart = (one for one in heads[:place] if _are_apart(one.level, each.level))
        if each.type == "text":
            why = "text is never counted, so it cannot lead; take it out of headline"
        elif not each.active:
            why = "it is not active, so it cannot lead; take it out of headline"
        elif other := next(apart, None):
            why = (
                f"coded for {each.level}s, it cannot be counted beside {other.key}, which is coded "
                f"for {other.level}s; take one of them out of headline"
            )
        else:
            continue
        yield f"{name}:{each.line}  {each.key}: {why}"


def _are_apart(one: Level, other: Level) -> bool:
    """Whether units of neither level lie beneath those of the other, as episodes and portrayals."""
    return one != other and not is_below(one, other) and not is_below(other, one)


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


def stored_version(connection: Connection, new: Codebook) -> int | None:
    """The `codebook_id` of this version; None if it is not in the database.

    Raises AlreadyThere if it is there with another text.
    """
    same = codebook.c.key == new.key, codebook.c.version == new.version
    rows = select(codebook.c.codebook_id, codebook.c.document).where(*same)
    known = connection.execute(rows).one_or_none()
    if known is None:
        return None
    if known.document != new.document:
        raise AlreadyThere(
            f"{new.key} {new.version} is already in the database with a different text",
            hint="a version never changes: give the new text another `version`",
        )
    return int(known.codebook_id)


def refuse_losses(
    connection: Connection, old: Codebook | None, new: Codebook, known: StoredLineage
) -> None:
    """Refuses a codebook that would take a variable, its type or a code away from annotations.

    A code that was merged or split before may go: what it became stands for it.
    """
    pairs = paired(old, new, known.former)
    lost = []
    for each in compare(old, new, known.former):
        of = each.variable or ""
        if each.kind == "retype":
            used = uses(connection, pairs[of].key)
        elif each.kind == "drop-variable":
            used = uses(connection, of)
        elif each.kind == "drop-code" and not known.became(pairs[of].key, each.code or ""):
            used = uses(connection, pairs[of].key, each.code)
        else:
            continue
        if used:
            where = ":".join(part for part in (of, each.code) if part)
            what = each.kind.replace("-", " ")
            lost.append(f"{what}  {where}  {each.detail}: used by {counted(used, 'annotation')}")
    if lost:
        raise InUse(
            f"{new.key} {new.version} would remove what is in use",
            where="\n".join(lost),
            hint="say what became of it: `was: KEY` where it has another key, `was: [KEY, KEY]` "
            "where several are one now, `split_into: [KEY, KEY]`, or `active: no`; portrayals "
            "codebook diff FILE drafts it",
        )


def uses(connection: Connection, variable_key: str, code_key: str | None = None) -> int:
    """How many annotations a variable has, or of those with one of its codes."""
    of = select(variable.c.variable_id).where(variable.c.key == variable_key).scalar_subquery()
    rows = select(func.count()).select_from(annotation).where(annotation.c.variable_id == of)
    if code_key is not None:
        node = select(code.c.code_id).where(code.c.variable_id == of, code.c.key == code_key)
        with_it = select(answer_code.c.answer_id).where(answer_code.c.code_id.in_(node))
        rows = rows.where(annotation.c.answer_id.in_(with_it))
    return connection.execute(rows).scalar_one()
