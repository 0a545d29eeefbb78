"""The words of the cause: what tells why something broke.

A sentence tells it by connecting words ("because", "the culprit was", "..., causing"), by
a change that it happened after, by a change that spoilt something, or by naming what is
a defect wherever it stands.
"""

from __future__ import annotations

from pmlog.check.words.impact import USERS
from pmlog.check.words.phrasing import either, spoken
from pmlog.text.patterns import pattern

# Connecting

_BECAUSE = """
    because, because of, due to, owing to, thanks to, as a (result|consequence) of
    caused by, cause of, cause by, triggered by, provoked by, induced by
    brought (on|about) by, result* from, result of, consequence of, stem* from, arose from
    arising from, originat* (from|in|with), came from, comes from, traced (back )?to
    trace back to, attribut* to, linked to, down to, rooted in, on account of, blamed on
    pinned on, driven by, fault of, introduced by, explained by, product of, courtesy of
"""
# "Due to the outage" tells what came of it.
_OF_THE_OUTAGE = (
    r"(?!\W+(?:of )?(?:the |this |these |that |an? |its |our |such )*"
    r"(?:outage|downtime|incident|disrupt|slow(?:ness|down)?\b|unavailab|degrad|interrupt"
    r"|delay|long (?:load|wait)|issue\b|problem\b|fact that (?:users|customers)))"
)
_NAMED = r"""
    root cause*, root of the (problem|issue), cause (was|is|being), the cause, culprit*
    villain*, offender*, to blame, at fault, reason (was|is|behind|for), the reason
    origin (was|is|of), the trigger, trigger (was|is), what bit us, what caused it
    source of the (problem|issue|outage), turn* out (that|to be), turned out, it turns out
    boil* down to, problem lay, why\?, (issue|problem) (was|is) (that|a|an|with|in|the)
    responsible for, behind (it|this|that), guilty, in one line, in short
    (root )?causes? ?:, reasons? ?:, trigger ?:, why ?:
"""
_REASONED = spoken(f"(?:{either(_BECAUSE)}){_OF_THE_OUTAGE}", _NAMED)
# The cause comes first: "a new rule ... led to".
_EFFECT = pattern(
    r"\b(?:led|leading|lead|leads) to\b|\bresult(?:ed|ing|s)? in\b|\bcaus(?:ed|ing|es)\b"
    r"|\btrigger(?:ed|ing|s)\b|\b(?:made|makes|making) (?:the|our|it|all|every)\b"
    r"|\bbroke (?:the|our|it|down|everything)\b|\bmeant that\b"
    r"|\bbr(?:inging|ought) (?:\w+ ){0,3}down\b"
    r"|\b(?:took|taking|knock\w+) (?:\w+ ){0,3}(?:down|out|offline)\b"
    r"|\b(?:overwhelm|exhaust|saturat|overload|starv)(?:ed|ing)\b"
)
_OUTAGE = spoken("""
    outage*, incident, downtime, down, slow*, unavailab*, disrupt*, degrad*, inaccessib*
    unrespons*, offline, interrupt*, experienc*, affected, unreach*, this, it
""")

# Changes

_CHANGES = """
    deploy*, releas*, updat*, upgrad*, chang*, migrat*, rotat*, push*, merg*, switch*
    cleaned, clean-?up*, cleaning, expir*, crash*, renam*, delet*, remov*, edit*, mistak*
    typ(o|ed|ing)*, config*, patch*, script*, job, cron*, query, queries, bug*, leak*
    spike*, surge*, burst*, power, storm*, attack*, cable*, certificate*, commit*
    rollout*, maintenance, refactor*, restart*, reboot*, mov(e|ed|ing), split, partition
    import*, backup*, campaign*, promotion*, failover*, ran out, reach*, exceed*, fill*
    restor*, replac*, install*, activat*, enabl*, disabl*, launch*, introduc*
    add(ed|ing)*, set, jump*
"""
_TECHNICAL = """
    disk*, drive*, memory, ram, cpu, power, electricity, certificate*, key, keys, token*
    domain*, rule, rules, setting*, variable*, file, files, limit, limits, limited, pool
    port, ports, librar(y|ies), package*, dependenc(y|ies), index, indexes, table*
    column*, lock, locks, loop, redirect*, region, provider*, plugin*, plug-in*, driver*
    firmware, batter(y|ies), fan, cooling, ups, switch, switches, router*, firewall*
    cache, quer(y|ies), health check*, flag, flags, code, class, function, default*
    option, timeout*, ttl, hard drive*, volume*, partition*, replica*, primary, master
    node, nodes, broker*, load, campaign*, permission*, user rights, password*
    credential*, licen[cs]e*
"""
TECHNICAL = spoken(_CHANGES, _TECHNICAL)
# A moment that explains: "after a faulty release", "when we cleaned the zone".
_FOLLOWED = pattern(
    r"\b(?:after|following|when|once|since|as|while|whilst) \w+ (?:[\w'-]+ ){0,6}?"
    rf"{either(_CHANGES)}(?!\w)"
)
_WELL_AGAIN = spoken("""
    resolv*, restor*, fixed, recover*, back (up|online|to|in), mitigat*, repaired, solved
    lasted, normal* again
""")
_ACTORS = """
    upgrade, update, deploy*, release, migration, script, job, change, push, commit, patch
    config*, rollout, export, query, process, backup, import, report, cron*, agent, policy
    rule, flag, colleague, engineer, intern, someone, somebody
"""
_SPOILT = """
    removed, deleted, broke, dropped, overwrote, changed, disabled, reset, locked, blocked
    wiped, renamed, consumed, ate, filled, killed, hogged, switched off, turned off, moved
    swapped, truncated, revoked
"""
_SPOILING = spoken("<actors> ... <spoilt>", actors=_ACTORS, spoilt=_SPOILT)

