"""Writing files: never over one in use, over another only if asked to, and all or nothing.

The command line, the Python API and the backup all write through `new_file`, so that whatever it
refuses is refused everywhere.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from portrayals.errors import AlreadyThere, InvalidValue, NoAccess

#: The first bytes of a SQLite file.
SQLITE_MAGIC: Final = b"SQLite format 3\x00"
#: The suffixes of the files that SQLite keeps beside a file in use.
BESIDE_DATABASE: Final = ("-wal", "-shm", "-journal")

_ANOTHER: Final = "name another file"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to write: its name as given, and its real path after following links."""

    name: str
    place: Path
    force: bool
    forced_by: str

    def __str__(self) -> str:
        return self.name

    def write(self, content: str | bytes) -> None:
        """Writes the text or the bytes. Raises NoAccess if that is not possible."""
        with self.unfinished() as unfinished:
            unfinished.write_bytes(content if isinstance(content, bytes) else content.encode())

    @contextmanager
    def opened(self) -> Iterator[TextIO]:
        """A text stream to the file, with line ends left unchanged; raises the same as `write`."""
        with (
            self.unfinished() as unfinished,
            unfinished.open("w", encoding="utf-8", newline="") as stream,
        ):
            yield stream

    @contextmanager
    def unfinished(self) -> Iterator[Path]:
        """A temporary path whose file replaces the real one at the end, which stays until then.

        It is in a folder of its own, where nobody can have put a link, and has a short name,
        because the name of the file may be as long as the system allows.
        """
        import tempfile

        try:
            with tempfile.TemporaryDirectory(
                dir=self.place.parent, prefix=".portrayals-"
            ) as folder:
                unfinished = Path(folder) / "new"
                yield unfinished
                self._refuse_present()
                if self.place.exists():
                    unfinished.chmod(self.place.stat().st_mode & 0o777)
                unfinished.replace(self.place)
        except OSError as error:
            raise unwritten(self.name, error) from None

    def _refuse_present(self) -> None:
        """Raises AlreadyThere for an existing file, unless it is to be overwritten."""
        if not self.force and self.place.exists():
            raise AlreadyThere(
                f"{self.name} already exists", hint=f"to overwrite it: {self.forced_by}"
            )


