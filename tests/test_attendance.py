"""Attendance: every person of the shipped minutes, with the organisation that stands before the name."""

import re
from itertools import product

import pytest

from data.attendance import read_attendance, split_name
from data.layout import read_lines
from data.model import Attendee
from data.parsing import parse
from tests.expected import ORDINALS, expected, minutes, source, squash


def in_attendance(ordinal: int) -> list[tuple[str, str]]:
    """Organisation and name of everyone in attendance, as read by eye."""
    lines = [line.split() for line in expected(ordinal)["attendance"]["in_attendance"]]
    return [(organisation, name) for organisation, *names in lines for name in names]


def people(text: str) -> list[tuple[str, str, bool]]:
    attendance = read_attendance(read_lines(text).lines)
    return [(one.organisation, one.name, one.present) for one in attendance.people]


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_every_person_is_listed_in_order_with_the_organisation(ordinal: int) -> None:
    attendance = minutes(ordinal).attendance
    assert attendance is not None
    present = [Attendee(name, "", present=True) for name in expected(ordinal)["attendance"]["present"]]
    others = [Attendee(name, organisation, present=False) for organisation, name in in_attendance(ordinal)]
    assert list(attendance.people) == present + others


@pytest.mark.parametrize(("ordinal", "present", "others"), [(25, 5, 68), (26, 5, 92)])
def test_as_many_people_sat_as_the_source_names(ordinal: int, present: int, others: int) -> None:
    names = expected(ordinal)["attendance"]
    assert (len(names["present"]), len(in_attendance(ordinal))) == (present, others)
    text = squash(source(ordinal).text)
    listed = re.sub("[、，。]", "", text[text.index("出席：") : text.index("太仓市人民政府办公室整理")])
    lines = "".join(names["in_attendance"])
    assert listed == squash(f"出席：{''.join(names['present'])}列席：{lines}")


@pytest.mark.parametrize(
    ("ordinal", "organisation", "name"),
    [
        (25, "市市行政审批局", "周奕"),  # a slip of the source
        (26, "市行政审批局", "蔡健"),
        (26, "市市场监管局", "杨伟东"),  # no slip: 市 and 市场监管局
        (25, "市交运局", "徐勤"),
        (26, "市交通运输局", "徐勤"),  # the same office by its long name
        (25, "人行太仓支行", "林立彬"),  # across a page break
        (26, "市文旅集团", "钱敏芳"),  # the same
        (26, "市检验检测中心", "英恒星"),
        (26, "市委组织部", "冯谖"),  # the second of two
        (26, "高新区", "夏家辉"),  # the same
        (26, "港区", "严国强"),
    ],
)
def test_a_name_follows_its_organisation_without_a_mark(ordinal: int, organisation: str, name: str) -> None:
    attendance = minutes(ordinal).attendance
    assert attendance is not None
    assert Attendee(name, organisation, present=False) in attendance.people


def test_any_organisation_and_any_name_of_the_samples_are_told_apart() -> None:
    pairs = [pair for ordinal in ORDINALS for pair in in_attendance(ordinal)]
    organisations, names = ({pair[place] for pair in pairs} for place in (0, 1))
    wrong = [pair for pair in product(organisations, names) if split_name("".join(pair)) != pair]
    assert wrong == []


@pytest.mark.parametrize(
    ("entry", "organisation", "name"),
    [
        ("县发改局欧阳明", "县发改局", "欧阳明"),
        ("县发改局欧阳明远", "县发改局", "欧阳明远"),
        ("区司法局高翔", "区司法局", "高翔"),
        ("海关罗建国", "海关", "罗建国"),
        ("王明", "", "王明"),
        ("县人武李周明", "县人武", "李周明"),  # the longer name, where the organisation has no usual end
        ("县水利局", "县水利局", ""),
    ],
)
def test_a_name_is_told_by_its_surname(entry: str, organisation: str, name: str) -> None:
    assert split_name(entry) == (organisation, name)


def test_one_mark_joins_two_people_of_one_organisation_or_two_organisations() -> None:
    assert people("列席：县人大周明、县政协李强，县政府办王晨、赵春，县教育局毛静。") == [
        ("县人大", "周明", False),
        ("县政协", "李强", False),
        ("县政府办", "王晨", False),
        ("县政府办", "赵春", False),
        ("县教育局", "毛静", False),
    ]


