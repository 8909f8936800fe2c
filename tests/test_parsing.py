"""Parsing: both shipped minutes completely, however their pages are laid out, and minutes of other offices."""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import cycle, islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.layout import uncovered
from data.model import AgendaPoint, Minutes, Part, Span
from data.numerals import numeral
from data.parsing import parse
from data.refs import Ref
from tests.expected import ORDINALS, expected, minutes, source, squash

HALF_WIDTH = str.maketrans("（）", "()")
FULL_WIDTH = str.maketrans("()", "（）")


def words_of(ordinal: int) -> str:
    """The source without white space."""
    return squash(source(ordinal).text)


def item_text(ordinal: int, resolution: int, item: int) -> str:
    found = minutes(ordinal).part(Ref(ordinal, resolution, item))
    assert found is not None
    return found.text


def written(text: str, spans: Sequence[Span]) -> str:
    """The characters of ``text`` in ``spans``, without white space."""
    return squash("".join(text[span.start : span.end] for span in spans))


def assert_covered(text: str, parsed: Minutes) -> None:
    """Every character that is not layout lies in exactly one part, and that part's text says it."""
    leaves = list(parsed.leaf_parts())
    assert uncovered(text, [*parsed.layout, *(span for leaf in leaves for span in leaf.spans)]) == ""
    for leaf in leaves:
        assert written(text, leaf.spans) == squash(leaf.text)


# The shipped minutes


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_the_header_says_who_met_when_and_under_whom(ordinal: int) -> None:
    header = asdict(minutes(ordinal).header)
    facts = {name: value for name, value in expected(ordinal)["header"].items() if name != "agenda"}
    assert {name: header[name] for name in facts} == facts


@pytest.mark.parametrize(
    ("ordinal", "document_number", "held", "compiled", "issued"),
    [
        (25, "10", date(2023, 5, 23), date(2023, 5, 26), date(2023, 5, 30)),
        (26, "12", date(2023, 6, 13), date(2023, 6, 15), date(2023, 6, 16)),
    ],
)
def test_the_three_dates_and_the_two_numbers_are_kept_apart(
    ordinal: int, document_number: str, held: date, compiled: date, issued: date
) -> None:
    parsed = minutes(ordinal)
    assert parsed.footer is not None
    assert (parsed.header.ordinal, parsed.header.document_number) == (ordinal, document_number)
    assert (parsed.header.held, parsed.footer.compiled, parsed.header.issued) == (held, compiled, issued)


@pytest.mark.parametrize(("ordinal", "points"), [(25, 12), (26, 11)])
def test_the_agenda_has_every_point_in_its_own_order(ordinal: int, points: int) -> None:
    agenda = minutes(ordinal).header.agenda
    assert len(agenda) == points
    assert list(agenda) == [AgendaPoint(*point) for point in expected(ordinal)["header"]["agenda"]]


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_every_resolution_has_its_heading_verb_subject_and_items(ordinal: int) -> None:
    found = [(one.number, one.heading, one.verb, one.subject, len(one.items)) for one in minutes(ordinal).resolutions]
    assert found == [
        (number, one["heading"], one["verb"], one["subject"], one["items"])
        for number, one in enumerate(expected(ordinal)["resolutions"], start=1)
    ]


