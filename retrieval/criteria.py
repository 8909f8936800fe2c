"""What a question for a list asks for: which resolutions, told by what the minutes settle of them, or which items."""

from dataclasses import dataclass
from enum import StrEnum

from data.bilingual import Bilingual, Language
from data.departments import Departments
from retrieval import listing_words as words
from retrieval.listing_words import Noun, Treatment
from retrieval.scanner import Scanner
from retrieval.signatures import Destination, Signature, take_destination, take_signature
from retrieval.topics import TITLE, phrases_in, topic_words
from retrieval.vocabulary import DECISION


class Part(StrEnum):
    """The part that departments have in a matter."""

    REVISES = "revises"
    GOT = "got"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is listed; everything that is set must hold.

    ``departments`` are canonical names; ``phrases`` are folded wording that an item or, with ``in_title``, the title
    must hold; ``left`` are the words of the question that were not understood, which narrow the list by heading.
    """

    treatment: Treatment | None = None
    noun: Noun | None = None
    stages: tuple[Noun, ...] = ()  # 试行, 修订, 送审稿
    documents: bool = False  # only what has a title (《…》)
    signature: Signature | None = None
    destination: Destination | None = None
    departments: tuple[str, ...] = ()
    called: tuple[str, ...] = ()  # the departments as the question calls them
    part: Part | None = None
    phrases: tuple[str, ...] = ()
    in_title: bool = False
    counts: bool = False
    left: tuple[str, ...] = ()

    @property
    def titled(self) -> tuple[Noun, ...]:
        """What one title must hold."""
        return (*((self.noun,) if self.noun else ()), *self.stages)

    @property
    def is_of_papers(self) -> bool:
        """Whether it is by what becomes of documents after the meeting that they are told."""
        return bool(self.signature or self.destination)

    @property
    def by_wording(self) -> bool:
        """Whether items are asked for by the words that they hold."""
        return bool(self.phrases) and not self.in_title

    def say(self, language: Language) -> str:
        """The criteria in words: ``原则同意、以政府办公室名义印发``."""
        said = [*self._say_settled(), *self._say_named()] or [Bilingual("有文件名称", "with a titled document")]
        return ("、" if language == "zh" else ", ").join(each.say(language) for each in said)

    def _say_settled(self) -> list[Bilingual]:
        said = [words.TREATMENTS[self.treatment]] if self.treatment else []
        if self.signature:
            said.append(self.signature.said)
        if self.destination:
            name = self.destination.said
            said.append(Bilingual(f"下一步送{name.zh}", f"going to {name.en} next"))
        return said

    def _say_named(self) -> list[Bilingual]:
        said: list[Bilingual] = []
        names = "、".join(self.called)
        if names and self.part is Part.REVISES:
            said.append(Bilingual(f"会后由{names}修改", f"to be revised by {names}"))
        elif names:
            said.append(Bilingual(f"交给或涉及{names}", f"given to or concerning {names}"))
        said += [Bilingual(f"题为{each.said.zh}", f"titled {each.said.en}") for each in self.titled]
        if self.phrases:
            wording = "”“".join(self.phrases)
            said.append(Bilingual(f"写有“{wording}”", f"with the words “{wording}”"))
        if self.left:
            about = "、".join(self.left)
            said.append(Bilingual(f"关于“{about}”", f"about “{' '.join(self.left)}”"))
        return said


def read_criteria(rest: str, language: Language, departments: Departments) -> Criteria | None:
    """The criteria of a folded question; None where it asks for no list of resolutions or items."""
    scanner = Scanner(rest)
    named = [mention.written for mention in departments.mentions(rest) if mention.names]
    quoted = (phrase.strip("“”") for phrase in (*phrases_in(rest, language), *words.COUNTED_WORDING.findall(rest)))
    phrases = tuple(dict.fromkeys(phrase for phrase in quoted if phrase not in named))
    for phrase in phrases:
        scanner.text = scanner.text.replace(phrase, " " * len(phrase))
    marked = bool(words.MARK.search(scanner.text))
    unsettled = _take_unsettled(scanner)  # before "not …" is read as who does not sign
    signature = take_signature(scanner.take)
    destination = None if signature else take_destination(scanner.take)
    bodies, called = _take_departments(scanner, departments)
    counts = bool(words.COUNT.search(scanner.text))
    if not marked or (TITLE.search(rest) and not phrases):
        return None
    scanner.take(words.EXCEPT)
    in_title = bool(scanner.take(words.IN_TITLE))
    stages = tuple(stage for pattern, stage in words.STAGES if scanner.take(pattern))
    treatment = unsettled or _take_treatment(scanner)
    part = _take_part(scanner) if bodies else None
    mentioned = bool(scanner.take(words.MENTIONED))
    noun, documents, things = _take_noun(scanner, treatment)
    things = things or bool(stages)
    if noun is None and phrases and (in_title or documents or treatment) and not mentioned:
        in_title = True
    if bodies and part is None:
        part = Part.NAMED
    by_wording = bool(phrases) and not in_title
    if by_wording and not (mentioned and things):
        return None
    if not (treatment or noun or stages or signature or destination or bodies or phrases or documents):
        return None
    if bodies and not (things or treatment or part in (Part.REVISES, Part.GOT)):
        return None
    left = () if phrases else tuple(_left(scanner.text, language))
    return Criteria(
        treatment=treatment,
        noun=noun,
        stages=stages,
        documents=documents,
        signature=signature,
        destination=destination,
        departments=bodies,
        called=called,
        part=part,
        phrases=phrases,
        in_title=in_title and bool(phrases),
        counts=counts,
        left=left,
    )


def _left(text: str, language: Language) -> list[str]:
    plain = words.FRAME.sub(" ", words.MARK.sub(" ", text))
    return [word for word in topic_words(plain, language) if len(word) > 1]


def _take_departments(scanner: Scanner, departments: Departments) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The canonical names of the departments of a question, and how it calls them."""
    found: dict[str, None] = {}
    called: list[str] = []
    for mention in departments.mentions(scanner.text):
        if mention.names:
            found |= dict.fromkeys(sorted(mention.names))
            called.append(mention.written)
            scanner.blank_span(mention.start, mention.end)
    return tuple(found), tuple(dict.fromkeys(called))


