"""A grid as Markdown, LaTeX and HTML, with every special character escaped."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from html import escape
from typing import Final

from portrayals.notation.latex import SIGNS
from portrayals.notation.markdown import escaped
from portrayals.notation.plurals import counted
from portrayals.render.cells import harmless
from portrayals.render.grid import Grid

#: A bracket or star right after the end of a row would be read as an argument of the row.
_LATEX: Final = str.maketrans(SIGNS | {"[": "{[}", "]": "{]}", "*": "{*}"})
_INDENT: Final = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"


def escape_markdown(text: str) -> str:
    """The text for a cell of a Markdown table; line breaks become `<br>`."""
    return "<br>".join(_indented(escaped(harmless(line)), _INDENT) for line in text.splitlines())


def escape_latex(text: str) -> str:
    """The text for a cell of a LaTeX table; line breaks become spaces."""
    return _indented(harmless(text), "\0").translate(_LATEX).replace("\0", r"\quad ")


def markdown(grid: Grid) -> str:
    """A pipe table with its heading above and its notes below."""
    parts = [f"**{escape_markdown(grid.heading)}**"] if grid.heading else []
    if grid.text:
        parts.append(escape_markdown(grid.text))
    if grid.rows:
        parts.append("\n".join(markdown_table(grid.head, grid.rows, grid.right)))
    parts += [escape_markdown(note) for note in grid.notes]
    return "\n\n".join(parts)


def markdown_table(
    head: Sequence[str], rows: Iterable[Iterable[str]], right: Container[int] = ()
) -> Iterator[str]:
    """The lines of a pipe table; the columns in `right` are right-aligned."""
    rule = ("---:" if place in right else "---" for place in range(len(head)))
    yield _line(map(escape_markdown, head))
    yield _line(rule)
    for row in rows:
        yield _line(map(escape_markdown, row))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def latex(grid: Grid) -> str:
    r"""A tabular that needs no package, its heading above and its notes below."""
    parts = [rf"\noindent\textbf{{{escape_latex(grid.heading)}}}\par"] if grid.heading else []
    if grid.text:
        parts.append(escape_latex(grid.text))
    if grid.rows:
        form = "".join("r" if place in grid.right else "l" for place in range(len(grid.head)))
        head, *rows = (
            rf"{' & '.join(map(escape_latex, row))} \\" for row in (grid.head, *grid.rows)
        )
        parts += [
            rf"\begin{{tabular}}{{{form}}}",
            *(r"\hline", head, r"\hline", *rows, r"\hline"),
            r"\end{tabular}",
        ]
    if grid.notes:
        notes = " ".join(map(escape_latex, grid.notes))
        parts.append(rf"\par\smallskip{{\footnotesize {notes}\par}}")
    return "\n".join(parts)


def escape_html(text: str) -> str:
    """The text for HTML, with its lines kept."""
    return "\n".join(_indented(escape(harmless(line)), _INDENT) for line in text.splitlines())


def html(grid: Grid, *, most: int) -> str:
    """A table with its heading above and its notes below, with at most this many rows."""
    parts = [f"<p><b>{escape_html(grid.heading)}</b></p>"] if grid.heading else []
    if grid.text:
        parts.append(f"<p>{escape_html(grid.text)}</p>")
    if grid.rows:
        head, *rows = (
            "".join(
                f'<{tag} style="text-align:{"right" if place in grid.right else "left"}">'
                f"{escape_html(cell)}</{tag}>"
                for place, cell in enumerate(cells)
            )
            for tag, cells in (("th", grid.head), *(("td", row) for row in grid.rows[:most]))
        )
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    more = len(grid.rows) - most
    notes = [*([f"… and {counted(more, 'more row')}"] if more > 0 else []), *grid.notes]
    told = "<br>".join(map(escape_html, notes))
    return "".join((*parts, *([f"<p><small>{told}</small></p>"] if told else [])))


def _indented(text: str, step: str) -> str:
    """The text with its leading spaces replaced, two by two, by something that is not collapsed."""
    bare = text.lstrip(" ")
    return step * ((len(text) - len(bare)) // 2) + bare
