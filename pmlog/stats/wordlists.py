"""How something was detected, and the words that tell of a cause; from words.toml."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any

SHORTEST = 4
# More of a cause is a story; its pairs of words would grow with the square.
_MOST = 24
_ENDINGS = ("ing", "ed", "es", "s")


@cache
def table() -> dict[str, Any]:
    """Return the whole of words.toml."""
    import tomllib

    with open(os.path.join(os.path.dirname(__file__), "words.toml"), "rb") as file:
        return tomllib.load(file)


def sorts() -> tuple[str, ...]:
    """Return the sorts of detection, in the order in which they are tried."""
    return tuple(each["name"] for each in table()["detected"])


def sort_of(how: str) -> str:
    """Return which sort of detection a person describes; nothing where it is none.

    An engineer who was told, by users or by an alert, is not who found out.
    """
    found = [
        (match.start(), name)
        for name, pattern in _patterns()
        if (match := pattern.search(how.casefold()))
    ]
    told = [each for each in found if each[1] != "engineer"]
    return min(told or found, default=(0, ""))[1]


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(each["name"], _pattern(each["words"])) for each in table()["detected"]]


def _pattern(words: str) -> re.Pattern[str]:
    spoken = [quoted or word for quoted, word in re.findall(r'"([^"]+)"|(\S+)', words)]
    forms = (re.escape(each).replace(r"\*", r"\w*") for each in spoken)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


def cause_words(text: str, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the words of a cause that tell of it, by their stems, in order of those.

    without are names that say where and not why: the services.
    """
    places = {_stem(word) for name in without for word in _words(name)}
    found = {_stem(word): word for word in _words(text) if word not in _empty()}
    told = sorted(found.keys() - places)[:_MOST]
    return {stem: found[stem] for stem in told}


@cache
def _empty() -> frozenset[str]:
    return frozenset(table()["cause"]["empty"].split())


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[^\W_]+", text.casefold()) if len(w) >= SHORTEST]


def _stem(word: str) -> str:
    """Return a word without the ending that its grammar gives it: pools, pool."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word
