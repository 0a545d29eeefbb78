"""IRC: logs of WeeChat and irssi. Times are local and name no zone: --tz says it.

irssi writes the date once, in "--- Log opened" and "--- Day changed". Joins, parts, quits
and changes of nicks are left out; an action ("/me") is what its author did.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.collect import instants, stated
from pmlog.collect.format import TEXT, Format, Source
from pmlog.collect.instants import MONTHS, NeedsDate, NoInstant
from pmlog.collect.record import NO_TEXT, UNREADABLE_TIME, Found, LeftOut, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WEECHAT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\t([^\t]*)\t(.*)", re.DOTALL
)
_JOIN = "a join or a leave"
_SERVER = "a line of the client or the server"


def _is_weechat(lines: list[str]) -> bool:
    return bool(_WEECHAT.fullmatch(lines[0]))


def _read_weechat(lines: Iterable[str], source: Source) -> Iterator[Found]:
    zone = instants.zone_of(source.setting, source.name)
    for number, line in enumerate(lines, 1):
        match = _WEECHAT.fullmatch(line)
        where = f"line {number}"
        if match is None:
            if line.strip():
                yield LeftOut("not a line of a log", line[:200], where)
            continue
        year, month, day, hour, minute, second, who, text = match.groups()
        try:
            at_us = instants.wall(
                _date(int(year), int(month), int(day)),
                (int(hour) * 3600 + int(minute) * 60 + int(second)) * clock.SECOND_US,
                zone,
            )
        except NoInstant as error:
            yield LeftOut(str(error), line[:200], where)
            continue
        yield _weechat(at_us, who.strip(), text, line, where)


def _weechat(at_us: int, who: str, text: str, line: str, where: str) -> Found:
    if not text.strip():
        return LeftOut(NO_TEXT, line[:200], where, at_us)
    record = Record(at_us, text.strip(), author=who.lstrip("@+%&~"), raw=line, where=where)
    if who in ("-->", "<--"):
        return record._replace(author="", minor=_JOIN)
    if who == "--":
        return _told_by_client(record)
    return _action(record) if who == "*" else stated.by_text(record)


def _told_by_client(record: Record) -> Record:
    notice = re.match(r"Notice\((\S+?)\): (.*)", record.text)
    if notice:
        return record._replace(author=notice[1], text=notice[2], is_bot=True)
    topic = re.match(
        r"(\S+) has changed topic for \S+ (?:from .* )?to \"(.*)\"", record.text
    )
    if topic:
        return record._replace(author=topic[1], text=f"set the topic: {topic[2]}")
    return record._replace(author="", minor=_SERVER)


def _action(record: Record) -> Record:
    author, _, did = record.text.partition(" ")
    return record._replace(author=author.lstrip("@+%"), text=did.strip() or record.text)


_OPENED = re.compile(
    r"--- (?:Log opened|Day changed) \w{3} (\w{3}) (\d\d?)(?: \d\d:\d\d:\d\d)? (\d{4})"
)
_CLOSED = re.compile(r"--- Log closed .*")
_IRSSI = re.compile(r"(\d\d):(\d\d)(?::(\d\d))? (?:<(.)?([^>]+)> (.*)|(-!-|\*| \*) (.*))")


def _is_irssi(lines: list[str]) -> bool:
    is_opened = bool(_OPENED.match(lines[0]))
    return is_opened or sum(bool(_IRSSI.match(line)) for line in lines) * 2 > len(lines)


def _read_irssi(lines: Iterable[str], source: Source) -> Iterator[Found]:
    zone = instants.zone_of(source.setting, source.name)
    day = date.fromisoformat(source.setting.date) if source.setting.date else None
    for number, line in enumerate(lines, 1):
        opened = _OPENED.match(line)
        if opened:
            try:
                month = MONTHS.get(opened[1].lower(), 0)
                day = _date(int(opened[3]), month, int(opened[2]))
            except NoInstant as error:
                yield LeftOut(str(error), line[:200], f"line {number}")
        elif line.strip() and not _CLOSED.match(line):
            if day is None:
                raise NeedsDate(source.name)
            yield _irssi(line, day, zone, f"line {number}")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoInstant(UNREADABLE_TIME) from error


def _irssi(line: str, day: date, zone: str, where: str) -> Found:
    match = _IRSSI.match(line)
    if match is None:
        return LeftOut("not a line of a log", line[:200], where)
    hour, minute, second, _, who, said, mark, told = match.groups()
    try:
        time_us = (int(hour) * 3600 + int(minute) * 60 + int(second or 0)) * clock.SECOND_US
        at_us = instants.wall(day, time_us, zone)
    except NoInstant as error:
        return LeftOut(str(error), line[:200], where)
    text = (said or told or "").strip()
    if not text:
        return LeftOut(NO_TEXT, line[:200], where, at_us)
    record = Record(at_us, text, author=(who or "").strip(), raw=line, where=where)
    if mark == "-!-":
        is_join = re.search(r"has (?:joined|left|quit)\b|is now known as", text)
        return record._replace(minor=_JOIN if is_join else _SERVER)
    return _action(record) if mark else stated.by_text(record)


WEECHAT = Format(
    "weechat",
    "IRC: a log of WeeChat (needs --tz)",
    "~/.local/share/weechat/logs/irc.SERVER.#CHANNEL.weechatlog",
    TEXT,
    _is_weechat,
    _read_weechat,
)
IRSSI = Format(
    "irssi",
    "IRC: a log of irssi (needs --tz)",
    "~/irclogs/SERVER/#CHANNEL.log",
    TEXT,
    _is_irssi,
    _read_irssi,
)
