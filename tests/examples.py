"""How many random examples a test draws."""

from __future__ import annotations

from hypothesis import settings


def examples(of_a_hundred: int) -> int:
    """So many for each hundred that the profile of the run draws (tests/conftest.py)."""
    return max(1, of_a_hundred * settings.default.max_examples // 100)
