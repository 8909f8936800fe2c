"""A digest says what the sources say, line by line, cited, and nothing that its reader may not see."""

import io
import json
import re
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.document import digest_document
from bot.digests.mail import digest_html
from bot.digests.pages import digest_pages
from bot.splitting import LIMIT, utf16_length, visible_text
from data.bilingual import Language, MinutesError
from data.model import Item, Resolution
from data.refs import UNNUMBERED
from data.store import StoredMinutes
from retrieval.answers import LineKind
from retrieval.corpus import Corpus
from retrieval.digest import DigestMaker
from retrieval.digest_parts import Digest, Resolved
from retrieval.digest_spans import Span, last_days, parse_span, read_span, since_until
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.naming import NamedMinutes
from retrieval.verifying import Verifier
from tests.conftest import MINUTES, Program
from tests.expected import ORDINALS, minutes, squash

EXPECTED = tomllib.loads((Path(__file__).parent / "expected" / "digest.toml").read_text("utf-8"))
BOTH = Span(date(2023, 5, 1), date(2023, 6, 30))
TODAY = date(2023, 6, 20)
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def stored(ordinal: int, added: datetime | None = None) -> StoredMinutes:
    return StoredMinutes(minutes(ordinal), f"{ordinal}.txt", added=added)


def made(span: Span, language: Language = "zh", *kept: StoredMinutes) -> Digest:
    corpus = Corpus(1, kept or tuple(stored(ordinal) for ordinal in reversed(ORDINALS)))
    return DigestMaker(Verifier(corpus), language).make(span)


def said(resolved: Resolved) -> str:
    return "；".join(line.text for line in resolved.lines)


def short_refs(resolved: Resolved) -> list[str]:
    return [line.citation.ref.short for line in resolved.lines if line.citation]


def test_every_line_says_what_the_sources_say() -> None:
    digest = made(BOTH)
    assert digest.headline.text == "2 次会议 · 20 项决议 · 19 项作出决定 · 14 个部门有任务"
    for meeting, expected in zip(digest.meetings, EXPECTED["meetings"], strict=True):
        assert meeting.line.text == expected["line"]
        assert meeting.line.citation
        assert meeting.line.citation.quote == expected["quote"]
        lines = [[said(each), short_refs(each), list(each.in_charge)] for each in meeting.resolutions]
        assert lines == expected["resolutions"]


def test_who_must_act_is_counted_most_first_with_every_item() -> None:
    acting = [each for each in made(BOTH).acting if not each.is_general]
    found = {each.department: [duty.citation.ref.short for duty in each.duties] for each in acting}
    assert found == EXPECTED["duties"]
    assert list(found) == list(EXPECTED["duties"])
    assert [each.line.text for each in acting[:2]] == ["市发改委 · 6 项", "市城管局 · 3 项"]


def test_english_lines_name_departments_in_chinese_as_well() -> None:
    lines = [line.text for each in made(BOTH, "en").resolutions for line in each.lines]
    for each in made(BOTH).resolutions:
        assert all(any(name in line for line in lines) for name in each.in_charge)
    assert (
        "《关于深化质量强市建设的工作方案》: agreed in principle; to be revised by: Municipal Market Regulation "
        "Administration (市市场监管局); submitted for deliberation to: standing committee of the municipal Party "
        "committee (市委常委会)"
    ) in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quote_is_verbatim_and_no_line_had_to_be_replaced(language: Language) -> None:
    digest = made(BOTH, language)
    assert len(digest.citations) > 40
    for citation in digest.citations:
        part = minutes(citation.ref.meeting).part(citation.ref)
        assert part
        assert squash(citation.quote) in squash(part.text)
    assert not [line for line in digest.lines if line.kind is LineKind.QUOTE]


def test_every_duty_counted_is_one_of_the_library(library: MinutesLibrary) -> None:
    known = Counter((each.department, each.citation) for each in library.duties())
    acting = library.digest(BOTH, "zh").acting
    assert Counter((each.department, duty.citation) for each in acting for duty in each.duties) == known


def test_own_words_that_do_not_hold_give_way_to_the_words_of_the_minutes() -> None:
    parsed = minutes(26)
    sixth = parsed.resolution(6)
    assert sixth
    assert sixth.decision
    false = replace(sixth, decision=replace(sixth.decision, reviser="市水务局", revision="修改完善"))
    wrong = replace(parsed, resolutions=tuple(false if each is sixth else each for each in parsed.resolutions))
    line = made(BOTH, "zh", StoredMinutes(wrong, "26.txt")).meetings[0].resolutions[5].lines[0]
    assert line.kind is LineKind.QUOTE
    assert line.text == sixth.deciding_text


