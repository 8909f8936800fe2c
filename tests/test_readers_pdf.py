"""PDFs: lines as printed, margins as layout, and OCR for the pages whose text layer is missing or garbage."""

import io
from typing import Literal

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from data.bilingual import MinutesError
from data.model import Span
from data.parsing import parse
from data.readers.indents import mark_indents
from data.readers.margins import mark_margins
from data.readers.outcome import TextLine
from data.readers.pdf_layer import garbled
from data.reading import Limits, Source, read_content
from tests.expected import ORDINALS, minutes, source, squash
from tests.rendering.documents import A4, text_pdf
from tests.rendering.scans import WORN, as_pages, draw_page, scan
from tests.rendering.typesetting import set_pages

LINES = ["一、审议《太仓市公共停车设施方案》", "（一）原则同意市城管局的方案。"]


def read(content: bytes, limits: Limits | None = None) -> Source:
    return read_content("纪要.pdf", content, limits or Limits())


def without_layout(read: Source) -> str:
    """The text with its layout blanked."""
    text = list(read.text)
    for span in read.layout:
        text[span.start : span.end] = " " * (span.end - span.start)
    return "".join(text)


def drawn(*, turned: int = 0, rendering: Literal[0, 3] = 0, also: str = "") -> bytes:
    """A PDF of one page with ``LINES`` turned by so many degrees, drawn in a text rendering mode."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(turned)
    blocks: list[tuple[Literal[0, 3], list[str], int]] = [(rendering, LINES, 100), (0, [also], -100)]
    for mode, lines, y in blocks:
        canvas.saveState()
        text = canvas.beginText(-150, y)
        text.setFont("STSong-Light", 16)
        text.setTextRenderMode(mode)
        text.textLines("\n".join(lines))
        canvas.drawText(text)
        canvas.restoreState()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_the_samples_read_line_by_line_from_the_text_layer(ordinal: int) -> None:
    pages = set_pages(source(ordinal).text)
    pdf = read(text_pdf(pages, head="太仓市人民政府常务会议纪要"))
    printed = [line.strip() for page in pages for line in page]
    assert [line.strip() for line in without_layout(pdf).splitlines() if line.strip()] == printed
    assert squash(without_layout(pdf)) == squash(source(ordinal).text)
    assert (pdf.hard_wrapped, pdf.doubtful) == (True, ())
    parsed = parse(without_layout(pdf))
    assert [len(one.items) for one in parsed.resolutions] == [len(one.items) for one in minutes(ordinal).resolutions]


def test_pages_cover_the_text_and_margins_are_layout() -> None:
    pages = set_pages(source(25).text)
    pdf = read(text_pdf(pages, head="太仓市人民政府常务会议纪要"))
    assert len(pdf.pages) == len(pages)
    assert "".join(pdf.text[page.start : page.end] for page in pdf.pages) == pdf.text
    layout = [pdf.text[span.start : span.end] for span in pdf.layout]
    assert layout[:4] == ["太仓市人民政府常务会议纪要", "—1—", "太仓市人民政府常务会议纪要", "—2—"]
    assert len(layout) == 2 * len(pages)


def test_what_a_single_page_has_at_its_top_is_no_running_head() -> None:
    pdf = read(text_pdf([LINES], head="太仓市人民政府"))
    assert [pdf.text[span.start : span.end] for span in pdf.layout] == ["—1—"]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("11/22/26, 1:38 AM 太仓市人民政府常务会议纪要", "file:///home/纪要/25.html 1/1"),
        ("2026/11/22 13:38 常务会议纪要", "https://www.example.gov.cn/art/2026/a.html?id=3 1/1"),
        ("常务会议纪要 https://www.example.gov.cn/a.html", "1 of 1 11/22/2026, 1:38 PM"),
    ],
)
def test_what_a_browser_prints_above_and_below_a_single_page_is_layout(head: str, foot: str) -> None:
    lines = [TextLine(head, 0.02, 0.03), *(TextLine(text, 0.2, 0.3) for text in LINES), TextLine(foot, 0.97, 0.98)]
    (marked,) = mark_margins([lines])
    assert [line.is_layout for line in marked] == [True, False, False, True]


def test_a_date_of_publication_below_the_edge_of_the_page_is_text() -> None:
    ((marked,),) = mark_margins([[TextLine("2026-03-05 09:12 来源：市政府办公室", 0.08, 0.1)]])
    assert not marked.is_layout


def test_a_title_below_a_running_head_of_the_same_words_is_text() -> None:
    head, title = TextLine("常务会议纪要", 0.04, 0.06), TextLine("常务会议纪要", 0.09, 0.12)
    body = [TextLine(text, 0.2, 0.3) for text in LINES]
    first, second = mark_margins([[head, title, *body], [head, *body]])
    assert [line.is_layout for line in first[:3]] == [True, False, False]
    assert second[0].is_layout


def placed(*lines: tuple[float, str]) -> list[TextLine]:
    """A page of lines, each so many characters from the margin; forty characters are the page's width."""
    return [
        TextLine(text, doubtful=(Span(0, 1),), left=(4 + indent) / 40, right=(4 + indent + len(text)) / 40)
        for indent, text in lines
    ]


