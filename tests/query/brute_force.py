"""The rules of NUMBERS.md in plain Python, unit by unit, for small studies: what a test compares.

Nothing here knows how the database counts. Every question is answered by walking over the units of
a study, as a person with a pencil would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

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
    is_below,
    named,
)

BASES = ("watched", "watched-in-part", "documented", "unstated")
#: R6: who looks at all can deny.
COMPLETE = ("watched", "unstated")
MISSING = (
    "not-coded",
    "cannot-tell",
    "not-applicable",
    "unavailable",
    "unsettled",
    "undetermined",
    "incomplete",
    "no-unit",
)

Truth = bool | None

#: R14: what several numbers become.
RULES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "max": max,
    "min": min,
    "median": median,
    "mean": fmean,
    "sum": sum,
    "count": len,
}


def emptied(unit: Unit) -> bool:
    """R13: a title looked through, with nobody of the kind in it."""
    return unit.level == "title" and unit.screened == "none" and not unit.beneath


def counted(titles: Sequence[Unit], level: str) -> list[Unit]:
    """R1: the units of titles that are not screened out or unavailable."""
    kept = [title for title in titles if title.screened not in {"out", "unavailable"}]
    return [unit for title in kept for unit in title.units(level)]


# What was found.


@dataclass(frozen=True)
class Study:
    """The codebook, how it settles, and whose codings are looked at (everybody's, or one's).

    `rollup` is the rule asked for in the place of the codebook's. With `silence` of `no` what a
    partial set passes over is a no. What is known of a unit that is not settled stands after its
    state: `incomplete:yes`.
    """

    book: Mapping[str, Variable]
    policy: str
    coder: int | None = None
    rollup: str | None = None
    silence: str = "open"
    within: bool = False

    # One unit, at the level of the variable.

    def votes(self, unit: Unit, variable: Variable) -> tuple[list[Coding], str]:
        """R11, R18, R19: one coding a coder, of the best basis; else why there is none.

        Machines are heard only where one of them is asked for by name (R38).
        """
        latest: dict[int, Coding] = {}
        for coding in sorted(unit.codings.get(variable.key, ()), key=lambda each: each.wave):
            asked = coding.coder == self.coder if coding.program else self.coder is None
            if coding.purpose == "main" and (asked or coding.coder == self.coder):
                latest[coding.coder] = coding
        voting = [each for each in latest.values() if each.state != "unavailable"]
        voting = [each for each in voting if each.basis in BASES]  # hearsay is as if it were not
        whole = [each for each in voting if not self.partial(each, variable)]
        if not any(each.state in {"coded", "none"} for each in whole):
            whole = voting
        for place, basis in enumerate(BASES):
            if any(each.basis == basis for each in whole):
                return [
                    each
                    for each in voting
                    if each.basis == basis
                    or (
                        whole is not voting
                        and self.partial(each, variable)
                        and each.basis in BASES[:place]
                    )
                ], ""
        missed = any(each.state == "unavailable" for each in latest.values())
        return [], "unavailable" if missed else "not-coded"

    def partial(self, coding: Coding, variable: Variable) -> bool:
        """R6: whether a set says nothing of what it passes over."""
        if variable.type != "multi" or coding.state not in {"coded", "none"}:
            return False
        said = coding.basis in COMPLETE if coding.complete is None else coding.complete
        return self.silence == "open" and not said

    def own(self, unit: Unit, variable: Variable, node: str) -> str:
        """`yes`, `no` or a state of R3 at a node: a code, `none`, or a property's `name:value`."""
        if variable.rules:
            return self.derived_at(unit, variable, node)
        if variable.asked_when is not None and self.asks(variable, unit) is False:
            return "not-applicable"  # R10
        votes, why = self.votes(unit, variable)
        if not votes:
            return why
        votes = [each for each in votes if was_asked(each, variable, node)]
        if not votes:
            return "not-coded"  # R5
        if variable.type == "multi":
            return self.settled_node(votes, variable, node)
        return self.settled_value(votes, variable, node, unit)

    def asks(self, variable: Variable, unit: Unit) -> Truth:
        """R10; R6: silence is never a no there."""
        assert variable.asked_when is not None
        return replace(self, silence="open").truth(variable.asked_when, unit)

    def settled_node(self, votes: Sequence[Coding], variable: Variable, node: str) -> str:
        """R19 to R21: a set, node by node. A doubtful coder votes cannot-tell there (R6).

        A partial set votes at the nodes that it holds; where no other set speaks, what it holds is
        known, and the unit incomplete.
        """
        said = []
        for each in votes:
            word = says(each, variable, node)
            if self.partial(each, variable):
                heard = {"yes", "cannot-tell"} if node != "none" else {"no"}
                word = word if word in heard else ""
            said.append(word)
        sets = [each for each in votes if each.state in {"coded", "none"}]
        spoken = [word for word in said if word]
        if not spoken:
            return "incomplete"
        found = self.settled(spoken)
        if self.policy == "any":
            if node != "none" and "yes" in spoken:
                found = "yes"
            if node == "none" and any(each.codes for each in votes):
                found = "no"
        if any(not self.partial(each, variable) for each in sets):
            return found
        if found in {"yes", "no"}:
            return f"incomplete:{found}"
        return found if len(sets) < len(votes) else "incomplete"

    def settled_value(
        self, votes: Sequence[Coding], variable: Variable, node: str, unit: Unit
    ) -> str:
        """R19, R20: one value, as a whole; every other code is then a no.

        Of two codes that different coders were asked of (R5), none is it.
        """
        found = self.most_chosen(votes, variable, node)
        if found != "yes":
            return found
        everyone, _ = self.votes(unit, variable)
        for other in variable.above:
            asked = [each for each in everyone if was_asked(each, variable, other)]
            if other != node and asked and self.most_chosen(asked, variable, other) == "yes":
                return "unsettled"
        return "yes"

    def most_chosen(self, votes: Sequence[Coding], variable: Variable, node: str) -> str:
        """What those who were asked of a code make of it."""
        said = [next(iter(each.codes)) if each.codes else each.state for each in votes]
        if self.policy == "any" and variable.type == "boolean" and "yes" in said:
            return "yes" if node == "yes" else "no"
        kinds = [each if each in MISSING else "value" for each in said]
        state = self.most(kinds)
        if state != "value":
            return state
        value = self.most([each for each in said if each not in MISSING])
        return value if value == "unsettled" else "yes" if value == node else "no"

    def settled(self, said: Sequence[str]) -> str:
        """First the state, then yes, no or undetermined among those who gave a value (R19)."""
        valued = [each for each in said if each in {"yes", "no", "undetermined"}]
        state = self.most(["value" if each in valued else each for each in said])
        return self.most(valued) if state == "value" else state

    def most(self, said: Sequence[str]) -> str:
        """R20: what more than half say (of `unanimous`: all), else `unsettled`."""
        for each in set(said):
            number = said.count(each)
            if number == len(said) or (self.policy != "unanimous" and 2 * number > len(said)):
                return each
        return "unsettled"

    def number(self, unit: Unit, variable: Variable) -> float | str:
        """R22: the mean of numbers that lie within the tolerance, else a state."""
        votes, why = self.votes(unit, variable)
        if not votes:
            return why
        numbers = [each.number for each in votes if each.number is not None]
        state = self.most(["value" if each.state == "coded" else each.state for each in votes])
        if state != "value":
            return state
        if max(numbers) - min(numbers) > variable.tolerance:
            return "unsettled"
        return sum(numbers) / len(numbers)

    def derived(self, unit: Unit, variable: Variable) -> tuple[str, set[str]]:
        """R27: the state (`value` of one that has one), and the codes that are possible."""
        if all(self.untouched(unit, self.book[key]) for key in inputs(self.book, variable)):
            return "not-coded", set()
        possible = set()
        for query, then in variable.rules:
            truth = self.truth(query, unit)
            if truth is not False:
                possible.add(then)
            if truth:
                break
        else:
            possible.add(variable.otherwise)
        named_here = {name for query, _ in variable.rules for name in named(query)}
        if any(self.is_incomplete(unit, self.book[name]) for name in named_here):
            return "incomplete", {*variable.above} if "undetermined" in possible else possible
        if "undetermined" in possible:
            return "undetermined", {*variable.above}
        return "value" if len(possible) == 1 else "undetermined", possible

    def derived_at(self, unit: Unit, variable: Variable, node: str) -> str:
        """The outcome at a code of a derived variable."""
        state, possible = self.derived(unit, variable)
        if state == "not-coded":
            return state
        if state == "value":
            return "yes" if node in possible else "no"
        if node not in possible:
            return f"{state}:no"
        return "incomplete:yes" if len(possible) == 1 else state

    def is_incomplete(self, unit: Unit, variable: Variable) -> bool:
        """R6, R12: whether a variable is incomplete of a unit, itself or by one beneath it."""
        if not is_below(variable.level, unit.level):
            return self.state(unit.at(variable.level), variable) == "incomplete"
        people = unit.units("portrayal") if unit.level == "title" else []
        if variable.level == "relationship" and any(not each.beneath for each in people):
            return True
        beneath = unit.units(variable.level)
        return any(
            self.state(each, variable) not in {"coded", "not-applicable"} for each in beneath
        )

    def untouched(self, unit: Unit, variable: Variable) -> bool:
        """Whether a variable is not coded for a unit, above it or beneath it."""
        if not is_below(variable.level, unit.level):
            return self.state(unit.at(variable.level), variable) == "not-coded"
        if emptied(unit):
            return False  # it counts as coded none (R13)
        beneath = unit.units(variable.level)
        return all(self.state(each, variable) == "not-coded" for each in beneath)

    def state(self, unit: Unit, variable: Variable) -> str:
        """The state of a variable of a unit of its own level; `coded` for any value.

        Of a set no more is said than whether its coders gave a value.
        """
        if variable.type == "number":
            number = self.number(unit, variable)
            return number if isinstance(number, str) else "coded"
        if variable.rules:
            state, _ = self.derived(unit, variable)
            return "coded" if state == "value" else state
        if variable.asked_when is not None and self.asks(variable, unit) is False:
            return "not-applicable"
        if variable.type == "boolean":
            outcome = self.own(unit, variable, next(iter(variable.above)))
            return "coded" if outcome in {"yes", "no"} else outcome
        votes, why = self.votes(unit, variable)
        if not votes:
            return why
        heard = [each for each in votes if not self.partial(each, variable)]
        if not heard:
            return "incomplete"
        said = ["coded" if each.state == "none" else each.state for each in heard]
        found = self.most(said)
        if "coded" not in said and len(heard) < len(votes):
            return found
        return found

    # Across the levels.

    def outcome(self, unit: Unit, variable: Variable, node: str) -> str:
        """The outcome at a node for a unit of any level (R12 to R15)."""
        if not is_below(variable.level, unit.level):
            return self.own(unit.at(variable.level), variable, node)
        beneath = [self.own(each, variable, node) for each in unit.units(variable.level)]
        if variable.type == "ordinal":
            return self.ordinal(unit, variable, node)
        state = self.rolled(unit, variable, beneath)
        if state == "empty":
            if variable.type != "multi":
                return "not-applicable"
            return "yes" if node == "none" else "no"
        if state == "incomplete":
            there = {"no", "incomplete:no"} if node == "none" else {"yes", "incomplete:yes"}
            told = "no" if node == "none" else "yes"
            if node != "none" and self.nobody_has(unit, variable, beneath):
                return "incomplete:no"
            return f"incomplete:{told}" if there & set(beneath) else "incomplete"
        if state != "value":
            return state
        found = [each for each in beneath if each != "not-applicable"]
        if node == "none":
            return "yes" if set(found) == {"yes"} else "no"
        return "yes" if "yes" in found else "no"

    def one_of(self, unit: Unit, variable: Variable, codes: Sequence[str]) -> str:
        """Whether a unit has one of some codes, or (of a set, without codes) any at all."""
        if not is_below(variable.level, unit.level):
            return self.own_one_of(unit.at(variable.level), variable, codes)
        below = unit.units(variable.level)
        beneath = [self.own_one_of(each, variable, codes) for each in below]
        if variable.type == "ordinal":
            return self.either_of({self.ordinal(unit, variable, code) for code in codes})
        state = self.rolled(unit, variable, beneath)
        if state == "empty":
            return "no" if variable.type == "multi" else "not-applicable"
        if state == "incomplete":
            if self.nobody_has(unit, variable, beneath):
                return "incomplete:no"
            return "incomplete:yes" if {"yes", "incomplete:yes"} & set(beneath) else "incomplete"
        if state != "value":
            return state
        return "yes" if "yes" in beneath else "no"

    def nobody_has(self, unit: Unit, variable: Variable, beneath: Sequence[str]) -> bool:
        """R16: whether it is known of all beneath that they have not, settled or not."""
        people = unit.units("portrayal") if variable.level == "relationship" else []
        known_no = {"no", "incomplete:no", "undetermined:no", "not-applicable"}
        return all(each.beneath for each in people) and set(beneath) <= known_no

    def own_one_of(self, unit: Unit, variable: Variable, codes: Sequence[str]) -> str:
        """The same of a unit of the variable's own level, by the truth tables of Kleene."""
        if not codes:
            state, _, none = self.own(unit, variable, "none").rpartition(":")
            reverse = {"yes": "no", "no": "yes"}.get(none, none)
            return f"{state}:{reverse}" if state else reverse
        return self.either_of({self.own(unit, variable, code) for code in codes})

    def either_of(self, said: set[str]) -> str:
        """What outcomes at several codes come to as one, by the truth tables of Kleene."""
        for state in (
            "yes",
            "incomplete:yes",
            "incomplete",
            "unsettled",
            "cannot-tell",
            "undetermined",
            "not-coded",
            "unavailable",
            "no-unit",
            "incomplete:no",
            "undetermined:no",
            "no",
        ):
            if state in said:
                return state
        return "not-applicable"

    def rolled(self, unit: Unit, variable: Variable, beneath: Sequence[str]) -> str:
        """R12, R13: `value`, a state, or `empty` of a title screened none with nobody in it."""
        if emptied(unit):
            return "empty"
        if unit.level == "title" and not unit.beneath:
            return "no-unit"
        if variable.level == "relationship" and any(
            not each.beneath for each in unit.units("portrayal")
        ):
            return "no-unit" if unit.level == "portrayal" else "incomplete"
        if not set(beneath) <= {"yes", "no", "not-applicable"}:
            return "incomplete"
        return "not-applicable" if set(beneath) == {"not-applicable"} else "value"

    def ordinal(self, unit: Unit, variable: Variable, node: str) -> str:
        """R14, R16: what the rule makes of all that the units beneath may be, at a code."""
        units = unit.units(variable.level)
        settled = [
            "yes" if self.one_code(each, variable) else self.state_of(each, variable)
            for each in units
        ]
        state = self.rolled(unit, variable, settled)
        if state == "empty":
            return "not-applicable"
        if state not in {"value", "incomplete"}:
            return state
        order = list(variable.above)
        ranges = [
            self.may_be(each, variable)
            for each, said in zip(units, settled, strict=True)
            if said != "not-applicable"
        ]
        lonely = variable.level == "relationship" and any(
            not each.beneath for each in unit.units("portrayal")
        )
        rule = self.rollup or variable.rollup
        if lonely:  # anything may be beneath: so many that they decide
            ranges += [(0, len(order) - 1)] * (2 * len(ranges) + 1)
        low, high = (
            ordered([each[end] for each in ranges], rule) if ranges else end * (len(order) - 1)
            for end in (0, 1)
        )
        possible = set(order[low : high + 1])
        if state == "value":
            return "yes" if node in possible else "no"
        if possible == {node}:
            return "incomplete:yes"
        return "incomplete" if node in possible else "incomplete:no"

    def one_code(self, unit: Unit, variable: Variable) -> bool:
        return any(self.own(unit, variable, code) == "yes" for code in variable.above)

    def state_of(self, unit: Unit, variable: Variable) -> str:
        state = self.state(unit, variable)
        return "unsettled" if state == "coded" else state

    def may_be(self, unit: Unit, variable: Variable) -> tuple[int, int]:
        """The first and the last place that a unit may have in the order of the codes."""
        order = list(variable.above)
        if variable.rules:
            _, possible = self.derived(unit, variable)
        else:
            possible = {each for each in order if self.own(unit, variable, each) == "yes"}
        places = [order.index(each) for each in possible or order]
        return min(places), max(places)

    def of_numbers(self, unit: Unit, variable: Variable) -> float | str:
        """A number of a unit of any level; beneath it, one made of them by the rule (R14)."""
        if not is_below(variable.level, unit.level):
            return self.number(unit.at(variable.level), variable)
        numbers = [self.number(each, variable) for each in unit.units(variable.level)]
        state = self.rolled(
            unit, variable, [each if isinstance(each, str) else "yes" for each in numbers]
        )
        if state == "empty":
            return "not-applicable"
        if state != "value":
            return state
        there = [each for each in numbers if not isinstance(each, str)]
        return RULES[self.rollup or variable.rollup](there)

    # The truth of a query.

    def truth(self, query: Query, unit: Unit) -> Truth:
        """R24 to R26, of one unit: one of its terms below is affirmed, or all are negated."""
        signs: dict[str, set[bool]] = {level: set() for level in LEVELS}
        for level, sign in self.signs(query):
            signs[level].add(sign)
        lower = [level for level in LEVELS if signs[level] and is_below(level, unit.level)]
        if not lower or any(True in signs[level] for level in lower):
            return self.of_one(query, unit, lower)
        return self.of_none(query, unit)

    def signs(self, query: Query, sign: bool = True) -> Iterator[tuple[str, bool]]:
        """The level of each term outside `some`, and whether it is not negated."""
        match query:
            case Is(name, word):
                own = {"incomplete"} if self.within else {"none", "incomplete"}
                if word not in own:  # these are asked of the unit itself (R25)
                    yield self.book[name.split(".")[0]].level, sign
            case Denied(item):
                yield from self.signs(item, not sign)
            case All(items) | Either(items):
                for item in items:
                    yield from self.signs(item, sign)

    def of_none(self, query: Query, unit: Unit) -> Truth:
        """Where every term below is negated, no unit has what is denied (R26)."""
        match query:
            case All(items):
                return least([self.of_none(each, unit) for each in items])
            case Either(items):
                return most([self.of_none(each, unit) for each in items])
            case Denied(item):
                return opposite(self.truth(item, unit))
        return self.truth(query, unit)

    def of_one(self, query: Query, unit: Unit, levels: Sequence[str]) -> Truth:
        """Whether the query is true of one lowest unit and those above it (R25, R26)."""
        if not levels:
            return self.kleene(query, unit, unit)
        lowest = levels[-1]
        candidates = [
            one
            for each in unit.units("portrayal")
            for one in (each.units(lowest) if each.units(lowest) else [each])
        ]
        if unit.level == "portrayal" and not unit.beneath:
            candidates = []
        if not candidates:
            return self.kleene(query, unit, unit, nobody=(False if emptied(unit) else None,))
        return most([self.kleene(query, unit, each) for each in candidates])

    def kleene(
        self,
        query: Query,
        asked: Unit,
        one: Unit,
        sign: bool = True,
        nobody: tuple[Truth, ...] = (),
    ) -> Truth:
        """Three-valued truth of one unit at or beneath the one asked.

        `nobody` is what every term below comes to, negated or not, where nobody is beneath.
        """
        match query:
            case All(items):
                return least([self.kleene(each, asked, one, sign, nobody) for each in items])
            case Either(items):
                return most([self.kleene(each, asked, one, sign, nobody) for each in items])
            case Denied(item):
                return opposite(self.kleene(item, asked, one, not sign, nobody))
            case SomeUnit(item):
                return replace(self, within=True).truth(item, asked)
            case Is(name, word):
                level = self.book[name.split(".")[0]].level
                if word == "incomplete":
                    return self.is_incomplete(asked, self.book[name])
                if word == "none" and not self.within and is_below(level, asked.level):
                    return self.none_beneath(asked, self.book[name])
                if nobody and is_below(level, asked.level):
                    return nobody[0] if sign else opposite(nobody[0])
                if is_below(level, one.level):
                    return None  # a portrayal without relationships
                return self.term(query, one)

    def none_beneath(self, unit: Unit, variable: Variable) -> Truth:
        """R25: whether a unit of a higher level has none, as `stats` says it (R13)."""
        beneath = unit.units(variable.level)
        if any(
            self.own(each, variable, "none") != "not-applicable"
            and self.at_node(each, variable, "none") is False
            for each in beneath
        ):
            return False
        outcome = self.outcome(unit, variable, "none")
        known = outcome.rpartition(":")[2]
        return {"yes": True, "no": False, "not-applicable": False}.get(known)

    def term(self, term: Is, unit: Unit) -> Truth:
        """R24: a term of this unit's level, or above it."""
        name, _, property_name = term.name.partition(".")
        variable = self.book[name]
        of = unit.at(variable.level)
        if variable.type == "number":
            return self.number_term(term.word, of, variable)
        if term.word == "unsettled" and not variable.rules:
            return "unsettled" in {self.own(of, variable, node) for node in variable.above}
        if term.word in MISSING:
            return self.state(of, variable) == term.word
        if property_name:
            values = {each[property_name] for each in variable.properties.values()}
            nodes = [f"{property_name}:{each}" for each in values if within(term.word, each)]
            return most([self.at_node(of, variable, node) for node in nodes])
        if term.word == "any":
            return self.valued(of, variable)
        return most([self.at_node(of, variable, node) for node in term.word.split(",")])

    def at_node(self, unit: Unit, variable: Variable, node: str) -> Truth:
        outcome = self.own(unit, variable, node)
        if node == "none" and outcome == "not-coded" and self.has_code(unit, variable):
            return False  # what `none` denies has changed (R5), and yet a code is there
        if variable.rules and len(self.derived(unit, variable)[1]) > 1:
            return None  # a query asks which code it has, and not which it can have
        if outcome.startswith("incomplete:"):
            outcome = outcome.removeprefix("incomplete:")
        return {"yes": True, "no": False, "not-applicable": False}.get(outcome)

    def has_code(self, unit: Unit, variable: Variable) -> bool:
        """Whether a code of a set was found, settled or known."""
        nodes = {self.own(unit, variable, each) for each in variable.above}
        return bool(nodes & {"yes", "incomplete:yes"})

    def valued(self, unit: Unit, variable: Variable) -> Truth:
        """Whether there is a value, be it settled which or not: the node above all codes."""
        if variable.type == "multi":
            none = self.own(unit, variable, "none")
            if none == "not-coded":  # what `none` denies has changed (R5), what was found is there
                return True if self.has_code(unit, variable) else None
            none = none.removeprefix("incomplete:")
            return {"yes": False, "no": True, "not-applicable": False}.get(none)
        outcomes = {self.own(unit, variable, node) for node in variable.above}
        if variable.rules and self.derived(unit, variable)[0] == "incomplete":
            return True if "incomplete:yes" in outcomes else None
        if variable.rules or outcomes == {"not-applicable"}:
            return True if "yes" in outcomes else False if outcomes == {"not-applicable"} else None
        state = self.state(unit, variable)
        votes, _ = self.votes(unit, variable)
        said = ["value" if each.state == "coded" else each.state for each in votes]
        valued = state == "coded" or self.most(said) == "value"
        return False if state == "not-applicable" else True if valued else None

    def number_term(self, word: str, unit: Unit, variable: Variable) -> Truth:
        number = self.number(unit, variable)
        if word in MISSING:
            return number == word
        if isinstance(number, str):
            return False if number == "not-applicable" else None
        return word == "any" or within(word, str(number))


