"""What could not be stored -> the command that stores it later, its time filled in.

The command can be pasted into any shell as it was printed: what a terminal does not show,
or shows as something else, is spelled in octal for printf.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from pmlog import clock
from pmlog.actions import record
from pmlog.errors import PmlogError
from pmlog.event_options import AT, BY, FOR, HOW, INCIDENT, KIND, LINK, OF_KIND, TO, UNTIL
from pmlog.failures import PerhapsStored
from pmlog.incident import event_data
from pmlog.text.terminal import shows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.actions.record import Receipt
    from pmlog.event_options import Kept
    from pmlog.incident.event import Entry

# One argument of a command holds 128 KiB; printf is of the shell and takes any.
LONGEST_ARGUMENT = 100_000


def event(error: PmlogError, entry: Entry, now_us: int, typed: Iterable[str] = ()) -> str:
    """Return what to say of an event; typed are further options, as they were."""
    at = clock.rfc3339(now_us if entry.at_us is None else entry.at_us)
    options = ["--at", ("~" if entry.approx else "") + at, "--kind", entry.kind]
    if entry.until_us is not None:
        options += ["--until", clock.rfc3339(entry.until_us)]
    if entry.author:
        options += ["--by", entry.author]
    for option, values in _options_of(entry.data):
        options += [word for value in values for word in (option, value)]
    text = entry.text
    if record.entry_of_words(text, entry.kind).text != text:
        # Read again, it would lose a kind before a colon.
        text = f"{entry.kind}: {text}"
    return command(error, ["pmlog", "event", *options, *typed], text)


def command(error: PmlogError, words: list[str], text: str) -> str:
    """Return what to say of any command whose last word is a text."""
    run = " ".join(map(_word, words))
    if _is_plain(text) and text != "-":  # which would be read from a pipe
        return _said(error, f"{run} -- {shlex.quote(text)}")
    # What was typed is stored as it was typed, though it comes by a pipe now.
    exactly = " --no-redact" if words[:2] == ["pmlog", "event"] else ""
    return _said(error, f"printf {_octal(text)} | {run}{exactly} -")


def correction(error: PmlogError, words: list[str]) -> str:
    """Return what to say of a command of pmlog that has no text."""
    return _said(error, " ".join(map(_word, ["pmlog", *words])))


def _said(error: PmlogError, again: str) -> str:
    state = "perhaps not stored" if isinstance(error, PerhapsStored) else "not stored"
    return f"{error}\n{state}; to log it later: {again}"


def _options_of(data: str) -> Iterator[tuple[str, list[str]]]:
    known = event_data.from_json(data)
    yield "--how", [known.how] if known.how else []
    yield "--to", list(known.to)
    yield "--link", list(known.links)


def _is_plain(text: str) -> bool:
    return text.isprintable() and shows(text) and len(text) <= LONGEST_ARGUMENT // 4


def _word(text: str) -> str:
    return shlex.quote(text) if _is_plain(text) else f'"$(printf {_octal(text)})"'


def _octal(text: str) -> str:
    """Return a text as a word that printf turns into it."""
    spelled = re.sub(r"[^ -~]|[\\%]", _spelled, text)
    return shlex.quote(spelled)


def _spelled(match: re.Match[str]) -> str:
    # Not a doubled backslash: fish would make one of it before printf sees it.
    code = match[0].encode("utf-8", "surrogateescape")
    return "%%" if match[0] == "%" else "".join(f"\\{byte:03o}" for byte in code)


def kept_as_text(kept: Kept, receipt: Receipt) -> str:
    """Return what to say of words that look like options and are part of the text.

    Where they could have been some, it is told how to make them such.
    """
    commands = " && ".join(" ".join(map(_word, each)) for each in _mending(kept, receipt))
    if kept.text is None:
        if not commands:
            return f"{kept.words} is part of the text; options stand before it"
        return f"{kept.words} is part of the text; to apply it: {commands}"
    meant = f"did you mean {' and '.join(kept.near)}? " if kept.near else ""
    if not kept.text:
        return (
            f"{kept.words} is no option and became the text; {meant}to take it back: "
            f"pmlog retract {receipt.event.short_id}"
        )
    how = "with" if kept.changes else "without"
    return f"{kept.words} is no option and is part of the text; {meant}{how} it: {commands}"


def _mending(kept: Kept, receipt: Receipt) -> Iterator[list[str]]:
    """Yield the commands that make options of what was kept as text."""
    event = receipt.event
    changes = [each for each in kept.changes if each[0] in _AMENDABLE]
    given = dict(changes)
    implied = [kind for option, kind in OF_KIND.items() if option in given]
    if implied and KIND not in given and event.kind not in implied:
        changes = [("-k", implied[0]), *changes]
    words = [word for change in changes for word in change]
    words += ["--text", kept.text] if kept.text else []
    if words:
        yield ["pmlog", "amend", event.short_id, *words]
    if kept.text and receipt.is_new:
        # The incident that it opened is called what it said.
        yield ["pmlog", "set", "title", record.entry_of_words(kept.text, None).text]
    for name, value in kept.changes:
        if name == INCIDENT:
            yield ["pmlog", "move", event.short_id, value]


# What amend can put right where it was meant as an option.
_AMENDABLE = frozenset((AT, UNTIL, FOR, KIND, BY, HOW, TO, LINK))
