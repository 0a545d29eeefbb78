"""What stands in a document without being content: the assignment.

The assignment's sentences are kept here, cut to their first words, so that a document
that starts with the assignment, or answers between its lines, is read for its answers.
"""

from __future__ import annotations

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
