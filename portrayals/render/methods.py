"""The methods of a study: paragraphs for a paper, or each sentence above its command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import Grid
from portrayals.render.terminal import Screen
from portrayals.results.methods import Methods, MethodsBySentence, NotStated

Told = Methods | MethodsBySentence


def lines(result: Told, screen: Screen) -> Iterator[str]:
    """A paragraph for each topic, and a line for each thing that nobody has stated."""
    methods = result if isinstance(result, Methods) else result.methods
    for topic, sentences in groupby(methods.sentences, lambda each: each.topic):
        if isinstance(result, Methods):
            text = " ".join(each.text for each in sentences)
            yield from wrapped(harmless(f"{topic}. {text}"), screen)
        else:
            yield screen.strong(topic)
            for each in sentences:
                yield from wrapped(harmless(each.text), screen, first="  ", then="  ")
                yield f"    {harmless(each.command)}"
        yield ""
    yield from not_stated_lines(methods.missing, screen)


def not_stated_lines(missing: Sequence[NotStated], screen: Screen) -> Iterator[str]:
    """What is missing, each above the command that states it; nothing if nothing is."""
    if missing:
        yield screen.strong("Not stated, and how to state it")
    for lacking in missing:
        yield from wrapped(harmless(lacking.what), screen, first="  ", then="  ")
        yield f"    {harmless(lacking.command)}"


def grids(result: Told) -> Iterator[Grid]:
    """The paragraphs, or a table of sentences; then what is missing."""
    if isinstance(result, Methods):
        methods = result
        for topic, text in methods.paragraphs():
            yield Grid((), (), heading=topic, text=text)
    else:
        methods = result.methods
        yield table(methods)
    yield from not_stated(methods.missing)


def not_stated(missing: Sequence[NotStated]) -> Iterator[Grid]:
    """A table of what is missing; none if nothing is."""
    if missing:
        head = ("Not stated", "How to state it")
        yield Grid(head, tuple((each.what, each.command) for each in missing))


def table(methods: Methods) -> Grid:
    """A row for each sentence."""
    rows = tuple((each.topic, each.text, each.command) for each in methods.sentences)
    return Grid(("Topic", "Sentence", "Command"), rows)
