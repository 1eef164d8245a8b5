"""A report as one page of HTML that holds all it needs: styles, script and pictures.

Jinja and the packages that draw are an extra: they are looked for before anything is counted.
"""

from __future__ import annotations

from portrayals.render.extras import need


def check_installed() -> None:
    """Raises NotInstalled where a package that the page is made with is not installed."""
    need("a report", "altair", "vl_convert", "jinja2")
