"""What an event's data can hold beside its columns, read and checked.

Data comes from other logs as well as from our own commands, and from editions to come.
Reading is total: what is not of the form that it should have is not there, and a key that
this edition does not know is left alone. An import asks faults() first and refuses.

`pmlog event` reads data wherever a correction decides what its incident is, so nothing is
loaded here that would take as long as the event: no json, no patterns, no typing.
"""

from __future__ import annotations

from functools import lru_cache

from pmlog import plain_json
from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

HOW = "how"  # detected: monitoring alert, customer, engineer
TO = "to"  # escalated: a list of teams or people
LINKS = "links"  # a list of addresses
PERCENT = "percent"  # users_affected: a number from 0 to 100
OWNER = "owner"  # task
DUE = "due"  # task: an ISO date
TYPE = "type"  # task: detect, mitigate or prevent
TICKET = "ticket"  # task
DONE = "done"  # task, set by an amend
LOGGED_BY = "logged_by"  # who typed it, where the author is somebody else
COMMAND = "command"  # of a timeline kind: the command line that was run
EXIT_CODE = "exit_code"  # how that ended, as a shell tells it
ATTACHED = "attached"  # a list of {sha256, name, size, cut}
SHA256 = "sha256"  # evidence: the hash of its content
CONTENT = "content"  # evidence: the content, where it is text
BASE64 = "base64"  # evidence: the content, where it is none
TARGET = "target"  # amend, retract: the id of the event they correct
SET = "set"  # amend: {field: value}, the last value of a field wins
RETRACTED = "retracted"  # retract: false restores, the last word wins
WHY = "why"  # amend, retract: the reason given
UNDOES = "undoes"  # retract: the id of the event whose effect an undo took back
INCIDENT = "incident"  # of an amend's set: where the event belongs, by a move
PINNED = "pinned"  # must be in the document, however many events there are
UNSET = "unset"  # of a field: it has no value any more
OF = "of"  # none: the kind of which there was none
OTHER = "other"  # join: the id of the incident that is the same
IDS = "ids"  # redacted: the ids of the events that hold no text any more
COLLECTED = "collected"  # where it came from: {format, file, hash, batch, proposed}

_HEX = "0123456789abcdef"

# As in event: what a year of four digits tells.
_FIRST_US = -62_135_510_400_000_000
_LAST_US = 253_402_214_400_000_000


class Attachment(NamedTuple):
    """What an event says of a piece of its evidence."""

    sha256: str
    name: str
    size: int  # in bytes
    cut: bool = False  # its beginning was not kept


class Details(NamedTuple):
    """An event's data, each value of its type or absent."""

    how: str = ""
    to: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    percent: float | None = None
    owner: str = ""
    due: str = ""
    type: str = ""
    ticket: str = ""
    done: bool = False
    logged_by: str = ""
    command: str = ""
    exit_code: int | None = None
    attached: tuple[Attachment, ...] = ()
    sha256: str = ""
    content: str | None = None
    base64: str | None = None
    target: str = ""
    set: dict[str, Any] = {}  # noqa: RUF012 - nobody writes into it
    retracted: bool = True
    why: str = ""
    undoes: str = ""
    pinned: bool = False
    unset: bool = False
    of: str = ""
    other: str = ""
    ids: tuple[str, ...] = ()
    collected: dict[str, Any] = {}  # noqa: RUF012 - nor into this


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_share(value: object) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and 0 <= float(str(value)) <= 100


def _is_instant(value: object) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and _FIRST_US <= int(str(value)) <= _LAST_US


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


# What every JSON reader keeps exactly, and far from where SQLite's integers end.
LARGEST = 2**53


def _is_count(value: object) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and 0 <= int(str(value)) < LARGEST


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and not value.strip(_HEX)


def is_id(value: object) -> bool:
    """Tell whether a value can be the id of an event: a UUID in small letters."""
    if not isinstance(value, str) or len(value) != 36:
        return False
    digits = value.replace("-", "")
    has_groups = value[8] == value[13] == value[18] == value[23] == "-"
    return has_groups and len(digits) == 32 and not digits.strip(_HEX)


