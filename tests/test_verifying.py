"""The check on the way out: what is true is sent, in both languages, and lies of every kind are not."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.refs import parse_ref
from retrieval.answers import Answer, Citation, Line, LineKind, Status
from retrieval.claims import Day, claims_of
from retrieval.library import MinutesLibrary
from retrieval.lines import cite, notice, statement
from retrieval.verifying import NOTHING_HOLDS, Verifier
from tests.conftest import ROOT

QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "tests" / "questions" / "taicang.jsonl").read_text(encoding="utf-8").splitlines()
]
STATEMENTS = [
    "第25次会议有多少项决议",
    "how many resolutions does meeting 26 have",
    "第26次会议什么时候开的",
    "When were the minutes of meeting 26 issued?",
    "What is the document number of meeting 26?",
    "会议纪要第10号对应第几次常务会议",
    "信用便企试点方案以什么名义印发",
    "In whose name are the four industry plans issued?",
]


@pytest.fixture(scope="session")
def verifier(library: MinutesLibrary) -> Verifier:
    return Verifier(library.corpus)


@pytest.fixture(scope="session")
def cited(library: MinutesLibrary) -> Callable[..., Citation]:
    """Makes a citation of a part, with words of one's own as the quote."""

    def make(written: str, quote: str | None = None) -> Citation:
        ref = parse_ref(written)
        assert ref
        kept = next(each for each in library.meetings() if each.minutes.number == ref.meeting)
        part = kept.minutes.part(ref)
        assert part
        return cite(kept, ref, part.text if quote is None else quote)

    return make


def answer_of(*lines: Line, language: str = "zh", question: str = "问题") -> Answer:
    return Answer(question, "zh" if language == "zh" else "en", Status.ANSWERED, lines)


