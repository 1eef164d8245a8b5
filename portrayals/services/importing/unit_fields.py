"""What the rows of a sheet say about units that exist already, and the changes they ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select

from portrayals.errors import InvalidValue, PortrayalsError, UnlistedName
from portrayals.history.transaction import Change
from portrayals.notation.cells import pieces_of, separators_in
from portrayals.notation.quoting import quoted
from portrayals.notation.standard_names import STANDARD, is_standard
from portrayals.services.catalogue.edit import rewrite
from portrayals.services.catalogue.fields import Values, changes, shown, union
from portrayals.services.catalogue.titles import screen
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.catalogue.unlisted import unlisted
from portrayals.services.catalogue.write_fields import values_of_all
from portrayals.services.importing.cells import SPLIT
from portrayals.services.importing.ending import ImportPolicy, RowProblems
from portrayals.services.importing.find_units import Wanted
from portrayals.services.importing.near_titles import NearTitles
from portrayals.tables import title
from portrayals.vocabulary import Level

#: How many differences are told in words.
MOST_TOLD: Final = 20


@dataclass(slots=True)
class Differing:
    """An existing unit about which a sheet says something else, first in this line."""

    line: int
    of: UnitRow
    before: Values
    after: Values
    screened: str | None = None

    def __str__(self) -> str:
        told = changes(self.before, self.after)
        if self.screened is not None:
            told.append(f"screened → {self.screened}")
        return f"line {self.line}: {self.of.key} {', '.join(told)}"


@dataclass(slots=True)
class UnitFields:
    """The fields of units as the rows of a sheet give them; an empty cell says nothing.

    In a `wide` table many rows may be about a unit, and none says all about it. `columns` names the
    column of a field that has another name.
    """

    change: Change
    problems: RowProblems
    manner: ImportPolicy
    columns: Mapping[str, str] = field(default_factory=dict)
    wide: bool = False
    differing: dict[int, Differing] = field(default_factory=dict)
    _given: dict[tuple[int, str], tuple[tuple[str, ...], int]] = field(default_factory=dict)

    def listed(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        """Those whose countries and languages are listed; or all, with a notice."""
        bad: set[int] = set()
        for name in STANDARD:
            values = [value for each in wanted for value in each.facts.get(name, ())]
            unknown = unlisted(self.change.connection, name, values)
            if self.manner.as_typed:
                self.change.notices += [_in_no_list(error) for error in unknown.values()]
                continue
            for each in wanted:
                for value in unknown.keys() & each.facts.get(name, ()):
                    self._refuse_unlisted(each.line, name, value, unknown[value])
                    bad.add(each.line)
        return [each for each in wanted if each.line not in bad]

    def told_apart(self, wanted: Sequence[Wanted], near: NearTitles, column: str) -> set[int]:
        """The lines of new titles that are nearly ones that are there; or none, with a notice."""
        found = near.of(wanted)
        self.change.notices += near.twins(each for each in wanted if each.line not in found)
        if self.manner.as_typed:
            names = {each.line: each.name for each in wanted}
            self.change.notices += [
                f"{names[line]} was added beside {', '.join(error.candidates)}."
                for line, error in found.items()
            ]
            return set()
        for each in wanted:
            if each.line in found:
                self.problems.refused(each.line, column, each.name, found[each.line])
        return set(found)

    def _refuse_unlisted(self, line: int, name: str, value: str, error: PortrayalsError) -> None:
        """A problem for a name in no list; where it is several names, with the way to say so."""
        column = self.columns.get(name, name)
        for separator in separators_in(value) if self.wide else ():
            if all(is_standard(name, each) for each in pieces_of(value, separator)):
                hint = f"{SPLIT} {quoted(f'{column}={separator}')}"
                error = InvalidValue(error.message, candidates=error.candidates, hint=hint)
        self.problems.refused(line, column, value, error)

    def compare(self, level: Level, there: Sequence[tuple[Wanted, UnitRow]]) -> list[UnitRow]:
        """Notes the units of a level that differ from what their rows say; returns the others.

        Two rows that say different things of one unit are a problem.
        """
        stored = values_of_all(self.change.connection, level, [of for _, of in there])
        screened = self._screened(level, [of.title_id for _, of in there])
        same: list[UnitRow] = []
        for each, of in there:
            known = self.differing.get(of.unit_id)
            before = stored[of.unit_id] if known is None else known.before
            facts = {
                name: values
                for name, values in _facts(each).items()
                if self._agrees(each.line, of, name, values)
            }
            if self.wide and "id" in facts:
                facts["id"] = union(before["id"], facts["id"])
            after = dict(before if known is None else known.after) | _other(facts, before)
            decision = each.screened
            other = decision != "pending" and screened.get(of.unit_id) != decision
            if after == before and not other:
                same.append(of)
                continue
            if known is None:
                known = self.differing[of.unit_id] = Differing(each.line, of, before, after)
            known.after = after
            known.screened = decision if other else known.screened
        return same

    def _agrees(
        self,
        line: int,
        of: UnitRow,
        name: str,
        values: tuple[str, ...],
    ) -> bool:
        """Whether no earlier row gives another value of a field; if one does, that is a problem."""
        if self.wide:
            first, of_line = self._given.setdefault((of.unit_id, name), (values, line))
        else:  # of a million units, only those that differ are kept in memory
            known = self.differing.get(of.unit_id)
            if known is None or known.after[name] == known.before[name]:
                return True
            first, of_line = known.after[name], known.line
        if sorted(first) == sorted(values):
            return True
        self.problems.add(
            line,
            self.columns.get(name, name),
            shown(values),
            f"another {name.replace('_', ' ')} of {of.key} than in line {of_line}: {shown(first)}",
        )
        return False

    def _screened(self, level: Level, title_ids: Sequence[int]) -> dict[int, str]:
        """How titles were screened; units beneath titles are not screened."""
        if level != "title":
            return {}
        rows = self.change.connection.execute(
            select(title.c.title_id, title.c.screened).where(title.c.title_id.in_(title_ids))
        )
        return {row.title_id: row.screened for row in rows}

    def told(self) -> tuple[str, ...]:
        """The first differences in words."""
        return tuple(str(each) for each in [*self.differing.values()][:MOST_TOLD])

    def apply(self, only: Collection[int] | None = None) -> None:
        """Changes the units that differ, all or only these; what cannot be is a problem."""
        for each in self.differing.values():
            if only is not None and each.of.unit_id not in only:
                continue
            try:
                if each.after != each.before:
                    rewrite(self.change, each.of, each.before, each.after)
                if each.screened is not None:
                    screen(self.change, each.of.key, each.screened)
            except PortrayalsError as error:
                self.problems.refused(each.line, "", each.of.key, error)


def _facts(wanted: Wanted) -> dict[str, tuple[str, ...]]:
    """The fields that a row gives; a unit found by its name keeps it, however it is spelled."""
    facts = dict(wanted.facts)
    if wanted.ids:
        facts["id"] = tuple(map(str, wanted.ids))
    if wanted.key is None and wanted.uuid is None:
        facts.pop("name", None)
    return facts


def _other(facts: Values, before: Values) -> dict[str, tuple[str, ...]]:
    """The fields that differ from the stored ones; the order of several values is ignored."""
    return {
        name: values
        for name, values in facts.items()
        if sorted(values) != sorted(before.get(name, ()))
    }


def _in_no_list(error: UnlistedName) -> str:
    near = f"; near: {', '.join(error.candidates)}" if error.candidates else ""
    return f"{error.message}, and stored as it is{near}"
