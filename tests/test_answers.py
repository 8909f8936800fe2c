"""Answers over the shipped minutes, with the real encoder and Chroma: right, cited, verbatim, or honestly none."""

from pathlib import Path

import pytest

from data.refs import Ref
from retrieval.answers import Answer, LineKind, Status
from retrieval.library import MinutesLibrary

MINUTES = Path(__file__).parent.parent / "data" / "minutes"


def refs(answer: Answer) -> list[str]:
    return list(dict.fromkeys(citation.ref.short for citation in answer.citations))


def test_the_main_job(library: MinutesLibrary) -> None:
    answer = library.ask("what did meeting 26 decide on safety")
    assert answer.status is Status.ANSWERED
    assert refs(answer) == ["26-3-1", "26-3-2", "26-3-3"]
    assert "高新区、消防救援大队关于安全生产工作情况的汇报" in answer.text
    assert "Agreed in principle" in answer.text


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("第25次会议关于停车有什么决定", "25-8-1"),
        ("第25次常務會議對國有企業統一監管機制有什麼決定？", "25-9-1"),
        ("Did the 25th meeting approve the key points on law-based government?", "25-5-1"),
        ("科技企业梯度培育的意见由哪个部门修改", "25-10-1"),
        ("Which body revises the rules for informatization projects?", "26-8-1"),
        ("质量强市的方案下一步提交给谁", "26-6-1"),
        ("In whose name are the four industry plans issued?", "26-5-1"),
        ("五经普由谁牵头组织实施", "26-2-3"),
        ("talent apartments", "26-5-3"),
        ("对摊点疏导有什么要求", "26-1-3"),
        ("“经济运行驾驶舱”出现在哪里", "25-1-2"),
        ("which item says 时时放心不下", "26-3-2"),
    ],
)
def test_the_first_citation_is_the_item_that_answers(library: MinutesLibrary, question: str, ref: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.ANSWERED
    assert refs(answer)[0] == ref


def test_a_question_about_the_reviser_leads_with_the_reviser(library: MinutesLibrary) -> None:
    chinese = library.ask("公共停车设施特许经营项目实施方案由哪个部门修改完善？")
    english = library.ask("Who has to revise the public parking concession plan?")
    own_words = [line.text for answer in (chinese, english) for line in answer.lines if line.kind is LineKind.STATEMENT]
    assert own_words[0].startswith("会后由市城管局修改完善")
    assert own_words[1].startswith("To be revised by: Municipal Urban Management Bureau (市城管局)")


def test_a_question_about_the_name_leads_with_the_name(library: MinutesLibrary) -> None:
    answer = library.ask("In whose name is the modern commerce plan issued?")
    own_words = [line.text for line in answer.lines if line.kind is LineKind.STATEMENT]
    assert own_words[0].startswith("Issued in the name of: Municipal Government Office (市政府办公室)")
    assert "报请市委同意后" in own_words[0]


def test_a_way_split_between_two_names_is_told_whole(library: MinutesLibrary) -> None:
    answer = library.ask("信用便企试点方案以什么名义印发")
    assert refs(answer)[0] == "25-4-1"
    assert "《实施方案》按程序以市政府名义印发；领导小组成立文件以市政府办公室名义印发" in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("第25次会议是谁主持的", "吴敬宇（常务副市长）"),
        ("who chaired the 26th meeting", "吴敬宇, executive deputy mayor"),
        ("第26次会议什么时候开的", "2023年6月13日"),
        ("When were the minutes of meeting 26 issued?", "16 June 2023"),
        ("What is the document number of meeting 26?", "No. 12"),
        ("会议纪要第10号对应第几次常务会议", "第25次常务会议"),
        ("太仓市政府第25次常务会议的议程", "专题听取全市消防安全专项治理工作情况汇报"),
        ("上次会议有几项决议", "8 项决议，共 23 条"),
    ],
)
def test_facts_of_the_header_come_from_the_parsed_fields(library: MinutesLibrary, question: str, words: str) -> None:
    answer = library.ask(question)
    assert words in answer.text
    assert {ref.rsplit("-", 1)[1] for ref in refs(answer)} == {"header"}


