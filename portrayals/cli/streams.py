"""The standard streams: a command is carried out to its end whatever becomes of what it prints.

A stream that is closed or full ends nothing; that it took not all is remembered, for the exit
status to tell. On a terminal nothing that stands in a text is obeyed.
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

    With `piped`, a reader who has gone is no such reason, and ends the program as everywhere.
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
    """A terminal: what it would obey is shown to it as an escape."""

    def write(self, text: str) -> int:
        """Writes the text made visible. Raises TypeError for bytes, as every stream of text does.

        Click asks by them which kind of stream it is.
        """
        from portrayals.render.cells import visible

        if not isinstance(text, str):
            raise TypeError(f"a stream of text takes no {type(text).__name__}")
        return self.under.write(visible(text))


def drawn(stream: TextIO) -> TextIO:
    """The stream for lines that were drawn for a terminal, with the emphasis that is ours."""
    return cast("TextIO", stream.under) if isinstance(stream, Visible) else stream


def reopen_closed() -> None:
    """Opens each standard stream that is closed: for an answer, so that it cannot be written.

    Otherwise the next file that is opened, a database perhaps, would get its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))


def close_quietly(stream: TextIO | _Over) -> None:
    """Lets nothing more be written to a stream that takes nothing, not even at the end."""
    with suppress(OSError):  # it may be none of the system's
        number = stream.fileno()
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, number)
        os.close(nothing)
