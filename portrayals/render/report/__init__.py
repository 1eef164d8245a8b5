"""A report as one page of HTML that holds all it needs: styles, script and pictures.

Jinja and the packages that draw are an extra: they are looked for before anything is counted.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from portrayals.errors import NotInstalled

_NEEDED: Final = ("altair", "vl_convert", "jinja2")


def check_installed() -> None:
    """Raises NotInstalled where a package that the page is made with is not installed."""
    if any(find_spec(each) is None for each in _NEEDED):
        raise NotInstalled(
            "a report needs packages that are not installed",
            hint="pip install 'portrayals[charts]'",
        )
