"""Takes in the answers of a text: new ones in bulk, others where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, insert, not_, select, update

from portrayals.findings.cast_ballots import Scope, Voters
from portrayals.findings.reading import Reading
from portrayals.findings.stored_answers import keep_answers
from portrayals.findings.stored_ballots import ballots_of
from portrayals.findings.unit_ref import place
from portrayals.history.record import keep, note_variables, written_in
from portrayals.history.transaction import new_uuid
from portrayals.query.compile import ask
from portrayals.services.coding.annotations import Slot, answer_row
from portrayals.services.texts.model import Coding, Whose
from portrayals.services.texts.read_codings import Answered, CodingReader
from portrayals.services.texts.stored import codebook_names, codings_told, in_batches
from portrayals.services.texts.take_records import Codebooks
from portrayals.services.texts.take_units import Units
from portrayals.services.texts.taking import Taking
from portrayals.tables import adjudication, adjudication_with, annotation, answer, evidence, unit
from portrayals.vocabulary import BASES, STATES

Row = dict[str, object]
#: The code of a notice of an answer to a variable that is not asked (R10).
NOT_ASKED: Final = "not-asked"


class Codings:
    """The answers of a text beside those that the study has."""

    def __init__(
        self, taking: Taking, units: Units, reader: CodingReader, books: Codebooks
    ) -> None:
        self.taking = taking
        self.units = units
        self.reader = reader
        self.books = books
        every = (*units.by_key.values(), *units.elsewhere)
        self.read = [each for unit in every for each in reader.of_unit(unit)]

    def take(self) -> None:
        """Writes those that are new, and notes those that differ."""
        there = self._there()
        new: list[Answered] = []
        for each in self.read:
            told = there.get(each.unit.key, {}).get(each.whose)
            if told == each.coding:
                self.taking.same["annotations"] += 1
                continue
            self._refuse_locked(each)
            if told is None:
                new.append(each)
            else:
                what = f"{each.unit.key} {each.whose.variable} of {each.whose.coder}"
                self.taking.differs(
                    "annotations",
                    f"{what}: {_shown(told)} → {_shown(each.coding)}",
                    partial(self._replace, each),
                )
        self._write(new)
        self.taking.added["annotations"] += len(new)
        self._tell_absent(there)

    def _there(self) -> dict[str, dict[Whose, Coding]]:
        """What the study says of these units, with codebooks by the names of the text."""
        connection = self.taking.change.connection
        names = codebook_names(connection) | {id_: name for name, id_ in self.books.ids.items()}
        units = (*self.units.known(), *self.units.elsewhere)
        ids = sorted({each.there.unit_id for each in units})
        found: dict[str, dict[Whose, Coding]] = {}
        for batch in in_batches(ids):
            found |= codings_told(connection, batch, names)
        return found

    def _tell_absent(self, there: dict[str, dict[Whose, Coding]]) -> None:
        """Says how many answers about these units are in the study alone, where they stay."""
        said = {(each.unit.key, each.whose) for each in self.read}
        alone = sum((key, whose) not in said for key, each in there.items() for whose in each)
        if alone and not self.taking.new:
            self.taking.change.notices.append(
                f"{alone:,} annotation{'' if alone == 1 else 's'} of these units "
                f"{'is' if alone == 1 else 'are'} not in the text, and stay as "
                f"{'it is' if alone == 1 else 'they are'}."
            )

    def _refuse_locked(self, each: Answered) -> None:
        row = self.reader.waves[each.whose.wave]
        if row.locked_at is not None:
            each.place.wrong(
                "wave-locked",
                f"wave {row.key} has been locked since {row.locked_at}, so {each.whose.variable} "
                "stays as it is",
            )

    def _slot(self, each: Answered) -> Slot:
        coder_id = int(self.reader.coders[each.whose.coder].coder_id)
        return Slot(
            each.variable,
            each.unit.there,
            coder_id,
            int(self.reader.waves[each.whose.wave].wave_id),
        )

    def _columns(self, each: Answered, slot: Slot) -> Row:
        """The columns of an annotation, without the id of its answer."""
        coding = each.coding
        under = self.books.ids[coding.codebook] if coding.codebook else None
        wave = self.reader.waves[each.whose.wave]
        return answer_row(slot, each.given, under or int(wave.codebook_id)) | {
            "basis": BASES.index(coding.basis),
            "complete": None if coding.complete is None else int(coding.complete),
            "note": coding.note,
            "change_id": self.taking.change.number,
        }

    def _evidence(self, each: Answered, slot: Slot) -> Iterator[Row]:
        codes = {node.key: node.code_id for node in (*each.given.codes, *each.given.doubtful)}
        for piece in each.pieces:
            seen = each.unit.title.episodes.get(piece.episode or "")
            time = piece.time
            yield {
                **slot.key(),
                "uuid": new_uuid(),
                "code_id": None if piece.code is None else codes[piece.code],
                "episode_id": None if seen is None or seen.row is None else seen.row.unit_id,
                "source_id": None if piece.source is None else self.reader.sources[piece.source],
                "start_ms": None if time is None else time.start_ms,
                "end_ms": None if time is None else time.end_ms,
                "quote": piece.quote,
                "description": piece.describes,
            }

    def _decision(self, each: Answered, slot: Slot) -> tuple[Row, list[Row]] | None:
        """How an answer was decided, and who took part."""
        decided = each.coding.decision
        if decided is None:
            return None
        ids = {key: int(row.coder_id) for key, row in self.reader.coders.items()}
        row: Row = {
            **slot.key(),
            "decided_by": ids[decided.by],
            "decided_at": decided.at,
            "method": decided.method,
            "reason": decided.reason,
            "cause": decided.cause,
            "change_id": self.taking.change.number,
        }
        return row, [{**slot.key(), "with_coder_id": ids[who]} for who in decided.together]

    def _write(self, new: Sequence[Answered]) -> None:
        change = self.taking.change
        slots = [self._slot(each) for each in new]
        ids = keep_answers(
            change.connection, [(each.variable.variable_id, each.given.said) for each in new]
        )
        rows: dict[Any, list[Row]] = {annotation: [], evidence: []}
        rows |= {adjudication: [], adjudication_with: []}
        for each, slot, answer_id in zip(new, slots, ids, strict=True):
            rows[annotation].append(self._columns(each, slot) | {"answer_id": answer_id})
            rows[evidence] += self._evidence(each, slot)
            decision = self._decision(each, slot)
            if decision is not None:
                rows[adjudication].append(decision[0])
                rows[adjudication_with] += decision[1]
        if new:
            note_variables(
                change.connection, change.number, {each.variable.variable_id for each in new}
            )
        for table, made in rows.items():
            if made:
                change.connection.execute(insert(table), made)

    def _replace(self, each: Answered) -> None:
        """Puts an answer with its evidence in the place of the one that is there."""
        change, slot = self.taking.change, self._slot(each)
        connection = change.connection
        [answer_id] = keep_answers(connection, [(each.variable.variable_id, each.given.said)])
        keep(connection, change.number, annotation, slot.of(annotation))
        values = self._columns(each, slot) | {"answer_id": answer_id}
        connection.execute(update(annotation).where(slot.of(annotation)).values(**values))
        connection.execute(delete(evidence).where(slot.of(evidence)))
        pieces = list(self._evidence(each, slot))
        if pieces:
            connection.execute(insert(evidence), pieces)
        decision = self._decision(each, slot)
        if decision is not None:
            keep(connection, change.number, adjudication, slot.of(adjudication))
            for table in (adjudication_with, adjudication):
                connection.execute(delete(table).where(slot.of(table)))
            connection.execute(insert(adjudication).values(**decision[0]))
            if decision[1]:
                connection.execute(insert(adjudication_with), decision[1])

    def tell_not_asked(self) -> None:
        """Notes answers just written to variables that their coder's own leave unasked (R10)."""
        places = {(each.unit.key, each.whose): each.place for each in self.read}
        judges = {(each.whose.coder, each.whose.wave) for each in self.read}
        for coder, wave in sorted(judges):
            for whose, key in self._not_asked(coder, wave):
                at = places.get((key, whose))
                if at is not None:
                    text = self.reader.book.variables[whose.variable].asked_when_text
                    at.wrong(
                        NOT_ASKED,
                        f"{whose.variable} is asked only where {text}, which is false here",
                        notice=True,
                    )

    def _not_asked(self, coder: str, wave: str) -> Iterator[tuple[Whose, str]]:
        connection, book = self.taking.change.connection, self.reader.book
        coder_id = int(self.reader.coders[coder].coder_id)
        wave_id = int(self.reader.waves[wave].wave_id)
        written = written_in(annotation, self.taking.change.number)
        of = unit.alias()
        titles = select(of.c.title_id).join(annotation, annotation.c.unit_id == of.c.unit_id)
        families = select(unit.c.unit_id).where(unit.c.title_id.in_(titles.where(*written)))
        own = ballots_of(connection, Voters(coder_id, wave_id), Scope(units=families))
        reading = Reading(book, "majority", ask, own)
        given = {each.whose.variable for each in self.read}
        for key in sorted(given):
            variable = book.variables[key]
            if variable.asked_when is None or variable.asked_when_text is None:
                continue
            at = place(variable.level)
            wanted = ask(reading, variable.asked_when, variable.asked_when_text, at)
            answered = (
                select(annotation.c.unit_id)
                .join(answer, answer.c.answer_id == annotation.c.answer_id)
                .where(
                    annotation.c.variable_id == variable.variable_id,
                    annotation.c.coder_id == coder_id,
                    annotation.c.wave_id == wave_id,
                    *written,
                    answer.c.state != STATES.index("not-applicable"),
                )
            )
            condition: ColumnElement[bool] = and_(at.unit.c.unit_id.in_(answered), not_(wanted))
            for found in connection.execute(select(at.unit.c.key).where(condition)).scalars():
                yield Whose(key, coder, wave), found


def _shown(coding: Coding) -> str:
    """An answer in a few words."""
    said = "; ".join(coding.value) or coding.text or ""
    return f"{said} ({coding.basis})"
