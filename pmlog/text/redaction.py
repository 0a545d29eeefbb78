"""Text -> the same text without its secrets, and what was taken out.

What counts as one is in secrets.toml, and read from secrets.json, which is made of it.
Every rule is anchored in a form ("ghp_...") or in a
context ("password="); what is merely random, such as the hash of a commit, stays. Only the
value goes, so a line can still be read. A value ends where no word goes on, so that what is
left gives no rule a new hold: to redact twice is to redact once. No rule looks at a place
more than a few times, so the time it takes grows with the text and no faster.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from functools import lru_cache

from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Rule(NamedTuple):
    """A sort of secret; the group "value" of its pattern is what goes."""

    name: str
    hints: tuple[str, ...]  # in lower case; without any of them it cannot match
    pattern: str
    is_by_form: bool = False  # its form tells that it is a secret, wherever it stands


class Secret(NamedTuple):
    """A secret in a text, and where its value stands."""

    rule: Rule
    start: int
    end: int


class Redacted(NamedTuple):
    """A text without its secrets, and how many of each sort were in it."""

    text: str
    taken: dict[str, int]


def _rules() -> tuple[Rule, ...]:
    """Return the rules; which of two that fit comes first is told by their order."""
    with open(os.path.join(os.path.dirname(__file__), "secrets.json"), "rb") as file:
        rows = json.load(file)
    return tuple(Rule(name, tuple(hints), *rest) for name, hints, *rest in rows)


RULES = _rules()
# In one row: of a log of a hundred thousand lines each is looked through for all of them.
_HINTS = [(hint, number) for number, rule in enumerate(RULES) for hint in rule.hints]


def find(text: str) -> Iterator[Secret]:
    """Yield the secrets of a text in the order of their places; none overlap."""
    lowered = text.lower()
    likely = tuple(sorted({number for hint, number in _HINTS if hint in lowered}))
    if not likely:
        return
    for match in _together(likely).finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        yield Secret(RULES[int(group.removeprefix("rule"))], start, end)


@lru_cache(maxsize=64)
def _together(numbers: tuple[int, ...]) -> re.Pattern[str]:
    """Return one pattern for the rules of these numbers, its groups named for them."""
    patterns = (_numbered(RULES[n].pattern, n) for n in numbers)
    # ASCII: beside a letter of another script, or a byte that is none, a form is a form.
    return re.compile("|".join(patterns), re.DOTALL | re.MULTILINE | re.ASCII)


def _numbered(pattern: str, number: int) -> str:
    pattern = pattern.replace("?P<value>", f"?P<rule{number}>")
    pattern = pattern.replace("?P<indent>", f"?P<indent{number}>")
    return pattern.replace("?P=indent)", f"?P=indent{number})")


def redact(text: str) -> Redacted:
    """Return a text with "[redacted: GitHub token]" and the like for its secrets."""
    taken = Counter[str]()
    # Again until there is none: a key may stand between "mysql" and its "-p".
    while secrets := list(find(text)):
        parts, end = [], 0
        for secret in secrets:
            parts += [text[end : secret.start], f"[redacted: {secret.rule.name}]"]
            taken[secret.rule.name] += 1
            end = secret.end
        text = "".join([*parts, text[end:]])
    return Redacted(text, dict(taken))


def summary(taken: dict[str, int]) -> str:
    """Return what was taken out of a text: "2 GitHub tokens" is "GitHub token (2)"."""
    return ", ".join(
        name if count == 1 else f"{name} ({count})" for name, count in taken.items()
    )
