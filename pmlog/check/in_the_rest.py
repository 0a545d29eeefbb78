"""The clauses of the root cause, the resolution, the measures, and the length."""

from __future__ import annotations

import re

from pmlog.check.in_summary import CAUSE_PHRASE
from pmlog.check.in_timeline import FIX_ACT
from pmlog.check.lexicon import Cue, cues_of_word
from pmlog.check.topics import Topic
from pmlog.check.verdict import (
    PARTLY,
    PRESENT,
    Case,
    Sentence,
    Verdict,
    best,
    first_line,
    matching,
    with_cues,
    words,
)

_T = Topic
_IN_DETAIL = 15
_A_SENTENCE = 4
_RETOLD = 25
_SHORT = "it is short; a reader wants the mechanism"

_PLAINLY_FIXED = re.compile(
    r"\b(?:fix(?:ed|ing)|resolved|corrected|solved|restored|mended)\b"
)


def cause_in_detail(case: Case) -> Verdict:
    """Find the explanation of what went wrong, beyond the summary's sentence."""
    section = _cause_section(case)
    first = section[0].item if section else None
    causes = [
        s
        for s in section
        if s.item.part is _T.CAUSE
        or not _only_fixes(s)
        or (s.item is first and not _is_fix(s))
    ]
    outside = [s for s in case.elsewhere if s.item.section is not _T.CAUSE_AND_FIX]
    told = matching(outside, CAUSE_PHRASE.search)
    summary = [s for s in case.lead if s.item.part is _T.CAUSE]
    return best(
        (PRESENT, _line_if(causes, _IN_DETAIL), ""),
        (PARTLY, _line_if(causes, _A_SENTENCE), _SHORT),
        (PRESENT, _line_if(told, _IN_DETAIL), ""),
        (PARTLY, _line_if(told, _A_SENTENCE), _SHORT),
        (PARTLY, _line_if(summary, _RETOLD), "it is told in the summary only"),
    )


def _cause_section(case: Case) -> list[Sentence]:
    return [s for s in case.elsewhere if s.item.section is _T.CAUSE_AND_FIX]


def _only_fixes(sentence: Sentence) -> bool:
    if sentence.item.part is _T.FIX:
        return True
    text = sentence.text.lower()
    return bool(FIX_ACT.search(text)) and not CAUSE_PHRASE.search(text)


def _is_fix(sentence: Sentence) -> bool:
    return sentence.item.part is _T.FIX


def _line_if(found: list[Sentence], least: int) -> int | None:
    return first_line(found) if words(found) >= least else None


def fix_in_detail(case: Case) -> Verdict:
    """Find the explanation of how it was fixed."""
    labelled = [s for s in (*case.elsewhere, *case.lead) if s.item.part is _T.FIX]
    fixes = _told_fixes(_cause_section(case))
    told = [s for s in case.timeline if s.item.part is _T.FIX]
    others = [s for s in case.elsewhere if s.item.section is not _T.CAUSE_AND_FIX]
    everything = list(dict.fromkeys([*labelled, *fixes]))
    return best(
        (PRESENT, _line_if(everything, _IN_DETAIL), ""),
        (PARTLY, _line_if(everything, _A_SENTENCE - 1), _SHORT),
        (PARTLY, _line_if(told, _RETOLD), "it is told in the timeline only"),
        (PARTLY, _line_if(matching(others, FIX_ACT.search), _A_SENTENCE), _SHORT),
    )


def _told_fixes(section: list[Sentence]) -> list[Sentence]:
    """Return the sentences that tell the fix, to the end of each one's paragraph."""
    # The first tells the cause, unless that has a label of its own.
    has_label = any(s.item.part is _T.CAUSE for s in section)
    found: list[Sentence] = []
    for sentence in section if has_label else section[1:]:
        goes_on = bool(found) and found[-1].line == sentence.line
        is_cause = bool(CAUSE_PHRASE.search(sentence.text.lower()))
        if _tells_a_fix(sentence) or (goes_on and not is_cause):
            found.append(sentence)
    return found or matching(section[:1], _PLAINLY_FIXED.search)


_WORD = re.compile(r"[a-z][a-z-]+")


def _tells_a_fix(sentence: Sentence) -> bool:
    """Tell whether a sentence behind the first, which tells the cause, tells the fix."""
    text = sentence.text.lower()
    if sentence.item.part is _T.CAUSE:
        return bool(_PLAINLY_FIXED.search(text))
    # "The provider blocks a number": the present tense tells how things work.
    acts = (word for word in _WORD.findall(text) if not word.endswith("s"))
    is_act = any(Cue.FIXED in cues_of_word(word) for word in acts)
    is_act = is_act and not CAUSE_PHRASE.search(text)
    return is_act or bool(FIX_ACT.search(text))


