"""Sentences about an outage, their numbers computed."""

from __future__ import annotations

import re

from pmlog import clock
from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from pmlog.metrics import Interval, Outage, outage
from pmlog.render.rows import beside, clock_text, moment


def duration(incident: Incident, zones: tuple[str, ...], now_us: int, todo: str) -> str:
    """Return how long the outage took, from when to when, in each of the zones, in a line.

    Where the log does not say, it is todo.
    """
    first, *windows = duration_lines(incident, zones, now_us, todo)
    return f"{first}: {'; '.join(windows)}" if windows else first


def duration_lines(
    incident: Incident, zones: tuple[str, ...], now_us: int, todo: str
) -> tuple[str, ...]:
    """Return the same as a line, or as a line and one for each of several windows."""
    found = outage(incident)
    began, resolved = found.began, found.resolved
    if began is None or (resolved is None and not incident.is_open):
        return (todo,)
    if found.is_impossible and resolved is not None:
        start, end = moment(began.at, zones[0]), moment(resolved.at, zones[0])
        return (f"{todo}; the log has it resolved at {end}, before {start}",)
    about = "about " if found.is_approximate else ""
    if found.duration_us is None:
        text, start_us, is_rough = _length_so_far(found.windows, now_us)
        since = (
            f"from {moment(start_us, zones[0], about=is_rough)}{beside(start_us, zones)}"
        )
        spans = [_in_each(window, zones) for window in found.windows[:-1]]
        return _listed(
            f"ongoing, {about}{text}:",
            [*spans, f"{since}, as of {moment(now_us, zones[0])}"],
        )
    text = f"{about}{clock.duration_text(found.duration_us)}{_in_windows(found.windows)}"
    return _listed(text, [_in_each(window, zones) for window in found.windows])


def _listed(text: str, spans: list[str]) -> tuple[str, ...]:
    # An ongoing one has its colon already: what follows is since when.
    comma = "" if text.endswith(":") else ","
    return (text.rstrip(":"), *spans) if spans[1:] else (f"{text}{comma} {spans[0]}",)


def _in_each(window: Interval, zones: tuple[str, ...]) -> str:
    shown, *further = [_span(window, zone) for zone in zones]
    return f"{shown} ({'; '.join(further)})" if further else shown


def _length_so_far(windows: tuple[Interval, ...], now_us: int) -> tuple[str, int, bool]:
    """Return "47 min so far", the instant since which it goes on, and if that is rough."""
    *ended, (last, _) = windows
    before_us = sum(window.duration_us or 0 for window in ended)
    start_us, is_rough = (last.at, last.approx) if last else (now_us, False)
    length = clock.duration_text(before_us + clock.between(start_us, now_us))
    return f"{length} so far{_in_windows(windows)}", start_us, is_rough


def so_far(incident: Incident, zones: tuple[str, ...], now_us: int) -> str:
    """Return how long it has been, and since when, in as few words as a chat bears.

    Where the impact was not logged, it is what is known instead.
    """
    found = outage(incident)
    if found.duration_us is not None:
        return duration(incident, zones, now_us, "")
    if found.began is not None and incident.is_open and found.resolved is None:
        length, start_us, is_rough = _length_so_far(found.windows, now_us)
        about = "about " if found.is_approximate else ""
        return f"{about}{length}, since {_in_zones(start_us, zones, about=is_rough)}"
    return "; ".join(_ends_known(incident, found, zones, now_us))


def users_told(incident: Incident, zones: tuple[str, ...], now_us: int) -> str:
    """Return when users were last told, and how long ago; "" once it is over."""
    if incident.state != "open":
        return ""
    last = next(reversed(incident.of_kind(kinds.COMMUNICATED)), None)
    if last is None:
        return "not yet"
    ago = clock.duration_text(max(0, clock.between(last.at, now_us)))
    text = clock_text(last.at)(last.at, zones[0])
    date = clock.date_text(last.at, zones[0])
    day = "" if date == clock.date_text(now_us, zones[0]) else f"{date} "
    return f"{day}{'~' * last.approx}{text}, {ago} ago"


def _ends_known(
    incident: Incident, found: Outage, zones: tuple[str, ...], now_us: int
) -> list[str]:
    resolved = found.resolved or incident.resolved
    first = _in_zones(incident.start_us, zones)
    if found.began is None:
        first = f"when it began is not known; first noted {first}"
    else:
        start = _in_zones(incident.start_us, zones, about=found.began.approx)
        first = f"began {start}"
    if resolved is not None:
        ended = _in_zones(resolved.at, zones, about=resolved.approx)
        return [first, f"resolved {ended}"]
    if not incident.is_open:
        return [first, "when it ended is not known"]
    ago_us = clock.between(incident.start_us, now_us)
    return [f"{first}, {clock.duration_text(ago_us)} ago" if ago_us > 0 else first]


def _in_zones(at_us: int, zones: tuple[str, ...], *, about: bool = False) -> str:
    return moment(at_us, zones[0], about=about) + beside(at_us, zones)


def _in_windows(windows: tuple[Interval, ...]) -> str:
    return f" in {len(windows)} windows" if len(windows) > 1 else ""


def _about(event: Event) -> str:
    return "~" * event.approx


def _span(window: Interval, zone: str) -> str:
    """Return "from 2023-08-05 02:00 to 04:30 UTC", with what differs between the ends."""
    if window.first is None or window.last is None:
        return ""
    first, last = window.first.at, window.last.at
    label, last_label = clock.zone_label(first, zone), clock.zone_label(last, zone)
    date, last_date = clock.date_text(first, zone), clock.date_text(last, zone)
    text = clock_text(first, last)
    start = f"{date} {_about(window.first)}{text(first, zone)}"
    end = f"{_about(window.last)}{text(last, zone)}"
    end = end if date == last_date else f"{last_date} {end}"
    if label == last_label:
        return f"from {start} to {end} {label}"
    return f"from {start} {label} to {end} {last_label}, over a clock change"


_CLOCK = re.compile(
    r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)|\b\d{1,2} ?[ap]\.?m\b", re.IGNORECASE
)
_DATE = re.compile(
    r"\d[-./]\d|\d(?:st|nd|rd|th)\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|"
    r"\d\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)


def zone_of_clocks(event: Event, at_us: int, zone: str) -> str:
    """Return " (times in CET (UTC+01:00))" where a text was written for another zone.

    Its times stay as they were typed; whoever reads them beside others has to know. Where
    the text has a date, its clocks may have been in the other season: then the zone is
    named by its place. Empty where it has no times, or where that zone's clocks showed the
    same.
    """
    is_same = clock.zone(event.zone).at(at_us).seconds == clock.zone(zone).at(at_us).seconds
    if is_same or not _CLOCK.search(event.text):
        return ""
    is_dated = _DATE.search(event.text) and event.zone[0].isalpha()
    named = event.zone if is_dated else clock.zone_label(at_us, event.zone)
    return f" (times in {named})"