def says(coding: Coding, variable: Variable, node: str) -> str:
    """What one coder says of one node of a set (R6, R9, R21)."""
    if coding.state == "none":
        return "yes" if node == "none" else "no"
    if coding.state != "coded":
        return coding.state
    if node == "none":
        return "no" if coding.codes else "cannot-tell"
    codes = {code for code in coding.codes if not coding.codes & set(variable.below(code))}
    certain = {node for code in codes for node in implied(variable, code)}
    if node in certain:
        return "yes"
    doubted = {
        each
        for code in coding.doubtful
        for one in (code, *variable.below(code))
        for each in implied(variable, one)
    }
    if node in doubted:
        return "cannot-tell"
    left_open = {
        each
        for code in codes
        if not coding.doubtful & set(variable.below(code))
        for one in variable.below(code)
        for each in implied(variable, one)
    }
    return "undetermined" if node in left_open else "no"


def was_asked(coding: Coding, variable: Variable, node: str) -> bool:
    """R5: whether the coder's version of the codebook had what a node stands for."""
    if coding.version == 2:
        return True
    if node == "none":  # denies another thing where a code is new, and all above it (R5)
        return not any(set(variable.lineage(each)) <= variable.later for each in variable.later)
    if ":" not in node:
        return node not in variable.later
    return bool(
        {each for each in variable.above if node in implied(variable, each)} - variable.later
    )


