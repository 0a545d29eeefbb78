"""A long answer in the user's own editor, kept as a draft until it is in the log."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from typing import TYPE_CHECKING

from pmlog import paths
from pmlog.errors import PmlogError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# No text begins a line with it, as one may with the # of a heading or of a shell's prompt.
COMMENT = "#|"
_VARIABLES = ("PMLOG_EDITOR", "VISUAL", "EDITOR")
_USUAL = ("vi", "nano")


class EditorFailed(PmlogError):
    """The editor did not end well; what was written in it is still there."""

    def __init__(self, command: str, reason: str, path: str) -> None:
        super().__init__(f"{command} {reason}; what you wrote is in {path}")


def editor(environ: Mapping[str, str]) -> str:
    """Return the command of the user's editor."""
    chosen = (environ.get(variable, "").strip() for variable in _VARIABLES)
    usual = (name for name in _USUAL if shutil.which(name))
    return next(filter(None, (*chosen, *usual)), _USUAL[0])


class Draft:
    """A file that nobody else can read; what an earlier attempt left is gone on with."""

    def __init__(self, environ: Mapping[str, str], name: str) -> None:
        self._environ = environ
        self.path = _place(environ, name)

    @property
    def is_left_over(self) -> bool:
        """Whether an earlier attempt, perhaps of another day, left something in it."""
        return os.path.exists(self.path) and os.path.getsize(self.path) > 0

    def keep(self, text: str) -> None:
        """Write text into it."""
        # Whoever may write into the folder must not choose where it goes.
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        try:
            with open(os.open(self.path, flags, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            paths.make_own(self.path)
        except OSError as error:
            raise PmlogError(f"{self.path} cannot be written: {error.strerror}") from error

    def edited(self, text: str, explanation: Iterable[str]) -> str:
        """Return the text as somebody left it in the editor, without our explanation.

        EditorFailed when the editor does; what was written in it stays.
        """
        if not self.is_left_over:
            notes = "\n".join(f"{COMMENT} {line}".rstrip() for line in explanation)
            self.keep(f"{text}\n\n{notes}\n")
        self._run()
        with open(self.path, encoding="utf-8", errors="replace") as file:
            kept = [line for line in file if not line.startswith(COMMENT)]
        return "".join(kept).strip()

    def _run(self) -> None:
        command = editor(self._environ)
        # Ctrl-C in the editor is the editor's; a handler of ours is not passed on to it.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            # The command is the user's own, from their environment.
            done = subprocess.run([*shlex.split(command), self.path], check=False)  # noqa: S603
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise EditorFailed(command, f"cannot be run: {reason}", self.path) from error
        finally:
            signal.signal(signal.SIGINT, before)
        if done.returncode:
            reason = f"ended with exit code {done.returncode}"
            raise EditorFailed(command, reason, self.path)

    def remove(self) -> None:
        """Take the file away: its text is in the log, or there is none."""
        if os.path.exists(self.path):
            os.unlink(self.path)


def _place(environ: Mapping[str, str], name: str) -> str:
    """Return the path of a draft: in the user's folder, or where none can be, in /tmp."""
    folder = paths.drafts(environ)
    with contextlib.suppress(OSError):
        paths.make_folders(folder)
    if os.access(folder, os.W_OK):
        return os.path.join(folder, name)
    descriptor, path = tempfile.mkstemp(prefix="pmlog-", suffix=f"-{name}")
    os.close(descriptor)
    return path
