"""The measures: which sentence of them is a task, and which says what to do."""

from __future__ import annotations

from pmlog.check.clauses.case import Sentence
from pmlog.check.document.topics import Topic
from pmlog.text.patterns import pattern
from pmlog.words.concepts import Concept
from pmlog.words.phrasing import one_spelling
from pmlog.words.planned import ORDER, OWNED

_SHORT_ORDER = 3
# "(Anna, 5 June)" at the end, by the capital; a date; a cell of a table.
_OWNED_FORM = pattern(r"\([A-Z@][^()]{1,40}, [^()]{2,20}\)\W*$|\b\d{4}-\d\d-\d\d\b|\|")


def is_task(sentence: Sentence) -> bool:
    """Tell whether a sentence of the measures stands in a list of tasks."""
    item = sentence.item
    if sentence.part is Topic.TASKS or item.is_checkbox:
        return True
    return item.is_bullet and is_owned(item.text)


def is_owned(text: str) -> bool:
    """Tell whether somebody owns a task, or it has a date."""
    return bool(_OWNED_FORM.search(text) or OWNED.search(one_spelling(text)))


def is_order(text: str) -> bool:
    """Tell whether a sentence says what to do: it begins with a verb, or "Topic: verb"."""
    return bool(ORDER.search(one_spelling(text)))


def is_enumeration(text: str) -> bool:
    """Tell whether a sentence names several tasks: "The tasks are adding ..., and ..."."""
    low = one_spelling(text)
    named = _TASKS_NAMED.search(low)
    return named is not None and len(_AND.findall(low, named.last)) >= _FEWEST_GAPS


_TASKS_NAMED = Concept("tasks_named")
_AND = pattern(r"[,;]| and ")
_FEWEST_GAPS = 2


def are_a_list(orders: list[Sentence]) -> bool:
    """Tell whether there are two orders at least, and none that is headed as a hope."""
    loose = [s for s in orders if s.part is None and len(s.text.split()) > _SHORT_ORDER]
    return len({s.line for s in loose}) > 1
