"""What is right and yet worth a look: blocks out of order, and one address under two keys."""

from __future__ import annotations

from itertools import pairwise

from portrayals.services.texts.block import Block
from portrayals.services.texts.read import TITLES, Text
from portrayals.services.texts.words import SOURCE, UNIT


def tell_disorder(text: Text) -> None:
    """Notes blocks that do not stand in the order of their keys, and addresses that stand twice."""
    sources = list(text.blocks("sources", "source", ("key", *SOURCE)))
    titles = list(text.blocks(TITLES, "title", UNIT["title"]))
    for blocks in (sources, titles):
        _tell_unsorted(blocks)
    met: dict[str, Block] = {}
    for each in sources:
        address = each.text("url")
        if address is None:
            continue
        first = met.setdefault(address, each)
        # Readers' comments have the address of the page below which they stand, and their own date.
        if first is not each and not (each.text("date") or first.text("date")):
            each.at("url").wrong(
                "same-address",
                f"{first.text('key')} has this address, too ({first.file}:{first.line}); if the "
                "two are one, keep one key",
                notice=True,
            )


def _tell_unsorted(blocks: list[Block]) -> None:
    """Notes the first block of a file that stands after one with a later key."""
    for before, each in pairwise(blocks):
        first, then = before.text("key"), each.text("key")
        if first and then and then < first and before.file == each.file:
            each.at("key").wrong(
                "out-of-order",
                f"{each.noun} {then} stands after {first}; in order, changes are easier to see "
                "(portrayals export text sorts)",
                notice=True,
            )
            return
