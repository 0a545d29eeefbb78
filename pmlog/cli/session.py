"""What every command has: the environment, the moment, the log, how to print.

What reads logs and times is imported by the functions that need it: who checks a file has
no need of either.
"""

from __future__ import annotations

import contextlib
import os
import sys

from pmlog import paths
from pmlog.errors import LogNotReady, LogUnusable, NotFound, UsageError
from pmlog.namedtuple import NamedTuple
from pmlog.text.terminal import storable, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    import typer

    from pmlog.actions.responder import Responder
    from pmlog.event_options import Kept
    from pmlog.store.log import Log
    from pmlog.when import Reading


# A pipe that never ends would take all memory.
LONGEST_TEXT = 64 * 1024 * 1024


class Session(NamedTuple):
    """One call of pmlog from outside: its surroundings, handed to the floors below."""

    environ: Mapping[str, str]
    now_us: int
    db: str | None = None  # --db before the command
    kept: tuple[Kept, ...] = ()  # what looks like options of event, and is its text
    behind_dashes: tuple[str, ...] = ()  # the words behind --, which are no options

    def responder(self, zone: str | None = None, *, quietly: bool = False) -> Responder:
        """Return who is at the keyboard; zone is a --tz as typed.

        A PMLOG_TZ that names none is told of, unless quietly.
        """
        from pmlog.actions.responder import at_keyboard

        return at_keyboard(self.environ, self.now_us, self._zone(zone, quietly=quietly))

    def _zone(self, typed: str | None, *, quietly: bool) -> str | None:
        from pmlog.event_times import zone_named
        from pmlog.failures import TimeRefused

        if typed:
            return zone_named(typed)
        setting = self.environ.get("PMLOG_TZ", "").lstrip(":")
        if not setting:
            return None
        try:
            return zone_named(setting)
        except TimeRefused as error:
            if not quietly:
                warn(f"warning: PMLOG_TZ is not used: {error}")
            return None

    def log_path(self, db: str | None) -> str:
        """Return the path of the log that this call is about."""
        chosen = self.db_typed(db)
        if chosen == "":
            raise UsageError("--db is empty; give the path of a log")
        if chosen is None:
            return paths.log_file(self.environ)
        return paths.absolute(chosen)

    def db_typed(self, db: str | None) -> str | None:
        """Return --db as it was given, before the command or behind it."""
        return self.db if db is None else db

    def log_source(self, db: str | None) -> str:
        """Return what says that the log is there."""
        if db is not None or self.db is not None:
            return "--db"
        chosen = ("PMLOG_DB", "XDG_DATA_HOME")
        return next((each for each in chosen if self.environ.get(each)), "the default")

    def log_to_write(self, db: str | None, wait_s: float | None = None) -> Log:
        """Open the log, made first where there is none yet.

        It waits that long for a lock that another program holds, else as long as usual.
        """
        from pmlog.store.log import Log
        from pmlog.store.logfile import LOCK_TIMEOUT_S

        path = self.log_path(db)
        patience_s = LOCK_TIMEOUT_S if wait_s is None else wait_s
        try:
            return Log(path, wait_s=patience_s, tell=warn)
        except LogNotReady:
            from pmlog.store import schema

            schema.prepare(path, self.now_us, warn)
            return Log(path, wait_s=patience_s, tell=warn)

    def existing_log(self, db: str | None) -> Log:
        """Open the log; one of an older format is brought up to date first.

        LogNotReady where there is none, as in an empty file.
        """
        from pmlog.store import logfile

        path = self.log_path(db)
        logfile.check_there(path)
        if not os.path.getsize(path):
            raise LogNotReady(path)
        return self.log_to_write(db)

    def incident_named(self, log: Log, reference: str | None) -> str | None:
        """Return the id of the incident asked for by option, argument or environment."""
        from pmlog.actions import lookup

        wanted = reference or self.environ.get("PMLOG_INCIDENT")
        if not wanted:
            return None
        meant = lookup.meant(log, wanted)
        for other in meant.others:
            warn(f"not meant, as it is not open: {lookup.summary(other)}")
        return meant.incident

    def incident_to_log_to(self, log: Log, reference: str | None) -> str | None:
        """Return the same for an event, which a stale environment must not stop."""
        try:
            return self.incident_named(log, reference)
        except (NotFound, UsageError) as error:
            if reference:
                raise
            warn(f"warning: PMLOG_INCIDENT is not used: {error}")
            return None

    def incident(self, log: Log, reference: str | None) -> str:
        """Return the id of the incident asked for, else of the current or the last one."""
        from pmlog.actions import current_incident

        named = self.incident_named(log, reference)
        chosen = named or current_incident.for_reading(log, self.now_us)
        if chosen is None:
            raise NotFound("no incident yet; 'pmlog start TITLE' opens one")
        return chosen


