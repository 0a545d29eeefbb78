"""sync: this log and those of others, by a shelf that all can reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pmlog import clock
from pmlog.cli import arguments
from pmlog.cli.output import count
from pmlog.cli.session import Session, end_in_order, session_of
from pmlog.exchange import export
from pmlog.text.terminal import one_line, say, say_stored, warn

if TYPE_CHECKING:
    from pmlog.sync.plan import Plan
    from pmlog.sync.shelf import Shelf
    from pmlog.sync.transfer import Report

_CLOCKS_AGREE_US = 5 * clock.SECOND_US


def sync_(
    context: typer.Context,
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[TARGET]",
            help="A folder, git+ssh://..., s3://... or postgresql://...; else PMLOG_SYNC.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("-n", "--dry-run", help="Say what would move.")
    ] = False,
    init: Annotated[
        bool, typer.Option("--init", help="Make the shelf, and say how others join.")
    ] = False,
    relay: Annotated[
        bool, typer.Option("--relay", help="Push what others wrote, too: a repair.")
    ] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Push what you logged, and take in what others did.

    Logs meet on a shelf that all of them reach. Recording never waits for it: without the
    shelf your log goes on, and the next sync moves what there is. Exit code 1 when it was
    not reached.
    """
    session = session_of(context)
    shelf = _shelf(session, target)
    end_in_order()
    if init:
        shelf.make()
    if dry_run:
        _say_plan(_looked_at(session, shelf, db), shelf, json_)
        return
    report = _synchronised(session, shelf, db, relay=relay)
    _say(report, json_)
    if init:
        _say_how_to_join(shelf)
    raise typer.Exit(1 if report.refused else 0)


def _shelf(session: Session, target: str | None) -> Shelf:
    from pmlog.sync import address

    typed = target if target is not None else session.environ.get("PMLOG_SYNC", "")
    return address.shelf(typed, session.environ)


def _synchronised(session: Session, shelf: Shelf, db: str | None, *, relay: bool) -> Report:
    from pmlog.sync import transfer

    with session.log_to_write(db) as log:
        try:
            return transfer.synchronise(log, shelf, session.now_us, relay=relay)
        finally:
            shelf.close()


def _looked_at(session: Session, shelf: Shelf, db: str | None) -> Plan:
    from pmlog.sync import transfer

    with session.existing_log(db) as log:
        try:
            return transfer.looked_at(log, shelf)
        finally:
            shelf.close()


def _say_plan(todo: Plan, shelf: Shelf, json_: bool) -> None:
    if json_:
        say(
            export.line(
                {"shelf": shelf.name, "to_push": todo.to_push, "to_take_in": todo.to_fetch}
            )
        )
        return
    push, fetch = count(todo.to_push, "event"), count(todo.to_fetch, "event")
    say(f"would push {push}, take in {fetch}; nothing was changed ({shelf.name})")


def _say(report: Report, json_: bool) -> None:
    if json_:
        say_stored(export.line(report.object()))
    else:
        say_stored(one_line(moved(report)))
    for warning in warnings(report):
        warn(warning)


def moved(report: Report) -> str:
    """Return what a sync moved as a line."""
    parts = []
    if report.pushed:
        parts.append(f"pushed {count(report.pushed, 'event')}")
    if report.taken_in:
        authors = ", ".join(f"{who} {n:,}" for who, n in list(report.authors.items())[:5])
        parts.append(f"took in {count(report.taken_in, 'event')} ({authors})")
    state = "not all of" if report.refused else "in step with"
    return f"{', '.join(parts) or 'nothing new'}; {state} {report.shelf}"


def warnings(report: Report) -> list[str]:
    """Return what people have to look at after a sync."""
    found = [
        f"{name} on {report.shelf} was refused: {why}"
        for name, why in report.refused.items()
    ]
    if report.is_new_origin:
        found.append(
            "warning: this log had been put back in time; it has its later events again "
            "and goes on under a new origin"
        )
    if report.unknown:
        kinds = ", ".join(sorted(report.unknown))
        found.append(
            f"warning: {count(sum(report.unknown.values()), 'event')} of kinds that this "
            f"pmlog does not know ({kinds}) are kept and not shown; upgrade pmlog"
        )
    if report.ahead_us is not None and abs(report.ahead_us) > _CLOCKS_AGREE_US:
        way = "behind" if report.ahead_us > 0 else "ahead of"
        off = clock.duration_text(abs(report.ahead_us))
        found.append(f"warning: this machine's clock is {off} {way} that of {report.shelf}")
    if report.future_us > _CLOCKS_AGREE_US:
        off = clock.duration_text(report.future_us)
        found.append(
            f"warning: what {report.future_host} logged is {off} in the future here: one "
            "of the two clocks is wrong"
        )
    return found


def _say_how_to_join(shelf: Shelf) -> None:
    say(
        f"made {shelf.made}; paste this into the chat:" if shelf.made else "to join, paste:"
    )
    say(f"export PMLOG_SYNC='{shelf.name}'")
    say("pmlog sync --watch &   # or once: pmlog sync")
