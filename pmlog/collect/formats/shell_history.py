"""Histories of shells: bash with HISTTIMEFORMAT, zsh with EXTENDED_HISTORY, fish.

Of a command that only looks nothing came, and it is left out. bash writes a command of
several lines as several lines; a line "#1380630977" begins the next one. zsh escapes its
newlines with a backslash, and bytes of other scripts with a mark of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlog.collect.format import TEXT, Format, Source
from pmlog.collect.instants import NoInstant, seconds
from pmlog.collect.record import NO_TIME, Found, LeftOut, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# What changes nothing, whatever its arguments: names of programs, and no language.
_LOOKS = frozenset(
    (
        *("alias", "bat", "bg", "cal", "cat", "cd", "clear", "column", "date", "df", "dig"),
        *("dmesg", "du", "echo", "env", "exit", "export", "fg", "file", "find", "free"),
        *(
            "grep",
            "head",
            "help",
            "history",
            "htop",
            "id",
            "jobs",
            "journalctl",
            "jq",
            "la",
        ),
        *("last", "less", "ll", "ls", "lsof", "man", "more", "mtr", "netstat", "nslookup"),
        *("ping", "printenv", "pwd", "rg", "sar", "ss", "stat", "tail", "top", "tree"),
        *("type", "uname", "uptime", "vmstat", "w", "watch", "wc", "which", "who"),
        *("whoami", "zcat", "zgrep"),
    )
)
_LOOKS_WITH = re.compile(
    r"(?:git (?:status|log|diff|show|branch|blame|fetch)|kubectl (?:get|describe|logs|top|"
    r"explain|config)|docker (?:ps|logs|images|inspect|stats)|systemctl (?:status|list-\S+|"
    r"is-\S+|cat|show)|helm (?:list|ls|status|history|get)|terraform (?:plan|show)|"
    r"aws \S+ (?:describe|list|get)-\S+)\b"
)
_PREFIX = re.compile(r"^(?:\s*(?:sudo|time|command|nohup|\w+=\S*)\s+)+")
ONLY_LOOKS = "a command that only looks"


def command(
    at_us: int, text: str, *, until_us: int | None = None, author: str = "", raw: str = ""
) -> Record:
    """Return the record of a command line that was run."""
    bare = _PREFIX.sub("", text.strip())
    name = re.split(r"[\s|;&<>]", bare, maxsplit=1)[0].rpartition("/")[2]
    # What is written, piped on or chained may do anything.
    is_plain = not re.search(r"[;&>`]|\$\(|\|\s*(?:sh|bash|xargs|sudo|tee)\b", bare)
    looks = is_plain and (name in _LOOKS or bool(_LOOKS_WITH.match(bare)))
    return Record(
        at_us,
        f"ran: {text.strip()}",
        until_us,
        author=author,
        raw=raw or text,
        minor=ONLY_LOOKS if looks else "",
    )


def _is_bash(lines: list[str]) -> bool:
    return any(re.fullmatch(r"#\d{9,10}", line, re.ASCII) for line in lines)


def _read_bash(lines: Iterable[str], source: Source) -> Iterator[Found]:
    """Yield the commands; those before the first time have none."""
    held: list[str] = []
    at, first = "", 0
    for number, line in enumerate(lines, 1):
        if re.fullmatch(r"#\d{9,10}", line, re.ASCII):
            yield from _bash(at, held, first, source)
            at, held, first = line[1:], [], number + 1
        elif at:
            held.append(line)
        elif line.strip():
            yield LeftOut(NO_TIME, line[:200], f"line {number}")
    yield from _bash(at, held, first, source)


def _bash(at: str, held: list[str], first: int, source: Source) -> Iterator[Found]:
    text = "\n".join(held).strip()
    if at and text:
        yield from _told(lambda: command(seconds(at), text), text, first, source)


_ZSH = re.compile(r": (\d{9,10}):(\d+);(.*)", re.ASCII | re.DOTALL)


def _is_zsh(lines: list[str]) -> bool:
    return any(_ZSH.match(line) for line in lines[:5])


def _read_zsh(lines: Iterable[str], source: Source) -> Iterator[Found]:
    held, first = "", 0
    for number, line in enumerate(lines, 1):
        if held:
            held += "\n" + line
        else:
            held, first = line, number
        # As zsh reads it: a command that ends with a backslash got a space behind it.
        if line.endswith("\\"):
            held = held[:-1]
            continue
        yield from _zsh(held, first, source)
        held = ""
    if held:
        yield from _zsh(held, first, source)


def _zsh(held: str, number: int, source: Source) -> Iterator[Found]:
    match = _ZSH.fullmatch(held)
    if match is None:
        if held.strip():
            yield LeftOut(NO_TIME, held[:200], f"line {number}")
        return
    at, length, text = match.groups()

    def made() -> Record:
        at_us = seconds(at)
        lasted = seconds(length) if int(length) and len(length) < 9 else 0
        until_us = at_us + lasted if lasted else None
        return command(at_us, _unmarked(text), until_us=until_us, raw=held)

    yield from _told(made, text, number, source)


def _unmarked(text: str) -> str:
    """Return a text whose bytes zsh marked: 0x83 says that the next one is turned by 32."""
    raw = text.encode("utf-8", "surrogateescape")
    if b"\x83" in raw:
        raw = re.sub(rb"\x83(.)", lambda m: bytes([m[1][0] ^ 32]), raw, flags=re.DOTALL)
    return raw.decode("utf-8", "replace")


def _is_fish(lines: list[str]) -> bool:
    return lines[0].startswith("- cmd: ")


def _read_fish(lines: Iterable[str], source: Source) -> Iterator[Found]:
    text, at, first = "", "", 0
    for number, line in enumerate(lines, 1):
        if line.startswith("- cmd: "):
            yield from _fish(text, at, first, source)
            text, at, first = line.removeprefix("- cmd: "), "", number
        elif line.startswith("  when: "):
            at = line.removeprefix("  when: ").strip()
    yield from _fish(text, at, first, source)


def _fish(text: str, at: str, number: int, source: Source) -> Iterator[Found]:
    if text:
        plain = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)
        yield from _told(lambda: command(seconds(at), plain), plain, number, source)


def _told(
    made: Callable[[], Record], text: str, number: int, source: Source
) -> Iterator[Found]:
    del source  # epochs need no zone
    where = f"line {number}"
    try:
        yield made()._replace(where=where)
    except NoInstant as error:
        yield LeftOut(str(error), text[:200], where)


BASH = Format(
    "bash",
    "bash: a history with times (HISTTIMEFORMAT set)",
    "~/.bash_history",
    TEXT,
    _is_bash,
    _read_bash,
)
ZSH = Format(
    "zsh",
    "zsh: a history with times (EXTENDED_HISTORY set)",
    "~/.zsh_history",
    TEXT,
    _is_zsh,
    _read_zsh,
)
FISH = Format(
    "fish",
    "fish: its history",
    "~/.local/share/fish/fish_history",
    TEXT,
    _is_fish,
    _read_fish,
)
