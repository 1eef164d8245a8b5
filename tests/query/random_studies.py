"""Random small studies and queries, about a codebook with one of everything."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from small_study import (
    LEVELS,
    All,
    Coding,
    Denied,
    Either,
    Is,
    Query,
    SomeUnit,
    Unit,
    Variable,
    written,
)

CODERS = 3

# A codebook with one of everything that settles, rolls up or derives in its own way.

KNOWN = Variable("known", "title", "boolean", {"yes": None, "no": None})
TONE = Variable(
    "tone",
    "portrayal",
    "nominal",
    {"comic": None, "grave": None, "wry": None, "droll": None},
    later=frozenset({"droll"}),
)
SESSIONS = Variable("sessions", "portrayal", "number", tolerance=1)
ACT = Variable(
    "act",
    "relationship",
    "multi",
    {
        "romance": None,
        "kiss": "romance",
        "date": "romance",
        "hug": "romance",
        "money": None,
        "gift": "money",
        "loan": "money",
        "talk": None,
    },
    {
        "kiss": {"class": "violation", "severity": "3"},
        "date": {"class": "violation", "severity": "2"},
        "hug": {"class": "courtesy", "severity": "1"},
        "gift": {"class": "crossing", "severity": "1"},
        "loan": {"class": "violation", "severity": "2"},
    },
    later=frozenset({"hug"}),
)
MOOD = Variable(
    "mood",
    "relationship",
    "nominal",
    {"sweet": None, "sad": None, "flat": None},
    asked_when=Is("act", "romance"),
)
BREACH = Variable(
    "breach",
    "relationship",
    "boolean",
    {"yes": None, "no": None},
    rules=((Is("act.class", "violation"), "yes"),),
    otherwise="no",
)
GRADE = Variable(
    "grade",
    "relationship",
    "ordinal",
    {"0": None, "1": None, "2": None, "3": None},
    rules=(
        (All((Is("act", "kiss"), Denied(Is("mood", "sad")))), "3"),
        (All((Is("breach", "yes"), Denied(Is("tone", "comic")))), "2"),
        (Either((Is("act.severity", "1.."), Is("mood", "sad"))), "1"),
    ),
    otherwise="0",
)
EXPOSED = Variable(
    "exposed",
    "portrayal",
    "boolean",
    {"yes": None, "no": None},
    rules=(
        (All((Is("act", "gift"), Is("known", "yes"))), "yes"),
        (Denied(Is("act", "any")), "no"),
    ),
    otherwise="yes",
)
CODED = (KNOWN, TONE, SESSIONS, ACT, MOOD)
BOOK = {each.key: each for each in (*CODED, BREACH, GRADE, EXPOSED)}
ASSIGNABLE = ("romance", "money", "kiss", "date", "hug", "gift", "loan", "talk")


def codes_of(variable: Variable, version: int, over: str | None = None) -> list[dict[str, Any]]:
    """The codes below one, as a version of the codebook file has them."""
    return [
        {
            "key": code,
            "assignable": "yes",
            "properties": dict(variable.properties.get(code, {})),
            "codes": codes_of(variable, version, code),
        }
        for code, above in variable.above.items()
        if above == over and not (version == 1 and code in variable.later)
    ]


def entry(variable: Variable, version: int) -> dict[str, Any]:
    """A variable as a codebook file has it."""
    made: dict[str, Any] = {
        "key": variable.key,
        "label": variable.key,
        "level": variable.level,
        "type": variable.type,
    }
    if variable.type not in {"boolean", "number"}:
        made["codes"] = codes_of(variable, version)
    if variable.type == "number":
        made |= {"tolerance": str(variable.tolerance), "rollup": "sum"}
    if variable.type == "ordinal":
        made["rollup"] = "max"
    if variable.asked_when is not None:
        made["asked_when"] = written(variable.asked_when)
    if variable.rules:
        made["rules"] = [{"when": written(when), "then": then} for when, then in variable.rules]
        made["otherwise"] = variable.otherwise
    return made


def codebook(version: int) -> str:
    """A version of the codebook as a file; JSON is YAML."""

    return json.dumps(
        {
            "codebook": "kisses",
            "version": str(version),
            "variables": [entry(each, version) for each in BOOK.values() if not each.rules],
            "derived": [entry(each, version) for each in BOOK.values() if each.rules],
        }
    )


# Random studies.

WAVES = ("main", "training", "main", "recode")
BASIS = st.sampled_from(
    ["watched"] * 6 + ["documented"] * 2 + ["watched-in-part", "unstated", "hearsay"]
)
STATE = st.sampled_from(["coded"] * 9 + ["cannot-tell", "not-applicable", "unavailable"])
VERSION = st.sampled_from([2, 2, 2, 1])
#: Mostly the first wave alone; now and then training, a second main wave, a second time.
IN_WAVES = st.sampled_from([(1,)] * 8 + [(2,), (4,), (3,), (1, 3), (1, 2, 4)])


@st.composite
def sets(draw: st.DrawFn) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of a set and those in doubt, as they are written: no parent beside its own."""
    codes = draw(st.frozensets(st.sampled_from(ASSIGNABLE), max_size=3))
    doubtful = draw(st.sampled_from([frozenset()] * 4 + [frozenset({c}) for c in ASSIGNABLE]))
    codes -= {over for code in codes for over in ACT.lineage(code)[1:]}
    return codes - doubtful, doubtful


