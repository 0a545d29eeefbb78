"""The clauses of the search: what was looked into, and which path was wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.check.lexicon import Cue
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

if TYPE_CHECKING:
    from collections.abc import Iterable


_T = Topic


OUTSIDE = "it is told outside the timeline"


def actions_taken(case: Case) -> Verdict:
    """Find what was investigated."""
    labelled = [s for s in case.told if s.item.part is _T.ACTIONS]
    return best(
        (PRESENT, first_line(labelled), ""),
        (PRESENT, first_line(with_cues(case.timeline, Cue.INVESTIGATED)), ""),
        # What was in vain was tried.
        (PRESENT, first_line(_misled(case.timeline)), ""),
        (PARTLY, first_line(with_cues(case.elsewhere, Cue.INVESTIGATED)), OUTSIDE),
    )


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
    r"|change)|difference|issues?\b|problems?\b|evidence|sign|effect|luck|avail|fault|error|irregular"
    r"|bottleneck|relevant|useful|link|correlation|success|suspicious|unusual)\w*"
    r"|\b(?:did(?: not|n'?t)|does(?: not|n'?t)|could(?: not|n'?t)) (?:\w+ ){0,2}?(?:help"
    r"|resolve"
    r"|fix|reveal|work|improve|yield|change|solve|find|show|explain|indicate|make|bring"
    r"|lead)|\b(?:turned|turns) out (?:to be )?(?:not|fine|normal|unrelated|wrong|a false"
    r"|healthy)|\bto no avail\b|\bunrelated\b|\bin vain\b|\bwaste of time\b|\bno use\b"
    r"|\bnot guilty\b|\binnocent\b|\bof no help\b|\berroneous\w*|\bincorrectly (?:assum"
    r"|suspect"
    r"|focus|attribut|believ|blam)\w*|\bwrongly\b|\bveer\w* off|\bwasted\b|\bsidetrack\w*"
    r"|\b(?:which|that|this|it|we|i) (?:was|were|is|proved) (?:\w+ )?wrong\b"
    r"|\bnothing (?:unusual|wrong|abnormal|suspicious|was found|came|changed|useful|out of"
    r"|there\b)"
    r"|\bbut (?:everything|all|it|they|these|this|nothing|found|found no"
    r"|the \w+) (?:\w+ )?(?:was"
    r"|were|seemed|looked|no|nothing|normal|fine)\b|\bwithout (?:success|effect|improvement"
    r"|finding|result)|\bunsuccessful\w*|\bfruitless\w*|\bred-herring"
    r"|\b(?:chang|help|show|reveal|prov|yield|find|found|brought|bring|solv)\w* nothing\b"
    r"|\b(?:nothing|anything|little) to do with\b|\bonly (?:grew|grows|got worse)\b"
    r"|\bjust as (?:slow|bad|grey|empty|broken|before)\b|\b(?:same|stayed) as before\b"
)


_DOUBTED = re.compile(
    r"\b(?:initial(?:ly)?|first|early|at first|originally)\b[^.]{0,60}\b(?:suspect|assum"
    r"|thought|believ|hypothes|suspicion|theor|blam|focus|investigat|indicat)\w*"
    r"|\b(?:suspect|assum|suspicion|hypothes|theor)\w*|\bthought (?:it|that)\b"
    r"|\bpersist\w*|\bshift(?:ed|ing)?\b"
    r"|\b(?:still|remained) (?:the same|down|failing|slow|unresolved|there|unavailable)"
    r"|\b(?:normal|fine|healthy|ok)\b|\bas expected\b|\bproperly\b"
)


def misleading_paths(case: Case) -> Verdict:
    """Find a path of the investigation that proved wrong."""
    outside = (*case.elsewhere, *case.lead)
    where = (*case.timeline, *outside, *case.measures)
    labelled = [s for s in where if s.item.part is _T.MISLEADING]
    misled = [
        *_misled(case.timeline),
        # Behind the timeline "in vain" may be part of what went wrong.
        *(s for s in _misled(outside) if _is_of_search(s)),
    ]
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


def _misled(where: Iterable[Sentence]) -> list[Sentence]:
    return [s for s in matching(where, _MISLED.search) if not _is_end(s)]


_NAMED_WRONG = re.compile(
    r"\bmis(?:lead|led|direct)|red[- ]herring|false (?:lead|trail)|dead[- ]end|goose chase"
    r"|wrong (?:track|path|direction|tree|turn|lead)|rabbit hole|\bruled out\b"
)


def _is_of_search(sentence: Sentence) -> bool:
    text = sentence.text.lower()
    is_told = _NAMED_WRONG.search(text) or _DOUBTED.search(text)
    return Cue.INVESTIGATED in sentence.cues or bool(is_told)


def _is_end(sentence: Sentence) -> bool:
    """Tell whether a sentence says that all is well again, not that all looked well."""
    return bool(_ALL_WELL.search(sentence.text.lower()))


_ALL_WELL = re.compile(
    r"\b(?:restored|resolved|back to normal|recovered|returned to|resumed|now running"
    r"|stabili\w+"
    r"|no (?:further|more|other|residual|new|additional) (?:issues?|errors?|problems?"
    r"|signs?))"
)
