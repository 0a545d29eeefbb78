"""A git repository: a ref for each origin, whose tree holds its segments.

refs/pmlog/<origin> is in nobody's way: an ordinary clone does not see it. A host that
takes no such refs gets branches, pmlog/<origin>. Only the log of an origin moves its ref,
always forward, so that nothing is ever merged. Segments are not compressed, as git does it.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from pmlog.sync import segments
from pmlog.sync.git_copy import Blob, Copy
from pmlog.sync.git_program import LONG_S, Git, GitFailed
from pmlog.sync.segments import Segment
from pmlog.sync.shelf import Gone, NotReached

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_REFS = ("refs/pmlog/", "refs/heads/pmlog/")
_FILE_MODE = "100644"


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
        folder = os.path.join(cache, "git", f"{digest}.git")
        self._git = Git(folder, name, environ)
        self._copy = Copy(folder, address, name, self._git)
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
        self._copy.open()
        self._changed.clear()
        try:
            there = self._remote_refs()
            self._trees = self._copy.bring(there)
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
        self._copy.note({refs[origin]: commit for origin, commit in commits.items()})

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
                "push", *options, "--", self._address, *refspecs, limit_s=LONG_S
            )
        except GitFailed as error:
            told = error.output
            if not re.search("^!", told, re.MULTILINE):
                raise
        # As git's manual has it: "!<TAB>from:to<TAB>why" for each ref that was refused.
        lines = [line.split("\t") for line in told.splitlines() if line.startswith("!")]
        return {names.partition(":")[2]: why for _, names, why, *_ in lines}

    def close(self) -> None:
        """Let others use the copy."""
        self._copy.close()

    def _not_reached(self, error: GitFailed) -> NotReached:
        reason = str(error).replace(self._address, self.name)
        return NotReached(self.name, reason)


def _file(segment: Segment) -> str:
    return segment.path(Repository.suffix).partition("/")[2]
