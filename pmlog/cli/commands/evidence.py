"""evidence: what events can be checked against, listed and printed."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from pmlog.cli import arguments
from pmlog.cli.reading import read_incident
from pmlog.cli.session import session_of
from pmlog.errors import NotFound, UsageError
from pmlog.exchange import export
from pmlog.failures import OutputFailed
from pmlog.incident import evidence
from pmlog.incident.event import Event
from pmlog.incident.event_data import Attachment
from pmlog.incident.timeline import Incident
from pmlog.text.terminal import clipped, one_line, say, say_all, without_escapes

SHORTEST_REFERENCE = 4


def evidence_(
    context: typer.Context,
    reference: Annotated[
        str | None,
        typer.Argument(metavar="[HASH]", help="Start of a hash, or an event's id."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to FILE.")
    ] = None,
    incident: arguments.Incident = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """List an incident's evidence, or print one piece, whole."""
    session = session_of(context)
    with session.existing_log(db) as log:
        about = read_incident(session, log, incident, with_evidence=reference is not None)
    if reference is None:
        rows = [
            _row(event, each) for event in about.timeline for each in event.details.attached
        ]
        say_all(export.line(row) if json_ else _line(row) for row in rows)
        return
    found = _found(about, reference)
    carrier = about.evidence.get(found.sha256)
    if carrier is None:
        short = evidence.short(found.sha256)
        raise NotFound(f"the content of {short} is not in this log, or was retracted")
    content = evidence.content(carrier.details)
    if json_:
        say(export.line(export.event_object(carrier)))
    elif output not in (None, "-"):
        from pmlog.cli.documents import writing

        writing.write(str(output), content, writing.read(str(output)))
    else:
        _print(content, found, to_file=output == "-")


def _row(event: Event, attached: Attachment) -> dict[str, Any]:
    return {
        "sha256": attached.sha256,
        "name": attached.name,
        "size": attached.size,
        "cut": attached.cut,
        "event": event.id,
        "text": event.text,
    }


def _line(row: dict[str, Any]) -> str:
    size = evidence.size_text(row["size"])
    return (
        f"{evidence.short(row['sha256'])}  {size:>9}  {row['event'][24:30]}  "
        f"{clipped(row['name'], 30)}  {clipped(row['text'], 60)}"
    )


def _found(about: Incident, reference: str) -> Attachment:
    """Return the attachment that a person names. NotFound, UsageError for several."""
    wanted = reference.strip().lower()
    matches = {
        each.sha256: each
        for event in about.timeline
        for each in event.details.attached
        if len(wanted) >= SHORTEST_REFERENCE
        and (each.sha256.startswith(wanted) or event.id[24:].startswith(wanted))
    }
    if len(matches) > 1:
        shown = ", ".join(map(evidence.short, matches))
        raise UsageError(
            f"{reference!r} fits several pieces of evidence: {shown}; name one"
        )
    if not matches:
        raise NotFound(f"no evidence {reference!r}; 'pmlog evidence' lists what there is")
    return next(iter(matches.values()))


def _print(content: bytes, found: Attachment, *, to_file: bool) -> None:
    """Print a content as it is; in a terminal, only what is text, and that safely."""
    if sys.stdout is None:
        raise OutputFailed("it is closed")
    if not sys.stdout.isatty() or to_file:
        _write(content)
        return
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        name = evidence.short(found.sha256)
        raise UsageError(f"{name} is no text; 'pmlog evidence {name} -o FILE' writes it")
    lines = without_escapes(text).removesuffix("\n").split("\n")
    say_all(one_line(line.removesuffix("\r").expandtabs(8)) for line in lines)


def _write(content: bytes) -> None:
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputFailed(reason, is_pipe=isinstance(error, BrokenPipeError)) from error
