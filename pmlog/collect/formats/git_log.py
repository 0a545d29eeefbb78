"""git log: as it prints by itself, with any --date, --pretty=raw, full, fuller, medium.

When a commit came to be is told by its committer, where the form shows him; its author's
date may be weeks older.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.collect.format import TEXT, Format, Source
from pmlog.collect.instants import NoInstant, instant
from pmlog.collect.record import NO_TIME, Found, LeftOut, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMMIT = re.compile(r"commit (?P<sha>[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{7,12})\b.*")
_FIELD = re.compile(r"(Author|Commit|Date|AuthorDate|CommitDate|Merge):\s+(.*)")
# --pretty=raw, and the time alone with --date=raw.
_RAW_FIELD = re.compile(r"(author|committer) (.*) (\d+ [+-]\d{4})|(tree|parent) [0-9a-f]+")
_RAW = re.compile(r"(\d{9,12}) [+-]\d{4}")
# Thu Nov 21 14:05:09 2026 +0100
_DEFAULT = re.compile(r"\w{3} (\w{3}) ( ?\d\d?) (\d\d:\d\d:\d\d) (\d{4}) ([+-]\d{4})")


def claims(lines: list[str]) -> bool:
    """Tell whether the first lines are a commit and who made it."""
    found = [bool(_COMMIT.fullmatch(line)) for line in lines[:1]]
    return any(found) and any(
        _FIELD.match(line) or _RAW_FIELD.fullmatch(line) for line in lines[1:5]
    )


def read(lines: Iterable[str], source: Source) -> Iterator[Found]:
    """Yield a record for each commit."""
    held: list[str] = []
    first = 0
    for number, line in enumerate(lines, 1):
        if _COMMIT.fullmatch(line):
            yield from _commit(held, first, source)
            held, first = [line], number
        elif held:
            held.append(line)
        elif line.strip():
            yield LeftOut("not a commit", line[:200], f"line {number}")
    yield from _commit(held, first, source)


def _commit(held: list[str], number: int, source: Source) -> Iterator[Found]:
    if not held:
        return
    where, match = f"line {number}", _COMMIT.fullmatch(held[0])
    fields = _fields(held)
    subject = next((line.strip() for line in held if line.startswith("    ")), "")
    sha = match["sha"] if match else ""
    try:
        at_us = _when(fields.get("CommitDate") or fields.get("Date") or "", source)
    except NoInstant as error:
        yield LeftOut(str(error), subject or sha, where)
        return
    who = re.sub(r"\s*<.*", "", fields.get("Commit") or fields.get("Author") or "")
    yield Record(
        at_us,
        f"commit {sha[:10]}: {subject}" if subject else f"commit {sha[:10]}",
        author=who,
        id=sha,
        raw=sha,
        minor="a merge" if "Merge" in fields and subject.startswith("Merge ") else "",
        where=where,
    )


def _fields(held: list[str]) -> dict[str, str]:
    """Return what stands above a commit's message, by the names of --pretty=fuller."""
    fields: dict[str, str] = {}
    parents = 0
    for line in held[1:]:
        if not line:
            break
        if found := _FIELD.match(line):
            fields[found[1]] = found[2]
        elif (raw := _RAW_FIELD.fullmatch(line)) and raw[1]:
            name = {"author": "Author", "committer": "Commit"}[raw[1]]
            fields |= {name: raw[2], f"{name}Date": raw[3]}
        elif raw:
            parents += raw[4] == "parent"
    return fields | {"Merge": ""} if parents > 1 else fields


def _when(text: str, source: Source) -> int:
    match = _DEFAULT.fullmatch(text.strip())
    if match:
        month, day, time, year, offset = match.groups()
        text = f"{day.strip()} {month} {year} {time} {offset[:3]}:{offset[3:]}"
    elif raw := _RAW.fullmatch(text.strip()):
        text = raw[1]
    if not text.strip():
        raise NoInstant(NO_TIME)
    return instant(text, source.setting, source.name)


FORMAT = Format(
    "git",
    "git log: commits",
    "git log --since='2026-11-28 12:00' --pretty=fuller",
    TEXT,
    claims,
    read,
)
