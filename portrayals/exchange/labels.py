"""Labels as long as a program takes them."""

from __future__ import annotations

from portrayals.notation.program_names import cut
from portrayals.results.data_columns import Column, Value


def label_of(column: Column, longest: int) -> str:
    """The label of a column with its key, `Tone [tone]`, in at most so many bytes."""
    if column.label == column.key:
        return cut(column.key, longest)
    end = f" [{column.key}]"
    room = longest - len(end.encode())
    return cut(column.key, longest) if room < 1 else shortened(column.label, room) + end


def labels_of_values(column: Column, longest: int) -> dict[Value, str]:
    """The labels of the values, of which those that are too long give way to the word."""
    return {
        each: each.label if len(each.label.encode()) <= longest else cut(each.word, longest)
        for each in column.values
    }


def shortened(text: str, longest: int) -> str:
    """The text, or as much as fits with an ellipsis."""
    whole = len(text.encode()) <= longest
    return text if whole else f"{cut(text, longest - len('…'.encode()))}…"
