"""The notes below figures: all of them, or as many as fit three lines, most important first."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Final

from portrayals.render.cells import harmless, wrapped
from portrayals.render.terminal import Screen

#: How many lines the notes take, unless all are requested.
_LINES: Final = 3
#: The assumed width of a line that has no end: in a pipe or a file.
_WIDTH: Final = 80


def note_lines(
    notes: Sequence[str],
    screen: Screen,
    *,
    methods: Sequence[str] = (),
    essential: Container[str] = (),
) -> Iterator[str]:
    """Notes below a table, after an empty line; `methods` only if all notes are requested.

    Otherwise the essential notes, others that still fit three lines of a terminal, and how many
    more there are.
    """
    if screen.whole_notes:
        shown, waiting = [*methods, *notes], 0
    else:
        shown = _fitting(notes, screen, essential)
        waiting = len(notes) - len(shown)
    if not shown:
        return
    yield ""
    if screen.whole_notes or screen.width is None:
        for note in (*shown, *_more(waiting)):
            yield from wrapped(harmless(note), screen, then="  ")
    else:
        yield from _paragraph(shown, waiting, screen)


def _fitting(notes: Sequence[str], screen: Screen, essential: Container[str]) -> list[str]:
    """The essential notes, or else the first, and those of the others that fit, in order."""
    page = replace(screen, width=screen.width or _WIDTH)
    if len(_paragraph(notes, 0, page)) <= _LINES:
        return [*notes]
    fitting = [note for note in notes if note in essential] or [*notes[:1]]
    for note in notes:
        waiting = len(notes) - len(fitting) - 1
        if note not in fitting and len(_paragraph([*fitting, note], waiting, page)) <= _LINES:
            fitting.append(note)
    return sorted(fitting, key=notes.index)


def _paragraph(notes: Sequence[str], waiting: int, page: Screen) -> list[str]:
    return list(wrapped(" ".join(map(harmless, (*notes, *_more(waiting)))), page))


def _more(waiting: int) -> list[str]:
    return [f"({waiting} more: --notes)"] if waiting else []
