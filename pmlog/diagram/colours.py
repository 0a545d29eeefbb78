"""The colours of drawings and of the page around them: light, dark and printed.

A kind of event has one colour, and it is the same in the picture and in the page's
timeline. No meaning hangs on a colour alone: each has a name, a shape or a pattern beside
it. What stands side by side differs by 3 : 1 in luminance; tests hold that.
"""

from __future__ import annotations

SCOPE = "pmlog-diagram"

# The kinds of events first, then what the bars of the picture are made of. on-X is text
# on X. Dark, the response goes from light to dark: what differs most from the paper is
# the time that nobody knew of, in either scheme.
LIGHT = {
    "paper": "#ffffff",
    "ink": "#1f2328",
    "soft": "#59636e",
    "rule": "#d1d9e0",
    "began": "#b42318",
    "detected": "#1f2328",
    "acknowledged": "#0f766e",
    "investigated": "#4d5b6b",
    "misleading": "#7d4e00",
    "escalated": "#6a3ea1",
    "communicated": "#0b5cad",
    "mitigated": "#17692f",
    "resolved": "#17692f",
    "note": "#767f89",
    "outage": "#b42318",
    "on-outage": "#ffffff",
    "easing": "#fbe4e1",
    "undetected": "#1f2328",
    "on-undetected": "#ffffff",
    "unacknowledged": "#6e7781",
    "on-unacknowledged": "#ffffff",
    "response": "#cdeae6",
    "on-response": "#0b3b37",
}
DARK = {
    "paper": "#151b23",
    "ink": "#e6edf3",
    "soft": "#9198a1",
    "rule": "#3d444d",
    "began": "#f47067",
    "detected": "#e6edf3",
    "acknowledged": "#3fb9ac",
    "investigated": "#a8b3bf",
    "misleading": "#e3b341",
    "escalated": "#b794f6",
    "communicated": "#6cb6ff",
    "mitigated": "#57ab5a",
    "resolved": "#57ab5a",
    "note": "#8b949e",
    "outage": "#f47067",
    "on-outage": "#1a0f0e",
    "easing": "#3b1a18",
    "undetected": "#e6edf3",
    "on-undetected": "#151b23",
    "unacknowledged": "#7d8590",
    "on-unacknowledged": "#0d1117",
    "response": "#123b38",
    "on-response": "#c9f2ec",
}
SCHEMES = {"light": LIGHT, "dark": DARK}


def variables(colours: dict[str, str]) -> str:
    """Return the custom properties of these colours: "--pmlog-ink:#1f2328;..."."""
    return ";".join(f"--pmlog-{name}:{colour}" for name, colour in colours.items())


def style_sheet(scheme: str | None = None) -> str:
    """Return the style of all drawings in a page, in one scheme or as the reader has it.

    All rules are scoped to the drawings' own class, but for the colours, which whoever
    draws beside them is welcome to. Paper is always light.
    """
    if scheme:
        return "\n".join((f":root{{{variables(SCHEMES[scheme])}}}", _SHAPES))
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}"
    return "\n".join((f":root{{{variables(LIGHT)}}}", dark, _SHAPES))


# "&" is the drawing.
_FIXED = """\
&{display:block;width:100%;overflow:visible;font-family:system-ui,-apple-system,\
"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:12px;\
print-color-adjust:exact}
& text{fill:var(--pmlog-ink);white-space:pre}
& text.small{font-size:11px}
& text.soft{fill:var(--pmlog-soft)}
& text.strong{font-weight:600}
& text.number{font-size:11px;font-weight:600;fill:var(--pmlog-paper)}
& line{fill:none;stroke:var(--pmlog-rule)}
& line.day{stroke:var(--pmlog-soft)}
& line.clocks{stroke:var(--pmlog-soft);stroke-dasharray:2 3}
& line.pill{stroke-width:16px;stroke-linecap:round}
& rect.outlined{stroke-width:1px}
& a:focus-visible{outline:2px solid var(--pmlog-ink)}"""
# Behind the fills of their colours.
_LAST = """\
& rect.response.outlined{stroke:var(--pmlog-acknowledged)}
& rect.dashed{fill:none;stroke-width:1.5px;stroke-dasharray:4 2}"""


def _rules() -> str:
    plain = ("paper", "ink", "soft", "rule")
    names = [name for name in LIGHT if name not in plain]
    rules = [_FIXED]
    rules += [f"& .{name}{{fill:var(--pmlog-{name})}}" for name in names]
    rules += [
        f"& :is(line,.dashed,.outlined).{name}{{stroke:var(--pmlog-{name})}}"
        for name in names
    ]
    return "\n".join((*rules, _LAST)).replace("&", f".{SCOPE}")


_SHAPES = _rules()
