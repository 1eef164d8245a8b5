"""The values that `reliability` compares, in files as other programs read them.

ReCal (github.com/dfreelon/recal) reads numbers without a heading, a row a unit, a column a coder:
ReCal2 and ReCal3 whole numbers without gaps, ReCal OIR others too, with `#` for a gap. KALPHA
(Hayes & Krippendorff 2007, Communication Methods and Measures 1) reads a full stop as a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from shlex import quote
from textwrap import fill
from typing import Final

from portrayals.notation.plurals import counted
from portrayals.render.write_rows import Row, write_rows
from portrayals.results.compared_values import ComparedUnit, ComparedValues
from portrayals.results.reliability import Reliability

_LEVELS: Final = {"nominal": 1, "ordinal": 2, "interval": 3}

#: What each coder gave to a unit; null is a gap.
_Unit = Sequence[str | None]

_COMPARED: Final = {
    "agreement": """\
Coders are compared with each other: codings of one unit, in one wave, on one
basis and by one version of the codebook. A unit that several coders coded in
two such ways has two rows.""",
    "stability": """\
Each coder is compared with an earlier self: codings of one unit, on one basis
and by one version of the codebook. `earlier` is what was coded in the main
waves, `later` what was coded again.""",
    "validity": """\
Each coder is compared with one whose word is taken for right: codings of one
unit, in one wave and by one version of the codebook, on whatever basis.""",
}


def files(
    found: Reliability, values: Iterable[ComparedValues], folder: str
) -> Iterator[tuple[str, str]]:
    """The files, each as its path in the folder and its text."""
    named: list[Row] = []
    legend: list[Row] = []
    typed: list[str] = []
    for each in values:
        row, name = each.row, _name(each)
        named.append(
            {
                "file": name,
                "variable": row.variable,
                "code": row.code,
                "between": row.between,
                "level": row.metric,
                "tolerance": each.tolerance,
                "units": row.units,
                "confidence": found.confidence,
            }
        )
        legend += (
            {"file": name, "number": _plain(of.number), "value": of.word, "label": of.label}
            for of in each.legend
        )
        yield f"wide/{name}.csv", _wide(each)
        yield f"long/{name}.csv", _long(each)
        columns = _of_several(each)
        if columns:
            grid = [*zip(*columns.values(), strict=True)]
            yield from _for_recal(name, grid)
            # Not every key can be the name of a variable in SPSS and SAS.
            judges = {f"coder{place}": key for place, key in enumerate(columns, 1)}
            yield f"kalpha/{name}.csv", _lines([[*judges], *grid], gap=".")
            typed.append(_to_type(name, row.metric, judges))
    yield "files.csv", _csv([*named[0]], named)
    yield "codes.csv", _csv(["file", "number", "value", "label"], legend)
    yield "kalpha/commands.sps", _SPSS + "".join(typed)
    yield "reliability.R", (Path(__file__).parent / "reliability.R").read_text(encoding="utf-8")
    yield "README.txt", _readme(found, folder, len(named))


def _name(values: ComparedValues) -> str:
    """`act.slap.ana.bea`: no key has a full stop."""
    row = values.row
    return ".".join(filter(None, (row.variable, row.code, *(row.between or ()))))


def _plain(number: float) -> str:
    """A number without an exponent, which ReCal would refuse."""
    return f"{Decimal(repr(float(number))):f}".removesuffix(".0")


def _numbers(values: ComparedValues, of_unit: ComparedUnit) -> list[str | None]:
    """What each coder gave to a unit."""
    given = {each.name: _plain(each.value.number) for each in of_unit.codings}
    return [given.get(name) for name in values.names]


def _wide(values: ComparedValues) -> str:
    # The key of a coder may be `unit` or `title`, but has no underscore.
    columns = ["unit_key", "title_key", *values.names]
    rows = (
        dict(zip(columns, (each.unit, each.title, *_numbers(values, each)), strict=True))
        for each in values.units
    )
    return _csv(columns, rows)


def _long(values: ComparedValues) -> str:
    columns = ["row", "unit_key", "title_key", "coder", "wave", "basis", "codebook", "value"]
    rows = (
        {
            "row": number,
            "unit_key": of_unit.unit,
            "title_key": of_unit.title,
            "coder": each.coder,
            "wave": each.wave,
            "basis": each.basis,
            "codebook": each.codebook,
            "value": each.value.word,
        }
        for number, of_unit in enumerate(values.units, 1)
        for each in of_unit.codings
    )
    return _csv(columns, rows)


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    stream = StringIO()
    write_rows(stream, "csv", columns, rows)
    return stream.getvalue()


def _of_several(values: ComparedValues) -> dict[str, Sequence[str | None]]:
    """The units with two values or more: a column for each coder of any of them."""
    several = [_numbers(values, each) for each in values.units if len(each.codings) > 1]
    columns = zip(values.names, zip(*several, strict=True), strict=False)
    return {name: column for name, column in columns if any(column)}


def _for_recal(name: str, grid: Sequence[_Unit]) -> Iterator[tuple[str, str]]:
    # Of a file that begins with # ReCal OIR deletes every #, as if they were broken bytes.
    yield f"recal-oir/{name}.csv", _lines(sorted(grid, key=lambda of: of[0] is None), gap="#")
    whole = [of_unit for of_unit in grid if None not in of_unit]
    if whole and all(number and number.isdecimal() for of_unit in whole for number in of_unit):
        yield f"recal{2 if len(whole[0]) == 2 else 3}/{name}.csv", _lines(whole)


def _lines(grid: Iterable[_Unit], gap: str = "") -> str:
    return "".join(f"{','.join(cell or gap for cell in of_unit)}\n" for of_unit in grid)


def _to_type(name: str, level: str, judges: Mapping[str, str]) -> str:
    """What to type in SPSS for one file."""
    whose = ", ".join(f"{judge} is {key}" for judge, key in judges.items())
    variables = " ".join(f"{judge} F8.0" for judge in judges)
    return f"""
