"""syslog: files of RFC 5424 and of RFC 3164, the traditional form.

The traditional one has no year and no zone: --tz says the zone, and the year is the one
that lies nearest to the incident. A line without a head goes on with the one before it.
What a machine logs of itself may lack the host; journalctl adds lines of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.collect import instants
from pmlog.collect.format import TEXT, Format, Source
from pmlog.collect.instants import MONTHS, NoInstant
from pmlog.collect.record import NO_TEXT, NO_TIME, UNREADABLE_TIME, Found, LeftOut, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NEW = re.compile(
    r"(?:<\d{1,3}>1 )?(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?"
    r"(?:Z|[+-]\d\d:?\d\d))"
    r" (?P<host>\S+) (?P<rest>.*)",
    re.DOTALL,
)
# Behind the head of RFC 5424: the process, the message's id, its structured data.
_DATA = r"(?:-|(?:\[[^\]\"]*(?:\"(?:[^\"\\]|\\.)*\"[^\]\"]*)*\])+)"
_HEAD = re.compile(
    rf"(?P<app>\S+) (?P<pid>\S+) (?P<id>\S+) {_DATA}(?: \ufeff?(?P<text>.*))?$", re.DOTALL
)
_OLD = re.compile(
    r"(?:<\d{1,3}>)?(?P<month>[A-Z][a-z]{2}) (?P<day>[ \d]\d) "
    r"(?P<h>\d\d):(?P<m>\d\d):(?P<s>\d\d)(?:\.(?P<f>\d{1,6}))?(?P<rest>[: ].*)",
    re.DOTALL,
)
_TAG = re.compile(r"(?P<app>[^\s:\[]{1,64})(?:\[[^\]]*\])?: ?(?P<text>.*)", re.DOTALL)
# "-- Boot 4f2a --", "-- Logs begin at ... --"
_JOURNALCTL = re.compile(r"-- .+ --\s*")
_REPEATED = re.compile(r"(?:--- )?last message repeated (\d{1,9}) times?", re.IGNORECASE)


def claims(lines: list[str]) -> bool:
    """Tell whether the first lines have such heads."""
    found = [line for line in lines if _head(line)]
    return bool(found) and (lines[0] in found or len(found) * 2 >= len(lines))


def _head(line: str) -> re.Match[str] | None:
    match = _OLD.match(line)
    if match:
        return match if match["month"].lower() in MONTHS else None
    match = _NEW.match(line)
    is_bare = match and not line.startswith("<")
    # rsyslog's own form has the time of RFC 5424 and the tag of RFC 3164.
    return match if match and (not is_bare or _TAG.match(match["rest"])) else None


def read(lines: Iterable[str], source: Source) -> Iterator[Found]:
    """Yield the messages, each with the lines that go on with it."""
    held: list[str] = []
    first = 0
    for number, line in enumerate(lines, 1):
        if _head(line):
            yield from _read_held(held, first, source)
            held, first = [line], number
        elif _JOURNALCTL.fullmatch(line):
            yield from _read_held(held, first, source)
            held = []
            yield LeftOut("a line that journalctl adds", line[:200], f"line {number}")
        elif held:
            held.append(line)
        elif line.strip():
            yield LeftOut(NO_TIME, line[:200], f"line {number}")
    yield from _read_held(held, first, source)


def _read_held(held: list[str], number: int, source: Source) -> Iterator[Found]:
    if not held:
        return
    message, where = "\n".join(held).rstrip("\n"), f"line {number}"
    try:
        record = _message(message, source)._replace(where=where, head=held[0])
    except NoInstant as error:
        yield LeftOut(str(error), message[:200], where)
        return
    repeated = _REPEATED.search(record.text)
    if repeated:
        yield record._replace(minor="a message that only counts the one before it")
    elif record.text:
        yield record
    else:
        yield LeftOut(NO_TEXT, message[:200], where, record.at_us)


def _message(message: str, source: Source) -> Record:
    new = _NEW.match(message)
    if new:
        at_us = instants.rfc3339(new["at"], source.setting, source.name)
        head = _HEAD.match(new["rest"]) if message.startswith("<") else None
        if head:
            return _record(at_us, new["host"], head["app"], head["text"] or "", message)
        return _tagged(at_us, new["host"], new["rest"], message)
    old = _OLD.match(message)
    if old is None:
        raise NoInstant(NO_TIME)
    time_us = (int(old["h"]) * 3600 + int(old["m"]) * 60 + int(old["s"])) * clock.SECOND_US
    time_us += int(((old["f"] or "") + "0" * 6)[:6])
    zone = instants.zone_of(source.setting, source.name)
    if time_us >= clock.DAY_US:
        raise NoInstant(UNREADABLE_TIME)
    at_us = instants.nearest_year(
        MONTHS[old["month"].lower()], int(old["day"]), time_us, source.setting, zone
    )
    said = old["rest"].lstrip(": ")
    host, _, rest = said.partition(" ")
    if old["rest"].startswith(":") or not rest.strip():
        return _record(at_us, "", "syslog", said, message)._replace(zone=zone)
    if host.endswith(":"):
        host, rest = "", said
    return _tagged(at_us, host, rest, message)._replace(zone=zone)


def _tagged(at_us: int, host: str, rest: str, message: str) -> Record:
    tag = _TAG.match(rest)
    app, text = (tag["app"], tag["text"]) if tag else ("", rest)
    return _record(at_us, host, app, text, message)


def _record(at_us: int, host: str, app: str, text: str, message: str) -> Record:
    who = "@".join(each for each in (app, host) if each not in ("", "-")) or "syslog"
    return Record(at_us, text.strip(), author=who, raw=message)


FORMAT = Format(
    "syslog",
    "syslog: RFC 5424 and RFC 3164 (which needs --tz)",
    "ssh HOST sudo cat /var/log/syslog",
    TEXT,
    claims,
    read,
    by_programs=True,
)
