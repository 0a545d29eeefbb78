"""What a heading in somebody's own words announces: "How we got it back"."""

from __future__ import annotations

from functools import lru_cache

from pmlog.check.document.topics import Topic
from pmlog.check.words.phrasing import one_spelling, spoken

_T = Topic
_TABLE = (
    (
        _T.TASKS,
        """
        to-?do*, action (item|point|plan)*, next steps?, tasks?, checklist, homework
        work items?, orders of the day, chores, who does what
    """,
    ),
    (
        _T.IMPROVEMENTS,
        "improv*, (do|get|be) ... better, (do|doing|could be) better, better",
    ),
    (
        _T.MEASURES,
        """
        corrective, correction*, prevent*, lesson*, morals?, learn(ed|t|ing|ings)?
        take-?aways?, take away, follow-?ups?, never again, recommend*
        (moving|going|way) forward, from now on, next time, future, avoid*, promise*
        measures, hardening, remediation*
        what (we|i) (will|are going to|want|plan|would)( to)? (do|change), what changes
        what we'll (do|change), what( is|'s)? next, so it (does|will) not happen again
        (not|never) happen* again, happens now, comes next, what now, doing about it
        (not|never) (come back|return|recur)*, consequences?, stay(ing)? safe, safeguard*
        keep* (it|this) from, outlook, looking ahead, reflections?, backlog
        has to change, the plan, commitments?
    """,
    ),
    (
        _T.MISLEADING,
        "mislead*, red herring*, dead ends?, wrong turns?, false (lead|trail)s?",
    ),
    (_T.ESCALATED, "escalat*, who (we|i) called, call for help, calling for help"),
    (
        _T.CAUSE,
        """
        causes?, culprit*, why, reasons?, rca, analysis, diagnosis, went wrong, what broke
        origin*, anatomy, trigger*, villain*, whodunit, explanation, explained, the bug
        five whys, (the )?fault, really broke, mechanism, under the hood, findings
        to blame, behind (it|the), technical details?, what (really|actually) happened
    """,
    ),
    (
        _T.FIX,
        """
        fix, fixed, fixes, fixing, resolution, resolv*, solution, solved, remedy, recover*
        repair*, cure, mitigat*, (got|came|brought) ... (back|out), what (we|i) did
        happy end*, saved the day, putting it right, getting back, return to service
        restor(e|ed|ing)
    """,
    ),
    (
        _T.TIMELINE,
        """
        timeline, time line, chronolog*, sequence, chain of events, unfold*, story, log
        (play|blow|minute|hour|step)[- ]by[- ](play|blow|minute|hour|step), journey
        happened when, diary, how it went, how (it|things) happened, course of, events
        saga, adventure, drama, tale, timestamps?, the (chase|hunt|search), investigation
        response, detective*, logbook, history, chronicle*, in order
    """,
    ),
    (_T.DETECTED, "detect*, discover*, (found|find) out, notic*"),
    (
        _T.IMPACT,
        "impact*, affected, damage*, blast radius, casualties, victims?, who was hit",
    ),
    (
        _T.SUMMARY,
        """
        summary, overview, abstract, brief, briefly, tl;?dr, nutshell, glance, synopsis
        recap, what happened, the gist, executive*, (quick|key|the) facts, short version
        the incident, in short, at a glance, incident (description|details)
        problem statement, bottom line, in a hurry, vital statistics, precis, headline
    """,
    ),
)
_ROWS = tuple((topic, spoken(table)) for topic, table in _TABLE)
_PLANS = frozenset((_T.MEASURES, _T.TASKS, _T.IMPROVEMENTS))
_LONGEST_WORDS = 10


@lru_cache(maxsize=4096)
def free_topic_of(heading: str) -> Topic | None:
    """Return what the words of a heading hint at, None where they do not."""
    low = one_spelling(heading)
    if low.count(" ") >= _LONGEST_WORDS:
        return None
    hinted = [topic for topic, row in _ROWS if row.search(low)]
    if _T.CAUSE in hinted and (_T.FIX in hinted or not _PLANS.isdisjoint(hinted)):
        return _T.CAUSE_AND_FIX
    if _T.SUMMARY in hinted and _PLANS.isdisjoint(hinted):
        return _T.TIMELINE if _T.TIMELINE in hinted else _T.SUMMARY
    return hinted[0] if hinted else None
