"""render: the postmortem, on the screen or in a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from pmlog.cli import arguments
from pmlog.cli.reading import Zones, read_incident, template_folders, zones_shown
from pmlog.cli.session import session_of
from pmlog.errors import UsageError
from pmlog.incident.timeline import Incident
from pmlog.metrics import measure
from pmlog.postmortem.gaps import gaps
from pmlog.text.terminal import say, warn

if TYPE_CHECKING:
    from pmlog.cli.pictures import Pictures
    from pmlog.render.format import Format

# The template of the format that asks for 400 to 600 words.
FORMAT = "postmortem"
LOG = "log"  # the block that says what a document was made from
LEAST_WORDS, MOST_WORDS = 400, 600
MOST_SENTENCES = 2
_BETWEEN_SENTENCES = re.compile(r"[.!?](?=\s+[A-Z])")


def render(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    template: Annotated[
        str,
        typer.Option(
            "-t", "--template", metavar="TEMPLATE", help="A template's name, or its file."
        ),
    ] = FORMAT,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write FILE; of one that is there, renew the generated blocks.",
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if FILE is stale.")
    ] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help="Renew blocks even if they were edited by hand.")
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Keep blocks that were edited by hand.")
    ] = False,
    force: Annotated[
        bool, typer.Option("-f", "--force", help="Overwrite FILE, whatever it holds.")
    ] = False,
    pictures: Annotated[
        bool,
        typer.Option("--pictures", help="Draw the overview as SVG files beside FILE.md."),
    ] = False,
    tz: Zones = None,
    db: arguments.Db = None,
) -> None:
    """Render the postmortem.

    What the log does not say is left as a visible TODO(...). What you write into FILE,
    outside the generated blocks, stays when it is rendered again.
    """
    from pmlog.cli import target
    from pmlog.exchange import proof
    from pmlog.render import context as names
    from pmlog.render import document
    from pmlog.render.format import PLAIN
    from pmlog.render.renew import fenced

    _check_choices(output, check, ours, theirs, force)
    to_file = output not in (None, "-")
    session = session_of(context)
    with session.existing_log(db) as log:
        incident_ = read_incident(session, log, incident, with_evidence=True)
        made_from = proof.of_incident(log, incident_.id) if to_file else None
    folders = template_folders(session)
    found = document.find(template, folders)
    zones = zones_shown(tz, incident_)
    drawn = _pictures(output, incident_, zones[0], session.now_us) if pictures else None
    shown = names.RenderContext(
        incident_, zones, session.now_us, found.format, drawn.markup if drawn else ""
    )
    text = document.fill(found, folders, names.build(shown), with_blocks=to_file)
    if made_from is not None and found.format is not PLAIN:
        text += fenced(made_from.comment(), LOG, f"{found.name} {incident_.short_id}")
        text += "\n"
    if not to_file:
        say(text.removesuffix("\n"))
    elif check:
        _check(str(output), text, drawn.stale() if drawn else ())
        return
    elif force:
        target.write(str(output), text)
    else:
        target.update(str(output), text, ours=ours, theirs=theirs)
    if drawn:
        drawn.write(force=force)
    _report_gaps(incident_, text, found.format)
    for problem in measure(incident_).problems:
        order = f"{problem.last.kind} lies before {problem.first.kind}"
        warn(f"{problem.what} cannot be computed: {order}; see 'pmlog metrics'")
    if template == FORMAT:
        _report_length(text, is_full=not gaps(incident_))
        _report_long_entries(incident_)


def _check_choices(output: str | None, *choices: bool) -> None:
    """Raise UsageError where the options about FILE do not fit it, or each other."""
    if output == "":
        raise UsageError("-o is empty; give the path of a file")
    if any(choices) and output in (None, "-"):
        raise UsageError(
            "--check, --ours, --theirs and --force are about a FILE: add -o FILE"
        )
    if sum(choices) > 1:
        raise UsageError("--check, --ours, --theirs and --force exclude each other")


def _pictures(output: str | None, incident: Incident, zone: str, now_us: int) -> Pictures:
    from pmlog.cli.pictures import pictures

    return pictures(output, incident, zone, now_us)


def _check(path: str, text: str, stale_pictures: tuple[str, ...]) -> None:
    from pmlog.cli import target

    # What nobody reads makes no document stale.
    blocks = (name for name in target.stale_blocks(path, text) if name != LOG)
    stale = (*blocks, *stale_pictures)
    if stale:
        warn(f"{path} is stale: {', '.join(stale)}; 'pmlog render -o {path}' renews it")
        raise typer.Exit(1)


def _report_gaps(incident: Incident, document: str, form: Format) -> None:
    """Name the gaps that the document shows, with the commands that fill them."""
    from pmlog.render.format import HTML

    # Readers of the page are told that it is not known, whatever it is.
    is_page = form is HTML
    shown = [
        clause
        for clause in gaps(incident)
        if is_page or form.todo(clause.asks, clause.command) in document
    ]
    if shown:
        things = "1 thing is" if len(shown) == 1 else f"{len(shown)} things are"
        where = "not in the page yet" if is_page else "a TODO in the document"
        warn(f"{things} missing; each is {where} ('pmlog write' asks):")
        for clause in shown:
            warn(f"  {clause.asks}  {clause.command}")


def _report_length(document: str, *, is_full: bool) -> None:
    """Say how far a document is from the words that its format asks for, and where.

    One with gaps is short for that reason alone.
    """
    from pmlog.check.document.parse import parse

    words = parse(document).words
    off = LEAST_WORDS - words if words < LEAST_WORDS else words - MOST_WORDS
    if off <= 0 or (words < LEAST_WORDS and not is_full):
        return
    parts = [part.partition("\n")[::2] for part in document.split("\n## ")[1:]]
    longest = sorted(((parse(text).words, name) for name, text in parts), reverse=True)
    shown = ", ".join(f"{name} {count}" for count, name in longest)
    few_or_many = "few" if words < LEAST_WORDS else "many"
    warn(
        f"{words} words, {off} too {few_or_many}: the format asks for {LEAST_WORDS} to "
        f"{MOST_WORDS}; by part: {shown}"
    )


def _report_long_entries(incident: Incident) -> None:
    """Name the entries of the timeline that are longer than its readers are patient."""
    long = [
        event.short_id
        for event in incident.timeline
        if len(_BETWEEN_SENTENCES.findall(event.text)) >= MOST_SENTENCES
    ]
    if long:
        warn(f"more than {MOST_SENTENCES} sentences in the timeline: {', '.join(long)}")
