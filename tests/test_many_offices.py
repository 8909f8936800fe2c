"""Eight offices in one library: each is known by its names, and none is mixed up with another."""

import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.refs import Ref
from data.words import fold
from retrieval.answers import Answer, Citation, Status
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.mentions import Mentions, find_mentions
from retrieval.offices import Offices, short_names
from retrieval.places import levels_of, spoken_names
from tests.offices import OFFICES, OfficeQuestion, questions, write_minutes

PLACES = (
    *("太仓市", "汨罗市", "深圳市龙岗区", "长宁区", "山丹县", "乌鲁木齐县", "包头市昆都仑区", "南京市鼓楼区"),
    *("徐州市鼓楼区", "海安市", "和平县", "北京市朝阳区", "朝阳市"),
)  # fmt: skip
NAMED = Offices(tuple(f"{place}人民政府" for place in PLACES))


def read(text: str) -> Mentions:
    return find_mentions(fold(text), {1, 25, 26, 47, 78}, NAMED)


def places(text: str) -> list[set[str]]:
    return [{issuer.removesuffix("人民政府") for issuer in mention.issuers} for mention in read(text).offices]


@pytest.mark.parametrize(
    ("place", "levels"),
    [
        ("深圳市龙岗区", ("深圳市", "龙岗区")),
        ("济南市市中区", ("济南市", "市中区")),
        ("荆州市沙市区", ("荆州市", "沙市区")),
        ("内蒙古自治区包头市昆都仑区", ("内蒙古自治区", "包头市", "昆都仑区")),
        ("津市市", ("津市市",)),
        ("苏州市", ("苏州市",)),
    ],
)
def test_a_name_is_read_level_by_level(place: str, levels: tuple[str, ...]) -> None:
    assert levels_of(place) == levels


def test_a_place_is_called_by_longer_and_shorter_names() -> None:
    assert spoken_names("深圳市龙岗区") == ("深圳市龙岗区", "深圳市龙岗", "深圳龙岗区", "深圳龙岗", "龙岗区", "龙岗")
    assert spoken_names("玉屏侗族自治县") == ("玉屏侗族自治县", "玉屏")
    assert spoken_names("赵县") == ("赵县",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("太仓市第26次", "太仓市"),
        ("太仓的26次会议", "太仓市"),
        ("太仓市政府第26次", "太仓市"),
        ("太仓市场监管怎么定的", "太仓市"),
        ("深圳市龙岗区人民政府第78次会议", "深圳市龙岗区"),
        ("汨罗市对秸秆利用怎么定的", "汨罗市"),
        ("昆区政府第1次会议", "包头市昆都仑区"),
        ("南京鼓楼第26次会议", "南京市鼓楼区"),
        ("徐州的鼓楼区第26次会议", "徐州市鼓楼区"),
        ("朝阳区产业怎么定的", "北京市朝阳区"),
        ("和平县第26次会议", "和平县"),
        ("the Taicang meeting 26", "太仓市"),
        ("meeting 26 of Taicang", "太仓市"),
        ("Taicang's 26th meeting", "太仓市"),
        ("what did Longgang district decide on schools", "深圳市龙岗区"),
        ("wu lu mu qi county", "乌鲁木齐县"),
        ("Ürümqi county", "乌鲁木齐县"),
        ("Mìluó, meeting 26", "汨罗市"),
        ("Changning", "长宁区"),
        ("Chaoyang city", "朝阳市"),
        ("Gulou district of Nanjing", "南京市鼓楼区"),
        ("Taicang (太仓市) meeting 26", "太仓市"),
    ],
)
def test_an_office_is_known_by_its_names(text: str, place: str) -> None:
    assert places(text) == [{place}]


@pytest.mark.parametrize(
    "text", ["上海安全生产怎么抓", "朝阳产业有什么政策", "“太仓人才”在哪一条", "what about safety"]
)
def test_a_name_inside_other_words_names_no_office(text: str) -> None:
    assert places(text) == []


