"""sync: this log and those of others, by a shelf that all can reach."""

from __future__ import annotations

import contextlib
import shlex
import signal
import time
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pmlog import clock
from pmlog.cli import arguments
from pmlog.cli.options import spread
from pmlog.cli.session import Session, end_in_order, session_of
from pmlog.exchange import export
from pmlog.text.number import count
from pmlog.text.terminal import one_line, say, say_stored, warn

if TYPE_CHECKING:
    from pmlog.sync.following import Following
    from pmlog.sync.plan import Plan
    from pmlog.sync.shelf import Shelf
    from pmlog.sync.transfer import Report

_CLOCKS_AGREE_US = 5 * clock.SECOND_US


class Options(NamedTuple):
    """What `pmlog sync` can be told."""

    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[TARGET]",
            help="A folder, git+ssh://..., s3://... or postgresql://...; else PMLOG_SYNC.",
        ),
    ] = None
    watch: Annotated[bool, typer.Option("--watch", help="Keep in step, until Ctrl-C.")] = (
        False
    )
    every: Annotated[
        str, typer.Option("--every", metavar="DURATION", help="How often to take in.")
    ] = "5s"
    shell: Annotated[
        int | None,
        typer.Option("--shell", hidden=True, help="End with this shell; one a log."),
    ] = None
    dry_run: Annotated[
        bool, typer.Option("-n", "--dry-run", help="Say what would move.")
    ] = False
    init: Annotated[
        bool, typer.Option("--init", help="Make the shelf, and say how others join.")
    ] = False
    relay: Annotated[
        bool,
        typer.Option(
            "--relay", help="Push others' events, too, where a shelf has lost some."
        ),
    ] = False
    json_: arguments.Json = False
    db: arguments.Db = None


@spread(Options)
def sync_(context: typer.Context, typed: Options) -> None:
    """Push what you logged, and take in what others did.

    Logs meet on a shelf that all of them reach. Recording never waits for it: without the
    shelf your log goes on, and the next sync moves what there is. Exit code 1 when it was
    not reached.
    """
    session = session_of(context)
    there = _shelf(session, typed.target)
    if typed.watch:
        _watch(session, there, typed.db, typed.every, typed.shell, json_=typed.json_)
        return
    end_in_order()
    if typed.dry_run:
        _say_plan(_looked_at(session, there, typed.db), there, typed.json_)
        return
    if typed.init:
        there.make()
    report = _synchronised(session, there, typed.db, relay=typed.relay)
    _say(report, typed.json_)
    if typed.init:
        _say_how_to_join(there, typed.target)
    raise typer.Exit(1 if report.refused else 0)


def _shelf(session: Session, target: str | None) -> Shelf:
    from pmlog.sync import address

    typed = target if target is not None else session.environ.get("PMLOG_SYNC", "")
    return address.shelf(typed, session.environ)


def _synchronised(session: Session, shelf: Shelf, db: str | None, *, relay: bool) -> Report:
    from pmlog.sync import transfer

    with contextlib.closing(shelf), session.log_to_write(db) as log:
        return transfer.synchronise(
            log, shelf, session.now_us, relay=relay, is_new=bool(shelf.made)
        )


def _looked_at(session: Session, shelf: Shelf, db: str | None) -> Plan:
    from pmlog.sync import transfer

    with contextlib.closing(shelf), session.existing_log(db) as log:
        return transfer.looked_at(log, shelf)


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
    _say_moved(report, json_)
    for warning in warnings(report):
        warn(warning)


def _say_moved(report: Report, json_: bool) -> None:
    line = export.line(report.object()) if json_ else one_line(moved(report))
    say_stored(line)


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
        off = _in_seconds(abs(report.ahead_us))
        found.append(f"warning: this machine's clock is {off} {way} that of {report.shelf}")
    if report.future_us > _CLOCKS_AGREE_US:
        off = _in_seconds(report.future_us)
        found.append(
            f"warning: what {report.future_host} logged is {off} in the future here: one "
            "of the two clocks is wrong"
        )
    return found


def _in_seconds(length_us: int) -> str:
    """Return a length to the nearest second: what is known of two clocks."""
    return clock.duration_text(round(length_us / clock.SECOND_US) * clock.SECOND_US)


def _say_how_to_join(shelf: Shelf, target: str | None) -> None:
    """Print two lines that another can paste; the password is theirs to know."""
    from pmlog.sync import address

    if shelf.made:
        say(f"made {one_line(shelf.made)}")
    said = "your team joins with these two lines"
    is_hidden = target and address.without_password(target) != target
    hidden = "; they add the password" if is_hidden else ""
    warn(f"{said}{hidden}:")
    say(f"export PMLOG_SYNC={shlex.quote(shelf.name)}")
    say("pmlog sync --watch")


def _watch(
    session: Session,
    shelf: Shelf,
    db: str | None,
    every: str,
    shell: int | None,
    *,
    json_: bool,
) -> None:
    from pmlog.sync.following import POLL_S, Following
    from pmlog.sync.turns import Shells
    from pmlog.when import read_duration

    every_us = max(read_duration(every), clock.SECOND_US)
    path = session.log_path(db)
    session.log_to_write(db).close()
    shells = Shells(path) if shell is not None else None
    if shells and shell and not shells.add(shell):
        return  # another one keeps this log in step
    kept = Following(path, lambda: session.log_to_write(db), shelf, every_us)
    # Ctrl-C, a kill and a terminal that is closed are the ways out; what was not moved yet
    # is moved by the next sync.
    for each in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(each) is not signal.SIG_IGN:  # as with nohup
            signal.signal(each, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        said: set[str] = set()
        while not (shells and shell and shells.are_gone(shell)):
            now_us = time.time_ns() // 1000
            if kept.is_due(now_us):
                _follow(kept, now_us, said, json_=json_)
            time.sleep(POLL_S)


def _follow(kept: Following, now_us: int, said: set[str], *, json_: bool) -> None:
    """Sync; what was said of it once is not said every few seconds."""
    trouble = kept.trouble
    report = kept.sync(now_us)
    if report is None:
        if not trouble:
            warn(kept.trouble)
        return
    if trouble or report.pushed or report.taken_in:
        _say_moved(report, json_)
    for warning in warnings(report):
        if warning not in said:
            warn(warning)
            said.add(warning)
