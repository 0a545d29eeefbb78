"""A piece of a document, with its place."""

from __future__ import annotations

from pmlog.check.document.topics import Topic
from pmlog.namedtuple import NamedTuple


class Item(NamedTuple):
    """A paragraph, a bullet or a row: its visible text, its line, where it stands.

    heading is the line of the heading proper above it, 0 where there is none; is_free
    says that the section is no more than what its heading hints at.
    """

    text: str
    line: int
    section: Topic | None
    part: Topic | None
    is_bullet: bool = False
    is_code: bool = False
    is_checkbox: bool = False
    heading: int = 0
    is_free: bool = False
