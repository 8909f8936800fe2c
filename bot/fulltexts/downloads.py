"""Files to take away: a part as Word or text, and the original document of a meeting."""

from collections.abc import Sequence
from dataclasses import replace

from bot import texts
from bot.features import Action, Command, Request
from bot.fulltexts.documents import Format, part_document, safe_name
from bot.fulltexts.naming import named_part
from bot.replies import FILE, SOURCE, File, Paragraph, Reply, answer_reply, plain_reply
from data.bilingual import Bilingual
from data.refs import Ref, parse_ref
from data.store import Version
from retrieval.vocabulary import Kind
from retrieval.wording import say_date

LARGEST = 50_000_000
"""Bytes of a file that Telegram takes from a bot (https://core.telegram.org/bots/api#senddocument)."""

_FILE_USAGE = Bilingual(
    "请写明哪一条和哪种格式，例如 /file 26-3 docx 或 /file 26 txt。",
    "Please say which part and which format, for example /file 26-3 docx or /file 26 txt.",
)
_SOURCE_USAGE = Bilingual("请写明哪次会议，例如 /source 26。", "Please say which meeting, for example /source 26.")
_ORIGINAL = Bilingual("原始文件：{name}", "Original file: {name}")
_OLDER = Bilingual("旧版：{name}（{day} 被替换）", "Older version: {name} (replaced on {day})")
_TOO_LARGE = Bilingual(
    "{name} 有 {size} MB，超过 50 MB，无法在这里发送。", "{name} has {size} MB; more than 50 MB cannot be sent here."
)


class Downloads:
    """Sends parts and documents as files."""

    @property
    def commands(self) -> Sequence[Command]:
        """``/file`` and ``/source``."""
        return (
            Command(
                "file",
                self._file,
                Bilingual("存为 Word 或文本文件", "save as a Word or text file"),
                Bilingual("26-3 docx", "26-3 docx"),
                is_slow=True,
            ),
            Command(
                "source",
                self._source,
                Bilingual("原始文件", "the original file"),
                Bilingual("26", "26"),
                is_slow=True,
            ),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The same on a button."""
        return (Action(FILE, self._press_file, is_slow=True), Action(SOURCE, self._press_source, is_slow=True))

    def _file(self, argument: str, request: Request) -> Reply:
        written, kind = _read_format(argument)
        if not written:
            return plain_reply(request.say(_FILE_USAGE))
        return self._made(written, kind, request) or _not_there(written, request, _FILE_USAGE)

    def _press_file(self, argument: str, request: Request) -> Reply:
        written, kind = _read_format(argument)
        return self._made(written, kind, request) or plain_reply(request.say(texts.STALE))

    def _source(self, argument: str, request: Request) -> Reply:
        if not argument:
            return plain_reply(request.say(_SOURCE_USAGE))
        return self._original(argument, request) or _not_there(argument, request, _SOURCE_USAGE)

    def _press_source(self, argument: str, request: Request) -> Reply:
        return self._original(argument, request) or plain_reply(request.say(texts.STALE))

    @staticmethod
    def _made(written: str, kind: Format, request: Request) -> Reply | None:
        """A file of each part that was named; None if there is none."""
        shelf, language = request.shelf, request.language
        refs = _refs(written, request)
        files = [part_document(shelf.minutes_of(ref), ref, kind, language) for ref in refs]
        said = (_cited(f"{file.name}", ref, request) for file, ref in zip(files, refs, strict=True))
        return Reply(tuple(said), files=tuple(_told_apart(files))) if refs else None

    @staticmethod
    def _original(written: str, request: Request) -> Reply | None:
        """The document of each meeting that was named, with the names of those it replaced; None if there is none."""
        shelf = request.shelf
        paragraphs: list[Paragraph] = []
        files: list[File] = []
        for ref in dict.fromkeys(ref.whole_meeting() for ref in _refs(written, request)):
            name, content = shelf.document(ref)
            name = safe_name(name)
            if len(content) > LARGEST:
                size = -(-len(content) // 1_000_000)
                paragraphs.append(_cited(request.say(_TOO_LARGE, name=name, size=size), ref, request))
            else:
                paragraphs.append(_cited(request.say(_ORIGINAL, name=name), ref, request))
                files.append(File(name, content))
            paragraphs += [_older(version, request) for version in shelf.minutes_of(ref).versions]
        return Reply(tuple(paragraphs), files=tuple(_told_apart(files))) if paragraphs else None


def _read_format(argument: str) -> tuple[str, Format]:
    """What to make a file of, and the format; Word where none is said."""
    before, _, last = argument.strip().rpartition(" ")
    kind = last.lower().removeprefix(".")
    if kind in tuple(Format):
        return before.strip(), Format(kind)
    return argument.strip(), Format.WORD


def _refs(written: str, request: Request) -> list[Ref]:
    """The refs in full that were written or named: ``26-3``, ``26 3``, ``第26次第三项``."""
    parts = request.shelf.part("-".join(written.split()))
    if parts:
        return [part.ref for part in parts]
    named = named_part(written, request, (Kind.FULL_TEXT, Kind.WHOLE_MEETING))
    return [named[0]] if named else []


def _not_there(written: str, request: Request, usage: Bilingual) -> Reply:
    """What does exist, for a ref that does not; how to write one, for anything else."""
    ref = parse_ref("-".join(written.split()))
    return answer_reply(request.shelf.ask(str(ref), request.language)) if ref else plain_reply(request.say(usage))


def _cited(text: str, ref: Ref, request: Request) -> Paragraph:
    return Paragraph(text, citation=request.shelf.label(ref, request.language), ref=str(ref))


def _older(version: Version, request: Request) -> Paragraph:
    day = say_date(version.replaced_on.date(), request.language)
    return Paragraph(request.say(_OLDER, name=safe_name(version.source), day=day))


def _told_apart(files: Sequence[File]) -> list[File]:
    """The files, those of the same name numbered."""
    seen: dict[str, int] = {}
    told: list[File] = []
    for file in files:
        seen[file.name] = count = seen.get(file.name, 0) + 1
        stem, dot, ending = file.name.rpartition(".")
        told.append(replace(file, name=f"{stem} ({count}){dot}{ending}") if count > 1 else file)
    return told
