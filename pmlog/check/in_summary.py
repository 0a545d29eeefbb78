"""The clauses of the issue summary."""

from __future__ import annotations

import re

from pmlog.check.dates import days_in
from pmlog.check.lexicon import Cue, cues_of_word
from pmlog.check.moments import clocks_in
from pmlog.check.topics import Topic
from pmlog.check.verdict import (
    PARTLY,
    PRESENT,
    Case,
    Sentence,
    Verdict,
    best,
    first_line,
    matching,
    with_cues,
)
from pmlog.check.zone_words import zones_in

_T = Topic


def _labelled(case: Case, *parts: Topic) -> list[Sentence]:
    return [s for s in (*case.told, *case.measures) if s.item.part in parts]


# Duration


def duration(case: Case) -> Verdict:
    """Find start and end with a zone; a duration alone, or no zone, is part of it."""
    window, length = case.facts.window, case.facts.length
    if window:
        line = window.start.line
        if window.start.zone or window.end.zone or _zone_is_stated(case):
            return Verdict(PRESENT, line)
        return Verdict(PARTLY, line, "no timezone is given")
    if length:
        return Verdict(PARTLY, length.line, "start and end are not given")
    return best(
        (PARTLY, _first_time(case), "the start, the end or both are not given"),
        (PARTLY, _first_day(case), "no times of day are given"),
    )


def _zone_is_stated(case: Case) -> bool:
    lines = {s.line for s in case.lead} | set(case.facts.document.sections.values())
    return any(
        (at in lines or _ALL_TIMES.search(text)) and any(zones_in(text))
        for at, text in case.facts.document.stated
    )


_ALL_TIMES = re.compile(
    r"\b(?:all times|times (?:are|in|shown)|time ?zone)\b", re.IGNORECASE
)


def _first_time(case: Case) -> int | None:
    where = (*case.lead, *_labelled(case, _T.DURATION, _T.START, _T.END))
    return first_line(s for s in where if clocks_in(s.text, s.line))


def _first_day(case: Case) -> int | None:
    where = _labelled(case, _T.DURATION, _T.START, _T.END)
    return first_line(s for s in where if days_in(s.text))


# Impact


def service(case: Case) -> Verdict:
    """Find which service was down or slow."""
    impact = _labelled(case, _T.IMPACT, _T.EXPERIENCE, _T.SHARE)
    where = (*impact, *case.lead)
    named = [*with_cues(where, Cue.SERVICE, Cue.FAULT), *matching(where, _DOWN.search)]
    return best(
        (PRESENT, first_line(_labelled(case, _T.SERVICE)), ""),
        (PRESENT, first_line(named), ""),
        (PRESENT, first_line(with_cues(impact, Cue.SERVICE)), ""),
        (PARTLY, first_line(impact), "no service is named"),
        (PARTLY, first_line(with_cues(case.lead, Cue.FAULT)), "no service is named"),
    )


_DOWN = re.compile(
    r"\b(?:the|our|my|its) [\w' -]{2,40}? (?:was|were|went|became|is|got|lay|stopped"
    r"|shows?|had)"
    r" (?:\w+ )?(?:down|unavailable|slow\w*|unreachable|offline|inaccessible|unresponsive"
    r"|broken|frozen|degraded|interrupted|no|nothing|working|dark\w*|in darkness|dead"
    r"|unusable|useless|out of (?:order|service|use)"
    r"|not (?:available|reachable|working)|silent|stuck)\b"
    r"|\b(?:the|our|my|its|each|every) [\w' -]{2,40}? (?:(?:did|could|would|does) not"
    r"|didn't|couldn't|wouldn't|doesn't|no longer|failed to|refused to|refuses to)"
    r" (?:open|load|start|work|answer|respond|print|show|arrive|appear|run|connect|play"
    r"|sync|update|send|accept|come|display)s?\b"
)


def user_experience(case: Case) -> Verdict:
    """Find what users saw: errors, waiting, being locked out."""
    impact = _labelled(case, _T.IMPACT, _T.SHARE)
    where = (*impact, *case.lead)
    seen = [s for s in where if _tells_what_people_saw(s) and not _is_cause(s)]
    symptoms = [s for s in with_cues(where, Cue.SYMPTOM) if not _is_cause(s)]
    return best(
        (PRESENT, first_line(_labelled(case, _T.EXPERIENCE)), ""),
        (PRESENT, first_line(seen), ""),
        (PARTLY, first_line(symptoms), "it is not said what users saw of it"),
        (PARTLY, first_line(s for s in impact if len(s.text.split()) > 3), "it is vague"),
    )


# Whoever they are: "none of our farmers could", "the staff of the wards saw".
_PEOPLE_SAW = re.compile(
    r"\b(?P<who>\w{3,}s|staff|people|everyone|everybody|nobody|children|men|women)"
    r"(?: who [^.,]{1,60}?)?(?: \w+ly)?"
    r" (?:could(?:n't| not)?|cannot|can't|were (?:unable|locked|greeted|shown"
    r"|told|left|sent|redirected|thrown|logged)"
    r"|saw|see|got|had to|waited|stood|lost|faced|met|received|missed)\b"
)
_THINGS = re.compile(
    r"(?:request|quer(?:y|ie)|connection|job|message|call|packet|node|pod|thread|process(?:e)?"
    r"|worker|container|instance|transaction|log|metric|deploy\w*|test|engine|acces|thi|wa"
    r"|ha|order|payment|device|response|answer|error|result"
    r"|change|minute|hour)s"
)


