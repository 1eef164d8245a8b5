"""`coding disagreements|adjudicate|todo`: what coders judged differently, and what is decided."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Force, Form, Json, Output, examples
from portrayals.cli.printing import printing
from portrayals.cli.recording import record_with_new
from portrayals.errors import InvalidValue
from portrayals.vocabulary import CAUSES, DECISION_METHODS, Cause, DecisionMethod

if TYPE_CHECKING:
    from portrayals.cli.session import Session

app = commands()

OfWave = Annotated[
    str | None,
    typer.Option(
        "--wave",
        metavar="WAVE",
        help="The latest main wave by default; of a wave of recoding, what was coded differently "
        "the second time.",
    ),
]
OfUnits = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help="Only units that match it: portrayals help query."),
]


@app.command(
    "disagreements",
    cls=Command,
    epilog=examples(
        "portrayals coding disagreements",
        "portrayals coding disagreements year:..1960 --variable initiator",
        "portrayals coding disagreements --decided -o decisions.csv",
        "portrayals coding disagreements --summary",
    ),
)
def disagreements(
    context: typer.Context,
    query: OfUnits = None,
    wave: OfWave = None,
    variable: Annotated[
        str | None, typer.Option("--variable", metavar="VARIABLE", help="Only this variable.")
    ] = None,
    decided: Annotated[
        bool, typer.Option("--decided", help="Also those that are decided, with the decision.")
    ] = False,
    names: Annotated[
        bool, typer.Option("--names", help="Name the coders, in place of letters.")
    ] = False,
    summary: Annotated[
        bool,
        typer.Option(
            "--summary", help="Only how many are decided, by cause, and in favour of whom."
        ),
    ] = False,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """List what coders answered differently.

    Letters stand for coders, others in each row, so that nobody decides for a name. Sets of codes
    on the same basis differ where one holds a code that the other lacks. Programs are left out.

    With --decided, the column Later counts the answers given after the decision, which change
    nothing.
    """
    session: Session = context.obj
    out = printing(session, form, json, output, force)
    from portrayals.services.adjudication.disagreements import disagreements as listed

    with session.read() as connection:
        found = listed(
            connection, query or (), wave=wave, variable=variable, decided=decided, names=names
        )
    if summary:
        out.show(found.summary)
        return
    out.show(found)
    if out.form == "table":
        for line in found.remarks():
            session.remark(line)
    of = f" --wave {shlex.quote(wave)}" if wave else ""
    if found.summary.later:
        session.remark(
            f"Answered again since it was decided: {found.summary.later:,}, which changes no "
            f"decision. See: portrayals coding disagreements{of} --decided"
        )
    if not found.summary.differences:
        session.remark("Other waves: portrayals coding disagreements --wave WAVE")
    if found.summary.decided < found.summary.differences:
        session.remark(f"Next: portrayals coding adjudicate{of}")


@app.command(
    "adjudicate",
    cls=Command,
    epilog=examples(
        "portrayals coding adjudicate --with ben",
        "portrayals coding adjudicate year:..1960 -o decide.html",
        "portrayals coding adjudicate himym/kevin/robin initiator=client \\\n"
        "      --reason 'she asks first' --cause slip",
        "portrayals coding adjudicate himym/kevin/robin initiator=not-coded   (withdraws)",
    ),
)
def adjudicate(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[UNIT|QUERY] [VARIABLE=VALUE]...",
            help="UNIT and VARIABLE=VALUE for one decision; else what to decide in turn.",
        ),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it is decided so.")
    ] = None,
    cause: Annotated[
        Cause | None,
        typer.Option(
            "--cause",
            metavar="WORD",
            help=f"What caused the difference: {', '.join(CAUSES)}.",
        ),
    ] = None,
    method: Annotated[
        DecisionMethod | None,
        typer.Option(
            "--method",
            metavar="WORD",
            help=f"{', '.join(DECISION_METHODS)}; by default discussion with others, else expert.",
        ),
    ] = None,
    together: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="CODER", help="Who decides with you; may be repeated."),
    ] = None,
    alone: Annotated[
        bool, typer.Option("--alone", help="Decide alone between yourself and another coder.")
    ] = False,
    wave: OfWave = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE.html",
            help="Write a page in which to decide, in any browser, without a network.",
        ),
    ] = None,
    force: Force = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Decide what coders answered differently.

    With UNIT VARIABLE=VALUE you decide one. Without, you are asked in turn; each decision is saved
    at once, and the same command later goes on with the rest. The coders' answers stay as they
    are: the decision is an answer of the consensus coder, which figures take in their place.

    With -o you decide in a page, without names of coders; what it saves is taken in by portrayals
    coding collect, as decided by whoever collects it.
    """
    session: Session = context.obj
    from portrayals.services.adjudication.decision import Terms

    given = words or []
    terms = Terms(reason, cause, method, tuple(dict.fromkeys(together or ())), alone)
    if output is not None:
        if terms != Terms(None) or dry_run or any(map(_is_assignment, given)):
            raise InvalidValue(
                "the page asks what is decided, why, how and with whom",
                hint="with -o give only a query and --wave",
            )
        _write_page(session, given, wave, output, force=force, json=json)
        return
    if any(map(_is_assignment, given)):
        from portrayals.services.adjudication.adjudicate import adjudicate as decided

        if _is_assignment(given[0]):
            raise InvalidValue(
                "say of which unit it is decided",
                hint=f"portrayals coding adjudicate UNIT {shlex.join(given)}",
            )
        record_with_new(
            session,
            lambda change: decided(change, given[0], given[1:], terms, wave=wave),
            create=False,
            dry_run=dry_run,
            json=json,
        )
        return
    refused = {"--reason": reason, "--cause": cause, "--dry-run": dry_run, "--json": json}
    for option, value in refused.items():
        if value:
            raise InvalidValue(
                f"{option} is for one decision, and in turn you are asked",
                hint="leave it out, or say what is decided: UNIT VARIABLE=VALUE",
            )
    from portrayals.cli.asking import asker
    from portrayals.cli.deciding import decide_in_turn

    decide_in_turn(session, asker(), given, terms, wave)


