"""Minutes sent to the bot: an administrator sees what was read, and decides whether it is added."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from bot.digests.overseeing import hold_button
from bot.features import Action, Command, Request
from bot.fulltexts.documents import safe_name
from bot.keeping.removing import undo_button
from bot.people import texts as people_texts
from bot.replies import Button, Paragraph, Reply, Style, plain_reply, show_button
from data.bilingual import Bilingual, MinutesError
from data.model import Minutes
from data.roles import Role
from data.store import AddStatus
from retrieval.adding import Preview
from retrieval.library import MinutesLibrary
from retrieval.naming import say_minutes

KEEP = "keep"
"""The action of a button that adds what is shown above it: ``keep <16 hexadecimal digits>``."""

CANCEL = "cancel"
"""The action of a button that leaves out what is shown above it."""

MOST_PENDING = 20
"""Files that wait for a decision; the oldest is forgotten first."""

MOST_BYTES = 100_000_000
"""Bytes of the files that wait for a decision."""

PENDING_SECONDS = 60 * 60
"""How long a file waits for a decision."""

_MOST_WARNINGS = 10

_ONLY_ADMINISTRATORS = Bilingual(
    "谢谢您发来文件。添加纪要由管理员负责，请把文件转给管理员；查询纪要请直接提问。",
    "Thank you for the file. Only administrators add minutes, so please pass it on to one of them; to look something "
    "up in the minutes, just ask.",
)
_READ = Bilingual("已读取，尚未添加，请核对：", "This is what I read. Nothing has been added yet; please check it:")
_PUBLIC = Bilingual("公开：是（此件公开发布）", "Public: yes (此件公开发布)")
_NOT_PUBLIC = Bilingual(
    "公开：否（未标明此件公开发布），仅工作人员可查", "Public: no (not marked 此件公开发布), for staff only"
)
_REFUSED = Bilingual("{name} 没有添加，{why}", "{name} was not added: {why}")
_MORE_WARNINGS = Bilingual(
    "还有 {count} 处疑点，添加后可用 /check 查看。", "{count} more doubts; /check shows them once added."
)
_ADD_QUESTION = Bilingual("要添加这份纪要吗？", "Add these minutes?")
_REPLACE_QUESTION = Bilingual(
    "库中已有这次会议的纪要（{source}）。要用这份文件替换吗？原文件会作为旧版保留。",
    "The library has minutes of this meeting already ({source}). Replace them by this file? The old file is kept as an "
    "older version.",
)
_REREAD_QUESTION = Bilingual(
    "库中已有这份文件，是由旧版程序读取的。要重新读取吗？",
    "The library has this document already, as an older program read it. Read it anew?",
)
_THERE = Bilingual("库中已有这份文件：{meeting}。", "The library has this document already: {meeting}.")
_OLDER = Bilingual(
    "这是{meeting}纪要的旧版，现行文件是 {source}，未作改动。",
    "This is an older version of the minutes of {meeting}; the current file is {source}. Nothing was changed.",
)
_ADD = Bilingual("添加", "Add")
_REPLACE = Bilingual("替换", "Replace")
_CANCEL = Bilingual("取消", "Cancel")
_OPEN = Bilingual("查看这次会议", "Open the meeting")
_CANCELLED = Bilingual("已取消，没有添加。", "Cancelled; nothing was added.")
_GONE = Bilingual("这份文件已不在待定之列，请重新发送。", "This file is no longer waiting; please send it again.")
_ADDED = Bilingual("已添加：{meeting}，{counts}。", "Added: {meeting}, {counts}.")
_REPLACED = Bilingual("已替换：{meeting}，{counts}。", "Replaced: {meeting}, {counts}.")
_COUNTS = Bilingual("{resolutions} 项决议，{items} 条", "{resolutions} resolutions, {items} items")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that waits for a decision, whose it is, and since when."""

    preview: Preview
    member: str
    since: float

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return len(self.preview.source.content) if self.preview.source else 0


class Pending:
    """Files that wait for a decision: bounded, in memory only. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds."""
        self._clock = clock
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """How many there are."""
        return len(self._waiting)

    def put(self, preview: Preview, member: str) -> str:
        """Have a file of a person wait; the key it is taken back by, 16 hexadecimal digits."""
        key = secrets.token_hex(8)
        with self._lock:
            self._waiting[key] = _Waiting(preview, member, self._clock())
            while len(self._waiting) > 1 and not self._fits():
                self._waiting.popitem(last=False)
        return key

    def take(self, key: str, member: str) -> Preview | None:
        """Take a file of a person back, once; None if it does not wait any more, or is another's."""
        with self._lock:
            waiting = self._waiting.get(key)
            if waiting is None or waiting.member != member:
                return None
            del self._waiting[key]
            return waiting.preview if self._clock() - waiting.since <= PENDING_SECONDS else None

    def _fits(self) -> bool:
        return len(self._waiting) <= MOST_PENDING and sum(each.size for each in self._waiting.values()) <= MOST_BYTES