# Defects

_DEFECT = spoken(r"""
    by (mistake|error|accident), mistakenly, accidentally, inadvertently, human error*
    misconfig*, mis-config*, misspel*, typo, typos, typing (error|mistake), memory leak*
    leak*, exhaust*, deadlock*, race condition*, ran out of, run out of, ran out, expired
    had expired, has expired, bug, buggy, faulty, unindexed, without (an )?index
    not optimi[sz]ed, unoptimi[sz]ed, inefficient*, power (cut|failure|outage|loss), ddos
    hardware (failure|fault), full disk, disk (was )?full, infinite loop*, unhandled
    overheat*, out of (memory|disk|space), oom*, n\+1, sabotage, kept sending
    never closed, reached (its|the|max\w*)( \w+)? ?(limit|connections|maximum)*, runaway
    overwrote, switched off, turned off, overflow*, bottleneck*, single point of failure
    flood*, spike in, surge (in|of), sudden*, lock* (the|a|up) (table*|database)
    held (a|the) lock*, was locked by, conflict*
    (was|were|got|is) (\w+ly |never )?(deleted|removed|renamed|overwritten|revoked)
    (was|were|got|is) (\w+ly |never )?(misspelt|mistyped|truncated|dropped)
""")
# Of a thing, not of what users were shown.
_WRONG_THING = spoken("(wrong|incorrect|missing|invalid|bad|broken|corrupt*|faulty) \\w+")
_SHOWN = spoken(
    "saw, see, show*, serv*, display*, got, receiv*, return*, deliver*, answer*"
)
# "A rule had been put into the wrong list": what was done before, and not to mend.
_HAD_BEEN = pattern(
    r"\bhad been (?!restored|resolved|fixed|notified|affected|reported|informed|impacted"
    r"|detected|noticed|identified)\w+(?:ed|en|wn|ut|et|ft|ost|ilt)\b"
)

UNKNOWN = spoken("""
    unknown, under investigation, not (yet )?(known|determined|identified|found|clear)
    to be (determined|confirmed|found), still (investigating|being investigated|unclear)
    unclear, undetermined, pending, unidentified
""")


def tells_cause(low: str) -> bool:
    """Tell whether a sentence, in one spelling, says why something broke."""
    return gives_reason(low) or _has_change(low) or _has_defect(low)


def gives_reason(low: str) -> bool:
    """Tell whether a sentence connects a cause with what came of it."""
    return bool(_REASONED.search(low)) or _has_effect(low)


def _has_effect(low: str) -> bool:
    match = _EFFECT.search(low)
    # "The site went down, causing errors": what came of the outage.
    return match is not None and not _OUTAGE.search(low, 0, match.start())


def _has_change(low: str) -> bool:
    if _SPOILING.search(low):
        return True
    match = _FOLLOWED.search(low)
    return match is not None and not _WELL_AGAIN.search(low, 0, match.start())


def _has_defect(low: str) -> bool:
    if _DEFECT.search(low) or _HAD_BEEN.search(low):
        return True
    is_shown = USERS.search(low) or _SHOWN.search(low)
    return bool(_WRONG_THING.search(low)) and not is_shown


_NAMED_CAUSE = spoken(_NAMED)
_CONNECTED = spoken(_BECAUSE)


def before_cause(low: str) -> str:
    """Return what a sentence says before it comes to the cause."""
    found = (pattern.search(low) for pattern in (_CONNECTED, _NAMED_CAUSE))
    return low[: min((match.start() for match in found if match), default=len(low))]
