"""One transaction for each use-case: a read of one state, or one change in the history."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DBAPIError

from portrayals.database.engine import reading, refusals, savepoint, writing
from portrayals.database.files import check_unchanged, lacking, opened
from portrayals.database.staging import unstage
from portrayals.errors import Damaged, UnknownKey
from portrayals.findings.stored_ballots import ballots_put_off
from portrayals.findings.stored_codebook import Book, read_book
from portrayals.history.record import open_change
from portrayals.notation.database_urls import is_url
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.keys import coder_key
from portrayals.notation.quoting import quoted
from portrayals.settings import login_name
from portrayals.tables import coder


@contextmanager
def read(target: str, *, actor: str | None = None) -> Iterator[Connection]:
    """A connection that sees one consistent state of the database at a file or address.

    Raises UnknownKey for a named `actor` who does not exist, as a write does. Errors in a database
    that lacks something essential are raised as `Damaged`.
    """
    with reading(opened(target)) as connection:
        if actor is not None:
            acting(connection, actor)
        try:
            yield connection
        except DBAPIError:
            raise
        except Exception as error:
            if damage := lacking(connection):
                raise Damaged(damage) from error
            raise


def acting(connection: Connection, given: str | None) -> str:
    """The key of the coder who acts: the given one, else that of the login name.

    Raises UnknownKey, with the nearest keys, for a given coder who does not exist, and InvalidValue
    for a login name that cannot be made into a key.
    """
    if given is None:
        return coder_key(login_name())
    if _coder_id(connection, given) is None:
        known = connection.execute(
            select(coder.c.key).where(coder.c.kind != "consensus").order_by(coder.c.key)
        ).scalars()
        raise UnknownKey(
            f"{quoted(given)} is not a coder",
            hint=f"to create one: portrayals add coder {given}",
            candidates=nearest(given, known),
        )
    return given


def _coder_id(connection: Connection, key: str) -> int | None:
    return connection.execute(
        select(coder.c.coder_id).where(coder.c.key == key)
    ).scalar_one_or_none()


@dataclass
class Change:
    """A write in progress: one transaction, and one entry in the history once it writes a row.

    `notices` are messages beside its result; `made` are the units that it added on the way, in
    words.
    """

    connection: Connection
    given: str | None
    command: str
    notices: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    @cached_property
    def number(self) -> int:
        """The number of the change in the history; it begins with the first row written."""
        return open_change(self.connection, self.actor, self.command)

    @cached_property
    def actor(self) -> str:
        """The key of the coder who acts; raises as `acting`."""
        return acting(self.connection, self.given)

    @cached_property
    def coder_id(self) -> int:
        """The row of the coder who acts, made now if the login name is new here."""
        known = _coder_id(self.connection, self.actor)
        if known is not None:
            return known
        self.notices.append(f"You are coder {self.actor} (from your login name; change: --as KEY).")
        return self.connection.execute(
            insert(coder)
            .values(uuid=new_uuid(), key=self.actor, kind="person", change_id=self.number)
            .returning(coder.c.coder_id)
        ).scalar_one()

    @property
    def has_written(self) -> bool:
        """Whether the change has written a row."""
        return "number" in self.__dict__

    @cached_property
    def book(self) -> Book:
        """The codebook as it stood when the change first asked for it."""
        return read_book(self.connection)

    def forget_book(self) -> None:
        """Reads the codebook anew the next time, because another one was applied."""
        self.__dict__.pop("book", None)


class Undone(Exception):
    """Ends a change of which nothing is kept."""


@contextmanager
def _writing(target: str) -> Iterator[Connection]:
    with writing(opened(target)) as connection:
        check_unchanged(connection)  # somebody may have restored a database while we waited
        yield connection


@contextmanager
def write(target: str, *, actor: str | None, command: str, keep: bool = True) -> Iterator[Change]:
    """A change of the database at a file or address; without `keep`, rolled back at the end."""
    with suppress(Undone), _writing(target) as connection:
        yield Change(connection, actor, command)
        if not keep:
            raise Undone


class _Together:
    """Several changes in one transaction, of which each is written whole or not at all."""

    def __init__(self, connection: Connection, actor: str | None) -> None:
        self._connection = connection
        self._actor = actor
        self._book: Book | None = None

    @contextmanager
    def one(self, command: str) -> Iterator[Change]:
        """The next change."""
        unstage(self._connection)
        change = Change(self._connection, self._actor, command)
        if self._book is not None:  # nobody else can change it meanwhile
            change.book = self._book
        with suppress(Undone), refusals(), savepoint(self._connection):
            yield change
        self._book = change.__dict__.get("book")


@contextmanager
def write_several(
    target: str, *, actor: str | None, keep: bool = True
) -> Iterator[Callable[[str], AbstractContextManager[Change]]]:
    """What makes the next change of the database at a file or address, given its command.

    An error that leaves a change undoes that one, and `Undone` does so silently. In a file all are
    kept together, and what they say counts as votes once all are written. On a server each has a
    transaction of its own, because others write meanwhile. Without `keep` none is kept.
    """
    if is_url(target):
        opened(target)
        yield lambda command: write(target, actor=actor, command=command, keep=keep)
        return
    with suppress(Undone), _writing(target) as connection, ballots_put_off(connection):
        yield _Together(connection, actor).one
        if not keep:
            raise Undone


def new_uuid() -> str:
    """A random UUID as text."""
    return str(uuid.uuid4())
