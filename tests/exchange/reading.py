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
    encoding: str
    notices: tuple[str, ...]

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [row.cells for row in self.rows]

    @property
    def lines(self) -> list[int]:
        return [row.line for row in self.rows]


def read(path: Path | str, encoding: str | None = None) -> Read:
    """The sheet of a file, read to its end."""
    with open_sheet(str(path), encoding=encoding) as sheet:
        rows = list(sheet.rows)
        assert 0 <= sheet.position() <= sheet.size
        good = [row for row in rows if isinstance(row, SheetRow)]
        assert all(len(row.cells) == len(sheet.columns) for row in good)
        bad = [row for row in rows if isinstance(row, BadRow)]
        return Read(sheet.columns, good, bad, sheet.encoding, sheet.notices)


def read_bytes(folder: Path, content: bytes | str, name: str = "films.csv") -> Read:
    """The sheet of a new file that holds just that."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)
