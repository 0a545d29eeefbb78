"""The words of noticing: what watches, who sees it, who tells of it."""

from __future__ import annotations

from pmlog.check.words.concepts import Concept, near
from pmlog.check.words.impact import USERS
from pmlog.text.patterns import pattern

# What watches by itself.
WATCH = Concept("watch")
_NO_WATCH = Concept("no_watch")
# Who may notice, and how that is said.
SEEN = Concept("seen")
# "Was noticed" and "issue detected" say nothing of who did.
_NO_OBSERVER_LIST = """
    was were been is are be got first also when issue issues outage problem incident error
    errors failure anomaly
"""
_NO_OBSERVER = frozenset(_NO_OBSERVER_LIST.split())
_A_FEW = 2
_SAW_ERRORS = pattern(
    r"\b(?:engineers?|developers?|devs?|admins?|sysadmins?|operators?|team|colleagues?|i|we"
    r"|testers?|qa|students?|interns?|technicians?|somebody|someone"
    r"|lead)\b[^.!?;]{0,40}? (?:saw|sees|see)"
    r" (?:\w+ ){0,3}?(?:errors?|fail\w*|alerts?|[45]\d\d\w*|timeouts?|blank|down"
    r"|spike\w*)\b|\b(?:i|we|our \w+|[a-z]+er) (?:\w+ ){0,5}?could not(?=$|[.,]"
    r"| (?:open|log"
    r"|access|load|reach|connect|see|use)\b)|\bsees the (?:error|page|message)\b"
    r"|\bwarn(?:s|ed) (?:us|the|me|every)"
)
_DISCOVERED = Concept("discovered")
_BY_MEANS = pattern(
    r"[^.!?;]{0,50}?\b(?:by|via|through|thanks to|when|while|during|using|from|after"
    r"|because|upon|as soon as|with)\b(?! (?:the )?(?:same|\d|noon|midnight))"
)
_MET_IT = pattern(
    r"\b(?:ran into|came across|encounter(?:s|ed)|first (?:saw|to see)|tipped off)\b"
)
_TOLD_US = Concept("told_us")
_BY_THEM = pattern(r"\b(?:from|by|of)\b")
# "A nurse called us": who calls from outside tells of it; who is on call calls for help.
_TOLD_BY = pattern(
    r"(?:^|[-.:;,)*|\u2013\u2014] ?)(?:an? |the |one |two |three |some |several |our "
    r"|many )?"
    r"(?P<who>[\w' -]{2,40}?) (?:(?:called|rang|phoned|told|wrote (?:to|in|that|on|us)"
    r"|e?mailed|texted|messaged|tweeted|reported|complained|alerted|pinged|asked why)\b"
    # "Chat messages fail": only before these is it a verb.
    r"|(?:calls?|rings?|phones?|tells?|writes?|e?mails?|texts?|messages?|tweets?|reports?"
    r"|complains?|alerts?|pings?|asks?)(?=[:,\"]| (?:us|me|in|the|our|that|to|about|an?|it"
    r"|him|her|support|why|again|whether)\b))"
)
_OURS = Concept("ours")
_GOT_WORD = Concept("got_word")
# That it became known, whoever noticed.
NEWS = Concept("news")
# What users saw in a summary is no news of it; an entry's "sees errors" is.
KNOWN = Concept("known")


# "The reported login failures"; "users encountered an error".
REPORTED = Concept("reported")


def says_how_noticed(low: str) -> bool:
    """Tell whether a sentence says who or what noticed."""
    if WATCH.search(low) and not _NO_WATCH.search(low):
        return True
    if any(p.search(low) for p in (_SAW_ERRORS, _MET_IT, _GOT_WORD)):
        return True
    if any(_BY_MEANS.match(low, found.last) for found in _DISCOVERED.finditer(low)):
        return True
    return _is_seen_by_somebody(low) or says_who_told(low)


def _is_seen_by_somebody(low: str) -> bool:
    for match in SEEN.finditer(low):
        before = _LAST_WORD.search(low[: match.start()])
        if before is None:
            # "Noticed errors in the log": the writer did.
            return low.count(" ", match.end()) >= _A_FEW
        if before[1] not in _NO_OBSERVER:
            return True
    return False


# The clock before "noticed" is no observer.
_LAST_WORD = pattern(r"(?!(?:[ap]m|utc|gmt|hrs|h)\b)(?<!\w)([a-z][\w'-]*)\W*$")


def says_users_told(low: str) -> bool:
    """Tell whether users brought the news."""
    if near(low, USERS, _TOLD_US, 60):
        return True
    return any(
        told.last <= user.first <= told.last + _REACH
        and _BY_THEM.search(low, told.last, user.first)
        and "." not in low[told.last : user.first]
        for user in USERS.finditer(low)
        for told in _TOLD_US.finditer(low)
    )


_REACH = 62


def says_who_told(low: str) -> bool:
    """Tell whether users, or others from outside, brought the news."""
    if says_users_told(low):
        return True
    match = _TOLD_BY.search(low)
    return match is not None and not _OURS.search(match["who"])


DETECTED_BY = pattern(r"\b(?:detected|noticed|spotted|discovered|flagged) by\b")
VAGUE_TIME = Concept("vague_time")
