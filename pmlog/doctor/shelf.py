"""The shelf on which the logs of the team meet, and how far behind this one is."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.doctor.sign import Sign, Surroundings
from pmlog.errors import LogNotReady, PmlogError
from pmlog.store.log import Log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.sync.plan import Plan

_CLOCKS_AGREE_US = 5 * clock.SECOND_US


def signs(around: Surroundings) -> Iterator[Sign]:
    """Yield which shelf it is, and what a sync would move."""
    target = around.environ.get("PMLOG_SYNC")
    if not target:
        hint = "PMLOG_SYNC names the one on which your team's logs meet"
        yield Sign("shelf", "none", hint)
        return
    from pmlog.sync import address, transfer

    name = address.without_password(target)
    try:
        shelf = address.shelf(target, around.environ)
        with (
            contextlib.closing(shelf),
            Log(around.log_path, tell=around.tell) as log,
        ):
            todo = transfer.looked_at(log, shelf)
    except LogNotReady:
        yield Sign("shelf", name, "PMLOG_SYNC")
    except PmlogError as error:
        yield Sign("shelf", name, "PMLOG_SYNC", str(error))
    else:
        yield Sign("shelf", shelf.name, "PMLOG_SYNC", _clock_problem(shelf.ahead_us))
        yield Sign("in step", _behind(todo), _since(around))


def _behind(todo: Plan) -> str:
    if not todo.to_push and not todo.to_fetch:
        return "yes"
    events = "event" if todo.to_push == 1 else "events"
    return f"{todo.to_push} {events} to push, {todo.to_fetch} to take in"


def _since(around: Surroundings) -> str:
    from pmlog.sync import state

    last = state.read(around.log_path)
    if not last or not last.reached_us:
        return "never before"
    since_us = max(around.now_us - last.reached_us, 0)
    rounded_us = since_us // clock.SECOND_US * clock.SECOND_US
    return f"last {clock.duration_text(rounded_us)} ago"


def _clock_problem(ahead_us: int | None) -> str:
    if ahead_us is None or abs(ahead_us) <= _CLOCKS_AGREE_US:
        return ""
    way = "behind" if ahead_us > 0 else "ahead of"
    off = clock.duration_text(round(abs(ahead_us) / clock.SECOND_US) * clock.SECOND_US)
    return f"this machine's clock is {off} {way} the shelf's"
