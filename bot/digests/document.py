"""A digest as a Word document, to print and to file: headings, every line with its citation, a table of duties."""

from collections.abc import Iterable, Sequence

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from bot.fulltexts.documents import Look, fit_for_word, safe_name, word_bytes, word_document
from bot.replies import File
from data.bilingual import Bilingual
from retrieval.answers import Citation, Line
from retrieval.digest_parts import Acting, Digest
from retrieval.digest_words import GENERAL_DUTIES, WHO_MUST_ACT

_NAME = "会议纪要摘要_{span}.docx"
_FOOT = Bilingual("依据会议纪要原文生成，每行注明出处。", "Made from the minutes; every line is cited.")
_COLUMNS = (Bilingual("部门", "Department"), Bilingual("项数", "Count"), Bilingual("要求", "What it was told to do"))
_WIDTHS = (Cm(3.4), Cm(1.6), Cm(10.4))
_CITATION_SIZE, _TABLE_SIZE = Pt(9), Pt(10.5)
_GREY = RGBColor(0x70, 0x70, 0x70)
_CLOSE = 1.2  # line spacing


def digest_document(digest: Digest) -> File:
    """The digest as a .docx file."""
    document = word_document(digest.title.text, _FOOT.say(digest.language))
    _write(document, digest.title.text, Look.MEETING)
    _write(document, digest.headline.text)
    for watch in digest.watched:
        _write(document, watch.reason.text, Look.RESOLUTION)
        for line in watch.lines:
            _cited(document, (line,), digest)
    for meeting in digest.meetings:
        _cited(document, (meeting.line,), digest, Look.RESOLUTION)
        for resolved in meeting.resolutions:
            _cited(document, resolved.lines, digest)
    for heading, is_general in ((WHO_MUST_ACT, False), (GENERAL_DUTIES, True)):
        if acting := [each for each in digest.acting if each.is_general is is_general]:
            _write(document, heading.say(digest.language), Look.RESOLUTION)
            _table(document, acting, digest)
    return File(safe_name(_NAME.format(span=digest.span.say("zh"))), word_bytes(document))


def _write(document: WordDocument, text: str, look: Look = Look.BODY) -> Paragraph:
    paragraph = document.add_paragraph(fit_for_word(text), style=look)
    paragraph.paragraph_format.line_spacing = _CLOSE
    return paragraph


def _cited(document: WordDocument, lines: Iterable[Line], digest: Digest, look: Look = Look.BODY) -> None:
    """Lines that belong together in one paragraph, each with what it cites."""
    several = tuple(lines)
    paragraph = _write(document, "", look)
    for index, line in enumerate(several):
        between = ("；" if digest.language == "zh" else "; ") if index else ""
        paragraph.add_run(fit_for_word(between + line.text))
        if line.citation:
            _cite(paragraph, line.citation, digest)


def _cite(paragraph: Paragraph, citation: Citation, digest: Digest) -> None:
    """Write a citation behind the text of a paragraph, small and grey."""
    run = paragraph.add_run(fit_for_word(f" [{citation.label(digest.language)}]"))
    run.font.size, run.font.color.rgb, run.font.bold = _CITATION_SIZE, _GREY, False


def _table(document: WordDocument, acting: Sequence[Acting], digest: Digest) -> None:
    """A row for each department: its name, how many duties it has, and each of them with its citation."""
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    heads = table.rows[0]
    heads._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx cannot repeat a row
    for cell, said in zip(heads.cells, _COLUMNS, strict=True):
        _fill(cell.paragraphs[0], said.say(digest.language))
    for each in acting:
        department, count, duties = table.add_row().cells
        _fill(department.paragraphs[0], each.name)
        _fill(count.paragraphs[0], str(len(each.duties)))
        for index, duty in enumerate(each.duties):
            paragraph = _paragraph(duties, index)
            _fill(paragraph, duty.citation.quote)
            _cite(paragraph, duty.citation, digest)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = width


def _paragraph(cell: _Cell, index: int) -> Paragraph:
    """A paragraph of a cell; the first is there already."""
    paragraph: Paragraph = cell.add_paragraph() if index else cell.paragraphs[0]
    return paragraph


def _fill(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(fit_for_word(text)).font.size = _TABLE_SIZE
    paragraph.paragraph_format.line_spacing = _CLOSE
