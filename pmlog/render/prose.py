"""Sentences about an outage, their numbers computed."""

from __future__ import annotations

from pmlog import clock
from pmlog.gaps import CLAUSES
from pmlog.metrics import outage
from pmlog.model import Event
from pmlog.render.story import clock_text
from pmlog.timeline import Incident


def duration(incident: Incident, zones: tuple[str, ...], now_us: int) -> str:
    """Return how long the outage took, from when to when, in each of the zones."""
    zone = zones[0]
    began, resolved = found = outage(incident)
    if began is None:
        return CLAUSES[0].todo
    if resolved is None:
        so_far = clock.duration_text(clock.between(began.at, now_us))
        start, now = _moment(began.at, zone), _moment(now_us, zone)
        return f"ongoing, {so_far} so far: from {start}, as of {now}"
    if found.duration_us is None:
        start, end = _moment(began.at, zone), _moment(resolved.at, zone)
        return f"{CLAUSES[0].todo}; the log has it resolved at {end}, before {start}"
    about = "about " if found.is_approximate else ""
    span, *beside = [_span(began, resolved, each) for each in zones]
    also = f" ({'; '.join(beside)})" if beside else ""
    return f"{about}{clock.duration_text(found.duration_us)}, {span}{also}"


def _span(began: Event, resolved: Event, zone: str) -> str:
    """Return "from 2023-08-05 02:00 to 04:30 UTC", with what differs between the ends."""
    first, last = began.at, resolved.at
    label, last_label = clock.zone_label(first, zone), clock.zone_label(last, zone)
    date, last_date = clock.date_text(first, zone), clock.date_text(last, zone)
    text = clock_text(first, last)
    start = f"{date} {text(first, zone)}"
    end = text(last, zone) if date == last_date else f"{last_date} {text(last, zone)}"
    if label == last_label:
        return f"from {start} to {end} {label}"
    return f"from {start} {label} to {end} {last_label}, over a clock change"


def _moment(at_us: int, zone: str) -> str:
    text = clock_text(at_us)
    label = clock.zone_label(at_us, zone)
    return f"{clock.date_text(at_us, zone)} {text(at_us, zone)} {label}"
