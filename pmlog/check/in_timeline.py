"""The clauses of the timeline."""

from __future__ import annotations

import re

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
_FIRST_ENTRIES = 4


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


# Detection

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
        (PARTLY, first_line(s for s in named if len(s.text.split()) > 8), "it is vague"),
    )


def _spotted_in_prose(case: Case) -> list[Sentence]:
    entries = {entry.line for entry in case.facts.entries}
    return [s for s in matching(case.told, _SPOTTED.search) if s.line not in entries]


# Investigation


def actions_taken(case: Case) -> Verdict:
    """Find what was investigated."""
    labelled = [s for s in case.told if s.item.part is _T.ACTIONS]
    return best(
        (PRESENT, first_line(labelled), ""),
        (PRESENT, first_line(with_cues(case.timeline, Cue.INVESTIGATED)), ""),
        (PARTLY, first_line(with_cues(case.elsewhere, Cue.INVESTIGATED)), _OUTSIDE),
    )


_OUTSIDE = "it is told outside the timeline"
_MISLED = re.compile(
    r"\bmis(?:lead|led|direct|taken|diagnos)\w*|red herrings?|false (?:lead|trail|start"
    r"|alarm)s?"
    r"|dead[- ]ends?|goose chase|wild goose|wrong (?:track|path|direction|tree|turn|place"
    r"|lead)"
    r"|barking up|rabbit hole|\bruled out\b|\bdisprov\w+|\bproved? (?:to be )?(?:wrong"
    r"|false)"
    r"|\bnot the (?:root )?(?:cause|culprit|problem|issue|source)|\bwasn'?t the (?:cause"
    r"|culprit"
    r"|problem|issue)|\bno (?:abnormal|anomal|(?:significant |visible |real )?(?:improve"
    r"|change)|issues?\b|problems?\b|evidence|sign|effect|luck|avail|fault|error|irregular"
    r"|bottleneck|relevant|useful|link|correlation|success|suspicious|unusual)\w*"
    r"|\b(?:did(?: not|n'?t)|does(?: not|n'?t)|could(?: not|n'?t)) (?:\w+ ){0,2}?(?:help"
    r"|resolve"
    r"|fix|reveal|work|improve|yield|change|solve|find|show|explain|indicate|make|bring"
    r"|lead)|\b(?:turned|turns) out (?:to be )?(?:not|fine|normal|unrelated|wrong|a false"
    r"|healthy)|\bto no avail\b|\bunrelated\b|\bin vain\b|\bwaste of time\b|\bno use\b"
    r"|\bnot guilty\b|\binnocent\b|\bof no help\b|\berroneous\w*|\bincorrectly (?:assum"
    r"|suspect"
    r"|focus|attribut|believ|blam)\w*|\bwrongly\b|\bveer\w* off|\bwasted\b|\bsidetrack\w*"
    r"|\bnothing (?:unusual|wrong|abnormal|suspicious|was found|came|changed|useful|out of)"
    r"|\bbut (?:everything|all|it|they|these|this|nothing|found|found no"
    r"|the \w+) (?:\w+ )?(?:was"
    r"|were|seemed|looked|no|nothing|normal|fine)\b|\bwithout (?:success|effect|improvement"
    r"|finding|result)|\bunsuccessful\w*|\bfruitless\w*|\bred-herring"
)
_DOUBTED = re.compile(
    r"\b(?:initial(?:ly)?|first|early|at first|originally)\b[^.]{0,60}\b(?:suspect|assum"
    r"|thought|believ|hypothes|suspicion|theor|blam|focus|investigat|indicat)\w*"
    r"|\b(?:suspect|assum|suspicion|hypothes|theor)\w*|\bpersist\w*|\bshift(?:ed|ing)?\b"
    r"|\b(?:still|remained) (?:the same|down|failing|slow|unresolved|there|unavailable)"
    r"|\b(?:normal|fine|healthy|ok)\b|\bas expected\b|\bproperly\b"
)