def test_facts_of_the_footer_are_cited_from_the_footer(library: MinutesLibrary) -> None:
    answer = library.ask("第26次会议的纪要是谁整理的，哪天整理的")
    assert refs(answer) == ["26-footer"]
    assert "2023年6月15日" in answer.text


@pytest.mark.parametrize(
    ("question", "name", "ref"),
    [
        ("第26次常务会议市教育局是谁参加的？", "李广耀", "26-attendance"),
        ("Who represented the emergency management bureau at the 26th meeting?", "徐向明", "26-attendance"),
        ("Who came from the transport bureau to meeting 25?", "徐勤", "25-attendance"),
        ("第25次會議消防救援大隊是誰列席的？", "邱云鹏", "25-attendance"),
        ("何伟伟是哪个单位的", "市科技局", "26-attendance"),
        ("第25次会议有多少人列席", "68 人", "25-attendance"),
    ],
)
def test_attendance_is_answered_from_the_list(library: MinutesLibrary, question: str, name: str, ref: str) -> None:
    answer = library.ask(question)
    assert name in answer.text
    assert refs(answer) == [ref]


@pytest.mark.parametrize("name", ["Wang Liping", "wang li ping", "Liping Wang"])
def test_people_are_known_by_their_names_in_pinyin(library: MinutesLibrary, name: str) -> None:
    assert "王莉萍" in library.ask(f"Was {name} present at meeting 25?").text
    absent = library.ask(f"Was {name} present at meeting 26?")
    assert absent.lines[0].text == "王莉萍 is not on the attendance list of meeting 26."
    assert [citation.ref.short for citation in absent.citations] == ["26-attendance", "25-attendance"]


def test_why_someone_was_not_there_is_not_said(library: MinutesLibrary) -> None:
    assert library.ask("Why was 王莉萍 not at meeting 26?").status is Status.NOT_FOUND
    assert library.ask("王莉萍为什么没参加第26次会议").status is Status.NOT_FOUND


def test_what_another_meeting_says_is_no_answer_of_the_one_named(library: MinutesLibrary) -> None:
    for text, other, part in (
        ("did meeting 26 discuss parking", "meeting 25", "25-8"),
        ("第25次会议关于经济普查的要求", "第26次", "26-2"),
    ):
        answer = library.ask(text)
        assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())
        assert other in answer.text
        assert {ref.whole_resolution().short for ref in answer.suggestions} == {part}