def test_labels_marks_and_brackets_may_be_half_width_or_letter_spaced() -> None:
    assert people("出 席: 李明、王强。\n列 席 人员： 县教育局 毛静(请假)；县科技局何伟") == [
        ("", "李明", True),
        ("", "王强", True),
        ("县教育局", "毛静", False),
        ("县科技局", "何伟", False),
    ]


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_the_text_of_the_attendance_is_whole(ordinal: int) -> None:
    attendance = minutes(ordinal).attendance
    assert attendance is not None
    assert squash(attendance.text) in squash(source(ordinal).text)
    assert [line[:3] for line in attendance.text.split("\n")] == ["出席：", "列席："]
    assert attendance.text.endswith("陆渡街道龚迪。")


# The forms of other offices

SPACED = """出席 李 靖 薛江峰 石天军
王 磊
列席 县人大 杨贵强
县政府办 徐云波 赵 龑
县城市管理局 仵晓孟
晁陂镇 周林建
"""
BROKEN = "出\n席：黄国杰\n郭\n强\n杨从军\n请\n假：高积鑫（赴上海参加会议）\n张剑波\n列\n席：车明国\n唐\n谦\n"
GROUPED = """出 席：林恒求、杨盛
列 席：
（一）邀请列席：李尚兵、吴侃
（二）政府办：卢飞跃、陈敬林
（三）发改局周雄伟，市场监管局李旺、姜波
记 录：杨余梦
"""
OPENING = "2024年5月6日，县长李明主持召开清河县政府第14次常务会议。"
SENTENCES = f"""{OPENING}副县长王强、赵刚出席会议。县人大常委会副主任刘志伟，县政协副主席曹凤娥列席会议。
一、审议《甲》
同意。
"""


def listed(text: str) -> list[tuple[str, str, bool, str | None]]:
    attendance = parse(text if OPENING in text else f"{OPENING}\n一、审议《甲》\n同意《甲》。\n{text}").attendance
    assert attendance is not None
    return [(each.name, each.organisation, each.present, each.absence) for each in attendance.people]


def test_names_divided_by_blanks_follow_their_organisation() -> None:
    assert listed(SPACED) == [
        ("李靖", "", True, None),
        ("薛江峰", "", True, None),
        ("石天军", "", True, None),
        ("王磊", "", True, None),
        ("杨贵强", "县人大", False, None),
        ("徐云波", "县政府办", False, None),
        ("赵龑", "县政府办", False, None),
        ("仵晓孟", "县城市管理局", False, None),
        ("周林建", "晁陂镇", False, None),
    ]


def test_labels_and_names_broken_over_lines_are_whole_and_the_absent_have_their_reasons() -> None:
    assert listed(BROKEN) == [
        ("黄国杰", "", True, None),
        ("郭强", "", True, None),
        ("杨从军", "", True, None),
        ("高积鑫", "", False, "赴上海参加会议"),
        ("张剑波", "", False, ""),
        ("车明国", "", False, None),
        ("唐谦", "", False, None),
    ]


def test_numbered_groups_have_their_organisation_as_a_label() -> None:
    assert listed(GROUPED) == [
        ("林恒求", "", True, None),
        ("杨盛", "", True, None),
        ("李尚兵", "", False, None),
        ("吴侃", "", False, None),
        ("卢飞跃", "政府办", False, None),
        ("陈敬林", "政府办", False, None),
        ("周雄伟", "发改局", False, None),
        ("李旺", "市场监管局", False, None),
        ("姜波", "市场监管局", False, None),
    ]


def test_those_named_in_the_sentences_after_the_opening_are_attendance() -> None:
    assert listed(SENTENCES) == [
        ("王强", "副县长", True, None),
        ("赵刚", "副县长", True, None),
        ("刘志伟", "县人大常委会副主任", False, None),
        ("曹凤娥", "县政协副主席", False, None),
    ]


def test_attendance_before_the_resolutions_is_no_part_of_the_header() -> None:
    parsed = parse(f"{OPENING}\n出席：王强、赵刚\n列席：县财政局李旺\n一、审议《甲》\n同意《甲》。\n")
    assert parsed.attendance is not None
    assert [person.name for person in parsed.attendance.people] == ["王强", "赵刚", "李旺"]
    assert "出席" not in parsed.header.text
    assert parsed.resolution_count == 1


def test_a_label_may_stand_apart_from_its_names_by_blanks_alone() -> None:
    assert listed("出席  李靖、薛江峰。\n列席　　县财政局赵刚、县水利局周涛\n") == [
        ("李靖", "", True, None),
        ("薛江峰", "", True, None),
        ("赵刚", "县财政局", False, None),
        ("周涛", "县水利局", False, None),
    ]


def test_a_name_that_ends_like_an_organisation_is_a_name_at_the_end_of_its_line() -> None:
    assert listed("列席 唐泽科\n赵建勋\n县招商服务中心 闵江会\n") == [
        ("唐泽科", "", False, None),
        ("赵建勋", "", False, None),
        ("闵江会", "县招商服务中心", False, None),
    ]
