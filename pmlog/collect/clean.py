"""Text from other tools -> text that can be stored: no secrets, no markup, not endless."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from pmlog.collect.record import LeftOut, Record
from pmlog.text import redaction
from pmlog.text.terminal import storable, without_escapes

LONGEST_TEXT = 2000  # characters of an event; the record itself stays where it was
LONGEST_NAME = 200


def cleaned(record: Record) -> tuple[Record, dict[str, int]]:
    """Return a record as it may be stored, and the secrets that were taken out of it."""
    # Cut first: a rule of redaction may look at all that there is.
    text = plain(record.text[: LONGEST_TEXT * 2])
    found = redaction.redact(_ADDRESS.sub(_in_text, text))
    links = tuple(dict.fromkeys(filter(None, map(_link, record.links))))
    to = tuple(filter(None, (_name(name) for name in record.to)))
    clean = record._replace(
        text=clipped(found.text, LONGEST_TEXT),
        author=_name(record.author),
        how=_name(record.how),
        to=to,
        links=links,
    )
    return clean, found.taken


def shown(left: LeftOut) -> LeftOut:
    """Return what was left out as it may be shown."""
    record = None if left.record is None else cleaned(left.record)[0]
    text = redaction.redact(plain(left.text[:LONGEST_TEXT])).text
    return left._replace(text=text, record=record)


def plain(text: str) -> str:
    """Return text without escapes and controls; its lines stay lines."""
    if not text.isprintable():
        text = without_escapes(text).replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(c for c in text if c in "\n\t" or c == "\u200d" or not _moves(c))
    return storable(text).strip()


def _moves(character: str) -> bool:
    """Tell whether a character moves the cursor, or turns the reading direction."""
    return not character.isprintable() and not character.isspace()


@lru_cache(maxsize=4096)  # the same few people and programs, over and over
def _name(text: str) -> str:
    return clipped(" ".join(redaction.redact(plain(text[:LONGEST_NAME])).text.split()), 80)


def _link(text: str) -> str:
    text = storable(text.strip())
    if not re.match(r"https?://\S+$", text) or len(text) > LONGEST_TEXT:
        return ""
    return redaction.redact(address(text)).text


def clipped(text: str, length: int) -> str:
    """Return the beginning of a text; a mark says where it was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


# One quantifier, and no way back into it: a line of a megabyte is read once.
_ADDRESS = re.compile(r"https?://[^\s<>\"'|\\^`{}]++")
_SECRET_NAMES = re.compile(
    r"(?:.*(?:token|secret|signature|password|passwd|apikey|api_key|access_key|credential)"
    r"|auth|authorization|key|sig|code|jwt|sid|session|pwd|x-amz-.*|x-goog-.*)$",
    re.IGNORECASE,
)
_SECRET_VALUES = re.compile(r"xox[a-z]-.*|eyJ[\w-]{8,}.*|SECRET-.*")


def address(url: str) -> str:
    """Return an address without what lets anybody in: passwords, tokens, signatures."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:  # "http://[" is none
        return url
    if host == parts.netloc and not parts.query and "=" not in parts.fragment:
        return url
    query, fragment = _without_secrets(parts.query), _without_secrets(parts.fragment)
    if (host, query, fragment) == (parts.netloc, parts.query, parts.fragment):
        return url
    return urlunsplit((parts.scheme, host, parts.path, query, fragment))


def _in_text(match: re.Match[str]) -> str:
    """Return an address in a sentence: the marks behind it are the sentence's."""
    whole = match[0].rstrip(".,;:!?)]}")
    return address(whole) + match[0][len(whole) :]


def _without_secrets(query: str) -> str:
    kept = []
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        is_secret = _SECRET_NAMES.match(name) or _SECRET_VALUES.match(value)
        if not (equals and is_secret):
            kept.append(pair)
    return "&".join(kept)


_BREAKS = re.compile(r"<(?:br|/p|/li|/div|/h\d)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")


def without_tags(text: str) -> str:
    """Return the text of a piece of HTML, a line for each of its paragraphs and items."""
    if "<" in text:
        text = _TAGS.sub("", _BREAKS.sub("\n", text))
    lines = (line.strip() for line in html.unescape(text).splitlines())
    return "\n".join(filter(None, lines))
