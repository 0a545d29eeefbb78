"""git log: as it prints by itself, whatever --date and --pretty=full, fuller or medium.

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
# Thu Nov 21 14:05:09 2026 +0100
_DEFAULT = re.compile(r"\w{3} (\w{3}) ( ?\d\d?) (\d\d:\d\d:\d\d) (\d{4}) ([+-]\d{4})")


def claims(lines: list[str]) -> bool:
    """Tell whether the first lines are a commit and who made it."""
    found = [bool(_COMMIT.fullmatch(line)) for line in lines[:1]]
    return any(found) and any(_FIELD.match(line) for line in lines[1:5])


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
    fields: dict[str, str] = {}
    for line in held[1:8]:
        if found := _FIELD.match(line):
            fields[found[1]] = found[2]
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


def _when(text: str, source: Source) -> int:
    match = _DEFAULT.fullmatch(text.strip())
    if match:
        month, day, time, year, offset = match.groups()
        text = f"{day.strip()} {month} {year} {time} {offset[:3]}:{offset[3:]}"
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
