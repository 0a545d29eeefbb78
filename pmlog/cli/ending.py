"""What a command's errors become: a sentence on standard error, and its exit code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlog.errors import PmlogError
from pmlog.text.terminal import one_line, warn

if TYPE_CHECKING:
    from collections.abc import Callable


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