def test_lines_indented_as_paragraphs_are_begin_with_blanks() -> None:
    page = placed((10, "常务会议纪要标题"), *[(2, "甲" * 26), (0, "乙" * 28), (0, "丙" * 28), (0.5, "《" * 27)] * 3)
    (marked,) = mark_indents([page])
    assert [line.text.startswith("\u3000\u3000") for line in marked] == [False, *[True, False, False, False] * 3]
    assert [line.doubtful[0] for line in marked[:2]] == [Span(0, 1), Span(2, 3)]


def test_a_page_of_nothing_but_first_lines_takes_its_margin_from_the_others() -> None:
    usual = placed(*[(2, "甲" * 26), (0, "乙" * 28), (0, "丙" * 28)] * 4)
    (*_, marked) = mark_indents([usual, usual, placed(*[(2, "甲" * 26)] * 6)])
    assert all(line.text.startswith("\u3000\u3000") for line in marked)


@pytest.mark.parametrize(
    "page",
    [
        [],
        placed((2, "甲" * 26)),
        placed((9, "常务会议纪要"), *[(0, "乙" * 28)] * 40, (2, "丙" * 20)),  # one line of forty tells nothing
        placed(*[(0, "乙" * 28), (6, "丙" * 22)] * 6),  # a column of names
    ],
)
def test_where_paragraphs_are_not_indented_nothing_is_added(page: list[TextLine]) -> None:
    assert mark_indents([page]) == [page]


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    read_content("纪要.pdf", text_pdf([LINES] * 3), progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_drawn_across_is_read_upright(turned: int) -> None:
    assert read(drawn(turned=turned)).text.splitlines() == LINES


def test_text_that_nobody_sees_is_left_out() -> None:
    shown = "会议还研究了其他事项，并听取了有关部门的汇报。"
    assert read(drawn(rendering=3, also=shown)).text.splitlines() == [shown]


def test_a_second_print_of_the_same_text_is_read_once() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("STSong-Light", 16)
    for shift in (0, 0.6):
        for row, line in enumerate(LINES):
            canvas.drawString(74 + shift, 700 - 29 * row, line)
    canvas.save()
    assert read(buffer.getvalue()).text.splitlines() == LINES


def test_each_page_without_a_sound_text_layer_is_read_by_ocr() -> None:
    import pypdfium2  # noqa: PLC0415 - to join two files

    joined = pypdfium2.PdfDocument.new()
    scanned = as_pages([scan(draw_page(LINES), WORN)], "PDF")
    for part in (text_pdf([["会议还研究了其他事项，并听取了有关部门关于重点工作的汇报。"]]), scanned):
        document = pypdfium2.PdfDocument(part)
        joined.import_pages(document)
        document.close()
    buffer = io.BytesIO()
    joined.save(buffer)
    joined.close()
    pdf = read(buffer.getvalue())
    first, second = (pdf.text[page.start : page.end] for page in pdf.pages)
    assert first.startswith("会议还研究了其他事项，")
    assert squash(second) == "".join(LINES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议原则同意《办法》", False),
        ("", False),
        ("\ue001\ue002\ue003会议", True),
        ("\ufffd\ufffd\ufffd2023", True),
        ("囍龘靐齉爩鱻麤龗灪籲" * 5, True),
    ],
)
def test_garbage_is_told_from_text(text: str, *, expected: bool) -> None:
    assert garbled(text) is expected


def test_a_pdf_with_a_password_says_so_and_one_without_a_user_password_reads() -> None:
    with pytest.raises(MinutesError, match="needs a password"):
        read(text_pdf([LINES], password="secret"))
    assert read(text_pdf([LINES], password="")).text.splitlines()[:2] == LINES


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\nxref trailer", text_pdf([LINES])[:300]])
def test_a_damaged_pdf_says_so(content: bytes) -> None:
    with pytest.raises(MinutesError, match="damaged"):
        read(content)


def test_a_pdf_without_any_text_says_so() -> None:
    with pytest.raises(MinutesError, match="holds no text"):
        read(text_pdf([[]], numbered=False))


def test_a_pdf_of_too_many_pages_says_so() -> None:
    with pytest.raises(MinutesError, match="more than 2 pages"):
        read(text_pdf([LINES] * 3), Limits(max_pages=2))
