"""The measures: which sentence of them is a task, and which says what to do."""

from __future__ import annotations

import re

from pmlog.check.clauses.verdict import Sentence
from pmlog.check.document.topics import Topic
from pmlog.check.words import planned as say
from pmlog.text.patterns import pattern

_SHORT_ORDER = 3

_IMPERATIVE = pattern(
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


def is_task(sentence: Sentence) -> bool:
    """Tell whether a sentence of the measures stands in a list of tasks."""
    item = sentence.item
    is_owned = item.is_bullet and say.OWNED.search(item.text.lower())
    return sentence.part is Topic.TASKS or item.is_checkbox or bool(is_owned)


def are_a_list(orders: list[Sentence]) -> bool:
    """Tell whether there are two orders at least, and none that is headed as a hope."""
    loose = [s for s in orders if s.part is None and len(s.text.split()) > _SHORT_ORDER]
    return len({s.line for s in loose}) > 1


def is_wish(sentence: Sentence) -> bool:
    """Tell whether a sentence begins with a verb of hope: "Improve the monitoring"."""
    match = _IMPERATIVE.match(sentence.text)
    return match is not None and bool(say.IMPROVED.fullmatch(match["verb"].lower()))


def is_order(text: str) -> bool:
    """Tell whether a sentence says what to do.

    It begins with a verb, "Topic: verb", or "Verb the topic: why".
    """
    label, colon, _ = text.partition(":")
    is_labelled = bool(colon) and _MANY_WORDS > label.count(" ") > 0
    return _begins_with_verb(text) or (is_labelled and _begins_with_verb(label))


# "Monitoring: ..." and "The reason that ...:" are no orders.
_MANY_WORDS = 9


def _begins_with_verb(text: str) -> bool:
    match = _IMPERATIVE.match(text)
    return match is not None and match["verb"].lower() in _VERBS
