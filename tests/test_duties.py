"""Duties: every sentence that tells a department to act is found with its departments, and no other sentence is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.duties import Duty, duties_of, register_of
from data.model import Header, Item, Minutes, Resolution, Span
from data.parsing import parse
from data.words import fold
from retrieval.acting import duty_lines
from retrieval.library import MinutesLibrary
from tests.conftest import Program
from tests.expected import ORDINALS, minutes

READ_BY_EYE = """
25-1-1 市发改委
25-1-2 各项目部门 管理部门
25-1-3 市发改委 市财政局 市国资运服中心
25-1-3 市财政局 市统计局
25-2-1 市发改委
25-2-3 三个专班
25-2-3 各相关部门
25-2-3 市发改委 各板块
25-3-1 市发改委
25-3-2 各专班
25-3-2 各牵头部门 主要配合部门 镇（区） 领导小组办公室
25-3-3 领导小组办公室
25-4-1 市发改委
25-5-1 市司法局
25-5-2 各地各部门
25-5-3 各地各部门
25-7-1 市城管局
25-7-2 各地各部门
25-7-3 各地各部门
25-7-3 市创建办
25-8-1 市城管局
25-8-2 各地各部门
25-8-3 各地
25-8-3 各地各部门
25-8-3 涉及停车经营权移交的单位
25-8-3 各相关部门
25-8-3 市城管局
25-9-1 市国资运服中心
25-10-1 市科技局
25-10-2 各地各部门
25-10-3 各地各部门
25-11-1 市科技局
25-11-2 各地各部门
25-11-3 各区镇
25-12-1 市科技局
25-12-3 各板块
26-1-1 各地各部门
26-1-3 各地各部门
26-2-2 各地各部门
26-2-3 市统计局
26-2-3 各成员单位
26-2-3 各镇（区）
26-3-2 各地各部门
26-4-1 市应急局
26-5-1 市工信局
26-5-2 各地各部门
26-6-1 市市场监管局
26-7-1 市商务局
26-7-3 各相关单位
26-8-1 市综合指挥中心
26-8-2 各相关部门
26-8-2 市综合指挥中心
"""


def bare(text: str) -> str:
    return "".join(text.split())


def found_in(*items: str, issuer: str = "太仓市人民政府", own: str = "") -> tuple[Duty, ...]:
    """The duties in made-up minutes of one resolution with these items."""
    header = Header(issuer, "常务会议", 27, "", ())
    kept = tuple(Item(number, text, ()) for number, text in enumerate(items, start=1))
    return duties_of(Minutes(header, (Resolution(1, "", "", "", (Span(0, 1),), kept, None, own),), None, None))


def told(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is told to act and who to help in the one duty of a text; nobody where it has none."""
    duties = found_in(text)
    assert len(duties) <= 1
    helping = duties[0].supporting if duties else ()
    return tuple(name for duty in duties for name in duty.departments if name not in helping), helping


def test_the_duties_of_the_shipped_minutes_are_those_read_by_eye() -> None:
    register = register_of(minutes(ordinal) for ordinal in ORDINALS)
    found = [
        " ".join((duty.ref.short, *duty.departments))
        for ordinal in sorted(ORDINALS)
        for duty in duties_of(minutes(ordinal), register)
    ]
    assert found == READ_BY_EYE.split("\n")[1:-1]


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_every_duty_is_verbatim_in_the_part_it_names(ordinal: int) -> None:
    duties = duties_of(minutes(ordinal))
    assert duties
    for duty in duties:
        part = minutes(ordinal).part(duty.ref)
        assert part is not None
        assert bare(duty.text) in bare(part.text)
        assert duty.ref.series == minutes(ordinal).ref.series