* {name}: {whose}.
GET DATA /TYPE=TXT /FILE="{name}.csv" /DELIMITERS="," /FIRSTCASE=2
  /VARIABLES={variables}.
KALPHA judges = {" ".join(judges)}/level = {_LEVELS[level]}/detail = 0/boot = 0.
"""


_SPSS: Final = """\
* Encoding: UTF-8.
* Krippendorff's alpha in SPSS, with the macro KALPHA of Andrew F. Hayes (afhayes.com).
* First run the macro, kalpha.sps, as it was downloaded; then go to the folder of this file:
*   CD "C:\\…\\kalpha".
* In SAS, for each file: PROC IMPORT DATAFILE="FILE.csv" OUT=values DBMS=CSV; RUN;
*   %KALPHA (data = values, judges = coder1 coder2, level = 1, detail = 0, boot = 0);
* The level is 1 for nominal, 2 for ordinal, 3 for interval.
"""


def _readme(found: Reliability, folder: str, number: int) -> str:
    provenance = found.provenance
    notes = "".join(
        f"{fill(note, 80, initial_indent='- ', subsequent_indent='  ', break_on_hyphens=False)}\n"
        for note in found.notes
    )
    return _README.format(
        command=f"{provenance['command']} --data {quote(folder)}",
        program=provenance["program"],
        codebook=provenance["codebook"],
        compared=_COMPARED[found.comparison],
        number=counted(number, "file"),
        notes=f"\nNotes of the program:\n\n{notes}" if notes else "",
    )


_README: Final = """\
The values that coders gave, to recompute how far they agree
============================================================

Made by    {command}
           portrayals {program}
Codebook   {codebook}

{compared}

files.csv lists {number}: one for each variable and, of a set, one for each
code that was given (yes is 1, no is 0), with the level of measurement. A file
has the same name in each of the folders below. codes.csv says what each number
stands for; what a coder counted or measured stands for itself.

Which file for which program
----------------------------

reliability.R  R alone, no packages. From the files in wide/,
                   Rscript reliability.R
               prints percent agreement, Krippendorff's alpha with its limits
               (jackknife by title), kappa and AC1.
wide/          R, and most other programs. A row for each unit, a column for
               each coder; an empty cell is a gap. Units to which one coder
               alone gave a value are there, too: Fleiss's kappa and AC1 count
               them in how common each value is.
long/          The same in words, a row for each value; `row` is that of wide/.
recal-oir/     ReCal OIR (dfreelon.org/utils/recalfront). # is a gap. Tick the
               level that files.csv has.
recal2/        ReCal2, for two coders.
recal3/        ReCal3, for three or more. Both take nominal values without
               gaps: these files have only the units to which all coders gave a
               value, so figures differ where coders left gaps. Numbers that
               are negative or not whole have no file there.
kalpha/        The macro KALPHA, for SPSS and SAS. A full stop is a gap.
               commands.sps has what to type, and says who is coder1.

For ReCal and KALPHA, units to which one coder alone gave a value are left out:
alpha does not count them. ReCal takes files of at most 100,000 bytes.

What is left out
----------------

- Answers that are no values: that a coder cannot tell, or that a question does
  not apply; unless the codebook counts them as values.
- What was changed later: answers are as they were first collected.
- What programs coded, and what was decided by consensus, unless --coder names
  them.
- Titles that were screened out; and where units were drawn for reliability,
  all others.
- The whole of a set: only its codes have files.
{notes}"""
