"""A piece of a document, with its place."""

from __future__ import annotations

from pmlog.check.document.topics import Topic
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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


def parted(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items, each paragraph that tells a whole timeline as its entries."""
    for item in items:
        is_long = item.section is Topic.TIMELINE and len(item.text) > _A_STORY
        told = _AT_TIME.split(item.text) if is_long and not item.is_bullet else ()
        if len(told) < _A_TIMELINE:
            yield item
        else:
            yield from (item._replace(text=text) for text in told)


# Where a sentence of a story begins with its time.
_AT_TIME = pattern(r"(?<=[.!?])\s(?=(?:(?:At|By|Around|About) )?\d{1,2}[:h]\d{2}\b)")
_A_STORY = 160
_A_TIMELINE = 3