def quoted(citation: Citation) -> Line:
    return Line(LineKind.QUOTE, citation.quote, citation)


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_that_the_library_says_of_itself_is_dropped(
    library: MinutesLibrary, question: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = library.ask(question)
    assert answer.lines
    assert "not sent" not in caplog.text


def test_every_part_quoted_whole_is_sent(library: MinutesLibrary, verifier: Verifier) -> None:
    lines = [
        Line(LineKind.QUOTE, part.text, cite(kept, part.ref, part.text))
        for kept in library.meetings()
        for part in kept.minutes.leaf_parts()
    ]
    answer = answer_of(*lines)
    assert len(lines) > 80
    assert verifier.checked(answer) is answer


def test_white_space_and_line_breaks_do_not_count(verifier: Verifier, cited: Callable[..., Citation]) -> None:
    true = cited("25-8-1")
    spaced = quoted(replace(true, quote=" \n".join(true.quote)))
    assert verifier.checked(answer_of(spaced)).lines == (spaced,)


@pytest.mark.parametrize(
    "lie",
    [
        lambda quote: quote.replace("原则同意", "原则不同意"),
        lambda quote: quote.replace("市城管局", "市城建局"),
        lambda quote: quote[:-1] + "！",
        lambda quote: quote.replace("，", ","),
        lambda quote: quote[:10] + "\u200b" + quote[10:],
        lambda quote: quote[10:] + quote[:10],
        lambda quote: quote + "会议决定奖励市城管局。",
        lambda quote: quote[:0],
        lambda quote: quote[:0] + " \n",
        lambda quote: quote[5],
        lambda quote: quote[-1],
    ],
)
def test_a_quote_that_is_not_verbatim_is_dropped(
    verifier: Verifier, cited: Callable[..., Citation], lie: Callable[[str], str]
) -> None:
    true = quoted(cited("26-3-1"))
    false = quoted(cited("25-8-1", lie(cited("25-8-1").quote)))
    assert verifier.checked(answer_of(false, true)).lines == (true,)


@given(data=st.data())
def test_any_character_changed_in_a_quote_is_noticed(
    verifier: Verifier, cited: Callable[..., Citation], data: st.DataObject
) -> None:
    quote = cited("26-2-3").quote
    at = data.draw(st.integers(0, len(quote) - 1))
    other = data.draw(st.characters(exclude_categories=("Cs", "Zs", "Zl", "Zp", "Cc")))
    assume(other != quote[at] and not other.isspace() and not quote[at].isspace())
    checked = verifier.checked(answer_of(quoted(cited("26-2-3", quote[:at] + other + quote[at + 1 :]))))
    assert checked.status is Status.NOT_FOUND


@pytest.mark.parametrize("elsewhere", ["25-8", "26-8-1", "25-7-1", "25-header", "26"])
def test_a_quote_cited_to_another_part_or_meeting_is_dropped(
    verifier: Verifier, cited: Callable[..., Citation], elsewhere: str
) -> None:
    quote = cited("25-8-1").quote
    checked = verifier.checked(answer_of(quoted(cited(elsewhere, quote))))
    assert (checked.status is Status.ANSWERED) == (elsewhere == "25-8")  # the resolution that the item belongs to


@pytest.mark.parametrize("field", [{"issuer": "昆山市人民政府"}, {"document_number": "99"}, {"source": "other.pdf"}])
def test_a_citation_that_names_other_minutes_is_dropped(
    verifier: Verifier, cited: Callable[..., Citation], field: dict[str, str]
) -> None:
    false = replace(cited("25-8-1"), **field)  # type: ignore[arg-type]
    assert verifier.checked(answer_of(quoted(false))).status is Status.NOT_FOUND


def test_a_ref_that_leads_nowhere_is_dropped(verifier: Verifier, cited: Callable[..., Citation]) -> None:
    true = cited("25-8-1")
    for ref in (replace(true.ref, item=99), replace(true.ref, series="aaaaaaaa"), replace(true.ref, series=None)):
        assert verifier.checked(answer_of(quoted(replace(true, ref=ref)))).status is Status.NOT_FOUND


def test_words_that_differ_from_the_quote_they_cite_are_dropped(
    verifier: Verifier, cited: Callable[..., Citation]
) -> None:
    false = Line(LineKind.QUOTE, "原则不同意。", cited("25-8-1"))
    assert verifier.checked(answer_of(false, Line(LineKind.QUOTE, "无出处。"))).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        ("25-8-1", "会后由市城管局修改完善。"),
        ("25-8-1", "To be revised by: Municipal Urban Management Bureau (市城管局)."),
        ("26-5-1", "4 个文件由市工信局修改完善。"),
        ("26-5-1", "四个文件由市工信局修改完善。"),
        ("26-5-1", "Four plans, 2023 to 2025."),
        ("26-header", "第26次 · 会议日期：2023年6月13日"),
        ("26-header", "Meeting 26 · Date held: 13 June 2023"),
        ("26-header", "Meeting 26 · Minutes issued: June 16, 2023"),
        ("26-header", "第二十六次常务会议，二〇二三年六月十三日，纪要第十二号。"),
        ("26-header", "第26次常务会议有 8 项决议，共 23 条。"),
        ("26-3-2", "要有“时时放心不下”的责任感。"),
        ("25-header", "Meeting 25 · Chair: 吴敬宇, executive deputy mayor (常务副市长)"),
    ],
)
def test_own_words_that_are_true_are_sent(
    verifier: Verifier, cited: Callable[..., Citation], ref: str, text: str
) -> None:
    answer = answer_of(statement(text, cited(ref)))
    assert verifier.checked(answer) is answer


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        ("25-8-1", "会后由市教育局修改完善。"),
        ("25-8-1", "会后由市航天局修改完善。"),
        ("25-8-1", "会后由省城管局修改完善。"),
        ("25-8-1", "会后由市教\u200b育局修改完善。"),
        ("25-8-1", "To be revised by: Municipal Education Bureau."),
        ("25-8-1", "To be revised by: Municipal Outer Space Bureau."),
        ("25-8-1", "总投资3000万元。"),
        ("25-8-1", "总投资三千万元。"),
        ("25-8-1", "Total investment: 30 million yuan."),
        ("26-5-1", "5 个文件由市工信局修改完善。"),
        ("26-5-1", "十二个文件由市工信局修改完善。"),
        ("26-5-1", "完成百分之四。"),
        ("26-5-1", "Twelve plans were agreed."),
        ("26-header", "第26次 · 会议日期：2023年6月16日"),  # that of issue
        ("26-header", "Meeting 26 · Date held: 16 June 2023"),
        ("26-header", "Meeting 26 · Minutes issued: 13 June 2023"),
        ("26-header", "第26次 · 纪要编号：第26号"),
        ("26-header", "Meeting 26 · Chair: 胡捷"),
        ("26-header", "第26次常务会议有 9 项决议，共 23 条。"),
        ("26-3-2", "要有“高枕无忧”的责任感。"),
        ("26-3-2", "原则同意《太仓市公共停车设施特许经营项目实施方案》。"),
        ("26-3-2", "由吴敬宇负责。"),
    ],
)
def test_own_words_that_are_false_are_dropped(
    verifier: Verifier, cited: Callable[..., Citation], ref: str, text: str
) -> None:
    true = quoted(cited(ref))
    assert verifier.checked(answer_of(statement(text, cited(ref)), true)).lines == (true,)