def test_a_name_that_two_offices_share_names_both() -> None:
    assert places("鼓楼区第26次会议") == [{"南京市鼓楼区", "徐州市鼓楼区"}]
    names = short_names({f"{place}人民政府" for place in PLACES})
    assert names["深圳市龙岗区人民政府"].en == "Longgang (龙岗区)"
    assert names["南京市鼓楼区人民政府"].zh == "南京市鼓楼区"
    assert names["长宁区人民政府"].en == "Changning (长宁区)"


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("龙岗区六届七十八次", (78, None, 6)),
        ("汨罗13届47次", (47, None, 13)),
        ("山丹县十九届县政府第97次会议", (97, None, 19)),
        ("昆都仑区2026年第1次常务会议", (1, 2026, None)),
        ("meeting 1 of 2026", (1, 2026, None)),
        ("the 47th meeting of the 13th government of Miluo", (47, None, 13)),
        ("龙岗 78次", (78, None, None)),
    ],
)
def test_a_meeting_is_read_with_its_year_and_its_term(text: str, numbered: tuple[int, int | None, int | None]) -> None:
    assert [(each.ordinal, each.year, each.term) for each in read(text).numbered] == [numbered]


@pytest.mark.parametrize(
    "text", ["二十届中央纪委五次全会", "十七届人大三次会议精神", "Who carries first responsibility?"]
)
def test_what_others_number_is_no_meeting(text: str) -> None:
    assert not any(each.term for each in read(text).numbered)
    assert 1 not in read(text).meetings


def test_two_offices_go_each_with_its_meeting() -> None:
    said = [(each.ordinal, *(each.issuers or ())) for each in read("汨罗26次和龙岗25次会议").numbered]
    assert said == [(26, "汨罗市人民政府"), (25, "深圳市龙岗区人民政府")]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The minutes of eight offices, three meetings each, of the same numbers and days."""
    folder = tmp_path_factory.mktemp("offices")
    write_minutes(folder / "minutes")
    with MinutesLibrary(LibrarySettings(folder / "state", folder / "minutes")) as library:
        yield library


def right_refs(library: MinutesLibrary, question: OfficeQuestion) -> set[str]:
    issuer, ordinal, resolution, items = question.gold
    kept = next(
        each for each in library.meetings() if (each.minutes.header.issuer, each.minutes.number) == (issuer, ordinal)
    )
    meeting = str(kept.minutes.ref)
    return {f"{meeting}-{resolution}-{item}" for item in items} if resolution else {f"{meeting}-header"}


def test_questions_are_answered_from_the_right_office(offices: MinutesLibrary) -> None:
    asked = list(questions())
    answers = [offices.ask(question.text) for question in asked]
    right_office = [
        bool(answer.citations) and {citation.issuer for citation in answer.citations} == {question.gold[0]}
        for question, answer in zip(asked, answers, strict=True)
    ]
    first_right = [
        bool(answer.citations) and str(answer.citations[0].ref) in right_refs(offices, question)
        for question, answer in zip(asked, answers, strict=True)
    ]
    assert len(asked) >= 60
    assert statistics.fmean(right_office) >= 0.95
    assert statistics.fmean(first_right) >= 0.95
    assert all(offices.is_verbatim(answer) for answer in answers)


def issuers(answer: Answer) -> set[str]:
    return {citation.issuer for citation in answer.citations}


@pytest.mark.parametrize(
    "question",
    ["meeting 26", "第26次会议谁主持", "26-3-2", "第26次会议第三项", "6月16日的会议讨论了什么", "上次会议讨论了什么"],
)
def test_what_many_offices_have_is_asked_back_with_their_names(offices: MinutesLibrary, question: str) -> None:
    answer = offices.ask(question)
    assert answer.status is Status.AMBIGUOUS
    assert "龙岗区" in answer.text
    assert "南京市鼓楼区" in answer.text
    assert all(answer.label(ref) != ref.citation(answer.language) for ref in answer.suggestions)


def test_what_two_offices_have_is_answered_for_each_with_its_name(offices: MinutesLibrary) -> None:
    answer = offices.ask("鼓楼区第26次会议谁主持")
    assert answer.status is Status.ANSWERED
    assert issuers(answer) == {"南京市鼓楼区人民政府", "徐州市鼓楼区人民政府"}
    assert "南京市鼓楼区第26次会议 · 主持人：陈永年" in answer.text
    assert "[徐州市鼓楼区第26次·文头]" in answer.text


def test_a_ref_in_full_and_a_ref_with_its_office_mean_one_part(offices: MinutesLibrary) -> None:
    ref = next(each for each in offices.corpus.stored if each.office and each.office.zh == "龙岗区").ref
    full, named = offices.ask(f"{ref}-3-2"), offices.ask(f"龙岗区 {ref.meeting}-3-2")
    assert [str(citation.ref) for citation in full.citations] == [f"{ref}-3-2"]
    assert full.citations == named.citations
    assert named.citations[0].label("en") == f"Longgang (龙岗区) meeting {ref.meeting} · 3 · (2)"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("苏州市政府第26次会议", "没有苏州市政府的这次会议"),
        ("苏州市对停车怎么定的", "没有苏州市政府的会议纪要"),
        ("what did Suzhou decide on parking", "no minutes of the government of Suzhou"),
        ("龙岗第99次会议", "没有龙岗区第99次会议的纪要。库中有：龙岗区第26次"),
        ("龙岗2024年第26次会议", "没有龙岗区2024年第26次会议"),
        ("山丹县二十届第26次会议", "没有山丹县20届第26次会议"),
    ],
)
def test_what_no_office_has_is_told_with_what_there_is(offices: MinutesLibrary, question: str, words: str) -> None:
    answer = offices.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert words in answer.text


def test_the_term_and_the_year_that_are_right_are_found(offices: MinutesLibrary) -> None:
    assert issuers(offices.ask("山丹十九届26次会议")) == {"山丹县人民政府"}
    assert issuers(offices.ask("龙岗2023年第26次会议")) == {"深圳市龙岗区人民政府"}


def test_a_topic_of_several_offices_is_answered_with_their_names(offices: MinutesLibrary) -> None:
    answer = offices.ask("公共停车怎么定的")
    assert answer.status is Status.ANSWERED
    assert all("停车" in citation.quote or citation.ref.item for citation in answer.citations)
    assert all(
        citation.label("zh").startswith(("南京市", "徐州市", *PLACES, "龙岗区", "昆都仑区"))
        for citation in answer.citations
    )


def test_every_office_has_its_latest_meeting_in_what_exists(offices: MinutesLibrary) -> None:
    answer = offices.ask("第三项第二点是什么内容")
    assert answer.status is Status.AMBIGUOUS
    assert all(office.issuer.removesuffix("人民政府")[-3:] in answer.text for office in OFFICES)


HEARD = """无为市人民政府

