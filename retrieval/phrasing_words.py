"""The content words of a sentence, in either language, and whether a Chinese text holds them.

Chinese must be put together of pieces of the text that stand in it in the same order; an English word must be a
meaning of one of its Chinese words, and a term of several words (fire station) one of its Chinese terms.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from data.attendance import is_name
from data.bilingual import Language
from data.glossaries import load_glossary
from data.glosses import STOP_WORDS, content_words, glosses
from data.words import fold
from retrieval.claims import claims_of

HAN_RUN = re.compile("[㐀-鿿]+")
_FRAME_ZH = re.compile(
    "会议|纪要|决议|事项|强调|指出|明确|提出|认为|要求|根据|按照|相关|有关|关于|对于|以及|并且|同时|此外|其中|包括|分别|上述|该项|这项|本次|此次|这次|方面|内容"
    "|进行|开展|应当|需要|必须|负责|由于|因此|通过|为了|并|和|与|及|的|了|在|是|对|将|要|应|该|由|于|以|为|把|使|让|等|也|都|其|此|这|那|个|需|须|后|前|中|上|下|从|到|向|给|被|就|又|再|且|或|者|所|有|会|可|则|按|经|共|各|两"
)
FRAME_EN = frozenset(
    "according additionally addition already accordance aim aimed area aspect body both carry carried case "
    "concerned concerning contain contains cover covers during ensure ensured ensures ensuring executive first "
    "following further general given include included includes including item items made make makes making matter "
    "matters meeting mention mentioned minutes necessary need needed needs new part particular put regard regarding "
    "related relevant require required requires requirement requirements resolution s second set shall should "
    "specific specified specifically take taken takes taking third through thus toward towards upon use used using "
    "via way well work works held based respective respectively under while named name responsible responsibility "
    "charge".split()
)
_ENDINGS = (
    "ational ization isation ations ation ments ment ings ing ions ion ies ers er ors or ed es al ly s y e".split()
)
_SHORTEST_STEM = 4  # letters that tell words apart
_SYNONYMS = {
    "区": "district zone area", "镇": "town township", "市": "municipal city", "县": "county",
    "省": "provincial province", "机构": "body bodies", "专人": "person people dedicated",
    "完善": "improve refine revise", "修改": "revise amend", "补充": "supplement add",
    "审议": "deliberation deliberate consider review", "印发": "issue", "牵头": "lead take", "听取": "hear heard",
    "汇报": "report briefing", "落实": "implement", "组建": "set establish", "报": "submit report",
    "提交": "submit", "批复": "approval approve", "同意": "agree approve", "通过": "adopt approve pass",
    "实施": "implement", "名义": "name", "会后": "after meeting", "齐": "enough", "普查": "census",
    "加强": "strengthen", "强化": "strengthen", "推进": "promote advance push", "加快": "speed accelerate",
    "确保": "ensure", "全面": "comprehensive fully", "清理": "clean clear", "制定": "draw formulate",
    "各": "all every", "做好": "well",
}  # fmt: skip
_SYNONYM = re.compile("|".join(sorted(_SYNONYMS, key=len, reverse=True)))
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_LONGEST_PHRASE = 4  # words
_LONGEST_TERM = 8  # characters


def content_of(said: str, evidence: str, language: Language) -> list[str] | None:
    """The content words of a sentence: pairs of characters, or stems; None where one stands nowhere in the evidence."""
    if language == "en":
        known = english_of(evidence)
        words = [word for word in content_words(HAN_RUN.sub(" ", said)) if word not in FRAME_EN and word.isalpha()]
        stems = [stem(word) for word in words if len(word) > 1 and not claims_of(word).figures]
        return stems if all(stem in known for stem in stems) and _terms_stand(said, evidence) else None
    there = fold(evidence)
    pairs: list[str] = []
    for run in HAN_RUN.findall(fold(said)):
        uncovered = ""
        covered = [
            (at > 0 and run[at - 1 : at + 1] in there) or (run[at : at + 2] in there and at + 1 < len(run))
            for at in range(len(run))
        ]
        pairs += [run[at : at + 2] for at in range(len(run) - 1) if run[at : at + 2] in there]
        if not _in_order(run, there):
            return None
        for at, character in enumerate(run):
            uncovered += " " if covered[at] else character
        left = _FRAME_ZH.sub(" ", uncovered)
        if left.strip() or any(is_name(name) for name in uncovered.split()):
            return None
    return pairs


def _terms_stand(said: str, evidence: str) -> bool:
    """Whether every English term of several words (fire station) stands in the evidence as one of its Chinese words."""
    glossary = load_glossary()
    plain = HAN_RUN.sub(" ", said).lower()
    for department in claims_of(said).departments:  # compared as such
        for name in (department.english, *department.english_aliases):
            plain = plain.replace(name.lower(), " . ")
    for clause in re.split("[.,;:()]", plain):
        words = _WORD.findall(clause)
        for length in range(2, _LONGEST_PHRASE + 1):
            for at in range(len(words) - length + 1):
                phrase = words[at : at + length]
                if phrase[0] in STOP_WORDS or phrase[-1] in STOP_WORDS:
                    continue
                shorter = (" ".join(words) for words in (phrase[1:], phrase[:-1]))
                apart = {term for part in shorter for term in glossary.chinese_terms(part)}
                terms = set(glossary.chinese_terms(" ".join(phrase))) - apart
                if terms and not any(term in evidence for term in terms):
                    return False
    return True


def _in_order(run: str, there: str) -> bool:
    """Whether the pieces of a run of Chinese that stand side by side in it do so, in this order, in one clause."""
    pieces: list[str] = []
    at = 0
    before = ""
    while at < len(run):
        length = next((size for size in range(len(run) - at, 1, -1) if run[at : at + size] in there), 1)
        piece = run[at : at + length] if length > 1 else ""
        pieces.append(piece)
        at += length
    for piece in pieces:
        if piece and before and not re.search(f"{before}[^，,。；;\n]*{piece}", there) and not _bridged(before, piece):
            return False
        before = piece
    return True


def _bridged(before: str, after: str) -> bool:
    """Whether a word that only frames a sentence stands at the seam of two pieces."""
    return bool(_FRAME_ZH.match(after) or re.search(f"(?:{_FRAME_ZH.pattern})$", before))


def share_of(content: Sequence[str], part: str, language: Language) -> float:
    """How much of a sentence's content a part of the evidence holds, 0 to 1."""
    if language == "en":
        there: Collection[str] = english_of(part)
        return sum(word in there for word in content) / len(content)
    folded = fold(part)
    return sum(pair in folded for pair in content) / len(content)


@lru_cache(maxsize=512)
def english_of(chinese: str) -> frozenset[str]:
    """The stems of all English words that a Chinese text can mean, names of departments and verdicts among them."""
    glossary = load_glossary()
    words = set(glosses(chinese))
    words.update(content_words(" ".join(department.english for department in glossary.departments_in(chinese))))
    for start in range(len(chinese)):
        for end in range(start + 2, min(start + _LONGEST_TERM, len(chinese)) + 1):
            term = glossary.english_term(chinese[start:end])
            if term:
                words.update(content_words(term))
    for match in _SYNONYM.finditer(chinese):
        words.update(_SYNONYMS[match[0]].split())
    return frozenset(map(stem, words))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its endings, rough but the same for all its forms."""
    for _ in range(2):
        ending = next(
            (each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= _SHORTEST_STEM), ""
        )
        word = word.removesuffix(ending)
    return word
