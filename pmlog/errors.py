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


class TimeRefused(UsageError):
    """A time that was typed names no single instant; nothing is ever guessed.

    code is one of unreadable, invalid_time, nonexistent, ambiguous, ambiguous_zone,
    contradiction, unknown_zone, ambiguous_date; choices are inputs that would work, and
    hint says what helps where trying one of them is not the advice.
    """

    def __init__(
        self,
        text: str,
        code: str,
        what: str,
        choices: tuple[str, ...] = (),
        hint: str = "",
    ) -> None:
        advice = hint or (_advice(choices) if choices else "")
        super().__init__(f"{what}; {advice}" if advice else what)
        self.text = text
        self.code = code
        self.what = what
        self.choices = choices
        self.hint = hint

    @property
    def fields(self) -> dict[str, object]:
        """The refusal as data, for --json."""
        return {"code": self.code, "message": str(self), "choices": list(self.choices)}


def _advice(choices: tuple[str, ...]) -> str:
    """Return the second half of a refusal: "try '14:05', '15m ago' or '2pm'"."""
    quoted = [f"'{choice}'" for choice in choices]
    return "try " + " or ".join([", ".join(quoted[:-1]), quoted[-1]][len(quoted) < 2 :])
