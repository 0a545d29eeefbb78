"""when: how a time would be understood, without logging."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pmlog import clock
from pmlog.actions import record
from pmlog.cli import arguments
from pmlog.cli.session import (
    Session,
    session_of,
    time_typed,
    warn_of_nameless_zone,
    zone_named,
)
from pmlog.errors import LogUnusable, TimeRefused, UsageError
from pmlog.exchange import export
from pmlog.text.terminal import say, say_all, storable, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.when import Reading


def when_(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="TIME...", help="Words; - reads a time a line."),
    ] = None,
    tz: arguments.Tz = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="ZONE", help="Show it in this zone too (repeatable)."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="TIME", help="Answer how long it is until then."),
    ] = None,
    now: Annotated[
        str | None, typer.Option("--now", metavar="TIME", help="Answer as of then.")
    ] = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Show how a time would be understood, without logging anything."""
    session = session_of(context)
    zone = zone_named(tz) if tz else _zone_in_force(session, db)
    warn_of_nameless_zone(session, zone)
    as_of = time_typed(now, session, zone)
    if as_of:
        session = session._replace(now_us=as_of.at_us)
    further = [zone_named(each) for each in to or []]
    text = storable(" ".join(words or []))
    if not text:
        raise UsageError("which time? pmlog when 14:05, or - to read a time a line")
    if text == "-" and until is not None:
        raise UsageError("--until is about one time; a batch has many")
    if text == "-":
        _answer_batch(session, zone, further)
    elif until is not None:
        _answer_duration(session, zone, (text, until), json_)
    elif json_:
        answer = _described(text, session, zone, further)
        say(export.line(answer))
        raise typer.Exit(2 if "error" in answer else 0)
    else:
        _answer(_read(text, session, zone), session, further)


def _zone_in_force(session: Session, db: str | None) -> str:
    """Return the zone in which an event's time would be read."""
    try:
        with session.existing_log(db) as log:
            return record.zone_in_force(log, session.responder())
    except LogUnusable:
        # A question about time has an answer without a log.
        return session.responder().zone


def _read(text: str, session: Session, zone: str, after_us: int | None = None) -> Reading:
    from pmlog import when

    return when.read(text, now_us=session.now_us, zone=zone, after_us=after_us)


def _described(
    text: str, session: Session, zone: str, further: list[str]
) -> dict[str, Any]:
    from pmlog import when

    answer = when.describe(text, now_us=session.now_us, zone=zone)
    if further and "error" not in answer:
        at_us = _read(text, session, zone).at_us
        answer["to"] = [_shown_in(each, at_us) for each in further]
    return answer


def _shown_in(zone: str, at_us: int) -> dict[str, Any]:
    return {
        "zone": zone,
        "local": f"{clock.date_text(at_us, zone)}T{clock.second_text(at_us, zone)}",
        "offset_s": clock.zone(zone).at(at_us).seconds,
    }


def _answer(reading: Reading, session: Session, further: list[str]) -> None:
    away = clock.between(reading.at_us, session.now_us)
    ago = f"{clock.duration_text(abs(away))} {'ago' if away >= 0 else 'from now'}"
    about = "~" if reading.approx else ""
    say(f"{about}{_moment(reading.at_us, reading.zone)}  {ago if away else 'now'}")
    say_all(f"{about}{_moment(reading.at_us, zone)}" for zone in further)
    for warning in reading.warnings:
        warn(f"warning: {warning}")


def _moment(at_us: int, zone: str) -> str:
    name = "" if zone == "UTC" or zone[0] in "+-" else f"  {zone}"
    return (
        f"{clock.date_text(at_us, zone)} {clock.second_text(at_us, zone)} "
        f"{clock.zone_label(at_us, zone)}{name}"
    )


def _answer_batch(session: Session, zone: str, further: list[str]) -> None:
    refused = 0

    def answers() -> Iterator[str]:
        nonlocal refused
        for line in sys.stdin.buffer if sys.stdin else ():
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            answer = _described(text, session, zone, further)
            refused += "error" in answer
            yield export.line(answer)

    say_all(answers())
    if refused:
        raise typer.Exit(2)


def _seconds(length_us: int) -> int | float:
    whole, fraction_us = divmod(length_us, clock.SECOND_US)
    return length_us / clock.SECOND_US if fraction_us else whole


def _answer_duration(
    session: Session, zone: str, ends: tuple[str, str], json_: bool
) -> None:
    try:
        first = _read(ends[0], session, zone)
        last = _read(ends[1], session, zone, after_us=first.at_us)
    except TimeRefused as refused:
        if json_:
            say(export.line({"input": refused.text, "error": refused.fields}))
            raise typer.Exit(2) from refused
        raise
    length_us = last.at_us - first.at_us
    about = "~ " if first.approx or last.approx else ""
    if json_:
        say(
            export.line(
                {
                    "at": clock.rfc3339(first.at_us),
                    "until": clock.rfc3339(last.at_us),
                    "duration_s": _seconds(length_us),
                    "duration": clock.duration_iso(length_us),
                    "text": about + clock.duration_text(length_us),
                    "approx": first.approx or last.approx,
                }
            )
        )
        return
    say(f"{about}{clock.duration_text(length_us)}  {clock.duration_iso(length_us)}")
    say(f"from {_moment(first.at_us, first.zone)}")
    say(f"to   {_moment(last.at_us, last.zone)}")