def implied(variable: Variable, code: str) -> set[str]:
    """The nodes there are if a code is: it, those above, its own values, those of all it may be."""

    def values(of: str) -> set[str]:
        return {f"{name}:{value}" for name, value in variable.properties.get(of, {}).items()}

    leaves = [each for each in (code, *variable.below(code)) if each not in variable.parents]
    return {*variable.lineage(code), *values(code), *set.intersection(*map(values, leaves))}


def within(word: str, value: str) -> bool:
    """Whether a value of a property, or a number, is what `word` asks: equal, or in its range."""
    if ".." not in word:
        return word == value or (word.isdigit() and float(value) == float(word))
    low, _, high = word.partition("..")
    return (not low or float(low) <= float(value)) and (not high or float(value) <= float(high))


def inputs(book: Mapping[str, Variable], variable: Variable) -> set[str]:
    """The coded variables that a derived one comes from."""
    if not variable.rules:
        return {variable.key}
    return {
        key
        for query, _ in variable.rules
        for name in named(query)
        for key in inputs(book, book[name])
    }


def least(truths: Sequence[Truth]) -> Truth:
    return False if False in truths else None if None in truths else True


def most(truths: Sequence[Truth]) -> Truth:
    return True if True in truths else None if None in truths else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


# The rows of `stats`.


