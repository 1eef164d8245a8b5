"""Optional packages, which may be missing."""

from __future__ import annotations

from importlib.util import find_spec

from portrayals.errors import NotInstalled


def need(what: str, *packages: str, extra: str = "charts") -> None:
    """Raises NotInstalled if one of the packages of an extra is missing."""
    if any(find_spec(each) is None for each in packages):
        number = "packages that are" if len(packages) > 1 else "a package that is"
        raise NotInstalled(
            f"{what} needs {number} not installed", hint=f"pip install 'portrayals[{extra}]'"
        )
