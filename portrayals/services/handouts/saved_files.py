"""Files that pages save, and what their parts have to be. Pure but for reading the file."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Final, TypeGuard

from portrayals.errors import InvalidValue, NoAccess
from portrayals.notation.quoting import quoted
from portrayals.results.handout_sheets import KEY

#: The largest file that is read: two hundred times what a coder of a thousand units writes.
MOST_BYTES: Final = 50_000_000
_SAVED: Final = (
    "collect what the page saved, CODER-WAVE.answers.json or NAME.decisions.json, or the whole "
    "workbook, CODER-WAVE.xlsx"
)


def read_file(path: str) -> bytes:
    """The content of a file that a page saved. Raises NoAccess, and InvalidValue if too large."""
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InvalidValue(
                f"{path} is too large for the answers of one coder: the limit is "
                f"{MOST_BYTES // 1_000_000} MB",
                hint=_SAVED,
            )
        return file.read_bytes()
    except OSError as error:
        raise NoAccess(
            f"{path} cannot be read: {(error.strerror or str(error)).lower()}",
            hint=_SAVED,
        ) from None


def parse(written: bytes, name: str) -> object:
    """The JSON of a file, which is called `name` in errors. Raises InvalidValue if it is none."""
    try:
        return json.loads(written.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InvalidValue(
            f"{name} is {_kind(written)}, and not what a page or a workbook saved", hint=_SAVED
        ) from None


def in_utc(moment: datetime) -> str:
    """A moment as saved files have it: in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _kind(written: bytes) -> str:
    """What a file seems to be that is not JSON."""
    beginning = written[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype", b"<html")):
        return "the page itself"
    if beginning.startswith((*(f"{KEY}{mark}".lower().encode() for mark in ",;\t"),)):
        return "a copy of one sheet of a workbook"
    return "not JSON"


def _no_number(written: str) -> None:
    raise ValueError(written)


@dataclass(frozen=True, slots=True)
class SavedFile:
    """Reads the parts of a file, whose `name` stands in errors. All raise InvalidValue."""

    name: str
    #: What to do about a damaged file.
    again: ClassVar[str] = "ask the coder for the file as the page saved it"

    def refused(self, why: str, about: str = "") -> InvalidValue:
        """The error for a file of which something is not as a page writes it."""
        what = f"{about} {why}" if about else f"it {why}"
        return InvalidValue(
            f"{self.name} was not saved by a page as this version makes it: {what}",
            hint=f"update the program if the page was made by a newer version; else {self.again}",
        )

    def mapping(self, read: object, about: str, known: Set[str]) -> dict[str, Any]:
        """A JSON object that has no other keys than those known."""
        if not isinstance(read, dict):
            raise self.refused("is not an object", about)
        if not read.keys() <= known:
            unknown = next(key for key in read if key not in known)
            raise self.refused(f"has {quoted(unknown)}, which is unknown", about)
        return read

    def items(self, of: Mapping[str, Any], name: str, about: str = "") -> list[Any]:
        """A JSON list, empty if nothing is there."""
        read = of.get(name)
        if not isinstance(read, list | None):
            raise self.refused("is not a list", f"{about}: {name}" if about else name)
        return read or []

    def text(self, of: Mapping[str, Any], name: str, about: str = "") -> str | None:
        """A text, or None."""
        read = of.get(name)
        if read is None or read == "":
            return None
        if not _is_text(read):
            raise self.refused(f"has a {name} that is not text", about)
        return read

    def needed(self, of: Mapping[str, Any], name: str, about: str = "") -> str:
        """A text that must be there."""
        read = self.text(of, name, about)
        if read is None:
            raise self.refused(f"has no {name}", about)
        return read

    def texts(self, of: Mapping[str, Any], name: str, about: str) -> tuple[str, ...]:
        """Texts, each once."""
        read = self.items(of, name, about)
        if not read:
            return ()
        if not all(map(_is_text, read)) or "" in read:
            raise self.refused(f"has {name} that are not text", about)
        return tuple(dict.fromkeys(read))

    def word(
        self, of: Mapping[str, Any], name: str, known: Sequence[str], about: str = ""
    ) -> str | None:
        """One of the words known, or None."""
        read = self.text(of, name, about)
        if read is not None and read not in known:
            raise self.refused(f"has the {name} {quoted(read)}", about)
        return read

    def number(self, of: Mapping[str, Any], about: str) -> float | None:
        """A finite number, or None."""
        read = of.get("number")
        if read is None:
            return None
        if isinstance(read, bool) or not isinstance(read, int | float):
            raise self.refused("has a number that is not a number", about)
        try:
            number = float(read)
        except OverflowError:
            number = math.inf
        if math.isinf(number):
            raise self.refused("has a number that is too large", about)
        return number

    def truth(self, of: Mapping[str, Any], name: str, about: str) -> bool | None:
        """Yes, no, or None."""
        read = of.get(name)
        if read is None or isinstance(read, bool):
            return read
        raise self.refused(f"has something other than yes or no for {name}", about)

    def moment(self, written: str) -> str:
        """A moment in UTC, to the second."""
        try:
            moment = datetime.fromisoformat(written)
            if moment.tzinfo is None:
                raise ValueError
            return in_utc(moment)
        except (ValueError, OverflowError):
            raise self.refused(f"has {quoted(written)} for the time it was saved") from None


def _is_text(read: object) -> TypeGuard[str]:
    """Whether it is text without NUL and without half characters (lone surrogates)."""
    if not isinstance(read, str):
        return False
    if read.isprintable():  # which says the same of most texts, at once
        return True
    try:
        read.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in read
