"""The options of `pmlog event`, by their names, and a word read as one of them."""

from __future__ import annotations

from pmlog.incident import kinds
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What may stand behind a text, by its long name. What picks the log or the form of the
# answer never does: a text must not decide where it is stored.
AT, UNTIL, FOR, KIND, INCIDENT = "--at", "--until", "--for", "--kind", "--incident"
LINK, ATTACH, HOW, TO = "--link", "--attach", "--how", "--to"
# In front alone.
BY, TZ, DB = "--by", "--tz", "--db"
# --how and --to only where the kind is the one that has them.
OF_KIND = {HOW: kinds.DETECTED, TO: kinds.ESCALATED}


class Option(NamedTuple):
    """An option of `pmlog event`: its long name, and whether it takes a value."""

    name: str
    takes_value: bool


class Kept(NamedTuple):
    """Words of a text that look like options, and what would have been meant by them."""

    words: str
    changes: tuple[tuple[str, str], ...] = ()  # options with values that would fit
    text: str | None = None  # without the words, where they are its beginning
    near: tuple[str, ...] = ()  # the options that they come near to


def read(word: str, options: Mapping[str, Option]) -> tuple[Option | None, str | None]:
    """Return the option that a word is, and the value that is glued to it: --at=14:05."""
    name, equals, value = word.partition("=")
    option = options.get(name)
    if option is None or (equals and not (option.takes_value and name.startswith("--"))):
        return None, None
    return option, value if equals else None


def options_of(rows: Sequence[tuple[str, str]]) -> dict[str, Option]:
    """Return the options by name, of rows of ("-k --kind", "KIND")."""
    found = {}
    for names, value in rows:
        every = names.split()
        option = Option(every[-1], bool(value))
        found.update(dict.fromkeys(every, option))
    return found