@dataclass(frozen=True, slots=True)
class NewFolder:
    """A folder to fill with files, as it was named, and the place where it will be."""

    name: str
    place: Path
    force: bool
    used: tuple[str | Path | int, ...]
    forced_by: str

    def __str__(self) -> str:
        return self.name

    def fill(self, files: Iterable[tuple[str, str]]) -> int:
        """Writes texts to files named by their paths in the folder, and returns how many.

        None takes its place before all are written. Raises what `new_file` raises.
        """
        import tempfile

        try:
            with tempfile.TemporaryDirectory(
                dir=self.place.parent, prefix=".portrayals-"
            ) as folder:
                unfinished = Path(folder) / "new"
                unfinished.mkdir()
                names = []
                for name, content in files:
                    names.append(name)
                    (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
                    (unfinished / name).write_bytes(content.encode())
                if not self.place.exists():
                    unfinished.rename(self.place)
                    return len(names)
                for name in names:
                    (self.place / name).parent.mkdir(parents=True, exist_ok=True)
                places = [self._file(name) for name in names]
                for name, file in zip(names, places, strict=True):
                    (unfinished / name).replace(file.place)
                return len(names)
        except OSError as error:
            raise unwritten(self.name, error) from None

    def update(self, files: Mapping[str, str], mark: str) -> tuple[int, int]:
        """Makes the folder hold these texts; returns how many files were written, and removed.

        A file that is so already is left alone. One that begins with `mark`, an earlier writing, is
        overwritten, and removed if it is not among the new ones; any other file stays. Raises
        AlreadyThere, before anything is written, for a file in the way that does not begin so,
        unless forced.
        """
        try:
            other = {
                name: content
                for name, content in files.items()
                if _bytes_of(self.place / name) != content.encode()
            }
            self._refuse_in_the_way(other, mark)
            for name, content in other.items():
                (self.place / name).parent.mkdir(parents=True, exist_ok=True)
                self._over(name).write(content)
            within = {str(Path(name).parent) for name in files}
            gone = [
                path
                for folder in within
                for path in (self.place / folder).glob("*.yaml")
                if path.relative_to(self.place).as_posix() not in files and _begins(path, mark)
            ]
            for path in gone:
                path.unlink()
        except OSError as error:
            raise unwritten(self.name, error) from None
        return len(other), len(gone)

    def _refuse_in_the_way(self, names: Iterable[str], mark: str) -> None:
        foreign = [
            name
            for name in sorted(names)
            if (self.place / name).exists() and not _begins(self.place / name, mark)
        ]
        if foreign and not self.force:
            more = f" and {len(foreign) - 1:,} more" if len(foreign) > 1 else ""
            raise AlreadyThere(
                f"{Path(self.name) / foreign[0]}{more} would be overwritten, and was not written "
                "by this program",
                hint=f"move it away, or overwrite it: {self.forced_by}",
            )

    def _over(self, name: str) -> NewFile:
        return new_file(Path(self.name) / name, force=True, used=self.used)

    def _file(self, name: str) -> NewFile:
        named = Path(self.name) / name
        return new_file(named, force=self.force, used=self.used, forced_by=self.forced_by)


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _begins(path: Path, mark: str) -> bool:
    """Whether a file, and no link to one, begins with a line."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.readline().strip() == mark.encode()


def new_folder(
    path: str | os.PathLike[str],
    *,
    force: bool,
    used: Iterable[str | Path | int] = (),
    forced_by: str = "--force",
    again: bool = False,
) -> NewFolder:
    """The folder to fill, checked before anything is read; its own folder must be there.

    One that is written `again` may hold what was written before. Raises AlreadyThere for what is
    no folder, and otherwise, without `force`, for one that holds anything;
    InvalidValue for a link to nothing; NoAccess for what cannot be read or made.
    """
    named = Path(path)
    folder = NewFolder(str(named), Path(os.path.realpath(named)), force, tuple(used), forced_by)
    try:
        _refuse_dead_link(named, "folder")
        if named.exists() and not named.is_dir():
            raise AlreadyThere(f"{folder} is not a folder", hint="name a folder")
        if not force and not again and named.exists() and any(named.iterdir()):
            raise AlreadyThere(
                f"{folder} exists and has files in it",
                hint=f"name another folder, or overwrite files of the same name: {forced_by}",
            )
        if not folder.place.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    except OSError as error:
        raise unwritten(folder.name, error) from None
    return folder


def new_file(
    path: str | os.PathLike[str],
    *,
    force: bool,
    used: Iterable[str | Path | int] = (),
    over_database: bool = False,
    forced_by: str = "--force",
) -> NewFile:
    """The file to write, checked before anything is read.

    `used` are the files that the same command reads or writes, by path or by file descriptor.
    They are never overwritten, and neither are the files SQLite keeps beside them, under any name
    and even with `force`. A database is not overwritten either, unless `over_database`. Raises
    AlreadyThere for all of these, for anything that is not a file, and, without `force`, for any
    existing file; InvalidValue for a dangling link; NoAccess if the file cannot be written.
    """
    named = Path(path)
    file = NewFile(str(named), Path(os.path.realpath(named)), force, forced_by)
    try:
        _refuse_dead_link(named, "file")
        if named.exists() and not named.is_file():
            what = "a folder" if named.is_dir() else "not an ordinary file"
            raise AlreadyThere(f"{file} is {what}", hint="name a file")
        refuse_beside_database(file.place)
        if not over_database and _is_database(file.place):
            raise AlreadyThere(f"{file} is a database", hint=_ANOTHER)
        if any(_in_use(file.place, each) for each in used):
            raise AlreadyThere(f"{file} is already read or written by this command", hint=_ANOTHER)
        file._refuse_present()
        if not file.place.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    except OSError as error:
        raise unwritten(file.name, error) from None
    return file


def _refuse_dead_link(named: Path, what: str) -> None:
    if named.is_symlink() and not named.exists():
        raise InvalidValue(
            f"{named} is a link to {named.readlink()}, which does not exist",
            hint=f"name that {what} directly",
        )


def write_unfinished(path: Path, content: memoryview) -> None:
    """Writes to the temporary path that `NewFile.unfinished` gave."""
    path.write_bytes(content)


def unwritten(name: str, error: OSError) -> NoAccess:
    """The error for what could not be written."""
    return NoAccess(
        f"cannot write {name}: {error.strerror or error}",
        hint="check that its folder exists, is writable, and has free space",
    )


def refuse_beside_database(path: Path) -> None:
    """Raises AlreadyThere for a name that SQLite uses for its journals, which it deletes."""
    for end in BESIDE_DATABASE:
        database = path.with_name(path.name.removesuffix(end) or path.name)
        if database != path and _is_database(database):
            raise AlreadyThere(
                f"{path.name} belongs to the database {database.name}", hint=_ANOTHER
            )


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC


def _in_use(place: Path, used: str | Path | int) -> bool:
    """Whether a path is that of a file in use, or of one that SQLite keeps beside it."""
    if isinstance(used, int):
        return _is_one(place, used)
    real = os.path.realpath(used)
    beside = (Path(real), *(Path(f"{real}{end}") for end in BESIDE_DATABASE))
    return any(each == place or _is_one(place, each) for each in beside)


def _is_one(place: Path, other: Path | int) -> bool:
    """Whether both exist and are the same file, perhaps under two names."""
    try:
        found = os.fstat(other) if isinstance(other, int) else other.stat()
        return os.path.samestat(place.stat(), found)
    except OSError:
        return False
