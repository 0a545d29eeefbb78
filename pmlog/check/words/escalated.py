"""The words of calling for help: escalating, bringing in, handing over."""

from __future__ import annotations

from pmlog.check.words.phrasing import either, spoken
from pmlog.text.patterns import pattern

ESCALATED = pattern(r"\besc[ae]l?l?at\w*|\bescalt\w*")
ESCALATED_TO = pattern(
    r"\besca\w*\b[^.!?;]{0,60}?\b(?:to|with|involving|for|towards?)\s(?:(?:the|our|a"
    r"|an|my|his"
    r"|her|their|senior|more)\s){0,3}\w+|^\W*(?:->|to)\s\w+"
)
# "To the senior people" names nobody.
_ANY = "senior|relevant|appropriate|right|concerned|responsible|higher|proper|respective"
TO_NOBODY = pattern(
    rf"\b(?:{_ANY}|upper|other) (?:people|persons?|teams?|staff|part(?:y|ies)|individuals?"
    r"|personnel|departments?|authorit\w+|levels?)\b"
    r"|\bto (?:someone|somebody|others|people|higher-?ups|superiors|whoever"
    r"|(?:the|a) (?:top|(?:higher|next) level))\b"
)
NOT_ESCALATED = spoken("""
    no escalation, (not|never) escalated, no need to escalate, without escalat*
    escalation was (not|never)
    (nobody|no one) (else )?(was |had to be )?(called|paged|asked|needed|involved|woken)
    (did|had) not (need|have)? ?(to )?(escalate|call|page|involve)
""")
TEAM = spoken("""
    team*, engineer*, developer*, department*, dba, dbas, vendor*, provider*, support
    lead, leads, manager*, senior, on-call, on call, sre, sres, cto, cio, ceo, ciso
    admin*, mr, mrs, ms, dr, specialist*, expert*, supervisor*, director*, devops
    architect*, squad*, ops, security, operations, management, leadership, headquarters
    hq, isp, host, hosting, personnel, technician*, colleague*, mentor*, whisperer
    analyst*, crew*, unit, commander*, chief*, consultant*, it-team, sysadmin*, dev, devs
    dbre, tutor*, instructor*, teacher*, friend, teammate*, peer*, helpdesk, help desk
    level (2|3|two|three), l2, l3, tier, noc, soc, maintainer*, owner*, boss, contractor*
    head of, group, office, desk, guru, supplier*, registrar*, hotline, company, carrier
    operator, telco, infrastructure, database (team|people|folks|guys), folks, people
    infra, guys, data ?cent(er|re), backend, platform team
""")
_CALLED = r"""
    contact(ed|s), rings, phones, called(?! by\b), calls, call for, paged, pages
    engag*, involv*
    looped, loops
    assign*, consult*, summon*, joined, joins, handed, hands, reached (out )?to, reach out
    brought (in|on), brings in, forward*, passed (to|on), invited, enlisted, transferred
    referred, mobili[sz]*, assembled, pulled in, pulls in, roped in, help (of|from)
    assistance (of|from), took over, takes over, steps in, stepped in
    (wrote|writes|write|messaged|mailed) (to )?(our|the|my), take over, tagged, pinged
    rang, phoned, woke, wakes, woken, turned to, requested (help|assistance)
    ask(s|ed) ... (help|to join|to look|to check|to take over), delegat*, rallied
    convened, (call|chat|meeting|session) with, calls? to
    (ticket|case) ... (opened|raised|logged|created|filed) (with|at|to)
    raised ... (to|with), request* (sent )?to (?!the (server|service|api|site))
    opened (a|an) ... (ticket|case) with
    sent to (?!the (server|service|api|site|logs?)), dispatched
"""
_CALLED_IN = spoken(_CALLED)
_WE_CALL = pattern(
    r"\b(?:we|i) (?:call|ask|contact|phone|page|invite) (?:the |our |[a-z]{3,})"
)
NOTIFIED = spoken("notif*, informed, informs, alerted, asked, sent, told, tells, updated")
# "The operations team was alerted": they may be those on call, or help.
TEAM_ASKED = pattern(
    r"\b(?:team|engineers?|developers?|contributors?|department|specialists?|vendor"
    r"|provider|administrators?|dbas?) (?:was |were |is |are |been )?(?:alerted|notified"
    r"|informed|assigned|contacted|paged|tasked|called|asked|told|engaged|involved)\b"
    r"|\b(?:alerted|notified|informed|assigned|contacted|paged|called|asked|engaged)"
    r" (?:a |the |our )?(?:[\w-]+ ){0,2}?(?:team|engineers?|developers?"
    r"|department|vendor|provider)\b"
    r"|\b[\w-]+ (?:is|was|were) tasked with\b"
)
_BROUGHT_IN = pattern(
    r"\b(?:is|was|are|were|been|got|gets) (?:brought|called|pulled|looped|drawn|roped"
    r"|asked|dragged|invited|summoned) (?:in|on)\b|\bdial(?:s|l?ed) in\b|\bwar ?room\b"
    r"|\bbridge call\b|\b(?:joins?|joined) (?:the call|us"
    r"|in|the "
    r"(?:bridge|war room|investigation|effort|incident|response))\b"
)
_PASSED_ON = pattern(
    r"\b(?:goes|went|passed|handed|given|turned|moved|transferred|taken|raised"
    r"|reported|sent"
    r"|forwarded|assigned|referred|brought)"
    r" (?:it |this |the \w+ |him |them |her )?(?:over |on |up )?(?:to|with) (?:the "
    r"|our |a |an |its )"
)
_DEVICES = """
    monitor*, alert, alerts, alarm*, pager*, pagerduty, datadog, nagios, grafana
    prometheus, zabbix, cloudwatch, sentry, opsgenie, pingdom, uptime*, probe*, watchdog*
    health ?check*, automat*, notification*, dashboard*, detector
"""
# An alert that pages the engineer on call is a detection.
BY_AN_ALERT = pattern(
    rf"(?<!\w){either(_DEVICES)}(?!\w)[^.!?;]{{0,60}}?\b(?:pag|(?<!on-)(?<!on )call"
    rf"|notif|alert|wak"
    rf"|woke|reach"
    r"|contact|inform|sent|told)\w*"
)
_ASKED_TO_LOOK = pattern(
    r"\b(?:asks?|asked|invites?|invited|begs?|begged|wakes?(?: up)?|woke(?: up)?"
    r"|calls?(?: up)?"
    r"|called(?: up)?|shout(?:s|ed) for|(?:call|chat|talk|spoke|talked"
    r"|sat down) (?:with|to)) "
    r"(?:(?:the|our|my|a) (?:[\w-]+ ){1,3}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    r"(?=,| to (?:have a |take a )?(?:look|help|check|join|assist|step|investigate"
    r"|debug)|\.|$)"
)
TO_A_NAME = pattern(
    r"\b(?:to|with|by|called|calls|paged|pages|contacted|informed|asked) "
    r"(?:Mr\.? |Mrs\.? |Ms\.? |Dr\.? |our |the |a )?[A-Z][a-z]+"
)
_JOINED_BY_NAME = pattern(
    r"(?:^|[-.:;,\u2013\u2014)\]] ?|\band |-> ?)(?!We\b|I\b|The\b|It\b"
    r"|They\b)[A-Z][a-z]+(?: [A-Z][a-z]+)?(?: \([^)]*\))?,?"
    r" (?:is |was )?(?:joins?|joined|takes? over|took over|steps? in|stepped in|brought in"
    r"|called in|gets involved|woken|is paged|paged)\b"
    r"|\b(?:[Pp]assed|[Hh]anded|[Tt]ransferred|[Ff]orwarded|[Gg]iven|[Gg]oes|[Ww]ent|[Tt]aken"
    r"|[Bb]rought|[Tt]urned)(?: (?:it|this|over|on|up|in)){0,2} to (?:Mr\.? |Ms\.? |Dr\.? "
    r"|Prof\.? )?(?!The\b|Production\b|UTC\b)[A-Z][a-z]+\b(?!\.\w)"
)


# The writer did: "Called the data centre".
_BEGINS_BY_CALLING = pattern(
    r"^[\W\d]*(?:[ap]m\W+)?(?:called|paged|contacted|phoned|rang|consulted|summoned|engaged"
    r"|involved|woke|got hold of)"
    r" (?!users?\b|customers?\b|clients?\b|back\b|off\b|it\b)\w"
)


def calls_for_help(text: str, low: str) -> bool:
    """Tell whether a sentence says that somebody was called, brought in, handed it."""
    if TEAM.search(low) and _CALLED_IN.search(low):
        return True
    passed = _PASSED_ON.search(low)
    if passed and TEAM.search(low, passed.end()):
        return True
    if _BEGINS_BY_CALLING.search(low) or _WE_CALL.search(low) or _BROUGHT_IN.search(low):
        return True
    return bool(_JOINED_BY_NAME.search(text) or _ASKED_TO_LOOK.search(text))
