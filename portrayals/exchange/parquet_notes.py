"""What a Parquet file of ours says of its columns, in the metadata that Parquet has for this.

Parquet keeps numbers apart from words, so a number and the state that stands in its place have a
column each. The notes say which belong together; a program that saves the file anew drops them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from portrayals.results.data_columns import Column

_KEY: Final = "portrayals"


@dataclass(frozen=True, slots=True)
class Notes:
    """The labels of columns, and for columns of numbers that of their states; both by name."""

    labels: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)


def notes_of(columns: Sequence[Column]) -> Notes:
    """What is noted of the columns of a table."""
    return Notes(
        {each.key: each.label for each in columns},
        {
            each.key: f"{each.key}.state"
            for each in columns
            if each.kind == "number" and each.values
        },
    )


def as_metadata(notes: Notes, heading: str) -> dict[str, str]:
    """The metadata of a file, with the heading of its table."""
    told = {"heading": heading, "labels": notes.labels, "states": notes.states}
    return {_KEY: json.dumps(told, ensure_ascii=False)}


def notes_in(metadata: Mapping[str, str]) -> Notes:
    """The notes of a file; without any if it is not ours."""
    try:
        told = json.loads(metadata.get(_KEY, ""))
    except ValueError:
        return Notes()
    return Notes(*(_names(told, each) for each in ("labels", "states")))


def _names(told: Any, key: str) -> dict[str, str]:
    names = told.get(key) if isinstance(told, dict) else None
    if not isinstance(names, dict) or not all(isinstance(each, str) for each in names.values()):
        return {}
    return names