@pytest.mark.parametrize(("ordinal", "resolutions", "items"), [(25, 12, 36), (26, 8, 23)])
def test_no_resolution_and_no_item_is_missing(ordinal: int, resolutions: int, items: int) -> None:
    parsed = minutes(ordinal)
    assert len(parsed.resolutions) == resolutions
    assert sum(len(one.items) for one in parsed.resolutions) == items


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_headings_and_items_are_verbatim_and_leave_nothing_out(ordinal: int) -> None:
    resolutions = minutes(ordinal).resolutions
    everything = "".join(one.text for one in resolutions)
    text = words_of(ordinal)
    body = text[text.index("会议议定以下意见：") + 9 : text.index("会议还研究了其他事项。")]
    assert squash(everything) == body


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_an_item_begins_with_its_own_numeral_and_ends_with_a_sentence(ordinal: int) -> None:
    for resolution in minutes(ordinal).resolutions:
        for number, item in enumerate(resolution.items, start=1):
            assert item.number == number
            assert item.text.translate(FULL_WIDTH).startswith(f"（{numeral(number)}）")
            assert item.text.endswith("。")
            assert "\n" not in item.text


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_the_footer_says_who_compiled_who_may_read_and_who_receives(ordinal: int) -> None:
    footer = minutes(ordinal).footer
    assert footer is not None
    facts = {
        name: tuple(value) if isinstance(value, list) else value for name, value in expected(ordinal)["footer"].items()
    }
    assert {name: getattr(footer, name) for name in facts} == facts


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_the_closing_remark_belongs_to_the_footer(ordinal: int) -> None:
    parsed = minutes(ordinal)
    assert parsed.footer is not None
    assert parsed.footer.text.startswith("会议还研究了其他事项。\n")
    assert "其他事项" not in parsed.resolutions[-1].text


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_every_character_of_the_source_is_in_one_part(ordinal: int) -> None:
    assert_covered(source(ordinal).text, minutes(ordinal))


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_the_parts_in_their_order_are_the_whole_source(ordinal: int) -> None:
    parsed = minutes(ordinal)
    spans = sorted((span for leaf in parsed.leaf_parts() for span in leaf.spans), key=lambda span: span.start)
    assert written(source(ordinal).text, spans) == words_of(ordinal)


@pytest.mark.parametrize(
    ("ordinal", "resolution", "item", "words"),
    [
        (25, 1, 2, "在“经济运行驾驶舱”中新增相应模块"),
        (25, 2, 2, "持续推进政务服务“一网通办”、城市运行“一网统管”，形成更多数字化建设太仓特色和亮点。"),
        (25, 3, 2, "推进“八个一”和2023年重点目标，定期梳理"),
        (25, 5, 2, "坚定扛起法治政府建设第一责任人责任"),
        (25, 6, 3, "要强化警示性宣传，加大"),
        (25, 8, 2, "坚持问题导向，立足实际"),
        (25, 9, 3, "确保国资国企交得稳、接得住、管得好。"),
        (25, 11, 2, "是加快产业转型升级的必然要求，也是"),
        (25, 12, 2, "16个产业创新集群细分领域、10个新兴服务业细分领域"),
        (25, 12, 3, "提升各类创新平台规模效应，尽快实现院所平台协同化、集团化发展。"),
        (26, 2, 2, "首次重大国情国力调查"),
        (26, 3, 3, "要尽快补齐消防基层基础建设等短板，进一步健全安全风险预警预报"),
        (26, 5, 1, "会后由市工信局根据会议讨论意见对4个文件修改完善"),
        (26, 6, 1, "会后由市市场监管局根据会议讨论意见"),
        (26, 7, 2, "积极打造一批串联全市、错位互补"),
    ],
)
def test_a_sentence_broken_by_a_line_or_a_page_is_whole(ordinal: int, resolution: int, item: int, words: str) -> None:
    assert words in item_text(ordinal, resolution, item)


def test_a_heading_broken_by_a_page_is_whole() -> None:
    subject = "《太仓市“信用便企”创新信用管理与服务试点工作实施方案（2023～2025年）》"
    assert minutes(25).resolutions[3].heading == f"四、审议{subject}"


@pytest.mark.parametrize(
    ("ordinal", "line"), [(25, "第10号"), (25, "太仓市人民政府"), (26, "第12号"), (26, "2023年6月16日")]
)
def test_a_letter_spaced_title_page_is_healed(ordinal: int, line: str) -> None:
    assert line in minutes(ordinal).header.text.split("\n")


def test_slips_of_the_source_are_kept() -> None:
    assert "根据会议讨论意见对修改完善" in item_text(25, 11, 1)
    assert "会后市科技局根据会议讨论意见" in item_text(25, 12, 1)
    assert "确保网络和信息系安全运行" in item_text(26, 8, 2)


def test_mixed_brackets_stay_as_the_source_has_them() -> None:
    brackets = [one.items[0].text[:3] for one in minutes(26).resolutions]
    assert brackets == ["(一)", "(一)", *["（一）"] * 6]
    assert item_text(26, 2, 2).startswith("(二)“五经普”")
    assert item_text(26, 2, 3).startswith("（三）市统计局")


