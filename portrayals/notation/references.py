"""A reference to a work as a reference list, BibTeX and CSL write it.

The list is in APA style (7th edition, sections 10.9 and 10.10), in which `n.d.` stands for a date
that is not known. In BibTeX each work is a `@misc`, which every style has. The JSON is that of the
Citation Style Language 1.0.2, which Zotero and Pandoc read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from portrayals.notation.latex import escaped

WorkType = Literal["software", "dataset", "document"]

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Work:
    """What is referred to: null or empty for what is not known.

    `author` is a person or a group, as one name; `date` is in ISO form, as much of it as is known;
    `form` says what the work is, in the words of a reference list.
    """

    key: str
    type: WorkType
    form: str
    author: str | None
    title: str | None
    version: str | None
    date: str | None
    note: str | None = None


def apa(work: Work) -> str:
    """The work as a line of a reference list."""
    version = "" if work.version is None else f" (Version {work.version})"
    what = f"{work.title or ''}{version} [{work.form}]".strip() + "."
    when = f"({_date_in_words(work.date)})."
    who = [] if work.author is None else [_stopped(work.author), when, what]
    return " ".join([*(who or [what, when]), *([_stopped(work.note)] if work.note else [])])


def _stopped(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _date_in_words(date: str | None) -> str:
    """`2026, November 30`, or as much as is known."""
    if date is None:
        return "n.d."
    year, *rest = _parts(date)
    if not rest:
        return str(year)
    return " ".join([f"{year}, {_MONTHS[rest[0] - 1]}", *map(str, rest[1:])])


def _parts(date: str) -> list[int]:
    return [int(part) for part in date.split("-")]


def bibtex(work: Work) -> str:
    """The work as an entry of BibTeX, ending in a line break."""
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(work))
    return f"@misc{{{work.key},\n{fields}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    if work.author is not None:
        yield "author", _braced(f"{{{escaped(work.author)}}}")  # a group: no first and last name
    yield "title", _braced(f"{{{escaped(work.title or f'[{work.form}]')}}}")
    if work.date is not None:
        year, *month = _parts(work.date)
        yield "year", _braced(str(year))
        if month:
            yield "month", _MONTHS[month[0] - 1][:3].lower()
    version = [] if work.version is None else [f"version {work.version}"]
    yield "howpublished", _braced(escaped(", ".join([work.form, *version])))
    if work.note is not None:
        yield "note", _braced(escaped(work.note))


def _braced(text: str) -> str:
    return f"{{{text}}}"


def csl(work: Work) -> dict[str, Any]:
    """The work as an item of the Citation Style Language."""
    item: dict[str, Any] = {"id": work.key, "type": work.type}
    if work.author is not None:
        item["author"] = [{"literal": work.author}]
    item["title"] = work.title or f"[{work.form}]"
    if work.version is not None:
        item["version"] = work.version
    if work.date is not None:
        item["issued"] = {"date-parts": [_parts(work.date)]}
    item["genre"] = work.form
    if work.note is not None:
        item["note"] = work.note
    return item
