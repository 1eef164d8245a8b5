"""`codebook diff`: what differs between two versions, and what becomes of what was coded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePath
from typing import Final

from sqlalchemy import Connection, select

from portrayals.codebook.coded_again import coded_again
from portrayals.codebook.compare import CodebookChange, compare
from portrayals.codebook.lineage import paired, renamed_codes
from portrayals.codebook.model import Code, Codebook, Variable
from portrayals.errors import InvalidCodebook, NoCodebook
from portrayals.notation.keys import fold
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted, shortened
from portrayals.results.codebook_diff import CodebookDiff, CodebookDifference, LikelyReplacement
from portrayals.results.written import Plan
from portrayals.services.codebooks.lineage import (
    StoredLineage,
    refuse_unfounded,
    stored_lineage,
)
from portrayals.services.codebooks.read import (
    contents,
    current_document,
    load_kept,
    read_source,
    refuse_losses,
    stored_version,
    uses,
)
from portrayals.tables import codebook

#: How much of two keys is the same if one is likely to be the other, written differently.
_ALIKE: Final = 0.75

#: What is said of a change by its kind; what is not here is said by its own words.
_SAID: Final = {
    "codebook-changed": "{detail}",
    "add-variable": "new: {detail}",
    "drop-variable": "dropped: {detail}",
    "rename-variable": "renamed: {detail}",
    "retype": "asked in another way: {detail}",
    "relabel": "label: {detail}",
    "setting-changed": "{detail}",
    "rule-changed": "{detail}",
    "reorder": "order: {detail}",
    "add-code": "new: {detail}",
    "add-group": "new group: {detail}",
    "drop-code": "dropped: {detail}",
    "rename-code": "renamed: {detail}",
    "merge-code": "merged into {detail}",
    "split-code": "split into {detail}",
    "properties-changed": "{detail}",
}


def codebook_diff(connection: Connection, source: str, against: str | None = None) -> CodebookDiff:
    """What a file changes in the codebook in use, or in another version or file.

    Raises NoCodebook if there is none in use, and UnknownKey or InvalidCodebook for a file or
    version that cannot be read.
    """
    new = read_source(source)
    old = current_document(connection) if against is None else _against(connection, against)
    if old is None:
        raise NoCodebook("there is nothing to compare with")
    return difference(connection, old, new, PurePath(source).name)


def _against(connection: Connection, named: str) -> Codebook:
    """The version of the codebook in use with this number, else the file or included codebook."""
    current = current_document(connection)
    if current is not None:
        of_version = codebook.c.key == current.key, codebook.c.version == named
        text = connection.execute(select(codebook.c.document).where(*of_version)).scalar()
        if text is not None:
            return load_kept(text)
    return read_source(named)


def difference(
    connection: Connection, old: Codebook | None, new: Codebook, name: str
) -> CodebookDiff:
    """The differences from one codebook to another, with the annotations that each touches."""
    known = stored_lineage(connection)
    changes = compare(old, new, known.former)
    texts = _Texts(old, new, known)
    rows = tuple(
        CodebookDifference(
            kind=each.kind,
            variable=each.variable,
            code=each.code,
            said=said,
            annotations=_touched(connection, each, new, texts),
            again=coded_again(each, new),
        )
        for each in _in_order(changes)
        for said in _said(each, texts)
    )
    asked = (row.variable for row in rows if row.variable and row.again and row.annotations)
    return CodebookDiff(
        codebook=new.key,
        old=None if old is None else f"{old.key} {old.version}",
        new=f"{new.key} {new.version}",
        rows=rows,
        again=tuple(dict.fromkeys(asked)),
        proposed=() if old is None else tuple(_proposed(old, new, changes)),
        notes=tuple(_notes(old, new, known, name)),
    )


def plan_codebook(connection: Connection, source: str) -> Plan:
    """What applying a codebook would change. Raises the same as applying it."""
    new, name = read_source(source), PurePath(source).name
    stored_version(connection, new)
    old = current_document(connection)
    known = stored_lineage(connection)
    refuse_unfounded(old, new, known, name)
    refuse_losses(connection, old, new, known)
    found = difference(connection, old, new, name)
    another = old is not None and old.key != new.key  # another subject, so all it had goes
    gone = [each for each in found.rows if another and each.kind == "drop-variable"]
    lines = [each.told for each in found.rows if each not in gone]
    if old is not None and gone:
        number = counted(len(gone), "variable")
        lines.append(f"{number} of {old.key} dropped, for which nothing is coded")
    replacing = "" if old is None else f", replacing {old.key} {old.version}"
    lines += found.told_again() or ([] if lines else ["nothing changes"])
    return Plan(f"Apply {new.key} {new.version} ({contents(new)}){replacing}?", tuple(lines))


def _in_order(changes: Sequence[CodebookChange]) -> list[CodebookChange]:
    """The codebook first, then variable by variable."""
    places = {each.variable: place for place, each in reversed([*enumerate(changes)])}
    return sorted(changes, key=lambda each: places[each.variable])


@dataclass(frozen=True, slots=True)
class _Texts:
    """Both versions, to look up what a change was of."""

    old: Codebook | None
    new: Codebook
    known: StoredLineage

    def variables(self, change: CodebookChange) -> tuple[Variable | None, Variable | None]:
        """A variable before and after."""
        key = change.variable or ""
        after = self.new.variable(key)
        before = paired(self.old, self.new, self.known.former).get(key)
        if before is None and after is None and self.old is not None:
            before = self.old.variable(key)
        return before, after

    def codes(self, change: CodebookChange) -> tuple[Code | None, Code | None]:
        """A code before and after."""
        before, after = self.variables(change)
        key = change.code or ""
        was = key
        if before is not None and after is not None:
            former = self.known.former.of(before.key)
            was = renamed_codes(before, after, former).get(key, key)
        return _code(before, was), _code(after, key)


def _code(variable: Variable | None, key: str) -> Code | None:
    codes = () if variable is None else variable.walk()
    return next((code for _, code in codes if code.key == key), None)


def _said(change: CodebookChange, texts: _Texts) -> Iterator[str]:
    """A change in words; of several texts that were reworded, each."""
    match change.kind:
        case "reword":
            before, after = texts.variables(change) if change.code is None else texts.codes(change)
            listed = []
            for name in change.detail.split(", "):
                one, other = (getattr(each, name, "") for each in (before, after))
                if isinstance(other, tuple):
                    listed.append(_replaced(name, one, other))
                else:
                    yield f"reworded: {name} {_text(one)} → {_text(other)}"
            if listed:
                yield "; ".join(listed)
        case "move-code":
            above = ("the top" if each == "none" else each for each in change.detail.split(" → "))
            yield "moved: {} → {}".format(*above)
        case "active-changed":
            yield "retired" if change.detail.endswith("no") else "in use again"
        case "assignable-changed":
            yes = change.detail.endswith("yes")
            yield "may be assigned itself" if yes else "only its codes may be assigned"
        case kind:
            yield _SAID[kind].format(detail=change.detail)


def _replaced(name: str, before: Sequence[str], after: Sequence[str]) -> str:
    """How many of a list of texts, such as examples, are new and how many have gone."""
    new = sum(each not in before for each in after)
    gone = sum(each not in after for each in before)
    if not new and not gone:
        return f"{name}: in another order"
    told = [f"{number} {word}" for number, word in ((new, "new"), (gone, "gone")) if number]
    return f"{name}: {', '.join(told)}"


def _text(text: str) -> str:
    return quoted(shortened(text)) if text else "none"


def _touched(connection: Connection, change: CodebookChange, new: Codebook, texts: _Texts) -> int:
    """The annotations with the code, or, if the rule of the variable has changed, of it."""
    if change.variable is None:
        return 0
    before, _ = texts.variables(change)
    if before is None:
        return 0
    key = texts.known.variable_now(before.key)
    if change.code is None or coded_again(change, new) == "coded":
        return uses(connection, key)
    was, _ = texts.codes(change)
    return 0 if was is None else uses(connection, *texts.known.node_now(before.key, was.key))


def _proposed(
    old: Codebook, new: Codebook, changes: Sequence[CodebookChange]
) -> Iterator[LikelyReplacement]:
    """Where something has gone and something new looks like it, the line that says so."""
    gone = [each for each in changes if each.kind in {"drop-code", "drop-variable"}]
    added = [each for each in changes if each.kind in {"add-code", "add-variable"}]
    taken: set[tuple[str | None, str | None]] = set()
    for each in gone:
        before = _thing(old, each)
        for other in added:
            after = _thing(new, other)
            if (
                before is None
                or after is None
                or after.was
                or (other.variable, other.code) in taken
                or not _is_like(before, after)
            ):
                continue
            if each.code is not None and each.variable != other.variable:
                continue
            taken.add((other.variable, other.code))
            yield LikelyReplacement(
                other.variable or "", other.code, before.key, after.line, f"was: {before.key}"
            )
            break


def _thing(book: Codebook, change: CodebookChange) -> Variable | Code | None:
    variable = book.variable(change.variable or "")
    return variable if change.code is None else _code(variable, change.code)


def _is_like(one: Variable | Code, other: Variable | Code) -> bool:
    """Whether two have the same label or definition, or nearly the same key."""
    asked = [(e.level, e.type) if isinstance(e, Variable) else None for e in (one, other)]
    if asked[0] != asked[1]:
        return False
    if fold(one.label) == fold(other.label):
        return True
    if one.definition and fold(one.definition) == fold(other.definition):
        return True
    return SequenceMatcher(None, one.key, other.key).ratio() >= _ALIKE


def _notes(old: Codebook | None, new: Codebook, known: StoredLineage, name: str) -> Iterator[str]:
    if old is None:
        return
    same_version = (old.key, old.version) == (new.key, new.version)
    if same_version and old.document != new.document:
        yield (
            f"Both are {new.key} {new.version}, but the texts differ: a version never changes, so "
            "give the new text another `version`."
        )
    try:
        refuse_unfounded(old, new, known, name)
    except InvalidCodebook as error:
        yield from error.problems
