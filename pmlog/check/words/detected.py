"""The words of noticing: what watches, who sees it, who tells of it."""

from __future__ import annotations

from pmlog.check.words.impact import USERS
from pmlog.check.words.phrasing import either, spoken
from pmlog.text.patterns import pattern

# What watches by itself.
WATCHES = """
    monitor, monitors, monitoring, monitored, alert, alerts, alerted, alerting, alarm*
    pager*, pagerduty, datadog, data dog, nagios, new relic, newrelic, grafana, prometheus
    uptime*, zabbix, cloudwatch, cloud watch, sentry, splunk, kibana, opsgenie, pingdom
    statuscake, status cake, wavefront, sensu, icinga, dynatrace, appdynamics, honeycomb
    health ?-?check*, probe, probes, watchdog*, automated, automatic*, dashboard*, sensor*
    synthetic*, canary, notification*, anomaly detect*, burn-rate, error rate*, slo
    metrics?, graphs?, threshold*, pages the, paged the, paged, reporting system, detector
    bot, heartbeat*
"""
WATCH = spoken(WATCHES)
_NO_WATCH = spoken(r"""
    no (alert*|alarm*|monitor*), (not|never) (alert*|fire*|trigger*)
    without (an? )?(alert*|alarm*)
    alert* (was|were|is|are)? ?(closed|cleared|clears|resolved|silenced|stopped|off|gone)
    (keep|kept|continu*|still|heightened|under|post-?\w*) monitoring
    monitoring (period|continues)
""")
# Who may notice, and how that is said.
_SEEN = """
    notic(e|es|ed|ing), spot(s|ted)?, observe(s|d)?, realis(e|es|ed), realiz(e|es|ed)
    discover(s|ed)?, detect(s|ed)?, wonder(s|ed) why, turn(s|ed) red, stumble(s|d)
    catch(es)?, caught, picks? up, picked up, flag(s|ged)?, raise(s|d)? their hands?
    raise(s|d) (the|an?) (alarm|flag|issue|concern)
"""
SEEN = spoken(_SEEN)
# "Was noticed" and "issue detected" say nothing of who did.
_NO_OBSERVER_LIST = """
    was were been is are be got first also when issue issues outage problem incident error
    errors failure anomaly
"""
_NO_OBSERVER = frozenset(_NO_OBSERVER_LIST.split())
_A_FEW = 2
_SAW_ERRORS = pattern(
    r"\b(?:engineers?|developers?|devs?|admins?|sysadmins?|operators?|team|colleagues?|i|we"
    r"|testers?|qa|students?|interns?|technicians?|somebody|someone"
    r"|lead)\b[^.!?;]{0,40}? (?:saw|sees|see)"
    r" (?:\w+ ){0,3}?(?:errors?|fail\w*|alerts?|[45]\d\d\w*|timeouts?|blank|down"
    r"|spike\w*)\b|\b(?:i|we|our \w+|[a-z]+er) (?:\w+ ){0,5}?could not(?=$|[.,]"
    r"| (?:open|log"
    r"|access|load|reach|connect|see|use)\b)|\bsees the (?:error|page|message)\b"
    r"|\bwarn(?:s|ed) (?:us|the|me|every)"
)
_MEANS = pattern(
    rf"(?<!\w)(?:{either(_SEEN)}|identified|found|reported|noted|seen|raised|uncovered"
    rf"|observed"
    r"|detection|discovery|identification)(?!\w)"
    r"[^.!?;]{0,50}?\b(?:by|via|through|thanks to|when|while|during|using|from|after"
    r"|because"
    r"|upon|as soon as|with)\b(?! (?:the )?(?:same|\d|noon|midnight))"
    r"|\b(?:ran into|came across|encounter(?:s|ed)|first (?:saw|to see)|tipped off)\b"
)
_TOLD = """
    report(s|ed|ing), complain*, complaint*, contact*, ticket*, tweet*, call, called
    calls, calling, phone*, phoned, rang, rings, email*, e-mail*, mail*, notif*, inform*
    flood*, feedback, tell, tells, told, messag*
    (wrote|writes|write|writing) (to|in|that|on|us|a), text(s|ed)
    ask(s|ed|ing) (why|us|if|whether), roar*, cries, cry, cried, alert*, voice*, shout*
    scream*, post*, ping(s|ed), dm, dms, whatsapp, slack*, rais*, unhappy, angry
    (start*|began) to (call|complain|write)
"""
_USERS_TOLD = pattern(
    rf"{USERS.pattern}[^.!?;]{{0,60}}?(?<!\w){either(_TOLD)}(?!\w)"
    rf"|(?<!\w){either(_TOLD)}(?!\w)[^.!?;]{{0,30}}?\b(?:from|by"
    rf"|of)\b[^.!?;]{{0,30}}?{USERS.pattern}"
)
# "A nurse called us": who calls from outside tells of it; who is on call calls for help.
_TOLD_BY = pattern(
    r"(?:^|[-.:;,)*|\u2013\u2014] ?)(?:an? |the |one |two |three |some |several |our "
    r"|many )?"
    r"(?P<who>[\w' -]{2,40}?) (?:(?:called|rang|phoned|told|wrote (?:to|in|that|on|us)"
    r"|e?mailed|texted|messaged|tweeted|reported|complained|alerted|pinged|asked why)\b"
    # "Chat messages fail": only before these is it a verb.
    r"|(?:calls?|rings?|phones?|tells?|writes?|e?mails?|texts?|messages?|tweets?|reports?"
    r"|complains?|alerts?|pings?|asks?)(?=[:,\"]| (?:us|me|in|the|our|that|to|about|an?|it"
    r"|him|her|support|why|again|whether)\b))"
)
_OURS = spoken(r"""
    on-call, on call, engineer*, developer*, team, we, i, they, technician*, admin*, sre
    support, administrator*, operator*, script*, job*, cron, code, process, dev, dba*, he
    she, it, which, that, and, who, was, were, been, is, server*, api, log*, node*, issue*
    the\Z, a\Z, an\Z, to\Z, no\Z, our\Z, system, app, application, problem*, incident
    service*, database*, error*, curl, command
""")
_GOT_WORD = spoken("""
    (got|get|gets|received|receives|receive) ... (call|calls|message*|email*)
    (got|get|gets|received|receives|receive) ... (e-mail*|text|texts|sms|ping)
    (receiving|getting|saw|came|comes|arriv*|in) ... (call|calls|message*|email*)
    (receiving|getting|saw|came|comes|arriv*|in) ... (e-mail*|text|texts|sms|ping)
    (got|get|gets|received|receives|receive) ... (page|report*|complaint*)
    (got|get|gets|received|receives|receive) ... (notification*|ticket*|alert*|phone)
    (receiving|getting|saw|came|comes|arriv*|in) ... (page|report*|complaint*)
    (receiving|getting|saw|came|comes|arriv*|in) ... (notification*|ticket*|alert*|phone)
    report* from, complaint* from, complaint* (about|of|that), user (report*|complaint*)
    customer (report*|complaint*|ticket*), support (ticket|chat|desk|line|queue)*
    help ?desk, hot-?line, phone (rang|rings|started), inbox*, word (from|came)
    social media, feedback from, looked at (the|a|our) (dashboard*|graph*|monitor*)
    how we (find|found|know|knew|learn*) (out|about|of)?
""")
# That it became known, whoever noticed.
_NEWS = """
    detection, discovery, notified, alert*, alarm*, paged, pager*, report(s|ed|ing)
    complain*, became aware, become aware, becomes aware, aware of, knew, know about
    learn* (of|about|that), found out, find out, heard (of|about)
    first (seen|sign|signs|symptom*|report*), came to light, identif(ied|ies)
    (issue|problem|error) (was |is )?(found|seen|raised|surfaced|noted)
    (outage|incident|bug|fault) (was |is )?(found|seen|raised|surfaced|noted)
    came to (our|the) attention, brought to (our|the) attention, encounter*, ran into
    came across, caught, acknowledg*, tweet*, surfaced, wrote to us, called us, calls us
    told us, incident (opened|declared), trigger* ... (alert*|alarm*)
"""
NEWS = spoken(_SEEN, _NEWS)
# What users saw in a summary is no news of it; an entry's "sees errors" is.
KNOWN = spoken(
    _SEEN,
    _NEWS,
    """
    (saw|see|seeing|sees) (the|an?|that|some|many|several|errors|failures|500)
""",
)


