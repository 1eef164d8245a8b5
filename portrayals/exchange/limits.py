"""How large a file may be that is read as a whole, said before any of it is read."""

from __future__ import annotations

from typing import Final

from portrayals.errors import InvalidValue

_MEGABYTE: Final = 1_000_000
#: The file, and what it unpacks to.
MOST_BYTES: Final = 200 * _MEGABYTE
MOST_UNPACKED: Final = 1_000 * _MEGABYTE
#: Rows times columns, empty cells too: a sheet of 26 columns may have all rows that Excel allows.
MOST_CELLS: Final = 30_000_000
_TEXT: Final = "save it as CSV (UTF-8): text of any size is read, a row at a time"


def refuse_large(name: str, size: int) -> None:
    """Raises InvalidValue for a file with too many bytes."""
    if size > MOST_BYTES:
        raise _too_large(name, f"it has {_mega(size)}", f"{_mega(MOST_BYTES)}")


def refuse_unpacked(name: str, size: int) -> None:
    """Raises InvalidValue for a compressed file that unpacks to too many bytes."""
    if size > MOST_UNPACKED:
        raise _too_large(name, f"it unpacks to {_mega(size)}", f"{_mega(MOST_UNPACKED)}")


def refuse_wide(name: str, rows: int, columns: int, hint: str = _TEXT) -> None:
    """Raises InvalidValue for a sheet with too many cells."""
    if rows * columns > MOST_CELLS:
        reach = f"it has {rows:,} rows of {columns:,} columns"
        raise _too_large(name, reach, f"{MOST_CELLS:,} cells", hint)


def _too_large(name: str, what: str, limit: str, hint: str = _TEXT) -> InvalidValue:
    return InvalidValue(f"{name} is too large: {what}, and the limit is {limit}", hint=hint)


def _mega(size: int) -> str:
    return f"{-(-size // _MEGABYTE):,} MB"
