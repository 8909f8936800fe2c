"""Decisions: what each resolution settles, who revises it, and where it goes next."""

from typing import Any

import pytest

from data.decisions import read_decision, read_ways_on
from data.model import Decision, Item, WayOn
from tests.expected import ORDINALS, expected, minutes


def decided(text: str, *others: str) -> Decision | None:
    """The decision of a made-up resolution with these items."""
    return read_decision([Item(number, one, ()) for number, one in enumerate((text, *others), start=1)])


def read_by_eye(entry: dict[str, Any]) -> Decision | None:
    """The decision that an expected resolution holds."""
    found = entry.get("decision")
    if not found:
        return None
    return Decision(**{**found, "ways_on": tuple(WayOn(**way) for way in found.get("ways_on", ()))})


def decision(ordinal: int, number: int) -> Decision:
    resolution = minutes(ordinal).resolution(number)
    assert resolution is not None
    assert resolution.decision is not None
    return resolution.decision


@pytest.mark.parametrize(
    ("ordinal", "number"),
    [(25, number) for number in range(1, 13)] + [(26, number) for number in range(1, 9)],
)
def test_a_shipped_resolution_settles_what_its_source_says(ordinal: int, number: int) -> None:
    resolution = minutes(ordinal).resolution(number)
    assert resolution is not None
    assert resolution.decision == read_by_eye(expected(ordinal)["resolutions"][number - 1])


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_every_word_of_a_decision_stands_in_its_item(ordinal: int) -> None:
    for resolution in minutes(ordinal).resolutions:
        found = resolution.decision
        if found:
            text = resolution.deciding_text
            words = [found.verdict, found.approved, found.reviser, found.revision]
            words += [value for way in found.ways_on for value in (way.text, way.condition, way.under_name, way.body)]
            assert [word for word in words if word and word not in text] == []


def test_25_2_is_issued_in_the_name_of_two_offices() -> None:
    assert [way.under_name for way in decision(25, 2).ways_on] == ["市委办公室、市政府办公室"]


def test_25_4_is_split_between_two_names() -> None:
    ways = [(way.subject, way.under_name, way.action) for way in decision(25, 4).ways_on]
    assert ways == [("《实施方案》", "市政府", "印发"), ("领导小组成立文件", "市政府办公室", "印发")]


@pytest.mark.parametrize(
    ("ordinal", "number", "approved"),
    [
        (25, 6, "我市消防安全专项治理下一步重点工作安排"),
        (26, 2, "下阶段相关工作安排"),
        (26, 3, "两家单位安全生产工作下一步计划安排"),
    ],
)
def test_a_report_heard_ends_in_agreed_arrangements_and_no_document(ordinal: int, number: int, approved: str) -> None:
    assert decision(ordinal, number) == Decision(1, "原则同意", approved)


def test_25_8_is_put_into_effect_after_approval() -> None:
    assert decision(25, 8).ways_on == (WayOn("按程序报市政府批复后实施", body="市政府", action="批复后实施"),)


def test_25_11_keeps_the_slip_of_the_source() -> None:
    assert (decision(25, 11).reviser, decision(25, 11).revision) == ("市科技局", "对修改完善")


def test_25_12_names_its_reviser_although_a_word_is_missing() -> None:
    assert decision(25, 12).reviser == "市科技局"
    assert decision(25, 12).revision == "对《办法》评价内容和指标作进一步补充完善"


def test_26_1_was_studied_and_decides_nothing() -> None:
    resolution = minutes(26).resolution(1)
    assert resolution is not None
    assert resolution.verb == "学习"
    assert resolution.decision is None


def test_26_5_approves_four_documents_that_go_one_way() -> None:
    found = decision(26, 5)
    assert found.approved.count("《") == 4
    assert (found.reviser, found.revision) == ("市工信局", "对4个文件修改完善")
    assert [(way.subject, way.under_name) for way in found.ways_on] == [(None, "市政府办公室")]


def test_26_6_goes_on_to_the_standing_committee() -> None:
    assert decision(26, 6).ways_on == (WayOn("按程序提交市委常委会审议", body="市委常委会", action="审议"),)
    assert decision(26, 6).reviser == "市市场监管局"


