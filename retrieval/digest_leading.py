"""Who is in charge of a resolution: the departments that revise what was approved, and those told to lead (牵头)."""

import re
from collections.abc import Iterator

from data.addressees import GENERAL, names_in_label
from data.duties import Duty
from data.model import Resolution
from data.words import fold
from retrieval.corpus import Corpus
from retrieval.naming import NamedMinutes

_LEADS = re.compile(r"牵头(?:(?P<label>责任|负责)?(?:单位|部门|处室)?(?P<colon>[：:])|(?!单位|部门|处室|、))")
_CLAUSE_END = re.compile(r"[，,。；;：:\n]")


def revisers(corpus: Corpus, kept: NamedMinutes, resolution: Resolution) -> tuple[str, ...]:
    """The canonical names of those who revise what was approved."""
    written = resolution.decision.reviser if resolution.decision else None
    if not written:
        return ()
    names = tuple(names_in_label(written, frozenset())) or (written,)
    issuer = kept.minutes.header.issuer
    return tuple(dict.fromkeys(corpus.departments.canonical(name, issuer) for name in names))


def leaders(corpus: Corpus, kept: NamedMinutes, resolution: Resolution) -> Iterator[tuple[str, Duty]]:
    """The departments that duties of a resolution put in charge by the word 牵头, each with the first that does so."""
    found: dict[str, Duty] = {}
    for duty in corpus.duties.get(kept.ref, ()):
        if duty.ref.resolution == resolution.number:
            for name in _leading(corpus, duty):
                found.setdefault(name, duty)
    yield from found.items()


def _leading(corpus: Corpus, duty: Duty) -> Iterator[str]:
    """The departments of a duty that 牵头 speaks of: those before it in its clause, or after it where it is a label."""
    acting = [name for name in duty.departments if duty.leads(name) and not GENERAL.fullmatch(name)]
    text = fold(duty.text)
    for match in _LEADS.finditer(text):
        ends = [end.start() for end in _CLAUSE_END.finditer(text)]
        if match["colon"]:
            until = next((end for end in ends if end >= match.end()), len(text))
            named = corpus.departments.find(text[match.end() : until])
        else:
            since = max((end + 1 for end in ends if end < match.start()), default=0)
            named = corpus.departments.find(text[since : match.start()])
        yield from (name for name in acting if name in named)
