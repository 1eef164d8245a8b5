"""Cooks on screen: a study whose tables can be counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

from study import Study

import portrayals
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.crosstab import Crosstab

BOOK = dedent(
    """\
    codebook: cooks-on-screen
    version: 1.0
    variables:
      - {key: place, level: title, type: nominal, codes: [{key: home}, {key: inn}, {key: ship}]}
      - {key: kind-of-end, level: title, type: boolean}
      - {key: weight, level: title, type: number}
      - {key: temper, level: portrayal, type: nominal, codes: [{key: calm}, {key: cross}]}
      - {key: good, level: portrayal, type: boolean}
      - key: dish
        level: portrayal
        type: multi
        codes:
          - {key: sweet, assignable: yes, codes: [{key: cake}, {key: pie}]}
          - {key: soup}
          - {key: roast}
    """
)


class Kitchen(Study):
    """Cooks by what is told of each: `("calm", "yes", "cake,soup")`, an empty word not coded."""

    def films(self, *films: Sequence[tuple[str, str, str]], **facts: Any) -> None:
        """Titles, each with its cooks."""
        for cooks in films:
            title = self.title(f"film {len(self.keys('titles'))}", **facts)
            for number, told in enumerate(cooks):
                cook = self.portrayal(title, f"cook {number}")
                for variable, value in zip(("temper", "good", "dish"), told, strict=True):
                    if value:
                        self.annotate(cook, f"{variable}={value}")

    def crosstab(self, row: str, column: str, **options: Any) -> Crosstab:
        """A table."""
        return portrayals.open(self.target).crosstab(row, column, **options)

    def cooccur(self, variable: str, **options: Any) -> Cooccurrence:
        """Pairs of codes."""
        return portrayals.open(self.target).cooccur(variable, **options)

    def fill(self) -> None:
        """Five titles; of nine cooks one has no temper, one no dish."""
        self.films(
            [("calm", "yes", "cake,soup"), ("calm", "yes", "soup")],
            [("cross", "no", "none"), ("cross", "yes", "pie")],
            [("calm", "no", "roast"), ("", "no", "soup,roast")],
            year="1991",
        )
        self.films(
            [("cross", "no", "sweet")], [("cross", "no", ""), ("calm", "yes", "cake")], year="2003"
        )


def empty(target: str, folder: Path) -> Kitchen:
    """A study of cooks with none in it yet."""
    study = Kitchen(target)
    study.apply(BOOK, folder)
    return study
