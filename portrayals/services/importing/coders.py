"""The coders that a file names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.catalogue.kinds_of_coder import (
    COLUMNS,
    columns_in,
    in_words,
    is_compilation,
    refuse_basis_of_compilation,
)
from portrayals.services.importing.ending import ImportPolicy
from portrayals.tables import coder

_NO_CELLS: Final[Mapping[str, str]] = {}


@dataclass(slots=True)
class Coders:
    """The coders that a file names, each looked up once; created if `create` is given.

    Raises InvalidValue for options of coders that contradict each other.
    """

    change: Change
    manner: ImportPolicy
    made: dict[str, int] = field(default_factory=dict)
    _known: dict[tuple[str, ...], int | PortrayalsError] = field(default_factory=dict)
    _compilations: dict[int, bool] = field(default_factory=dict)
    _wanted: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._wanted = self.manner.coders.columns()
        if self._wanted["kind"] == "person":  # nothing is stated: they may be anybody
            self._wanted = {}

    def find(self, written: str, cells: Mapping[str, str] = _NO_CELLS) -> int:
        """The id of a coder; blank means the one who acts. `cells` may say what a coder is.

        Raises PortrayalsError if there is none, or if the coder is not what all should be, or what
        the cells say.
        """
        whose = written, *(cells.get(name, "") for name in COLUMNS)
        found = self._known.get(whose)
        if found is None:
            found = self._known[whose] = self._look_up(written, cells)
        if isinstance(found, PortrayalsError):
            raise found.with_traceback(None)  # else it grows with each row
        return found

    def refuse_basis(self, coder_id: int, basis: str | None) -> None:
        """Raises InvalidValue for a basis that a coder cannot have (R38)."""
        if basis is None:
            return
        if coder_id not in self._compilations:
            compiled = is_compilation(self.change.connection, coder_id)
            self._compilations[coder_id] = compiled
        if self._compilations[coder_id]:
            refuse_basis_of_compilation(basis)

    def _look_up(self, written: str, cells: Mapping[str, str]) -> int | PortrayalsError:
        connection = self.change.connection
        try:
            told = self._wanted or columns_in(cells)
        except PortrayalsError as error:
            return error
        if not written:
            acting = select(coder).where(coder.c.coder_id == self.change.coder_id)
            return _as_told(connection.execute(acting).one(), told)
        rows = connection.execute(select(coder)).all()
        by_key = {row.key.casefold(): row for row in rows}
        row = by_key.get(written.casefold())
        if row is not None and row.kind == "consensus":
            return InvalidValue("decisions are not imported: they are made by adjudication")
        if row is not None:
            return _as_told(row, told)
        if self.manner.create:
            try:
                add_coder(self.change, written, told=told)
            except PortrayalsError as error:
                return error
            self.made["coders"] = self.made.get("coders", 0) + 1
            return self._look_up(written, cells)
        return UnknownKey(
            f"{quoted(written)} is not a coder",
            candidates=nearest(written, [row.key for row in rows]),
            hint="to create new coders: --create",
        )


def _as_told(row: Any, told: Mapping[str, str | None]) -> int | PortrayalsError:
    """The id of an existing coder, if its description matches."""
    said = {name: value for name, value in told.items() if value is not None}
    if all(getattr(row, name) == value for name, value in said.items()):
        return int(row.coder_id)
    words = f" ({in_words(row)})" if in_words(row) else ""
    return InvalidValue(
        f"{row.key} is a {row.kind}{words}, not the {said['kind']} of this file",
        hint="give it its own key in the column coder; for a file with several coders leave out "
        "--program, and first: portrayals add coder KEY --program MODEL --model-version V",
    )
