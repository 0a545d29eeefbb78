"""Shares that cannot be, or that are not those of their own figures."""

from __future__ import annotations

import re

from pmlog.check.clauses.case import Case, Sentence
from pmlog.check.document.topics import Topic
from pmlog.check.rules.hit import Hit, lines
from pmlog.check.times.clock_times import ABOUT, clocks_in
from pmlog.text.patterns import pattern
from pmlog.words.concepts import Concept
from pmlog.words.impact import USERS
from pmlog.words.mitigated import RESOLVED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PERCENT = r"(?<![\d.,])(\d{1,3}(?:\.\d{1,2})?)\s?(?:%|percent\b|per cent\b)"
_OVER_100 = pattern(r"\b(\d{3,6}(?:\.\d{1,3})?)\s?(?:%|percent\b|per cent\b)")
_NOT_A_SHARE = Concept("not_a_share")
_AFFECTED = Concept("affected")


def over_100_percent(case: Case) -> Iterator[Hit]:
    """Find more than all of the users."""
    for sentence in case.what_happened:
        match = _OVER_100.search(sentence.text)
        if not match or float(match[1]) <= 100 or _NOT_A_SHARE.search(sentence.low):
            continue
        is_share = bool(USERS.search(sentence.low)) or sentence.item.part is Topic.SHARE
        if is_share or _AFFECTED.search(sentence.low):
            yield Hit(sentence.line, f"says {match[0]}; a share of users ends at 100%")


def wrong_share(case: Case) -> Iterator[Hit]:
    """Find a percentage that its own figures, or the rest beside it, do not give."""
    for sentence in case.what_happened:
        # The patterns are dear to compile; few sentences have more than a share.
        if " of " in sentence.low and _TWO_FIGURES.search(sentence.low):
            yield from _unlike_figures(sentence)
        if _REST.search(sentence.low):
            yield from _unlike_rest(sentence)


_TWO_FIGURES = pattern(r"\d (?:out )?of (?:our |the |all )?\d")
# "40% of the readers (1,200 of 2,000)", "1,200 of the 2,000 readers, 40%".
_FIGURES = (
    r"(\d[\d,]{0,12})\s(?:out\s)?of\s(?:(?:our|the|all)\s)?(\d[\d,]{0,12})(?![\d.,]*[\d%])"
)
_UNTIL_SIGN = r"(?:[^.;:,(%\d]{0,60}[(:])\s?"
_SHARE_FIRST = pattern(rf"{_PERCENT}{_UNTIL_SIGN}{_FIGURES}", re.IGNORECASE)
_FIGURES_FIRST = pattern(rf"(?<![\d.,]){_FIGURES}{_UNTIL_SIGN}{_PERCENT}", re.IGNORECASE)
_NEXT_WORD = pattern(r"\s{1,3}([a-z]{1,20})")
_OF_ALL_KINDS = Concept("of_all_kinds")
_ROUNDED = 1.0
_APPROXIMATE = 5.0


def _unlike_figures(sentence: Sentence) -> Iterator[Hit]:
    for form, order in ((_SHARE_FIRST, (1, 2, 3)), (_FIGURES_FIRST, (3, 1, 2))):
        for match in form.finditer(sentence.text):
            told, some, every = (float(match[at].replace(",", "")) for at in order)
            if not 0 < some <= every or not _is_of_one_kind(sentence, match):
                continue
            share = 100 * some / every
            if abs(share - told) > _leeway(sentence.text, match.start(order[0])):
                given = f"{match[order[1]]} of {match[order[2]]} is {share:.0f}%"
                yield Hit(sentence.line, f"says {told:g}%; {given} {lines(sentence.line)}")


def _is_of_one_kind(sentence: Sentence, match: re.Match[str]) -> bool:
    """Tell whether both count the same; "30% of users (3 of 5 servers)" do not."""
    following = _NEXT_WORD.match(sentence.low, match.end())
    told = sentence.low[match.start() : match.end()]
    if following is None or following[1] in told:
        return True
    if "(" not in told:
        return bool(_OF_ALL_KINDS.search(following[1]))
    return bool(USERS.search(following[1]) and USERS.search(told))


_PERCENTS = pattern(_PERCENT, re.IGNORECASE)
_REST = Concept("the_rest")
_REST_NEXT = Concept("the_rest_next")


def _unlike_rest(sentence: Sentence) -> Iterator[Hit]:
    """Find "70% could not pay, the remaining 40% waited": together they are not all.

    What remains at a later time is that of those who were hit, and not of all.
    """
    found = list(_PERCENTS.finditer(sentence.text))
    is_later = bool(RESOLVED.search(sentence.low)) or any(
        clocks_in(sentence.text, sentence.line)
    )
    if len(found) != 2 or is_later or not USERS.search(sentence.low):
        return
    one, other = found
    between = sentence.low[one.end() : other.start()]
    leeway = max(_leeway(sentence.text, each.start()) for each in found)
    together = float(one[1]) + float(other[1])
    if _REST_NEXT.search(between) and abs(together - 100) > leeway:
        both = f"{one[0]} and the remaining {other[0]} are {together:g}%"
        yield Hit(sentence.line, f"says {both} {lines(sentence.line)}")


def _leeway(text: str, at: int) -> float:
    """Return by how many points a share may be off: more where it is an estimate."""
    return _APPROXIMATE if ABOUT.search(text, max(0, at - 30), at) else _ROUNDED