@st.composite
def codings(draw: st.DrawFn, variable: Variable) -> list[Coding]:
    """What the coders say of a unit."""
    made = []
    for who in range(draw(st.integers(0, CODERS))):
        for number in draw(IN_WAVES):
            state = draw(STATE)
            version = draw(VERSION)
            later = variable.later if version == 1 else frozenset()
            one = Coding(who, number, WAVES[number - 1], state, draw(BASIS), version=version)
            if state == "coded" and variable.type == "multi":
                codes, doubtful = draw(sets())
                one = replace(one, codes=codes - later, doubtful=doubtful - later)
                if not one.codes and not one.doubtful:
                    one = replace(one, state="none")
            elif state == "coded" and variable.type == "number":
                one = replace(one, number=draw(st.sampled_from([10.0, 10.5, 11.0, 12.0])))
            elif state == "coded":
                known = [code for code in variable.above if code not in later]
                one = replace(one, codes=frozenset({draw(st.sampled_from(known))}))
            made.append(one)
    return made


@st.composite
def units(draw: st.DrawFn, level: str, screened: str, above: Unit | None) -> Unit:
    """A unit with all beneath it."""
    made = Unit(level, screened, above)
    for variable in CODED:
        if variable.level == level:
            made.codings[variable.key] = draw(codings(variable))
    if level != "relationship":
        below = LEVELS[LEVELS.index(level) + 1]
        number = draw(st.sampled_from([0, 1, 1, 1, 2, 3]))
        made.beneath = [draw(units(below, screened, made)) for _ in range(number)]
    return made


@st.composite
def worlds(draw: st.DrawFn) -> list[Unit]:
    """The titles of a study."""
    screenings = ["pending", "in", "in", "none", "none", "out", "unavailable"]
    return [
        draw(units("title", draw(st.sampled_from(screenings)), None))
        for _ in range(draw(st.integers(2, 4)))
    ]


# Random queries.

STATES = ("not-coded", "not-applicable", "unavailable")
WORDS: dict[str, tuple[str, ...]] = {
    "act": (*ASSIGNABLE, "romance", "gift,date", "none", "any", *STATES),
    "act.class": ("violation", "crossing", "courtesy"),
    "act.severity": ("2", "2..", "..1"),
    "mood": ("sweet", "sad", "sad,flat", "any", "unsettled", "cannot-tell", *STATES),
    "breach": ("yes", "no", "any", "undetermined", "not-coded"),
    "grade": ("0", "2", "2,3", "any", "undetermined"),
    "tone": (
        "comic",
        "grave",
        "droll",
        "wry",
        "grave,comic",
        "any",
        "unsettled",
        "cannot-tell",
        *STATES,
    ),
    "sessions": ("10..10.7", "11", "11..", "any", "unsettled", *STATES),
    "exposed": ("yes", "no", "undetermined", "not-coded"),
    "known": ("yes", "no", "any", "unsettled", "cannot-tell", *STATES),
}
TERMS = {
    level: st.sampled_from(
        [
            Is(name, word)
            for name, words in WORDS.items()
            for word in words
            if BOOK[name.split(".")[0]].level == level
        ]
    )
    for level in LEVELS
}
ANY_TERM: st.SearchStrategy[Query] = st.one_of(*TERMS.values())


def larger(smaller: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Terms side by side, or either."""
    several = st.lists(smaller, min_size=2, max_size=3).map(tuple)
    return several.map(All) | several.map(Either)


ASSENTING = st.recursive(ANY_TERM, larger, max_leaves=4)
ANYTHING = st.recursive(ANY_TERM, lambda q: larger(q) | q.map(Denied), max_leaves=5)


@st.composite
def of_one_unit(draw: st.DrawFn) -> Query:
    """A query with a term of each level below titles that is not negated."""
    one: Query = draw(TERMS["portrayal"])
    other: Query = draw(TERMS["relationship"])
    both = draw(st.sampled_from([All, Either]))((one, other))
    return draw(st.sampled_from([All, Either]))((draw(ANYTHING), both))


SCOPE = st.one_of(ASSENTING, of_one_unit(), ASSENTING.map(Denied))
QUERY = SCOPE | st.recursive(SCOPE.map(SomeUnit), lambda q: larger(q) | q.map(Denied), max_leaves=3)
