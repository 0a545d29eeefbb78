"""Commands and topics -> pmlog(1), in man(7) roff."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog.manual.blocks import Prose, Sample, Table, escaped, quoted, roff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.manual.topics import Topic


class Described(NamedTuple):
    """A command as its --help tells it."""

    usage: str  # "pmlog event [OPTIONS] [TEXT...]"
    does: str
    options: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]


def page(
    commands: Iterable[Described], topics: Iterable[Topic], version: str
) -> Iterator[str]:
    """Yield the lines of the man page."""
    # Without a date: the same words make the same page, which a test compares.
    yield f'.TH PMLOG 1 "" {quoted(f"pmlog {version}")}'
    yield from (".SH NAME", escaped("pmlog - the incident log in your shell"))
    yield from (".SH SYNOPSIS", ".B pmlog", r"\fICOMMAND\fR [\fIOPTIONS\fR] ...")
    yield ".SH DESCRIPTION"
    yield from roff((Prose(_ABOUT), Sample(_SESSION)))
    yield ".SH COMMANDS"
    for command in commands:
        yield from _command(command)
    for topic in topics:
        yield f".SH {quoted(topic.name.upper())}"
        yield from roff(topic.blocks())


_ABOUT = (
    "During an outage responders append timestamped events with 'pmlog event'. Afterwards "
    "'pmlog render' computes the duration, time zones and all, and fills in the "
    "postmortem; 'pmlog check' says what a document still misses. When 'pmlog event' "
    "exits 0, the event is on the disk."
)
_SESSION = (
    'pmlog event "detected: checkout answers 500"',
    "pmlog timeline",
    "pmlog render -o postmortem.md",
)


def _command(command: Described) -> Iterator[str]:
    yield f".SS {quoted(command.usage)}"
    yield from roff((Prose(command.does),))
    if command.options:
        yield from roff((Table((), command.options),))
    yield from roff((Prose("Examples:"), Sample(command.examples)))
