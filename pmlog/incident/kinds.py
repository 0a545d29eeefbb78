"""The kinds of events there are."""

from __future__ import annotations

# The kinds of the timeline, in the order in which an outage usually meets them.
BEGAN = "began"
DETECTED = "detected"
ACKNOWLEDGED = "acknowledged"
INVESTIGATED = "investigated"
MISLEADING = "misleading"
ESCALATED = "escalated"
COMMUNICATED = "communicated"
MITIGATED = "mitigated"
RESOLVED = "resolved"
NOTE = "note"
TIMELINE_KINDS = (
    BEGAN,
    DETECTED,
    ACKNOWLEDGED,
    INVESTIGATED,
    MISLEADING,
    ESCALATED,
    COMMUNICATED,
    MITIGATED,
    RESOLVED,
    NOTE,
)

PURPOSES = {
    BEGAN: "the impact starts: users notice, or would",
    DETECTED: "somebody or something noticed",
    ACKNOWLEDGED: "a responder took it",
    INVESTIGATED: "what was looked at, and what was assumed",
    MISLEADING: "a path that proved wrong",
    ESCALATED: "handed on to a team or a person",
    COMMUNICATED: "users, customers or managers were told",
    MITIGATED: "users are better off, the cause is still there",
    RESOLVED: "it is over",
    NOTE: "anything else",
}

# Fields of the write-up: the last one said wins. Each is a kind of event.
TITLE = "title"
SEVERITY = "severity"
SERVICES = "services"
IMPACT = "impact"
USERS_AFFECTED = "users_affected"
ROOT_CAUSE = "root_cause"
CAUSE_DETAIL = "cause_detail"
FIX_DETAIL = "fix_detail"
TRIGGER = "trigger"
WENT_WELL = "went_well"
WENT_WRONG = "went_wrong"
GOT_LUCKY = "got_lucky"
TIMEZONE = "timezone"
KEY = "key"  # a name that several logs give one incident: INC-42
COMMANDER = "commander"
COMMUNICATIONS_LEAD = "communications_lead"
OPERATIONS_LEAD = "operations_lead"
SCRIBE = "scribe"
ROLES = (COMMANDER, COMMUNICATIONS_LEAD, OPERATIONS_LEAD, SCRIBE)
ROLE_NAMES = {
    COMMANDER: "Incident commander",
    COMMUNICATIONS_LEAD: "Communications lead",
    OPERATIONS_LEAD: "Operations lead",
    SCRIBE: "Scribe",
}
FIELD_KINDS = (
    TITLE,
    SEVERITY,
    SERVICES,
    IMPACT,
    USERS_AFFECTED,
    ROOT_CAUSE,
    CAUSE_DETAIL,
    FIX_DETAIL,
    TRIGGER,
    WENT_WELL,
    WENT_WRONG,
    GOT_LUCKY,
    TIMEZONE,
    KEY,
    *ROLES,
)

# Entries of the write-up: each one stands.
IMPROVEMENT = "improvement"
TASK = "task"

# "There was none": of the kind that its data names. It counts while no such event stands.
NONE = "none"

# What a command printed or a file held; events refer to it by its hash.
EVIDENCE = "evidence"

OPENED = "opened"
CLOSED = "closed"
USED = "used"  # this origin's responder turned to the incident

AMEND = "amend"
RETRACT = "retract"
JOIN = "join"  # two incidents are one
REDACTED = "redacted"  # the events that its data names hold no text any more

KINDS = (
    *TIMELINE_KINDS,
    *FIELD_KINDS,
    IMPROVEMENT,
    TASK,
    NONE,
    EVIDENCE,
    OPENED,
    CLOSED,
    USED,
    AMEND,
    RETRACT,
    JOIN,
    REDACTED,
)

# Short for a kind before a colon; "mit: licence missing" is a text.
SHORT_KINDS = {"ack": ACKNOWLEDGED, "esc": ESCALATED, "res": RESOLVED}


def beginning(typed: str) -> list[str]:
    """Return the kinds of the timeline that a person may mean: a kind's start will do."""
    wanted = typed.strip().lower()
    return [kind for kind in TIMELINE_KINDS if wanted and kind.startswith(wanted)]


def before_colon(text: str) -> tuple[str | None, str]:
    """Return the kind that a text begins with, and the rest; None and all of it else."""
    head, colon, rest = text.partition(":")
    name = head.strip().lower()
    kind = SHORT_KINDS.get(name, name)
    if colon and kind in TIMELINE_KINDS:
        return kind, rest.strip()
    return None, text
