"""The notes below figures: all of them, or as many as three lines hold, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from portrayals.render.cells import harmless, wrapped
from portrayals.render.terminal import Screen

#: So many lines are notes where not all are asked for.
_LINES: Final = 3
#: What a line holds where it has no end: in a pipe or a file.
_WIDTH: Final = 80


def note_lines(
    notes: Sequence[str], screen: Screen, *, methods: Sequence[str] = ()
) -> Iterator[str]:
    """Notes below a table, after an empty line; `methods` only where all notes are asked for.

    Else the notes run on as one paragraph of three lines, and the number of those that did not
    fit stands at its end.
    """
    if screen.whole_notes:
        shown = [
            line
            for each in (*methods, *notes)
            for line in wrapped(harmless(each), screen, then="  ")
        ]
    else:
        shown = _three_lines([harmless(each) for each in notes], screen)
    if shown:
        yield ""
        yield from shown


def _three_lines(notes: Sequence[str], screen: Screen) -> list[str]:
    """The first note, and of the others those that fit, in their order."""
    page = replace(screen, width=screen.width or _WIDTH)
    if len(everything := _paragraph(notes, 0, page)) <= _LINES:
        return everything
    fitting: list[str] = []
    for note in notes:
        waiting = len(notes) - len(fitting) - 1
        if not fitting or len(_paragraph([*fitting, note], waiting, page)) <= _LINES:
            fitting.append(note)
    return _paragraph(fitting, len(notes) - len(fitting), page)


def _paragraph(notes: Sequence[str], waiting: int, page: Screen) -> list[str]:
    told = " ".join([*notes, *([f"({waiting} more: --notes)"] if waiting else [])])
    return list(wrapped(told, page)) if told else []
