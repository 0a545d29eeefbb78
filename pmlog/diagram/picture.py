"""What is drawn of an incident: its phases, spans and points, and the time they take up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from pmlog import clock, metrics
from pmlog.clock import HOUR_US, MINUTE_US
from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from pmlog.metrics.misleading import misleading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# A phase lasts from one milestone to the next. Only where both ends are told is it known
# what users and responders were waiting for.
MILESTONES = (kinds.BEGAN, kinds.DETECTED, kinds.ACKNOWLEDGED, kinds.MITIGATED)
OUTAGE = "outage"
RESPONSE = "response"
UNDETECTED = "undetected"
UNACKNOWLEDGED = "unacknowledged"
MITIGATED = "mitigated"
PHASES = (OUTAGE, UNDETECTED, UNACKNOWLEDGED, RESPONSE, MITIGATED)
_BETWEEN = {
    (kinds.BEGAN, kinds.DETECTED): UNDETECTED,
    (kinds.DETECTED, kinds.ACKNOWLEDGED): UNACKNOWLEDGED,
}
_AFTER = {
    kinds.BEGAN: OUTAGE,
    kinds.DETECTED: RESPONSE,
    kinds.ACKNOWLEDGED: RESPONSE,
    kinds.MITIGATED: MITIGATED,
}

# A picture of an incident that took no time still needs some.
_SHORTEST_US = MINUTE_US


class Item(NamedTuple):
    """Something at a time: a phase or a span from first_us to last_us, or a point."""

    kind: str  # of its event, or one of PHASES
    text: str
    first_us: int
    last_us: int
    is_about: bool = False  # its start was given as about a time
    is_rough: bool = False  # so was one of its ends, and so its length is one
    is_open: bool = False  # it goes on; last_us is now

    @property
    def duration_us(self) -> int:
        """Its length in whole seconds."""
        return clock.between(self.first_us, self.last_us)

    @property
    def length(self) -> str:
        """Its length as "25 min", "~ 25 min" or "25 min so far"; empty for a point."""
        if not self.duration_us:
            return ""
        about, so_far = "~ " * self.is_rough, " so far" * self.is_open
        return f"{about}{clock.duration_text(self.duration_us)}{so_far}"


class Picture(NamedTuple):
    """All that a drawing needs to know; items are in order of time."""

    title: str
    zone: str
    first_us: int
    last_us: int
    is_ongoing: bool
    phases: tuple[Item, ...]
    spans: tuple[Item, ...]
    points: tuple[Item, ...]
    clock_changes: tuple[int, ...]  # the instants at which the zone's offset changed
    left_out: int = 0  # events of the incident that are not in the picture

    @property
    def items(self) -> list[Item]:
        """Spans and points, in order of time."""
        return sorted((*self.spans, *self.points), key=_by_time)


def _by_time(item: Item) -> int:
    return item.first_us


class Spell(NamedTuple):
    """A part of the outage; last is None where the log has no end of it."""

    first: Event
    last: Event | None


class Reach(NamedTuple):
    """The time that a picture takes up at most, and the spells of outage inside it."""

    first_us: int
    last_us: int
    spells: tuple[Spell, ...]
    end_us: int  # until when the last spell is drawn
    is_ongoing: bool

    def holds(self, event: Event) -> bool:
        """Tell whether an event lies in it."""
        return self.first_us <= event.at <= self.last_us


def picture(incident: Incident, *, now_us: int, zone: str | None = None) -> Picture:
    """Return the picture of an incident, in its own zone unless another is asked for.

    An outage that goes on is drawn until now. Events that lie further from the outage than
    it is long are left out, so that a meeting a week later does not make it a dot.
    """
    reach = _reach(incident, now_us)
    inside = [event for event in incident.timeline if reach.holds(event)]
    spans = dict(_spans(incident, inside, reach))
    points = tuple(_point(event) for event in inside if event.id not in spans)
    phases = tuple(_phases(incident, reach))
    first_us, last_us = _extent((*phases, *spans.values(), *points), incident.start_us)
    shown = zone or incident.zone
    return Picture(
        title=incident.title,
        zone=shown,
        first_us=first_us,
        last_us=last_us,
        is_ongoing=reach.is_ongoing,
        phases=phases,
        spans=tuple(spans.values()),
        points=points,
        clock_changes=tuple(clock.zone(shown).changes_between(first_us, last_us)),
        left_out=len(incident.timeline) - len(inside),
    )


def _reach(incident: Incident, now_us: int) -> Reach:
    outage = metrics.outage(incident)
    spells = tuple(Spell(w.first, w.last) for w in outage.windows if w.first)
    spells = spells or _without_start(incident)
    instants = [event.at for event in incident.timeline] or [incident.opened_at]
    if not spells:
        return Reach(instants[0], instants[-1], (), instants[-1], is_ongoing=False)
    first_us = spells[0].first.at
    last = spells[-1].last
    goes_on = last is None and incident.is_open and not outage.is_impossible
    end_us = last.at if last else max(now_us if goes_on else instants[-1], first_us)
    margin_us = max(end_us - first_us, HOUR_US)
    return Reach(first_us - margin_us, end_us + margin_us, spells, end_us, goes_on)


def _without_start(incident: Incident) -> tuple[Spell, ...]:
    """Return from the first milestone to the end: when it began is not in the log."""
    first = next((e for e in incident.timeline if e.kind in MILESTONES), None)
    if first is None:
        return ()
    last = incident.resolved
    return (Spell(first, last if last and last.at >= first.at else None),)


def _phases(incident: Incident, reach: Reach) -> Iterator[Item]:
    milestones = [event for event in incident.timeline if event.kind in MILESTONES]
    instants = [event.at for event in milestones]
    for spell in reach.spells:
        end_us = spell.last.at if spell.last else reach.end_us
        low = bisect_left(instants, spell.first.at)
        high = bisect_right(instants, end_us)
        steps = _rising([spell.first, *milestones[low:high]])
        is_open = spell.last is None and reach.is_ongoing
        yield from _phases_of(steps, spell.last, end_us, is_open=is_open)


def _rising(events: list[Event]) -> list[Event]:
    """Return the first of each milestone, without those that come after a later one."""
    found = events[:1]
    for event in events[1:]:
        if MILESTONES.index(event.kind) > MILESTONES.index(found[-1].kind):
            found.append(event)
    return found


def _phases_of(
    steps: list[Event], last: Event | None, end_us: int, *, is_open: bool
) -> Iterator[Item]:
    for event, following in zip(steps, (*steps[1:], last), strict=True):
        until_us = following.at if following else end_us
        between = (event.kind, following.kind if following else "")
        kind = _BETWEEN.get(between, _AFTER[event.kind])
        if until_us > event.at:
            rough = event.approx or (following is not None and following.approx)
            goes_on = is_open and following is None
            yield Item(kind, "", event.at, until_us, event.approx, rough, goes_on)


def _spans(
    incident: Incident, inside: list[Event], reach: Reach
) -> Iterator[tuple[str, Item]]:
    """Yield what takes time, by the id of its event."""
    paths = {path.event.id: path for path in misleading(incident, ()).paths}
    for event in inside:
        path = paths.get(event.id)
        until_us = path.until_us if path else event.until
        # Nothing has shown yet that another path was taken.
        is_open = path is not None and event.until is None and until_us is None
        if is_open and reach.is_ongoing:
            until_us = max(event.at, reach.end_us)
        if until_us is not None and until_us >= event.at:
            yield (
                event.id,
                _point(event)._replace(
                    last_us=min(until_us, reach.last_us) if reach.spells else until_us,
                    is_rough=path.is_approximate if path else event.approx,
                    is_open=is_open,
                ),
            )


def _point(event: Event) -> Item:
    return Item(event.kind, event.text, event.at, event.at, event.approx, event.approx)


def _extent(items: tuple[Item, ...], start_us: int) -> tuple[int, int]:
    first_us = min((item.first_us for item in items), default=start_us)
    last_us = max((item.last_us for item in items), default=start_us)
    return first_us, max(last_us, first_us + _SHORTEST_US)
