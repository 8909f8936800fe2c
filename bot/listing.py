"""Lists: the meetings that are kept."""

from collections.abc import Sequence

from bot import texts
from bot.features import Action, Command, Request
from bot.replies import Paragraph, Reply, Style, plain_reply, show_button
from data.bilingual import Bilingual


class Listing:
    """Lists meetings."""

    @property
    def commands(self) -> Sequence[Command]:
        """``/meetings``."""
        return (Command("meetings", self.meetings, Bilingual("全部会议", "all meetings")),)

    @property
    def actions(self) -> Sequence[Action]:
        """None."""
        return ()

    @staticmethod
    def meetings(_: str, request: Request) -> Reply:
        """All meetings, the latest first."""
        shelf, language = request.shelf, request.language
        kept = shelf.meetings()
        if not kept:
            return plain_reply(request.say(texts.NO_MINUTES))
        lines = tuple(Paragraph(texts.say_overview(each, language)) for each in kept)
        buttons = tuple(show_button(shelf.label(each.minutes.ref, language), each.minutes.ref) for each in kept)
        turn = shelf.shown((each.minutes.ref for each in kept), language)
        return Reply((Paragraph(request.say(texts.MEETINGS), Style.TITLE), *lines), buttons, turn=turn)
