"""The forms of minutes: however an office numbers, its resolutions begin and end where they do, nothing is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bilingual import MinutesError
from data.layout import uncovered
from data.model import Minutes
from data.numerals import numeral
from data.parsing import parse
from data.refs import UNNUMBERED, Ref
from tests.expected import squash

OPENING = "2024年5月6日上午，县委副书记、县长李明主持召开清河县十六届人民政府第14次常务会议。"
TOPICS = (
    ("审议《清河县城市更新办法》", "原则同意《清河县城市更新办法》，由县住建局修改完善后印发。"),
    ("听取全县防汛工作情况汇报", "会议强调，要压实防汛责任，一是备足物资，二是加强值守。"),
    ("研究第五次经济普查工作", "会议要求，县统计局要做好入户登记，确保数据真实。"),
)


def structure(text: str) -> list[tuple[int, str, list[str]]]:
    """Number, own text and items of every resolution, without white space; nothing may be lost on the way."""
    parsed = parse(text)
    assert_whole(text, parsed)
    return [(one.number, squash(one.own_text), [squash(item.text) for item in one.items]) for one in parsed.resolutions]


def assert_whole(text: str, parsed: Minutes) -> None:
    leaves = list(parsed.leaf_parts())
    assert uncovered(text, [*parsed.layout, *(span for leaf in leaves for span in leaf.spans)]) == ""
    for leaf in leaves:
        assert squash("".join(text[span.start : span.end] for span in leaf.spans)) == squash(leaf.text)


def warnings(text: str) -> str:
    return "".join(each.zh for each in parse(text).warnings)


@dataclass(frozen=True)
class Form:
    """How an office writes the resolution of a number: heading and what was said of it."""

    name: str
    write: Callable[[int, str, str], str]

    def __repr__(self) -> str:
        return self.name


FORMS = (
    Form("numeral and heading, paragraph", lambda number, head, said: f"{numeral(number)}、{head}\n{said}"),
    Form("numeral glued to the text", lambda number, head, said: f"{numeral(number)}、会议{head}。{said}"),
    Form("numeral alone on a line", lambda number, head, said: f"{numeral(number)}\n会议{head}。{said}"),
    Form("numeral and stray blanks", lambda number, head, said: f" {numeral(number)}　、 {head}\n　　{said}"),
    Form("numeral and full stop", lambda number, head, said: f"{numeral(number)}．{head}\n{said}"),
    Form("brackets on top", lambda number, head, said: f"（{numeral(number)}）{head}\n{said}"),
    Form("half-width brackets", lambda number, head, said: f"({numeral(number)}){head}\n{said}"),
    Form("digits", lambda number, head, said: f"{number}.{head}\n{said}"),
    Form("points", lambda number, head, said: f"议题{numeral(number)}：{head}\n{said}"),
)


@pytest.mark.parametrize("form", FORMS, ids=repr)
def test_every_form_of_numbering(form: Form) -> None:
    written = [form.write(number, *topic) for number, topic in enumerate(TOPICS, start=1)]
    body = "\n".join(written)
    found = structure(f"{OPENING}\n{body}\n会议还研究了其他事项。\n")
    assert found == [(number, squash(text), []) for number, text in enumerate(written, start=1)]


def test_paragraphs_that_open_a_topic_are_resolutions_where_nothing_is_numbered() -> None:
    written = [f"会议{head}。{said}" for head, said in TOPICS]
    text = f"{OPENING}\n{written[0]}\n会议指出，更新要惠民。\n{written[1]}\n{written[2]}\n会议还研究了其他事项。"
    assert structure(text) == [
        (1, f"{written[0]}会议指出，更新要惠民。", []),
        (2, written[1], []),
        (3, written[2], []),
    ]
    assert "没有编号" in warnings(text)


@pytest.mark.parametrize(
    "written",
    [
        ["关于防汛工作。会议要求压实责任。", "关于停车收费。会议同意收费方案。"],
        ["关于防汛工作\n会议要求压实责任。", "关于停车收费\n会议同意收费方案。"],
        ["【防汛工作】会议要求压实责任。", "【停车收费】会议同意收费方案。"],
        ["就防汛工作，会议要求压实责任。", "对停车收费，会议决定暂缓实施。"],
        ["会议首先听取了防汛工作汇报。", "随后，会议审议了停车收费方案。", "最后，会议研究了收支平衡问题。"],
        ["会议审议《收费方案》。\n会议原则同意该方案，由县发改局下达。", "会议听取防汛汇报。\n会议指出，形势严峻。"],
        ["打造科创高地\n会议听取科创工作汇报并指出，要落实责任。", "推进城市发展\n会议听取城市体检汇报。"],
    ],
)
def test_topics_without_numerals_begin_in_many_ways(written: list[str]) -> None:
    text = "\n".join((OPENING, *written, "会议还研究了其他事项。", ""))
    assert [own for _, own, _ in structure(text)] == [squash(each) for each in written]


@pytest.mark.parametrize(
    "closing",
    [
        "会议还研究了其他事项。",
        "会议还研究了有关人事任免事项。",
        "会议还就其他工作进行了研究。",
        "会议还研究了《甲》《乙》等其他事宜。",
        "三、会议还研究了其他事项。",
        "会议还研究了其他事项。（撰稿人：李明）",
    ],
)
def test_the_closing_remark_is_no_part_of_the_last_resolution(closing: str) -> None:
    text = f"{OPENING}\n一、审议《甲》\n同意《甲》。\n二、审议《乙》\n同意《乙》。\n{closing}\n"
    assert [own for _, own, _ in structure(text)] == ["一、审议《甲》同意《甲》。", "二、审议《乙》同意《乙》。"]


def test_a_closing_remark_at_the_end_of_the_last_paragraph_is_cut_off_it() -> None:
    text = f"{OPENING}\n一、审议《甲》\n同意《甲》。会议还研究了其他事项。\n"
    assert structure(text) == [(1, "一、审议《甲》同意《甲》。", [])]
    footer = parse(text).footer
    assert footer is not None
    assert footer.closing == "会议还研究了其他事项。"


def test_running_heads_beside_page_numbers_are_layout() -> None:
    head = "清河县人民政府常务会议纪要"
    text = (
        f"{head}\n{OPENING}\n一、审议《甲》\n— 1 —\n{head}\n同意《甲》。\n— 2 —\n{head}\n二、审议《乙》\n同意《乙》。\n"
    )
    assert [own for _, own, _ in structure(text)] == ["一、审议《甲》同意《甲》。", "二、审议《乙》同意《乙》。"]


def test_an_unnumbered_topic_before_the_numbered_ones_is_a_resolution() -> None:
    first = "会议传达学习了全国安全生产会议精神。会议指出，要守住底线。"
    numbered = "（一）审议报告\n同意报告。\n（二）听取汇报\n会议要求抓好落实。\n"
    text = f"{OPENING}\n{first}\n会议研究县两会相关事宜。\n{numbered}"
    assert [number for number, _, _ in structure(text)] == [1, 2, 3]
    assert structure(text)[0][1] == first
    assert "重新编号" in warnings(text)


def test_points_inside_a_resolution_are_its_items_or_stay_in_its_text() -> None:
    text = (
        f"{OPENING}\n一、审议《甲》\n会议议定：\n（一）同意《甲》。\n1.县住建局牵头。\n2.县财政局配合。\n（二）加强宣传。\n"
        "二、听取汇报\n会议强调，一是压实责任。\n二是加强值守。\n三是备足物资。\n三、研究乙事项\n1.由县水利局负责。\n2.由县财政局保障。\n"
    )
    assert structure(text) == [
        (1, "一、审议《甲》会议议定：", ["（一）同意《甲》。1.县住建局牵头。2.县财政局配合。", "（二）加强宣传。"]),
        (2, "二、听取汇报会议强调，一是压实责任。二是加强值守。三是备足物资。", []),
        (3, "三、研究乙事项", ["1.由县水利局负责。", "2.由县财政局保障。"]),
    ]


def test_a_gap_and_a_repetition_in_the_numbering_are_told() -> None:
    gap = f"{OPENING}\n一、审议《甲》\n同意《甲》。\n三、审议《乙》\n同意《乙》。\n"
    assert [number for number, _, _ in structure(gap)] == [1, 3]
    assert "缺少编号“二”" in warnings(gap)
    twice = (
        f"{OPENING}\n一、审议《甲》\n同意。\n二、审议《乙》\n同意。\n二、审议《丙》\n同意。\n四、审议《丁》\n同意。\n"
    )
    assert [number for number, _, _ in structure(twice)] == [1, 2, 3, 4]
    assert "编号“二”重复" in warnings(twice)


def test_minutes_whose_topics_cannot_be_told_apart_keep_their_paragraphs() -> None:
    text = (
        f"{OPENING}\n会议审议了规划编制、信访稳定、安全生产等七项议题。\n"
        "会议分别听取了县信访局、县应急局关于信访稳定、安全生产的汇报。\n会议要求，各部门要抓好落实。\n"
    )
    parsed = parse(text)
    assert_whole(text, parsed)
    assert (parsed.resolution_count, parsed.item_count) == (0, 2)
    part = parsed.part(Ref(14, UNNUMBERED, 2))
    assert part is not None
    assert part.text == "会议要求，各部门要抓好落实。"
    assert part.ref.citation() == "第14次·第2段"
    assert "按段落编号" in warnings(text)


def test_minutes_that_decide_nothing_say_so() -> None:
    text = f"{OPENING}\n一、听取全县防汛工作情况汇报\n会议强调，要压实责任。\n"
    assert not parse(text).decides
    assert "没有记录任何决定" in warnings(text)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("会议讨论并原则同意县财政局《关于考核办法的请示》。", "原则同意"),
        ("会议审议并原则通过了《方案》。", "原则通过"),
        ("原则上同意项目按程序立项。", "原则上同意"),
        ("会议确定：县人社局负责摸排隐患。", "确定"),
        ("会议决定，由县水利局牵头实施。", "决定"),
        ("会议研究审议并原则同意《报告》，责成县政府办修改完善后，报县委常委会审议。", "原则同意"),
    ],
)
def test_the_verdicts_of_many_offices(said: str, verdict: str) -> None:
    resolution = parse(f"{OPENING}\n一、研究有关工作\n{said}\n").resolutions[0]
    assert resolution.decision is not None
    assert (resolution.decision.verdict, resolution.decision.item) == (verdict, None)


# Which meeting


@pytest.mark.parametrize(
    ("opening", "meeting"),
    [
        ("2024年5月6日，县长李明主持召开清河县政府第26次常务会议。", (26, None, None, "常务会议")),
        ("2024年5月6日，县长李明主持召开十九届县政府第 97 次常务会议。", (97, "十九", None, "常务会议")),
        ("2026年1月7日，县长李明主持召开县人民政府 202 6 年第 1 次常务会议 。", (1, None, 2026, "常务会议")),
        ("5月6日，李明同志主持召开县政府四届五十一次常务会议。", (51, "四", None, "常务会议")),
        ("5月20日，代县长李明主持召开县十六届政府第49次常务（扩大）会议。", (49, "十六", None, "常务（扩大）会议")),
        ("2024年5月6日，县长李明主持召开县政府常务会议。", (None, None, None, "常务会议")),
        ("县长李明5月6日主持召开县政府第五次常务会。", (5, None, None, "常务会议")),
        ("2024年5月6日，縣長李明主持召開縣政府第26次常務會議。", (26, None, None, "常务会议")),
    ],
)
def test_the_forms_of_a_meeting(opening: str, meeting: tuple[int | None, str | None, int | None, str]) -> None:
    header = parse(f"清河县人民政府常务会议纪要\n{opening}\n一、审议《甲》\n同意《甲》。\n").header
    assert (header.ordinal, header.term, header.year, header.kind) == meeting
    assert (header.issuer, header.chair) == ("清河县人民政府", "李明")


@pytest.mark.parametrize("title", ["（第55次）", "七届第55次", "清河县人民政府第55次常务会议纪要"])
def test_the_ordinal_may_stand_in_the_title_alone(title: str) -> None:
    opening = "2024年5月6日，县长李明主持召开县政府常务会议。"
    text = f"清河县人民政府常务会议纪要\n{title}\n{opening}\n一、审议《甲》\n同意《甲》。\n"
    assert parse(text).header.ordinal == 55


def test_a_meeting_without_an_ordinal_goes_by_its_day() -> None:
    parsed = parse("清河县人民政府\n2024年5月6日，县长李明主持召开县政府常务会议。\n一、审议《甲》\n同意《甲》。\n")
    assert parsed.number == 20240506
    assert parsed.ref.citation() == "2024年5月6日"
    assert parsed.part(Ref(20240506, 1)) is not None


@pytest.mark.parametrize(
    ("text", "held", "warning"),
    [
        ("5月6日，县长李明{}\n县政府办公室2024年6月2日印发", date(2024, 5, 6), ""),
        ("12月30日，县长李明{}\n县政府办公室2024年1月2日印发", date(2023, 12, 30), ""),
        ("（二〇二五年十一月三日）\n11 月3 日，县长李明{}", date(2025, 11, 3), ""),
        ("二〇二四年五月六日，县长李明{}", date(2024, 5, 6), ""),
        ("发布时间：2024-05-09 来源：县政府办\n5月6日，县长李明{}", date(2024, 5, 6), ""),
        ("发布时间：2026-01-09\n清河县人民政府办公室 2024年5月9日\n5月6日，县长李明{}", date(2024, 5, 6), ""),
        ("10月12日，县长李明{}", None, "没有年份"),
        ("2020929日，县长李明{}", None, "残缺"),
        ("2024年5月6日，县长李明{}\n县政府办公室2023年6月2日印发", date(2024, 5, 6), "早于会议日期"),
    ],
)
def test_dates_are_completed_from_the_document_or_reported(text: str, held: date | None, warning: str) -> None:
    opening = "主持召开县政府第14次常务会议。\n一、审议《甲》\n同意《甲》。"
    written = "清河县人民政府\n" + text.format(opening)
    assert parse(written).header.held == held
    assert warning in warnings(written)


@pytest.mark.parametrize(
    ("text", "issuer", "told"),
    [
        ("深圳市龙岗区人民政府常务会议纪要\n{}", "深圳市龙岗区人民政府", False),
        ("{}\n镇平县人民政府办公室2024年6月2日印发", "镇平县人民政府", False),
        ("2024年第14次常务会议纪要-汨罗市人民政府\n{}", "汨罗市人民政府", False),
        ("{}\n二、审议《山丹县旅游规划》\n同意《山丹县旅游规划》。", "山丹县人民政府", True),
    ],
)
def test_the_issuer_is_read_wherever_it_stands(text: str, issuer: str, told: bool) -> None:  # noqa: FBT001
    level = issuer[-5]
    opening = f"2024年5月6日，李明主持召开{level}政府第14次常务会议。\n一、审议《甲》\n同意《甲》。"
    written = text.format(opening)
    assert parse(written).header.issuer == issuer
    assert ("认作" in warnings(written)) is told


def test_an_agenda_point_without_a_resolution_is_told() -> None:
    opening = OPENING.removesuffix("。") + "，审议《清河县城市更新办法》，听取县水利局防汛工作汇报。"
    text = f"{opening}\n一、审议《清河县城市更新办法》\n原则同意《清河县城市更新办法》。\n"
    assert "县水利局防汛工作汇报" in warnings(text)
    assert "城市更新" not in warnings(text)


def test_web_navigation_is_layout_and_not_text() -> None:
    text = (
        f"当前位置: 首页 > 政府会议\n{OPENING}\n一、审议《甲》\n同意《甲》。\n关闭 打印\n上一篇: 另一次会议\n"
        "主办：清河县人民政府\n网站标识码：1305340001\n"
    )
    parsed = parse(text)
    assert_whole(text, parsed)
    assert parsed.resolutions[-1].text == "一、审议《甲》\n同意《甲》。"
    everything = "".join(leaf.text for leaf in parsed.leaf_parts())
    assert not [word for word in ("当前位置", "打印", "上一篇", "标识码") if word in everything]


def test_links_under_the_footer_are_no_recipients() -> None:
    text = f"{OPENING}\n一、审议《甲》\n同意《甲》。\n抄送：县委办公室。\n相关链接\n县政府召开第13次常务会议\n"
    footer = parse(text).footer
    assert footer is not None
    assert footer.copied_to == ("县委办公室",)
    assert "第13次" not in footer.text


def test_control_characters_are_layout() -> None:
    text = f"清河县人民政府\x00常务会议\x01纪要\n—  \x02 —\n{OPENING}\n一、审议《甲》\x1f\n同意\x03《甲》。\n"
    assert structure(text) == [(1, "一、审议《甲》同意《甲》。", [])]


def test_pronunciations_put_into_a_converted_web_page_are_layout() -> None:
    text = f"{OPENING}\n一、審議《辦(bàn)法》\n會(huì)議同意《辦(bàn)法》。\n"
    assert structure(text) == [(1, "一、審議《辦法》會議同意《辦法》。", [])]


@pytest.mark.parametrize(
    "text",
    [
        "清河县人民政府常务会议议事规则\n第一条 县政府常务会议由县长主持召开。\n第二条 常务会议审议重要事项。\n",
        "各镇人民政府：\n《办法》已经2024年5月6日召开的县政府第14次常务会议通过，现予印发。\n一、总则\n（一）制定本办法。\n",
        "清河县人民政府第14次常务会议议程\n时间：2024年5月6日\n一、审议《办法》\n二、听取汇报\n",
        "《城市更新办法》政策解读\n5月6日，县长李明主持召开县政府第14次常务会议，审议通过该办法，现解读如下：\n一、背景\n",
        "关于召开县政府第42次常务会议的通知\n各有关单位：\n定于5月6日召开第42次常务会议，由县长主持。\n一、审议《甲》\n",
        "县政府常务会议\n县政府召开第53次常务会议\n县政府召开第52次常务会议\n县政府召开第51次常务会议 听取汇报\n",
        "市政府常务会议由市长、副市长、秘书长组成，由市长召集和主持，讨论决定市政府工作中的重要事项。\n",
    ],
)
def test_what_only_mentions_a_meeting_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(MinutesError) as caught:
        parse(text)
    assert caught.value.say("zh").endswith("。")
    assert caught.value.say("en").endswith(".")


# Any form, wrapped at any width


@st.composite
def written_minutes(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Minutes of a form, one to twelve topics, perhaps wrapped as on a page, and the resolutions they consist of."""
    form = draw(st.sampled_from(FORMS))
    topics = draw(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=12))
    written = [form.write(number, *topic) for number, topic in enumerate(topics, start=1)]
    ending = draw(st.sampled_from(["", "会议还研究了其他事项。\n", "出席：李明、王强\n列席：县财政局赵刚\n"]))
    lines = f"{OPENING}\n" + "\n".join(written) + f"\n{ending}"
    width = draw(st.none() | st.integers(26, 40))
    if width:
        lines = "\n".join(
            line[at : at + width] for line in lines.split("\n") for at in range(0, max(len(line), 1), width)
        )
    return lines, [squash(text) for text in written]


@settings(max_examples=80, deadline=None)
@given(written_minutes())
def test_any_form_comes_out_as_it_was_written(made: tuple[str, list[str]]) -> None:
    text, written = made
    found = structure(text)
    assert [own + "".join(items) for _, own, items in found] == written


def test_a_head_of_labels_says_what_an_opening_sentence_would() -> None:
    text = """清河县十六届人民政府第14次常务会议纪要
时 间：2024年5月6日上午9:00
地 点：县政府三楼会议室
主 持：李 明 县委副书记、县长
出 席：王 强 赵 刚
列 席：县财政局 李 旺
县水利局 周 涛
现将会议议定事项纪要如下：
一、审议《甲》
同意《甲》。
"""
    parsed = parse(text)
    assert_whole(text, parsed)
    header = parsed.header
    assert (header.issuer, header.ordinal, header.term) == ("清河县人民政府", 14, "十六")
    assert (header.held, header.chair, header.chair_title) == (date(2024, 5, 6), "李明", "县委副书记、县长")
    assert parsed.attendance is not None
    assert [person.name for person in parsed.attendance.people] == ["王强", "赵刚", "李旺", "周涛"]
    assert [one.own_text for one in parsed.resolutions] == ["一、审议《甲》\n同意《甲》。"]
