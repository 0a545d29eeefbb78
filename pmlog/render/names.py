"""The names that a template may say, and what each holds; docs/templates.md prints them.

context makes their values, and a test holds that it makes these and no others.
"""

NAMES = {
    "title": "the incident's title",
    "id": "its short id",
    "state": "open, resolved or closed",
    "severity": "the severity, empty if it was not set",
    "roles": "who had which role, a list of {role, name}",
    "duration": "length, start, end and zone of the outage",
    "so_far": "how long it has been and since when, or what else is known of that",
    "affected": "services, share of users and impact, as far as they are known",
    "services": "which services were down or slow",
    "impact": "what users experienced",
    "users_affected": "the share of the users who were affected",
    "root_cause": "the root cause in short",
    "cause_detail": "the cause in detail, one or more paragraphs",
    "fix_detail": "the fix in detail, one or more paragraphs",
    "trigger": "what set it off",
    "went_well": "what went well",
    "went_wrong": "what went wrong",
    "got_lucky": "where luck helped",
    "detection": "when and how it was detected",
    "resolution": "when and how it was resolved",
    "zone": "the zone of the timeline's times",
    "days": "the timeline: a list of {date, entries}; an entry is {id, at, time, kind, "
    "label, text, links, evidence, pinned, source}",
    "left_out": "what the timeline leaves out, as a sentence; empty where it is whole",
    "nones": "that there was no misleading path, or no escalation, where somebody said so: "
    "a list of {label, text}",
    "several_days": "whether the timeline spans more than one date",
    "latest": "the last entry of the timeline, empty if there is none",
    "told_users": "while it goes on, when users were last told and how long ago, or 'not "
    "yet'",
    "looking_into": "while it goes on, the last entry that was investigated, else empty",
    "misleading": "the misleading paths, a list of entries",
    "misleading_total": "the time they took, empty if it is not known",
    "escalations": "the teams and people it was escalated to, a list",
    "responders": "who logged it, a list",
    "timeline_gaps": "what the timeline still misses, a list of TODO(...)",
    "improvements": "what can be improved, a list",
    "tasks": "the tasks, a list of {text, details, done}",
    "next_task": "the first of them that is not done, empty if there is none",
    "metrics": "a list of {name, value, definition}",
    "diagram": "the timeline as a picture: Mermaid for Markdown, SVG for HTML, characters "
    "for plain text",
    "picture": "the overview as an image in a file beside the document, empty without",
    "page": "what only HTML can say, empty for other documents: the first screen, the "
    "timeline in groups, times that change their zone; see render/page.py",
    "play": "what makes a document playful: {icon, subtitle, timeline, cause, measures, "
    "icons, pie, awards}; see render/editions/playful.py",
    "now": "the moment of rendering",
}
