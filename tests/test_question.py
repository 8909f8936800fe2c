"""A question is understood before anything is searched: its language, its kind, its topic."""

import pytest

from retrieval.offices import Offices
from retrieval.question import Known, Question, understand
from retrieval.vocabulary import Fact, Kind

PEOPLE = {name: name for name in ("陈磊", "毛静", "吴敬宇")}
KNOWN = Known(ordinals={25, 26}, people=PEOPLE, offices=Offices(("太仓市人民政府",)))


def read(text: str) -> Question:
    return understand(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("五经普怎么安排", "zh"),
        ("關於市容環衛責任區劃定有什麼要求", "zh"),
        ("PPP项目怎么定的", "zh"),
        ("who chaired meeting 25", "en"),
        ("Which item says 时时放心不下?", "en"),
        ("Who attended from customs (海关)?", "en"),
        ("In whose name is the plan for the “信用便企” pilot issued?", "en"),
    ],
)
def test_the_language_is_that_of_the_asking_words(text: str, language: str) -> None:
    assert read(text).language == language


def test_a_question_without_words_is_in_the_language_of_the_asker() -> None:
    assert understand("26-3-2", KNOWN, "en").language == "en"
    assert understand("26-3-2", KNOWN, "zh").language == "zh"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what did meeting 26 decide on safety", Kind.DECISION),
        ("第25次会议对消防安全专项治理同意了什么", Kind.DECISION),
        ("那个绩效评价的办法过了没", Kind.DECISION),
        ("停车实施方案由哪个部门修改完善", Kind.DEPARTMENT),
        ("Who has to revise the emergency opinions?", Kind.DEPARTMENT),
        ("工作要点以什么名义印发", Kind.ISSUING),
        ("In whose name is it issued, the census plan?", Kind.ISSUING),
        ("what was decided at meeting 26", Kind.WHOLE_MEETING),
        ("第26次会议通过了哪些文件", Kind.LISTING),
        ("6月13日那次会讨论了什么", Kind.WHOLE_MEETING),
        ("第26次会议", Kind.WHOLE_MEETING),
        ("市教育局谁参加了第26次会议", Kind.ATTENDANCE),
        ("Who came from the transport bureau to meeting 25?", Kind.ATTENDANCE),
        ("毛静是哪个单位的", Kind.ATTENDANCE),
        ("谁主持第25次会议", Kind.HEADER),
        ("What is the documnet number of the minuts of meeting 26?", Kind.HEADER),
        ("How many resolutions did meeting 26 have?", Kind.COUNT),
        ("第26次会议有几项决议", Kind.COUNT),
        ("第26次会议第三项（二）全文", Kind.FULL_TEXT),
        ("陈磊在第25次会议上说了什么", Kind.SPEECH),
        ("群租厂房安全整治是怎么说的", Kind.TOPIC),
        ("What is said about brands?", Kind.TOPIC),
        ("你好", Kind.NOTHING),
        ("thanks!", Kind.NOTHING),
    ],
)
def test_the_kind_of_a_question_is_read(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "when must the census be finished",
        "谁主持经济普查工作",
        "公开招标有什么要求",
        "通过什么措施消除火灾隐患",
        "《关于加强应急管理体系和能力建设的实施意见》对指挥体系有什么要求",
    ],
)
def test_words_of_structure_inside_a_topic_do_not_make_a_question_of_structure(text: str) -> None:
    assert read(text).kind is Kind.TOPIC


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("第25次会议什么时候开的", Fact.HELD),
        ("纪要什么时候印发的", Fact.ISSUED),
        ("When were the minutes of meeting 25 issued?", Fact.ISSUED),
        ("这份纪要是哪天整理的", Fact.COMPILED),
        ("第12号纪要能不能公开", Fact.PUBLICITY),
        ("第26次会议纪要主送哪些单位", Fact.SENT_TO),
        ("纪要抄送给谁", Fact.COPIED_TO),
        ("第26次会议的议程", Fact.AGENDA),
        ("会议纪要第10号对应第几次常务会议", Fact.ORDINAL),
    ],
)
def test_the_facts_of_header_and_footer_are_told_apart(text: str, fact: Fact) -> None:
    question = read(text)
    assert question.kind is Kind.HEADER
    assert question.facts[0] is fact


def test_the_topic_is_what_is_left_without_frame_place_and_kind() -> None:
    assert read("太仓市停车实施方案由哪个部门修改完善？").content == ["停车实施方案"]
    assert read("What was decided on parking at meeting 25?").content == ["parking"]


def test_quoted_wording_is_kept_as_a_phrase() -> None:
    assert read("“八个一”是哪个决议里的").phrases == ("八个一",)
    assert read("which item says 时时放心不下").phrases == ("时时放心不下",)
