"""The clauses of the detection: when it was noticed, and by whom or what."""

from __future__ import annotations

import re

from pmlog.check.lexicon import Cue, cues_of
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

_T = Topic


_FIRST_ENTRIES = 4


_OUTSET = 3


_SPOTTED = re.compile(
    r"\b(?:detect|notic|discover|spott?|alert|report|complain|flagg?|observ|first (?:seen"
    r"|sign)"
    r"|became aware|paged|identified|encounter|ran into|came across|wrote to us|called us"
    r"|(?:outage|issue|error|problem) (?:was|is) found)\w*"
)


_BY_WHICH = re.compile(
    r"\b(?:detect|notic|discover|spott?|identif|observ|found|caught)\w*\b[^.]{0,60}"
    r"\b(?:when|while|by|via|through|after|during|using|from|because|upon|as soon as)\b"
    r"|\b(?:ran into|came across|encountered)\b"
)


# Somebody did: "Finance notices", not "was noticed".
_SOMEBODY = re.compile(
    r"\b(?!was|were|been|is|are|be|got)\w+ (?:also |first |suddenly )?(?:notice[sd]"
    r"|spot(?:s|ted)"
    r"|reali[sz]e[sd]|discover(?:s|ed)|report(?:s|ed)|complain(?:s|ed)?|saw|sees"
    r"|observe[sd])\b"
)


# "A nurse called us": who calls from outside tells of it; who is on call calls for help.
_TOLD_BY = re.compile(
    r"(?:^|[-.:;,)*] ?)(?:an? |the |one |two |three |some |several |our |many )?"
    r"(?P<who>[\w' -]{2,40}?) (?:calls?|called|rings?|rang|phone[sd]?|tells?|told|writes?"
    r"|wrote|e?mail(?:s|ed)|texted|asks? why|asked why)\b"
)


_OURS = re.compile(
    r"\b(?:on[- ]call|engineers?|developers?|team|we|i|they|technicians?|admins?|sre"
    r"|support|administrators?|operators?|scripts?|jobs?|cron|code|process)\b"
)


def _told_by_others(where: list[Sentence]) -> list[Sentence]:
    found = ((s, _TOLD_BY.search(s.text.lower())) for s in where)
    return [s for s, match in found if match and _is_outside(match["who"])]


def _is_outside(who: str) -> bool:
    cues = cues_of(who)
    is_machine = Cue.SERVICE in cues and not cues & {Cue.USERS, Cue.PERSON}
    return not (is_machine or _OURS.search(who))


def _first_timed(case: Case) -> list[Sentence]:
    lines = {entry.line for entry in case.facts.entries[:_FIRST_ENTRIES]}
    return [s for s in case.timeline if s.line in lines]


def when_detected(case: Case) -> Verdict:
    """Find the time at which the outage was noticed."""
    named = [s for s in case.told if s.item.part in (_T.DETECTED, _T.HOW_DETECTED)]
    timed = [
        s for s in (*named, *matching(case.told, _SPOTTED.search)) if _has_time(s, case)
    ]
    early = with_cues(_first_timed(case), Cue.DETECTED)
    start = case.facts.entries[0].line if case.facts.entries else None
    return best(
        (PRESENT, first_line(early), ""),
        (PRESENT, first_line(timed), ""),
        (PRESENT, first_line(_told_by_others(_first_timed(case)[:_OUTSET])), ""),
        (PARTLY, start, "no entry says that this is when it was noticed"),
        (PARTLY, first_line(named), "no time is given"),
        (PARTLY, first_line(matching(case.told, _SPOTTED.search)), "no time is given"),
    )


def _has_time(sentence: Sentence, case: Case) -> bool:
    if sentence.line in {entry.line for entry in case.facts.entries[:_FIRST_ENTRIES]}:
        return True
    return bool(clocks_in(sentence.text, sentence.line))


def how_detected(case: Case) -> Verdict:
    """Find who or what noticed: an alert, an engineer, a customer."""
    named = [s for s in case.told if s.item.part in (_T.DETECTED, _T.HOW_DETECTED)]
    method = [s for s in named if s.item.part is _T.HOW_DETECTED]
    where = (*named, *_first_timed(case), *_spotted_in_prose(case))
    complaints = with_cues((*where, *case.lead, *case.timeline), Cue.USERS, Cue.COMPLAINED)
    return best(
        (PRESENT, first_line(method), ""),
        (PRESENT, first_line(with_cues(where, Cue.ALARM)), ""),
        (PRESENT, first_line(with_cues(where, Cue.PERSON, Cue.NOTICED)), ""),
        (PRESENT, first_line(complaints), ""),
        (PRESENT, first_line(matching(where, _BY_WHICH.search)), ""),
        (PRESENT, first_line(matching(_first_timed(case), _SOMEBODY.search)), ""),
        (PRESENT, first_line(_told_by_others(_first_timed(case)[:_OUTSET])), ""),
        (PARTLY, first_line(s for s in named if len(s.text.split()) > 8), "it is vague"),
    )


def _spotted_in_prose(case: Case) -> list[Sentence]:
    entries = {entry.line for entry in case.facts.entries}
    return [s for s in matching(case.told, _SPOTTED.search) if s.line not in entries]
