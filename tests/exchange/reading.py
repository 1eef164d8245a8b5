"""What the tests of reading share: bytes as a file, and the file as a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portrayals.exchange.sheets import open_sheet
from portrayals.results.sheets import BadRow, SheetRow


@dataclass(frozen=True)
class Read:
    """All of a sheet."""

    columns: tuple[str, ...]
    rows: list[SheetRow]
    bad: list[BadRow]
    encoding: str | None
    notices: tuple[str, ...]

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [row.cells for row in self.rows]

    @property
    def lines(self) -> list[int]:
        return [row.line for row in self.rows]


def read(path: Path | str, encoding: str | None = None, sheet: str | None = None) -> Read:
    """The sheet of a file, read to its end."""
    with open_sheet(str(path), encoding=encoding, sheet=sheet) as opened:
        rows = list(opened.rows)
        assert 0 <= opened.position() <= opened.size
        good = [row for row in rows if isinstance(row, SheetRow)]
        assert all(len(row.cells) == len(opened.columns) for row in good)
        bad = [row for row in rows if isinstance(row, BadRow)]
        return Read(opened.columns, good, bad, opened.encoding, tuple(opened.notices))


def read_bytes(folder: Path, content: bytes | str, name: str = "films.csv") -> Read:
    """The sheet of a new file that holds just that."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)
