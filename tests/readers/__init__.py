"""Five readers of Markdown, as people have them."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import cmarkgfm
import markdown
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
_MARKDOWN_IT = MarkdownIt("gfm-like", {"html": True, "linkify": True})


def cmark(text: str) -> str:
    """Read as GitHub does, before GitHub takes out what is dangerous."""
    return str(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))


def markdown_it(text: str) -> str:
    """Read as GitLab's editor, Jupyter and VS Code do."""
    return str(_MARKDOWN_IT.render(text))


def python_markdown(text: str) -> str:
    """Read as MkDocs does."""
    return markdown.markdown(text)


def python_markdown_extra(text: str) -> str:
    """Read as MkDocs does with what most of its users switch on."""
    return markdown.markdown(text, extensions=["extra", "admonition", "sane_lists"])


@cache
def _marked() -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["node", HERE / "marked.mjs"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def marked_running() -> Iterator[None]:
    """Have the reader that is a process run for as long as a fixture does."""
    if not HAS_MARKED:
        yield
        return
    reader = _marked()
    yield
    reader.communicate()
    _marked.cache_clear()


def marked(text: str) -> str:
    """Read as many editors and sites do."""
    reader = _marked()
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write(json.dumps(text) + "\n")
    reader.stdin.flush()
    return str(json.loads(reader.stdout.readline()))


def pandoc(text: str, dialect: str = "markdown-smart") -> str:
    """Read as those do who make a PDF or a Word document of it."""
    command = ["pandoc", "--from", dialect, "--to", "html", "--wrap", "preserve"]
    done = subprocess.run(
        command, input=text, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


def pandoc_gfm(text: str) -> str:
    """Read as those do who tell pandoc that it comes from GitHub."""
    return pandoc(text, "gfm")


_QUICK: tuple[Callable[[str], str], ...] = (
    cmark,
    markdown_it,
    python_markdown,
    python_markdown_extra,
)
HAS_MARKED = bool(shutil.which("node")) and (HERE / "node_modules" / "marked").is_dir()
HAS_PANDOC = bool(shutil.which("pandoc"))
# Those that take no process for each text.
QUICK = (*_QUICK, marked) if HAS_MARKED else _QUICK
ALL = (*QUICK, pandoc, pandoc_gfm) if HAS_PANDOC else QUICK


class Page(HTMLParser):
    """What is in a page: its elements with their attributes, its links, its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.links: list[tuple[str, str]] = []  # where to, and what is shown
        self.text = ""
        self._open: list[tuple[str, int]] = []
        self.feed(page)
        self.close()
        # Nobody sees it: it keeps @team and #123 from becoming links.
        self.text = self.text.replace("\u200b", "")

    @property
    def names(self) -> set[str]:
        """The names of its elements."""
        return {name for name, _ in self.elements}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "a":
            self._open.append((dict(attrs).get("href") or "", len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            href, start = self._open.pop()
            self.links.append((href, self.text[start:].replace("\u200b", "")))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.elements.append(("!--", {"text": data}))

    def handle_decl(self, decl: str) -> None:
        self.elements.append(("!", {"text": decl}))

    def unknown_decl(self, data: str) -> None:
        self.elements.append(("![", {"text": data}))

    def handle_pi(self, data: str) -> None:
        self.elements.append(("?", {"text": data}))


def words(text: str) -> str:
    """Return text with each run of spaces as one, and characters as pandoc writes them."""
    return " ".join(unicodedata.normalize("NFC", text).split())
