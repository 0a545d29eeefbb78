"""The evidence of each clause: rows, strongest first; the first that finds enough counts.

A new row is a line here, a new wording a phrase of the lexicon; judge.py says how a
row is read. What is vague, or stands in another place, is partly there.
"""

from __future__ import annotations

from pmlog.check.clauses.case import PARTLY, PRESENT
from pmlog.check.clauses.judge import Row

_A_LIST = 3
_IN_DETAIL = 15
_A_SENTENCE = 4
_RETOLD = 25
_IMPACT = "[impact|experience|share]"
_OUTSIDE = "it is told outside the timeline"
_NOT_IN_SUMMARY = "it is not in the summary"
_IN_SUMMARY = "it is told in the summary only"
_IN_TIMELINE = "it is told in the timeline only"
_SHORT = "it is short; a reader wants the mechanism"
_NO_TIMES = "dates are given, and no times"
_NO_ENDS = "start and end are not given"
_UNSEEN = "it is not said what users saw of it"
_NO_PERCENTAGE = "no percentage is given"
_NO_SEARCH = "it is said what was done, not what was looked at"
_NOBODY = "nobody is named"
_PERHAPS_TOLD = "somebody was told, which may be no escalation"
_NO_OBSERVER = "it begins with a fault, and nobody is said to notice it"
_BY_NOTHING = "it is not said by what"
_NO_LIST = "they are not a list of tasks"
_NOTHING_BROADER = "there are tasks, and nothing broader"

