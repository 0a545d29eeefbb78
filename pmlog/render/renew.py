"""Rendering again into a file that people have edited: nothing of theirs is lost.

The generated blocks of a document stand between two comments, the first with a digest of
what was generated, the template and the incident:

    <!-- pmlog:begin timeline 1f0c9b1a2d3e postmortem 3fa9c1 -->
    ...
    <!-- pmlog:end timeline -->

A block whose text still has that digest is pmlog's to renew. One that was edited by hand
is renewed only when that is asked for. Whatever stands outside is theirs, to the byte.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from typing import NamedTuple

from pmlog.errors import PmlogError, UsageError

_BEGIN = re.compile(
    r"<!-- pmlog:begin (?P<name>[\w-]+) (?P<digest>[0-9a-f]{12})"
    r" (?P<source>[\w-]+ \w+) -->(?P<end>\r?\n)"
)
_END = re.compile(r"<!-- pmlog:end (?P<name>[\w-]+) -->")
# Anything that looks like one of the two, whole or damaged.
# What people typed is escaped, and so has a backslash before it.
_MARK = re.compile(r"(?<!\\)<!--\s*pmlog:(?:begin|end)\b")


class DamagedBlock(PmlogError):
    """The comments around a generated block are not as they were written."""

    def __init__(self, document: str, position: int) -> None:
        line = document.count("\n", 0, position) + 1
        super().__init__(
            f"line {line} begins or ends a generated block that is not whole; mend the "
            "comment, or delete what is left of both; nothing was written"
        )


class Block(NamedTuple):
    """A generated block as a document has it: where it stands, and what it says."""

    name: str
    digest: str
    source: str  # the template and the incident
    end: str  # of its lines
    text: str  # with plain line ends
    start: int
    stop: int

    @property
    def is_edited(self) -> bool:
        """Whether its text is no longer what was generated."""
        return digest(self.text) != self.digest


class Renewal(NamedTuple):
    """What a file becomes: its whole new text, and the names of blocks by their fate."""

    text: str
    renewed: tuple[str, ...]  # not up to date, and replaced
    edited: tuple[str, ...]  # edited by hand, and different from what is generated now
    known: tuple[str, ...]  # all that the file has
    absent: tuple[str, ...]  # generated now, and not in the file


def digest(text: str) -> str:
    """Return the digest of a block's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def fenced(text: str, name: str, source: str) -> str:
    """Return a block's text between its two comments."""
    whole = text if text.endswith("\n") else text + "\n"
    begin = f"<!-- pmlog:begin {name} {digest(whole)} {source} -->"
    return f"{begin}\n{whole}<!-- pmlog:end {name} -->"


def has_blocks(document: str) -> bool:
    """Tell whether a document has any generated block."""
    return _BEGIN.search(document) is not None


def blocks(document: str) -> list[Block]:
    """Return the generated blocks of a document. DamagedBlock where one is not whole."""
    marks = [mark.start() for mark in _MARK.finditer(document)]
    found = []
    for start, next_mark in zip(marks[::2], [*marks[1::2], len(document)], strict=False):
        begin = _BEGIN.match(document, start)
        end = _END.match(document, next_mark)
        if begin is None or end is None or begin["name"] != end["name"]:
            raise DamagedBlock(document, start)
        text = document[begin.end() : next_mark].replace("\r\n", "\n")
        about = (begin["name"], begin["digest"], begin["source"], begin["end"])
        found.append(Block(*about, text, start, end.end()))
    return found


def renew(document: str, generated: str, *, over_edits: bool) -> Renewal:
    """Return document with its blocks as they are in generated.

    A block that was edited by hand is kept unless over_edits; one that was deleted stays
    so. Each block keeps the line ends that it had. UsageError when the document is of
    another incident or template, DamagedBlock when a block is not whole.
    """
    new = {block.name: block for block in blocks(generated)}
    old = blocks(document)
    _check_source(old, {block.source for block in new.values()})
    renewed: list[str] = []
    edited: list[str] = []
    parts: list[str] = []
    at = 0
    for block in old:
        parts.append(document[at : block.start])
        at = block.stop
        kept = document[block.start : block.stop]
        wanted = new.get(block.name, block)
        is_stale = _lasting(block.text) != _lasting(wanted.text)
        if is_stale and block.is_edited:
            edited.append(block.name)
        if is_stale and (over_edits or not block.is_edited):
            renewed.append(block.name)
            kept = fenced(wanted.text, wanted.name, wanted.source).replace("\n", block.end)
        parts.append(kept)
    known = tuple(block.name for block in old)
    absent = tuple(name for name in new if name not in known)
    text = "".join((*parts, document[at:]))
    return Renewal(text, tuple(renewed), tuple(edited), known, absent)


# That it was rendered at another time makes no document stale.
_RENDERED = re.compile(
    r'<time class="rendered"[^>]*>[^<]*</time>(?: <span class="label"[^>]*>[^<]*</span>)?'
)


def _lasting(text: str) -> str:
    return _RENDERED.sub("", text)


def _check_source(old: list[Block], sources: set[str]) -> None:
    for block in old:
        if sources and block.source not in sources:
            template, _, incident = block.source.partition(" ")
            raise UsageError(
                f"the file is the {template} of incident {incident}; render that one, or "
                "name another file"
            )


def differences(document: str, generated: str, names: tuple[str, ...]) -> list[str]:
    """Return the lines of a diff from the file's blocks of these names to the log's."""
    new = {block.name: block for block in blocks(generated)}
    return [
        line
        for block in blocks(document)
        if block.name in names
        for line in difflib.unified_diff(
            block.text.splitlines(),
            new[block.name].text.splitlines(),
            f"{block.name} (as in the file)",
            f"{block.name} (as in the log)",
            lineterm="",
        )
    ]
