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
from pmlog.check.notice_words import says_how_noticed
from pmlog.check.phrases import AFTERWARDS, BEGAN, MENDED, RESTORED
from pmlog.check.stated import Window
from pmlog.check.verdict import Case
from pmlog.check.wording import one_spelling

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
    """Compare a stated time of detection with the first entry that tells of one."""
    entries = first_sequence(case.facts)
    first = next((e for e in entries[:_FIRST] if _tells_detection(e)), None)
    for sentence in case.lead if first else ():
        match = _DETECTED_AT.search(sentence.text)
        found = clocks_in(match[0], sentence.line, case.facts.year) if match else []
        # Where any entry has that time, the two may be of two steps of it.
        if not first or not found or any(not differ(found[-1], e.clock) for e in entries):
            continue
        yield Hit(
            first.line,
            f"says that it was detected at {first.clock.text}; line {sentence.line} says "
            f"{found[-1].text} {lines(sentence.line, first.line)}",
        )
        return


_FIRST = 5


def _tells_detection(entry: Entry) -> bool:
    low = one_spelling(entry.text)
    return "detect" in low or says_how_noticed(low)


_DETECTED_AT = re.compile(
    r"\b(?:detect|notic|discover|spott|flagg|identif)(?:ed|ion|y)\b[^.;]{0,30}?\b(?:at"
    r"|time:?|around)\s[^.;]{0,12}?\d{1,2}(?::\d\d)?\s?(?:[ap]m)?",
    re.IGNORECASE,
)
