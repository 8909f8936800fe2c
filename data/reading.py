"""Reading a file: its bytes, its text, and a clear refusal when it holds no text."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from data.bilingual import MinutesError

MAX_BYTES = 20_000_000
_SUFFIXES = (".txt",)
_CONTROL_SHARE = 0.01  # more control characters than this and the bytes were no text


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its name, its bytes and their text."""

    name: str
    content: bytes
    text: str

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def find_files(path: Path) -> list[Path]:
    """The file at ``path``, or the readable files of that folder and below, sorted.

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
    files = sorted(
        found
        for found in path.rglob("*")
        if found.is_file() and found.suffix.lower() in _SUFFIXES and not found.name.startswith(".")
    )
    if not files:
        kinds = ", ".join(_SUFFIXES)
        raise MinutesError(f"目录中没有可读的文件（{kinds}）。", f"the folder holds no readable file ({kinds}).")
    return files


def read_source(path: Path) -> Source:
    """Read a text file.

    Raises:
        MinutesError: the file cannot be opened, is too large, is empty, or is not text.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise _unreadable(error) from error
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise MinutesError(f"文件超过 {limit} MB。", f"the file is larger than {limit} MB.")
    if not content.strip():
        raise MinutesError("文件是空的。", "the file is empty.")
    text = decode(content)
    if text is None:
        raise MinutesError("不是文本文件。", "not a text file.")
    if not text.strip():
        raise MinutesError("文件是空的。", "the file is empty.")
    return Source(printable(path.name), content, text)


def printable(text: str) -> str:
    """``text`` with what no encoding can write (names and arguments that are not UTF-8) replaced by ``?``."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _unreadable(error: OSError) -> MinutesError:
    reason = error.strerror or type(error).__name__
    return MinutesError(f"无法读取：{reason}。", f"the file cannot be read: {reason}.")


def decode(content: bytes) -> str | None:
    """The text of ``content`` in UTF-8, UTF-16 with a byte order mark, or GB18030; None if it is no text."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(1 for character in text if unicodedata.category(character) in ("Cc", "Co", "Cn"))
        odd -= sum(text.count(blank) for blank in "\n\r\t\f\v")
        if odd <= len(text) * _CONTROL_SHARE:
            return text
    return None
