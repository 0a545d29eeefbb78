"""Addresses in what people typed: found, and kept whole wherever they are shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# No other scheme (javascript:, data:, file:) is ever made a link.
# Quotes and the closing punctuation of other scripts end an address; nobody's address
# has them as they are, and texts do put them right behind one.
_ADDRESS = re.compile(
    r"(?<![^\W_])(?:https?://(?=\w|\[)|mailto:(?=[\w.+-]+@\w))"
    r"[^\s<>\"`“”„‘’«»、。，；：！？（）【】「」『』《》]+",  # noqa: RUF001
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:https?://(?=\w|\[)|mailto:(?=[\w.+-]+@\w))[^\s\x00-\x1f]+", re.IGNORECASE
)
# A reader of the Markdown would not take these as they are, or would end the address.
_UNSAFE = re.compile(r"[\s<>\"`|\\]|\](?=\()|(?P<head>&#?\w+);")
_ENTITY_AT_END = re.compile(r"&#?\w{1,32};$")
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Piece(NamedTuple):
    """A part of a text, and whether it is an address."""

    text: str
    is_address: bool


def pieces(text: str) -> Iterator[Piece]:
    """Yield a text's parts in their order; put together they are the text."""
    at = 0
    for match in _ADDRESS.finditer(text):
        address = without_tail(match.group())
        before = text[match.start() - 1 : match.start()]
        if before in ("*", "_", "~"):
            # "**https://...**", as people type it who think in Markdown.
            address = address.rstrip(before)
        if match.start() > at:
            yield Piece(text[at : match.start()], is_address=False)
        yield Piece(address, is_address=True)
        at = match.start() + len(address)
    if at < len(text):
        yield Piece(text[at:], is_address=False)


def is_address(text: str) -> bool:
    """Tell whether a text is an address and nothing else, whatever it ends in."""
    return bool(_WHOLE.fullmatch(text))


def without_tail(address: str) -> str:
    """Return an address without the punctuation of the sentence that it stands in.

    A closing bracket belongs to it where it was opened in it: ".../Foo_(bar)".
    """
    end = len(address)
    open_ = {close: address.count(close) - address.count(_PAIRS[close]) for close in _PAIRS}
    while end:
        last = address[end - 1]
        entity = _ENTITY_AT_END.search(address, max(0, end - 36), end)
        if entity:
            end = entity.start()
        elif last in ".,;:!?'":
            end -= 1
        elif open_.get(last, 0) > 0:
            open_[last] -= 1
            end -= 1
        else:
            break
    return address[:end]


def encoded(address: str) -> str:
    """Return an address with only that percent-encoded which would end or change it."""
    return _UNSAFE.sub(_percent, address)


def _percent(match: re.Match[str]) -> str:
    if match["head"]:
        # The semicolon would make an entity of it.
        return f"{match['head']}%3B"
    return "".join(f"%{byte:02X}" for byte in match.group().encode())
