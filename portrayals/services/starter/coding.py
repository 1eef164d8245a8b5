"""Annotations of a catalogue, gathered block by block and written at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, not_, select

from portrayals.errors import PortrayalsError, UnknownKey
from portrayals.findings.settlement import Reading
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.tally import tally_of
from portrayals.findings.unit_ref import place
from portrayals.findings.votes import Voters
from portrayals.history.transaction import Change, new_uuid
from portrayals.notation.near import nearest
from portrayals.notation.quoting import quoted
from portrayals.notation.times import parse_time_range
from portrayals.query.compile import ask
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.coding.annotations import Slot, answer_row, check_basis, set_rows
from portrayals.services.coding.evidence import Place
from portrayals.services.coding.values import find_variable, read_answer
from portrayals.tables import annotation, annotation_code, evidence, source, wave

Block = Mapping[str, Any]


class Coding:
    """The work of one coder in one wave, which is new to the database."""

    def __init__(self, change: Change, coder_id: int, wave_id: int, basis: str) -> None:
        self.change = change
        self.coder_id, self.wave_id = coder_id, wave_id
        self.basis = check_basis(basis)
        connection = change.connection
        of_wave = select(wave.c.codebook_id).where(wave.c.wave_id == wave_id)
        self._codebook_id = connection.execute(of_wave).scalar_one()
        self._sources = dict(connection.execute(select(source.c.key, source.c.source_id)).all())
        self._annotations: list[dict[str, object]] = []
        self._codes: list[dict[str, object]] = []
        self._evidence: list[dict[str, object]] = []

    def add(self, of: UnitRow, block: Block, episodes: Mapping[str, int]) -> None:
        """The annotations of a unit's block; `episodes` of its title by their codes."""
        for name, given in block.get("annotations", {}).items():
            variable = find_variable(self.change, name)
            slot = Slot(variable, of, self.coder_id, self.wave_id)
            said = given if isinstance(given, Mapping) else {"value": given}
            value = said["value"]
            answer = read_answer(variable, value if isinstance(value, str) else ";".join(value))
            self._annotations.append(
                answer_row(slot, answer, self._codebook_id)
                | {
                    "basis": check_basis(said.get("basis", self.basis)),
                    "note": said.get("note"),
                    "change_id": self.change.number,
                }
            )
            self._codes += set_rows(slot, answer)
            for piece in said.get("evidence", ()):
                where = self._place(piece, episodes).values()
                row = {"uuid": new_uuid(), "code_id": _code_id(variable, piece)}
                self._evidence.append(slot.key() | row | where)

    def _place(self, piece: Mapping[str, str], episodes: Mapping[str, int]) -> Place:
        at = piece.get("at")
        return Place(
            episode_id=_known(episodes, piece.get("episode"), "an episode"),
            source_id=_known(self._sources, piece.get("source"), "a source"),
            time=None if at is None else parse_time_range(at),
            quote=piece.get("quote"),
            description=piece.get("describes"),
            said="",
        )

    def write(self) -> None:
        """Writes what was gathered; the caller refreshes the tallies."""
        rows = (self._annotations, self._codes, self._evidence)
        for table, new in zip((annotation, annotation_code, evidence), rows, strict=True):
            if new:
                self.change.connection.execute(insert(table), new)

    def refuse_not_asked(self) -> None:
        """Raises PortrayalsError for an answer to what was not to be asked (R10)."""
        connection, book = self.change.connection, self.change.book
        voters = Voters(self.coder_id, self.wave_id)
        reading = Reading(book, "majority", ask, *tally_of(connection, voters))
        for variable in book.variables.values():
            if variable.asked_when is None or variable.asked_when_text is None:
                continue
            at = place(variable.level)
            wanted = ask(reading, variable.asked_when, variable.asked_when_text, at)
            answered = select(annotation.c.unit_id).where(
                annotation.c.variable_id == variable.variable_id,
                annotation.c.wave_id == self.wave_id,
                annotation.c.state != "not-applicable",
            )
            wrong = select(at.unit.c.key).where(at.unit.c.unit_id.in_(answered), not_(wanted))
            for key in connection.execute(wrong).scalars():
                raise PortrayalsError(
                    f"{key}: {variable.key} is asked only where {variable.asked_when_text}, "
                    "which is not so"
                )


def _known(ids: Mapping[str, int], key: str | None, what: str) -> int | None:
    if key is None or key in ids:
        return None if key is None else ids[key]
    raise UnknownKey(f"{quoted(key)} is not {what} of this catalogue", candidates=nearest(key, ids))


def _code_id(variable: StoredVariable, piece: Mapping[str, str]) -> int | None:
    node = variable.node(piece["code"]) if "code" in piece else None
    if node is None and "code" in piece:
        raise PortrayalsError(f"{piece['code']} is not a code of {variable.key}")
    return None if node is None else node.code_id
