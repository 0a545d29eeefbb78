"""render: the postmortem, on the screen or in a file."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, NamedTuple

from pmlog.cli.options import spread
from pmlog.cli.reading import read_incident, template_folders, zones_shown
from pmlog.cli.session import Session, session_of
from pmlog.errors import UsageError
from pmlog.metrics import measure
from pmlog.text.terminal import in_utf8, one_line, say, warn

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from pmlog.cli import arguments
    from pmlog.cli.documents.pictures import Pictures
    from pmlog.cli.documents.target import Choice
    from pmlog.incident.timeline import Incident
    from pmlog.render.context import RenderContext
    from pmlog.render.document import Template
    from pmlog.store.log import Log

# The template of the format that asks for 400 to 600 words.
FORMAT, PUBLIC = "postmortem", "public"


class Options(NamedTuple):
    """What `pmlog render` can be told."""

    incident: arguments.IncidentArgument = None
    template: Annotated[
        str | None,
        typer.Option(
            "-t",
            "--template",
            metavar="TEMPLATE",
            help="A template's name, or its file; else what FILE's name says.",
        ),
    ] = None
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write FILE (.md, .html, .txt, .docx) or into a folder; of a FILE that "
            "exists, renew the generated blocks.",
        ),
    ] = None
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if FILE is stale.")
    ] = False
    keep_edits: Annotated[
        bool, typer.Option("--keep-edits", help="Keep blocks that were edited by hand.")
    ] = False
    take_log: Annotated[
        bool,
        typer.Option(
            "--take-log", help="Renew edited blocks, too; FILE.orig keeps the edits."
        ),
    ] = False
    force: Annotated[
        bool, typer.Option("-f", "--force", help="Overwrite FILE, whatever it holds.")
    ] = False
    all_events: Annotated[
        bool, typer.Option("--all-events", help="Show the notes of a long log as well.")
    ] = False
    public: Annotated[
        bool,
        typer.Option("--public", help="For customers: the main facts, and no names."),
    ] = False
    pictures: Annotated[
        bool,
        typer.Option("--pictures", help="Draw the overview as SVG files beside FILE.md."),
    ] = False
    tz: arguments.Zones = None
    db: arguments.Db = None


@spread(Options)
def render(context: typer.Context, typed: Options) -> None:
    """Render the postmortem.

    What the log does not say is left as a visible TODO(...). What you write into FILE,
    outside the generated blocks, stays when it is rendered again.
    """
    from pmlog.cli.documents.target import Choice, template_for
    from pmlog.exchange import proof
    from pmlog.render import context as context_of
    from pmlog.render import document

    choice = Choice(typed.keep_edits, typed.take_log, typed.force)
    _check_choices(typed.output, typed.check, *choice)
    session = session_of(context)
    chosen = template_for(typed.output, typed.template, PUBLIC if typed.public else FORMAT)
    with session.existing_log(typed.db) as log:
        about = read_incident(session, log, typed.incident, with_evidence=True)
        made_from = proof.of_incident(log, about.id) if typed.output else None
        about = _public(log, about) if typed.public else about
    found = document.find(chosen, template_folders(session))
    zones = zones_shown(typed.tz, about)
    drawn = _pictures(session, typed, about, zones[0])
    shown = _shown(session, typed, about, zones, found, drawn)
    values = context_of.build(shown)
    if typed.output in (None, "-"):
        text = _to_screen(session, found, values)
    else:
        values["made_from"] = made_from.comment() if made_from else ""
        is_word = str(typed.output).lower().endswith(".docx")
        values["overview"] = context_of.overview(shown) if is_word else ""
        text = _to_file(session, found, values, typed, choice)
    if typed.check:
        _check(str(typed.output), drawn.stale() if drawn else ())
        return
    if drawn:
        drawn.write(force=typed.force)
    if not typed.public and _may_speak(typed.output):
        _report(about, text, found, chosen)


def _shown(
    session: Session,
    typed: Options,
    about: Incident,
    zones: tuple[str, ...],
    found: Template,
    drawn: Pictures | None,
) -> RenderContext:
    from pmlog.render.context import RenderContext

    return RenderContext(
        about,
        zones,
        session.now_us,
        found.format,
        drawn.markup if drawn else "",
        typed.all_events,
        typed.public,
        found.source,
    )


def _public(log: Log, incident: Incident) -> Incident:
    """Return an incident as it may be shown outside, and say what that leaves out."""
    from pmlog.render.editions.public import edition
    from pmlog.store import queries

    shown = edition(incident, *queries.authors_and_hosts(log))
    for name, instead in shown.replaced:
        warn(f"replaced: {one_line(name)} -> {instead}")
    if shown.left_out:
        warn(f"left out: {', '.join(shown.left_out)}")
    warn("what people wrote freely is as they wrote it: read it before it goes out")
    return shown.incident


def _pictures(
    session: Session, typed: Options, incident: Incident, zone: str
) -> Pictures | None:
    from pmlog.cli.documents.pictures import pictures

    if not typed.pictures:
        return None
    now_us, is_public = session.now_us, typed.public
    return pictures(typed.output, incident, zone, now_us, is_public=is_public)


def _check_choices(output: str | None, *choices: bool) -> None:
    """Raise UsageError where the options about FILE do not fit it, or each other."""
    every = "--check, --keep-edits, --take-log and --force"
    if output == "":
        raise UsageError("-o is empty; give the path of a file")
    if any(choices) and output in (None, "-"):
        raise UsageError(f"{every} are about a FILE: add -o FILE")
    if sum(choices) > 1:
        raise UsageError(f"{every} exclude each other")


def _to_screen(session: Session, found: Template, values: dict[str, object]) -> str:
    from pmlog.render import document

    text = document.fill(found, template_folders(session), values)
    # A page says that it is UTF-8, and readers of Markdown expect it.
    in_utf8()
    say(text.removesuffix("\n"))
    return text


def _to_file(
    session: Session,
    found: Template,
    values: dict[str, object],
    typed: Options,
    choice: Choice,
) -> str:
    from pmlog.cli.documents import target
    from pmlog.render import document
    from pmlog.render.renew import fenced

    name = f"{found.name}-{values['id']}{found.ending}"
    path = target.in_folder(str(typed.output), name)
    kind = target.kind_of(path, found)
    text = document.fill(
        found, template_folders(session), values, with_blocks=kind == target.BLOCKS
    )
    if kind == target.BLOCKS:
        source = f"{found.name} {values['id']}"
        text += fenced(str(values["made_from"]), target.LOG, source) + "\n"
    if typed.check:
        _check(path, target.stale_blocks(path, text, kind))
        return text
    if kind == target.BLOCKS:
        is_new = target.update(path, text, choice)
    else:
        is_new = target.write(
            path, target.bytes_of(kind, text, str(values["overview"])), force=choice.force
        )
    warn(f"{'wrote' if is_new else 'up to date:'} {path}{_words(found, text)}")
    if values["left_out"]:
        warn(f"{values['left_out']} 'pmlog pin' keeps one; --all-events has them all")
    return text


def _may_speak(output: str | None) -> bool:
    """Tell whether there is a place to speak of the document in, and set it off from that.

    Beside a pipe there is none where head, or what reads it, shows the document on the
    same screen: both would write at once. Each TODO says what it misses.
    """
    if output not in (None, "-"):
        return True
    if sys.stdout.isatty():
        say("")
    is_screen = sys.stderr is not None and sys.stderr.isatty()
    return not (is_screen and stat.S_ISFIFO(os.fstat(1).st_mode))


def _check(path: str, stale: tuple[str, ...]) -> None:
    if stale:
        warn(f"{path} is stale: {', '.join(stale)}; 'pmlog render -o {path}' renews it")
        sys.exit(1)


def _words(found: Template, text: str) -> str:
    if found.ending == ".html":
        return ""
    from pmlog.check.document import visible

    return f", {visible.words(text)} words"


def _report(incident: Incident, text: str, found: Template, chosen: str) -> None:
    from pmlog.cli.documents import shortfalls
    from pmlog.postmortem.gaps import gaps

    shortfalls.report_gaps(incident, text, found.format)
    for problem in measure(incident).problems:
        order = f"{problem.last.kind} lies before {problem.first.kind}"
        warn(f"{problem.what} cannot be computed: {order}; see 'pmlog metrics'")
    if chosen == FORMAT:
        shortfalls.report_length(text, is_full=not gaps(incident))
        shortfalls.report_long_entries(incident)
