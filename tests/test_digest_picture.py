"""The picture of a digest: of the width of a phone, the same each time, and drawn however much there is to draw."""

import io
from datetime import date, timedelta
from itertools import pairwise

import pytest
from PIL import Image

from bot.digests.drawing import fitting, in_lines, text_width
from bot.digests.picture import WIDTH, digest_picture
from data.model import Decision, Footer, Header, Item, Minutes, Resolution, Span
from data.store import StoredMinutes
from retrieval.corpus import Corpus
from retrieval.digest import DigestMaker
from retrieval.digest_parts import Digest
from retrieval.digest_spans import Span as Time
from retrieval.verifying import Verifier
from tests.expected import minutes

HERE = (Span(0, 1),)
EVER = Time(date(2000, 1, 1), date(2030, 12, 31))
LONG = "内蒙古自治区包头市昆都仑区退役军人事务和双拥工作领导小组办公室"


def kept(ordinal: int, held: date, departments: list[str], issuer: str = "太仓市人民政府") -> StoredMinutes:
    """Minutes in which each department has to revise a plan."""
    resolutions = []
    for number, department in enumerate(departments, start=1):
        text = f"原则同意《方案》。会后由{department}根据会议讨论意见修改完善。"
        decision = Decision(1, "原则同意", "《方案》", department, "修改完善")
        items = (Item(1, text, HERE),)
        resolutions.append(Resolution(number, "审议《方案》", "审议", "《方案》", HERE, items, decision))
    text = f"{held.year}年{held.month}月{held.day}日，张三市长主持召开市政府第{ordinal}次常务会议"
    header = Header(issuer, "常务会议", ordinal, text, HERE, document_number="1", held=held, chair="张三")
    return StoredMinutes(Minutes(header, tuple(resolutions), None, Footer("x", HERE, public=True)), "x.txt")


def digest_of(*stored: StoredMinutes, span: Time = EVER) -> Digest:
    return DigestMaker(Verifier(Corpus(1, stored)), "zh").make(span)


def several(count: int, departments: int) -> list[StoredMinutes]:
    names = [f"市第{number}局" for number in range(departments)]
    return [kept(90 - at, date(2025, 12, 1) - timedelta(days=25 * at), names[at % 5 :]) for at in range(count)]


CASES = {
    "nothing": digest_of(StoredMinutes(minutes(26), "26"), span=Time(date(2024, 1, 1), date(2024, 1, 2))),
    "one meeting": digest_of(StoredMinutes(minutes(26), "26")),
    "two meetings": digest_of(*(StoredMinutes(minutes(each), str(each)) for each in (26, 25))),
    "no department": digest_of(kept(1, date(2025, 1, 2), [])),
    "twelve meetings": digest_of(*several(12, 30)),
    "fourteen meetings": digest_of(*several(14, 8)),
    "by month": digest_of(*several(15, 8)),
    "by year": digest_of(*several(60, 8)),
    "long names": digest_of(kept(1, date(2025, 1, 2), [LONG]), kept(2, date(2025, 2, 2), [LONG], f"{LONG}人民政府")),
}


def drawn(digest: Digest) -> Image.Image:
    picture = Image.open(io.BytesIO(digest_picture(digest)))
    picture.load()
    return picture.convert("RGB")


@pytest.mark.parametrize("case", CASES)
def test_a_picture_is_as_wide_as_a_phone_and_keeps_its_margins_clear(case: str) -> None:
    picture = drawn(CASES[case])
    assert picture.width == WIDTH
    assert 300 < picture.height < 3 * WIDTH
    ground = picture.getpixel((0, 0))
    edges = [(0, 0, 30, picture.height), (WIDTH - 30, 0, WIDTH, picture.height)]
    edges += [(0, picture.height - 30, WIDTH, picture.height)]
    for edge in edges:
        assert picture.crop(edge).getcolors() == [((edge[2] - edge[0]) * (edge[3] - edge[1]), ground)]


def test_the_same_digest_gives_the_same_bytes() -> None:
    assert digest_picture(CASES["two meetings"]) == digest_picture(CASES["two meetings"])
    assert digest_picture(CASES["two meetings"]) != digest_picture(CASES["one meeting"])


def test_bars_are_as_long_as_what_they_count() -> None:
    """Of 26 and 25: 市发改委 has four decisions, 市科技局 three, 市城管局 two, then one each."""
    picture = drawn(CASES["two meetings"])
    blue = (46, 107, 120)
    lengths = []
    for y in range(600, picture.height - 460):
        row = [picture.getpixel((x, y)) == blue for x in range(WIDTH)]
        lengths.append(sum(row))
    bars = [length for before, length in pairwise(lengths) if length > 100 > before]
    assert len(bars) >= 10
    longest = max(bars)
    assert [round(4 * length / longest) for length in bars[:4]] == [4, 3, 2, 1]


def test_text_fits_its_place() -> None:
    for width in (60, 200, 400):
        text, size = fitting(LONG, 36, width, 20)
        assert text_width(text, size) <= width
        assert (text[0], text[-1]) == (LONG[0], LONG[-1])
    assert fitting("市教育局", 36, 400, 20) == ("市教育局", 36)
    lines, size = in_lines(LONG, 36, 380, 26)
    assert len(lines) == 2
    assert all(text_width(line, size) <= 380 for line in lines)


def test_chinese_letters_come_from_the_package() -> None:
    """A letter that a font lacks is drawn as the same box as any other."""
    assert text_width("会", 100) == text_width("纪", 100) == 100
    first, second = (drawn(digest_of(kept(1, date(2025, 1, 2), [name]))) for name in ("市审计局", "市统计局"))
    assert first.size == second.size
    assert first.tobytes() != second.tobytes()
