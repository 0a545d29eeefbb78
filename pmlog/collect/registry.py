"""All formats, in the order in which they are tried: the peculiar before the general."""

from __future__ import annotations

import difflib
import os

from pmlog.collect.described import toml
from pmlog.collect.described.spec import Spec
from pmlog.collect.format import Format
from pmlog.collect.formats import (
    alertmanager,
    apt,
    atuin,
    git_log,
    github,
    irc,
    journald,
    jsonl,
    kubernetes,
    lines,
    pagerduty,
    postmortem,
    prometheus,
    shell_history,
    slack,
    statuspage,
    syslog,
    table,
)
from pmlog.errors import UsageError

# Those whose marks no other tool's records have.
_PECULIAR = (
    kubernetes.FORMAT,
    journald.FORMAT,
    pagerduty.FORMAT,
    alertmanager.FORMAT,
    prometheus.FORMAT,
    statuspage.FORMAT,
    github.FORMAT,
    slack.FORMAT,
    atuin.FORMAT,
    git_log.FORMAT,
    shell_history.ZSH,
    shell_history.FISH,
    shell_history.BASH,
    atuin.LIST,
    apt.FORMAT,
    irc.WEECHAT,
    irc.IRSSI,
    postmortem.FORMAT,
)
_GENERAL = (jsonl.FORMAT, jsonl.LOG, syslog.FORMAT, table.FORMAT, lines.FORMAT)

SHIPPED = os.path.join(os.path.dirname(__file__), "described", "shipped")


def described(folder: str) -> tuple[Spec, ...]:
    """Return the formats that the TOML files of a folder describe, by their names."""
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return tuple(
        toml.load(os.path.join(folder, name)) for name in names if name.endswith(".toml")
    )


def formats(own: tuple[Spec, ...] = ()) -> tuple[Format, ...]:
    """Return all formats; a user's own come first, and replace those of their names."""
    mine = tuple(spec.format() for spec in own)
    taken = {each.name for each in mine}
    shipped = (spec.format() for spec in described(SHIPPED))
    rest = (*_PECULIAR, *shipped, *_GENERAL)
    return (*mine, *(each for each in rest if each.name not in taken))


def named(name: str, formats: tuple[Format, ...]) -> Format:
    """Return the format of a name. UsageError when there is none."""
    known = {each.name: each for each in formats}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"it is one of: {', '.join(known)}"
    raise UsageError(f"no format {name!r}; {hint}")
