"""Which way in: the fast path for a plain event, the full command line for the rest."""

from __future__ import annotations

import gc
import io
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
else:
    import _signal as signal  # all of it but its enums, which cost an import


_OBJECTS_TO_LOOK_THROUGH = 50_000
_ESCAPED = "backslashreplace"  # which standard error is by itself


def main() -> None:
    """Run pmlog with the words of the command line, and exit."""
    try:
        _run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("PMLOG_DEBUG"):
            raise
        _say_unforeseen(error)
        sys.exit(1)


def _say_unforeseen(error: Exception) -> None:
    """Say where it happened, and nothing of what was typed or stored."""
    import traceback

    from pmlog.text.terminal import warn

    *_, last = traceback.extract_tb(error.__traceback__)
    where = f"{os.path.basename(last.filename)}, line {last.lineno}"
    warn(
        f"something unforeseen happened ({type(error).__name__} in {where}); "
        "set PMLOG_DEBUG=1 to see more"
    )


def _run(argv: list[str]) -> None:
    # A terminal that cannot show a character gets an escape, never an error.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors != _ESCAPED:
            stream.reconfigure(errors=_ESCAPED)
    now_us = time.time_ns() // 1000
    # Of what is imported nothing becomes garbage, and to look for it takes as long as a
    # sync of the disk.
    gc.disable()
    # Ctrl-C ends what is quick at once: a transaction is whole or not there. The full
    # command line may have a file to put away first.
    handler = signal.getsignal(signal.SIGINT)
    if handler == signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    _leave(_quickly(argv, now_us))
    signal.signal(signal.SIGINT, handler)
    gc.freeze()
    # What a command reads it keeps; to look through that again and again finds nothing.
    gc.set_threshold(_OBJECTS_TO_LOOK_THROUGH)
    gc.enable()
    from pmlog.cli import plainly  # what an event has no need of

    _leave(plainly.run(argv, os.environ, now_us))
    from pmlog.cli import app  # importing Typer costs many inserts

    app.run(argv, os.environ, now_us)


def _leave(code: int | None) -> None:
    """End with a code, if there is one, once all is written."""
    if code is None:
        return
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            pass  # that it cannot be written has been said
    # Logs are closed, or need not be. Tearing the interpreter down takes as long again as
    # an insert, and a third of what a command takes that reads.
    os._exit(code)


def _quickly(argv: list[str], now_us: int) -> int | None:
    """Return the exit code of what needs no Typer; None for the rest."""
    name = argv[0] if argv else ""
    if name in ("shell-init", "prompt", "__complete"):
        from pmlog import shell

        return shell.run(argv, os.environ, now_us)
    if name != "event":
        from pmlog.incident.kinds import TIMELINE_KINDS

        if name not in TIMELINE_KINDS:
            return None
    from pmlog import fast  # the full command line must not pay for it

    return fast.run(argv, os.environ, now_us)


if __name__ == "__main__":
    main()
