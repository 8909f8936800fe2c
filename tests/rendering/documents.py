"""The minutes as a PDF with a text layer, as a Word document and as a web page."""

import html
import io
import re
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from data.model import Minutes
from tests.rendering.typesetting import columns_of

A4 = (595.3, 841.9)  # points
_FONT = "STSong-Light"  # a font of Adobe's Chinese collection: named in the PDF, not put in it
_SIZE, _PITCH, _LEFT, _TOP = 16, 29, 74, 740


def text_pdf(
    pages: Sequence[Sequence[str]], *, head: str = "", numbered: bool = True, password: str | None = None
) -> bytes:
    """A PDF with a text layer: ``pages`` of lines, a running head and page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=password)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont(_FONT, _SIZE)
        if head:
            canvas.drawCentredString(A4[0] / 2, 790, head)
        for row, line in enumerate(lines):
            x = float(_LEFT)
            for character in line:
                canvas.drawString(x, _TOP - row * _PITCH, character)
                x += columns_of(character) * _SIZE
        if numbered:
            canvas.drawCentredString(A4[0] / 2, 50, f"— {number} —")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def paragraphs_of(minutes: Minutes) -> list[str]:
    """The paragraphs of minutes, as they were before a page broke them into lines."""
    return [line for leaf in minutes.leaf_parts() for line in leaf.text.splitlines()]


_LEVELS = [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
_NUMERALS = [re.compile(r"[一二三四五六七八九十]+、"), re.compile(r"[（(][一二三四五六七八九十]+[）)]")]


def word(paragraphs: Sequence[str], *, numbered: bool = False) -> bytes:
    """A docx file; ``numbered`` leaves the numerals at the head of paragraphs to Word's lists."""
    document = docx.Document()
    if numbered:
        add_list(document, 77, _LEVELS)
    for text in paragraphs:
        level = next((at for at, numeral in enumerate(_NUMERALS) if numeral.match(text)), None) if numbered else None
        paragraph = document.add_paragraph(text if level is None else _NUMERALS[level].sub("", text, count=1))
        if level is not None:
            set_in_list(paragraph, 77, level)
    return saved(document)


def saved(document: Document) -> bytes:
    """The bytes of a Word document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_list(document: Document, number: int, levels: Sequence[tuple[str, str]]) -> None:
    """Define list ``number``: for each level the format of its numeral and its text."""
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def set_in_list(paragraph: Paragraph, number: int, level: int) -> None:
    """Let Word number ``paragraph`` in a list."""
    paragraph._p.get_or_add_pPr().append(  # noqa: SLF001 - python-docx has no way of its own
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def web_page(paragraphs: Sequence[str], *, charset: str = "utf-8") -> str:
    """A page of a government's site, with what such pages have around their text."""
    page = Path(__file__).with_name("page.html").read_text("utf-8")
    inner = "\n".join(f"<p>&nbsp;&nbsp;<span>{html.escape(text)}</span></p>" for text in paragraphs)
    return page.replace("{text}", inner).replace("{charset}", charset)