常务会议纪要

第 3 号

2024 年 3 月 6 日

2024 年 3 月 4 日上午，陈晨市长主持召开市政府第 7 次常务会议，听取春耕生产等工作情况的汇报。

会议听取和研究了以下事项：

一、听取关于春耕生产工作情况的汇报

会议指出，{long}

春耕用水由市水利局统一调度，四月十日前完成渠道清淤。

二、学习防灭火工作会议精神

会议强调，要严管野外用火。
"""


def test_minutes_without_a_decision_say_so_and_a_long_text_is_quoted_in_passages(tmp_path: Path) -> None:
    filling = "".join(f"第{number}类农资要备足备齐，乡镇要逐村核实面积和品种。" for number in "甲乙丙丁戊己庚辛壬癸")
    long = f"{filling}农机手补贴每人三百元，由市财政局拨付。{filling}"
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "heard.txt").write_text(HEARD.format(long=long), encoding="utf-8")
    with MinutesLibrary(LibrarySettings(tmp_path / "state", tmp_path / "minutes")) as library:
        whole = library.ask("第7次会议决定了什么")
        assert "没有记载同意、通过等决定" in whole.text
        assert "春耕生产" in whole.text
        topic = library.ask("第7次会议对农机手补贴有什么决定")
        assert topic.status is Status.ANSWERED
        assert "农机手补贴每人三百元" in topic.citations[0].quote
        assert len(topic.citations[0].quote) < len(long)
        assert library.is_verbatim(topic)
        assert library.is_verbatim(whole)


def test_a_citation_says_its_page_and_that_its_digits_are_to_be_checked() -> None:
    citation = Citation(Ref(26, 3, 2), "三百元", "太仓市人民政府", "12", "scan.pdf", page=3, doubtful=True)
    assert citation.label("zh") == "第26次·三·（二）（数字待核）"
    assert citation.label("en") == "meeting 26 · 3 · (2) (check the digits)"
    assert (citation.as_json()["page"], citation.as_json()["doubtful"]) == (3, True)
