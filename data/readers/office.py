"""Documents that LibreOffice turns into docx: .doc and .wps of old, RTF and OpenDocument."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from data.bilingual import MinutesError
from data.readers.kinds import OLE, ZIP
from data.readers.outcome import Limits, PageProgress, Reading
from data.readers.word import read_word

_TIME_LIMIT = 120  # seconds; a cold start takes ten
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4: a docx with a password
_WORD_STREAM = "WordDocument".encode("utf-16-le")  # [MS-DOC] 2.1
_WPS_STREAM = "WpsContent".encode("utf-16-le")
_FIB_FLAGS = 0x0A  # [MS-DOC] 2.5.2: FibBase; bit 8 is fEncrypted
_SECTOR = 512


def read_office(content: bytes, limits: Limits, progress: PageProgress) -> Reading:
    """The text of the document.

    Raises:
        MinutesError: LibreOffice is missing, or cannot read the document, or the document is encrypted.
    """
    if content.startswith(OLE):
        if _ENCRYPTED_PACKAGE in content or _is_encrypted_doc(content):
            raise MinutesError("文件已加密，需要密码。", "the file is encrypted and needs a password.")
        if _WORD_STREAM not in content and _WPS_STREAM not in content:
            raise MinutesError("不是 Word 文档，或文档已损坏。", "not a Word document, or a damaged one.")
    return read_word(_converted(content), limits, progress)


def find_office() -> str | None:
    """Where LibreOffice is on this machine, if it is."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _is_encrypted_doc(content: bytes) -> bool:
    """Whether a .doc is encrypted; its main stream begins, as a rule, with the first sector."""
    head = content[_SECTOR : 2 * _SECTOR]
    is_main_stream = head[:2] == b"\xec\xa5"  # [MS-DOC] 2.5.2: wIdent
    return is_main_stream and bool(int.from_bytes(head[_FIB_FLAGS : _FIB_FLAGS + 2], "little") & 0x100)


def _converted(content: bytes) -> bytes:
    program = find_office()
    if program is None:
        raise MinutesError(
            "读取 .doc、.wps、.rtf、.odt 文件需要安装 LibreOffice，或请另存为 .docx。",
            "files of type .doc, .wps, .rtf and .odt need LibreOffice to be installed, or save the file as .docx.",
        )
    with tempfile.TemporaryDirectory(prefix="minutes-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source{_suffix(content)}"
        source.write_bytes(content)
        command = [
            program,
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(Path(folder) / "out"),
            str(source),
        ]
        _run(command, folder)
        try:
            return (Path(folder) / "out" / "source.docx").read_bytes()
        except OSError as error:
            raise MinutesError("LibreOffice 无法读取该文件。", "LibreOffice cannot read the file.") from error


def _suffix(content: bytes) -> str:
    if content.startswith(ZIP):
        return ".odt"
    if content.startswith(OLE):
        return ".wps" if _WPS_STREAM in content and _WORD_STREAM not in content else ".doc"
    return ".rtf"


def _run(command: list[str], folder: str) -> None:
    """Run LibreOffice in a session of its own, so that it can be stopped with all its children."""
    process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice, the arguments are ours
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "HOME": folder},
    )
    try:
        process.wait(_TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise MinutesError("LibreOffice 读取文件超时。", "LibreOffice took too long to read the file.") from error
    finally:
        with contextlib.suppress(ProcessLookupError):  # all of them are gone, which is as it should be
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
