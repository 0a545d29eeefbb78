"""What most commands never meet: a time that is refused, no log at all, a full disk.

Whoever raises one imports it there, so that no start pays for what it does not meet.
"""

from __future__ import annotations

from pmlog.errors import LogUnusable, PmlogError, UsageError

# As a shell tells of a program that SIGPIPE ended: head has seen enough.
READER_LEFT = 141


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


class OutputFailed(PmlogError):
    """Standard output is closed, full or gone; is_pipe when a reader had enough."""

    def __init__(self, reason: str, *, is_pipe: bool = False) -> None:
        super().__init__(f"standard output cannot be written: {reason}")
        self.is_pipe = is_pipe
        if is_pipe:
            self.exit_code = READER_LEFT


class StoredUnsaid(PmlogError):
    """An entry is in the log, and its confirmation could not be printed."""

    def __init__(self, error: PmlogError) -> None:
        super().__init__(f"stored, but {error}")
        self.output_error = error


class InputFailed(PmlogError):
    """Standard input cannot be read to its end."""

    def __init__(self, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        super().__init__(f"standard input cannot be read: {reason}")


class NoHome(LogUnusable):
    """Nobody knows where this user's files live, as in some containers."""

    def __init__(self) -> None:
        super().__init__(
            "there is no home folder to keep a log in; name a file with --db or PMLOG_DB"
        )


class FolderGone(LogUnusable):
    """A relative path, in a folder that was deleted."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path!r} is relative to a folder that is gone; go to another one, or give "
            "the whole path"
        )


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


class Contradiction(PmlogError):
    """An event to import has the id, or the number, of another one in the log."""

    def __init__(self, event_id: str) -> None:
        super().__init__(
            f"the event {event_id} contradicts one that the log has: one of the two was "
            "changed, or two logs have gone on from the same copy; nothing was imported"
        )
        self.event_id = event_id
