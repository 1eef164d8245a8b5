"""`help`: explains queries, keys, states and numbers, and shows the help of any command."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Final

import typer

from portrayals.cli._click import UsageError
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Json, examples
from portrayals.cli.top import HELP

QUERY: Final = """\
Queries choose titles, people or relationships. Use them after `list`, in
`--where` of `stats`, and in codebooks.

  portrayals list titles kind:tv decade:1990s
  portrayals list relationships boundary-act:flirting NOT initiator:client
  portrayals stats boundary-act --where 'kind:tv (genre:comedy OR year:2010..)'

Terms
  genre:comedy             text contains it; case and accents do not matter
  name:=Prime              text is exactly that
  genre:comedy,drama       either
  year:1990..1999          from, to; also ..1979 and 2000..
  running:1990s            films of those years, series that ran in them,
                           and the people of both
  boundary-act:dating      this code or any code below it
  boundary-act.class:violation
                           a code that the codebook gives this property
  boundary-act.severity:4..  the same, as a range
  tag:dating               a code of whichever variable has it
  boundary-act:none        a state: any, none, cannot-tell, not-applicable,
                           unavailable, not-coded (portrayals help states)
  prime                    a bare word searches names, aliases, people, synopsis
  "prince of tides"        so does a phrase

Fields are name, title (the name of the title), alias, kind, year, decade,
running, country, language, genre, distributor, id, performer or actor, role,
counterpart (the other person's name), screened, coder, basis, wave, source,
season, episode, disputed, claimed, and every variable of the codebook
(portrayals codebook show).

Together
  Terms side by side must all hold. OR means either, NOT the opposite; brackets
  group. NOT binds closest, OR least. Beside a field or a bracket, and, or, not
  may be lower case, too; elsewhere they are words of a name (Truth or
  Dare). Use single quotes where the shell would interpret brackets or double
  quotes itself.

Nothing found
  You are shown close matches: codes and field values that match a bare word,
  and corrections of misspelt values. A statistic left with no unit is refused,
  and names the term that excludes them all.

Three answers
  A question about a coding may have no answer yet. boundary-act:flirting is
  true, false, or undetermined: undetermined if the unit is not coded, if the
  coder cannot tell, or if coders disagree. `list` shows what is true.
  So NOT boundary-act:flirting shows units coded and found without flirting,
  never units nobody has looked at. The number of undetermined units is shown
  with the list, and `list ... --open` shows them.
  `stats --where` leaves the undetermined out, and counts them by name.

The same unit
  Terms about people or relationships refer to one and the same relationship
  and the person in it, including terms with NOT. With some(...) each may be
  a different one. If all such terms have NOT, nobody has any of it.

  portrayals list titles boundary-act:flirting initiator:client
      titles with one relationship that has both
  portrayals list titles 'some(boundary-act:flirting) some(initiator:client)'
      titles with one that has the first, and one that has the second
  portrayals list titles boundary-act:flirting NOT gender:female
      titles with a relationship with flirting whose therapist is not a woman
  portrayals list titles NOT boundary-act:flirting
      titles with no flirting at all
"""

KEYS: Final = """\
Every title, person and relationship has a key, which is printed when it is
added and never changes.

  prime                            a title
  prime/lisa-metzger               a person as portrayed in it
  prime/lisa-metzger/rafi-gardet   that person's relationship with another
  prime/lisa-metzger/general       the same with nobody in particular

The key of a title is its name in lower case, with hyphens for all else; the
year is added if that key is taken (bliss-1997). A renamed item is still found
by its key.

Wherever a key is needed, you may write less:

  portrayals show "How I Met Your Mother"     the exact name
  portrayals show HIMYM                       an alias
  portrayals show "Bliss (1997)"              name and year, where names repeat
  portrayals show himym/kevin/robin           parts by key, name or first word
  portrayals show imdb:tt0460649              an identifier, its web address,
                                              or only tt0460649; also a UUID
  portrayals show 50/50                       a title's own name wins as a whole

An ambiguous name is refused, and the candidates are listed. Where a
relationship is needed and you name a title or person with exactly one,
that one is used, and a message says so.

Coders and sources have keys of their own: portrayals list coders.
"""

STATES: Final = """\
A unit is always in one of these states for a variable. The states are words
that you can write as values and use in queries.

  none            coded: looked for, and none of the codes was found
  cannot-tell     coded: looked for, and the material does not show it
  not-applicable  the question does not arise here
  unavailable     the material could not be obtained
  not-coded       nobody has looked yet

  portrayals annotate prime/rita boundary-act=none
  portrayals annotate prime/lisa/rafi outcome-client=cannot-tell
  portrayals annotate prime/lisa/rafi outcome-client=not-coded    (withdraws)
  portrayals list relationships boundary-act:not-coded

The codes that you tag on a unit form a set. If you doubt one, tag it as
maybe:CODE. Without any code a unit is not coded; `none` must be stated.
  complete        every other code counts as looked for and not found: if you
                  have watched, or do not say how you know
  partial         only what is in it is known, and nothing about other codes:
                  if you have watched a part, read about it, or heard about it
  tag --complete and tag --partial set this, whatever the basis.
  With --silence no, a partial set is read as a complete one: what it does not
  mention is a no, and what it has as maybe is cannot-tell: a derived variable
  may then be open where it was only partly coded before.

When several coders have answered
  unsettled       they disagree, and nobody has decided
  undetermined    their answers leave it open: a rule of the codebook cannot
                  be decided, or only the group of a code is known
Under the policy `majority` more than half must agree, so two coders must agree
and one alone settles it (portrayals db policy). The better basis prevails:
watched, watched in part, documented, unstated; complete sets come first.
Hearsay never settles anything: if there is nothing else, a unit is not
coded. Programs do not vote.

n, and who is in it
  A line's n is the units whose answer is known: with the code, or without it,
  `none` included. All others are not counted, and are listed below the table;
  no unit is in or out of n because of the answer found.
  A title or person is in n for what is coded on relationships when everything
  beneath it is known; otherwise it is
  incomplete      something beneath is not known; of a unit itself: only partial
                  sets cover it, so it has what they hold, and may have more
  no-unit         there is nothing beneath
  Titles screened out or unavailable are not counted at all.

  If a line has open units, lowest and highest appear beside its percentage:
  the shares that are still possible. If more is known than is in n, it
  reads "at least 3 of 9" instead. With --silence no, what partial sets do not
  mention is a no: that is what is reported. A percentage of nothing is
  `undefined`, never 0.

  Tables use other words for some of these: portrayals help numbers.
"""

NUMBERS: Final = """\
The words in tables and in the notes below them. [ ] gives the name in JSON,
where it differs. How each is computed: docs/numbers.md.

Above a table
  114 relationships, 7 counted
                  there are 114 in all, and the figures below cover 7 of them.

A line of a table
  k of n          of n units whose answer is known, k have the code [count, n].
                  A unit is a title, an episode, a person or a relationship.
  share           k as a percentage of n [percent]; undefined where n is 0.
  95 % interval   how far chance alone may have moved the share if the titles
                  were drawn at random: 95 of 100 such intervals hold the true
                  share [low, high]. It leaves out errors of coding or choice.
  known: at least 3 of 9
                  3 units certainly have the code, of 9 that somebody coded
                  [known, units]; of others the coding leaves it open. The share
                  of n alone would be misleading, so it is not printed.
  possible range  the share if every open case were a no, and if each were a
                  yes [lowest, highest]. It is not a confidence interval.
  7 ?             7 units are not counted in this line.

Not counted: the units outside n, by reason [states].
Where lines read "at least", the total includes open units, and those of which
nothing is known for the line are listed as "still open"; they are in no share.
  not coded       nobody has looked yet [not-coded].
  partly coded    what is recorded is known, but there may be more: the coder
                  saw or read only part of it, or something beneath is not known
                  [incomplete].
  cannot tell     the coder looked, and the material does not show it
                  [cannot-tell].
  open            the codings leave it open: a rule cannot be decided, or only
                  the group of a code is known [undetermined].
  unsettled       coders disagree, and nobody has decided.
  does not apply  the question does not arise here [not-applicable].
  unavailable     the material could not be obtained.
  without a unit  there is nobody in it, or with this person, to code [no-unit].
  open for --where
                  it is open whether the query holds [where-undetermined].
  The open cases of a possible range have been coded by somebody and may still
  be a yes or a no: partly coded, cannot tell, open, unsettled.

Who says so, and how they know
  policy          how several coders settle an answer: by majority (the
                  default), if all agree (unanimous), or if one says yes (any:
                  only here does the answer decide which units are in n).
  basis           how a coder knows: watched, watched in part, documented (from
                  published descriptions), unstated, hearsay. The better basis
                  prevails; hearsay settles nothing.
  silence         what a partial coding says about codes it does not mention:
                  nothing (open), or with --silence no that they are absent;
                  a code recorded as "maybe" then counts as cannot tell.
                  Such figures are marked "as reported".
  agreement       how far coders who worked independently gave the same
                  answers. It is unknown where no unit was coded by two: the
                  figures are then one person's reading.

How far coders agree: portrayals reliability
  alpha           Krippendorff's: 1 if all agree, 0 if no better than chance.
  .84 [.71, .93]  alpha and its interval, by title; "from .71" is a lower limit
                  alone, where fewer than five titles disagree.
  reliable        alpha is .800 or more; tentative from .667. Not established:
                  alpha reaches that, but its lower limit does not.
  unanimous       no two coders differ, so a figure would say too much.
  too few         too few titles, or titles with the code, for an interval.
  not paired      coded twice, but in different waves, on different bases, or by
                  different versions of the codebook.
  stability       the same coder at two times; validity: a coder against one
                  whose answers are taken as right. Neither is agreement.

How the interval is computed [method]
  clustered       units of one title are more alike than units of two. Intervals
                  below title level allow for that, and are usually wider. With
                  fewer than 30 titles they are rough.
  design effect   how much wider: the variance relative to that of as many
                  independent units [deff].
  Wilson          the interval for independent units, as titles are; also, with
                  titles as n, where all or none of the units have the code.
  bootstrap       titles are resampled from those in the data 2,000 times; 95 of
                  100 of the resulting shares lie in the interval.

What the figures cover
  convenience sample
                  titles that were at hand and were not drawn at random. The
                  figures describe these titles and estimate no others.
  compiled        coded from published descriptions, not from viewing: they can
                  show that something occurs, but seldom that it does not.
  screened        checked, and included in the study or not. Titles screened
                  out are not counted; those not screened yet are.
  year of a title the year a film came out or a series began: a series counts in
                  the decade in which it began, and a note says how many ran
                  into a later one. A person or relationship may have a year of
                  its own, and an episode counts in the year in which it aired.

What you may quote
  A share of ten units or more, with its k of n and its interval or, if many
  cases are open, its possible range; of fewer, k of n alone. "At least k of n"
  as printed, and never as a percentage. Say how the titles were chosen and
  what they were coded from: --sentence writes a sentence that does.
"""

#: What else people ask for.
_SYNONYMS: Final = dict.fromkeys(
    ("agreement", "alpha", "interval", "intervals", "quotable", "quote", "words"), "numbers"
)

TOPICS: Final = {"query": QUERY, "keys": KEYS, "states": STATES, "numbers": NUMBERS}


app = commands()


@app.command(
    "help",
    cls=Command,
    epilog=examples(
        "portrayals help query", "portrayals help numbers", "portrayals help add title"
    ),
)
def help_(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TOPIC|COMMAND]", help="query, keys, states, numbers, or a command."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Explain queries, keys, states, the words beside numbers, or a command."""
    asked = words or []
    text = _topic(asked) or _command_help(context, asked)
    if json:
        from portrayals.render.formats import to_json
        from portrayals.results.envelope import FORMAT

        sys.stdout.write(to_json({"format": FORMAT, "topic": " ".join(asked), "text": text}))
    else:
        context.obj.answer(text)


def _topic(words: list[str]) -> str | None:
    if not words:
        return HELP
    if len(words) > 1:
        return None
    name = _SYNONYMS.get(words[0].casefold(), words[0].casefold())
    return TOPICS.get(name) or next((TOPICS[each] for each in TOPICS if name == _other(each)), None)


def _other(topic: str) -> str:
    """The topic's name in the other number: `queries`, `key`, `state`."""
    return "queries" if topic == "query" else topic.removesuffix("s")


def _command_help(context: Any, words: list[str]) -> str:
    """The help of the command with these words. Raises a usage error where there is none."""
    at = context.find_root()
    for word in words:
        command = getattr(at.command, "get_command", lambda *_: None)(at, word)
        if command is None:
            told = " ".join(words)
            raise UsageError(
                f'There is no help on "{told}". Topics: {", ".join(TOPICS)}, and every command',
                context,
            )
        at = command.context_class(command, info_name=word, parent=at)
    return f"{at.get_help()}\n"
