"""The other clauses of the timeline: its form, the escalation, the resolution."""

from __future__ import annotations

import re

from pmlog.check.in_search import OUTSIDE
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

_T = Topic


_A_TIMELINE = 3
_LATEST = 3


def timestamped_bullets(case: Case) -> Verdict:
    """Find lines that begin with their time; times inside sentences are part of it."""
    entries = case.facts.entries
    if len(entries) >= _A_TIMELINE:
        return Verdict(PRESENT, entries[0].line)
    timed = [s.line for s in case.timeline if clocks_in(s.text, s.line)]
    has_section = _T.TIMELINE in case.facts.document.sections
    few = entries[0].line if len(entries) > 1 else None
    prose = timed[0] if has_section and len(timed) >= _A_TIMELINE else None
    return best(
        (PARTLY, few, "there are only two entries with a time"),
        (PARTLY, prose, "the times stand inside sentences"),
    )


_ESCALATED = re.compile(r"\bescalat\w*")


_TO_WHOM = re.compile(
    r"\b(?:to|with|involving|for)\s(?:(?:the|our|a|an|my|his|her|their|senior"
    r"|more)\s){0,3}\w+"
    r"|\bby\b",
)


def escalated_to(case: Case) -> Verdict:
    """Find the team or person it was escalated to."""
    where = (*case.timeline, *case.elsewhere, *case.lead)
    labelled = [s for s in where if s.item.part is _T.ESCALATED]
    escalated = matching(where, _ESCALATED.search)
    passed_on = matching(with_cues(case.timeline, Cue.TEAM), _PASSED_ON.search)
    brought_in = matching(case.timeline, _BROUGHT_IN.search)
    called = [
        *with_cues(case.timeline, Cue.CALLED, Cue.TEAM),
        *passed_on,
        *brought_in,
    ]
    told = with_cues(case.timeline, Cue.TOLD, Cue.TEAM)
    nobody = "nobody is named"
    return best(
        (PRESENT, first_line(with_cues(labelled, Cue.TEAM)), ""),
        (PRESENT, first_line(s for s in labelled if _TO_A_NAME.search(s.text)), ""),
        (PRESENT, first_line(s for s in escalated if _is_addressed(s)), ""),
        (PARTLY, first_line(labelled), nobody),
        (PRESENT, first_line(called), ""),
        (PARTLY, first_line(escalated), nobody),
        (PARTLY, first_line(told), "somebody was told, which may be no escalation"),
    )


_TO_A_NAME = re.compile(
    r"\b(?:to|with|by|called|calls|paged|pages|contacted|informed|asked) "
    r"(?:Mr\.? |Mrs\.? |Ms\.? |our |the |a )?[A-Z][a-z]+"
)


_BROUGHT_IN = re.compile(
    r"\b(?:is|was|are|were|been|got) (?:brought|called|pulled|looped|drawn|roped"
    r"|asked) in\b"
)
_PASSED_ON = re.compile(
    r"\b(?:went|passed|handed|given|turned|moved|transferred|taken|raised|reported|sent)"
    r" (?:over |on |up )?to (?:the |our |a |an |its )"
)


def _is_addressed(sentence: Sentence) -> bool:
    _, _, after = sentence.text.lower().partition("escalat")
    return Cue.TEAM in sentence.cues or bool(_TO_WHOM.search(after))


FIX_ACT = re.compile(
    r"\b(?:fix(?:ed|es|ing)?|resolv\w+|resolution|solv\w+|solution|corrected|correcting"
    r"|restor\w+|roll(?:ed|ing|s)?(?:[ -]| \w+ )?back|revert\w*|patch\w*|restart\w*"
    r"|reboot\w*|replac\w+|remov\w+|increased the|reconfigur\w+|optimi[sz]ed"
    r"|rewr\w+|renew\w*|kill\w*|clear\w+"
    r"|deployed an?|added|adjusted|edited|hotfix\w*|mitigat\w+|reinstat\w+|re-?enabl\w+"
    r"|terminat\w+|implemented|upgraded|scaled|updated the|moved|redirect\w+|reset)\b"
)


_BY_WHICH_FIX = re.compile(
    r"\b(?:resolv|fix|restor|solv|mitigat|recover|clos)\w*\b[^.]{0,40}"
    r"\b(?:by|after|when|through|once|with|using|via)\b"
)


# "The supplier sent a new one and orders went through."
_AND_ALL_WELL = re.compile(
    r"\w+ (?:and|so|which|whereupon|until|after which|then)\b[^.]{0,60}\b(?:opens?|opened"
    r"|works?|worked|went through|succeed(?:s|ed)?|loads?|loaded|comes? out|came out"
    r"|(?:is|are|was|were|came) (?:all )?(?:back|there|well|live|up))\b"
)


_WORD = re.compile(r"[a-z][a-z-]+")


def how_resolved(case: Case) -> Verdict:
    """Find by what the outage ended."""
    labelled = [s for s in case.timeline if s.item.part is _T.FIX]
    late = [] if labelled else _late(case)
    told = matching((*case.timeline, *case.lead), _BY_WHICH_FIX.search)
    fix = [s for s in (*case.elsewhere, *case.lead) if s.item.part is _T.FIX]
    done = matching(case.elsewhere, FIX_ACT.search)
    return best(
        (PRESENT, first_line(s for s in (*labelled, *late) if _is_method(s)), ""),
        (PRESENT, first_line(told), ""),
        (PRESENT, first_line(matching(late[-_LATEST:], _AND_ALL_WELL.search)), ""),
        (PARTLY, first_line(with_cues((*labelled, *late), Cue.RESOLVED)), "not by what"),
        (PARTLY, first_line(labelled), "it is not said by what"),
        (
            PARTLY,
            first_line((*fix, *done)),
            OUTSIDE,
        ),
    )


def _late(case: Case) -> list[Sentence]:
    """Return the later two thirds of the timeline; before, "increased" is a symptom."""
    return list(case.timeline[len(case.timeline) // 3 :])


def _is_method(sentence: Sentence) -> bool:
    cues = [cues_of_word(word) for word in _WORD.findall(sentence.text.lower())]
    return any(Cue.FIXED in cue and Cue.RESOLVED not in cue for cue in cues)
