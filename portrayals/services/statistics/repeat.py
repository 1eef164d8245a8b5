"""The line that one would type to repeat a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from shlex import join

from portrayals.results.count_options import How


def command_line(
    command: str,
    arguments: Sequence[str],
    how: How,
    options: Mapping[str, object],
    *,
    level: str,
    policy: str | None,
    drawn: bool,
) -> str:
    """The command with its words as a shell takes them.

    The level and the policy stand there whether they were asked for or not, as another state of
    the study would have others; what the program takes by default does not, nor do `options` that
    are null. The seed stands there where something is `drawn`.
    """
    default = How()
    told: dict[str, object] = {
        "level": level,
        "where": how.where,
        **options,
        "coder": how.coder,
        "policy": policy,
        "wave": how.wave,
        "rollup": how.rollup,
        "confidence": None if how.confidence == default.confidence else f"{how.confidence:g}",
        "interval": None if how.interval == default.interval else how.interval,
        "seed": how.seed if drawn else None,
    }
    words = (
        word
        for name, value in told.items()
        if value is not None
        for word in (f"--{name}", str(value))
    )
    return join(("portrayals", command, *arguments, *words))
