"""secrets.toml -> the rules of redaction, and the pieces that they consist of.

To read it takes longer than most texts are looked through, so redaction reads what
`python -m tests.secrets` made of it.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from typing import Any

# Name, hints, pattern, whether its form tells it.
Row = tuple[str, list[str], str, bool]


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


def rows() -> list[Row]:
    """Return the rules; of two that fit, the first counts."""
    parts = pieces()
    rules = [_rule(each) for each in table()["rule"]]
    first = next(n for n, each in enumerate(rules) if each[0] == "password")
    rules[first:first] = [_argument(each) for each in table()["argument"]]
    return [
        (name, hints, _put_together(pattern, parts), is_by_form)
        for name, hints, pattern, is_by_form in rules
    ]


def _rule(said: dict[str, Any]) -> Row:
    name, hints = said["name"], said["hints"]
    if form := said.get("form"):
        # In the case it is issued in.
        pattern = rf"(?<![\w-])(?P<value>(?:{_whole(form)})[\w-]*)"
        return name, hints, pattern, True
    if context := said.get("context"):
        return name, hints, f"(?i:{_whole(context)})", False
    return name, hints, _whole(said["pattern"]), said.get("is_by_form", False)


def _argument(said: dict[str, Any]) -> Row:
    """Return the rule of the first such option of programs, a password behind it."""
    programs, option = said["programs"], said["option"]
    # Up to the next such program or option only: each place is looked at once.
    between = rf"(?:(?!\b(?:{programs})\b|[ \t](?:{option}))[^\n|;&])*"
    behind = rf"(?:{option}){said.get('between', '')}<<QUOTE>><<VALUE>>"
    pattern = rf"(?i:\b(?:{programs})\b){between}[ \t]{behind}"
    return "password", programs.split("|"), pattern, False


def _whole(pattern: str) -> str:
    """Return a pattern of several lines as one; in TOML a backslash ends such a line."""
    return pattern.replace("\\\n", "")


def _put_together(pattern: str, pieces: dict[str, str]) -> str:
    while "<<" in pattern:
        pattern = re.sub(r"<<(\w+)>>", lambda match: pieces[match[1]], pattern)
    return pattern
