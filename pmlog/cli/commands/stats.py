"""stats: what can be known of many incidents."""

from __future__ import annotations

import os
from typing import Annotated, NamedTuple

import typer

from pmlog.cli import arguments, period
from pmlog.cli.options import spread
from pmlog.cli.reading import template_folders
from pmlog.cli.session import Session, session_of
from pmlog.cli.statistics import read_figures, say_figures
from pmlog.errors import UsageError
from pmlog.stats.exact import CONFIDENCE
from pmlog.stats.figures import Figures
from pmlog.text.terminal import say

# Of the folders of templates, where those of this command lie.
FOLDER = "stats"


class Options(NamedTuple):
    """What `pmlog stats` can be told."""

    since: arguments.IncidentsSince = None
    until: arguments.IncidentsUntil = None
    service: arguments.Services = None
    severity: arguments.Severities = None
    key: arguments.Keys = None
    confidence: Annotated[
        float,
        typer.Option(
            metavar="PERCENT", help="How sure each interval has to be: 50 to 99.9."
        ),
    ] = CONFIDENCE
    template: Annotated[
        str | None,
        typer.Option("-t", "--template", metavar="html|FILE", help="Write a page with it."),
    ] = None
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the page to FILE."),
    ] = None
    json_: arguments.Json = False
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Print it all at once.")] = (
        False
    )
    db: arguments.Db = None


@spread(Options)
def stats(context: typer.Context, typed: Options) -> None:
    """Show what can be known of many incidents.

    Every one is a dot; medians and counts have exact intervals. There is no mean, no trend
    and no ranking, as of few incidents these are mostly chance. Days are those of each
    incident's own zone.
    """
    if not 50 <= typed.confidence <= 99.9:
        raise UsageError(
            f"--confidence {typed.confidence:g} is not from 50 to 99.9 percent"
        )
    if typed.json_ and (typed.template or typed.output is not None):
        raise UsageError("--json is a form of its own; leave out -t and -o")
    if typed.output == "":
        raise UsageError("-o is empty; give the path of a file")
    session = session_of(context)
    choice = period.choice_typed(
        session, typed.since, typed.until, typed.service, typed.severity, typed.key
    )
    found = read_figures(session, typed.db, choice, typed.confidence)
    if typed.template or typed.output is not None:
        _page(found, session, typed.template or "html", typed.output)
    else:
        say_figures(found, session, typed.json_, paged=not typed.no_pager)


def _page(found: Figures, session: Session, template: str, output: str | None) -> None:
    from pmlog.cli.documents import writing
    from pmlog.render import document
    from pmlog.stats import links, page

    folders = tuple(os.path.join(each, FOLDER) for each in template_folders(session))
    chosen = document.find(template, folders)
    to_file = output not in (None, "-")
    beside = os.path.dirname(os.path.abspath(str(output))) if to_file else os.getcwd()
    names = page.names(found, links.documents(beside))
    text = document.fill(chosen, folders, names)
    if to_file:
        writing.write(str(output), text.encode(), writing.read(str(output)))
    else:
        say(text.removesuffix("\n"))
