"""An alert: what new minutes say of what a person watches, in one message, each quote cited and with the reason."""

from collections.abc import Collection, Iterator, Sequence

from bot.paging import fitted, shortened
from bot.replies import Button, Paragraph, Reply, Style, show_button
from data.bilingual import Bilingual, Language
from data.refs import Ref
from data.watches import Watch
from retrieval.digest_parts import Watched
from retrieval.digest_spans import last_days
from retrieval.naming import say_kept
from retrieval.shelf import Shelf

MOST_LINES = 4
"""Quotes for one thing that is watched; what else there is stands under its meeting's button."""

MOST_BUTTONS = 8
_LONGEST_QUOTE = 200


def alert_message(
    shelf: Shelf, watches: Sequence[Watch], new: Sequence[Ref], language: Language, corrected: Collection[Ref] = ()
) -> Reply | None:
    """What new meetings (refs in full) say of what is watched; None where they say nothing of it.

    ``corrected`` are those of which the person knew other minutes.
    """
    span = last_days(shelf.today())
    matching = shelf.digest(span, language, [watch.words for watch in watches], only=new).watched
    if not matching:
        return None
    cited = {line.citation.ref.whole_meeting() for each in matching for line in each.lines if line.citation}
    meetings = [kept for kept in shelf.corpus.stored if kept.ref in cited]
    names = ("、" if language == "zh" else ", ").join(
        say_kept(kept, language) + (_CORRECTED.say(language) if kept.ref in corrected else "") for kept in meetings
    )
    title = Paragraph(_TITLE.say(language).format(meetings=names), Style.TITLE)
    lines = fitted([title, *(paragraph for each in matching for paragraph in _paragraphs(each, language))])
    return Reply(lines, tuple(_buttons(matching, shelf, language)))


def _paragraphs(watched: Watched, language: Language) -> Iterator[Paragraph]:
    yield Paragraph(watched.reason.text, Style.NOTICE)
    for line in watched.lines[:MOST_LINES]:
        label = line.citation.label(language) if line.citation else ""
        ref = str(line.citation.ref) if line.citation else ""
        yield Paragraph(shortened(line.text, _LONGEST_QUOTE), Style.QUOTE, label, ref)
    if len(watched.lines) > MOST_LINES:
        yield Paragraph(_MORE.say(language).format(count=len(watched.lines) - MOST_LINES), Style.NOTICE)


def _buttons(matching: Sequence[Watched], shelf: Shelf, language: Language) -> Iterator[Button]:
    """Buttons to the parts that are quoted."""
    refs = [line.citation.ref for each in matching for line in each.lines[:MOST_LINES] if line.citation]
    for ref in list(dict.fromkeys(refs))[:MOST_BUTTONS]:
        yield show_button(shelf.label(ref, language), ref)


_TITLE = Bilingual("新纪要提到您关注的内容：{meetings}", "New minutes mention what you watch: {meetings}")
_CORRECTED = Bilingual("（更正后的纪要）", " (corrected minutes)")
_MORE = Bilingual("……还有 {count} 处", "… and {count} more")
