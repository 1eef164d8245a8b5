"""A report as one self-contained HTML page: styles, script and pictures.

Jinja and the drawing packages are an extra: they are checked before anything is counted.
"""

from __future__ import annotations

from portrayals.extras import need


def check_installed() -> None:
    """Raises NotInstalled if a package that the page needs is not installed."""
    need("a report", "altair", "vl_convert", "jinja2")