def test_a_part_is_found_whole_by_its_ref() -> None:
    parsed = minutes(26)
    resolution, whole = parsed.part(Ref(26, 3)), parsed.part(parsed.ref)
    assert isinstance(resolution, Part)
    assert isinstance(whole, Part)
    assert resolution.text == parsed.resolutions[2].text
    assert [line[:3] for line in resolution.text.split("\n")] == ["三、听", "（一）", "（二）", "（三）"]
    assert sorted(squash(whole.text)) == sorted(words_of(26))
    assert parsed.part(Ref(26, 9)) is None
    assert parsed.part(Ref(26, 3, 4)) is None
    assert parsed.part(Ref(26, 8, 3)) is None


# Traps in how lines begin

HEAD = "清河县人民政府\n2024年5月6日，李明县长主持召开县政府第3次常务会议，{agenda}。\n会议议定以下意见：\n"


def outline(text: str, agenda: str = "审议《甲》，审议《乙》") -> list[tuple[str, list[str]]]:
    """Headings, and texts of the items, of made-up minutes with this body."""
    parsed = parse(HEAD.format(agenda=agenda) + text)
    assert_covered(HEAD.format(agenda=agenda) + text, parsed)
    return [(one.heading, [item.text for item in one.items]) for one in parsed.resolutions]


def test_a_numeral_that_is_not_the_next_one_opens_nothing() -> None:
    first = "一、审议《甲》\n（一）要做好：\n三、农业；\n（四）工业。\n（二）要抓好落实。\n"
    assert outline(first + "二、审议《乙》\n（一）同意《乙》。\n") == [
        ("一、审议《甲》", ["（一）要做好：\n三、农业；\n（四）工业。", "（二）要抓好落实。"]),
        ("二、审议《乙》", ["（一）同意《乙》。"]),
    ]


@pytest.mark.parametrize("line", ["按程序以县政府办公室名义印发", "由县政府办公室整理", "2024年6月30日"])
def test_a_wrapped_line_that_looks_like_a_footer_ends_nothing(line: str) -> None:
    first = f"一、审议《甲》\n（一）同意《甲》，\n{line}\n，并抓好落实。\n（二）要宣传。\n"
    assert outline(first + "二、审议《乙》\n（一）同意《乙》。\n") == [
        ("一、审议《甲》", [f"（一）同意《甲》，{line}，并抓好落实。", "（二）要宣传。"]),
        ("二、审议《乙》", ["（一）同意《乙》。"]),
    ]


def test_an_agenda_point_keeps_its_commas_and_a_list_of_titles_is_several_points() -> None:
    agenda = "审议《甲，乙》、《丙》，听取全县防汛、抗旱，以及应急工作的汇报"
    header = parse(HEAD.format(agenda=agenda) + "一、审议《甲，乙》\n（一）同意。\n").header
    assert header.agenda == (
        AgendaPoint("审议", "《甲，乙》"),
        AgendaPoint("审议", "《丙》"),
        AgendaPoint("听取", "全县防汛、抗旱，以及应急工作的汇报"),
    )


# The shipped minutes laid out otherwise

Change = Callable[[list[str]], list[str]]
PAGE_NUMBERS = ["— 3 —", "—12—", "- 4 -", "  7", "第 5 页", "－ ６ －", "·8·", "\f"]
BLANKS = ["", " ", "\u3000\u3000", "\t", "\xa0"]
POSITION = st.floats(0, 1, exclude_max=True)


def insert_line(position: float, line: str) -> Change:
    def change(lines: list[str]) -> list[str]:
        at = int(position * len(lines))
        return [*lines[:at], line, *lines[at:]]

    return change


def change_line(position: float, rewrite: Callable[[str], str]) -> Change:
    def change(lines: list[str]) -> list[str]:
        at = int(position * len(lines))
        return [*lines[:at], *rewrite(lines[at]).split("\n"), *lines[at + 1 :]]

    return change


def letter_space(line: str) -> str:
    """A blank between all characters but those of a number, which stand together."""
    return " ".join(re.findall(r"[0-9]+(?:[-+][0-9]+)?|\S", line))


def letter_space_digits(line: str) -> str:
    return re.sub(r"(?<=[0-9])(?=[0-9])", " ", line)


def page_break(position: float) -> Callable[[str], str]:
    """Break a long line of the resolutions by a page number and a leading blank, as the shipped minutes do."""

    def rewrite(line: str) -> str:
        at = 8 + int(position * (len(line) - 16))
        if len(line) < 24 or not re.match("[，、一-龥]", line[at]) or line[at - 1].isdigit():
            return line
        return f"{line[:at]}\n\n— 9 —\n\n {line[at:]}"

    return rewrite


