"""verify: whether the log is as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from pmlog.cli import arguments
from pmlog.cli.output import count
from pmlog.cli.session import session_of
from pmlog.exchange import export
from pmlog.text.terminal import one_line, say

if TYPE_CHECKING:
    from pmlog.store.verify import Report


def verify_(
    context: typer.Context, json_: arguments.Json = False, db: arguments.Db = None
) -> None:
    """Check that the log is as it was written.

    Looked at are its file, its guards and its numbers. Exit code 1 when something is found,
    4 when the log cannot be read at all.
    """
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


def _summary(report: Report) -> str:
    state = count(len(report.findings), "finding") if report.findings else "sound"
    return f"{state}; {count(report.events, 'event')} of {count(report.origins, 'origin')}"
