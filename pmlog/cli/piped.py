"""What comes by a pipe: a text of a few lines, or evidence with its first line as text."""

from __future__ import annotations

import sys
from typing import NamedTuple

from pmlog.cli.attachments import STANDARD_INPUT, Attachments, say_taken
from pmlog.cli.session import text_of
from pmlog.errors import UsageError

# More lines than that are no sentence but what a program printed.
MOST_LINES = 10
# What a terminal puts around a paste, and fish's passes on.
_PASTE_MARKS = ("\x1b[200~", "\x1b[201~")


class Piped(NamedTuple):
    """The text of an event, and what else the pipe brought."""

    text: str
    attached: Attachments = Attachments([])


def read(words: list[str] | None, *, redacting: bool) -> Piped:
    """Return the text that was typed; else, for no words or "-", what standard input holds.

    A typed text is as it was typed. What comes by a pipe loses its secrets, as the output
    of a command does, unless redacting is off; more than ten lines are evidence, unless
    "-" says that all of it is the text.
    """
    text = text_of(words)
    if words and words != ["-"]:
        return Piped(text)
    for mark in _PASTE_MARKS:
        text = text.replace(mark, "")
    if sys.stdin is None or sys.stdin.isatty() or not text.strip():
        return Piped(text)
    if not words and len(text.strip().splitlines()) > MOST_LINES:
        return _as_evidence(text, redacting=redacting)
    if redacting:
        from pmlog.text import redaction

        redacted = redaction.redact(text)
        say_taken(redacted.taken, STANDARD_INPUT)
        text = redacted.text
    return Piped(text)


def _as_evidence(text: str, *, redacting: bool) -> Piped:
    from pmlog.cli.attachments import MOST
    from pmlog.incident import evidence

    content = text.encode()
    if len(content) > MOST:
        raise UsageError(
            "standard input holds more than 1 MiB, the most that is kept; its end would "
            "do: ... | tail -c 1M | pmlog event ..."
        )
    piece, taken = evidence.gathered(STANDARD_INPUT, content, redacting=redacting)
    say_taken(taken, STANDARD_INPUT)
    lines = piece.content.decode("utf-8", "replace").splitlines()
    first = next((line.strip() for line in lines if line.strip()), STANDARD_INPUT)
    return Piped(first, Attachments(["-"], (piece,)))
