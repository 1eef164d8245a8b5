"""Files that the package that reads them cannot read, refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from portrayals.errors import InvalidValue


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
        raise _damaged(name, "its content is not what its beginning says") from None


def _damaged(name: str, reason: str) -> InvalidValue:
    return InvalidValue(
        f"{name} cannot be read: {reason}",
        hint="open it in the program that made it, and save it again, or save it as CSV (UTF-8)",
    )
