"""Text -> the same text without its secrets, and what was taken out.

What counts as one is in secrets.toml. Every rule is anchored in a form ("ghp_...") or in a
context ("password="); what is merely random, such as the hash of a commit, stays. Only the
value goes, so a line can still be read. A value ends where no word goes on, so that what is
left gives no rule a new hold: to redact twice is to redact once. No rule looks at a place
more than a few times, so the time it takes grows with the text and no faster.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

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


@cache
def table() -> dict[str, Any]:
    """Return the whole of secrets.toml."""
    with open(os.path.join(os.path.dirname(__file__), "secrets.toml"), "rb") as file:
        return tomllib.load(file)


@cache
def pieces() -> dict[str, str]:
    """Return the pieces that several patterns consist of, by name, each whole."""
    parts = {name: _whole(pattern) for name, pattern in table()["pieces"].items()}
    return {name: _put_together(pattern, parts) for name, pattern in parts.items()}


def _rules() -> tuple[Rule, ...]:
    """Return the rules of the table; which of two that fit comes first is told there."""
    parts = pieces()
    rules = [_rule(each) for each in table()["rule"]]
    first = next(n for n, each in enumerate(rules) if each.name == "password")
    rules[first:first] = [_argument(each) for each in table()["argument"]]
    return tuple(
        rule._replace(pattern=_put_together(rule.pattern, parts)) for rule in rules
    )


def _rule(said: dict[str, Any]) -> Rule:
    hints = tuple(said["hints"])
    if form := said.get("form"):
        # In the case it is issued in.
        pattern = rf"(?<![\w-])(?P<value>(?:{_whole(form)})[\w-]*)"
        return Rule(said["name"], hints, pattern, is_by_form=True)
    if context := said.get("context"):
        return Rule(said["name"], hints, f"(?i:{_whole(context)})")
    is_by_form = said.get("is_by_form", False)
    return Rule(said["name"], hints, _whole(said["pattern"]), is_by_form)


def _argument(said: dict[str, Any]) -> Rule:
    """Return the rule of the first such option of programs, a password behind it."""
    programs, option = said["programs"], said["option"]
    # Up to the next such program or option only: each place is looked at once.
    between = rf"(?:(?!\b(?:{programs})\b|[ \t](?:{option}))[^\n|;&])*"
    behind = rf"(?:{option}){said.get('between', '')}<<QUOTE>><<VALUE>>"
    hints = tuple(dict.fromkeys(name.split()[0] for name in programs.split("|")))
    return Rule("password", hints, rf"(?i:\b(?:{programs})\b){between}[ \t]{behind}")


def _whole(pattern: str) -> str:
    """Return a pattern of several lines as one; in TOML a backslash ends such a line."""
    return pattern.replace("\\\n", "")


def _put_together(pattern: str, pieces: dict[str, str]) -> str:
    while "<<" in pattern:
        pattern = re.sub(r"<<(\w+)>>", lambda match: pieces[match[1]], pattern)
    return pattern


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
