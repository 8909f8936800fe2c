"""Lists and counts go through every meeting in scope, and each line is quoted from the part that decides."""

from collections.abc import Iterator

import pytest

from retrieval.answers import Answer, LineKind, Status
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.offices import MEETINGS, OFFICES, settled_by, write_minutes


def cited(answer: Answer) -> list[str]:
    return list(dict.fromkeys(citation.ref.short for citation in answer.citations))


BY_OFFICE = ["26-4-1", "26-5-1", "26-7-1", "25-2-1", "25-3-1", "25-4-1", "25-5-1", "25-9-1", "25-11-1", "25-12-1"]
BY_GOVERNMENT = ["26-8-1", "25-1-1", "25-4-1", "25-7-1", "25-10-1"]
IN_PRINCIPLE = ["26-2-1", "26-3-1", "26-4-1", "26-5-1", "26-6-1", "26-7-1", "26-8-1"]
HEARD = ["26-2-1", "26-3-1", "25-6-1"]
TECHNOLOGY = ["25-10-1", "25-11-1", "25-12-1"]
MEASURES = ["26-8-1", "25-9-1", "25-11-1", "25-12-1"]


@pytest.mark.parametrize(
    ("question", "refs"),
    [
        ("哪些文件以市政府办公室名义印发", BY_OFFICE),
        ("所有由市政府办公室印发的文件有哪些？", BY_OFFICE),
        ("How many documents are issued in the name of the office?", BY_OFFICE),
        ("哪几个文件以市政府名义印发，不是办公室名义？", BY_GOVERNMENT),
        ("which documents are issued not in the name of the office but the government", BY_GOVERNMENT),
        ("第26次会议以市政府办公室名义印发的有几个", BY_OFFICE[:3]),
        ("以市委办公室名义发的有几个", ["25-2-1"]),
        ("how many plans are issued in the name of the office", ["26-5-1", "26-7-1", "25-2-1", "25-4-1"]),
        ("which resolutions have to go to the party committee next", ["26-6-1", "26-7-1"]),
        ("哪些文件要提交市委常委会审议", ["26-6-1"]),
        ("第26次会议有几项原则同意", IN_PRINCIPLE),
        ("how many resolutions were approved in principle at meeting 26", IN_PRINCIPLE),
        ("会议听取了哪些汇报", HEARD),
        ("which reports were heard", HEARD),
        ("How many bodies reported on their work at meeting 26, and which?", HEARD[:2]),
        ("会后交给市司法局修改的有哪些", ["25-5-1"]),
        ("which items did 市科技局 get", TECHNOLOGY),
        ("Which documents does the science and technology bureau have to revise?", TECHNOLOGY),
        ("一共审议了几个办法", MEASURES),
        ("list all regulations approved in 2023", MEASURES),
        ("提到“营商环境”的有哪几条", ["25-5-2", "25-10-3"]),
        ("Which items mention the 20th Party Congress (党的二十大)?", ["26-2-2", "26-6-2", "26-7-2"]),
        ("会议学习了哪些条例", ["26-1-1"]),
        ("哪些文件是以市政府（不是办公室）名义印发的？", BY_GOVERNMENT),
        ("Which documents does the city government issue itself, not through its office?", BY_GOVERNMENT),
        ("哪个文件要以市委办、市政府办两家的名义发", ["25-2-1"]),
        ("Which papers go out under the joint name of the Party office and the government office?", ["25-2-1"]),
        ("有没有两办联合印发的文件", ["25-2-1"]),
        ("Which documents have to go past the Party committee before anything else can happen?", ["26-6-1", "26-7-1"]),
        ("What still needs sign-off from the Party committee?", ["26-6-1", "26-7-1"]),
        ("除了审议文件，两次会还听取了哪几项汇报？", HEARD),
        ("Apart from deliberating on papers, which briefings did they hear?", HEARD),
        ("Which papers were passed on a trial basis only?", TECHNOLOGY),
        ("哪些办法是试行的", TECHNOLOGY[1:]),
        ("Are there any revised versions of older rules?", ["26-8-1"]),
        ("三年行动方案有哪几个", ["26-5-1", "26-7-1"]),
        ("市综指中心要修改哪个文件", ["26-8-1"]),
        ("第26次会议通过了哪些文件", ["26-4-1", "26-5-1", "26-6-1", "26-7-1", "26-8-1"]),
    ],
)
def test_everything_that_fits_is_listed(library: MinutesLibrary, question: str, refs: list[str]) -> None:
    answer = library.ask(question)
    assert answer.status is Status.ANSWERED
    assert cited(answer) == refs
    assert library.is_verbatim(answer)
    assert sum(line.kind is LineKind.QUOTE for line in answer.lines) == len(refs)


