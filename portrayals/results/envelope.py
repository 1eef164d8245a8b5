"""What every object that `--json` prints begins with: `"format": FORMAT`."""

from __future__ import annotations

from typing import Final

#: The version of the objects: another where a key was removed or has another meaning. Keys may be
#: added without one. A list is a list, and its rows have no version of their own.
FORMAT: Final = 2
