"""A script for R: reads a text file into a data frame, and says why values are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from portrayals.notation.program_names import IN_SPSS, program_names
from portrayals.results.data_columns import Column

#: How every such script begins: one that begins otherwise is somebody's own.
FIRST_LINE: Final = "# Written by portrayals export table.\n"


def r_script(columns: Sequence[Column], file_name: str, separator: str, cluster: str) -> str:
    """The script for a text file of the columns; the units of one `cluster` depend on another."""
    names = dict(zip(program_names((c.key for c in columns), IN_SPSS), columns, strict=True))
    marks = [name for name, column in names.items() if column.group]
    coded = {n: c for n, c in names.items() if c.kind == "codes" and not c.group}
    values = {name: {each.word: each.label for each in c.valid} for name, c in coded.items()}
    parts = (
        FIRST_LINE + _ABOUT,
        _assigned("file", _text(file_name)),
        _vector("labels", ((name, column.label) for name, column in names.items())),
        "values <- list(\n" + ",\n".join(_values(values)) + "\n)\n",
        "# Codes that a unit has or has not.\n" + _vector("codes", marks),
        _vector("ordered", (name for name, column in coded.items() if column.ordered)),
        _vector("numbers", (name for name, column in names.items() if column.kind == "number")),
        _READ.replace("SEPARATOR", _text(separator)).replace("CLUSTER", cluster),
    )
    return "\n".join(parts)


_ABOUT: Final = """\
# In R: source("THIS FILE", chdir = TRUE). It needs no package, and makes
#
# units   A data frame with a row for each unit. Codes are factors; what is missing is NA.
# states  The same rows; for each column of codes or numbers, why a unit has no value there:
#         not-coded, cannot-tell, not-applicable, unavailable, unsettled, undetermined, incomplete,
#         no-unit. incomplete:yes is a yes known of a unit that is only partly coded.
# labels  What each column is called in the codebook.
# design  Where the package survey is installed: the units in their titles, so that intervals allow
#         for units of one title being alike.
"""

_READ: Final = """\
script <- grep("^--file=", commandArgs(), value = TRUE)
if (length(script) && sys.nframe() == 0) { # run by Rscript: the file is beside the script
  script <- gsub("~+~", " ", sub("^--file=", "", script), fixed = TRUE)
  file <- file.path(dirname(script), file)
}
units <- read.table(file,
  header = TRUE, sep = SEPARATOR, quote = "\\"", comment.char = "", na.strings = "",
  colClasses = "character", col.names = names(labels), check.names = FALSE, encoding = "UTF-8"
)
for (name in codes) values[[name]] <- c(no = "no", yes = "yes")
states <- units[c(names(values), numbers)]
for (name in names(units)) {
  found <- units[[name]]
  if (name %in% names(values)) {
    given <- values[[name]]
    states[[name]] <- ifelse(found %in% names(given), NA, found)
    units[[name]] <- factor(found, names(given), given, ordered = name %in% ordered)
  } else if (name %in% numbers) {
    units[[name]] <- suppressWarnings(as.numeric(found))
    states[[name]] <- ifelse(is.na(units[[name]]), found, NA)
  } else { # an apostrophe keeps spreadsheets from running a text
    units[[name]] <- sub("^'(?='*[=+@\\t\\r-])", "", found, perl = TRUE)
  }
  attr(units[[name]], "label") <- labels[[name]]
}
if (requireNamespace("survey", quietly = TRUE) && nrow(units) > 1) {
  design <- survey::svydesign(ids = ~CLUSTER, weights = rep(1, nrow(units)), data = units)
}
"""


def _assigned(name: str, value: str) -> str:
    return f"{name} <- {value}\n"


def _vector(name: str, items: Iterable[str | tuple[str, str]]) -> str:
    """A vector of text, named where its items are pairs."""
    lines = [
        f"  {_text(item)}" if isinstance(item, str) else f"  {_text(item[0])} = {_text(item[1])}"
        for item in items
    ]
    return _assigned(name, "c(\n" + ",\n".join(lines) + "\n)" if lines else "character()")


def _values(values: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for name, labels in values.items():
        told = ", ".join(f"{_text(word)} = {_text(label)}" for word, label in labels.items())
        yield f"  {_text(name)} = c({told})"


def _text(value: str) -> str:
    """A string of R, in ASCII: what a locale cannot write is escaped."""
    return '"' + "".join(map(_letter, value)) + '"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    plain = letter.isascii() and letter.isprintable()
    return letter if plain else f"\\U{{{ord(letter):x}}}"