def _write_page(
    session: Session, query: list[str], wave: str | None, path: str, *, force: bool, json: bool
) -> None:
    """Writes the page in which to decide, and says how it goes on."""
    from portrayals.notation.plurals import counted
    from portrayals.render.decisions import decisions_name, page
    from portrayals.render.formats import to_json
    from portrayals.services.adjudication.sheet import sheet_of

    name = decisions_name(path)
    file = session.new_file(path, force=force)
    with session.read() as connection:
        sheet = sheet_of(connection, query, wave=wave)
    file.write(page(sheet, name))
    if json:
        sys.stdout.write(to_json(sheet.to_dict()))
    session.remark(
        f"Wrote {file}: {counted(len(sheet.disagreements), 'difference')} of wave {sheet.wave}. "
        "Open it in a browser; then take in what it saves: portrayals coding collect "
        f"{shlex.quote(f'{name}.decisions.json')}"
    )


def _is_assignment(word: str) -> bool:
    """Whether a word is VARIABLE=VALUE and no term of a query, as FIELD:=VALUE is."""
    variable, equals, _ = word.partition("=")
    return bool(equals) and ":" not in variable


@app.command(
    "todo",
    cls=Command,
    epilog=examples("portrayals coding todo", "portrayals coding todo --wave main --json"),
)
def todo(
    context: typer.Context,
    wave: OfWave = None,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """List the rules that caused differences between coders.

    For each code or variable of the codebook: how many differences, by cause, and the reason given
    most. Those of which decisions say that the rule or a missing code was the cause come first.
    """
    session: Session = context.obj
    out = printing(session, form, json, output, force)
    from portrayals.services.adjudication.todo import todo as listed

    with session.read() as connection:
        found = listed(connection, wave)
    out.show(found)
    caused = [row for row in found.rows if row.of_codebook]
    if caused:
        session.remark("Read their rules, and mend them:")
        for row in caused[:5]:
            session.remark(f"  portrayals codebook show {row.key}")
    elif found.rows:
        of = f" --wave {shlex.quote(wave)}" if wave else ""
        session.remark(
            "No decision says yet that a rule or a missing code was the cause. To decide: "
            f"portrayals coding adjudicate{of}"
        )
    else:
        session.remark(f"Nobody differs in wave {found.wave}.")
