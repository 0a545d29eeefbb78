"""verify: whether the log is as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pmlog.cli import arguments
from pmlog.cli.output import count
from pmlog.cli.session import Session, session_of
from pmlog.errors import NotFound, UsageError
from pmlog.exchange import export
from pmlog.text.terminal import one_line, say

if TYPE_CHECKING:
    from pmlog.store.verify import Report


def verify_(
    context: typer.Context,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="FILE", help="A document: does the log still hold it?"
        ),
    ] = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Check that the log is as it was written.

    Looked at are its file, its guards and its numbers. Exit code 1 when something is found,
    4 when the log cannot be read at all.
    """
    if against is not None:
        raise typer.Exit(_against(session_of(context), against, db, as_json=json_))
    from pmlog.store import verify

    with session_of(context).existing_log(db) as log:
        report = verify.examine(log)
        path = log.path
    if json_:
        found = [each.object() for each in report.findings]
        say(export.line(report._asdict() | {"findings": found}))
    else:
        for each in report.findings:
            say(one_line(each.line()))
        say(f"{path}: {_summary(report)}")
    raise typer.Exit(1 if report.findings else 0)


def _against(session: Session, path: str, db: str | None, *, as_json: bool) -> int:
    """Say whether the log holds what a document was made from; return 1 where not."""
    from pmlog.exchange import proof

    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            document = file.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NotFound(f"{path} cannot be read: {reason}") from error
    found = proof.found_in(document)
    if found is None:
        raise UsageError(
            f"{path} does not say what it was made from; 'pmlog render -o {path}' notes it"
        )
    with session.existing_log(db) as log:
        now = proof.of_incident(log, found.incident)
        is_held = proof.holds(log, found)
    if as_json:
        events = {"document": found.events, "log": now.events}
        say(export.line({"file": path, "held": is_held, "events": events}))
    elif is_held:
        later = now.events - found.events
        more = f"; {count(later, 'event')} came since" if later else ""
        say(f"{one_line(path)}: the log holds all {count(found.events, 'event')}{more}")
    else:
        say(
            f"{one_line(path)}: the log does not hold the {count(found.events, 'event')} "
            f"that it was made from; it has {now.events:,} of that incident"
        )
    return int(not is_held)


def _summary(report: Report) -> str:
    state = count(len(report.findings), "finding") if report.findings else "sound"
    return f"{state}; {count(report.events, 'event')} of {count(report.origins, 'origin')}"