@pytest.mark.parametrize("ordinal", ORDINALS)
def test_whoever_revises_a_document_has_that_as_a_duty_once(ordinal: int) -> None:
    register = register_of([minutes(ordinal)])
    found = duties_of(minutes(ordinal))
    revising = [each for each in minutes(ordinal).resolutions if each.decision and each.decision.reviser]
    assert revising
    for resolution in revising:
        assert resolution.decision is not None
        name = register.canonical(resolution.decision.reviser or "", minutes(ordinal).header.issuer)
        duties = [duty for duty in found if duty.ref.resolution == resolution.number]
        revisions = [duty for duty in duties if (resolution.decision.revision or "?") in duty.text]
        assert [duty.departments for duty in revisions] == [(name,)]


@pytest.mark.parametrize(
    ("text", "leading", "helping"),
    [
        ("由市城管局牵头，市住建局配合，抓紧制定方案。", ["市城管局"], ["市住建局"]),
        ("市发改委要主动作为。", ["市发改委"], []),
        ("责成市司法局对文本进行合法性审核。", ["市司法局"], []),
        ("请市财政局安排资金。", ["市财政局"], []),
        ("会后由市科技局根据会议讨论意见修改完善。", ["市科技局"], []),
        ("会后市科技局根据会议讨论意见修改完善。", ["市科技局"], []),
        ("会后由市市行政审批局根据会议讨论意见修改完善。", ["市行政审批局"], []),
        ("会后由市市场监管局根据会议讨论意见修改完善。", ["市市场监管局"], []),
        ("各镇、街道要压实责任。", ["各镇", "街道"], []),
        ("各部门要高度重视。", ["各部门"], []),
        ("各镇、各部门主要负责同志要亲自抓。", ["各镇", "各部门"], []),
        ("市政府办公室、市财政局要会同市审计局研究提出意见。", ["市政府办公室", "市财政局"], ["市审计局"]),
        ("市交运局负责项目实施。", ["市交运局"], []),
        ("要加强管理（责任单位：市教育局、各镇）。", ["市教育局", "各镇"], []),
        (
            "要加强管理。（牵头单位：市教育局；配合单位：市财政局、市人社局）",
            ["市教育局"],
            ["市财政局", "市人社局"],
        ),
        ("(牵头单位:市教育局;配合单位:市财政局)", ["市教育局"], ["市财政局"]),
        ("市教育局和市财政局以及各镇要做好保障。", ["市教育局", "市财政局", "各镇"], []),
        (
            "市住房和城乡建设局、市人力资源和社会保障局要研究。",
            ["市住房和城乡建设局", "市人力资源和社会保障局"],
            [],
        ),
        ("会议要求,市公安局要依法打击。", ["市公安局"], []),
        ("三是市公安局要依法打击。", ["市公安局"], []),
        ("(二)市公安局要依法打击。", ["市公安局"], []),
        ("12月底前，市住建局要完成验收。", ["市住建局"], []),
        ("市教育局作为牵头单位，要切实履行职责。", ["市教育局"], []),
        ("市司法局、弼时镇等相关单位要持续跟进。", ["市司法局", "弼时镇"], []),
        ("同意由市城投公司负责建设。", ["市城投公司"], []),
        ("市第一中学要加快项目建设。", ["市第一中学"], []),
        ("由张三副市长牵头，市发改委具体负责。", ["市发改委"], []),
        ("省交通运输厅、高新区管委会要支持。", ["省交通运输厅", "高新区管委会"], []),
        ("县教育局要加强管理，县财政局负责资金保障。", ["县教育局", "县财政局"], []),
        ("縣教育局要加強管理，縣財政局負責資金保障。", ["县教育局", "县财政局"], []),
    ],
)
def test_a_sentence_tells_those_to_act_whom_it_names(text: str, leading: list[str], helping: list[str]) -> None:
    assert told(text) == (tuple(leading), tuple(helping))


