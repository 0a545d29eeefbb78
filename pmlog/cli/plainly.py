"""Commands that read and print, called without Typer: it takes longer to import than they.

Which options they have stands in the table that is made from Typer's (shell/table), and
the function is the one that Typer calls. What is not plain, such as a number, help or a
mistake, is declined: Typer takes the same words, and says what is wrong with them.
"""

from __future__ import annotations

from pmlog.cli import ending, options
from pmlog.cli.session import Session
from pmlog.cli.table import COMMANDS
from pmlog.namedtuple import NamedTuple
from pmlog.shell import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

CALLED = ("timeline", "status", "list", "metrics", "search", "render", "check")


class _Context(NamedTuple):
    """What these commands ask of Typer's context: their session."""

    obj: Session

    def find_root(self) -> _Context:
        return self


class _Declined(Exception):
    """Typer knows better what to do with the words."""


def run(argv: Sequence[str], environ: Mapping[str, str], now_us: int) -> int | None:
    """Run a command that is called so; return its exit code, None to decline."""
    if not argv or argv[0] not in CALLED:
        return None
    command = next(each for each in COMMANDS if each.words == argv[0]).function()
    try:
        given = _given(argv[1:], table.parameters(argv[0]), options.names(command))
    except _Declined:
        return None
    context = _Context(Session(environ, now_us))
    return ending.code_of(lambda: command(context, **given))


def _given(
    words: Sequence[str], known: Sequence[tuple[str, str]], names: Sequence[str]
) -> dict[str, Any]:
    """Return what the words give a command, by the names of its parameters."""
    found: dict[str, Any] = {}
    texts = []
    rest = iter(words)
    for word in rest:
        if word.startswith("-") and word != "-":
            name, value = _option(word, known, names)
            _put(found, name, value, _value(value, rest))
        else:
            texts.append(word)
    _put_arguments(found, texts, known, names)
    return found


def _option(
    word: str, known: Sequence[tuple[str, str]], names: Sequence[str]
) -> tuple[str, str]:
    """Return the parameter of an option, and what it takes."""
    for spellings, value in known:
        every = spellings.split()
        if word in every:
            return _parameter(every[-1], names), value
    raise _Declined


def _parameter(option: str, names: Sequence[str]) -> str:
    plain = option.removeprefix("--").replace("-", "_")
    for name in (plain, f"{plain}_"):
        if name in names:
            return name
    raise _Declined


def _value(takes: str, rest: Iterator[str]) -> object:
    if not takes:
        return True
    value = next(rest, None)
    # Numbers, and one of several words, are Typer's to read.
    if value is None or takes == "N" or "|" in takes:
        raise _Declined
    return value


def _put(found: dict[str, Any], name: str, takes: str, value: object) -> None:
    if takes.endswith("..."):
        found.setdefault(name, []).append(value)
    else:
        found[name] = value


def _put_arguments(
    found: dict[str, Any],
    texts: list[str],
    known: Sequence[tuple[str, str]],
    names: Sequence[str],
) -> None:
    """Give texts to the arguments of a command, by the names of their parameters.

    Of "search pool full": of its parameters typed alone is no option's, and known says of
    its argument "WORD...", so that one has both, ["pool", "full"].
    """
    optional = {_of_option(each, names) for each, _ in known if each}
    free = [name for name in names if name not in optional]
    takes = [value for each, value in known if not each]
    for name, value in zip(free, takes, strict=True):
        if texts and value.strip("[]").endswith("..."):
            found[name], texts = texts, []
        elif texts:
            found[name], *texts = texts
    if texts:
        raise _Declined


def _of_option(spellings: str, names: Sequence[str]) -> str:
    try:
        return _parameter(spellings.rsplit(maxsplit=1)[-1], names)
    except _Declined:
        return ""  # --help is no parameter
