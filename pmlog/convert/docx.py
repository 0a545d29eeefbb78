"""A Word document: headings, bullets, links, boxes for tasks, evidence with its caption."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pmlog.convert import blocks
from pmlog.convert.blocks import Block, Span
from pmlog.extras import needed

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEEPEST = 3  # of the styles for lists that every document has
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def written(document: Iterable[Block]) -> bytes:
    """Return the bytes of a .docx file. LacksPackages without python-docx."""
    with needed("Word documents need", "python-docx"):
        from docx import Document
    paper = Document()
    about = paper.core_properties
    about.author, about.comments = "", ""
    every = tuple(document)
    about.title = next(
        (blocks.plain(b.spans)[:200] for b in every if b.kind == blocks.HEADING), ""
    )
    for block in every:
        _add(paper, block)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _add(paper: Any, block: Block, depth: int = 0) -> None:
    if block.kind == blocks.HEADING:
        _spans(paper.add_heading(level=min(block.level, 9)), block.spans)
    elif block.kind in (blocks.BULLETS, blocks.NUMBERS):
        name = "List Bullet" if block.kind == blocks.BULLETS else "List Number"
        for item in block.blocks:
            _item(paper, item, name, depth + 1)
    elif block.kind == blocks.CODE:
        _code(paper, block.text)
    elif block.kind == blocks.EXPAND:
        paper.add_paragraph(
            block.text, style="Caption"
        ).paragraph_format.keep_with_next = True
        for each in block.blocks:
            _add(paper, each, depth)
    elif block.kind == blocks.TABLE:
        _table(paper, block)
    elif block.kind == blocks.QUOTE:
        for each in block.blocks:
            _spans(paper.add_paragraph(style="Quote"), each.spans)
    else:
        _paragraph(paper, block)


def _paragraph(paper: Any, block: Block) -> None:
    paragraph = paper.add_paragraph()
    rule = (Span("\u2014" * 3),)
    _spans(paragraph, rule if block.kind == blocks.RULE else block.spans)
    # A line in bold, as the date over a day's events, is no page's last.
    said = [span for span in block.spans if span.text]
    if said and all(blocks.STRONG in span.styles for span in said):
        paragraph.paragraph_format.keep_with_next = True


def _item(paper: Any, item: Block, name: str, depth: int) -> None:
    level = min(depth, _DEEPEST)
    name = name if item.done is None else "List"  # its box is mark enough
    style = name if level == 1 else f"{name} {level}"
    paragraph = paper.add_paragraph(style=style)
    first, *others = item.blocks or (Block(blocks.PARAGRAPH),)
    if item.done is not None:
        # A box that can be seen wherever the document is opened, and printed.
        paragraph.add_run("\u2612 " if item.done else "\u2610 ")
    if first.kind == blocks.PARAGRAPH:
        _spans(paragraph, first.spans)
    else:
        others = [first, *others]
    for each in others:
        _add(paper, each, depth)


def _code(paper: Any, text: str) -> None:
    from docx.shared import Pt

    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.left_indent = Pt(18)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = "Courier New", Pt(8.5)


def _table(paper: Any, block: Block) -> None:
    width = max((len(row.blocks) for row in block.blocks), default=0)
    if not width:
        return
    table = paper.add_table(rows=0, cols=width, style="Table Grid")
    for row in block.blocks:
        cells = table.add_row().cells
        for cell, target in zip(row.blocks, cells, strict=False):
            _spans(target.paragraphs[0], cell.spans)


def _spans(paragraph: Any, spans: Iterable[Span]) -> None:
    for span in spans:
        if span.text == blocks.BREAK:
            paragraph.add_run().add_break()
        elif span.href:
            _link(paragraph, span)
        else:
            _style(paragraph.add_run(span.text), span)


def _style(run: Any, span: Span) -> None:
    run.bold = blocks.STRONG in span.styles or None
    run.italic = blocks.EMPHASIS in span.styles or None
    run.font.strike = blocks.STRIKE in span.styles or None
    if blocks.VERBATIM in span.styles:
        run.font.name = "Courier New"


def _link(paragraph: Any, span: Span) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    # python-docx reads links and has no call that writes one.
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(span.href, _LINK, is_external=True))
    run = paragraph.add_run(span.text)
    _style(run, span)
    run.font.underline = True
    run.font.color.rgb = RGBColor(0x0B, 0x5C, 0xAD)
    link.append(run._r)  # noqa: SLF001 - there is no other way to the element
    paragraph._p.append(link)  # noqa: SLF001
