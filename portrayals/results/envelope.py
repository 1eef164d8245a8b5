"""The beginning of every object that `--json` prints: `"format": FORMAT`."""

from __future__ import annotations

from typing import Final

#: The version of the objects: it changes if a key is removed or changes meaning, not if keys are
#: added. A list is printed as a list, and its rows have no version.
FORMAT: Final = 2
