"""The short commands: what each stands for, what it is called."""

from __future__ import annotations

from pmlog.errors import UsageError
from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple

PREFIX = "pm"
LETTERS = {
    kinds.BEGAN: "b",
    kinds.DETECTED: "d",
    kinds.ACKNOWLEDGED: "a",
    kinds.INVESTIGATED: "i",
    kinds.MISLEADING: "x",
    kinds.ESCALATED: "e",
    kinds.COMMUNICATED: "c",
    kinds.MITIGATED: "m",
    kinds.RESOLVED: "r",
    kinds.NOTE: "n",
    "timeline": "t",
    "status": "s",
    "undo": "u",
    # To fix the last thing, and to keep a command's output.
    "amend": "f",
    "run": "o",
}
STYLES = ("short", "long")

# What a prefix and a letter together must not hide: words that shells live by.
_TAKEN = """
    apt ar at batch bc builtin case cat cd comm command cut dc dd declare ed enable esac
    exec export expr fc fi find for function fuser git head id in init ipcrm join let ln
    login make man mount nice nm npm od or paste pr print pushd pwd read return rm rmdir
    rpm sed select set shift sort source split stat tac tar tee test then time tr true
    tsort type uname unexpand unset unsetopt vi vim wait wc write yum
"""


class Short(NamedTuple):
    """A short command: its name and the words of pmlog that it stands for."""

    name: str
    stands_for: str


def shorts(prefix: str = PREFIX, style: str = "short") -> tuple[Short, ...]:
    """Return the short commands. UsageError where their names would not do."""
    if style not in STYLES:
        raise UsageError(f"no style of names {style!r}; it is one of {', '.join(STYLES)}")
    if not (_is_name(prefix) and prefix[0] not in "-0123456789"):
        raise UsageError(
            f"{prefix!r} is no prefix for commands; use letters and digits, as in 'pm'"
        )
    found = tuple(
        Short(f"{prefix}{letter if style == 'short' else '-' + word}", _stands_for(word))
        for word, letter in LETTERS.items()
    )
    hidden = [short.name for short in found if short.name in _TAKEN.split()]
    if hidden:
        raise UsageError(
            f"the prefix {prefix!r} would hide the command {hidden[0]!r}; "
            "choose another one, or --cmd-names long"
        )
    return found


def _is_name(text: str) -> bool:
    return bool(text) and all(c.isascii() and (c.isalnum() or c in "_-") for c in text)


def _stands_for(word: str) -> str:
    if word not in kinds.TIMELINE_KINDS:
        return word
    # Without a kind, the text may begin with one: "escalated: paged the DBAs".
    return "event" if word == kinds.NOTE else f"event --kind {word}"
