"""Headings in their order -> the section and the part that each line belongs to."""

from __future__ import annotations

from pmlog.check.document.headings import BOLD_LEVEL, LABEL_LEVEL, Heading
from pmlog.check.document.topics import HOME, SECTIONS, Topic
from pmlog.namedtuple import NamedTuple
from pmlog.words.concepts import Concept
from pmlog.words.phrasing import one_spelling

_T = Topic
_LATE = (_T.CAUSE_AND_FIX, _T.MEASURES)
_OPEN = (None, _T.INTRODUCTION, _T.OTHER, _T.UNNAMED)

# "Load testing:" names what follows; a longer label is a sentence that says something.
_LONGEST_NAME = 4


class Place(NamedTuple):
    """Where a line stands: its section, the part of it, the section's heading level."""

    section: Topic | None = None
    part: Topic | None = None
    level: int = LABEL_LEVEL


class Ahead(NamedTuple):
    """Which sections are still to come; a resolution before its section is a timeline's."""

    topics: frozenset[Topic]

    @property
    def has_cause(self) -> bool:
        """Whether the cause is still to be told."""
        return bool(self.topics & {_T.CAUSE_AND_FIX, _T.CAUSE})


def entered(place: Place, heading: Heading, ahead: Ahead, seen: set[Topic]) -> Place | None:
    """Return the place behind a heading; None where the line is content after all."""
    topic = heading.topic
    if topic is None:
        return _unknown(place, heading)
    if topic is place.part and _is_answer(heading):
        return None
    if topic in SECTIONS:
        return _section(place, heading, topic, seen)
    if heading.rest or heading.is_bullet:
        return _inline_part(place, heading, topic, ahead)
    return _part(place, heading, topic, ahead)


def _is_answer(heading: Heading) -> bool:
    """Tell whether a label below the same label answers it: "Escalated to the DBAs"."""
    is_label = heading.level == LABEL_LEVEL and not heading.rest
    return is_label and heading.label.count(" ") >= _FEWEST_GAPS


_FEWEST_GAPS = 2


def _unknown(place: Place, heading: Heading) -> Place | None:
    if heading.level > 6 or heading.is_bullet:
        is_name = heading.label.count(" ") < _LONGEST_NAME
        return place if heading.is_proper or is_name else None
    if heading.level <= place.level and place.section is not None:
        return Place(_T.UNNAMED, None, heading.level)
    return place._replace(part=None)


def _section(
    place: Place, heading: Heading, topic: Topic, seen: set[Topic]
) -> Place | None:
    if place.section is _T.MEASURES and heading.is_bullet and heading.rest:
        return None
    if topic in (_T.OTHER, _T.INTRODUCTION) and (heading.rest or heading.is_bullet):
        return None
    is_closing = topic is _T.SUMMARY and _T.SUMMARY in seen and place.section in _LATE
    return Place(_T.OTHER if is_closing else topic, None, heading.level)


def _inline_part(
    place: Place, heading: Heading, topic: Topic, ahead: Ahead
) -> Place | None:
    """Place a label with its content on its line, or a label in a list."""
    home = HOME[topic]
    if place.section in _OPEN:
        return Place(_opening(topic, ahead), topic, heading.level)
    if home is place.section:
        return place._replace(part=topic)
    if home is _T.MEASURES:
        return Place(home, topic, heading.level)
    if place.section in _LATE:
        return None
    if home is _T.CAUSE_AND_FIX and place.section is _T.TIMELINE and not heading.is_bullet:
        stays = topic is _T.FIX and ahead.has_cause
        return place._replace(part=topic) if stays else Place(home, topic, heading.level)
    return place._replace(part=topic)


def _opening(topic: Topic, ahead: Ahead) -> Topic:
    """Return the section that a part opens where no section is open."""
    is_early = topic in (_T.CAUSE, _T.FIX) and _T.TIMELINE in ahead.topics
    return _T.SUMMARY if is_early else HOME[topic]


def _behind_cause(label: str) -> Topic:
    """Return what a heading of actions announces behind the cause."""
    low = one_spelling(label)
    if _DID.search(low):
        return _T.FIX
    return _T.TASKS if _ACTIONS.search(low) else _T.ACTIONS


_DID = Concept("label_did")
# They are to be taken; "Response" and "Investigation" look back.
_ACTIONS = Concept("label_to_do")


def _part(place: Place, heading: Heading, topic: Topic, ahead: Ahead) -> Place | None:
    """Place a heading of its own line that names a part."""
    if topic is _T.ACTIONS and place.section in _LATE:
        topic = _behind_cause(heading.label)
    home = HOME[topic]
    if home is place.section:
        return place._replace(part=topic)
    if place.section in _LATE and home is not _T.MEASURES and heading.level > BOLD_LEVEL:
        return place._replace(part=topic) if home is _T.CAUSE_AND_FIX else None
    divides = heading.level <= min(place.level, BOLD_LEVEL)
    if place.section is _T.TIMELINE and not divides and _stays_in_timeline(topic, ahead):
        return place._replace(part=topic if topic is _T.FIX else place.part)
    if place.section is _T.SUMMARY and not divides and _stays_in_summary(topic, ahead):
        return place._replace(part=topic)
    if place.section in _OPEN:
        return Place(_opening(topic, ahead), topic, heading.level)
    return Place(home, topic, heading.level)


def _stays_in_timeline(topic: Topic, ahead: Ahead) -> bool:
    # "Time" or "Date" above the entries heads their column.
    return topic is _T.DURATION or (topic is _T.FIX and ahead.has_cause)


def _stays_in_summary(topic: Topic, ahead: Ahead) -> bool:
    return HOME[topic] is not _T.MEASURES and _T.TIMELINE in ahead.topics