CHANGES = st.one_of(
    st.builds(insert_line, POSITION, st.sampled_from(BLANKS)),
    st.builds(insert_line, POSITION, st.sampled_from(PAGE_NUMBERS)),
    st.builds(change_line, POSITION, st.sampled_from(BLANKS).map(lambda blank: lambda line: blank + line)),
    st.builds(change_line, POSITION, st.sampled_from([letter_space, letter_space_digits])),
    st.builds(
        change_line,
        POSITION,
        st.sampled_from([HALF_WIDTH, FULL_WIDTH]).map(lambda table: lambda line: line.translate(table)),
    ),
    st.builds(change_line, POSITION, POSITION.map(page_break)),
)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def facts(value: Any) -> Any:
    """All that minutes say, without where it stands, white space or the width of brackets."""
    if isinstance(value, dict):
        return {name: facts(held) for name, held in value.items() if name not in {"spans", "layout"}}
    if isinstance(value, tuple | list):
        return [facts(held) for held in value]
    return squash(value).translate(HALF_WIDTH) if isinstance(value, str) else value


def assert_same(ordinal: int, text: str) -> None:
    parsed = parse(text)
    assert facts(asdict(parsed)) == facts(asdict(minutes(ordinal)))
    assert_covered(text, parsed)


@pytest.mark.parametrize("ordinal", ORDINALS)
@settings(max_examples=40, deadline=None)
@given(changes=st.lists(CHANGES, max_size=12), end=LINE_ENDS)
def test_another_layout_says_the_same(ordinal: int, changes: list[Change], end: str) -> None:
    lines = source(ordinal).text.split("\n")
    for change in changes:
        lines = change(lines)
    assert_same(ordinal, "\n".join(lines).replace("\n", end))


@pytest.mark.parametrize("rewrite", [letter_space, letter_space_digits, lambda line: f"\u3000\u3000{line}\n— 1 —\n"])
@pytest.mark.parametrize("ordinal", ORDINALS)
def test_a_whole_document_laid_out_otherwise_says_the_same(ordinal: int, rewrite: Callable[[str], str]) -> None:
    assert_same(ordinal, "\n".join(rewrite(line) for line in source(ordinal).text.split("\n")))


@pytest.mark.parametrize("table", [HALF_WIDTH, FULL_WIDTH])
@pytest.mark.parametrize("ordinal", ORDINALS)
def test_brackets_of_either_width_say_the_same(ordinal: int, table: dict[int, int]) -> None:
    assert_same(ordinal, source(ordinal).text.translate(table))


# Minutes made at random


@dataclass(frozen=True)
class Made:
    """Minutes made at random: what was put in, and the text of it."""

    issuer: str
    ordinal: int
    term: str | None
    held: date
    chair: str
    resolutions: list[tuple[str, str, list[str]]]  # verb, subject, items
    people: list[tuple[str, list[str]]]  # organisation, names
    closing: bool
    compiled: date | None
    text: str


