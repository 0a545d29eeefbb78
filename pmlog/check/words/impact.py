"""The words of the impact: who was hit, what failed, what people saw of it."""

from __future__ import annotations

from pmlog.check.words.concepts import Concept, after, near
from pmlog.text.patterns import pattern

# People who use a service.
USERS = Concept("users")

# What a sentence may name as the thing that failed.
SERVICE = Concept("service")
_VAGUE_NOUNS = "system|service|platform|infrastructure|environment|feature|functionality"
_NAMED = pattern(rf"(?<!\w)([\w'-]{{3,}}) (?:{_VAGUE_NOUNS})s?\b(?!-)")
_NO_NAME = Concept("no_name")
UNNAMED_SERVICE = pattern(rf"\b(?:{_VAGUE_NOUNS})s?\b|\boperations\b|\bstack\b")

# That something does not work, whoever sees it.
FAULT = Concept("fault")

OUTAGE = Concept("outage")
# "The stock list did not open": whatever it is, it is named and it failed.
DOWN = pattern(
    r"\b(?:the|our|my|its) [\w' -]{2,40}? (?:was|were|went|became|is|got|lay|stopped"
    r"|shows?|had)"
    r" (?:\w+ )?(?:down|unavailable|slow\w*|unreachable|offline|inaccessible|unresponsive"
    r"|broken|frozen|degraded|interrupted|no|nothing|working|dark\w*|in darkness|dead"
    r"|unusable|useless|out of (?:order|service|use)"
    r"|not (?:available|reachable|working)|silent|stuck)\b"
    r"|\b(?:the|our|my|its|each|every) [\w' -]{2,40}? (?:(?:did|could|would|does) not"
    r"|no longer|failed to|refused to|refuses to)"
    r" (?:open|load|start|work|answer|respond|print|show|arrive|appear|run|connect|play"
    r"|sync|update|send|accept|come|display)s?\b"
    r"|\b(?:the|our|my|its|each|every|all) [\w' -]{2,40}? (?:froze|crashed|died|hung|broke"
    r"|failed|collapsed|stalled|vanished|disappeared)\b"
    r"|\b(?!things\b|something\b|it\b|we\b|everything\b)[\w'\" -]{3,60} (?:was|were|is|are)"
    r" (?:not possible|impossible|out|cut off|blocked|dead|stuck|not updated|gone|away)\b"
    r"|\b[\w'\" -]{3,60} could not be \w+ed\b|\b[\w'\" -]{3,60} (?:did|showed) nothing\b"
    r"|\b[\w'\" -]{3,60}s did not (?:run|open|load|start|work|arrive|appear)\b"
    r"|\b(?:the|our|my) [\w' -]{2,40} stopped\b"
    r"|\w+s (?:\w+ ){0,4}?(?:sent|showed|received|returned|delivered|answered) nothing\b"
)

# What somebody in front of a screen sees: a code, a message, a page, a wait.
SYMPTOM = Concept("symptom")

_MET = Concept("met")
_HARDSHIP = Concept("hardship")
_EXPERIENCE = pattern(r"\buser experience\b|\bexperienced (?:by|for)\b")


def names_service(low: str) -> bool:
    """Tell whether a sentence names a thing, as "the login service" does, not "ours"."""
    named = (match[1] for match in _NAMED.finditer(low))
    return bool(SERVICE.search(low)) or any(not _NO_NAME.fullmatch(n) for n in named)


def users_met(low: str) -> bool:
    """Tell whether users met something: "users experienced", "prevented customers"."""
    if near(low, USERS, _MET, 80) or near(low, _HARDSHIP, USERS, 60):
        return True
    return bool(_EXPERIENCE.search(low))


