"""The start, the end and the detection: as the summary and the timeline tell them.

The response may begin before the outage is known and last longer than it, so an entry
counts only where its words say that it is the start or the end of the outage.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.check.facts import Entry
from pmlog.check.hits import Hit, apart_s, differ, first_sequence, lines, shown
from pmlog.check.moments import clocks_in
from pmlog.check.phrases import AFTERWARDS, BEGAN, MENDED, RESTORED
from pmlog.check.stated import Window
from pmlog.check.verdict import Case

if TYPE_CHECKING:
    from collections.abc import Iterator


def wrong_start(case: Case) -> Iterator[Hit]:
    """Compare the stated start with the entry that says it began."""
    window = case.facts.window
    for entry in first_sequence(case.facts)[:3]:
        if (
            window
            and BEGAN.search(entry.text.lower())
            and differ(window.start, entry.clock)
        ):
            yield Hit(
                entry.line,
                f"says that it began at {entry.clock.text}; the stated start is "
                f"{window.start.text} {lines(window.start.line, entry.line)}",
            )
            return


def wrong_end(case: Case) -> Iterator[Hit]:
    """Compare the stated end with the entry that says it was over."""
    window, entries = case.facts.window, first_sequence(case.facts)
    if not window or any(not differ(window.end, e.clock) for e in entries):
        return
    over = [e for e in entries if _is_over(e, window)]
    if over:
        apart = abs(apart_s(window.end, over[-1].clock))
        yield Hit(
            over[-1].line,
            f"says that it was over at {over[-1].clock.text}; the stated end is "
            f"{window.end.text}, {shown(apart)} apart "
            f"{lines(window.end.line, over[-1].line)}",
        )


def _is_over(entry: Entry, window: Window) -> bool:
    text = entry.text.lower()
    if AFTERWARDS.search(text):
        return False
    is_late = apart_s(window.end, entry.clock) > 0
    # The response may end later; a service is back when the outage ends.
    return bool((RESTORED if is_late else MENDED).search(text))


def wrong_detection(case: Case) -> Iterator[Hit]:
    """Compare a stated time of detection with the entry of the detection."""
    entries = {entry.line: entry for entry in first_sequence(case.facts)[:4]}
    listed = next((e for e in entries.values() if "detect" in e.text.lower()), None)
    for sentence in case.lead if listed else ():
        match = _DETECTED_AT.search(sentence.text)
        found = clocks_in(match[0], sentence.line, case.facts.year) if match else []
        if listed and found and differ(found[-1], listed.clock):
            yield Hit(
                listed.line,
                f"says that it was detected at {listed.clock.text}; line "
                f"{sentence.line} says "
                f"{found[-1].text} {lines(sentence.line, listed.line)}",
            )
            return


_DETECTED_AT = re.compile(
    r"\bdetect(?:ed|ion)\b[^.;]{0,20}?\b(?:at"
    r"|time:?)\s[^.;]{0,12}?\d{1,2}(?::\d\d)?\s?(?:[ap]m)?",
    re.IGNORECASE,
)