WORDS = st.sampled_from(
    [
        "要压实属地责任",
        "推动“三办”一体化运作",
        "落实第一责任人责任",
        "会后由县住建局根据会议讨论意见修改完善",
        "按程序以县政府办公室名义印发",
        "组织第五次全国经济普查",
        "完成投资3.5亿元、12个项目",
        "参照《管理办法（试行）》执行",
        "兼顾（一）类和（二）类地区",
        "抓好一、二、三产业融合",
        "在2024年6月底前完成",
        "出席会议的各部门要抓好落实",
        "请县政府办公室牵头整理",
    ]
)
SUBJECTS = st.sampled_from(
    [
        "《清河县城市更新办法（试行）》",
        "《清河县2024年重点工作安排》",
        "全县“三防”工作情况的汇报",
        "《甲方案》、《乙方案》",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=5).map(lambda words: "，".join(words) + "。")
ITEM_TEXTS = st.lists(SENTENCES, min_size=1, max_size=3).map("".join)
VERBS = st.sampled_from(["审议", "听取", "学习", "专题研究", "传达学习", "集体学习"])
ORGANISATIONS = st.sampled_from(["县发改局", "县教育局", "县政府办", "城关镇", "县融媒体中心", "供电公司", "港区"])
NAMES = st.sampled_from(["毛静", "李明", "欧阳明远", "王晨清", "周奕", "朱弇菁"])
PEOPLE = st.lists(
    st.tuples(ORGANISATIONS, st.lists(NAMES, min_size=1, max_size=3, unique=True)),
    max_size=8,
    unique_by=lambda entry: entry[0],
)


def wrap(paragraph: str, width: int) -> str:
    """Break a paragraph into lines of about ``width``; none begins with a closing mark, or as a resolution or item."""
    lines = [""]
    for at, character in enumerate(paragraph):
        if len(lines[-1]) >= width and not re.match("[，。、；：”》）]|[一二三]、|（[一二]）", paragraph[at:]):
            lines.append("")
        lines[-1] += character
    return "\n\n".join(lines)


@st.composite
def made_minutes(draw: st.DrawFn) -> Made:
    day = st.dates(date(1990, 1, 1), date(2049, 12, 31))
    issuer = draw(st.sampled_from(["清河县人民政府", "昆都仑区人民政府", "湖南省汨罗市人民政府"]))
    ordinal, held = draw(st.integers(1, 199)), draw(day)
    term = draw(st.none() | st.integers(1, 20).map(numeral))
    chair = draw(NAMES)
    texts = cycle(draw(st.lists(ITEM_TEXTS, min_size=1, max_size=6)))
    outline = draw(st.lists(st.tuples(VERBS, SUBJECTS, st.integers(0, 12)), min_size=1, max_size=22))
    resolutions = [(verb, subject, list(islice(texts, items))) for verb, subject, items in outline]
    people, closing, compiled = draw(PEOPLE), draw(st.booleans()), draw(st.none() | day)
    ordinal_text = draw(st.sampled_from([str(ordinal), numeral(ordinal)]))
    term_text = f"第{term}届人民政府" if term else "县政府"
    paragraphs = [
        issuer,
        "常务会议纪要",
        f"{held.year}年{held.month}月{held.day}日下午，{chair}县长主持召开{term_text}第{ordinal_text}次常务会议，"
        + "，".join(f"{verb}{subject}" for verb, subject, _ in resolutions)
        + "。",
        "会议议定以下意见：",
    ]
    left, right = draw(st.sampled_from([("（", "）"), ("(", ")")]))
    for number, (verb, subject, items) in enumerate(resolutions, start=1):
        paragraphs.append(f"{numeral(number)}、{verb}{subject}")
        paragraphs += [f"{left}{numeral(at)}{right}{text}" for at, text in enumerate(items, start=1)]
    if closing:
        paragraphs.append("会议还研究了其他事项。")
    if people:
        paragraphs.append(
            "列席：" + "，".join(organisation + "、".join(names) for organisation, names in people) + "。"
        )
    if compiled:
        paragraphs += [f"{issuer}办公室 整理", f"{compiled.year}年{compiled.month}月{compiled.day}日"]
    width = draw(st.none() | st.integers(26, 40))
    text = "\n".join(wrap(paragraph, width) if width else paragraph for paragraph in paragraphs)
    return Made(issuer, ordinal, term, held, chair, resolutions, people, closing, compiled, text)


@settings(max_examples=80, deadline=None)
@given(made_minutes())
def test_minutes_come_out_as_they_were_made(made: Made) -> None:
    parsed = parse(made.text)
    header = parsed.header
    assert (header.issuer, header.kind, header.ordinal, header.term) == (
        made.issuer,
        "常务会议",
        made.ordinal,
        made.term,
    )
    assert (header.held, header.chair, header.chair_title) == (made.held, made.chair, "县长")
    found = [
        (
            one.number,
            one.heading,
            one.verb,
            one.subject,
            [re.sub(r"^[（(].+?[）)]", "", squash(item.text)) for item in one.items],
        )
        for one in parsed.resolutions
    ]
    assert found == [
        (number, f"{numeral(number)}、{verb}{subject}", verb, subject, items)
        for number, (verb, subject, items) in enumerate(made.resolutions, start=1)
    ]
    assert [item.number for one in parsed.resolutions for item in one.items] == [
        number for _, _, items in made.resolutions for number in range(1, len(items) + 1)
    ]
    sat = [(one.organisation, one.name) for one in parsed.attendance.people] if parsed.attendance else []
    assert sat == [(organisation, name) for organisation, names in made.people for name in names]
    footer = parsed.footer
    assert bool(footer and footer.closing) == made.closing
    assert (footer.compiled if footer else None) == made.compiled
    assert_covered(made.text, parsed)