ROWS: dict[str, tuple[Row, ...]] = {
    # Start and end with a zone; a length alone, or one time alone, is vague.
    "summary.duration_start_end_timezone": (
        Row(PRESENT, "window", "zone_stated"),
        Row(PARTLY, "window", why="no timezone is given"),
        Row(PARTLY, "length", why=_NO_ENDS),
        Row(
            PARTLY,
            "lead [duration|start|end]",
            "clock",
            why="the start, the end or both are not given",
        ),
        Row(PARTLY, "[duration|start|end]", "dated", why=_NO_TIMES),
        Row(PARTLY, "lead titles", "long_time fault|symptom|thing_down", why=_NO_ENDS),
        Row(
            PARTLY,
            "entries",
            sentences=2,
            why="it is not stated; the times stand in the timeline only",
        ),
    ),
    # What failed, by name: "the login service", "the API"; "our system" is vague.
    "summary.impact_service": (
        Row(PRESENT, "[service]"),
        Row(PRESENT, f"{_IMPACT} lead", "named_service fault|symptom"),
        Row(PRESENT, f"{_IMPACT} lead", "thing_down"),
        Row(PRESENT, _IMPACT, "named_service"),
        Row(PARTLY, f"{_IMPACT} lead", "unnamed_service", why="no service is named"),
        Row(
            PARTLY,
            f"{_IMPACT} lead",
            "named_before_cause",
            why="it is not said that it was down or slow",
        ),
        Row(
            PARTLY,
            "titles",
            "outage_in_title",
            why="the title names it, and the summary does not",
        ),
        Row(PARTLY, "what_happened", "named_service fault|symptom", why=_NOT_IN_SUMMARY),
    ),
    # An error, a page, a wait, "could not ..."; that it was slow is vague.
    "summary.impact_user_experience": (
        Row(PRESENT, "[experience]"),
        Row(PRESENT, "[impact|share] lead", "users_met|people_saw", "[cause|fix]"),
        Row(PRESENT, "[impact|share] lead", "symptom_before_cause", "[cause|fix]"),
        Row(PARTLY, "[impact|share] lead", "people_hit", "[cause|fix]", why=_UNSEEN),
        Row(PARTLY, "what_happened", "users_met|people_saw", why=_NOT_IN_SUMMARY),
        Row(PARTLY, "lead", "fault|symptom", why=_UNSEEN),
    ),
    # "30%", "half of", "all users"; a count or a share of requests is vague.
    "summary.impact_percent_users": (
        Row(PRESENT, "[share|impact|experience] lead", "share_of users"),
        Row(PRESENT, "[share|impact|experience] lead", "share_of [share]"),
        Row(PRESENT, "[share|impact|experience] lead", "everybody"),
        Row(
            PARTLY,
            "[share|impact|experience] lead",
            "share_of",
            "of_machine",
            why="the share is not one of users",
        ),
        Row(PARTLY, "[share|impact]", "many", why=_NO_PERCENTAGE),
        Row(PARTLY, "[share|impact|experience] lead", "many_users", why=_NO_PERCENTAGE),
        Row(PARTLY, "[share]", why=_NO_PERCENTAGE),
        Row(
            PARTLY,
            "[share|impact|experience] lead",
            "every_request",
            why="no share of users is given",
        ),
        Row(PARTLY, "what_happened", "share_of users", why=_NOT_IN_SUMMARY),
    ),
    # Told later only, an executive misses it.
    "summary.root_cause": (
        Row(PRESENT, "labelled_cause", without="unknown_cause", each=2),
        Row(PRESENT, "lead", "cause_told", "unknown_cause"),
        Row(PARTLY, "labelled_cause", why="it is vague"),
        Row(PARTLY, "lead", "cause_told", why="it is vague"),
        Row(PARTLY, "lead", "technical_only", why="it is not said that it was the cause"),
    ),
    # Lines that begin with their time.
    "timeline.timestamped_bullets": (
        Row(PRESENT, "entries", sentences=_A_LIST),
        Row(PRESENT, "timeline", "lapse", sentences=_A_LIST),
        Row(PARTLY, "entries", sentences=2, why="there are only two entries with a time"),
        Row(
            PARTLY,
            "timeline_section",
            "clock",
            sentences=_A_LIST,
            why="the times stand inside sentences",
        ),
        Row(PARTLY, "timeline_section", "clock", why="only one time is given"),
        Row(PARTLY, "timeline_section", "dated", lines=2, why=_NO_TIMES),
        Row(PARTLY, "two_labels", why="labels stand in place of the times"),
    ),
    # A sentence that says that it was noticed, with a time or on a line that has one.
    "timeline.when_detected": (
        Row(PRESENT, "[detected|how_detected]", "timed"),
        Row(PRESENT, "outset lead elsewhere", "known|how_noticed timed"),
        Row(PARTLY, "first_entry", why="no entry says that this is when it was noticed"),
        Row(PARTLY, "[detected|how_detected]", "vague_time news", why="no time is given"),
        Row(
            PARTLY,
            "outset lead elsewhere",
            "known|how_noticed vague_time news",
            why="no time is given",
        ),
        Row(PARTLY, "outset lead elsewhere", "known|how_noticed dated", why=_NO_TIMES),
    ),
    # An alert, somebody by name or role, a complaint; "it was detected" does not say it.
    "timeline.how_detected": (
        Row(PRESENT, "[how_detected]"),
        Row(PRESENT, "[detected]", "how_noticed"),
        Row(PRESENT, "outset", "how_noticed"),
        Row(PRESENT, "behind_outset", "told_by_others"),
        Row(PRESENT, "behind_outset", "detected_by how_noticed"),
        Row(PARTLY, "lead", "news how_noticed", why=_IN_SUMMARY),
        Row(PARTLY, "[detected]", each=9, why="it is vague"),
        Row(
            PARTLY,
            "timeline elsewhere",
            "reported",
            why="it is not said who reported it to whom",
        ),
        Row(PARTLY, "elsewhere", "by_alert", "no_watch", why=_OUTSIDE),
        Row(PARTLY, "opening", "users_met|people_saw", why=_NO_OBSERVER),
    ),
    # What was looked into, tried or assumed; what was in vain was tried.
    "timeline.actions_taken": (
        Row(PRESENT, "[actions]"),
        Row(PRESENT, "timeline", "looked"),
        Row(PRESENT, "timeline", "wrong mended"),
        Row(PARTLY, "[misleading]", why="it is told as misleading only"),
        Row(PARTLY, "elsewhere lead", "looked_into", why=_OUTSIDE),
        Row(PARTLY, "timeline", "entry step", lines=2, why=_NO_SEARCH),
        Row(PARTLY, "ending", "mends", why=_NO_SEARCH),
    ),
    # What was thought or tried and proved wrong, or that nothing was.
    "timeline.misleading_paths": (
        Row(PRESENT, "[misleading]"),
        Row(PRESENT, "timeline", "wrong", "all_well"),
        Row(PRESENT, "elsewhere lead", "named_wrong looked"),
        Row(PRESENT, "replaced_guess"),
        Row(
            PARTLY,
            "timeline",
            "doubted",
            "all_well",
            why="it is not said that it proved wrong",
        ),
        Row(
            PARTLY, "timeline", "suspected", why="it is not said whether that proved wrong"
        ),
        Row(PARTLY, "elsewhere", "doubted", why=_OUTSIDE),
    ),
    # "Escalated" alone, "the senior people" and "informed" are vague.
    "timeline.escalated_to": (
        Row(
            PRESENT,
            "timeline[escalated] elsewhere[escalated] lead[escalated]",
            "team|to_a_name",
            "to_nobody",
        ),
        Row(
            PRESENT,
            "timeline elsewhere lead",
            "escalated escalated_to|team_behind",
            "to_nobody",
        ),
        Row(PRESENT, "timeline[escalated] elsewhere[escalated] lead[escalated]", "none"),
        Row(PRESENT, "timeline elsewhere lead", "not_escalated"),
        Row(
            PARTLY, "timeline[escalated] elsewhere[escalated] lead[escalated]", why=_NOBODY
        ),
        Row(PRESENT, "timeline", "calls_for_help", "by_alert|brings_news"),
        Row(PARTLY, "timeline elsewhere lead", "escalated", why=_NOBODY),
        Row(
            PARTLY,
            "later_timeline",
            "notified team",
            "by_alert|told_by_others",
            why=_PERHAPS_TOLD,
        ),
        Row(
            PARTLY,
            "what_happened",
            "team_asked",
            "[impact] told_by_users",
            why=_PERHAPS_TOLD,
        ),
        Row(
            PARTLY,
            "timeline elsewhere",
            "team asked|called",
            "by_alert|told_by_others",
            why=_PERHAPS_TOLD,
        ),
    ),
    # What was done that ended it, late in the timeline and not refuted there.
    "timeline.how_resolved": (
        Row(PRESENT, "ending", "mends"),
        Row(PRESENT, "timeline", "resolved_by"),
        Row(PRESENT, "last_of_ending", "and_all_well"),
        Row(PARTLY, "ending", "resolved", why=_BY_NOTHING),
        Row(PARTLY, "timeline[fix]", why=_BY_NOTHING),
        Row(PRESENT, "beside_no_list[fix]", "clock"),
        Row(PARTLY, "beside_no_list[fix]", why=_OUTSIDE),
        Row(PARTLY, "elsewhere_beside_no_list", "mend_named", why=_OUTSIDE),
        Row(PARTLY, "last_entries", "mends", why="it is not said that this ended it"),
        Row(PARTLY, "told_fix", why=_OUTSIDE),
    ),
    # Some fifteen words on why; a sentence that only retells the summary is vague.
    "root_cause_and_resolution.cause_in_detail": (
        Row(PRESENT, "cause", words=_IN_DETAIL),
        Row(PARTLY, "cause", words=_A_SENTENCE, why=_SHORT),
        Row(PRESENT, "other_sections", "cause_told", words=_IN_DETAIL),
        Row(PARTLY, "other_sections", "cause_told", words=_A_SENTENCE, why=_SHORT),
        Row(PARTLY, "lead[cause]", words=_RETOLD, why=_IN_SUMMARY),
        Row(PARTLY, "lead", "cause_told", words=_IN_DETAIL, why=_IN_SUMMARY),
    ),
    # Some fifteen words on what was done.
    "root_cause_and_resolution.fix_in_detail": (
        Row(PRESENT, "told_fix", words=_IN_DETAIL),
        Row(PARTLY, "fix", without="only_claims", words=_A_SENTENCE - 1, why=_SHORT),
        Row(PARTLY, "timeline[fix]", words=_RETOLD, why=_IN_TIMELINE),
        Row(PARTLY, "beside_section", "mend_named", words=_A_SENTENCE, why=_SHORT),
        Row(PARTLY, "without_section", "repair", words=_A_SENTENCE, why=_SHORT),
        Row(
            PARTLY, "timeline", "mends", "only_claims", words=_A_SENTENCE, why=_IN_TIMELINE
        ),
    ),
    # In prose, under a heading of its own or in a list that is no to-do.
    "measures.improvements": (
        Row(PRESENT, "measures[improvements]", without="task", words=_A_SENTENCE),
        Row(PRESENT, "measures", without="task bullet", words=_A_SENTENCE),
        Row(PRESENT, "measures", "broad", "task"),
        Row(PARTLY, "measures", without="task", why=_NOTHING_BROADER),
        Row(PARTLY, "measures", "task improved", why="it is said in tasks only"),
        Row(PARTLY, "elsewhere lead", "hope", why="it has no section of its own"),
        Row(PARTLY, "measures", "task|bullet", why=_NOTHING_BROADER),
    ),
    # Listed as tasks, or two at least that begin with what to do.
    "measures.todo_tasks": (
        Row(PRESENT, "measures", "task", each=3),
        Row(PARTLY, "measures", "task", why="they are not specific"),
        Row(PRESENT, "list_of_orders"),
        Row(PARTLY, "measures", "order bullet", why=_NO_LIST),
        Row(PARTLY, "measures", "order", sentences=2, why=_NO_LIST),
        Row(PARTLY, "measures", "tasks_in_line", why=_NO_LIST),
        Row(PARTLY, "measures", "bullet", lines=2, why="they are wishes, no tasks"),
    ),
}
