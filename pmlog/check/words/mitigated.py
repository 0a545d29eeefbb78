"""The words of mending: what was done, that it is well again."""

from __future__ import annotations

from pmlog.check.words.phrasing import either, spoken
from pmlog.text.patterns import pattern

_MEND_VERBS = r"""
    recycl*, boot(s|ed), fail-?over, bought, buys, push(es|ed), power (is|was) back
    (take|takes|taken|took) (\w+ ){0,3}out, (is|are|was|were) set, fix(es|ed|ing)?
    repair*, patch*, hot-?fix*, roll(ed|s|ing)?[- ](\w+ ){0,3}?back, roll-?back*, revert*
    restart*, reboot*, reload*, re-?deploy*, deploy*, re-?plac*, remov*, delet*
    drop(s|ped|ping), clear(s|ed|ing), purg*, flush*, kill*, terminat*, stop(s|ped|ping)
    disabl*, (re-?)?enabl*, turn(ed|s|ing)? (on|off|back|\w+ (on|off))
    switch(ed|es|ing)? (\w+ ){0,3}?(back|off|on|over|to), fail(ed|s|ing)? over
    scal(e|es|ed|ing)( \w+)? (up|out|down|to), scaled, add(s|ed|ing), increas(e|es|ed|ing)
    rais(es|ed|ing), lower*, reduc*, extend*, expand*, resiz*, enlarg*, doubl(es|ed|ing)
    renew*, reissu*, re-issu*, rotat(es|ed|ing), issu(es|ed), install*, upgrad*, downgrad*
    updat(e|es|ed|ing), correct(s|ed|ing|ion), chang(e|es|ed|ing)
    set (back|to|the|up|it|its|again)?, put(s|ting)?, gave, gives, given, giving back
    restor(es|ed|ing), recover(ed|s|ing), rebuil*, re-?creat*, creat(e|es|ed|ing|ion)
    re-?writ*, rewrote, wrote ... into, edit(s|ed|ing), modif*, configur(e|es|ed|ing)
    re-?configur*, adjust*, tun(es|ed|ing), optimi[sz](es|ed|ing), mov(es|ed|ing)
    migrat(es|ed|ing), redirect*, re-?rout*, unblock*, block(s|ed|ing), (un)?plug(ged|s)
    re-?connect*, swap(s|ped)?, demot*, promot*, paus(e|es|ed|ing), cancel*, re-?set
    resets, re-?index*, drain(s|ed|ing), isolat(e|ed|es), implement*, appl(y|ies|ied|ying)
    workaround, work-around, mitigat(e|es|ed|ing), opened port*, allow(s|ed|ing)
    grant(s|ed|ing), whitelist*, pin(s|ned), bounc(e|es|ed), truncat*, compress*, archiv*
    free(s|d|ing)( up)?, provision*, releas(e|es|ed|ing) (the|a|an|it), redistribut*
    separat*, limit(s|ed|ing), throttl*, rate-limit*, re-?start*
    (job|service|server|process|it|worker*) (was |is )?(re)?started
    start(s|ed) (the|it|a|\w+ again|again), brought (\w+ )?(back|up|it)
    bring(s|ing)? (\w+ )?(back|up|online), cleaned, cleans, clean(ing)? up, rename(s|d)
    sent a new, cut (a new|over), merg(es|ed|ing), published, re-?import*
    sync(s|ed|hroni[sz]ed), point(s|ed|ing) (\w+ ){0,3}?(back|to), empt(y|ies|ied)
    uninstall*, used (a|the) backup, regenerat*, generat(es|ed), sign(s|ed) (a|it)
    cop(ies|ied|y), re-?register*, kick(ed|s) (off|the), force(s|d)
    ran (the|a) (fix|script|migration|playbook), shut(s)? down, replaced, topped up, paid
    pays, exchang*, repoint*, hand(s|ed) it to the, back-?fill*, replay*, re-?process*
    re-?sent, resend*, gave (\w+ ){0,3}?back, clos(ed|ing), refactor*, rework*
    re-?structur*, invalidat*, evict(ed|s), re-?attach*, re-?mount*, mount(ed|s)
"""
MENDED = spoken(_MEND_VERBS)
SOMEBODY_DID = pattern(
    r"(?:(?:then|finally|first|afterwards|next|also|later|so|and),? )?(?:we|i|they"
    r"|(?:the|our) "
    r"(?:[\w-]+ )?(?:team|engineers?|developers?|admins?|dbas?)) (?:have |then |also "
    r"|first |quickly )*"
)
# The fix is spoken of as such.
MEND_NAMED = spoken(r"""
    (to|we|i|they|team|was|were|then) (\w+ )?(fix(ed|es)?|resolved?|solved?)
    (finally|quickly|is|been|be|and|by) (\w+ )?(fix(ed|es)?|resolved?|solved?)
    (to|we|i|they|team|was|were|then) (\w+ )?(repair(ed|s)?|correct(ed)?|mend(ed)?)
    (finally|quickly|is|been|be|and|by) (\w+ )?(repair(ed|s)?|correct(ed)?|mend(ed)?)
    (to|we|i|they|team|was|were|then) (\w+ )?(remed(y|ied)|restored?|recovered?)
    (to|we|i|they|team|was|were|then) (\w+ )?(mitigated?|address(ed|es))
    (finally|quickly|is|been|be|and|by) (\w+ )?(remed(y|ied)|restored?|recovered?)
    (finally|quickly|is|been|be|and|by) (\w+ )?(mitigated?|address(ed|es))
    the (quick |immediate |permanent |final |long-term )?(fix|solution|resolution)
    the (quick |immediate |permanent |final |long-term )?(remedy|correction|repair|cure)
    the (short-term |temporary |real |actual )?(fix|solution|resolution)
    the (short-term |temporary |real |actual )?(remedy|correction|repair|cure), resolution
    solution, remediation, fixing (it|this|the)
    (fixed|resolved|solved|repaired|restored) (by|with|through|when|after)
    (fixed|resolved|solved|repaired|restored) (once|using|via|it|this|the)
    (corrected|mended|cured|remedied) (by|with|through|when|after)
    (corrected|mended|cured|remedied) (once|using|via|it|this|the)
    rolled (\w+ ){0,3}?back, rolling (\w+ ){0,3}?back, roll(ing)? ?back*, rollback
    git revert, brought ... back
    revert(ed|ing), as a (fix|remedy|workaround), workaround, hot-?fix*
    for the (correction|solution|fix), the (recovery|repair) (was|took|consisted)
    to (recover|restore|solve|remedy|correct|repair|resolve|mitigate|fix)
    fix(ed)? (was|is|it|for), patch(ed)? (was|the), in order to (fix|resolve|restore)
""")
RESOLVED_BY = pattern(
    r"\b(?:resolv|fix|restor|solv|mitigat|recover|clos)\w*\b[^.!?;]{0,50}"
    r"\b(?:by|after|when|through|once|with|using|via|thanks to)\b(?! \d)"
)
# "The supplier sent a new one and orders went through."
AND_ALL_WELL = pattern(
    r"\w+ (?:and|so|which|whereupon|until|after which|then)\b[^.]{0,60}\b(?:opens?|opened"
    r"|works?|worked|went through|succeed(?:s|ed)?|loads?|loaded|comes? out|came out"
    r"|(?:is|are|was|were|came) (?:all )?(?:back|there|well|live|up|gone|\w+ again))\b"
)
RESOLVED = spoken("""
    resolv*, restor*, recover*, fixed, solved, solution, stabili*, resolution, operational
    normal*, back (up|online|to|on|in|live|again), running (again|normally|smoothly)
    working (again|normally), reachable again, loads again, is over, was over, closed
    success*, online again, ok again, fix (was )?(deployed|applied|released)
    all (is|was) well, up again, live again, healthy again
    services? (is|are|was|were) (up|back), end of (the )?(incident|outage)
""")
_FOUND = spoken(
    "(sees|saw|finds?|found|shows|showed|reads|says|said|list(s|ed)|notic(es|ed)|spot(s|ted))"
)
_AND_MENDED = pattern(
    rf"\b(?:and|then|so|which|whereupon|before|after"
    rf"|but) (?:\w+ ){{0,4}}?{either(_MEND_VERBS)}(?!\w)"
)