def test_26_7_waits_for_consent() -> None:
    (way,) = decision(26, 7).ways_on
    assert (way.condition, way.under_name, way.action) == ("报请市委同意后", "市政府办公室", "印发")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "（一）会议审议通过了《清河县烟花爆竹安全管理办法》。",
            Decision(1, "审议通过", "《清河县烟花爆竹安全管理办法》"),
        ),
        (
            "（一）会议审议并原则同意《办法》。由县住建局牵头根据会议意见修改完善，按程序报县委审定。",
            Decision(
                1,
                "原则同意",
                "《办法》",
                "县住建局",
                "修改完善",
                (WayOn("按程序报县委审定", body="县委", action="审定"),),
            ),
        ),
        (
            "（一）原则通过《清河县国土空间规划》，由县自然资源局根据会议意见修改完善后，提请县人大常委会审议。",
            Decision(
                1,
                "原则通过",
                "《清河县国土空间规划》",
                "县自然资源局",
                "修改完善",
                (WayOn("提请县人大常委会审议", body="县人大常委会", action="审议"),),
            ),
        ),
        (
            "(一)原则同意《清河县(城区)更新办法(试行)》。会后由县住建局、县财政局结合会议讨论意见修改,经县委同意后,以县政府名义发布。",
            Decision(
                1,
                "原则同意",
                "《清河县(城区)更新办法(试行)》",
                "县住建局、县财政局",
                "修改",
                (WayOn("以县政府名义发布", condition="经县委同意后", under_name="县政府", action="发布"),),
            ),
        ),
        (
            "（一）会议同意县财政局提出的《预算调整方案》；责成县财政局按照会议意见修改完善，以县政府办名义下发。",
            Decision(
                1,
                "同意",
                "县财政局提出的《预算调整方案》",
                "县财政局",
                "修改完善",
                (WayOn("以县政府办名义下发", under_name="县政府办", action="下发"),),
            ),
        ),
        (
            "（一）原则同意《关于“十四五。”规划的说明。》。会后由县司法局根据会议讨论意见修改完善，"
            "《规划》以县政府名义印发，《说明》提交县人大常委会审议。",
            Decision(
                1,
                "原则同意",
                "《关于“十四五。”规划的说明。》",
                "县司法局",
                "修改完善",
                (
                    WayOn("《规划》以县政府名义印发", subject="《规划》", under_name="县政府", action="印发"),
                    WayOn("《说明》提交县人大常委会审议", subject="《说明》", body="县人大常委会", action="审议"),
                ),
            ),
        ),
        (
            "(一)原则同意《方案》,会后由县住建局根据会议意见修改完善后,报县委审定。",
            Decision(
                1,
                "原则同意",
                "《方案》",
                "县住建局",
                "修改完善",
                (WayOn("报县委审定", body="县委", action="审定"),),
            ),
        ),
        (
            "（一）原则同意《县城更新方案》，以县政府名义印发。",
            Decision(
                1,
                "原则同意",
                "《县城更新方案》",
                ways_on=(WayOn("以县政府名义印发", under_name="县政府", action="印发"),),
            ),
        ),
    ],
)
def test_other_offices_word_their_decisions_otherwise(text: str, found: Decision) -> None:
    assert decided(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "（一）会议听取了县统计局的汇报。各地要高度重视。",
        "（一）会议不同意将该地块改为商业用地。",
        "（一）会议决定暂不通过《方案》。",
        "（一）《方案》修改后报请县委同意后实施。",
        "（一）要通过专项整治，从根本上消除隐患。",
        "（一）会议听取了县住建局关于《方案》的汇报，同意后实施。",
    ],
)
def test_what_agrees_to_nothing_is_no_decision(text: str) -> None:
    assert decided(text) is None


def test_the_decision_names_the_item_that_says_so() -> None:
    found = decided("（一）会议听取了县统计局的汇报。", "（二）同意下一步工作安排。")
    assert found == Decision(2, "同意", "下一步工作安排")


def test_only_the_first_sentence_says_the_way_on() -> None:
    ways = read_ways_on("，按程序以县政府名义印发。各镇要结合实际，以镇政府名义印发。")
    assert [way.under_name for way in ways] == ["县政府"]


def test_a_resolution_without_items_decides_nothing() -> None:
    assert read_decision([]) is None
