"""convert: a document as people edited it, for a wiki, a chat or a word processor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from pmlog.cli.session import session_of
from pmlog.errors import PmlogError, UsageError
from pmlog.text.terminal import in_utf8, say, warn

if TYPE_CHECKING:
    from pmlog.convert.blocks import Block

TARGETS = {"confluence": ".xml", "slack": ".txt", "docx": ".docx"}
_MOST_BYTES = 8 * 1024 * 1024


def convert(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE.md", help="A document in Markdown; - reads one.")
    ],
    to: Annotated[
        str, typer.Option("--to", metavar="TARGET", help="confluence, slack or docx.")
    ],
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to FILE.")
    ] = None,
    force: Annotated[
        bool, typer.Option("-f", "--force", help="Overwrite FILE if it is there.")
    ] = False,
) -> None:
    """Convert an edited document for Confluence, Slack or Word."""
    from pmlog.cli.documents import target
    from pmlog.convert import blocks

    session_of(context)
    if to not in TARGETS:
        raise UsageError(f"no target {to!r}; it is one of: {', '.join(TARGETS)}")
    document = [block for block in blocks.read(_read(file)) if not _is_diagram(block)]
    path = output or _default(file) if to == "docx" else output
    content = _converted(to, document)
    if path in (None, "-"):
        in_utf8()
        say(content.decode().removesuffix("\n"))
        return
    path = target.in_folder(str(path), f"{_stem(file)}{TARGETS[to]}")
    is_new = target.write(path, content, force=force)
    warn(f"{'wrote' if is_new else 'up to date:'} {path}")


def _is_diagram(block: Block) -> bool:
    is_mermaid = block.language == "mermaid"
    if is_mermaid:
        warn("left out: a diagram in Mermaid, which would be shown as its source")
    return is_mermaid


def _converted(to: str, document: list[Block]) -> bytes:
    if to == "docx":
        from pmlog.convert import docx

        return docx.written(document)
    if to == "slack":
        from pmlog.convert import slack

        message = slack.written(document)
        if len(message) > slack.LONGEST:
            warn(
                f"{len(message):,} characters: Slack cuts a message behind "
                f"{slack.LONGEST:,}; paste it in parts, or attach it as a file"
            )
        return message.encode()
    from pmlog.convert import confluence

    return confluence.written(document).encode()


def _stem(file: str) -> str:
    return os.path.splitext(os.path.basename(file))[0] if file != "-" else "postmortem"


def _default(file: str) -> str:
    return f"{os.path.splitext(file)[0] if file != '-' else 'postmortem'}.docx"


def _read(file: str) -> str:
    import sys

    try:
        if file == "-":
            content = sys.stdin.buffer.read(_MOST_BYTES + 1)
        elif os.path.exists(file) and not os.path.isfile(file):
            raise UsageError(f"{file} is no file")
        else:
            with open(file, "rb") as opened:
                content = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        raise PmlogError(f"{file} cannot be read: {error.strerror}") from error
    if len(content) > _MOST_BYTES:
        raise PmlogError(f"{file} is larger than 8 MiB; no postmortem is")
    return content.decode("utf-8", "replace").lstrip("\ufeff")
