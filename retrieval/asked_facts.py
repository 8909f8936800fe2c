"""Which facts of the header and the footer a question asks for."""

from retrieval.fact_words import FACT_WORDS
from retrieval.question import Question
from retrieval.topics import topic_words
from retrieval.vocabulary import HELD_WORDS, Fact

_OWN_WORDS = frozenset({Fact.CHAIR, Fact.COMPILED, Fact.DOCUMENT_NUMBER, Fact.ISSUED, Fact.SENT_TO, Fact.COPIED_TO})
"""Facts that are asked for by words that hardly any other question has."""

_FEW = 2  # words of English, or runs of Chinese, that may stay unread


def asked_facts(question: Question) -> tuple[Fact, ...]:
    """The facts to answer; ``when was it issued`` asks for the day of the meeting only if it says so."""
    facts = question.facts
    if Fact.ENDED in facts:
        facts = tuple(fact for fact in facts if fact not in (Fact.HELD, Fact.DAY_PART))
    if Fact.ELAPSED in facts:
        facts = tuple(fact for fact in facts if fact not in (Fact.HELD, Fact.ISSUED))
    if Fact.RECORDER in facts:
        facts = tuple(fact for fact in facts if fact is not Fact.COMPILED)
    other_date = Fact.ISSUED in facts or Fact.COMPILED in facts
    if other_date and Fact.HELD in facts and not HELD_WORDS.search(question.mentions.rest):
        facts = tuple(fact for fact in facts if fact is not Fact.HELD)
    return facts


def asks_of_header(question: Question, *, of_meeting: bool) -> bool:
    """Whether a question that was searched for in vain may be one of the header, in words that were not all read.

    ``of_meeting`` where it names a meeting; where it names none, only who was in the chair is told so.
    """
    left = topic_words(FACT_WORDS.sub(" ", question.mentions.rest), question.language)
    own = _OWN_WORDS if of_meeting else {Fact.CHAIR}
    return not own.isdisjoint(question.facts) and len(left) <= _FEW
