"""Which part of the minutes a text names, where it asks nothing about it: ``第26次第三项（二）``, ``26-3-2``."""

import re
from collections.abc import Collection
from dataclasses import replace

from bot.features import Request
from data.refs import Ref
from retrieval.corpus import in_full
from retrieval.pointing import wanted_refs
from retrieval.scope import find_scope
from retrieval.vocabulary import Kind

_LONGEST = 60  # characters of a text that names a part and says no more
_FILLING = re.compile(
    r"[\s·,，.。?？!！]|会议?|纪要|的|文[头尾]|\b(?:of|the|in|from|please|minutes|item|resolution|header|footer)\b"
)


def named_part(text: str, request: Request, kinds: Collection[Kind] = (Kind.FULL_TEXT,)) -> tuple[Ref, Request] | None:
    """The ref in full of the one part, or meeting, that a text names, and the request in the text's language.

    None where it names none or several, or asks anything more; ``kinds`` are those of a text that does not.
    """
    if len(text) > _LONGEST:
        return None
    question = request.shelf.read_question(text, request.language)
    if question.kind not in kinds or not question.mentions.any_meeting or _FILLING.sub("", question.topic):
        return None
    scope = find_scope(request.shelf.corpus, question.mentions)
    if scope.missing or scope.meetings is None or len(scope.meetings) != 1:
        return None
    [kept] = scope.meetings
    refs = [in_full(ref, kept) for ref in wanted_refs(question, kept)] or [kept.ref]
    if len(refs) != 1 or not kept.minutes.part(refs[0]):
        return None
    return refs[0], replace(request, person=replace(request.person, language=question.language))
