"""Minutes taken out of the library, after a question, and brought back: by administrators."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import texts
from bot.features import Action, Command, Request
from bot.paging import read_number
from bot.replies import Button, Paragraph, Reply, Style, answer_reply, plain_reply, show_button
from data.bilingual import Bilingual, MinutesError
from data.refs import Ref, parse_ref
from data.removals import Removal
from data.roles import Role
from data.store import StoredMinutes
from retrieval.library import MinutesLibrary
from retrieval.naming import NamedMinutes, say_minutes
from retrieval.scope import find_scope

REMOVE = "remove"
"""The action of a button that asks whether to remove a meeting: ``remove <full ref>``."""

DROP = "drop"
"""The action of a button that removes it: ``drop <full ref> <16 digits of its document's hash>``."""

STAY = "stay"
"""The action of a button that removes nothing after all."""

RESTORE = "restore"
"""The action of a button that brings back what was removed: ``restore <number of the removal>``."""

UNDO = "undo"
"""The action of a button that undoes an adding: ``undo <full ref> <16 digits of the document's hash>``."""

_HASH = 16  # digits of a document's hash that a button carries

_USAGE = Bilingual(
    "请写明要移除哪次会议的纪要，例如 /remove 26。", "Please say which minutes to remove, for example /remove 26."
)
_WHOLE_ONLY = Bilingual(
    "只能移除整次会议的纪要，例如 /remove 26。", "Only the minutes of a whole meeting can be removed: /remove 26."
)
_WHICH = Bilingual("要移除哪一份？", "Which one is to be removed?")
_ASK = Bilingual("要移除这份纪要吗？", "Remove these minutes?")
_FILE = Bilingual("文件：{source}", "File: {source}")
_OLDER = Bilingual("连同旧版：{sources}", "With its older versions: {sources}")
_PUBLIC = Bilingual("公开发布", "public")
_NOT_PUBLIC = Bilingual("未公开，仅工作人员可查", "not public, for staff only")
_CAN_COME_BACK = Bilingual(
    "移除后任何人都查不到；可以撤销，恢复原样。",
    "Nobody finds them after that. It can be undone; then all is as before.",
)
_REMOVE_BUTTON = Bilingual("移除", "Remove")
_CANCEL = Bilingual("取消", "Cancel")
_UNDO = Bilingual("撤销", "Undo")
_OPEN = Bilingual("查看这次会议", "Open the meeting")
_STAYS = Bilingual("已取消，没有移除。", "Cancelled; nothing was removed.")
_NOT_THERE = Bilingual(
    "这份纪要已不在库中，或已被新文件替换。",
    "Those minutes are no longer in the library, or another file has replaced them.",
)
_REMOVED = Bilingual("已移除：{meeting}（{source}）。", "Removed: {meeting} ({source}).")
_WITHDRAWN = Bilingual(
    "已撤销：{meeting}恢复为先前的文件。", "Undone: {meeting} is answered from the earlier file again."
)
_RESTORED = Bilingual("已恢复：{meeting}（{source}）。", "Back again: {meeting} ({source}).")


