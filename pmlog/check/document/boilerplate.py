"""What stands in a document without being content: the assignment, placeholders.

The assignment's sentences are kept here, cut to their first words, so that a document
that starts with the assignment, or answers between its lines, is read for its answers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pmlog.text.patterns import pattern

_ASSIGNMENT = """
0x19 postmortem
devops
sysadmin
by sylvain kalache *
weight *
project over took place *
ongoing second chance project *
project will start *
manual qa review was done *
manual qa review must be done *
manual qa review
manual qa review *
in a nutshell
altogether *
mandatory 1 *
optional 1 *
calculation *
concepts
for this project we expect you to look at
on call
background context
any software system will eventually fail
a postmortem is a tool widely used in the tech industry
to provide the rest of the company's employees easy access
and to ensure that the root cause s of the outage has been discovered
resources
read or watch
incident report also referred to as a postmortem
how to run a postmortem
the importance of an incident postmortem process
what is an incident postmortem
more info
it is your responsibility to request a review for your postmortem
tasks 0
0 my first postmortem
my first postmortem
mandatory
score *
using one of the web stack debugging project issue or an outage
requirements
issue summary that is often what executives will read *
duration of the outage with start and end times including timezone
what was the impact
what was the root cause
timeline format bullet point format time keep it short
when was the issue detected
how was the issue detected
actions taken what parts of the system were investigated what were
misleading investigation debugging paths that were taken
which team individuals was the incident escalated to
how the incident was resolved
root cause and resolution must contain
explain in detail what was causing the issue
explain in detail how the issue was fixed
corrective and preventative measures must contain
what are the things that can be improved fixed
a list of tasks to address the issue
be brief and straight to the point between 400 to 600 words
while postmortem format can vary stick to this one
please remember that these blogs must be written in english
add urls here
repo
github repository *
directory 0x19 postmortem
file readme md
1 make people want to read your postmortem
make people want to read your postmortem
advanced
we are constantly stormed by a quantity of information
make your post mortem attractive by adding humour
copyright *
all rights reserved
"""
_SENTENCES = tuple(line for line in _ASSIGNMENT.split("\n") if line)
# A short line must be the whole line: "Resources" is no start of a sentence. A star
# stands for what may follow.
_WHOLE = frozenset(line for line in _SENTENCES if line.count(" ") < 3)
_STARTS = tuple(
    line.rstrip(" *") for line in _SENTENCES if line.count(" ") >= 3 or "*" in line
)
_NOT_A_WORD = pattern(r"[^a-z0-9']+")

_PLACEHOLDER = pattern(
    r"\b(?:tbd|tba|tbc|to be (?:filled|determined|added|completed|written|announced"
    r"|decided)|(?:will|shall|to) (?:fill|be filled|complete|write)(?: this| it)?(?: in)?"
    r"(?: here| later| soon)"
    r"|(?:will|shall|to) (?:add|update|finish|follow)(?: this| it| more)? (?:later|soon)"
    r"|fill (?:this |me )?in|coming soon|work in progress"
    r"|lorem ipsum|placeholder|insert [\w ]{1,60} here|your (?:text|answer|content) here"
    r"|add (?:your )?(?:text|details|content|description) here)\b"
    r"|\b(?:hh:mm|xx:xx|yyyy-mm-dd|mm/dd|dd/mm|x{2,}%|xx+ ?%)",
    re.IGNORECASE,
)
_NOTHING = pattern(
    r"(?:n/?a|none|nil|todo|tbd|unknown|pending"
    r"|not (?:yet )?(?:known|available|applicable)(?: yet)?"
    r"|\?+|\.{2,}|-+|_+|x+|start|end|text|description)[.!]?",
    re.IGNORECASE,
)
_BRACKETED = pattern(r"\[[^][]{1,300}\]|<[^<>]{1,200}>|\{[^{}]{1,200}\}|_{3,}")
_AN_ENTRY = 160
# "Escalated to [Team]"; behind a time, "[Detected]" is a label.
_LEFT_OPEN = pattern(
    r"(?:(?<![ap]m)(?<=[a-z,:]) |^)\[(?!ERROR|WARN|INFO)[A-Z][A-Za-z' /-]{2,60}\]"
    r"(?=[\s.,;]|$)"
)
_INSTRUCTION = pattern(
    r"(?:please )?(?:(?:briefly |clearly )?(?:describe|explain|summari[sz]e|specify|state"
    r"|provide"
    r"|outline|include|mention|detail|list|fill|insert|write|give|note)\s+(?:(?:here"
    r"|in(?: full)? detail|in|with) )?"
    r"(?:(?:the|a|an|all|any|how|what|which|when|who|whether|your|brief|detailed|each|every"
    r"|start|if|key|exact|duration|impact)\b)"
    r"|a (?:brief|short|detailed|concise|chronological|high-level"
    r"|clear) (?:and \w+ )?(?:overview"
    r"|summary|description|account|explanation|list|statement|outline|record|look)\b"
    r"|to be (?:done|completed|discussed) (?:pre|before|in|at|during|by)\b"
    r"|this (?:section|part) (?:should|will|must|outlines|describes|contains|includes"
    r"|explains|might)"
    r"|(?:recommendations|insights|steps|any insights|specific tasks|list|tasks) (?:for"
    r"|gained"
    r"|to be|of (?:specific )?(?:actions|tasks|improvements)|taken to (?:resolve|fix))"
    r"[\w ,'-]{0,120}(?:future|incidents?|response|recurrence)\b)",
    re.IGNORECASE,
)
_QUESTION = pattern(
    r"(?:how|what|when|which|who|why|where|were|was|did|is"
    r"|are)\b[^.!]{0,200}\?(?:\s*\([^)]*\))?",
    re.IGNORECASE,
)


# "What was the impact? 30% of the users" answers the assignment's question.
_AN_ANSWER = 3


@lru_cache(maxsize=8192)
def is_assignment(text: str) -> bool:
    """Tell whether a visible line is the assignment's own."""
    if not 2 < len(text) < 1200:
        return False
    if len(text.rpartition("?")[2].split()) >= _AN_ANSWER and "?" in text:
        return False
    words = _NOT_A_WORD.sub(" ", text[:200].lower()).strip()
    return words in _WHOLE or words.startswith(_STARTS)


