"""The colours of the drawing in SVG: light, dark and printed.

All rules are scoped to the drawing's own class. A page may set the variables to its own
colours. No meaning hangs on a colour alone: every bar and dot has its name beside it.
"""

from __future__ import annotations

from pmlog.diagram.layout import CHANGE
from pmlog.diagram.picture import MITIGATED, OUTAGE, RESPONSE, UNACKNOWLEDGED, UNDETECTED
from pmlog.incident import kinds

SCOPE = "pmlog-diagram"

# The variable of each kind; kinds that say the same about the outage share one.
_TONES = {
    OUTAGE: "bad",
    UNDETECTED: "bad",
    UNACKNOWLEDGED: "warm",
    RESPONSE: "work",
    MITIGATED: "better",
    kinds.BEGAN: "bad",
    kinds.DETECTED: "warm",
    kinds.ACKNOWLEDGED: "work",
    kinds.INVESTIGATED: "work",
    kinds.MISLEADING: "astray",
    kinds.ESCALATED: "people",
    kinds.COMMUNICATED: "people",
    kinds.RESOLVED: "good",
    kinds.NOTE: "muted",
    CHANGE: "muted",
}
_LIGHT = {
    "paper": "#ffffff",
    "ink": "#1f2328",
    "muted": "#59636e",
    "rule": "#d1d9e0",
    "bad": "#cf222e",
    "warm": "#e16f24",
    "work": "#4184e4",
    "better": "#54aeab",
    "good": "#1a7f37",
    "astray": "#b08800",
    "people": "#8250df",
}
_DARK = {
    "paper": "#151b23",
    "ink": "#e6edf3",
    "muted": "#9198a1",
    "rule": "#3d444d",
    "bad": "#f47067",
    "warm": "#f0883e",
    "work": "#539bf5",
    "better": "#56b6ad",
    "good": "#57ab5a",
    "astray": "#d4a72c",
    "people": "#a371f7",
}
_FIXED = """\
.{s}{{display:block;width:100%;height:auto;font-family:system-ui,-apple-system,"Segoe UI",\
Roboto,"Helvetica Neue",Arial,sans-serif;print-color-adjust:exact}}
.{s} .paper{{fill:var(--{s}-paper)}}
.{s} text{{fill:var(--{s}-ink);white-space:pre}}
.{s} text.note{{fill:var(--{s}-muted)}}
.{s} text.head{{font-weight:600;font-variant-numeric:tabular-nums}}
.{s} path{{fill:none;stroke:var(--{s}-rule);stroke-width:1}}
.{s} path.axis{{stroke-width:2}}
.{s} path.clocks{{stroke:var(--{s}-muted);stroke-width:1.5;stroke-dasharray:4 3}}
.{s} circle{{stroke:var(--{s}-paper);stroke-width:1.5}}"""


def style_sheet(name: str, wide: str, narrow: str) -> str:
    """Return the style of the drawing with an id and these aspect ratios, as "760/400"."""
    return "\n".join(
        (
            _variables(_LIGHT),
            f"@media screen and (prefers-color-scheme:dark){{{_variables(_DARK)}}}",
            _FIXED.format(s=SCOPE),
            *(_fill(kind, tone) for kind, tone in _TONES.items()),
            f"#{name}{{aspect-ratio:{wide};max-width:60rem}}",
            f".{SCOPE} .narrow{{display:none}}",
            f"@media screen and (max-width:40rem){{{_narrow(name, narrow)}}}",
        )
    )


def _fill(kind: str, tone: str) -> str:
    return f".{SCOPE} :is(rect,circle).{kind}{{fill:var(--{SCOPE}-{tone})}}"


def _narrow(name: str, ratio: str) -> str:
    shown = f".{SCOPE} .wide{{display:none}}.{SCOPE} .narrow{{display:inline}}"
    return f"#{name}{{aspect-ratio:{ratio}}}{shown}"


def _variables(colours: dict[str, str]) -> str:
    pairs = ";".join(f"--{SCOPE}-{name}:{colour}" for name, colour in colours.items())
    return f":where(.{SCOPE}){{{pairs}}}"