def misleading_paths(case: Case) -> Verdict:
    """Find a path of the investigation that proved wrong."""
    where = (*case.timeline, *case.elsewhere, *case.lead)
    labelled = [s for s in (*where, *case.measures) if s.item.part is _T.MISLEADING]
    misled = [s for s in matching(where, _MISLED.search) if not _is_end(s)]
    return best(
        (PRESENT, first_line(labelled), ""),
        (PRESENT, first_line(misled), ""),
        (
            PARTLY,
            first_line(
                s for s in matching(case.timeline, _DOUBTED.search) if not _is_end(s)
            ),
            "it is not said that it proved wrong",
        ),
    )


def _is_end(sentence: Sentence) -> bool:
    """Tell whether a sentence says that all is well again, not that all looked well."""
    return bool(_ALL_WELL.search(sentence.text.lower()))


_ALL_WELL = re.compile(
    r"\b(?:restored|resolved|back to normal|recovered|returned to|resumed|now running"
    r"|stabili\w+"
    r"|no (?:further|more|other|residual|new|additional) (?:issues?|errors?|problems?"
    r"|signs?))"
)


# Escalation

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
    called = [*with_cues(case.timeline, Cue.CALLED, Cue.TEAM), *passed_on]
    told = with_cues(case.timeline, Cue.TOLD, Cue.TEAM)
    nobody = "nobody is named"
    return best(
        (PRESENT, first_line(with_cues(labelled, Cue.TEAM)), ""),
        (PRESENT, first_line(s for s in escalated if _is_addressed(s)), ""),
        (PARTLY, first_line(labelled), nobody),
        (PRESENT, first_line(called), ""),
        (PARTLY, first_line(escalated), nobody),
        (PARTLY, first_line(told), "somebody was told, which may be no escalation"),
    )


_PASSED_ON = re.compile(
    r"\b(?:went|passed|handed|given|turned|moved|transferred|taken|raised|reported|sent)"
    r" (?:over |on |up )?to (?:the |our |a |an |its )"
)


def _is_addressed(sentence: Sentence) -> bool:
    _, _, after = sentence.text.lower().partition("escalat")
    return Cue.TEAM in sentence.cues or bool(_TO_WHOM.search(after))


# Resolution

FIX_ACT = re.compile(
    r"\b(?:fix(?:ed|es|ing)?|resolv\w+|resolution|solv\w+|solution|corrected|correcting"
    r"|restor\w+|roll(?:ed|ing)?[ -]?back|revert\w*|patch\w*|restart\w*|reboot\w*|replac\w+"
    r"|remov\w+|increased the|reconfigur\w+|optimi[sz]ed|rewr\w+|renew\w*|kill\w*|clear\w+"
    r"|deployed an?|added|adjusted|edited|hotfix\w*|mitigat\w+|reinstat\w+|re-?enabl\w+"
    r"|terminat\w+|implemented|upgraded|scaled|updated the|moved|redirect\w+|reset)\b"
)

_BY_WHICH_FIX = re.compile(
    r"\b(?:resolv|fix|restor|solv|mitigat|recover|clos)\w*\b[^.]{0,40}"
    r"\b(?:by|after|when|through|once|with|using|via)\b"
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
        (PARTLY, first_line(with_cues((*labelled, *late), Cue.RESOLVED)), "not by what"),
        (PARTLY, first_line(labelled), "it is not said by what"),
        (
            PARTLY,
            first_line((*fix, *done)),
            _OUTSIDE,
        ),
    )


def _late(case: Case) -> list[Sentence]:
    """Return the later two thirds of the timeline; before, "increased" is a symptom."""
    return list(case.timeline[len(case.timeline) // 3 :])


def _is_method(sentence: Sentence) -> bool:
    cues = [cues_of_word(word) for word in _WORD.findall(sentence.text.lower())]
    return any(Cue.FIXED in cue and Cue.RESOLVED not in cue for cue in cues)
