"""The words of a command -> the same words without their secrets.

A word is one thing to the shell, whatever spaces and quotes are in it; so it is looked at
before the words are joined to a line, where a quote of the shell's would end the value.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from pmlog.text import redaction, secret_table

if TYPE_CHECKING:
    from collections.abc import Sequence

# A command within a word of a command: sh -c "ssh db 'mysql -p...'".
_DEEPEST = 4
_WORD = re.compile(r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\;|&<>()])+""", re.DOTALL)


class _Argument(NamedTuple):
    """Programs, and the option of theirs behind which a password stands."""

    programs: re.Pattern[str]
    option: re.Pattern[str]
    between: str


class _Names:
    """What the table says of options and programs, compiled."""

    def __init__(self) -> None:
        pieces = secret_table.pieces()
        key, option = pieces["KEY"], pieces["OPTION"]
        flags = re.IGNORECASE | re.DOTALL | re.ASCII
        # What is assigned as a whole word is the value to its end.
        self.assigned = re.compile(
            rf"(?P<option>--?{option}|--from-literal=[^=\s]{{1,80}})=|(?:[\w.-]{{0,60}}{key}|pass)=",
            flags,
        )
        self.option = re.compile(rf"--?{option}", flags)
        self.arguments = [
            _Argument(
                re.compile(each["programs"]),
                re.compile(each["option"]),
                each.get("between", ""),
            )
            for each in secret_table.table()["argument"]
        ]


@cache
def _names() -> _Names:
    return _Names()


def redact(words: Sequence[str], depth: int = 0) -> tuple[list[str], dict[str, int]]:
    """Return the words without their secrets, and how many of each sort were in them."""
    taken = Counter[str]()
    found: list[str] = []
    before = _Before()
    for word in words:
        found.append(_redacted(word, before, taken, depth))
        before.add(word)
    return found, dict(taken)


def line(words: Sequence[str]) -> redaction.Redacted:
    """Return the words as the line that a shell would take, without secrets."""
    kept, taken = redact(words)
    counted = Counter(taken)
    kept = _across(kept, counted)
    return redaction.Redacted(shlex.join(kept), dict(counted))


def _across(words: list[str], taken: Counter[str]) -> list[str]:
    """Return words without the secrets that only several tell: "echo password: x".

    As they are, without the quotes of a shell, in which a value would end.
    """
    text = " ".join(words)
    gaps = [at - 1 for at in accumulate(len(word) + 1 for word in words)][:-1]
    while secrets := list(redaction.find(text)):
        for secret in reversed(secrets):
            mark = f"[redacted: {secret.rule.name}]"
            longer = len(mark) - (secret.end - secret.start)
            text = f"{text[: secret.start]}{mark}{text[secret.end :]}"
            taken[secret.rule.name] += 1
            gaps = [
                gap if gap < secret.start else gap + longer
                for gap in gaps
                if not secret.start <= gap < secret.end
            ]
    ends = zip([-1, *gaps], [*gaps, len(text)], strict=True)
    return [text[start + 1 : end] for start, end in ends]


class _Before:
    """What stands before a word: the last one, and the programs that have options."""

    def __init__(self) -> None:
        self.last = ""
        self._tail: list[str] = []
        self.programs: dict[int, _Argument] = {}  # by their place in the table

    def add(self, word: str) -> None:
        """Take note of a word."""
        self.last = word
        self._tail = [*self._tail[-2:], word.rpartition("/")[2]]
        # "docker login" is a program of two words, "helm registry login" of three.
        names = [" ".join(self._tail[at:]) for at in range(len(self._tail))]
        for place, argument in enumerate(_names().arguments):
            if any(map(argument.programs.fullmatch, names)):
                self.programs[place] = argument


def _redacted(word: str, before: _Before, taken: Counter[str], depth: int) -> str:
    start, name = _start_of_value(word, before)
    if start is not None and _is_value(word[start:]):
        taken[name] += 1
        return f"{word[:start]}[redacted: {name}]"
    if depth < _DEEPEST and re.search(r"\s", word):
        inner = _inner(word, taken, depth)
        # Quotes within quotes would end a value, or begin one.
        if inner != word and "'\"'\"'" in inner:
            return inner
        word = inner
    inside = redaction.redact(word)
    taken.update(inside.taken)
    return inside.text


def _is_value(text: str) -> bool:
    """Tell whether a text is what it stands for, and not where that is kept."""
    is_variable = re.match(r"\$[A-Za-z_{(]|\{\{|<|-|\[redacted: ", text)
    is_path = re.fullmatch(r"~?/[\w.-]*(?:/[\w.-]*)*", text)
    return bool(text) and not is_variable and not is_path


def _start_of_value(word: str, before: _Before) -> tuple[int | None, str]:
    """Return where in a word a secret begins that goes to its end, and of which sort."""
    names = _names()
    if match := names.assigned.match(word):
        return match.end(), "password" if match["option"] else "secret value"
    if names.option.fullmatch(before.last) and not word.startswith("-"):
        return 0, "password"
    if before.last == "--from-literal":
        return word.find("=") + 1 or None, "password"
    for argument in before.programs.values():
        match = argument.option.match(word)
        if match and match.end() < len(word):
            return _behind(word, match.end(), argument.between), "password"
        if argument.between and argument.option.fullmatch(before.last):
            return _behind(word, 0, argument.between), "password"
    return None, ""


def _behind(word: str, at: int, between: str) -> int | None:
    """Return where the value begins behind an option: of "ann:hunter2" behind the colon."""
    if between.endswith(":"):
        colon = word.find(":", at)
        return None if colon < 0 else colon + 1
    # A long option has its value behind a space or "=", not glued to it.
    return at + 1 if word[at : at + 1] == "=" else at


def _inner(word: str, taken: Counter[str], depth: int) -> str:
    """Return a word that may be a command itself, its own words looked at one by one."""
    spans = [match.span() for match in _WORD.finditer(word)]
    plain = [_unquoted(word[start:end]) for start, end in spans]
    kept, inside = redact(plain, depth + 1)
    counted = Counter(inside)
    kept = _across(kept, counted)
    # Where one secret is several words, those are no words any more.
    if not counted or len(kept) != len(plain):
        return word
    taken.update(counted)
    parts, at = [], 0
    for (start, end), old, new in zip(spans, plain, kept, strict=True):
        parts += [word[at:start], word[start:end] if old == new else _quoted(new)]
        at = end
    return "".join([*parts, word[at:]])


def _quoted(word: str) -> str:
    return (
        word
        if re.fullmatch(r"(?:[\w@%+=:,./-]|\[redacted: [\w ]+\])*", word)
        else shlex.quote(word)
    )


def _unquoted(word: str) -> str:
    try:
        return "".join(shlex.split(word))
    except ValueError:  # a quote without its other one
        return word


def prints_a_secret(words: Sequence[str]) -> bool:
    """Tell whether all that a command prints is a secret, as of "vault kv get -field"."""
    typed = " ".join([words[0].rpartition("/")[2], *words[1:]]) if words else ""
    return any(pattern.search(typed) for pattern in _commands())


@cache
def _commands() -> tuple[re.Pattern[str], ...]:
    found = []
    for each in secret_table.table()["command"]:
        parts = (re.escape(part.strip()) for part in each["words"].split("..."))
        start = ".*?".join(parts).replace(r"\ ", r"\s+(?:\S+\s+){0,4}?")
        found.append(re.compile(rf"(?<![\w-]){start}(?![\w])"))
    return tuple(found)
