"""The places of a document that clauses are looked for in, by name.

The four that a document consists of are lead (what sums it up), timeline, elsewhere and
measures; what_happened is the first three. The rest are parts of them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest

from pmlog.check.clauses.case import Case, Sentence, saying
from pmlog.check.clauses.cause_and_fix import CauseAndFix, divided
from pmlog.check.clauses.tasks import are_a_list, is_order
from pmlog.check.document.items import Item
from pmlog.check.document.topics import Topic
from pmlog.words import investigated, mitigated
from pmlog.words.phrasing import one_spelling
from pmlog.words.refuted import WRONG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_T = Topic
A_LIST = 3
_LATEST = 3
# Who notices, does so early; "found" and "sees" are said of the search later on.
_OUTSET_SHARE = 0.6
_FEWEST = 6


# What is stated about time


def _at(line: int, text: str = "") -> Sentence:
    """Return a line of which the time is read, or the heading, as a sentence."""
    return Sentence(text, one_spelling(text), Item(text, line, None, None))


def _window(case: Case) -> list[Sentence]:
    window = case.facts.window
    return [_at(window.start.line)] if window else []


def _length(case: Case) -> list[Sentence]:
    length = case.facts.length
    return [_at(length.line)] if length else []


def _entries(case: Case) -> list[Sentence]:
    return [_at(entry.line) for entry in case.facts.entries]


def _first_entry(case: Case) -> list[Sentence]:
    return [_at(min(case.entry_lines))] if case.entry_lines else []


def _titles(case: Case) -> list[Sentence]:
    """Return the lines above the first section."""
    document = case.facts.document
    first = min(document.sections.values(), default=0)
    return [_at(*title) for title in document.stated if title[0] < first]


# Parts of the timeline


def outset(case: Case) -> tuple[Sentence, ...]:
    """Return the earlier sentences of the timeline."""
    return case.timeline[: _outset_length(case)]


def _opening(case: Case) -> list[Sentence]:
    """Return what the first entry says."""
    first = min(case.entry_lines, default=0)
    return [s for s in case.timeline if s.line == first]


def _behind_outset(case: Case) -> tuple[Sentence, ...]:
    return case.timeline[_outset_length(case) :]


def _outset_length(case: Case) -> int:
    return max(_FEWEST, int(len(case.timeline) * _OUTSET_SHARE))


def _later_timeline(case: Case) -> tuple[Sentence, ...]:
    """Return the timeline without its first third: there the news is brought."""
    return case.timeline[len(case.timeline) // 3 :]


def _timeline_section(case: Case) -> tuple[Sentence, ...]:
    """Return the timeline where a section is headed so."""
    return case.timeline if _T.TIMELINE in case.facts.document.sections else ()


def _two_labels(case: Case) -> list[Sentence]:
    """Return what stands under labels in the timeline, where there are two at least."""
    labels = {s.part for s in case.timeline} - {None}
    return [s for s in case.timeline if s.part is not None] if len(labels) > 1 else []


def _replaced_guess(case: Case) -> list[Sentence]:
    """Return an assumption that a later entry replaces by what it was."""
    guesses = saying(case.timeline, investigated.ASSUMED)
    guess = next((s for s in guesses if s.line in case.entry_lines), None)
    if guess is None:
        return []
    later = (s for s in case.timeline if s.line > guess.line)
    return [guess] if any(saying(later, investigated.REALISED)) else []


# The end of the timeline


def _ending(case: Case) -> list[Sentence]:
    """Return what is labelled as the fix, else the later half, without what was vain."""
    labelled = [s for s in case.timeline if s.part is _T.FIX]
    return _not_in_vain(labelled or _late(case))


def _last_of_ending(case: Case) -> list[Sentence]:
    return _ending(case)[-_LATEST:]


def _last_entries(case: Case) -> list[Sentence]:
    return _not_in_vain(case.timeline[-_LATEST:])


def _late(case: Case) -> Sequence[Sentence]:
    """Return the later half of the timeline; before, "increased" is a symptom."""
    lines = sorted({s.line for s in case.timeline})
    if len(lines) == 1:
        return case.timeline[-_LATEST:]
    late = set(lines[min(len(lines) // 2, max(len(lines) - _LATEST, 0)) :])
    return [s for s in case.timeline if s.line in late]


def _not_in_vain(told: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that neither they nor the next of their entry refute."""
    return [
        one
        for one, other in zip_longest(told, told[1:])
        if not _refutes(one) and not (other and other.item == one.item and _refutes(other))
    ]


