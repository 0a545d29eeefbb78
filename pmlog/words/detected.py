"""What a sentence tells of the detection: what watches, who sees it, who tells of it."""

from __future__ import annotations

import re

from pmlog.words.concepts import Concept

# What watches by itself.
_WATCH = Concept("watch")
_NO_WATCH = Concept("no_watch")
_NOTICED_BY = Concept("noticed_by")
# Who may notice, and how that is said: "was noticed" says nothing of who did.
_SEEN = Concept("seen")
_NO_OBSERVER = Concept("no_observer")
_TOLD_BY_USERS = Concept("told_by_users")
# "A nurse called us": who calls from outside tells of it; who is on call calls for help.
_TOLD_BY_SOMEBODY = Concept("told_by_somebody")
_A_FEW = 2


def says_how_noticed(low: str) -> bool:
    """Tell whether a sentence says who or what noticed."""
    if _WATCH.search(low) and not _NO_WATCH.search(low):
        return True
    return bool(_NOTICED_BY.search(low)) or _is_seen_by_somebody(low) or says_who_told(low)


def _is_seen_by_somebody(low: str) -> bool:
    for match in _SEEN.finditer(low):
        before = _LAST_WORD.search(low[: match.first])
        if before is None:
            # "Noticed errors in the log": the writer did.
            return low.count(" ", match.last) >= _A_FEW
        if not _NO_OBSERVER.fullmatch(before[1]):
            return True
    return False


# The clock before "noticed" is no observer.
_LAST_WORD = re.compile(r"(?!(?:[ap]m|utc|gmt|hrs|h)\b)(?<!\w)([a-z][\w'-]*)\W*$")


def says_who_told(low: str) -> bool:
    """Tell whether users, or others from outside, brought the news."""
    return bool(_TOLD_BY_USERS.search(low) or _TOLD_BY_SOMEBODY.search(low))
