"""The file that render writes: made, renewed around what people wrote, or overwritten."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, NamedTuple

from pmlog import paths
from pmlog.cli.documents import writing
from pmlog.errors import PmlogError, UsageError
from pmlog.render.format import MARKDOWN
from pmlog.render.renew import Renewal, differences, renew
from pmlog.text.terminal import say_all, warn

if TYPE_CHECKING:
    from pmlog.render.document import Template

# What a file's name says of its format, and the template of that.
TEMPLATES = {".html": "html", ".htm": "html", ".txt": "plain"}


LOG = "log"  # the block that says what a document was made from
# How a file is written: block by block, as a whole, or as what Word reads.
BLOCKS, WHOLE, WORD = "blocks", "whole", "word"


class EditedByHand(PmlogError):
    """Blocks that the log has changed were edited in the file as well."""

    def __init__(self, path: str, names: tuple[str, ...]) -> None:
        super().__init__(
            f"{', '.join(names)} was edited by hand in {path}, and the log has changed. "
            "Put the edit into the log with 'pmlog amend' or 'pmlog set', or choose: "
            "--keep-edits leaves what the file has, --take-log takes what the log has and "
            "keeps the file as it was beside it, as .orig; nothing was written"
        )


class Choice(NamedTuple):
    """What is to become of what people edited."""

    keep_edits: bool = False
    take_log: bool = False
    force: bool = False


def template_for(path: str | None, asked: str | None, default: str) -> str:
    """Return the template that was asked for, else the one that a file's name says.

    UsageError for a file that is no document of ours.
    """
    ending = os.path.splitext(path or "")[1].lower()
    if ending == ".pdf":
        page = f"{os.path.splitext(str(path))[0]}.html"
        raise UsageError(
            f"pmlog writes no PDF: 'pmlog render -o {page}', then print that from a "
            f"browser, or 'chromium --headless --print-to-pdf {page}'"
        )
    return asked or TEMPLATES.get(ending, default)


def kind_of(path: str, template: Template) -> str:
    """Return how a file of that name is written. UsageError where its format is another."""
    ending = os.path.splitext(path)[1].lower()
    if ending == ".docx" and template.format is MARKDOWN:
        return WORD
    wanted = {".md": ".md", ".markdown": ".md", ".htm": ".html"}.get(ending, ending)
    if wanted in (".md", ".html", ".txt", ".docx") and wanted != template.ending:
        raise UsageError(
            f"the template {template.name} makes {template.ending}, and {path} is named "
            f"otherwise; give a file that ends in {template.ending}, or no --template"
        )
    # Comments for pmlog are out of place where they would be read.
    return WHOLE if template.ending == ".txt" else BLOCKS


def bytes_of(kind: str, text: str, overview: str = "") -> bytes:
    """Return what a file of that kind holds; overview is its picture in characters."""
    if kind != WORD:
        return _bytes(text)
    from pmlog.convert import blocks, docx

    # What draws the diagram elsewhere would be its source in Word.
    document = [block for block in blocks.read(text) if block.language != "mermaid"]
    return docx.written(blocks.with_picture(document, overview))


def in_folder(path: str, name: str) -> str:
    """Return path, or the file of that name in it where it is a folder ("reports/")."""
    if not path.endswith(os.sep) and not os.path.isdir(path):
        return path
    try:
        paths.make_folders(path.rstrip(os.sep), 0o777)
    except OSError as error:
        raise PmlogError(f"{path} cannot be made: {error.strerror}") from error
    return os.path.join(path, name)


def write(path: str, content: bytes, *, force: bool) -> bool:
    """Write a file that has no blocks; return whether anything was written.

    UsageError where another is there, without force.
    """
    seen = writing.read(path)
    if seen == content:
        return False
    if seen and not force:
        raise UsageError(
            f"{path} is there already, and cannot be renewed in part; name another file, "
            "or overwrite it with --force"
        )
    writing.write(path, content, seen)
    return True


def update(path: str, generated: str, choice: Choice) -> bool:
    """Renew the generated blocks of a file, or make it where there is none.

    Returns whether anything was written. UsageError when the file has no such blocks;
    EditedByHand, with the differences printed, when some were edited and neither side
    was chosen.
    """
    seen = writing.read(path)
    if not seen or choice.force:
        writing.write(path, _bytes(generated), seen)
        return True
    document = _text(seen)
    renewal = _renewal(path, document, generated, over_edits=choice.take_log)
    if renewal.edited and not (choice.keep_edits or choice.take_log):
        say_all(differences(document, generated, renewal.edited))
        raise EditedByHand(path, renewal.edited)
    if renewal.edited and choice.take_log:
        warn(f"as it was, with the edits: {_keep(path, seen)}")
    if renewal.text != document:
        writing.write(path, _bytes(renewal.text), seen)
    # A document of an earlier version does not say what it was made from.
    absent = ", ".join(name for name in renewal.absent if name != LOG)
    if absent:
        warn(f"not in {path}, taken out or not yet there when it was made: {absent}")
    return renewal.text != document


def _keep(path: str, content: bytes) -> str:
    """Keep what a file held beside it, over no other such file; return where."""
    for number in itertools.count():
        kept = f"{path}.orig{number or ''}"
        there = writing.read(kept)
        if there is None:
            writing.write(kept, content, None)
        if there is None or there == content:
            break
    return kept


def stale_blocks(path: str, generated: str, kind: str) -> tuple[str, ...]:
    """Return the names of a file's blocks that are not as the log has them now.

    What nobody reads makes no document stale. UsageError for a Word document.
    """
    seen = writing.read(path)
    if seen is None:
        raise PmlogError(f"{path} cannot be read: No such file or directory")
    if kind == WORD:
        raise UsageError("--check compares texts; check the Markdown, not the .docx")
    if kind == WHOLE:
        return () if seen == _bytes(generated) else ("all of it",)
    renewed = _renewal(path, _text(seen), generated, over_edits=True).renewed
    return tuple(name for name in renewed if name != LOG)


def _renewal(path: str, document: str, generated: str, *, over_edits: bool) -> Renewal:
    renewal = renew(document, generated, over_edits=over_edits)
    if not renewal.known:
        raise UsageError(
            f"{path} has no blocks that pmlog wrote, so all of it may be somebody's work; "
            "name another file, or overwrite it with --force"
        )
    return renewal


# Bytes that are no UTF-8 go back as they came.
def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
