"""What the sources of a catalogue claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portrayals.errors import PortrayalsError
from portrayals.history.transaction import Change
from portrayals.services.claims.add import Said, add_claim
from portrayals.services.starter.text import Text


def add_claims(change: Change, blocks: Iterable[Mapping[str, Any]], text: Text) -> None:
    """What the sources say; a claim may speak of one that stands before it, by its key."""
    written: dict[str, str] = {}
    for block in blocks:
        with text.telling("claim", block.get("key", "?")):
            about = block.get("about")
            if about is not None and about not in written:
                raise PortrayalsError(f"it is about {about}, which is no claim before it")
            if block["key"] in written:
                raise PortrayalsError("the key is that of a claim before it")
            codes = [f"{name}={';'.join(each)}" for name, each in block.get("codes", {}).items()]
            said = Said(
                statement=block["statement"],
                stance=block.get("stance", "asserts"),
                about=None if about is None else written[about],
                scope=block.get("scope"),
                basis=block.get("basis"),
                date=block.get("date"),
                locator=block.get("locator"),
            )
            [made] = add_claim(change, block["source"], block.get("unit"), codes, said).keys
            written[block["key"]] = made
