"""The clauses of the issue summary.

They are looked for where the incident is summed up: under the summary's heading, in
what stands before the first section, and under a label such as "Impact" anywhere.

    duration         start and end with a zone; without a zone, a length alone or
                     one time alone is vague; a day alone is not it
    service          what failed, by name: "the login service", "the API"; "our system"
                     is vague
    user_experience  what people met: an error, a page, a wait, "could not ..."; that it
                     was slow, or away for users, is vague; that it was away is not it
    percent_users    "30%", "1 in 5", "half of", "all users"; a count, "many users" or a
                     share of requests is vague
    root_cause       what is labelled so, or a sentence that says why; "unknown" is vague
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.check.clauses.verdict import (
    PARTLY,
    PRESENT,
    Attempt,
    Case,
    Sentence,
    first_line,
    saying,
    telling,
)
from pmlog.check.document.topics import Topic
from pmlog.check.times.clock_times import clocks_in
from pmlog.check.times.zones import zones_in
from pmlog.check.words import impact as say
from pmlog.check.words.cause import TECHNICAL, UNKNOWN, before_cause, tells_cause
from pmlog.check.words.mitigated import RESOLVED
from pmlog.check.words.phrasing import one_spelling
from pmlog.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = Topic


# Duration


def duration(case: Case) -> Iterator[Attempt]:
    """Find start and end with a zone."""
    window, length = case.facts.window, case.facts.length
    if window:
        has_zone = window.start.zone or window.end.zone or _zone_is_stated(case)
        status = PRESENT if has_zone else PARTLY
        yield status, window.start.line, "no timezone is given"
    yield PARTLY, length.line if length else None, "start and end are not given"
    yield PARTLY, _first_time(case), "the start, the end or both are not given"
    vague = (s for s in saying(case.lead, say.LONG_TIME) if _tells_harm(s.low))
    yield PARTLY, first_line(vague), "start and end are not given"
    entries = case.facts.entries
    timed = entries[0].line if len(entries) > 1 else None
    yield PARTLY, timed, "it is not stated; the times stand in the timeline only"


def _zone_is_stated(case: Case) -> bool:
    lines = {s.line for s in case.lead} | set(case.facts.document.sections.values())
    return any(
        (at in lines or _ALL_TIMES.search(text)) and any(zones_in(text))
        for at, text in case.facts.document.stated
    )


_ALL_TIMES = pattern(r"\b(?:all times|times (?:are|in|shown)|time ?zone)\b", re.IGNORECASE)


def _first_time(case: Case) -> int | None:
    where = (*case.lead, *case.of_part(_T.DURATION, _T.START, _T.END))
    return first_line(s for s in where if clocks_in(s.text, s.line))


def _tells_harm(low: str) -> bool:
    return bool(say.FAULT.search(low) or say.SYMPTOM.search(low))


# Impact


def service(case: Case) -> Iterator[Attempt]:
    """Find which service was down or slow."""
    yield PRESENT, first_line(case.of_part(_T.SERVICE)), ""
    impact = tuple(case.of_part(_T.IMPACT, _T.EXPERIENCE, _T.SHARE))
    where = (*impact, *case.lead)
    named = [s for s in where if _names_service(s.low)]
    yield PRESENT, first_line(telling(named, _tells_harm)), ""
    yield PRESENT, first_line(saying(where, say.DOWN)), ""
    yield PRESENT, first_line(s for s in named if s in impact), ""
    unnamed = "no service is named"
    yield PARTLY, first_line(saying(where, say.UNNAMED_SERVICE)), unnamed
    hit = (s for s in named if _names_service(before_cause(s.low)))
    yield PARTLY, first_line(hit), "it is not said that it was down or slow"
    yield PARTLY, _title_line(case), "the title names it, and the summary does not"
    later = (s for s in case.told if _names_service(s.low) and _tells_harm(s.low))
    yield PARTLY, first_line(later), "it is not in the summary"


def _title_line(case: Case) -> int | None:
    """Return the line above the first section that says what was out of service."""
    document = case.facts.document
    first = min(document.sections.values(), default=0)
    titles = (title for title in document.stated if title[0] < first)
    return next((at for at, text in titles if _names_outage(one_spelling(text))), None)


def _names_outage(low: str) -> bool:
    return bool(
        say.OUTAGE_OF.search(low) or (say.SERVICE.search(low) and say.FAULT.search(low))
    )


def _names_service(low: str) -> bool:
    return say.names_service(low)


def user_experience(case: Case) -> Iterator[Attempt]:
    """Find what users saw: errors, waiting, being locked out."""
    yield PRESENT, first_line(case.of_part(_T.EXPERIENCE)), ""
    impact = tuple(case.of_part(_T.IMPACT, _T.SHARE))
    where = [s for s in (*impact, *case.lead) if s.part not in (_T.CAUSE, _T.FIX)]
    yield PRESENT, first_line(telling(where, _tells_what_people_met)), ""
    yield PRESENT, first_line(s for s in where if _tells_symptom(s)), ""
    vague = "it is not said what users saw of it"
    yield PARTLY, first_line(telling(where, _tells_hardship)), vague
    met = telling(case.told, _tells_what_people_met)
    yield PARTLY, first_line(met), "it is not in the summary"
    yield PARTLY, first_line(telling(case.lead, _tells_harm)), vague


def _tells_what_people_met(low: str) -> bool:
    if say.users_met(low):
        return True
    found = say.PEOPLE_SAW.finditer(low)
    return any(say.is_somebody(match["who"]) for match in found)


def _tells_symptom(sentence: Sentence) -> bool:
    return bool(say.SYMPTOM.search(before_cause(sentence.low)))


def _tells_hardship(low: str) -> bool:
    return bool(say.is_away_for_users(low) or say.SLOW.search(before_cause(low)))


def percent_users(case: Case) -> Iterator[Attempt]:
    """Find the share of users that were affected."""
    labelled = tuple(case.of_part(_T.SHARE, _T.IMPACT, _T.EXPERIENCE))
    where = (*labelled, *case.lead)
    shares = list(saying(where, say.SHARE))
    yield PRESENT, first_line(s for s in shares if _is_of_users(s)), ""
    yield PRESENT, first_line(telling(where, say.says_everybody)), ""
    later = (s for s in saying(case.told, say.SHARE, say.USERS) if s not in where)
    yield PARTLY, first_line(shares), "the share is not one of users"
    yield PARTLY, first_line(telling(where, say.says_many_users)), "no percentage is given"
    yield PARTLY, first_line(case.of_part(_T.SHARE)), "no percentage is given"
    yield PARTLY, first_line(saying(where, say.EVERY_REQUEST)), "no share of users is given"
    yield PARTLY, first_line(later), "it is not in the summary"


def _is_of_users(sentence: Sentence) -> bool:
    return sentence.part is _T.SHARE or bool(say.USERS.search(sentence.low))


# Root cause


def root_cause(case: Case) -> Iterator[Attempt]:
    """Find the cause in the summary itself; told later only, an executive misses it."""
    timeline = case.facts.document.sections.get(_T.TIMELINE, 0)
    early = [s for s in case.elsewhere if s.part is _T.CAUSE and s.line < timeline]
    labelled = [s for s in (*case.lead, *early) if s.part is _T.CAUSE]
    known = [s for s in labelled if not _is_unknown(s)]
    yield PRESENT, first_line(s for s in known if len(s.text.split()) > 1), ""
    told = list(telling(case.lead, tells_cause))
    yield PRESENT, first_line(s for s in told if not _is_unknown(s)), ""
    yield PARTLY, first_line((*labelled, *told)), "it is vague"
    rest = (s for s in case.lead if _tells_something_else(s))
    yield PARTLY, first_line(rest), "it is not said that it was the cause"


def _tells_something_else(sentence: Sentence) -> bool:
    """Tell whether a sentence is of a technical thing: no outage, no user, no time.

    What a summary says besides its impact is most often why.
    """
    if sentence.part is not None or not TECHNICAL.search(sentence.low):
        return False
    others = (say.OUTAGE, say.SYMPTOM, say.USERS, RESOLVED, _TIME_OR_SHARE)
    return not any(pattern.search(sentence.low) for pattern in others)


_TIME_OR_SHARE = pattern(r"\d[:h]\d\d|\d ?(?:%|[ap]m\b|min|hour|h\b)|\b20\d\d\b")
_SHORT_WORDS = 12


def _is_unknown(sentence: Sentence) -> bool:
    is_short = len(sentence.text.split()) <= _SHORT_WORDS
    return is_short and bool(UNKNOWN.search(sentence.low))