def _is_ids(value: object) -> bool:
    return isinstance(value, list) and all(map(is_id, value))


_ATTACHMENT: dict[str, Callable[[object], bool]] = {
    "sha256": _is_sha256,
    "name": _is_text,
    "size": _is_count,
    "cut": _is_flag,
}


def _is_attachment(value: object) -> bool:
    return (
        isinstance(value, dict)
        and {"sha256", "name", "size"} <= set(value) <= set(_ATTACHMENT)
        and all(_ATTACHMENT[key](each) for key, each in value.items())
    )


def _is_attachments(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_attachment, value))


# What data says of the event itself, beside its columns.
PARTICULARS: dict[str, Callable[[object], bool]] = {
    HOW: _is_text,
    TO: _is_texts,
    LINKS: _is_texts,
    PERCENT: _is_share,
    OWNER: _is_text,
    DUE: _is_text,
    TYPE: _is_text,
    TICKET: _is_text,
    DONE: _is_flag,
    # The end of a command, which only then is known.
    EXIT_CODE: _is_count,
    ATTACHED: _is_attachments,
    PINNED: _is_flag,
}

# What an amend may change; other keys are another edition's.
_AMENDABLE: dict[str, Callable[[object], bool]] = {
    "kind": _is_text,
    "at": _is_instant,
    "until": lambda value: value is None or _is_instant(value),
    "zone": _is_text,
    "approx": _is_flag,
    "as_typed": lambda value: value is None or _is_text(value),
    "said": lambda value: value is None or _is_text(value),  # its name in the first edition
    INCIDENT: is_id,
    "text": _is_text,
    "author": _is_text,
    **PARTICULARS,
    # Other words on the users affected may state no share any more.
    PERCENT: lambda value: value is None or _is_share(value),
}


def _is_change(value: object) -> bool:
    return isinstance(value, dict) and all(
        key not in _AMENDABLE or _AMENDABLE[key](each) for key, each in value.items()
    )


_FORMS: dict[str, Callable[[object], bool]] = {
    **PARTICULARS,
    LOGGED_BY: _is_text,
    COMMAND: _is_text,
    SHA256: _is_sha256,
    CONTENT: _is_text,
    BASE64: _is_text,
    TARGET: _is_text,
    SET: _is_change,
    RETRACTED: _is_flag,
    WHY: _is_text,
    UNDOES: _is_text,
    UNSET: _is_flag,
    OF: _is_text,
    OTHER: is_id,
    IDS: _is_ids,
    COLLECTED: _is_object,
}


@lru_cache(maxsize=64)
def from_json(data: str) -> Details:
    """Return what read() does of an event's data."""
    return read(plain_json.loads(data))


def read(data: dict[str, Any]) -> Details:
    """Return the values that are of their form; others are as if they were not there."""
    faulty = _faulty(data)
    known = {
        key: value for key, value in data.items() if key in _FORMS and key not in faulty
    }
    lists = {key: tuple(known[key]) for key in (TO, LINKS, IDS) if key in known}
    if ATTACHED in known:
        lists[ATTACHED] = tuple(Attachment(**each) for each in known[ATTACHED])
    return Details(**known | lists)


def _faulty(data: dict[str, Any]) -> set[str]:
    return {key for key, value in data.items() if key in _FORMS and not _FORMS[key](value)}


def unknown(data: dict[str, Any]) -> set[str]:
    """Return the keys of another edition: kept, passed on, and without a meaning here."""
    return data.keys() - _FORMS.keys()


# Without these an event of its kind says nothing.
_NEEDED = {
    kinds.AMEND: TARGET,
    kinds.RETRACT: TARGET,
    kinds.JOIN: OTHER,
    kinds.NONE: OF,
    kinds.REDACTED: IDS,
}
KINDS_WITH_DATA = frozenset(_NEEDED)


def faults(data: dict[str, Any], kind: str) -> list[str]:
    """Return the keys of an event's data that cannot be used, for an import to refuse."""
    missing = {_NEEDED[kind]} - data.keys() if kind in _NEEDED else set()
    return sorted(_faulty(data) | missing)
