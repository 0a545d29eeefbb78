"""What a heading or a label announces: "Issue Summary", "When was it detected?"."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from pmlog.text.patterns import pattern


class Topic(Enum):
    """A section, or a part of one, that the postmortem format knows."""

    INTRODUCTION = "introduction"
    SUMMARY = "issue summary"
    DURATION = "duration"
    START = "start"
    END = "end"
    IMPACT = "impact"
    SERVICE = "service"
    EXPERIENCE = "user experience"
    SHARE = "users affected"
    TIMELINE = "timeline"
    DETECTED = "detection"
    HOW_DETECTED = "detection method"
    ACTIONS = "actions taken"
    MISLEADING = "misleading paths"
    ESCALATED = "escalation"
    CAUSE_AND_FIX = "root cause and resolution"
    CAUSE = "root cause"
    FIX = "resolution"
    MEASURES = "corrective and preventative measures"
    IMPROVEMENTS = "improvements"
    TASKS = "tasks"
    OTHER = "another section"
    UNNAMED = "a section of another name"


_T = Topic
# The section that each part belongs to; a section belongs to itself.
HOME = {
    _T.DURATION: _T.SUMMARY,
    _T.START: _T.SUMMARY,
    _T.END: _T.SUMMARY,
    _T.IMPACT: _T.SUMMARY,
    _T.SERVICE: _T.SUMMARY,
    _T.EXPERIENCE: _T.SUMMARY,
    _T.SHARE: _T.SUMMARY,
    _T.DETECTED: _T.TIMELINE,
    _T.HOW_DETECTED: _T.TIMELINE,
    _T.ACTIONS: _T.TIMELINE,
    _T.MISLEADING: _T.TIMELINE,
    _T.ESCALATED: _T.TIMELINE,
    _T.CAUSE: _T.CAUSE_AND_FIX,
    _T.FIX: _T.CAUSE_AND_FIX,
    _T.IMPROVEMENTS: _T.MEASURES,
    _T.TASKS: _T.MEASURES,
}
SECTIONS = frozenset(Topic) - HOME.keys()

# Words that a heading may carry without saying more: "Brief Incident Overview".
_FILLER_LIST = """
    the our a an of for this that on to in is was were be been what which issue
    issues incident incidents outage problem problems brief quick short detailed
    details detail explanation explained description section taken must contain
    please my full main explain causing technical system service's it there by
    format you i we
