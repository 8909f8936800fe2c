"""The last check before an answer leaves the library: what it says stands in the minutes, or it is not said.

Every quote must occur verbatim in the part it cites, white space and line breaks aside. Every number, date,
department, person and quoted wording in own words must occur in the cited part, come from parsed fields of its
minutes, or stand in the line's grounds. What fails is dropped; if nothing that answers is left, there is no answer.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.bilingual import Bilingual
from data.refs import Ref
from retrieval.answers import Answer, Citation, Line, LineKind, Status
from retrieval.claims import Claims, Figure, claims_of
from retrieval.corpus import Corpus
from retrieval.grounding import Fields, facts_agree, fields_of, is_dated, text_of, without_place
from retrieval.lines import notice
from retrieval.wording import say_document_number

NOTHING_HOLDS = Bilingual("纪要中没有找到相关内容。", "The minutes do not say.")
"""What is said where no line of an answer holds."""

_ANSWERING = (LineKind.STATEMENT, LineKind.QUOTE)
_SHORTEST_QUOTE = 2  # characters other than white space and marks
_SHORTEST_NAME, _LONGEST_NAME = 2, 4  # characters of a person's name, in which it is looked up
_QUOTED = re.compile("[“「『]([^”」』]+)[”」』]|《([^》]+)》")
_MARKS = re.compile(r"[\W_]+")
_BODY = re.compile(
    "(?=([省市县区旗州]?[㐀-鿿]{2}"
    "(?:(?<![布格大结全])局|委员会|委|办公室|(?<![举主承协交督催])办|厅|院|中心|管委会|公司|集团|大队|支队|街道|镇|乡)))"
)
_ENGLISH_BODY = re.compile(
    r"\b(?!The )(?:[A-Z][\w'-]+(?:,? (?:and |of |for |the )*)){1,9}"
    r"(?:Bureau|Commission|Department|Administration|Agency)\b"
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verifier:
    """Checks answers against the corpus that they were made from."""

    corpus: Corpus
    fields: dict[Ref, Fields] = field(default_factory=dict, repr=False)

    def checked(self, answer: Answer) -> Answer:
        """The answer without the lines that do not hold; an honest sentence where nothing else would be left."""
        check = _Check(self, answer)
        holding = [check.holds(line) for line in answer.lines]
        if all(holding) and holding:
            return answer
        dropped = [line.kind.value for line, holds in zip(answer.lines, holding, strict=True) if not holds]
        _log.warning("lines of an answer that were not sent: %s", dropped)
        lines = _left(answer.lines, holding)
        answers = any(line.kind in _ANSWERING for line in lines)
        if lines and (answers or answer.status is not Status.ANSWERED):
            return replace(answer, lines=tuple(lines))
        said = [line for line in lines if line.kind is LineKind.NOTICE]
        status = Status.NOT_FOUND if answer.status is Status.ANSWERED else answer.status
        return replace(answer, status=status, lines=(*said, notice(NOTHING_HOLDS.say(answer.language))))

    @cached_property
    def everything(self) -> Claims:
        """What may be said of the library as a whole: its meetings, their names, numbers, dates and sizes."""
        stored = self.corpus.stored
        offices = {kept.minutes.header.issuer: 0 for kept in stored}
        for kept in stored:
            offices[kept.minutes.header.issuer] += 1
        counts = (len(stored), len(offices), *offices.values(), self.most)
        named = (say_document_number(kept.minutes.header.document_number, "zh") for kept in stored)
        return claims_of("\n".join((*(fields_of(kept).text for kept in stored), *named, *map(str, counts))))

    @cached_property
    def most(self) -> int:
        """How many items the library holds: no more of anything can be counted in it."""
        return sum(len(each.items) or 1 for kept in self.corpus.stored for each in kept.minutes.resolutions)

    def fields_at(self, ref: Ref) -> Fields:
        """The parsed fields of the minutes that hold a part; kept, since they do not change."""
        meeting = ref.whole_meeting()
        if meeting not in self.fields:
            self.fields[meeting] = fields_of(self.corpus.stored_at(meeting))
        return self.fields[meeting]

    def text_at(self, ref: Ref) -> str:
        """The text of a part, empty where there is none."""
        try:
            return text_of(self.corpus.stored_at(ref).minutes, ref)
        except KeyError:
            return ""


@dataclass(frozen=True, slots=True)
class _Check:
    """The check of one answer; the texts of the parts it cites are read once."""

    verifier: Verifier
    answer: Answer
    texts: dict[Ref, str] = field(default_factory=dict)

    def holds(self, line: Line) -> bool:
        """Whether a line may be sent."""
        if line.citation and not self._is_true(line.citation):
            return False
        match line.kind:
            case LineKind.QUOTE:
                return line.citation is not None and _squeezed(line.text) == _squeezed(line.citation.quote)
            case LineKind.HEADING if line.citation and _is_in(line.text, self._text(line.citation)):
                return True
        return self._rests(line)

    def _is_true(self, citation: Citation) -> bool:
        """Whether a citation says what stands where: verbatim, and of the minutes it names."""
        text = self._text(citation)
        if not _is_in(citation.quote, text):
            return False
        kept = self.verifier.corpus.stored_at(citation.ref)
        header = kept.minutes.header
        there = (header.issuer, header.document_number, kept.source, kept.name)
        named = (citation.issuer, citation.document_number, citation.source, citation.meeting or kept.name)
        return there == named

    def _text(self, citation: Citation) -> str:
        if citation.ref not in self.texts:
            self.texts[citation.ref] = self.verifier.text_at(citation.ref)
        return self.texts[citation.ref]

    def _rests(self, line: Line) -> bool:
        """Whether own words claim nothing but what they rest on."""
        texts, text = list(line.grounds), line.text
        known = [claims_of(each) for each in texts]
        if line.citation:
            kept = self.verifier.corpus.stored_at(line.citation.ref)
            if not facts_agree(text, kept.minutes):
                return False
            fields = self.verifier.fields_at(kept.ref)
            text = fields.named.sub(" ", without_place(text, line.citation.ref))
            # Of a section that says many things, the words quoted must say it.
            part = line.citation.quote if line.citation.ref.section else self._text(line.citation)
            known += [
                claims_of(part),
                fields.claims if is_dated(line.text) else replace(fields.claims, days=frozenset()),
            ]
            texts += [part, fields.text]
        else:
            texts.append(self.answer.question)
            known.append(claims_of(self.answer.question))
        claims = claims_of(text)
        left = claims.unsupported(known)
        if left and not line.citation:
            left = claims.unsupported([*known, self.verifier.everything])
            if line.kind is LineKind.NOTICE and not line.grounds:
                left = tuple(each for each in left if not self._is_count(each))
        return not left and self._words_stand(line, texts)

    def _is_count(self, claim: object) -> bool:
        """Whether a claim can be a count of meetings or items, as an answer says of itself what was searched."""
        if not isinstance(claim, Figure) or claim.unit.startswith("第"):
            return False
        return claim.unit != "%" and claim.value <= self.verifier.most

    def _words_stand(self, line: Line, texts: Sequence[str]) -> bool:
        """Whether quoted wording, names of people and of bodies beyond the glossary stand in ``texts``."""
        together, said = _squeezed("\n".join(texts)), _squeezed(line.text)
        if not said.isprintable() and any(not each.isprintable() and each not in together for each in said):
            return False
        if line.kind is LineKind.STATEMENT and not all(
            _squeezed(wording) in together for match in _QUOTED.findall(line.text) for wording in match
        ):
            return False
        if not all(name in together for name in self._people(line.text)):
            return False
        if not line.citation:
            return True
        bodies = _BODY.findall(line.text)  # their ends: 市城管局, and 城管局 of 由城管局
        in_english = _ENGLISH_BODY.findall(line.text)
        return all(body in together for body in bodies) and all(claims_of(body).departments for body in in_english)

    def _people(self, text: str) -> Iterator[str]:
        known = self.verifier.corpus.known.people
        for start in range(len(text)):
            for length in range(_SHORTEST_NAME, _LONGEST_NAME + 1):
                if text[start : start + length] in known:
                    yield text[start : start + length]


def _left(lines: Sequence[Line], holding: Sequence[bool]) -> list[Line]:
    """The lines that hold, without headings under which nothing is left of what stood there."""
    left: list[Line] = []
    under = below = 0  # lines seen and left since the last heading, read from the end
    for line, holds in zip(reversed(lines), reversed(holding), strict=True):
        is_heading = line.kind is LineKind.HEADING
        if holds and not (is_heading and under and not below):
            left.append(line)
        under, below = (0, 0) if is_heading else (under + 1, below + holds)
    return left[::-1]


def _is_in(quote: str, text: str) -> bool:
    """Whether a quote of more than a mark stands verbatim in a text, or is all of it."""
    plain = _squeezed(quote)
    if not plain or plain not in _squeezed(text):
        return False
    return len(_MARKS.sub("", plain)) >= _SHORTEST_QUOTE or plain == _squeezed(text)


def _squeezed(text: str) -> str:
    """``text`` without white space and line breaks."""
    return "".join(text.split())
