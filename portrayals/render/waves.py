"""Waves, progress and handouts as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from portrayals.notation.plurals import counted
from portrayals.render.cells import wrapped
from portrayals.render.grid import Grid, draw
from portrayals.render.terminal import Screen
from portrayals.results.waves import HandedOut, HandoutFiles, Progress, Waves

Told = Waves | Progress | HandoutFiles


def lines(result: Told, screen: Screen) -> Iterator[str]:
    """A line for each wave, coder or file."""
    match result:
        case HandoutFiles():
            grid = _files(result)
            rows = tuple((*row[:-1], f"{grid.head[-1]} {row[-1]}") for row in grid.rows)
            bare = replace(grid, head=("",) * len(grid.head), rows=rows)
            yield from draw(bare, screen, indent="")
            for remark in result.remarks():
                yield from wrapped(remark, screen)
        case Waves():
            yield from draw(_waves(result), screen)
        case Progress():
            yield from draw(_progress(result), screen)


def grids(result: Told) -> Iterator[Grid]:
    """The same as a grid for a paper."""
    match result:
        case HandoutFiles():
            yield _files(result)
        case Waves():
            yield _waves(result)
        case Progress():
            yield _progress(result)


def _waves(result: Waves) -> Grid:
    rows = tuple(
        (
            row.wave,
            row.purpose,
            f"{row.codebook} {row.codebook_version}",
            "open" if row.locked is None else row.locked[:10],
            ", ".join(row.coders),
            f"{row.titles:,}",
            f"{row.annotations:,}",
        )
        for row in result.rows
    )
    head = ("Wave", "Purpose", "Codebook", "Locked", "Coders", "Titles", "Annotations")
    return Grid(head, rows, frozenset({5, 6}), frozenset({2, 4}))


def _progress(result: Progress) -> Grid:
    rows = tuple(
        (
            row.wave,
            row.coder,
            f"{row.titles:,}",
            f"{row.units:,}",
            f"{row.coded:,}",
            "" if row.percent is None else f"{row.percent:.0f} %",
            f"{row.open:,}",
            f"{row.cannot_tell:,}",
        )
        for row in result.rows
    )
    head = ("Wave", "Coder", "Titles", "Units", "Coded", "Share", "To code", "Cannot tell")
    return Grid(head, rows, frozenset(range(2, len(head))), frozenset({1}))


def _files(result: HandoutFiles) -> Grid:
    rows = tuple(
        (
            row.path,
            ", ".join(
                counted(row.number(level), *nouns)
                for level, nouns in row.nouns.items()
                if row.number(level)
            ),
            f"codebook {row.handout.codebook_version}",
            _size(row),
            row.handout.sha256[:4],
        )
        for row in result.rows
    )
    head = ("File", "Holds", "Codebook", "Size", "SHA-256")
    return Grid(head, rows, frozenset({3}), frozenset({1}))


def _size(row: HandedOut) -> str:
    return f"{max(1, round(row.bytes / 1000)):,} kB"