def _take_unsettled(scanner: Scanner) -> Treatment | None:
    """That a question ends on what was not agreed."""
    for treatment, pattern in (
        (Treatment.NOT_IN_PRINCIPLE, words.NOT_IN_PRINCIPLE),
        (Treatment.UNDECIDED, words.NEGATED),
    ):
        if scanner.take(pattern, lambda match: bool(words.CLOSE.fullmatch(scanner.text, match.end()))):
            return treatment
    return None


def _take_treatment(scanner: Scanner) -> Treatment | None:
    for treatment, pattern in (
        (Treatment.NOT_IN_PRINCIPLE, words.NOT_IN_PRINCIPLE),
        (Treatment.IN_PRINCIPLE, words.IN_PRINCIPLE),
        (Treatment.REJECTED, words.REJECTED),
        (Treatment.UNDECIDED, words.NEGATED),
        (Treatment.HEARD, words.HEARD),
        (Treatment.AGREED, words.AGREED),
        (Treatment.STUDIED, words.STUDIED),
        (Treatment.DELIBERATED, words.DELIBERATED),
        (Treatment.HEARD, words.GIVEN),
    ):
        if scanner.take(pattern):
            for other in (
                *([words.GIVEN_TOO] if treatment is Treatment.HEARD else []),
                words.AGREED,
                words.DELIBERATED,
                DECISION,
            ):
                scanner.take(other)
            return treatment
    return None


def _take_part(scanner: Scanner) -> Part | None:
    got = bool(scanner.take(words.GOT))
    if scanner.take(words.REVISE):
        return Part.REVISES
    return Part.GOT if got else None


def _take_noun(scanner: Scanner, treatment: Treatment | None) -> tuple[Noun | None, bool, bool]:
    """The kind of document, whether documents are meant, and whether there is any word for what is listed."""
    noun = next((noun for pattern, noun in words.NOUNS if scanner.take(pattern)), None)
    if treatment is not Treatment.HEARD and scanner.take(words.REPORT):
        noun = noun or words.REPORT_NOUN
    documents = bool(scanner.take(words.DOCUMENT))
    things = bool(scanner.take(words.THING)) or documents or noun is not None
    return noun, documents, things
