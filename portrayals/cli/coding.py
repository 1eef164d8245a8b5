"""`coding`: waves, who codes what in them, and what coders are handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from portrayals.cli import coding_adjudicate, coding_collect
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Force, Form, Json, Output, examples
from portrayals.cli.printing import printing
from portrayals.cli.recording import record, record_with_new
from portrayals.errors import InvalidValue
from portrayals.render.format_names import handout_form
from portrayals.vocabulary import MOST, PURPOSES, STRATA, Purpose, Stratum

if TYPE_CHECKING:
    from portrayals.outputs import NewFile
    from portrayals.results.handout import Handout

app = commands("Organise coding by several people: waves, assignments, handouts, progress.")
app.add_typer(coding_collect.app)
app.add_typer(coding_adjudicate.app)

OfWave = Annotated[str, typer.Option("--wave", metavar="WAVE", help="The wave of coding.")]
WaveKey = Annotated[str, typer.Argument(metavar="WAVE", help="The key of a wave.")]


@app.command("waves", cls=Command, epilog=examples("portrayals coding waves"))
def waves(
    context: typer.Context,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """List the waves, with who codes in them."""
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.waves.progress import waves as listed

    with context.obj.read() as connection:
        found = listed(connection)
    out.show(found)


@app.command(
    "assign",
    cls=Command,
    epilog=examples(
        "portrayals coding assign --wave main --coder ana --coder ben",
        "portrayals coding assign --wave main --coder ana --coder ben \\\n"
        "      --reliability 30% --by decade --seed 7",
        "portrayals coding assign --wave pilot --purpose training --coder ana \\\n"
        "      --coder ben --reliability 100% --where 'year:..1960'",
    ),
)
def assign(
    context: typer.Context,
    wave: Annotated[
        str,
        typer.Option("--wave", metavar="WAVE", help="The wave; it is made if it is not there."),
    ],
    coder: Annotated[
        list[str], typer.Option("--coder", metavar="KEY", help="Who codes; may be repeated.")
    ],
    purpose: Annotated[
        Purpose | None,
        typer.Option(
            "--purpose",
            metavar="WORD",
            help=f"What a new wave is for: {', '.join(PURPOSES)}; main by default.",
        ),
    ] = None,
    reliability: Annotated[
        str | None,
        typer.Option(
            "--reliability",
            metavar="SHARE",
            help="The share of titles that all of them code, to measure agreement: 30%, .3, or a "
            "number of titles.",
        ),
    ] = None,
    by: Annotated[
        Stratum | None,
        typer.Option(
            "--by",
            metavar="FIELD",
            help=f"Draw that share in proportion to a field: {', '.join(STRATA)}.",
        ),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option("--where", metavar="QUERY", help="Only titles for which this is true."),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            metavar="N",
            min=0,
            max=MOST,
            help="Seed of the draw; the same draws the same.",
        ),
    ] = 1,
    create: Annotated[
        bool, typer.Option("--create", help="Add coders who are not there, after asking.")
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Assign titles to coders, at random.

    Each title, with all the people in it, goes to one of the coders, and the --reliability share
    to all of them. Titles screened out or unavailable go to nobody.

    What is assigned stays: repeat it as the study grows, and only titles that nobody has in the
    wave are drawn. To draw all anew, undo the first draw.

    In training, without --reliability, each coder gets all titles.
    """
    from portrayals.services.waves.assign import AssignOptions
    from portrayals.services.waves.assign import assign as assigned

    options = AssignOptions(purpose, reliability, by, where, seed, create)
    record_with_new(
        context.obj,
        lambda change: assigned(change, wave, coder, options),
        create=create,
        dry_run=dry_run,
        json=json,
    )


