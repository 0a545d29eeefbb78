"""The times that machines print, put into the words that the grammar knows.

A stamp is recognised by its whole form, never by a part of it, and keeps its instant to
the microsecond; what only looks like one is left as it is, for the grammar to refuse.
"""

from __future__ import annotations

import re

from pmlog.text.patterns import pattern
from pmlog.when import abbreviations
from pmlog.when.dateutil_dates import MONTH


class _Stamp:
    """A form, and the words in its place: what a match.expand makes of them."""

    def __init__(self, pattern: str, words: str) -> None:
        self.pattern = re.compile(pattern, re.IGNORECASE | re.ASCII)
        self.words = words


_CLOCK = r"\d\d?:\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
_KEY = r"@?(?:time|timestamp|ts|t|date|datetime|asctime|at|when)"
_STAMPS = (
    # logfmt and JSON: time="2024-03-05T14:05:22Z", "ts": 1709647522.
    _Stamp(rf'^"?{_KEY}"? ?[=:] ?"?([^"=]*?\d[^"=]*?)"?,?$', r"\1"),
    # Go prints the reading of its monotonic clock as well.
    _Stamp(r"^(.+\d.*) m=[+-]\d+\.\d+$", r"\1"),
    # And the offset again, where a zone has no name: "+0545 +0545", "+0300 +03".
    _Stamp(rf"^(.+{_CLOCK} [+-]\d\d)(?P<min>\d\d) (?P<again>[+-]\d\d)(\d\d)?$", r"\1\2"),
    # Cisco marks a clock that no server set with * or . before the month.
    _Stamp(rf"^(?:\d+: )?[*.]({MONTH} \d\d? .*)$", r"\1"),
    # ASN.1's GeneralizedTime: 20240315140522Z.
    _Stamp(r"^(\d{8})(\d{4}(?:\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d{4})$", r"\1T\2 \3"),
    # The names of files: 20240305-140522, 2022-11-10T05-07-28+00:00.
    _Stamp(r"^(\d{8})[-_](\d{4}|\d{6})(?=$| |Z$)", r"\1T\2"),
    _Stamp(
        r"^(\d{4}-\d\d-\d\d)[T_](\d\d)-(\d\d)-(\d\d)(?=Z|[+-]\d\d:\d\d$)", r"\1T\2:\3:\4"
    ),
)

# A date-time group: day, hour, minute and the letter of a zone, then month and year.
_GROUP = pattern(
    rf"^(?P<d>\d\d)(?P<h>\d\d)(?P<m>\d\d) ?(?P<zone>[A-IK-Z]) ?"
    rf"(?P<month>{MONTH}) ?(?P<y>\d\d(?:\d\d)?)$",
    re.IGNORECASE | re.ASCII,
)


def in_words(text: str) -> str:
    """Return a stamp in the grammar's words; any other text as it is."""
    for stamp in _STAMPS:
        match = stamp.pattern.match(text)
        if match and _says_offset_once(match):
            text = match.expand(stamp.words) + text[match.end() :]
    # As for a length: most times begin with no six digits.
    group = _GROUP.match(text) if text[:6].isdigit() else None
    return _of_group(group) if group else text


def _says_offset_once(match: re.Match[str]) -> bool:
    again = match.groupdict().get("again")
    return again is None or (match[1].endswith(again) and match[4] in (None, match["min"]))


def _of_group(group: re.Match[str]) -> str:
    year = group["y"] if len(group["y"]) == 4 else f"20{group['y']}"
    zone = abbreviations.offset_of_letter(group["zone"].upper())
    date = f"{group['d']} {group['month']} {year}"
    return f"{date} {group['h']}:{group['m']} {zone}"
