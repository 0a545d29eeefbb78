"""What an event can be checked against: a file, or what a command printed.

A content is stored once for an incident, in an event of its own, and known by its hash:
that of what is stored, so after redaction. Events refer to it by that hash.
"""

from __future__ import annotations

import base64
import binascii
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pmlog.incident import event_data
from pmlog.text.encoding import encoding_of

if TYPE_CHECKING:
    from pmlog.incident.event_data import Details

SHORT_HASH_LENGTH = 8


class Evidence:
    """A content, under the name that an event gives it."""

    def __init__(self, name: str, content: bytes, *, cut: bool = False) -> None:
        self.name = name
        self.content = content
        self.cut = cut  # its beginning was not kept

    @cached_property
    def sha256(self) -> str:
        """The hash of the content, in hexadecimal digits."""
        import hashlib  # commands without evidence need not pay for it

        return hashlib.sha256(self.content).hexdigest()

    @property
    def reference(self) -> dict[str, Any]:
        """What an event's data says of it; see event_data.Attachment."""
        reference = {"sha256": self.sha256, "name": self.name, "size": len(self.content)}
        return reference | ({"cut": True} if self.cut else {})

    @property
    def data(self) -> str:
        """The data of the event that carries the content, as JSON."""
        try:
            carried = {event_data.CONTENT: self.content.decode()}
        except UnicodeDecodeError:
            carried = {event_data.BASE64: base64.b64encode(self.content).decode()}
        return json.dumps({event_data.SHA256: self.sha256, **carried})


class Gathered(NamedTuple):
    """Evidence as it is to be stored, and what was taken out of it."""

    evidence: Evidence
    taken: dict[str, int]


def gathered(name: str, content: bytes, *, redacting: bool) -> Gathered:
    """Return the evidence of a content, without its secrets where redacting is asked."""
    if not redacting:
        return Gathered(Evidence(name, content), {})
    encoding = encoding_of(content)
    from pmlog.text import redaction  # some forty patterns, for who stores evidence

    redacted = redaction.redact(content.decode(encoding))
    return Gathered(Evidence(name, redacted.text.encode(encoding)), redacted.taken)


def references(pieces: list[Evidence]) -> list[dict[str, Any]]:
    """Return what an event's data says of its evidence, each content once."""
    return list({piece.sha256: piece.reference for piece in pieces}.values())


def is_whole(data: dict[str, Any]) -> bool:
    """Tell whether the data of such an event has the content that its hash says."""
    try:
        carried = event_data.read(data)
        return Evidence("", content(carried)).sha256 == carried.sha256
    except (binascii.Error, UnicodeEncodeError):
        return False


def content(carried: Details) -> bytes:
    """Return the content that the data of an event of the kind evidence carries."""
    if carried.content is not None:
        return carried.content.encode()
    return base64.b64decode(carried.base64 or "", validate=True)


def short(sha256: str) -> str:
    """Return the part of a hash that people type."""
    return sha256[:SHORT_HASH_LENGTH]


def size_text(size: int) -> str:
    """Return a number of bytes for people: "812 B", "2.1 KiB", "1.0 MiB"."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.1f} KiB"
    return f"{size / 1024 / 1024:.1f} MiB"
