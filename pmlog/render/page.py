"""What only the page says: its first screen, and times that it can show in any zone.

The values are HTML already, or plain words of ours. A time is an element that carries its
instant and how it is written, so that the page can write it anew.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from pmlog import clock
from pmlog.incident import kinds
from pmlog.metrics import Outage, measure
from pmlog.render.entries import people
from pmlog.render.excerpt import excerpts
from pmlog.render.rows import clock_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.metrics import Interval, Report
    from pmlog.render.format import Format

NOT_KNOWN = "not known yet"
# What unfolds one entry takes as much room as the entry.
_LEAST_FOLDED = 2
_STATES = {
    "open": "Open: it is not resolved yet",
    "resolved": "Resolved",
    "closed": "Closed",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Stamp(NamedTuple):
    """How instants are written in a zone."""

    zone: str

    def full(self, at_us: int) -> Markup:
        """Return date and time."""
        return _time(at_us, "full", self._full(at_us))

    def rendered(self, at_us: int) -> Markup:
        """Return when the page was rendered, which does not make it stale; see renew."""
        tag = Markup('<time class="rendered" datetime="{}" data-form="full">{}</time> {}')
        said = self._full(at_us - at_us % clock.MINUTE_US)
        return tag.format(clock.rfc3339(at_us), said, self.label(at_us, at_us))

    def end(self, at_us: int, since_us: int) -> Markup:
        """Return a time, with its date where it is not that of another instant."""
        days = {clock.date_text(us, self.zone) for us in (at_us, since_us)}
        said = clock_text(at_us)(at_us, self.zone) if len(days) == 1 else self._full(at_us)
        return _time(at_us, "end", said, since_us)

    def label(self, first_us: int, last_us: int) -> Markup:
        """Return what the zone is called at two instants, once where that is the same."""
        ends = (first_us, last_us)
        said = dict.fromkeys(clock.zone_label(at_us, self.zone) for at_us in ends)
        tag = Markup('<span class="label" data-at="{}" data-until="{}">{}</span>')
        return tag.format(*map(clock.rfc3339, ends), ", then ".join(said))

    def _full(self, at_us: int) -> str:
        day = clock.date_text(at_us, self.zone)
        return f"{day} {clock_text(at_us)(at_us, self.zone)}"


def _time(at_us: int, form: str, said: str, since_us: int | None = None) -> Markup:
    since = "" if since_us is None else f' data-since="{clock.rfc3339(since_us)}"'
    tag = Markup('<time datetime="{}" data-form="{}"{}>{}</time>')
    return tag.format(clock.rfc3339(at_us), form, Markup(since), said)  # noqa: S704 - ours


def page(
    incident: Incident,
    *,
    zones: tuple[str, ...],
    now_us: int,
    form: Format,
    days: list[dict[str, Any]],
    kept: Iterable[Event],
) -> dict[str, Any]:
    """Return what the page says; days are the timeline's, of which kept are unfolded."""
    report = measure(incident)
    stamp = Stamp(zones[0])
    return {
        **_first_screen(incident, report.outage, zones, now_us),
        "rendered": stamp.rendered(now_us),
        "days": _folded(days, {event.short_id for event in kept}),
        "open_tasks": _open_tasks(incident, stamp, now_us, form),
        "is_planned": bool(incident.tasks),
        "responders": _names(incident.timeline, form),
        "writers": _names(_write_up(incident), form),
        "lessons": [
            {"name": name, "text": form.paragraphs(incident.fields[kind].text)}
            for kind, name in _LESSONS.items()
            if kind in incident.fields
        ],
        "bars": _bars(report, now_us),
        **_excerpts(incident, stamp, form),
        "foot": _css_string(f"{incident.title}, incident {incident.short_id}"),
        "foot_date": _css_string(clock.date_text(incident.start_us, zones[0])),
    }


def _first_screen(
    incident: Incident, outage: Outage, zones: tuple[str, ...], now_us: int
) -> dict[str, Any]:
    """Return what stands at the top: whether it is over, how long it was, since when."""
    return {
        "state": _state(incident),
        "is_over": incident.state != "open",
        "length": _length(incident, outage, now_us),
        "windows": list(_windows(outage, zones[0])),
        "windows_elsewhere": [
            line for zone in zones[1:] for line in _windows(outage, zone)
        ],
        "zone": _zone(incident, zones[0]),
    }


_LESSONS = {
    kinds.TRIGGER: "Trigger",
    kinds.WENT_WELL: "What went well",
    kinds.WENT_WRONG: "What went wrong",
    kinds.GOT_LUCKY: "Where we got lucky",
}


def _state(incident: Incident) -> str:
    if incident.state == "closed" and incident.resolved is None:
        return "Closed, without a resolution in the log"
    return _STATES[incident.state]


def _in_large(duration_us: int) -> Markup:
    """Return a duration of which no line begins with a unit: "51 s" stays together."""
    parts = re.findall(r"\S+ \S+", clock.duration_text(duration_us))
    return Markup(" ").join(Markup('<span class="part">{}</span>').format(p) for p in parts)


def _length(incident: Incident, found: Outage, now_us: int) -> dict[str, str]:
    """Return how long it was, as {text, note}."""
    about = "about " if found.is_approximate else ""
    count = len(found.windows)
    note = f"in {count} windows, added up" if count > 1 else ""
    if found.duration_us is not None:
        return {"text": about + _in_large(found.duration_us), "note": note}
    if found.began is None or found.is_impossible or not incident.is_open:
        return {"text": NOT_KNOWN, "note": ""}
    # Until now where it goes on; a beginning that lies ahead has taken no time yet.
    spent_us = sum(
        clock.between(w.first.at, w.last.at if w.last else max(now_us, w.first.at))
        for w in found.windows
        if w.first
    )
    so_far = about + _in_large(spent_us)
    return {"text": so_far, "note": ", ".join(filter(None, ("so far", note)))}


