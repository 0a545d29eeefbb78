"""A git repository: a ref for each origin, whose tree holds its segments.

refs/pmlog/<origin> is in nobody's way: an ordinary clone does not see it. A host that
takes no such refs gets branches, pmlog/<origin>. Only the log of an origin moves its ref,
always forward, so that nothing is ever merged. Segments are not compressed, as git does it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import time
from typing import TYPE_CHECKING, NamedTuple

from pmlog.sync import segments
from pmlog.sync.git_program import Git, GitFailed
from pmlog.sync.segments import Segment
from pmlog.sync.shelf import Gone, NotReached

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_REFS = ("refs/pmlog/", "refs/heads/pmlog/")
_MIRROR = "refs/shelf/"  # in the folder: what the remote's refs were when last fetched
_LONG_S = 300.0
_PATIENCE_S = 60.0
_FILE_MODE = "100644"


class Blob(NamedTuple):
    """A segment's content in the folder."""

    number: str
    size: int


class Repository:
    """A repository of segments."""

    suffix = ".jsonl"
    ahead_us: int | None = None  # git tells nobody what time it is there

    def __init__(
        self, address: str, name: str, cache: str, environ: Mapping[str, str]
    ) -> None:
        """Take an address that git takes, and the folder of what can be fetched again."""
        self.name = name
        self.made = ""
        self._address = address
        digest = hashlib.sha256(address.encode()).hexdigest()[:16]
        self._folder = os.path.join(cache, "git", f"{digest}.git")
        self._git = Git(self._folder, name, environ)
        self._lock = -1
        self.closed: dict[str, str] = {}
        self._tips: dict[str, dict[str, str]] = {}  # origin: {ref: commit}
        self._trees: dict[str, dict[Segment, Blob]] = {}
        self._changed: set[str] = set()

    def make(self) -> None:
        """Make a repository on this machine; elsewhere its host does."""
        path = self._address.removeprefix("file://")
        if path != self._address and not os.path.exists(path):
            try:
                self._git.run("init", "--quiet", "--bare", path)
                # Whoever fetches need not wait until it is known that no segment is like
                # another one.
                with open(os.path.join(path, "config"), "a", encoding="ascii") as file:
                    file.write("[core]\n\tbigFileThreshold = 256k\n")
            except GitFailed as error:
                raise self._not_reached(error) from error
            self.made = f"the repository {path}"

    def list(self) -> dict[Segment, int]:
        """Return the segments that are there, with their bytes."""
        self._open()
        self._changed.clear()
        try:
            there = self._remote_refs()
            self._copy(there)
            self._tips = {}
            for ref, commit in there.items():
                origin = ref.rpartition("/")[2]
                self._tips.setdefault(origin, {})[ref] = commit
        except GitFailed as error:
            raise self._not_reached(error) from error
        return {
            segment: blob.size
            for tree in self._trees.values()
            for segment, blob in tree.items()
        }

    def _open(self) -> None:
        """Hold the folder, which may serve several logs, and make it if need be."""
        if self._lock >= 0:
            return
        try:
            os.makedirs(os.path.dirname(self._folder), 0o700, exist_ok=True)
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

    def _remote_refs(self) -> dict[str, str]:
        """Return the refs of the repository that are ours, and their commits."""
        patterns = [f"{each}*" for each in _REFS]
        told = self._git.run("ls-remote", "--", self._address, *patterns)
        found = {}
        for line in told.splitlines():
            commit, _, ref = line.partition("\t")
            if re.fullmatch(f"(?:{'|'.join(_REFS)}){segments.IS_ORIGIN.pattern}", ref):
                found[ref] = commit
        return found

    def _copy(self, there: dict[str, str]) -> None:
        """Have the remote's refs and their trees in the folder.

        A git that was killed there leaves locks, or a repository that is none any more. It
        holds nothing that cannot be fetched again.
        """
        for mend in (self._unlock, self._start_anew, None):
            try:
                self._fetch(there)
                self._trees = self._read_trees(there)
            except (GitFailed, ValueError):  # or fewer answers than questions
                if mend is None:
                    raise
                mend()
            else:
                return

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
            limit_s=_LONG_S,
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

    def get(self, segment: Segment) -> bytes:
        """Return a segment's content."""
        blob = self._trees.get(segment.origin, {}).get(segment)
        if blob is None:
            raise Gone
        try:
            return self._git.output("cat-file", "blob", blob.number)
        except GitFailed as error:
            raise self._not_reached(error) from error

    def put(self, segment: Segment, content: bytes, *, over: bool = False) -> bool:
        """Put a segment into the next commit of its origin."""
        tree = self._trees.setdefault(segment.origin, {})
        if segment in tree and not over:
            return False
        try:
            number = self._git.run("hash-object", "-w", "--stdin", given=content).strip()
        except GitFailed as error:
            raise self._not_reached(error) from error
        tree[segment] = Blob(number, len(content))
        self._changed.add(segment.origin)
        return True

    def remove(self, gone: Sequence[Segment]) -> None:
        """Take segments out of the next commit of their origin."""
        for segment in gone:
            self._trees.get(segment.origin, {}).pop(segment, None)
            self._changed.add(segment.origin)

    def finish(self, own: Collection[str]) -> None:  # noqa: ARG002 - nothing is left over
        """Push what was put, all origins at once."""
        if not self._changed:
            return
        try:
            commits = {origin: self._commit(origin) for origin in sorted(self._changed)}
            refs = {origin: self._ref(origin) for origin in commits}
            refused = self._push({refs[each]: commits[each] for each in commits})
            # A host that takes no refs of ours takes branches.
            others = {
                origin: _REFS[1] + origin
                for origin in commits
                if refs[origin] in refused and not self._tips.get(origin)
            }
            again = self._push({others[each]: commits[each] for each in others})
        except GitFailed as error:
            raise self._not_reached(error) from error
        left = [ref for ref in refused if ref.rpartition("/")[2] not in others]
        if again:
            raise NotReached(self.name, f"it takes no push: {next(iter(again.values()))}")
        if left:
            raise Gone  # a copy of this log was quicker: what is there is to be seen first
        refs |= others
        for origin, commit in commits.items():
            self._tips[origin] = {refs[origin]: commit}
        self._changed.clear()
        self._note_here({refs[origin]: commit for origin, commit in commits.items()})

    def _note_here(self, commits: dict[str, str]) -> None:
        """Note what was pushed as fetched: all of it is here."""
        told = "".join(f"update {_mirror(ref)} {each}\n" for ref, each in commits.items())
        with contextlib.suppress(GitFailed):  # then it is fetched
            self._git.run("update-ref", "--stdin", given=told.encode())

    def _ref(self, origin: str) -> str:
        return next(iter(self._tips.get(origin, {_REFS[0] + origin: ""})))

    def _commit(self, origin: str) -> str:
        tree = self._trees[origin]
        listed = "".join(
            f"{_FILE_MODE} blob {blob.number}\t{_file(segment)}\n"
            for segment, blob in sorted(tree.items())
        )
        number = self._git.run("mktree", given=listed.encode()).strip()
        tip = self._tips.get(origin, {}).get(self._ref(origin))
        parents = ("-p", tip) if tip else ()
        last = max(tree).last if tree else 0
        message = f"Events 1 to {last}"
        return self._git.run("commit-tree", number, *parents, "-m", message).strip()

    def _push(self, commits: dict[str, str]) -> dict[str, str]:
        """Push commits to refs; return the refs that were refused, and why."""
        if not commits:
            return {}
        refspecs = [f"{commit}:{ref}" for ref, commit in commits.items()]
        options = ("--porcelain", "--no-verify", "--no-recurse-submodules", "--no-signed")
        try:
            told = self._git.run(
                "push", *options, "--", self._address, *refspecs, limit_s=_LONG_S
            )
        except GitFailed as error:
            told = error.output
            if not re.search("^!", told, re.MULTILINE):
                raise
        # As git's manual has it: "!<TAB>from:to<TAB>why" for each ref that was refused.
        lines = [line.split("\t") for line in told.splitlines() if line.startswith("!")]
        return {names.partition(":")[2]: why for _, names, why, *_ in lines}

    def close(self) -> None:
        """Let others use the folder."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _not_reached(self, error: GitFailed) -> NotReached:
        reason = str(error).replace(self._address, self.name)
        return NotReached(self.name, reason)


def _mirror(ref: str) -> str:
    return _MIRROR + ref.removeprefix("refs/")


def _file(segment: Segment) -> str:
    return segment.path(Repository.suffix).partition("/")[2]


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
