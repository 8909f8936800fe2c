"""Attendance: every person of the shipped minutes, with the organisation that stands before the name."""

import re
from itertools import product

import pytest

from data.attendance import read_attendance, split_name
from data.layout import read_lines
from data.model import Attendee
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
