"""What an event can be checked against, in words and in excerpts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock
from pmlog.incident import evidence
from pmlog.text.terminal import clipped, without_escapes
from pmlog.text.width import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.incident.event import Event
    from pmlog.incident.event_data import Attachment, Details
    from pmlog.incident.timeline import Incident

MOST_LINES = 20
_MOST_COLUMNS = 200
_COLUMNS_READ = 100
# A text longer than this is no entry that anybody reads on: its beginning stands there,
# and the whole folds away below it.
MOST_TEXT, _BEGINNING = 1000, 280


class Excerpt(NamedTuple):
    """A piece of evidence to be shown: what it is, and as much as a reader needs."""

    title: str
    lines: tuple[str, ...]  # printable; none where the content is no text


def length_us(event: Event) -> int | None:
    """Return how long an event took; None for a moment, or a command of less than 1 s."""
    if event.until is None:
        return None
    length = clock.between(event.at, event.until)
    return None if event.details.command and length < clock.SECOND_US else length


def ending(details: Details) -> str:
    """Return how the command of an event ended: "exit 1"; empty where none was run."""
    if details.exit_code is not None:
        return f"exit {details.exit_code}"
    return "no end recorded" if details.command else ""


def line(attached: Attachment) -> str:
    """Return what an attachment is, in a line: "top.txt, 2.1 KiB, 3fa9c1ab"."""
    size = evidence.size_text(attached.size)
    return f"{attached.name}, {size}, {evidence.short(attached.sha256)}"


def beginning(text: str) -> str:
    """Return a text, or the beginning of one that is too long for an entry."""
    if len(text) <= MOST_TEXT:
        return text
    start = text[:_BEGINNING]
    return f"{start.rpartition(' ')[0] or start} \u2026"


def excerpts(event: Event, incident: Incident) -> Iterator[Excerpt]:
    """Yield the evidence of an event, as far as its contents were read."""
    details = event.details
    if len(event.text) > MOST_TEXT:
        whole = tuple(
            line
            for part in event.text.splitlines()
            for line in wrapped(_readable(part), _COLUMNS_READ) or ("",)
        )
        yield Excerpt(f"the whole text ({len(event.text):,} characters)", whole)
    for attached in details.attached:
        carrier = incident.evidence.get(attached.sha256)
        if carrier is not None:
            yield _excerpt(attached, event, evidence.content(carrier.details))


def _excerpt(attached: Attachment, event: Event, content: bytes) -> Excerpt:
    command = event.details.command
    is_output = bool(command)
    lines = _lines(content)
    shown = lines[-MOST_LINES:] if is_output else lines[:MOST_LINES]
    end = "last" if is_output else "first"
    if not lines:
        count = ", not text" if content else ", empty"
    elif attached.cut:
        count = f", the {end} {len(shown)} lines; its beginning was not kept"
    elif len(shown) < len(lines):
        count = f", the {end} {len(shown)} of {len(lines)} lines"
    else:
        count = ""
    place = f"{evidence.size_text(len(content))}, {evidence.short(attached.sha256)}"
    name = attached.name
    if is_output and command != event.text:
        name = f"{name} of {command}"
    return Excerpt(f"{name}{count} ({place})", tuple(map(_printable, shown)))


def _lines(content: bytes) -> list[str]:
    """Return the lines of a text; none for what is no text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return []
    return [] if "\0" in text else text.rstrip("\n").replace("\r\n", "\n").split("\n")


def _printable(text: str) -> str:
    return clipped(_readable(without_escapes(text).expandtabs(8)), _MOST_COLUMNS)


def _readable(text: str) -> str:
    from pmlog.render.escape import readable  # a screen shows no excerpts

    return readable(text)
