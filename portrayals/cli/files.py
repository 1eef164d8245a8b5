"""Files that a command writes: never over another unasked, and whole or not at all."""

from __future__ import annotations

from pathlib import Path

from portrayals.errors import AlreadyThere, InvalidValue


def new_file(path: str, *, force: bool, beside: str | None = None) -> Path:
    """The file to write, checked before anything is read.

    Raises AlreadyThere for one that is there unless `force`; InvalidValue for what is no file,
    and for the file `beside`, which is being read.
    """
    file = Path(path)
    if not file.exists():
        return file
    if not file.is_file():
        what = "a folder" if file.is_dir() else "no ordinary file"
        raise InvalidValue(f"{file} is {what}", hint="name a file, or - for standard output")
    if beside is not None and Path(beside).exists() and file.samefile(beside):
        raise InvalidValue(f"{file} is what is read", hint="name another file")
    if not force:
        raise AlreadyThere(f"{file} is already there", hint="to overwrite it: --force")
    return file


def unwritten(file: Path, error: OSError) -> InvalidValue:
    """The error for a file that could not be written."""
    return InvalidValue(
        f"cannot write {file}: {error.strerror or error}",
        hint="check that its folder is there, may be written to, and has room",
    )


def write_whole(file: Path, content: str | bytes) -> None:
    """Writes the text or the bytes; a file that is there stays until the new one is complete."""
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_bytes(content if isinstance(content, bytes) else content.encode())
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise unwritten(file, error) from None
