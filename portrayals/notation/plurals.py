"""Numbers of things, in words."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 title`, `2 titles`, `1,024 titles`; `plural` where it is not noun and s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