def mends(low: str) -> bool:
    """Tell whether a sentence says that something was done; what was found is no act."""
    match = _FOUND.search(low)
    if match is None:
        return bool(MENDED.search(low))
    is_before = MENDED.search(low, 0, match.start())
    return bool(is_before or _AND_MENDED.search(low, match.end()))


def repairs(text: str, low: str) -> bool:
    """Tell whether a sentence tells a repair that people made, in the past.

    The present tells how a thing works, and what a machine did is no repair.
    """
    if not (_PEOPLE_DID.search(low) or _NAME_DID.search(text)) or not mends(low):
        return False
    past = (match for match in MENDED.finditer(low) if not match[0].endswith("s"))
    return any(
        not (_NEVER.search(low, 0, match.start()) or _ARTICLE.search(low[: match.start()]))
        for match in past
    )


_PEOPLE_DID = pattern(
    rf"\b(?:we|i|he|she|they|team|support|engineers?|developers?|admins?|administrators?"
    r"|vendor|provider|technicians?|dbas?|operators?|crew|staff|colleagues?|ops|devops)\b"
    rf"|\b(?:was|were|been|be|is|are|got|being|and"
    rf"|,) (?:\w+ ){{0,2}}?{either(_MEND_VERBS)}(?!\w)"
    rf"|^(?:then |finally |afterwards |next |also |now ,?)?{either(_MEND_VERBS)}(?!\w)"
)
_NAME_DID = pattern(
    r"(?:^|[;,] |\band |\bthen )(?!(?:After|Before|When|While|Once|Since|The|This|That"
    r"|It|At|In|On"
    r"|As|If|But|So|Each|Every|All|No|Nobody|Then|Because|Normally)\b)[A-Z][a-z]+"
    r"(?: [A-Z][a-z]+)? (?:then |also |finally )?[a-z]+(?:ed|t|ew|ought|ote|ut|ade|ave)\b"
)
# "After the deploy" tells when, not what was done.
_ARTICLE = pattern(r"\b(?:the|an?|each|every|this|that) $")
_NEVER = pattern(r"\b(?:no|not|never|nothing|nobody|without)\b")


