"""Telling what kind a file is: by its first bytes, and by its suffix where the bytes leave it open."""

import re
from enum import StrEnum
from pathlib import PurePath


class Kind(StrEnum):
    """A kind of file that there is a reader for."""

    TEXT = "text"
    PDF = "pdf"
    WORD = "word"  # docx
    OFFICE = "office"  # what LibreOffice turns into docx: doc, wps, rtf, odt
    HTML = "html"
    MHTML = "mhtml"
    PICTURE = "picture"


BY_SUFFIX = {
    ".txt": Kind.TEXT,
    ".pdf": Kind.PDF,
    ".docx": Kind.WORD,
    ".doc": Kind.OFFICE,
    ".wps": Kind.OFFICE,
    ".rtf": Kind.OFFICE,
    ".odt": Kind.OFFICE,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".mht": Kind.MHTML,
    ".mhtml": Kind.MHTML,
    ".png": Kind.PICTURE,
    ".jpg": Kind.PICTURE,
    ".jpeg": Kind.PICTURE,
    ".tif": Kind.PICTURE,
    ".tiff": Kind.PICTURE,
    ".bmp": Kind.PICTURE,
    ".webp": Kind.PICTURE,
}
SUFFIXES = tuple(BY_SUFFIX)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: the signature of a compound file
ZIP = b"PK\x03\x04"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_PDF_WITHIN = 1024  # bytes: readers accept as much before the header
_OPENDOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"  # OpenDocument 1.3 part 2, 3.3: first in the zip
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table)\b", re.IGNORECASE)
_MHTML = re.compile(
    rb"^(?:From|MIME-Version|Content-Type|Subject|Date|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE
)


def kind_of(name: str, content: bytes) -> Kind:
    """The kind of a file called ``name``: text where nothing speaks for another."""
    suffix = BY_SUFFIX.get(PurePath(name).suffix.lower(), Kind.TEXT)
    if content.startswith(ZIP):
        return Kind.OFFICE if _OPENDOCUMENT in content[:200] else Kind.WORD
    if content.startswith(OLE) or content.lstrip()[:5] == b"{\\rtf":
        return Kind.OFFICE
    if _is_picture(content):
        return Kind.PICTURE
    if b"%PDF-" in content[:_PDF_WITHIN] and (suffix is Kind.PDF or content.lstrip().startswith(b"%PDF-")):
        return Kind.PDF
    head = content[:2000].replace(b"\x00", b"")  # markup in UTF-16 looks the same without its zeros
    if suffix is Kind.MHTML and _MHTML.search(head):
        return Kind.MHTML
    if _MARKUP.search(head) and (
        suffix is not Kind.TEXT or head.lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ").startswith(b"<")
    ):
        return Kind.MHTML if _MHTML.match(head) else Kind.HTML
    return suffix if suffix in (Kind.PDF, Kind.HTML, Kind.PICTURE) else _claimed(suffix, content)


def _claimed(suffix: Kind, content: bytes) -> Kind:
    """A Word suffix on bytes of another kind: text if they are text, else as the suffix says."""
    if suffix in (Kind.WORD, Kind.OFFICE) and b"\x00" in content:
        return suffix
    return Kind.TEXT


def _is_picture(content: bytes) -> bool:
    if content.startswith(_PICTURES):
        return True
    bitmap = content.startswith(b"BM") and content[6:10] == bytes(4)
    return bitmap or (content.startswith(b"RIFF") and content[8:12] == b"WEBP")