@dataclass(frozen=True)
class Row:
    """What a row of `stats` says: of a code its count, of a number its mean and median.

    `known` have it for certain, `possible` may have it, settled or not (R16).
    """

    n: int
    states: Mapping[str, int]
    count: int | None = None
    known: int = 0
    possible: int = 0
    mean: float | None = None
    median: float | None = None


def rows(study: Study, titles: Sequence[Unit], level: str, variable: Variable) -> dict[str, Row]:
    """R1 to R4: the rows of a variable at a level, by code (a number has one, of its own key)."""
    units = counted(titles, level)
    if variable.type == "number":
        found = [study.of_numbers(unit, variable) for unit in units]
        numbers = [each for each in found if not isinstance(each, str)]
        missing = [each for each in found if isinstance(each, str)]
        row = Row(len(numbers), tallied(missing))
        if numbers:
            row = replace(row, mean=fmean(numbers), median=median(numbers))
        return {variable.key: row}
    nodes = [*variable.above, *(["none"] if variable.type == "multi" else [])]
    made = {}
    for node in nodes:
        made[node] = row_of([study.outcome(unit, variable, node) for unit in units])
    return made


def row_of(outcomes: Sequence[str]) -> Row:
    """R2, R3, R16: the row that outcomes make."""
    states = [each.partition(":")[0] for each in outcomes]
    missing = [each for each in states if each not in {"yes", "no"}]
    known = sum(each in {"yes", "incomplete:yes"} for each in outcomes)
    left_open = {"incomplete", "cannot-tell", "unsettled", "undetermined"}
    possible = known + sum(each in left_open for each in outcomes)
    n = len(outcomes) - len(missing)
    return Row(n, tallied(missing), outcomes.count("yes"), known, possible)


def row_of_one(
    study: Study, titles: Sequence[Unit], level: str, variable: Variable, codes: Sequence[str]
) -> Row:
    """The row of "one of these codes" at a level."""
    return row_of([study.one_of(unit, variable, codes) for unit in counted(titles, level)])


def ordered(places: Sequence[int], rule: str) -> int:
    """R14: one of the places, by the rule; of two in the middle the lower (R8)."""
    there = sorted(places)
    return there[{"min": 0, "median": (len(there) - 1) // 2, "max": -1}[rule]]


def tallied(states: Sequence[str]) -> dict[str, int]:
    """How often each state occurs; those that do not are left out."""
    return {state: states.count(state) for state in MISSING if state in states}
