"""Takes in what a text says of the study, and its codebooks, coders, sources and waves."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select, update

from portrayals.codebook.document import Scalar
from portrayals.codebook.model import Codebook
from portrayals.errors import AlreadyThere, UnknownKey
from portrayals.history.record import keep
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.editions import Edition
from portrayals.notation.quoting import quoted
from portrayals.notation.years import parse_date
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source, add_wave
from portrayals.services.catalogue.fields import FIELDS
from portrayals.services.catalogue.kinds_of_coder import refuse_incoherent
from portrayals.services.catalogue.study_fields import DESCRIBED, read_policy
from portrayals.services.codebooks.apply import apply_book
from portrayals.services.codebooks.read import read_source, shipped
from portrayals.services.texts.block import Block
from portrayals.services.texts.taking import Taking
from portrayals.services.texts.words import CODER, SOURCE, WAVE
from portrayals.tables import codebook, coder, source, study, wave
from portrayals.vocabulary import CONSENSUS, PURPOSES

_KEY: Final = FIELDS["title"]["key"].read


def take_study(taking: Taking) -> None:
    """What the text says of the study as a whole; what it does not say stays."""
    said: dict[str, object] = {}
    for name, how in DESCRIBED.items():
        top = taking.text.top(name)
        value = None if top is None else top.read(name, partial(how, name))
        if value is not None:
            said[name] = value
    top = taking.text.top("policy")
    policy = None if top is None else top.read("policy", read_policy)
    if policy is not None:
        said["policy"] = policy
    connection, number = taking.change.connection, taking.change
    has = connection.execute(select(study)).mappings().one()
    other = {name: value for name, value in said.items() if has[name] != value}

    def write() -> None:
        keep(connection, number.number, study, study.c.study_id == 1)
        connection.execute(update(study).values(change_id=number.number, **other))

    if other:
        taking.differs("descriptions", f"the study: {', '.join(other)}", write)


class Codebooks:
    """The codebooks that a text names, and the versions that the study has."""

    def __init__(self, taking: Taking, instead: str | None) -> None:
        self.taking = taking
        self.ids: dict[str, int] = {}
        in_use = select(study.c.codebook_id)
        self._none = taking.change.connection.execute(in_use).scalar_one() is None
        top = taking.text.top("codebooks")
        every = [] if top is None else [(top, "codebooks", each) for each in top.texts("codebooks")]
        used = taking.text.top("codebook")
        now = None if used is None else used.text("codebook")
        if used is not None and now is not None:
            every.append((used, "codebook", now))
        for block, field, name in every:
            with block.at(field).telling():
                self._take(name, self._read(name), current=name == now)
        if now is None and self._none and instead is not None:
            self._apply(instead, read_source(instead))
        #: The codebook by which the text was coded, where it says so and the study has it.
        self.current = self.ids.get(now or "")

    def name_of(self, codebook_id: int) -> str | None:
        """What the text calls a version."""
        return next((name for name, each in self.ids.items() if each == codebook_id), None)

    def id_of(self, block: Block, field: str) -> int | None:
        """The version that a field names, if it names one that is known."""
        name = block.text(field)
        if name is None or name in self.ids:
            return None if name is None else self.ids[name]
        block.at(field).wrong(
            "unknown-key",
            f"{quoted(name)} is not among the codebooks of this text",
            nearest(name, self.ids),
        )
        return None

    def _read(self, name: str) -> Codebook:
        """The codebook of a name: beside the text, or an included one."""
        beside = self.taking.text.codebooks
        files = [each.stem for each in sorted(beside.glob("*.yaml"))] if beside else []
        if beside is not None and name in files:
            return read_source(str(beside / f"{name}.yaml"))
        if name in shipped():
            return read_source(name)
        own = Path(self.taking.text.name).parent / name
        if beside is None and own.is_file():
            return read_source(str(own))
        raise UnknownKey(
            f"there is no codebook {quoted(name)} beside this text, and none is included",
            candidates=nearest(name, (*files, *shipped())),
        )

    def _take(self, name: str, book: Codebook, *, current: bool) -> None:
        connection = self.taking.change.connection
        here = connection.execute(
            select(codebook.c.codebook_id, codebook.c.document).where(
                codebook.c.key == book.key, codebook.c.version == book.version
            )
        ).one_or_none()
        if self._none:
            self._apply(name, book)
        elif here is None and current and not self.taking.new:
            raise UnknownKey(
                f"the study does not have {book.key} {book.version}: first put it into use "
                "(portrayals codebook apply)"
            )
        elif here is not None and here.document != book.document:
            raise AlreadyThere(f"the study has {book.key} {book.version} with another text")
        elif here is not None:
            self.ids[name] = here.codebook_id

    def _apply(self, name: str, book: Codebook) -> None:
        change = self.taking.change
        apply_book(change, book, name)
        change.forget_book()
        self.ids[name] = change.connection.execute(
            select(codebook.c.codebook_id).where(
                codebook.c.key == book.key, codebook.c.version == book.version
            )
        ).scalar_one()
        self.taking.added["codebooks"] += 1


def take_coders(taking: Taking) -> dict[str, Any]:
    """The coders of the text, and those who are there already, by key."""
    connection, change = taking.change.connection, taking.change
    known: dict[str, Any] = {row.key: row for row in connection.execute(select(coder))}
    met: dict[str, Block] = {}
    blocks = list(taking.text.blocks("coders", "coder", ("key", *CODER)))
    judge = usual_coder(taking)
    blocks += [judge] if isinstance(judge, Block) else []
    for block in blocks:
        key = block.needed("key", "key: ana")
        if key is None or is_twice(met, key, block):
            continue
        told = {
            name: block.read(name, FIELDS["coder"][name].read) for name in CODER if name != "kind"
        }
        if block is judge and told["method"] and told["model"] is None:
            told |= _edition(taking)
        compiled = "compilation" if told["method"] else "program" if told["model"] else "person"
        kind = block.text("kind") or (CONSENSUS if key == CONSENSUS else compiled)
        said = {"kind": kind} | told
        with block.at().telling():
            if kind != CONSENSUS:
                said["kind"] = FIELDS["coder"]["kind"].read(kind)
                refuse_incoherent({name: said[name] for name in said if name != "name"})
            if key in known:
                taking.compare(coder, known[key], said, key)
            elif kind == CONSENSUS:
                add_coder(change, key, kind="consensus")
                taking.added["coders"] += 1
            else:
                columns = {name: said[name] for name in said if name != "name"}
                add_coder(change, key, said["name"], told=columns)
                taking.added["coders"] += 1
    top = taking.text.top("coder")
    if taking.new and top is not None and isinstance(judge, str) and judge not in {*known, *met}:
        with top.at("coder").telling():  # a person, of whom nothing else need be said
            add_coder(change, judge)
            taking.added["coders"] += 1
    return {row.key: row for row in connection.execute(select(coder))}


def _edition(taking: Taking) -> dict[str, str | None]:
    """The name and the edition of a catalogue that has a version: its coder is a compilation."""
    title, version = (taking.text.top(name) for name in ("title", "version"))
    number = None if version is None else version.text("version")
    if title is None or number is None:
        return {}
    dated = taking.text.top("date")
    date = None if dated is None else dated.read("date", parse_date)
    return {"model": title.text("title"), "model_version": str(Edition(number, date))}


def usual_coder(taking: Taking) -> Block | str | None:
    """Who coded what no block says otherwise: a key, or the block that describes the coder."""
    top = taking.text.top("coder")
    if top is None or isinstance(top.mapping.entries["coder"], Scalar):
        return taking.default("coder")
    return top.block("coder", "coder", ("key", *CODER))


def is_twice(met: dict[str, Block], key: str, block: Block, field: str = "key") -> bool:
    """Whether an earlier block has the key, which is then a problem of this one."""
    if key in met:
        first = met[key]
        block.at(field).wrong(
            "given-twice", f"{block.noun} {key} is given twice (first in {first.file}:{first.line})"
        )
        return True
    met[key] = block
    return False


def take_sources(taking: Taking) -> dict[str, int]:
    """The sources of the text, and those that are there already: their ids by key."""
    connection, change = taking.change.connection, taking.change
    known = {row.key: row for row in connection.execute(select(source))}
    met: dict[str, Block] = {}
    for block in taking.text.blocks("sources", "source", ("key", *SOURCE)):
        key = block.needed("key", "key: nytimes-1997")
        if key is None or is_twice(met, key, block):
            continue
        block.needed("citation", "citation: AUTHOR, TITLE, YEAR")
        said = {
            name: block.read(word, FIELDS["source"][name].read) for word, name in SOURCE.items()
        }
        if key in known:
            taking.compare(source, known[key], said, key)
        elif said["citation"] is not None:
            with block.at("key").telling():
                add_source(change, key, **said)  # type: ignore[arg-type]
                taking.added["sources"] += 1
    rows = select(source.c.key, source.c.source_id)
    return dict(connection.execute(rows).all())


class Waves:
    """The waves of a text and of the study, by key; those that end locked are locked last.

    `stated` has the codebook of each wave as the text says.
    """

    def __init__(self, taking: Taking, books: Codebooks) -> None:
        self.taking = taking
        self.blocks: dict[str, Block] = {}
        self.stated: dict[str, int] = {}
        self._lock: dict[str, str] = {}
        self.known = self._known()
        for block in taking.text.blocks("waves", "wave", WAVE):
            key = block.needed("key", "key: main")
            if key is None or is_twice(self.blocks, key, block):
                continue
            purpose = block.read("purpose", lambda text: choose(text, PURPOSES, "a purpose"))
            book = books.id_of(block, "codebook")
            if book is not None:
                self.stated[key] = book
            self._take(block, key, purpose or "main", book)
        self.known = self._known()

    def _known(self) -> dict[str, Any]:
        return {row.key: row for row in self.taking.change.connection.execute(select(wave))}

    def _take(self, block: Block, key: str, purpose: str, codebook_id: int | None) -> None:
        taking, change = self.taking, self.taking.change
        connection = change.connection
        locked = block.text("locked")
        if key not in self.known:
            with block.at("key").telling():
                number = add_wave(change, key, purpose)
                if codebook_id is not None:
                    of = wave.c.wave_id == number
                    connection.execute(update(wave).where(of).values(codebook_id=codebook_id))
                taking.added["waves"] += 1
                if locked:
                    self._lock[key] = locked
            return
        row = self.known[key]
        said: dict[str, object] = {"purpose": purpose}
        if taking.new and codebook_id is not None:  # elsewhere the codebook in use says it
            said["codebook_id"] = codebook_id
        if locked and taking.new:
            self._lock[key] = locked
        elif locked and row.locked_at is None:
            change.notices.append(
                f"Wave {key} is locked in the text and open here: portrayals coding lock {key}"
            )
        taking.compare(wave, row, said, f"wave {key}")

    def lock(self) -> None:
        """Locks the new waves that are locked in the text, after all that is coded in them."""
        for key, at in self._lock.items():
            of = wave.c.key == key
            self.taking.change.connection.execute(update(wave).where(of).values(locked_at=at))