def test_minutes_that_are_not_public_are_in_no_digest_of_a_reader(own_state: Path, tmp_path: Path) -> None:
    secret = (MINUTES / "seed_taicang_26.txt").read_text("utf-8").replace("(此件公开发布)", "")
    changed = secret.replace("第 26 次", "第 27 次").replace("6 月 13 日", "6 月 27 日").replace("第 12 号", "第 13 号")
    (tmp_path / "27.txt").write_text(changed, "utf-8")
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as library:
        assert [report.status for report in library.add(tmp_path / "27.txt")] == ["added"]
        staff, reader = (library.shelf(public_only=each).digest(BOTH, "zh", ["市统计局"]) for each in (False, True))
    assert [each.kept.ref.meeting for each in staff.meetings] == [27, 26, 25]
    assert [each.kept.ref.meeting for each in reader.meetings] == [26, 25]
    everything = json.dumps(reader.as_json(), ensure_ascii=False) + digest_html(reader)
    assert "27" not in re.sub(r"\d{4}-\d{2}-\d{2}T[\d:+]+", "", everything)
    assert "第27次" in json.dumps(staff.as_json(), ensure_ascii=False)


def test_a_quiet_time_is_one_line_that_names_the_last_meeting() -> None:
    july = Span(date(2023, 7, 1), date(2023, 7, 31))
    assert made(july).headline.text == "2023年7月没有会议纪要。最近一次是第26次常务会议（2023年6月13日）。"
    assert made(july, "en").headline.text == "No minutes of July 2023. The last meeting was meeting 26 (13 June 2023)."
    [page] = digest_pages(made(july))
    assert [each.text for each in page.paragraphs] == [made(july).headline.text]


def test_what_is_watched_comes_with_its_reason(library: MinutesLibrary) -> None:
    by_department, by_topic = library.digest(BOTH, "zh", ["城管局", "五经普", "市城管局", "恐龙化石"]).watched[:2]
    assert by_department.reason.text == "您关注：城管局"
    assert [line.citation.ref.short for line in by_department.lines if line.citation] == [
        *("25-7-1", "25-8-1", "25-8-3"),
        "26-1-1",
    ]
    assert {line.citation.ref.whole_resolution().short for line in by_topic.lines if line.citation} == {"26-2"}
    assert [each.words for each in library.digest(BOTH, "en", ["恐龙化石"]).watched] == []


def test_a_topic_is_found_by_its_meaning_among_the_meetings_of_the_time_only(library: MinutesLibrary) -> None:
    [watched] = library.digest(Span(date(2023, 6, 1), date(2023, 6, 30)), "en", ["national economic census"]).watched
    assert {line.citation.ref.whole_resolution().short for line in watched.lines if line.citation} == {"26-2"}
    may = Span(date(2023, 5, 1), date(2023, 5, 31))
    assert all(
        line.citation and line.citation.ref.meeting == 25
        for each in library.digest(may, "en", ["national economic census"]).watched
        for line in each.lines
    )


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2023-06", "2023-06-01..2023-06-30"),
        ("2023", "2023-01-01..2023-12-31"),
        ("2023-06-13", "2023-06-13..2023-06-13"),
        ("2023年6月", "2023-06-01..2023-06-30"),
        ("June 2023", "2023-06-01..2023-06-30"),
        ("今年", "2023-01-01..2023-12-31"),
        ("去年", "2022-01-01..2022-12-31"),
        ("last month", "2023-05-01..2023-05-31"),
        ("2023年上半年", "2023-01-01..2023-06-30"),
        ("first half of 2023", "2023-01-01..2023-06-30"),
        ("Q2 2023", "2023-04-01..2023-06-30"),
        ("2023年5月至6月", "2023-05-01..2023-06-30"),
        ("2023-05-01 to 2023-06-13", "2023-05-01..2023-06-13"),
        ("12月", "2022-12-01..2022-12-31"),
        ("last 30 days", "2023-05-21..2023-06-20+"),
        ("最近30天", "2023-05-21..2023-06-20+"),
        ("近两周", "2023-06-06..2023-06-20+"),
        ("this week", "2023-06-19..2023-06-20+"),
        ("上周", "2023-06-12..2023-06-18+"),
        ("since 2023-05-01", "2023-05-01..2023-06-20+"),
        ("2023年5月1日以来", "2023-05-01..2023-06-20+"),
        ("since May 2023", "2023-05-01..2023-06-20+"),
        ("", "2023-06-13..2023-06-20+"),
    ],
)
def test_a_time_is_read_as_people_write_it(written: str, span: str) -> None:
    assert str(read_span(written, TODAY)) == span
    assert str(parse_span(span)) == span


