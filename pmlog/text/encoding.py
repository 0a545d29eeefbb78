"""How bytes hold text where nobody says it: as UTF-8, as UTF-16 of Windows, or not."""

from __future__ import annotations

import codecs

# Of UTF-16 in the letters of Europe, every other byte is nothing.
_LOOKED_AT = 512
_LEAST = 8  # characters
_MOSTLY = 0.9


def encoding_of(content: bytes) -> str:
    """Return how bytes hold text: UTF-16 as Windows writes it, UTF-8, or none of them.

    Of none of them each byte is a character, and comes back as it was.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        named = "utf-16-le" if content.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    else:
        named = _without_mark(content)
    try:
        content.decode(named)
    except UnicodeDecodeError:
        return "latin-1"
    return named


def _without_mark(content: bytes) -> str:
    """Return UTF-16 where every other byte of the beginning is nothing, else UTF-8."""
    head = content[:_LOOKED_AT]
    for start, named in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[start::2]
        if (
            len(half) >= _LEAST
            and half.count(0) > _MOSTLY * len(half)
            and len(content) % 2 == 0
        ):
            return named
    return "utf-8"
