"""Checks what must hold for coders by kind (NUMBERS R38), which no constraint enforces."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.kinds_of_coder import COLUMNS, NEEDED, SHA256, TOLD
from portrayals.tables import coder


def wrong_coders(connection: Connection) -> Iterator[str]:
    """Programs without a model, compilations without a method, and columns of another kind."""
    names = COLUMNS[1:]
    columns = (coder.c.key, coder.c.kind, *(coder.c[name] for name in names))
    for row in connection.execute(select(*columns).order_by(coder.c.key)).mappings():
        kind = row["kind"]
        for name in names:
            value, words = row[name], name.replace("_", " ")
            if not (value or "").strip() and (name in NEEDED.get(kind, ()) or value is not None):
                yield f"{row['key']} is a {kind} without a {words}"
            elif value is not None and name not in TOLD.get(kind, ()):
                yield f"{row['key']} is a {kind}, but has a {words}"
        digest = row["instruction_sha256"]
        if digest and SHA256.fullmatch(digest) is None:
            yield (
                f"the instruction of {row['key']} has the SHA-256 {quoted(digest)}, which is not "
                "valid"
            )