@pytest.mark.parametrize(
    "text",
    [
        "会议听取了市应急局的汇报。",
        "会议由市城管局领学解读《江苏省城市市容和环境卫生管理条例》。",
        "原则同意市发改委关于《2023年度市级政府投资项目》计划安排。",
        "按程序以市政府名义印发。",
        "根据省发改委要求，抓好落实。",
        "报市财政局备案。",
        "要加强宣传。",
        "要督促落实企业主体责任、部门监管责任。",
        "市审计局对该项目进行了审计。",
        "市住建局汇报了情况，市财政局作了说明。",
        "近年来，市教育局积极推进义务教育均衡发展。",
        "今年以来，市应急局认真贯彻落实决策部署。",
        "市人大代表提出了意见。",
        "市委、市政府主要领导作出批示。",
        "请各位副市长按分工抓好落实。",
        "《要由市教育局负责》",
        "",
    ],
)
def test_a_sentence_that_tells_nobody_named_to_act_is_no_duty(text: str) -> None:
    assert found_in(text) == ()


def test_of_a_short_list_each_word_is_a_department() -> None:
    [duty] = found_in("市教育、卫健、民政等部门要各负其责。")
    assert len(duty.departments) == 3
    named = "市教育局、市卫健委、市民政局要配合。"
    duties = found_in("市教育、卫健、民政等部门要各负其责。", named)
    assert duties[0].departments == ("市教育局", "市卫健委", "市民政局")


def test_a_label_belongs_to_all_that_stands_before_it() -> None:
    duties = found_in("要加快建设。要强化保障。\n（责任单位：市住建局）\n要严格执法。（责任单位：市城管局）")
    assert [(duty.departments, bare(duty.text)) for duty in duties] == [
        (("市住建局",), "要加快建设。要强化保障。（责任单位：市住建局）"),
        (("市城管局",), "要严格执法。（责任单位：市城管局）"),
    ]


def test_a_duty_outside_the_items_cites_the_resolution() -> None:
    [duty] = found_in(own="会议强调，市水务局要加强巡查。")
    assert (duty.ref.short, duty.departments) == ("27-1", ("市水务局",))


def test_a_text_in_traditional_characters_is_quoted_as_it_is_written() -> None:
    [duty] = found_in("縣財政局要統籌資金。", issuer="鐵嶺縣人民政府")
    assert (duty.departments, duty.text) == (("县财政局",), "縣財政局要統籌資金。")


@given(st.text("市县教育财政局要由责成牵头配合、，。；：（）()和等部门各镇会议 \n", max_size=60))
def test_any_text_gives_only_verbatim_duties_of_somebody(text: str) -> None:
    for duty in found_in(text):
        assert duty.departments
        assert set(duty.supporting) <= set(duty.departments)
        assert bare(duty.text) in bare(text)


def test_a_very_long_clause_is_read() -> None:
    duties = found_in("由市教育局" * 300 + "牵头。")
    assert all("市教育局" in duty.departments for duty in duties)


# in answers and in the terminal


def test_the_duties_of_a_department_are_quoted_meeting_by_meeting(library: MinutesLibrary) -> None:
    corpus = library.corpus
    lines = duty_lines(corpus, {"市城管局"}, corpus.stored, "zh")
    cited = [line.citation for line in lines]
    assert [citation.ref.short for citation in cited if citation] == ["25-7-1", "25-8-1", "25-8-3"]
    for citation in cited:
        assert citation is not None
        [part] = corpus.resolve(citation.ref)
        assert bare(citation.quote) in bare(part.text)


def test_the_latest_meeting_comes_first_and_only_meetings_asked_for(library: MinutesLibrary) -> None:
    corpus = library.corpus
    everywhere = [line.citation for line in duty_lines(corpus, {"各地各部门"}, corpus.stored[::-1], "en")]
    meetings = [citation.ref.meeting for citation in everywhere if citation]
    assert meetings == sorted(meetings, reverse=True)
    assert set(meetings) == {25, 26}
    only = [line.citation for line in duty_lines(corpus, {"各地各部门"}, corpus.meetings([25]), "en")]
    assert {citation.ref.meeting for citation in only if citation} == {25}