# After the fix it is looked at, not told again.
_LOOKED_AFTER = pattern(
    r"(?:(?:afterwards|then|after that|after the \w+|finally|later|next"
    r"|also),? )?(?:we|i|the team|\w+)"
    r" (?:then |also |later |finally )?(?:checked|verified|confirmed|tested|monitored"
    r"|watched"
    r"|validated|observed|made sure|uploaded|fired|ran (?:\w+ ){0,2}tests?)\b"
)


def only_verifies(low: str) -> bool:
    """Tell whether a sentence says that the result was looked at."""
    return bool(_LOOKED_AFTER.match(low))


# "So this was fixed and now it works": that it was, and nothing of how.
_CLAIM = pattern(
    r"\b(?:fix|resolv|repair|solv|restor|recover|correct|remed|mitigat|mend)\w*"
)
_A_CLAIM = 12


def only_claims(low: str) -> bool:
    """Tell whether a short sentence says that it was fixed, and not by what."""
    if len(low.split()) > _A_CLAIM or not _CLAIM.search(low) or RESOLVED_BY.search(low):
        return False
    return all(_CLAIM.match(match[0]) for match in MENDED.finditer(low))


ALL_WELL = spoken("""
    (service*|site|website|system*|traffic|everything|app|application) ... restored
    (operation*|users?|access|connectivity|server*|database|api) ... restored
    back to normal, fully (restored|recovered|operational|resolved), recovered
    returned to, resumed, now running, stabili*
    incident (was |is )?(closed|resolved|over)
    issue (was |is |has been )?(fully )?resolved
    no (further|more|other|residual|new|additional) (issues?|errors?|problems?)
    no (further|more|other|residual|new|additional) (signs?|complaints?|incidents?)
    resolved, normal again, back (up|online|live)
""")
