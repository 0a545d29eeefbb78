"""when: how a time would be understood, without logging."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from pmlog import clock
from pmlog.actions import current_incident
from pmlog.cli import arguments
from pmlog.cli.options import spread
from pmlog.cli.session import Session, session_of, time_typed, warn_of_nameless_zone
from pmlog.errors import LogUnusable, UsageError
from pmlog.event_times import time_of, zone_named, zone_warnings
from pmlog.exchange import export
from pmlog.failures import TimeRefused
from pmlog.store import current
from pmlog.text.terminal import say, say_all, storable, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.timeline import Incident
    from pmlog.when import Reading


class Options(NamedTuple):
    """What `pmlog when` can be told."""

    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="TIME...", help="Words; - reads a time a line."),
    ] = None
    tz: arguments.Tz = None
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="ZONE", help="Show it in this zone too (repeatable)."),
    ] = None
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="TIME", help="Answer how long it is until then."),
    ] = None
    now: Annotated[
        str | None, typer.Option("--now", metavar="TIME", help="Answer as of then.")
    ] = None
    json_: arguments.Json = False
    db: arguments.Db = None


@spread(Options)
def when_(context: typer.Context, typed: Options) -> None:
    """Show how a time would be understood, without logging anything."""
    session = session_of(context)
    about = _incident_meant(session, typed.db)
    known = about.zone if about else session.responder().zone
    zone = zone_named(typed.tz) if typed.tz else known
    warn_of_nameless_zone(session, zone)
    as_of = time_typed(typed.now, session, zone)
    if as_of:
        session = session._replace(now_us=as_of.at_us)
    zone_typed = typed.tz or session.environ.get("PMLOG_TZ", "").lstrip(":")
    further = [zone_named(each) for each in typed.to or []]
    asked = _Asked(session, zone, zone_typed, about, further)
    text = storable(" ".join(typed.words or []))
    if not text:
        raise UsageError("which time? pmlog when 14:05, or - to read a time a line")
    if text == "-" and typed.until is not None:
        raise UsageError("--until is about one time; a batch has many")
    if text == "-":
        _answer_batch(asked)
    elif typed.until is not None:
        _answer_length(asked, (text, typed.until), typed.json_)
    elif typed.json_:
        answer = _described(text, asked)
        say(export.line(answer))
        raise typer.Exit(2 if "error" in answer else 0)
    else:
        _answer(_read(text, asked), asked)


class _Asked(NamedTuple):
    """What a time is read against, and in which zones it is shown besides."""

    session: Session
    zone: str
    zone_typed: str
    incident: Incident | None
    further: list[str]

    def against(self) -> dict[str, Any]:
        """Return it as what reads a time takes it."""
        return {
            "now_us": self.session.now_us,
            "zone": self.zone,
            "near": time_of(self.incident),
            "start_us": self.incident.start_us if self.incident else None,
        }

    def warnings(self, reading: Reading) -> tuple[str, ...]:
        """Return what is to be said of a reading and of the zone in force."""
        if reading.zone != self.zone or not self.zone_typed:
            return reading.warnings
        return reading.warnings + zone_warnings(self.zone_typed, self.zone, reading.at_us)


def _incident_meant(session: Session, db: str | None) -> Incident | None:
    """Return the incident that an event would be logged to; None where it opens one."""
    try:
        with session.existing_log(db) as log:
            named = session.incident_to_log_to(log, None)
            now_us = session.now_us
            chosen = named or current_incident.for_event(log, now_us, now_us).incident
            return current.landmarks(log, chosen).fold() if chosen else None
    except LogUnusable:
        # A question about time has an answer without a log.
        return None


def _read(text: str, asked: _Asked) -> Reading:
    from pmlog import when

    reading = when.read(text, **asked.against(), may_span=True)
    return reading._replace(warnings=asked.warnings(reading))


def _described(text: str, asked: _Asked) -> dict[str, Any]:
    from pmlog import when

    try:
        reading = _read(text, asked)
    except TimeRefused as refused:
        return {"input": text, "error": refused.fields}
    answer = when.described(text, reading)
    if asked.further:
        answer["to"] = [_shown_in(each, reading.at_us) for each in asked.further]
    return answer


def _shown_in(zone: str, at_us: int) -> dict[str, Any]:
    return {
        "zone": zone,
        "local": f"{clock.date_text(at_us, zone)}T{clock.second_text(at_us, zone)}",
        "offset_s": clock.zone(zone).at(at_us).seconds,
    }


def _answer(reading: Reading, asked: _Asked) -> None:
    about = "~" if reading.approx else ""
    if reading.until_us is None:
        away = clock.between(reading.at_us, asked.session.now_us)
        ago = f"{clock.duration_text(abs(away))} {'ago' if away >= 0 else 'from now'}"
        say(f"{about}{_moment(reading.at_us, reading.zone)}  {ago if away else 'now'}")
        say_all(f"{about}{_moment(reading.at_us, zone)}" for zone in asked.further)
    else:
        _say_span(reading, reading.until_us, reading.zone, reading.approx)
        for zone in asked.further:
            ends = (_moment(each, zone) for each in (reading.at_us, reading.until_us))
            say(" to ".join(ends))
    for warning in reading.warnings:
        warn(f"warning: {warning}")


def _moment(at_us: int, zone: str) -> str:
    name = "" if zone == "UTC" or zone[0] in "+-" else f"  {zone}"
    return (
        f"{clock.date_text(at_us, zone)} {clock.second_text(at_us, zone)} "
        f"{clock.zone_label(at_us, zone)}{name}"
    )


def _answer_batch(asked: _Asked) -> None:
    refused = 0

    def answers() -> Iterator[str]:
        nonlocal refused
        for line in sys.stdin.buffer if sys.stdin else ():
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            answer = _described(text, asked)
            refused += "error" in answer
            yield export.line(answer)

    say_all(answers())
    if refused:
        raise typer.Exit(2)


def _seconds(length_us: int) -> int | float:
    whole, fraction_us = divmod(length_us, clock.SECOND_US)
    return length_us / clock.SECOND_US if fraction_us else whole


def _answer_length(asked: _Asked, ends: tuple[str, str], json_: bool) -> None:
    from pmlog import when

    against = asked.against()
    try:
        first = when.read(ends[0], **against)
        # As --until of an event: in the zone that its beginning was given in.
        behind = {"zone": first.zone, "after_us": first.at_us, "near": None}
        last = when.read(ends[1], **{**against, **behind})
    except TimeRefused as refused:
        if json_:
            say(export.line({"input": refused.text, "error": refused.fields}))
            raise typer.Exit(2) from refused
        raise
    is_approximate = first.approx or last.approx
    if not json_:
        _say_span(first, last.at_us, last.zone, is_approximate)
        return
    length_us = last.at_us - first.at_us
    about = "~ " if is_approximate else ""
    answer = {
        "at": clock.rfc3339(first.at_us),
        "until": clock.rfc3339(last.at_us),
        "duration_s": _seconds(length_us),
        "duration": clock.duration_iso(length_us),
        "text": about + clock.duration_text(length_us),
        "approx": is_approximate,
    }
    say(export.line(answer))


def _say_span(first: Reading, until_us: int, zone: str, is_approximate: bool) -> None:
    length_us, about = until_us - first.at_us, "~ " if is_approximate else ""
    say(f"{about}{clock.duration_text(length_us)}  {clock.duration_iso(length_us)}")
    say(f"from {_moment(first.at_us, first.zone)}")
    say(f"to   {_moment(until_us, zone)}")
