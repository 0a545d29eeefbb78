"""verify, backup: whether the log is as it was written, and a copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pmlog.cli import arguments
from pmlog.cli.session import end_in_order, session_of
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.text.terminal import one_line, say, say_stored, warn

if TYPE_CHECKING:
    from pmlog.store.verify import Report


def verify_(
    context: typer.Context, json_: arguments.Json = False, db: arguments.Db = None
) -> None:
    """Check that the log is as it was written.

    Looked at are its file, its numbers and its digest chain. Exit code 1 when something is
    found, 4 when the log cannot be read at all.
    """
    from pmlog.store import chain, verify

    with session_of(context).existing_log(db) as log:
        report = verify.examine(log)
        # A log in doubt is left as it is.
        sealed = 0 if report.findings else chain.seal(log, is_thorough=True)
        path = log.path
    if json_:
        found = [each.object() for each in report.findings]
        say(export.line(report._asdict() | {"findings": found, "sealed": sealed}))
    else:
        for each in report.findings:
            say(one_line(each.line()))
        say(f"{path}: {_summary(report, sealed)}")
    raise typer.Exit(1 if report.findings else 0)


def _summary(report: Report, sealed: int) -> str:
    state = _count(len(report.findings), "finding") if report.findings else "sound"
    counts = f"{_count(report.events, 'event')} of {_count(report.origins, 'origin')}"
    if not report.unsealed:
        return f"{state}; {counts}, all sealed"
    if not sealed:
        return f"{state}; {counts}, {report.unsealed} not sealed"
    now = "sealed now" if sealed == report.unsealed else f"{sealed} of them sealed now"
    return f"{state}; {counts}, {report.unsealed} not sealed before and {now}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def backup_(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE")],
    force: Annotated[
        bool, typer.Option("-f", "--force", help="Write over an older copy.")
    ] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Copy the log to FILE, even while others write.

    The copy is verified. It is a log like any other (--db FILE), which goes on as an origin
    of its own.
    """
    from pmlog.store import backup

    if file in ("", "-"):
        raise UsageError("a copy needs a file of its own: pmlog backup FILE")
    end_in_order()
    session = session_of(context)
    with session.existing_log(db) as log:
        copy = backup.back_up(log, file, session.now_us, over_old=force)
    if json_:
        found = [each.object() for each in copy.findings]
        say_stored(export.line({"file": file} | copy._asdict() | {"findings": found}))
    else:
        counts = f"{_count(copy.events, 'event')}, {_count(copy.incidents, 'incident')}"
        say_stored(f"{one_line(file)}: {counts}, {copy.size:,} bytes")
    if copy.findings:
        warn(
            f"copied as it is, with {_count(len(copy.findings), 'finding')}; "
            f"'pmlog verify --db {one_line(file)}' tells"
        )
        raise typer.Exit(1)
