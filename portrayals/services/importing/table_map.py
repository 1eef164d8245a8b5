"""What is said of a table: which column holds what, and what its cells mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from portrayals.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class TableMap:
    """Which column holds what; a text that begins with `=` is the same for all rows.

    `ids` are `SCHEME=COLUMN`, `var` `VARIABLE=COLUMN` or `VARIABLE:CODE=COLUMN`, `value`
    `VARIABLE:CELL=CODE` or `*:CELL=CODE`, `split` `SEPARATOR` or `VARIABLE=SEPARATOR`. Without
    `var`, columns are identified by their headers, as those of fields of the catalogue are; the
    columns in `ignore` are not used. `long` is `VARIABLE` or `VARIABLE=COLUMN`: each row has a part
    of a set of that variable; `evidence`, `FIELD=COLUMN`, is where that part is seen.
    """

    level: str | None = None
    title: str | None = None
    title_year: str | None = None
    portrayal: str | None = None
    name: str | None = None
    year: str | None = None
    end_year: str | None = None
    kind: str | None = None
    performer: str | None = None
    episode: str | None = None
    season: str | None = None
    number: str | None = None
    country: str | None = None
    genre: str | None = None
    language: str | None = None
    distributor: str | None = None
    role: str | None = None
    aired: str | None = None
    ids: Sequence[str] = ()
    coder: str | None = None
    coder_column: str | None = None
    wave: str | None = None
    basis: str | None = None
    var: Sequence[str] = ()
    value: Sequence[str] = ()
    split: Sequence[str] = ()
    decimal: str | None = None
    ignore: Sequence[str] = ()
    long: str | None = None
    evidence: Sequence[str] = ()

    def over(self, kept: TableMap) -> TableMap:
        """This mapping, with gaps filled from another; meanings of cells are added to its own."""
        given = {name: value for name, value in asdict(self).items() if value}
        if self.coder or self.coder_column:
            kept = replace(kept, coder=None, coder_column=None)
        return replace(kept, **given | {"value": (*kept.value, *self.value)})


def written_map(mapping: TableMap) -> str:
    """The mapping as the text of a file."""
    given = {name: value for name, value in asdict(mapping).items() if value}
    return json.dumps(given, ensure_ascii=False, indent=2) + "\n"


def load_map(file: Path) -> TableMap:
    """The mapping in a file. Raises InvalidValue if it holds none."""
    try:
        return read_map(file.read_text(encoding="utf-8"), str(file))
    except UnicodeError:
        raise InvalidValue(
            f"{file} is not a mapping: it is not UTF-8 text", hint="name another file: --map FILE"
        ) from None
    except OSError as error:
        raise InvalidValue(
            f"{file} cannot be read: {error.strerror}", hint="name another file: --map FILE"
        ) from None


def read_map(text: str, file: str) -> TableMap:
    """The mapping in a file's text. Raises InvalidValue if the text is not a mapping."""
    try:
        read: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValue(
            f"{file} is not a mapping: {error}", hint="name another file: --map FILE"
        ) from None
    known = {each.name for each in fields(TableMap)}
    if not isinstance(read, dict) or not set(read) <= known:
        odd = sorted(set(read) - known) if isinstance(read, dict) else []
        raise InvalidValue(
            f"{file} is not a mapping{': it has ' + ', '.join(map(str, odd)) if odd else ''}",
            hint=f"it may have {', '.join(sorted(known))}",
        )
    lists = {"ids", "var", "value", "split", "ignore", "evidence"}
    for name, value in read.items():
        if (name in lists) != isinstance(value, list) or not all(
            isinstance(each, str) for each in (value if isinstance(value, list) else [value])
        ):
            raise InvalidValue(
                f"{file}: {name} must be {'a list of texts' if name in lists else 'text'}",
                hint="correct it there, or name another file: --map FILE",
            )
    given: dict[str, Any] = {n: tuple(v) if n in lists else v for n, v in read.items()}
    return TableMap(**given)