def test_a_topic_chooses_among_the_duties(library: MinutesLibrary) -> None:
    corpus = library.corpus
    lines = duty_lines(corpus, {"市城管局"}, corpus.stored, "zh", [fold("停车")])
    assert [line.citation.ref.short for line in lines if line.citation] == ["25-8-1", "25-8-3"]
    assert duty_lines(corpus, {"市城管局"}, corpus.stored, "zh", ["不存在的话题"]) == []


def rows(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


@pytest.mark.parametrize("written", ["市城管局", "城市管理局", "Urban Management Bureau"])
def test_the_command_prints_a_departments_duties_for_programs(minutes: Program, own_state: Any, written: str) -> None:
    done = minutes("duties", written, "--json", state=own_state)
    assert (done.returncode, done.stderr) == (0, "")
    found = rows(done.stdout)
    assert [row["ref"] for row in found] == ["25-7-1", "25-8-1", "25-8-3"]
    assert {key: value for key, value in found[-1].items() if key not in ("full_ref", "quote", "page", "doubtful")} == {
        "department": "市城管局",
        "departments": ["市城管局"],
        "lead": True,
        "ref": "25-8-3",
        "issuer": "太仓市人民政府",
        "meeting": 25,
        "document_number": "10",
        "part": "item",
        "resolution": 8,
        "item": 3,
        "source": "seed_taicang_25.txt",
    }
    assert found[-1]["full_ref"].endswith("_25-8-3")
    assert found[-1]["quote"].startswith("城管局要会同有关部门")


def test_the_command_groups_all_duties_by_department(minutes: Program, own_state: Any) -> None:
    found = rows(minutes("duties", "--json", state=own_state).stdout)
    order = [row["department"] for row in found]
    assert order == sorted(order, key=order.index)
    pairs = {(row["ref"], row["department"]) for row in found}
    expected = {(line.split()[0], name) for line in READ_BY_EYE.strip().splitlines() for name in line.split()[1:]}
    assert pairs == expected
    assert any(not row["lead"] for row in found)
    shown = minutes("duties", state=own_state).stdout
    assert "市科技局 (3)" in shown
    assert "[meeting 26 · 2 · (3)] （三）市统计局要牵头" in shown


def test_an_unknown_department_is_one_sentence_with_the_nearest(minutes: Program, own_state: Any) -> None:
    done = minutes("duties", "市城官局", state=own_state)
    assert (done.returncode, done.stdout) == (1, "")
    assert bare(done.stderr).startswith("theminutesnamenodepartment“市城官局”;thenearestare:市城管局")
    chinese = minutes("duties", "市城官局", state=own_state, language="zh_CN.UTF-8")
    assert bare(chinese.stderr).startswith("纪要没有提到“市城官局”；相近的有：市城管局、")


def test_a_known_department_without_a_duty_is_said_to_have_none(minutes: Program, own_state: Any) -> None:
    done = minutes("duties", "市审计局", state=own_state)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "the minutes give 市审计局 no duty.\n")


def test_minutes_of_another_form_have_duties_too() -> None:
    read = parse(
        "山丹县人民政府第97次常务会议纪要\n\n2025年11月5日，县长李明主持召开县政府第97次常务会议。纪要如下：\n\n"
        "一、会议审议《供热工作方案》\n\n会议同意该方案。会议确定：县住建局负责，发展改革、财政部门配合，抓好落实。\n"
    )
    [duty] = duties_of(read)
    assert duty.departments[0] == "县住建局"
    assert len(duty.supporting) == 2


@pytest.mark.parametrize(
    "question",
    [
        "list the duties of the bureau of science and technology",
        "list every duty of the bureau of science and technology",
    ],
)
def test_words_around_duties_are_no_topic_of_theirs(library: MinutesLibrary, question: str) -> None:
    assert [citation.ref.short for citation in library.ask(question).citations] == ["25-10-1", "25-11-1", "25-12-1"]


def test_a_department_without_a_duty_is_given_no_task(library: MinutesLibrary) -> None:
    assert library.ask("what must 高新区 do").text.startswith("The minutes give 高新区 no task.")
