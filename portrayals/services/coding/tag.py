"""Coding: extending sets code by code, setting values, withdrawing answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from shlex import split
from typing import NoReturn

from sqlalchemy import select, update

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.findings.stored_ballots import keep_ballots
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.history.transaction import Change
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.notation.values import parse_assignment, refuse_twice
from portrayals.results.written import Written
from portrayals.services.catalogue.missing import add_missing, read_path
from portrayals.services.catalogue.resolve import find_unit, need_unit
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.coding.annotations import (
    GivenAnswer,
    Slot,
    check_basis,
    current_set,
    is_partial_now,
    minimal_set,
    open_wave,
    refuse_if_not_asked,
    withdraw,
    write_annotation,
)
from portrayals.services.coding.evidence import (
    CodingOptions,
    EvidenceLocator,
    add_evidence,
    find_place,
    remove_evidence,
)
from portrayals.services.coding.values import (
    MAYBE,
    NamedCode,
    find_variable,
    read_answer,
    sort_codes,
)
from portrayals.tables import annotation
from portrayals.vocabulary import BASES


def tag(
    change: Change, written: str, codes: Sequence[str], mark: CodingOptions = CodingOptions()
) -> Written:
    """Adds codes to the coder's sets for a unit, creating the sets if needed (R6).

    `maybe:CODE` adds a code in doubt, and `CODE@S07E05@12:30` says where it is seen. With
    `mark.create`, what a path `TITLE (YEAR)/PERSON/COUNTERPART` names is added where it is lacking.
    Says what each set now is.
    """
    path = read_path(change, written) if mark.create else None
    level = _there(change, written).level if path is None else path.level
    of_sets = sort_codes(change, written, level, codes)
    first = next(iter(of_sets))
    if path is not None:
        told = (mark.episode, *(each.seen.episode for own in of_sets.values() for each in own))
        written = add_missing(change, path, first.level, series=any(told), duplicate=mark.duplicate)
    found = _unit_for(change, written, first)
    basis = None if mark.basis is None else check_basis(mark.basis)
    said: list[str] = []
    for variable, named in of_sets.items():
        slot = _slot(change, variable, found, mark)
        places = [find_place(change, found.title_id, _own_mark(mark, each)) for each in named]
        definite, doubtful = current_set(change.connection, slot)
        sure = {*definite, *(each.node.code_id for each in named if not each.maybe)}
        unsure = {*doubtful, *(each.node.code_id for each in named if each.maybe)}
        unsure -= {each.node.code_id for each in named if not each.maybe}
        sure -= unsure & {each.node.code_id for each in named if each.maybe}
        answer = GivenAnswer(
            "coded",
            minimal_set(variable, [n for n in variable.nodes if n.code_id in sure]),
            tuple(node for node in variable.nodes if node.code_id in unsure),
        )
        refuse_if_not_asked(change, slot, answer)
        # A partial set stays partial until somebody says that everything was looked for (R6).
        stays = mark.complete is None and is_partial_now(change.connection, slot)
        said_of_it = False if stays else mark.complete
        complete = write_annotation(
            change, slot, answer, basis=basis, note=mark.note, complete=said_of_it
        )
        seen = [(each.node, place) for each, place in zip(named, places, strict=True) if place]
        kept = [(node, at) for node, at in seen if node in (*answer.codes, *answer.doubtful)]
        if seen and not kept:
            _refuse_evidence_of_parent(slot, answer, seen[0][0])
        for node, place in kept:
            add_evidence(change, slot, [node.code_id], place)
        said += (
            _said(change, slot, answer, kept),
            denied(variable, answer, complete=complete, stated=mark.complete),
        )
    return _written(change, (found,), list(of_sets), said, mark)


def _there(change: Change, written: str) -> UnitRow:
    """The unit of that name. Raises UnknownKey, which tells how to add it."""
    try:
        return find_unit(change.connection, written)
    except UnknownKey as error:
        error.hint = "     ".join(filter(None, (error.hint, "to add it: repeat with --create")))
        raise


def _own_mark(mark: CodingOptions, named: NamedCode) -> CodingOptions:
    """The options for one code: its own place, or that of the whole tag."""
    seen = named.seen
    return replace(mark, episode=seen.episode or mark.episode, at=seen.at or mark.at)


def _by_place(mark: CodingOptions, named: Sequence[NamedCode]) -> dict[CodingOptions, list[int]]:
    """The ids of the codes, by the options with their place."""
    places: dict[CodingOptions, list[int]] = {}
    for each in named:
        places.setdefault(_own_mark(mark, each), []).append(each.node.code_id)
    return places


def tag_lines(
    change: Change, lines: Iterable[str], name: str, mark: CodingOptions = CodingOptions()
) -> Written:
    """Tags a unit in each line `UNIT CODE[@PLACE]…`, quoted as for a shell, as one change.

    Empty lines and those that begin with # are passed over. An error of a line is told with the
    `name` of the file and the number of the line; nothing is then recorded.
    """
    done: list[Written] = []
    for number, line in enumerate(lines, 1):
        place = f"{name}, line {number}"
        try:
            unit_and_codes = split(line, comments=True)
            if unit_and_codes:
                done.append(tag(change, unit_and_codes[0], unit_and_codes[1:], mark))
        except ValueError:
            raise InvalidValue(
                "a quotation mark is not closed",
                where=place,
                hint="put names with an apostrophe in double quotation marks",
            ) from None
        except PortrayalsError as error:
            error.where = "\n".join(filter(None, (place, error.where)))
            if isinstance(error, UnknownKey) and len(unit_and_codes) > 2 and not error.candidates:
                error.hint = "a name with spaces goes in quotation marks"
            error.add_note(place)
            raise
    if not done:
        raise InvalidValue(f"{name} has no line that tags", hint="write UNIT CODE… in each line")
    return Written(
        tuple(key for each in done for key in each.keys), "\n".join(each.said for each in done)
    )


def untag(
    change: Change, written: str, codes: Sequence[str], mark: CodingOptions = CodingOptions()
) -> Written:
    """Removes codes from a set, or, if the mark has a place, only the evidence there.

    Removing the last code leaves the unit not coded; it never makes `none` (R6).
    """
    level = find_unit(change.connection, written).level
    of_sets = sort_codes(change, written, level, codes)
    found = _unit_for(change, written, next(iter(of_sets)))
    said: list[str] = []
    for variable, named in of_sets.items():
        slot = _slot(change, variable, found, mark)
        ids = [each.node.code_id for each in named]
        definite, doubtful = current_set(change.connection, slot)
        for each in named:
            if each.node.code_id not in {*definite, *doubtful}:
                raise UnknownKey(
                    f"{found.key} is not coded {each.node.key} by {change.actor}",
                    hint=f"show what it has: portrayals show {found.key}",
                )
        if mark.points or any(each.seen.points for each in named):
            number = sum(
                remove_evidence(change, slot, own_ids, own)
                for own, own_ids in _by_place(mark, named).items()
            )
            change.connection.execute(
                update(annotation).where(slot.of(annotation)).values(change_id=change.number)
            )
            pieces = counted(number, "piece of evidence", "pieces of evidence")
            said.append(f"{change.actor}: removed {pieces}")
            continue
        sure = tuple(n for n in variable.nodes if n.code_id in definite and n.code_id not in ids)
        unsure = tuple(n for n in variable.nodes if n.code_id in doubtful and n.code_id not in ids)
        if sure or unsure:
            answer = GivenAnswer("coded", sure, unsure)
            complete = write_annotation(change, slot, answer, basis=None, note=mark.note)
            told = denied(variable, answer, complete=complete, stated=mark.complete)
            said += (_said(change, slot, answer, []), told)
        else:
            withdraw(change, slot)
            said.append(
                f"{change.actor}: {variable.key} is now NOT CODED. If you mean none: "
                f"portrayals annotate {found.key} {variable.key}=none"
            )
    return _written(change, (found,), list(of_sets), said, CodingOptions(basis="kept"))


def annotate(
    change: Change, written: str, assignments: Sequence[str], mark: CodingOptions = CodingOptions()
) -> Written:
    """Sets the values of variables, replacing earlier ones; `=not-coded` withdraws one."""
    if not assignments:
        raise InvalidValue("no value was given", hint="portrayals annotate UNIT VARIABLE=VALUE")
    pairs = [parse_assignment(each) for each in assignments]
    variables = [find_variable(change, name) for name, _ in pairs]
    refuse_twice([each.key for each in variables], "give its codes together: VARIABLE=A;B")
    basis = None if mark.basis is None else check_basis(mark.basis)
    said: list[str] = []
    units: dict[int, UnitRow] = {}
    for variable, (_, value) in zip(variables, pairs, strict=True):
        same = (each for each in units.values() if each.level == variable.level)
        if mark.create:
            path = read_path(change, written)
            written = add_missing(
                change,
                path,
                variable.level,
                series=mark.episode is not None,
                duplicate=mark.duplicate,
            )
        of = next(same, None) or _unit_for(change, written, variable)
        units[of.unit_id] = of
        slot = _slot(change, variable, of, mark)
        if value == "not-coded":
            withdrawn = withdraw(change, slot)
            state = "is withdrawn: not coded" if withdrawn else "was not coded"
            said.append(f"{change.actor}: {variable.key} {state}")
            continue
        answer = read_answer(variable, value)
        place = find_place(change, of.title_id, mark)
        refuse_if_not_asked(change, slot, answer)
        if mark.complete is not None and variable.type != "multi":
            word = "complete" if mark.complete else "partial"
            raise InvalidValue(
                f"{variable.key} has one value and is not a set that could be complete or partial",
                hint=f"leave out --{word}, which is for sets of codes",
            )
        complete = write_annotation(
            change, slot, answer, basis=basis, note=mark.note, complete=mark.complete
        )
        if place is not None:
            nodes = (*answer.codes, *answer.doubtful)
            add_evidence(change, slot, [node.code_id for node in nodes] or [None], place)
        said.append(_said(change, slot, answer, [] if place is None else [(None, place)]))
        if variable.type == "multi" and answer.state in {"coded", "none"}:
            said.append(denied(variable, answer, complete=complete, stated=mark.complete))
    return _written(change, tuple(units.values()), variables, said, mark)


def _refuse_evidence_of_parent(slot: Slot, answer: GivenAnswer, parent: Node) -> NoReturn:
    """Refuses to point at a place for a code that the set does not keep (R9)."""
    unit = slot.unit.key
    below = next(
        each.key
        for each in answer.codes
        if parent not in minimal_set(slot.variable, (parent, each))
    )
    raise InvalidValue(
        f"{unit} is coded {below}, so {parent.key} above it is dropped and cannot have evidence",
        hint=f"tag the code below instead: portrayals tag {unit} {below}",
    )


def _unit_for(change: Change, written: str, variable: StoredVariable) -> UnitRow:
    why = f"{variable.key} is coded for {variable.level}s"
    return need_unit(change.connection, written, variable.level, why, change.notices)


def _slot(change: Change, variable: StoredVariable, of: UnitRow, mark: CodingOptions) -> Slot:
    if variable.level != of.level:
        raise InvalidValue(
            f"{variable.key} is coded for {variable.level}s, and {of.key} is a {of.level}"
        )
    chosen = open_wave(change.connection, mark.wave)
    return Slot(variable, of, change.coder_id, chosen.wave_id)


def _said(
    change: Change,
    slot: Slot,
    answer: GivenAnswer,
    seen: Sequence[tuple[Node | None, EvidenceLocator]],
) -> str:
    value: str
    if answer.state != "coded":
        value = answer.state
    elif answer.number is not None:
        value = f"{answer.number:g}"
    elif answer.text is not None:
        value = quoted(answer.text)
    else:
        keys = [node.key for node in answer.codes]
        value = ", ".join([*keys, *(f"{MAYBE}{node.key}" for node in answer.doubtful)])
    told = [(node, place.said) for node, place in seen if place.said]
    where = next((said for _, said in told), "")
    if len({said for _, said in told}) > 1:
        where = ", ".join(f"{said} ({node.key})" for node, said in told if node is not None)
    beside = f"   evidence {where}" if where else ""
    return f"{change.actor}: {slot.variable.key} = {value}{beside}"


def denied(
    variable: StoredVariable, answer: GivenAnswer, *, complete: bool, stated: bool | None
) -> str:
    """What a set says about codes not in it (R6), and the option that says the opposite.

    `stated` is what was said of its completeness, which needs no such option.
    """
    spoken_of: set[int | None] = set()
    by_id = {node.code_id: node for node in variable.nodes}
    held = (*answer.codes, *answer.doubtful)
    for node in held:
        over: Node | None = node
        while over is not None:
            spoken_of.add(over.code_id)
            over = by_id.get(over.parent_id) if over.parent_id is not None else None
    others = [n for n in variable.codes if not n.retired and n.code_id not in spoken_of]
    number = counted(len(others), "other code" if held else "code")
    if not complete:
        return f"  partial: says nothing about {number}"
    asked = f"; only {'this' if len(held) == 1 else 'these'} known? --partial"
    if stated or not held or not others:
        asked = ""
    verb = "counts" if len(others) == 1 else "count"
    return f"  complete: {number} {verb} as looked for and not found{asked}"


def _written(
    change: Change,
    units: Sequence[UnitRow],
    variables: Sequence[StoredVariable],
    said: Sequence[str],
    mark: CodingOptions,
) -> Written:
    """Recounts the votes and says what was recorded, and on what basis if none was stated."""
    variable_ids = [variable.variable_id for variable in variables]
    unit_ids = [each.unit_id for each in units]
    keep_ballots(change.connection, variable_ids=variable_ids, units=unit_ids)
    unstated = select(annotation.c.basis).where(
        annotation.c.variable_id.in_(variable_ids),
        annotation.c.unit_id.in_(unit_ids),
        annotation.c.coder_id == change.coder_id,
        annotation.c.basis == BASES.index("unstated"),
    )
    if mark.basis is None and change.connection.execute(unstated.limit(1)).first():
        change.notices.append(
            "The basis is unstated; add how you know: --basis watched, documented …"
        )
    return Written(tuple(each.key for each in units), "\n".join(said))