# Below "Escalation" or "Misleading paths" this says that there was none.
_NONE = pattern(
    r"(?:there (?:was|were) )?(?:none|nil|n/?a|nobody|no[ -]one|nothing|no"
    r"|not (?:applicable|needed|necessary|required))"
    r"(?: (?:was|were) (?:needed|necessary|required|taken|called in|involved))?[.!]?",
    re.IGNORECASE,
)


def is_none(text: str) -> bool:
    """Tell whether a text is the answer that there was none."""
    return len(text) < _SHORT and bool(_NONE.fullmatch(text.strip()))


_SHORT = 60


def is_placeholder(text: str) -> bool:
    """Tell whether visible text only holds the place of content still to be written."""
    if len(text) > 600:
        return False
    if not any(map(str.isalnum, text)) or _NOTHING.fullmatch(text):
        return True
    if "TODO(" in text or _QUESTION.fullmatch(text):
        return True
    if len(text) < _AN_ENTRY and _LEFT_OPEN.search(text):
        return True
    # In a long sentence the same words are about work, "an alert is to be added".
    return (len(text) < 80 and bool(_PLACEHOLDER.search(text))) or _is_form(text)


def _is_form(text: str) -> bool:
    """Tell whether little stands around the brackets that a template leaves open."""
    rest = _BRACKETED.sub("", text)
    return rest != text and sum(map(str.isalnum, rest)) < 0.4 * sum(map(str.isalnum, text))


def is_instruction(text: str) -> bool:
    """Tell whether a template's sentence says what to write; not asked of tasks."""
    return len(text) < 400 and bool(_INSTRUCTION.match(text))
