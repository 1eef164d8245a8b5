"""A script for SPSS and PSPP: opens a data file, and defines its multiple-response sets."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from portrayals.notation.program_names import IN_SPSS, program_names
from portrayals.results.data_columns import Column, ResponseSet

#: How every such script begins: one that begins otherwise is somebody's own.
FIRST_LINE: Final = "* Written by portrayals export table.\n"
_WIDTH: Final = 100


def spss_script(columns: Sequence[Column], file_name: str) -> str:
    """The script for the file that `write_data_file` made of the columns."""
    return f"{FIRST_LINE}{_ABOUT}\nGET FILE={_quoted(file_name)}.\n{''.join(_sets(columns))}"


_ABOUT: Final = """\
* Run it in the folder of the data file, or go there first: CD 'FOLDER'.
* Numbers below zero are missing, and their labels say why. FREQUENCIES of any column counts as
  portrayals stats does. A set is a column for each code, 1 yes and 0 no: CTABLES /TABLE $NAME.
"""


def _sets(columns: Sequence[Column]) -> Iterator[str]:
    members: dict[ResponseSet, list[str]] = {}
    names = program_names((each.key for each in columns), IN_SPSS)
    for name, column in zip(names, columns, strict=True):
        if column.group:
            members.setdefault(column.group, []).append(name)
    several = {group: found for group, found in members.items() if len(found) > 1}
    # The name of a set begins with a dollar sign.
    keys = program_names((group.key for group in several), IN_SPSS - 1)
    for key, (group, found) in zip(keys, several.items(), strict=True):
        indent = " " * 4
        listed = textwrap.fill(
            " ".join(found), _WIDTH, initial_indent=indent, subsequent_indent=indent
        )
        yield (
            f"MRSETS /MDGROUP NAME=${key} LABEL={_quoted(group.label)} CATEGORYLABELS=VARLABELS\n"
            f"  VARIABLES=\n{listed}\n  VALUE=1.\n"
        )


def _quoted(text: str) -> str:
    return f"""'{text.replace("'", "''")}'"""
