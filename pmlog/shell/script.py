"""A shell's script, filled in.

A script in templates/shell is plain text of its language with two things more: @NAME@ is
a value, and what stands between the lines "#{ part" and "#}" is repeated for each set of
values of that part, or left out where there is none.
"""

from __future__ import annotations

import os

from pmlog import paths
from pmlog.errors import UsageError
from pmlog.namedtuple import NamedTuple
from pmlog.shell.shorts import PREFIX, shorts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SHELLS = ("bash", "zsh", "fish")
STARTS = {
    "bash": """eval "$(pmlog shell-init bash)" in ~/.bashrc""",
    "zsh": """eval "$(pmlog shell-init zsh)" in ~/.zshrc""",
    "fish": "pmlog shell-init fish | source in ~/.config/fish/config.fish",
}
# How a key is written in the shell's own way.
_HELD = {
    "bash": {"alt": "\\e", "ctrl": "\\C-"},
    "zsh": {"alt": "^[", "ctrl": "^"},
    "fish": {"alt": "\\e", "ctrl": "\\c"},
}


class Wanted(NamedTuple):
    """What a script shall hold; the fields are the options of shell-init."""

    prefix: str = PREFIX
    cmd_names: str = "short"
    prompt: bool = False
    key: str | None = None
    sync: bool = False
    line_key: str | None = None


def script(shell: str, wanted: Wanted, program: str = "pmlog") -> str:
    """Return the script for a shell; program is how it calls pmlog.

    UsageError for a shell that is not known, a prefix or a key that will not do.
    """
    if shell not in SHELLS:
        raise UsageError(f"no shell {shell!r}; it is one of {', '.join(SHELLS)}")
    commands = shorts(wanted.prefix, wanted.cmd_names)
    everywhere = {
        "PMLOG": _quoted(program, shell),
        "NAMES": " ".join(short.name for short in commands),
        "WITH": _with_what(wanted),
    }
    named = [{"NAME": name, "WORDS": stands_for} for name, stands_for in commands]
    parts: dict[str, list[dict[str, str]]] = {
        "short": named,
        "command": [short for short in named if short["WORDS"] != "event"],
        "note": [short for short in named if short["WORDS"] == "event"],
        "prompt": [{}] if wanted.prompt else [],
        "sync": [{}] if wanted.sync else [],
        "key": [{"KEY": _key(wanted.key, shell)}] if wanted.key else [],
        "line_key": [{"KEY": _key(wanted.line_key, shell)}] if wanted.line_key else [],
    }
    path = os.path.join(paths.shipped("templates"), "shell", f"init.{shell}")
    with open(path, encoding="utf-8") as file:
        return _with(_repeated(file.read(), parts), everywhere)


def _with_what(wanted: Wanted) -> str:
    """Return what doctor tells of a script that was read."""
    parts = [f"short commands from {wanted.prefix}n on"]
    if wanted.cmd_names != "short":
        parts = ["no short commands"]
    parts += ["the prompt"] if wanted.prompt else []
    keys = filter(None, (wanted.key, wanted.line_key))
    parts += [f"the key {key}" for key in keys]
    return ", ".join(parts)


def _repeated(template: str, parts: dict[str, list[dict[str, str]]]) -> str:
    whole, *rest = template.split("#{ ")
    for piece in rest:
        body, _, after = piece.partition("#}\n")
        part, _, text = body.partition("\n")
        whole += "".join(_with(text, values) for values in parts[part]) + after
    return whole


def _with(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _quoted(word: str, shell: str) -> str:
    if all(c.isalnum() or c in "/._-+" for c in word):
        return word
    if shell == "fish":
        return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "'" + word.replace("'", "'\\''") + "'"


def _key(typed: str, shell: str) -> str:
    """Return a key in the shell's own notation: "alt-l", "ctrl-g"."""
    held, _, key = typed.lower().partition("-")
    is_key = len(key) == 1 and key.isascii() and key.isalnum()
    if held not in _HELD[shell] or not is_key or (held == "ctrl" and key.isdigit()):
        raise UsageError(f"no key {typed!r}; write it as alt-l or ctrl-g")
    return _HELD[shell][held] + key


def program(argv0: str, environ: Mapping[str, str]) -> str:
    """Return how to call the pmlog that runs as argv0: by its name, where that finds it."""
    if os.path.basename(argv0) != "pmlog":
        return "pmlog"
    mine = os.path.abspath(argv0)
    for folder in environ.get("PATH", "").split(os.pathsep):
        found = os.path.join(folder, "pmlog")
        if os.access(found, os.X_OK):
            return "pmlog" if os.path.samefile(found, mine) else mine
    return mine


def which_shell(environ: Mapping[str, str]) -> UsageError:
    """Return what to say where no shell was named."""
    name = os.path.basename(environ.get("SHELL", ""))
    if name in STARTS:
        return UsageError(f"which shell? yours seems to be {name}: put {STARTS[name]}")
    return UsageError(f"which shell? it is one of {', '.join(SHELLS)}")
