"""The lines of which an answer consists: its text, its time, an owner and so on."""

from __future__ import annotations

from typing import NamedTuple

TEXT = "text"
AT = "at"
UNTIL = "until"
HOW = "how"
TO = "to"
OWNER = "owner"
DUE = "due"


class Step(NamedTuple):
    """One line to be typed; the first one of an answer stands below the question itself."""

    name: str
    prompt: str = ""
    asks: str = ""
    is_needed: bool = False  # the answer is none without it


THE_TEXT = Step(TEXT, is_needed=True)
THE_TIME = Step(AT, is_needed=True)
WHEN = Step(AT, "when", is_needed=True)
FROM = Step(AT, "from", is_needed=True)
WHAT = Step(TEXT, "what", "What happened, in a sentence? Enter takes the incident's title.")
