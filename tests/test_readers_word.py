"""Word documents: what is shown is read, numerals of lists included, and what is not shown is not."""

import io
import zipfile
from types import SimpleNamespace

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from data.bilingual import MinutesError
from data.parsing import parse
from data.readers import office
from data.readers.kinds import OLE
from data.reading import Source, read_content
from tests.expected import ORDINALS, minutes, squash
from tests.rendering.documents import add_list, paragraphs_of, saved, set_in_list, word
from tests.rendering.scans import as_bytes, draw_page

FULL_WIDTH = str.maketrans("()", "（）")


def read(content: bytes, name: str = "纪要.docx") -> Source:
    return read_content(name, content)


def read_paragraph(xml: str) -> list[str]:
    """The lines of a document with one paragraph made of ``xml``."""
    document = docx.Document()
    names = nsdecls("w", "wp", "a", "r") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    names += ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    document.element.body.insert(0, parse_xml(f"<w:p {names}>{xml}</w:p>"))
    return read(saved(document)).text.splitlines()


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("ordinal", ORDINALS)
def test_the_samples_read_the_same_with_numerals_typed_or_set_by_word(ordinal: int, *, numbered: bool) -> None:
    paragraphs = paragraphs_of(minutes(ordinal))
    source = read(word(paragraphs, numbered=numbered))
    assert squash(source.text).translate(FULL_WIDTH) == squash("".join(paragraphs)).translate(FULL_WIDTH)
    assert (source.hard_wrapped, source.pages, source.layout) == (False, (), ())
    parsed = parse(source.text)
    assert [len(one.items) for one in parsed.resolutions] == [len(one.items) for one in minutes(ordinal).resolutions]