@pytest.mark.parametrize(
    "written", ["hello", "2023-13", "2023-02-30", "安全生产", "99999 days", "第26次", "..", "0000"]
)
def test_what_is_no_time_is_told_in_one_sentence(written: str) -> None:
    with pytest.raises(MinutesError) as told:
        read_span(written, TODAY)
    assert written in told.value.say("zh")
    assert told.value.say("en").count("\n") == 0


@given(st.text(max_size=30))
def test_any_words_are_a_time_or_are_told(written: str) -> None:
    try:
        span = read_span(written, TODAY)
    except MinutesError:
        return
    assert span.first <= span.last


def test_minutes_added_in_a_time_belong_to_it_whenever_the_meeting_was() -> None:
    june = datetime(2023, 6, 19, 12, tzinfo=UTC)
    kept = (stored(26, june - timedelta(days=60)), stored(25, june))
    week = made(last_days(TODAY), "zh", *kept)
    assert [(each.kept.ref.meeting, each.is_new) for each in week.meetings] == [(26, False), (25, True)]
    assert week.meetings[1].line.text.endswith(" · 2023年6月19日加入")
    assert [each.kept.ref.meeting for each in made(Span(date(2023, 6, 1), TODAY), "zh", *kept).meetings] == [26]


def test_in_a_new_library_the_day_held_decides_unless_none_was_held() -> None:
    new = (stored(26, datetime(2023, 6, 19, tzinfo=UTC)), stored(25, datetime(2023, 6, 19, tzinfo=UTC)))

    def ordinals(span: Span) -> list[int]:
        return [each.kept.ref.meeting for each in made(span, "zh", *new).meetings]

    assert ordinals(since_until(date(2023, 6, 1), None)) == [26]
    assert ordinals(since_until(date(2023, 5, 1), None)) == [26, 25]
    assert ordinals(since_until(date(2023, 6, 18), None)) == [26, 25]
    assert ordinals(since_until(date(2023, 7, 1), None)) == []