# Measures

_IMPERATIVE = re.compile(
    r"(?:(?:[\w'/ -]{2,60}):\s*)?(?:(?:we |i |the team |it )?(?:will|should|must|need to"
    r"|needs to"
    r"|plan to|to|shall)\s(?:\w+ly\s)?)?(?:always |never |do not |don't |regularly |also )?"
    r"(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
_VERB_LIST = """
    add adjust adopt allocate analyse analyze apply arrange assign audit automate avoid
    backup build change check clean clear collect communicate conduct configure consider
    continue create define deploy design develop disable distribute document double
    enable encourage enforce enhance ensure establish evaluate expand extend find
    fine-tune fix formalize gather give harden have hire hold identify implement improve
    include increase inform install integrate introduce investigate invest keep learn
    limit log maintain make migrate modify monitor move optimise optimize organize patch
    perform plan prepare prevent provide provision publish put read rebuild record
    reduce refactor refine regularly remove rename replace require research reset
    restrict review revise rewrite rotate run scale schedule secure separate set setup
    share simulate split standardize strengthen stop store switch teach test track train
    tune update upgrade use validate verify watch write adding auditing automating
    building checking conducting configuring creating deploying developing documenting
    enabling enforcing enhancing ensuring establishing having implementing improving
    increasing installing integrating introducing keeping limiting maintaining making
    monitoring optimizing patching performing providing reducing reviewing running
    scaling scheduling setting testing training updating upgrading using writing amend
    cap raise alert page version pin probe lower drop return retry shard cache bump wrap
    pair roll describe draft list renew send look lock require convert rehearse compare
    buy refuse ask find go turn rate rely rework block protect isolate decouple tag
    archive encrypt harden ban disallow specify expose reserve throttle simplify sharpen
    amp investigate audit educate assign notify warn escalate discuss agree measure
    graph chart plot try
"""
_VERBS = frozenset(_VERB_LIST.split())


def improvements(case: Case) -> Verdict:
    """Find what can be improved."""
    broad = [s for s in case.measures if s.item.part is not _T.TASKS]
    hopes = matching((*case.elsewhere, *case.lead), _HOPE.search)
    return best(
        (PRESENT, _line_if(broad, _A_SENTENCE), ""),
        (PARTLY, first_line(case.measures), "there are tasks, and nothing broader"),
        (
            PARTLY,
            first_line(with_cues(hopes, Cue.IMPROVES)),
            "it has no section of its own",
        ),
    )


_HOPE = re.compile(
    r"\b(?:prevent|avoid)\w*\b[^.]{0,40}\b(?:future|again|recurr\w+|similar|such|this)\b"
    r"|\bin (?:the )?future\b|\b(?:going|moving) forward\b|\blessons?\b|\bnext time\b"
)


def todo_tasks(case: Case) -> Verdict:
    """Find specific tasks: listed as such, or measures that say what to do to what."""
    tasks = [s for s in case.measures if s.item.part is _T.TASKS]
    listed = [s for s in case.measures if s.item.is_bullet]
    orders = [s for s in case.measures if is_order(s.text)]
    return best(
        (PRESENT, first_line(s for s in tasks if len(s.text.split()) > 2), ""),
        (PARTLY, first_line(tasks), "they are not specific"),
        (PRESENT, first_line(orders) if _are_a_list(orders) else None, ""),
        (PARTLY, first_line(orders), "they are not a list of tasks"),
        (PARTLY, first_line(listed), "they are wishes, no tasks"),
    )


def _are_a_list(orders: list[Sentence]) -> bool:
    """Tell whether there are two orders at least, and none that is headed as a hope."""
    loose = [
        s for s in orders if s.item.part is None and len(s.text.split()) > _SHORT_ORDER
    ]
    return len({s.line for s in loose}) > 1


_SHORT_ORDER = 3


def is_order(text: str) -> bool:
    """Tell whether a sentence says what to do: it begins with a verb, or "Topic: verb"."""
    match = _IMPERATIVE.match(text)
    return match is not None and match["verb"].lower() in _VERBS


def length(case: Case, least: int, most: int) -> Verdict:
    """Find whether the visible words are within the limits."""
    counted = case.facts.document.words
    status = PRESENT if least <= counted <= most else "missing"
    return Verdict(status, case.facts.document.first_line)
