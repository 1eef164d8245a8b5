"""What is answered at once: the top of the help, set by hand, the version, and completions."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Final

from portrayals import __version__
from portrayals.cli.streams import Steady
from portrayals.errors import Untold

HELP: Final = """\
Usage: portrayals [OPTIONS] COMMAND ...

Catalogue films and shows, code what they portray, and count it honestly.
New here?  portrayals demo          Your own:  portrayals init --starter

Catalogue
  init         create a database             show     one title, person or code
  add          title, episode, portrayal,    edit     change a field
               relationship, coder, source,  remove   delete, after asking
               claim
  list         titles, portrayals, ...       merge    merge two duplicates
  screen       in or out of the study, why

Code
  code         at the keyboard, unit by unit codebook  list, show, check, apply
  tag, untag   add or remove codes           annotate  set a variable's value
  coding       waves, assignments, handouts for coders, progress

Count
  stats        how many, with intervals      compare  a share in two groups
  crosstab     one variable by another       cooccur  codes that occur together
  trend        a share over the years        claims   what sources say, checked
  reliability  how far coders agree
  samplesize   how many units are needed

Exchange and publish
  import       tables, titles, annotations   export   titles, annotations,
  catalogue    check titles kept as text              findings ... to a file
  report       the study as one HTML page    methods  the paragraph for a paper
  cite         how to cite it

Maintain
  history      what was changed, by whom     db       info, describe, check,
  undo         undo a change                          backup, restore, policy,
  completion   let Tab complete keys and codes        upgrade
  help         query, keys, states, numbers

Options, before or after the command
  --db FILE|URL  the database (portrayals.db here or in a folder above)
  --as CODER     who is acting               -y, --yes    answer yes
  -q, --quiet    print less                  --no-color   --no-pager
  --debug        show tracebacks             --version

Exit status
  0  done                              3  the database must be upgraded first
  1  refused, or problems found        4  done, but the answer was not printed
  2  not understood, or not confirmed  130  interrupted

  portrayals show "50/50"
  portrayals list titles boundary-act:dating-former-client year:1990..1999
  portrayals stats violation gender --table1 -o table1.docx
More: portrayals COMMAND --help     portrayals help TOPIC
"""


def answer(arguments: list[str]) -> int:
    """Prints the version where it is asked for, else the help; the exit status."""
    out = Steady(sys.stdout, piped=True)
    try:
        out.write(f"portrayals {__version__}\n" if arguments == ["--version"] else HELP)
        out.flush()
    except BrokenPipeError:
        return 0
    if out.lost is None:
        return 0
    unprinted = Untold(f"the answer could not be printed: {out.lost}")
    Steady(sys.stderr, piped=False).write(f"portrayals: {unprinted}\n")
    return unprinted.status


def complete(shell: str, request: list[str]) -> int:
    """Prints what a shell asks for; the exit status, which is 0 whatever happens."""
    from portrayals.completion.answers import answer

    with suppress(OSError):
        os.write(1, answer(shell, request).encode(errors="surrogateescape"))
    return 0
