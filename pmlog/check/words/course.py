"""How an entry of a timeline says that it began, was noticed, was worked on, was over."""

from __future__ import annotations

from pmlog.text.patterns import pattern

BEGAN = pattern(
    r"^(?:began|begins?|start|start of (?:the )?(?:outage|impact))\b"
    r"|\b(?:goes down|went down|go down|start(?:s|ed) (?:failing|returning|to fail)"
    r"|(?:incident|issue|outage|impact|downtime|breakdown) (?:start|begin|began)\w*"
    r"|stopp?ed (?:responding|working)|became (?:unavailable|unresponsive|inaccessible))"
)


_FAILS = (
    r"(?:fail|reject|refus|crash|drop|halt|stop|return|answer|throw|time out|timing out)"
)
# The first entry of a timeline may be of the detection, or say what went wrong first.
FIRST_HARM = pattern(
    rf"\bfirst (?:\w+ ){{0,3}}?(?:errors?|failures?|timeouts?|{_FAILS}\w*)\b"
    rf"|\b(?:starts?|started|begins?|began) (?:to )?{_FAILS}\w*"
    r"|\b(?:errors?|failures?|timeouts?|[45]\d\ds?) (?:begin|began|start|started|appear"
    r"|appeared)\b"
    r"|\b(?:expires?|expired|crashe[sd]|halts|halted|dies|died|freezes|froze)\b"
)


DETECTED = pattern(
    r"\b(?:detect|alert(?:s|ed)?\b|report(?:s|ed)\b|(?:user|customer|client)s report\b"
    r"|complain|notic|flagg|paged)"
)


FIRST_DETECTED = pattern(
    r"(?<!un)(?<!no )\b(?:detected|detection)\b|\balert\b[^.]{0,40}\b(?:fires|fired"
    r"|goes off|went off|triggers|triggered)\b|\bfirst (?:noticed|alert)\b"
)


WORK = pattern(
    r"\b(?:escalat\w+|investigat(?:ion|ed|ing) (?:began|start|of|the|into|possible)"
    r"|suspect\w+|root cause (?:was )?(?:identified|found)|users? (?:report|complain)\w*)"
)


RESTORED = pattern(
    r"\b(?:(?:service|site|website|access|functionality|operations?|connectivity"
    r"|application"
    r"|system|server|everything)s?\b[^.]{0,40}\b(?:restored|back|recovered|resumed)"
    r"|back (?:up|online|to normal)|fully (?:restored|recovered|operational)"
    r"|outage (?:ends|ended|over))"
)


# "Fixed" and "recovered" may be said of what was left to do.
RESOLVED = pattern(
    rf"{RESTORED.pattern}|\b(?:incident|issue|outage|problem)\b[^.]{{0,20}}\bresolved\b"
    r"|(?:^|[.;] )\W*resolved\b|\bresolved\W*$"
)


MENDED = pattern(
    rf"{RESTORED.pattern}|\b(?:resolved|fixed|restored|mended|recovered"
    rf"|100% online)\b"
)


AFTERWARDS = pattern(
    r"\b(?:confirm|verif|declar|monitor|clos|post-?mortem|review|observ|communicat"
    r"|announc|not"
    r"|document|meeting|follow|partial|temporar|initial|some|cause|identified|persist)"
)
