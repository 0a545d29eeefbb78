"""Bytes of any encoding -> text; what is no text is refused with a sentence.

A document of a word processor or a web page is converted to Markdown first, so its
line numbers are those of the converted text.
"""

from __future__ import annotations

import codecs
import io
import re

from pmlog.errors import PmlogError
from pmlog.text.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SUFFIXES = (".md", ".markdown", ".txt", ".docx", ".html", ".htm")

# The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096
_BINARY = pattern("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Word processors set these; people who write in editors do not.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u2002\u2003\u3000", " "),
        **dict.fromkeys("\u2018\u2019\u201b\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
        **dict.fromkeys("\u200b\u2060\ufeff\u00ad\u200e\u200f", None),
        **dict.fromkeys("\uff1a\u2236", ":"),
        "\u2026": "...",
    }
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
)


class Unreadable(PmlogError):
    """A file holds no text that can be checked."""

    exit_code = 2


# What reads what is no text: the extra documents.
_READERS = ("beautifulsoup4", "mammoth", "markdownify")


def text_of(name: str, data: bytes) -> str:
    """Return the text of a file with plain spaces, quotes and line ends.

    The end of name chooses the format. Raises Unreadable where there is no text.
    """
    for suffix, convert in _CONVERTERS.items():
        if name.lower().endswith(suffix):
            return plain(convert(name, data))
    return plain(decoded(name, data))


def plain(text: str) -> str:
    """Return text with the typography of word processors made plain."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)


def decoded(name: str, data: bytes) -> str:
    """Return the characters of bytes: by their mark, else UTF-8, else Windows'."""
    encoding = _encoding(data)
    text = _text(data, encoding)
    if _BINARY.search(text, 0, _SAMPLE):
        raise Unreadable(f"{name} is {_kind(data)}, not text; {_WOULD_WORK}")
    return text


# A page is converted at some 300,000 characters a second.
_MOST_CHARACTERS = 4_000_000
_WOULD_WORK = "save it as Markdown, plain text, .docx or .html"


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return _unmarked_utf16(data[:_SAMPLE])


def _unmarked_utf16(sample: bytes) -> str:
    # English in UTF-16 has a zero at every other byte.
    half = len(sample) // 2
    if half and sample[1::2].count(0) > 0.8 * half and not sample[::2].count(0):
        return "utf-16-le"
    if half and sample[::2].count(0) > 0.8 * half and not sample[1::2].count(0):
        return "utf-16-be"
    return "utf-8"


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows' encoding; latin-1 knows them all.
        fallback = "cp1252" if encoding == "utf-8" else encoding
        return data.decode(fallback, "replace")


def _kind(data: bytes) -> str:
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "binary")


def _html(name: str, data: bytes) -> str:
    return _markdown(name, decoded(name, data), "a web page")


def _markdown(name: str, page: str, kind: str) -> str:
    if len(page) > _MOST_CHARACTERS or _is_too_deep(page):
        raise Unreadable(f"{name} is nested too deeply, or too long; {_WOULD_WORK}")
    soup = _library("bs4", name, kind).BeautifulSoup(page, "html.parser")
    # No words of the document; an image of a Word document is megabytes of base64.
    for element in soup(["script", "style", "head", "img", "svg", _is_no_prose]):
        element.decompose()
    converter = _library("markdownify", name, kind).MarkdownConverter(heading_style="ATX")
    text: str = converter.convert_soup(soup)
    # What a term of a list of terms is said to be reads like a bullet.
    return _DEFINITION.sub("- ", text)


_DEFINITION = re.compile(r"^:\s{1,4}(?=\S)", re.MULTILINE)


_TAG = pattern(r"<(/?)[a-zA-Z][a-zA-Z0-9-]{0,20}(?=[\s/>])[^<>]{0,2000}>")
_MOST_DEPTH = 400


def _is_too_deep(page: str) -> bool:
    """Tell whether elements are nested so deeply that no converter comes back."""
    depth = 0
    for tag in _TAG.finditer(page):
        if not (tag[0].endswith("/>") or _VOID.match(tag[0])):
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _MOST_DEPTH:
            return True
    return False


# What has no end: the first by their nature, the others because people leave it out.
_VOID = pattern(
    r"</?(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
    r"|p|li|dt|dd|tr|td|th|option)\b",
    re.IGNORECASE,
)


def _is_no_prose(element: Any) -> bool:
    """Tell whether an element is drawn, or what a machine printed: attached to an entry.

    The hours of an axis are no times of the text.
    """
    is_log = element.name == "figure" and "evidence" in (element.get("class") or ())
    is_drawn = element.get("role") == "img" or element.get("aria-hidden") == "true"
    return bool(is_log or is_drawn)


def _docx(name: str, data: bytes) -> str:
    kind = "a Word document"
    library = _library("mammoth", name, kind)
    _refuse_bomb(name, data)
    try:
        page: str = library.convert_to_html(io.BytesIO(data)).value
    # The library lets whatever it meets in a damaged archive through.
    except Exception as error:
        raise Unreadable(
            f"{name} is no Word document that can be read; {_WOULD_WORK}"
        ) from (error)
    return _markdown(name, page, kind)


def _refuse_bomb(name: str, data: bytes) -> None:
    """Raise Unreadable where the texts of an archive would unpack to too much."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            texts = (
                i for i in archive.infolist() if i.filename.endswith((".xml", ".rels"))
            )
            size = sum(info.file_size for info in texts)
    except zipfile.BadZipFile:
        # What the converter makes of it says more.
        return
    if size > _MOST_UNPACKED:
        raise Unreadable(f"{name} unpacks to {size // 2**20} MiB of text; {_WOULD_WORK}")


_MOST_UNPACKED = 12 * 2**20


def _library(module: str, name: str, kind: str) -> Any:
    # Only who checks such a file pays for its import, and needs it installed.
    from importlib import import_module

    from pmlog.extras import LacksPackages, needed

    try:
        with needed(f"{name} is {kind}, and reading it needs", *_READERS):
            return import_module(module)
    except LacksPackages as error:
        raise Unreadable(str(error)) from None


_CONVERTERS: dict[str, Callable[[str, bytes], str]] = {
    ".docx": _docx,
    ".html": _html,
    ".htm": _html,
}
