"""Reading files: any usual encoding is read, and what is no minutes is refused in one clear sentence."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bilingual import MinutesError
from data.parsing import parse
from data.readers.kinds import SUFFIXES
from data.reading import Limits, decode, find_files, load, read_content, read_source
from tests.expected import ORDINALS, minutes, source
from tests.rendering.documents import text_pdf, word

RULES = """清河县人民政府常务会议议事规则

（2024年3月1日县人民政府第12次常务会议通过）

一、县政府常务会议由县长主持召开，一般每月召开两次。

二、常务会议审议下列事项：

（一）需报县委审定的重要事项；

（二）政府规范性文件。

三、会议纪要由县政府办公室整理，以县政府名义印发。
"""
NOTICE = """清河县人民政府办公室关于印发《清河县城市更新办法》的通知

各镇人民政府，县各委办局：

《清河县城市更新办法》已经2024年5月6日县人民政府第14次常务会议审议通过，现印发给你们，请认真组织实施。

清河县人民政府办公室

2024年5月10日

一、总则

（一）为规范城市更新活动，制定本办法。

（此件公开发布）
"""
AGENDA = """清河县人民政府第14次常务会议议程

时间：2024年5月6日上午9:00

地点：县行政中心三楼会议室

主持：李明县长

一、审议《清河县城市更新办法》（汇报单位：县住建局）

二、听取全县防汛工作情况的汇报（汇报单位：县水利局）

