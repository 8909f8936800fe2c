"""Reading a file: its bytes, its text, and a clear refusal when it holds no text.

The kind of a file is told by its content first; each kind has its reader in ``data.readers``.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from data.bilingual import MinutesError
from data.model import Span
from data.readers.html import read_html, read_mhtml
from data.readers.images import read_picture
from data.readers.kinds import SUFFIXES, Kind, kind_of
from data.readers.office import read_office
from data.readers.outcome import Limits, PageProgress, Reading, no_pages
from data.readers.pdf import read_pdf
from data.readers.text import decode, read_text
from data.readers.word import read_word

__all__ = [
    "SUFFIXES",
    "Limits",
    "PageProgress",
    "Source",
    "decode",
    "find_files",
    "load",
    "no_pages",
    "printable",
    "read_content",
    "read_source",
]
_DEFAULT_LIMITS = Limits()
_BLANK = "\ufeff\u3000 \t\r\n\f\v"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its name, its bytes, their text, and what is known of the text's form."""

    name: str
    content: bytes
    text: str
    pages: tuple[Span, ...] = ()  # the text of each page, in order; empty where the kind of file has no pages
    layout: tuple[Span, ...] = ()  # running heads, page numbers, web navigation
    doubtful: tuple[Span, ...] = ()  # digits, numerals and dates that OCR is not sure of
    hard_wrapped: bool | None = None  # whether lines end with the page's width; None where nobody knows

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def find_files(path: Path) -> list[Path]:
    """The file at ``path``, or the readable files of that folder and below, sorted.

    Hidden files, the lock files of office programs (``~$``) and links that lead out of the folder are left out.

    Raises:
        MinutesError: nothing is there, or the folder holds no file of a readable kind.
    """
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except OSError as error:  # a name too long for the file system, a folder that may not be entered
        raise _unreadable(error) from error
    if is_file:
        return [path]
    if not is_folder:
        raise MinutesError("没有这个文件或目录。", "no such file or folder.")
    files = []
    for folder, inner, names in os.walk(path):  # which follows no links to folders
        inner[:] = [name for name in inner if not _is_set_aside(name)]
        files += [Path(folder) / name for name in names if not _is_set_aside(name)]
    home = path.resolve()
    files = sorted(file for file in files if file.suffix.lower() in SUFFIXES and _is_within(file, home))
    if not files:
        kinds = ", ".join(SUFFIXES)
        raise MinutesError(f"目录中没有可读的文件（{kinds}）。", f"the folder holds no readable file ({kinds}).")
    return files


def _is_set_aside(name: str) -> bool:
    return name.startswith((".", "~$", "__MACOSX"))


def _is_within(file: Path, home: Path) -> bool:
    try:
        return file.is_file() and (not file.is_symlink() or file.resolve().is_relative_to(home))
    except (OSError, RuntimeError):  # links in a circle
        return False


def load(path: Path, limits: Limits = _DEFAULT_LIMITS) -> tuple[str, bytes]:
    """The printable name and the bytes of a file.

    Raises:
        MinutesError: it cannot be opened, is no regular file, is too large or empty, or changed while it was read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for without end
            raise MinutesError("不是普通文件。", "not a regular file.")
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > limits.max_bytes:
                raise _too_large(limits)
            content = file.read(limits.max_bytes + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise _unreadable(error) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
        raise MinutesError("文件在读取时被改动，请重试。", "the file changed while it was read: try again.")
    if not content:
        raise _empty()
    return printable(path.name), content


def read_content(
    name: str, content: bytes, limits: Limits = _DEFAULT_LIMITS, progress: PageProgress = no_pages
) -> Source:
    """Read the bytes of a file called ``name``; ``progress`` is told the pages done where there are pages.

    Raises:
        MinutesError: it is too large, empty, damaged or encrypted, of no readable kind, or holds no text.
    """
    if len(content) > limits.max_bytes:
        raise _too_large(limits)
    if not content.strip():
        raise _empty()
    kind = kind_of(name, content)
    read = _read(kind, content, limits, progress)
    if not read.text.strip(_BLANK):
        raise _empty() if kind is Kind.TEXT else MinutesError("文件中没有文字。", "the file holds no text.")
    return Source(printable(name), content, read.text, read.pages, read.layout, read.doubtful, read.hard_wrapped)


def _read(kind: Kind, content: bytes, limits: Limits, progress: PageProgress) -> Reading:
    match kind:
        case Kind.PDF:
            return read_pdf(content, limits, progress)
        case Kind.WORD:
            return read_word(content, limits, progress)
        case Kind.OFFICE:
            return read_office(content, limits, progress)
        case Kind.HTML:
            return read_html(content)
        case Kind.MHTML:
            return read_mhtml(content)
        case Kind.PICTURE:
            return read_picture(content, limits, progress)
        case Kind.TEXT:
            return read_text(content)


def read_source(path: Path, limits: Limits = _DEFAULT_LIMITS, progress: PageProgress = no_pages) -> Source:
    """Read the file at ``path``.

    Raises:
        MinutesError: as ``load`` and ``read_content`` do.
    """
    return read_content(*load(path, limits), limits, progress)


def printable(text: str) -> str:
    """``text`` with what no encoding can write (names and arguments that are not UTF-8) replaced by ``?``."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _empty() -> MinutesError:
    return MinutesError("文件是空的。", "the file is empty.")


def _too_large(limits: Limits) -> MinutesError:
    limit = limits.max_bytes // 1_000_000
    return MinutesError(f"文件超过 {limit} MB。", f"the file is larger than {limit} MB.")


def _unreadable(error: OSError) -> MinutesError:
    reason = error.strerror or type(error).__name__
    return MinutesError(f"无法读取：{reason}。", f"the file cannot be read: {reason}.")