def _refutes(sentence: Sentence) -> bool:
    low = sentence.low
    return bool(WRONG.search(low)) and not mitigated.RESOLVED.search(low)


def _has_list(case: Case) -> bool:
    return len(case.entry_lines) >= A_LIST


def _beside_no_list(case: Case) -> tuple[Sentence, ...]:
    """Return what stands outside the timeline, where no list of times is to tell it."""
    return () if _has_list(case) else (*case.elsewhere, *case.lead)


def _elsewhere_beside_no_list(case: Case) -> tuple[Sentence, ...]:
    return () if _has_list(case) else case.elsewhere


# Root cause and resolution


def _labelled_cause(case: Case) -> list[Sentence]:
    """Return what stands under "Root cause" before the timeline."""
    timeline = case.facts.document.sections.get(_T.TIMELINE, 0)
    early = (s for s in case.elsewhere if s.line < timeline)
    return [s for s in (*case.lead, *early) if s.part is _T.CAUSE]


@lru_cache(maxsize=1)
def _cause_and_fix(case: Case) -> CauseAndFix:
    section = [s for s in case.elsewhere if s.item.section is _T.CAUSE_AND_FIX]
    return divided(section)


def _cause(case: Case) -> list[Sentence]:
    return _cause_and_fix(case).cause


def _fix(case: Case) -> list[Sentence]:
    labelled = [s for s in (*case.elsewhere, *case.lead) if s.part is _T.FIX]
    return list(dict.fromkeys([*labelled, *_cause_and_fix(case).fix]))


def _told_fix(case: Case) -> list[Sentence]:
    """Return the fix where more of it is told than that there was one."""
    fix = _fix(case)
    return fix if any(not mitigated.only_claims(s.low) for s in fix) else []


def _other_sections(case: Case) -> list[Sentence]:
    """Return the sentences in sections that are none of the format's."""
    return [s for s in case.elsewhere if s.item.section is not _T.CAUSE_AND_FIX]


def _beside_section(case: Case) -> list[Sentence]:
    """Return what stands beside the section of cause and fix, where there is one."""
    return _other_sections(case) if _has_section(case) else []


def _without_section(case: Case) -> list[Sentence]:
    """Return what stands elsewhere, where no section is of cause and fix."""
    return [] if _has_section(case) else _other_sections(case)


def _has_section(case: Case) -> bool:
    return _T.CAUSE_AND_FIX in case.facts.document.sections


# Measures


def _list_of_orders(case: Case) -> list[Sentence]:
    """Return the measures that say what to do, where they are a list of it."""
    orders = [s for s in case.measures if is_order(s.text)]
    return orders if are_a_list(orders) else []


PLACES: dict[str, Callable[[Case], Iterable[Sentence]]] = {
    "lead": lambda case: case.lead,
    "timeline": lambda case: case.timeline,
    "elsewhere": lambda case: case.elsewhere,
    "measures": lambda case: case.measures,
    "what_happened": lambda case: case.what_happened,
    "everywhere": lambda case: (*case.what_happened, *case.measures),
    "window": _window,
    "length": _length,
    "entries": _entries,
    "first_entry": _first_entry,
    "titles": _titles,
    "outset": outset,
    "opening": _opening,
    "behind_outset": _behind_outset,
    "later_timeline": _later_timeline,
    "timeline_section": _timeline_section,
    "two_labels": _two_labels,
    "replaced_guess": _replaced_guess,
    "ending": _ending,
    "last_of_ending": _last_of_ending,
    "last_entries": _last_entries,
    "beside_no_list": _beside_no_list,
    "elsewhere_beside_no_list": _elsewhere_beside_no_list,
    "labelled_cause": _labelled_cause,
    "cause": _cause,
    "fix": _fix,
    "told_fix": _told_fix,
    "other_sections": _other_sections,
    "beside_section": _beside_section,
    "without_section": _without_section,
    "list_of_orders": _list_of_orders,
}
