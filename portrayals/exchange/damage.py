"""Files that the package that reads them cannot read, refused in words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from portrayals.errors import InvalidValue

_BROKEN: Final = "its content is not what its beginning says"


@contextmanager
def refuse_damage(name: str, *errors: type[Exception]) -> Iterator[None]:
    """Raises InvalidValue where the package raises one of these errors, or breaks down."""
    try:
        yield
    except errors as error:
        raise _damaged(name, " ".join(str(error).split())) from None
    except BaseException as error:
        # How a package written in Rust breaks down; it is no Exception, and its class not public.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(name, _BROKEN) from None


def refuse_breakdown(name: str, content: bytes, reading: str) -> None:
    """Raises InvalidValue if a Python script that reads the content from stdin breaks down.

    For what ends the whole process when it meets damage: it meets it in a process of its own.
    """
    tried = subprocess.run(  # noqa: S603 - the script is ours, and the content its stdin
        [sys.executable, "-P", "-c", reading], input=content, capture_output=True, check=False
    )
    if tried.returncode:
        raise _damaged(name, _BROKEN)


def _damaged(name: str, reason: str) -> InvalidValue:
    return InvalidValue(
        f"{name} cannot be read: {reason}",
        hint="open it in the program that made it, and save it again, or save it as CSV (UTF-8)",
    )