"""
_FILLER = frozenset(_FILLER_LIST.split())
_IMPROVE = "improvements?|improved|improvement|enhancements?"
_MEND = (
    "resolution|resolutions|resolved|fix|fixed|fixes|recovery|remediation|solution|repair"
    "|remedy|remedies|cure|restoration|correction"
)
# "Rootcause", "root couse".
_CAUSE = r"\b(?:root)?c(?:au|ou|o)ses?\b"
_TABLE = (
    (
        _T.SUMMARY,
        r"(?:executive )?(?:summ?[ae]ry|overview|synopsis|abstract|tl dr|tldr|recap)",
    ),
    (_T.SUMMARY, r"(?:key )?facts"),
    (_T.SUMMARY, r"(?:happened|statement|at glance|nutshell|post ?mortem summary)"),
    (_T.SUMMARY, r"summary (?:executives?|event|postmortem|report)|report summary"),
    (_T.MEASURES, r"remediation (?:and )?(?:follow ?ups?|prevention|plan|items)\b.*"),
    (_T.INTRODUCTION, r"introduction|background|background context|context|preface"),
    (
        _T.DURATION,
        r"(?:total |incident )?(?:duration|downtime|time ?frame|(?:time )?window|timing)",
    ),
    (_T.DURATION, r"duration (?:and|start|with|disruption|downtime|impact)\b.*"),
    (_T.DURATION, r"(?:date|when|time|date and time|dates?|period|time period|how long)"),
    (_T.START, r"(?:start|started|began|begin|beginning)(?: date| time| date and time)*"),
    (_T.START, r"(?:date|time)(?: and time)? (?:start|began|started)|when start(?:ed)?"),
    (_T.END, r"(?:end|ended|ending|finish|resolved at)(?: date| time| date and time)*"),
    (_T.END, r"(?:date|time)(?: and time)? (?:end|ended)|end-?time"),
    (
        _T.SHARE,
        (
            r"(?:(?!service|system|component|area|region|server|app|product|feature)"
            r"\w+s|people|staff|percent\w*|share)(?: of)?(?: users?)? (?:affected"
            r"|impacted)"
        ),
    ),
    (
        _T.SHARE,
        (
            r"(?:affected|impacted) (?:users?|customers?|percentage)"
            r"|how many % users affected"
        ),
    ),
    (
        _T.SHARE,
        (
            r"(?:% )?users? (?:affected|impacted)(?: %)?"
            r"|percentage(?: users?)?(?: affected)?"
        ),
    ),
    (
        _T.SERVICE,
        (
            r"(?:affected |impacted )?(?:services?|systems?|components?)(?: down"
            r"| slow)*"
        ),
    ),
    (
        _T.SERVICE,
        (
            r"(?:services?|systems?|components?) (?:affected|impacted"
            r"|down(?: slow)?)"
        ),
    ),
    (_T.SERVICE, r"(?:affected|impacted) (?:services?|systems?|components?|areas?)"),
    (_T.EXPERIENCE, r"(?:users?|customers?) experienc\w*|users? (?:symptoms?|perspective)"),
    (_T.EXPERIENCE, r"symptoms?|experienced users?|(?:user )?experience"),
    (_T.EXPERIENCE, r"(?:users?|customers?|people) (?:saw|see|felt|faced|met|got|noticed)"),
    (_T.SHARE, r"how (?:many|much)(?: users?| customers?| people)?|extent|reach"),
    (_T.IMPACT, r"(?:\w+ ){0,2}(?:impact|effects?|affected|scope)"),
    (
        _T.IMPACT,
        (
            r"impact(?: (?:and|users?|customers?|service|business|scope"
            r"|analysis))*.{0,40}"
        ),
    ),
    (_T.CAUSE_AND_FIX, rf".*{_CAUSE}.*\b(?:{_MEND})\b.*"),
    (_T.CAUSE_AND_FIX, rf".*\b(?:{_MEND})\b.*{_CAUSE}.*"),
    (
        _T.CAUSE,
        (
            r"(?:(?:root|underlying|primary|probable|likely"
            r"|true) )*causes?(?: (?:analysis|"
            r"summary|identified|discovery|identification|s|found|event))?|summation"
        ),
    ),
    (_T.CAUSE, r"why|(?:main )?reasons?|origin|trigger(?:ed)?|causes? short|analysis"),
    (_T.CAUSE, r"(?:rca|root analysis|culprit|contributing factors?|failure analysis)"),
    (
        _T.CAUSE,
        (
            r"how (?:happened|occurred)|why (?:happened|occurred|did happen)"
            r"|went wrong"
        ),
    ),
    (_T.TIMELINE, r"(?:\w+ )?time ?lines?(?: (?:events?|log|activities|and .{0,30}))?"),
    (
        _T.TIMELINE,
        (
            r"(?:chronolog\w*|(?:sequence|chain|course)(?: events?)?|events? (?:log"
            r"|timeline))"
            r"(?: events?)?"
            r"|log events?"
        ),
    ),
    (
        _T.TIMELINE,
        (
            r"debug\w*(?: (?:process|steps|journey))|(?:response"
            r"|investigation) timeline"
        ),
    ),
    (_T.ACTIONS, r"did|tried"),
    (_T.HOW_DETECTED, r"who (?:detected|noticed|found|reported)(?: first)?"),
    (
        _T.HOW_DETECTED,
        (
            r"(?:how|method|means|source)(?: \w+)?(?: detect\w+| discovered"
            r"| noticed)"
        ),
    ),
    (
        _T.HOW_DETECTED,
        (
            r"(?:detection|detected) (?:method|mechanism|source|channel|means"
            r"|how|via)"
        ),
    ),
    (
        _T.DETECTED,
        (
            r"(?:when |time |first )?(?:detection|detected|discovery"
            r"|discovered)(?: time)?"
        ),
    ),
    (_T.DETECTED, r"(?:time|initial|date)? ?(?:detection|identification)(?: and \w+)?"),
    (
        _T.DETECTED,
        (
            r"detect\w+ (?:and|time|date)\b.{0,30}|alerts?|first (?:alert|signs?"
            r"|report)"
        ),
    ),
    (
        _T.MISLEADING,
        (
            r".*\b(?:mislead\w*|red herrings?|false leads?|dead ends?|wrong turns?|"
            r"false starts?|wild goose chase)\b.*"
        ),
    ),
    (
        _T.ACTIONS,
        (
            r"(?:initial |immediate )?(?:actions?|investigations?|response"
            r"|diagnosis)"
        ),
    ),
    (
        _T.ACTIONS,
        (
            r"(?:actions?|investigat\w+|troubleshooting|diagnos\w+|debugging)"
            r"(?: (?:and|steps?|process|assumptions?|actions?|parts|attempts|path)\b.*)?"
        ),
    ),
    (_T.ESCALATED, r".*\bescalat\w+\b.*"),
    (_T.MEASURES, r".*\b(?:corrective|correction|prevent\w*|prevention)\b.*"),
    (
        _T.MEASURES,
        (
            r"(?:lessons?(?: learn\w+)?.{0,20}|(?:take|took)(?: away| home)?(?: from)?"
            r"|learn(?:ed|t)(?: from)?|takeaways?|key takeaways?|measures"
            r"|future (?:work|plans?|steps|measures|actions)|(?:moving|going|way) forward"
            r"|recommendations?|"
            r"follow ?ups?(?: actions?)?|mitigations?|action plan|remediation plan)"
        ),
    ),
    (_T.MEASURES, r"(?:outlook|looking ahead|consequences|commitments?|what next|next)"),
    (_T.MEASURES, r"(?:next moves|prevention plan|we (?:will )?(?:change|do)(?: next)?)"),
    (_T.MEASURES, r"(?:are )?doing(?: about| next| now)?"),
    (
        _T.TASKS,
        (
            r"(?:(?:specific|action|follow ?up|todo|list|immediate|remediation|future"
            r"|and) )*"
            r"(?:tasks?|to ?dos?|action items?|actions items?|next steps?|checklist)"
            r"(?: (?!failed|queue|runner|scheduler).{1,60})?|do(?: list)?|tasklist"
        ),
    ),
    (
        _T.IMPROVEMENTS,
        (
            rf"(?:(?:areas?|suggested|proposed|possible|things|can|could|needed"
            rf"|broad|"
            rf"general|future|and) )*(?:{_IMPROVE})(?: (?:fixes|fixed|fix|needed|areas?|and"
            rf"|broadly|"
            r"speaking|areas|plan|opportunities)\b.*)?"
        ),
    ),
    (
        _T.IMPROVEMENTS,
        (
            r"things can improved.{0,30}|went well|could (?:go"
            r"|have gone) better"
        ),
    ),
    (
        _T.FIX,
        (
            rf"(?:(?:immediate|final|permanent|temporary|how|and) )*(?:{_MEND}|mitigation)"
            r"(?: (?:and|details?|steps?|time|summary|plan|applied|implemented|how)\b.*)?"
        ),
    ),
    (_T.FIX, r"(?:was )?done|how (?:was )?(?:fixed|resolved|solved)"),
    (
        _T.OTHER,
        (
            r"conclusions?|closing(?: \w+)*|references?|authors?|appendix|resources?|"
            r"acknowledge?ments?|disclaimer|final (?:thoughts?|words?|notes?)|concepts?"
            r"|license"
        ),
    ),
)
_ROWS = tuple((topic, re.compile(pattern)) for topic, pattern in _TABLE)
_NUMBERING = pattern(
    r"^(?:(?:section|part|step|task) )?(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)](?:\d+[.)]?)* ?"
)
_ASIDE = pattern(r"\([^()]{0,200}\)")
_WORD = pattern(r"[a-z0-9'%]+")
_LONGEST_WORDS = 14


@lru_cache(maxsize=4096)
def topic_of(label: str) -> Topic | None:
    """Return what a label announces, None where it is none of the format's."""
    if len(label) > 160:
        return None
    text = _NUMBERING.sub("", _ASIDE.sub(" ", label).lower().strip(" -*_#:>."))
    all_words = _WORD.findall(text.replace("&", " and ").replace("-", " "))
    words = [word for word in all_words if word not in _FILLER]
    if not words or len(all_words) > _LONGEST_WORDS:
        return None
    stripped = " ".join(words)
    return next((topic for topic, row in _ROWS if row.fullmatch(stripped)), None)
