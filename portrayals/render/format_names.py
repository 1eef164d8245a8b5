"""The formats by name, and by the suffix of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final, Literal, get_args

from portrayals.errors import InvalidValue
from portrayals.notation.plurals import either
from portrayals.results.exported import EXPORT_FORMS, ExportForm
from portrayals.vocabulary import HandoutForm

Format = Literal["table", "json", "jsonl", "csv", "tsv", "markdown", "latex"]
#: Formats that are not text: only for statistics, and only in a file.
Document = Literal["docx", "xlsx"]
#: What programs that manage references read: only for `cite`.
Style = Literal["bibtex", "csl-json"]
FormatOrStyle = Literal[Format, Style]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
FORMATS_AND_STYLES: Final[tuple[FormatOrStyle, ...]] = get_args(FormatOrStyle)
_SUFFIXES: Final[dict[str, Format]] = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".tex": "latex",
}
_DOCUMENTS: Final[dict[str, Document]] = {".docx": "docx", ".xlsx": "xlsx"}
_STYLES: Final[dict[str, Style]] = {".bib": "bibtex"}
_EXPORTS: Final[dict[str, ExportForm]] = {
    "": "csv",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "markdown",
    ".markdown": "markdown",
    ".xlsx": "xlsx",
    ".sav": "sav",
    ".dta": "dta",
    ".parquet": "parquet",
}
_HANDOUTS: Final[dict[str, HandoutForm]] = {
    ".html": "page",
    ".htm": "page",
    ".xlsx": "workbook",
}


def format_of(
    file: str, *, documents: bool = False, styles: bool = False
) -> Format | Document | Style:
    """The format for the extension of a file.

    `documents` says whether Word or Excel documents are allowed, and `styles` whether files of
    references are. Raises `InvalidValue`.
    """
    suffix = PurePath(file).suffix.lower()
    known: dict[str, Format | Document | Style] = {
        **_SUFFIXES,
        **(_DOCUMENTS if documents else {}),
        **(_STYLES if styles else {}),
    }
    if suffix in known:
        return known[suffix]
    if suffix in _DOCUMENTS:
        raise InvalidValue(
            f"{file}: this command does not write {suffix}",
            hint="statistics do: stats, crosstab, trend, compare, cooccur; otherwise write .csv, "
            "which Excel opens, or .md",
        )
    raise _untold(file, known, FORMATS_AND_STYLES if styles else FORMATS)


def export_form(file: str) -> ExportForm:
    """The format of an export, by the extension of the file: CSV where it has none.

    Raises `InvalidValue`.
    """
    form = _EXPORTS.get(PurePath(file).suffix.lower())
    if form is None:
        raise _untold(file, filter(None, _EXPORTS), EXPORT_FORMS)
    return form


def _untold(file: str, endings: Iterable[str], forms: Sequence[str]) -> InvalidValue:
    return InvalidValue(
        f"cannot tell the format from the name {file}",
        hint=f"end it in {', '.join(endings)}, or add --format FORMAT ({either(forms)})",
    )


def handout_form(file: str) -> HandoutForm:
    """What a coder codes in, by the extension of the file. Raises `InvalidValue`."""
    form = _HANDOUTS.get(PurePath(file).suffix.lower())
    if form is None:
        raise InvalidValue(
            f"a handout is an HTML page or an Excel workbook, and {file} has another ending",
            hint="end it in .html or .xlsx",
        )
    return form
