"""The coders that a file names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from portrayals.errors import (
    AlreadyThere,
    AmbiguousKey,
    InvalidValue,
    PortrayalsError,
    UnknownKey,
)
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import composed, slug
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.coders_and_sources import add_coder
from portrayals.services.catalogue.kinds_of_coder import (
    COLUMNS,
    columns_in,
    in_words,
    is_compilation,
    refuse_basis_of_compilation,
)
from portrayals.services.importing.ending import CREATE, ImportPolicy
from portrayals.tables import coder
from portrayals.vocabulary import CONSENSUS

_NO_CELLS: Final[Mapping[str, str]] = {}


@dataclass(slots=True)
class Coders:
    """The coders that a file names by key or name, each looked up once; created if `create` is
    given.

    Raises InvalidValue for options of coders that contradict each other.
    """

    change: Change
    manner: ImportPolicy
    made: dict[str, int] = field(default_factory=dict)
    _named: list[str] = field(default_factory=list)
    _known: dict[tuple[str, ...], int | PortrayalsError] = field(default_factory=dict)
    _perhaps: dict[str, tuple[int, ...]] = field(default_factory=dict)
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

    def perhaps(self, written: str) -> tuple[int, ...]:
        """The id of the coder whom a cell names, or the ids of those of nearly that name."""
        if written not in self._perhaps:
            known = self.change.connection.execute(select(coder)).all()
            meant = [row for row in known if row.coder_id == self.change.coder_id]
            if written:
                near = _nearest(written, known)
                meant = _called(written, known) or [row for row in known if row.key in near]
            self._perhaps[written] = tuple(row.coder_id for row in meant)
        return self._perhaps[written]

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
        known = connection.execute(select(coder).order_by(coder.c.coder_id)).all()
        meant = _called(written, known)
        if len(meant) > 1:
            return AmbiguousKey(
                f"{quoted(written)} names several coders",
                candidates=[row.key for row in meant],
                hint="write the key of the one who is meant",
            )
        if meant and meant[0].kind == CONSENSUS:
            return InvalidValue("decisions are not imported: they are made by adjudication")
        if meant:
            return _as_told(meant[0], told)
        if self.manner.create:
            try:
                return self._create(written, known, told)
            except PortrayalsError as error:
                return error
        return UnknownKey(
            f"{quoted(written)} is not a coder",
            candidates=_nearest(written, known),
            hint=CREATE,
        )

    def _create(self, written: str, known: Sequence[Any], told: Mapping[str, str | None]) -> int:
        """The id of a new coder, with a key made from the name.

        Raises AlreadyThere if another coder has that key: two people never become one.
        """
        key = slug(written)
        if not any(map(str.isalnum, written)):
            raise InvalidValue(
                f"{quoted(written)} cannot be a coder's name",
                hint="write a word with letters or digits: coder-a",
            )
        other = next((row for row in known if row.key == key), None)
        if other is not None:
            called = f" ({other.name})" if other.name else ""
            raise AlreadyThere(
                f"{quoted(written)} would become {key}, but there is another coder of that "
                f"key{called}",
                candidates=[key],
                hint=f"if it is the same person, write {key}; if not, first: portrayals add coder "
                f"KEY --name {quoted(written)}",
            )
        add_coder(self.change, key, None if written == key else composed(written), told=told)
        self.made["coders"] = self.made.get("coders", 0) + 1
        if written != key:
            self._named.append(f"{composed(written)} is {key}")
        return self.change.connection.execute(
            select(coder.c.coder_id).where(coder.c.key == key)
        ).scalar_one()

    def notices(self) -> Iterator[str]:
        """The keys of new coders that were made from their names."""
        if self._named:
            yield f"New coders: {', '.join(self._named)}."


def _called(written: str, known: Sequence[Any]) -> list[Any]:
    """The coders that a cell may mean: the one with this key, else those whose key or name it is,
    whatever its case.

    A key that was made from a name is no second spelling of it: *Rene* is not René, whose key is
    `rene`.
    """
    exact = [row for row in known if row.key == written]
    name = _folded(written)
    return exact or [
        row
        for row in known
        if name == _folded(row.name or "")
        or (name == row.key and (row.name is None or slug(row.name) != row.key))
    ]


def _nearest(written: str, known: Sequence[Any]) -> tuple[str, ...]:
    """The keys of the coders with nearly that key or name."""
    keys = {name: row.key for row in known for name in (slug(row.name or row.key), row.key)}
    return tuple(dict.fromkeys(keys[name] for name in nearest(slug(written), keys)))


def _folded(name: str) -> str:
    """A name as coders' names are compared: with its accents, which tell people apart."""
    return composed(name).casefold()


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
