"""A table of contents: it names the sections that follow, and is the text of none."""

from __future__ import annotations

import re

from pmlog.text.patterns import pattern

# What leads to another place of the same page.
_LINK = pattern(
    r"\[[^][\n]{1,200}\]\(#[^()\s]{0,200}\)"
    r"|<a\s[^<>]{0,100}href=[\"']?#[^<>]{0,200}>[^<>]{0,200}</a>",
    re.IGNORECASE,
)
_TAG = pattern(r"<[^<>]{1,300}>")
_LETTER = pattern(r"[^\W\d_]")
_LINK_OR_TAG = pattern(r"\]\(#[^()\s]{0,200}\)|<[^<>]{1,300}>")
_NOT_A_WORD = pattern(r"[\W_]+")
_NUMBERS_AROUND = pattern(r"^(?:\d+ )+|(?: \d+)+$")
_LEAST_LINKS = 2
_LONGEST_LINE = 300


def lines_of_contents(raws: list[str], text: str) -> frozenset[int]:
    """Return which of a text's lines, counted from 0, are its table of contents."""
    found: set[int] = set()
    if "](#" in text or ("#" in text and "href" in text):
        found.update(_linked(raws))
    if "ontents" in text or "ONTENTS" in text:
        found.update(_named(raws))
    return frozenset(found)


def _linked(raws: list[str]) -> set[int]:
    """Return the lines that hold nothing but links within the page, two together."""
    found: set[int] = set()
    run: list[int] = []
    links = 0
    for at, raw in enumerate([*raws, "."]):
        if not raw.strip():
            continue
        here = _links_alone(raw)
        if here:
            run.append(at)
            links += here
            continue
        if links >= _LEAST_LINKS:
            found.update(run)
        run, links = [], 0
    return found


def _links_alone(raw: str) -> int:
    """Return how many links a line holds, 0 where it holds anything else."""
    if "#" not in raw or raw.lstrip(" >").startswith("#") or len(raw) > 10 * _LONGEST_LINE:
        return 0
    rest, links = _LINK.subn("", raw)
    return links if links and not _LETTER.search(_TAG.sub("", rest)) else 0


def _named(raws: list[str]) -> set[int]:
    """Return the lines below the title of a table of contents that later ones repeat."""
    bare = [_bare(raw) for raw in raws]
    last_of = {words: at for at, words in enumerate(bare) if words}
    found: set[int] = set()
    for title, words in enumerate(bare):
        if words not in ("contents", "table of contents"):
            continue
        at = title + 1
        while at < len(raws) and (not bare[at] or last_of[bare[at]] > at):
            if raws[at].startswith("#"):
                break
            found.update((title, at) if bare[at] else ())
            at += 1
    return found


def _bare(raw: str) -> str:
    """Return the words of a short line, without links, tags, and numbers around them."""
    if len(raw) > _LONGEST_LINE:
        return ""
    words = _NOT_A_WORD.sub(" ", _LINK_OR_TAG.sub(" ", raw)).strip().lower()
    return _NUMBERS_AROUND.sub("", words)
