"""Every sentence that ends a command, with its exit code.

An error says what failed, with the value, and then what would work. The command line prints
it as one line on standard error; nothing below them prints or exits.
"""

from __future__ import annotations

# As a shell tells of a program that SIGPIPE ended: head has seen enough.
READER_LEFT = 141


class PmlogError(Exception):
    """A command cannot do what it was asked; str() is the sentence for the user."""

    exit_code = 1


class OutputFailed(PmlogError):
    """Standard output is closed, full or gone; is_pipe when a reader had enough."""

    def __init__(self, reason: str, *, is_pipe: bool = False) -> None:
        super().__init__(f"standard output cannot be written: {reason}")
        self.is_pipe = is_pipe
        if is_pipe:
            self.exit_code = READER_LEFT


class StoredUnsaid(PmlogError):
    """An entry is in the log, and its confirmation could not be printed."""

    def __init__(self, error: OutputFailed) -> None:
        super().__init__(f"stored, but {error}")
        self.output_error = error


class InputFailed(PmlogError):
    """Standard input cannot be read to its end."""

    def __init__(self, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        super().__init__(f"standard input cannot be read: {reason}")


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


class Contradiction(PmlogError):
    """An event to import has the id, or the number, of another one in the log."""

    def __init__(self, event_id: str) -> None:
        super().__init__(
            f"the event {event_id} contradicts one that the log has: one of the two was "
            "changed, or two logs have gone on from the same copy; nothing was imported"
        )
        self.event_id = event_id


class ForeignLog(LogUnusable):
    """The file is not a log of ours."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is not a pmlog log and was left as it is; "
            "name another file with --db or PMLOG_DB"
        )


class NewerLog(LogUnusable):
    """The file was written by a newer pmlog."""

    def __init__(self, path: str, version: int, known: int) -> None:
        super().__init__(
            f"{path} has log format {version} and this pmlog knows {known}; "
            "upgrade pmlog, or name another file with --db or PMLOG_DB"
        )


class LogFailed(LogUnusable):
    """SQLite could not do what it was asked; cause is its reason in our words."""

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(f"the log {path} {cause}")
        self.cause = cause


class NotOpened(LogFailed):
    """The system refuses the log's file."""

    def __init__(self, path: str, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        super().__init__(
            path,
            f"cannot be made or opened: {reason}; name another file with --db or PMLOG_DB",
        )


class LogBusy(LogFailed):
    """Another program held the lock for longer than was waited."""


class PerhapsStored(LogFailed):
    """The commit itself failed, so the events may be in the log or not."""

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(
            path,
            f"{cause}; as this was at the moment of commit, the entry may or may not be "
            "there: look with 'pmlog timeline' before you log it again",
        )
        self.cause = cause


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