# "The reported login failures"; "users encountered an error".
REPORTED = spoken("""
    reported, complaint*, was (noticed|detected|discovered), user* ... encounter*
""")


def says_how_noticed(low: str) -> bool:
    """Tell whether a sentence says who or what noticed."""
    if WATCH.search(low) and not _NO_WATCH.search(low):
        return True
    if any(p.search(low) for p in (_SAW_ERRORS, _MEANS, _GOT_WORD)):
        return True
    return _is_seen_by_somebody(low) or says_who_told(low)


def _is_seen_by_somebody(low: str) -> bool:
    for match in SEEN.finditer(low):
        before = _LAST_WORD.search(low[: match.start()])
        if before is None:
            # "Noticed errors in the log": the writer did.
            return low.count(" ", match.end()) >= _A_FEW
        if before[1] not in _NO_OBSERVER:
            return True
    return False


# The clock before "noticed" is no observer.
_LAST_WORD = pattern(r"(?!(?:[ap]m|utc|gmt|hrs|h)\b)(?<!\w)([a-z][\w'-]*)\W*$")


def says_users_told(low: str) -> bool:
    """Tell whether users brought the news."""
    return bool(_USERS_TOLD.search(low))


def says_who_told(low: str) -> bool:
    """Tell whether users, or others from outside, brought the news."""
    if says_users_told(low):
        return True
    match = _TOLD_BY.search(low)
    return match is not None and not _OURS.search(match["who"])


DETECTED_BY = pattern(r"\b(?:detected|noticed|spotted|discovered|flagged) by\b")
VAGUE_TIME = spoken(r"""
    immediately, morning, afternoon, evening, night, noon, midday, dawn, today, yesterday
    minutes (later|after|into|before), hours? (later|after|into|before)
    shortly (after|before), soon after, same day, next day
    (mon|tues|wednes|thurs|fri|satur|sun)day, instantly, at once, right (after|away)
    seconds (later|after), within (minutes|seconds|an hour|\d+), late* that
""")
