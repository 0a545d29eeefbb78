"""Rendering again into a file that people have edited: nothing of theirs is lost.

The generated blocks of a document stand between two comments, the first with a digest of
what was generated:

    <!-- pmlog:begin timeline 1f0c9b1a2d3e -->
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

_BLOCK = re.compile(
    r"<!-- pmlog:begin (?P<name>[\w-]+) (?P<digest>[0-9a-f]{12}) -->(?P<end>\r?\n)"
    r"(?P<text>.*?)"
    r"<!-- pmlog:end (?P=name) -->",
    re.DOTALL,
)


class Block(NamedTuple):
    """A generated block as a file has it."""

    name: str
    digest: str
    text: str

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


def fenced(text: str, name: str) -> str:
    """Return a block's text between its two comments."""
    whole = text if text.endswith("\n") else text + "\n"
    return f"<!-- pmlog:begin {name} {digest(whole)} -->\n{whole}<!-- pmlog:end {name} -->"


def has_blocks(document: str) -> bool:
    """Tell whether a document has any generated block."""
    return _BLOCK.search(document) is not None


def _blocks(document: str) -> list[Block]:
    return list(map(_block, _BLOCK.finditer(document)))


def _block(match: re.Match[str]) -> Block:
    return Block(match["name"], match["digest"], match["text"].replace("\r\n", "\n"))


def renew(document: str, generated: str, *, over_edits: bool) -> Renewal:
    """Return document with its blocks as they are in generated.

    A block that was edited by hand is kept unless over_edits; one that was deleted stays
    so. Each block keeps the line ends that it had.
    """
    new = {block.name: block for block in _blocks(generated)}
    renewed: list[str] = []
    edited: list[str] = []

    def current(match: re.Match[str]) -> str:
        block = _block(match)
        wanted = new.get(block.name, block)
        if block.text == wanted.text:
            return match[0]
        if block.is_edited:
            edited.append(block.name)
        if block.is_edited and not over_edits:
            return match[0]
        renewed.append(block.name)
        return fenced(wanted.text, block.name).replace("\n", match["end"])

    text = _BLOCK.sub(current, document)
    known = tuple(block.name for block in _blocks(document))
    absent = tuple(name for name in new if name not in known)
    return Renewal(text, tuple(renewed), tuple(edited), known, absent)


def differences(document: str, generated: str, names: tuple[str, ...]) -> list[str]:
    """Return the lines of a diff from the file's blocks of these names to the log's."""
    new = {block.name: block for block in _blocks(generated)}
    return [
        line
        for block in _blocks(document)
        if block.name in names
        for line in difflib.unified_diff(
            block.text.splitlines(),
            new[block.name].text.splitlines(),
            f"{block.name} (as in the file)",
            f"{block.name} (as in the log)",
            lineterm="",
        )
    ]
