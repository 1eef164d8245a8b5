"""The files of other programs are what these accept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from portrayals.render.compared_values import files
from portrayals.results.compared_values import (
    ComparedCoding,
    ComparedUnit,
    ComparedValues,
    NumberedValue,
)
from portrayals.results.reliability import Reliability, ReliabilityRow

#: What each coder gave to a unit; null is a gap.
Given = Sequence[float | None]


def values(*units: Given, variable: str = "length", metric: str = "interval") -> ComparedValues:
    """What coders called a, b, c gave to units."""
    told: dict[str, Any] = {each.name: None for each in fields(ReliabilityRow)}
    row = ReliabilityRow(**told | {"variable": variable, "metric": metric, "units": len(units)})
    return ComparedValues(
        row,
        0,
        tuple("abc"[: len(units[0])]),
        (),
        [
            ComparedUnit(
                f"u{number}",
                f"t{number}",
                tuple(
                    ComparedCoding(
                        name, name, "main", "watched", "1", NumberedValue(each, f"{each}", "")
                    )
                    for name, each in zip("abc", unit, strict=False)
                    if each is not None
                ),
            )
            for number, unit in enumerate(units)
        ],
    )


def written(*told: ComparedValues) -> dict[str, str]:
    """The files, by their paths."""
    options: dict[str, Any] = {each.name: None for each in fields(Reliability)}
    found = Reliability(
        **options
        | {
            "comparison": "agreement",
            "notes": ("A note. " * 20,),
            "provenance": {"command": "portrayals reliability", "program": "1", "codebook": "b 2"},
        }
    )
    return dict(files(found, told, "for reviewers"))


def test_recal_oir_has_a_hash_for_each_gap_but_never_begins_with_one() -> None:
    """ReCal deletes every # of a file that begins with one, and then misses values."""
    made = written(values((None, 1, 2), (1, 1, None), (2, 1, 2)))
    assert made["recal-oir/length.csv"] == "1,1,#\n2,1,2\n#,1,2\n"


def test_recal_and_kalpha_have_only_units_of_several_coders_and_coders_of_these() -> None:
    made = written(values((1, 2, None), (None, None, 3), (4, None, None)))
    assert made["recal-oir/length.csv"] == "1,2\n"
    assert made["kalpha/length.csv"] == "coder1,coder2\n1,2\n"
    assert made["wide/length.csv"].count("\n") == 4


def test_recal2_and_3_have_whole_numbers_of_units_that_all_coded() -> None:
    two, three = written(values((1, 0), (2, None))), written(values((1, 0, 1), (2, 2, None)))
    assert (two["recal2/length.csv"], three["recal3/length.csv"]) == ("1,0\n", "1,0,1\n")
    for number in (2.5, -1):
        made = written(values((1, number)))
        assert "recal-oir/length.csv" in made
        assert not any(name.startswith(("recal2", "recal3")) for name in made)


def test_numbers_have_digits_alone() -> None:
    made = written(values((1e16, 1e-7), (-0.5, 12.0)))
    assert made["recal-oir/length.csv"] == "10000000000000000,0.0000001\n-0.5,12\n"


def test_kalpha_has_a_full_stop_for_a_gap_and_its_command_the_level() -> None:
    made = written(values((1, None, 2), (1, 2, 1), variable="standing", metric="ordinal"))
    assert made["kalpha/standing.csv"] == "coder1,coder2,coder3\n1,.,2\n1,2,1\n"
    typed = made["kalpha/commands.sps"]
    assert "coder1 is a, coder2 is b, coder3 is c" in typed
    assert "KALPHA judges = coder1 coder2 coder3/level = 2/" in typed


def test_what_nobody_can_be_compared_on_has_no_file_for_recal_and_kalpha() -> None:
    made = written(values((1, None), (None, 2)))
    assert {name.partition("/")[0] for name in made if "length" in name} == {"wide", "long"}
    assert re.search(r"^length,.*,interval,", made["files.csv"], re.MULTILINE)


def test_the_readme_names_every_folder_and_fits_a_screen() -> None:
    made = written(values((1, 0)), values((1, 0, 1), variable="pupils"))
    readme = made["README.txt"]
    assert {f"{name.partition('/')[0]}/" for name in made if "/" in name} <= set(readme.split())
    assert "portrayals reliability --data 'for reviewers'" in readme
    assert max(map(len, readme.splitlines())) <= 80
