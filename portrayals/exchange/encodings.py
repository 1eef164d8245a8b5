"""A file as bytes, and the encoding in which all of it is text."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted

STANDARD_INPUT: Final = "-"

_CHUNK: Final = 1 << 20
#: UTF-32 before UTF-16, whose mark its own begins with.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SAMPLE: Final = 4096
_ASCII: Final = range(9, 127)
_CHOOSE: Final = "name the encoding it was saved in, such as --encoding windows-1252 or macroman"


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 does not define, decoded as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


_FORGIVING: Final = "portrayals.latin-1"
codecs.register_error(_FORGIVING, _as_latin_1)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec, how it handles undefined bytes, and what was assumed."""

    name: str
    errors: str = "strict"
    notices: tuple[str, ...] = ()

    def text(self, file: IO[bytes]) -> io.TextIOWrapper:
        """The file from its beginning as text, line ends as they are."""
        file.seek(0)
        return io.TextIOWrapper(file, self.name, self.errors, newline="")


@contextlib.contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """The file as bytes that can be reread; `-` is standard input.

    A stream that can be read only once is first copied to a temporary file. Raises UnknownKey if
    there is no such file, and InvalidValue if it cannot be read.
    """
    try:
        file = _standard_input() if path == STANDARD_INPUT else _file(path)
    except FileNotFoundError:
        raise UnknownKey(
            f"there is no file {quoted(path)}",
            hint="check its name and folder",
            candidates=_beside(path),
        ) from None
    except IsADirectoryError:
        raise InvalidValue(f"{path} is a folder", hint="name a file in it") from None
    except OSError as error:
        raise InvalidValue(
            f"{path} cannot be read: {error.strerror}", hint="check its permissions"
        ) from None
    except ValueError:
        raise InvalidValue(f"{quoted(path)} is not a file name") from None
    with contextlib.nullcontext() if path == STANDARD_INPUT else file:
        if path != STANDARD_INPUT and file.seekable():
            yield file
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            yield copy


def text_lines(path: str) -> tuple[str, list[str]]:
    """The name of a text file, and its lines. Raises as `opened` and `encoding_of` do."""
    name = "standard input" if path == STANDARD_INPUT else path
    with opened(path) as file, encoding_of(file, name, None).text(file) as text:
        return name, text.read().splitlines()


def _standard_input() -> IO[bytes]:
    return sys.stdin.buffer if sys.stdin else io.BytesIO()


def _file(path: str) -> IO[bytes]:
    if not path:  # of which Path would make this folder
        raise FileNotFoundError
    return Path(path).open("rb")


def _beside(path: str) -> tuple[str, ...]:
    """The files in the folder with similar names."""
    folder, name = os.path.split(path)
    try:
        names = [each.name for each in os.scandir(folder or ".") if each.is_file()]
    except OSError:
        return ()
    return tuple(str(Path(folder, each)) for each in nearest(name, names))


def encoding_of(file: IO[bytes], name: str, asked: str | None) -> Encoding:
    """The requested encoding, or else the one that fits the whole file.

    A byte order mark decides; then the zero bytes of UTF-16; then UTF-8 if every byte of the file
    fits, and otherwise Windows-1252, with a notice. Raises InvalidValue if the file is empty or not
    text, or the requested encoding does not exist or does not fit.
    """
    file.seek(0)
    head = file.read(_SAMPLE)
    if not head:
        raise InvalidValue(f"{name} is empty", hint="a sheet has a line of column names, then rows")
    if head.startswith(_WORKBOOKS):
        raise InvalidValue(
            f"{name} is a workbook or an archive, not text",
            hint="save its sheet as CSV (UTF-8) and name that file",
        )
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    if asked is not None:
        codec = _known(asked)
        family = codec.removesuffix("-le").removesuffix("-be")
        chosen = marked if marked and marked.startswith(family) else codec
    else:
        chosen = marked or _by_zeros(head) or "utf-8"
    misfit = _misfit(file, name, Encoding(chosen))
    if misfit is None:
        return Encoding(chosen)
    if asked is None and chosen == "utf-8":
        assumed = Encoding(
            "windows-1252",
            _FORGIVING,
            (
                f"{name} is not UTF-8 (line {misfit.line}) and was read as Windows-1252; if "
                "letters look wrong, name another: --encoding macroman",
            ),
        )
        _misfit(file, name, assumed)
        return assumed
    raise InvalidValue(
        f"{name} is not text in {asked or chosen}: {misfit.told}",
        where=f"{name}, line {misfit.line}, byte {misfit.byte}",
        hint=_CHOOSE if asked is None else "leave out --encoding to detect it",
    )


def _known(asked: str) -> str:
    """Python's name of the encoding; InvalidValue if there is no such text encoding."""
    try:
        io.TextIOWrapper(io.BytesIO(), asked)
        return codecs.lookup(asked).name
    except (LookupError, ValueError):
        raise InvalidValue(
            f"there is no encoding {quoted(asked)}",
            hint="write utf-8, utf-16, windows-1252, latin-1 or macroman",
        ) from None


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: one byte of most pairs is zero, and nearly always the same one."""
    pairs = list(zip(head[::2], head[1::2], strict=False))
    first = sum(not one for one, _ in pairs)
    second = sum(not other for _, other in pairs)
    few, many = sorted((first, second))
    letters = sum(one in _ASCII and other in _ASCII for one, other in pairs)
    if many <= letters or few * 4 > many:
        return None
    return "utf-16-le" if second == many else "utf-16-be"


@dataclass(frozen=True, slots=True)
class _Misfit:
    """The first place that does not fit an encoding; bytes are counted from 0, lines from 1."""

    byte: int
    line: int
    told: str


def _misfit(file: IO[bytes], name: str, encoding: Encoding) -> _Misfit | None:
    """Decodes the whole file once. Raises InvalidValue if it contains NUL, and so is not text."""
    decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    file.seek(0)
    done, line = 0, 1
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode("latin-1")  # a line end is a byte in any
            byte = done + len(chunk) - len(error.object) + error.start
            return _Misfit(byte, line + _breaks(before), error.reason)
        except UnicodeError as error:
            return _Misfit(done, line, str(error))
        if "\0" in text:
            raise InvalidValue(
                f"{name} is not text: it holds NUL bytes",
                where=f"{name}, line {line + _breaks(text[: text.index(chr(0))])}",
                hint="save it as CSV (UTF-8), or name its encoding: --encoding utf-16",
            )
        if not chunk:
            return None
        done += len(chunk)
        line += _breaks(text)


def _breaks(text: str) -> int:
    return text.count("\n") or text.count("\r")
