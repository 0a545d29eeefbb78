"""How text is set in a document: Markdown, HTML, plain.

What people said and what pmlog asks for pass through a format once, on their way into the
context; templates print values as they come.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from pmlog.render import addresses
from pmlog.render.escape import (
    html_line,
    html_link,
    markdown_code,
    markdown_line,
    markdown_link,
    markdown_paragraphs,
    markup_in,
    readable,
)
from pmlog.render.excerpt import Excerpt

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlog.diagram import Picture


class Format(NamedTuple):
    """The ways to set a text; each shows it literally."""

    line: Callable[[str], str]
    link: Callable[[str], str]  # what was given as an address; shown where it is none
    paragraphs: Callable[[str], str]
    todo: Callable[[str, str], str]  # what is asked, and the command that supplies it
    fill: Callable[..., str]  # a template of ours with {} for texts that are set already
    picture: Callable[[Picture], str]
    excerpt: Callable[[Excerpt], str]  # a piece of evidence, below an entry
    parts: Callable[[str, tuple[str, ...]], str]  # a value and what it consists of


def _markdown_link(text: str) -> str:
    is_link = addresses.is_address(text)
    return markdown_link(readable(text)) if is_link else markdown_line(text)


def _markdown_todo(asks: str, command: str) -> str:
    return f"TODO({asks}: `{command}`)"


def _filled_markdown(template: str, *parts: str) -> str:
    return template.format(*parts)


def _filled_html(template: str, *parts: str) -> Markup:
    return Markup(template).format(*parts)


def _html_line(text: str) -> Markup:
    return Markup(html_line(text))


def _html_link(text: str) -> Markup:
    is_link = addresses.is_address(text)
    return Markup(html_link(readable(text))) if is_link else _html_line(text)


def _html_paragraphs(text: str) -> Markup:
    paragraphs = [part for part in text.strip().split("\n\n") if part.strip()]
    lines = ([_html_line(line) for line in part.splitlines()] for part in paragraphs)
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(each)) for each in lines
    )


def _html_todo(asks: str, command: str) -> Markup:  # noqa: ARG001 - for its readers
    # Who reads the page cannot run a command; who renders it is told.
    return Markup('<span class="todo">not known yet</span>')


def _markdown_picture(picture: Picture) -> str:
    from pmlog import diagram

    return diagram.mermaid(picture)


def _markdown_excerpt(excerpt: Excerpt) -> str:
    code = markdown_code(excerpt.lines) if excerpt.lines else ""
    block = f"<details><summary>{markup_in(excerpt.title)}</summary>{code}</details>"
    # Indented, it belongs to the bullet above it; an empty line would set the whole list
    # apart.
    return "\n".join(f"  {line}" for line in block.split("\n"))


def _html_excerpt(excerpt: Excerpt) -> Markup:
    title = _html_line(excerpt.title)
    text = Markup("<pre>{}</pre>").format("\n".join(excerpt.lines))
    return Markup("<details><summary>{}</summary>{}</details>").format(
        title, text if excerpt.lines else ""
    )


def _plain_excerpt(excerpt: Excerpt) -> str:
    # A chat has room for what it is, not for what is in it.
    return f"Evidence: {_plain_line(excerpt.title)}"


def _html_picture(picture: Picture) -> Markup:
    from pmlog import diagram

    box = '<div style="container-type:inline-size">{}</div>'
    return Markup(box).format(Markup(diagram.svg(picture)))


def _plain_line(text: str) -> str:
    # A chat must not call people who are merely mentioned: "@here", "<!channel>".
    line = readable(" ".join(text.split()))
    return re.sub(r"((?<!\w)@(?=\w)|<(?=[!@#]))", "\\1\u200b", line)


def _plain_paragraphs(text: str) -> str:
    return "\n".join(_plain_line(line) for line in text.strip().splitlines())


def _plain_todo(asks: str, command: str) -> str:
    return f"TODO({asks}: {command})"


def _plain_picture(picture: Picture) -> str:
    from pmlog import diagram

    return diagram.text(picture, width=72)


def _markdown_parts(text: str, parts: tuple[str, ...]) -> str:
    # Some readers want four columns to see that it belongs to the bullet.
    return "".join([f"{text}:" if parts else text, *(f"\n    - {each}" for each in parts)])


def _html_parts(text: str, parts: tuple[str, ...]) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(each) for each in parts)
    whole = Markup("{}:<ul>{}</ul>") if parts else Markup("{}{}")
    return whole.format(text, items)


def _plain_parts(text: str, parts: tuple[str, ...]) -> str:
    return "\n  - ".join((f"{text}:", *parts)) if parts else text


PLAIN = Format(
    _plain_line,
    _plain_line,
    _plain_paragraphs,
    _plain_todo,
    _filled_markdown,
    _plain_picture,
    _plain_excerpt,
    _plain_parts,
)
MARKDOWN = Format(
    markdown_line,
    _markdown_link,
    markdown_paragraphs,
    _markdown_todo,
    _filled_markdown,
    _markdown_picture,
    _markdown_excerpt,
    _markdown_parts,
)
HTML = Format(
    _html_line,
    _html_link,
    _html_paragraphs,
    _html_todo,
    _filled_html,
    _html_picture,
    _html_excerpt,
    _html_parts,
)
