"""A general set, to measure search and refusal on more than minutes: paragraphs on fourteen subjects, made minutes.

Five paragraphs treat each subject, so that the right one has near neighbours. The paragraphs (`paragraphs.jsonl`) and
the questions on them in Chinese and English (`questions.jsonl`) were written for this project; they are to be found,
not to be learned from.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.bilingual import Language
from data.numerals import numeral

FOLDER = Path(__file__).parent / "general"
_ITEMS = 5  # of a resolution


@dataclass(frozen=True, slots=True)
class GeneralQuestion:
    """A question, and the id of the paragraph that answers it."""

    text: str
    language: Language
    paragraph: str


def read_paragraphs() -> dict[str, str]:
    """The text of each paragraph by its id."""
    return {each["id"]: each["text"] for each in _read("paragraphs.jsonl")}


def read_general_questions() -> list[GeneralQuestion]:
    """All questions, each in both languages."""
    languages: tuple[Language, ...] = ("zh", "en")
    return [
        GeneralQuestion(each[language], language, each["paragraph"])
        for each in _read("questions.jsonl")
        for language in languages
    ]


def write_minutes(paragraphs: Sequence[tuple[str, str]], folder: Path, ordinal: int = 1) -> dict[str, str]:
    """Write paragraphs (id and text) as the items of one meeting, in random order; the short ref of each id."""
    mixed = random.Random(1).sample(paragraphs, len(paragraphs))  # noqa: S311 - the same order each time
    lines = [
        "云山市人民政府常务会议纪要",
        f"第 {ordinal} 号",
        f"2022 年 3 月 16 日上午，王海市长主持召开市政府第 {ordinal} 次常务会议，听取有关情况的汇报。",
        "会议议定以下意见：",
    ]
    refs = {}
    for start in range(0, len(mixed), _ITEMS):
        resolution = start // _ITEMS + 1
        lines.append(f"{numeral(resolution)}、听取第{numeral(resolution)}组情况的汇报")
        for item, (each, text) in enumerate(mixed[start : start + _ITEMS], start=1):
            lines.append(f"（{numeral(item)}）{text}")
            refs[each] = f"{ordinal}-{resolution}-{item}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{ordinal}.txt").write_text("\n\n".join(lines) + "\n", "utf-8")
    return refs


def _read(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]
