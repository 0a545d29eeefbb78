"""Advice: what is no mistake, and what a reader would still ask to change."""

from __future__ import annotations

from pmlog.check.clauses.case import Case, Sentence
from pmlog.check.clauses.tasks import is_order, is_owned
from pmlog.check.document.topics import Topic
from pmlog.check.rules.hit import Hit, lines
from pmlog.text import redaction
from pmlog.text.patterns import IGNORECASE, pattern
from pmlog.words.blame import blamed
from pmlog.words.concepts import Concept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_END = pattern(r"[.!?](?=\s+[A-Z\"']|\s*$)")
_MOST_SENTENCES = 2


def long_entry(case: Case) -> Iterator[Hit]:
    """Find entries of the timeline that are longer than two sentences."""
    for entry in case.facts.entries:
        parts = [part for part in _END.split(entry.text) if part.strip()]
        if len(parts) > _MOST_SENTENCES:
            yield Hit(
                entry.line, f"the entry has {len(parts)} sentences; keep it to one or two"
            )


# Tasks

_VAGUE = Concept("vague_order")
_A_SHORT_TASK = 3


def _tasks(case: Case) -> list[Sentence]:
    marked = [s for s in case.measures if s.item.part is Topic.TASKS]
    first_of_item = {s.line: s for s in reversed(marked)}
    return [first_of_item[line] for line in sorted(first_of_item)]


def vague_task(case: Case) -> Iterator[Hit]:
    """Find tasks without a verb, or with one that any task could have."""
    for task in _tasks(case):
        count = len(task.text.split())
        if count <= _A_SHORT_TASK and (_VAGUE.search(task.low) or not is_order(task.text)):
            yield Hit(task.line, "the task is not specific; say what is done to what")


def task_without_owner(case: Case) -> Iterator[Hit]:
    """Find tasks that name nobody and no date, in one finding."""
    tasks = _tasks(case)
    bare = [task.line for task in tasks if not is_owned(task.item.text)]
    if bare:
        count = (
            f"{len(bare)} of {len(tasks)} tasks name" if len(bare) > 1 else "a task names"
        )
        yield Hit(bare[0], f"{count} no owner and no date {lines(*bare)}")


# People


def blame(case: Case) -> Iterator[Hit]:
    """Find people next to words of fault."""
    for sentence in case.what_happened:
        for who in blamed(sentence.text, sentence.low):
            yield Hit(
                sentence.line,
                f"puts the fault on {who}; say what made the slip possible instead",
            )


# Secrets

# What a document shows in place of a password.
_EXAMPLE = pattern(r"your|change|[\"'<{*$\[]", IGNORECASE)


def leaked_secret(case: Case) -> Iterator[Hit]:
    """Find what looks like a secret; it is never repeated."""
    document = case.facts.document
    at, counted_to, last = document.first_line, 0, 0
    for secret in redaction.find(document.text):
        at += document.text.count("\n", counted_to, secret.start)
        counted_to = secret.start
        value = document.text[secret.start : secret.end]
        if at != last and (secret.rule.is_by_form or _is_chosen(value)):
            name = secret.rule.name
            yield Hit(at, f"holds what looks like a secret ({name}); remove and revoke it")
            last = at


def _is_chosen(value: str) -> bool:
    """Tell whether a value is rather a password than a word or an example of one."""
    return len(value) >= 6 and any(map(str.isdigit, value)) and not _EXAMPLE.match(value)