@pytest.mark.parametrize(
    ("kind", "text", "numerals"),
    [
        ("chineseCounting", "%1、", ["一、", "二、", "三、"]),
        ("chineseCountingThousand", "第%1条", ["第一条", "第二条", "第三条"]),
        ("japaneseCounting", "（%1）", ["（一）", "（二）", "（三）"]),
        ("taiwaneseCountingThousand", "%1、", ["一、", "二、", "三、"]),
        ("ideographDigital", "%1、", ["一、", "二、", "三、"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、", "叁、"]),
        ("decimal", "%1.", ["1. ", "2. ", "3. "]),
        ("decimalFullWidth", "%1．", ["１．", "２．", "３．"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("upperRoman", "%1.", ["I. ", "II. ", "III. "]),
        ("lowerLetter", "%1)", ["a) ", "b) ", "c) "]),
        ("bullet", "●", ["", "", ""]),
    ],
)
def test_numerals_of_every_usual_format_are_written(kind: str, text: str, numerals: list[str]) -> None:
    document = docx.Document()
    add_list(document, 77, [(kind, text)])
    for _ in numerals:
        set_in_list(document.add_paragraph("要点"), 77, 0)
    assert read(saved(document)).text.splitlines() == [f"{numeral}要点" for numeral in numerals]


def test_inner_numbers_start_anew_under_each_outer_one() -> None:
    document = docx.Document()
    add_list(document, 77, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%3.")])
    for level in (0, 1, 1, 2, 0, 1, 2, 2):
        set_in_list(document.add_paragraph("x"), 77, level)
    expected = ["一、x", "（一）x", "（二）x", "一.1. x", "二、x", "（一）x", "二.1. x", "二.2. x"]
    assert read(saved(document)).text.splitlines() == expected


def test_the_tenth_and_the_twenty_first_are_written_as_people_do() -> None:
    document = docx.Document()
    add_list(document, 77, [("chineseCountingThousand", "%1、")])
    for _ in range(21):
        set_in_list(document.add_paragraph("x"), 77, 0)
    lines = read(saved(document)).text.splitlines()
    assert (lines[9], lines[10], lines[20]) == ("十、x", "十一、x", "二十一、x")


def test_a_style_numbers_its_paragraphs() -> None:
    document = docx.Document()
    add_list(document, 77, [("chineseCounting", "%1、")])
    style = document.styles["Heading 1"].element
    number = parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="77"/></w:numPr>')
    style.get_or_add_pPr().append(number)
    for text in ("审议《办法》", "听取汇报"):
        document.add_heading(text, 1)
    assert read(saved(document)).text.splitlines() == ["一、审议《办法》", "二、听取汇报"]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    inserted = "<w:ins><w:r><w:t>原则同意</w:t></w:r></w:ins>"
    deleted = "<w:del><w:r><w:delText>不同意</w:delText></w:r></w:del>"
    moved = "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo>"
    assert read_paragraph(f"<w:r><w:t>会议</w:t></w:r>{inserted}{deleted}{moved}") == ["会议原则同意新处"]


def test_hidden_text_is_dropped() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>不公开</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>公开</w:t></w:r>'
    assert read_paragraph(hidden + shown) == ["公开"]


def test_a_line_break_breaks_the_line_and_a_link_does_not() -> None:
    link = "<w:hyperlink><w:r><w:t>第三行</w:t></w:r></w:hyperlink>"
    xml = f"<w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t><w:br/></w:r>{link}<w:r><w:tab/><w:t>尾</w:t></w:r>"
    assert read_paragraph(xml) == ["第一行", "第二行", "第三行 尾"]


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>太仓市人民政府</w:t></w:r></w:p></w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    xml = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r><w:r><w:t>第10号</w:t></w:r>"
    assert read_paragraph(xml) == ["太仓市人民政府", "第10号"]


def test_rows_of_a_table_are_lines() -> None:
    document = docx.Document()
    document.add_paragraph("出席：")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["张三", "李四", "王五", ""], strict=True):  # noqa: SLF001
        cell.text = text
    document.add_paragraph("列席：")
    table.cell(1, 1).add_paragraph("赵六")
    assert read(saved(document)).text.splitlines() == ["出席：", "张三  李四", "王五  赵六", "列席："]


def test_heads_and_feet_are_layout() -> None:
    document = docx.Document()
    document.add_paragraph("一、审议《办法》以及其他许多需要审议的事项")
    document.sections[0].header.paragraphs[0].text = "太仓市人民政府"
    document.sections[0].footer.paragraphs[0].text = "内部文件"
    source = read(saved(document))
    assert [source.text[span.start : span.end] for span in source.layout] == ["太仓市人民政府", "内部文件"]


def test_a_document_of_scans_is_read_by_ocr() -> None:
    document = docx.Document()
    scan = as_bytes(draw_page(["一、审议《太仓市公共停车设施方案》", "（一）原则同意。"], dpi=100), "PNG")
    document.add_picture(io.BytesIO(scan))
    source = read(saved(document))
    assert squash(source.text) == "一、审议《太仓市公共停车设施方案》（一）原则同意。"
    assert source.hard_wrapped


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04" + bytes(40), "damaged"),
        (word(["一、审议"])[:-200], "damaged"),
        (archive({"a.txt": b"x"}), "not a Word document"),
        (archive({"word/document.xml": bytes(20_000_000)}), "unpacks to too much"),
        (OLE + bytes(600), "not a Word document"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + bytes(504) + b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(99), "encrypted"),
    ],
    ids=["header", "cut", "other archive", "bomb", "other compound file", "docx with password", "doc with password"],
)
def test_what_cannot_be_opened_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(MinutesError, match=reason):
        read(content)


def test_old_formats_say_that_libreoffice_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "shutil", SimpleNamespace(which=lambda _: None))
    with pytest.raises(MinutesError, match="LibreOffice to be installed"):
        read(rb"{\rtf1 x}", "纪要.rtf")


def test_libreoffice_that_hangs_is_stopped_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    program = tmp_path_factory.mktemp("bin") / "soffice"
    program.write_text("#!/bin/sh\nsleep 60 & sleep 60\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "shutil", SimpleNamespace(which=lambda _: str(program)))
    monkeypatch.setattr(office, "_TIME_LIMIT", 0.2)
    with pytest.raises(MinutesError, match="too long"):
        read(rb"{\rtf1 x}", "纪要.rtf")


def test_what_libreoffice_makes_of_a_file_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("bin")
    (folder / "made.docx").write_bytes(word(["一、审议《办法》以及其他许多需要审议的事项"]))
    program = folder / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != --outdir ]; do shift; done\n'
        f'mkdir -p "$2"; cp {folder}/made.docx "$2/source.docx"\n',
        "utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setattr(office, "shutil", SimpleNamespace(which=lambda _: str(program)))
    assert read(rb"{\rtf1 x}", "纪要.rtf").text == "一、审议《办法》以及其他许多需要审议的事项\n"
