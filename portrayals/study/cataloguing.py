"""The catalogue: titles, people, episodes, coders, sources, claims."""

from __future__ import annotations

from collections.abc import Sequence

from portrayals.errors import Declined
from portrayals.history.transaction import read
from portrayals.results.written import Written
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.catalogue.merge import merge
from portrayals.services.catalogue.people import (
    Namesakes,
    add_episodes,
    add_portrayal,
    add_relationship,
)
from portrayals.services.catalogue.remove import remove
from portrayals.services.catalogue.several import edit_all, screen_all
from portrayals.services.catalogue.titles import add_title, screen
from portrayals.services.claims.add import Said, add_claim
from portrayals.services.study.undo import plan_undo, undo
from portrayals.study.access import Access
from portrayals.vocabulary import Level, ScreeningResult, Stance, TitleKind


class Cataloguing(Access):
    """Methods that change the catalogue, each in one transaction that `undo` takes back.

    They return the keys of what they made or changed, with a sentence about it, and raise
    ReadOnly if the study was opened with `read_only=True`.
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
        as_typed: bool = False,
    ) -> Written:
        """Adds a film or show.

        Args:
            name: Its name, or name and year: `Bliss (1997)`.
            year: The year of release, or of the first episode.
            end_year: The year of the last episode, of a series.
            kind: The kind of title; by default a film, or a series if it has an end year.
            countries: The countries where it was made, by name or code: `["US", "France"]`.
            languages: The languages spoken in it, by name or code: `["en"]`.
            genres: Its genres.
            distributor: Who distributed it.
            ids: Its identifiers in other catalogues, `["imdb:tt0387514"]`, or the addresses of its
                pages there.
            aliases: Its other names.
            synopsis: What it is about.
            part: The season, if only one season of a show is meant, such as `S01`.
            duplicate: Whether to add it even if nearly the same title exists.
            as_typed: Whether to store countries and languages that are in no list.

        Raises:
            LikelyDuplicate: A title with nearly the same name and year exists.
            UnlistedName: A country or language is in no list.
            AlreadyThere: A title has one of these identifiers.
            InvalidValue: A value has the wrong form.
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
                as_typed=as_typed,
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
        duplicate: bool = False,
    ) -> Written:
        """Adds a person portrayed in a title.

        Args:
            title: The key or name of the title.
            name: The person's name in it.
            performer: Who plays the person.
            roles: The person's roles in it: `["therapist"]`.
            year: The year of the portrayal, if it is not that of the title.
            duplicate: Whether to add another person of that name, of another performer.

        Raises:
            AlreadyThere: The title already has a person with that name.
        """
        return self._change(
            ("add", "portrayal", title, name),
            lambda change: add_portrayal(
                change,
                title,
                name,
                performer=performer,
                roles=roles,
                year=_written(year),
                namesakes=Namesakes(duplicate),
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
        duplicate: bool = False,
    ) -> Written:
        """Adds a relationship between a person portrayed and another person.

        Args:
            portrayal: The key of the person portrayed.
            name: The other person; if omitted, the general relationship, with nobody in
                particular.
            performer: Who plays the other person.
            roles: The other person's roles: `["client"]`.
            year: The year of the relationship, if it is not that of the title.
            duplicate: Whether to add another person of that name, of another performer.

        Raises:
            AlreadyThere: The person already has a relationship with somebody of that name.
        """
        return self._change(
            ("add", "relationship", portrayal, name or "--general"),
            lambda change: add_relationship(
                change,
                portrayal,
                name,
                performer=performer,
                roles=roles,
                year=_written(year),
                namesakes=Namesakes(duplicate),
            ),
        )

    def add_episode(
        self, title: str, code: str, *, name: str | None = None, aired: str | None = None
    ) -> Written:
        """Adds one or more episodes; existing ones stay as they are.

        Args:
            title: The key or name of the title.
            code: Its number, `S07E05` or `7x05`, or a range, `S01E01..S01E10`.
            name: The name of the episode.
            aired: The date it first aired: `2011-10-17`.
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
        """Adds a coder: a person, unless `program` or `compilation` is given.

        Args:
            key: The key: lower-case letters, digits and hyphens.
            name: The coder's name.
            program: The model, if the coder is a program.
            model_version: The version of the model.
            instruction: The file with the program's instruction; its SHA-256 is kept.
            compilation: The method, if the coder is a compilation of published descriptions.

        Raises:
            AlreadyThere: The key is taken.
            InvalidValue: The arguments contradict each other.
        """
        options = CoderOptions(program, model_version, instruction, compilation)
        return self._change(
            ("add", "coder", key), lambda change: add_coder(change, key, name, options=options)
        )

    def add_source(
        self,
        key: str,
        *,
        citation: str,
        address: str | None = None,
        dated: str | None = None,
        accessed: str | None = None,
    ) -> Written:
        """Adds a published source.

        Args:
            key: The key: lower-case letters, digits and hyphens.
            citation: The reference as it should be printed.
            address: Its web address or DOI.
            dated: When it was published: `2001`, `2001-05` or `2001-05-17`.
            accessed: When it was read at that address.

        Raises:
            AlreadyThere: The key is taken.
        """
        return self._change(
            ("add", "source", key),
            lambda change: add_source(
                change, key, citation=citation, address=address, dated=dated, accessed=accessed
            ),
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
        checked: str | None = None,
        checked_source: str | None = None,
    ) -> Written:
        """Adds a claim: what a source says about a unit, or about another claim.

        Args:
            source: The key of the source.
            unit: The key of the unit it is about.
            codes: The codes it names: `boundary-act=dating`.
            statement: What it says.
            stance: Whether it asserts, denies or qualifies that.
            about: The number of the claim it is about.
            basis: How the source knows, in its own words.
            date: When it was made.
            scope: The part of the unit it is about.
            locator: Where it is in the source: a page, a paragraph.
            checked: What was found when it was checked; it enters no verdict.
            checked_source: The key of the source where it was checked.

        Raises:
            UnknownKey: There is no such source, unit, claim or variable.
            AlreadyThere: The claim was made before.
        """
        said = Said(statement, stance, about, scope, basis, date, locator, checked, checked_source)
        return self._change(
            ("add", "claim", source, *([unit] if unit else []), *codes),
            lambda change: add_claim(change, source, unit, codes, said),
        )

    def edit(
        self,
        key: str,
        *edits: str,
        level: Level | None = None,
        yes: bool = False,
        as_typed: bool = False,
    ) -> Written:
        """Changes the fields of a unit, coder or source, or of all units that match a query.

        Args:
            key: The key of the unit, coder or source; or a query with a field in it.
            edits: Each `FIELD=VALUE`; or, for a field with several values, `FIELD+=VALUE` or
                `FIELD-=VALUE`: `edit("prime", "year=2005", "genre+=drama")`.
            level: What a query is asked of; by default titles, unless they lack the fields.
            yes: Whether to change all that match a query.
            as_typed: Whether to store countries and languages that are in no list.

        Raises:
            Declined: It is a query, and `yes` is not given; it says what would change.
            UnknownKey: Nothing has that key or matches, or there is no such field.
            InvalidValue: A field cannot have that value.
            UnlistedName: A country or language is in no list, and `as_typed` is not given.
        """
        return self._change_each(
            ("edit", key, *edits),
            lambda change: edit(change, key, edits, as_typed=as_typed),
            lambda change: edit_all(change, key, edits, level, as_typed=as_typed),
            or_record=True,
            yes=yes,
        )

    def screen(
        self,
        title: str,
        status: ScreeningResult,
        *,
        reason: str | None = None,
        yes: bool = False,
    ) -> Written:
        """Records whether a title, or each that matches a query, belongs to the study.

        Args:
            title: The key or name of the title; or a query with a field in it: `"year:..1949"`.
            status: `in`; `none`, if it was looked through and nobody of the kind is in it;
                `out`; or `unavailable`.
            reason: Why.
            yes: Whether to screen all titles that match a query.

        Raises:
            Declined: It is a query, and `yes` is not given; it says what would change.
            UnknownKey: There is no such title, or none matches.
        """
        return self._change_each(
            ("screen", title, status),
            lambda change: screen(change, title, status, reason),
            lambda change: screen_all(change, title, status, reason),
            yes=yes,
        )

    def remove(self, *keys: str) -> Written:
        """Removes units, coders or sources with everything that belongs to them.

        It does not ask first; `undo` brings them back.

        Args:
            keys: The keys of units, coders or sources.

        Raises:
            InUse: Something else still refers to one of them.
        """
        return self._change(("remove", *keys), lambda change: remove(change, keys))

    def merge(self, key: str, into: str) -> Written:
        """Joins two titles, or two people of one title, into one.

        Args:
            key: The key of the one that disappears.
            into: The key of the one that stays, and keeps everything that belonged to both.
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
            anyone: Whether to allow another coder's change.
            yes: Whether to allow changing more than 1,000 rows.

        Raises:
            Declined: More than 1,000 rows would change, and `yes` is not given.
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