class Adding:
    """Reads files that administrators send, and adds them when they say so."""

    def __init__(self, library: MinutesLibrary, pending: Pending | None = None) -> None:
        self._library = library
        self._pending = pending or Pending()

    @property
    def commands(self) -> Sequence[Command]:
        """None: a file says enough."""
        return ()

    @property
    def actions(self) -> Sequence[Action]:
        """The decision about a file."""
        return (
            Action(KEEP, self._keep, Role.ADMINISTRATOR, is_slow=True),
            Action(CANCEL, self._cancel, Role.ADMINISTRATOR),
        )

    def receive(self, request: Request) -> Reply:
        """Read the file of a message, and ask whether to add it."""
        document = request.message.document
        if document is None or request.role < Role.ADMINISTRATOR:
            return plain_reply(request.say(_ONLY_ADMINISTRATORS))
        if request.person.in_group:
            return plain_reply(request.say(people_texts.PRIVATE_ONLY))
        name = safe_name(document.name)
        try:
            preview = self._library.preview(name, document.content)
        except MinutesError as error:
            return plain_reply(request.say(_REFUSED, name=name, why=error.say(request.language)))
        if preview.added.status is AddStatus.UNCHANGED:
            return _nothing_to_add(preview, request)
        key = self._pending.put(preview, request.person.member)
        keep = _REPLACE if preview.added.status is AddStatus.REPLACED else _ADD
        buttons = (
            Button(request.say(keep), f"{KEEP} {key}", row=1),
            Button(request.say(_CANCEL), f"{CANCEL} {key}", row=1),
        )
        return Reply(_shown(preview, request), buttons)

    def _keep(self, key: str, request: Request) -> Reply:
        preview = self._pending.take(key, request.person.member)
        if preview is None or preview.source is None:
            return plain_reply(request.say(_GONE))
        try:
            report = self._library.keep(preview)
        except MinutesError as error:
            return plain_reply(f"{preview.name}: {error.say(request.language)}")
        minutes = preview.minutes
        counts = request.say(_COUNTS, resolutions=minutes.resolution_count, items=minutes.item_count)
        said = _ADDED if report.status == AddStatus.ADDED else _REPLACED
        text = request.say(said, meeting=say_minutes(minutes, request.language), counts=counts)
        buttons = [_open_button(minutes, request), hold_button(minutes.ref, request)]
        if report.status == AddStatus.ADDED or report.replaces:
            buttons.append(undo_button(minutes.ref, preview.source.sha256, request))
        return Reply((Paragraph(text, Style.TITLE), Paragraph(preview.name)), tuple(buttons), in_place=True)

    def _cancel(self, key: str, request: Request) -> Reply:
        self._pending.take(key, request.person.member)
        return Reply((Paragraph(request.say(_CANCELLED)),), in_place=True)


def _nothing_to_add(preview: Preview, request: Request) -> Reply:
    """That the library has a file already, with a button to its meeting."""
    meeting, newest = say_minutes(preview.minutes, request.language), preview.added.superseded_by
    text = request.say(_OLDER, meeting=meeting, source=newest) if newest else request.say(_THERE, meeting=meeting)
    return Reply((Paragraph(text),), (_open_button(preview.minutes, request),))


def _shown(preview: Preview, request: Request) -> tuple[Paragraph, ...]:
    """What was read, what is doubtful in it, and what adding it would do."""
    minutes, added, language = preview.minutes, preview.added, request.language
    public = bool(minutes.footer and minutes.footer.public)
    found = [*preview.report.lines(language), request.say(_PUBLIC if public else _NOT_PUBLIC)]
    warnings = [f"! {warning.say(language)}" for warning in minutes.warnings[:_MOST_WARNINGS]]
    if len(minutes.warnings) > _MOST_WARNINGS:
        warnings.append(request.say(_MORE_WARNINGS, count=len(minutes.warnings) - _MOST_WARNINGS))
    if added.replaces:
        question = request.say(_REPLACE_QUESTION, source=added.replaces)
    else:
        question = request.say(_REREAD_QUESTION if added.status is AddStatus.REPLACED else _ADD_QUESTION)
    return (
        Paragraph(request.say(_READ), Style.TITLE),
        Paragraph("\n".join(found)),
        *(Paragraph(warning, Style.NOTICE) for warning in warnings),
        Paragraph(question),
    )


def _open_button(minutes: Minutes, request: Request) -> Button:
    return show_button(request.say(_OPEN), minutes.ref)
