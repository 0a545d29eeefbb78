"""The editor, the pager, the templates, and what the shell has read of pmlog."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from pmlog import paths
from pmlog.doctor.sign import Sign, Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHELLS = ("bash", "zsh", "fish")


def signs(around: Surroundings) -> Iterator[Sign]:
    """Yield the programs that pmlog would call, and what the shell has of it."""
    environ = around.environ
    templates = paths.user_templates(environ)
    yield Sign("templates", templates or "none", "yours win over the shipped")
    yield _program("editor", environ, ("PMLOG_EDITOR", "VISUAL", "EDITOR"), "vi")
    yield _program("pager", environ, ("PMLOG_PAGER", "PAGER"), "less")
    yield _integration(around)


def _program(
    name: str, environ: Mapping[str, str], variables: tuple[str, ...], default: str
) -> Sign:
    source = next((each for each in variables if environ.get(each)), "")
    command = environ[source] if source else default
    is_there = shutil.which(command.split()[0]) if command.split() else None
    problem = "" if is_there else f"there is no such program; set {variables[-1]}"
    return Sign(name, command, source or "the default", problem)


def _integration(around: Surroundings) -> Sign:
    """Return which shell's script was read, and whether by the shell that asks.

    The script exports its shell's number: what a shell inherited it has not read.
    """
    environ = around.environ
    loaded, reader = environ.get("PMLOG_SHELL", ""), environ.get("PMLOG_SHELL_PID", "")
    called_from = _shell_called(around.parent) or _named(environ.get("SHELL", ""))
    if loaded and reader == str(around.parent):
        parts = environ.get("PMLOG_SHELL_WITH", "")
        more = f", with {parts}" if parts else ""
        return Sign("shell", loaded, f"it has read what pmlog shell-init prints{more}")
    line = f"pmlog shell-init {called_from}" if called_from else "pmlog shell-init"
    if loaded:
        why = f"another {loaded} above this one has read it; {line} is for this shell"
    else:
        why = f"without short commands and TAB: {line} adds them"
    return Sign("shell", called_from or environ.get("SHELL") or "unknown", why)


def _shell_called(process: int) -> str:
    """Return which shell a process is, "" if it is none or the kernel does not tell."""
    try:
        with open(f"/proc/{process}/comm", encoding="utf-8", errors="replace") as file:
            return _named(file.read().strip())
    except OSError:
        return ""


def _named(path: str) -> str:
    name = os.path.basename(path).lstrip("-")
    return name if name in SHELLS else ""
