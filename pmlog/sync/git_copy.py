"""The copy of a git repository on this machine: what was fetched, and what is to be pushed.

It holds nothing that could not be fetched again, and may be removed at any time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import time
from typing import TYPE_CHECKING, NamedTuple

from pmlog import paths
from pmlog.sync import segments
from pmlog.sync.git_program import LONG_S, Git, GitFailed
from pmlog.sync.shelf import NotReached

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pmlog.sync.segments import Segment

_MIRROR = "refs/shelf/"  # what the remote's refs were when last fetched
_PATIENCE_S = 60.0


class Blob(NamedTuple):
    """A segment's content in the folder."""

    number: str
    size: int


class Copy:
    """The copy of one repository, which may serve several logs, one after the other."""

    def __init__(self, folder: str, address: str, name: str, git: Git) -> None:
        self.name = name
        self._folder = folder
        self._address = address
        self._git = git
        self._lock = -1

    def open(self) -> None:
        """Hold the copy, and make it if need be."""
        if self._lock >= 0:
            return
        try:
            paths.make_folders(os.path.dirname(self._folder))
            self._lock = os.open(self._folder + ".lock", os.O_RDWR | os.O_CREAT, 0o600)
            self._wait_for_lock()
            if not os.path.exists(os.path.join(self._folder, "HEAD")):
                self._git.run("init", "--quiet", "--bare", self._folder)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise NotReached(self.name, f"{self._folder}: {reason}") from error

    def _wait_for_lock(self) -> None:
        until_s = time.monotonic() + _PATIENCE_S
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until_s:
                    self.close()
                    raise NotReached(self.name, "another log syncs with it") from None
                time.sleep(0.05)
            else:
                return

    def close(self) -> None:
        """Let others use it."""
        if self._lock >= 0:
            self._give_away()
            os.close(self._lock)
            self._lock = -1

    def _give_away(self) -> None:
        """Leave nothing that git made as root to root, in a user's home."""
        if os.geteuid() != 0:
            return
        paths.make_own(f"{self._folder}.lock")
        paths.make_own(self._folder)
        for folder, folders, files in os.walk(self._folder):
            for name in (*folders, *files):
                paths.make_own(os.path.join(folder, name))

    def bring(self, there: dict[str, str]) -> dict[str, dict[Segment, Blob]]:
        """Return the segments of the remote's refs, by origin, when they are all here.

        A git that was killed there leaves locks, or a repository that is none any more. It
        holds nothing that cannot be fetched again.
        """
        failed = GitFailed("its copy here cannot be read", "")
        for mend in (self._unlock, self._start_anew, None):
            try:
                self._fetch(there)
                return self._read_trees(there)
            except GitFailed as error:
                failed = error
            except ValueError:
                pass  # fewer answers than questions
            if mend is not None:
                mend()
        raise failed

    def _unlock(self) -> None:
        for folder, _, names in os.walk(self._folder):
            for name in names:
                if name.endswith(".lock"):
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(os.path.join(folder, name))

    def _start_anew(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._git.run("init", "--quiet", "--bare", self._folder)

    def _fetch(self, there: dict[str, str]) -> None:
        """Bring to the folder what it lacks of the remote's refs, without their past."""
        told = self._git.run("for-each-ref", "--format=%(refname) %(objectname)", _MIRROR)
        here = dict(line.split(" ") for line in told.splitlines())
        stale = [ref for ref, commit in there.items() if here.get(_mirror(ref)) != commit]
        if not stale:
            return
        wanted = "".join(f"+{ref}:{_mirror(ref)}\n" for ref in stale)
        options = ("--quiet", "--no-tags", "--depth=1", "--no-write-fetch-head", "--force")
        self._git.run(
            *("fetch", *options, "--no-recurse-submodules", "--stdin", self._address),
            given=wanted.encode(),
            limit_s=LONG_S,
        )

    def _read_trees(self, refs: Collection[str]) -> dict[str, dict[Segment, Blob]]:
        """Return the segments of each origin: two processes, however many there are."""
        asked = "".join(f"{_mirror(ref)}^{{tree}}\n" for ref in refs).encode()
        told = self._git.output("cat-file", "--batch", given=asked)
        found: dict[Segment, str] = {}
        for ref, content in zip(refs, _batch(told), strict=True):
            origin = ref.rpartition("/")[2]
            for file, number in _entries(content):
                segment = segments.named(f"{origin}/{file}")
                if segment is not None:
                    found[segment] = number
        numbers = "".join(f"{number}\n" for number in found.values()).encode()
        sizes = self._git.run("cat-file", "--batch-check=%(objectsize)", given=numbers)
        trees: dict[str, dict[Segment, Blob]] = {}
        for (segment, number), size in zip(found.items(), sizes.splitlines(), strict=True):
            trees.setdefault(segment.origin, {})[segment] = Blob(number, int(size))
        return trees

    def note(self, commits: dict[str, str]) -> None:
        """Note what was pushed as fetched: all of it is here."""
        told = "".join(f"update {_mirror(ref)} {each}\n" for ref, each in commits.items())
        with contextlib.suppress(GitFailed):  # then it is fetched
            self._git.run("update-ref", "--stdin", given=told.encode())


def _mirror(ref: str) -> str:
    return _MIRROR + ref.removeprefix("refs/")


def _batch(told: bytes) -> Iterator[bytes]:
    """Yield the objects that `git cat-file --batch` prints, each behind a line about it."""
    while told:
        line, _, told = told.partition(b"\n")
        with contextlib.suppress(ValueError):
            size = int(line.rpartition(b" ")[2])
            yield told[:size]
            told = told[size + 1 :]


def _entries(tree: bytes) -> Iterator[tuple[str, str]]:
    """Yield the names in a tree, and the objects behind them."""
    while tree:
        head, _, rest = tree.partition(b"\0")
        # SHA-1 has 20 bytes; a repository of SHA-256 is another that git makes no more of.
        number, tree = rest[:20], rest[20:]
        yield head.partition(b" ")[2].decode("utf-8", "replace"), number.hex()
