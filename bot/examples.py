"""Questions to begin with, made from the minutes that a person may read, so that each has an answer."""

from collections.abc import Iterator

from bot.features import Request
from bot.lists.listing import matter_of
from data.bilingual import Bilingual
from data.model import Minutes
from data.refs import UNNUMBERED
from retrieval.naming import meeting_name

_SHORT = 16  # characters of a matter that one would type

_DECIDED = Bilingual("{meeting}会议议定了什么", "what did {meeting} decide")
_CHAIR = Bilingual("{meeting}会议谁主持", "who chaired {meeting}")
_MATTER = "关于{matter}议定了什么"  # the minutes have no English words for it
_COMPARED = "compare {earlier} and {latest}"


def examples(request: Request) -> Iterator[str]:
    """Up to three questions about the latest meetings; none where there are none."""
    stored = request.shelf.corpus.stored[:2]
    if not stored:
        return
    latest, earlier = stored[0], stored[-1]
    yield request.say(_DECIDED, meeting=meeting_name(latest).say(request.language))
    yield request.say(_CHAIR, meeting=meeting_name(earlier).say(request.language))
    if request.language == "zh" and (matter := _short_matter(latest.minutes)):
        yield _MATTER.format(matter=matter)
    if request.language == "en" and latest is not earlier:
        yield _COMPARED.format(earlier=meeting_name(earlier).en, latest=meeting_name(latest).en)


def _short_matter(minutes: Minutes) -> str:
    """What a resolution is about, in few characters; empty where none can be said so."""
    matters = (matter_of(each) for each in minutes.resolutions if each.number != UNNUMBERED)
    return min((each for each in matters if 0 < len(each) <= _SHORT), key=len, default="")
