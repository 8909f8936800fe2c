"""The checks of the library of minutes: its folder, store, model, index, and what reads files and words answers."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.terminal.checkup import Check, Finding, failed, ok, warning
from data.bilingual import Bilingual, MinutesError
from data.inspection import DatabaseState
from data.readers.ocr import model_files
from data.readers.office import find_office
from retrieval.inspecting import Inspection
from retrieval.library import LibrarySettings
from retrieval.phrasing_model import ChatModel

_FULL, _NEARLY_FULL = 50_000_000, 500_000_000  # bytes that are left
_MODEL_SECONDS = 120.0  # a model from a hub is fetched first
_STORE_SECONDS = 60.0
_GIGABYTE = 1e9


class LibraryChecks:
    """The checks of a library with these settings; nothing is created or changed."""

    def __init__(self, settings: LibrarySettings) -> None:
        self._settings = settings
        self._inspection = Inspection(settings)

    @property
    def checks(self) -> Sequence[Check]:
        """All of them, in their order."""
        return (
            Check("state", Bilingual("状态目录", "state folder"), self._state),
            Check("store", Bilingual("数据库", "store"), self._store, _STORE_SECONDS),
            Check("model", Bilingual("嵌入模型", "embedding model"), self._model, _MODEL_SECONDS),
            Check("index", Bilingual("向量索引", "index of vectors"), self._index, _MODEL_SECONDS),
            Check("chat_model", Bilingual("对话模型", "chat model"), self._chat, self._chat_seconds),
        )

    def _state(self) -> Finding:
        folder = self._settings.state_dir
        existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
        try:
            with tempfile.TemporaryFile(dir=existing):
                pass
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return failed(
                f"{existing} 不可写（{reason}）：请给运行本程序的用户写权限，或改 STATE_DIR。",
                f"{existing} cannot be written ({reason}): let this user write to it, or set another STATE_DIR.",
            )
        free = shutil.disk_usage(existing).free
        left = f"{free / _GIGABYTE:.1f} GB"
        if free < _FULL:
            return failed(
                f"{folder} 所在磁盘只剩 {left}：请腾出空间。", f"only {left} are left for {folder}: free some space."
            )
        if free < _NEARLY_FULL:
            return warning(
                f"{folder} 所在磁盘只剩 {left}：请尽快腾出空间。", f"only {left} are left for {folder}: free some soon."
            )
        return ok(f"{folder} 可写，剩余 {left}。", f"{folder} can be written, {left} are left.")

    def _store(self) -> Finding:
        state = self._inspection.database()
        return _problem(state) or _counted(state)

    def _model(self) -> Finding:
        state = self._inspection.model()
        if state.understands_both:
            return ok(
                f"{state.name}：同义的中英文句子余弦 {state.same:.2f}，异义的 {state.other:.2f}。",
                f"{state.name}: the cosine of a Chinese and an English sentence is {state.same:.2f} where they say the "
                f"same and {state.other:.2f} where not.",
            )
        return warning(
            f"{state.name} 认不出同义的中英文句子：请改用支持中英文的 EMBEDDING_MODEL。",
            f"{state.name} does not see that a Chinese and an English sentence say the same: set an EMBEDDING_MODEL "
            "for both languages.",
        )

    def _index(self) -> Finding:
        if _problem(self._inspection.database()):
            return warning("数据库可用之后才能检查。", "it can be checked once the store is in order.")
        place = self._inspection.index_place
        if isinstance(place, Path) and not place.exists():
            return warning(
                "尚未建立；第一次提问或启动机器人时自动建立。",
                "there is none yet; it is built with the first question, or when the bot starts.",
            )
        state = self._inspection.index()
        if state.missing:
            return warning(
                f"{place} 缺 {state.missing}/{state.texts} 条向量；下次提问或启动机器人时自动补上。",
                f"{state.missing} of {state.texts} texts have no vector in {place}; they get one with the next "
                "question, or when the bot starts.",
            )
        return ok(f"{place}：{state.texts} 条文本均有向量。", f"{place}: all {state.texts} texts have a vector.")

    @property
    def _chat_seconds(self) -> float:
        return self._settings.chat.seconds + _STORE_SECONDS if self._settings.chat else 1.0

    def _chat(self) -> Finding:
        chat = self._settings.chat
        if chat is None:
            return ok("未设置；答案用纪要原文组成。", "none is set; answers are composed of the minutes' own words.")
        if ChatModel(chat).reply("Answer with one word.", "Say: ready"):
            return ok(f"{chat.model} 有回答。", f"{chat.model} answers.")
        return failed(
            f"{chat.model} 在 {chat.seconds:.0f} 秒内没有回答：请检查 LLM_MODEL 等 LLM_ 设置。",
            f"{chat.model} does not answer within {chat.seconds:.0f} seconds: check LLM_MODEL and the "
            "other settings LLM_….",
        )


def reader_checks() -> Sequence[Check]:
    """The checks of what reads files; they need no settings."""
    return (
        Check("ocr", Bilingual("文字识别", "OCR"), _ocr),
        Check("libreoffice", Bilingual("LibreOffice", "LibreOffice"), _office),
    )


def _problem(state: DatabaseState | None) -> Finding | None:
    """What is to be said of a database that cannot be used as it is."""
    if state is None or not state.version:
        return warning("尚未建立；第一次使用时自动建立。", "there is none yet; it is made at first use.")
    if state.faults:
        return failed("数据库已损坏：请用备份恢复。", "the database is damaged: restore a backup.")
    if state.is_newer:
        return failed(
            "数据库的版本不明：请升级本程序。",
            "a newer program or another one made the database: upgrade this program.",
        )
    if not state.is_current:
        return warning(
            f"数据库是旧版本（{state.version}）；下次启动时自动升级，请先备份。",
            f"the database is of an older version ({state.version}); back it up, and the next start "
            "brings it up to date.",
        )
    return None


def _counted(state: DatabaseState | None) -> Finding:
    if state is None or not state.is_prepared:
        return warning(
            "第一次使用时没有读完纪要；下次启动时继续。",
            "the first use was interrupted; the next start goes on with reading the minutes.",
        )
    if not state.counts.meetings:
        return warning(
            "库中没有纪要：请用 minutes ingest 添加。", "there are no minutes in it: add some with `minutes ingest`."
        )
    return ok(
        f"完好，版本 {state.version}，共 {state.counts.meetings} 次会议。",
        f"whole, of version {state.version}, with the minutes of {state.counts.meetings} meetings.",
    )


def _ocr() -> Finding:
    if model_files("det") and model_files("rec"):
        return ok("模型齐全，可以读扫描件。", "its models are there; scans can be read.")
    return failed(
        "缺少模型，无法读扫描件：请重新安装 rapidocr。",
        "its models are missing, scans cannot be read: reinstall the package rapidocr.",
    )


def _office() -> Finding:
    place = find_office()
    if place:
        return ok(f"{place}", f"{place}")
    return ok(
        "未安装；只有读 .doc、.wps、.rtf、.odt 文件才需要。",
        "not installed; only files of type .doc, .wps, .rtf and .odt need it.",
    )


def unreadable(error: MinutesError) -> Check:
    """The check of settings that could not be read."""
    return Check("settings", Bilingual("设置", "settings"), lambda: failed(error.say("zh"), error.say("en")))
