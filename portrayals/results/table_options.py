"""The options of a wide table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portrayals.vocabulary import Level, Policy, Silence


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What a row is, and whose answers it holds: by default the settled ones of all coders."""

    level: Level | None = None
    by: Literal["coder"] | None = None
    coder: str | None = None
    policy: Policy | None = None
    wave: str | None = None
    silence: Silence = "open"
