"""The options of a wide table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portrayals.vocabulary import Level, Policy, Rollup, Silence


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What a row is, and whose answers it holds: by default the settled ones of all coders.

    `rollup` is how several ordered or numeric values below a unit become one, instead of the rule
    of the codebook.
    """

    level: Level | None = None
    by: Literal["coder"] | None = None
    coder: str | None = None
    policy: Policy | None = None
    wave: str | None = None
    silence: Silence = "open"
    rollup: Rollup | None = None
