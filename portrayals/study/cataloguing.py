"""What a catalogue is made of: titles, people, episodes, coders, sources, claims."""

from __future__ import annotations

from collections.abc import Sequence

from portrayals.errors import Declined
from portrayals.history.transaction import read
from portrayals.results.written import Written
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.catalogue.merge import merge
from portrayals.services.catalogue.people import add_episodes, add_portrayal, add_relationship
from portrayals.services.catalogue.remove import remove
from portrayals.services.catalogue.titles import add_title, screen
from portrayals.services.claims.add import Said, add_claim
from portrayals.services.study.undo import plan_undo, undo
from portrayals.study.access import Access
from portrayals.vocabulary import ScreeningResult, Stance, TitleKind


class Cataloguing(Access):
    """Methods that change the catalogue, each in one transaction that `undo` takes back.

    All of them return the keys of what they made or changed and a sentence about it, and raise
    ReadOnly where the study was opened to be read only.
    """

    def add_title(
        self,
        name: str,
        *,
        year: int | None = None,
        end_year: int | None = None,
        kind: TitleKind | None = None,
        countries: Sequence[str] = (),
        languages: Sequence[str] = (),
        genres: Sequence[str] = (),
        distributor: str | None = None,
        ids: Sequence[str] = (),
        aliases: Sequence[str] = (),
        synopsis: str | None = None,
        part: str | None = None,
        duplicate: bool = False,
    ) -> Written:
        """Adds a film or show.

        Args:
            name: What it is called.
            year: The year of release, or of the first episode.
            end_year: The year of the last episode.
            kind: What kind of title it is; by default a film.
            countries: Where it was made: `["US", "FR"]`.
            languages: What is spoken in it: `["en"]`.
            genres: Its genres.
            distributor: Who distributed it.
            ids: Its identifiers in other catalogues: `["imdb:tt0387514"]`.
            aliases: Other names it goes by.
            synopsis: What it is about.
            part: The one season of a show that is meant, such as `S01`.
            duplicate: Whether it is another title, although nearly the same is there.

        Raises:
            LikelyDuplicate: Nearly the same name and year is there.
            AlreadyThere: A title has one of these identifiers.
            InvalidValue: A value is not of the form it should have.
        """
        return self._change(
            ("add", "title", name),
            lambda change: add_title(
                change,
                name,
                year=_written(year),
                end_year=_written(end_year),
                kind=kind,
                countries=countries,
                languages=languages,
                genres=genres,
                distributor=distributor,
                ids=ids,
                aliases=aliases,
                synopsis=synopsis,
                part=part,
                duplicate=duplicate,
            ),
        )

    def add_portrayal(
        self,
        title: str,
        name: str,
        *,
        performer: str | None = None,
        roles: Sequence[str] = (),
        year: int | None = None,
    ) -> Written:
        """Adds a person as portrayed in a title.

        Args:
            title: The key or name of the title.
            name: What the person is called in it.
            performer: Who plays the person.
            roles: What the person is in it: `["therapist"]`.
            year: The year of the portrayal, where it is not that of the title.

        Raises:
            AlreadyThere: The title has a person of that name.
        """
        return self._change(
            ("add", "portrayal", title, name),
            lambda change: add_portrayal(
                change, title, name, performer=performer, roles=roles, year=_written(year)
            ),
        )

    def add_relationship(
        self,
        portrayal: str,
        name: str | None = None,
        *,
        performer: str | None = None,
        roles: Sequence[str] = (),
        year: int | None = None,
    ) -> Written:
        """Adds a relationship between a person portrayed and another.

        Args:
            portrayal: The key of the person portrayed.
            name: The other person; without one, the relationship with nobody in particular.
            performer: Who plays the other person.
            roles: What the other person is: `["client"]`.
            year: The year of the relationship, where it is not that of the title.

        Raises:
            AlreadyThere: The person has a relationship with somebody of that name.
        """
        return self._change(
            ("add", "relationship", portrayal, name or "--general"),
            lambda change: add_relationship(
                change, portrayal, name, performer=performer, roles=roles, year=_written(year)
            ),
        )

    def add_episode(
        self, title: str, code: str, *, name: str | None = None, aired: str | None = None
    ) -> Written:
        """Adds an episode, or several; those that are there already stay as they are.

        Args:
            title: The key or name of the title.
            code: Its number, `S07E05`, or a range, `S01E01..S01E10`.
            name: What the episode is called.
            aired: The date it was first shown: `2011-10-17`.
        """
        return self._change(
            ("add", "episode", title, code),
            lambda change: add_episodes(change, title, code, name=name, aired=aired),
        )

    def add_coder(
        self,
        key: str,
        *,
        name: str | None = None,
        program: str | None = None,
        model_version: str | None = None,
        instruction: str | None = None,
        compilation: str | None = None,
    ) -> Written:
        """Adds a coder, who is a person unless more is said.

        Args:
            key: The key: small letters, digits and hyphens.
            name: The coder's name.
            program: The model, of a coder that is a program.
            model_version: The version of the model.
            instruction: The file with what the program was told, of which the SHA-256 is kept.
            compilation: The method, of a coder that is a reading of published descriptions.

        Raises:
            AlreadyThere: The key is taken.
            InvalidValue: What is told does not go together.
        """
        options = CoderOptions(program, model_version, instruction, compilation)
        return self._change(
            ("add", "coder", key), lambda change: add_coder(change, key, name, options=options)
        )

    def add_source(
        self, key: str, *, citation: str, address: str | None = None, dated: str | None = None
    ) -> Written:
        """Adds a published source.

        Args:
            key: The key: small letters, digits and hyphens.
            citation: The reference as it is printed.
            address: Its web address or DOI.
            dated: When it was published: `2001`, `2001-05` or `2001-05-17`.

        Raises:
            AlreadyThere: The key is taken.
        """
        return self._change(
            ("add", "source", key),
            lambda change: add_source(change, key, citation=citation, address=address, dated=dated),
        )

    def add_claim(
        self,
        source: str,
        unit: str | None = None,
        *codes: str,
        statement: str,
        stance: Stance = "asserts",
        about: str | None = None,
        basis: str | None = None,
        date: str | None = None,
        scope: str | None = None,
        locator: str | None = None,
    ) -> Written:
        """Adds what a source says of a unit, or of another claim.

        Args:
            source: The key of the source.
            unit: The key of the unit it speaks of.
            codes: The codes it names: `boundary-act=dating`.
            statement: What it says.
            stance: Whether it asserts, denies or qualifies that.
            about: The number of the claim it speaks of.
            basis: How the source knows, in its own words.
            date: When it said so.
            scope: What part of the unit it speaks of.
            locator: Where in the source it stands: a page, a paragraph.

        Raises:
            UnknownKey: There is no such source, unit, claim or variable.
            AlreadyThere: The claim was made before.
        """
        said = Said(statement, stance, about, scope, basis, date, locator)
        return self._change(
            ("add", "claim", source, *([unit] if unit else []), *codes),
            lambda change: add_claim(change, source, unit, codes, said),
        )

    def edit(self, key: str, *edits: str) -> Written:
        """Changes the fields of a unit, coder or source.

        Args:
            key: The key of the thing.
            edits: `FIELD=VALUE` each, or `FIELD+=VALUE`, `FIELD-=VALUE` of a field with several:
                `edit("prime", "year=2005", "genre+=drama")`.
        """
        return self._change(("edit", key, *edits), lambda change: edit(change, key, edits))

    def screen(self, title: str, status: ScreeningResult, *, reason: str | None = None) -> Written:
        """Records whether a title belongs to the study.

        Args:
            title: The key or name of the title.
            status: `in`; `none`: looked through, and nobody of the kind is in it; `out`; or
                `unavailable`.
            reason: Why.
        """
        return self._change(
            ("screen", title, status),
            lambda change: screen(change, title, status, reason),
        )

    def remove(self, *keys: str) -> Written:
        """Removes things with all that belongs to them, without asking; `undo` brings them back.

        Args:
            keys: The keys of units, coders or sources.

        Raises:
            InUse: Something that stays refers to one of them.
        """
        return self._change(("remove", *keys), lambda change: remove(change, keys))

    def merge(self, key: str, into: str) -> Written:
        """Joins two titles, or two people of one title, into one.

        Args:
            key: The key of the one that goes.
            into: The key of the one that stays, with all that belonged to both.
        """
        return self._change(("merge", key, into), lambda change: merge(change, key, into))

    def undo(
        self,
        change: int | None = None,
        *,
        last: int = 1,
        anyone: bool = False,
        yes: bool = False,
    ) -> Written:
        """Takes back a change; undoing an undo makes the change again.

        Args:
            change: The number of the change, as in `history`; by default the latest.
            last: How many of the latest changes to take back.
            anyone: Whether the change may be another coder's.
            yes: Whether to take back more than 1,000 rows.

        Raises:
            Declined: More than 1,000 rows would go back, and `yes` is not given.
            CannotUndo: There is nothing to undo, or a later change depends on it.
        """
        with read(self.target) as connection:
            planned = plan_undo(connection, self.actor, change, last=last, anyone=anyone)
        if planned.large and not yes:
            raise Declined(
                f"this needs confirmation: {planned.plan.question}", hint="undo(…, yes=True)"
            )
        return self._change(
            ("undo", *([str(change)] if change else [])),
            lambda under_way: undo(under_way, change, last=last, anyone=anyone, planned=planned),
        )


def _written(year: int | None) -> str | None:
    return None if year is None else str(year)