@app.command(
    "handout",
    cls=Command,
    epilog=examples(
        "portrayals coding handout ana ben --wave main",
        "portrayals coding handout ana --wave main -o to-ana.html",
        "portrayals coding handout ana ben --wave second --changed-since 1.0",
        "portrayals coding handout ana --wave practice --answers-of lea",
        "portrayals coding handout ana --wave main -o ana-main.xlsx",
    ),
)
def handout(
    context: typer.Context,
    coders: Annotated[
        list[str], typer.Argument(metavar="CODER...", help="Who gets one: one file each.")
    ],
    wave: OfWave,
    answers_of: Annotated[
        str | None,
        typer.Option(
            "--answers-of",
            metavar="CODER",
            help="For training: show the answers of this coder after each unit.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file, .html or .xlsx, for one coder; CODER-WAVE.html by default.",
        ),
    ] = None,
    changed_since: Annotated[
        str | None,
        typer.Option(
            "--changed-since",
            metavar="VERSION",
            help="Only what was coded by this version of the codebook or a later one and must be "
            "coded again.",
        ),
    ] = None,
    json: Json = False,
    force: Force = False,
) -> None:
    """Write what a coder is to code: a page or a workbook.

    The coder opens it from the disk and codes in it. A workbook has a row for each unit and a
    column for each question and each code of a set, at most 40 on a sheet.

    It holds the titles assigned to the coder, the people in them and the rules of the codebook, and
    nothing that anybody has coded. It needs no network. Its answers name the SHA-256 of the
    handout, whose beginning is printed.

    With --changed-since it holds the units and questions that a changed rule touches, without the
    earlier answers. They go into a new --wave, whose answers then count.

    In a wave of purpose training, --answers-of shows what a coder answered, after each unit, beside
    the learner's own answers and the rules; these can then no longer be changed. Only there, the
    page also shows the synopsis of each title.
    """
    out = printing(context.obj, None, json, None, force=False)
    keys = list(dict.fromkeys(coders))
    form = "page" if output is None else handout_form(output)
    files = _files(context, keys, wave, output, force=force)
    from portrayals.history.transaction import write
    from portrayals.render.handout.content import content
    from portrayals.services.handouts.hand_out import hand_out

    def written(given: Handout) -> tuple[str, int]:
        made = content(given)
        files[given.coder].write(made)
        return str(files[given.coder]), len(made)

    session = context.obj
    with write(session.target, actor=session.actor, command=session.command) as change:
        found = hand_out(
            change,
            keys,
            wave,
            written,
            form=form,
            changed_since=changed_since,
            answers_of=answers_of,
        )
    session.done = True
    out.show(found)
    for notice in change.notices:
        session.remark(notice)


def _files(
    context: typer.Context, coders: list[str], wave: str, output: str | None, *, force: bool
) -> dict[str, NewFile]:
    if output is None:
        names = {coder: f"{coder}-{wave}.html" for coder in coders}
    elif len(coders) > 1:
        raise InvalidValue(
            f"{len(coders)} coders get a file each, and -o names one",
            hint="leave out -o: the pages are named CODER-WAVE.html; workbooks one coder at a time",
        )
    else:
        names = {coders[0]: output}
    return {coder: context.obj.new_file(name, force=force) for coder, name in names.items()}


@app.command(
    "progress",
    cls=Command,
    epilog=examples("portrayals coding progress", "portrayals coding progress --wave main"),
)
def progress(
    context: typer.Context,
    wave: Annotated[
        str | None, typer.Option("--wave", metavar="WAVE", help="Only this wave; all by default.")
    ] = None,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show how far each coder is.

    A unit is a title, episode, person or relationship of which something is coded; it counts as
    coded once it has an answer of the coder in the wave.
    """
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.waves.progress import progress as made

    with context.obj.read() as connection:
        found = made(connection, wave)
    out.show(found)
    if not found.rows:
        context.obj.remark(
            "Nothing is assigned. To assign titles: portrayals coding assign --wave WAVE "
            "--coder KEY"
        )


@app.command("lock", cls=Command, epilog=examples("portrayals coding lock main"))
def lock(context: typer.Context, wave: WaveKey, json: Json = False) -> None:
    """Lock a wave, so that no command changes it.

    Its annotations and assignments stay as they are until it is unlocked.
    """
    from portrayals.services.waves.lock import lock_wave

    record(context.obj, lambda change: lock_wave(change, wave), json=json)


@app.command("unlock", cls=Command, epilog=examples("portrayals coding unlock main"))
def unlock(
    context: typer.Context, wave: WaveKey, dry_run: DryRun = False, json: Json = False
) -> None:
    """Open a locked wave again, after asking.

    Coding in it goes on with the codebook in force.
    """
    from portrayals.services.waves.lock import plan_unlock, unlock_wave

    with context.obj.read() as connection:
        plan = plan_unlock(connection, wave)
    if context.obj.approved(plan, dry_run=dry_run, json=json):
        record(context.obj, lambda change: unlock_wave(change, wave), json=json)
