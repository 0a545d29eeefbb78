"""collect: what other tools recorded, on the same timeline."""

from __future__ import annotations

import sys
from typing import Annotated, NamedTuple

import typer

from pmlog.cli import arguments
from pmlog.cli.collecting import documents
from pmlog.cli.collecting import formats as known
from pmlog.cli.collecting import incident as into_incident
from pmlog.cli.collecting.options import Asked, Times, Wanted
from pmlog.cli.options import spread
from pmlog.cli.session import options_typed, session_of
from pmlog.errors import UsageError

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE...", help="Files, folders, archives; - is a pipe."),
]
Texts = list[str] | None


class Options(NamedTuple):
    """What `pmlog collect` can be told."""

    files: Files = None
    yes: Annotated[
        bool,
        typer.Option("-y", "--yes", help="Write all that are new; else only show them."),
    ] = False
    pick: Annotated[
        bool, typer.Option("--pick", help="Choose, and correct, in the editor.")
    ] = False
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="What the files are.")
    ] = None
    formats: Annotated[
        bool, typer.Option("--formats", help="List what is read, and what fetches it.")
    ] = False
    check_format: Annotated[
        str | None,
        typer.Option("--check-format", metavar="FILE.toml", help="Try a format of yours."),
    ] = None
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="TIME",
            help="From then on; else an hour before the incident.",
        ),
    ] = None
    until: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="TIME", help="Up to then; else an hour after its end."
        ),
    ] = None
    all_times: Annotated[
        bool, typer.Option("--all-times", help="Take what is of any time.")
    ] = False
    shift: Annotated[
        str | None,
        typer.Option(
            "--shift", metavar="±TIME", help="Correct a clock that was wrong: -37s."
        ),
    ] = None
    tz: Annotated[
        str | None,
        typer.Option("--tz", metavar="ZONE", help="The zone of times that name none."),
    ] = None
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="The date of times that have none."),
    ] = None
    match: Annotated[
        Texts, typer.Option("--match", metavar="REGEX", help="Only texts that match.")
    ] = None
    without: Annotated[
        Texts, typer.Option("--not", metavar="REGEX", help="Only texts that do not.")
    ] = None
    author: Annotated[
        Texts, typer.Option("--author", metavar="NAME", help="Only what NAME wrote.")
    ] = None
    kinds: Annotated[
        Texts, typer.Option("--kinds", metavar="KIND,...", help="Only these kinds.")
    ] = None
    bots: Annotated[bool, typer.Option("--bots", help="Also what bots wrote.")] = False
    everything: Annotated[
        bool, typer.Option("--everything", help="Also what is left out by default.")
    ] = False
    take_proposed: Annotated[
        bool,
        typer.Option(
            "--take-proposed", help="Take began?, mitigated?, resolved? as proposed."
        ),
    ] = False
    again: Annotated[
        bool, typer.Option("--again", help="Bring back what was taken back.")
    ] = False
    map_: Annotated[
        str | None,
        typer.Option("--map", metavar="at=COLUMN,...", help="The columns of a table."),
    ] = None
    new_incidents: Annotated[
        bool,
        typer.Option("--new-incidents", help="An incident of each postmortem (Markdown)."),
    ] = False
    plain: Annotated[bool, typer.Option("--plain", help="Columns between tabs.")] = False
    json_: arguments.Json = False
    incident: arguments.Incident = None
    db: arguments.Db = None


@spread(Options)
def collect(context: typer.Context, typed: Options) -> None:
    """Put what other tools recorded on the timeline.

    Without -y or --pick it only shows what it would write. A file is recognised by its
    content. What was collected before is not collected again, and what was taken back
    stays so. One undo takes all of it back.
    """
    session = session_of(context)
    if typed.formats:
        known.list_formats(session, json=typed.json_)
        return
    if typed.check_format:
        known.check_format(session, typed.check_format)
        return
    files = _files(typed.files)
    asked = _asked(typed)
    given = dict(context.params) | {"db": session.db_typed(typed.db)}
    again = [*options_typed(context, given), *files]
    if typed.new_incidents:
        documents.run(session, typed.db, files, asked, again)
        return
    with session.existing_log(typed.db) as log:
        chosen = session.incident(log, typed.incident)
        into_incident.run(session, log, chosen, files, asked, again)


def _asked(typed: Options) -> Asked:
    times = (typed.since, typed.until, typed.all_times, typed.shift, typed.tz, typed.date)
    wanted = Wanted(
        typed.match or [],
        typed.without or [],
        typed.author or [],
        typed.kinds or [],
        bots=typed.bots,
        everything=typed.everything,
        again=typed.again,
    )
    return Asked(
        Times(*times),
        wanted,
        typed.map_,
        typed.from_,
        take_proposed=typed.take_proposed,
        yes=typed.yes,
        pick=typed.pick,
        plain=typed.plain,
        json=typed.json_,
    )


def _files(files: Texts) -> list[str]:
    if files:
        return files
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            "what is to be collected? give files, folders or archives, or - for a pipe; "
            "'pmlog collect --formats' lists what is read"
        )
    return ["-"]
