"""Packages that are not needed for everything, and may be missing."""

from __future__ import annotations

from importlib.util import find_spec

from portrayals.errors import NotInstalled


def need(what: str, *packages: str) -> None:
    """Raises NotInstalled where a package is missing that charts or reports are made with."""
    if any(find_spec(each) is None for each in packages):
        raise NotInstalled(
            f"{what} needs packages that are not installed", hint="pip install 'portrayals[charts]'"
        )
