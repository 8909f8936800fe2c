"""Scans and photographs: the text and its order as printed, whichever way the page lies, without its seals."""

import difflib
import io
import socket
from types import MappingProxyType

import pytest
from PIL import Image

from data.bilingual import MinutesError
from data.parsing import parse
from data.readers import images
from data.readers.ocr_text import doubtful_characters, mend
from data.readers.pictures import page_picture
from data.reading import Limits, Source, read_content
from tests.expected import minutes, source, squash
from tests.rendering.documents import text_pdf
from tests.rendering.scans import CLEAN, RED, WORN, Scanner, as_bytes, as_pages, draw_page, scan, stamp
from tests.rendering.typesetting import set_pages

LINES = [
    "一、审议《太仓市公共停车设施特许经营项目",
    "实施方案》",
    "（一）原则同意市城管局关于方案的汇报，按程",
    "序以市政府名义印发。",
]
LETTERHEAD = ["太仓市人民政府", "常务会议纪要", "第10号", *LINES, "太仓市人民政府办公室", "2023年5月30日"]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models lie in the wheel: nothing may be fetched."""

    def refuse(*_: object) -> None:
        pytest.fail("OCR asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def read(content: bytes, name: str = "纪要.png") -> Source:
    return read_content(name, content)


def accuracy(read: str, printed: str) -> float:
    """One less the share of characters that are wrong, white space aside."""
    got, wanted = squash(read), squash(printed)
    edits = difflib.SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes()
    wrong = sum(max(a1 - a0, b1 - b0) for kind, a0, a1, b0, b1 in edits if kind != "equal")
    return 1 - wrong / len(wanted)


@pytest.mark.parametrize(
    ("ordinal", "page", "scanner"),
    [
        (25, 1, WORN),
        (26, 3, Scanner(skew=-3, noise=14, blur=0.9, shade=60, jpeg=40)),
    ],
)
def test_a_worn_scan_of_the_minutes_has_99_of_100_characters_right(ordinal: int, page: int, scanner: Scanner) -> None:
    lines = set_pages(source(ordinal).text)[page][:16]
    picture = scan(draw_page(lines, foot="— 2 —"), scanner)
    scanned = read(as_pages([picture], "PDF"), "纪要.pdf")
    (foot,) = scanned.layout
    body = scanned.text[: foot.start]
    assert accuracy(body, "".join(lines)) >= 0.99
    assert [squash(line)[:4] for line in body.splitlines()] == [squash(line)[:4] for line in lines]
    assert (scanned.hard_wrapped, len(scanned.pages)) == (True, 1)


def test_minutes_of_several_pages_keep_their_structure() -> None:
    pages = set_pages(source(25).text)[:2]
    pictures = [scan(draw_page(page, dpi=110), Scanner(skew=1.5, noise=6)) for page in pages]
    tiff = read(as_pages(pictures, "TIFF"), "纪要.tif")
    assert len(tiff.pages) == 2
    parsed, whole = parse(tiff.text), minutes(25)
    assert (parsed.header.ordinal, parsed.header.held) == (25, whole.header.held)
    assert [one.heading for one in parsed.resolutions] == [one.heading for one in whole.resolutions[:2]]
    assert [item.text for item in parsed.resolutions[0].items] == [item.text for item in whole.resolutions[0].items]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP", "TIFF"])
def test_pictures_of_every_usual_kind_are_read(kind: str) -> None:
    picture = draw_page(LINES, dpi=100).crop((0, 0, 827, 400))
    assert squash(read(as_bytes(picture, kind), "纪要").text) == "".join(LINES)


@pytest.mark.parametrize("degrees", [90, 180, 270, 8])
def test_a_page_that_lies_askew_is_read_from_its_top(degrees: int) -> None:
    picture = draw_page(LINES, dpi=100).crop((0, 0, 827, 400)).rotate(degrees, expand=True, fillcolor="white")
    assert [squash(line) for line in read(as_bytes(picture, "PNG")).text.splitlines()] == LINES


def test_a_photograph_is_turned_as_its_exif_data_say() -> None:
    picture = draw_page(LINES, dpi=100).crop((0, 0, 827, 400)).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    assert squash(read(buffer.getvalue()).text) == "".join(LINES)


@pytest.mark.parametrize("scanner", [CLEAN, WORN])
def test_a_seal_is_no_text_and_a_red_letterhead_is(scanner: Scanner) -> None:
    page = draw_page(LETTERHEAD, colours=MappingProxyType({0: RED, 1: RED}))
    sealed = scan(stamp(page, "太仓市人民政府办公室", centre=(2.4, 4.6), radius=0.8, dpi=150), scanner)
    assert squash(read(as_bytes(sealed, "PNG")).text) == "".join(LETTERHEAD)


def test_columns_of_names_are_set_apart() -> None:
    picture = draw_page(["出席：张三　　　　　　李四　　　　　　王五"], dpi=100).crop((0, 0, 827, 300))
    assert read(as_bytes(picture, "PNG")).text.split() == ["出席：张三", "李四", "王五"]


def test_a_screenshot_longer_than_any_page_is_read_whole() -> None:
    page = draw_page(LINES, dpi=100).crop((0, 0, 827, 400))
    long = Image.new("RGB", (827, 11 * 400), "white")
    for row in (0, 5, 10):
        long.paste(page, (0, row * 400))
    assert [squash(line) for line in read(as_bytes(long, "PNG")).text.splitlines()] == LINES * 3


def test_a_picture_without_text_says_so() -> None:
    with pytest.raises(MinutesError, match="no text was found"):
        read(as_bytes(Image.new("RGB", (300, 300), "white"), "PNG"))


def test_a_picture_of_too_many_pixels_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_MAX_PIXELS", 1_000_000)
    with pytest.raises(MinutesError, match="more than 1 million pixels"):
        read(as_bytes(Image.new("1", (2000, 2000)), "PNG"))
    with pytest.raises(MinutesError, match="million pixels"):  # Pillow's own bound
        read(as_bytes(Image.new("1", (20_000, 20_000)), "PNG"))


def test_a_tiff_of_too_many_pages_says_so() -> None:
    content = as_pages([Image.new("RGB", (30, 30), "white")] * 4, "TIFF")
    with pytest.raises(MinutesError, match="more than 3 pages"):
        read_content("纪要.tif", content, Limits(max_pages=3))


@pytest.mark.parametrize(
    ("text", "score", "meant"),
    [
        ("(一）会议指出", 0.6, "（一）会议指出"),
        ("(一）会议指出", 0.99, "（一）会议指出"),
        ("(一)会议指出", 0.99, "(一)会议指出"),
        ("(一)会议指出", 0.6, "（一）会议指出"),
        ("上午9:30,在", 0.6, "上午9:30，在"),
        ("2023~2025年", 0.6, "2023～2025年"),
        ("—、审议《办法》", 0.99, "一、审议《办法》"),
        ("十—、审议《办法》", 0.99, "十一、审议《办法》"),
        ("（-）原则同意", 0.99, "（一）原则同意"),
        ("第二十—次会议", 0.99, "第二十一次会议"),
        ("—1—", 0.99, "—1—"),
        ("方案——以下简称", 0.99, "方案——以下简称"),
        ("—2.5%", 0.99, "—2.5%"),
        ("电话0512-6543", 0.99, "电话0512-6543"),
    ],
)
def test_marks_and_numerals_are_mended_where_the_text_shows_what_was_meant(text: str, score: float, meant: str) -> None:
    assert mend(text, [score] * len(text)) == meant


def test_digits_and_numerals_of_low_score_are_doubtful() -> None:
    text, scores = "5月3日张三", [0.5, 0.99, 0.99, 0.99, 0.3, 0.5]
    assert [(span.start, span.end) for span in doubtful_characters(text, scores)] == [(0, 1), (5, 6)]


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_the_picture_of_a_page_is_a_png_of_its_size(kind: str) -> None:
    content = text_pdf([LINES] * 2) if kind == "PDF" else as_pages([draw_page(LINES)] * 2, "TIFF")
    with Image.open(io.BytesIO(page_picture("纪要", content, 2))) as picture:
        assert picture.format == "PNG"
        assert picture.width == pytest.approx(910, abs=20)
        assert picture.height == pytest.approx(1287, abs=20)
    for page in (0, 3):
        with pytest.raises(MinutesError, match=f"no page {page}"):
            page_picture("纪要", content, page)


def test_text_has_no_pictures_of_pages() -> None:
    with pytest.raises(MinutesError, match="no pictures of pages"):
        page_picture("纪要.txt", b"x", 1)
