"""Parts as files: Word and text hold the words of the minutes and their citations, and are the same each time."""

import dataclasses
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn

from bot.conversation import Conversation
from bot.fulltexts import downloads
from bot.fulltexts.documents import Format, part_document, safe_name
from bot.fulltexts.reading import leaves_of
from bot.messages import Message, Person
from bot.replies import File, Reply
from data.bilingual import Language
from data.refs import Ref, parse_ref
from data.store import StoredMinutes, Version
from retrieval.library import MinutesLibrary
from retrieval.shelf import Shelf

ZH = Person("zh", "documents", "1")
REFS = ["26", "25", "26-3", "26-3-2", "26-header", "26-attendance", "26-footer"]
in_both_languages = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture(scope="module")
def conversation(library: MinutesLibrary) -> Conversation:
    return Conversation(library)


def bare(text: str) -> str:
    return "".join(text.split())


def found(library: MinutesLibrary, written: str) -> tuple[StoredMinutes, Ref]:
    [part] = library.part(written)
    return library.minutes_of(part.ref), part.ref


def paragraphs_in(file: File) -> Iterator[tuple[str, str]]:
    """The style and the text of each paragraph of a Word file."""
    for paragraph in docx.Document(io.BytesIO(file.content)).paragraphs:
        yield str(paragraph.style and paragraph.style.name), paragraph.text


@pytest.mark.parametrize("written", REFS)
@in_both_languages
def test_a_word_file_holds_the_part_word_for_word_and_a_citation_under_each(
    library: MinutesLibrary, written: str, language: Language
) -> None:
    kept, ref = found(library, written)
    paragraphs = list(paragraphs_in(part_document(kept, ref, Format.WORD, language)))
    leaves = leaves_of(kept.minutes, ref)
    assert [text for style, text in paragraphs if style == "Citation"] == [
        f"[{library.label(leaf.ref, language)}]" for leaf in leaves
    ]
    words, cited = "", []
    for style, text in paragraphs:
        if style == "Citation":
            cited.append(words)
            words = ""
        else:
            words += bare(text)
    assert len(cited) == len(leaves)
    assert all(said.endswith(bare(leaf.text)) for said, leaf in zip(cited, leaves, strict=True))
    assert [said for said in cited[1:] if said] == cited[1:]


def test_headings_are_words_own(library: MinutesLibrary) -> None:
    kept, ref = found(library, "26")
    paragraphs = list(paragraphs_in(part_document(kept, ref, Format.WORD, "zh")))
    assert [text for style, text in paragraphs if style == "Heading 1"] == ["太仓市人民政府第26次常务会议"]
    headings = [text for style, text in paragraphs if style == "Heading 2"]
    assert headings == ["文头", *(each.heading for each in kept.minutes.resolutions), "出席列席", "文尾"]


@in_both_languages
@pytest.mark.parametrize("kind", list(Format))
def test_a_file_names_the_meeting_its_dates_and_its_source(
    library: MinutesLibrary, kind: Format, language: Language
) -> None:
    kept, ref = found(library, "26-3-2")
    file = part_document(kept, ref, kind, language)
    if kind is Format.TEXT:
        text = file.content.decode()
    else:
        document = docx.Document(io.BytesIO(file.content))
        text = "\n".join(each.text for each in (*document.paragraphs, *document.sections[0].footer.paragraphs))
    said = {
        "zh": ("太仓市人民政府", "第12号", "2023年6月13日", "2023年6月16日"),
        "en": ("太仓市人民政府", "No. 12", "13 June 2023", "16 June 2023"),
    }[language]
    assert all(each in text for each in (*said, "seed_taicang_26.txt", kept.minutes.resolutions[2].heading))


@pytest.mark.parametrize("written", REFS)
def test_a_text_file_holds_the_same_words_as_the_word_file(library: MinutesLibrary, written: str) -> None:
    kept, ref = found(library, written)
    text = part_document(kept, ref, Format.TEXT, "zh").content.decode()
    lines = [line for line in text.splitlines() if line]
    word = [said for _, said in paragraphs_in(part_document(kept, ref, Format.WORD, "zh"))]
    assert lines[:-1] == word


@pytest.mark.parametrize("kind", list(Format))
def test_the_same_part_is_the_same_file(library: MinutesLibrary, monkeypatch: pytest.MonkeyPatch, kind: Format) -> None:
    kept, ref = found(library, "26-3")
    first = part_document(kept, ref, kind, "zh")
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 1, 126, 0))
    assert part_document(kept, ref, kind, "zh").content == first.content
    assert part_document(kept, ref, kind, "en").content != first.content


