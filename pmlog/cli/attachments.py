"""--attach: files, or standard input, as evidence of an event."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pmlog.cli.session import standard_input
from pmlog.errors import PmlogError, UsageError
from pmlog.incident import event_data
from pmlog.incident.event import with_data
from pmlog.text.terminal import storable, warn

if TYPE_CHECKING:
    from pmlog.incident.event import Entry
    from pmlog.incident.evidence import Evidence

Attach = Annotated[
    list[str] | None,
    typer.Option(
        "--attach", metavar="FILE", help="Evidence; - reads standard input (repeatable)."
    ),
]
NoRedact = Annotated[
    bool, typer.Option("--no-redact", help="Store the evidence with its secrets.")
]

# Each log that hears of an event keeps its evidence, for good.
MOST = 1024 * 1024
STANDARD_INPUT = "standard input"


class NotAttached(PmlogError):
    """A file cannot be attached; again is how to attach it once that is mended."""

    def __init__(self, path: str, reason: str, instead: str) -> None:
        super().__init__(f"{path} cannot be attached: {reason}")
        self.again = ["--attach", instead]


def check(paths: list[str], words: list[str] | None) -> None:
    """Raise UsageError where the text and an attachment both want standard input."""
    wants_text = words in (None, [], ["-"])
    if paths.count("-") + wants_text > 1 and "-" in paths:
        raise UsageError(
            "standard input is the text or one attachment, not both; say in words what is "
            'attached: ... | pmlog event "output of top" --attach -'
        )


class Attachments(NamedTuple):
    """The evidence of one event, as it was asked for and as it is stored."""

    paths: list[str]
    evidence: tuple[Evidence, ...] = ()

    def attached_to(self, entry: Entry) -> Entry:
        """Return an entry that refers to the evidence."""
        if not self.evidence:
            return entry
        from pmlog.incident.evidence import references

        attached = {event_data.ATTACHED: references(list(self.evidence))}
        data = with_data(entry.data, attached)
        return entry._replace(data=data, evidence=self.evidence)

    def with_more(self, other: Attachments) -> Attachments:
        """Return these attachments and others."""
        return Attachments(self.paths + other.paths, self.evidence + other.evidence)

    def as_typed(self) -> list[str]:
        """Return the options that attach the same again.

        What came by a pipe is gone there, so it is kept in a file.
        """
        words = []
        for path, piece in zip(self.paths, self.evidence, strict=True):
            words += ["--attach", _kept(piece.content) if path == "-" else path]
        return words


def _kept(content: bytes) -> str:
    """Return the path of a file with that content; "-" where there is no room for one."""
    import tempfile

    try:
        # Its owner's alone: what was piped may hold what nobody else shall read.
        number, path = tempfile.mkstemp(prefix="pmlog-attached-")
    except OSError:
        return "-"
    try:
        with open(number, "wb") as file:
            file.write(content)
    except OSError:
        os.unlink(path)
        return "-"
    return path


def read(paths: list[str], *, redacting: bool) -> Attachments:
    """Read what is to be attached, and say what was taken out of it.

    NotAttached where a file cannot be read, or is larger than MOST.
    """
    if not paths:
        return Attachments([])
    from pmlog.incident import evidence

    pieces = []
    for path in paths:
        name = STANDARD_INPUT if path == "-" else os.path.basename(path)
        content = _piped() if path == "-" else _of_file(path)
        piece, taken = evidence.gathered(storable(name), content, redacting=redacting)
        say_taken(taken, path if path != "-" else STANDARD_INPUT)
        pieces.append(piece)
    return Attachments(paths, tuple(pieces))


def say_taken(taken: dict[str, int], place: str) -> None:
    """Say which secrets were not stored, if there were any."""
    if taken:
        from pmlog.text import redaction

        warn(
            f"redacted from {place}: {redaction.summary(taken)}; "
            "--no-redact stores all of it"
        )


def without_secrets(entry: Entry) -> Entry:
    """Return an entry with its text redacted, and say what was taken out of it."""
    from pmlog.text import redaction

    redacted = redaction.redact(entry.text)
    if redacted.taken:
        warn(f"redacted from the text: {redaction.summary(redacted.taken)}")
    return entry._replace(text=redacted.text)


def _piped() -> bytes:
    if sys.stdin is not None and sys.stdin.isatty():
        warn("reading the attachment from the terminal; Ctrl-D ends it")
    # One byte more than is kept tells that it is too large, whatever is behind it.
    content = standard_input(MOST + 1)
    if len(content) > MOST:
        raise _too_large(STANDARD_INPUT, "... | tail -c 1M")
    return content


def _of_file(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            content = file.read(MOST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NotAttached(path, reason, instead=path) from error
    if len(content) > MOST:
        raise _too_large(path, f"tail -c 1M {path}")
    return content


def _too_large(path: str, its_end: str) -> NotAttached:
    return NotAttached(
        path,
        "it is larger than 1 MiB, the most that is kept; its end would do: "
        f"{its_end} | pmlog event ... --attach -",
        instead="-",
    )
