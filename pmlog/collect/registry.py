"""All formats, in the order in which they are tried: the peculiar before the general."""

from __future__ import annotations

import difflib

from pmlog.collect.format import Format
from pmlog.collect.formats import (
    alertmanager,
    atuin,
    git_log,
    github,
    irc,
    journald,
    jsonl,
    kubernetes,
    lines,
    pagerduty,
    prometheus,
    shell_history,
    slack,
    statuspage,
    syslog,
    table,
)
from pmlog.errors import UsageError

IN_CODE = (
    kubernetes.FORMAT,
    journald.FORMAT,
    pagerduty.FORMAT,
    alertmanager.FORMAT,
    prometheus.FORMAT,
    statuspage.FORMAT,
    github.FORMAT,
    slack.FORMAT,
    jsonl.FORMAT,
    atuin.FORMAT,
    git_log.FORMAT,
    shell_history.ZSH,
    shell_history.FISH,
    shell_history.BASH,
    irc.WEECHAT,
    irc.IRSSI,
    syslog.FORMAT,
    table.FORMAT,
    lines.FORMAT,
)


def named(name: str, formats: tuple[Format, ...]) -> Format:
    """Return the format of a name. UsageError when there is none."""
    known = {each.name: each for each in formats}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"it is one of: {', '.join(known)}"
    raise UsageError(f"no format {name!r}; {hint}")