def _tells_what_people_saw(sentence: Sentence) -> bool:
    if frozenset((Cue.USERS, Cue.SYMPTOM)) <= sentence.cues:
        return True
    found = _PEOPLE_SAW.finditer(sentence.text.lower())
    return any(_is_somebody(match["who"]) for match in found)


def _is_somebody(word: str) -> bool:
    cues = cues_of_word(word)
    return Cue.USERS in cues or not (Cue.SERVICE in cues or _THINGS.fullmatch(word))


def _is_cause(sentence: Sentence) -> bool:
    return sentence.item.part in (_T.CAUSE, _T.FIX)


_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|twenty[- ]five"
    r"|thirty|forty|fifty|sixty|seventy|seventy[- ]five|eighty|ninety|(?:one |a )?hundred)"
)
_PERCENT = re.compile(rf"(?:\d\s?%|\b(?:\d+|{_NUMBER_WORD})[ -](?:percent|per cent)\b)")
_FRACTION = re.compile(
    rf"\b(?:\d+|{_NUMBER_WORD})\s(?:in|out of)\s(?:every\s)?(?:\d+|{_NUMBER_WORD})\b"
    r"|\b(?:a|one) (?:third|quarter|fifth|tenth|half)\b|\bhalf (?:of|the|our)\b"
    r"|\b(?:two|three|four)[- ](?:thirds|quarters|fifths)\b"
)
_PEOPLE = (
    r"(?:users?|customers?|clients?|visitors?|subscribers?|students?|employees?|members?|"
    r"players?|people|viewers?|readers?|merchants?|shoppers?|user base)"
)
_EVERYBODY = re.compile(
    rf"\b(?:all|every|each|entire)\s(?:of\s)?(?:the\s|our\s|its\s"
    rf"|their\s)?(?:(?!that\b)[\w-]+\s){{0,2}}?"
    rf"{_PEOPLE}\b|\b(?:everyone|everybody|nobody|no one|no users?|none of (?:the|our))\b"
)
_VAGUE = re.compile(
    rf"\b(?:most|many|majority|(?:large|significant|small|considerable|substantial)\s"
    rf"(?:number|portion|part|share|percentage|fraction|subset)|thousands|hundreds"
    rf"|anyone)\b|\b\d[\d,.]*k?\+?\s(?:\w+\s)?{_PEOPLE}\b"
)


def percent_users(case: Case) -> Verdict:
    """Find the share of users: "30%", "thirty percent", "1 in 5", "all users"."""
    everywhere = (*_labelled(case, _T.SHARE, _T.IMPACT), *case.told)
    shares = matching(everywhere, _is_share)
    of_users = [s for s in shares if Cue.USERS in s.cues or s.item.part is _T.SHARE]
    of_all = matching((*case.lead, *everywhere), _EVERYBODY.search)
    early = (*_labelled(case, _T.SHARE, _T.IMPACT, _T.EXPERIENCE), *case.lead)
    lines = {s.line for s in early}
    return best(
        (PRESENT, first_line(of_users), ""),
        (PRESENT, first_line(s for s in of_all if s.line in lines), ""),
        (PARTLY, first_line(matching(early, _is_share)), "the share is not one of users"),
        (PARTLY, first_line(matching(early, _VAGUE.search)), "no percentage is given"),
        (PARTLY, first_line(_labelled(case, _T.SHARE)), "no percentage is given"),
    )


def _is_share(text: str) -> bool:
    return bool(_PERCENT.search(text) or _FRACTION.search(text))


# Root cause

CAUSE_PHRASE = re.compile(
    r"root cause|\bcause (?:was|is|of|for|being)\b|\bcaused by\b|\bdue to\b|\bbecause\b"
    r"|\bresult of\b|\btriggered by\b|\bstem(?:med|s|ming) from\b|\btraced? (?:back )?to\b"
    r"|\bculprit\b|\bowing to\b|\battribut\w+ to\b|\bturn(?:s|ed) out\b|\bresult\w* from\b"
    r"|\boriginat\w+ (?:from|in|with)\b|\bbrought on by\b|\breason (?:was|is|for|behind)\b"
    r"|\bby mistake\b|\bmistakenly\b|\baccidentally\b|\binadvertently\b|\bhuman error\b"
    r"|\bmisconfigur\w+|\bvillain\b|\bto blame\b|\bthe offender\b"
    r"|\bhad been (?!restored|resolved|fixed|notified|affected|reported|informed|impacted"
    r"|detected|noticed|identified)\w+(?:ed|en|wn|ut|et|ft|ost|ilt)\b"
    r"|\bcaused (?:the|an?|our|this|all|it)\b"
    r"|(?:misconfigur\w*|bug|typo|spike|leak|exhaust\w*|deploy\w*|update|expired|mis\w+"
    r"|faulty"
    r"|incorrect|error in|failed|failure of|change)\b[^.]{0,80}\b(?:led to|caused|triggered"
    r"|made|broke|brought)\b"
)


def root_cause(case: Case) -> Verdict:
    """Find the cause in the summary itself; told later only, an executive misses it."""
    document = case.facts.document
    timeline = document.sections.get(_T.TIMELINE, 0)
    early = [s for s in case.elsewhere if s.item.part is _T.CAUSE and s.line < timeline]
    labelled = [s for s in (*case.lead, *early) if s.item.part is _T.CAUSE]
    told = matching(case.lead, CAUSE_PHRASE.search)
    return best(
        (PRESENT, first_line(s for s in labelled if len(s.text.split()) > 1), ""),
        (PARTLY, first_line(labelled), "it is vague"),
        (PRESENT, first_line(told), ""),
    )