def _windows(found: Outage, zone: str) -> Iterator[Markup]:
    """Yield a line for each window; none where it is said to have ended before it began."""
    stamp = Stamp(zone)
    for first, last in () if found.is_impossible else found.windows:
        if first is None:
            continue
        about = ["about " * (end is not None and end.approx) for end in (first, last)]
        parts = [Markup("from {}{}").format(about[0], stamp.full(first.at))]
        if last:
            parts.append(Markup("to {}{}").format(about[1], stamp.end(last.at, first.at)))
        parts.append(stamp.label(first.at, (last or first).at))
        yield Markup(" ").join(parts)


def _zone(incident: Incident, zone: str) -> Markup:
    """Return the zone by its name, with each of its offsets that the timeline saw."""
    # An offset is its own name, and so is UTC.
    named = f"{zone}, " if zone[0] not in "+-" and zone != "UTC" else ""
    ends = [event.at for event in incident.timeline] or [incident.opened_at]
    labels = dict.fromkeys(clock.zone_label(at_us, zone) for at_us in ends)
    tag = Markup('<span class="zone">{}{}</span>')
    return tag.format(named, ", then ".join(labels))


def _folded(days: list[dict[str, Any]], kept: set[str]) -> list[dict[str, Any]]:
    """Return the days with their entries in groups, of which some are to be folded."""

    def is_minor(entry: dict[str, Any]) -> bool:
        # A change of the clocks is no event, and stays in sight.
        return bool(entry["id"]) and entry["id"] not in kept

    return [day | {"groups": list(_groups(day["entries"], is_minor))} for day in days]


def _groups(
    entries: list[dict[str, Any]], is_minor: Callable[[dict[str, Any]], bool]
) -> Iterator[dict[str, Any]]:
    for minor, found in groupby(entries, is_minor):
        group = list(found)
        is_folded = minor and len(group) >= _LEAST_FOLDED
        yield {"is_folded": is_folded, "entries": group}


def _open_tasks(
    incident: Incident, stamp: Stamp, now_us: int, form: Format
) -> list[dict[str, Any]]:
    """Return the tasks that are not done, the next due first."""
    today = clock.date_text(now_us, stamp.zone)
    found = [event for event in incident.tasks if not event.details.done]
    return [_task(event, today, form) for event in sorted(found, key=_due)]


def _due(event: Event) -> tuple[bool, str]:
    # "After the freeze" is no date, and comes behind those that are.
    found = _DATE.match(event.details.due)
    return (found is None, found.group() if found else "")


def _task(event: Event, today: str, form: Format) -> dict[str, Any]:
    details = event.details
    has_date, due = not _due(event)[0], _due(event)[1]
    return {
        "text": form.line(event.text),
        "owner": form.line(details.owner),
        "due": form.line(details.due),
        "ticket": form.line(details.ticket),
        "is_overdue": has_date and due < today,
    }


def _names(events: Iterable[Event], form: Format) -> list[str]:
    return [form.line(name) for name in people(events)]


def _write_up(incident: Incident) -> Iterator[Event]:
    """Yield what was written beside the timeline."""
    yield from incident.fields.values()
    yield from incident.improvements
    yield from incident.tasks


def _bars(report: Report, now_us: int) -> list[list[dict[str, str]]]:
    """Return, for each of the metrics and for the misleading paths, where its bars lie."""
    windows = report.outage.windows
    # All rows share one axis, so that what took twice as long is twice as wide. Of an
    # outage that goes on it reaches to now: what ended must not seem to fill it.
    outage_us = [end.at for window in windows for end in window if end]
    outage_us += [now_us] * (bool(windows) and windows[-1].last is None)
    spans = [[_ends(time.interval)] for time in report.times]
    spans.append([(p.event.at, p.until_us) for p in report.misleading.paths if p.until_us])
    known = [end for row in spans for ends in row if ends for end in ends] + outage_us
    first_us = min(known, default=0)
    length_us = max(known, default=0) - first_us or 1  # where all is one instant
    return [
        [
            {
                "left": f"{100 * (ends[0] - first_us) / length_us:.1f}%",
                "width": f"{100 * (ends[1] - ends[0]) / length_us:.1f}%",
            }
            for ends in row
            if ends
        ]
        for row in spans
    ]


def _ends(interval: Interval) -> tuple[int, int] | None:
    first, last = interval
    if first is None or last is None or interval.is_impossible:
        return None
    return first.at, last.at


def _excerpts(incident: Incident, stamp: Stamp, form: Format) -> dict[str, Any]:
    """Return the excerpts, and by the id of an entry the numbers of its own."""
    evidence = list(_evidence(incident, stamp, form))
    numbers: dict[str, list[int]] = {}
    for each in evidence:
        numbers.setdefault(each["entry"], []).append(each["number"])
    return {"evidence": evidence, "evidence_of": numbers}


def _evidence(incident: Incident, stamp: Stamp, form: Format) -> Iterator[dict[str, Any]]:
    number = 0
    for event in incident.timeline:
        for piece in excerpts(event, incident):
            number += 1
            yield {
                "number": number,
                "entry": event.short_id,
                "at": stamp.full(event.at),
                "title": form.line(piece.title),
                "lines": "\n".join(piece.lines),
            }


def _css_string(text: str) -> Markup:
    """Return a text as a string of CSS in which nothing can end it."""
    # The foot of a printed page is set by CSS, which HTML's escapes mean nothing to.
    codes = "".join(c if c.isalnum() and c.isascii() else f"\\{ord(c):06x}" for c in text)
    return Markup('"{}"').format(Markup(codes))  # noqa: S704 - letters and digits alone
