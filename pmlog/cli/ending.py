"""What a command's errors become: a sentence on standard error, and its exit code.

Typer's among them, which are about the words of a command line.
"""

from __future__ import annotations

import os

from pmlog.cli.table import COMMANDS
from pmlog.errors import PmlogError
from pmlog.text.terminal import one_line, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


def code_of(action: Callable[[], int | None]) -> int:
    """Return the exit code of what is done, its errors said."""
    try:
        return action() or 0
    except OSError as error:
        return _refused(error)
    except PmlogError as error:
        from pmlog.failures import OutputFailed, StoredUnsaid

        if isinstance(error, (OutputFailed, StoredUnsaid)):
            _silence_output()
        if not (isinstance(error, OutputFailed) and error.is_pipe):
            warn(str(error))
        return error.exit_code


def _refused(error: OSError) -> int:
    reason = (error.strerror or str(error)).lower()
    if error.filename is not None:
        warn(f"{one_line(str(error.filename))} cannot be used: {reason}")
        return 1
    from pmlog.failures import READER_LEFT

    # What Typer prints by itself: help.
    _silence_output()
    if isinstance(error, BrokenPipeError):
        return READER_LEFT
    warn(f"standard output cannot be written: {reason}")
    return 1


def _silence_output() -> None:
    """Keep the interpreter from flushing, at its end, what nobody takes."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.close(devnull)


# What Typer says of an option or its value, whose name stands in front, and what we do.
_SAID: tuple[tuple[str, str], ...] = (
    (r"Option '[^']*' requires an argument", "needs a value"),
    (r"Option '[^']*' does not take a value", "takes no value"),
    (r"('.*') is not a valid int(?:eger)?(?: range)?", r"takes a whole number, not \1"),
    (r"(-?\d+) is not in the range x>=(\d+)", r"takes a number from \2 on, not \1"),
)
_WHOLE = (
    (r"Missing argument '(.*)'", r"the argument \1 is missing"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", r"too many words: \1"),
)


def in_our_voice(error: Any, argv: Sequence[str]) -> str:
    """Return the sentence for what Typer raised, with the page that says more."""
    import re  # what only reads starts without it

    from pmlog.text import near

    context = getattr(error, "ctx", None)
    page = f"see '{context.command_path if context else _command(argv)} -h'"
    message = str(getattr(error, "message", "")).strip().rstrip(".")
    name = getattr(error, "option_name", None) or _last_name(getattr(error, "param", None))
    if name and type(error).__name__ == "NoSuchOption":
        return _ended(f"no option {name}", _options(context, name), page)
    unknown = re.match(r"No such command '(.*?)'", message)
    if unknown and context:
        known = near.names(unknown[1], context.command.commands)
        return _ended(f"no command {unknown[1]!r}", known, page)
    for pattern, instead in _SAID:
        if name and re.fullmatch(pattern, message):
            return _ended(f"{name} {re.sub(pattern, instead, message)}", [], page)
    whole = one_line(error.format_message().strip()).rstrip(".")
    for pattern, instead in _WHOLE:
        whole = re.sub(pattern, instead, whole)
    return _ended(whole[:1].lower() + whole[1:], [], page)


def _ended(sentence: str, meant: list[str], page: str) -> str:
    question = f" did you mean {meant[0]}?" if meant else ""
    return f"{sentence};{question} {page}"


def _options(context: Any, typed: str) -> list[str]:
    from pmlog.text import near

    if context is None:
        return []
    every = [name for option in context.command.params for name in option.opts]
    return near.options(typed, [*every, "--help"])


def _last_name(parameter: Any) -> str | None:
    """Return the long name of an option."""
    return parameter.opts[-1] if parameter is not None else None


def _command(argv: Sequence[str]) -> str:
    """Return the command that a command line means, as it is typed."""
    words = [word for word in argv if not word.startswith("-")]
    known = {each.words for each in COMMANDS}
    for start in range(len(words)):
        for end in (start + 2, start + 1):
            if (command := " ".join(words[start:end])) in known:
                return f"pmlog {command}"
    return "pmlog"
