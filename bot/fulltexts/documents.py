"""A part of the minutes, or a whole meeting, as a file: Word (.docx) or plain text, verbatim and cited.

The bytes depend on the minutes and the language alone, so that the same part is the same file.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from bot.fulltexts.reading import leaves_of
from bot.replies import File
from data.bilingual import Bilingual, Language
from data.model import Part
from data.refs import SECTION_NAMES, PartKind, Ref
from data.store import StoredMinutes
from retrieval.naming import meeting_name, part_label, say_minutes
from retrieval.vocabulary import Fact
from retrieval.wording import FACT_LABELS, say_date, say_document_number

_SOURCE = Bilingual("来源：{source}", "Source: {source}")
_FACT = Bilingual("{label}：{value}", "{label}: {value}")
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - Word's dates have no zone; a file is the same whenever it is made
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 does not allow
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+')
_LONGEST_NAME = 120  # bytes of a file name, in UTF-8; file systems take 255
_BODY, _HEADING, _CITATION, _LATIN = "宋体", "黑体", "Citation", "Times New Roman"


class Format(StrEnum):
    """The kinds of file, by the ending of their names."""

    WORD = "docx"
    TEXT = "txt"


class Look(StrEnum):
    """What a paragraph of a file is; the names are Word's styles."""

    MEETING = "Heading 1"
    RESOLUTION = "Heading 2"
    BODY = "Normal"
    CITATION = "Citation"


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph of a file."""

    text: str
    look: Look = Look.BODY


def part_document(kept: StoredMinutes, ref: Ref, kind: Format, language: Language) -> File:
    """The part at ``ref``, a ref in full, as a file."""
    paragraphs = list(paragraphs_of(kept, ref, language))
    source = _SOURCE.say(language).format(source=kept.source)
    content = _WRITERS[kind](paragraphs, source)
    return File(safe_name(f"{say_minutes(kept.minutes, 'zh')}_{ref.short}.{kind}"), content)


def paragraphs_of(kept: StoredMinutes, ref: Ref, language: Language) -> Iterator[Written]:
    """The identity of the meeting, then every part at ``ref`` with its heading and, under it, its citation."""
    minutes = kept.minutes
    kind = minutes.header.kind if language == "zh" and minutes.header.ordinal is not None else ""
    yield Written(f"{say_minutes(minutes, language)}{kind}", Look.MEETING)
    yield from (Written(line) for line in _identity(kept, language))
    above = minutes.resolution(ref.resolution or 0) if ref.kind is PartKind.ITEM else None
    if above and above.heading:
        yield Written(above.heading, Look.RESOLUTION)
    for leaf in leaves_of(minutes, ref):
        yield from _leaf(kept, leaf, language)
        yield Written(f"[{part_label(meeting_name(kept), leaf.ref, language)}]", Look.CITATION)


def safe_name(name: str) -> str:
    """A file name without folders, marks that file systems refuse, and marks that turn the direction of reading."""
    plain = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    room = _LONGEST_NAME - len(f"{dot}{ending}".encode())
    if not stem or room <= 0:
        return plain.encode()[:_LONGEST_NAME].decode(errors="ignore") or "minutes"
    return stem.encode()[:room].decode(errors="ignore") + dot + ending


def _identity(kept: StoredMinutes, language: Language) -> Iterator[str]:
    """Issuer, document number and dates, as far as they are known."""
    head, footer = kept.minutes.header, kept.minutes.footer
    facts = {
        Fact.ISSUER: head.issuer,
        Fact.DOCUMENT_NUMBER: say_document_number(head.document_number, language) if head.document_number else "",
        Fact.HELD: say_date(head.held, language) if head.held else "",
        Fact.COMPILED: say_date(footer.compiled, language) if footer and footer.compiled else "",
        Fact.ISSUED: say_date(head.issued, language) if head.issued else "",
    }
    for fact, value in facts.items():
        if value:
            yield _FACT.say(language).format(label=FACT_LABELS[fact].say(language), value=value)


def _leaf(kept: StoredMinutes, leaf: Part, language: Language) -> Iterator[Written]:
    """The paragraphs of one of the smallest parts, its heading first."""
    text = leaf.text
    resolution = kept.minutes.resolution(leaf.ref.resolution or 0)
    if leaf.ref.section:
        yield Written(SECTION_NAMES[leaf.ref.section].say(language), Look.RESOLUTION)
    elif leaf.ref.kind is PartKind.RESOLUTION and resolution and resolution.heading:
        yield Written(resolution.heading, Look.RESOLUTION)
        text = resolution.body
    yield from (Written(line) for line in text.split("\n") if line.strip())


def _write_text(paragraphs: list[Written], source: str) -> bytes:
    """Plain text in UTF-8, an empty line before each heading."""
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += ["", paragraph.text] if paragraph.look is Look.RESOLUTION else [paragraph.text]
    return "\n".join([*lines, "", source, ""]).encode(errors="replace")


def _write_word(paragraphs: list[Written], source: str) -> bytes:
    """A Word document; the source stands at the foot of each page."""
    document = word_document(paragraphs[0].text, source)
    for paragraph in paragraphs:
        document.add_paragraph(fit_for_word(paragraph.text), style=paragraph.look)
    return word_bytes(document)


def word_document(title: str, foot: str) -> WordDocument:
    """An empty Word document with the styles of ``Look``; ``foot`` stands at the foot of each page."""
    document = docx.Document()
    _set_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.footer.paragraphs[0].text = fit_for_word(foot)
    properties = document.core_properties
    properties.created = properties.modified = _FIXED
    properties.author, properties.title = "", fit_for_word(title)[:255]
    properties.comments = ""
    return document


def fit_for_word(text: str) -> str:
    """A text without the characters that no Word document can hold."""
    return _UNFIT.sub(" ", text)


def word_bytes(document: WordDocument) -> bytes:
    """A Word document as a file, the same bytes for the same document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_each_time(buffer.getvalue())


_WRITERS: dict[Format, Callable[[list[Written], str], bytes]] = {Format.WORD: _write_word, Format.TEXT: _write_text}


def _set_styles(document: WordDocument) -> None:
    """Black headings, readable Chinese, and a small grey style for citations."""
    citation = document.styles.add_style(_CITATION, WD_STYLE_TYPE.PARAGRAPH)
    sizes = {Look.MEETING: (18, _HEADING), Look.RESOLUTION: (14, _HEADING), Look.BODY: (12, _BODY)}
    for look, (size, font) in sizes.items():
        _set_font(document.styles[look], font, size)
        document.styles[look].font.color.rgb = RGBColor(0, 0, 0)
    document.styles[Look.BODY].paragraph_format.line_spacing = 1.5
    document.styles[Look.BODY].paragraph_format.space_after = Pt(4)
    citation.base_style = document.styles[Look.BODY]
    _set_font(citation, _BODY, 9)
    citation.paragraph_format.space_after = Pt(10)
    citation.font.color.rgb = RGBColor(0x70, 0x70, 0x70)


def _set_font(style: ParagraphStyle, chinese: str, size: int) -> None:
    """Set both fonts of a style: Word takes that for Chinese from a place of its own."""
    style.font.name, style.font.size = _LATIN, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:eastAsia"), "zh-CN")


def _same_each_time(zipped: bytes) -> bytes:
    """The same archive with fixed dates."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zipped)) as before, zipfile.ZipFile(buffer, "w") as after:
        for entry in before.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _ZIPPED)
            after.writestr(fixed, before.read(entry), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
