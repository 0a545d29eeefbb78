"""What was changed in a log, as lines: when, by whom, from what to what, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlog import clock
from pmlog.incident import event_data, history, kinds
from pmlog.incident.event import short
from pmlog.text.terminal import clipped, one_line

if TYPE_CHECKING:
    from pmlog.incident.event import Event
    from pmlog.incident.history import Change

_TEXT_WIDTH = 60


def line(change: Change, zone: str) -> str:
    """Return a change as a line: when, who, what; times are told in zone."""
    at_us = change.event.recorded_at
    author = clipped(history.who(change.event), 16)
    return (
        f"{_day_and_time(at_us, zone)}  {author:<10}  {change.action:<9}  "
        f"{change.after.short_id}  {what_changed(change, zone)}{_own_id(change.event)}"
    )


def _own_id(said: Event) -> str:
    """Return the id by which an amendment can be taken back or restored."""
    return f"  [amendment {said.short_id}]" if said.kind == kinds.AMEND else ""


def what_changed(change: Change, zone: str) -> str:
    """Return what was changed, and why, as text; times are told in zone."""
    before, after, why = change.before, change.after, change.event.details.why
    reason = f" ({one_line(why)})" if why else ""
    if before is not None and before.id != after.id:
        return f"{after.kind}: {_quoted(before.text)} -> {_quoted(after.text)}{reason}"
    if change.action == "moved":
        place = change.event.details.set[event_data.INCIDENT]
        return f"to {short(place)}{reason}  {_subject_text(after)}"
    if after.kind == kinds.JOIN:
        return f"{short(after.incident)} with {short(after.details.other)}{reason}"
    if before is not None and (found := history.differences(before, after)):
        subject = "" if "text" in found else f"  {_subject_text(after)}"
        told = _differences_text(before, after, zone) + reason + subject
        return told + _collected(change.event)
    # The time of what was said about now is that of the line.
    is_now = before is None and clock.between(after.at, after.recorded_at) == 0
    when = "" if is_now else f"{_moment(after, zone)}  "
    return f"{when}{_subject_text(after)}{reason}{_collected(change.event)}"


def _collected(event: Event) -> str:
    """Return where an event was collected from, in brackets; "" where it was typed."""
    found = event.details.collected
    if not found:
        return ""
    proposed = found.get("proposed")
    parts = [found.get("format"), found.get("file"), proposed and f"proposed as {proposed}"]
    return f"  [collected: {', '.join(one_line(str(part)) for part in parts if part)}]"


def _subject_text(event: Event) -> str:
    text = clipped(event.text, _TEXT_WIDTH)
    return f"{event.kind}: {text}" if text else event.kind


_LABELS = {"author": "by", event_data.EXIT_CODE: "exit code"}


def _differences_text(before: Event, after: Event, zone: str) -> str:
    found = history.differences(before, after)
    parts = []
    if "at" in found or "approx" in found:
        parts.append(f"at {_moment(before, zone)} -> {_moment(after, zone)}")
    if "until" in found:
        parts.append(f"until {_end(before, zone)} -> {_end(after, zone)}")
    if "zone" in found and after.kind == kinds.OPENED:
        parts.append(f"zone {before.zone} -> {after.zone}")
    parts += [
        f"{_LABELS.get(name, name)} {_shown(name, old)} -> {_shown(name, new)}"
        for name, (old, new) in found.items()
        if name not in ("at", "approx", "until", "zone", "as_typed", "percent")
    ]
    return "; ".join(parts)


def _moment(event: Event, zone: str) -> str:
    return f"{'~' if event.approx else ''}{_day_and_time(event.at, zone)}"


def _end(event: Event, zone: str) -> str:
    return "none" if event.until is None else _day_and_time(event.until, zone)


def _day_and_time(at_us: int, zone: str) -> str:
    label = clock.zone(zone).at(at_us).abbreviation or clock.zone_label(at_us, zone)
    return f"{clock.date_text(at_us, zone)} {clock.second_text(at_us, zone)} {label}"


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        text = ", ".join(str(getattr(each, "name", each)) for each in value)
    else:
        text = "" if value is None else str(value)
    if not text:
        return "none"
    return _quoted(text) if name in ("text", event_data.HOW) else clipped(text, _TEXT_WIDTH)


def _quoted(text: str) -> str:
    return f'"{clipped(text, _TEXT_WIDTH)}"'
