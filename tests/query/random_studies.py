"""Random small studies and queries, about a codebook with one of everything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

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
#: The number of the coder that is a program, after those of the people.
PROGRAM = CODERS

# A codebook with one of everything that settles, rolls up or derives in its own way.

KNOWN = Variable("known", "title", "boolean", {"yes": None, "no": None})
TONE = Variable(
    "tone",
    "portrayal",
    "nominal",
    {"comic": None, "grave": None, "wry": None, "droll": None},
    later=frozenset({"droll"}),
)
SESSIONS = Variable("sessions", "portrayal", "number", tolerance=1, rollup="sum")
ACT = Variable(
    "act",
    "relationship",
    "multi",
    {
        "romance": None,
        "kiss": "romance",
        "peck": "kiss",
        "date": "romance",
        "hug": "romance",
        "money": None,
        "gift": "money",
        "loan": "money",
        "talk": None,
    },
    {
        "kiss": {"class": "violation", "severity": "3"},
        "peck": {"class": "violation", "severity": "1"},
        "date": {"class": "violation", "severity": "2"},
        "hug": {"class": "courtesy", "severity": "1"},
        "gift": {"class": "crossing", "severity": "1"},
        "loan": {"class": "violation", "severity": "2"},
    },
    later=frozenset({"hug", "talk"}),
)
MOOD = Variable(
    "mood",
    "relationship",
    "nominal",
    {"sweet": None, "sad": None, "flat": None},
    asked_when=Is("act", "romance"),
)
WARMTH = Variable(
    "warmth",
    "relationship",
    "ordinal",
    {"cold": None, "cool": None, "warm": None, "hot": None},
    rollup="median",
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
    rollup="max",
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
SHOWN = Variable(
    "shown",
    "title",
    "nominal",
    {"much": None, "some": None, "nothing": None},
    rules=(
        (Is("act", "kiss"), "much"),
        (Is("act", "gift"), "undetermined"),
        (Is("act", "money"), "some"),
    ),
    otherwise="nothing",
)
ECHO = Variable(
    "echo",
    "portrayal",
    "boolean",
    {"yes": None, "no": None},
    rules=((Is("shown", "much,some"), "yes"), (Is("tone", "grave"), "no")),
    otherwise="no",
)
CODED = (KNOWN, TONE, SESSIONS, ACT, MOOD, WARMTH)
BOOK = {each.key: each for each in (*CODED, BREACH, GRADE, EXPOSED, SHOWN, ECHO)}
ASSIGNABLE = tuple(ACT.above)


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
        made["tolerance"] = str(variable.tolerance)
    if variable.rollup:
        made["rollup"] = variable.rollup
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
#
# One `Random` draws a whole example, and its seed is all that Hypothesis chooses. Left to choose
# more, Hypothesis spends most examples on variations of the one before, in which little is counted.

WAVES = ("main", "training", "main", "recode")
BASES = (*["watched"] * 6, *["documented"] * 2, "watched-in-part", "unstated", "hearsay")
GIVEN = (*["coded"] * 9, "cannot-tell", "not-applicable", "unavailable")
VERSIONS = (2, 2, 2, 1)
#: How often a program codes, too.
PROGRAMMED = 0.25
#: Mostly the first wave alone; now and then training, a second main wave, a second time.
IN_WAVES = (*[(1,)] * 8, (2,), (4,), (3,), (1, 3), (1, 2, 4))
SCREENINGS = (*["in"] * 4, *["pending"] * 2, *["none"] * 3, "out", "unavailable")
#: How many units lie beneath one; beneath a title in which nobody was found, hardly ever any.
BENEATH = (0, 1, 2, 2, 2, 3)
BENEATH_NONE = (0, 0, 0, 1)
#: Codes one above the other, next to each other or further apart, beside what else a set holds.
LINES = (
    (),
    (),
    ("romance", "peck"),
    ("romance", "peck"),
    ("romance", "kiss"),
    ("kiss", "peck"),
    ("romance", "kiss", "peck"),
)


def answered(random: Random, variable: Variable, blank: Coding) -> Coding:
    """A coding with a value that its version of the codebook knows.

    A set is as it was given, a parent beside its own descendants.
    """
    known = [code for code in variable.above if blank.version == 2 or code not in variable.later]
    if variable.type == "number":
        return replace(blank, number=random.choice([10.0, 10.5, 11.0, 12.0]))
    if variable.type != "multi":
        return replace(blank, codes=frozenset({random.choice(known)}))
    doubtful = frozenset(random.sample(known, random.choice([0, 0, 1])))
    codes = frozenset(random.sample(known, random.choice([0, 1, 1, 2]))) - doubtful
    codes |= frozenset(random.choice(LINES)) - doubtful
    complete = random.choice((*[None] * 5, True, False))
    if not codes and not doubtful:
        return replace(blank, state="none", complete=complete)
    return replace(blank, codes=codes, doubtful=doubtful, complete=complete)


def codings(random: Random, variable: Variable, *, plain: bool) -> list[Coding]:
    """What the coders say of a unit; `plain`: one has watched, who nearly always gives a value.

    Where all of them say anything, little is settled, and hardly ever a whole title.
    """
    if plain:
        state = random.choice(["coded"] * 9 + ["not-applicable"])
        version = random.choice(VERSIONS)
        basis = random.choice(["watched", "watched", "watched", "documented"])
        blank = Coding(0, 1, "main", state, basis, version=version)
        made = [answered(random, variable, blank) if state == "coded" else blank]
    else:
        made = [
            one
            for who in range(random.randint(0, CODERS))
            for one in codings_of(random, variable, who)
        ]
    if random.random() < PROGRAMMED:
        by_program = codings_of(random, variable, PROGRAM)
        made += [replace(each, program=True) for each in by_program]
    return made


def codings_of(random: Random, variable: Variable, who: int) -> list[Coding]:
    """What one coder says of a unit, in a wave or several."""
    made = []
    for number in random.choice(IN_WAVES):
        state, basis = random.choice(GIVEN), random.choice(BASES)
        version = random.choice(VERSIONS)
        one = Coding(who, number, WAVES[number - 1], state, basis, version=version)
        made.append(answered(random, variable, one) if state == "coded" else one)
    return made


def unit(
    random: Random,
    level: str,
    screened: str,
    above: Unit | None,
    variables: Sequence[Variable],
    *,
    plain: bool,
) -> Unit:
    """A unit with all beneath it."""
    made = Unit(level, screened, above)
    for variable in variables:
        if variable.level == level:
            made.codings[variable.key] = codings(random, variable, plain=plain)
    if level != "relationship":
        below = LEVELS[LEVELS.index(level) + 1]
        nobody = (level, screened) == ("title", "none")
        made.beneath = [
            unit(random, below, screened, made, variables, plain=plain)
            for _ in range(random.choice(BENEATH_NONE if nobody else BENEATH))
        ]
    return made


def world(random: Random, variables: Sequence[Variable] = CODED) -> list[Unit]:
    """The titles of a study, in which some variables are coded."""
    return [
        unit(
            random,
            "title",
            random.choice(SCREENINGS),
            None,
            variables,
            plain=random.choice([True, False]),
        )
        for _ in range(random.randint(2, 4))
    ]


# Random queries.

STATES = ("not-coded", "not-applicable", "unavailable")
WORDS: dict[str, tuple[str, ...]] = {
    "act": (*ASSIGNABLE, "romance", "gift,date", "none", "any", "incomplete", *STATES),
    "act.class": ("violation", "crossing", "courtesy"),
    "act.severity": ("2", "2..", "..1"),
    "mood": ("sweet", "sad", "sad,flat", "any", "unsettled", "cannot-tell", *STATES),
    "breach": ("yes", "no", "any", "undetermined", "not-coded"),
    "grade": ("0", "2", "2,3", "any", "undetermined"),
    "warmth": ("cold", "warm", "cool,hot", "any", "unsettled", "not-coded"),
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
    "shown": ("much", "nothing", "some,nothing", "any", "undetermined", "not-coded"),
    "echo": ("yes", "no", "undetermined"),
    "known": ("yes", "no", "any", "unsettled", "cannot-tell", *STATES),
}
NAMES = {
    level: [name for name in WORDS if BOOK[name.split(".")[0]].level == level] for level in LEVELS
}


def term(random: Random, level: str) -> Is:
    """A term of a level."""
    name = random.choice(NAMES[level])
    return Is(name, random.choice(WORDS[name]))


def joined(random: Random, *items: Query) -> Query:
    """Several side by side, or either of them; one as it is."""
    kind = All if random.random() < 0.5 else Either
    return items[0] if len(items) == 1 else kind(items)


def terms(random: Random, leaves: int, *, denying: float = 0) -> Query:
    """So many terms of any level, in brackets of any depth; the share of brackets denied."""
    if leaves == 1:
        made: Query = term(random, random.choice(LEVELS))
    else:
        first = random.randint(1, leaves - 1)
        made = joined(
            random,
            terms(random, first, denying=denying),
            terms(random, leaves - first, denying=denying),
        )
    return Denied(made) if random.random() < denying else made


def scope(random: Random) -> Query:
    """A query without `some`: of terms affirmed, of terms denied, of both in one breath."""
    kind = random.choice(["assenting", "of one unit", "without", "or not", "denied"])
    if kind == "assenting":
        return terms(random, random.randint(1, 4))
    if kind == "denied":
        return Denied(terms(random, random.randint(1, 4)))
    if kind == "or not":  # not even so is it true where nobody is (R25)
        level = random.choice(["portrayal", "relationship"])
        return Either((term(random, level), Denied(term(random, level))))
    if kind == "without":  # what is denied is of another level than what is affirmed
        one, other = random.sample(["portrayal", "relationship"], 2)
        without: Query = All((term(random, one), Denied(term(random, other))))
        return joined(random, without, *random.choice([(), (terms(random, 2, denying=0.5),)]))
    both = joined(random, term(random, "portrayal"), term(random, "relationship"))
    return joined(random, terms(random, random.randint(1, 4), denying=0.3), both)


def query(random: Random) -> Query:
    """A scope, or up to three of `some`."""
    if random.choice([True, False]):
        return scope(random)
    some: list[Query] = [SomeUnit(scope(random)) for _ in range(random.randint(1, 3))]
    made = joined(random, *(Denied(each) if random.random() < 0.3 else each for each in some))
    return Denied(made) if random.random() < 0.2 else made
