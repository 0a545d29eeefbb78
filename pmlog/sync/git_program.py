"""The git program, run so that it asks nobody, and touches nothing but its own folder."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from typing import TYPE_CHECKING

from pmlog.sync.shelf import NotReached

if TYPE_CHECKING:
    from collections.abc import Mapping

# These name a repository of the user's, whose index and work tree are not ours.
_ELSEWHERE = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"),
    *("GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    *("GIT_PREFIX", "GIT_CEILING_DIRECTORIES", "GIT_SHALLOW_FILE"),
)
_NEVER_ASK = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
    "LC_ALL": "C",
    # Others (ext::) run any command that an address names.
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "GIT_AUTHOR_NAME": "pmlog",
    "GIT_AUTHOR_EMAIL": "pmlog@localhost",
    "GIT_COMMITTER_NAME": "pmlog",
    "GIT_COMMITTER_EMAIL": "pmlog@localhost",
}
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "push.followTags=false",
    "push.gpgSign=false",
    "fetch.prune=false",
    "gc.autoDetach=false",
    "maintenance.autoDetach=false",
    # No segment is like another one: looking for what they share takes minutes.
    "pack.window=0",
    "core.bigFileThreshold=256k",
)
_QUICK_S = 20.0
LONG_S = 300.0  # what has to be carried takes its time


class GitFailed(Exception):
    """Git ended with an error; output is what it printed on standard output."""

    def __init__(self, reason: str, output: str) -> None:
        super().__init__(reason)
        self.output = output


class Git:
    """The git program and a bare repository for it to work in."""

    def __init__(self, folder: str, name: str, environ: Mapping[str, str]) -> None:
        """Take the repository's folder, and what errors call the shelf."""
        self._folder = folder
        self._name = name
        self._environ = {k: v for k, v in environ.items() if k not in _ELSEWHERE}
        self._environ |= _NEVER_ASK
        if not any(each in environ for each in ("GIT_SSH", "GIT_SSH_COMMAND")):
            # Without a terminal ssh would wait for one; without a limit, for the network.
            ssh = self._setting("core.sshCommand") or "ssh"
            self._environ["GIT_SSH_COMMAND"] = (
                f"{ssh} -o BatchMode=yes -o ConnectTimeout=10"
            )

    def _setting(self, name: str) -> str:
        try:
            return self.run("config", "--get", name).strip()
        except GitFailed:
            return ""

    def run(self, *words: str, given: bytes = b"", limit_s: float | None = None) -> str:
        """Return what git prints. GitFailed where it fails."""
        return self.output(*words, given=given, limit_s=limit_s).decode("utf-8", "replace")

    def output(
        self, *words: str, given: bytes = b"", limit_s: float | None = None
    ) -> bytes:
        """Return what git prints, as it is; it is given something to read."""
        limit_s = _QUICK_S if limit_s is None else limit_s
        settings = [word for each in _SETTINGS for word in ("-c", each)]
        command = ["git", f"--git-dir={self._folder}", *settings, *words]
        try:
            child = subprocess.Popen(  # noqa: S603 - no shell, and no option is a person's
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environ,
                # ssh would find the terminal, and what git started must end with it.
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise NotReached(
                self._name, "there is no git program here", "install git"
            ) from error
        try:
            out, err = child.communicate(given, limit_s)
        except subprocess.TimeoutExpired as error:
            raise NotReached(self._name, f"no answer within {limit_s:.0f} s") from error
        finally:
            if child.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.communicate()
        if child.returncode:
            raise GitFailed(_reason(err), out.decode("utf-8", "replace"))
        return out


def _reason(errors: bytes) -> str:
    """Return the line of git's errors that tells most."""
    lines = [
        line for line in errors.decode("utf-8", "replace").splitlines() if line.strip()
    ]
    told = [line for line in lines if line.startswith(("fatal:", "error:", "remote:"))]
    reason = (told or lines or ["git failed"])[0]
    if "Could not read from remote" in reason and reason != lines[0]:
        # Why, ssh has said the line before.
        return lines[lines.index(reason) - 1].strip().rstrip(".")
    return (reason.partition(": ")[2] or reason).rstrip(".")