def session_of(context: typer.Context) -> Session:
    """Return the session of a command."""
    session: Session = context.find_root().obj
    return session


def time_typed(
    text: str | None,
    session: Session,
    zone: str,
    after_us: int | None = None,
    near: tuple[int, int] | None = None,
    start_us: int | None = None,
) -> Reading | None:
    """Return the reading of a typed time; None where none was typed."""
    from pmlog import event_times

    if text is None:
        return None
    warn_of_nameless_zone(session, zone)
    return event_times.read(
        text, session, zone, after_us=after_us, near=near, start_us=start_us
    )


def warn_of_nameless_zone(session: Session, zone: str) -> None:
    """Say what is odd about the zone in force, if it is the machine's."""
    from pmlog import event_times

    for sentence in event_times.nameless_zone(session, zone):
        warn(f"warning: {sentence}")


def text_of(words: list[str] | None) -> str:
    """Return the words as typed, or standard input for "-" or when it is a pipe."""
    if words and words != ["-"]:
        return storable(" ".join(words))
    if sys.stdin is None or (sys.stdin.isatty() and not words):
        return ""
    if sys.stdin.isatty():
        warn("reading the text from the terminal; Ctrl-D ends it")
    content = standard_input(LONGEST_TEXT + 1)
    if len(content) > LONGEST_TEXT:
        raise UsageError(
            "the text is longer than 64 MiB; its end would do: ... | tail -c 1M | pmlog ..."
        )
    return content.decode("utf-8", "replace")


def standard_input(most: int = -1) -> bytes:
    """Return standard input, or so many bytes of it.

    UsageError where it is closed, InputFailed where it breaks off.
    """
    try:
        return standard_input_file().read(most)
    except OSError as error:
        from pmlog.failures import InputFailed

        raise InputFailed(error) from error


def standard_input_file() -> BinaryIO:
    """Return standard input, to be read. UsageError where it is closed."""
    if sys.stdin is None:
        raise UsageError("standard input is closed; there is nothing to read")
    return sys.stdin.buffer


def end_in_order() -> None:
    """Let a terminal that is closed, or a kill, end the command as Ctrl-C does.

    What is temporary is then put away.
    """
    import signal

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))


@contextlib.contextmanager
def text_kept(words: list[str], text: str | None) -> Iterator[None]:
    """Where the log cannot be written, repeat the command, and its text if it has one."""
    try:
        yield
    except LogNotReady:
        raise
    except LogUnusable as error:
        from pmlog.actions import retry

        if text is None:
            warn(retry.correction(error, words))
        else:
            warn(retry.command(error, ["pmlog", *words], text))
        import typer  # what only reads starts without it

        raise typer.Exit(error.exit_code) from error


def as_typed(given: dict[str, str | None]) -> list[str]:
    """Return options as words; those that were not given are not there."""
    return [word for name, value in given.items() if value for word in (name, value)]


def options_typed(context: typer.Context, given: Mapping[str, object]) -> list[str]:
    """Return the options of a command as words, given their values by name."""
    words = []
    for parameter in context.command.params:
        value = given.get(parameter.name or "")
        if parameter.param_type_name == "option" and value not in (None, False):
            name = parameter.opts[-1]
            values = value if isinstance(value, (list, tuple)) else (value,)
            for each in values:
                words += [name] if each is True else [name, str(each)]
    return words


def wants_colour(environ: Mapping[str, str]) -> bool:
    """Tell whether standard output shall have colour (no-color.org)."""
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    is_forced = environ.get("FORCE_COLOR", "") not in ("", "0")
    return is_forced or (sys.stdout is not None and sys.stdout.isatty())
