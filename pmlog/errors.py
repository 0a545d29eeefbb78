"""The sentences that end a command, with its exit code.

An error says what failed, with the value, and then what would work. The command line prints
it as one line on standard error; nothing below them prints or exits. What most commands
never meet is in failures, as each class costs every start.
"""

from __future__ import annotations


class PmlogError(Exception):
    """A command cannot do what it was asked; str() is the sentence for the user."""

    exit_code = 1


class UsageError(PmlogError):
    """The words of a command contradict each other, or one of them is missing."""

    exit_code = 2


class NotFound(PmlogError):
    """Something that was named does not exist."""

    exit_code = 3


class LogUnusable(PmlogError):
    """The log file cannot be read or written; what it held before is untouched."""

    exit_code = 4


class LogNotReady(LogUnusable):
    """There is no log at this path yet, or it waits for a migration."""

    exit_code = 3

    def __init__(self, path: str) -> None:
        super().__init__(f"there is no log at {path} yet; 'pmlog event \"...\"' starts one")
