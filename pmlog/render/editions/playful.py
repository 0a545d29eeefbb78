"""What makes a document playful: the numbers are the punchlines.

Each line here is computed, and is there only where it is true: a gap drops its line, and
nothing is said of a person. While it goes on, where data was lost or the severity is the
highest, nobody is in the mood, and only the facts are left.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog import clock
from pmlog.incident import kinds
from pmlog.metrics import measure
from pmlog.render.editions import conceits
from pmlog.render.rows import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.metrics import Report
    from pmlog.metrics.misleading import Path
    from pmlog.render.format import Format

_MINUTE_US = 60 * clock.SECOND_US
ICONS = {
    kinds.BEGAN: "\U0001f4a5",
    kinds.DETECTED: "\U0001f440",
    kinds.ACKNOWLEDGED: "\U0001f64b",
    kinds.INVESTIGATED: "\U0001f526",
    kinds.MISLEADING: "\U0001f41f",
    kinds.ESCALATED: "\U0001f4e3",
    kinds.COMMUNICATED: "\U0001f4e8",
    kinds.MITIGATED: "\U0001fa79",
    kinds.RESOLVED: "\u2705",
    kinds.NOTE: "\U0001f4dd",
}
_LOST = re.compile(
    r"\b(?:data loss|los[st]\w* (?:\w+ ){0,3}(?:data|orders?|records?|messages?|files?"
    r"|payments?|backups?)|(?:data|orders?|records?|messages?|files?|payments?)"
    r"(?: \w+){0,3} (?:lost|deleted|destroyed|corrupt\w*)|unrecoverable|breach\w*"
    r"|leak(?:ed)? (?:of )?(?:\w+ )?(?:data|credentials))\b",
    re.IGNORECASE,
)
_HIGHEST = re.compile(r"(?:sev|p|s|severity|priority)?[ -]?[01]|critical", re.IGNORECASE)
_CUSTOMERS = re.compile(r"\b(?:customers?|users?|clients?)\b", re.IGNORECASE)
_FRIDAY, _LATE, _NIGHT = 4, 17, 6
_LEAST_THEORY_US, _LEAST_QUIET_US = 10 * _MINUTE_US, 20 * _MINUTE_US
_MOST_WORDS = 60  # characters of a theory that is quoted


class Award(NamedTuple):
    """What was won, and for what."""

    icon: str
    name: str
    text: str


def playful(
    incident: Incident, zone: str, form: Format, *, is_public: bool = False
) -> dict[str, Any]:
    """Return what a playful document says beyond the facts; to customers nothing more."""
    report = measure(incident)
    is_dry = is_public or _is_dry(incident)
    conceit = conceits.DRY if is_dry else conceits.chosen(incident.id)
    awards = [] if is_dry else list(_awards(report, zone, form))
    return {
        "icon": conceit.icon,
        "subtitle": conceits.subtitle(conceit, len(report.misleading.paths)),
        "timeline": conceit.timeline,
        "cause": conceit.cause,
        "measures": conceit.measures,
        "icons": {} if is_dry else ICONS,
        "pie": _pie(report, is_dry=is_dry),
        "awards": [award._asdict() for award in awards],
    }


def _is_dry(incident: Incident) -> bool:
    severity = incident.fields.get(kinds.SEVERITY)
    texts = [event.text for event in (*incident.fields.values(), *incident.timeline)]
    return (
        incident.state == "open"
        or any(_LOST.search(text) for text in (incident.title, *texts))
        or (severity is not None and bool(_HIGHEST.fullmatch(severity.text.strip())))
    )


def _pie(report: Report, *, is_dry: bool) -> dict[str, Any] | str:
    """Return where the minutes of an outage went; empty where that is not known.

    The parts add up: each is a whole number of minutes, the last what is left.
    """
    detected = report.incident.first(kinds.DETECTED)
    total_us, lost_us = report.outage.duration_us, report.misleading.lost_us
    began = report.outage.began
    if not total_us or began is None or detected is None or len(report.outage.windows) > 1:
        return ""
    unknown_us = clock.between(began.at, detected.at)
    if not 0 <= unknown_us <= total_us or (lost_us is None and report.misleading.paths):
        return ""
    total = round(total_us / _MINUTE_US)
    unknown = round(unknown_us / _MINUTE_US)
    wrong = round(report.misleading.lost_in_outage_us / _MINUTE_US)
    rest = total - unknown - wrong
    if total < 2 or rest < 0:
        return ""
    names = (
        ("not detected", "on wrong paths", "the rest")
        if is_dry
        else ("not knowing", "being confidently wrong", _right(wrong))
    )
    parts = zip(names, (unknown, wrong, rest), strict=True)
    return {
        "title": f"Where {total} minutes went",
        "parts": [{"name": name, "minutes": part} for name, part in parts if part],
    }


def _right(wrong: int) -> str:
    return "being right, then fixing it" if wrong else "looking, then fixing it"


def _awards(report: Report, zone: str, form: Format) -> Iterator[Award]:
    yield from _longest_theory(report, form)
    if len(report.misleading.paths) > 2:
        count = len(report.misleading.paths)
        text = f"{count} theories, and it was none of them"
        yield Award("\U0001f3a9", "A full collection", text)
    yield from _quiet(report, zone)
    detected = report.incident.first(kinds.DETECTED)
    if detected is not None and _CUSTOMERS.search(detected.details.how):
        yield Award("\U0001f514", "First to notice", "the customers; the alerts took notes")
    yield from _quickest(report)
    yield from _timing(report, zone)
    teams = {to for e in report.incident.of_kind(kinds.ESCALATED) for to in e.details.to}
    if len(teams) > 2:
        yield Award(
            "\U0001f4de", "Biggest cast", f"{len(teams)} teams and people called in"
        )


def _longest_theory(report: Report, form: Format) -> Iterator[Award]:
    known = [path for path in report.misleading.paths if path.duration_us is not None]
    longest = max(known, key=lambda path: path.duration_us or 0, default=None)
    if longest is None or (longest.duration_us or 0) < _LEAST_THEORY_US:
        return
    about = "about " if longest.is_approximate else ""
    length = f"{about}{clock.duration_text(longest.duration_us or 0)}"
    shared_us = max(
        (_shared_us(longest, path) for path in known if path != longest), default=0
    )
    if shared_us >= _MINUTE_US:
        shared = clock.duration_text(shared_us)
        length = f"{length}, {shared} of it in the company of another"
    quoted = _quoted(longest.event, report.incident)
    text = form.fill('"{}", {}', form.line(quoted), length) if quoted else length
    yield Award("\U0001f3c6", "Longest-running theory", text)


def _shared_us(one: Path, other: Path) -> int:
    ends = (one.until_us, other.until_us)
    return max(0, min(e for e in ends if e is not None) - max(one.event.at, other.event.at))


def _quoted(event: Event, incident: Incident) -> str:
    """Return the first words of a theory; empty where they would name somebody."""
    start = re.split(r"(?<=[.!?;])\s|\s\(", " ".join(event.text.split()))[0].rstrip(".;")
    if len(start) > _MOST_WORDS:
        start = f"{start[:_MOST_WORDS].rpartition(' ')[0]} \u2026"
    people = {each.author for each in incident.timeline}
    words = {word.lower() for name in people for word in re.findall(r"\w{3,}", name)}
    # Of those it was escalated to, what is written as a name is one.
    called = " ".join(name for each in incident.timeline for name in each.details.to)
    words |= {word.lower() for word in re.findall(r"\b[A-Z]\w{2,}", called)}
    return "" if words & set(re.findall(r"\w{3,}", start.lower())) else start


def _quiet(report: Report, zone: str) -> Iterator[Award]:
    began, resolved = report.outage.began, report.outage.resolved
    if began is None or resolved is None or not report.outage.duration_us:
        return
    rows = report.incident.timeline
    pairs = [
        (one, other) for one, other in pairwise(rows) if began.at <= one.at <= resolved.at
    ]
    if not pairs:
        return
    before, after = max(pairs, key=lambda pair: pair[1].at - pair[0].at)
    first, last = before.at, min(after.at, resolved.at)
    about = "about " if before.approx or after.approx else ""
    length_us = clock.between(first, last)
    if length_us < _LEAST_QUIET_US or length_us * 5 < report.outage.duration_us:
        return
    length = clock.duration_text(length_us)
    spoken = f"{_span(first, last, zone)}, {about}{length} without a word in the log"
    yield Award("\U0001f422", "The quiet scene", spoken)


def _span(first_us: int, last_us: int, zone: str) -> str:
    """Return from when to when, with the dates where it took more than a day."""
    text = clock_text(first_us, last_us)
    is_long = last_us - first_us >= clock.DAY_US
    ends = (
        f"{clock.date_text(us, zone)} {text(us, zone)}" if is_long else text(us, zone)
        for us in (first_us, last_us)
    )
    return " to ".join(ends)


def _quickest(report: Report) -> Iterator[Award]:
    for time in report.times:
        length_us = time.interval.duration_us
        if time.measure.key != "time_to_acknowledge_s" or length_us is None:
            continue
        if 0 < length_us <= 2 * _MINUTE_US and not time.interval.is_approximate:
            took = clock.duration_text(length_us)
            yield Award("\u26a1", "Quickest start", f"{took} from knowing to doing")


def _timing(report: Report, zone: str) -> Iterator[Award]:
    began = report.outage.began
    if began is None:
        return
    from datetime import date  # only here

    at = clock.minute_text(began.at, zone)
    hour = int(at[:2])
    weekday = date.fromisoformat(clock.date_text(began.at, zone)).weekday()
    if weekday == _FRIDAY and hour >= _LATE:
        yield Award("\U0001f4c6", "Best timing", f"a Friday, {at}. When else?")
    elif hour < _NIGHT:
        yield Award("\U0001f319", "Best timing", f"{at}, when only graphs are awake")