def test_every_style_has_a_chinese_font(library: MinutesLibrary) -> None:
    kept, ref = found(library, "26-3")
    content = part_document(kept, ref, Format.WORD, "zh").content
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    styles = docx.Document(io.BytesIO(content)).styles
    for name in ("Heading 1", "Heading 2", "Normal", "Citation"):
        fonts = styles[name].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体")
        assert fonts.get(qn("w:eastAsiaTheme")) is None


# Commands and buttons


def names(reply: Reply) -> list[str]:
    return [file.name for file in reply.files]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("/file 26-3 docx", "太仓市人民政府第26次_26-3.docx"),
        ("/file 26-3 txt", "太仓市人民政府第26次_26-3.txt"),
        ("/file 26-3 .TXT", "太仓市人民政府第26次_26-3.txt"),
        ("/file 26-3", "太仓市人民政府第26次_26-3.docx"),
        ("/file 26 3 2 txt", "太仓市人民政府第26次_26-3-2.txt"),
        ("/file 第26次第三项（二） txt", "太仓市人民政府第26次_26-3-2.txt"),
        ("/file 26", "太仓市人民政府第26次_26.docx"),
        ("/source 26", "seed_taicang_26.txt"),
        ("/source 第26次会议", "seed_taicang_26.txt"),
        ("/source 26-3-2", "seed_taicang_26.txt"),
    ],
)
def test_a_file_is_sent_for_what_is_named(conversation: Conversation, text: str, name: str) -> None:
    reply = conversation.reply(Message(text), ZH)
    assert names(reply) == [name]
    assert any("第26次" in each.citation for each in reply.paragraphs)


@pytest.mark.parametrize("label", ["Word", "TXT"])
def test_the_buttons_under_a_part_send_it_as_a_file(
    conversation: Conversation, library: MinutesLibrary, label: str
) -> None:
    view = conversation.reply(Message("/item 26-3"), ZH)
    [button] = [each for each in view.buttons if each.label == label]
    [sent] = conversation.reply(Message(action=button.action), ZH).files
    kept, ref = found(library, "26-3")
    kind = Format.WORD if label == "Word" else Format.TEXT
    assert sent == part_document(kept, ref, kind, "zh")
    assert sent.content == part_document(kept, ref, kind, "zh").content


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/file", "/file 26-3"),
        ("/file hello", "/file 26-3"),
        ("/source", "26"),
        ("/source hello", "/source 26"),
        ("/file 99 txt", "库中有"),
        ("/source 99", "库中有"),
    ],
)
def test_what_cannot_be_sent_is_said(conversation: Conversation, text: str, said: str) -> None:
    reply = conversation.reply(Message(text), ZH)
    assert reply.files == ()
    assert said in "".join(each.text for each in reply.paragraphs)


def test_the_original_is_sent_as_it_was_added(conversation: Conversation, library: MinutesLibrary) -> None:
    overview = conversation.reply(Message("/meeting 26"), ZH)
    [button] = [each for each in overview.buttons if each.label == "原始文件"]
    [sent] = conversation.reply(Message(action=button.action), ZH).files
    _, ref = found(library, "26")
    assert (sent.name, sent.content) == library.document(ref)


def test_an_original_that_is_too_large_is_told_and_not_sent(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "LARGEST", 100)
    reply = conversation.reply(Message("/source 26"), ZH)
    assert reply.files == ()
    assert [each.text for each in reply.paragraphs] == ["seed_taicang_26.txt 有 1 MB，超过 50 MB，无法在这里发送。"]


def test_older_versions_are_named(
    conversation: Conversation, library: MinutesLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, _ = found(library, "26")
    then = datetime(2024, 3, 1, tzinfo=UTC)
    replacing = dataclasses.replace(kept, versions=(Version("first.pdf", then, then),))
    monkeypatch.setattr(Shelf, "minutes_of", lambda *_: replacing)
    said = "\n".join(each.text for each in conversation.reply(Message("/source 26"), ZH).paragraphs)
    assert "first.pdf" in said
    assert "2024年3月1日" in said


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("纪要 26.pdf", "纪要 26.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\minutes\\26.docx", "26.docx"),
        ("a\x00b\n<c>:d?.txt", "a_b_c_d_.txt"),
        ("fdp.\u202etxt.exe", "fdp._txt.exe"),
        ("..", "minutes"),
        ("", "minutes"),
        ("纪" * 200 + ".pdf", "纪" * 38 + ".pdf"),
    ],
)
def test_a_file_name_is_safe_wherever_it_is_saved(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert parse_ref(safe) is None
