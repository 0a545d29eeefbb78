"""What may be true of a sentence beyond the concepts it tells, by name.

A fact needs the place of the sentence, its times, or several concepts and their order;
what words alone tell is a concept of the lexicon.
"""

from __future__ import annotations

from pmlog.check.clauses.case import Case, Sentence
from pmlog.check.clauses.tasks import is_enumeration, is_task
from pmlog.check.document.headings import STARTS_WITH_LAPSE
from pmlog.check.times.clock_times import clocks_in
from pmlog.check.times.dates import days_in
from pmlog.check.times.zones import zones_in
from pmlog.text.patterns import pattern
from pmlog.words import detected, escalated, impact, mitigated
from pmlog.words.cause import TECHNICAL, UNKNOWN, before_cause, tells_cause
from pmlog.words.concepts import Concept
from pmlog.words.phrasing import one_spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Fact = Callable[[Sentence, Case], bool]

# Times


def _has_clock(sentence: Sentence, _: Case) -> bool:
    return any(clocks_in(sentence.text, sentence.line))


def _has_date(sentence: Sentence, _: Case) -> bool:
    return bool(days_in(sentence.text))


def _is_lapse(sentence: Sentence, _: Case) -> bool:
    return bool(STARTS_WITH_LAPSE.match(sentence.text))


def _is_entry(sentence: Sentence, case: Case) -> bool:
    return sentence.line in case.entry_lines


def _is_timed(sentence: Sentence, case: Case) -> bool:
    if _is_entry(sentence, case) or STARTS_WITH_LAPSE.match(sentence.item.text):
        return True
    return _has_clock(sentence, case)


def _zone_is_stated(_: Sentence, case: Case) -> bool:
    """Tell whether the stated window has its zone, in it or beside it."""
    window = case.facts.window
    if window and (window.start.zone or window.end.zone):
        return True
    lines = {s.line for s in case.lead} | set(case.facts.document.sections.values())
    return any(
        (at in lines or _TIMES_STATED.search(one_spelling(text))) and any(zones_in(text))
        for at, text in case.facts.document.stated
    )


_TIMES_STATED = Concept("times_stated")

# Impact


def _names_service(sentence: Sentence, _: Case) -> bool:
    return impact.names_service(sentence.low)


def _named_before_cause(sentence: Sentence, _: Case) -> bool:
    return impact.names_service(before_cause(sentence.low))


def _names_outage(sentence: Sentence, _: Case) -> bool:
    low = sentence.low
    names_both = impact.SERVICE.search(low) and impact.FAULT.search(low)
    return bool(impact.OUTAGE_OF.search(low) or names_both)


def _symptom_before_cause(sentence: Sentence, _: Case) -> bool:
    return bool(impact.SYMPTOM.search(before_cause(sentence.low)))


def _people_hit(sentence: Sentence, _: Case) -> bool:
    low = sentence.low
    return bool(impact.AWAY_FOR_USERS.search(low) or impact.SLOW.search(before_cause(low)))


# Cause


def _is_unknown(sentence: Sentence, _: Case) -> bool:
    is_short = len(sentence.text.split()) <= _SHORT_WORDS
    return is_short and bool(UNKNOWN.search(sentence.low))


_SHORT_WORDS = 12


def _technical_only(sentence: Sentence, _: Case) -> bool:
    """Tell whether a sentence is of a technical thing: no outage, no user, no time.

    What a summary says besides its impact is most often why.
    """
    if sentence.part is not None or not TECHNICAL.search(sentence.low):
        return False
    others = (
        impact.OUTAGE,
        impact.SYMPTOM,
        impact.USERS,
        mitigated.RESOLVED,
        _TIME_OR_SHARE,
    )
    return not any(other.search(sentence.low) for other in others)


_TIME_OR_SHARE = pattern(r"\d[:h]\d\d|\d ?(?:%|[ap]m\b|min|hour|h\b)|\b20\d\d\b")

# Investigation and escalation


def _team_behind(sentence: Sentence, _: Case) -> bool:
    low = sentence.low
    called = _ESCALATED.search(low)
    return called is not None and escalated.TEAM.search(low, called.last) is not None


_ESCALATED = Concept("escalated")


def _brings_news(sentence: Sentence, case: Case) -> bool:
    # At the outset whoever calls brings the news; later, responders call for help.
    is_early = sentence.line in sorted({s.line for s in case.timeline})[:_FIRST_LINES]
    if is_early:
        return detected.says_who_told(sentence.low)
    return bool(_TOLD_BY_USERS.search(sentence.low))


_TOLD_BY_USERS = Concept("told_by_users")


_FIRST_LINES = 2


def _of(tells: Callable[[str], bool]) -> Fact:
    return lambda sentence, _: tells(sentence.low)


FACTS: dict[str, Fact] = {
    "clock": _has_clock,
    "dated": _has_date,
    "lapse": _is_lapse,
    "entry": _is_entry,
    "timed": _is_timed,
    "zone_stated": _zone_is_stated,
    "named_service": _names_service,
    "named_before_cause": _named_before_cause,
    "outage_in_title": _names_outage,
    "symptom_before_cause": _symptom_before_cause,
    "people_hit": _people_hit,
    "cause_told": _of(tells_cause),
    "unknown_cause": _is_unknown,
    "technical_only": _technical_only,
    "how_noticed": _of(detected.says_how_noticed),
    "told_by_others": _of(detected.says_who_told),
    "to_a_name": lambda s, _: escalated.is_to_a_name(s.text, s.low),
    "team_behind": _team_behind,
    "brings_news": _brings_news,
    "calls_for_help": lambda s, _: escalated.calls_for_help(s.text, s.low),
    "mends": _of(mitigated.mends),
    "only_claims": _of(mitigated.only_claims),
    "repair": lambda s, _: mitigated.repairs(s.text, s.low),
    "tasks_in_line": lambda s, _: is_enumeration(s.text),
    "task": lambda s, _: is_task(s),
    "bullet": lambda s, _: s.item.is_bullet,
}
