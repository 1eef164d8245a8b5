"""A type checker refuses the arguments that the program would refuse, before it runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

#: What mypy says of a line stands behind it; of the other lines it says nothing.
PROGRAM = """\
import portrayals

study = portrayals.open("study.db", actor="ana")
study.stats("violation", level=3)  # arg-type
study.stats("violation", level="titel")  # arg-type
study.stats("violation", lvel="title")  # call-arg
study.stats("violation", level="title", by="decade", confidence=90, silence="no")
study.add_title("Z", knd=1)  # call-arg
study.add_title("Z", year=2001, kind="tv-series", countries=["US"])
study.tag("z", ["flirting"], basis="seen")  # arg-type
study.tag("z", ["flirting"], basis="watched", at="12:30")
study.trend("violation", per="month")  # arg-type
study.crosstab("violation", "kind", adjust="bonferroni")  # arg-type
study.compare("violation", where="kind:tv")  # call-arg
study.list("titel")  # arg-type
study.screen("z", "pending")  # arg-type
study.import_units("title", "titles.csv", on_change="replace")  # arg-type
portrayals.init("study.db", startr=True)  # call-arg
for row in study.stats("violation").rows:
    row.cuont  # union-attr
study.stats("violation").chart().save("figure.png")
"""
SAID = re.compile(r".*:(?P<line>\d+): error: .* \[(?P<code>[a-z-]+)\]")


@pytest.mark.slow
def test_mypy_refuses_what_no_method_takes(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-pretty", str(program)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stderr == ""
    found = {int(said["line"]): said["code"] for said in SAID.finditer(told.stdout)}
    expected = {
        number: line.partition("  # ")[2]
        for number, line in enumerate(PROGRAM.splitlines(), 1)
        if "  # " in line
    }
    assert found == expected, told.stdout