@pytest.mark.parametrize("question", STATEMENTS)
def test_any_digit_changed_in_own_words_is_noticed(library: MinutesLibrary, verifier: Verifier, question: str) -> None:
    answer = library.ask(question)
    line = next(line for line in answer.lines if line.kind is LineKind.STATEMENT)
    changed = 0
    for at, character in enumerate(line.text):
        for digit in "0123456789":
            if not character.isdecimal() or digit == character:
                continue
            false = replace(line, text=line.text[:at] + digit + line.text[at + 1 :])
            if claims_of(false.text) == claims_of(line.text):  # 06 for 6
                continue
            changed += 1
            assert verifier.checked(answer_of(false)).status is Status.NOT_FOUND, false.text
    assert changed or not any(character.isdecimal() for character in line.text)


def test_a_heading_that_lies_is_dropped_and_so_is_one_with_nothing_left_under_it(
    verifier: Verifier, cited: Callable[..., Citation]
) -> None:
    true, false = quoted(cited("25-8-1")), quoted(cited("25-8-1", "原则不同意。"))
    heading = Line(LineKind.HEADING, "八、审议《太仓市公共停车设施特许经营项目实施方案》", cited("25-8"))
    lying = replace(heading, text="八、否决《昆山市停车方案》，罚款3000万元")
    assert verifier.checked(answer_of(heading, true)).lines == (heading, true)
    assert verifier.checked(answer_of(lying, true)).lines == (true,)
    assert verifier.checked(answer_of(heading, false, heading, true)).lines == (heading, true)


@pytest.mark.parametrize(
    "text", ["共查到 9999 条。", "第77次会议也有。", "会议于2019年3月3日召开。", "市教育局没有任务。", "增长 3%。"]
)
def test_a_notice_that_claims_what_is_nowhere_is_dropped(
    verifier: Verifier, cited: Callable[..., Citation], text: str
) -> None:
    true = quoted(cited("25-8-1"))
    assert verifier.checked(answer_of(notice(text), true)).lines == (true,)


def test_a_notice_rests_on_the_question_and_on_its_grounds(verifier: Verifier, cited: Callable[..., Citation]) -> None:
    true = quoted(cited("25-8-1"))
    asked = answer_of(notice("库中没有第77次会议的纪要。"), true, question="第77次会议议定了什么")
    grounded = answer_of(notice("市教育局有 9999 条。", "市教育局", "9999"), true)
    assert verifier.checked(asked) is asked
    assert verifier.checked(grounded) is grounded


def test_where_nothing_holds_the_answer_says_so(verifier: Verifier, cited: Callable[..., Citation]) -> None:
    false = quoted(cited("25-8-1", "会议决定解散市政府。"))
    chinese, english = (verifier.checked(answer_of(false, language=each)) for each in ("zh", "en"))
    assert (chinese.status, chinese.text) == (Status.NOT_FOUND, NOTHING_HOLDS.zh)
    assert (english.status, english.text) == (Status.NOT_FOUND, NOTHING_HOLDS.en)
    assert not chinese.citations


def test_what_was_dropped_is_logged_without_its_words(
    verifier: Verifier, cited: Callable[..., Citation], caplog: pytest.LogCaptureFixture
) -> None:
    verifier.checked(answer_of(quoted(cited("25-8-1", "会议决定解散市政府。"))))
    assert "not sent" in caplog.text
    assert "解散" not in caplog.text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2023年6月5日", "5 June 2023"),
        ("二〇二三年六月五日", "June 5, 2023"),
        ("2023-06-05", "5th of June, 2023"),
        ("十二个部门", "twelve departments"),
        ("1.2亿元", "120 million yuan"),
        ("三千万元", "30,000,000 yuan"),
        ("百分之八点五", "8.5 percent"),
        ("8.5个百分点", "8.5%"),
        ("第十二号", "No. 12"),
        ("市城管局", "the Urban Management Bureau"),
        ("市发展和改革委员会", "Development and Reform Commission"),
    ],
)
def test_the_same_claim_is_known_in_both_languages(text: str, same: str) -> None:
    assert not claims_of(same).unsupported([claims_of(text)])
    assert claims_of(same).unsupported([claims_of("会议")])


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_a_date_is_read_alike_however_it_is_written(day: date) -> None:
    written = (f"{day.year}年{day.month}月{day.day}日", f"{day:%d %B %Y}", f"{day:%B} {day.day}, {day.year}", f"{day}")
    assert {claims_of(each).days for each in written} == {frozenset({Day(day.year, day.month, day.day)})}
