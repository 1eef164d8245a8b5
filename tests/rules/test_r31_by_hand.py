"""Random studies: what `reliability` prints is what one works out coding by coding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import agreement_by_hand as by_hand
import pytest
from agreement_by_hand import STATES, Said, Tree
from coded_twice import reliability
from teachers import BOOK, School

from portrayals.history.transaction import write
from portrayals.services.catalogue.people import add_portrayal, add_relationship
from portrayals.services.catalogue.titles import add_title
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate

pytestmark = pytest.mark.slow

#: The second version has a code at the top that the first lacks, and one below another.
LATER = (
    BOOK.replace("version: 1.0", "version: 1.1")
    .replace("      - {key: help}\n", "      - {key: help}\n      - {key: lecture}\n")
    .replace("          - key: scorn\n", "          - {key: glare}\n          - key: scorn\n")
)
TREE = Tree(
    {
        "harm": None,
        "violence": "harm",
        "slap": "violence",
        "cane": "violence",
        "glare": "harm",
        "scorn": "harm",
        "mock": "scorn",
        "ignore": "scorn",
        "praise": None,
        "help": None,
        "lecture": None,
    },
    frozenset({"glare", "lecture"}),
)
CODES = ("slap", "slap", "harm", "violence", "cane", "scorn", "mock", "ignore", "praise", "help")
ORDER = ("slight", "bad", "worst")
ONE_OF = {
    "act": (),
    "begun-by": ("teacher", "pupil", "parent"),
    "hurt": ORDER,
    "length": ("90", "93", "96", "120"),
}
LEVELS = {"begun-by": "nominal", "hurt": "ordinal", "length": "interval"}
CODERS = ("ana", "bea", "cai")


def said_of(draw: Random, variable: str) -> str:
    """An answer to a variable, now and then a state, a doubt or `none`."""
    if draw.random() < 0.1:
        return draw.choice(STATES)
    if variable != "act":
        return draw.choice(ONE_OF[variable])
    codes = draw.sample(sorted({*CODES}), draw.choice((1, 1, 2)))
    if draw.random() < 0.2:
        codes[-1] = f"maybe:{codes[-1]}"
    return "none" if draw.random() < 0.2 else ";".join(codes)


def codings(draw: Random, variable: str, units: Sequence[tuple[str, str]]) -> Iterator[Said]:
    """Who codes what: on one basis or on several, by either version, in one wave or in three."""
    noise, gap = draw.choice((0.15, 0.3, 0.45)), draw.choice((0, 0.2))
    bases = draw.choice((("watched",), ("documented",), ("watched", "watched", "documented")))
    waves, versions = draw.choice((1, 1, 3)), draw.choice((1, 1, 2))
    for title, unit in units:
        truth, version = said_of(draw, variable), draw.randint(1, versions)
        for wave in ("main", "later", "again")[:waves]:
            for coder in CODERS[: 2 + (draw.random() < 0.5)]:
                basis = draw.choice(bases)
                complete = variable != "act" or basis == "watched"
                value = truth if draw.random() > noise else said_of(draw, variable)
                if draw.random() >= gap:
                    yield Said(title, unit, coder, wave, basis, complete, version, value)


def coded(school: School, folder: Path, draw: Random, variable: str) -> list[Said]:
    """A study of random codings of a variable, of which some were changed later."""
    school.wave("later")
    school.wave("again", "recode")
    units = []
    with write(school.target, actor="ana", command="add titles") as made:
        for number in range(draw.choice((4, 20, 24))):
            (film,) = add_title(made, f"Film {number}", duplicate=True).keys
            for name in ("A. Teacher", "B. Teacher")[: draw.choice((1, 1, 2))]:
                (teacher,) = add_portrayal(made, film, name).keys
                (bond,) = add_relationship(made, teacher, "A pupil").keys
                units.append((film, bond))
    if variable == "length":
        units = [(film, film) for film in dict(units)]
    made_here = list(codings(draw, variable, units))
    for version in (1, 2):
        if version == 2:
            school.apply(LATER, folder)
        mine = [each for each in made_here if each.version == version]
        # Each is changed in a change of its own, to nothing that adds codes to it.
        changed = [replace(each, value="cannot-tell") for each in mine if draw.random() < 0.1]
        for part in (mine, changed):
            for coder in CODERS:
                with write(school.target, actor=coder, command="annotate") as made:
                    for each in part:
                        if each.coder == coder:
                            options = CodingOptions(wave=each.wave, basis=each.basis)
                            annotate(made, each.unit, [f"{variable}={each.value}"], options)
    return made_here


def single(variable: str, said: Said) -> Any:
    """The value of a variable that is no set."""
    if said.value in STATES:
        return None
    if variable == "length":
        return float(said.value)
    return ORDER.index(said.value) if variable == "hurt" else said.value


def measured(variable: str) -> dict[str | None, tuple[Callable[[Said], Any], str]]:
    """What has a row: the codes of a set, or the variable."""
    if variable != "act":
        return {None: (partial(single, variable), LEVELS[variable])}
    of_codes = ((code, partial(TREE.value, code=code)) for code in (*TREE.above, "none"))
    return {code: (value, "nominal") for code, value in of_codes}


def compared(
    school: School,
    variable: str,
    groups: Sequence[Sequence[Said]],
    who: Callable[[Said], str] = lambda said: said.coder,
    between: tuple[str, ...] | None = None,
    **options: Any,
) -> None:
    """Asserts that the rows are those worked out by hand from groups of codings."""
    rows = [each for each in reliability(school, variable, **options).rows if each.metric != "masi"]
    told = {each.code: each for each in rows if each.between == between}
    expected = {
        code: by_hand.row(groups, value, level, who, tolerance=5)
        for code, (value, level) in measured(variable).items()
    }
    for code, hand in expected.items():
        if code is not None and hand["units"] and not hand["prevalence"]:
            assert code not in told
            continue
        if not any(len(group) > 1 for group in groups):
            continue  # nothing was coded twice, which tests of their own are about
        ours = {name: getattr(told[code], name) for name in by_hand.FIGURES}
        assert ours == pytest.approx({name: hand[name] for name in by_hand.FIGURES}), code


@pytest.mark.parametrize("variable", ONE_OF)
@pytest.mark.parametrize("seed", range(4))
def test_r31_to_r34_reliability_prints_what_one_works_out_coding_by_coding(
    own_school: School, tmp_path: Path, seed: int, variable: str
) -> None:
    draw = Random(f"{seed} {variable}")
    said = coded(own_school, tmp_path, draw, variable)
    mains = [each for each in said if each.wave != "again"]
    compare = partial(compared, own_school, variable)
    main = by_hand.latest(mains)
    compare(by_hand.together(main))
    for wave in ("main", "later"):
        of_wave = [each for each in mains if each.wave == wave]
        compare(by_hand.together(of_wave), wave=wave)
    watched = [each for each in main if each.basis == "watched"]
    compare(by_hand.together(watched), basis="watched")
    pair = [each for each in main if each.coder != "cai"]
    compare(by_hand.together(pair), coder=["ana", "bea"])
    compare(by_hand.together(pair), per="pair", between=("ana", "bea"))
    compare(by_hand.beside_a_standard(pair), against="bea", between=("ana", "bea"))
    if any(each.wave == "again" for each in said):
        times = list(by_hand.at_two_times(said))
        compare(times, lambda each: "later" if each.wave == "again" else "earlier", wave="again")