def test_a_caller_may_name_the_meetings_or_leave_some_out() -> None:
    corpus = Corpus(1, tuple(stored(ordinal) for ordinal in reversed(ORDINALS)))
    maker, [last, before] = DigestMaker(Verifier(corpus), "zh"), corpus.stored

    def chosen(digest: Digest) -> list[NamedMinutes]:
        return [each.kept for each in digest.meetings]

    july = Span(date(2023, 7, 1), date(2023, 7, 31))
    assert chosen(maker.make(july, only={before.ref})) == [before]
    assert chosen(maker.make(BOTH, without={last.ref})) == [before]
    assert chosen(maker.make(BOTH, only=set(), without=set())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_fit_a_message_and_hold_every_line(language: Language) -> None:
    digest = made(BOTH, language)
    pages = digest_pages(digest)
    texts = ["\n".join(visible_text(each) for each in page.paragraphs) for page in pages]
    assert all(utf16_length(text) <= LIMIT for text in texts)
    for line in digest.lines:
        assert any(line.text in text for text in texts), line.text
    assert "第26次·六·（一）" in texts[0] if language == "zh" else "meeting 26 · 6 · (1)" in texts[0]
    assert all(len(button.action.encode()) <= 64 for page in pages for button in page.buttons)
    assert all(button.action.startswith("show ") for page in pages for button in page.buttons)


def test_the_document_holds_every_line_with_its_citation_and_every_duty() -> None:
    digest = made(BOTH)
    file = digest_document(digest)
    assert file == digest_document(digest)
    assert file.name == "会议纪要摘要_2023年5月至6月.docx"
    document = docx.Document(io.BytesIO(file.content))
    written = "\n".join(each.text for each in document.paragraphs)
    plain = re.sub(r" \[[^\]]*\]", "", written)
    for expected in EXPECTED["meetings"]:
        assert all(line in plain for line, _, _ in expected["resolutions"])
    assert "原则同意下阶段相关工作安排 [第26次·二·（一）]；牵头：市统计局 [第26次·二·（三）]" in written
    departments, everyone = document.tables
    assert [row.cells[0].text for row in departments.rows[1:]] == list(EXPECTED["duties"])
    cells = departments.rows[1].cells[2].text + everyone.rows[1].cells[2].text
    assert "会后由市发改委根据会议讨论意见修改完善，按程序以市政府名义印发。" in cells
    assert "[第26次·一·（一）]" in cells


def test_html_is_one_page_that_is_escaped_and_loads_nothing() -> None:
    parsed = minutes(26)
    first = replace(parsed.resolutions[0], heading="一、学习《<b>A&B</b>条例》", subject="《<b>A&B</b>条例》")
    page = digest_html(made(BOTH, "zh", StoredMinutes(replace(parsed, resolutions=(first,)), "26.txt")))
    assert "学习《&lt;b&gt;A&amp;B&lt;/b&gt;条例》" in page
    assert "<b>" not in page
    assert not re.search(r"https?:|src=|<script|<link", page)


def test_the_command_prints_what_programs_need(minutes: Program, state_dir: Path) -> None:
    done = minutes("digest", "--since", "2023-05-01", "--json", state=state_dir, language="zh_CN.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    fields = json.loads(done.stdout)
    assert [each["full_ref"].split("_")[1] for each in fields["meetings"]] == ["26", "25"]
    [line] = fields["meetings"][0]["resolutions"][3]["lines"]
    assert (line["ref"], line["source"]) == ("26-4-1", "seed_taicang_26.txt")
    assert "市应急局" in line["quote"]
    assert fields["duties"][0]["department"] == "市发改委"
    assert [each["ref"] for each in fields["duties"][0]["duties"]] == EXPECTED["duties"]["市发改委"]


def test_the_command_writes_text_html_pictures_and_documents(minutes: Program, state_dir: Path, tmp_path: Path) -> None:
    image, word = tmp_path / "out.png", tmp_path / "out.docx"
    done = minutes("digest", "--period", "2023-06", "--image", image, "--docx", word, state=state_dir)
    assert done.returncode == 0
    assert "[meeting 26 · 6 · (1)]" in done.stdout
    assert "meeting 25" not in done.stdout
    assert image.read_bytes().startswith(b"\x89PNG")
    assert docx.Document(str(word)).paragraphs[0].text == "Digest of minutes · June 2023"
    page = minutes("digest", "--period", "2023-06", "--html", state=state_dir).stdout
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    quiet = minutes("digest", "--period", "2023-07", state=state_dir)
    assert (quiet.returncode, quiet.stdout.splitlines()[1:]) == (
        0,
        ["No minutes of July 2023. The last meeting was meeting 26 (13 June 2023)."],
    )


@pytest.mark.parametrize(
    "options",
    [
        ("--period", "hello"),
        ("--since", "hello"),
        ("--since", "2023-06-01", "--until", "2023-05-01"),
        ("--since", "2023-06-01", "--period", "2023"),
        ("--html", "--json"),
    ],
)
def test_wrong_options_are_one_sentence(minutes: Program, state_dir: Path, options: tuple[str, ...]) -> None:
    done = minutes("digest", *options, state=state_dir)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_departments_of_the_same_name_are_told_apart_by_their_office() -> None:
    other = replace(minutes(25), header=replace(minutes(25).header, issuer="昆山市人民政府"))
    digest = made(BOTH, "zh", stored(26), StoredMinutes(other, "other.txt"), stored(25))
    assert digest.issuers == ("太仓市人民政府", "昆山市人民政府")
    counts = {each.name: len(each.duties) for each in digest.acting}
    assert (counts["市统计局（太仓市）"], counts["市统计局（昆山市）"]) == (2, 1)
    assert all(len({duty.citation.issuer for duty in each.duties}) == 1 for each in digest.acting)


def test_minutes_without_resolutions_are_told_by_how_their_paragraphs_begin() -> None:
    items = tuple(item for resolution in minutes(26).resolutions[:2] for item in resolution.items)
    loose = Resolution(UNNUMBERED, "", "", "", (), tuple(replace(item, number=at) for at, item in enumerate(items, 1)))
    [meeting] = made(BOTH, "zh", StoredMinutes(replace(minutes(26), resolutions=(loose,)), "26.txt")).meetings
    assert meeting.line.text.endswith("纪要第12号 · 未分项，6 段")
    assert [short_refs(each) for each in meeting.resolutions] == [[f"26-0-{number}"] for number in range(1, 7)]
    assert all(line.kind is LineKind.QUOTE for each in meeting.resolutions for line in each.lines)
    assert meeting.decided == 0


def test_a_department_told_to_lead_is_in_charge_and_one_that_helps_is_not() -> None:
    text = (
        "由市教育局牵头，市财政局配合，抓紧落实。牵头单位要定期通报。责任分工：牵头单位：市民政局；配合单位：市水务局。"
    )
    told = Resolution(1, "一、听取汇报", "听取", "汇报", (), (Item(1, text, ()),))
    [meeting] = made(BOTH, "zh", StoredMinutes(replace(minutes(26), resolutions=(told,)), "26.txt")).meetings
    assert meeting.resolutions[0].in_charge == ("市教育局", "市民政局")