列席：县发改局、县财政局、县住建局、县水利局。
"""
ESSAY = "一、开头\n\n（一）从前有座山，山上有座庙。\n\n二、结尾\n\n（一）故事讲完了。\n"


def refusal(text: str) -> MinutesError:
    with pytest.raises(MinutesError) as caught:
        parse(text)
    return caught.value


def assert_one_sentence_each(error: MinutesError) -> None:
    """The error is one line in Chinese and one in English, each a sentence, without a traceback or a class."""
    zh, en = error.say("zh"), error.say("en")
    assert re.fullmatch(r"[^\n。]*[\u4e00-\u9fff][^\n。]*。", zh), zh
    assert re.fullmatch(r"[^\n]+[^\n.]\.", en), en
    assert not re.search(r"Error|Traceback|errno", zh + en, re.IGNORECASE)
    assert str(error) == en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("ordinal", ORDINALS)
def test_the_samples_read_the_same_in_every_usual_encoding(tmp_path: Path, ordinal: int, encoding: str) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(source(ordinal).text, encoding, newline="")
    read = read_source(path)
    assert read.text == source(ordinal).text
    assert parse(read.text) == minutes(ordinal)


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_read_in_both_byte_orders(tmp_path: Path, mark: bytes) -> None:
    order = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    path = tmp_path / "minutes.txt"
    path.write_bytes(mark + source(25).text.encode(order))
    assert parse(read_source(path).text) == minutes(25)


def test_a_source_knows_its_name_its_bytes_and_their_hash(tmp_path: Path) -> None:
    path = tmp_path / "纪要.txt"
    path.write_bytes(b"abc")
    read = read_source(path)
    assert (read.name, read.content, read.text) == ("纪要.txt", b"abc", "abc")
    assert read.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_file_or_the_readable_files_of_a_folder_are_found(tmp_path: Path) -> None:
    (tmp_path / "2023").mkdir()
    kept = [tmp_path / "2023" / "b.TXT", tmp_path / "a.txt"]
    for path in (*kept, tmp_path / "notes.md", tmp_path / ".hidden.txt"):
        path.write_text("x", "utf-8")
    assert find_files(tmp_path) == sorted(kept)
    assert find_files(kept[0]) == [kept[0]]


@pytest.mark.parametrize("name", ["missing.txt", "missing", "x" * 5000])
def test_a_path_where_nothing_is_says_so(tmp_path: Path, name: str) -> None:
    for attempt in (find_files, read_source):
        with pytest.raises(MinutesError) as caught:
            attempt(tmp_path / name)
        assert_one_sentence_each(caught.value)


def test_a_folder_without_a_readable_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("x", "utf-8")
    with pytest.raises(MinutesError, match="no readable file") as caught:
        find_files(tmp_path)
    assert_one_sentence_each(caught.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t \n", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        ("\u3000\n".encode(), "empty"),
        (bytes(range(256)) * 4, "not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06", "picture is damaged"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" + bytes(40), "Word document is damaged"),
        (b"%PDF-1.4\n1 0 obj", "PDF is damaged"),
        (b"\xff\xfe\x00", "not a text file"),  # half a character of UTF-16
        (b"\x00" * 100, "not a text file"),
    ],
)
def test_a_file_that_holds_no_text_says_so(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "minutes.txt"
    path.write_bytes(content)
    with pytest.raises(MinutesError, match=reason) as caught:
        read_source(path)
    assert_one_sentence_each(caught.value)


def test_a_file_too_large_for_minutes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    with path.open("wb") as file:
        file.truncate(Limits().max_bytes + 1)
    with pytest.raises(MinutesError, match="larger than 20 MB") as caught:
        read_source(path)
    assert_one_sentence_each(caught.value)
    with pytest.raises(MinutesError, match="larger than 1 MB"):
        read_content("minutes.txt", bytes(1_000_001), Limits(max_bytes=1_000_000))


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "minutes.txt")
    for path in (tmp_path / "minutes.txt", tmp_path):
        with pytest.raises(MinutesError, match="not a regular file") as caught:
            load(path)
        assert_one_sentence_each(caught.value)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text("一、审议", "utf-8")
    look = os.fstat

    def grow(descriptor: int) -> os.stat_result:
        found = look(descriptor)
        with path.open("a", encoding="utf-8") as file:
            file.write("更多")
        return found

    monkeypatch.setattr("data.reading.os.fstat", grow)
    with pytest.raises(MinutesError, match="changed while it was read") as caught:
        load(path)
    assert_one_sentence_each(caught.value)


def test_links_out_of_the_folder_hidden_files_and_lock_files_are_left_out(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    for place in (outside, folder, folder / ".git", folder / "sub"):
        place.mkdir()
    for file in (
        outside / "o.txt",
        folder / "a.pdf",
        folder / "~$a.docx",
        folder / ".b.txt",
        folder / ".git" / "c.txt",
    ):
        file.write_text("x", "utf-8")
    (folder / "sub" / "link.txt").symlink_to(outside / "o.txt")
    (folder / "sub" / "inner.pdf").symlink_to(folder / "a.pdf")
    (folder / "sub" / "outside").symlink_to(outside, target_is_directory=True)
    (folder / "sub" / "circle.txt").symlink_to(folder / "sub" / "circle.txt")
    assert find_files(folder) == [folder / "a.pdf", folder / "sub" / "inner.pdf"]


def test_a_name_that_is_not_utf_8_is_made_printable() -> None:
    assert read_content("\udcff纪要.txt", "一、审议".encode()).name == "?纪要.txt"


@pytest.mark.parametrize("suffix", ["", ".txt", ".pdf", ".doc", ".html", ".png"])
def test_the_content_tells_the_kind_before_the_suffix_does(suffix: str) -> None:
    content = word(["一、审议《办法》以及其他许多需要审议的事项"])
    assert read_content(f"纪要{suffix}", content).text == "一、审议《办法》以及其他许多需要审议的事项\n"
    assert read_content(f"纪要{suffix}", text_pdf([["一、审议《办法》"]])).text.startswith("一、审议《办法》\n")


@pytest.mark.parametrize("suffix", [".doc", ".docx", ".wps", ".mht"])
def test_text_under_a_wrong_suffix_is_text(suffix: str) -> None:
    assert read_content(f"纪要{suffix}", "一、审议".encode("gb18030")).text == "一、审议"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (RULES, "another kind of document"),
        (NOTICE, "does not look like minutes"),
        (AGENDA, "does not look like minutes"),
        (f"2024年5月6日上午9:00\n{AGENDA}", "does not look like minutes"),
        (ESSAY, "does not look like minutes"),
        ("你好", "does not look like minutes"),
        ("%PDF-1.4 1 0 obj << /Type /Catalog >>", "does not look like minutes"),
    ],
    ids=["rules", "notice", "agenda", "agenda that opens with its date", "essay", "greeting", "pdf"],
)
def test_what_is_not_minutes_is_refused_with_the_reason(text: str, reason: str) -> None:
    error = refusal(text)
    assert reason in str(error)
    assert_one_sentence_each(error)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    text = decode(content)
    if text is not None:
        assert_one_sentence_each(refusal(text))


MAGIC = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"<html>",
    b"From: a\n\n",
]


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(MAGIC), st.binary(max_size=200), st.sampled_from(SUFFIXES))
def test_any_bytes_under_any_name_are_read_or_refused_in_a_sentence(magic: bytes, content: bytes, suffix: str) -> None:
    try:
        read = read_content(f"x{suffix}", magic + content)
    except MinutesError as error:
        assert_one_sentence_each(error)
    else:
        assert read.text.strip()


PIECES = st.sampled_from(
    [
        *"。，、；：（）()《》“”\n 一二三十廿卅百0１9年月日第次",
        "\n\n",
        "2024年5月6日",
        "李明县长主持召开",
        "清河县人民政府",
        "县政府第14次常务会议",
        "\n一、审议",
        "\n二、听取",
        "\n（一）",
        "\n（二）",
        "原则同意",
        "以县政府名义印发",
        "\n出席：",
        "\n列席：",
        "\n会议还研究了其他事项。",
        "\n主送：",
        "\n（此件公开发布）",
        "县政府办公室整理",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_parsed_whole_or_refused_in_a_sentence(text: str) -> None:
    try:
        refused = None
        parse(f"清河县人民政府\n2024年5月6日，李明主持召开县政府第3次常务会议。\n一、审议{text}")
    except MinutesError as error:
        refused = error
    if refused:
        assert_one_sentence_each(refused)
        assert "fits no part" not in str(refused)
