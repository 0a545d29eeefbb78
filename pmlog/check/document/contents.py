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
_LONGEST_NAME_WORDS = 8
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
    """Return the lines that hold nothing but links to what follows, two together."""
    found: set[int] = set()
    last_of = {words: at for at, words in enumerate(map(_bare, raws)) if words}
    run: list[int] = []
    named: list[bool] = []
    for at, raw in enumerate([*raws, "."]):
        if not raw.strip():
            continue
        links = _links_alone(raw)
        if links:
            run.append(at)
            named += (last_of.get(_bare(link), -1) > at for link in links)
            continue
        # What is to be done may be links within the page, to no heading of it.
        if len(named) >= _LEAST_LINKS <= 2 * sum(named) >= len(named):
            found.update(run)
        run, named = [], []
    return found


def _links_alone(raw: str) -> list[str]:
    """Return the links of a line, none where it holds anything else."""
    if "#" not in raw or raw.lstrip(" >").startswith("#") or len(raw) > 10 * _LONGEST_LINE:
        return []
    is_alone = not _LETTER.search(_TAG.sub("", _LINK.sub("", raw)))
    return [match[0] for match in _LINK.finditer(raw)] if is_alone else []


def _named(raws: list[str]) -> set[int]:
    """Return the lines below the title of a table of contents that later ones repeat."""
    bare = [_bare(raw) for raw in raws]
    last_of = {words: at for at, words in enumerate(bare) if words}
    found: set[int] = set()
    at = 0
    while at < len(raws):
        title, at = at, at + 1
        if bare[title] not in ("contents", "table of contents"):
            continue
        while at < len(raws) and _names_later(raws[at], bare[at], last_of, at):
            found.update((title, at) if bare[at] else ())
            at += 1
    return found


def _names_later(raw: str, words: str, last_of: dict[str, int], at: int) -> bool:
    """Tell whether a line is empty, or the name of a section that follows."""
    is_name = words.count(" ") < _LONGEST_NAME_WORDS and not raw.rstrip().endswith(".")
    is_name = is_name and not raw.startswith("#")
    return not words or (is_name and last_of[words] > at)


def _bare(raw: str) -> str:
    """Return the words of a short line, without links, tags, and numbers around them."""
    if len(raw) > _LONGEST_LINE:
        return ""
    words = _NOT_A_WORD.sub(" ", _LINK_OR_TAG.sub(" ", raw)).strip().lower()
    return _NUMBERS_AROUND.sub("", words)
