"""Handouts for tests, made by hand from a shipped codebook: no study is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from uuid import UUID

from portrayals.codebook.load import load
from portrayals.codebook.model import Variable
from portrayals.codebook.tree import ancestors
from portrayals.results.handout import (
    Condition,
    Handout,
    HandoutCode,
    HandoutUnit,
    HandoutVariable,
    ModelAnswers,
)
from portrayals.services.handouts.content import variable_handed_out
from portrayals.vocabulary import Level

#: What the shipped codebook's headline is about, so that it comes first.
_ACT = "boundary-act"


def handout_of(
    units: Iterable[HandoutUnit],
    *,
    variables: Iterable[HandoutVariable] | None = None,
    codebook: str = "therapist-boundaries",
    episodes: dict[str, tuple[str, ...]] | None = None,
    coder: str = "ana",
    model: ModelAnswers | None = None,
) -> Handout:
    """A handout of these units, with all that the codebook asks unless `variables` says."""
    text = files("portrayals").joinpath(f"codebooks/{codebook}.yaml").read_text("utf-8")
    book = load(text)
    return Handout(
        study="Therapists on screen",
        wave="main" if model is None else "practice",
        purpose="main" if model is None else "training",
        coder=coder,
        coder_name=None,
        codebook=book.key,
        codebook_version=book.version,
        codebook_sha256=sha256(text.encode()).hexdigest(),
        codebook_label=book.label,
        level_names={str(level): name for level, name in book.level_names.items()},
        variables=tuple(variables if variables is not None else variables_of(codebook)),
        units=tuple(units),
        episodes=episodes or {},
        model=model,
    )


def variables_of(codebook: str = "therapist-boundaries") -> tuple[HandoutVariable, ...]:
    """The coded variables of a shipped codebook, boundary acts first."""
    text = files("portrayals").joinpath(f"codebooks/{codebook}.yaml").read_text("utf-8")
    coded = [each for each in load(text).variables if not each.derived]
    coded.sort(key=lambda each: each.key != _ACT)
    known = {each.key: each for each in coded}
    return tuple(variable_handed_out(each, _condition(each.asked_when, known)) for each in coded)


def question(
    key: str, *, type_: str = "nominal", level: Level = "title", **more: object
) -> HandoutVariable:
    """A variable with little more than a key."""
    values: dict[str, object] = {
        "key": key,
        "label": key.capitalize(),
        "level": level,
        "type": type_,
        "question": None,
        "definition": None,
        "include": None,
        "exclude": None,
        "minimum": None,
        "maximum": None,
        "measure": None,
        "asked_when": None,
        "codes": (),
    }
    return HandoutVariable(**(values | more))  # type: ignore[arg-type]


def category(
    key: str, *codes: HandoutCode, label: str | None = None, **more: object
) -> HandoutCode:
    """A code with little more than a key."""
    values: dict[str, object] = {
        "definition": None,
        "include": None,
        "exclude": None,
        "examples": (),
        "counterexamples": (),
        "assignable": True,
        "properties": {},
    }
    return HandoutCode(key=key, label=label or key.capitalize(), codes=codes, **(values | more))  # type: ignore[arg-type]


def couples(
    titles: int, *, each: int = 2, name: str = "A film", facts: tuple[bool | None, ...] = ()
) -> Iterator[HandoutUnit]:
    """Titles with a therapist in each who has so many relationships."""
    for place in range(titles):
        film = f"{name} {place + 1}"
        yield unit(f"film-{place}", "title", None, film, year=1950 + place % 70, kind="film")
        yield unit(
            *(f"therapist-{place}", "portrayal", f"film-{place}", f"Therapist {place + 1}"),
            performer="Somebody Known",
            roles=("psychiatrist",),
        )
        for other in range(each):
            yield unit(
                *(f"client-{place}-{other}", "relationship", f"therapist-{place}"),
                f"Client {place + 1}.{other + 1}",
                facts=facts,
            )


def unit(key: str, level: Level, above: str | None, name: str, **more: object) -> HandoutUnit:
    """A unit whose UUID follows from its key."""
    values: dict[str, object] = {
        "year": None,
        "end_year": None,
        "kind": None,
        "performer": None,
        "roles": (),
        "facts": (),
    }
    upper = None if above is None else uuid_of(above)
    return HandoutUnit(
        uuid=uuid_of(key),
        key=key,
        level=level,
        above=upper,
        name=name,
        **(values | more),  # type: ignore[arg-type]
    )


def uuid_of(key: str) -> str:
    """The UUID of the unit of that key."""
    return str(UUID(bytes=sha256(key.encode()).digest()[:16], version=4))


def _condition(query: str | None, coded: dict[str, Variable]) -> Condition | None:
    """The condition of `VARIABLE:CODE,…` or `VARIABLE:any`; any other is left open."""
    if query is None:
        return None
    name, _, said = query.partition(":")
    if name not in coded:
        return ["open"]
    of = coded[name]
    if said == "any":
        return ["asks", name, of.type, "any"]
    paths = ancestors(of)
    asked = set(said.split(","))
    sure = [code for code, path in paths.items() if asked & set(path)]
    unsure = [
        code for code in paths if code not in sure and any(code in paths[each] for each in sure)
    ]
    below = {
        code: [each for each, path in paths.items() if code in path[1:]]
        for code in paths
        if any(code in path[1:] for path in paths.values())
    }
    return ["has", name, of.type, sure, unsure, below]
