"""What --explain says of a rule: why, such as, and the sentences that tell it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlog.check.rules.table import Rule
from pmlog.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_SENTENCES = 4
# The concepts that each clause is looked for by, strongest first.
CONCEPTS = {
    "summary.duration_start_end_timezone": ("long_time",),
    "summary.impact_service": ("service", "fault"),
    "summary.impact_user_experience": ("users", "met", "symptom"),
    "summary.impact_percent_users": ("users",),
    "summary.root_cause": ("named_cause", "because", "defect", "unknown"),
    "timeline.when_detected": ("known", "vague_time"),
    "timeline.how_detected": ("watch", "seen", "got_word", "told_us", "reported"),
    "timeline.actions_taken": ("looked", "looked_into"),
    "timeline.misleading_paths": ("named_wrong", "in_vain", "doubted"),
    "timeline.escalated_to": ("team", "called", "not_escalated", "notified"),
    "timeline.how_resolved": ("mended", "resolved"),
    "root_cause_and_resolution.cause_in_detail": ("because", "named_cause", "defect"),
    "root_cause_and_resolution.fix_in_detail": ("mend_named", "mended"),
    "measures.improvements": ("broad", "hope"),
    "measures.todo_tasks": ("improved",),
}


def explanation(rule: Rule) -> Iterator[str]:
    """Yield what --explain says of a rule."""
    yield f"{rule.id} ({rule.level})"
    yield f"  {rule.reason}"
    concepts = CONCEPTS.get(rule.id, ())
    yield f"  {'Such as' if rule.find is None else 'Found in'}: {rule.example}"
    tables = _tables() if concepts else {}
    for name in concepts:
        yield f"  {tables[name]['means']}:"
        for phrase, told in _spread(tables[name].get("phrases", {})):
            yield f"    {told}  [{phrase}]"
    yield f"  To silence it: <!-- pmlog: ignore {rule.id} -->"


def _spread(phrases: dict[str, str]) -> list[tuple[str, str]]:
    """Return a few of the phrases with their sentences, from all of the list."""
    step = max(1, len(phrases) // _MOST_SENTENCES)
    return list(phrases.items())[::step][:_MOST_SENTENCES]


def _tables() -> dict[str, dict[str, dict[str, str]]]:
    # Only who asks for an explanation reads the sentences.
    import tomllib

    folder = os.path.dirname(lexicon.__file__)
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".toml"):
            with open(os.path.join(folder, name), "rb") as file:
                tables |= tomllib.load(file)
    return tables
