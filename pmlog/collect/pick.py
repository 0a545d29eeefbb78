"""The list that a person picks from in an editor, and what is left of it -> what to write.

A line a record: its kind, its number, its time, its text. A line that is deleted is not
taken. A kind or a text that is changed becomes an amendment in the same batch, so that what
the tool said is still there; "resolved?" is only proposed, and "resolved" takes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmlog import clock
from pmlog.collect.batch import Taken
from pmlog.collect.preview import kind_text
from pmlog.errors import UsageError
from pmlog.incident import kinds
from pmlog.text.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmlog.collect.record import Record
    from pmlog.collect.verdicts import Judged

HOW_TO = (
    "Each line is a record: kind, number, time, text. Delete those that you do not want.",
    "You may change the kind and the text. A kind with a question mark is only proposed:",
    "take the mark away to take it as that. The time and the number stay as they are.",
    "An empty list takes nothing.",
    f"Kinds: {', '.join(kinds.TIMELINE_KINDS)}",
)


class NotPicked(UsageError):
    """A line of the list cannot be understood."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number} of the list: {reason}; nothing was written")


def listed(judged: Sequence[Judged], zone: str) -> str:
    """Return the list to pick from."""
    return "\n".join(_line(each.record, n, zone) for n, each in enumerate(judged, 1))


def _line(record: Record, number: int, zone: str) -> str:
    time = f"{clock.date_text(record.at_us, zone)}T{clock.second_text(record.at_us, zone)}"
    return f"{kind_text(record):13} {number:4} {time} {one_line(record.text)}"


_PICKED = re.compile(
    r"\s*(?P<kind>\S+)\s+(?P<number>\d+)\s+(?P<time>\S+)(?:\s(?P<text>.*))?"
)


def picked(text: str, judged: Sequence[Judged], zone: str) -> list[Taken]:
    """Return what is left of a list, with what was changed. NotPicked where it is none."""
    taken: dict[int, Taken] = {}
    for at, line in _lines(text.splitlines()):
        match = _PICKED.fullmatch(line)
        if match is None:
            raise NotPicked(at, f"{line[:40]!r} is not kind, number, time, text")
        number = int(match["number"])
        if not 1 <= number <= len(judged) or number in taken:
            what = "is there twice" if number in taken else "is no record"
            raise NotPicked(at, f"{number} {what}")
        each = judged[number - 1]
        if match["time"] != _line(each.record, number, zone).split()[2]:
            raise NotPicked(at, "the time of a record is changed with pmlog amend, later")
        corrected = _corrected(each.record, match["kind"], match["text"] or "", at)
        taken[number] = Taken(each, corrected)
    return [taken[number] for number in sorted(taken)]


def _lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((at, line) for at, line in enumerate(lines, 1) if line.strip())


def _corrected(record: Record, kind: str, text: str, at: int) -> dict[str, Any]:
    """Return what a person changed of a record."""
    found: dict[str, Any] = {}
    if kind != kind_text(record):
        if kind not in kinds.TIMELINE_KINDS:
            raise NotPicked(at, f"no kind {kind!r}")
        found["kind"] = kind
    if text.strip() != one_line(record.text).strip():
        if not text.strip():
            raise NotPicked(at, "the text is empty")
        found["text"] = text.strip()
    return found