def test_a_list_opens_with_its_count_and_what_was_counted(library: MinutesLibrary) -> None:
    chinese = library.ask("第26次会议有几项原则同意").lines[0]
    assert chinese.text == "原则同意的共 7 项，涉及 10 份文件："
    english = library.ask("how many resolutions were approved in principle at meeting 25").lines[0]
    assert english.text == "12 resolutions agreed in principle:"
    answer = library.ask("有多少条提到安全")
    quotes = [line for line in answer.lines if line.kind is LineKind.QUOTE]
    assert answer.lines[0].text == f"写有“安全”的共 {len(quotes)} 条："
    assert all("安全" in line.text for line in quotes)


@pytest.mark.parametrize(
    "question",
    ["哪些议题没有原则同意", "which resolutions were not agreed", "which resolutions were not agreed in principle"],
)
def test_what_was_not_agreed_is_not_answered_by_what_was(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert cited(answer) == ["26-1-1"]
    assert "原则同意" not in answer.lines[1].text


def test_what_a_meeting_passed_is_counted(library: MinutesLibrary) -> None:
    assert library.ask("how many resolutions did meeting 25 pass").lines[0].text == "12 resolutions agreed or approved:"
    assert "8 项决议" in library.ask("一共多少项决议").text
    assert library.ask("2023年召开的会议有几次").lines[0].text == "库中有 2 次会议的纪要："


@pytest.mark.parametrize(
    "question",
    [
        "summarize meeting 26 in one sentence",
        "用一句话总结第26次会议",
        "How many topics did meeting 26 deal with, and which?",
    ],
)
def test_a_whole_meeting_is_given_however_short_it_is_wanted(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.ANSWERED
    headings = [line.citation.ref.short for line in answer.lines if line.kind is LineKind.HEADING and line.citation]
    assert headings == [f"26-{number}" for number in range(1, 9)]


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("25-4由谁修改", "25-4-1"),
        ("In whose name is resolution 5 of meeting 26 issued?", "26-5-1"),
        ("第25次第9项通过了吗", "25-9-1"),
        ("Which body does the business-friendly credit pilot belong to?", "25-4-1"),
    ],
)
def test_one_side_of_a_decision_is_quoted_from_the_deciding_item_alone(
    library: MinutesLibrary, question: str, ref: str
) -> None:
    answer = library.ask(question)
    assert answer.status is Status.ANSWERED
    assert cited(answer) == [ref]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("哪些文件要报市人大审议", "人大"),
        ("which documents go to the people's congress", "People's Congress"),
        ("会议审议了哪些规划", "规划"),
        ("哪些文件被否决了", "否决"),
        ("列出由市教育局修改的全部文件", "市教育局"),
    ],
)
def test_an_empty_list_says_what_was_looked_for(library: MinutesLibrary, question: str, said: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert said in answer.text
    assert not answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "停车方案以什么名义印发",
        "which department revises the parking plan",
        "哪些部门要加强停车监管",
        "what did meeting 26 decide on safety",
        "谁负责经济普查",
        "which shopping areas are to be upgraded",
    ],
)
def test_questions_of_other_kinds_are_no_lists(library: MinutesLibrary, question: str) -> None:
    assert library.ask(question).understood["kind"] != "listing"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """A library of eight offices; its vectors are never needed here."""
    folder = tmp_path_factory.mktemp("offices")
    write_minutes(folder / "minutes")
    with MinutesLibrary(LibrarySettings(folder / "state", folder / "minutes")) as opened:
        yield opened


def test_a_list_over_all_offices_holds_every_match_up_to_thirty(offices: MinutesLibrary) -> None:
    decided = [each for office in OFFICES for each in settled_by(office) if each.decided]
    answer = offices.ask("哪些方案原则同意")
    assert f"共 {len(decided)} 项" in answer.lines[0].text
    quotes = [line for line in answer.lines if line.kind is LineKind.QUOTE]
    assert len(quotes) == 30
    assert f"还有 {len(decided) - 30} 项" in answer.text


def test_a_list_is_limited_to_the_office_and_meeting_named(offices: MinutesLibrary) -> None:
    office = OFFICES[0]
    for ordinal in MEETINGS:
        wanted = [
            f"{ordinal}-{each.resolution}-1" for each in settled_by(office) if each.decided and each.ordinal == ordinal
        ]
        answer = offices.ask(f"{office.chinese[0]}第{ordinal}次会议有几项原则同意")
        assert cited(answer) == wanted
        assert {citation.issuer for citation in answer.citations} == {office.issuer}
