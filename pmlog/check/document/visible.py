"""Text -> the lines that a reader sees, comments and sources taken out; its words."""

from __future__ import annotations

import re

from pmlog.check.document import markup
from pmlog.check.document.inline import UNPARSED, Inline, defined_in, labels_in
from pmlog.check.document.markup import Marked
from pmlog.namedtuple import NamedTuple
from pmlog.text.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Line(NamedTuple):
    """A piece of a line of the source, and what stands around it."""

    number: int
    marked: Marked
    next_raw: str
    is_code: bool
    follows_blank: bool


COMMENT = pattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# Backticks behind the mark make it a span of code on one line.
_FENCE = pattern(r"\s{0,8}(`{3,}(?=[^`]*$)|~{3,})\s*([\w+-]*)")
_PROSE_FENCES = ("", "text", "txt", "md", "markdown", "plaintext")
_EVIDENCE = '<pre class="log">'
# What no reader reads word by word: diagrams by their source, and what machines printed.
_UNREAD = ("mermaid", "plantuml", "dot", "graphviz", "log")
_SOFT_BREAKS = str.maketrans("\v\f\x85\u2028\u2029", "\n\n\n\n\n")
# Where lines were pasted into one. The headings that people paste, as they write them: any
# label that the lexicon knows would part "10:05 (09:05 CET) Detected: ..." behind its time.
_GLUED = pattern(
    r"(?<=[.!?)])\s{1,4}(?:[-*\u2022]\s{1,4})?(?=\*{0,2}(?:Impact|Root [Cc]ause|Duration"
    r"|Timeline|Resolution|Corrective and [Pp]reventat?ive [Mm]easures|End[- ][Tt]ime"
    r"|Start[- ][Tt]ime|Tasks|Improvements(?:/[Ff]ixes)?|Escalation|Detection)\*{0,2}:)"
    r"|(?<=[.!?])\s{1,4}[-*\u2022]\s{1,4}(?=\*{0,2}\d{1,2}:\d{2})"
)


def words(text: str) -> int:
    """Return the number of words that a reader of a document reads."""
    return words_of(lines(text, 1))


def words_of(seen: Iterable[Line]) -> int:
    """Return the same of its lines."""
    return sum(markup.words_in(line.marked.text) for line in seen)


def lines(text: str, first_line: int) -> Iterator[Line]:
    """Yield the lines of a text whose first line has this number."""
    text = _without_comments(_without_front_matter(text))
    raws = text.split("\n")
    inline = Inline(labels_in(raws))
    fence, language, is_blank = "", "", True
    is_evidence = is_table = False
    for index, raw in enumerate(raws):
        # What pmlog attached to an entry is what a machine printed, nobody's sentence.
        is_evidence = _EVIDENCE in raw or (is_evidence and "</pre>" not in raw)
        if is_evidence:
            continue
        match = _FENCE.match(raw)
        if match and (not fence or match[1].startswith(fence)):
            fence, language = ("", "") if fence else (match[1], match[2].lower())
            continue
        if fence and language in _UNREAD:
            continue
        is_code = bool(fence) and language not in _PROSE_FENCES
        next_raw = raws[index + 1] if index + 1 < len(raws) else ""
        is_table = markup.is_separator(next_raw) or (is_table and "|" in raw)
        reader = UNPARSED if is_code else inline
        opened = markup.opened_level(raws[index - 1]) if index else 0
        for marked in _marked(raw, next_raw, reader, is_row=is_table, opened=opened):
            yield Line(index + first_line, marked, next_raw, is_code, is_blank)
        is_blank = not raw.strip()


def _marked(
    raw: str, next_raw: str, inline: Inline, *, is_row: bool, opened: int
) -> Iterator[Marked]:
    if not raw.strip() or markup.is_separator(raw) or defined_in(raw):
        return
    is_row = is_row or bool(markup.CELL.search(raw))
    level = markup.html_level(raw) or opened
    for soft in raw.translate(_SOFT_BREAKS).split("\n"):
        for piece in markup.pieces(soft):
            for part in _GLUED.split(piece):
                marked = markup.marked(part, inline, is_row=is_row)
                if level:
                    marked = marked._replace(level=level)
                if marked.cells and markup.is_separator(next_raw):
                    marked = _head_of_table(marked)
                if marked.text:
                    yield marked


def _head_of_table(row: Marked) -> Marked:
    """Return the head of a table; a box around one cell sets a heading."""
    if len(row.cells) == 1:
        return Marked(row.text, _LEVEL_OF_BOX)
    return row._replace(is_table_head=True)


_LEVEL_OF_BOX = 2


def _without_front_matter(text: str) -> str:
    """Blank what a site's generator is told of a page; its title and its date head it.

    What its other keys tell in a sentence, or of the incident, is content.
    """
    match = _FRONT_MATTER.match(text) if text[:1] in ("-", "+") else None
    if match is None:
        return text
    sign = ":" if match[1] == "---" else "="
    seen: list[str] = []
    is_kept = False
    for line in match[0].split("\n"):
        if line[:1] in " \t" and line:
            seen.append(line.strip() if is_kept else "")
        else:
            seen.append(_front_line(*line.partition(sign)))
            is_kept = bool(seen[-1])
    return "\n".join(seen) + text[match.end() :]


def _front_line(key: str, sign: str, value: str) -> str:
    # Who renders a document counts its words, and needs no lexicon for it.
    from pmlog.check.document.topics import HOME, topic_of

    key, value = key.strip().replace("_", " "), value.strip(_QUOTES)
    if key in _HEADS:
        return f"# {value}" if value else ""
    is_told = bool(sign) and (topic_of(key) in HOME or key in _TOLD)
    is_told = is_told or value.count(" ") >= _A_SENTENCE
    return f"{key}: {value}" if is_told else ""


_FRONT_MATTER = pattern(
    r"(---|\+\+\+)\n[\w-]{1,40}(?::| ?=)[^\n]*\n"
    r"(?:(?:[\w-]{1,40}(?::| ?=)|[ \t]+\S|- |#)[^\n]*\n){0,60}\1(?=\n|\Z)"
)
_HEADS = ("title", "date")
_TOLD = ("summary", "description", "abstract", "excerpt")
_A_SENTENCE = 4
_QUOTES = " '\"|>-"


def _without_comments(text: str) -> str:
    if "<!--" not in text:
        return text
    return COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
