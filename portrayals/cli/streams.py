"""The standard streams: a command runs to its end whatever happens to its output.

A closed or full stream ends nothing; that output was lost is remembered for the exit status. A
terminal obeys nothing in a text.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO, cast


class _Over(io.TextIOBase):
    """A stream that writes to another."""

    def __init__(self, under: TextIO | _Over) -> None:
        self.under = under

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a property in C, too
        return self.under.encoding

    def isatty(self) -> bool:
        return self.under.isatty()

    def fileno(self) -> int:
        return self.under.fileno()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return self.under.write(text)

    def flush(self) -> None:
        self.under.flush()

    def close(self) -> None:
        """The one below stays open."""


class Steady(_Over):
    """A stream that drops what it cannot write; `lost` says why, in words.

    With `piped`, a reader that has gone is not such a reason, and ends the program as usual.
    """

    def __init__(self, under: TextIO | _Over, *, piped: bool) -> None:
        super().__init__(under)
        self._piped = piped
        self.lost: str | None = None

    def write(self, text: str) -> int:
        """Writes the text, if that is possible."""
        self._try(lambda: self.under.write(text))
        return len(text)

    def flush(self) -> None:
        """Hands on what was written, if that is possible."""
        self._try(self.under.flush)

    def _try(self, step: Callable[[], object]) -> None:
        if self.lost is not None:
            return
        try:
            step()
        except OSError as error:
            close_quietly(self.under)
            if self._piped and isinstance(error, BrokenPipeError):
                raise
            closed = error.errno == errno.EBADF
            self.lost = "standard output is closed" if closed else error.strerror or str(error)


class Visible(_Over):
    """A terminal: characters it would obey are shown as escapes."""

    def write(self, text: str) -> int:
        """Writes the text made visible. Raises TypeError for bytes, as every stream of text does.

        Click asks by them which kind of stream it is.
        """
        from portrayals.render.cells import visible

        if not isinstance(text, str):
            raise TypeError(f"a text stream cannot write {type(text).__name__}")
        return self.under.write(visible(text))


def drawn(stream: TextIO) -> TextIO:
    """The stream for lines formatted for a terminal, with our own emphasis."""
    return cast("TextIO", stream.under) if isinstance(stream, Visible) else stream


def reopen_closed() -> None:
    """Opens each closed standard stream; an output stream is opened so that it cannot be written.

    Otherwise the next opened file, perhaps a database, would get its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))


def close_quietly(stream: TextIO | _Over) -> None:
    """Stops all writing to a stream that takes nothing, even at exit."""
    with suppress(OSError):  # it may be none of the system's
        number = stream.fileno()
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, number)
        os.close(nothing)
