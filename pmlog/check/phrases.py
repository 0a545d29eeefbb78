"""How an entry of a timeline says that it began, was noticed, was worked on, was over."""

from __future__ import annotations

import re

BEGAN = re.compile(
    r"^(?:began|begins?|start|start of (?:the )?(?:outage|impact))\b"
    r"|\b(?:goes down|went down|go down|start(?:s|ed) (?:failing|returning|to fail)"
    r"|(?:incident|issue|outage|impact|downtime|breakdown) (?:start|begin|began)\w*"
    r"|stopp?ed (?:responding|working)|became (?:unavailable|unresponsive|inaccessible))"
)


DETECTED = re.compile(
    r"\b(?:detect|alert(?:s|ed)?\b|report(?:s|ed)\b|(?:user|customer|client)s report\b"
    r"|complain|notic|flagg|paged)"
)


WORK = re.compile(
    r"\b(?:escalat\w+|investigat(?:ion|ed|ing) (?:began|start|of|the|into|possible)"
    r"|suspect\w+|root cause (?:was )?(?:identified|found)|users? (?:report|complain)\w*)"
)


RESTORED = re.compile(
    r"\b(?:(?:service|site|website|access|functionality|operations?|connectivity"
    r"|application"
    r"|system|server|everything)s?\b[^.]{0,40}\b(?:restored|back|recovered|resumed)"
    r"|back (?:up|online|to normal)|fully (?:restored|recovered|operational)"
    r"|outage (?:ends|ended|over))"
)


MENDED = re.compile(
    rf"{RESTORED.pattern}|\b(?:resolved|fixed|restored|fixes|mended|recovered"
    rf"|100% online)\b"
)


AFTERWARDS = re.compile(
    r"\b(?:confirm|verif|declar|monitor|clos|post-?mortem|review|observ|communicat"
    r"|announc|not"
    r"|document|meeting|follow|partial|temporar|initial|some|cause|identified|persist)"
)
