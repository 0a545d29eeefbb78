"""Words on how many users were affected -> the share in them, where there is one."""

from __future__ import annotations

import re

# Patterns, as these are figures in words; render reads them too, without a lexicon.
_NUMBER = r"\d{1,3}(?:\.\d+)?"
_PERCENT = r"\s*(?:%|percent\b|per cent\b)"
# Of a range the larger end: what is said is that it was no more.
_STATED = re.compile(
    rf"(?<![\d.,])(?P<low>{_NUMBER})(?:{_PERCENT})?\s*(?:-|\u2013|to|and)\s*(?P<high>{_NUMBER}){_PERCENT}"
    rf"|(?<![\d.,])(?P<one>{_NUMBER}){_PERCENT}"
)
_ALONE = re.compile(
    rf"(?:~|about|around|approximately|ca\.?)?\s*(?P<one>{_NUMBER})\s*", re.ASCII
)
_ALL = re.compile(r"(?:all|every|everybody|everyone)\b", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:none|nobody|no one|no (?:users?|customers?|clients?)|zero)\b", re.IGNORECASE
)
_HALF = re.compile(r"(?:about |around |roughly )?half\b", re.IGNORECASE)


def share(text: str) -> float | None:
    """Return the percentage of the users that a text states, from 0 to 100; else None.

    "less than 1 %" is 1 and "between 5 and 10 %" is 10: what it was at most. A bare number
    up to 100 is one; "1,200 customers" is none, as nobody says of how many.
    """
    plain = " ".join(text.split())
    match = _STATED.search(plain) or _ALONE.fullmatch(plain.lower())
    if match:
        found = match.groupdict()
        value = float(found.get("high") or found["one"])
        if value > 100:
            return None
        return int(value) if value.is_integer() else value
    for pattern, value in ((_ALL, 100), (_NOBODY, 0), (_HALF, 50)):
        if pattern.match(plain):
            return value
    return None


_ABOUT = (
    r"(?:(?:~|<|>|about|around|approximately|roughly|nearly|almost|over|up to|at least"
    r"|at most|(?:more|less|fewer) than|ca\.?)\s*)?"
)
_A_PART = re.compile(
    r".*(?:%|\b(?:per ?cent|half|thirds?|quarters?|fifths?|tenths?|handful|minority"
    r"|majority|dozens|hundreds|thousands|millions))",
    re.IGNORECASE,
)
_A_NUMBER = re.compile(
    rf"{_ABOUT}(?:[\d.,]*\d\s*[km]?|(?:\w+ )?(?:dozen|hundred|thousand|million)"
    r"|all|most|some|many|a few|few|several)",
    re.IGNORECASE,
)


def of_users(text: str) -> str:
    """Return what makes a text one on users where it is a share or a number alone.

    "30%" is one " of users", "1,200" are " users"; "1,200 customers" and "all of them" say
    already whom they mean.
    """
    plain = " ".join(text.split())
    if _A_PART.fullmatch(plain):
        return " of users"
    return " users" if _A_NUMBER.fullmatch(plain) else ""