@pytest.mark.parametrize(
    "question", ["Did John Smith attend meeting 26?", "张伟参加了哪次会", "市航天局派谁参加第26次会议"]
)
def test_someone_unknown_is_on_no_list(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations


def test_minutes_that_record_no_absences_say_so(library: MinutesLibrary) -> None:
    assert library.ask("第26次会议谁缺席").status is Status.NOT_FOUND


def test_an_organisation_alone_asks_who_came_from_it(library: MinutesLibrary) -> None:
    assert refs(library.ask("陆渡街道")) == ["26-attendance", "25-attendance"]


def test_a_department_of_a_topic_that_is_not_there_is_no_reason_to_list_its_people(library: MinutesLibrary) -> None:
    answer = library.ask("市教育局要不要修建地铁机场线")
    assert answer.status is Status.NOT_FOUND
    assert refs(library.ask("Was the education bureau at meeting 26?")) == ["26-attendance"]


def test_a_comparison_of_lists_says_who_changed(library: MinutesLibrary) -> None:
    answer = library.ask("跟25次比，26次的出席名单换了谁？")
    assert "只在第26次会议出席的 1 人：倪嘉臻" in answer.text
    assert "只在第25次会议出席的 1 人：王莉萍" in answer.text
    assert set(refs(answer)) == {"25-attendance", "26-attendance"}


def test_someone_on_another_list_is_not_on_this_one(library: MinutesLibrary) -> None:
    answer = library.ask("Who attended from customs (海关) at meeting 25?")
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations
    assert "meeting 26" in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did executive meeting 12 decide?", "records meeting 26"),
        ("第10次常务会议是谁主持的？", "第25次会议"),
        ("纪要第99号", "没有第99号纪要"),
        ("第25次会议第十三项是什么内容？", "共 12 项"),
        ("resolution 9 of meeting 26", "meeting 26 (13 June 2023) has 8 resolutions"),
        ("第26次会议第八项第（三）点是什么？", "共 2 条"),
        ("What were the conclusions of the meeting held on 13 July 2023?", "13 July 2023"),
        ("5月26日召开的会议是谁主持的", "第25次会议的纪要标有这个日期"),
        ("苏州市政府第26次常务会议谁主持", "没有苏州市政府的这次会议"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(library: MinutesLibrary, question: str, words: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations
    assert words in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "会议对地铁线路规划作了什么决定？",
        "What was decided on COVID-19 vaccination?",
        "What about the airport?",
        "第26次会议关于停车有什么决定",
        "公共停车的收费标准定为每小时多少元？",
        "2024年度市级政府投资项目由谁修改完善",
    ],
)
def test_a_topic_that_is_not_there_is_told_with_what_was_searched(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations
    assert "26" in answer.text


def test_what_somebody_said_is_not_in_minutes(library: MinutesLibrary) -> None:
    answer = library.ask("What did Chen Lei (陈磊) say at the 25th meeting?")
    assert answer.status is Status.NOT_FOUND
    assert "陈磊" in answer.text


def test_a_whole_resolution_has_its_heading_once_and_its_items_under_it(library: MinutesLibrary) -> None:
    answer = library.ask("第26次会议第三项")
    kinds = [line.kind for line in answer.lines]
    assert kinds == [LineKind.HEADING, LineKind.QUOTE, LineKind.QUOTE, LineKind.QUOTE]


def test_a_whole_meeting_gives_every_resolution_with_its_decision(library: MinutesLibrary) -> None:
    answer = library.ask("what was decided at meeting 26")
    assert [Ref(26, number) for number in range(1, 9)] == [
        Ref(26, citation.ref.resolution) for citation in answer.citations
    ]


def test_full_text_is_given_of_a_meeting_a_section_and_a_topic(library: MinutesLibrary) -> None:
    assert refs(library.ask("第26次会议全文"))[-1] == "26-footer"
    assert refs(library.ask("footer of meeting 26")) == ["26-footer"]
    assert refs(library.ask("《太仓市信息化项目管理办法》全文")) == ["26-8-1", "26-8-2"]
    assert refs(library.ask("第25次会议第三项和第四项")) == [f"25-{n}-{item}" for n in (3, 4) for item in (1, 2, 3)]


def test_all_meetings_are_listed(library: MinutesLibrary) -> None:
    assert refs(library.ask("list all meetings")) == ["26-header", "25-header"]


@pytest.mark.parametrize("question", ["", "😀", "26-3-2-1", "你好", "{}"])
def test_what_says_nothing_is_helped(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert "第26次会议关于安全生产议定了什么" in answer.text


@pytest.mark.parametrize(
    "question", ["“ OR *", 'a" NEAR b', "要" * 5000, "<script>alert(1)</script>", "\0", "\ud800停车"]
)
def test_odd_input_gets_an_answer_of_some_kind(library: MinutesLibrary, question: str) -> None:
    assert library.ask(question).text


def test_every_quote_is_verbatim_in_its_source(library: MinutesLibrary) -> None:
    sources = {path.name: "".join(path.read_text("utf-8").split()) for path in MINUTES.iterdir()}
    for question in ("第25次会议决定了什么", "safety", "谁参加了第26次会议", "who chaired meeting 25", "主送哪些单位"):
        for citation in library.ask(question).citations:
            assert "".join(citation.quote.split()) in sources[citation.source]


def test_the_retriever_is_langchains(library: MinutesLibrary) -> None:
    documents = library.as_retriever(k=2).invoke("五经普怎么安排")
    assert len(documents) == 2
    assert all(document.metadata["ref"].startswith("26-2-") for document in documents)
    assert documents[0].page_content in {unit.text for unit in library.corpus.units.values()}