# Whoever they are: "none of our wards could", "the staff saw".
PEOPLE_SAW = pattern(
    r"\b(?P<who>\w{3,}s|staff|people|everyone|everybody|nobody|children|men|women)"
    r"(?: (?:who|that|\w+ing) [^.,]{1,60}?)?(?: \w+ly)?"
    r" (?:could|can not|were (?:unable|locked|greeted|shown"
    r"|told|left|sent|redirected|thrown|logged)"
    r"|saw|see|got|had to|waited|stood|lost|faced|met|received|missed)\b"
)
_THINGS = pattern(
    r"(?:request|quer(?:y|ie)|connection|job|message|call|packet|node|pod|thread"
    r"|process(?:e)?"
    r"|worker|container|instance|transaction|log|metric|deploy\w*|test|engine|acces|thi|wa"
    r"|ha|order|payment|device|response|answer|error|result|writer|master|replica|volume"
    r"|change|minute|hour)s"
)
OUTAGE_OF = Concept("outage_of")
LONG_TIME = Concept("long_time")
SLOW = Concept("slow")


def is_away_for_users(low: str) -> bool:
    """Tell whether it is said to be away, and people to be hit by it."""
    return near(low, FAULT, USERS, 80)


def is_somebody(word: str) -> bool:
    """Tell whether a plural is one of people, not of things."""
    if USERS.fullmatch(word):
        return True
    return not (SERVICE.fullmatch(word) or _THINGS.fullmatch(word))


# Shares

_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|twenty[- ]five"
    r"|thirty|forty|fifty|sixty|seventy|seventy[- ]five|eighty|ninety|(?:one |a )?hundred)"
)
SHARE = pattern(
    rf"\d\s?(?:%|percent\b|per cent\b|pct\b)|\b{_NUMBER}[ -](?:percent|per cent)\b"
    rf"|\b(?:\d+|{_NUMBER})\s(?:in|out of|of)\s(?:every\s)?(?:\d+|{_NUMBER})\b"
    r"|\b(?:a|one|about|nearly|roughly|almost) (?:third|quarter|fifth|tenth|half)\b"
    r"|\bhalf (?:of|the|our)\b|\b(?:two|three|four)[- ](?:thirds|quarters|fifths)\b"
)
# "CPU was at 95%" is no share of anybody.
OF_MACHINE = pattern(
    r"\b(?:cpu|memory|ram|swap|heap|disk|storage|bandwidth|utili[sz]ation|usage"
    r"|capacity)\b"
)
_EVERY = pattern(
    r"\b(?:all|every|each|entire|whole)\s(?:single )?(?:of\s)?(?:the\s|our\s|its\s"
    r"|their\s)?(?:(?!that\b)[\w-]+\s){0,2}$"
)
_EVERYBODY = pattern(
    r"\b(?:whole|entire) (?:company|office|school|campus|organi[sz]ation|team|city"
    r"|country)\b"
    r"|\b(?:everyone|everybody|nobody|no one|no users?|none of (?:the|our))\b"
)


def says_everybody(low: str) -> bool:
    """Tell whether all users are said to be hit."""
    return bool(_EVERYBODY.search(low)) or any(True for _ in after(low, _EVERY, USERS))


EVERY_REQUEST = pattern(
    r"\b(?:all|every|each|most|half)\s(?:of\s)?(?:the\s|our\s|its\s)?(?:\w+ )?"
    r"(?:requests?|traffic|calls|transactions|orders|queries|connections|attempts?)\b"
)
MANY = pattern(
    r"\b(?:most|many|majority|(?:large|significant|small|considerable|substantial|big|huge)"
    r"\s(?:number|portion|part|share|percentage|fraction|subset|chunk)|thousands|hundreds"
    r"|dozens|a lot of|lots of|some of)\b"
)
# Of these no noun says that they are people.
_PEOPLE = pattern(
    r"\banyone\b|\b(?:most|many|thousands|hundreds|dozens)(?: of (?:them|us))?"
    r" (?:could|can not|were|had|saw|got|did not|complained|left)\b"
)
_NOT_FAR = 40
_A_NUMBER_OF = pattern(
    r"\b(?:several|\d[\d,.]*k?\+?)\s(?!errors?\b|codes?\b|internal\b)(?:[\w-]+\s){0,2}$"
)


def says_many_users(low: str) -> bool:
    """Tell whether a number of users, or many of them, are said to be hit."""
    many = (match.end() for match in MANY.finditer(low))
    if any(USERS.search(low, at, at + _NOT_FAR) for at in many):
        return True
    return bool(_PEOPLE.search(low)) or any(True for _ in after(low, _A_NUMBER_OF, USERS))
