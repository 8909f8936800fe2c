"""Word documents (docx), paragraph by paragraph as they are shown: lists numbered, deletions and hidden text gone."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from data.bilingual import MinutesError
from data.model import Span
from data.readers.images import read_picture
from data.readers.numbering import Numbering, W
from data.readers.outcome import Limits, PageProgress, Reading, TextLine, join_lines, no_pages

_MAX_UNPACKED = 300_000_000  # bytes
_MAX_RATIO = 200  # unpacked to packed; XML of Word packs to about a tenth
_SMALL = 10_000_000  # bytes unpacked that are no bomb whatever the ratio
_ENCRYPTED = 0x1  # APPNOTE.TXT 4.4.4, bit 0
_HARDLY_ANY = 20  # characters: a document of scans has no more
_DROPPED = {f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}instrText", f"{W}delText"}
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
_FALSE = ("0", "false", "off")


def read_word(content: bytes, limits: Limits, progress: PageProgress) -> Reading:
    """The text of a docx file; a document of pictures alone is read by OCR.

    Raises:
        MinutesError: it is damaged, encrypted, no Word document, or unpacks to too much.
    """
    try:
        _check_archive(content)
        return _read(_open(content), limits, progress)
    except MinutesError:
        raise
    except Exception as error:  # whatever a broken archive or broken XML brings about in zlib, lxml or python-docx
        raise MinutesError(
            "Word 文档已损坏，无法打开。", "the Word document is damaged and cannot be opened."
        ) from error


def _read(document: Any, limits: Limits, progress: PageProgress) -> Reading:
    shown = _Shown(document)
    body = [TextLine(line) for line in shown.lines(document.element.body)]
    if sum(len(line.text) for line in body) < _HARDLY_ANY:
        scans = list(_pictures(document))
        if scans:
            return _read_scans(scans, limits, progress)
    heads = {line: None for part in _margins(document, "header") for line in shown.lines(part)}
    feet = {line: None for part in _margins(document, "footer") for line in shown.lines(part)}
    head, foot = ([TextLine(line, is_layout=True) for line in lines] for lines in (heads, feet))
    return join_lines([[*head, *body, *foot]], hard_wrapped=False, paged=False)


def _open(content: bytes) -> Any:
    import docx  # noqa: PLC0415 - only Word documents need it

    try:
        return docx.Document(io.BytesIO(content))
    except (ValueError, KeyError) as error:  # a spreadsheet, or any other archive
        raise MinutesError("不是 Word 文档，或文档已损坏。", "not a Word document, or a damaged one.") from error


def _check_archive(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MAX_UNPACKED or (unpacked > _SMALL and unpacked > _MAX_RATIO * len(content)):
        raise MinutesError("文件解压后过大。", "the file unpacks to too much.")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise MinutesError("文件已加密，需要密码。", "the file is encrypted and needs a password.")


def _margins(document: Any, which: str) -> Iterator[Any]:
    """The roots of all header or footer parts of the document."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{which}"):
            yield relation.target_part.element


def _pictures(document: Any) -> Iterator[bytes]:
    for blip in document.element.body.iter(f"{_A}blip"):
        relation = document.part.rels.get(blip.get(f"{_R}embed"))
        if relation is not None and not relation.is_external:
            yield relation.target_part.blob


def _read_scans(scans: list[bytes], limits: Limits, progress: PageProgress) -> Reading:
    limits.check_pages(len(scans))
    text, doubtful = "", []
    for number, scan in enumerate(scans, start=1):
        read = read_picture(scan, limits, no_pages)
        doubtful += [Span(span.start + len(text), span.end + len(text)) for span in read.doubtful]
        text += read.text
        progress(number, len(scans))
    return Reading(text, doubtful=tuple(doubtful), hard_wrapped=True)


class _Shown:
    """What of a document is shown, as lines."""

    def __init__(self, document: Any) -> None:
        parts = {
            relation.reltype.rsplit("/", 1)[-1]: relation.target_part
            for relation in document.part.rels.values()
            if not relation.is_external
        }
        numbering, styles = (getattr(parts.get(name), "element", None) for name in ("numbering", "styles"))
        self._numbering = Numbering(numbering, styles)

    def lines(self, holder: Any) -> Iterator[str]:
        """The lines of the paragraphs and tables in ``holder``, in order; empty ones are left out."""
        for child in holder.iterchildren(tag="{*}*"):
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{_MC}AlternateContent":  # the same for newer and for older programs
                for choice in child[:1]:
                    yield from self.lines(choice)
            elif child.tag not in _DROPPED:
                yield from self.lines(child)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        boxes: list[Any] = []
        text = self._text(paragraph, boxes)
        for box in boxes:
            yield from self.lines(box)
        numeral = self._numbering.numeral(paragraph)
        if text.strip():
            yield from filter(str.strip, (numeral + text).splitlines())

    def _table(self, table: Any) -> Iterator[str]:
        """A line a row, where its cells hold a paragraph each; else the paragraphs cell by cell."""
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue  # of a table within a cell, which comes with the cell
            cells = [list(self.lines(cell)) for cell in row.iterchildren(f"{W}tc", f"{W}sdt")]
            if all(len(cell) <= 1 for cell in cells):
                yield from filter(None, ["  ".join(cell[0] for cell in cells if cell)])
            else:
                for cell in cells:
                    yield from cell

    def _text(self, holder: Any, boxes: list[Any]) -> str:
        text = ""
        for child in holder.iterchildren(tag="{*}*"):
            if child.tag in (f"{W}t", f"{_M}t"):
                text += child.text or ""
            elif child.tag in _BREAKS:
                text += _BREAKS[child.tag]
            elif child.tag == f"{W}txbxContent":
                boxes.append(child)
            elif child.tag == f"{_MC}AlternateContent":
                text += "".join(self._text(choice, boxes) for choice in child[:1])
            elif child.tag not in _DROPPED and child.tag not in (f"{W}pPr", f"{W}rPr") and not self._hidden(child):
                text += self._text(child, boxes)
        return text

    def _hidden(self, run: Any) -> bool:
        """Whether a run is marked hidden, by itself or by its style."""
        if run.tag != f"{W}r":
            return False
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        style = properties.find(f"{W}rStyle")
        styled = self._numbering.ancestry(None if style is None else style.get(f"{W}val"))
        for holder in (properties, *(one.find(f"{W}rPr") for one in styled)):
            mark = None if holder is None else holder.find(f"{W}vanish")
            if mark is not None:
                return mark.get(f"{W}val", "true") not in _FALSE
        return False