class Removing:
    """Removes minutes, and undoes that."""

    def __init__(self, library: MinutesLibrary) -> None:
        self._library = library

    @property
    def commands(self) -> Sequence[Command]:
        """``/remove``."""
        return (
            Command(
                "remove",
                self._ask,
                Bilingual("移除某次会议的纪要", "remove the minutes of a meeting"),
                Bilingual("26", "26"),
                Role.ADMINISTRATOR,
                in_groups=False,
            ),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The question, the removal, and their undoing."""
        return (
            Action(REMOVE, self._ask_pressed, Role.ADMINISTRATOR),
            Action(DROP, self._drop, Role.ADMINISTRATOR, is_slow=True),
            Action(STAY, _stay, Role.ADMINISTRATOR),
            Action(RESTORE, self._restore, Role.ADMINISTRATOR, is_slow=True),
            Action(UNDO, self._undo, Role.ADMINISTRATOR, is_slow=True),
        )

    @staticmethod
    def _ask(argument: str, request: Request) -> Reply:
        """Ask whether to remove a meeting, or which one is meant."""
        shelf = request.shelf
        if not argument:
            return plain_reply(request.say(_USAGE))
        parts = shelf.part(argument)
        if any(part.ref.kind is not None for part in parts):
            return plain_reply(request.say(_WHOLE_ONLY))
        meant: Sequence[NamedMinutes] = [shelf.corpus.stored_at(part.ref) for part in parts]
        if not parts:
            scope = find_scope(shelf.corpus, shelf.read_question(argument, request.language).mentions)
            meant = (scope.meetings or ()) if scope.named else ()
        if not meant:
            is_named = parse_ref(argument) or shelf.read_question(argument, request.language).mentions.any_meeting
            return answer_reply(shelf.ask(argument, request.language)) if is_named else plain_reply(request.say(_USAGE))
        if len(meant) > 1:
            buttons = tuple(Button(kept.name.say(request.language), f"{REMOVE} {kept.ref}") for kept in meant)
            return Reply((Paragraph(request.say(_WHICH)),), buttons)
        return _confirmation(meant[0], request)

    @staticmethod
    def _ask_pressed(argument: str, request: Request) -> Reply:
        parts = request.shelf.part(argument)
        if len(parts) != 1:
            return plain_reply(request.say(_NOT_THERE))
        return replace(_confirmation(request.shelf.corpus.stored_at(parts[0].ref), request), in_place=True)

    def _drop(self, written: str, request: Request) -> Reply:
        return self._taken_out(self._library.remove, written, request)

    def _undo(self, written: str, request: Request) -> Reply:
        return self._taken_out(self._library.undo_adding, written, request)

    @staticmethod
    def _taken_out(take_out: Callable[[Ref, str], Removal], written: str, request: Request) -> Reply:
        """Take out ``<full ref> <beginning of a hash>``, and say what went."""
        ref, sha256 = parse_ref(written.partition(" ")[0]), written.partition(" ")[2]
        try:
            removal = take_out(ref, sha256) if ref and sha256 else None
        except KeyError:
            removal = None
        if removal is None:
            return plain_reply(request.say(_NOT_THERE))
        meeting = say_minutes(removal.kept.minutes, request.language)
        if removal.id is None:
            back = request.say(_WITHDRAWN, meeting=meeting)
            return Reply((Paragraph(back),), (_open_button(removal.ref, request),), in_place=True)
        text = request.say(_REMOVED, meeting=meeting, source=removal.kept.source)
        return Reply((Paragraph(text),), (Button(request.say(_UNDO), f"{RESTORE} {removal.id}"),), in_place=True)

    def _restore(self, written: str, request: Request) -> Reply:
        number = read_number(written)
        if number is None:
            return plain_reply(request.say(texts.STALE))
        try:
            kept = self._library.restore(number)
        except MinutesError as error:
            return plain_reply(error.say(request.language))
        text = request.say(_RESTORED, meeting=say_minutes(kept.minutes, request.language), source=kept.source)
        return Reply((Paragraph(text),), (_open_button(kept.minutes.ref, request),), in_place=True)


def undo_button(ref: Ref, sha256: str, request: Request) -> Button:
    """A button that undoes the adding of a document to a meeting (a ref in full)."""
    return Button(request.say(_UNDO), f"{UNDO} {ref} {sha256[:_HASH]}")


def _stay(_: str, request: Request) -> Reply:
    return Reply((Paragraph(request.say(_STAYS)),), in_place=True)


def _confirmation(kept: StoredMinutes, request: Request) -> Reply:
    """What goes, and the question whether it shall."""
    minutes = kept.minutes
    public = bool(minutes.footer and minutes.footer.public)
    goes = [
        texts.say_overview(kept, request.language),
        request.say(_FILE, source=kept.source),
        request.say(_PUBLIC if public else _NOT_PUBLIC),
    ]
    if kept.versions:
        goes.append(request.say(_OLDER, sources="; ".join(each.source for each in kept.versions)))
    paragraphs = (
        Paragraph(request.say(_ASK), Style.TITLE),
        Paragraph("\n".join(goes)),
        Paragraph(request.say(_CAN_COME_BACK), Style.NOTICE),
    )
    buttons = (
        Button(request.say(_REMOVE_BUTTON), f"{DROP} {minutes.ref} {kept.sha256[:_HASH]}", row=1),
        Button(request.say(_CANCEL), STAY, row=1),
    )
    return Reply(paragraphs, buttons)


def _open_button(ref: Ref, request: Request) -> Button:
    return show_button(request.say(_OPEN), ref)
