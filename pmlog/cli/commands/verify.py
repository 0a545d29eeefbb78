"""verify: whether the log is as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pmlog.cli import arguments
from pmlog.cli.session import Session, session_of
from pmlog.errors import NotFound, UsageError
from pmlog.exchange import export
from pmlog.text.number import count
from pmlog.text.terminal import one_line, say, warn

if TYPE_CHECKING:
    from pmlog.store.log import Log
    from pmlog.store.verify import Report


def verify_(
    context: typer.Context,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="FILE", help="Tell if the log still has what FILE shows."
        ),
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept", help="Note the missing events as known."),
    ] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Check that the log is as it was written.

    It checks the file, the triggers that forbid changes, and the events with their
    numbers. Exit code 1 when it finds what was not accepted, 4 when it cannot read the log.
    """
    session = session_of(context)
    if against is not None:
        if accept:
            raise UsageError("--accept is about the log, not about a document")
        raise typer.Exit(_against(session, against, db, as_json=json_))
    with session.existing_log(db) as log:
        report = _examined(log)
        if accept:
            _accept(log, report, session)
            report = _examined(log)
        path = log.path
    if json_:
        found = [each.object() for each in report.findings]
        known = [each.object() for each in report.accepted]
        say(export.line(report._asdict() | {"findings": found, "accepted": known}))
    else:
        for each in report.findings:
            say(one_line(each.line()))
        say(f"{path}: {_summary(report)}")
    raise typer.Exit(1 if report.findings else 0)


def _examined(log: Log) -> Report:
    """Return what is found in the file, and which of its events no import would take."""
    from pmlog.exchange import scrutiny
    from pmlog.store import verify

    report = verify.examine(log)
    if any(each.kind == verify.DAMAGED for each in report.findings):
        return report  # what cannot be read is not judged
    return report._replace(findings=(*report.findings, *scrutiny.unusable(log)))


def _accept(log: Log, report: Report, session: Session) -> None:
    """Note in the file itself what it lacks, so that only what is new is told."""
    from pmlog.store import accepted
    from pmlog.store.accepted import Gap

    author, now_us = session.responder().author, session.now_us
    gaps = [each for each in report.findings if each.is_gap]
    accepted.accept(
        log, [Gap(each.origin, each.seq, each.last_seq, author, now_us) for each in gaps]
    )
    for each in gaps:
        warn(f"accepted: {each.line()}")


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
    if report.accepted:
        state += f", but for {count(len(report.accepted), 'accepted gap')}"
    return f"{state}; {count(report.events, 'event')} of {count(report.origins, 'origin')}"
